package score

import (
	"iter"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Signal is something about a deal that deserves a look, by its id.
type Signal uint8

// The signals, in the order in which they are told.
const (
	WonUnproven          Signal = iota // the CRM says won and the record does not bear it out
	Reopened                           // it went to an end, and the CRM has moved it out again
	OffRoute                           // the CRM claims a stage that no way leads to
	StageInflated                      // the CRM claims a stage that is not earned
	EvidenceContradicted               // the last word about an element was against it
	ChampionGone                       // a champion has left, and there is no other
	CloseDatePast                      // the forecast close day is over
	CloseDatePushed                    // the forecast close day was moved to a later one
	NextStepOverdue                    // a next step is past its day
	NoNextStep                         // no next step is agreed that somebody owns and that is still to come
	NextStepSellerOnly                 // every next step is the seller's
	NoEconomicBuyer                    // nobody on record is the economic buyer
	SingleThreaded                     // one person is all that there is on the buyer's side
	EvidenceLapsing                    // evidence has lapsed, or lapses within two weeks
	signals                            // how many there are
)

var signalIDs = [signals]string{
	"won_unproven", "reopened", "off_route", "stage_inflated", "evidence_contradicted", "champion_gone",
	"close_date_past", "close_date_pushed", "next_step_overdue", "no_next_step", "next_step_seller_only",
	"no_economic_buyer", "single_threaded", "evidence_lapsing",
}

// String is the signal's id.
func (s Signal) String() string { return signalIDs[s] }

// Severity tells a hint from what has to be looked at.
type Severity uint8

const (
	Hint Severity = iota // worth knowing
	Flag                 // look at it
)

// String gives "hint" or "flag".
func (s Severity) String() string { return [...]string{"hint", "flag"}[s] }

// The thresholds of the signals. They are house defaults, not facts of the
// trade.
const (
	lapsingSoon = 14 // days
	manyPushes  = 2
)

type signalSet uint32

func (s *signalSet) put(x Signal, when bool) {
	if when {
		*s |= 1 << x
	}
}

// watch finds out which signals there are. Signals that ask for something to be
// done are not raised about a deal that the CRM has closed.
func (c *Card) watch() signalSet {
	var s signalSet
	pos := c.pos
	closed := c.Closed()
	day := c.Day()

	s.put(WonUnproven, c.Claimed().Kind() == stage.Won && pos.Stands().IsZero())
	_, reopened := pos.Reopened()
	s.put(Reopened, reopened)
	s.put(OffRoute, !c.onRoute)
	s.put(StageInflated, c.onRoute && c.inflation > 0 && !closed)

	_, pushes, _, _ := pos.CloseDate()
	s.put(CloseDatePushed, pushes > 0)
	if closed {
		return s
	}
	s.put(SingleThreaded, c.threads() == 1)
	a := pos.Assessment()
	for e := range c.Process().Framework().Elements() {
		st := a.Standing(e)
		s.put(EvidenceContradicted, st.Contradicted)
		s.put(EvidenceLapsing, lapsing(st, day))
	}
	here, gone := pos.Champions()
	s.put(ChampionGone, gone > 0 && here == 0)
	close, _, _, dated := pos.CloseDate()
	s.put(CloseDatePast, dated && close.Before(day))
	overdue, ahead, sellers := c.steps()
	s.put(NextStepOverdue, overdue > 0)
	_, _, paused := pos.Paused()
	s.put(NoNextStep, ahead == 0 && !paused)
	s.put(NextStepSellerOnly, ahead > 0 && sellers == ahead)
	buyers, asked := pos.Has("economic_buyer")
	s.put(NoEconomicBuyer, asked && buyers == 0)
	return s
}

func lapsing(s qualify.Standing, day deal.Day) bool {
	return s.Lapsed != qualify.Level{} || !s.Expires.IsZero() && s.Expires.Sub(day) < lapsingSoon
}

// threads counts the people on the buyer's side: those in contact, or where
// nobody is known to have been in contact, those on record.
func (c *Card) threads() int {
	inContact, onRecord := c.pos.Contacts()
	if inContact > 0 {
		return inContact
	}
	return onRecord
}

// steps counts the open next steps that are overdue, and those that somebody
// owns and that are still to come, with the seller's own among them.
func (c *Card) steps() (overdue, ahead, sellers int) {
	for s := range c.pos.Steps() {
		switch {
		case s.Due.Before(c.Day()):
			overdue++
		case s.Owned():
			ahead++
			if s.Owner == deal.Seller {
				sellers++
			}
		}
	}
	return overdue, ahead, sellers
}

// Has reports whether a signal is raised.
func (c *Card) Has(s Signal) bool { return c.signals&(1<<s) != 0 }

// Raised is a signal of one card with its figures and the facts behind it.
type Raised struct {
	Signal   Signal
	Severity Severity
	Count    int   // how many of what the signal is about: demands, pushes, steps, elements, people
	Days     int   // how many days: past the close day or the due day, drifted, until it lapses
	Facts    []int // indices, in the record, of the facts behind it

	Standings []qualify.Standing // of a signal about elements: how they stand
}

// Signals gives the signals that are raised, in their order.
func (c *Card) Signals() iter.Seq[Raised] {
	return func(yield func(Raised) bool) {
		for s := range signals {
			if c.Has(s) && !yield(c.raise(s)) {
				return
			}
		}
	}
}

func (c *Card) raise(s Signal) Raised {
	r := Raised{Signal: s}
	pos, day := c.pos, c.Day()
	_, claim, claimed := pos.ClaimedOn()
	if claimed && s <= StageInflated {
		r.Facts = []int{claim}
	}
	switch s {
	case WonUnproven:
		r.Severity, r.Count = Flag, len(pos.Owing())
	case Reopened:
		fact, _ := pos.Reopened()
		r.Severity, r.Count, r.Facts = Flag, 1, []int{fact}
	case OffRoute:
		r.Severity = Flag
	case StageInflated:
		r.Severity, r.Count = Flag, c.inflation
	case EvidenceContradicted:
		r.Severity = Flag
		for st := range pos.Assessment().Standings() {
			if st.Contradicted {
				r.Count++
				r.Standings = append(r.Standings, st)
				r.Facts = append(r.Facts, pos.Assessment().Support(st.Element)...)
			}
		}
	case ChampionGone:
		r.Severity, r.Facts = Flag, pos.ChampionsGone()
		r.Count = len(r.Facts)
	case CloseDatePast:
		close, _, _, _ := pos.CloseDate()
		r.Severity, r.Days = Flag, day.Sub(close)
	case CloseDatePushed:
		_, r.Count, r.Days, _ = pos.CloseDate()
		if r.Count >= manyPushes {
			r.Severity = Flag
		}
	case NextStepOverdue:
		r.Severity = Flag
		for step := range pos.Steps() {
			if step.Due.Before(day) {
				r.Count++
				r.Days = max(r.Days, day.Sub(step.Due))
				r.Facts = append(r.Facts, step.Fact)
			}
		}
	case NoNextStep, NoEconomicBuyer:
		r.Severity = Flag
	case NextStepSellerOnly:
		for step := range pos.Steps() {
			if !step.Due.Before(day) && step.Owned() {
				r.Count++
				r.Facts = append(r.Facts, step.Fact)
			}
		}
	case SingleThreaded:
		r.Count = 1
	case EvidenceLapsing:
		first := true
		for st := range pos.Assessment().Standings() {
			if !lapsing(st, day) {
				continue
			}
			r.Count++
			r.Standings = append(r.Standings, st)
			left := 0
			if (st.Lapsed == qualify.Level{}) {
				left = st.Expires.Sub(day)
			}
			if first || left < r.Days {
				r.Days, first = left, false
			}
		}
	}
	return r
}
