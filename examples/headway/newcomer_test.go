package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The slips of people who try the command for the first time, and what it makes
// of them.

// files writes files into a directory of their own and gives its path.
func files(t *testing.T, content map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range content {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return dir
}

// oneDeal is a line with a deal of the built-in process smb.
func oneDeal(id, title string, facts ...string) string {
	facts = append([]string{`{"set":{"amount":100},"on":"2026-01-05"}`}, facts...)
	return fmt.Sprintf(`{"deal":%q,"title":%q,"segment":"smb","facts":[%s]}`, id, title, strings.Join(facts, ","))
}

func TestTwoDealsOfOneIDAreToldAndCountedOnce(t *testing.T) {
	dir := files(t, map[string]string{
		"a.ndjson": oneDeal("D-1", "Roof", `{"evidence":"pain","form":"statement","from":"buyer","on":"2026-01-05"}`) + "\n" + oneDeal("D-2", "Floor") + "\n",
		"b.ndjson": oneDeal("D-1", "Wall") + "\n",
	})
	code, out, stderr := call("", "review", "-deals", dir)
	said := "deal D-1 is in " + filepath.Join(dir, "a.ndjson") + ":1 and " + filepath.Join(dir, "b.ndjson") + ":1; remove one"
	require.Equal(t, findings, code)
	require.Contains(t, stderr, said)
	require.Contains(t, strings.Join(strings.Fields(out), " "), said)
	require.Contains(t, out, "open: 2 deals, 200\n", "not counted twice")
	require.NotContains(t, out, "Wall")

	code, out, stderr = call("", "explain", "-deals", dir, "D-1")
	require.Equal(t, unusable, code)
	require.Empty(t, out)
	require.Contains(t, stderr, said)

	both := oneDeal("D-1", "Roof", `{"stage":"trial","on":"2026-01-06"}`, `{"stage":"decide","on":"2026-01-07"}`) + "\n" + oneDeal("D-1", "Roof") + "\n"
	code, _, stderr = call(both, "review", "-deals", "-", "-since", "2026-01-05")
	require.Equal(t, findings, code)
	require.Contains(t, stderr, "deal D-1 is in standard input:1 and standard input:2; remove one")
}

func TestADayThatOneDealPutsFarOffIsNoDayOfAReview(t *testing.T) {
	in := oneDeal("D-1", "Roof") + "\n" + oneDeal("D-2", "Floor", `{"stage":"trial","on":"2062-01-06"}`) + "\n"
	for _, args := range [][]string{{"review"}, {"explain", "D-1"}, {"gate", "-to", "trial", "D-1"}} {
		code, out, stderr := call(in, append(args, "-deals", "-")...)
		require.Equal(t, unusable, code, args)
		require.Empty(t, out)
		require.Contains(t, stderr, "2062-01-06")
		require.Contains(t, stderr, "only deal D-2 (standard input:2)")
		require.Contains(t, stderr, "those of all others end by 2026-01-05: give -as-of")
	}
	code, _, stderr := call(in, "review", "-deals", "-", "-as-of", "2026-01-06")
	require.Equal(t, fine, code, stderr)
	code, _, stderr = call(oneDeal("D-2", "Floor", `{"stage":"trial","on":"2026-06-06"}`), "review", "-deals", "-")
	require.Equal(t, fine, code, stderr)
}

func TestAStageThatTheProcessDoesNotHaveIsTold(t *testing.T) {
	in := oneDeal("D-1", "Roof", `{"stage":"trial","on":"2026-01-06"}`, `{"stage":"decidee","on":"2026-01-07"}`) + "\n" +
		oneDeal("D-2", "Floor", `{"stage":"Closed Won","on":"2026-01-06"}`, `{"stage":"trial","on":"2026-01-07"}`) + "\n" +
		oneDeal("D-3", "Wall", `{"stage":"zebra","on":"2026-01-07"}`) + "\n"
	code, out, stderr := call(in, "review", "-deals", "-")
	require.Equal(t, fine, code, stderr)
	require.Contains(t, out, "the CRM names a stage that the process does not have: 2 deals\n")
	words := strings.Join(strings.Fields(out), " ")
	require.Contains(t, words, `D-1 Roof decidee? discover`)
	require.Contains(t, words, `the CRM says "decidee", which the process does not have; did you mean "decide"?; trial stands until then`)
	require.Contains(t, words, `the CRM says "zebra", which the process does not have; no next step`)
	require.Contains(t, words, `D-2 Floor trial discover`, "it was set right")

	_, out, _ = call(in, "explain", "-deals", "-", "D-1")
	require.Contains(t, strings.Join(strings.Fields(out), " "), `CRM says "decidee", which the process does not have; did you mean "decide"?; before that Trial (trial), since 2026-01-06`)
	_, out, _ = call(in, "explain", "-deals", "-", "D-3")
	require.Contains(t, out, `CRM says   "zebra", which the process does not have`)
}

func TestAValueInQuotesIsToldWithWhatToWrite(t *testing.T) {
	in := oneDeal("D-1", "Roof", `{"set":{"amount":"12500"},"on":"2026-01-06"}`)
	code, out, _ := call(in, "explain", "-deals", "-", "D-1")
	require.Equal(t, fine, code)
	require.Contains(t, out, "does not count  ")
	require.Contains(t, strings.Join(strings.Fields(out), " "), `the attribute "amount" is no text: write 12500 as a number, without quotes`)
}

func TestADealIsFoundByItsIDOrItsTitle(t *testing.T) {
	in := oneDeal("D-1", "Roof") + "\n" + oneDeal("D-2", "Floor") + "\n" + oneDeal("D-3", "Floor") + "\n" + oneDeal("Roof", "Cellar") + "\n"
	for name, want := range map[string]string{
		"D-1": "deal       D-1,", "Roof": "deal       Roof,", "cellar": "deal       Roof,",
	} {
		code, out, stderr := call(in, "explain", "-deals", "-", name)
		require.Equal(t, fine, code, stderr)
		require.Contains(t, out, want)
	}
	for name, want := range map[string]string{
		"Floor":  `2 deals are called "Floor"; name one by its id: D-2, D-3`,
		"Cellr":  `did you mean "Cellar"?`,
		"Garden": "there are D-1, D-2, D-3, Roof",
	} {
		code, _, stderr := call(in, "explain", "-deals", "-", name)
		require.Equal(t, unusable, code)
		require.Contains(t, stderr, want)
	}
}

func TestTheReviewNamesTheIDsThatExplainTakes(t *testing.T) {
	_, out, _ := call("", "review")
	for _, id := range []string{"EN-203", "MM-104", "SB-40"} {
		require.Contains(t, out, "  "+id+"  ")
	}
	_, out, _ = call(`{"deal":"only-an-id","segment":"smb","facts":[{"stage":"trial","on":"2026-01-05"}]}`, "review", "-deals", "-")
	require.NotContains(t, out, "TITLE", "a column nobody fills")
	long := strings.Repeat("x", 60)
	_, out, _ = call(oneDeal(long, strings.Repeat("\u202e", 40)), "review", "-deals", "-")
	for _, line := range strings.Split(out, "\n") {
		require.LessOrEqual(t, len([]rune(line)), width, "%s", line)
	}
}

// TestTheColumnsAlignWhateverStandsInThem measures titles as they are shown:
// what is escaped takes more room.
func TestTheColumnsAlignWhateverStandsInThem(t *testing.T) {
	in := oneDeal("D-1", "a\x07") + "\n" + oneDeal("D-2", "Floor") + "\n"
	_, out, _ := call(strings.ReplaceAll(in, "\\a", "\\u0007"), "review", "-deals", "-")
	require.Contains(t, out, `a\u0007`, "it is there in full")
	var ends []int
	for _, line := range strings.Split(out, "\n") {
		if strings.Contains(line, "D-1 ") || strings.Contains(line, "D-2 ") {
			ends = append(ends, strings.Index(line, "none"))
		}
	}
	require.Len(t, ends, 2)
	require.Equal(t, ends[0], ends[1])
}

func TestDealsThatAreMissingAreCountedAsDeals(t *testing.T) {
	in := oneDeal("D-1", "Roof") + "\n" + `{"deal":"D-2","facts":[{"stage":"x"},{"stage":"y"},{"milestone":"m"}]}` + "\n" +
		`{"deal":"D-3","segment":"galaxy","facts":[{"stage":"x","on":"2026-01-05"}]}` + "\n"
	code, out, _ := call(in, "review", "-deals", "-")
	require.Equal(t, findings, code)
	require.Contains(t, out, "2 deals are missing below")
	words := strings.Join(strings.Fields(out), " ")
	require.Contains(t, words, `standard input:2: deal D-2 cannot be read: a fact of kind stage needs the key "on", and 2 mistakes more`)
	require.Contains(t, words, `standard input:3: deal D-3 is of segment "galaxy"`)
	require.NotContains(t, words, "D-3: deal D-3")

	_, out, _ = call(in, "review", "-deals", "-", "-format", "json")
	var r reviewJSON
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Len(t, r.Skipped, 2)
	require.Equal(t, 2, r.Totals.Skipped)
	require.Equal(t, skippedJSON{Deal: "D-2", Where: "standard input:2:24", Why: r.Skipped[0].Why}, r.Skipped[0])

	var many strings.Builder
	many.WriteString(oneDeal("D-0", "Roof") + "\n")
	for i := range 2_000 {
		fmt.Fprintf(&many, `{"deal":"X-%d","facts":[{"stage":"x"}]}`+"\n", i)
	}
	_, out, stderr := call(many.String(), "review", "-deals", "-")
	require.Contains(t, out, "2,000 deals are missing below")
	require.Contains(t, out, "  and 1,980 more; -format json names them all\n")
	require.Equal(t, 1_001, strings.Count(stderr, "error:"), "of one file no more than anybody mends at a time")
	require.Contains(t, stderr, "there is more wrong from here on; 1,000 mistakes were told")
}

func TestWhatIsEmptyIsNotTakenForTheSample(t *testing.T) {
	for _, args := range [][]string{
		{"review", "-playbook", "", "-deals", ""}, {"review", "-deals="}, {"review", "-as-of", ""}, {"review", "-since", ""},
		{"gate", "-to", "", "EN-203"}, {"explain", ""}, {"lint", ""}, {"list", "-format", ""},
	} {
		code, out, stderr := call("", args...)
		require.Equal(t, unusable, code, args)
		require.Empty(t, out)
		require.Contains(t, stderr, "is empty; give it a value, or leave it out")
	}
}

func TestTheTitleSaysWhatIsOfTheSample(t *testing.T) {
	const deals, playbook = "../../testdata/sample/deals", "../../testdata/sample/playbook"
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "  (sample deals, sample playbook)"},
		{[]string{"-deals", deals}, "  (sample playbook)"},
		{[]string{"-playbook", playbook}, "  (sample deals)"},
		{[]string{"-deals", deals, "-playbook", playbook}, ""},
	} {
		for _, verb := range [][]string{{"review"}, {"explain", "EN-203"}, {"gate", "-to", "qualify", "EN-203"}} {
			_, out, stderr := call("", append(verb, c.args...)...)
			first, _, _ := strings.Cut(out, "\n")
			require.NotEmpty(t, first, stderr)
			if c.want == "" {
				require.NotContains(t, first, "sample")
			} else {
				require.True(t, strings.HasSuffix(first, c.want), "%s", first)
			}
		}
	}
}

