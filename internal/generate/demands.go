package generate

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// demander makes the requirements of one process.
type demander struct {
	source
	f    *Framework
	p    *Process
	only Only

	stage  int    // the stage that the requirements are for, by its index
	track  string // the track that they are for
	end    *End   // the end that they are for
	pool   []*Requirement
	groups int
}

// fillPool makes the leaves that gates ask for. One of them may be asked for at
// several gates, under one id.
func (d *demander) fillPool() {
	n := d.between(5, 11)
	for i := range n {
		d.stage = i * len(d.p.Stages) / n
		r := d.leaf(false)
		if d.chance(60) || r.varies() {
			r.ID = fmt.Sprintf("r%d", i)
		}
		if d.has(Waivers) && d.chance(20) {
			r.Waivable = some(d.source, allRoles, d.between(1, 2))
		}
		if d.chance(10) {
			r.Why, r.Ask = "because", "What about it?"
		}
		d.pool = append(d.pool, r)
	}
}

// share makes the shared requirements.
func (d *demander) share() {
	if d.chance(50) {
		return
	}
	for i := range d.between(1, 3) {
		r := d.requirement(1)
		if r.varies() && r.ID == "" {
			d.groups++
			r.ID = fmt.Sprintf("v%d", d.groups)
		}
		d.p.Shared = append(d.p.Shared, Shared{fmt.Sprintf("shared%d", i), r})
	}
}

func (d *demander) list(low, high int) []*Requirement {
	var out []*Requirement
	for range d.between(low, high) {
		out = append(out, d.requirement(2))
	}
	return out
}

// requirement makes a requirement with its wrappers; groups nest so deep.
func (d *demander) requirement(depth int) *Requirement {
	var r *Requirement
	switch {
	case d.chance(20) && len(d.p.Shared) > 0:
		r = &Requirement{Kind: Use, Subject: pick(d.source, d.p.Shared...).ID}
		if d.chance(15) {
			d.groups++
			r.ID = fmt.Sprintf("u%d", d.groups)
		}
		if d.has(Waivers) && d.chance(10) {
			r.Waivable = some(d.source, allRoles, 1)
		}
	case d.chance(25) && depth > 0:
		r = d.group(depth, d.requirement)
		waivable := d.has(Waivers) && d.chance(15)
		if depth == 2 || waivable || r.varies() || d.chance(50) {
			d.groups++
			r.ID = fmt.Sprintf("g%d", d.groups)
		}
		if waivable {
			r.Waivable = some(d.source, allRoles, d.between(1, 2))
		}
	case d.end != nil && d.end.Reasons != nil && d.chance(40):
		r = d.reason()
		r.ID = "why_" + d.end.ID
	default:
		leaf := *pick(d.source, d.pool...)
		r = &leaf
	}
	if d.chance(14) && !d.only.NoWhen {
		r.When = d.condition(2)
	}
	if d.chance(8) {
		r.Optional = deal.Yes
	} else if d.chance(4) {
		r.Optional = deal.No
	}
	if d.chance(10) {
		r.Title = "Something"
	}
	if d.chance(4) {
		r.Why, r.Ask = "because", "What about it?"
	}
	return r
}

func (d *demander) group(depth int, member func(depth int) *Requirement) *Requirement {
	kinds := []Kind{Any, Any, All, SomeOf}
	if !d.only.NoNone {
		kinds = append(kinds, None)
	}
	r := &Requirement{Kind: pick(d.source, kinds...)}
	for range d.between(1, 3) {
		r.Members = append(r.Members, member(depth-1))
	}
	if r.Kind == SomeOf {
		count := func() int { return d.between(1, len(r.Members)) }
		r.Count, r.CountBy = count(), split(d.source, d.p, count)
	}
	if r.Kind == None {
		for _, m := range r.Members {
			m.unwaivable()
		}
	}
	return r
}

// unwaivable takes the waivers away: nothing under none can be waived.
func (r *Requirement) unwaivable() {
	r.Waivable = nil
	for _, m := range r.Members {
		m.unwaivable()
	}
}

// varies reports whether the requirement, or something below it, has values per
// segment. It then needs an id.
func (r *Requirement) varies() bool {
	if r.PeopleBy != nil || r.CountBy != nil || r.PercentBy != nil || r.WithinBy != nil || r.AtLeastBy != nil || r.AtMostBy != nil {
		return true
	}
	return slices.ContainsFunc(r.Compare, func(c Comparison) bool { return c.By != nil }) || slices.ContainsFunc(r.Members, (*Requirement).varies)
}

