package score

import (
	"iter"
	"slices"

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
	put(stage.CloseDatePushed, c.reaches(stage.CloseDatePushed, 0, pushes) || c.reaches(stage.CloseDatePushed, 1, pushes))
	put(stage.Backfilled, (!closed || c.Claimed().Kind() == stage.Won) && pos.IsBackfilled())
	if closed {
		return s
	}
	_, reopened := pos.Reopened()
	put(stage.Reopened, reopened)
	put(stage.OffRoute, !c.onRoute)
	put(stage.StageInflated, c.onRoute && c.exceeds(stage.StageInflated, c.inflation))
	threads := c.threads()
	people, asks := process.Threshold(stage.SingleThreaded, 0)
	put(stage.SingleThreaded, asks && threads > 0 && threads < people)
	a := pos.Assessment()
	soon, _ := process.Within(stage.EvidenceLapsing, 0, c.Day())
	for e := range process.Framework().Elements() {
		st := a.Standing(e)
		put(stage.EvidenceContradicted, st.Contradicted)
		put(stage.EvidenceLapsing, lapsing(st, soon))
	}
	put(stage.SellerSourced, c.sellerSourced(a.SellersWord()))
	here, gone := pos.Champions()
	put(stage.ChampionGone, gone > 0 && here == 0)
	close, _, _, dated := pos.CloseDate()
	put(stage.CloseDatePast, dated && pos.IsLate(stage.CloseDatePast, close))
	put(stage.CloseDateInfeasible, dated && c.infeasible(close))
	overdue, ahead, sellers := c.steps()
	put(stage.NextStepOverdue, overdue > 0)
	if !pos.StandsStill() {
		put(stage.NoNextStep, ahead == 0)
		put(stage.NextStepSellerOnly, ahead > 0 && sellers == ahead)
	}
	buyers, asked := pos.Has("economic_buyer")
	put(stage.NoEconomicBuyer, asked && buyers == 0)
	put(stage.OverdueStage, pos.IsOverdue())
	_, stuck := pos.Stuck()
	put(stage.StuckInStage, stuck && pos.Waits() == deal.NoSide)
	silence, measured := pos.Silence()
	put(stage.Silent, measured && (silence.Warn || silence.Flag))
	put(stage.UninvolvedRole, pos.IsUninvolved())
	return s
}

// reaches reports whether there are as many as a threshold says; never, where
// there is no such threshold.
func (c *Card) reaches(s Signal, threshold, n int) bool {
	least, ok := c.Process().Threshold(s, threshold)
	return ok && n >= least
}

// exceeds reports whether there are more than the threshold says.
func (c *Card) exceeds(s Signal, n int) bool {
	most, ok := c.Process().Threshold(s, 0)
	return ok && n > most
}

// lapsing reports whether an element has lapsed, or does so before a day.
func lapsing(s qualify.Standing, soon deal.Day) bool {
	return s.Lapsed != qualify.Level{} || !s.Expires.IsZero() && s.Expires.Before(soon)
}

