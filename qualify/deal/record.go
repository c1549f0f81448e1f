// Package deal holds what is known about a deal: a [Record] is a log of dated
// facts in the order in which they were noted, and a [View] is what had been
// noted by the end of a day.
//
// Each fact has two days. On is when it happened, and from then on it is in
// force; Noted is when it became known, and no view of an earlier day sees it.
// So every past review can be had again as it was.
//
// Records are read from YAML, JSON or NDJSON with [Decode] and [Stream], and
// written again with [Record.WriteYAML] and [Record.MarshalJSON]; what is
// written and read again is equal, and has the same [Digest]. Nothing in a
// record is judged here: that an element, a stage or a person is unknown is found
// by whoever knows the definitions, and reported as a [Stray].
package deal

import (
	"iter"
	"reflect"
	"slices"
	"sort"

	"github.com/headway-go/headway/qualify/diag"
)

// Header is what is said about a deal once, at the top.
type Header struct {
	ID      string // the name of the deal, from outside
	Title   string
	Account string
	Owner   string
	Segment string
	Process string
}

// Record is the log of one deal. Facts are only ever added at its end. A Record
// may be read by any number of goroutines as long as none appends.
type Record struct {
	Header
	pos   diag.Pos
	facts []Fact
	on    []Day   // of each fact: when it happened
	noted []Day   // of each fact: when it became known
	byOn  []int32 // indices of facts, by the day they happened, then as noted
	sets  []int32 // those of them that set attributes
}

// New gives a record without facts.
func New(h Header) *Record { return &Record{Header: h} }

func (r *Record) append(f Fact, at Stamp) {
	i := int32(len(r.facts))
	r.facts = append(r.facts, f)
	r.on = append(r.on, at.On)
	r.noted = append(r.noted, at.Noted)
	r.byOn = r.placed(r.byOn, i)
	if _, ok := f.(Set); ok {
		r.sets = r.placed(r.sets, i)
	}
}

// placed puts the last fact into a list by the day they happened.
func (r *Record) placed(list []int32, last int32) []int32 {
	place := len(list)
	for place > 0 && r.on[list[place-1]].After(r.on[last]) {
		place--
	}
	return slices.Insert(list, place, last)
}

// Pos is where the record was read; the zero Pos for one made by [New].
func (r *Record) Pos() diag.Pos { return r.pos }

// Len is the number of facts.
func (r *Record) Len() int { return len(r.facts) }

// Fact gives the fact at an index, counted from 0 in the order noted.
func (r *Record) Fact(i int) Fact { return r.facts[i] }

// On gives the day on which the fact at an index happened.
func (r *Record) On(i int) Day { return r.on[i] }

// Facts gives the facts in the order noted, with their indices.
func (r *Record) Facts() iter.Seq2[int, Fact] { return slices.All(r.facts) }

// ByDay gives the index of the fact that is at position i when facts are
// ordered by the day they happened, and on one day as they were noted.
func (r *Record) ByDay(i int) int { return int(r.byOn[i]) }

// Last is the latest day on which a fact was noted; the zero Day without facts.
func (r *Record) Last() Day {
	if len(r.noted) == 0 {
		return Day{}
	}
	return r.noted[len(r.noted)-1]
}

// AsOf gives what had been noted by the end of a day.
func (r *Record) AsOf(day Day) View {
	n := sort.Search(len(r.noted), func(i int) bool { return r.noted[i].After(day) })
	return View{r, n, day}
}

// Equal reports whether two records have the same header and the same facts,
// field for field, in the same order.
func (r *Record) Equal(s *Record) bool {
	if r == nil || s == nil {
		return r == s
	}
	return r.Header == s.Header && len(r.facts) == len(s.facts) && (len(r.facts) == 0 || reflect.DeepEqual(r.facts, s.facts))
}

// View is what had been noted about a deal by the end of a day: the first so
// many facts of its record. The zero View holds nothing.
type View struct {
	rec *Record
	n   int
	day Day
}

// Record is the record that v is a view of.
func (v View) Record() *Record { return v.rec }

// Day is the day of the view.
func (v View) Day() Day { return v.day }

// Len is the number of facts that the view sees.
func (v View) Len() int { return v.n }

// Facts gives the facts of the view in the order noted, with their indices in
// the record.
func (v View) Facts() iter.Seq2[int, Fact] { return v.Since(View{}) }

// Sets gives the facts of the view that set attributes, in the order of the days
// on which they happened, those of one day as they were noted.
func (v View) Sets() iter.Seq[Set] {
	return func(yield func(Set) bool) {
		if v.rec == nil {
			return
		}
		for _, i := range v.rec.sets {
			if int(i) < v.n && !yield(v.rec.facts[i].(Set)) {
				return
			}
		}
	}
}

// Since gives the facts of v that an earlier view of the same record did not
// see.
func (v View) Since(old View) iter.Seq2[int, Fact] {
	return func(yield func(int, Fact) bool) {
		for i := old.n; i < v.n; i++ {
			if !yield(i, v.rec.facts[i]) {
				return
			}
		}
	}
}
