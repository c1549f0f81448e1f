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
// activity that was no mere attempt, a piece of evidence or a milestone, and all
// who are on record, whether anybody was in contact with them or not. Those who
// are gone count among the former alone.
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
	role := w.championRole()
	for v := range qualify.Voice(w.ledger.People()) {
		switch {
		case !w.champion(v, role):
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
	role := w.championRole()
	for v := range qualify.Voice(w.ledger.People()) {
		if fact, ok := w.lastAbout(v); ok && w.champion(v, role) && w.ledger.Gone(v) {
			out = append(out, fact)
		}
	}
	slices.Sort(out)
	return out
}

// championRole is the role of champions as a bit; 0 when the process does not
// know it.
func (w *Position) championRole() uint64 {
	if role, ok := w.p.byRole["champion"]; ok {
		return 1 << role
	}
	return 0
}

func (w *Position) champion(v qualify.Voice, role uint64) bool {
	return w.ledger.Stance(v) == deal.Champion || w.ledger.HadRole(v, role)
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

// CloseDateFact is the fact that set the close date; ok is false when none is
// forecast.
func (w *Position) CloseDateFact() (fact int, ok bool) {
	return int(w.setBy[closeDate]), w.attributes[closeDate].given
}

// Push is a move of the close date to a later day.
type Push struct {
	Fact   int // its index in the record
	Days   int // by how many days
	Backed bool
}

// Pushes gives the moves of the close date to a later day, in the order of the day
// on which they were made. One is backed when something of the buyer's came after
// the day on which the date had last been set, or on the day of the move: a
// statement, document or act, for the deal or against it, a milestone, an approval
// or a rejection, a pause that they declared. That they talked is not enough.
func (w *Position) Pushes() []Push {
	var out []Push
	var set, spoke deal.Day // when the date was last set, when the buyer last gave a reason
	var date scalar
	events := w.timeline.events[:w.cursor]
	for i := range events {
		e := &events[i]
		switch {
		case int(e.fact) >= w.seen:
		case w.isBuyersWord(e):
			spoke = e.on
			for k := len(out) - 1; k >= 0 && w.rec.On(out[k].Fact) == e.on; k-- {
				out[k].Backed = true // what comes on one day may be noted in any order
			}
		case e.kind == attributeEvent && e.subject == closeDate:
			value := w.timeline.values[e.many]
			if date.given && value.number > date.number {
				out = append(out, Push{int(e.fact), int(value.number - date.number), spoke.After(set) || spoke == e.on})
			}
			date, set = value, e.on
		}
	}
	return out
}

// isBuyersWord reports whether something is of the buyer's and says something
// about the deal.
func (w *Position) isBuyersWord(e *event) bool {
	switch e.kind {
	case evidenceEvent:
		return e.form >= deal.Statement && w.ledger.Side(e.voice) == deal.Buyer
	case milestoneEvent:
		return w.ledger.Side(e.voice) == deal.Buyer
	case approvalEvent:
		return w.decider(&decision{voice: e.voice, roles: e.roles}) == deal.Buyer
	case pauseEvent:
		return w.ledger.SideOf(deal.Who(w.rec.Fact(int(e.fact)).(deal.Pause).By)) == deal.Buyer
	}
	return false
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

// IsSparse reports whether the record has nothing of the other side: nobody of
// the buyer's or a third party's, nothing that they said, wrote or did, no two-way
// encounter and nothing that came from them.
func (w *Position) IsSparse() bool {
	theirs := func(s deal.Side) bool { return s == deal.Buyer || s == deal.ThirdParty }
	for v := range qualify.Voice(w.ledger.People()) {
		if theirs(w.ledger.Side(v)) {
			return false
		}
	}
	events := w.timeline.events[:w.cursor]
	for i := range events {
		e := &events[i]
		if int(e.fact) >= w.seen {
			continue
		}
		switch e.kind {
		case activityEvent:
			if e.inbound || w.encounter(e) {
				return false
			}
		case evidenceEvent, milestoneEvent:
			if theirs(w.ledger.Side(e.voice)) {
				return false
			}
		case approvalEvent:
			if theirs(w.decider(&decision{voice: e.voice, roles: e.roles})) {
				return false
			}
		}
	}
	return true
}

// HadAndLeft gives the last fact about each who had a role and is gone.
func (w *Position) HadAndLeft(role string) []int {
	var out []int
	i, ok := w.p.byRole[role]
	for v := range qualify.Voice(w.ledger.People()) {
		if fact, known := w.lastAbout(v); ok && known && w.ledger.Gone(v) && w.ledger.HadRole(v, 1<<i) {
			out = append(out, fact)
		}
	}
	slices.Sort(out)
	return out
}

// ContactFacts gives the last fact about each of the people that
// [Position.Contacts] counts: of those in contact, or where nobody is, of those on
// record.
func (w *Position) ContactFacts() []int {
	var out []int
	inContact, _ := w.Contacts()
	for v := range qualify.Voice(w.ledger.People()) {
		counts := w.ledger.Side(v) == deal.Buyer && (w.named[v] == asSpeaker || inContact == 0 && !w.ledger.Gone(v))
		if fact, ok := w.lastAbout(v); ok && counts {
			out = append(out, fact)
		}
	}
	slices.Sort(out)
	return out
}

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
