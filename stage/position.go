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
	p      *Process
	rec    *deal.Record
	header deal.Header // that of rec when the walk began

	timeline timeline
	ledger   qualify.Ledger

	// What has been folded so far: the facts before index seen that happened by
	// the day.
	seen   int
	cursor int // the next event
	day    deal.Day
	began  deal.Day // the first day of the walk
	facts

	replies  []reply  // to the questions
	lowered  bool     // a fact came that may undo something
	touched  bool     // a fact came that some gate asks about
	nextTurn deal.Day // when time alone may next do something; zero: not known

	walk

	supposed []int32 // questions that are taken to be met on the day

	openLive, openBlank gates // what is still open at each gate
	blank               blankCache
	agenda              []int32
	looks               [3]Look
	last                int     // which of them ended a comparison; 0: none
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

// never stands for a day that does not come.
var never = deal.LastDay()

// Bind takes up a record to be judged by a process. Looks at it follow with
// [Position.Look].
func (w *Position) Bind(p *Process, rec *deal.Record) {
	if w.p != p {
		w.blank = blankCache{}
	}
	// A record only grows, so that of one as long as it was the timeline still
	// serves.
	if w.p != p || w.rec != rec || w.timeline.facts != rec.Len() {
		w.ledger.Reset(p.framework)
		w.timeline.read(p, rec, &w.ledger)
	}
	w.p, w.rec = p, rec
	w.rewind()
}

// Bound reports whether a position is bound to a record by a process, and the
// record is as it was. Looks at later days then go on from the last one, and
// the record need not be bound again.
func (w *Position) Bound(p *Process, rec *deal.Record) bool {
	return w.p == p && w.rec == rec && w.timeline.facts == rec.Len() && w.header == rec.Header
}

// rewind goes back before the first fact.
func (w *Position) rewind() {
	p := w.p
	w.header, w.last = w.rec.Header, 0
	w.seen, w.cursor, w.day = 0, 0, deal.Day{}
	w.ledger.Rewind()
	w.began = deal.Day{}

	f := &w.facts
	f.reaches = sized(f.reaches, len(p.milestones))
	for i := range f.reaches {
		f.reaches[i] = f.reaches[i][:0]
	}
	f.met = zeroed(f.met, w.ledger.People())
	f.named = zeroed(f.named, w.ledger.People())
	f.meetings = f.meetings[:0]
	f.steps = zeroed(f.steps, int(w.timeline.agreed))
	f.agreed = f.agreed[:0]
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
	f.forward = f.forward[:0]
	f.pushes, f.pushedBy = 0, 0
	f.paused, f.pauseFact, f.pauses = deal.Day{}, -1, f.pauses[:0]
	f.decisions = sized(f.decisions, len(p.approvals))
	for i := range f.decisions {
		f.decisions[i] = f.decisions[i][:0]
	}
	f.waivers = f.waivers[:0]

	w.replies = zeroed(w.replies, len(p.questions))
	w.lowered, w.touched, w.nextTurn = false, true, deal.Day{}
	w.supposed = w.supposed[:0]
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
// day is that of the view or a later one, to see what time alone does; on the zero
// Day nothing has begun.
func (w *Position) Look(v deal.View, day deal.Day) {
	if !w.day.IsZero() && (w.seen != v.Len() || day.Before(w.day) || v.Len() == 0) || len(w.supposed) > 0 { // a deal without facts begins today
		w.rewind()
	}
	w.seen = v.Len()
	if day.IsZero() {
		return // before every day
	}
	w.advance(day)
}

// advance folds what happened up to a day.
func (w *Position) advance(to deal.Day) {
	if w.day.IsZero() {
		w.begin(to)
	}
	supposing := len(w.supposed) > 0
	for {
		next, ok := w.nextEvent(to)
		last := !ok && supposing // what is supposed comes as the last thing on the day
		switch {
		case last:
			next = to
		case !ok:
			next = never
		}
		for t := w.turn(); t.Before(next) && !t.After(to); t = w.turn() {
			w.day = t
			w.step(false)
		}
		if !ok && !last {
			break
		}
		w.day = next
		if w.p.clocked {
			w.hold() // what time switched is not the doing of what happened on the day
		}
		for ; ok; _, ok = w.nextEvent(next) {
			w.fold(&w.timeline.events[w.cursor], int32(w.cursor))
			w.cursor++
		}
		if supposing && next == to {
			supposing = false
			w.assume()
		}
		w.step(true)
	}
	w.day = to
	w.openLive.stale = true
}

// begin takes the first step of the walk.
func (w *Position) begin(to deal.Day) {
	w.day = w.firstDay(to)
	w.began = w.day
	for _, ok := w.nextEvent(w.day.Add(-1)); ok && w.day != deal.FirstDay(); _, ok = w.nextEvent(w.day.Add(-1)) {
		w.fold(&w.timeline.events[w.cursor], int32(w.cursor))
		w.cursor++
	}
	if next, ok := w.nextEvent(to); (!ok || next != w.day) && (len(w.supposed) == 0 || w.day != to) {
		w.step(false)
	}
}

// firstDay is the day on which the walk begins: that of the first fact, whether
// the process knows it or not. An attempt, or a meeting of our own people,
// begins nothing unless there is nothing else: else a voicemail before the first
// fact could earn a stage.
func (w *Position) firstDay(to deal.Day) deal.Day {
	first := to
	for i := range w.rec.Len() {
		at := w.rec.ByDay(i)
		if at >= w.seen {
			continue
		}
		first = deal.Earlier(first, w.rec.On(at))
		if a, ok := w.rec.Fact(at).(deal.Activity); !ok || a.Reached && !w.ours(a.With) {
			return deal.Earlier(w.rec.On(at), to)
		}
	}
	return first
}

// ours reports whether everybody named is one of our own, by any fact that the
// view sees.
func (w *Position) ours(names []string) bool {
	for _, name := range names {
		if said, ok := w.timeline.ours[name]; !ok || int(said) >= w.seen {
			return false
		}
	}
	return len(names) > 0
}

// nextEvent gives the day of the next event that the view sees and that has
// happened by a day, and moves the cursor to it; false when there is none.
func (w *Position) nextEvent(by deal.Day) (on deal.Day, ok bool) {
	for ; w.cursor < len(w.timeline.events); w.cursor++ {
		e := &w.timeline.events[w.cursor]
		if e.on.After(by) {
			return deal.Day{}, false
		}
		if int(e.fact) < w.seen {
			return e.on, true
		}
	}
	return deal.Day{}, false
}

// turn gives the next day on which time alone may open a gate, or put another
// stage in front.
func (w *Position) turn() deal.Day {
	if w.p.asksEntered && (w.several || w.entered == w.day) {
		// What asks for the first day in the stage shown may be answered otherwise
		// than it was when that stage was found to be the one; and in another stage
		// that day would be another one every day.
		w.nextTurn = deal.Day{}
		return w.day.Add(1)
	}
	if w.several {
		w.nextTurn = deal.Day{}
		next := never
		for q := range w.p.questions {
			next = deal.Earlier(next, w.answer(int32(q)).turn)
		}
		for i := range w.waivers {
			if until := w.waivers[i].until; !until.IsZero() && !until.Before(w.day) {
				next = deal.Earlier(next, until.Add(1))
			}
		}
		return next
	}
	if !w.day.Before(w.nextTurn) {
		w.nextTurn = never
		for _, q := range w.p.critical {
			w.nextTurn = deal.Earlier(w.nextTurn, w.answer(q).turn)
		}
	}
	return w.nextTurn
}
