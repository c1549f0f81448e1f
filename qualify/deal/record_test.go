package deal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
)

func TestSetsComeByTheDayTheyHappenedAsFarAsTheViewSeesThem(t *testing.T) {
	day := func(n int) deal.Day { return fifth.On.Add(n) }
	rec := deal.New(deal.Header{ID: "D"})
	set := func(on, noted int, segment string) {
		values := []deal.Setting{{Attribute: "segment", Value: deal.Text(segment)}}
		require.NoError(t, rec.Append(deal.Set{Stamp: deal.Stamp{On: day(on), Noted: day(noted)}, Values: values}))
	}
	set(4, 4, "small")
	require.NoError(t, rec.Append(deal.Stage{Stamp: deal.Stamp{On: day(5), Noted: day(5)}, Stage: "first"}))
	set(1, 6, "large") // of an earlier day, and noted later
	set(4, 7, "public")

	segments := func(v deal.View) (out []string) {
		for s := range v.Sets() {
			text, _ := s.Values[0].Value.Text()
			out = append(out, text)
		}
		return out
	}
	require.Empty(t, segments(deal.View{}))
	require.Empty(t, segments(rec.AsOf(day(3))))
	require.Equal(t, []string{"small"}, segments(rec.AsOf(day(5))))
	require.Equal(t, []string{"large", "small"}, segments(rec.AsOf(day(6))))
	require.Equal(t, []string{"large", "small", "public"}, segments(rec.AsOf(day(7))))
}
