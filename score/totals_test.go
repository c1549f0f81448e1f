package score_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/score"
)

// totalsOf reviews stories from the 10th day to the 17th.
func totalsOf(t *testing.T, process string, stories ...string) *score.Totals {
	t.Helper()
	reviewer, err := score.NewReviewer(playbook(t, process), story.Day(10), story.Day(17))
	require.NoError(t, err)
	for _, s := range stories {
		_, err := reviewer.Review(story.Tell("segment: p", s))
		require.NoError(t, err)
	}
	return reviewer.Totals()
}

func TestAPercentileOfDaysIsTheNearestRank(t *testing.T) {
	for _, c := range []struct {
		days             []int // in the stage
		low, median, p80 int
	}{
		{days: []int{5}, low: 5, median: 5, p80: 5},
		{days: []int{9, 3}, low: 3, median: 3, p80: 9},
		{days: []int{3, 9, 4}, low: 3, median: 4, p80: 9},
		{days: []int{1, 2, 3, 4}, low: 1, median: 2, p80: 4},
		{days: []int{5, 4, 3, 2, 1}, low: 1, median: 3, p80: 4},
		{days: []int{1, 2, 3, 4, 5, 6}, low: 1, median: 3, p80: 5},
		{days: []int{0, 0, 0, 17}, low: 0, median: 0, p80: 17},
		{days: []int{7, 7, 7, 7, 0}, low: 0, median: 7, p80: 7},
		{days: []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, low: 1, median: 5, p80: 8},
	} {
		t.Run(fmt.Sprint(c.days), func(t *testing.T) {
			var stories []string
			for _, n := range c.days {
				stories = append(stories, fmt.Sprintf("+%d stage: discover", 17-n))
			}
			stays := &totalsOf(t, simple, stories...).Stays
			require.Equal(t, len(c.days), stays.Deals())
			for percent, want := range map[int]int{1: c.low, 50: c.median, 80: c.p80} {
				got, ok := stays.Percentile(percent)
				require.True(t, ok)
				require.Equal(t, want, got, "%d %%", percent)
			}
		})
	}
}

func TestNoDataIsToldFromNoDays(t *testing.T) {
	const gated = `
stages:
  - {id: discover, title: D, enter: [{milestone: agreed}]}
ends: [{id: won, title: W, kind: won, needs: [{milestone: signed}]}, {id: lost, title: L}]
`
	for _, c := range []struct {
		name, story string
		ok          bool
	}{
		{"no deal", "", false},
		{"one that is over", "+1 milestone: agreed\n+2 stage: lost", false},
		{"one that has earned no stage", "+1 activity: call", false},
		{"one on its first day", "+17 milestone: agreed", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stories []string
			if c.story != "" {
				stories = append(stories, c.story)
			}
			days, ok := totalsOf(t, gated, stories...).Stays.Percentile(50)
			require.Zero(t, days)
			require.Equal(t, c.ok, ok)
		})
	}
}

func TestDaysInStageStandStillInAPause(t *testing.T) {
	days, ok := totalsOf(t, simple, "+2 stage: discover\n+5 pause: +9, why: a fair").Stays.Percentile(50)
	require.True(t, ok)
	require.Equal(t, 15-5, days, "the pause covers five of them")
}

// TestADayOnWhichClocksStandStillIsLeftOutOnce has the deal in its stage from its
// first fact to +17.
func TestADayOnWhichClocksStandStillIsLeftOutOnce(t *testing.T) {
	const four, six, eight = "{from: 2026-01-09, to: 2026-01-11}", "{from: 2026-01-11, to: 2026-01-13}", "{from: 2026-01-08, to: 2026-01-12}"
	for _, c := range []struct {
		name, quiet, story string
		days               int
	}{
		{"the days from the 4th to the 6th", four, "", 12},
		{"two periods that share a day", four + ", " + six, "", 10},
		{"the later of them written first", six + ", " + four, "", 10},
		{"one within another", eight + ", " + four, "", 10},
		{"the same, written the other way", four + ", " + eight, "", 10},
		{"a pause across a period", four, "+5 pause: +8, why: a fair", 10},
		{"a pause before a period", six, "+3 pause: +4, why: a fair", 10},
		{"pauses within a pause", "", "+3 pause: +9, why: a fair\n+4 pause: +5, why: a fair\n+7 pause: +10, why: a fair", 7},
		{"the first day counts for nothing", "", "+0 pause: +4, why: a fair", 13},
		{"what was over before the stay", "{from: 2026-01-01, to: 2026-01-04}", "", 15},
		{"what lasts beyond the day", "", "+15 pause: +30, why: a fair", 12},
		{"what begins the day after", "{from: 2026-01-23, to: 2026-01-30}", "", 15},
	} {
		t.Run(c.name, func(t *testing.T) {
			days, ok := totalsOf(t, simple+"calendar: {quiet: ["+c.quiet+"]}\n", "+2 stage: discover\n"+c.story).Stays.Percentile(50)
			require.True(t, ok)
			require.Equal(t, c.days, days)
		})
	}
}

