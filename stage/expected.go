package stage

import (
	"github.com/headway-go/headway/qualify/deal"
)

// Stuck reports whether the deal has been in its earned stage longer than is
// expected there, and by how many days.
func (w *Position) Stuck() (days int, stuck bool) {
	d, _ := w.expects()
	if w.shown == 0 || d.IsZero() {
		return 0, false
	}
	days = w.elapsed(w.entered, w.day, d) - d.Days()
	return days, days > 0
}

// expects is the time that is expected in the stage shown, or where it says none
// in every stage, and what that is called.
func (w *Position) expects() (d deal.Duration, by Threshold) {
	if at := &w.p.places[w.shown]; !at.expected.IsZero() {
		return at.expected, Threshold{"expected", "", at.at}
	}
	t := &w.p.watches[StuckInStage].thresholds[0]
	return t.days, Threshold{"after", "", t.at}
}

// Expected is the day on which the deal would be won if each stage left on its
// way took the time expected for it; ok is false when the process says so of
// none of them, or no way is left. Stages whose gate was crossed before, and that
// lie ahead again only because an earlier one fell, take no time.
func (w *Position) Expected() (day deal.Day, ok bool) {
	if !w.p.expects {
		return deal.Day{}, false
	}
	r := w.routeToWon(w.earned, liveReading)
	if !r.found {
		return deal.Day{}, false
	}
	cal := w.p.calendar.days()
	day = w.day
	for _, e := range r.edges {
		s := &w.p.places[w.p.edges[e].from]
		if s.expected.IsZero() || w.gates[e].crossed {
			continue
		}
		ok = true
		from := day
		if w.p.edges[e].from == w.shown {
			from = w.entered
		}
		day = deal.Later(day, cal.FirstAt(from, s.expected))
	}
	return day, ok
}
