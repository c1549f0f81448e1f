package stage

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// Signal is something about a deal that deserves a look. Package score raises
// them; a process says here which of them it does not want, and from when on.
type Signal uint8

// The signals, in the order in which they are told.
const (
	WonUnproven          Signal = iota // the CRM says won and the record does not bear it out
	Reopened                           // it went to an end, and the CRM has moved it out again
	EndIncomplete                      // it went to an end, and something that is owed there is missing
	OffRoute                           // the CRM claims a stage that no way leads to
	StageInflated                      // the CRM claims a stage that is not earned
	EvidenceContradicted               // the last word about an element was against it
	ChampionGone                       // a champion has left, and there is no other
	OverdueStage                       // the deal stands in its stage past the limit
	CloseDatePast                      // the forecast close day is over
	CloseDateInfeasible                // less time is left to the close day than the way to won is expected to take
	CloseDatePushed                    // the forecast close day was moved to a later one
	NextStepOverdue                    // a next step is past its day
	NoNextStep                         // no next step is agreed that somebody owns and that is still to come
	NextStepSellerOnly                 // every next step is the seller's
	Silent                             // nothing was heard from the other side for too long
	WakeDue                            // a deal that was left is to be looked at again
	StuckInStage                       // the deal stands in its stage longer than expected
	NoEconomicBuyer                    // nobody on record is the economic buyer
	SingleThreaded                     // too few people are all that there is on the buyer's side
	UninvolvedRole                     // a role that has to take part in the stage has nobody
	EvidenceLapsing                    // evidence has lapsed, or lapses soon
	signals                            // how many there are
)

// signalTable has, for each signal, its id and its thresholds with their
// defaults, which are house defaults and no facts of the trade.
var signalTable = [signals]struct {
	id         string
	thresholds []threshold
}{
	WonUnproven:          {id: "won_unproven"},
	Reopened:             {id: "reopened"},
	EndIncomplete:        {id: "end_incomplete"},
	OffRoute:             {id: "off_route"},
	StageInflated:        {"stage_inflated", []threshold{{"above", 0, false}}},
	EvidenceContradicted: {id: "evidence_contradicted"},
	ChampionGone:         {id: "champion_gone"},
	OverdueStage:         {id: "overdue_stage"},
	CloseDatePast:        {"close_date_past", []threshold{{"after", 0, true}}},
	CloseDateInfeasible:  {id: "close_date_infeasible"},
	CloseDatePushed:      {"close_date_pushed", []threshold{{"warn", 1, false}, {"flag", 2, false}}},
	NextStepOverdue:      {"next_step_overdue", []threshold{{"after", 0, true}}},
	NoNextStep:           {id: "no_next_step"},
	NextStepSellerOnly:   {id: "next_step_seller_only"},
	Silent:               {"silent", []threshold{{"warn", -1, true}, {"flag", -1, true}}},
	WakeDue:              {id: "wake_due"},
	StuckInStage:         {"stuck_in_stage", []threshold{{"after", -1, true}}},
	NoEconomicBuyer:      {id: "no_economic_buyer"},
	SingleThreaded:       {"single_threaded", []threshold{{"people", 2, false}}},
	UninvolvedRole:       {id: "uninvolved_role"},
	EvidenceLapsing:      {"evidence_lapsing", []threshold{{"within", 14, true}}},
}

// signalOff says of a signal that it is never raised.
const signalOff = "off"

const maxThreshold = 1_000_000

// threshold is a figure from which on a signal is raised.
type threshold struct {
	name     string
	fallback int  // -1: none
	days     bool // written as a duration
}

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

// watch is what a process says about a signal.
type watch struct {
	off        bool
	thresholds [2]limitOf
}

// limitOf is a threshold as a process has it.
type limitOf struct {
	count  int // of what is counted, or of calendar days
	days   deal.Duration
	unsaid bool // there is none
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
		if table[i].days {
			t.days = readSegmented(item, duration)
		} else {
			t.count = readSegmented(item, func(v ydoc.Value) (int, bool) { return v.Int(0, maxThreshold) })
		}
		def.thresholds = append(def.thresholds, t)
	}
	d.signals = append(d.signals, def)
}

func (t threshold) example() string {
	if t.days {
		return "14d"
	}
	return "2"
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
			count, there := pick(c, t.count)
			days, also := pick(c, t.days)
			x.thresholds[t.index] = limitOf{count: max(count, days.Days()), days: days, unsaid: !there || !also}
		}
	}
}
