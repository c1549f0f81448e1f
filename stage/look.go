package stage

import (
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// Look is what one look at a deal found: enough of a [Position] to compare two
// of them. It belongs to the position that took it and is good until that takes
// another.
type Look struct {
	p         *Process
	day       deal.Day
	met       demandSet // demands that are met on the day
	timeless  demandSet // demands that would be met if nothing aged
	applies   demandSet // demands that apply and are not optional
	ranks     []uint8   // by element
	ageless   []uint8   // by element: as if nothing aged
	earned    placeSet
	shown     int32
	remaining int
	stands    int32 // the end at which the deal stands; 0: none
}

// Day is the day of the look.
func (l *Look) Day() deal.Day { return l.day }

// Met reports whether a demand is met on the day.
func (l *Look) Met(r Requirement) bool { return l.met.has(r.get().leaf) }

// Timeless reports whether a demand would be met if nothing aged.
func (l *Look) Timeless(r Requirement) bool { return l.timeless.has(r.get().leaf) }

// Applies reports whether a demand applies to the deal and is not optional.
func (l *Look) Applies(r Requirement) bool { return l.applies.has(r.get().leaf) }

// Rank gives the rank at which an element stands.
func (l *Look) Rank(e qualify.Element) int { return int(l.ranks[e.Index()]) }

// Ageless gives the rank at which an element would stand if nothing aged.
func (l *Look) Ageless(e qualify.Element) int { return int(l.ageless[e.Index()]) }

// Stage is the earned stage.
func (l *Look) Stage() Stage { return l.p.stage(l.shown) }

// Earned reports whether a stage is earned; the zero Stage always is.
func (l *Look) Earned(s Stage) bool { return l.earned.has(s.i) }

// Remaining is how many demands are open on the route to won.
func (l *Look) Remaining() int { return l.remaining }

// Stands is the end at which the deal stands, the zero Stage when it is open.
func (l *Look) Stands() Stage { return l.p.stage(l.stands) }

// Looks takes the three looks that tell what time did from what facts did: the
// old view on its day, the old view on the new day, and the new view on its
// day. The position is then at the last. Both views are of the record that the
// position is bound to, the old one no later than the new one.
func (w *Position) Looks(old, now deal.View) (before, aged, after *Look) {
	before, aged, after = &w.looks[0], &w.looks[1], &w.looks[2]
	w.Look(old, old.Day())
	w.capture(before)

	// What is new can mostly be folded on top of what is old. A new fact about
	// an old day may have opened a gate back then: that takes a walk of its own.
	onTop := old.Len() > 0 // without facts the walk has not begun
	for i := old.Len(); i < now.Len(); i++ {
		onTop = onTop && w.rec.On(i).After(old.Day())
	}
	cursor, nextTurn := w.cursor, w.nextTurn
	w.left.copyFrom(&w.walk)
	w.leftReplies = append(w.leftReplies[:0], w.replies...)

	w.Look(old, now.Day())
	w.capture(aged)

	if onTop {
		w.walk.copyFrom(&w.left)
		copy(w.replies, w.leftReplies)
		w.day, w.cursor, w.seen, w.nextTurn = old.Day(), cursor, now.Len(), nextTurn
	}
	w.Look(now, now.Day())
	w.capture(after)
	return before, aged, after
}

// capture takes a look at the position as it stands.
func (w *Position) capture(l *Look) {
	p := w.p
	ranks, ageless := sized(l.ranks, p.framework.Len()), sized(l.ageless, p.framework.Len())
	for i := range ranks {
		ranks[i], ageless[i] = uint8(w.ledger.Rank(i, w.day, 0)), uint8(w.ledger.Timeless(i))
	}
	*l = Look{
		p: p, day: w.day, ranks: ranks, ageless: ageless,
		earned: w.earned, shown: w.shown, remaining: w.routeToWon(w.earned, liveReading).n, stands: w.stands(),
	}
	for leaf, r := range p.leaves {
		i := p.requirements[r].question
		live, timeless := Off, Off
		if p.questions[i].plain() {
			a := w.answer(i)
			live, timeless = a.live, a.timeless
		} else {
			n := &p.nodes[p.requirements[r].node]
			live, timeless = w.leaf(n, liveReading, nil), w.leaf(n, timelessReading, nil)
		}
		if live == Met {
			l.met.add(int32(leaf))
		}
		if timeless == Met {
			l.timeless.add(int32(leaf))
		}
	}
	for i := 1; i < len(p.places); i++ {
		w.applying(p.places[i].enter, &l.applies)
		w.applying(p.places[i].exit, &l.applies)
	}
}

// applying adds the demands that apply and are not optional.
func (w *Position) applying(roots []int32, set *demandSet) {
	for _, i := range roots {
		n := &w.p.nodes[i]
		if n.optional || n.when >= 0 && w.node(n.when, liveReading, nil) == Unmet {
			continue
		}
		if n.question >= 0 {
			if w.leaf(n, liveReading, nil) != Off {
				set.add(w.p.requirements[n.requirement].leaf)
			}
			continue
		}
		w.applying(n.members, set)
	}
}

// stands gives the end at which the deal stands: a lost or left one because the
// record says so, a won one when the record bears it out too.
func (w *Position) stands() int32 {
	if w.claim == 0 {
		return 0
	}
	switch w.p.places[w.claim].kind {
	case Lost, Left:
		return w.claim
	case Won:
		if w.backed {
			return w.claim
		}
	}
	return 0
}

// OwnWork reports whether a demand that is met stands on the buyer's own work
// since an old view: it still holds when the seller's facts since then are left
// out, and among the new facts is one of the buyer's own for it, which is
// given. Only an element, a milestone and an engagement can.
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
		if m.by == deal.Seller || int(last.fact) < old.Len() || last.on.IsZero() {
			return 0, false
		}
		live, _, _ := w.dated(last.on, q, m.validFor, cut)
		return int(last.fact), live == Met
	case Engaged:
		if live, _, _ := w.dated(w.engaged(q), q, deal.Duration{}, cut); live != Met {
			return 0, false
		}
		for i := len(w.meetings) - 1; i >= 0; i-- {
			e := &w.digest.events[w.meetings[i]]
			if int(e.fact) < old.Len() {
				continue
			}
			for _, v := range w.digest.voices[e.subject : e.subject+e.many] {
				if w.ledger.Side(v) == deal.Buyer && w.ledger.HasRole(v, q.roles) {
					return int(e.fact), true
				}
			}
		}
	}
	return 0, false
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
	q := &w.p.questions[r.get().question]
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
	case Engaged, Known:
		return w.lastPerson(old)
	case None:
		for _, i := range w.find(&w.p.nodes[r.get().node]).Support {
			if i >= old.Len() {
				fact, ok = i, true
			}
		}
	}
	return fact, ok
}

// TookLevel finds the last of the facts since an old view that can have taken a
// level from an element: what speaks against it, or who left.
func (w *Position) TookLevel(e qualify.Element, old deal.View) (fact int, ok bool) {
	if fact, ok = w.ledger.LastRefutation(e.Index()); ok && fact >= old.Len() {
		return fact, true
	}
	return w.lastPerson(old)
}

// lastPerson finds the last new fact by which somebody left, or has other roles.
func (w *Position) lastPerson(old deal.View) (fact int, ok bool) {
	for i := old.Len(); i < w.seen; i++ {
		if p, is := w.rec.Fact(i).(deal.Person); is && (p.Gone == deal.Yes || p.Roles != nil) {
			fact, ok = i, true
		}
	}
	return fact, ok
}
