package stage

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// Signal is something about a deal that deserves a look. Package score raises
// them; a process says here which of them it does not want, and from when on.
type Signal uint8

// The signals, in the order in which they are told: what each is called in the
// language and how much it matters, when it is raised, and what is said with it.
// SPEC.md has the same as a table.
const (
	// WonUnproven, won_unproven, flag: a won end is claimed and not borne out.
	// Figures: count, what is owing. Facts: the claim. Thresholds: none.
	WonUnproven Signal = iota

	// Reopened, reopened, flag: the claim was an end and is a stage again.
	// Figures: none. Facts: the claim that took it out. Thresholds: none.
	Reopened

	// EndIncomplete, end_incomplete, hint: something is owing at a lost or left
	// end, or a reason at any. Figures: count, what is owing. Facts: the claim.
	// Thresholds: none.
	EndIncomplete

	// OffRoute, off_route, flag: no way leads to the claimed stage. Figures: none.
	// Facts: the claim. Thresholds: none.
	OffRoute

	// StageInflated, stage_inflated, flag: inflation is above `above`. Figures:
	// count, the inflation. Facts: the claim. Thresholds: `above: <int>`, 0.
	StageInflated

	// EvidenceContradicted, evidence_contradicted, flag: an element is contradicted.
	// Figures: count and standings, the elements. Facts: what speaks against them.
	// Thresholds: none.
	EvidenceContradicted

	// ChampionGone, champion_gone, flag: somebody with the role or the stance
	// `champion` is gone, and nobody with it is there. Figures: count, the people.
	// Facts: the last about each. Thresholds: none.
	ChampionGone

	// OverdueStage, overdue_stage, flag: a limit of the stage shown, or of a track's,
	// is over. Figures: count and stages, where; days, the most beyond a limit. Facts:
	// what set the day that a limit counts from or towards. Thresholds: the `limit` of
	// each.
	OverdueStage

	// CloseDatePast, close_date_past, flag: the close date is over by more than
	// `after`. Figures: days past it. Facts: what set it. Thresholds: `after:
	// <duration>`, 0d.
	CloseDatePast

	// CloseDateInfeasible, close_date_infeasible, hint: the stages left on the way,
	// each in its `expected` time, end after the close date. Figures: days after it.
	// Facts: what set it. Thresholds: the `expected` of each.
	CloseDateInfeasible

	// CloseDatePushed, close_date_pushed, hint or flag: the close date was moved to a
	// later day `warn` times, `flag` times. Figures: count; days, the drift in all;
	// unbacked, the days of it without new evidence. Facts: the moves. Thresholds:
	// `warn: <int>`, 1; `flag: <int>`, 2.
	CloseDatePushed

	// NextStepOverdue, next_step_overdue, flag: an open next step is past its day by
	// more than `after`. Figures: count; days, the most past a due day. Facts: the
	// steps. Thresholds: `after: <duration>`, 0d.
	NextStepOverdue

	// NoNextStep, no_next_step, flag: no open step that somebody owns is due today or
	// later. Figures: none. Facts: none. Thresholds: none.
	NoNextStep

	// NextStepSellerOnly, next_step_seller_only, hint: all of those are the seller's.
	// Figures: count, the steps. Facts: the steps. Thresholds: none.
	NextStepSellerOnly

	// Silent, silent, hint or flag: the other side was not heard for more than `warn`,
	// for more than `flag`; a stage's own `silence` goes first. Figures: days of it;
	// then, the end that the team makes of it. Facts: what was heard last. Thresholds:
	// `warn: <duration>`, none; `flag: <duration>`, none.
	Silent

	// WakeDue, wake_due, hint: a deal stands at a left end, and its `wake` is over.
	// Figures: days since then. Facts: the claim. Thresholds: the `wake` of the end.
	WakeDue

	// StuckInStage, stuck_in_stage, hint: the time in stage is above `expected`, or
	// where the stage has none above `after`. Figures: days above it. Facts: none.
	// Thresholds: the `expected` of the stage, or `after: <duration>`, none.
	StuckInStage

	// NoEconomicBuyer, no_economic_buyer, flag: the process knows the role
	// `economic_buyer`, and nobody there has it. Figures: none. Facts: the last about
	// each who had it and is gone. Thresholds: none.
	NoEconomicBuyer

	// SingleThreaded, single_threaded, hint: fewer people than `people`, but one at
	// least, of the buyer's are named in evidence, milestones and activities that were
	// no mere attempts; or none is, and that is so of those on record. Figures: count,
	// the people. Facts: the last about each. Thresholds: `people: <int>`, 2.
	SingleThreaded

	// UninvolvedRole, uninvolved_role, hint: nobody on record has a role that the
	// stage involves. Figures: count and roles. Facts: the last about each who had one
	// and is gone. Thresholds: none.
	UninvolvedRole

	// EvidenceLapsing, evidence_lapsing, hint: an element has lapsed, or lapses within
	// `within`. Figures: count and standings, the elements; days more that the first
	// holds, 0 when one has lapsed. Facts: what they stand on, or stood on. Thresholds:
	// `within: <duration>`, 14d.
	EvidenceLapsing

	// SellerSourced, seller_sourced, hint: of the earned score more than `above` rests
	// on the seller's word. Figures: count and standings, the elements; share of the
	// score, in 1/10000. Facts: what they stand on. Thresholds: `above: <percent>`, 50.
	SellerSourced

	// Backfilled, backfilled, hint: `facts` of what counts were noted more than `after`
	// after they happened; or so many on one day more than `at_move` after, and on that
	// day or the day before the claim had moved forward. Figures: count; days, the
	// longest it took. Facts: those noted so. Thresholds: `after: <duration>`, 14d;
	// `facts: <int>`, 3; `at_move: <duration>`, 7d.
	Backfilled

	signals // how many there are
)

