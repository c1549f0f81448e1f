package main

import (
	"encoding/json"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/testdata"
)

func sample(t *testing.T) (recs []*deal.Record) {
	for rec, err := range dealsIn(testdata.SampleDeals(), ".", "") {
		require.NoError(t, err)
		recs = append(recs, rec)
	}
	return recs
}

// totalsInJSON reviews each part by itself and writes down what they give
// together.
func totalsInJSON(t *testing.T, parts ...[]*deal.Record) string {
	book, err := (&command{}).book()
	require.NoError(t, err)
	var together score.Totals
	for _, part := range parts {
		reviewer, err := score.NewReviewer(book, deal.DayOf(2026, 2, 27), deal.DayOf(2026, 3, 6))
		require.NoError(t, err)
		for _, err := range reviewer.All(slices.Values(part)) {
			require.NoError(t, err)
		}
		together.Merge(reviewer.Totals())
	}
	var b strings.Builder
	writeJSON(&b, totalsOf(&together))
	return b.String()
}

func TestTheTotalsOfPartsAreThoseOfTheWholeToTheByte(t *testing.T) {
	recs := sample(t)
	want := totalsInJSON(t, recs)
	for i := range len(recs) + 1 {
		require.Equal(t, want, totalsInJSON(t, recs[:i], recs[i:]))
		require.Equal(t, want, totalsInJSON(t, recs[i:], nil, recs[:i/2], recs[i/2:i]))
	}
	_, out, _ := call("", "review", "-format", "json")
	var shown struct {
		Totals json.RawMessage `json:"totals"`
	}
	require.NoError(t, json.Unmarshal([]byte(out), &shown))
	require.JSONEq(t, want, string(shown.Totals))
}

func TestAReviewSaysTheSameOnAnyNumberOfCores(t *testing.T) {
	var lines strings.Builder
	for i, rec := range sample(t) {
		line, err := json.Marshal(rec)
		require.NoError(t, err)
		lines.Write(append(line, '\n'))
		if i%5 == 0 {
			lines.WriteString("{\"deal\":\"unread\",\"facts\":[{\"stage\":\"x\"}]}\n\n")
		}
	}
	dir := files(t, map[string]string{
		"a.ndjson": lines.String(), "b.yaml": "deal: B\nsegment: galaxy\nfacts: [{stage: x, on: 2026-01-05}]\n", "c.yaml": "deal: [\n", "d.json": oneDeal("D", "Roof"),
	})
	was := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(was)
	for _, args := range [][]string{
		{"review"}, {"review", "-format", "json"}, {"review", "-deals", dir}, {"review", "-deals", dir, "-format", "json"},
		{"review", "-deals", "-"}, {"explain", "-deals", dir, "EN-203"},
	} {
		runtime.GOMAXPROCS(1)
		code, stdout, stderr := call(lines.String(), args...)
		require.NotEmpty(t, stdout, stderr)
		for cores := 2; cores <= 8; cores++ {
			runtime.GOMAXPROCS(cores)
			parallelCode, parallelOut, parallelErr := call(lines.String(), args...)
			require.Equal(t, code, parallelCode, args)
			require.Equal(t, stdout, parallelOut, args)
			require.Equal(t, stderr, parallelErr, args)
		}
	}
}

func TestNoDaysInStageAreShownWhereNoDealIsOpen(t *testing.T) {
	over := `{"deal":"D-1","segment":"smb","facts":[{"stage":"trial","on":"2026-01-05"},{"stage":"lost","on":"2026-01-06"}]}`
	_, out, stderr := call(over, "review", "-deals", "-")
	require.Contains(t, out, "lost", stderr)
	require.NotContains(t, out, "days in stage:")
	_, out, _ = call(over, "review", "-deals", "-", "-format", "json")
	var r reviewJSON
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Equal(t, staysJSON{}, r.Totals.Stays, "null, not 0")
	require.Contains(t, out, `"median": null`)
	require.NotContains(t, out, `"median": 0`)

	open := `{"deal":"D-1","segment":"smb","facts":[{"stage":"trial","on":"2026-01-05"}]}`
	_, out, _ = call(open, "review", "-deals", "-")
	require.Contains(t, out, "days in stage: half of the open deals are at 0 or less, 8 of 10 at 0 or less")
}
