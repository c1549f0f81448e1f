package stage

import (
	"math/bits"

	"github.com/headway-go/headway/qualify/deal"
)

// walk is the state of the walk through the gates.
type walk struct {
	gates    []crossing              // by edge
	front    []int32                 // closed gates out of earned stages, in the order in which they are tried
	moved    bool                    // a gate was crossed or taken back since the stage to show was settled
	earned   placeSet                // with the starts
	earnedOn [MaxPlaces + 2]deal.Day // by place: first day of its unbroken being earned
	stay
	several bool   // more than one earned stage was not left
	beside  []stay // by track

	backed   bool // the claim of a won end is borne out by the record
	backing  crossing
	backedBy int32 // by which alternative
}

// stay is the place shown, and since when.
type stay struct {
	shown   int32    // 0 in the main walk: none is earned
	entered deal.Day // first day of the unbroken stay there
	eve     int32    // the place shown before the day on which it last changed
	since   deal.Day // and since when
}

// crossing is the state of one gate.
type crossing struct {
	crossed bool
	held    demandSet // by entry of the gate: what holds apart from time; the last is that there is such a way
	watch   int32     // of a closed gate: 1 + the question that keeps it closed; 0: not known
	kept    demandSet // standing demands that were met at the crossing
	idle    demandSet // standing demands of which nothing applied at the crossing
	excused demandSet // those of kept that were waived
}

func (s *walk) reset(p *Process) {
	*s = walk{gates: zeroed(s.gates, len(p.edges)), front: append(s.front[:0], p.first...),
		beside: zeroed(s.beside, len(p.tracks)), earned: p.starts, moved: true}
	for i := range p.tracks {
		s.beside[i].shown = p.tracks[i].start
	}
}

// copyFrom makes s the same as t without sharing memory.
func (s *walk) copyFrom(t *walk) {
	gates, front, beside := append(s.gates[:0], t.gates...), append(s.front[:0], t.front...), append(s.beside[:0], t.beside...)
	*s = *t
	s.gates, s.front, s.beside = gates, front, beside
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
	facts = facts && w.touched // what no gate asks about brings nothing about
	w.touched = false
	if w.pass() && w.p.asksReached {
		// A stage that was just earned can switch on what a gate asks. What a
		// fact brought about takes back; what time did, never.
		if facts {
			w.takeBack()
			w.pass()
		} else {
			w.hold()
		}
	}
	w.bear()
	if w.moved || w.several || w.p.conditional != 0 {
		w.settle()
	}
}

// pass crosses what can be crossed. Until the first gate is, the deal stands where
// it stood, also when that was taken back.
func (w *Position) pass() (grew bool) {
	if w.p.asksEntered && !w.moved {
		w.settle()
	}
	return w.cross()
}

// takeBack undoes the crossing of gates whose demands a fact has made untrue,
// apart from time. A stage taken back can take others with it that wanted it
// reached.
func (w *Position) takeBack() {
	for again := true; again; {
		again = false
		for i := range w.gates {
			e := &w.p.edges[i]
			if g := &w.gates[i]; g.crossed && w.undone(g, e.gate, w.present(e, timelessReading)) {
				*g = crossing{}
				again, w.moved, w.touched = true, true, true
			}
		}
		if again {
			w.spread()
		}
	}
	if by := w.backer(); by != nil && w.undone(&w.backing, by.roots, w.leads(by, timelessReading)) {
		w.backed = false
	}
}

// thereEntry stands, behind what a gate asks for, for there being such a way.
const thereEntry = MaxEntries

// backer is what the claim of a won end rests on; nil when it is not borne out.
func (w *Position) backer() *borne {
	if !w.backed {
		return nil
	}
	return &w.p.wonBy[w.claim][w.backedBy]
}

