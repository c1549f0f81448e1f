package score_test

import (
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// TestASeriesIsEachComparisonTakenAlone also holds for the evaluator: what it
// was asked before, and in between, changes nothing.
func TestASeriesIsEachComparisonTakenAlone(t *testing.T) {
	worth := map[string]int{
		"a fact was noted late":                        250,
		"the process changed on the way":               10,
		"no process was there for one, and then there": 20,
		"a day came before the deal":                   100,
		"the walk was broken off":                      25,
		"something else was asked in between":          60,
		"something was gained":                         50,
		"a day came twice":                             40,
		"a card of the first day":                      100,
	}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		facts := x.Facts
		if x.Header.Process == "" {
			for range 1 + x.r.IntN(4) {
				segments := append(x.book.Segments(), "nowhere")
				to := segments[x.r.IntN(len(segments))]
				facts = among(facts, deal.Set{Stamp: x.stamp(first, x.day()), Values: []deal.Setting{{Attribute: "segment", Value: deal.Text(to)}}})
			}
		}
		rec := x.record(facts)
		day := generate.Start.Add(-x.r.IntN(30))
		days := []deal.Day{day}
		for range 3 + x.r.IntN(10) {
			day = day.Add(x.r.IntN(15))
			days = append(days, day)
		}
		for _, f := range facts {
			x.note("a fact was noted late", f.When().Noted.After(f.When().On))
			if f.When().Noted.After(f.When().On) {
				break
			}
		}
		x.note("a day came before the deal", rec.Len() > 0 && rec.AsOf(days[0]).Len() == 0)

		e := score.NewEvaluator(x.book)
		i, gained, twice, failed, recovered := 0, false, false, false, false
		seen := map[*stage.Process]bool{}
		for got, err := range e.Series(rec, days) {
			from, to := days[i], days[i+1]
			i++
			want, wrong := score.Compare(x.book, rec, from, to)
			require.Equal(x, wrong, err, "from %v to %v of %s", from, to, x.tell(facts))
			if err != nil {
				require.Nil(x, got)
				failed = true
				continue
			}
			recovered = recovered || failed
			require.Equal(x, dumpProgress(want, byIndex), dumpProgress(got, byIndex), "from %v to %v of %v of %s", from, to, days, x.tell(facts))
			card, err := score.Evaluate(x.book, rec, to)
			require.NoError(x, err)
			require.Equal(x, dump(card, byIndex), dump(got.Card(), byIndex), "on %v, after %v, of %s", to, from, x.tell(facts))
			if eve, err := score.Evaluate(x.book, rec, from); err == nil && eve.Process() == card.Process() {
				require.Equal(x, eve.Earned(), got.EarnedBefore(), "on %v of %s", from, x.tell(facts))
				require.Equal(x, eve.Remaining(), got.RemainingBefore(), "on %v of %s", from, x.tell(facts))
				x.note("a card of the first day", true)
			}
			require.Equal(x, [2]deal.View{want.From(), want.To()}, [2]deal.View{got.From(), got.To()})
			gained, twice = gained || len(got.Gained()) > 0, twice || from == to
			seen[got.Card().Process()] = true
			if x.r.IntN(10) == 0 {
				other, at := rec, x.day()
				if x.r.IntN(2) == 0 {
					other = x.record(x.More(x.r, generate.Only{}, 5))
				}
				_, err := e.Card(other, at)
				x.note("something else was asked in between", err == nil)
			}
			if x.r.IntN(30) == 0 {
				x.note("the walk was broken off", true)
				break
			}
		}
		x.note("something was gained", gained)
		x.note("a day came twice", twice)
		x.note("the process changed on the way", len(seen) > 1)
		x.note("no process was there for one, and then there", recovered)
	})
}

// TestAComparisonBeginsAgainWhereTheWalkDoes: a call that reached nobody begins a
// walk only for as long as there is nothing else.
func TestAComparisonBeginsAgainWhereTheWalkDoes(t *testing.T) {
	book := playbook(t, `
stages:
  - {id: one, title: O, exit: [{none: [{milestone: objection}]}]}
  - {id: two, title: T, exit: [{milestone: agreed}]}
`)
	rec := story.Tell("segment: p", "+1 activity: call\n+6 milestone: objection")
	p, err := score.Compare(book, rec, story.Day(4), story.Day(7))
	require.NoError(t, err)
	require.Equal(t, "two", p.EarnedBefore().ID())
	require.Equal(t, "one", p.Card().Earned().ID())
}

// TestAComparisonLeavesOutTheDaysSinceTheLast: what lapsed between the two is of
// neither.
func TestAComparisonLeavesOutTheDaysSinceTheLast(t *testing.T) {
	rec := story.Tell("segment: p", people+"+2 evidence: pain, form: statement, from: ann")
	e := score.NewEvaluator(playbook(t, simple))
	for _, c := range []struct{ from, to, lapsed int }{{1, 5, 0}, {70, 75, 0}, {80, 85, 0}, {5, 62, 0}, {62, 63, 2}, {63, 70, 0}} {
		p, err := e.Progress(rec, story.Day(c.from), story.Day(c.to))
		require.NoError(t, err)
		require.Len(t, p.Lapsed(), c.lapsed, "from +%d to +%d", c.from, c.to)
	}
}

