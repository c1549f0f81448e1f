package voice

import (
	"cmp"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// promised says who owes what by when: what is overdue first, then what is due
// first.
func (t *teller) promised() (out []Sentence) {
	if !t.pos.Stands().IsZero() {
		return nil
	}
	steps := slices.SortedStableFunc(t.pos.Steps(), func(a, b stage.Step) int { return cmp.Compare(a.Due.Number(), b.Due.Number()) })
	for _, s := range steps {
		step := t.rec.Fact(s.Fact).(deal.NextStep)
		if late := t.card.Day().Sub(s.Due); late > 0 {
			out = append(out, say("overdue by %s: %s \u201c%s\u201d, due %v", Count(late, "day", "days"), t.owes(step.Owner), step.Step, s.Due).by(s.Fact))
		} else {
			out = append(out, say("by %v %s \u201c%s\u201d", s.Due, t.owes(step.Owner), step.Step).by(s.Fact))
		}
	}
	for s := range t.card.Signals() {
		if s.Signal == stage.NoNextStep {
			out = append(out, signalled(say("no next step is agreed that somebody owns and that is still to come"), s))
		}
	}
	if r := &t.row; r.Waits.Fact >= 0 && r.WaitsFor != nil {
		if pause, ok := r.WaitsFor.(deal.Pause); ok {
			out = append(out, say("nothing is expected until %v: %s", r.Waits.Until, pause.Why).by(r.Waits.Fact))
		}
	}
	if fact, ok := t.closing(); ok {
		day := t.row.CloseDate
		switch left := day.Sub(t.card.Day()); {
		case left < 0:
			out = append(out, say("the close date was %v, %s ago", day, Count(-left, "day", "days")).by(fact))
		case left == 0:
			out = append(out, say("the close date is %v, which is today", day).by(fact))
		default:
			out = append(out, say("the close date is %v, in %s", day, Count(left, "day", "days")).by(fact))
		}
	}
	return out
}

// owes says who owes something.
func (t *teller) owes(who deal.Who) string {
	switch who {
	case "":
		return "nobody is said to owe"
	case deal.SomeSeller:
		return "we owe"
	case deal.BothSides:
		return "both sides owe"
	}
	return t.rec.NameOf(who) + " owes"
}

// closing gives the fact that has the close date.
func (t *teller) closing() (fact int, ok bool) {
	for i, f := range t.p.To().Facts() {
		if c, is := f.(deal.CloseDate); is && c.Day == t.row.CloseDate {
			fact, ok = i, true
		}
	}
	return fact, ok
}
