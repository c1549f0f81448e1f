package score

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/inorder"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Row is what a review says about one deal. It holds no memory of the evaluator
// that made it.
type Row struct {
	deal.Header
	Owner   string // on the day of the review
	Segment string // on the day of the review
	Process *stage.Process

	Claimed      stage.Stage         // zero when the CRM claims none
	Misnamed     string              // the stage that the CRM names last, when the process does not have it; Claimed is then what it claimed before
	Earned       stage.Stage         // zero while the gate into the process is closed
	EarnedBefore stage.Stage         // on the first day
	Entered      deal.Day            // first day of the unbroken stay in the earned stage
	DaysInStage  int                 // since then, without quiet periods and pauses; 0 while no stage is earned
	Stands       stage.Stage         // the end at which the deal stands; zero while it is open
	Closed       bool                // the CRM claims an end
	Proof        []stage.Finding     // of a won claim: what it rests on
	Owing        []stage.Requirement // what is missing at the end that is claimed, but for a reason

	Verdict   Verdict
	Signs     Signs
	Decided   []int // the facts that decided the verdict, as of [Progress.Decided]
	Score     qualify.Score
	Band      qualify.Band
	Remaining int
	Before    int // remaining on the first day
	Blank     int // the whole way
	Headway   int // in 1/10000
	Inflation int
	OnRoute   bool

	Gained  []Change
	Lost    []Change
	Lapsed  []Change
	Renewed []Change
	Gate    stage.Stage // where the gate leads that it stands before; zero when its stage leads nowhere
	Unmet   []Open      // what blocks that gate
	Signals []Raised

	Attempts   int
	Encounters int
	Touches    int // facts of the window by which something was done
	Contacts   int // people on the buyer's side who were in contact
	People     int // people on the buyer's side who are on record and not gone
	CloseDate  deal.Day
	Pushes     int
	Amount     deal.Value // the attribute "amount", if it has a number
	Strays     int
	Facts      int  // that were noted by the day of the review
	Sparse     bool // too little of them to judge the deal: see [Card.IsSparse]

	Waits    DeclaredWait // of a deal that waits
	WaitsFor deal.Fact    // what declared it; nil when the process did
	NextStep Step         // the next step that is due first; its Fact is nil when there is none
}

// Step is a next step that is open, owned and not overdue.
type Step struct {
	Fact *deal.NextStep
	Due  deal.Day
}

// Open is a requirement that blocks a gate, with its answer: unmet, or unknown.
type Open struct {
	Requirement stage.Requirement
	Answer      stage.Answer
}

// Reviewer reviews deals between two days, in constant memory for each, and adds
// up totals. It must not be shared between goroutines; parts of a pipeline
// reviewed by several are put together with [Totals.Merge], and
// [Reviewer.AllParallel] uses all cores by itself.
type Reviewer struct {
	judge  judge
	totals Totals
}

// NewReviewer gives a reviewer for the deals of a playbook, between two days.
func NewReviewer(book *stage.Playbook, from, to deal.Day) (*Reviewer, error) {
	switch {
	case from.IsZero() || to.IsZero():
		return nil, errNoDay
	case to.Before(from):
		return nil, errBackwards
	}
	return &Reviewer{judge: judge{from, to, NewEvaluator(book)}}, nil
}

// ErrNotBegun says that nothing had been noted about a deal by the day of a
// review: there was no deal then. It is counted as skipped and is no mistake.
var ErrNotBegun = errors.New("nothing had been noted about it by then")

// judge makes the rows of a review.
type judge struct {
	from, to deal.Day
	eval     *Evaluator
}

// colleague judges by the same rules in memory of its own.
func (j judge) colleague() judge {
	j.eval = NewEvaluator(j.eval.book)
	return j
}

// judged is a row, or why there is none.
type judged struct {
	row Row
	err error
}

func (j judge) row(rec *deal.Record) judged {
	if rec != nil && rec.Len() > 0 && rec.AsOf(j.to).Len() == 0 {
		return judged{err: ErrNotBegun}
	}
	p, err := j.eval.Progress(rec, j.from, j.to)
	if err != nil {
		return judged{err: err}
	}
	return judged{row: RowOf(p)}
}

// Review reviews one deal and adds it to the totals. A deal that cannot be
// judged is counted as skipped, and the error says why.
func (r *Reviewer) Review(rec *deal.Record) (Row, error) { return r.count(r.judge.row(rec)) }

func (r *Reviewer) count(j judged) (Row, error) {
	if j.err != nil {
		r.totals.Skipped++
	} else {
		r.totals.add(&j.row)
	}
	return j.row, j.err
}

// All reviews a stream of deals: a row for each, or the reason why there is
// none, in the order of the stream.
func (r *Reviewer) All(deals iter.Seq[*deal.Record]) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for rec := range deals {
			if !yield(r.Review(rec)) {
				return
			}
		}
	}
}

// AllParallel is [Reviewer.All] with so many workers that judge deals at once,
// and gives the same rows in the same order, and the same totals: those of the
// rows that were taken. The stream is read, and its rows are taken, on the
// goroutine of the caller; no more than eight deals for each worker are held
// between the two. When it ends, is broken off or panics, no worker is left.
// Nothing may be appended to a deal before its row has been taken. One worker,
// or less, is All.
func (r *Reviewer) AllParallel(workers int, deals iter.Seq[*deal.Record]) iter.Seq2[Row, error] {
	if workers <= 1 {
		return r.All(deals)
	}
	worker := func() func(*deal.Record) judged { return r.judge.colleague().row }
	return func(yield func(Row, error) bool) {
		for j := range inorder.Map(workers, deals, worker) {
			if !yield(r.count(j)) {
				return
			}
		}
	}
}