// signalTable has, for each signal, its id, how much it matters, when it is
// raised in short, and its thresholds with their defaults, which are house
// defaults and no facts of the trade.
var signalTable = [signals]struct {
	id         string
	flag       bool // it has to be looked at, and is not only worth knowing
	absence    bool // it speaks of what is not there: of little weight where nothing is
	raised     string
	thresholds []threshold
}{
	WonUnproven:          {id: "won_unproven", flag: true, raised: "A won end is claimed and not borne out."},
	Reopened:             {id: "reopened", flag: true, raised: "The claim was an end and is a stage again."},
	EndIncomplete:        {id: "end_incomplete", raised: "Something is owing at a lost or left end, or a reason at any."},
	OffRoute:             {id: "off_route", flag: true, raised: "No way leads to the claimed stage."},
	StageInflated:        {"stage_inflated", true, false, "The claimed stage lies ahead of the earned one.", []threshold{{"above", 0, counted, "Raised when the inflation, in requirements, is above this."}}},
	EvidenceContradicted: {id: "evidence_contradicted", flag: true, raised: "An element is contradicted."},
	ChampionGone:         {id: "champion_gone", flag: true, raised: "A champion is gone, and no other is there."},
	OverdueStage:         {id: "overdue_stage", flag: true, absence: true, raised: "A limit of the stage shown, or of a track's, is over."},
	CloseDatePast:        {"close_date_past", true, false, "The close date is over.", []threshold{{"after", 0, lasting, "Raised when it is over by more than this."}}},
	CloseDateInfeasible:  {id: "close_date_infeasible", raised: "The stages left on the way, each in its expected time, end after the close date."},
	CloseDatePushed:      {"close_date_pushed", true, false, "The close date was moved to a later day.", []threshold{{"warn", 1, counted, "A hint from so many times on."}, {"flag", 2, counted, "A flag from so many times on."}}},
	NextStepOverdue:      {"next_step_overdue", true, false, "An open next step is past its day.", []threshold{{"after", 0, lasting, "Raised when it is past it by more than this."}}},
	NoNextStep:           {id: "no_next_step", flag: true, absence: true, raised: "No open step that somebody owns is due today or later."},
	NextStepSellerOnly:   {id: "next_step_seller_only", absence: true, raised: "All steps that are still to come are the seller's."},
	Silent:               {"silent", true, true, "The other side was not heard for too long. A stage's own silence goes first.", []threshold{{"warn", -1, lasting, "A hint after so long."}, {"flag", -1, lasting, "A flag after so long."}}},
	WakeDue:              {id: "wake_due", raised: "A deal stands at a left end, and its wake is over."},
	StuckInStage:         {"stuck_in_stage", false, true, "The time in stage is above what is expected of it.", []threshold{{"after", -1, lasting, "The time for stages that have no expected."}}},
	NoEconomicBuyer:      {id: "no_economic_buyer", flag: true, absence: true, raised: "The process knows the role economic_buyer, and nobody there has it."},
	SingleThreaded:       {"single_threaded", false, true, "Too few people of the buyer's are all that there is.", []threshold{{"people", 2, counted, "Raised when there are fewer people than this."}}},
	UninvolvedRole:       {id: "uninvolved_role", absence: true, raised: "Nobody on record has a role that the stage involves."},
	EvidenceLapsing:      {"evidence_lapsing", false, false, "An element has lapsed, or lapses soon.", []threshold{{"within", 14, lasting, "Raised when it lapses within this time."}}},
	SellerSourced:        {"seller_sourced", false, false, "Much of the earned score rests on the seller's word.", []threshold{{"above", 50, shared, "Raised when it is more of the earned score than this, in percent."}}},
	Backfilled: {"backfilled", false, false, "Much was noted long after it happened, or when the claimed stage had just moved forward.", []threshold{
		{"after", 14, lasting, "What was noted more than this after it happened was noted late."},
		{"facts", 3, counted, "Raised from so many facts on."},
		{"at_move", 7, lasting, "What was noted when the claim had just moved forward, and more than this after it happened, was noted late."},
	}},
}

