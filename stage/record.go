package stage

import (
	"iter"
	"slices"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// What the record says on the day of the last look, apart from what the gates
// ask for.

// Contacts counts the people on the buyer's side: those who are named in an
// activity, a piece of evidence or a milestone, and all who are on record,
// whether anybody was in contact with them or not. Those who are gone count
// among the former alone.
func (w *Position) Contacts() (inContact, onRecord int) {
	for v := range qualify.Voice(w.ledger.People()) {
		if w.ledger.Side(v) != deal.Buyer {
			continue
		}
		if w.named[v] == asSpeaker {
			inContact++
		}
		if !w.ledger.Gone(v) {
			onRecord++
		}
	}
	return inContact, onRecord
}

// Champions counts the people who are champions, by role or by stance: those
// who are there, and those who are gone.
func (w *Position) Champions() (here, gone int) {
	for v := range qualify.Voice(w.ledger.People()) {
		switch {
		case !w.champion(v):
		case w.ledger.Gone(v):
			gone++
		default:
			here++
		}
	}
	return here, gone
}

// ChampionsGone gives, for each champion who is gone, the last fact about them.
func (w *Position) ChampionsGone() []int {
	var out []int
	for v := range qualify.Voice(w.ledger.People()) {
		if fact, ok := w.lastAbout(v); ok && w.champion(v) && w.ledger.Gone(v) {
			out = append(out, fact)
		}
	}
	slices.Sort(out)
	return out
}

func (w *Position) champion(v qualify.Voice) bool {
	role, ok := w.p.byRole["champion"]
	return w.ledger.Stance(v) == deal.Champion || ok && w.ledger.HadRole(v, 1<<role)
}

// lastAbout gives the last fact that says who somebody is.
func (w *Position) lastAbout(v qualify.Voice) (fact int, ok bool) {
	for i := len(w.timeline.events) - 1; i >= 0; i-- {
		e := &w.timeline.events[i]
		if e.kind == personEvent && e.voice == v && int(e.fact) < w.seen && !e.on.After(w.day) {
			return int(e.fact), true
		}
	}
	return 0, false
}

// Has counts the people who have a role and are not gone; asked is false when
// the process does not know the role.
func (w *Position) Has(role string) (people int, asked bool) {
	i, ok := w.p.byRole[role]
	if !ok {
		return 0, false
	}
	for v := range qualify.Voice(w.ledger.People()) {
		if w.ledger.HasRole(v, 1<<i) {
			people++
		}
	}
	return people, true
}

// CloseDate is the forecast close day; how often it was moved to a later day,
// and by how many days in all. ok is false when none was ever forecast.
func (w *Position) CloseDate() (day deal.Day, pushes, days int, ok bool) {
	have := w.attributes[closeDate]
	if !have.given {
		return deal.Day{}, 0, 0, false
	}
	return deal.DayNumber(int(have.number)), w.pushes, w.pushedBy, true
}

// Reopened gives the fact that took the deal out of an end again; ok is false
// when none did, or it has gone to an end since.
func (w *Position) Reopened() (fact int, ok bool) { return int(w.reopened), w.reopened >= 0 }

// Step is a next step that is open.
type Step struct {
	Fact  int // its index in the record
	Due   deal.Day
	Owner deal.Side // NoSide when nobody known owns it
	Both  bool      // both sides own it
	Moved bool      // it was agreed again under its id
}

// Owned reports whether somebody owns the step.
func (s Step) Owned() bool { return s.Both || s.Owner != deal.NoSide }

// Steps gives the next steps that were agreed and are neither done nor missed,
// overdue ones among them, in the order in which they were first agreed.
func (w *Position) Steps() iter.Seq[Step] {
	return func(yield func(Step) bool) {
		for _, i := range w.agreed {
			s := &w.steps[i]
			if s.open && !yield(Step{int(s.fact), s.due, w.ledger.Side(s.voice), s.both, s.moved}) {
				return
			}
		}
	}
}

// Attribute gives the value of an attribute; declared is false when the process
// does not have it.
func (w *Position) Attribute(id string) (v deal.Value, declared bool) {
	i, ok := w.p.byAttribute[id]
	if !ok {
		return deal.Value{}, false
	}
	return w.attributes[i].value(w.p.attributes[i].kind), true
}

// Encounters counts the days with a two-way encounter among the facts since an
// old view, and the attempts: the activities that were none and did not come
// from the other side. Encounters of one day are one.
func (w *Position) Encounters(old deal.View) (encounters, attempts int) {
	var last deal.Day
	for i := range w.timeline.events {
		e := &w.timeline.events[i]
		if e.kind != activityEvent || int(e.fact) < old.Len() || int(e.fact) >= w.seen {
			continue
		}
		switch {
		case !w.encounter(e):
			if !e.inbound {
				attempts++
			}
		case e.on != last:
			encounters++
			last = e.on
		}
	}
	return encounters, attempts
}
