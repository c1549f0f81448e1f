package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
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
	require.Contains(t, stdout, "not begun by then, and not below: 1 deal\n")

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

func TestASignalThatOnlyChangesItsDegreeIsToldOnce(t *testing.T) {
	const sample = "../../testdata/sample/playbook"
	src, err := os.ReadFile(sample + "/midmarket.yaml")
	require.NoError(t, err)
	stricter := strings.Replace(string(src), "flag: 42d", "flag: 23d", 1)
	require.NotEqual(t, string(src), stricter)
	book := files(t, map[string]string{"midmarket.yaml": stricter})
	code, out, _ := call("", "diff", sample, book)
	require.Equal(t, findings, code)
	require.Contains(t, out, "raised as         flag, was hint: nothing was heard from them for 24 days\n")
	require.NotContains(t, out, "raised besides")
	require.NotContains(t, out, "raised no more")
	require.Contains(t, out, "asks the same", "no requirement differs, and something does")
	require.Contains(t, out, "19 deals: 1 changes\n")
}

func TestADiffTellsWhatIsWrongWithBothPlaybooksAtOnce(t *testing.T) {
	one, other := files(t, map[string]string{"a.yaml": "process: a\n"}), files(t, map[string]string{"b.yaml": "process: b\n"})
	code, _, stderr := call("", "diff", one, other)
	require.Equal(t, unusable, code)
	require.Contains(t, stderr, filepath.Join(one, "a.yaml"))
	require.Contains(t, stderr, filepath.Join(other, "b.yaml"))
	_, _, stderr = call("", "diff", one, one)
	require.Equal(t, 1, strings.Count(stderr, `needs the key "stages"`), "one playbook is told once")
}

func TestADiffBeforeTheDealsBeganSaysSo(t *testing.T) {
	const sample = "../../testdata/sample/playbook"
	code, _, stderr := call("", "diff", sample, sample, "-as-of", "2020-01-01")
	require.Equal(t, unusable, code)
	require.Contains(t, stderr, "by 2020-01-01 nothing had been noted about the 19 deals in the sample")
}

func TestADiffTellsThatAClaimedStageIsGone(t *testing.T) {
	const deals = `{"deal":"A","segment":"p","facts":[{"activity":"call","on":"2026-01-05"},{"stage":"b","on":"2026-01-06"}]}
{"deal":"B","segment":"p","facts":[{"activity":"call","on":"2026-01-05"},{"stage":"a","on":"2026-01-06"}]}
`
	one := files(t, map[string]string{"p.yaml": strings.Replace(aProcess, "ends:", "  - {id: b, title: B, exit: [{milestone: heard}]}\nends:", 1)})
	other := files(t, map[string]string{"p.yaml": strings.Replace(aProcess, "ends:", "  - {id: c, title: C, exit: [{milestone: heard}]}\nends:", 1)})
	code, out, _ := call(deals, "diff", "-deals", "-", one, other)
	require.Equal(t, findings, code)
	require.Contains(t, out, "2 deals: 2 change; 1 claimed at a stage that the new playbook does not have\n")
	require.Contains(t, out, `claimed           the CRM says "b", which the new process does not have`)
	_, out, _ = call(deals, "diff", "-deals", "-", other, one)
	require.Contains(t, out, "2 deals: 2 change; 1 claimed at a stage that the old playbook does not have\n")
	require.Contains(t, out, `claimed           the CRM says "b", which the old process does not have`)

	var got rolloutJSON
	_, out, _ = call(deals, "diff", "-deals", "-", "-format", "json", one, other)
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Equal(t, "b", *got.Deals[0].Old.Claimed)
	require.Nil(t, got.Deals[0].Old.Misnamed)
	require.Nil(t, got.Deals[0].New.Claimed)
	require.Equal(t, "b", *got.Deals[0].New.Misnamed)
}
