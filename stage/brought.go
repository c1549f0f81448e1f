package stage

import (
	"slices"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// brought is the opposite of tookAway, for what stands under none: it finds the
// last of the facts since an old view that can have made something hold, or have
// made it unknown, which blocks as well.
func (w *Position) brought(n *node, old deal.View) (fact int, ok bool) {
	if n.question < 0 {
		return w.lastOf(n.members, old, w.brought)
	}
	live := w.leaf(n, liveReading, nil)
	if live == Unknown {
		return w.tookAway(n, old)
	}
	if live != Met && w.leaf(n, timelessReading, nil) != Met {
		return 0, false
	}
	q := &w.p.questions[n.question]
	switch q.kind {
	case None:
		return w.lastOf(w.p.nodes[q.node].members, old, w.tookAway)
	case Score:
		return w.lastScored(old)
	}
	if support := w.find(n).Support; len(support) > 0 && slices.Max(support) >= old.Len() {
		return slices.Max(support), true
	}
	if q.roles != 0 { // what had been done counts since somebody has the role
		return w.lastChange(old, func(v qualify.Voice) bool { return w.ledger.HasRole(v, q.roles) })
	}
	return 0, false
}

// lastScored finds the last of the facts since an old view that an element rests
// on.
func (w *Position) lastScored(old deal.View) (fact int, ok bool) {
	for e := range w.p.framework.Elements() {
		for _, i := range w.Assessment().Support(e) {
			if i >= old.Len() {
				fact, ok = max(fact, i), true
			}
		}
	}
	return fact, ok
}

// lastOf finds the last of the facts that any of some nodes gives, of those that
// apply.
func (w *Position) lastOf(nodes []int32, old deal.View, find func(*node, deal.View) (int, bool)) (fact int, ok bool) {
	for _, i := range nodes {
		n := &w.p.nodes[i]
		if n.when >= 0 && w.node(n.when, liveReading, nil) == Unmet {
			continue
		}
		if f, found := find(n, old); found {
			fact, ok = max(fact, f), true
		}
	}
	return fact, ok
}