// sellerSourced reports whether more of what is earned rests on the seller's word
// than the threshold allows, which is in percent.
func (c *Card) sellerSourced(w qualify.SellersWord) bool {
	most, ok := c.Process().Threshold(stage.SellerSourced, 0)
	return ok && w.OfEarned > most*qualify.Full/100
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
			if c.pos.IsLate(stage.NextStepOverdue, s.Due) {
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

// IsSparse reports whether there is too little on record to judge the deal: nothing
// of the other side, neither a person nor anything that they said, wrote or did.
// Signals that speak of something that is not there are no more than hints then.
func (c *Card) IsSparse() bool { return c.pos.IsSparse() }

// Has reports whether a signal is raised.
func (c *Card) Has(s Signal) bool { return c.signals&(1<<s) != 0 }

// Raised is a signal of one card with its figures, the facts behind it and what
// it was measured by. SPEC.md says which figures each signal has; the others are
// zero.
type Raised struct {
	Signal     Signal
	Severity   Severity
	Count      int         // how many of what the signal is about: demands, pushes, steps, elements, people, facts
	Days       int         // how many days: past the close date or the due day, drifted, until it lapses
	Unbacked   int         // of a drift: the days of moves before which nothing of the buyer's had come
	Share      int         // of the score, in 1/10000
	Facts      []int       // indices, in the record, of the facts behind it
	Thresholds []Threshold // what it was measured by; of one that comes in degrees, the degree

	Standings []qualify.Standing // of a signal about elements: how they stand
	Roles     []string           // of a signal about roles: which
	Stages    []stage.Stage      // of a signal about stages: which
	Then      stage.Stage        // of silence: the end that the team makes of it; zero: it does not say
}

// Threshold is what a signal is measured by, and where that is written.
type Threshold = stage.Threshold

// Signals gives the signals that are raised, in their order.
func (c *Card) Signals() iter.Seq[Raised] {
	return func(yield func(Raised) bool) {
		sparse := c.IsSparse()
		for id := range stage.Signals() {
			if s := Signal(id); c.Has(s) && !yield(c.raise(s, sparse)) {
				return
			}
		}
	}
}

func (c *Card) raise(s Signal, sparse bool) Raised {
	r := Raised{Signal: s, Thresholds: c.pos.Thresholds(s)}
	c.figures(&r)
	mild := !s.IsFlag()
	if s.InDegrees() {
		mild = c.mild(&r)
		degree := 1
		if mild {
			degree = 0
		}
		r.Thresholds = r.Thresholds[degree : degree+1]
	}
	if !mild && !(sparse && s.OfAbsence()) {
		r.Severity = Flag
	}
	slices.Sort(r.Facts)
	r.Facts = slices.Compact(r.Facts)
	return r
}

// mild reports whether a signal that comes in degrees is of the first.
func (c *Card) mild(r *Raised) bool {
	if r.Signal == stage.Silent {
		silence, _ := c.pos.Silence()
		return !silence.Flag
	}
	return !c.reaches(r.Signal, 1, r.Count)
}

// figures fills in what there is to say about a signal that is raised.
func (c *Card) figures(r *Raised) {
	switch pos := c.pos; r.Signal {
	case stage.WonUnproven, stage.EndIncomplete, stage.OffRoute, stage.StageInflated, stage.WakeDue, stage.Reopened:
		c.aboutTheClaim(r)
	case stage.CloseDatePast, stage.CloseDateInfeasible, stage.CloseDatePushed:
		c.aboutTheCloseDate(r)
	case stage.NextStepOverdue, stage.NextStepSellerOnly:
		c.aboutSteps(r)
	case stage.ChampionGone, stage.NoEconomicBuyer, stage.SingleThreaded, stage.UninvolvedRole:
		c.aboutPeople(r)
	case stage.EvidenceContradicted, stage.EvidenceLapsing, stage.SellerSourced:
		c.aboutElements(r)
	case stage.OverdueStage, stage.StuckInStage, stage.Silent:
		c.aboutTime(r)
	case stage.Backfilled:
		r.Facts, r.Days = pos.Backfilled()
		r.Count = len(r.Facts)
	}
}

func (c *Card) aboutTheClaim(r *Raised) {
	_, claim, _ := c.pos.ClaimedOn()
	r.Facts = []int{claim}
	switch r.Signal {
	case stage.WonUnproven:
		r.Count = len(c.pos.Owing())
	case stage.EndIncomplete:
		r.Count = len(c.pos.Owing())
		if c.pos.OwesReason() {
			r.Count++
		}
	case stage.StageInflated:
		r.Count = c.inflation
	case stage.WakeDue:
		r.Days, _ = c.pos.WakeDue()
	case stage.Reopened:
		fact, _ := c.pos.Reopened()
		r.Facts = []int{fact}
	}
}

func (c *Card) aboutTheCloseDate(r *Raised) {
	close, pushes, days, _ := c.pos.CloseDate()
	if fact, ok := c.pos.CloseDateFact(); ok {
		r.Facts = []int{fact}
	}
	switch r.Signal {
	case stage.CloseDatePast:
		r.Days = c.Day().Sub(close)
	case stage.CloseDateInfeasible:
		expected, _ := c.pos.Expected()
		r.Days = expected.Sub(close)
	case stage.CloseDatePushed:
		r.Count, r.Days, r.Facts = pushes, days, nil
		for _, p := range c.pos.Pushes() {
			r.Facts = append(r.Facts, p.Fact)
			if !p.Backed {
				r.Unbacked += p.Days
			}
		}
	}
}

func (c *Card) aboutSteps(r *Raised) {
	for step := range c.pos.Steps() {
		over := step.Due.Before(c.Day())
		if r.Signal == stage.NextStepOverdue && !c.pos.IsLate(r.Signal, step.Due) || r.Signal == stage.NextStepSellerOnly && (over || !step.Owned()) {
			continue
		}
		r.Count++
		r.Facts = append(r.Facts, step.Fact)
		if over {
			r.Days = max(r.Days, c.Day().Sub(step.Due))
		}
	}
}

func (c *Card) aboutPeople(r *Raised) {
	switch r.Signal {
	case stage.ChampionGone:
		r.Facts = c.pos.ChampionsGone()
		r.Count = len(r.Facts)
	case stage.NoEconomicBuyer:
		r.Facts = c.pos.HadAndLeft("economic_buyer")
	case stage.SingleThreaded:
		r.Count, r.Facts = c.threads(), c.pos.ContactFacts()
	case stage.UninvolvedRole:
		r.Roles = c.pos.Uninvolved()
		r.Count = len(r.Roles)
		for _, role := range r.Roles {
			r.Facts = append(r.Facts, c.pos.HadAndLeft(role)...)
		}
	}
}

func (c *Card) aboutElements(r *Raised) {
	a := c.pos.Assessment()
	soon, _ := c.Process().Within(stage.EvidenceLapsing, 0, c.Day())
	for st := range a.Standings() {
		support := a
		switch r.Signal {
		case stage.EvidenceContradicted:
			if !st.Contradicted {
				continue
			}
		case stage.SellerSourced:
			if !a.RestsOnSeller(st.Element) {
				continue
			}
		default:
			if !lapsing(st, soon) {
				continue
			}
			left := 0
			if (st.Lapsed == qualify.Level{}) {
				left = st.Expires.Sub(c.Day())
			} else {
				support = a.Ageless()
			}
			if r.Count == 0 || left < r.Days {
				r.Days = left
			}
		}
		r.Count++
		r.Standings = append(r.Standings, st)
		r.Facts = append(r.Facts, support.Support(st.Element)...)
	}
	if r.Signal == stage.SellerSourced {
		r.Share = a.SellersWord().Share
	}
}

func (c *Card) aboutTime(r *Raised) {
	switch r.Signal {
	case stage.OverdueStage:
		for _, o := range c.pos.Overdue() {
			r.Count++
			r.Days = max(r.Days, o.Days)
			r.Stages = append(r.Stages, o.Stage)
			if o.Fact >= 0 {
				r.Facts = append(r.Facts, o.Fact)
			}
		}
	case stage.StuckInStage:
		r.Days, _ = c.pos.Stuck()
	case stage.Silent:
		silence, _ := c.pos.Silence()
		r.Days, r.Then = silence.Days, silence.Then
		if silence.Fact >= 0 {
			r.Facts = []int{silence.Fact}
		}
	}
}
