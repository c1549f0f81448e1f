package main

import (
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// step is what a claim is to the claim before it.
type step uint8

const (
	along  step = iota // a way of the process leads there
	skips              // no way does, and it is defined later
	back               // no way does, and it is defined earlier
	again              // it is the same
	ending             // it is a lost or left end, where every stage may go
	after              // it comes after an end
	steps
)

// claims is what the CRM claimed, one claim after the other.
type claims struct {
	ways  map[[2]stage.Stage]bool
	there map[stage.Stage]int         // deals that were ever claimed there
	taken map[stage.Stage]*[steps]int // steps, by the claim that they begin at
	deals [steps][]string             // the deals with such a step, each once
	stray int                         // claims of what the process does not have
	none  int                         // deals without a claim
}

func newClaims(p *stage.Process) claims {
	c := claims{ways: map[[2]stage.Stage]bool{}, there: map[stage.Stage]int{}, taken: map[stage.Stage]*[steps]int{}}
	for e := range p.Edges() {
		if e.Track() == (stage.Track{}) && !e.Absent() {
			c.ways[[2]stage.Stage{e.From(), e.To()}] = true
		}
	}
	return c
}

// add counts the claims about a deal, in the order of their days.
func (c *claims) add(p *stage.Process, view deal.View) {
	rec := view.Record()
	var last stage.Stage
	been := map[stage.Stage]bool{}
	for i := range rec.Len() {
		at := rec.ByDay(i)
		claim, ok := rec.Fact(at).(deal.Stage)
		if !ok || at >= view.Len() {
			continue
		}
		to, ok := p.Stage(claim.Stage)
		if !ok {
			c.stray++
			continue
		}
		if !been[to] {
			been[to] = true
			c.there[to]++
		}
		c.take(rec.ID, last, to)
		last = to
	}
	if len(been) == 0 {
		c.none++
	}
}

func (c *claims) take(id string, from, to stage.Stage) {
	s := c.step(from, to)
	if c.taken[from] == nil {
		c.taken[from] = &[steps]int{}
	}
	c.taken[from][s]++
	if !slices.Contains(c.deals[s][max(0, len(c.deals[s])-1):], id) {
		c.deals[s] = append(c.deals[s], id)
	}
}

func (c *claims) step(from, to stage.Stage) step {
	switch {
	case from == to:
		return again
	case isEnd(from):
		return after
	case to.Kind() == stage.Lost, to.Kind() == stage.Left:
		return ending
	case c.ways[[2]stage.Stage{from, to}]:
		return along
	case to.Order() > from.Order():
		return skips
	}
	return back
}

func isEnd(s stage.Stage) bool {
	return s.Kind() == stage.Won || s.Kind() == stage.Lost || s.Kind() == stage.Left
}
