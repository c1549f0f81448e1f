package stage

import (
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
			if len(w.p.framework.Readers(x.Element)) == 0 {
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
			if _, ok := w.p.byPlace[x.Stage]; !ok {
				stray(deal.UnknownStage, x.Stage)
			}
		case deal.NextStep:
			w.strayWho(x.Owner, stray)
		case deal.StepDone:
			if !w.hasStep(x.Step) {
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
				if !ok || a == closeDate {
					stray(deal.UnknownAttribute, s.Attribute)
				} else if _, ok := scalarOf(s.Value, w.p.attributes[a].kind); !ok {
					stray(deal.WrongType, s.Attribute)
				}
			}
		case deal.Approval:
			stray(deal.UnknownApproval, x.Approval)
		case deal.Waive:
			if _, ok := w.p.byRequirement[x.Requirement]; ok {
				stray(deal.NotWaivable, x.Requirement)
			} else {
				stray(deal.UnknownDemand, x.Requirement)
			}
		}
	}
	return out
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

// hasStep reports whether the look saw a next step of that id.
func (w *Position) hasStep(id string) bool {
	for i := range w.seen {
		if s, ok := w.rec.Fact(i).(deal.NextStep); ok && s.ID == id && id != "" {
			return true
		}
	}
	return false
}
