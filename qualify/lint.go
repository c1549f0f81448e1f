package qualify

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// ruled is a level for which a framework, or one of its elements, has ways of
// its own.
type ruled struct {
	at   ydoc.Value
	rank int
	ways []way
}

// doubts warns of levels above the first that the seller can reach without
// anybody else. Ways that ask for a role are left out: whose role it is, the
// process says.
func (c *compiler) doubts() {
	nobody := func(string) bool { return false }
	for _, r := range c.own {
		if r.rank > 1 && slices.ContainsFunc(r.ways, func(w way) bool { return w.open(deal.Seller, c.f.roles, nobody) }) {
			r.at.Warn(diag.SellerLevel, fmt.Sprintf("the seller alone can reach the level %s", c.f.levels[r.rank].id),
				"add side: buyer or a role of theirs to its ways; only the first level is for what the seller thinks")
		}
	}
}
