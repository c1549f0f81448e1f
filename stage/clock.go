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

// Quiet is the quiet period of the process's calendar that covers the day: its
// last day, and why.
func (w *Position) Quiet() (until deal.Day, why string, ok bool) {
	q, ok := w.p.calendar.quietOn(w.day)
	return q.to, q.why, ok
}

// DaysInStage is how long the deal has been in its earned stage, in calendar
// days without quiet periods and pauses.
func (w *Position) DaysInStage() int {
	if w.shown == 0 {
		return 0
	}
	return w.elapsed(w.entered, w.day, deal.Duration{})
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

// Silence is how long nothing was heard from the other side.
type Silence struct {
	Since deal.Day // the last day on which they were heard, or else the first of the record
	Fact  int      // what was heard; -1: nothing ever was
	Days  int      // without quiet periods and pauses
	Warn  bool     // too long for a hint
	Flag  bool     // too long for a flag
	Then  Stage    // the end that the team makes of it; zero: it does not say
}

// Silence measures the silence of the other side: since the last two-way
// encounter, inbound activity, statement, document, act, milestone or approval
// of the buyer's or a third party's. ok is false where the process says nothing
// about it, and where the stage waits for somebody.
func (w *Position) Silence() (s Silence, ok bool) {
	warn, flag := w.p.watches[Silent].thresholds[0].days, w.p.watches[Silent].thresholds[1].days
	if of := w.ownSilence(); of != nil {
		warn, flag = of.warn, of.flag
		s.Then = w.p.stage(of.then)
	}
	if warn.IsZero() && flag.IsZero() || w.Waits() != deal.NoSide {
		return s, false
	}
	s.Since, s.Fact = w.heard()
	s.Days = w.elapsed(s.Since, w.day, deal.Duration{})
	s.Warn, s.Flag = w.past(s.Since, warn), w.past(s.Since, flag)
	return s, true
}

// ownSilence is what the stage shown says about silence, if that applies.
func (w *Position) ownSilence() *silence {
	of := w.p.places[w.shown].silence
	if of != nil && of.when >= 0 && w.node(of.when, liveReading, nil) == Unmet {
		return nil
	}
	return of
}

// heard finds the last day on which the other side was heard.
func (w *Position) heard() (on deal.Day, fact int) {
	for i := len(w.timeline.events) - 1; i >= 0; i-- {
		e := &w.timeline.events[i]
		if e.on.After(w.day) || int(e.fact) >= w.seen {
			continue
		}
		theirs := func(s deal.Side) bool { return s == deal.Buyer || s == deal.ThirdParty }
		spoke := false
		switch e.kind {
		case activityEvent:
			spoke = e.inbound || w.encounter(e)
		case evidenceEvent:
			spoke = e.form >= deal.Statement && theirs(w.ledger.Side(e.voice))
		case milestoneEvent:
			spoke = theirs(w.ledger.Side(e.voice))
		case approvalEvent:
			spoke = theirs(w.decider(&decision{voice: e.voice, roles: e.roles}))
		}
		if spoke {
			return e.on, int(e.fact)
		}
	}
	return w.began, -1
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

// IsUninvolved reports whether there is any [Position.Uninvolved].
func (w *Position) IsUninvolved() bool {
	for _, r := range w.p.places[w.shown].involve {
		if people, _ := w.Has(w.p.roles[r].id); people == 0 {
			return true
		}
	}
	return false
}

// Uninvolved gives the roles that have to take part in the earned stage and that
// nobody on record has.
func (w *Position) Uninvolved() []string {
	var out []string
	for _, r := range w.p.places[w.shown].involve {
		if people, _ := w.Has(w.p.roles[r].id); people == 0 {
			out = append(out, w.p.roles[r].id)
		}
	}
	return out
}
