package score

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
)

// Totals are the sums of a review. The zero Totals are those of no deals.
// Putting parts together with [Totals.Merge] gives the same as reviewing the
// whole, in whatever order.
type Totals struct {
	Tally
	Skipped   int // deals that could not be judged
	byVerdict [Won + 1]Tally
	byOwner   map[string]*Tally
	bySegment map[string]*Tally
	byStage   map[stageKey]*Stages
}

type stageKey struct {
	process string
	order   int // of the stage in its process
	id      string
}

func (k stageKey) compare(o stageKey) int {
	return cmp.Or(strings.Compare(k.process, o.process), cmp.Compare(k.order, o.order), strings.Compare(k.id, o.id))
}

// Tally is the sums over some deals. Every open deal is one of Earned, Inflated
// and Unclaimed.
type Tally struct {
	Deals      int
	Verdicts   [Won + 1]int // by verdict
	Open       Money        // deals that the CRM has not closed
	Earned     Money        // those among them that have earned the stage that the CRM claims
	Inflated   Money        // those among them that the CRM claims further than they have earned
	Unclaimed  Money        // those among them for which the CRM claims no stage that the process has
	Ahead      int          // demands by which the inflated ones are claimed ahead, in all
	OffRoute   int          // those among the inflated with no way to the claimed stage; Ahead has nothing of them
	Stays      Stays        // days in stage of those open deals that have earned one
	Won        Money        // deals that stand at a won end, borne out
	Unproven   Money        // deals that the CRM calls won without the record bearing it out
	Gains      int
	Losses     int
	Touches    int // facts of the window by which something was done
	Idle       int // touches spent on deals that did not move: busy ones, since stalled ones had none; those that wait or fell back are not among them
	Attempts   int
	Encounters int
}

// Claimed is the amounts of the open deals for which the CRM claims a stage,
// earned or not.
func (t *Tally) Claimed() Money {
	m := t.Earned
	m.merge(t.Inflated)
	return m
}

// Money is the amounts of some deals. A deal without an amount is counted as
// missing, never as zero.
type Money struct {
	Deals   int
	Missing int // deals among them without an amount

	billions int64 // a sum of many amounts does not fit into fewer
	whole    int64 // from 0 to less than a billion
	parts    int64 // ten-thousandths, from 0 to less than one whole
}

const billion = 1_000_000_000

// Stages is the sums of one stage, over the deals that the CRM has not closed.
type Stages struct {
	Claimed  Money // deals that the CRM claims for it
	Earned   Money // deals whose earned stage it is
	Standing Tally // the sums over those that have earned it
}

func (m *Money) add(amount deal.Value) {
	m.Deals++
	n, ok := amount.Number()
	if !ok {
		m.Missing++
		return
	}
	m.sum(0, n/deal.Decimals, n%deal.Decimals)
}

func (m *Money) sum(billions, whole, parts int64) {
	m.billions, m.whole, m.parts = m.billions+billions, m.whole+whole, m.parts+parts
	carry(&m.whole, &m.parts, deal.Decimals)
	carry(&m.billions, &m.whole, billion)
}

// carry leaves less than one of the higher unit in the lower, and not less than
// nothing.
func carry(higher, lower *int64, base int64) {
	*higher += *lower / base
	if *lower %= base; *lower < 0 {
		*lower += base
		*higher--
	}
}

func (m *Money) merge(o Money) {
	m.Deals, m.Missing = m.Deals+o.Deals, m.Missing+o.Missing
	m.sum(o.billions, o.whole, o.parts)
}

// Sum is the sum of the amounts that are there, as a decimal.
func (m Money) Sum() string {
	if m.billions < 0 {
		var owed Money
		owed.sum(-m.billions, -m.whole, -m.parts)
		return "-" + owed.Sum()
	}
	s := strconv.FormatInt(m.whole, 10)
	if m.billions > 0 {
		s = strconv.FormatInt(m.billions, 10) + strconv.FormatInt(billion+m.whole, 10)[1:]
	}
	if m.parts > 0 {
		s += "." + strings.TrimRight(strconv.FormatInt(deal.Decimals+m.parts, 10)[1:], "0")
	}
	return s
}

func (t *Totals) add(row *Row) {
	t.init()
	for _, tally := range []*Tally{&t.Tally, &t.byVerdict[row.Verdict], at(t.byOwner, row.Owner), at(t.bySegment, row.Segment)} {
		tally.add(row)
	}
	if !row.Closed {
		at(t.byStage, stageKey{row.Process.ID(), row.Claimed.Order(), row.Claimed.ID()}).Claimed.add(row.Amount)
		earned := at(t.byStage, stageKey{row.Process.ID(), row.Earned.Order(), row.Earned.ID()})
		earned.Earned.add(row.Amount)
		earned.Standing.add(row)
	}
}

