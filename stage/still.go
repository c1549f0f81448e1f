package stage

import (
	"github.com/headway-go/headway/qualify/deal"
)

// Quiet is the quiet period of the process's calendar that covers the day: its
// last day, and why.
func (w *Position) Quiet() (until deal.Day, why string, ok bool) {
	q, ok := w.p.calendar.quietOn(w.day)
	return q.to, q.why, ok
}

// Waits is the side that the stage waits for, while it is within its limit: its
// silence is normal. NoSide when it waits for nobody.
func (w *Position) Waits() deal.Side {
	side := w.p.places[w.shown].waitsFor
	if side == deal.NoSide {
		return side
	}
	if _, over := w.overdue(w.stay); over {
		return deal.NoSide
	}
	return side
}

// StandsStill reports whether nothing has to happen on the day: a quiet period or
// a declared pause covers it, or the stage waits for somebody.
func (w *Position) StandsStill() bool {
	if _, _, paused := w.Paused(); paused {
		return true
	}
	_, quiet := w.p.calendar.quietOn(w.day)
	return quiet || w.Waits() != deal.NoSide
}
