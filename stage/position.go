package stage

import (
	"slices"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// Position is where a deal stands in its process on one day, worked out from a
// view of its record: what every requirement is answered, which stages it has
// earned, the gate it stands before and the route to won.
//
// The earned stage is a walk, not a snapshot: a gate is crossed on a day on
// which its stage is earned and the gate is open, and stays crossed until a
// fact undoes something that it asked for. Time alone takes no stage back.
//
// The zero Position is ready for [Position.Bind]. Its memory is used again for
// the next deal, so that a position that has seen a deal of the same size
// allocates nothing. It must not be shared between goroutines.
type Position struct {
	p   *Process
	rec *deal.Record

	digest digest
	ledger qualify.Ledger

	// What has been folded so far: the facts before index seen that happened by
	// the day.
	seen   int
	cursor int // the next event
	day    deal.Day
	facts

	replies  []reply  // to the questions
	lowered  bool     // a fact came that may undo something
	touched  bool     // a fact came that some gate asks about
	nextTurn deal.Day // when time alone may next do something; zero: not known

	walk

	openLive, openBlank gates // what is still open at each gate
	blank               blankCache
	agenda              []int32
	looks               [3]Look
	left                walk    // where the walk was left, to be taken up again
	leftReplies         []reply // and the answers of that day
}

// reply is the answer to a question. It is good until a fact touches the
// question, or its day comes.
type reply struct {
	live     Answer
	timeless Answer   // as if nothing aged
	turn     deal.Day // when it has to be asked again; zero: it has to be asked
}

// facts is what was folded of the record, apart from people and evidence, which
// the ledger has.
type facts struct {
	reaches    [][]reach  // by milestone
	met        []deal.Day // by voice: the last two-way activity they took part in
	meetings   []int32    // two-way activities, as events
	named      []naming   // by voice
	steps      []step
	attributes []scalar
	setBy      []int32 // by attribute: the fact, -1 for none
	claim      int32   // place; 0: none
	claimedOn  deal.Day
	claimFact  int32
	reopened   int32    // the fact that took the deal out of an end; -1: none
	pushes     int      // how often the close date was moved to a later day
	pushedBy   int      // by how many days in all
	paused     deal.Day // the last day of the longest pause
	pauseFact  int32
}

// naming is how a person has been named so far, apart from being introduced.
type naming uint8

const (
	unnamed   naming = iota
	asOwner          // of a next step
	asSpeaker        // in an activity, a piece of evidence or a milestone
)

// reach is a milestone that was reached, or undone.
type reach struct {
	on    deal.Day
	event int32
	fact  int32
	voice qualify.Voice
	void  bool
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

// never is a day after every day.
var never = deal.DayNumber(3652059)

var firstDay = deal.DayNumber(1)

// Bind takes up a record to be judged by a process. Looks at it follow with
// [Position.Look].
func (w *Position) Bind(p *Process, rec *deal.Record) {
	if w.p != p {
		w.blank = blankCache{}
	}
	// A record only grows, so that of one as long as it was the digest still
	// serves.
	if w.p != p || w.rec != rec || w.digest.facts != rec.Len() {
		w.ledger.Reset(p.framework)
		w.digest.read(p, rec, &w.ledger)
	}
	w.p, w.rec = p, rec
	w.rewind()
}

// rewind goes back before the first fact.
func (w *Position) rewind() {
	p := w.p
	w.seen, w.cursor, w.day = 0, 0, deal.Day{}
	w.ledger.Rewind()

	f := &w.facts
	f.reaches = sized(f.reaches, len(p.milestones))
	for i := range f.reaches {
		f.reaches[i] = f.reaches[i][:0]
	}
	f.met = zeroed(f.met, w.ledger.People())
	f.named = zeroed(f.named, w.ledger.People())
	f.meetings = f.meetings[:0]
	f.steps = zeroed(f.steps, int(w.digest.agreed))
	f.attributes, f.setBy = sized(f.attributes, len(p.attributes)), sized(f.setBy, len(p.attributes))
	for i := range p.attributes {
		f.setBy[i] = -1
		f.attributes[i], _ = scalarOf(p.attributes[i].fallback, p.attributes[i].kind)
	}
	segment := w.rec.Segment
	if segment == "" {
		segment = p.segment
	}
	f.attributes[segmentAttribute] = scalar{text: segment, given: segment != ""}
	f.attributes[ownerAttribute] = scalar{text: w.rec.Owner, given: w.rec.Owner != ""}
	f.claim, f.claimedOn, f.claimFact, f.reopened = 0, deal.Day{}, -1, -1
	f.pushes, f.pushedBy = 0, 0
	f.paused, f.pauseFact = deal.Day{}, -1

	w.replies = zeroed(w.replies, len(p.questions))
	w.lowered, w.touched, w.nextTurn = false, true, deal.Day{}
	w.walk.reset(p)
}

// sized gives a slice of a length, keeping its memory and what is in it.
func sized[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

// zeroed gives a slice of a length, all zero, keeping its memory.
func zeroed[T any](s []T, n int) []T {
	s = sized(s, n)
	clear(s)
	return s
}

// Look works out where the deal stands on a day, seeing what a view sees. The
// day is that of the view or a later one, to see what time alone does.
func (w *Position) Look(v deal.View, day deal.Day) {
	if w.seen != v.Len() || day.Before(w.day) {
		w.rewind()
		w.seen = v.Len()
	}
	w.advance(day)
}

// advance folds what happened up to a day.
func (w *Position) advance(to deal.Day) {
	if w.day.IsZero() {
		w.begin(to)
	}
	for {
		next := w.nextEvent(to)
		for t := w.turn(); t.Before(next) && !t.After(to); t = w.turn() {
			w.day = t
			w.step(false)
		}
		if next == never {
			break
		}
		w.day = next
		for w.nextEvent(next) == next {
			w.fold(&w.digest.events[w.cursor], int32(w.cursor))
			w.cursor++
		}
		w.step(true)
	}
	w.day = to
	w.openLive.stale = true
}

// begin takes the first step of the walk, on the day of the first fact whether
// the process knows it or not.
func (w *Position) begin(to deal.Day) {
	w.day = to
	for i := range w.rec.Len() {
		if at := w.rec.ByDay(i); at < w.seen {
			w.day = earlier(w.rec.On(at), to)
			break
		}
	}
	if w.nextEvent(to) != w.day {
		w.step(false)
	}
}

// nextEvent gives the day of the next event that the view sees and that has
// happened by a day, and moves the cursor to it; never when there is none.
func (w *Position) nextEvent(by deal.Day) deal.Day {
	for ; w.cursor < len(w.digest.events); w.cursor++ {
		e := &w.digest.events[w.cursor]
		if e.on.After(by) {
			return never
		}
		if int(e.fact) < w.seen {
			return e.on
		}
	}
	return never
}

// turn gives the next day on which time alone may open a gate, or put another
// stage in front.
func (w *Position) turn() deal.Day {
	if w.several {
		w.nextTurn = deal.Day{}
		next := never
		for q := range w.p.questions {
			next = earlier(next, w.answer(int32(q)).turn)
		}
		return next
	}
	if !w.day.Before(w.nextTurn) {
		w.nextTurn = never
		for _, q := range w.p.critical {
			w.nextTurn = earlier(w.nextTurn, w.answer(q).turn)
		}
	}
	return w.nextTurn
}

func earlier(a, b deal.Day) deal.Day {
	if b.Before(a) {
		return b
	}
	return a
}

func laterDay(a, b deal.Day) deal.Day {
	if b.After(a) {
		return b
	}
	return a
}

// fold takes in one event.
func (w *Position) fold(e *event, at int32) {
	p := w.p
	switch e.kind {
	case evidenceEvent:
		w.name(e.voice, asSpeaker)
		w.ledger.Enter(int(e.subject), e.on, int(e.fact), e.voice, e.form, int(e.claims), e.flag)
		w.touch(p.onElement[e.subject])
		w.lowered = w.lowered || e.flag
	case milestoneEvent:
		w.name(e.voice, asSpeaker)
		w.reaches[e.subject] = append(w.reaches[e.subject], reach{e.on, at, e.fact, e.voice, e.flag})
		w.touch(p.onMilestone[e.subject])
		w.lowered = w.lowered || e.flag || p.lowers[e.subject]
	case activityEvent:
		for _, v := range w.digest.voices[e.subject : e.subject+e.many] {
			w.name(v, asSpeaker)
			if e.flag && v.Named() {
				w.met[v] = e.on
			}
		}
		if !e.flag {
			return
		}
		w.meetings = append(w.meetings, at)
		w.touch(p.onMeeting)
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
		w.claim, w.claimedOn, w.claimFact = e.subject, e.on, e.fact
	case stepEvent:
		w.name(e.voice, asOwner)
		s := &w.steps[e.subject]
		*s = step{due: e.day, voice: e.voice, both: e.flag, open: true, moved: !s.due.IsZero(), fact: e.fact}
		w.touch(p.onStep)
	case stepDoneEvent:
		w.steps[e.subject].open = false
		w.touch(p.onStep)
	case personEvent:
		person := w.rec.Fact(int(e.fact)).(deal.Person)
		known := w.ledger.Side(e.voice) != deal.NoSide
		took := w.ledger.Introduce(e.voice, &person, e.roles)
		if !known && w.named[e.voice] == unnamed {
			w.touch(p.onKnown) // nothing else can change by somebody new
			return
		}
		w.touch(p.onPerson)
		w.lowered = w.lowered || took
	case attributeEvent:
		value := w.digest.values[e.many]
		if was := w.attributes[closeDate]; e.subject == closeDate && was.given && value.number > was.number {
			w.pushes++
			w.pushedBy += int(value.number - was.number)
		}
		w.attributes[e.subject], w.setBy[e.subject] = value, e.fact
		w.touch(p.onAttribute[e.subject])
		w.lowered = true
	case pauseEvent:
		if e.day.After(w.paused) {
			w.paused, w.pauseFact = e.day, e.fact
		}
	}
}

// touch makes questions be asked again. What switches a demand may undo a gate
// that was passed without it.
func (w *Position) touch(questions []int32) {
	for _, q := range questions {
		w.replies[q].turn, w.touched = deal.Day{}, true
		w.lowered = w.lowered || w.p.switches[q]
		if w.p.timely[q] {
			w.nextTurn = deal.Day{}
		}
	}
}

// name notes how somebody was named.
func (w *Position) name(v qualify.Voice, as naming) {
	if v.Named() {
		w.named[v] = max(w.named[v], as)
	}
}
