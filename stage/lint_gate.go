package stage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// gateAsks is what the gate of an edge asks for in any case: the leaves and the
// choices that it cannot open without.
type gateAsks struct {
	entries []ask
	blocks  bool // it asks for something that is not optional
}

// ask is one thing that a gate asks for.
type ask struct {
	node   int32
	when   string // its condition, by content; "" for none
	always bool   // it is asked for at every gate
}

// asks looks at the gates.
func (l *linter) asks() {
	p := l.p
	l.gates = make([]gateAsks, len(p.edges))
	for i := range p.edges {
		g := &l.gates[i]
		for _, root := range p.edges[i].gate {
			always := slices.ContainsFunc(l.c.always, func(a always) bool { return a.root == root })
			g.entries = l.flat(g.entries, root, "", always)
			g.blocks = g.blocks || !p.nodes[root].optional
		}
	}
	l.empty = !slices.ContainsFunc(p.out[1:1+p.stages], func(out []int32) bool {
		return slices.ContainsFunc(out, func(e int32) bool { return l.gates[e].blocks })
	})
	if l.empty {
		l.doubt(l.c.d.at, diag.EmptyGate, fmt.Sprintf("no gate of process %s asks for anything that has to be there", p.id), "ask under exit for what the buyer has done by then; a stage that asks for nothing settles nothing")
	}
	for from := range int32(len(p.places)) {
		l.gatesOut(from)
		l.sameGates(from)
	}
	for i := range l.gates {
		if l.able[i] {
			l.excluded(l.gates[i].entries)
		}
	}
	for i := 1 + p.stages; i < p.ends; i++ {
		var needs []ask
		for _, root := range p.places[i].enter {
			needs = l.flat(needs, root, "", false)
		}
		l.excluded(needs)
	}
	l.again()
}

// flat adds what has to be met for a node to be, the members of all one by one.
func (l *linter) flat(out []ask, i int32, when string, always bool) []ask {
	n := &l.p.nodes[i]
	if n.optional {
		return out
	}
	if n.when >= 0 {
		if l.certain(n.when) == fails {
			return out
		}
		when += "?" + l.c.content(n.when)
	}
	if n.kind != All {
		return append(out, ask{i, when, always})
	}
	for _, m := range n.members {
		out = l.flat(out, m, when, always)
	}
	return out
}

// gatesOut looks at the gates out of a stage: whether each asks for anything,
// and for anything that the seller does not do alone.
func (l *linter) gatesOut(from int32) {
	p := l.p
	var empty, own []int32
	var met []string
	for _, e := range p.out[from] {
		x := &p.edges[e]
		if !l.able[e] || p.starts.has(from) || x.to < x.from || !l.reached.has(from) {
			continue
		}
		asks := l.gates[e].entries
		switch {
		case l.empty && int(from) <= p.stages: // said
		case !l.gates[e].blocks && !x.next:
			l.doubt(l.place(x.to), diag.EmptyGate, fmt.Sprintf("a move leads from %s to %s and asks for nothing", p.places[from].id, p.places[x.to].id), "give the move needs")
		case !l.gates[e].blocks:
			empty = append(empty, x.to)
		case int(from) <= p.stages && len(asks) > 0 && !slices.ContainsFunc(asks, func(a ask) bool { return !l.sellers(a.node) }):
			own = append(own, x.to)
			for _, a := range asks {
				if w := l.words(a.node); !slices.Contains(met, w) {
					met = append(met, w)
				}
			}
		}
	}
	if len(empty) > 0 {
		l.doubt(l.place(from), diag.EmptyGate, fmt.Sprintf("nothing is asked for between %s and %s", p.places[from].id, l.ids(empty)),
			"ask under exit for what the buyer has done by then; a stage that asks for nothing settles nothing")
	}
	if len(own) > 0 {
		l.doubt(l.place(from), diag.SellerGate, fmt.Sprintf("the seller alone can open the gate from %s to %s", p.places[from].id, l.ids(own)),
			"ask for something that the buyer said, wrote or did as well, beside: "+short(strings.Join(met, "; ")))
	}
}

// sellers reports whether facts of the seller's side are enough for a node.
// What anybody may type counts as theirs.
func (l *linter) sellers(i int32) bool {
	p := l.p
	n := &p.nodes[i]
	if n.question < 0 {
		some, every := 0, 0
		for _, m := range n.members {
			if p.nodes[m].optional {
				continue
			}
			every++
			if l.sellers(m) {
				some++
			}
		}
		switch n.kind {
		case Any:
			return some > 0
		case SomeOf:
			return some >= int(n.count)
		}
		return some == every
	}
	switch q := &p.questions[n.question]; q.kind {
	case Element:
		_, others := l.strangers(q.roles, deal.Seller)
		return !others && int(q.rank) <= l.reachOf(q.element, deal.Seller)
	case Milestone:
		return p.milestones[q.milestone].by == deal.Seller
	case Approval:
		for r := range p.roles {
			if theirs := p.roles[r].side == deal.Seller; q.roles&(1<<r) != 0 && theirs != q.every {
				return theirs
			}
		}
		return q.every
	case NextStep:
		return q.owner == "" || q.owner.Side() == deal.Seller
	case DayIs:
		return !l.buyersDay(q.day) && !l.buyersDay(q.before) && !l.buyersDay(q.after)
	case Known, Attribute, None:
		return true
	}
	return false
}

