package stage

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// uses is what the flat processes of one definition use, by index in each of
// their tables, which are the same for all of them.
type uses struct {
	roles                            uint64
	elements, milestones, attributes []bool
	shared                           map[string]bool
	scores                           bool
}

// unused tells what a definition declares and no segment's process uses. Where no
// gate asks for anything that is all there is to say about elements.
func unused(flats []*compiler, framework ydoc.Value, empty bool) {
	p, d := flats[0].p, flats[0].d
	u := &uses{
		elements: make([]bool, p.framework.Len()), milestones: make([]bool, len(p.milestones)), attributes: make([]bool, len(p.attributes)),
		shared: map[string]bool{},
	}
	for _, c := range flats {
		u.add(c)
	}
	var elements []string
	for e := range p.framework.Elements() {
		if !u.elements[e.Index()] {
			elements = append(elements, e.ID())
		}
	}
	// Who takes a framework that comes with headway need not use all of it.
	forgotten := framework.Kind() != ydoc.Absent || len(elements) <= p.framework.Len()/2
	if len(elements) > 0 && forgotten && !empty && !u.scores {
		d.framework.at.Warn(diag.UnaskedElement, "no gate asks for "+strings.Join(elements, ", "), "ask for them where a deal should have them, or use a framework without them")
	}
	for _, m := range d.milestones {
		if !u.milestones[p.byMilestone[m.text]] {
			warn(m.at, diag.UnusedMilestone, "milestone", m.text)
		}
	}
	for _, a := range d.attributes {
		if !u.attributes[p.byAttribute[a.text]] && a.text != amount {
			warn(a.at, diag.UnusedAttribute, "attribute", a.text)
		}
	}
	u.rolesOf(d, p)
	for _, s := range d.shared {
		if !u.shared[s.text] {
			warn(s.at, diag.UnusedRequirement, "shared requirement", s.text)
		}
	}
}

func warn(at ydoc.Value, code diag.Code, what, ids string) {
	at.Warn(code, fmt.Sprintf("nothing uses the %s %s", what, ids), "use it, or take it out")
}

// rolesOf tells the roles of each side that nothing uses. Of the seller's it is
// told where another of theirs is used: elsewhere they only say who is who.
func (u *uses) rolesOf(d *definition, p *Process) {
	for _, side := range [...]deal.Side{deal.Buyer, deal.Seller, deal.ThirdParty} {
		var idle []roleDef
		used := side != deal.Seller
		for _, r := range d.roles {
			switch {
			case r.side != side:
			case u.roles&(1<<p.byRole[r.text]) != 0 || r.text == economicBuyer || r.text == champion:
				used = true
			default:
				idle = append(idle, r)
			}
		}
		if len(idle) == 0 || !used {
			continue
		}
		ids := make([]string, len(idle))
		for i, r := range idle {
			ids[i] = r.text
		}
		what := "role"
		if len(idle) > 1 {
			what = "roles"
		}
		warn(idle[0].at, diag.UnusedRole, what, strings.Join(ids, ", "))
	}
}

// What other packages look for by its name: the amount that a review adds up,
// and the roles that signals are about.
const (
	amount        = "amount"
	economicBuyer = "economic_buyer"
	champion      = "champion"
)

// add notes what one flat process uses.
func (u *uses) add(c *compiler) {
	p := c.p
	for s := range c.used {
		u.shared[s] = true
	}
	for _, r := range p.framework.Roles() {
		u.roles |= 1 << p.byRole[r]
	}
	for i := range p.places {
		for _, r := range p.places[i].involve {
			u.roles |= 1 << r
		}
		for _, l := range p.places[i].limits {
			u.day(l.from)
			u.day(l.before)
		}
	}
	for i := range p.milestones {
		for _, by := range p.milestones[i].voidBy {
			u.milestones[by] = true
		}
	}
	for i := range p.nodes {
		u.roles |= p.nodes[i].waivable
	}
	for i := range p.questions {
		q := &p.questions[i]
		u.roles |= q.roles
		if q.since >= 0 {
			u.milestones[q.since] = true
		}
		for _, r := range [...]ref{q.day, q.before, q.after} {
			u.day(r)
		}
		switch q.kind {
		case Element:
			u.elements[q.element] = true
		case Milestone:
			u.milestones[q.milestone] = true
		case Score:
			u.scores = true
		case Attribute:
			u.attributes[q.attribute] = true
			for _, t := range q.tests {
				for _, v := range t.values {
					if v.attribute >= 0 {
						u.attributes[v.attribute] = true
					}
				}
			}
		}
	}
}

func (u *uses) day(r ref) {
	switch r.kind {
	case attributeRef:
		u.attributes[r.of] = true
	case milestoneRef:
		u.milestones[r.of] = true
	}
}
