package stage

import (
	"math/bits"

	"github.com/headway-go/headway/qualify/deal"
)

// walk is the state of the walk through the gates.
type walk struct {
	gates   []crossing // by edge
	front   []int32    // closed gates out of earned stages, in the order in which they are tried
	moved   bool       // a gate was crossed or taken back since the stage to show was settled
	earned  placeSet   // with the start
	shown   int32      // the place shown; 0: none is earned
	entered deal.Day   // first day of the unbroken stay there
	several bool       // more than one earned stage was not left

	backed   bool // the claim of a won end is borne out by the record
	backing  crossing
	backedBy int32 // by which alternative
}

// crossing is the state of one gate.
type crossing struct {
	crossed bool
	held    bool      // what it asked for holds apart from time
	watch   int32     // of a closed gate: 1 + the question that keeps it closed; 0: not known
	kept    demandSet // standing demands that were met at the crossing
	idle    demandSet // standing demands of which nothing applied at the crossing
}

func (s *walk) reset(p *Process) {
	*s = walk{gates: zeroed(s.gates, len(p.edges)), front: append(s.front[:0], p.first...), earned: 1, moved: true}
}

// copyFrom makes s the same as t without sharing memory.
func (s *walk) copyFrom(t *walk) {
	gates, front := append(s.gates[:0], t.gates...), append(s.front[:0], t.front...)
	*s = *t
	s.gates, s.front = gates, front
}

// step lets the facts, or the time alone, of one day take their effect.
func (w *Position) step(facts bool) {
	if w.lowered {
		w.lowered = false
		w.takeBack()
	}
	if facts && !w.touched && !w.several && w.day.Before(w.nextTurn) {
		return // nothing that any gate asks about, and nothing that time did
	}
	w.touched = false
	if w.cross() && w.p.asksReached {
		// A stage that was just earned can switch on what a gate asks. What a
		// fact brought about takes back; what time did, never.
		if facts {
			w.takeBack()
			w.cross()
		} else {
			w.hold()
		}
	}
	w.bear()
	if w.moved || w.several {
		w.settle()
	}
}

// takeBack undoes the crossing of gates whose demands a fact has made untrue,
// apart from time. A stage taken back can take others with it that wanted it
// reached.
func (w *Position) takeBack() {
	for again := true; again; {
		again = false
		for i := range w.gates {
			if g := &w.gates[i]; g.crossed && w.undone(g, w.p.edges[i].gate) {
				*g = crossing{}
				again, w.moved, w.touched = true, true, true
			}
		}
		again = w.spread() || again
	}
	if w.backed && w.undone(&w.backing, w.p.wonBy[w.claim][w.backedBy].roots) {
		w.backed = false
	}
}

// undone reports whether something that a crossed gate asked for was true apart
// from time until now, and is not any more.
func (w *Position) undone(g *crossing, roots []int32) bool {
	held := w.opens(roots, timelessReading, g)
	was := g.held
	g.held = held
	return was && !held
}

// hold takes what holds now as what held until now.
func (w *Position) hold() {
	for i := range w.gates {
		if g := &w.gates[i]; g.crossed {
			w.undone(g, w.p.edges[i].gate)
		}
	}
}

// spread works out which stages are earned over the crossed gates, and reports
// whether that has changed.
func (w *Position) spread() bool {
	earned := placeSet(1)
	for again := true; again; {
		again = false
		for i := range w.gates {
			e := &w.p.edges[i]
			if w.gates[i].crossed && earned.has(e.from) && !earned.has(e.to) {
				earned |= 1 << e.to
				again = true
			}
		}
	}
	changed := earned != w.earned
	w.earned = earned
	w.front = w.front[:0]
	for _, i := range w.p.order {
		if !w.gates[i].crossed && earned.has(w.p.edges[i].from) {
			w.front = append(w.front, i)
		}
	}
	return changed
}

// cross crosses every gate that is open and whose stage is earned, until there
// is none left. It reports whether a stage was earned by it.
func (w *Position) cross() (grew bool) {
	for again := true; again; {
		again = false
		for _, i := range w.front {
			e := &w.p.edges[i]
			g := &w.gates[i]
			if w.closed(g, e) || !w.opens(e.gate, liveReading, nil) {
				continue
			}
			w.keep(g, e.gate, e.standing)
			w.moved, again = true, true
			grew = grew || !w.earned.has(e.to)
			w.spread() // which makes the front anew
			break
		}
	}
	return grew
}

// closed reports whether one of the plain questions of a gate keeps it closed.
// Mostly it is the one that did last time, and nothing has happened to it.
func (w *Position) closed(g *crossing, e *edge) bool {
	if g.watch > 0 {
		// Another gate may have asked it since, and been told yes.
		if a := &w.replies[g.watch-1]; a.live != Met && w.day.Before(a.turn) {
			return true
		}
	}
	for _, q := range e.plain {
		if w.answer(q).live != Met {
			g.watch = q + 1
			return true
		}
	}
	g.watch = 0
	return false
}

// bear believes the claim of a won end from the day on which the record bears
// it out.
func (w *Position) bear() {
	if w.claim > 0 && !w.backed && w.p.places[w.claim].kind == Won {
		for i := range w.p.wonBy[w.claim] {
			if by := &w.p.wonBy[w.claim][i]; w.opens(by.roots, liveReading, nil) {
				w.keep(&w.backing, by.roots, by.standing)
				w.backed, w.backedBy = true, int32(i)
				break
			}
		}
	}
}

// keep notes a crossing, with the answers that the standing demands had.
func (w *Position) keep(g *crossing, roots, standing []int32) {
	*g = crossing{crossed: true}
	for _, i := range standing {
		n := &w.p.nodes[i]
		switch leaf := w.p.requirements[n.requirement].leaf; w.leaf(n, liveReading, nil) {
		case Met:
			g.kept.add(leaf)
		case Off:
			g.idle.add(leaf)
		}
	}
	g.held = w.opens(roots, timelessReading, g)
}

// opens reports whether everything that is asked for and applies is met.
func (w *Position) opens(roots []int32, r reading, at *crossing) bool {
	for _, i := range roots {
		if w.p.nodes[i].optional {
			continue
		}
		if a := w.node(i, r, at); a != Met && a != Off {
			return false
		}
	}
	return true
}

// settle finds the stage to show: of the earned stages that were not left over
// a crossed gate to a later one, the one nearest to won, then the later.
func (w *Position) settle() {
	w.moved = false
	stay := w.earned
	for i := range w.gates {
		if e := &w.p.edges[i]; w.gates[i].crossed && e.to > e.from {
			stay &^= 1 << e.from
		}
	}
	shown := int32(0)
	if stay != 0 {
		shown = int32(bits.Len64(uint64(stay)) - 1)
	}
	w.several = bits.OnesCount64(uint64(stay)) > 1
	if w.several {
		shown = w.nearest(stay)
	}
	if shown != w.shown || w.entered.IsZero() {
		w.shown, w.entered = shown, w.day
	}
}

// nearest gives the place of a set with the fewest demands open on the way to
// won, the later of several.
func (w *Position) nearest(set placeSet) int32 {
	w.openLive.stale = true
	best, least := int32(0), -1
	for rest := set; rest != 0; rest &= rest - 1 {
		at := int32(bits.TrailingZeros64(uint64(rest)))
		if r := w.routeFrom(at, liveReading); r.found && (least < 0 || r.n <= least) {
			best, least = at, r.n
		} else if !r.found && least < 0 {
			best = at
		}
	}
	return best
}
