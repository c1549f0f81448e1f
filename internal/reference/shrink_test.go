package reference_test

import (
	"slices"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// shrink leaves out everything that the mismatch does not need.
func (m *mismatch) shrink() {
	for again := true; again; {
		again = false
		for i := 0; ; i++ {
			c := clone(m.c)
			steps := reductions(c)
			if i >= len(steps) {
				break
			}
			steps[i]()
			if diff := m.again(c); diff != "" && about(diff) == about(m.diff) {
				m.c, m.diff, again = c, diff, true
				i--
			}
		}
	}
}

// reductions gives everything that can be left out of a case, one thing each.
func reductions(c *generate.Case) []func() {
	var out []func()
	p, f := &c.Process, &c.Framework
	drop(&out, &c.Facts)
	drop(&out, &p.Always)
	drop(&out, &p.Moves)
	drop(&out, &p.Tracks)
	drop(&out, &p.Signals)
	unless(&out, &p.Calendar, nil)
	unless(&out, &p.Applies, nil)
	unless(&out, &p.Words, false)
	unless(&out, &f.Words, false)
	if p.Calendar != nil {
		drop(&out, &p.Calendar.Holidays)
		drop(&out, &p.Calendar.Quiet)
		drop(&out, &p.Calendar.Weekend)
	}
	stages := []*[]generate.Stage{&p.Stages}
	for i := range p.Tracks {
		stages = append(stages, &p.Tracks[i].Stages)
	}
	for _, list := range stages {
		drop(&out, list)
		for i := range *list {
			s := &(*list)[i]
			reduceAll(&out, &s.Enter)
			reduceAll(&out, &s.Exit)
			reduceOne(&out, &s.When)
			drop(&out, &s.Limits)
			for j := range s.Limits {
				reduceOne(&out, &s.Limits[j].When)
				splitless(&out, &s.Limits[j].OfBy)
			}
			unless(&out, &s.Optional, false)
			unless(&out, &s.WaitsFor, deal.NoSide)
			unless(&out, &s.Silence, nil)
			if !s.Expected.IsZero() || s.Probability != 0 || s.Forecast+s.Purpose != "" || s.Buyers != nil || s.Sellers != nil {
				out = append(out, func() {
					s.Expected, s.ExpectedBy, s.Probability, s.ProbabilityBy = deal.Duration{}, nil, 0, nil
					s.Forecast, s.Purpose, s.Buyers, s.Sellers = "", "", nil, nil
				})
			}
			if s.Next != nil {
				drop(&out, &s.Next)
				out = append(out, func() { s.Next = nil })
			}
		}
	}
	for i := range p.Ends {
		reduceAll(&out, &p.Ends[i].Needs)
		if p.Ends[i].Reasons != nil {
			out = append(out, func() { p.Ends[i].Reasons = nil })
		}
		if !p.Ends[i].Wake.IsZero() {
			out = append(out, func() { p.Ends[i].Wake, p.Ends[i].WakeBy = deal.Duration{}, nil })
		}
	}
	if p.Ends != nil {
		drop(&out, &p.Ends)
		out = append(out, func() { p.Ends = nil })
	}
	for i := range p.Moves {
		reduceAll(&out, &p.Moves[i].Needs)
		reduceOne(&out, &p.Moves[i].When)
	}
	reduceAll(&out, &p.Always)
	for i := range p.Shared {
		reduce(&out, p.Shared[i].Requirement)
	}
	drop(&out, &p.Shared)
	drop(&out, &p.Milestones)
	for i := range p.Milestones {
		unless(&out, &p.Milestones[i].ValidFor, deal.Duration{})
		splitless(&out, &p.Milestones[i].ValidForBy)
		if p.Milestones[i].VoidBy != nil {
			out = append(out, func() { p.Milestones[i].VoidBy = nil })
		}
	}
	drop(&out, &p.Attributes)
	for i := range p.Attributes {
		unless(&out, &p.Attributes[i].Default, deal.Value{})
	}
	drop(&out, &f.Elements)
	for i := range f.Elements {
		e := &f.Elements[i]
		unless(&out, &e.ValidFor, deal.Duration{})
		unless(&out, &e.Weight, -1)
		unless(&out, &e.Essential, false)
		if e.Levels != nil || e.Reads != nil {
			out = append(out, func() { e.Levels, e.Reads = nil, nil })
		}
	}
	unless(&out, &f.Method, "")
	if f.Bands != nil {
		out = append(out, func() { f.Bands = nil })
	}
	unless(&out, &c.Header.Owner, "")
	unless(&out, &c.Header.Segment, "")
	return out
}

func drop[T any](out *[]func(), list *[]T) {
	for i := len(*list) - 1; i >= 0; i-- {
		*out = append(*out, func() {
			if *list = slices.Delete(slices.Clone(*list), i, i+1); len(*list) == 0 {
				*list = nil
			}
		})
	}
}

func unless[T comparable](out *[]func(), v *T, plain T) {
	if *v != plain {
		*out = append(*out, func() { *v = plain })
	}
}

// splitless puts one value in the place of those per segment.
func splitless[T any](out *[]func(), split *generate.Split[T]) {
	if *split != nil {
		*out = append(*out, func() { *split = nil })
	}
	drop(out, (*[]generate.For[T])(split))
}

func reduceAll(out *[]func(), list *[]*generate.Requirement) {
	drop(out, list)
	for _, r := range *list {
		reduce(out, r)
	}
}

func reduceOne(out *[]func(), r **generate.Requirement) {
	if *r != nil {
		*out = append(*out, func() { *r = nil })
		reduce(out, *r)
	}
}

func reduce(out *[]func(), r *generate.Requirement) {
	for _, m := range r.Members {
		*out = append(*out, func() { *r = *m })
	}
	reduceAll(out, &r.Members)
	reduceOne(out, &r.When)
	unless(out, &r.Within, deal.Duration{})
	unless(out, &r.Since, "")
	unless(out, &r.Optional, deal.Unsaid)
	unless(out, &r.People, 0)
	unless(out, &r.Every, false)
	unless(out, &r.InOrder, false)
	unless(out, &r.AtLeast, deal.Duration{})
	unless(out, &r.AtMost, deal.Duration{})
	unless(out, &r.From, "")
	if r.Title+r.Why+r.Ask != "" {
		*out = append(*out, func() { r.Title, r.Why, r.Ask = "", "", "" })
	}
	if r.Forms != nil {
		*out = append(*out, func() { r.Forms = nil })
	}
	if r.Names != nil && (r.Kind == generate.OfElement || r.Kind == generate.OfMilestone) {
		*out = append(*out, func() { r.Names = nil })
	} else if len(r.Names) > 1 {
		drop(out, &r.Names)
	}
	if r.Waivable != nil {
		*out = append(*out, func() { r.Waivable = nil })
	}
	splitless(out, &r.PeopleBy)
	splitless(out, &r.CountBy)
	splitless(out, &r.PercentBy)
	splitless(out, &r.WithinBy)
	splitless(out, &r.AtLeastBy)
	splitless(out, &r.AtMostBy)
}

// clone copies a case as far as reductions change it.
func clone(c *generate.Case) *generate.Case {
	out := *c
	out.Facts = slices.Clone(c.Facts)
	p := &out.Process
	p.Always, p.Applies = copyAll(p.Always), copyOne(p.Applies)
	p.Moves, p.Tracks, p.Ends, p.Shared = slices.Clone(p.Moves), slices.Clone(p.Tracks), slices.Clone(p.Ends), slices.Clone(p.Shared)
	for i := range p.Moves {
		p.Moves[i].Needs, p.Moves[i].When = copyAll(p.Moves[i].Needs), copyOne(p.Moves[i].When)
	}
	p.Stages = copyStages(p.Stages)
	for i := range p.Tracks {
		p.Tracks[i].Stages = copyStages(p.Tracks[i].Stages)
	}
	for i := range p.Ends {
		p.Ends[i].Needs = copyAll(p.Ends[i].Needs)
	}
	for i := range p.Shared {
		p.Shared[i].Requirement = copyOne(p.Shared[i].Requirement)
	}
	p.Milestones, p.Attributes = slices.Clone(p.Milestones), slices.Clone(p.Attributes)
	out.Framework.Elements = slices.Clone(out.Framework.Elements)
	if p.Calendar != nil {
		calendar := *p.Calendar
		p.Calendar = &calendar
	}
	return &out
}

func copyStages(list []generate.Stage) []generate.Stage {
	out := slices.Clone(list)
	for i := range out {
		s := &out[i]
		s.Enter, s.Exit, s.When, s.Limits = copyAll(s.Enter), copyAll(s.Exit), copyOne(s.When), slices.Clone(s.Limits)
		for j := range s.Limits {
			s.Limits[j].When = copyOne(s.Limits[j].When)
		}
	}
	return out
}

func copyAll(list []*generate.Requirement) []*generate.Requirement {
	var out []*generate.Requirement
	for _, r := range list {
		out = append(out, copyOne(r))
	}
	return out
}

func copyOne(r *generate.Requirement) *generate.Requirement {
	if r == nil {
		return nil
	}
	out := *r
	out.Members, out.When = copyAll(r.Members), copyOne(r.When)
	return &out
}
