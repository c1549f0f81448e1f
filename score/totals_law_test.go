package score_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/score"
)

// addsUp holds totals against the rows that they are of: the tallies of each kind
// are those of the rows, and add up to all.
func (x *trial) addsUp(t *score.Totals, rows []score.Row) {
	tallies := func(key func(*score.Row) string) (out []string) {
		of := map[string][]score.Row{}
		for i := range rows {
			k := key(&rows[i])
			of[k] = append(of[k], rows[i])
		}
		for _, k := range slices.Sorted(maps.Keys(of)) {
			out = append(out, fmt.Sprintf("%q %s", k, counted(of[k])))
		}
		return out
	}
	var owners, segments, verdicts []string
	for k, tally := range t.Owners() {
		owners = append(owners, fmt.Sprintf("%q %s", k, sumsOf(tally)))
	}
	for k, tally := range t.Segments() {
		segments = append(segments, fmt.Sprintf("%q %s", k, sumsOf(tally)))
	}
	for v, tally := range t.ByVerdict() {
		verdicts = append(verdicts, fmt.Sprintf("%q %s", v.String(), sumsOf(tally)))
	}
	slices.Sort(verdicts)
	require.Equal(x, counted(rows), sumsOf(&t.Tally))
	require.Equal(x, tallies(func(r *score.Row) string { return r.Owner }), owners)
	require.Equal(x, tallies(func(r *score.Row) string { return r.Segment }), segments)
	require.Equal(x, tallies(func(r *score.Row) string { return r.Verdict.String() }), verdicts)
	for s := range t.Stages() {
		there := []score.Row{}
		for _, r := range rows {
			if !r.Closed && r.Process.ID() == s.Process && r.Earned.ID() == s.Stage {
				there = append(there, r)
			}
		}
		require.Equal(x, counted(there), sumsOf(&s.Standing), "%s", s.Stage)
		require.Equal(x, s.Earned, s.Standing.Open)
	}
}

// sumsOf writes down what of a tally can be found out from rows.
func sumsOf(t *score.Tally) string {
	percentile := func(percent int) string {
		days, ok := t.Stays.Percentile(percent)
		if !ok {
			return "no data"
		}
		return fmt.Sprint(days)
	}
	return fmt.Sprint(t.Deals, " open ", t.Open.Deals, " claimed ", t.Claimed().Deals, " earned ", t.Earned.Deals, " inflated ", t.Inflated.Deals, " unclaimed ", t.Unclaimed.Deals,
		" missing ", t.Open.Missing, t.Claimed().Missing, " ahead ", t.Ahead, " off route ", t.OffRoute, " touches ", t.Touches, " idle ", t.Idle, " gains ", t.Gains,
		" stays ", t.Stays.Deals(), " ", percentile(1), " ", percentile(50), " ", percentile(80), " ", percentile(100))
}

// counted is the same by counting rows and sorting days.
func counted(rows []score.Row) string {
	var open, earned, inflated, unclaimed, missing, unclaimedMissing, ahead, off, touches, idle, gains int
	var days []int
	for _, r := range rows {
		touches += r.Touches
		gains += len(r.Gained)
		if r.Verdict == score.Busy {
			idle += r.Touches
		}
		if r.Closed {
			continue
		}
		open++
		_, known := r.Amount.Number()
		if !known {
			missing++
		}
		switch {
		case r.Claimed.IsZero():
			unclaimed++
			if !known {
				unclaimedMissing++
			}
		case !r.OnRoute:
			inflated++
			off++
		case r.Inflation > 0:
			inflated++
			ahead += r.Inflation
		default:
			earned++
		}
		if !r.Earned.IsZero() {
			days = append(days, r.DaysInStage)
		}
	}
	slices.Sort(days)
	rank := func(percent int) string {
		if len(days) == 0 {
			return "no data"
		}
		return fmt.Sprint(days[(len(days)*percent+99)/100-1])
	}
	return fmt.Sprint(len(rows), " open ", open, " claimed ", earned+inflated, " earned ", earned, " inflated ", inflated, " unclaimed ", unclaimed,
		" missing ", missing, missing-unclaimedMissing, " ahead ", ahead, " off route ", off, " touches ", touches, " idle ", idle, " gains ", gains,
		" stays ", len(days), " ", rank(1), " ", rank(50), " ", rank(80), " ", rank(100))
}