func TestExplainSaysThatADealCannotBeRead(t *testing.T) {
	in := oneDeal("S-1", "Roof") + "\n\n" + `{"deal":"S-2","facts":[{"stage":"x"}]}` + "\n" + `{"deal":"S-3","facts":[{"stage":"x"}]}` + "\n" + `{"deal":"S-4"` + "\n"
	code, out, stderr := call(in, "explain", "-deals", "-", "S-2")
	require.Equal(t, unusable, code)
	require.Empty(t, out)
	require.Contains(t, stderr, "deal S-2 stands in standard input:3 and cannot be read")
	require.Equal(t, 1, strings.Count(stderr, "error:"), "its own mistake and no other:\n%s", stderr)

	code, _, stderr = call(in, "explain", "-deals", "-", "S-4")
	require.Equal(t, unusable, code)
	require.Contains(t, stderr, "3 deals cannot be read: standard input:3, standard input:4, standard input:5")
	require.NotContains(t, stderr, "error:")

	code, out, stderr = call(in, "gate", "-to", "trial", "-deals", "-", "S-1")
	require.Equal(t, findings, code)
	require.NotEmpty(t, out)
	require.Equal(t, "headway: 3 other deals cannot be read; review says which and why\n", stderr)
}

func TestEveryFileThatCannotBeOpenedIsNamed(t *testing.T) {
	dir := files(t, map[string]string{"good.ndjson": oneDeal("D-1", "Roof")})
	for _, name := range []string{"a.yaml", "b.ndjson"} {
		if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, name)); err != nil {
			t.Skip("there are no links here")
		}
	}
	code, out, stderr := call("", "review", "-deals", dir)
	require.Equal(t, unusable, code)
	require.Empty(t, out)
	for _, name := range []string{"a.yaml", "b.ndjson"} {
		require.Contains(t, stderr, filepath.Join(dir, name)+": error: cannot be read: no such file")
	}
}

