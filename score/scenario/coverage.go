package scenario

import (
	"iter"
	"slices"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Coverage says what the scenarios put to the test of the processes that are
// the playbook's own. It counts what is so on a day that an expectation looks
// at, and on the first day of one between two days: what no expectation looks
// at is not tested, whatever the facts did in between.
//
// Each leaf requirement counts twice, once for being seen met and once for being
// seen not met; each way from one place to the next once, for being gone; each
// level of an element that a requirement asks for, up to the highest that is
// asked, once, for an element standing at just that level. Segments of one
// process are one.
type Coverage struct {
	processes []*ProcessCoverage
	byID      map[string]*ProcessCoverage
}

// ProcessCoverage is the coverage of one process.
type ProcessCoverage struct {
	process *stage.Process
	asked   []Asked
	ways    []Way
	levels  []LevelSeen

	ofAsked map[string]int
	ofWay   map[[2]string]int
	ofLevel map[[2]string]int
	known   map[*stage.Process]bool // those of its segments
}

// Asked is a leaf requirement and the answers that were seen to it.
type Asked struct {
	Requirement stage.Requirement
	answers     uint // a bit for each
}

// Saw reports whether an answer was seen.
func (a Asked) Saw(answer stage.Answer) bool { return a.answers&(1<<answer) != 0 }

// Met reports whether it was seen met.
func (a Asked) Met() bool { return a.Saw(stage.Met) }

// NotMet reports whether it was seen not met: unmet, or unknown.
func (a Asked) NotMet() bool { return a.Saw(stage.Unmet) || a.Saw(stage.Unknown) }

// OnlyUnknown reports whether it was seen not met because nobody knew, and
// never because somebody said otherwise.
func (a Asked) OnlyUnknown() bool { return a.Saw(stage.Unknown) && !a.Saw(stage.Unmet) }

// Way is a way from one place to the next.
type Way struct {
	Edge stage.Edge
	Gone bool // the deal of some scenario went it
}

// LevelSeen is a level that an element can stand at.
type LevelSeen struct {
	Element qualify.Element
	Level   qualify.Level
	AskedBy stage.Requirement // the first that asks for the element
	Seen    bool
}

func newCoverage(s *Suite) *Coverage {
	c := &Coverage{byID: map[string]*ProcessCoverage{}}
	for p := range s.book.Processes() {
		if !s.owns(p) {
			continue
		}
		x := &ProcessCoverage{process: p, ofAsked: map[string]int{}, ofWay: map[[2]string]int{}, ofLevel: map[[2]string]int{}, known: map[*stage.Process]bool{}}
		x.add(p)
		for _, segment := range p.Segments() {
			if q, ok := s.book.Process(p.ID(), segment); ok {
				x.add(q)
			}
		}
		c.processes = append(c.processes, x)
		c.byID[p.ID()] = x
	}
	return c
}

// add enters what a segment of the process has and those before did not.
func (x *ProcessCoverage) add(p *stage.Process) {
	if x.known[p] {
		return
	}
	x.known[p] = true
	for r := range p.Demands() {
		if _, ok := x.ofAsked[r.ID()]; !ok {
			x.ofAsked[r.ID()] = len(x.asked)
			x.asked = append(x.asked, Asked{Requirement: r})
		}
	}
	for e := range p.Edges() {
		if _, ok := x.ofWay[wayKey(e)]; !ok {
			x.ofWay[wayKey(e)] = len(x.ways)
			x.ways = append(x.ways, Way{Edge: e})
		}
	}
	for e := range p.Framework().Elements() {
		first, highest := askedFor(p, e)
		for l := range p.Framework().Levels() {
			key := [2]string{e.ID(), l.ID()}
			if _, ok := x.ofLevel[key]; !ok && l.Rank() <= highest {
				x.ofLevel[key] = len(x.levels)
				x.levels = append(x.levels, LevelSeen{Element: e, Level: l, AskedBy: first})
			}
		}
	}
}

func wayKey(e stage.Edge) [2]string { return [2]string{e.From().ID(), e.To().ID()} }

// askedFor gives the first requirement that asks for an element, and the rank of
// the highest level that any asks for; 0 when none does.
func askedFor(p *stage.Process, e qualify.Element) (first stage.Requirement, highest int) {
	for r := range p.Demands() {
		if about, ok := r.Element(); !ok || about != e {
			continue
		}
		if first.IsZero() {
			first = r
		}
		if l, ok := r.Level(); ok {
			highest = max(highest, l.Rank())
		}
	}
	return first, highest
}

// observe takes note of what is so on the day of a card.
func (c *Coverage) observe(card *score.Card) {
	p, pos := card.Process(), card.Position()
	x, ok := c.byID[p.ID()]
	if !ok {
		return // it comes with headway, and is not what is tested
	}
	x.add(p) // that of a deal without a segment
	for r := range p.Demands() {
		x.asked[x.ofAsked[r.ID()]].answers |= 1 << pos.Answer(r)
	}
	for e := range p.Edges() {
		if pos.Crossed(e) {
			x.ways[x.ofWay[wayKey(e)]].Gone = true
		}
	}
	for s := range pos.Assessment().Standings() {
		if i, ok := x.ofLevel[[2]string{s.Element.ID(), s.Level.ID()}]; ok {
			x.levels[i].Seen = true
		}
	}
}

// Processes gives the processes of the playbook, in path order.
func (c *Coverage) Processes() iter.Seq[*ProcessCoverage] { return slices.Values(c.processes) }

// Share is how much was seen, of how much there is.
func (c *Coverage) Share() (seen, of int) {
	for _, x := range c.processes {
		s, o := x.Share()
		seen, of = seen+s, of+o
	}
	return seen, of
}

// AtLeast reports whether at least so many percent were seen. Of nothing,
// everything was.
func (c *Coverage) AtLeast(percent int) bool {
	seen, of := c.Share()
	return seen*100 >= percent*of
}

// Process is the process, for the first of its segments.
func (x *ProcessCoverage) Process() *stage.Process { return x.process }

// Asked gives the leaf requirements, in definition order.
func (x *ProcessCoverage) Asked() iter.Seq[Asked] { return slices.Values(x.asked) }

// Ways gives the ways from one place to the next, in definition order.
func (x *ProcessCoverage) Ways() iter.Seq[Way] { return slices.Values(x.ways) }

// Levels gives the levels of the elements that are asked for, in definition
// order.
func (x *ProcessCoverage) Levels() iter.Seq[LevelSeen] { return slices.Values(x.levels) }

// Share is how much was seen of the process, of how much there is.
func (x *ProcessCoverage) Share() (seen, of int) {
	count := func(there bool) {
		of++
		if there {
			seen++
		}
	}
	for _, a := range x.asked {
		count(a.Met())
		count(a.NotMet())
	}
	for _, w := range x.ways {
		count(w.Gone)
	}
	for _, l := range x.levels {
		count(l.Seen)
	}
	return seen, of
}
