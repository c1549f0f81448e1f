package stage

import (
	"iter"
	"slices"
)

// Gate is one or several gates that a deal has to pass: those that it stands
// before, or all on the way to a stage. It belongs to its position and is good
// until that moves.
type Gate struct {
	w         *Position
	to        int32
	edges     []int32
	needs     []int32 // what is asked for besides
	forbidden bool
}

// Gate gives the gate that the deal stands before: the one out of its earned
// stage that is nearest to won. ok is false when the stage leads nowhere.
func (w *Position) Gate() (g Gate, ok bool) {
	var best route
	for i, e := range w.p.out[w.shown] {
		edge := &w.p.edges[e]
		if w.earned.has(edge.to) || !w.passable(edge, liveReading) {
			continue
		}
		var r route
		for end := 1 + w.p.stages; end < w.p.ends; end++ {
			if w.p.places[end].kind == Won {
				w.betterWayOver(e, int32(end), &r)
			}
		}
		if g.edges == nil || r.found && (!best.found || r.n < best.n) {
			g, best = Gate{w: w, to: edge.to, edges: w.p.out[w.shown][i : i+1]}, r
		}
	}
	return g, g.edges != nil
}

// GateTo gives what a move to a stage or an end has to pass: every gate on the
// way there with the fewest open demands; for a lost or left end and for a stage
// that is earned no more than what the process says about that move, from the
// stage that is claimed or else the one that is earned. ok is false when no way
// leads there.
func (w *Position) GateTo(s Stage) (g Gate, ok bool) {
	g = Gate{w: w, to: s.i}
	if k := s.Kind(); k == Lost || k == Left || w.Earned(s) {
		g.needs, g.forbidden = w.moveTo(s.i)
		return g, true
	}
	var best route
	w.routeTo(w.earned, s.i, liveReading, &best)
	for _, e := range best.edges {
		if !w.gates[e].crossed {
			g.edges = append(g.edges, e)
		}
	}
	if !best.found {
		_, g.forbidden = w.moveTo(s.i)
	}
	return g, best.found
}

// moveTo gives what the process says about a move that passes no gate.
func (w *Position) moveTo(to int32) (needs []int32, forbidden bool) {
	p := w.p
	if p.places[to].kind != Open {
		needs = append(needs, p.places[to].enter...)
	}
	from := w.claim
	if p.places[from].kind != Open {
		from = w.shown
	}
	holds := func(m *move) bool { return m.when < 0 || w.node(m.when, liveReading, nil) != Unmet }
	named := 0
	for i := range p.moves {
		if m := &p.moves[i]; m.matches(from, to) && holds(m) {
			forbidden = forbidden || m.forbid
			if !m.forbid {
				named = max(named, m.named)
			}
		}
	}
	for i := range p.moves {
		if m := &p.moves[i]; !m.forbid && m.named == named && m.matches(from, to) && holds(m) {
			needs = append(needs, m.needs...)
		}
	}
	return needs, forbidden
}

// To is the stage or end that the gate leads to.
func (g Gate) To() Stage { return g.w.p.stage(g.to) }

// Forbidden reports whether the process forbids the move, whatever is met.
func (g Gate) Forbidden() bool { return g.forbidden }

// Open reports whether everything that the gate asks for and that applies is
// met or waived, and the move is not forbidden.
func (g Gate) Open() bool {
	for _, e := range g.edges {
		if !g.w.opens(g.w.p.edges[e].gate, liveReading, nil) {
			return false
		}
	}
	return !g.forbidden && g.w.opens(g.needs, liveReading, nil)
}

// Entry is one thing that a gate asks for, and the answer.
type Entry struct {
	Requirement Requirement
	Answer      Answer
	Optional    bool // recommended: it never blocks
}

// Entries gives everything that the gate asks for, in definition order.
func (g Gate) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for k := range len(g.edges) + 1 {
			for j, i := range g.list(k) {
				n := &g.w.p.nodes[i]
				if g.before(k, j, n) {
					continue
				}
				if !yield(Entry{Requirement{g.w.p, n.requirement}, g.w.told(i), n.optional}) {
					return
				}
			}
		}
	}
}

// Asks reports whether the gate asks for a requirement, as such or as a member
// of a group.
func (g Gate) Asks(r Requirement) bool {
	var s standing
	for k := range len(g.edges) + 1 {
		g.w.standsIn(g.list(k), r.i, true, &s)
	}
	return s.occurs
}

// list gives what one of the gates asks for; behind them stands what is asked
// for besides.
func (g Gate) list(k int) []int32 {
	if k < len(g.edges) {
		return g.w.p.edges[g.edges[k]].gate
	}
	return g.needs
}

// before reports whether the same stands earlier on the way: a requirement under
// the same condition, and as binding.
func (g Gate) before(list, root int, n *node) bool {
	for k := range list + 1 {
		for j, i := range g.list(k) {
			if k == list && j == root {
				return false
			}
			if m := &g.w.p.nodes[i]; m.requirement == n.requirement && m.when == n.when && m.optional == n.optional && m.waivable == n.waivable {
				return true
			}
		}
	}
	return false
}

// Unmet gives what blocks: the entries that apply, are not optional and are
// neither met nor waived, each requirement once.
func (g Gate) Unmet() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		var room [32]int32
		told := room[:0]
		for e := range g.Entries() {
			if e.Optional || !e.Answer.Blocks() {
				continue
			}
			if slices.Contains(told, e.Requirement.i) {
				continue
			}
			told = append(told, e.Requirement.i)
			if !yield(e) {
				return
			}
		}
	}
}