func TestTheWrongKindOfDealsIsToldOnce(t *testing.T) {
	dir := files(t, map[string]string{"list.json": `[{"deal":"A","facts":[]}]`, "empty.json": ""})
	for _, c := range []struct {
		name, stdin, deals, says string
	}{
		{"YAML", "deal: A\nsegment: smb\nfacts:\n  - {stage: trial, on: 2026-01-05}\n", "-", "a deal a line (NDJSON)"},
		{"JSON over several lines", "{\n  \"deal\": \"A\",\n  \"facts\": []\n}\n", "-", "over several lines"},
		{"a list", "[\n{},\n{}\n]\n", "-", "without [ ]"},
		{"a list in a file", "", filepath.Join(dir, "list.json"), "without [ ]"},
		{"a file of nothing", "", filepath.Join(dir, "empty.json"), "the file holds nothing"},
		{"a long line", oneDeal("A", strings.Repeat("x", 2<<20)), "-", "standard input:1:1: error: the line has more than 1 MiB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, stderr := call(c.stdin, "review", "-deals", c.deals)
			require.Equal(t, unusable, code)
			require.Contains(t, stderr, c.says)
			require.Equal(t, 1, strings.Count(stderr, "error:"), "%s", stderr)
		})
	}
}

func TestLintChecksAFileAsWhatItIs(t *testing.T) {
	dir := files(t, map[string]string{
		"good.yaml":   "deal: A\nfacts:\n  - {stage: trial, on: 2026-01-05}\n",
		"bad.yaml":    "deal: A\nfacts:\n  - {stage: trial}\n",
		"good.json":   `{"deal":"A","facts":[]}`,
		"bad.json":    `{"deal":"A","facts":[{"stage":"trial"}]}`,
		"good.ndjson": oneDeal("A", "Roof") + "\n" + oneDeal("B", "Roof") + "\n",
		"bad.ndjson":  oneDeal("A", "Roof") + "\n" + `{"deal":"B","facts":[{"stage":"x"}]}` + "\n",
		"f.yaml":      "framework: f\ntitle: F\nelements: [{id: e, title: E}]\n",
		"notes.txt":   "x",
	})
	for name, c := range map[string]struct {
		code int
		says string
	}{
		"good.yaml": {fine, "0 errors"}, "good.json": {fine, "0 errors"}, "good.ndjson": {fine, "0 errors"}, "f.yaml": {fine, "0 errors"},
		"bad.yaml": {findings, "bad.yaml:3:5"}, "bad.json": {findings, "bad.json:1:22"}, "bad.ndjson": {findings, "bad.ndjson:2:22"},
		"notes.txt": {unusable, "name it .yaml, .json or .ndjson"},
	} {
		code, out, stderr := call("", "lint", filepath.Join(dir, name))
		require.Equal(t, c.code, code, name)
		require.Contains(t, out+stderr, c.says, name)
	}
}

