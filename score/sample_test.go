package score_test

import (
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/testdata"
)

// The sample's pipeline on its default day.

var sampleTo = deal.DayOf(2026, time.March, 6)

func sampleDeals(t *testing.T) []*deal.Record {
	t.Helper()
	names, err := fs.Glob(testdata.SampleDeals(), "*.yaml")
	require.NoError(t, err)
	require.Greater(t, len(names), 15)
	var out []*deal.Record
	for _, name := range names {
		f, err := testdata.SampleDeals().Open(name)
		require.NoError(t, err)
		rec, err := deal.Decode(name, f)
		require.NoError(t, err)
		out = append(out, rec)
	}
	return out
}

// pipelineOf gives the rows of a review, in the order of the list, and its totals.
func pipelineOf(t *testing.T, book *stage.Playbook, deals []*deal.Record) ([]score.Row, *score.Totals) {
	t.Helper()
	r, err := score.NewReviewer(book, sampleTo.Add(-7), sampleTo)
	require.NoError(t, err)
	var rows []score.Row
	for row, err := range r.All(slices.Values(deals)) {
		require.NoError(t, err)
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b score.Row) int { return a.Compare(&b) })
	return rows, r.Totals()
}

// TestAThousandUnansweredCallsChangeNothingButTheTouches makes them to people of
// theirs and to nobody in particular, from before the first fact on.
func TestAThousandUnansweredCallsChangeNothingButTheTouches(t *testing.T) {
	book, err := stage.Load(testdata.SamplePlaybook())
	require.NoError(t, err)
	deals := sampleDeals(t)
	for _, c := range []struct {
		name  string
		noted func(on deal.Day) deal.Day
	}{
		{"noted on the day", func(on deal.Day) deal.Day { return on }},
		{"noted three days after", func(on deal.Day) deal.Day { return deal.Earlier(on.Add(3), sampleTo) }},
		{"noted on the last evening", func(deal.Day) deal.Day { return sampleTo }},
	} {
		t.Run(c.name, func(t *testing.T) {
			var called []*deal.Record
			more := map[string]calls{}
			for _, rec := range deals {
				with := callThem(t, rec, c.noted)
				require.Equal(t, rec.Len()+1000, with.rec.Len())
				require.Positive(t, with.inWindow)
				called, more[rec.ID] = append(called, with.rec), with
			}
			before, sums := pipelineOf(t, book, deals)
			after, sumsAfter := pipelineOf(t, book, called)
			turned, inWindow := 0, 0
			for i, want := range before {
				require.Equal(t, want.ID, after[i].ID, "the order of the list")
				with := more[want.ID]
				inWindow += with.inWindow
				renumber(&want, with.places)
				want.Touches, want.Attempts, want.Facts = want.Touches+with.inWindow, want.Attempts+with.inWindow, want.Facts+1000
				want.Signs |= score.Touch
				after[i].Decided = slices.DeleteFunc(slices.Clone(after[i].Decided), with.isCall) // of what is busy they are the reason
				if len(after[i].Decided) == 0 {
					after[i].Decided = want.Decided[:0]
				}
				if want.Verdict == score.Stalled {
					want.Verdict = score.Busy
					turned++
				}
				requireTheSame(t, want, after[i])
			}
			require.Positive(t, turned, "no deal was stalled, and this says less than it could")
			require.Equal(t, sums.Touches+inWindow, sumsAfter.Touches)
			require.Equal(t, sums.Attempts+inWindow, sumsAfter.Attempts)
			require.Equal(t, sums.Verdicts[score.Busy]+turned, sumsAfter.Verdicts[score.Busy])
			require.Equal(t, sumsBesideTouches(sums), sumsBesideTouches(sumsAfter))
		})
	}
}

// requireTheSame compares two rows field by field.
func requireTheSame(t *testing.T, want, got score.Row) {
	t.Helper()
	a, b := reflect.ValueOf(want), reflect.ValueOf(got)
	require.Greater(t, a.NumField(), 30)
	for i := range a.NumField() {
		x, y := a.Field(i).Interface(), b.Field(i).Interface()
		require.True(t, reflect.DeepEqual(x, y), "%s: %s was %+v and is %+v", want.ID, a.Type().Field(i).Name, x, y)
	}
}

