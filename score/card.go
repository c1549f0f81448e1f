// Package score tells where a deal really stands and whether it moved.
//
// [Evaluate] gives the [Card] of a deal on a day: its score as an interval, the
// stage it has earned beside the one that the CRM claims, how many demands are
// open on the way to won, and the signals that deserve a look. [Compare] gives
// the [Progress] between two days: what was gained, lost, lapsed and renewed,
// and one [Verdict] out of one table; [Series] gives it week by week. A [Reviewer]
// does both for a pipeline, one deal after the other or several at once, and adds
// up totals. [Prepare] gives the [Plan] of the next meeting about a deal, and
// [Encounters] tells what came of those before. [Rejudge] gives the [Difference]
// that another playbook makes to a deal, before it is rolled out.
//
// Everything is a pure function of a playbook, a record and days: there is no
// clock in here. Results hold handles to requirements and to facts; the words
// are somebody else's business.
package score

import (
	"errors"
	"iter"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Evaluate gives the card of a deal on a day, from what had been noted by then.
// The error is a [*stage.NoProcessError] when the playbook has no process for
// the deal.
func Evaluate(book *stage.Playbook, rec *deal.Record, day deal.Day) (*Card, error) {
	return NewEvaluator(book).Card(rec, day)
}

// Evaluator evaluates one deal after the other in the same memory: warm, it
// allocates nothing. What it gives is good until it is asked again. It must not
// be shared between goroutines.
type Evaluator struct {
	book     *stage.Playbook
	pos      stage.Position
	card     Card
	progress Progress
}

// NewEvaluator gives an evaluator for the deals of a playbook.
func NewEvaluator(book *stage.Playbook) *Evaluator { return &Evaluator{book: book} }

var (
	errNoRecord = errors.New("there is no record to judge")
	errNoDay    = errors.New("there is no day to judge on")
)

// Card is [Evaluate] in the evaluator's memory.
func (e *Evaluator) Card(rec *deal.Record, day deal.Day) (*Card, error) {
	process, err := e.process(rec, day)
	if err != nil {
		return nil, err
	}
	e.pos.Bind(process, rec)
	e.pos.Look(rec.AsOf(day), day)
	e.card.fill(&e.pos)
	return &e.card, nil
}

// process finds the process that a record belongs to on a day.
func (e *Evaluator) process(rec *deal.Record, day deal.Day) (*stage.Process, error) {
	switch {
	case rec == nil:
		return nil, errNoRecord
	case day.IsZero():
		return nil, errNoDay
	}
	return e.book.For(rec.AsOf(day))
}

// Card is one deal on one day.
type Card struct {
	pos *stage.Position

	score     qualify.Score
	remaining int
	blank     int
	inflation int
	onRoute   bool
	signals   signalSet
}

func (c *Card) fill(pos *stage.Position) {
	*c = Card{pos: pos}
	c.score = pos.Assessment().Score()
	c.remaining, c.blank = pos.Remaining(), pos.Blank()
	c.inflation, c.onRoute = pos.Inflation()
	c.signals = c.watch()
}

// Position is where the deal stands in its process, with the proof of
// everything on the card.
func (c *Card) Position() *stage.Position { return c.pos }

// Record is the record of the deal.
func (c *Card) Record() *deal.Record { return c.pos.Record() }

// Process is the process that the deal was judged by.
func (c *Card) Process() *stage.Process { return c.pos.Process() }

// Day is the day of the card.
func (c *Card) Day() deal.Day { return c.pos.Day() }

// Score is how well the deal is qualified, in 1/10000, as an interval.
func (c *Card) Score() qualify.Score { return c.score }

// Lines gives the part that each element has in the score.
func (c *Card) Lines() iter.Seq[qualify.Line] { return c.pos.Assessment().Lines() }

// Band is the named range that the score is in; the zero Band when the
// framework has none.
func (c *Card) Band() qualify.Band { return c.pos.Assessment().Band() }

// Earned is the stage that the deal has earned; the zero Stage, "none", while
// it has not passed the gate into the process.
func (c *Card) Earned() stage.Stage { return c.pos.Stage() }

// Claimed is the stage or end that the CRM claims; the zero Stage when it
// claims none.
func (c *Card) Claimed() stage.Stage { return c.pos.Claimed() }

// Entered is the first day of the unbroken stay in the earned stage.
func (c *Card) Entered() deal.Day { return c.pos.Entered() }

// Closed reports whether the CRM claims an end: nobody is working on the deal
// any more, whether the record bears the end out or not.
func (c *Card) Closed() bool {
	k := c.Claimed().Kind()
	return k == stage.Won || k == stage.Lost || k == stage.Left
}

// Inflation is how many demands the claimed stage is ahead of what was earned:
// 0 when it is earned. onRoute is false when no way leads there.
func (c *Card) Inflation() (demands int, onRoute bool) { return c.inflation, c.onRoute }

// Gate is the gate that the deal stands before; ok is false when its stage
// leads nowhere.
func (c *Card) Gate() (g stage.Gate, ok bool) { return c.pos.Gate() }

// Remaining is how many different demands are open on the shortest way to won.
// That number is the deal's real position. It is [stage.NoWay] when no way is
// left for this deal.
func (c *Card) Remaining() int { return c.remaining }

// Route gives the demands that [Card.Remaining] counts.
func (c *Card) Route() []stage.Requirement { return c.pos.Route() }

// Blank is how many demands a deal with the same attributes and no other fact
// would have open: the whole way.
func (c *Card) Blank() int { return c.blank }

// Headway is how much of the whole way is behind the deal, in 1/10000: what a
// blank deal has open less what this one has, over the former. It is not below
// 0.
func (c *Card) Headway() int {
	switch {
	case c.blank == 0 && c.remaining == 0:
		return qualify.Full
	case c.blank <= 0 || c.remaining == stage.NoWay:
		return 0
	}
	return max(0, qualify.Full*(c.blank-c.remaining)/c.blank)
}

// Strays gives what the record holds and the definitions do not know.
func (c *Card) Strays() []deal.Stray { return c.pos.Strays() }
