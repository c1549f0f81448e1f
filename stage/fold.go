package stage

import (
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// facts is what was folded of the record, apart from people and evidence, which
// the ledger has.
type facts struct {
	reaches    [][]reach  // by milestone
	met        []deal.Day // by voice: the last two-way activity they took part in
	meetings   []int32    // two-way activities, as events
	named      []naming   // by voice
	steps      []step
	agreed     []int32 // steps, in the order in which they were first agreed
	attributes []scalar
	setBy      []int32 // by attribute: the fact, -1 for none
	claim      int32   // place; 0: none
	claimedOn  deal.Day
	claimFact  int32
	reopened   int32      // the fact that took the deal out of an end; -1: none
	forward    []deal.Day // on which it was noted that the claim moved forward
	pushes     int        // how often the close date was moved to a later day
	pushedBy   int        // by how many days in all
	paused     deal.Day   // the last day of the longest pause
	pauseFact  int32
	pauses     []quiet      // in the order of their first day
	decisions  [][]decision // by approval
	waivers    []waiver
}

// naming is how a person has been named so far, apart from being introduced.
type naming uint8

const (
	unnamed   naming = iota
	asDecider        // the owner of a next step, or who approved or waived something
	asSpeaker        // in an activity that was no mere attempt, a piece of evidence or a milestone
)

// reach is a milestone that was reached, or undone.
type reach struct {
	on    deal.Day
	event int32
	fact  int32
	voice qualify.Voice
	void  bool
}

// decision is an approval that was given or refused.
type decision struct {
	on       deal.Day
	fact     int32
	voice    qualify.Voice
	roles    uint64 // in whose name; 0: the voice's own
	rejected bool
}

// waiver is an exception on record.
type waiver struct {
	requirement int32
	until       deal.Day // its last day; zero: without end
	fact        int32
	voice       qualify.Voice
	roles       uint64
}

// step is a next step as it stands.
type step struct {
	due   deal.Day
	voice qualify.Voice
	both  bool
	open  bool
	moved bool // agreed again under its id
	fact  int32
}

// fold takes in one event.
func (w *Position) fold(e *event, at int32) {
	p := w.p
	switch e.kind {
	case evidenceEvent:
		w.name(e.voice, asSpeaker)
		w.ledger.Enter(int(e.subject), e.on, int(e.fact), e.voice, e.form, int(e.claims), e.flag)
		w.touch(&p.onElement[e.subject])
		w.lowered = w.lowered || e.flag
	case milestoneEvent:
		w.name(e.voice, asSpeaker)
		w.reaches[e.subject] = append(w.reaches[e.subject], reach{e.on, at, e.fact, e.voice, e.flag})
		w.touch(&p.onMilestone[e.subject])
		w.lowered = w.lowered || e.flag || p.lowers[e.subject]
	case activityEvent:
		if !e.flag && !e.inbound {
			return // whoever was not reached is no further into it than before
		}
		for _, v := range w.timeline.voices[e.subject : e.subject+e.many] {
			w.name(v, asSpeaker)
			if e.flag && v.Named() {
				w.met[v] = e.on
			}
		}
		if !e.flag {
			return
		}
		w.meetings = append(w.meetings, at)
		if w.encounter(e) { // should one of ours turn out to be theirs, that fact asks again
			w.touch(&p.onMeeting)
		}
	case claimEvent:
		if w.claim != e.subject {
			w.backed = false
		}
		w.touched = w.touched || p.places[e.subject].kind == Won
		switch was, is := p.places[w.claim].kind, p.places[e.subject].kind; {
		case is != Open:
			w.reopened = -1
		case was != NoPlace && was != Open:
			w.reopened = e.fact
		}
		if is := p.places[e.subject].kind; is == Won && e.subject != w.claim || is == Open && e.subject > w.claim {
			w.forward = append(w.forward, w.rec.Fact(int(e.fact)).When().Noted)
		}
		w.claim, w.claimedOn, w.claimFact = e.subject, e.on, e.fact
		if asked := &p.onAttribute[reasonAttribute]; len(asked.questions) > 0 {
			w.touch(asked)
			w.lowered = true
		}
	case stepEvent:
		w.name(e.voice, asDecider)
		s := &w.steps[e.subject]
		if s.due.IsZero() {
			w.agreed = append(w.agreed, e.subject)
		}
		*s = step{due: e.day, voice: e.voice, both: e.flag, open: true, moved: !s.due.IsZero(), fact: e.fact}
		w.touch(&p.onStep)
	case stepDoneEvent:
		w.steps[e.subject].open = false
		w.touch(&p.onStep)
	case personEvent:
		person := w.rec.Fact(int(e.fact)).(deal.Person)
		known := w.ledger.Side(e.voice) != deal.NoSide
		took := w.ledger.Introduce(e.voice, &person, e.roles)
		if !known && w.named[e.voice] == unnamed {
			w.touch(&p.onKnown) // nothing else can change by somebody new
			return
		}
		w.touch(&p.onPerson)
		w.lowered = w.lowered || took
		if len(w.waivers) > 0 { // who may waive is known by their roles
			w.lowered, w.touched, w.nextTurn = true, true, deal.Day{}
		}
	case attributeEvent:
		value := w.timeline.values[e.many]
		if was := w.attributes[closeDate]; e.subject == closeDate && was.given && value.number > was.number {
			w.pushes++
			w.pushedBy += int(value.number - was.number)
		}
		w.attributes[e.subject], w.setBy[e.subject] = value, e.fact
		w.touch(&p.onAttribute[e.subject])
		w.lowered = true
	case pauseEvent:
		w.pauses = append(w.pauses, quiet{from: e.on, to: e.day})
		if e.day.After(w.paused) {
			w.paused, w.pauseFact = e.day, e.fact
		}
	case approvalEvent:
		w.name(e.voice, asDecider)
		w.decisions[e.subject] = append(w.decisions[e.subject], decision{e.on, e.fact, e.voice, e.roles, e.flag})
		w.touch(&p.onApproval[e.subject])
		w.lowered = w.lowered || e.flag
	case waiveEvent:
		w.name(e.voice, asDecider)
		w.waivers = append(w.waivers, waiver{e.subject, e.day, e.fact, e.voice, e.roles})
		w.lowered, w.touched, w.nextTurn = true, true, deal.Day{}
	}
}

// touch makes questions be asked again. What switches a demand may undo a gate
// that was passed without it.
func (w *Position) touch(t *trigger) {
	for _, q := range t.questions {
		w.replies[q].turn = deal.Day{}
	}
	w.touched = w.touched || len(t.questions) > 0
	w.lowered = w.lowered || t.switches
	if t.timely {
		w.nextTurn = deal.Day{}
	}
}

// name notes how somebody was named.
func (w *Position) name(v qualify.Voice, as naming) {
	if v.Named() {
		w.named[v] = max(w.named[v], as)
	}
}