// reason asks for a reason that the claim of the end gives.
func (d *demander) reason() *Requirement {
	r := &Requirement{Kind: OfAttribute, Subject: "reason"}
	reason := func() Operand { return Operand{Value: deal.Text(pick(d.source, d.end.Reasons...))} }
	switch d.IntN(3) {
	case 0:
		r.Compare = []Comparison{{Op: "is", Values: []Operand{reason()}}}
	case 1:
		r.Compare = []Comparison{{Op: "in", Values: []Operand{reason(), reason()}}}
		if r.Compare[0].Values[0] == r.Compare[0].Values[1] {
			r.Compare[0].Values = r.Compare[0].Values[:1]
		}
	}
	return r
}

// condition makes a condition: a requirement without wrappers.
func (d *demander) condition(depth int) *Requirement {
	switch {
	case d.chance(15) && d.p.Segments != nil:
		return &Requirement{Kind: Segment, Names: some(d.source, d.p.Segments, 1)}
	case d.chance(10) && len(d.p.Shared) > 0:
		return &Requirement{Kind: Use, Subject: pick(d.source, d.p.Shared...).ID}
	case d.chance(25) && depth > 0:
		return d.group(depth, d.condition)
	case d.end != nil && d.end.Reasons != nil && d.chance(30):
		return d.reason()
	}
	return d.leaf(true)
}

// leaf makes a leaf without wrappers.
func (d *demander) leaf(condition bool) *Requirement {
	kinds := []Kind{
		OfElement, OfElement, OfElement, OfElement, OfElement, OfMilestone, OfMilestone, OfMilestone,
		Engaged, Engaged, Known, Known, NextStep, OfAttribute, Reached,
	}
	if condition {
		kinds = append(kinds, OfAttribute, OfAttribute, OfAttribute, OfAttribute)
	} else if !d.only.NoNone {
		kinds = append(kinds, None)
	}
	if d.has(Approvals) {
		kinds = append(kinds, Approved, Approved)
	}
	if d.has(Scores) {
		kinds = append(kinds, Scored)
	}
	if d.has(Dates) {
		kinds = append(kinds, Dated, Dated)
	}
	r := &Requirement{Kind: pick(d.source, kinds...)}
	switch r.Kind {
	case OfElement:
		r.Subject = pick(d.source, d.f.Elements...).ID
		r.Level = pick(d.source, d.f.Ladder()...).ID
		if d.chance(15) {
			r.Forms = some(d.source, []deal.Form{deal.Belief, deal.Public, deal.Statement, deal.Document, deal.Act}, d.between(1, 2))
		}
		if d.chance(15) {
			r.Names = some(d.source, allRoles, d.between(1, 2))
		}
		d.bounds(r)
	case OfMilestone:
		r.Subject = pick(d.source, d.p.Milestones...).ID
		if d.chance(20) {
			r.Names = some(d.source, allRoles, d.between(1, 2))
		}
		d.bounds(r)
	case Engaged, Known:
		r.Names = some(d.source, allRoles, d.between(1, 2))
		people := func() int { return d.between(1, 2) }
		if d.chance(25) {
			r.People, r.PeopleBy = people(), split(d.source, d.p, people)
		}
		if r.Kind == Engaged {
			d.bounds(r)
		}
	case NextStep:
		if d.chance(40) && !d.only.NoHorizon {
			r.Within, r.WithinBy = d.span(), split(d.source, d.p, d.span)
		}
		r.Owner = pick(d.source, "", "", "buyer", "seller", "both")
	case OfAttribute:
		d.compare(r)
	case Reached:
		// What comes later is mostly a circle, which the loader refuses.
		at := max(d.stage-1, 0)
		if d.chance(15) {
			at = d.IntN(len(d.p.Stages))
		}
		r.Subject = d.p.Stages[at].ID
		if d.track == "" && d.p.Tracks != nil && d.chance(50) {
			r.Subject = d.ofTrack()
		}
	case Approved:
		r.Names = some(d.source, allRoles, d.between(1, 2))
		if d.chance(50) {
			slices.Reverse(r.Names)
		}
		r.Every = d.chance(50)
		r.InOrder = r.Every && d.chance(50)
		if d.chance(35) {
			r.Within = d.span()
			if !condition {
				r.WithinBy = split(d.source, d.p, d.span)
			}
		}
		if d.chance(12) {
			r.Since = pick(d.source, d.p.Milestones...).ID
		}
	case Scored:
		percent := func() int { return 5 * d.between(0, 16) }
		r.Percent, r.PercentBy = percent(), split(d.source, d.p, percent)
	case Dated:
		d.dates(r)
	case None:
		for range d.between(1, 2) {
			m := d.leaf(true)
			if d.chance(25) && !d.only.NoWhen {
				m.When = d.condition(1)
			}
			r.Members = append(r.Members, m)
		}
	}
	return r
}

