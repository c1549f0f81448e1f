package stage

import (
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// approved gives the day that an approval rests on: the one through which it
// would lapse. It is the zero Day when there is none, or when somebody who is
// asked has rejected it since. Who has left keeps what they decided.
func (w *Position) approved(q *question, without qualify.Cut) deal.Day {
	on, _ := w.approval(q, without)
	return on
}

// approval is approved with the last approval that it rests on.
func (w *Position) approval(q *question, without qualify.Cut) (on deal.Day, fact int32) {
	list := w.decisions[q.approval]
	first := w.since(q, without)
	from := 0 // decisions before it do not count
	for i := range list {
		if x := &list[i]; x.on.Before(first) || x.rejected && w.counts(x, q.roles, without) {
			from = i + 1
		}
	}
	if !q.every {
		for i := len(list) - 1; i >= from; i-- {
			if w.counts(&list[i], q.roles, without) {
				return list[i].on, list[i].fact
			}
		}
		return deal.Day{}, -1
	}
	on, fact = never, -1
	before := len(list) // of approvals in order: the next one's place
	for k := len(q.order) - 1; k >= 0; k-- {
		i := len(list) - 1
		if q.inOrder {
			i = min(i, before)
		}
		for i >= from && !w.counts(&list[i], q.order[k], without) {
			i--
		}
		if i < from {
			return deal.Day{}, -1
		}
		before = i
		on, fact = deal.Earlier(on, list[i].on), max(fact, list[i].fact)
	}
	return on, fact
}

// counts reports whether a decision was made by somebody with one of the roles.
func (w *Position) counts(x *decision, roles uint64, without qualify.Cut) bool {
	if w.decider(x) == deal.Seller && without.Out(int(x.fact)) {
		return false
	}
	if x.roles != 0 {
		return x.roles&roles != 0
	}
	return w.ledger.Side(x.voice) != deal.NoSide && w.ledger.HadRole(x.voice, roles)
}

// decider gives the side that decided.
func (w *Position) decider(x *decision) deal.Side {
	if x.roles == 0 {
		return w.ledger.Side(x.voice)
	}
	for i := range w.p.roles {
		if x.roles&(1<<i) != 0 {
			return w.p.roles[i].side
		}
	}
	return deal.NoSide
}

// approvedBy finds the last approval by the buyer or a third party among the
// facts from an index on.
func (w *Position) approvedBy(q *question, from int) (fact int, ok bool) {
	for i := range w.decisions[q.approval] {
		x := &w.decisions[q.approval][i]
		side := w.decider(x)
		if int(x.fact) >= from && !x.rejected && (side == deal.Buyer || side == deal.ThirdParty) && w.counts(x, q.roles, 0) {
			fact, ok = int(x.fact), true
		}
	}
	return fact, ok
}