func (t *Totals) init() {
	if t.byOwner == nil {
		t.byOwner, t.bySegment, t.byStage = map[string]*Tally{}, map[string]*Tally{}, map[stageKey]*Stages{}
	}
}

func at[K comparable, V any](m map[K]*V, k K) *V {
	if m[k] == nil {
		m[k] = new(V)
	}
	return m[k]
}

func (t *Tally) add(row *Row) {
	t.Deals++
	t.Verdicts[row.Verdict]++
	switch {
	case !row.Closed:
		t.addOpen(row)
	case row.Verdict == Won:
		t.Won.add(row.Amount)
	case row.Stands.IsZero():
		t.Unproven.add(row.Amount)
	}
	t.Gains += len(row.Gained)
	t.Losses += len(row.Lost)
	t.Touches += row.Touches
	if row.Verdict == Busy {
		t.Idle += row.Touches
	}
	t.Attempts += row.Attempts
	t.Encounters += row.Encounters
}

func (t *Tally) addOpen(row *Row) {
	t.Open.add(row.Amount)
	switch {
	case !row.OnRoute:
		t.Inflated.add(row.Amount)
		t.OffRoute++
	case row.Inflation > 0:
		t.Inflated.add(row.Amount)
		t.Ahead += row.Inflation
	case row.Claimed.IsZero():
		t.Unclaimed.add(row.Amount)
	default:
		t.Earned.add(row.Amount)
	}
	if !row.Earned.IsZero() {
		t.Stays.add(row.DaysInStage, 1)
	}
}

func (t *Tally) merge(o *Tally) {
	t.Deals += o.Deals
	for v := range t.Verdicts {
		t.Verdicts[v] += o.Verdicts[v]
	}
	t.Open.merge(o.Open)
	t.Earned.merge(o.Earned)
	t.Inflated.merge(o.Inflated)
	t.Unclaimed.merge(o.Unclaimed)
	t.Ahead += o.Ahead
	t.OffRoute += o.OffRoute
	t.Stays.merge(&o.Stays)
	t.Won.merge(o.Won)
	t.Unproven.merge(o.Unproven)
	t.Gains += o.Gains
	t.Losses += o.Losses
	t.Touches += o.Touches
	t.Idle += o.Idle
	t.Attempts += o.Attempts
	t.Encounters += o.Encounters
}

// Merge adds the totals of another part of the pipeline.
func (t *Totals) Merge(o *Totals) {
	t.init()
	t.Tally.merge(&o.Tally)
	t.Skipped += o.Skipped
	for v := range t.byVerdict {
		t.byVerdict[v].merge(&o.byVerdict[v])
	}
	for k, v := range o.byOwner {
		at(t.byOwner, k).merge(v)
	}
	for k, v := range o.bySegment {
		at(t.bySegment, k).merge(v)
	}
	for k, v := range o.byStage {
		s := at(t.byStage, k)
		s.Claimed.merge(v.Claimed)
		s.Earned.merge(v.Earned)
		s.Standing.merge(&v.Standing)
	}
}

// ByVerdict gives the sums by verdict, worst first, of the verdicts that some deal
// has.
func (t *Totals) ByVerdict() iter.Seq2[Verdict, *Tally] {
	return func(yield func(Verdict, *Tally) bool) {
		for v := range t.byVerdict {
			if t.byVerdict[v].Deals > 0 && !yield(Verdict(v), &t.byVerdict[v]) {
				return
			}
		}
	}
}

// Owners gives the sums by owner, in alphabetical order; "" has the deals
// without one.
func (t *Totals) Owners() iter.Seq2[string, *Tally] { return sorted(t.byOwner) }

// Segments gives the sums by segment, in alphabetical order; "" has the deals
// without one.
func (t *Totals) Segments() iter.Seq2[string, *Tally] { return sorted(t.bySegment) }

func sorted(m map[string]*Tally) iter.Seq2[string, *Tally] {
	return func(yield func(string, *Tally) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

// StageSum is the sums of one stage of one process.
type StageSum struct {
	Process string
	Stage   string // "none" for deals without a stage
	*Stages
}

// Stages gives the sums by stage: processes in alphabetical order, stages in
// definition order.
func (t *Totals) Stages() iter.Seq[StageSum] {
	return func(yield func(StageSum) bool) {
		keys := slices.SortedFunc(maps.Keys(t.byStage), func(a, b stageKey) int { return a.compare(b) })
		for _, k := range keys {
			if !yield(StageSum{k.process, k.id, t.byStage[k]}) {
				return
			}
		}
	}
}
