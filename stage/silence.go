package stage

import (
	"github.com/headway-go/headway/qualify/deal"
)

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