// buyersDay reports whether a day is one on which somebody else did something.
func (l *linter) buyersDay(r ref) bool {
	return r.kind == placeRef || r.kind == milestoneRef && l.p.milestones[r.of].by != deal.Seller
}

// sameGates looks for optional stages that no deal ever stands in: what leads
// over them asks for nothing more than what leads into them.
func (l *linter) sameGates(from int32) {
	p := l.p
	things := func(e int32) []thing {
		var out []thing
		for _, a := range l.gates[e].entries {
			out = append(out, l.thing(a))
		}
		return out
	}
	for _, into := range p.out[from] {
		via := p.edges[into].to
		if !l.able[into] || !p.edges[into].next || p.places[via].kind != Open || !p.places[via].optional || via < from {
			continue
		}
		asked := things(into)
		for _, e := range p.out[via] {
			to := p.edges[e].to
			if !p.edges[e].next || !l.able[e] || p.places[to].kind != Open || to < via {
				continue
			}
			for _, over := range p.out[from] {
				if p.edges[over].to != to || !p.edges[over].next || !l.able[over] || !l.gates[over].blocks {
					continue
				}
				if !slices.ContainsFunc(things(over), func(k thing) bool { return !slices.Contains(asked, k) }) {
					l.doubt(l.place(to), diag.SameGate, fmt.Sprintf("a deal that comes to the optional stage %s has earned %s behind it on the same day", p.places[via].id, p.places[to].id),
						"ask under enter of "+p.places[to].id+" for what a deal has that is past "+p.places[via].id, diag.Related{Pos: p.places[via].pos, Message: "the optional stage"})
				}
			}
		}
	}
}

// excluded looks for things in one gate that no deal can have together.
func (l *linter) excluded(asks []ask) {
	p := l.p
	for k, b := range asks {
		n := &p.nodes[b.node]
		if n.question < 0 {
			continue
		}
		q := &p.questions[n.question]
		if q.kind == None {
			l.noneOf(asks, b, q)
			continue
		}
		for _, a := range asks[:k] {
			m := &p.nodes[a.node]
			if m.question < 0 || a.when != "" && b.when != "" && a.when != b.when {
				continue
			}
			o := &p.questions[m.question]
			both := false
			switch {
			case o.kind != q.kind || m.question == n.question:
			case q.kind == Attribute && q.attribute == o.attribute:
				kind := p.attributes[q.attribute].kind
				both = meetable(q.tests, kind) && meetable(o.tests, kind) && !meetable(slices.Concat(o.tests, q.tests), kind)
			case q.kind == Milestone:
				both = slices.Contains(p.milestones[q.milestone].voidBy, o.milestone) && slices.Contains(p.milestones[o.milestone].voidBy, q.milestone)
			}
			if both {
				l.together(a, b.node, l.at(b.node))
			}
		}
	}
}

// noneOf looks for something that must not be there and is asked for beside
// that; and for what never goes away again.
func (l *linter) noneOf(asks []ask, b ask, q *question) {
	p := l.p
	for _, m := range p.nodes[q.node].members {
		x := &p.nodes[m]
		if x.question < 0 || x.when >= 0 || x.optional {
			continue
		}
		unwanted := &p.questions[x.question]
		for _, a := range asks {
			if n := &p.nodes[a.node]; n.question >= 0 && (a.when == "" || a.when == b.when) && p.implies(n.question, x.question) {
				l.together(a, b.node, l.at(m))
			}
		}
		if unwanted.kind == Milestone && unwanted.within.IsZero() && unwanted.since < 0 {
			if is := &p.milestones[unwanted.milestone]; is.validFor.IsZero() && len(is.voidBy) == 0 {
				l.doubt(l.own(m), diag.NeverVoid, fmt.Sprintf("once %s is reached this gate stays closed: nothing makes it void", is.id),
					"name under void_by of "+is.id+" the milestone that settles it")
			}
		}
	}
}

func (l *linter) together(a ask, b int32, at ydoc.Value) {
	l.doubt(at, diag.Contradiction, fmt.Sprintf("no deal can have both: %s, and %s", l.words(a.node), l.words(b)), "take one of them out, or move it to another gate",
		diag.Related{Pos: l.at(a.node).Pos(), Message: "the other one"})
}

// implies reports whether one question that is met leaves another no choice but
// to be met too.
func (p *Process) implies(a, b int32) bool {
	if a == b {
		return true
	}
	x, y := &p.questions[a], &p.questions[b]
	return x.kind == Element && y.kind == Element && x.element == y.element && x.rank >= y.rank &&
		y.within.IsZero() && y.roles == 0 && y.forms == 0 && y.since < 0
}
