package stage

import "github.com/headway-go/headway/qualify/deal"

// waived reports whether what a node asks for is waived: by somebody who may,
// and, apart from the timeless reading, until the day. An expired waiver takes
// no stage back, because only time did it.
func (w *Position) waived(n *node, r reading) bool {
	_, ok := w.waiver(n, r)
	return ok
}

func (w *Position) waiver(n *node, r reading) (*waiver, bool) {
	if n.requirement < 0 {
		return nil, false
	}
	for i := len(w.waivers) - 1; i >= 0; i-- {
		x := &w.waivers[i]
		if x.requirement != n.requirement || !w.mayWaive(n, x) {
			continue
		}
		return x, r == timelessReading || x.until.IsZero() || !w.day.After(x.until)
	}
	return nil, false
}

// told answers a requirement as it is told: what is not met and waived is
// waived.
func (w *Position) told(i int32) Answer {
	n := &w.p.nodes[i]
	a := w.node(i, liveReading, nil)
	if a == Met && n.waivable != 0 && w.waived(n, liveReading) && w.bare(n) != Met {
		return Waived
	}
	return a
}

// mayWaive reports whether a waiver is by somebody who may give it.
func (w *Position) mayWaive(n *node, x *waiver) bool {
	if x.roles != 0 {
		return x.roles&n.waivable != 0
	}
	return w.ledger.Side(x.voice) != deal.NoSide && w.ledger.HadRole(x.voice, n.waivable)
}

// waivableBy gives the roles that may waive a requirement, wherever it stands.
func (p *Process) waivableBy(requirement int32) (roles uint64) {
	for i := range p.nodes {
		if p.nodes[i].requirement == requirement {
			roles |= p.nodes[i].waivable
		}
	}
	return roles
}
