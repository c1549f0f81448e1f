package score

import (
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Digests name by what a deal was judged: whoever has a process and a record of
// these digests gets the same answers on the same day. The process's covers the
// framework, whose own stands beside it.
type Digests struct {
	Process   deal.Digest
	Framework deal.Digest
	Record    deal.Digest // of what had been noted by the day
}

// Digests names by what the card was judged. It is worked out on each call, at a
// cost that grows with the record, and not with the card.
func (c *Card) Digests() Digests { return DigestsOf(c.Process(), c.Record().AsOf(c.Day())) }

// DigestsOf names a process and what had been noted about a deal by a day, for a
// [Row] of a review, which holds no record.
func DigestsOf(p *stage.Process, v deal.View) Digests {
	return Digests{p.Digest(), p.Framework().Digest(), v.Digest()}
}
