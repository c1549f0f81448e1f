package stage

import (
	"slices"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// reading is how answers are read.
type reading uint8

const (
	liveReading     reading = iota // as things stand on the day
	timelessReading                // as if nothing aged: what facts alone can change
	blankReading                   // of a deal with attributes and no other fact
)

// node answers a requirement or a condition where it stands. Under the timeless
// reading, at is the crossing of its gate, with the answers that standing
// demands had; it is nil outside of a gate.
func (w *Position) node(i int32, r reading, at *crossing) Answer {
	n := &w.p.nodes[i]
	if n.when >= 0 && w.node(n.when, r, nil) == Unmet {
		return Off
	}
	var a Answer
	if n.question >= 0 {
		a = w.leaf(n, r, at)
	} else {
		a = w.group(n, r, at)
	}
	if a.Blocks() && n.waivable != 0 && w.waived(n, r) {
		return Met
	}
	return a
}

// group answers a group from its members.
func (w *Position) group(n *node, r reading, at *crossing) Answer {
	switch n.kind {
	case unless:
		return yes(w.node(n.members[0], r, at) == Unmet)
	case surely:
		return yes(w.node(n.members[0], r, at) == Met)
	case All:
		a := Off
		for _, m := range n.members {
			if !w.p.nodes[m].optional {
				a = and(a, w.node(m, r, at))
			}
		}
		return a
	case Any:
		a := Off
		for _, m := range n.members {
			if !w.p.nodes[m].optional {
				a = or(a, w.node(m, r, at))
			}
		}
		return a
	}
	var met, unknown, apply int
	for _, m := range n.members {
		if w.p.nodes[m].optional {
			continue
		}
		switch w.node(m, r, at) {
		case Off:
			continue
		case Met:
			met++
		case Unknown:
			unknown++
		}
		apply++
	}
	return enough(int(n.count), met, unknown, apply)
}

func (w *Position) leaf(n *node, r reading, at *crossing) Answer {
	q := &w.p.questions[n.question]
	if q.standing && at != nil && r == timelessReading && n.requirement >= 0 {
		leaf := w.p.requirements[n.requirement].leaf
		if at.idle.has(leaf) {
			return Off
		}
		return yes(at.kept.has(leaf))
	}
	switch {
	case q.kind == None:
		return not(w.node(q.node, r, nil))
	case q.kind == segment:
		return q.constant
	case q.kind == Reached && !w.exists(q.place, r):
		return Off
	case r == blankReading:
		return w.blankLeaf(n.question)
	case q.kind == Reached:
		return yes(w.earned.has(q.place))
	}
	a := w.answer(n.question)
	if r == timelessReading {
		return a.timeless
	}
	return a.live
}

// answer gives the answer to a question on the day.
func (w *Position) answer(i int32) *reply {
	a := &w.replies[i]
	if !w.day.Before(a.turn) {
		a.live, a.timeless, a.turn = w.ask(&w.p.questions[i])
	}
	return a
}

// ask puts a question to what has been folded: the answer on the day, the
// answer apart from time, and the first day after which the former may change
// by itself.
func (w *Position) ask(q *question) (live, timeless Answer, turn deal.Day) {
	switch q.kind {
	case Element:
		return w.askElement(q, 0)
	case Milestone:
		r := w.reached(q.milestone, q.roles, 0)
		return w.dated(r.on, q, w.p.milestones[q.milestone].validFor, 0)
	case Engaged:
		return w.dated(w.engaged(q), q, deal.Duration{}, 0)
	case Known:
		n := int32(0)
		for v := range qualify.Voice(w.ledger.People()) {
			if w.ledger.Roles(v)&q.roles != 0 {
				n++
			}
		}
		a := yes(n >= q.people)
		return a, a, never
	case NextStep:
		live, turn = w.askNextStep(q)
		return live, live, turn
	case Attribute:
		a := w.askAttribute(q)
		return a, a, never
	case DayIs:
		live, turn = w.askDay(q, liveReading)
		return live, live, turn
	case Approval:
		return w.dated(w.approved(q, 0), q, deal.Duration{}, 0)
	case Score:
		return w.askScore(q)
	}
	return Off, Off, never // none, reached and segment are answered where they stand
}

func yes(b bool) Answer {
	if b {
		return Met
	}
	return Unmet
}

// since gives the first day that counts for a question, apart from age.
func (w *Position) since(q *question, without qualify.Cut) deal.Day {
	if q.since >= 0 {
		if r := w.reached(q.since, 0, without); !r.on.IsZero() {
			return r.on
		}
	}
	return deal.FirstDay()
}

// lasts gives the last day on which something that happened on a day still
// counts, by its own validity and the question's time limit; limited is false
// when there is neither.
func (w *Position) lasts(on deal.Day, validFor, within deal.Duration) (last deal.Day, limited bool) {
	last = never
	for _, d := range [...]deal.Duration{validFor, within} {
		if !d.IsZero() {
			last, limited = deal.Earlier(last, w.p.calendar.days().Latest(on, d)), true
		}
	}
	return last, limited
}

// dated answers a question about something that happened last on a day; what
// never happened is unmet.
func (w *Position) dated(on deal.Day, q *question, validFor deal.Duration, without qualify.Cut) (live, timeless Answer, turn deal.Day) {
	if on.IsZero() || on.Before(w.since(q, without)) {
		return Unmet, Unmet, never
	}
	last, limited := w.lasts(on, validFor, q.within)
	if !limited {
		return Met, Met, never
	}
	if w.day.After(last) {
		return Unmet, Met, never
	}
	return Met, Met, last.Add(1)
}

func (w *Position) askElement(q *question, without qualify.Cut) (live, timeless Answer, turn deal.Day) {
	reply := w.ledger.Ask(qualify.Ask{Element: int(q.element), Rank: int(q.rank), Roles: q.roles, Forms: q.forms, Without: without})
	first := w.since(q, without)
	horizon := deal.Later(first, w.ledger.Valid(int(q.element), w.day))
	if !q.within.IsZero() {
		horizon = deal.Later(horizon, w.p.calendar.days().Earliest(w.day, q.within))
	}
	grade := func(since deal.Day) Answer {
		switch {
		case !reply.Fresh.Before(since):
			return Met
		case reply.Contradicted || !reply.Newest.Before(since):
			return Unmet
		}
		return Unknown
	}
	live, timeless = grade(horizon), grade(first)
	switch {
	case live == Met:
		turn = w.elementTurn(q, reply.Fresh)
	case live == Unmet && !reply.Contradicted:
		turn = w.elementTurn(q, reply.Newest)
	default:
		turn = never
	}
	return live, timeless, turn
}

// elementTurn gives the day on which evidence of a day does not count for an
// element any more.
func (w *Position) elementTurn(q *question, on deal.Day) deal.Day {
	last := w.ledger.ValidThrough(int(q.element), on)
	if !q.within.IsZero() {
		last = deal.Earlier(last, w.p.calendar.days().Latest(on, q.within))
	}
	if last == never {
		return never
	}
	return last.Add(1)
}

// reached gives the last time that a milestone was reached, by somebody of the
// side that it belongs to, and that is not void; the zero reach if there is
// none. roles, unless 0, asks for somebody with one of them.
func (w *Position) reached(m int32, roles uint64, without qualify.Cut) reach {
	side := w.p.milestones[m].by
	voided := int32(-1) // the event after which it must have been reached
	for _, by := range w.p.milestones[m].voidBy {
		if r := w.lastReach(by, w.p.milestones[by].by, 0, -1, without); r.event > voided && !r.on.IsZero() {
			voided = r.event
		}
	}
	return w.lastReach(m, side, roles, voided, without)
}

func (w *Position) lastReach(m int32, side deal.Side, roles uint64, voided int32, without qualify.Cut) reach {
	list := w.reaches[m]
	for i := len(list) - 1; i >= 0; i-- {
		r := &list[i]
		if r.event < voided {
			break
		}
		by := w.ledger.Side(r.voice)
		if by == deal.Seller && without.Out(int(r.fact)) {
			continue
		}
		switch {
		case r.void && by != deal.NoSide:
			return reach{}
		case r.void || by != side:
		case roles == 0 || w.ledger.HasRole(r.voice, roles):
			return *r
		}
	}
	return reach{}
}

// engaged gives the latest day such that, from that day on, so many different
// people with one of the roles took part in two-way encounters.
func (w *Position) engaged(q *question) deal.Day {
	// The day is that of the last but (people-1) of the days on which each of
	// them was met last: found by taking the latest days one by one.
	last, lastVoice := never, qualify.Voice(-1)
	for range q.people {
		day, best := deal.Day{}, qualify.Voice(-1)
		for v, met := range w.met {
			if !met.After(day) || w.ledger.Roles(qualify.Voice(v))&q.roles == 0 {
				continue
			}
			on := w.metOn(qualify.Voice(v), q.roles)
			if !on.After(day) || on.After(last) || on == last && qualify.Voice(v) <= lastVoice {
				continue
			}
			day, best = on, qualify.Voice(v)
		}
		if best < 0 {
			return deal.Day{}
		}
		last, lastVoice = day, best
	}
	return last
}

// metOn gives the day on which somebody with one of the roles took part in a
// two-way encounter last.
func (w *Position) metOn(v qualify.Voice, roles uint64) deal.Day {
	if w.met[v].IsZero() || !w.ledger.HasRole(v, roles) {
		return deal.Day{}
	}
	if w.ledger.Side(v) != deal.Seller {
		return w.met[v]
	}
	// One of our own was in an encounter only if the other side was there.
	for i := len(w.meetings) - 1; i >= 0; i-- {
		e := &w.timeline.events[w.meetings[i]]
		there := false
		for _, other := range w.timeline.voices[e.subject : e.subject+e.many] {
			there = there || other == v
		}
		if there && w.encounter(e) {
			return e.on
		}
	}
	return deal.Day{}
}

// encounter reports whether a two-way activity was one with the other side: not
// everybody who took part is known to be one of our own.
func (w *Position) encounter(e *event) bool {
	if !e.flag {
		return false
	}
	for _, v := range w.timeline.voices[e.subject : e.subject+e.many] {
		if w.ledger.Side(v) != deal.Seller {
			return true
		}
	}
	return e.many == 0
}

// askNextStep answers about the open steps. Apart from time it is the same: how
// far off a step is belongs to what is asked.
func (w *Position) askNextStep(q *question) (live Answer, turn deal.Day) {
	live, turn = Unmet, never
	var until deal.Day // the last day on which it is met if nothing happens
	for i := range w.steps {
		s := &w.steps[i]
		if !s.open || !w.owns(s, q.owner) {
			continue
		}
		from := deal.FirstDay()
		if !q.within.IsZero() {
			from = w.p.calendar.days().Earliest(s.due, q.within)
		}
		switch {
		case w.day.After(s.due):
		case w.day.Before(from):
			turn = deal.Earlier(turn, from)
		default:
			live = Met
			until = deal.Later(until, s.due)
		}
	}
	if live == Met {
		turn = until.Add(1)
	}
	return live, turn
}

// owns reports whether a next step has an owner of the wanted kind; any owner
// will do for none.
func (w *Position) owns(s *step, want deal.Who) bool {
	side := w.ledger.Side(s.voice)
	switch want {
	case deal.SomeBuyer:
		return side == deal.Buyer
	case deal.SomeSeller:
		return side == deal.Seller
	case deal.BothSides:
		return s.both
	}
	return s.both || side != deal.NoSide // an owner nobody has introduced owns nothing yet
}

func (w *Position) askAttribute(q *question) Answer {
	if q.attribute == reasonAttribute {
		return w.askReason(q)
	}
	have := w.attributes[q.attribute]
	if len(q.tests) == 0 {
		return yes(have.given)
	}
	if !have.given {
		return Unknown
	}
	answer := Met
	for i := range q.tests {
		answer = and(answer, q.tests[i].holds(have, w.operand))
	}
	return answer
}

// askReason answers about the reasons that the claim of an end gives.
func (w *Position) askReason(q *question) Answer {
	var reasons []string
	if w.claim == q.place && w.claimFact >= 0 {
		reasons = w.rec.Fact(int(w.claimFact)).(deal.Stage).Reason
	}
	one := func(holds func(string) Answer) Answer {
		answer := Off // no reason that counts
		for _, reason := range reasons {
			if known := w.p.places[q.place].reasons; len(known) == 0 || slices.Contains(known, reason) {
				answer = or(answer, holds(reason))
			}
		}
		return answer
	}
	if given := one(func(string) Answer { return Met }); given == Off {
		if len(q.tests) == 0 {
			return Unmet
		}
		return Unknown
	}
	answer := Met
	for i := range q.tests {
		answer = and(answer, one(func(reason string) Answer {
			return q.tests[i].holds(scalar{text: reason, given: true}, w.operand)
		}))
	}
	return answer
}

func (w *Position) operand(o operand) scalar {
	if o.attribute < 0 {
		return o.value
	}
	return w.attributes[o.attribute]
}

// askScore answers whether the earned score is high enough, rounded down.
func (w *Position) askScore(q *question) (live, timeless Answer, turn deal.Day) {
	high := func(day deal.Day) Answer {
		return yes(w.ledger.Assess(day).Score().Earned*100/qualify.Full >= int(q.percent))
	}
	live, timeless, turn = high(w.day), high(deal.FirstDay()), never
	if until := w.ledger.Until(w.day); until != never {
		turn = until.Add(1)
	}
	return live, timeless, turn
}

// exists reports whether a stage is there for the deal; one without a condition
// always is.
func (w *Position) exists(place int32, r reading) bool {
	when := w.p.places[place].when
	return when < 0 || w.node(when, r, nil) != Unmet
}

// present reports whether there is such a way.
func (w *Position) present(e *edge, r reading) bool {
	return e.there < 0 || w.node(e.there, r, nil) == Met
}

// passable reports whether a way is there and leads to a stage that is.
func (w *Position) passable(e *edge, r reading) bool {
	return w.present(e, r) && w.exists(e.to, r)
}