func TestTheHeadHasItsNumbersInThousands(t *testing.T) {
	var in strings.Builder
	for i := range 1_200 {
		fmt.Fprintf(&in, `{"deal":"X-%d","segment":"smb","facts":[{"stage":"discover","on":"2026-01-05"}]}`+"\n", i)
	}
	_, out, stderr := call(in.String(), "review", "-deals", "-", "-since", "2026-01-05")
	require.Contains(t, out, "1,200 did not move (0 busy, 1,200 stalled)", stderr)
}

func TestTheVerdictOfWhatIsCalledWonWithoutProofSaysSo(t *testing.T) {
	_, out, _ := call("", "review")
	require.Contains(t, out, "1 called won without proof")
	require.Equal(t, 1, strings.Count(out, "\nunproven  "))
	require.Contains(t, out, "\nunproven     SB-31")
}

func TestProgressDoesNotWriteOverItselfInAFile(t *testing.T) {
	var b bytes.Buffer
	c := &command{stderr: &b}
	p := c.progress("deals read")
	p.next = time.Time{}
	for range 2_000 {
		p.add()
	}
	p.end()
	require.Equal(t, "256 deals read so far\n", b.String(), "and not again within seconds")
}

func TestTextOfStrangersIsEscapedOnce(t *testing.T) {
	_, _, stderr := call("", "\x1b[31m")
	require.Contains(t, stderr, `there is no verb "\x1b[31m"`)
}

// full is a device that takes nothing more.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestAnAnswerThatCannotBeWrittenIsAFailure(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"-h"}, {"review", "-h"}, {"list"}} {
		var stderr bytes.Buffer
		require.Equal(t, unusable, run(args, strings.NewReader(""), full{}, &stderr), args)
		require.Contains(t, stderr.String(), "cannot write the answer: no space left on device")
	}
}

