package score_test

import (
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

// BenchmarkCard evaluates the deal that was evaluated last, as for a series of
// days.
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

func BenchmarkCompareAWeek(b *testing.B) {
	rec, e := story.Long(), score.NewEvaluator(stage.Builtin())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Progress(rec, story.Day(88), story.Day(95)); err != nil {
			b.Fatal(err)
		}
	}
}