// signalOff says of a signal that it is never raised.
const signalOff = "off"

const maxThreshold = 1_000_000

// threshold is a figure from which on a signal is raised.
type threshold struct {
	name     string
	fallback int // -1: none
	written  measure
	about    string
}

// measure is how a threshold is written.
type measure uint8

const (
	counted measure = iota // a whole number
	lasting                // a duration
	shared                 // a percentage
)

// String is the signal's id.
func (s Signal) String() string { return signalTable[s].id }

// Signals gives the ids of all signals, in their order.
func Signals() []string {
	var out []string
	for _, s := range signalTable {
		out = append(out, s.id)
	}
	return out
}

// SignalByID finds a signal.
func SignalByID(id string) (Signal, bool) {
	for i, s := range signalTable {
		if s.id == id {
			return Signal(i), true
		}
	}
	return 0, false
}

// IsFlag reports whether the signal has to be looked at, and is not only worth
// knowing. Those that come in degrees are hints first.
func (s Signal) IsFlag() bool { return signalTable[s].flag }

// OfAbsence reports whether the signal speaks of something that is not there: it
// is no more than a hint about a deal of which too little is on record.
func (s Signal) OfAbsence() bool { return signalTable[s].absence }

// InDegrees reports whether the signal is a hint from its first threshold on, and
// a flag from its second.
func (s Signal) InDegrees() bool {
	t := signalTable[s].thresholds
	return len(t) == 2 && t[0].name == "warn"
}

// Thresholds gives the thresholds of the signal with their house defaults, which
// have no place; one without a default has no value.
func (s Signal) Thresholds() []Threshold {
	var out []Threshold
	for _, t := range signalTable[s].thresholds {
		out = append(out, Threshold{Name: t.name, Value: t.value()})
	}
	return out
}

// watch is what a process says about a signal.
type watch struct {
	off        bool
	thresholds [maxThresholds]limitOf
}

const maxThresholds = 3

// limitOf is a threshold as a process has it.
type limitOf struct {
	count  int // of what is counted, or of calendar days
	days   deal.Duration
	unsaid bool     // there is none
	at     diag.Pos // zero: nobody wrote it
}

// Watches reports whether a process wants a signal.
func (p *Process) Watches(s Signal) bool { return !p.watches[s].off }

