package stage

import (
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// OwnWork reports whether a demand that is met stands on the buyer's own work
// since an old view: it still holds when the seller's facts since then are left
// out, and among the new facts is one of the buyer's own for it, which is
// given. Only an element, a milestone, an approval and an engagement can.
func (w *Position) OwnWork(r Requirement, old deal.View) (fact int, ok bool) {
	q := &w.p.questions[r.get().question]
	cut := qualify.CutAt(old.Len())
	switch q.kind {
	case Element:
		if live, _, _ := w.askElement(q, cut); live == Met {
			return w.ledger.BuyersWord(int(q.element), old.Len())
		}
	case Milestone:
		m := &w.p.milestones[q.milestone]
		last := w.reached(q.milestone, q.roles, cut)
		if m.by == deal.Seller || last.on.IsZero() {
			return 0, false
		}
		if live, _, _ := w.dated(last.on, q, m.validFor, cut); live == Met {
			return w.reachedBy(q, old.Len())
		}
	case Approval:
		if live, _, _ := w.dated(w.approved(q, cut), q, deal.Duration{}, cut); live == Met {
			return w.approvedBy(q, old.Len())
		}
	case Engaged:
		if live, _, _ := w.dated(w.engaged(q), q, deal.Duration{}, cut); live != Met {
			return 0, false
		}
		for i := len(w.meetings) - 1; i >= 0; i-- {
			e := &w.timeline.events[w.meetings[i]]
			if int(e.fact) < old.Len() {
				continue
			}
			for _, v := range w.timeline.voices[e.subject : e.subject+e.many] {
				if w.ledger.Side(v) == deal.Buyer && w.ledger.HasRole(v, q.roles) {
					return int(e.fact), true
				}
			}
		}
	}
	return 0, false
}

// reachedBy finds the last time that a milestone was reached by its side, and by
// somebody with a role if one is asked for, among the facts from an index on.
func (w *Position) reachedBy(q *question, from int) (fact int, ok bool) {
	side := w.p.milestones[q.milestone].by
	for i := range w.reaches[q.milestone] {
		x := &w.reaches[q.milestone][i]
		if int(x.fact) >= from && !x.void && w.ledger.Side(x.voice) == side && (q.roles == 0 || w.ledger.HasRole(x.voice, q.roles)) {
			fact, ok = int(x.fact), true
		}
	}
	return fact, ok
}

// Raised is OwnWork for the level of an element: whether it stands above a rank
// without the seller's new facts, and by a word of the buyer's among them.
func (w *Position) Raised(e qualify.Element, above int, old deal.View) (fact int, ok bool) {
	if w.ledger.Rank(e.Index(), w.day, qualify.CutAt(old.Len())) <= above {
		return 0, false
	}
	return w.ledger.BuyersWord(e.Index(), old.Len())
}

// TookAway finds the last of the facts since an old view that can have taken a
// demand away; ok is false when none can be named.
func (w *Position) TookAway(r Requirement, old deal.View) (fact int, ok bool) {
	return w.tookAway(&w.p.nodes[r.get().node], old)
}

func (w *Position) tookAway(n *node, old deal.View) (fact int, ok bool) {
	if n.question < 0 {
		return w.lastOf(n.members, old, w.tookAway)
	}
	q := &w.p.questions[n.question]
	if q.since >= 0 {
		if last := w.reached(q.since, 0, 0); !last.on.IsZero() && int(last.fact) >= old.Len() {
			return int(last.fact), true
		}
	}
	switch q.kind {
	case Element:
		return w.TookLevel(w.p.framework.At(int(q.element)), old)
	case Milestone:
		for _, by := range append([]int32{q.milestone}, w.p.milestones[q.milestone].voidBy...) {
			for _, x := range w.reaches[by] {
				if int(x.fact) >= old.Len() && (x.void || by != q.milestone) {
					fact, ok = int(x.fact), true
				}
			}
		}
		return fact, ok
	case Approval:
		for _, x := range w.decisions[q.approval] {
			if int(x.fact) >= old.Len() && x.rejected && w.counts(&x, q.roles, 0) {
				fact, ok = int(x.fact), true
			}
		}
		return fact, ok
	case Engaged, Known:
		return w.lastChange(old, func(v qualify.Voice) bool { return w.ledger.Roles(v)&q.roles == 0 && w.had(v, q.roles) })
	case None:
		return w.lastOf(w.p.nodes[q.node].members, old, w.brought)
	}
	return fact, ok
}

// TookLevel finds the last of the facts since an old view that can have taken a
// level from an element: what speaks against it, or who left.
func (w *Position) TookLevel(e qualify.Element, old deal.View) (fact int, ok bool) {
	if fact, ok = w.ledger.LastRefutation(e.Index()); ok && fact >= old.Len() {
		return fact, true
	}
	return w.lastChange(old, func(v qualify.Voice) bool { return w.ledger.Spoke(v, e.Index()) })
}

// lastChange finds the last of the facts since an old view by which one of some
// people left, or came to have other roles.
func (w *Position) lastChange(old deal.View, one func(qualify.Voice) bool) (fact int, ok bool) {
	for i := range w.timeline.events {
		e := &w.timeline.events[i]
		if e.kind != personEvent || int(e.fact) < old.Len() || int(e.fact) >= w.seen || !one(e.voice) {
			continue
		}
		if p := w.rec.Fact(int(e.fact)).(deal.Person); p.Gone == deal.Yes || p.Roles != nil {
			fact, ok = int(e.fact), true
		}
	}
	return fact, ok
}

// had reports whether somebody has, or at some time had, one of the roles.
func (w *Position) had(v qualify.Voice, roles uint64) bool {
	for i := range w.timeline.events {
		if e := &w.timeline.events[i]; e.kind == personEvent && e.voice == v && e.roles&roles != 0 && int(e.fact) < w.seen {
			return true
		}
	}
	return false
}
