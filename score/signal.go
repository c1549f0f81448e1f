package score

import (
	"iter"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Signal is something about a deal that deserves a look, by its id. Package stage
// has the list of them, because a process says which of them it wants.
type Signal = stage.Signal

// Severity tells a hint from what has to be looked at.
type Severity uint8

const (
	Hint Severity = iota // worth knowing
	Flag                 // look at it
)

// String gives "hint" or "flag".
func (s Severity) String() string { return [...]string{"hint", "flag"}[s] }

type signalSet uint32

// watch finds out which signals there are. Signals that ask for something to be
// done are not raised about a deal that the CRM has closed.
func (c *Card) watch() signalSet {
	var s signalSet
	pos, process := c.pos, c.Process()
	put := func(x Signal, when bool) {
		if when && process.Watches(x) {
			s |= 1 << x
		}
	}
	closed := c.Closed()
	put(stage.WonUnproven, c.Claimed().Kind() == stage.Won && pos.Stands().IsZero())
	put(stage.EndIncomplete, closed && pos.Owes())
	_, wake := pos.WakeDue()
	put(stage.WakeDue, wake)
	_, pushes, _, _ := pos.CloseDate()
	put(stage.CloseDatePushed, pushes >= c.figure(stage.CloseDatePushed, 0))
	if closed {
		return s
	}
	_, reopened := pos.Reopened()
	put(stage.Reopened, reopened)
	put(stage.OffRoute, !c.onRoute)
	put(stage.StageInflated, c.onRoute && c.inflation > c.figure(stage.StageInflated, 0))
	threads := c.threads()
	put(stage.SingleThreaded, threads > 0 && threads < c.figure(stage.SingleThreaded, 0))
	a := pos.Assessment()
	for e := range process.Framework().Elements() {
		st := a.Standing(e)
		put(stage.EvidenceContradicted, st.Contradicted)
		put(stage.EvidenceLapsing, c.lapsing(st))
	}
	here, gone := pos.Champions()
	put(stage.ChampionGone, gone > 0 && here == 0)
	close, _, _, dated := pos.CloseDate()
	put(stage.CloseDatePast, dated && c.late(stage.CloseDatePast, close))
	put(stage.CloseDateInfeasible, dated && c.infeasible(close))
	overdue, ahead, sellers := c.steps()
	put(stage.NextStepOverdue, overdue > 0)
	_, _, paused := pos.Paused()
	put(stage.NoNextStep, ahead == 0 && !paused)
	put(stage.NextStepSellerOnly, ahead > 0 && sellers == ahead)
	buyers, asked := pos.Has("economic_buyer")
	put(stage.NoEconomicBuyer, asked && buyers == 0)
	put(stage.OverdueStage, pos.IsOverdue())
	_, stuck := pos.Stuck()
	put(stage.StuckInStage, stuck)
	silence, measured := pos.Silence()
	put(stage.Silent, measured && (silence.Warn || silence.Flag))
	put(stage.UninvolvedRole, pos.IsUninvolved())
	return s
}

// figure is a threshold that every process has.
func (c *Card) figure(s Signal, i int) int {
	n, _ := c.Process().Threshold(s, i)
	return n
}

// late reports whether a day is over by more than a signal allows.
func (c *Card) late(s Signal, day deal.Day) bool {
	last, _ := c.Process().Within(s, 0, day)
	return c.Day().After(last)
}

func (c *Card) lapsing(s qualify.Standing) bool {
	soon, _ := c.Process().Within(stage.EvidenceLapsing, 0, c.Day())
	return s.Lapsed != qualify.Level{} || !s.Expires.IsZero() && s.Expires.Before(soon)
}

// infeasible reports whether the stages on the way to won are expected to take
// longer than until the close day.
func (c *Card) infeasible(close deal.Day) bool {
	expected, ok := c.pos.Expected()
	return ok && expected.After(close)
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
			if c.late(stage.NextStepOverdue, s.Due) {
				overdue++
			}
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
	Roles     []string           // of a signal about roles: which
	Stages    []stage.Stage      // of a signal about stages: which
	Then      stage.Stage        // of silence: the end that the team makes of it; zero: it does not say
}

// Signals gives the signals that are raised, in their order.
func (c *Card) Signals() iter.Seq[Raised] {
	return func(yield func(Raised) bool) {
		for id := range stage.Signals() {
			if s := Signal(id); c.Has(s) && !yield(c.raise(s)) {
				return
			}
		}
	}
}

func (c *Card) raise(s Signal) Raised {
	r := Raised{Signal: s}
	pos, day := c.pos, c.Day()
	_, claim, claimed := pos.ClaimedOn()
	switch s {
	case stage.WonUnproven, stage.OffRoute, stage.StageInflated, stage.EndIncomplete, stage.WakeDue:
		if claimed {
			r.Facts = []int{claim}
		}
	}
	r.Severity = Flag
	switch s {
	case stage.WonUnproven:
		r.Count = len(pos.Owing())
	case stage.EndIncomplete:
		r.Severity, r.Count = Hint, len(pos.Owing())
		if pos.OwesReason() {
			r.Count++
		}
	case stage.WakeDue:
		r.Severity = Hint
		r.Days, _ = pos.WakeDue()
	case stage.Reopened:
		fact, _ := pos.Reopened()
		r.Count, r.Facts = 1, []int{fact}
	case stage.StageInflated:
		r.Count = c.inflation
	case stage.EvidenceContradicted:
		for st := range pos.Assessment().Standings() {
			if st.Contradicted {
				r.Count++
				r.Standings = append(r.Standings, st)
				r.Facts = append(r.Facts, pos.Assessment().Support(st.Element)...)
			}
		}
	case stage.ChampionGone:
		r.Facts = pos.ChampionsGone()
		r.Count = len(r.Facts)
	case stage.CloseDatePast:
		close, _, _, _ := pos.CloseDate()
		r.Days = day.Sub(close)
	case stage.CloseDateInfeasible:
		close, _, _, _ := pos.CloseDate()
		expected, _ := pos.Expected()
		r.Severity, r.Days = Hint, expected.Sub(close)
	case stage.CloseDatePushed:
		_, r.Count, r.Days, _ = pos.CloseDate()
		if r.Count < c.figure(s, 1) {
			r.Severity = Hint
		}
	case stage.NextStepOverdue:
		for step := range pos.Steps() {
			if step.Due.Before(day) && c.late(s, step.Due) {
				r.Count++
				r.Days = max(r.Days, day.Sub(step.Due))
				r.Facts = append(r.Facts, step.Fact)
			}
		}
	case stage.NextStepSellerOnly:
		r.Severity = Hint
		for step := range pos.Steps() {
			if !step.Due.Before(day) && step.Owned() {
				r.Count++
				r.Facts = append(r.Facts, step.Fact)
			}
		}
	case stage.SingleThreaded:
		r.Severity, r.Count = Hint, c.threads()
	case stage.OverdueStage:
		for _, o := range pos.Overdue() {
			r.Count++
			r.Days = max(r.Days, o.Days)
			r.Stages = append(r.Stages, o.Stage)
		}
	case stage.StuckInStage:
		r.Severity = Hint
		r.Days, _ = pos.Stuck()
	case stage.Silent:
		silence, _ := pos.Silence()
		r.Days, r.Then = silence.Days, silence.Then
		if !silence.Flag {
			r.Severity = Hint
		}
		if silence.Fact >= 0 {
			r.Facts = []int{silence.Fact}
		}
	case stage.UninvolvedRole:
		r.Severity, r.Roles = Hint, pos.Uninvolved()
		r.Count = len(r.Roles)
	case stage.EvidenceLapsing:
		r.Severity = Hint
		first := true
		for st := range pos.Assessment().Standings() {
			if !c.lapsing(st) {
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