func (d *demander) bounds(r *Requirement) {
	if d.chance(25) {
		r.Within, r.WithinBy = d.span(), split(d.source, d.p, d.span)
	}
	if d.chance(12) {
		r.Since = pick(d.source, d.p.Milestones...).ID
	}
}

// ofTrack gives the id of a track, or of one of its stages.
func (d *demander) ofTrack() string {
	t := pick(d.source, d.p.Tracks...)
	if d.chance(50) {
		return t.ID
	}
	return pick(d.source, t.Stages...).ID
}

// dates asks how days lie to each other.
func (d *demander) dates(r *Requirement) {
	subjects := []string{"today", "close_date"}
	for _, a := range d.p.Attributes {
		if a.Type == "day" {
			subjects = append(subjects, a.ID, a.ID)
		}
	}
	for _, m := range d.p.Milestones {
		subjects = append(subjects, m.ID)
	}
	r.Subject = pick(d.source, subjects...)
	if d.chance(20) {
		r.Subject = d.ref(subjects)
	}
	ref := func() string {
		for {
			if id := d.ref(subjects); id != r.Subject && id != r.Before {
				return id
			}
		}
	}
	switch d.IntN(5) {
	case 0:
		r.Before = ref()
		r.After = ref()
		return
	case 1, 2:
		r.Before = ref()
	default:
		r.After = ref()
	}
	if d.chance(50) {
		r.AtLeast, r.AtLeastBy = d.short(), split(d.source, d.p, d.short)
	}
	if r.AtLeast.IsZero() && d.chance(60) {
		r.AtMost, r.AtMostBy = d.span(), split(d.source, d.p, d.span)
	}
}

// ref gives something that has a day, of some that always may.
func (d *demander) ref(subjects []string) string {
	n := d.IntN(8)
	if n >= 1 && n <= 3 && !d.has(Stays) {
		n = 4
	}
	switch n {
	case 0:
		return pick(d.source, "quarter_start", "quarter_end", "fiscal_year_end")
	case 1, 2:
		if d.track == "" {
			return "entered"
		}
	case 3:
		if d.track == "" && d.p.Tracks != nil && d.chance(60) {
			return d.ofTrack()
		}
		return d.p.Stages[max(d.stage-1, 0)].ID
	case 4, 5:
		return "today"
	}
	return pick(d.source, subjects...)
}

// short gives a duration of a day to two weeks.
func (d *demander) short() deal.Duration {
	if d.has(WorkingDays) && d.chance(35) {
		return days(fmt.Sprintf("%dwd", d.between(1, 8)))
	}
	return days(fmt.Sprintf("%dd", d.between(0, 14)))
}

func (d *demander) compare(r *Requirement) {
	known := append([]Attribute{{ID: "close_date", Type: "day"}, {ID: "owner", Type: "text"}}, d.p.Attributes...)
	for range 2 {
		known = append(known, d.p.Attributes...) // the built-in ones are rarer
	}
	a := pick(d.source, known...)
	r.Subject = a.ID
	if d.chance(20) {
		return // alone
	}
	for range 1 + d.IntN(5)/4 {
		ops := []string{"is", "in"}
		if a.Type != "text" && a.Type != "flag" {
			ops = append(ops, "at_least", "at_most", "above", "below")
		}
		c := Comparison{Op: pick(d.source, ops...)}
		n := 1
		if c.Op == "in" {
			n = d.between(1, 2)
		}
		for range n {
			c.Values = append(c.Values, d.operand(a, known))
		}
		if c.Op != "in" {
			c.By = split(d.source, d.p, func() Operand { return d.operand(a, known) })
		}
		if len(r.Compare) == 0 || r.Compare[0].Op != c.Op {
			r.Compare = append(r.Compare, c)
		}
	}
}

func (d *demander) operand(a Attribute, known []Attribute) Operand {
	if other := pick(d.source, known...); a.Type != "text" && other.ID != a.ID && alike(a.Type, other.Type) && d.chance(60) {
		return Operand{Attribute: other.ID}
	}
	return Operand{Value: d.value(a.Type)}
}

// alike reports whether values of two types can be compared.
func alike(a, b string) bool {
	numeric := func(t string) bool { return t == "integer" || t == "decimal" }
	return a == b || numeric(a) && numeric(b)
}
