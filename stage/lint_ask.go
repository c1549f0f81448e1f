package stage

import (
	"fmt"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// requirements looks at everything that is asked for, each by itself.
func (l *linter) requirements() {
	p := l.p
	seen := make([]bool, len(p.nodes))
	var visit func(i, parent int32, unwanted bool)
	visit = func(i, parent int32, unwanted bool) {
		n := &p.nodes[i]
		if seen[i] {
			return
		}
		seen[i] = true
		if l.c.written[i] != nil {
			l.requirement(i, parent, unwanted)
		}
		for _, m := range n.members {
			visit(m, i, unwanted)
		}
		if n.question >= 0 && p.questions[n.question].kind == None {
			inner := p.questions[n.question].node
			for _, m := range p.nodes[inner].members {
				visit(m, inner, true)
			}
		}
	}
	for _, i := range p.roots {
		visit(i, none, false)
	}
	for i := 1 + p.stages; i < p.ends; i++ {
		for _, root := range p.places[i].enter {
			visit(root, none, false)
		}
	}
}

// requirement looks at one node; parent is the group in which it stands, and
// unwanted says that it stands under none.
func (l *linter) requirement(i, parent int32, unwanted bool) {
	p := l.p
	n := &p.nodes[i]
	branch := parent >= 0 && p.nodes[parent].kind != All
	switch {
	case n.optional && branch:
		l.doubt(l.at(i), diag.Branch, fmt.Sprintf("this is optional, so it counts for nothing where it stands: %s", l.words(i)), "take optional out; each branch may be left out in any case")
	case n.waivable != 0 && (n.optional || unwanted):
		l.doubt(l.c.written[i].waivableBy[0].at, diag.Waivable, fmt.Sprintf("this holds up nothing that could be waived: %s", l.words(i)), "take waivable_by out, or write it on what blocks")
	}
	if n.question < 0 {
		return
	}
	q := &p.questions[n.question]
	if _, code, why := l.leaf(q); code != "" {
		hint := "ask for something that a deal can have"
		switch code {
		case diag.AlwaysMet:
			hint = "take it out"
		case diag.WrongSide, diag.OutOfReach:
			hint = "name a role of the other side, or give the role to that side under roles"
		}
		l.doubt(l.own(i), code, why, hint)
	} else if p.nodes[i].kind == None && l.certain(i) != depends {
		l.doubt(l.at(i), diag.AlwaysMet, fmt.Sprintf("nothing can be otherwise: %s", l.words(i)), "take it out")
	}
	if branch && !unwanted || q.kind == Attribute && len(q.tests) == 0 {
		l.byDefault(i, q)
	}
	l.validity(i, q)
	if !unwanted {
		l.language(i, q)
	}
}

// byDefault looks for what holds until somebody changes the default of an
// attribute.
func (l *linter) byDefault(i int32, q *question) {
	if q.kind != Attribute {
		return
	}
	a := &l.p.attributes[q.attribute]
	have, ok := scalarOf(a.fallback, a.kind)
	if !ok || !have.given {
		return
	}
	for _, t := range q.tests {
		if t.holds(have, func(v operand) scalar { return v.value }) != Met {
			return
		}
	}
	l.doubt(l.own(i), diag.DefaultMeets, fmt.Sprintf("this holds before anybody says anything: the default of %s is %v", a.id, a.fallback), "take the default out, or ask for another value")
}

// validity looks for a time limit that bounds nothing.
func (l *linter) validity(i int32, q *question) {
	var valid deal.Duration
	var of string
	switch q.kind {
	case Element:
		e := l.p.framework.At(int(q.element))
		valid, of = e.ValidFor(), e.ID()
	case Milestone:
		m := &l.p.milestones[q.milestone]
		valid, of = m.validFor, m.id
	}
	if !valid.IsZero() && !q.within.IsZero() && leastDays(q.within) >= mostDays(valid) {
		l.doubt(l.c.written[i].within.cases[0].at, diag.WithinValid, fmt.Sprintf("within %v bounds nothing: %s is valid for %v", q.within, of, valid), "ask for fewer days, or take within out")
	}
}

// conditions looks for conditions that are the same for every deal.
func (l *linter) conditions() {
	for _, x := range l.c.conditions {
		switch l.certain(x.node) {
		case holds:
			l.throughout(x.def.at, diag.Condition, "this condition holds for every deal: "+l.words(x.node), "take it out")
		case fails:
			l.throughout(x.def.at, diag.Condition, "this condition holds for no deal: "+l.words(x.node), "take out what it is about, or mend it")
		}
	}
}
