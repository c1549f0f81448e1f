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

// Score gives the figure over all elements.
func (a Assessment) Score() Score {
	var total Score
	for i, line := range a.lines() {
		if a.l.f.method == Weakest && i > 0 {
			total.Earned = min(total.Earned, line.Earned)
			total.Ceiling = min(total.Ceiling, line.Ceiling)
			continue
		}
		total.Earned += line.Earned
		total.Ceiling += line.Ceiling
	}
	return total
}

// Lines gives the part that each element has in the score, in definition
// order. A line's share is the floor of its running sum less the floor of the
// one before, so that the lines add up to the total exactly; for [Weakest] the
// total is the least line.
func (a Assessment) Lines() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		for _, line := range a.lines() {
			if !yield(line) {
				return
			}
		}
	}
}

func (a Assessment) lines() iter.Seq2[int, Line] {
	return func(yield func(int, Line) bool) {
		f := a.l.f
		top := f.Top().Points()
		most := 0
		for i := range f.elements {
			most += f.weight(i) * top
		}
		earned, ceiling := 0, 0
		for i := range f.elements {
			level := Level{f, a.l.Rank(i, a.day, 0)}
			reach := top
			if a.l.standing(i).denied {
				reach = 0
			}
			w := f.weight(i)
			line := Line{Element: Element{f, i}, Level: level, Points: w * level.Points(), Most: w * top}
			if f.method == Weakest {
				line.Earned, line.Ceiling = Full*level.Points()/top, Full*reach/top
			} else {
				line.Earned = Full*(earned+line.Points)/most - Full*earned/most
				line.Ceiling = Full*(ceiling+w*reach)/most - Full*ceiling/most
				earned, ceiling = earned+line.Points, ceiling+w*reach
			}
			if !yield(i, line) {
				return
			}
		}
	}
}

// weight is what an element counts under the framework's method.
func (f *Framework) weight(i int) int {
	if f.method == Weighted {
		return f.elements[i].weight
	}
	return 1
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