func TestASeriesSeesWhatIsAppendedAndANewHeader(t *testing.T) {
	book := playbook(t, simple)
	rec := story.Tell("segment: p", people)
	var got []string
	for p, err := range score.Series(book, rec, score.Every(7, story.Day(0), story.Day(21))) {
		require.NoError(t, err)
		got = append(got, fmt.Sprintf("%v %v %s", p.Verdict(), p.Card().Earned(), score.RowOf(p).Owner))
		switch len(got) {
		case 1:
			require.NoError(t, rec.Append(deal.Evidence{Stamp: deal.Stamp{On: story.Day(9)}, Element: "pain", Form: deal.Statement, From: "ann"}))
		case 2:
			rec.Owner = "kim"
		}
	}
	require.Equal(t, []string{"stalled discover ", "advanced propose ", "stalled propose kim"}, got)
}

func TestASeriesTellsWhatIsWrongWithEachPairOfDays(t *testing.T) {
	book := playbook(t, simple)
	rec := story.Tell("segment: p", people)
	pairs := func(s iter.Seq2[*score.Progress, error]) (out []string) {
		for p, err := range s {
			if err != nil {
				out = append(out, err.Error())
				continue
			}
			out = append(out, p.Verdict().String())
		}
		return out
	}
	day := story.Day
	require.Empty(t, pairs(score.Series(book, rec, nil)))
	require.Empty(t, pairs(score.Series(book, rec, []deal.Day{day(1)})))
	require.Equal(t, []string{"there is no record to judge"}, pairs(score.Series(book, nil, []deal.Day{day(1), day(2)})))
	require.Equal(t,
		[]string{"stalled", "the first day of a comparison lies after the last", "there is no day to judge on", "stalled"},
		pairs(score.Series(book, rec, []deal.Day{day(1), day(2), {}, day(3), day(9)})))
}

func TestEveryGivesTheDaysFromOneToAnother(t *testing.T) {
	day := story.Day
	for _, c := range []struct {
		name     string
		step     int
		from, to deal.Day
		want     []deal.Day
	}{
		{"whole weeks", 7, day(0), day(21), []deal.Day{day(0), day(7), day(14), day(21)}},
		{"a rest", 7, day(0), day(16), []deal.Day{day(0), day(7), day(14), day(16)}},
		{"less than a step", 7, day(0), day(3), []deal.Day{day(0), day(3)}},
		{"one day", 7, day(3), day(3), []deal.Day{day(3)}},
		{"no step", 0, day(0), day(3), []deal.Day{day(0), day(3)}},
		{"a step back", -7, day(0), day(30), []deal.Day{day(0), day(30)}},
		{"backwards", 7, day(3), day(0), nil},
		{"from no day", 7, deal.Day{}, day(0), nil},
		{"to no day", 7, day(0), deal.Day{}, nil},
		{"to the end of time", 1 << 30, day(0), deal.LastDay(), []deal.Day{day(0), deal.LastDay()}},
		{"at the end of time", 7, deal.LastDay().Add(-8), deal.LastDay(), []deal.Day{deal.LastDay().Add(-8), deal.LastDay().Add(-1), deal.LastDay()}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, score.Every(c.step, c.from, c.to)) })
	}
}

// weeks are the 52 that are measured. The deal begins with them.
func weeks() []deal.Day { return score.Every(7, story.Start, story.Day(52*7)) }

// late is the deal that is measured, with a word of each week noted in the next,
// so that no week but the last ones can be folded on top of those before.
func late(tb testing.TB) *deal.Record {
	rec := story.Long()
	facts := make([]deal.Fact, 0, rec.Len())
	for i, f := range rec.Facts() {
		at := f.When()
		if i%2 == 1 {
			at.Noted = at.On.Add(7)
		}
		facts = append(facts, generate.Stamped(f, at))
	}
	generate.SortNoted(facts)
	out := deal.New(rec.Header)
	for _, f := range facts {
		require.NoError(tb, out.Append(f))
	}
	return out
}

// year walks through a series.
func year(tb testing.TB, e *score.Evaluator, rec *deal.Record, days []deal.Day) {
	for _, err := range e.Series(rec, days) {
		if err != nil {
			tb.Fatal(err)
		}
	}
}

func TestAWarmSeriesAllocatesNothing(t *testing.T) {
	days := weeks()
	require.Len(t, days, 53)
	for name, rec := range map[string]*deal.Record{"in order": story.Long(), "noted late": late(t)} {
		e := score.NewEvaluator(stage.Builtin())
		year(t, e, rec, days)
		require.Zero(t, testing.AllocsPerRun(20, func() { year(t, e, rec, days) }), name)
	}
}

// BenchmarkAYear measures 52 weeks of one deal in three ways beside one card and
// one comparison of it. What follows its last fact is measured too: eight months
// in which nothing but time passes.
func BenchmarkAYear(b *testing.B) {
	days := weeks()
	inOrder, noted := story.Long(), late(b)
	series := func(rec *deal.Record) func(*testing.B) {
		return func(b *testing.B) {
			e := score.NewEvaluator(stage.Builtin())
			b.ReportAllocs()
			for b.Loop() {
				year(b, e, rec, days)
			}
		}
	}
	alone := func(rec *deal.Record) func(*testing.B) {
		return func(b *testing.B) {
			e := score.NewEvaluator(stage.Builtin())
			b.ReportAllocs()
			for b.Loop() {
				for i := len(days) - 2; i >= 0; i-- { // backwards, so that none goes on from another
					if _, err := e.Progress(rec, days[i], days[i+1]); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
	}
	b.Run("series", series(inOrder))
	b.Run("series/noted_late", series(noted))
	b.Run("compares", alone(inOrder))
	b.Run("compares/noted_late", alone(noted))
	b.Run("card", func(b *testing.B) {
		e := score.NewEvaluator(stage.Builtin())
		b.ReportAllocs()
		for b.Loop() {
			if _, err := e.Card(inOrder, story.Day(100)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
