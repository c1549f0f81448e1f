package stage

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// Could reports whether some of the people on record could meet a demand on the
// day of the last look, by what they say, write, do or decide, and by who takes
// part in a meeting on it. All of that is put on a copy of the record and
// judged. Each name is a person's, or that of a side for somebody of it who is
// not named. What our own side does is left out, but for taking part.
//
// Of an attribute that is not known, and of somebody who is to be known, anybody
// who is not ours could tell. Nobody could change a value that is known, how
// days lie, what stands under none, a score, or which stages were reached.
func (w *Position) Could(r Requirement, people ...string) bool {
	i := r.get().question
	if i < 0 {
		return false
	}
	q := &w.p.questions[i]
	theirs := slices.DeleteFunc(slices.Clone(people), func(name string) bool {
		side := w.ledger.SideOf(deal.Who(name))
		return side == deal.Seller || side == deal.NoSide
	})
	if len(theirs) == 0 {
		return false
	}
	switch q.kind {
	case Known:
		return true
	case Attribute:
		known := w.attributes[q.attribute].given
		return !known && (q.attribute >= builtIns || q.attribute == closeDate)
	case DayIs, None, Score, Reached:
		return false
	}
	return w.would(i, nil, theirs, people)
}

// CouldAnybody reports whether people whom nobody knows yet could meet a demand
// as in [Position.Could], if they came with the roles that it takes.
func (w *Position) CouldAnybody(r Requirement) bool {
	i := r.get().question
	if i < 0 {
		return false
	}
	switch w.p.questions[i].kind {
	case DayIs, None, Score, Reached:
		return false
	case Known:
		return true
	case Attribute:
		return w.Could(r, string(deal.SomeBuyer))
	}
	var people []deal.Fact
	var names []string
	for _, side := range []deal.Side{deal.Buyer, deal.ThirdParty} {
		var roles []string
		for _, role := range w.p.roles {
			if role.side != deal.Seller {
				roles = append(roles, role.id)
			}
		}
		for k := range maxPeople {
			name := fmt.Sprintf("somebody of %v %d", side, k)
			names = append(names, name)
			people = append(people, deal.Person{Stamp: deal.Stamp{On: w.day, Noted: w.day}, Person: name, Side: side, Roles: roles})
		}
	}
	return w.would(i, people, names, names)
}

// would reports whether a question is answered yes when all that people could do
// about it is on record.
func (w *Position) would(i int32, introduced []deal.Fact, theirs, there []string) bool {
	copied := deal.New(w.rec.Header)
	for k := range w.seen {
		if copied.Append(w.rec.Fact(k)) != nil {
			return false
		}
	}
	for _, f := range append(introduced, w.p.doing(&w.p.questions[i], w.day, theirs, there)...) {
		if copied.Append(f) != nil {
			return false
		}
	}
	var then Position
	then.Bind(w.p, copied)
	then.Look(copied.AsOf(w.day), w.day)
	return then.answer(i).live == Met
}

// doing gives all that people could do on a day for a question: those of the
// other side, and all who are there.
func (p *Process) doing(q *question, day deal.Day, theirs, there []string) (out []deal.Fact) {
	at := deal.Stamp{On: day, Noted: day}
	switch q.kind {
	case Element:
		for _, name := range theirs {
			for form := deal.Statement; form <= deal.Act; form++ {
				out = append(out, deal.Evidence{Stamp: at, Element: p.framework.At(int(q.element)).ID(), Form: form, From: deal.Who(name)})
			}
		}
	case Milestone:
		for _, name := range theirs {
			out = append(out, deal.Milestone{Stamp: at, Milestone: p.milestones[q.milestone].id, By: deal.Who(name)})
		}
	case Engaged:
		named := slices.DeleteFunc(slices.Clone(there), func(name string) bool { return deal.Who(name).Side() != deal.NoSide })
		out = append(out, deal.Activity{Stamp: at, Activity: "meeting", With: named, Reached: true})
	case NextStep:
		owner := q.owner
		if owner == "" || owner == deal.SomeBuyer {
			owner = deal.Who(theirs[0])
			for _, name := range theirs[1:] {
				out = append(out, deal.NextStep{Stamp: at, Step: "step", Due: day, Owner: deal.Who(name)})
			}
		}
		out = append(out, deal.NextStep{Stamp: at, Step: "step", Due: day, Owner: owner})
	case Approval:
		rounds := 1
		if q.inOrder {
			rounds = len(q.order)
		}
		for range rounds { // so that every order is among them
			for _, name := range theirs {
				out = append(out, deal.Approval{Stamp: at, Approval: p.approvals[q.approval], By: name})
			}
		}
	}
	return out
}
