package qualify

import "iter"

// Method is how a framework makes one figure of its elements.
type Method uint8

const (
	Weighted Method = iota // the points of all elements by weight, over the most there could be
	Weakest                // the lowest element decides
	Sum                    // plain points over the most there could be
)

var methodNames = [...]string{"weighted", "weakest", "sum"}

// String gives the word of the language for the method.
func (m Method) String() string { return methodNames[m] }

// Full is the score of a deal that has everything: scores count in 1/10000.
const Full = 10_000

// Score is how well a deal is qualified, in 1/10000, as an interval: what it
// has earned counts the unknown as nothing; the ceiling counts it as
// everything, except where the buyer said no and has not taken it back. The
// width between them is what nobody has found out yet.
type Score struct {
	Earned  int
	Ceiling int
}

// Line is the part of a score that one element has.
type Line struct {
	Element Element
	Level   Level
	Score       // its share; the shares of all lines add up to the score exactly, except for Weakest
	Points  int // what its level counts, by weight
	Most    int // what its highest level would count, by weight
}

// Method is how the framework makes one figure of its elements.
func (f *Framework) Method() Method { return f.method }

// share is a part of a whole in 1/10000, rounded down. Sums are of 64 bits
// whatever the machine: a hundred elements of great weight do not fit into 32.
func share(part, whole int64) int { return int(Full * part / whole) }

// sums are points by weight: what was earned, what could be at best, and the
// most there is.
type sums struct{ earned, ceiling, most int64 }

// part gives what one element adds to the sums.
func (a Assessment) part(i int) (level Level, part sums) {
	f := a.l.f
	level = Level{f, a.l.Rank(i, a.day, 0)}
	w, top := int64(1), int64(f.Top().Points())
	if f.method == Weighted {
		w = int64(f.elements[i].weight)
	}
	part = sums{w * int64(level.Points()), w * top, w * top}
	if a.l.standing(i).denied {
		part.ceiling = 0
	}
	return level, part
}

// Score gives the figure over all elements.
func (a Assessment) Score() Score {
	f := a.l.f
	var sum sums
	least := Score{Full, Full}
	for i := range f.elements {
		_, part := a.part(i)
		sum = sums{sum.earned + part.earned, sum.ceiling + part.ceiling, sum.most + part.most}
		if f.method == Weakest {
			least.Earned = min(least.Earned, share(part.earned, part.most))
			least.Ceiling = min(least.Ceiling, share(part.ceiling, part.most))
		}
	}
	if f.method == Weakest {
		return least
	}
	return Score{share(sum.earned, sum.most), share(sum.ceiling, sum.most)}
}

// Lines gives the part that each element has in the score, in definition
// order. A line's share is the floor of its running sum less the floor of the
// one before, so that the lines add up to the total exactly; for [Weakest] the
// total is the least line.
func (a Assessment) Lines() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		f := a.l.f
		var most int64
		for i := range f.elements {
			_, part := a.part(i)
			most += part.most
		}
		var sum sums
		for i := range f.elements {
			level, part := a.part(i)
			line := Line{Element: Element{f, i}, Level: level, Points: int(part.earned), Most: int(part.most)}
			if f.method == Weakest {
				line.Score = Score{share(part.earned, part.most), share(part.ceiling, part.most)}
			} else {
				line.Earned = share(sum.earned+part.earned, most) - share(sum.earned, most)
				line.Ceiling = share(sum.ceiling+part.ceiling, most) - share(sum.ceiling, most)
				sum.earned, sum.ceiling = sum.earned+part.earned, sum.ceiling+part.ceiling
			}
			if !yield(line) {
				return
			}
		}
	}
}

// Band is a named range of the score. The zero Band is none.
type Band struct {
	ID    string
	Title string
	From  int // percent
}

// Band gives the band that the earned score is in; the zero Band when the
// framework has none. While an essential element is unknown or contradicted it
// is the lowest.
func (a Assessment) Band() Band {
	f := a.l.f
	if len(f.bands) == 0 {
		return Band{}
	}
	at := 0
	if !a.essentialMissing() {
		earned := a.Score().Earned
		for i, b := range f.bands {
			if earned >= b.from*Full/100 {
				at = i
			}
		}
	}
	b := f.bands[at]
	return Band{b.id, b.title, b.from}
}

func (a Assessment) essentialMissing() bool {
	for i, e := range a.l.f.elements {
		if e.essential && a.l.Rank(i, a.day, 0) == 0 {
			return true
		}
	}
	return false
}