// aProcess is a playbook of which the ends want something.
const aProcess = `process: p
title: P
framework: meddpicc
milestones:
  - {id: heard, title: they told us why}
  - {id: signed, title: they signed}
stages:
  - {id: a, title: A, exit: [{element: pain, level: stated}]}
ends:
  - {id: won, title: Won, kind: won, needs: [{milestone: signed}]}
  - {id: lost, title: Lost, kind: lost, reasons: [price, time], needs: [{milestone: heard}]}
`

func TestWhatIsOwingAtAnEndIsNamedAndNoLostDealIsCalledUnproven(t *testing.T) {
	book := files(t, map[string]string{"p.yaml": aProcess})
	const deals = `{"deal":"L","segment":"p","facts":[{"activity":"call","on":"2026-01-05"},{"stage":"lost","on":"2026-01-06"}]}
{"deal":"R","segment":"p","facts":[{"milestone":"heard","on":"2026-01-05"},{"stage":"lost","on":"2026-01-06"}]}
{"deal":"W","segment":"p","facts":[{"activity":"call","on":"2026-01-05"},{"stage":"won","on":"2026-01-06"}]}
`
	_, out, _ := call(deals, "review", "-playbook", book, "-deals", "-")
	require.Equal(t, 1, strings.Count(out, "not on record: "), out)
	require.Contains(t, out, "unproven  not on record: they signed\n")
	require.Contains(t, out, "owing     they told us why; a reason\n")
	require.Contains(t, out, "owing     a reason\n")
	require.Contains(t, out, "lost, and 2 things are missing that are owed there")
	require.Contains(t, out, "lost, and 1 thing is missing that is owed there")
	for _, args := range [][]string{{"explain"}, {"explain", "-for", "manager"}} {
		_, out, _ = call(deals, append(args, "-playbook", book, "-deals", "-", "L")...)
		require.Contains(t, out, "this is owed there: they told us why; a reason", args)
		require.NotContains(t, out, "bear it out", args)
	}
}

func TestTooLittleOnRecordIsSaidWhereverADealIsShown(t *testing.T) {
	const words = "too little on record to judge: 3 facts, none from the other side"
	for _, args := range [][]string{{"review"}, {"review", "-format", "html"}, {"explain", "SB-43"}, {"explain", "-for", "manager", "SB-43"}} {
		_, out, _ := call("", args...)
		require.Contains(t, strings.ToLower(out), words, args)
	}
}

func TestWhatWasDoneOnABusyDealIsSaidAlikeEverywhere(t *testing.T) {
	for deal, words := range map[string]string{"MM-139": "4 things were done", "MM-125": "5 attempts", "EN-203": "3 encounters and 1 attempt"} {
		for _, args := range [][]string{{"review"}, {"explain", deal}} {
			_, out, _ := call("", args...)
			require.Contains(t, out, words+", nothing gained", args)
		}
		_, out, _ := call("", "explain", "-for", "manager", deal)
		require.Contains(t, out, "Busy: "+words+", and nothing was gained.")
	}
}

func TestAFlagThatIsWrittenWrongIsNamedWithTheRightOne(t *testing.T) {
	for args, said := range map[string]string{
		"review -deal x":          `there is no flag -deal; did you mean "-deals"?`,
		"review --playbok x":      `there is no flag -playbok; did you mean "-playbook"?`,
		"plan -max few EN-203":    `invalid value "few" for flag -max: write a whole number`,
		"test -min-coverage most": `invalid value "most" for flag -min-coverage: write a whole number`,
		"list -as-of 2026-01-05":  "there is no flag -as-of; there is -format",
	} {
		code, out, stderr := call("", strings.Fields(args)...)
		require.Equal(t, unusable, code, args)
		require.Empty(t, out, args)
		require.Contains(t, stderr, said, args)
	}
}

func TestAGateToAnEndSaysWhichReasonsItTakesAndWhenTheDealIsThere(t *testing.T) {
	_, out, _ := call("", "gate", "-to", "handed_to_partner", "MM-104")
	require.Contains(t, out, "open: MM-104 may move to handed_to_partner on 2026-03-06")
	require.Contains(t, out, "  reason     one of these is owed there: on_site_support, language, too_small\n")
	_, out, _ = call("", "gate", "-to", "won", "MM-118")
	require.Contains(t, out, "open: MM-118 stands at won ")
}
