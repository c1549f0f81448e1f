package stage

import (
	"cmp"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// late is a fact that speaks for the deal and was noted on a later day than that
// on which it happened.
type late struct {
	fact      int32
	on, noted deal.Day
	event     event
}

// notes keeps a fact that was noted late.
func (t *timeline) notes(e event, at deal.Stamp) {
	if at.Noted.After(at.On) && !e.flag {
		t.late = append(t.late, late{e.fact, at.On, at.Noted, e})
	}
}

// sortLate puts what was noted late in the order in which it was noted, and
// leaves out what was noted on the first day of the record: a deal that is taken
// in brings its history along.
func (t *timeline) sortLate(rec *deal.Record) {
	if len(t.late) == 0 {
		return
	}
	first := begun(rec)
	t.late = slices.DeleteFunc(t.late, func(x late) bool { return x.noted == first })
	slices.SortFunc(t.late, func(a, b late) int { return cmp.Compare(a.fact, b.fact) })
}

// begun is the day on which somebody began to keep the record: the first on which
// anything but an activity was noted.
func begun(rec *deal.Record) deal.Day {
	for _, f := range rec.Facts() {
		if _, ok := f.(deal.Activity); !ok {
			return f.When().Noted
		}
	}
	return deal.Day{}
}

// Backfilled gives the facts that speak for the deal and were noted late, in the
// order in which they were noted, and the most days that it took; none when they
// are so few that nothing is to be said about it.
func (w *Position) Backfilled() (facts []int, days int) {
	least, all := w.leastLate(), 0
	for rest := w.lateSeen(); len(rest) > 0; {
		var day []late
		day, rest = cutDay(rest)
		after, _ := w.lateOn(day)
		all += after
	}
	for rest := w.lateSeen(); len(rest) > 0; {
		var day []late
		day, rest = cutDay(rest)
		_, atMove := w.lateOn(day)
		for i := range day {
			if x := &day[i]; all >= least && w.isLate(x, 0) || atMove >= least && w.isLate(x, 2) {
				facts = append(facts, int(x.fact))
				days = max(days, x.noted.Sub(x.on))
			}
		}
	}
	return facts, days
}

// IsBackfilled reports whether there is any [Position.Backfilled].
func (w *Position) IsBackfilled() bool {
	least, all := w.leastLate(), 0
	for rest := w.lateSeen(); all+len(rest) >= least && len(rest) > 0; {
		var day []late
		day, rest = cutDay(rest)
		after, atMove := w.lateOn(day)
		if all += after; max(all, atMove) >= least {
			return true
		}
	}
	return false
}

// leastLate is the number of facts from which on something is to be said.
func (w *Position) leastLate() int {
	t := &w.p.watches[Backfilled].thresholds[1]
	if t.unsaid {
		return maxThreshold + 1
	}
	return max(t.count, 1)
}

// lateSeen gives what was noted late, as far as the view sees it.
func (w *Position) lateSeen() []late {
	all := w.timeline.late
	n := len(all)
	for n > 0 && int(all[n-1].fact) >= w.seen {
		n--
	}
	return all[:n]
}

// cutDay cuts off what was noted on the first day.
func cutDay(all []late) (day, rest []late) {
	n := 1
	for n < len(all) && all[n].noted == all[0].noted {
		n++
	}
	return all[:n], all[n:]
}

// lateOn counts what was noted late on one day: long after it happened, and when
// the claim had just moved forward. Then somebody may have looked for what the
// new stage asks.
func (w *Position) lateOn(day []late) (after, atMove int) {
	moved := w.movedForward(day[0].noted) || w.movedForward(day[0].noted.Add(-1))
	for i := range day {
		if w.isLate(&day[i], 0) {
			after++
		}
		if moved && w.isLate(&day[i], 2) {
			atMove++
		}
	}
	return after, atMove
}

// movedForward reports whether somebody noted on a day that the claim moved
// forward, whatever day they gave it.
func (w *Position) movedForward(noted deal.Day) bool { return slices.Contains(w.forward, noted) }

// isLate reports whether a fact that counts was noted later than a threshold
// allows.
func (w *Position) isLate(x *late, threshold int) bool {
	last, ok := w.p.Within(Backfilled, threshold, x.on)
	if !ok || !x.noted.After(last) {
		return false
	}
	switch x.event.kind {
	case milestoneEvent:
		return w.ledger.Side(x.event.voice) == w.p.milestones[x.event.subject].by
	case approvalEvent:
		return w.decider(&decision{voice: x.event.voice, roles: x.event.roles}) != deal.NoSide
	}
	return w.ledger.Side(x.event.voice) != deal.NoSide
}