// undone reports whether something that a crossed gate asked for, or that there
// is such a way, was true apart from time until now, and is not any more. It is
// so for each entry by itself: what time has switched on or off hides nothing
// that a fact did.
func (w *Position) undone(g *crossing, roots []int32, there bool) (undone bool) {
	entry := func(i int32, held bool) {
		undone = undone || g.held.has(i) && !held
		g.held.put(i, held)
	}
	for i, root := range roots {
		entry(int32(i), w.passes(root, timelessReading, g))
	}
	entry(thereEntry, there)
	return undone
}

// hold takes what holds now as what held until now.
func (w *Position) hold() {
	for i := range w.gates {
		if g := &w.gates[i]; g.crossed {
			e := &w.p.edges[i]
			w.undone(g, e.gate, w.present(e, timelessReading))
		}
	}
	if by := w.backer(); by != nil {
		w.undone(&w.backing, by.roots, w.leads(by, timelessReading))
	}
}

// spread works out which stages are earned over the crossed gates, and which
// gates lie before them.
func (w *Position) spread() {
	earned := w.p.starts
	for ahead := earned; ahead != 0; {
		from := ahead.first()
		ahead &^= 1 << from
		for _, i := range w.p.out[from] {
			if to := w.p.edges[i].to; w.gates[i].crossed && !earned.has(to) {
				earned |= 1 << to
				ahead |= 1 << to
			}
		}
	}
	if earned != w.earned && w.p.asksReached {
		for fresh := earned &^ w.earned; fresh != 0; fresh &= fresh - 1 {
			w.earnedOn[fresh.first()] = w.day
		}
		w.forget()
	}
	w.earned = earned
	w.front = w.front[:0]
	for _, i := range w.p.order {
		// Where only a move leads to what is earned already, crossing it changes
		// nothing; over a next, a stage is left.
		if e := &w.p.edges[i]; earned.has(e.from) && (e.next || !earned.has(e.to)) && !w.gates[i].crossed {
			w.front = append(w.front, i)
		}
	}
}

// cross crosses every gate that is open and whose stage is earned, until there
// is none left. It reports whether a stage was earned by it.
func (w *Position) cross() (grew bool) {
	for again := true; again; {
		again = false
		for _, i := range w.front {
			g := &w.gates[i]
			if w.barred(g) {
				continue
			}
			e := &w.p.edges[i]
			if w.closed(g, e) || !w.passable(e, liveReading) || !w.opens(e.rest, liveReading, nil) {
				continue
			}
			w.keep(g, e.gate, e.standing, w.present(e, timelessReading))
			w.moved, again = true, true
			grew = grew || !w.earned.has(e.to)
			w.spread() // which makes the front anew
			if w.p.asksEntered {
				w.settle()
			}
			break
		}
	}
	return grew
}

// barred reports whether the question that kept a gate closed last time does so
// still, because nothing has happened to it. Another gate may have asked it
// since, and been told yes.
func (w *Position) barred(g *crossing) bool {
	if g.watch == 0 {
		return false
	}
	a := &w.replies[g.watch-1]
	return a.live != Met && w.day.Before(a.turn)
}

// closed reports whether one of the plain questions of a gate keeps it closed.
func (w *Position) closed(g *crossing, e *edge) bool {
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
			if by := &w.p.wonBy[w.claim][i]; w.leads(by, liveReading) && w.opens(by.roots, liveReading, nil) {
				w.keep(&w.backing, by.roots, by.standing, w.leads(by, timelessReading))
				w.backed, w.backedBy = true, int32(i)
				break
			}
		}
	}
}

// leads reports whether what would bear out a won claim is there: the end's own
// needs always are, the exit of a stage only while the stage and the way are.
func (w *Position) leads(by *borne, r reading) bool {
	if by.edge < 0 {
		return true
	}
	e := &w.p.edges[by.edge]
	return w.exists(e.from, r) && w.present(e, r)
}