// Threshold gives a figure of a signal, by its place in the table of thresholds
// (SPEC.md lists them); ok is false when there is none.
func (p *Process) Threshold(s Signal, i int) (n int, ok bool) {
	t := &p.watches[s].thresholds[i]
	return t.count, !t.unsaid
}

// Within gives the last day that lies within a threshold, written as a duration,
// after a day; ok is false when there is none.
func (p *Process) Within(s Signal, i int, from deal.Day) (last deal.Day, ok bool) {
	t := &p.watches[s].thresholds[i]
	if t.unsaid {
		return deal.Day{}, false
	}
	if t.days.IsZero() {
		return from.Add(t.count), true
	}
	return p.calendar.days().Latest(from, t.days), true
}

// signalDef is what a process says about a signal, as it was written.
type signalDef struct {
	at         ydoc.Value
	signal     Signal
	off        bool
	thresholds []thresholdDef
}

type thresholdDef struct {
	index int
	count segmented[int]
	days  segmented[deal.Duration]
}

func (d *definition) defineSignal(key, v ydoc.Value) {
	id, _ := key.Raw()
	s, ok := SignalByID(id)
	if !ok {
		key.Report(diag.BadSignal, fmt.Sprintf("there is no signal %q", id), ydoc.OneOf(id, Signals()))
		return
	}
	def := signalDef{at: key, signal: s}
	if text, plain := v.Raw(); plain && text == signalOff {
		def.off = true
		d.signals = append(d.signals, def)
		return
	}
	table := signalTable[s].thresholds
	var names []string
	for _, t := range table {
		names = append(names, t.name)
	}
	if v.Kind() != ydoc.Mapping {
		hint := "write off to have it never raised"
		if len(names) > 0 {
			hint += ", or its thresholds, as in {" + names[0] + ": " + table[0].example() + "}"
		}
		v.Report(diag.BadSignal, "this says nothing about the signal "+id, hint)
		return
	}
	for name, item := range v.Entries() {
		text, _ := name.Raw()
		i := slices.Index(names, text)
		if i < 0 {
			hint := "it has none: write off, or nothing"
			if len(names) > 0 {
				hint = ydoc.OneOf(text, names)
			}
			name.Report(diag.BadSignal, fmt.Sprintf("the signal %s has no threshold %q", id, text), hint)
			continue
		}
		if !item.Given() {
			continue
		}
		t := thresholdDef{index: i}
		switch table[i].written {
		case lasting:
			t.days = readSegmented(item, duration)
		case shared:
			t.count = readSegmented(item, func(v ydoc.Value) (int, bool) { return v.Int(0, 100) })
		default:
			t.count = readSegmented(item, func(v ydoc.Value) (int, bool) { return v.Int(0, maxThreshold) })
		}
		def.thresholds = append(def.thresholds, t)
	}
	d.signals = append(d.signals, def)
}

func (t threshold) example() string {
	switch t.written {
	case lasting:
		return "14d"
	case shared:
		return "50"
	}
	return "2"
}

// value is the default as it would be written.
func (t threshold) value() string {
	switch {
	case t.fallback < 0:
		return ""
	case t.written == lasting:
		return strconv.Itoa(t.fallback) + "d"
	}
	return strconv.Itoa(t.fallback)
}

// watches compiles what the process says about signals.
func (c *compiler) watches() {
	p := c.p
	for s := range signalTable {
		for i, t := range signalTable[s].thresholds {
			p.watches[s].thresholds[i] = limitOf{count: t.fallback, unsaid: t.fallback < 0}
		}
	}
	for _, d := range c.d.signals {
		x := &p.watches[d.signal]
		x.off = d.off
		for _, t := range d.thresholds {
			knowsSegments(c, t.count)
			knowsSegments(c, t.days)
			count, at, there := pickAt(c, t.count)
			days, lasts, also := pickAt(c, t.days)
			if t.days.given() {
				at = lasts
			}
			x.thresholds[t.index] = limitOf{count: max(count, days.Days()), days: days, unsaid: !there || !also, at: at.Pos()}
		}
	}
}
