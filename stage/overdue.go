package stage

// Overdue is a stage in which the deal stands past its limit.
type Overdue struct {
	Stage Stage
	Days  int       // by how many days
	Limit Threshold // the limit that applies
	Fact  int       // what set the day that it counts from or towards; -1: no single fact did
}

// Overdue gives the stages in which the deal stands past their limit, of the
// main walk and then of the tracks.
func (w *Position) Overdue() []Overdue {
	var out []Overdue
	for _, s := range append([]stay{w.stay}, w.beside...) {
		if days, over := w.overdue(s); over {
			l := w.limitOf(s)
			out = append(out, Overdue{w.p.stage(s.shown), days, Threshold{"limit", l.of.String(), l.at}, w.counting(l)})
		}
	}
	return out
}

// counting gives the fact that set the day from or towards which a limit counts; -1
// when no single one did.
func (w *Position) counting(l *limit) int {
	day := l.from
	if l.before.kind != noRef {
		day = l.before
	}
	switch day.kind {
	case attributeRef:
		return int(w.setBy[day.of])
	case milestoneRef:
		return int(w.reached(day.of, 0, 0).fact)
	}
	return -1
}

// IsOverdue reports whether there is any [Position.Overdue].
func (w *Position) IsOverdue() bool {
	_, over := w.overdue(w.stay)
	for _, s := range w.beside {
		_, beside := w.overdue(s)
		over = over || beside
	}
	return over
}

// limitOf gives the first limit of the stage shown that applies; nil when none
// does.
func (w *Position) limitOf(s stay) *limit {
	at := &w.p.places[s.shown]
	if at.kind != Open {
		return nil
	}
	for i := range at.limits {
		if l := &at.limits[i]; l.when < 0 || w.node(l.when, liveReading, nil) != Unmet {
			return l
		}
	}
	return nil
}

// overdue judges the limit that applies.
func (w *Position) overdue(s stay) (days int, over bool) {
	l := w.limitOf(s)
	switch {
	case l == nil:
	case l.before.kind != noRef:
		if day := w.dayOf(l.before); !day.IsZero() {
			days = w.day.Sub(w.p.calendar.days().LastAt(day, l.of))
		}
	case l.from.kind != noRef:
		if day := w.dayOf(l.from); !day.IsZero() {
			days = w.elapsed(day, w.day, l.of) - l.of.Days()
		}
	default:
		days = w.elapsed(s.entered, w.day, l.of) - l.of.Days()
	}
	return days, days > 0
}
