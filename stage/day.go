package stage

import (
	"fmt"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// ref is a day that a definition names by what happens on it. The zero ref is
// none.
type ref struct {
	kind refKind
	of   int32 // an attribute, a milestone or a place
}

type refKind uint8

const (
	noRef refKind = iota
	todayRef
	enteredRef
	quarterStartRef
	quarterEndRef
	fiscalYearEndRef
	attributeRef
	milestoneRef
	placeRef
)

// refWords are the words for the days that no process has to define.
var refWords = [...]string{todayRef: "today", enteredRef: "entered", quarterStartRef: "quarter_start", quarterEndRef: "quarter_end", fiscalYearEndRef: "fiscal_year_end"}

// ref looks up a day that a definition names.
func (c *compiler) ref(w word) (ref, bool) {
	p := c.p
	if w.text == "" {
		return ref{}, false
	}
	for kind, name := range refWords {
		if name == w.text {
			return ref{kind: refKind(kind)}, true
		}
	}
	if i, ok := p.byAttribute[w.text]; ok {
		if p.attributes[i].kind != Day {
			w.at.Report(diag.BadDayRelation, fmt.Sprintf("the attribute %q is a %v, and no day", w.text, p.attributes[i].kind), "name an attribute of type day")
			return ref{}, false
		}
		return ref{attributeRef, int32(i)}, true
	}
	if i, ok := p.byMilestone[w.text]; ok {
		return ref{milestoneRef, int32(i)}, true
	}
	if i, ok := p.byPlace[w.text]; ok && (p.places[i].kind == Open || p.places[i].kind == passed) {
		return ref{placeRef, int32(i)}, true
	}
	known := append([]string{}, refWords[todayRef:]...)
	for _, a := range p.attributes {
		if a.kind == Day {
			known = append(known, a.id)
		}
	}
	for _, m := range p.milestones {
		known = append(known, m.id)
	}
	for _, s := range p.places[1 : 1+p.stages] {
		known = append(known, s.id)
	}
	w.at.Report(diag.BadDayRelation, fmt.Sprintf("%q is no day that process %s knows", w.text, c.d.id), ydoc.OneOf(w.text, known))
	return ref{}, false
}

// name is the word for the day.
func (r ref) name(p *Process) string {
	switch r.kind {
	case attributeRef:
		return p.attributes[r.of].id
	case milestoneRef:
		return p.milestones[r.of].id
	case placeRef:
		return p.places[r.of].id
	}
	return refWords[r.kind]
}

// moves reports whether the day is another one as time goes by.
func (r ref) moves() bool {
	return r.kind == todayRef || r.kind >= quarterStartRef && r.kind <= fiscalYearEndRef
}

// walked reports whether the day is one of the walk.
func (r ref) walked() bool { return r.kind == enteredRef || r.kind == placeRef }

// dayOf gives the day that a ref stands for; the zero Day when there is none.
func (w *Position) dayOf(r ref) deal.Day {
	switch r.kind {
	case todayRef:
		return w.day
	case enteredRef:
		if w.shown == 0 {
			return deal.Day{}
		}
		return w.entered
	case attributeRef:
		if v := w.attributes[r.of]; v.given {
			return deal.DayNumber(int(v.number))
		}
	case milestoneRef:
		return w.reached(r.of, 0, 0).on
	case placeRef:
		if w.earned.has(r.of) {
			return w.earnedOn[r.of]
		}
	case quarterStartRef, quarterEndRef, fiscalYearEndRef:
		start, end, yearEnd := w.p.calendar.quarter(w.day)
		return [...]deal.Day{start, end, yearEnd}[r.kind-quarterStartRef]
	}
	return deal.Day{}
}

// askDay answers how two days lie to each other, and when that may change by
// itself.
func (w *Position) askDay(q *question, r reading) (live Answer, turn deal.Day) {
	dayOf := func(x ref) deal.Day {
		if r == blankReading && (x.kind == milestoneRef || x.walked()) {
			return deal.Day{} // nothing has happened to a blank deal
		}
		return w.dayOf(x)
	}
	have := dayOf(q.day)
	live, turn = Met, never
	for _, other := range [...]struct {
		ref
		earlier bool // the other day must not come earlier
	}{{q.before, true}, {q.after, false}} {
		if other.kind == noRef {
			continue
		}
		than := dayOf(other.ref)
		if have.IsZero() || than.IsZero() {
			live = and(live, Unknown)
			continue
		}
		from, to := have, than
		if !other.earlier {
			from, to = than, have
		}
		live = and(live, yes(!to.Before(from) && w.far(q, from, to)))
	}
	if q.day.moves() || q.before.moves() || q.after.moves() {
		turn = w.dayTurn(q)
	}
	return live, turn
}

// far reports whether two days lie as far apart as a question asks for.
func (w *Position) far(q *question, from, to deal.Day) bool {
	cal := w.p.calendar.days()
	return (q.atLeast.IsZero() || cal.Between(from, to, q.atLeast) >= q.atLeast.Days()) &&
		(q.atMost.IsZero() || cal.Between(from, to, q.atMost) <= q.atMost.Days())
}

// dayTurn gives the first day after this one on which the answer about a day
// that moves may be another: when today comes to a bound, or a quarter ends.
func (w *Position) dayTurn(q *question) deal.Day {
	cal := w.p.calendar.days()
	turn := never
	soon := func(d deal.Day) {
		if d.After(w.day) {
			turn = deal.Earlier(turn, d)
		}
	}
	for _, r := range [...]ref{q.day, q.before, q.after} {
		if r.moves() && r.kind != todayRef {
			_, end, _ := w.p.calendar.quarter(w.day)
			soon(end.Add(1))
		}
	}
	distances := [...]deal.Duration{q.atLeast, q.atMost}
	for _, pair := range [...]struct{ earlier, later ref }{{q.day, q.before}, {q.after, q.day}} {
		from, to := w.dayOf(pair.earlier), w.dayOf(pair.later)
		if from.IsZero() || to.IsZero() {
			continue
		}
		if pair.later.kind == todayRef {
			soon(from)
			for _, d := range distances {
				soon(cal.FirstAt(from, d))
				soon(cal.Latest(from, d).Add(1))
			}
		}
		if pair.earlier.kind == todayRef {
			soon(to.Add(1))
			for _, d := range distances {
				soon(cal.Earliest(to, d))
				soon(cal.LastAt(to, d).Add(1))
			}
		}
	}
	return turn
}
