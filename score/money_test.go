package score_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
)

// TestASumOfAmountsIsExactHoweverLarge compares with whole numbers of any size.
func TestASumOfAmountsIsExactHoweverLarge(t *testing.T) {
	book := playbook(t, simple)
	for _, c := range []struct {
		name    string
		amounts []int64 // in 1/10000
		times   int
	}{
		{"nothing", []int64{0}, 1},
		{"a part", []int64{1}, 1},
		{"parts that make a whole", []int64{5000, 4999, 1}, 1},
		{"less than nothing", []int64{-1}, 1},
		{"less by a whole", []int64{-10_000}, 1},
		{"less by a whole and a half", []int64{-15_000}, 1},
		{"to nothing and back", []int64{15_000, -15_001, 1}, 1},
		{"a billion", []int64{999_999_999_0000, 1_0000}, 1},
		{"a billion and a little", []int64{1_000_000_007_0300}, 1},
		{"a billion owed, but for a little", []int64{-1_000_000_000_0000, 300}, 1},
		{"the largest that there are", []int64{math.MaxInt64, math.MaxInt64 - 1}, 10_001},
		{"the smallest", []int64{math.MinInt64}, 20_001},
	} {
		t.Run(c.name, func(t *testing.T) {
			reviewers := [2]*score.Reviewer{}
			for i := range reviewers {
				r, err := score.NewReviewer(book, story.Day(0), story.Day(7))
				require.NoError(t, err)
				reviewers[i] = r
			}
			sum := new(big.Int)
			for i := range c.times * len(c.amounts) {
				amount := c.amounts[i%len(c.amounts)]
				sum.Add(sum, big.NewInt(amount))
				rec := deal.New(deal.Header{ID: "a", Segment: "p"})
				day := story.Day(1)
				require.NoError(t, rec.Append(deal.Set{Stamp: deal.Stamp{On: day, Noted: day}, Values: []deal.Setting{{Attribute: "amount", Value: deal.Number(amount)}}}))
				_, err := reviewers[i%2].Review(rec)
				require.NoError(t, err)
			}
			totals := reviewers[0].Totals()
			totals.Merge(reviewers[1].Totals())
			got, ok := new(big.Rat).SetString(totals.Open.Sum())
			require.True(t, ok, totals.Open.Sum())
			require.Equal(t, new(big.Rat).SetFrac(sum, big.NewInt(deal.Decimals)), got, totals.Open.Sum())
			require.NotRegexp(t, `^-?0[0-9]|\.[0-9]*0$|\.$|^-0$`, totals.Open.Sum())
		})
	}
}