// renumber gives the facts that a row names their places in another record.
func renumber(row *score.Row, places []int) {
	facts := func(list []int) []int {
		list = slices.Clone(list)
		for i := range list {
			list[i] = places[list[i]]
		}
		return list
	}
	row.Signals = slices.Clone(row.Signals)
	for i := range row.Signals {
		row.Signals[i].Facts = facts(row.Signals[i].Facts)
	}
	for _, list := range []*[]score.Change{&row.Gained, &row.Lost, &row.Lapsed, &row.Renewed} {
		*list = slices.Clone(*list)
		for i := range *list {
			if f := &(*list)[i].Fact; *f >= 0 {
				*f = places[*f]
			}
		}
	}
	var findings func(list []stage.Finding) []stage.Finding
	findings = func(list []stage.Finding) []stage.Finding {
		list = slices.Clone(list)
		for i := range list {
			list[i].Support, list[i].Members = facts(list[i].Support), findings(list[i].Members)
		}
		return list
	}
	row.Proof, row.Decided = findings(row.Proof), facts(row.Decided)
	if row.WaitsFor != nil {
		row.Waits.Fact = places[row.Waits.Fact]
	}
}

// sumsBesideTouches writes down all sums but those of touches and attempts; busy
// and stalled count as one.
func sumsBesideTouches(t *score.Totals) []string {
	var out []string
	say := func(what string, x score.Tally) {
		x.Touches, x.Attempts, x.Idle = 0, 0, 0
		x.Verdicts[score.Busy] += x.Verdicts[score.Stalled]
		x.Verdicts[score.Stalled] = 0
		out = append(out, fmt.Sprintf("%s %+v", what, x))
	}
	say("all", t.Tally)
	for name, x := range t.Owners() {
		say("owner "+name, *x)
	}
	for name, x := range t.Segments() {
		say("segment "+name, *x)
	}
	for s := range t.Stages() {
		out = append(out, fmt.Sprintf("%s %s %+v %+v", s.Process, s.Stage, s.Claimed, s.Earned))
		say("standing", s.Standing)
	}
	for v, x := range t.ByVerdict() {
		if v != score.Busy && v != score.Stalled {
			say(v.String(), *x)
		}
	}
	return append(out, fmt.Sprint("skipped ", t.Skipped))
}

// calls are a record with a thousand unanswered calls more.
type calls struct {
	rec      *deal.Record
	places   []int // where the facts of the record without them stand
	inWindow int
}

const unanswered = "call, nobody answered"

func (c *calls) isCall(fact int) bool {
	a, ok := c.rec.Fact(fact).(deal.Activity)
	return ok && a.Activity == unanswered
}

// callThem adds a thousand unanswered calls to a record.
func callThem(t *testing.T, rec *deal.Record, noted func(deal.Day) deal.Day) calls {
	t.Helper()
	type fact struct {
		deal.Fact
		own int // its place in the old record; -1: a call
	}
	var people []string
	var all []fact
	for i, f := range rec.Facts() {
		all = append(all, fact{f, i})
		if p, ok := f.(deal.Person); ok && p.Side == deal.Buyer {
			people = append(people, p.Person)
		}
	}
	from := rec.On(rec.ByDay(0)).Add(-5)
	for i := range 1000 {
		on := from.Add(i * (sampleTo.Sub(from) + 1) / 1000)
		a := deal.Activity{Stamp: deal.Stamp{On: on, Noted: noted(on)}, Activity: unanswered}
		if i%3 > 0 && people != nil {
			a.With = []string{people[i%len(people)]}
		}
		all = append(all, fact{a, -1})
	}
	slices.SortStableFunc(all, func(a, b fact) int { return a.When().Noted.Compare(b.When().Noted) })
	out := calls{deal.New(rec.Header), make([]int, rec.Len()), 0}
	for i, f := range all {
		require.NoError(t, out.rec.Append(f.Fact))
		switch {
		case f.own >= 0:
			out.places[f.own] = i
		case f.When().Noted.After(sampleTo.Add(-7)):
			out.inWindow++
		}
	}
	return out
}

func TestTheSampleShowsEveryTypeOfEncounter(t *testing.T) {
	book, err := stage.Load(testdata.SamplePlaybook())
	require.NoError(t, err)
	shown := map[string]bool{}
	for _, rec := range sampleDeals(t) {
		d, err := score.Encounters(book, rec, sampleTo)
		require.NoError(t, err, rec.ID)
		for x := range d.All() {
			shown[x.Type.String()] = true
		}
	}
	for _, word := range score.EncounterTypes() {
		require.True(t, shown[word], "no deal of the sample has an encounter that is %s", word)
	}
}
