package score_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

func TestARowNamesTheStageThatTheProcessDoesNotHave(t *testing.T) {
	for _, c := range []struct{ name, facts, claimed, misnamed string }{
		{"none", `{stage: trial, on: 2026-01-05}`, "trial", ""},
		{"the only claim", `{stage: zebra, on: 2026-01-05}`, "none", "zebra"},
		{"the latest claim", `{stage: trial, on: 2026-01-05}, {stage: decidee, on: 2026-01-06}`, "trial", "decidee"},
		{"the latest of two", `{stage: zebra, on: 2026-01-05}, {stage: lion, on: 2026-01-06}`, "none", "lion"},
		{"later on one day", `{stage: trial, on: 2026-01-05}, {stage: zebra, on: 2026-01-05}`, "trial", "zebra"},
		{"earlier on one day", `{stage: zebra, on: 2026-01-05}, {stage: trial, on: 2026-01-05}`, "trial", ""},
		{"set right", `{stage: zebra, on: 2026-01-05}, {stage: trial, on: 2026-01-06}`, "trial", ""},
		{"earlier and noted late", `{stage: trial, on: 2026-01-06}, {stage: zebra, on: 2026-01-05, noted: 2026-01-07}`, "trial", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec, err := deal.Decode("d.yaml", strings.NewReader("deal: D\nprocess: smb\nfacts: ["+c.facts+"]\n"))
			require.NoError(t, err)
			p, err := score.Compare(stage.Builtin(), rec, deal.DayOf(2026, 1, 1), deal.DayOf(2026, 1, 9))
			require.NoError(t, err)
			row := score.RowOf(p)
			require.Equal(t, c.claimed, row.Claimed.String())
			require.Equal(t, c.misnamed, row.Misnamed)
		})
	}
}

func TestRowsAreInTheOrderInWhichDealsNeedAttention(t *testing.T) {
	book := playbook(t, simple)
	const quiet = "+0 next_step: meet, due: +90, owner: seller\n"
	reviewer, err := score.NewReviewer(book, story.Day(10), story.Day(17))
	require.NoError(t, err)
	var rows []score.Row
	for _, d := range []struct{ id, story string }{
		{"won", "+5 milestone: signed\n+6 stage: won"},
		{"advanced", "+0 person: ann, side: buyer\n+12 evidence: pain, form: statement, from: ann\n" + quiet},
		{"lost", "+6 stage: lost"},
		{"waiting", "+0 pause: +30, why: year end"},
		{"stalled-b", quiet},
		{"stalled-flags", "+0 close_date: +3"},
		{"stalled-a", quiet},
		{"stalled-no-amount-here", quiet},
		{"stalled-small", quiet + "+0 set: {amount: 10}"},
		{"busy-large", quiet + "+0 set: {amount: 5000}\n+12 activity: call"},
		{"stalled-negative", quiet + "+0 set: {amount: -1}"},
		{"unproven", "+6 stage: won\n+0 set: {amount: 1}"},
		{"regressed", "+0 person: ann, side: buyer\n+1 evidence: pain, form: statement, from: ann\n+12 evidence: pain, form: statement, from: ann, refutes: true"},
	} {
		rec := story.Tell("segment: p", d.story)
		rec.ID = d.id
		row, err := reviewer.Review(rec)
		require.NoError(t, err)
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b score.Row) int { return a.Compare(&b) })
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	require.Equal(t, []string{
		"regressed", "unproven",
		"busy-large", "stalled-small", "stalled-negative", // by the amount
		"stalled-flags",                                    // more to look at
		"stalled-a", "stalled-b", "stalled-no-amount-here", // by the id
		"waiting", "advanced", "lost", "won",
	}, ids)
}

func TestADealThatHasNotBegunIsSkipped(t *testing.T) {
	reviewer, err := score.NewReviewer(playbook(t, simple), story.Day(0), story.Day(7))
	require.NoError(t, err)
	rec := deal.New(deal.Header{ID: "D", Segment: "p"})
	require.NoError(t, rec.Append(deal.Stage{Stamp: deal.Stamp{On: story.Day(8)}, Stage: "discover"}))
	_, err = reviewer.Review(rec)
	require.ErrorIs(t, err, score.ErrNotBegun)
	require.Equal(t, 1, reviewer.Totals().Skipped)
	require.Zero(t, reviewer.Totals().Deals)
}
