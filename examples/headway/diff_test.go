package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestADiffNamesTheDealsThatNobodyCanJudge(t *testing.T) {
	const sample, stricter = "../../testdata/sample/playbook", "testdata/diff/stricter"
	const deals = `{"deal":"A","segment":"midmarket","facts":[{"activity":"call","on":"2026-01-05"}]}
{"deal":"B","segment":"galaxy","facts":[{"activity":"call","on":"2026-01-05"}]}
{"deal":"C","segment":"midmarket","facts":[{"activity":"call"}]}
{"deal":"D","segment":"midmarket","facts":[{"activity":"call","on":"2026-01-09"}]}
`
	code, stdout, stderr := call(deals, "diff", "-deals", "-", "-as-of", "2026-01-06", "-format", "json", sample, sample)
	require.Equal(t, findings, code, "no deal changes, but nobody knows about two of them")
	require.Contains(t, stderr, "headway diff: standard input:2: deal B is of segment")
	var got rolloutJSON
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	require.Equal(t, []string{"A"}, got.Unchanged)
	require.Empty(t, got.Deals)
	require.Equal(t, 3, got.Totals.Skipped)
	var skipped []string
	for _, s := range got.Skipped {
		skipped = append(skipped, s.Deal)
	}
	require.ElementsMatch(t, []string{"B", "C", "D"}, skipped)

	code, stdout, _ = call(deals, "diff", "-deals", "-", "-as-of", "2026-01-06", sample, sample)
	require.Equal(t, findings, code)
	require.Contains(t, stdout, "2 deals nobody can judge by either playbook:\n    standard input:3: ")
	require.Contains(t, stdout, "1 deal: none changes")

	code, _, _ = call(`{"deal":"A","segment":"midmarket","facts":[{"activity":"call","on":"2026-01-05"}]}`, "diff", "-deals", "-", sample, stricter)
	require.Equal(t, findings, code, "something more is asked for on its way")
}

func TestADiffEscapesWhatStrangersWrote(t *testing.T) {
	const deals = `{"deal":"A\u202e1","title":"\u001b[31mred","segment":"midmarket","facts":[{"activity":"call","on":"2026-01-05"}]}`
	_, stdout, _ := call(deals, "diff", "-deals", "-", "../../testdata/sample/playbook", "testdata/diff/stricter")
	require.NotEmpty(t, stdout)
	require.NotContains(t, stdout, "\x1b")
	require.NotContains(t, stdout, "\u202e")
}
