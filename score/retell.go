package score

import (
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// retold is a view told again by what happened, whenever it was noted: a record
// of the same facts in which each is noted on the day it happened, those of one
// day in the order noted. What became of the deal on one day is then progress
// from the eve of it, by the one engine there is.
type retold struct {
	*deal.Record
	facts []int // by index: the index in the record of the view; somebody's first fact may stand twice
}

// retell tells a view again. Who somebody is, when nobody had said so before,
// holds from the day on which they first did something: else what a newcomer
// said on Monday would be nobody's when they are put on record on Tuesday. That
// they have left is news of its own day.
func retell(v deal.View) (retold, error) {
	type told struct {
		deal.Fact
		at int
		on deal.Day
	}
	var story []told
	named := map[string]deal.Day{}
	for i, f := range v.Facts() {
		on := f.When().On
		story = append(story, told{f, i, on})
		for _, name := range whoDid(f) {
			if first, ok := named[name]; !ok || on.Before(first) {
				named[name] = on
			}
		}
	}
	byDay := func(a, b told) int { return a.on.Compare(b.on) }
	slices.SortStableFunc(story, byDay)
	for i, t := range story {
		p, ok := t.Fact.(deal.Person)
		if !ok {
			continue
		}
		first, did := named[p.Person]
		delete(named, p.Person) // what is said of them later is news
		switch {
		case !did || !first.Before(t.on):
		case p.Gone == deal.Yes: // and so is that they have left
			p.Gone = deal.No
			story = append(story, told{p, t.at, first})
		default:
			story[i].on = first
		}
	}
	slices.SortStableFunc(story, byDay)

	out := retold{Record: deal.New(v.Record().Header)}
	for _, t := range story {
		at := t.When()
		at.On, at.Noted = t.on, t.on
		if err := out.Append(deal.Stamped(t.Fact, at)); err != nil {
			return out, err
		}
		out.facts = append(out.facts, t.at)
	}
	return out, nil
}

// whoDid gives the people by whom, or with whom, something was done.
func whoDid(f deal.Fact) []string {
	var by deal.Who
	switch f := f.(type) {
	case deal.Activity:
		if f.Reached {
			return f.With
		}
	case deal.Evidence:
		by = f.From
	case deal.Milestone:
		by = f.By
	case deal.NextStep:
		by = f.Owner
	case deal.Approval:
		by = deal.Who(f.By)
	case deal.Waive:
		by = deal.Who(f.By)
	}
	if name, ok := by.Person(); ok {
		return []string{name}
	}
	return nil
}

// original puts the facts of changes back to where they are in the record that
// was retold.
func (r *retold) original(changes []Change) []Change {
	out := slices.Clone(changes)
	for i := range out {
		if at := &out[i].Fact; *at >= 0 {
			*at = r.facts[*at]
		}
	}
	return out
}

// chapter is one day of a retold record, on which something happened.
type chapter struct {
	deal.Day
	facts        []int // of the retold record
	gained, lost []Change
	stands       stage.PlaceKind
	stepAhead    bool // a next step was open at the end of the day, and not overdue
}

// chapters follows a retold record from each day on which something happened to
// the next.
func (r *retold) chapters(pos *stage.Position, p *Progress) []chapter {
	var out []chapter
	for i := 0; i < r.Len(); {
		d := chapter{Day: r.On(i)}
		eve := d.Add(-1)
		if len(out) > 0 {
			eve = out[len(out)-1].Day // since then only time has passed, and that gains nothing
		}
		for ; i < r.Len() && r.On(i) == d.Day; i++ {
			d.facts = append(d.facts, i)
		}
		p.compare(pos, r.AsOf(eve), r.AsOf(d.Day))
		d.gained, d.lost = r.original(p.gained), r.original(p.lost)
		d.stands = pos.Stands().Kind()
		for s := range pos.Steps() {
			d.stepAhead = d.stepAhead || !s.Due.Before(d.Day)
		}
		out = append(out, d)
	}
	return out
}

// ended reports whether the deal stood at an end at the end of the day.
func (c *chapter) ended() bool {
	return c.stands == stage.Won || c.stands == stage.Lost || c.stands == stage.Left
}
