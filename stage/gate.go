package stage

import (
	"iter"
	"slices"
)

// Gate is one or several gates that a deal has to pass: those that it stands
// before, or all on the way to a stage. It belongs to its position and is good
// until that moves.
type Gate struct {
	w     *Position
	to    int32
	edges []int32
	free  bool // nothing is to be passed
}

// Gate gives the gate that the deal stands before: the one out of its earned
// stage that is nearest to won. ok is false when the stage leads nowhere.
func (w *Position) Gate() (g Gate, ok bool) {
	var best route
	for i, e := range w.p.out[w.shown] {
		to := w.p.edges[e].to
		if w.earned.has(to) {
			continue
		}
		var r route
		for end := 1 + w.p.stages; end < len(w.p.places); end++ {
			if w.p.places[end].kind == Won {
				w.betterWayOver(e, int32(end), &r)
			}
		}
		if g.edges == nil || r.found && (!best.found || r.n < best.n) {
			g, best = Gate{w: w, to: to, edges: w.p.out[w.shown][i : i+1]}, r
		}
	}
	return g, g.edges != nil
}

// GateTo gives what a move to a stage or an end has to pass: nothing for a
// stage that is earned and for a lost or left end, and otherwise every gate on
// the way there with the fewest open demands. ok is false when no way leads
// there.
func (w *Position) GateTo(s Stage) (g Gate, ok bool) {
	g = Gate{w: w, to: s.i}
	if k := s.Kind(); k == Lost || k == Left || w.Earned(s) {
		g.free = true
		return g, true
	}
	var best route
	w.routeTo(w.earned, s.i, liveReading, &best)
	for _, e := range best.edges {
		if !w.gates[e].crossed {
			g.edges = append(g.edges, e)
		}
	}
	return g, best.found
}

// To is the stage or end that the gate leads to.
func (g Gate) To() Stage { return g.w.p.stage(g.to) }

// Open reports whether everything that the gate asks for and that applies is
// met.
func (g Gate) Open() bool {
	for _, e := range g.edges {
		if !g.w.opens(g.w.p.edges[e].gate, liveReading, nil) {
			return false
		}
	}
	return true
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
		for k, e := range g.edges {
			for j, i := range g.w.p.edges[e].gate {
				n := &g.w.p.nodes[i]
				if g.before(k, j, n) {
					continue
				}
				if !yield(Entry{Requirement{g.w.p, n.requirement}, g.w.node(i, liveReading, nil), n.optional}) {
					return
				}
			}
		}
	}
}

// before reports whether the same stands earlier on the way: a requirement under
// the same condition, and as binding.
func (g Gate) before(edge, root int, n *node) bool {
	for k, e := range g.edges[:edge+1] {
		for j, i := range g.w.p.edges[e].gate {
			if k == edge && j == root {
				return false
			}
			if m := &g.w.p.nodes[i]; m.requirement == n.requirement && m.when == n.when && m.optional == n.optional {
				return true
			}
		}
	}
	return false
}

// Unmet gives what blocks: the entries that apply, are not optional and are not
// met, each requirement once.
func (g Gate) Unmet() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		var room [32]int32
		told := room[:0]
		for e := range g.Entries() {
			if e.Optional || e.Answer == Met || e.Answer == Off {
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
