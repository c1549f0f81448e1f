package score_test

import (
	"fmt"
	"iter"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// reviewed is what came out of a review.
type reviewed struct {
	rows   []score.Row
	errors []string
	totals []string
}

// take takes rows until there are so many; 0: all.
func take(r *score.Reviewer, rows iter.Seq2[score.Row, error], most int) (out reviewed) {
	n := 0
	for row, err := range rows {
		if err != nil {
			out.errors = append(out.errors, fmt.Sprint(n, " ", err))
		} else {
			out.rows = append(out.rows, row)
		}
		if n++; n == most {
			break
		}
	}
	out.totals = dumpTotals(r.Totals())
	return out
}

// same compares two reviews, field by field.
func (x *trial) same(want, got reviewed, how string) {
	require.Equal(x, want.errors, got.errors, how)
	require.Equal(x, want.totals, got.totals, how)
	require.Len(x, got.rows, len(want.rows), how)
	for i := range want.rows {
		require.Equal(x, want.rows[i], got.rows[i], "%s, row %d", how, i)
	}
}

func TestAReviewInParallelIsTheReview(t *testing.T) {
	worth := map[string]int{"a deal is skipped": 300, "something moved": 100}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		from := generate.Start.Add(x.r.IntN(generate.Days))
		to := from.Add(x.r.IntN(generate.Days))
		var deals []*deal.Record
		for range 3 {
			deals = append(deals, x.pipeline(to)...)
		}
		x.r.Shuffle(len(deals), func(i, j int) { deals[i], deals[j] = deals[j], deals[i] })
		review := func(workers, most int) reviewed {
			r, err := score.NewReviewer(x.book, from, to)
			require.NoError(x, err)
			if workers == 0 {
				return take(r, r.All(slices.Values(deals)), most)
			}
			return take(r, r.AllParallel(workers, slices.Values(deals)), most)
		}
		whole := review(0, 0)
		for range 2 {
			workers := 1 + x.r.IntN(8)
			x.same(whole, review(workers, 0), fmt.Sprintf("%d workers", workers))
		}
		most := 1 + x.r.IntN(len(deals))
		x.same(review(0, most), review(1+x.r.IntN(8), most), fmt.Sprintf("broken off after %d", most))
		x.note("a deal is skipped", len(whole.errors) > 0)
		x.note("something moved", slices.ContainsFunc(whole.rows, func(r score.Row) bool { return len(r.Gained)+len(r.Lost) > 0 }))
	})
}

func TestAReviewInParallelLeavesNoGoroutine(t *testing.T) {
	rec := story.Long()
	endless := func(yield func(*deal.Record) bool) {
		for yield(rec) {
		}
	}
	failing := func(yield func(*deal.Record) bool) {
		for range 100 {
			if !yield(rec) {
				return
			}
		}
		panic("the source")
	}
	before := runtime.NumGoroutine()
	reviewer, err := score.NewReviewer(stage.Builtin(), story.Day(88), story.Day(95))
	require.NoError(t, err)
	take(reviewer, reviewer.AllParallel(4, endless), 300)
	require.Equal(t, 300, reviewer.Totals().Deals, "those that were taken")
	require.PanicsWithValue(t, "the source", func() { take(reviewer, reviewer.AllParallel(4, failing), 0) })
	for range 1000 { // one that has done its last deed may not be gone yet
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("a goroutine is left")
}

// TestAReviewKeepsNothingOfADeal measures the memory in use in the midst of a
// stream of deals, each of them new.
func TestAReviewKeepsNothingOfADeal(t *testing.T) {
	long := story.Long()
	deals := func(n int) iter.Seq[*deal.Record] {
		return func(yield func(*deal.Record) bool) {
			for i := range n {
				rec := deal.New(long.Header)
				rec.ID, rec.Owner = fmt.Sprint("d", i), fmt.Sprint("owner ", i%50)
				for _, f := range long.Facts() {
					if err := rec.Append(f); err != nil {
						panic(err)
					}
				}
				if !yield(rec) {
					return
				}
			}
		}
	}
	inUse := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	for _, workers := range []int{1, 4} {
		reviewer, err := score.NewReviewer(stage.Builtin(), story.Day(88), story.Day(95))
		require.NoError(t, err)
		var early, late int64
		n := 0
		for _, err := range reviewer.AllParallel(workers, deals(3_000)) {
			require.NoError(t, err)
			switch n++; n {
			case 300:
				early = inUse()
			case 2_900:
				late = inUse()
			}
		}
		require.Equal(t, 3_000, reviewer.Totals().Deals)
		// A deal of 60 facts takes some 20 KiB.
		require.Less(t, late-early, int64(1<<20), "%d workers", workers)
	}
}
