package generate

import (
	"fmt"

	"github.com/headway-go/headway/qualify/deal"
)

// demander makes the requirements of one process.
type demander struct {
	source
	f    *Framework
	p    *Process
	only Only

	stage  int // the stage that the requirements are for, by its index
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
		if d.chance(60) {
			r.ID = fmt.Sprintf("r%d", i)
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
	case d.chance(25) && depth > 0:
		r = d.group(depth, d.requirement)
		if depth == 2 || d.chance(50) {
			d.groups++
			r.ID = fmt.Sprintf("g%d", d.groups)
		}
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
		r.Count = d.between(1, len(r.Members))
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
	}
	return d.leaf(true)
}

// leaf makes a leaf without wrappers.
func (d *demander) leaf(condition bool) *Requirement {
	kinds := []Kind{
		OfElement, OfElement, OfElement, OfElement, OfElement, OfMilestone, OfMilestone, OfMilestone,
		Engaged, Engaged, Known, NextStep, OfAttribute, Reached,
	}
	if condition {
		kinds = append(kinds, OfAttribute, OfAttribute, OfAttribute, OfAttribute)
	} else if !d.only.NoNone {
		kinds = append(kinds, None)
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
		if d.chance(25) {
			r.People = d.between(1, 2)
		}
		if r.Kind == Engaged {
			d.bounds(r)
		}
	case NextStep:
		if d.chance(40) && !d.only.NoHorizon {
			r.Within = d.span()
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
	if d.chance(20) {
		r.Within = d.span()
	}
	if d.chance(12) {
		r.Since = pick(d.source, d.p.Milestones...).ID
	}
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
		if len(r.Compare) == 0 || r.Compare[0].Op != c.Op {
			r.Compare = append(r.Compare, c)
		}
	}
}

func (d *demander) operand(a Attribute, known []Attribute) Operand {
	if other := pick(d.source, known...); a.Type != "text" && other.ID != a.ID && comparable(a.Type, other.Type) && d.chance(60) {
		return Operand{Attribute: other.ID}
	}
	return Operand{Value: d.value(a.Type)}
}

// comparable reports whether values of two types can be compared.
func comparable(a, b string) bool {
	numeric := func(t string) bool { return t == "integer" || t == "decimal" }
	return a == b || numeric(a) && numeric(b)
}
