package stage

import (
	"iter"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// Process is the process that the position was worked out by.
func (w *Position) Process() *Process { return w.p }

// Record is the record of the deal.
func (w *Position) Record() *deal.Record { return w.rec }

// Day is the day of the last look.
func (w *Position) Day() deal.Day { return w.day }

// Seen is how many facts of the record the last look saw.
func (w *Position) Seen() int { return w.seen }

// Assessment gives the standings of the elements at the last look.
func (w *Position) Assessment() qualify.Assessment { return w.ledger.Assess(w.day) }

// Stage is the stage that the deal has earned; the zero Stage while the gate
// into the process is closed. Of several earned stages that were not left for
// a later one, it is the one nearest to won.
func (w *Position) Stage() Stage { return w.p.stage(w.shown) }

// Earned reports whether a stage is earned.
func (w *Position) Earned(s Stage) bool { return s.IsZero() || w.earned.has(s.i) }

// Entered is the first day of the unbroken stay in the earned stage.
func (w *Position) Entered() deal.Day { return w.entered }

// Claimed is the stage or end that the CRM claims; the zero Stage when it
// claims none that the process knows.
func (w *Position) Claimed() Stage { return w.p.stage(w.claim) }

// ClaimedOn is the day of the claim, and its fact; ok is false without one.
func (w *Position) ClaimedOn() (on deal.Day, fact int, ok bool) {
	return w.claimedOn, int(w.claimFact), w.claim > 0
}

// Stands is the end at which the deal stands, the zero Stage while it is open.
// A lost or left end is believed at once; a won end only when the record bears
// it out.
func (w *Position) Stands() Stage { return w.p.stage(w.stands()) }

// BornOut gives what a won claim rests on: the requirements that were met when
// it was borne out. It is empty when the claim is not borne out, and when
// nothing is asked for, so that it rests on the CRM's word alone.
func (w *Position) BornOut() []Requirement {
	if !w.backed {
		return nil
	}
	var out []Requirement
	for _, i := range w.p.wonBy[w.claim][w.backedBy].roots {
		if n := &w.p.nodes[i]; !n.optional && w.node(i, timelessReading, &w.backing.kept) == Met {
			out = append(out, Requirement{w.p, n.requirement})
		}
	}
	return out
}

// Owing gives what a won claim would have to rest on and does not: the
// requirements that are not met, of the alternative that comes first.
func (w *Position) Owing() []Requirement {
	if w.claim == 0 || w.backed || len(w.p.wonBy[w.claim]) == 0 {
		return nil
	}
	var out []Requirement
	for _, i := range w.p.wonBy[w.claim][0].roots {
		n := &w.p.nodes[i]
		if a := w.node(i, liveReading, nil); !n.optional && a != Met && a != Off {
			out = append(out, Requirement{w.p, n.requirement})
		}
	}
	return out
}

// Paused is the last day of a declared pause that covers the day, and its fact.
func (w *Position) Paused() (until deal.Day, fact int, ok bool) {
	return w.paused, int(w.pauseFact), !w.paused.Before(w.day)
}

// Remaining is the least number of different open demands on any way from an
// earned stage to a won end.
func (w *Position) Remaining() int { return w.routeToWon(w.earned, liveReading).n }

// Route gives the demands that are open on the way that [Position.Remaining]
// counts, in the order in which they come on it.
func (w *Position) Route() []Requirement {
	r := w.routeToWon(w.earned, liveReading)
	return w.requirementsOf(&r)
}

// Blank is how many demands a deal with the same attributes and no other fact
// would have open: the length of the whole way.
func (w *Position) Blank() int { return w.blankRemaining() }

// Inflation is how far the claim is ahead of what was earned: the least number
// of different open demands on any way from an earned stage to the claimed one.
// It is 0 when the claimed stage is earned, when the deal stands at a lost or
// left end, and when nothing is claimed. onRoute is false when no way leads
// there.
func (w *Position) Inflation() (demands int, onRoute bool) {
	switch k := w.Claimed().Kind(); {
	case k == NoPlace || k == Lost || k == Left || w.earned.has(w.claim):
		return 0, true
	}
	var best route
	w.routeTo(w.earned, w.claim, liveReading, &best)
	return best.n, best.found
}

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
				if g.before(k, j, n.requirement) {
					continue
				}
				if !yield(Entry{Requirement{g.w.p, n.requirement}, g.w.node(i, liveReading, nil), n.optional}) {
					return
				}
			}
		}
	}
}

// before reports whether a requirement stands earlier on the way, too.
func (g Gate) before(edge, root int, requirement int32) bool {
	for k, e := range g.edges[:edge+1] {
		for j, i := range g.w.p.edges[e].gate {
			if k == edge && j == root {
				return false
			}
			if g.w.p.nodes[i].requirement == requirement {
				return true
			}
		}
	}
	return false
}

// Unmet gives what blocks: the entries that apply, are not optional and are not
// met.
func (g Gate) Unmet() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for e := range g.Entries() {
			if !e.Optional && e.Answer != Met && e.Answer != Off && !yield(e) {
				return
			}
		}
	}
}
