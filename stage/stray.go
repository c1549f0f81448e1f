package stage

import (
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// Strays gives what the last look saw and the definitions do not know, in the
// order noted. It counted for nothing.
func (w *Position) Strays() []deal.Stray {
	var out []deal.Stray
	for i := range w.seen {
		stray := func(why deal.StrayKind, name string) {
			out = append(out, deal.Stray{Fact: i, Why: why, Name: name})
		}
		switch x := w.rec.Fact(i).(type) {
		case deal.Evidence:
			if !w.p.framework.Reads(x.Element) {
				stray(deal.UnknownElement, x.Element)
			}
			if _, ok := w.p.framework.Claims(x.Level); !ok {
				stray(deal.UnknownLevel, x.Level)
			}
			w.strayWho(x.From, stray)
		case deal.Milestone:
			m, ok := w.p.byMilestone[x.Milestone]
			if !ok {
				stray(deal.UnknownMilestone, x.Milestone)
			}
			if !w.strayWho(x.By, stray) && ok && !x.Void && x.By != "" && w.ledger.SideOf(x.By) != w.p.milestones[m].by {
				stray(deal.WrongSide, x.Milestone)
			}
		case deal.Activity:
			for _, name := range x.With {
				w.strayWho(deal.Who(name), stray)
			}
		case deal.Stage:
			i, ok := w.p.claimable(x.Stage)
			if !ok {
				stray(deal.UnknownStage, x.Stage)
				continue
			}
			for _, reason := range x.Reason {
				if known := w.p.places[i].reasons; len(known) > 0 && !slices.Contains(known, reason) {
					stray(deal.UnknownReason, reason)
				}
			}
		case deal.NextStep:
			w.strayWho(x.Owner, stray)
		case deal.StepDone:
			if !w.agreedBefore(x.Step, i) {
				stray(deal.UnknownStep, x.Step)
			}
		case deal.Person:
			for _, r := range x.Roles {
				if _, ok := w.p.byRole[r]; !ok {
					stray(deal.UnknownRole, r)
				}
			}
		case deal.Set:
			for _, s := range x.Values {
				a, ok := w.p.byAttribute[s.Attribute]
				if !ok || a == closeDate || a == reasonAttribute {
					stray(deal.UnknownAttribute, s.Attribute)
				} else if _, ok := scalarOf(s.Value, w.p.attributes[a].kind); !ok {
					stray(deal.WrongType, s.Attribute)
				}
			}
		case deal.Approval:
			if !w.answers(x.Approval, x.By) {
				stray(deal.UnknownApproval, x.Approval)
			}
		case deal.Waive:
			i, ok := w.p.byRequirement[x.Requirement]
			if !ok {
				stray(deal.UnknownDemand, x.Requirement)
			} else if !w.has(x.By, w.p.waivableBy(int32(i))) {
				stray(deal.NotWaivable, x.Requirement)
			}
		}
	}
	return out
}

// answers reports whether an approval is one that a requirement asks for, by
// somebody who is asked.
func (w *Position) answers(approval, by string) bool {
	i, ok := w.p.byApproval[approval]
	if !ok {
		return false
	}
	for k := range w.p.questions {
		if q := &w.p.questions[k]; q.kind == Approval && int(q.approval) == i && w.has(by, q.roles) {
			return true
		}
	}
	return false
}

// has reports whether a name is one of some roles, or somebody who has or had
// one.
func (w *Position) has(name string, roles uint64) bool {
	if i, ok := w.p.byRole[name]; ok {
		return roles&(1<<i) != 0
	}
	return w.ledger.SideOf(deal.Who(name)) != deal.NoSide && w.ledger.HadRole(w.ledger.Voice(deal.Who(name)), roles)
}

// strayWho reports somebody whom nobody has introduced by the day.
func (w *Position) strayWho(who deal.Who, stray func(deal.StrayKind, string)) bool {
	name, ok := who.Person()
	if ok && w.ledger.SideOf(who) == deal.NoSide {
		stray(deal.UnknownPerson, name)
		return true
	}
	return false
}

// agreedBefore reports whether a next step of that id was agreed before a fact.
func (w *Position) agreedBefore(id string, fact int) bool {
	for i := range w.seen {
		s, ok := w.rec.Fact(i).(deal.NextStep)
		if !ok || s.ID != id || id == "" {
			continue
		}
		if c := w.rec.On(i).Compare(w.rec.On(fact)); c < 0 || c == 0 && i < fact {
			return true
		}
	}
	return false
}
