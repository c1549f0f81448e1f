package stage

import (
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// Suppose works out where the deal would stand on the day of a view if some
// demands were met on that day, after all else that happened on it. Nothing is
// estimated: the whole walk is gone again, and gates, the earned stage, the
// route and the score follow.
//
// A demand that is supposed is answered met, and so is whatever asks for no more
// than it does. A milestone is reached that day, by its side, with all that
// follows from it: what it makes void, and what counts only since then. An
// element stands at the level asked for at least, and every no against it is
// taken back. Nothing else is supposed. Groups, and demands of the kinds day,
// score, none and reached, follow from other things and stay as they are.
//
// The position stays so until the next [Position.Look].
func (w *Position) Suppose(v deal.View, met []Requirement) {
	w.rewind()
	w.seen = v.Len()
	for _, r := range met {
		q := r.get().question
		if q < 0 {
			continue
		}
		if k := w.p.questions[q].kind; w.p.questions[q].plain() && k != DayIs && k != Score {
			w.supposed = append(w.supposed, q)
		}
	}
	w.advance(v.Day())
}

// assume takes what is supposed as having happened.
func (w *Position) assume() {
	p := w.p
	for _, i := range w.supposed {
		switch q := &p.questions[i]; q.kind {
		case Element:
			w.ledger.Suppose(int(q.element), int(q.rank), w.day)
			w.touch(&p.onElement[q.element])
		case Milestone:
			side := w.ledger.Voice(sideWho(p.milestones[q.milestone].by))
			w.reaches[q.milestone] = append(w.reaches[q.milestone], reach{w.day, int32(len(w.timeline.events)), -1, side, false})
			w.touch(&p.onMilestone[q.milestone])
		}
	}
	for i := range p.questions {
		if slices.ContainsFunc(w.supposed, func(s int32) bool { return p.questions[s].implies(&p.questions[i]) }) {
			w.replies[i] = reply{Met, Met, never}
		}
	}
	w.lowered, w.touched, w.nextTurn = true, true, deal.Day{}
}

// implies reports whether what meets a question on a day meets another one too,
// apart from what is on record besides.
func (q *question) implies(o *question) bool {
	if q == o {
		return true
	}
	fewer := q.roles != 0 && q.roles&^o.roles == 0 // whoever has one of these has one of those
	shorter := o.within.IsZero() || q.within == o.within
	if q.kind != o.kind {
		return false
	}
	switch q.kind {
	case Element:
		forms := o.forms == q.forms || o.forms == 0 && o.roles == 0
		return q.element == o.element && q.rank >= o.rank && forms && (o.roles == 0 || fewer)
	case Milestone:
		return q.milestone == o.milestone && (o.roles == 0 || fewer)
	case Engaged, Known:
		return fewer && q.people >= o.people
	case NextStep:
		return shorter && (o.owner == "" || o.owner == q.owner)
	case Attribute:
		return q.attribute == o.attribute && q.attribute != reasonAttribute && len(o.tests) == 0
	}
	return false
}
