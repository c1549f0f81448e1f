package scenario

import (
	"slices"
	"strconv"
	"strings"
)

// want is what a value must be, and of a closed set of kinds: [word], [set],
// [part] and [span].
type want interface {
	// holds reports whether what came out is as wanted.
	holds(got) bool
	// String writes it as it stands in a scenario.
	String() string
	// show writes what came out in the same way.
	show(got) string
	// amiss gives the ids that made the difference.
	amiss(got) []string
}

// got is what came out: a word, ids in definition order, or a number.
type got struct {
	word   string
	ids    []string
	number int
}

// word is exactly this one.
type word string

func (w word) holds(g got) bool   { return string(w) == g.word }
func (w word) String() string     { return string(w) }
func (w word) show(g got) string  { return g.word }
func (w word) amiss(got) []string { return nil }

// set is exactly these ids, in any order.
type set []string

func (s set) holds(g got) bool  { return len(s.amiss(g)) == 0 }
func (s set) String() string    { return bracketed(s) }
func (s set) show(g got) string { return bracketed(g.ids) }

func (s set) amiss(g got) []string { return append(without(s, g.ids), without(g.ids, s)...) }

// part is these ids, and not those, whatever else there is.
type part struct{ has, lacks []string }

func (p part) holds(g got) bool  { return len(p.amiss(g)) == 0 }
func (p part) show(g got) string { return bracketed(g.ids) }

func (p part) String() string {
	var parts []string
	if len(p.has) > 0 {
		parts = append(parts, "has: "+bracketed(p.has))
	}
	if len(p.lacks) > 0 {
		parts = append(parts, "lacks: "+bracketed(p.lacks))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (p part) amiss(g got) []string {
	out := without(p.has, g.ids)
	for _, id := range p.lacks {
		if slices.Contains(g.ids, id) {
			out = append(out, id)
		}
	}
	return out
}

// span is a whole number from the least to the most, both of them included.
type span struct{ least, most int }

// unbounded stands for a bound that was not given.
const unbounded = -1

func (s span) holds(g got) bool {
	return g.number >= s.least && (s.most == unbounded || g.number <= s.most)
}

func (s span) String() string {
	switch {
	case s.least == s.most:
		return strconv.Itoa(s.least)
	case s.least == unbounded:
		return "{at_most: " + strconv.Itoa(s.most) + "}"
	case s.most == unbounded:
		return "{at_least: " + strconv.Itoa(s.least) + "}"
	}
	return "{at_least: " + strconv.Itoa(s.least) + ", at_most: " + strconv.Itoa(s.most) + "}"
}

func (s span) show(g got) string {
	if g.word != "" { // there is no such number
		return g.word
	}
	return strconv.Itoa(g.number)
}

func (s span) amiss(got) []string { return nil }

// without gives the ids of a that are not in b.
func without(a, b []string) []string {
	var out []string
	for _, id := range a {
		if !slices.Contains(b, id) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func bracketed(ids []string) string { return "[" + strings.Join(ids, ", ") + "]" }
