package stage

import (
	"iter"

	"github.com/headway-go/headway/qualify/deal"
)

// Meetings gives the two-way encounters that the last look saw, as indices in
// the record, in the order in which they happened: the two-way activities in
// which not everybody named is known to be the seller's.
func (w *Position) Meetings() iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, at := range w.meetings {
			if e := &w.timeline.events[at]; w.encounter(e) && !yield(int(e.fact)) {
				return
			}
		}
	}
}

// SideOf gives the side of whoever is named, as known at the last look; NoSide
// for both sides, for nobody and for somebody unknown.
func (w *Position) SideOf(who deal.Who) deal.Side { return w.ledger.SideOf(who) }
