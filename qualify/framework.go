// Package qualify turns evidence about a deal into standings on the elements of
// a qualification framework such as MEDDPICC.
//
// A [Framework] is compiled from YAML, once, with [Decode] or taken from
// [Builtin]; it cannot be changed afterwards and may be used by any number of
// goroutines. Its [Element] and [Level] handles are small comparable values.
//
// [Framework.Assess] reads a view of a deal's record and gives an
// [Assessment]: for each element the level it stands at, the facts it rests
// on, the day they lapse, and whether it was contradicted; and the score over
// all of them as an interval. Three rules make it honest. Who speaks, and how,
// decides how far a proof can reach: on the standard ladder the seller's own
// word stops at the first level however often it is repeated. Evidence ages.
// And what the buyer denied, the buyer alone can affirm again.
package qualify

import (
	"iter"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// Framework is a compiled qualification framework.
type Framework struct {
	id, title, version, about, source string
	digest                            deal.Digest

	levels   []level // weakest first; index 0 is unknown
	elements []element
	byID     map[string]int   // elements
	readers  map[string][]int // evidence id to the elements that count it
	roles    []string         // roles that ways ask for, in the order met
	method   Method
	bands    []band
}

type level struct {
	id, means string
	points    int
}

type element struct {
	id, title, letter, about string
	weight                   int
	essential                bool
	validFor                 deal.Duration
	ask                      []string
	shows                    []string // by level
	ladder                   ladder
}

type band struct {
	id, title string
	from      int // percent
}

// ID is the framework's id.
func (f *Framework) ID() string { return f.id }

// Title is the framework's title.
func (f *Framework) Title() string { return f.title }

// Version is the team's own version of the definition; may be empty.
func (f *Framework) Version() string { return f.version }

// About says what the framework is; may be empty.
func (f *Framework) About() string { return f.about }

// Source names who published the method; may be empty.
func (f *Framework) Source() string { return f.source }

// Elements gives the elements in definition order.
func (f *Framework) Elements() iter.Seq[Element] {
	return func(yield func(Element) bool) {
		for i := range f.elements {
			if !yield(Element{f, i}) {
				return
			}
		}
	}
}

// Len is the number of elements.
func (f *Framework) Len() int { return len(f.elements) }

// Element finds an element by its id.
func (f *Framework) Element(id string) (Element, bool) {
	i, ok := f.byID[id]
	return Element{f, i}, ok
}

// At gives the element with an index in definition order.
func (f *Framework) At(i int) Element { return Element{f, i} }

// Levels gives the levels, weakest first, without unknown.
func (f *Framework) Levels() iter.Seq[Level] {
	return func(yield func(Level) bool) {
		for i := 1; i < len(f.levels); i++ {
			if !yield(Level{f, i}) {
				return
			}
		}
	}
}

// Level finds a level by its id.
func (f *Framework) Level(id string) (Level, bool) {
	i := slices.IndexFunc(f.levels, func(l level) bool { return l.id == id })
	return Level{f, max(i, 0)}, i > 0
}

// Top is the highest level.
func (f *Framework) Top() Level { return Level{f, len(f.levels) - 1} }

// LevelAt gives the level of a rank; rank 0 is unknown.
func (f *Framework) LevelAt(rank int) Level { return Level{f, rank} }

// Roles gives the roles that the framework's levels ask for. They are roles of
// every process that uses it, declared there or not.
func (f *Framework) Roles() []string { return slices.Clone(f.roles) }

// Element is a handle to one element of a framework. Handles compare with ==;
// the zero Element is none.
type Element struct {
	f *Framework
	i int
}

// IsZero reports whether e is no element.
func (e Element) IsZero() bool { return e.f == nil }

// Index is the place of the element in definition order, from 0.
func (e Element) Index() int { return e.i }

// Framework is the framework that the element is of; nil for the zero Element.
func (e Element) Framework() *Framework { return e.f }

// ID is the element's id; "" for the zero Element.
func (e Element) ID() string {
	if e.f == nil {
		return ""
	}
	return e.f.elements[e.i].id
}

// String is the element's id.
func (e Element) String() string { return e.ID() }

// Title is the element's title.
func (e Element) Title() string { return e.f.elements[e.i].title }

// Letter is the element's letter in the framework's name; may be empty.
func (e Element) Letter() string { return e.f.elements[e.i].letter }

// About says what the element is; may be empty.
func (e Element) About() string { return e.f.elements[e.i].about }

// Weight is how much the element counts in a weighted score.
func (e Element) Weight() int { return e.f.elements[e.i].weight }

// Essential reports whether the element keeps a deal in the lowest band while
// it is unknown or contradicted.
func (e Element) Essential() bool { return e.f.elements[e.i].essential }

// ValidFor is the age through which evidence holds; the zero Duration means
// for ever.
func (e Element) ValidFor() deal.Duration { return e.f.elements[e.i].validFor }

// Ask gives the questions to ask next, in order.
func (e Element) Ask() []string { return slices.Clone(e.f.elements[e.i].ask) }

// Reach is the highest level that evidence from one side alone can reach, given
// which roles people of that side can have; the zero rank when it reaches none.
func (e Element) Reach(side deal.Side, can func(role string) bool) Level {
	ways := e.f.elements[e.i].ladder.ways
	rank := len(ways) - 1
	for rank > 0 && !slices.ContainsFunc(ways[rank], func(w way) bool { return w.open(side, e.f.roles, can) }) {
		rank--
	}
	return Level{e.f, rank}
}

// Ways gives the kinds of proof on which a level holds, as they were defined: any
// one is enough. A level also holds when a higher one does. There is none for
// unknown.
func (e Element) Ways(l Level) iter.Seq[Way] {
	return func(yield func(Way) bool) {
		for _, w := range e.f.elements[e.i].ladder.ways[l.rank] {
			if !yield(e.f.shown(w)) {
				return
			}
		}
	}
}

// Shows says what a level looks like for this element; may be empty.
func (e Element) Shows(l Level) string { return e.f.elements[e.i].shows[l.rank] }

// Level is a handle to one level of a framework's ladder. Handles compare with
// ==; the zero Level is unknown of no framework.
type Level struct {
	f    *Framework
	rank int
}

// Rank counts from 1, the weakest; unknown is 0.
func (l Level) Rank() int { return l.rank }

// ID is the level's id; "unknown" below the weakest.
func (l Level) ID() string {
	if l.rank == 0 {
		return Unknown
	}
	return l.f.levels[l.rank].id
}

// String is the level's id.
func (l Level) String() string { return l.ID() }

// Means says what the level means; empty for unknown.
func (l Level) Means() string {
	if l.rank == 0 {
		return ""
	}
	return l.f.levels[l.rank].means
}

// Points is what the level counts in a score; unknown counts 0.
func (l Level) Points() int {
	if l.rank == 0 {
		return 0
	}
	return l.f.levels[l.rank].points
}

// Unknown is the word for the level below the weakest.
const Unknown = "unknown"