// Totals gives the sums over what was reviewed so far.
func (r *Reviewer) Totals() *Totals { return &r.totals }

// RowOf gives the row of a review for a deal that was compared by itself.
func RowOf(p *Progress) Row {
	c := p.card
	pos := c.pos
	row := Row{
		Header: c.Record().Header, Owner: text(pos, "owner"), Segment: text(pos, "segment"), Process: c.Process(),
		Claimed: c.Claimed(), Earned: c.Earned(), EarnedBefore: p.before, Entered: c.Entered(), DaysInStage: pos.DaysInStage(),
		Stands: pos.Stands(), Closed: c.Closed(), Owing: pos.Owing(),
		Verdict: p.Verdict(), Signs: p.signs, Decided: p.Decided(), Score: c.score, Band: c.Band(),
		Remaining: c.remaining, Before: p.remainedBefore, Blank: c.blank, Headway: c.Headway(),
		Inflation: c.inflation, OnRoute: c.onRoute,
		Gained: copied(p.gained), Lost: copied(p.lost),
		Lapsed: copied(p.lapsed), Renewed: copied(p.renewed),
		Signals:  slices.Collect(c.Signals()),
		Attempts: p.attempts, Encounters: p.encounters,
	}
	strays := c.Strays()
	row.Strays, row.Misnamed = len(strays), misnamed(pos, strays)
	row.Contacts, row.People = pos.Contacts()
	row.Facts, row.Sparse = pos.Seen(), c.IsSparse()
	for _, r := range pos.BornOut() {
		row.Proof = append(row.Proof, pos.Find(r))
	}
	if g, ok := c.Gate(); ok {
		row.Gate = g.To()
		for e := range g.Unmet() {
			row.Unmet = append(row.Unmet, Open{e.Requirement, e.Answer})
		}
	}
	for _, f := range p.to.Since(p.from) {
		if touches(f) {
			row.Touches++
		}
	}
	row.CloseDate, row.Pushes, _, _ = pos.CloseDate()
	if v, ok := pos.Attribute("amount"); ok && v.Kind() == deal.NumberValue {
		row.Amount = v
	}
	if w, ok := Waits(pos); ok {
		row.Waits = w
		if w.Fact >= 0 {
			row.WaitsFor = c.Record().Fact(w.Fact)
		}
	}
	for s := range pos.Steps() {
		if s.Owned() && !s.Due.Before(pos.Day()) && (row.NextStep.Fact == nil || s.Due.Before(row.NextStep.Due)) {
			step := c.Record().Fact(s.Fact).(deal.NextStep)
			row.NextStep = Step{&step, s.Due}
		}
	}
	return row
}

// copied gives changes in memory of their own; nil when there are none, whatever
// the evaluator did before.
func copied(changes []Change) []Change { return append([]Change(nil), changes...) }

// misnamed gives the stage that the latest claim names, when the process does
// not have it.
func misnamed(pos *stage.Position, strays []deal.Stray) string {
	rec := pos.Record()
	later := func(a, b int) bool { return rec.On(a).After(rec.On(b)) || rec.On(a) == rec.On(b) && a > b }
	_, claim, claimed := pos.ClaimedOn()
	name := ""
	for _, s := range strays {
		if s.Why == deal.UnknownStage && (!claimed || later(s.Fact, claim)) {
			name, claim, claimed = s.Name, s.Fact, true
		}
	}
	return name
}

// text gives an attribute as text, "" when it has no value.
func text(pos *stage.Position, id string) string {
	v, _ := pos.Attribute(id)
	return v.String()
}

// need is the order in which deals need attention: those that fell back first,
// then those that the CRM calls won and that nothing bears out, those that did
// not move (busy or stalled, which are no ranking), those that wait, those that
// move, and last those that are over.
func (row *Row) need() int {
	switch {
	case row.Verdict == Regressed:
		return 0
	case row.Unproven():
		return 1
	case row.Verdict == Stalled || row.Verdict == Busy:
		return 2
	case row.Verdict == Waiting:
		return 3
	case row.Verdict == Progressing:
		return 4
	case row.Verdict == Advanced:
		return 5
	case row.Verdict == Won:
		return 7
	}
	return 6
}

// Unproven reports whether the CRM calls the deal won and the record does not
// bear it out.
func (row *Row) Unproven() bool {
	return row.Claimed.Kind() == stage.Won && row.Stands.IsZero()
}

// Compare orders rows by need of attention, worst first: by what became of the
// deal, then by the amount (larger first, none last), the number of flags, and
// the deal's id.
func (row *Row) Compare(other *Row) int {
	a, known := row.Amount.Number()
	b, otherKnown := other.Amount.Number()
	if known != otherKnown {
		a, b = 0, 1
		if known {
			a, b = 1, 0
		}
	}
	return cmp.Or(
		cmp.Compare(row.need(), other.need()),
		cmp.Compare(b, a),
		cmp.Compare(other.flags(), row.flags()),
		strings.Compare(row.ID, other.ID),
	)
}

func (row *Row) flags() int {
	n := 0
	for _, s := range row.Signals {
		if s.Severity == Flag {
			n++
		}
	}
	return n
}