// keep notes a crossing, with the answers that the standing demands had.
func (w *Position) keep(g *crossing, roots, standing []int32, there bool) {
	*g = crossing{crossed: true}
	for _, i := range standing {
		n := &w.p.nodes[i]
		leaf := w.p.requirements[n.requirement].leaf
		switch a := w.leaf(n, liveReading, nil); {
		case a == Met:
			g.kept.add(leaf)
		case a.Blocks() && n.waivable != 0 && w.waived(n, liveReading):
			g.kept.add(leaf)
			g.excused.add(leaf)
		case a == Off:
			g.idle.add(leaf)
		}
	}
	w.undone(g, roots, there)
}

// opens reports whether everything that is asked for and applies is met.
func (w *Position) opens(roots []int32, r reading, at *crossing) bool {
	for _, i := range roots {
		if !w.passes(i, r, at) {
			return false
		}
	}
	return true
}

// passes reports whether an entry of a gate does not block.
func (w *Position) passes(root int32, r reading, at *crossing) bool {
	if w.p.nodes[root].optional {
		return true
	}
	a := w.node(root, r, at)
	return a == Met || a == Off
}

// forget has questions about the walk be asked again.
func (w *Position) forget() {
	for _, q := range w.p.onWalk {
		w.replies[q].turn = deal.Day{}
	}
	w.nextTurn = deal.Day{}
}

// settle finds the stage to show: of the earned stages that were not left over
// a crossed gate to a later one, the one nearest to won, then the later. A stage
// that is not there for the deal is not shown, and none is left for it.
func (w *Position) settle() {
	w.moved = false
	stay := w.earned &^ w.behind()
	for rest := stay & w.p.conditional; rest != 0; rest &= rest - 1 {
		if at := rest.first(); !w.exists(at, liveReading) {
			stay &^= 1 << at
		}
	}
	for i := range w.p.tracks {
		t := &w.p.tracks[i]
		if here := stay & (placeSet(2)<<t.done - placeSet(1)<<t.start); here != 0 {
			w.beside[i].show(here.last(), w.day)
		} else {
			w.beside[i].show(t.start, w.day)
		}
	}
	stay &= placeSet(1)<<w.p.ends - 1
	shown := int32(0)
	if stay != 0 {
		shown = stay.last()
	}
	w.several = bits.OnesCount64(uint64(stay)) > 1
	if w.several {
		shown = w.nearest(stay)
	}
	if !w.stay.show(shown, w.day) || !w.p.asksEntered {
		return
	}
	w.forget()
	if w.several && w.stay.show(w.nearest(stay), w.day) {
		w.forget() // it was the nearest only for as long as it was not shown
	}
}

// behind gives the places that were left over a crossed gate for a later one that
// is there, or through one that is not for one that is.
func (w *Position) behind() placeSet {
	var left placeSet
	for rest := w.earned; rest != 0; {
		from := rest.last() // what lies ahead is known then
		rest &^= 1 << from
		for _, i := range w.p.out[from] {
			if to := w.p.edges[i].to; w.gates[i].crossed && to >= from && (left.has(to) || w.exists(to, liveReading)) {
				left |= 1 << from
				break
			}
		}
	}
	return left
}

// show shows a place from a day on, and reports whether it is another one. A
// stay is unbroken where another place was shown in the middle of a day alone.
func (s *stay) show(place int32, on deal.Day) bool {
	if place == s.shown && !s.entered.IsZero() {
		return false
	}
	if s.entered.Before(on) {
		s.eve, s.since = s.shown, s.entered
	}
	s.shown, s.entered = place, on
	if place == s.eve && !s.since.IsZero() {
		s.entered = s.since
	}
	return true
}

// nearest gives the place of a set with the fewest demands open on the way to
// won, the later of several.
func (w *Position) nearest(set placeSet) int32 {
	w.openLive.stale = true
	best, least := int32(0), -1
	for rest := set; rest != 0; rest &= rest - 1 {
		at := rest.first()
		if r := w.routeFrom(at, liveReading); r.found && (least < 0 || r.n <= least) {
			best, least = at, r.n
		} else if !r.found && least < 0 {
			best = at
		}
	}
	return best
}