func TestOfTwoQuietPeriodsTheLongerIsTheReasonToWait(t *testing.T) {
	const short, lasting = "{from: 2026-01-12, to: 2026-01-20, why: short}", "{from: 2026-01-14, to: 2026-01-30, why: lasting}"
	for _, quiet := range []string{short + ", " + lasting, lasting + ", " + short} {
		reviewer, err := score.NewReviewer(playbook(t, simple+"calendar: {quiet: ["+quiet+"]}\n"), story.Day(5), story.Day(10))
		require.NoError(t, err)
		row, err := reviewer.Review(story.Tell("segment: p", "+2 stage: discover"))
		require.NoError(t, err)
		require.Equal(t, "lasting", row.Waits.Why)
		require.Equal(t, story.Day(25), row.Waits.Until)
	}
}

func TestTheClaimedAmountIsThatOfClaimsEarnedAndClaimsAhead(t *testing.T) {
	const branched = `
stages:
  - {id: discover, title: D, exit: [{element: pain, level: stated}], next: [propose]}
  - {id: propose, title: P, exit: [{milestone: agreed}, {milestone: security}], next: [close]}
  - {id: close, title: C, exit: [{milestone: security}], next: [won]}
  - {id: aside, title: A, next: [won]}
ends: [{id: won, title: W, kind: won, needs: [{milestone: signed}]}, {id: lost, title: L}]
moves: [{from: discover, to: aside, when: {attribute: ready, is: true}}]
`
	totals := totalsOf(t, branched,
		"+0 stage: discover\n+0 set: {amount: 100.5}",           // earned
		"+0 stage: discover",                                    // earned, and without an amount
		"+0 stage: propose\n+0 set: {amount: 20}",               // one demand ahead
		"+0 stage: close\n+0 set: {amount: 3}",                  // three
		"+0 stage: aside\n+0 set: {amount: 4000, ready: false}", // no way leads there
		"+0 activity: call\n+0 set: {amount: 50000}",            // no claim
		"+0 stage: zebra\n+0 set: {amount: 600000}",             // none that the process has
		"+0 stage: lost\n+0 set: {amount: 7000000}",             // closed
	)
	told := func(m score.Money) string { return fmt.Sprintf("%d: %s and %d", m.Deals, m.Sum(), m.Missing) }
	require.Equal(t, "7: 654123.5 and 1", told(totals.Open))
	require.Equal(t, "5: 4123.5 and 1", told(totals.Claimed()))
	require.Equal(t, "2: 100.5 and 1", told(totals.Earned))
	require.Equal(t, "3: 4023 and 0", told(totals.Inflated))
	require.Equal(t, "2: 650000 and 0", told(totals.Unclaimed))
	require.Equal(t, 4, totals.Ahead)
	require.Equal(t, 1, totals.OffRoute)
	for v, tally := range totals.ByVerdict() {
		require.Contains(t, []score.Verdict{score.Stalled, score.Lost}, v)
		if v == score.Lost {
			require.Zero(t, tally.Open.Deals)
			require.Equal(t, "0: 0 and 0", told(tally.Claimed()))
		} else {
			require.Equal(t, "7: 654123.5 and 1", told(tally.Open))
		}
	}
}

func TestTouchesAreIdleOnDealsThatWereOnlyBusy(t *testing.T) {
	totals := totalsOf(t, simple,
		"+0 stage: discover\n+12 activity: call\n+13 activity: mail", // busy
		"+0 pause: +30, why: year end\n+12 activity: mail",           // waiting
		"+0 person: ann, side: buyer\n+1 evidence: pain, form: statement, from: ann\n+12 evidence: pain, form: statement, from: ann, refutes: true", // regressed
		"+0 person: ann, side: buyer\n+12 evidence: pain, form: statement, from: ann",                                                               // advanced
		"+0 stage: discover", // stalled
	)
	require.Equal(t, 5, totals.Touches)
	require.Equal(t, 2, totals.Idle)
	var told []string
	for v, tally := range totals.ByVerdict() {
		told = append(told, fmt.Sprintf("%v %d of %d", v, tally.Idle, tally.Touches))
	}
	require.Equal(t, []string{"regressed 0 of 1", "stalled 0 of 0", "busy 2 of 2", "waiting 0 of 1", "advanced 0 of 1"}, told)
}
