package score_test

import (
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// The deal that is measured has 60 facts, eight elements and ten stages; the
// evaluator is warm. What is measured begins with the record, names and all.

func TestAWarmEvaluatorAllocatesNothing(t *testing.T) {
	rec := story.Long()
	require.Equal(t, 60, rec.Len())
	e := score.NewEvaluator(stage.Builtin())
	for at := range 100 { // every size that the memory has to have
		_, err := e.Progress(rec, story.Day(at), story.Day(at+7))
		require.NoError(t, err)
	}
	require.Zero(t, testing.AllocsPerRun(100, func() {
		if _, err := e.Card(rec, story.Day(100)); err != nil {
			t.Fatal(err)
		}
	}), "a card")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		if _, err := e.Progress(rec, story.Day(88), story.Day(95)); err != nil {
			t.Fatal(err)
		}
	}), "a comparison")
}

// BenchmarkCard evaluates the deal that was evaluated last: its names are known,
// and the walk begins with the first fact each time.
func BenchmarkCard(b *testing.B) {
	rec, e := story.Long(), score.NewEvaluator(stage.Builtin())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Card(rec, story.Day(100)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCardOfAnotherDeal evaluates two deals in turn, so that names are
// looked up each time, as in a review.
func BenchmarkCardOfAnotherDeal(b *testing.B) {
	recs, e := [2]*deal.Record{story.Long(), story.Long()}, score.NewEvaluator(stage.Builtin())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := e.Card(recs[i%2], story.Day(100)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCompareAWeek goes back to the first day of the week each time, so that
// nothing goes on from the walk before.
func BenchmarkCompareAWeek(b *testing.B) {
	rec, e := story.Long(), score.NewEvaluator(stage.Builtin())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Progress(rec, story.Day(88), story.Day(95)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCompareAWeekOfAnotherDeal compares two deals in turn, as in a review.
func BenchmarkCompareAWeekOfAnotherDeal(b *testing.B) {
	recs, e := [2]*deal.Record{story.Long(), story.Long()}, score.NewEvaluator(stage.Builtin())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := e.Progress(recs[i%2], story.Day(88), story.Day(95)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkASeriesOfWeeks goes on from one week to the next, and begins again
// behind the last: a time is that of one week.
func BenchmarkASeriesOfWeeks(b *testing.B) {
	rec, e := story.Long(), score.NewEvaluator(stage.Builtin())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		week := i % 14
		if _, err := e.Progress(rec, story.Day(7*week), story.Day(7*week+7)); err != nil {
			b.Fatal(err)
		}
	}
}

// manyFacts is the measured deal, its facts but the people told again every
// hundred days until there are so many.
func manyFacts(n int) *deal.Record {
	once := story.Long()
	rec := deal.New(once.Header)
	for round := 0; rec.Len() < n; round++ {
		for _, f := range once.Facts() {
			at := deal.Stamp{On: f.When().On.Add(100 * round)}
			switch f := f.(type) {
			case deal.Evidence:
				f.Stamp = at
				mustAppend(rec, f)
			case deal.Activity:
				f.Stamp = at
				mustAppend(rec, f)
			case deal.Milestone:
				f.Stamp = at
				mustAppend(rec, f)
			case deal.Person:
				if round == 0 {
					mustAppend(rec, f)
				}
			}
		}
	}
	return rec
}

func mustAppend(rec *deal.Record, f deal.Fact) {
	if err := rec.Append(f); err != nil {
		panic(err)
	}
}

func TestAReviewAllocatesNoMoreForMoreFacts(t *testing.T) {
	allocations := func(facts int) float64 {
		recs := [2]*deal.Record{manyFacts(facts), manyFacts(facts)}
		last := recs[0].Last()
		reviewer, err := score.NewReviewer(stage.Builtin(), last.Add(-7), last)
		require.NoError(t, err)
		i := 0
		return testing.AllocsPerRun(50, func() {
			if _, err := reviewer.Review(recs[i%2]); err != nil {
				t.Fatal(err)
			}
			i++
		})
	}
	few := allocations(50)
	require.Positive(t, few, "a row is memory of its own")
	require.LessOrEqual(t, allocations(2_000), few+10)
}

// BenchmarkReviewByFacts reviews a deal of more and more facts: the time for each
// stays about the same.
func BenchmarkReviewByFacts(b *testing.B) {
	for _, n := range []int{50, 500, 5_000} {
		recs := [2]*deal.Record{manyFacts(n), manyFacts(n)}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			last := recs[0].Last()
			reviewer, err := score.NewReviewer(stage.Builtin(), last.Add(-7), last)
			require.NoError(b, err)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := reviewer.Review(recs[i%2]); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(recs[0].Len()), "ns/fact")
		})
	}
}

// BenchmarkReviewOfAStream reads deals of 60 facts from NDJSON and judges them,
// with so many workers for each of the two.
func BenchmarkReviewOfAStream(b *testing.B) {
	line, err := json.Marshal(story.Long())
	require.NoError(b, err)
	line = append(line, '\n')
	for _, workers := range []int{1, 2, 4} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			reviewer, err := score.NewReviewer(stage.Builtin(), story.Day(88), story.Day(95))
			require.NoError(b, err)
			src := &repeated{line: line, left: b.N}
			deals := func(yield func(*deal.Record) bool) {
				for rec, err := range deal.StreamParallel(workers, "deals.ndjson", src) {
					require.NoError(b, err)
					if !yield(rec) {
						return
					}
				}
			}
			b.ReportAllocs()
			b.ResetTimer()
			for _, err := range reviewer.AllParallel(workers, deals) {
				require.NoError(b, err)
			}
			require.Equal(b, b.N, reviewer.Totals().Deals)
		})
	}
}

// repeated is a line so many times.
type repeated struct {
	line []byte
	at   int
	left int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.line[r.at:])
	if r.at += n; r.at == len(r.line) {
		r.at, r.left = 0, r.left-1
	}
	return n, nil
}
