package stage

import (
	"slices"

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

// At is the stage of a track that the deal has earned, the zero Stage before the
// first and when the track is done.
func (w *Position) At(t Track) (s Stage, done bool) {
	switch x, at := &w.p.tracks[t.i], w.beside[t.i].shown; at {
	case x.start:
		return Stage{}, false
	case x.done:
		return Stage{}, true
	default:
		return w.p.stage(at), false
	}
}

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
		if n := &w.p.nodes[i]; !n.optional && w.node(i, timelessReading, &w.backing) == Met {
			out = append(out, Requirement{w.p, n.requirement})
		}
	}
	return out
}

// Owing gives what is missing at the end that is claimed: what a won claim would
// have to rest on and does not (of several alternatives, the first), and what a
// lost or left end needs and does not have. It is empty for a stage.
func (w *Position) Owing() []Requirement {
	if w.claim == 0 || w.backed {
		return nil
	}
	roots := w.p.places[w.claim].enter
	switch w.p.places[w.claim].kind {
	case Open:
		return nil
	case Won:
		if len(w.p.wonBy[w.claim]) == 0 {
			return nil
		}
		roots = w.p.wonBy[w.claim][0].roots
	}
	var out []Requirement
	for _, i := range roots {
		if !w.passes(i, liveReading, nil) {
			out = append(out, Requirement{w.p, w.p.nodes[i].requirement})
		}
	}
	return out
}

// Owes reports whether anything is missing at the end that is claimed, apart from
// what a won claim rests on: the needs of a lost or left end, or a reason.
func (w *Position) Owes() bool {
	end := &w.p.places[w.claim]
	return w.OwesReason() || (end.kind == Lost || end.kind == Left) && !w.opens(end.enter, liveReading, nil)
}

// OwesReason reports whether the end that is claimed wants one of its reasons
// and the claim gives none of them.
func (w *Position) OwesReason() bool {
	reasons := w.p.places[w.claim].reasons
	if len(reasons) == 0 || w.claimFact < 0 {
		return false
	}
	return !slices.ContainsFunc(w.rec.Fact(int(w.claimFact)).(deal.Stage).Reason, func(r string) bool { return slices.Contains(reasons, r) })
}

// Paused is the last day of a declared pause that covers the day, and its fact.
func (w *Position) Paused() (until deal.Day, fact int, ok bool) {
	return w.paused, int(w.pauseFact), !w.paused.Before(w.day)
}

// Remaining is the least number of different open demands on any way from an
// earned stage to a won end; [NoWay] when none is left for this deal.
func (w *Position) Remaining() int {
	if l := w.taken(); l != nil {
		return l.remaining
	}
	r := w.routeToWon(w.earned, liveReading)
	return r.left()
}

// Route gives the demands that are open on the way that [Position.Remaining]
// counts, in the order in which they come on it.
func (w *Position) Route() []Requirement {
	r := w.routeToWon(w.earned, liveReading)
	return w.requirementsOf(&r)
}

// Blank is how many demands a deal with the same attributes and no other fact
// would have open: the length of the whole way; [NoWay] when there is none.
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

// stands gives the end at which the deal stands: a lost or left one because the
// record says so, a won one when the record bears it out too.
func (w *Position) stands() int32 {
	if w.claim == 0 {
		return 0
	}
	switch w.p.places[w.claim].kind {
	case Lost, Left:
		return w.claim
	case Won:
		if w.backed {
			return w.claim
		}
	}
	return 0
}
