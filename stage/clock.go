package stage

import (
	"fmt"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// limitDef is a limit as it was written.
type limitDef struct {
	at           ydoc.Value
	of           segmented[deal.Duration]
	from, before word
	when         *requirementDef
}

type silenceDef struct {
	warn, flag segmented[deal.Duration]
	when       *requirementDef
	then       word
}

// defineLimits reads one limit or several.
func defineLimits(v ydoc.Value) []limitDef {
	var out []limitDef
	if v.Kind() == ydoc.List && v.Len() == 0 {
		v.Report(diag.EmptyList, "no limit is named", "name one, or leave limit out")
	}
	for item := range v.OneOrMore() {
		l := limitDef{at: item}
		if item.Kind() != ydoc.Mapping || !item.Has("of") && !item.Has("from") && !item.Has("before") {
			l.of = readSegmented(item, duration) // the time since the stage was entered
			out = append(out, l)
			continue
		}
		o, _ := item.Object(limitShape)
		l.of = readSegmented(o.Get("of"), duration)
		l.from, l.before = readWord(o.Get("from")), readWord(o.Get("before"))
		if o.Get("from").Given() && o.Get("before").Given() {
			item.Report(diag.BadDayRelation, "a limit counts from one day, or towards one", "take from or before out")
		}
		if when := o.Get("when"); when.Given() {
			l.when = defineCondition(when)
		}
		out = append(out, l)
	}
	return out
}

func defineSilence(v ydoc.Value) *silenceDef {
	if !v.Given() {
		return nil
	}
	o, ok := v.Object(silenceShape)
	if !ok {
		return nil
	}
	s := &silenceDef{warn: readSegmented(o.Get("warn"), duration), flag: readSegmented(o.Get("flag"), duration), then: readWord(o.Get("then"))}
	if !s.warn.given() && !s.flag.given() {
		v.Report(diag.YAMLMissingKey, `silence needs the key "warn" or "flag"`, "add flag: 30d, or warn: 14d for a hint before it")
	}
	if when := o.Get("when"); when.Given() {
		s.when = defineCondition(when)
	}
	return s
}

// clocks are the times of a stage.
type clocks struct {
	expected deal.Duration // the optimal time in it; zero: not said
	at       diag.Pos      // where that is written
	limits   []limit
	silence  *silence
	waitsFor deal.Side
}

// limit is how long a deal may stay: so long from a day on, or until so long
// before one.
type limit struct {
	of     deal.Duration
	from   ref
	before ref
	when   int32
	at     diag.Pos // where of is written
}

// silence is how long the other side may not be heard.
type silence struct {
	warn, flag     deal.Duration // zero: there is none
	warnAt, flagAt diag.Pos
	when           int32
	then           int32 // an end; 0: not said
}

// clocks compiles the times of a stage.
func (c *compiler) clocks(s *stageDef) clocks {
	var out clocks
	out.expected, out.at = takeAt(c, s.expected)
	c.p.expects = c.p.expects || !out.expected.IsZero()
	out.waitsFor = s.waitsFor
	for _, l := range s.limits {
		knowsSegments(c, l.of)
		of, at, there := pickAt(c, l.of)
		x := limit{of: of, when: c.condition(l.when), at: at.Pos()}
		ok := true
		if l.from.text != "" {
			x.from, ok = c.ref(l.from)
		}
		if l.before.text != "" {
			x.before, ok = c.ref(l.before)
		}
		c.p.asksReached = c.p.asksReached || x.from.kind == placeRef || x.before.kind == placeRef
		if there && ok && x.when >= none {
			out.limits = append(out.limits, x)
		}
	}
	if s.silence != nil {
		x := &silence{when: c.condition(s.silence.when)}
		x.warn, x.warnAt = takeAt(c, s.silence.warn)
		x.flag, x.flagAt = takeAt(c, s.silence.flag)
		if then := s.silence.then; then.text != "" {
			if to, ok := c.find(then, c.p.byPlace, diag.UnknownStage, "end"); ok && (c.p.places[to].kind <= Open || c.p.places[to].kind == passed) {
				then.at.Report(diag.UnknownStage, fmt.Sprintf("%q is no end; silence ends in one", then.text), "name an end")
			} else if ok {
				x.then = to
			}
		}
		if x.when >= none {
			out.silence = x
		}
	}
	return out
}

// elapsed counts the days after one day up to another, of those that a duration
// counts, leaving out quiet periods and declared pauses: in them the clocks
// stand still.
func (w *Position) elapsed(from, to deal.Day, like deal.Duration) int {
	return w.elapsedBeside(w.pauses, from, to, like)
}

// elapsedBeside is elapsed with some pauses, which are in the order of their first
// day, as quiet periods are.
func (w *Position) elapsedBeside(pauses []quiet, from, to deal.Day, like deal.Duration) int {
	cal := w.p.calendar.days()
	n := cal.Between(from, to, like)
	periods := w.p.calendar.periods()
	for from.Before(to) && len(periods)+len(pauses) > 0 {
		first := &periods
		if len(periods) == 0 || len(pauses) > 0 && pauses[0].from.Before(periods[0].from) {
			first = &pauses
		}
		still := (*first)[0]
		*first = (*first)[1:]
		if still.from.After(to) {
			break
		}
		if still.to.After(from) {
			end := deal.Earlier(still.to, to)
			n -= cal.Between(deal.Later(from, still.from.Add(-1)), end, like)
			from = end
		}
	}
	return n
}

// past reports whether more than a duration has elapsed.
func (w *Position) past(from deal.Day, d deal.Duration) bool {
	return !d.IsZero() && !from.IsZero() && w.elapsed(from, w.day, d) > d.Days()
}

// DaysInStage is how long the deal has been in its earned stage, in calendar
// days without quiet periods and pauses.
func (w *Position) DaysInStage() int {
	if w.shown == 0 {
		return 0
	}
	return w.elapsed(w.entered, w.day, deal.Duration{})
}

// IsLate reports whether more of a signal's first threshold has gone by since a
// day than it allows. Days of quiet periods do not count, nor do those of pauses,
// but for the close date: a pause is no reason to leave a date that cannot be
// kept in a forecast.
func (w *Position) IsLate(s Signal, since deal.Day) bool {
	t := &w.p.watches[s].thresholds[0]
	if t.unsaid || !since.Before(w.day) {
		return false
	}
	pauses := w.pauses
	if s == CloseDatePast {
		pauses = nil
	}
	return w.elapsedBeside(pauses, since, w.day, t.days) > t.count
}

// WakeDue reports whether a deal that was left is to be looked at again, and how
// many days ago that began.
func (w *Position) WakeDue() (days int, due bool) {
	end := &w.p.places[w.claim]
	if end.kind != Left || end.wake.IsZero() {
		return 0, false
	}
	days = w.day.Sub(w.p.calendar.days().FirstAt(w.claimedOn, end.wake))
	return days, days >= 0
}
