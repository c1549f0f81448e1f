package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
)

var update = flag.Bool("update", false, "write the golden files anew")

// call runs the command as a shell would.
func call(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

func TestGolden(t *testing.T) {
	for _, c := range []struct {
		file string
		code int
		args string
	}{
		{"review.txt", 0, "review"},
		{"review.json", 0, "review -format json"},
		{"review.html", 0, "review -format html"},
		{"review-january.txt", 0, "review -as-of 2026-01-30 -since 2025-12-31"},
		{"explain-regressed.txt", 0, "explain EN-206"},
		{"explain-regressed.json", 0, "explain -format json EN-206"},
		{"explain-inflated.txt", 0, "explain EN-203"},
		{"explain-won.txt", 0, "explain MM-118"},
		{"explain-won.json", 0, "explain -format json MM-118"},
		{"explain-lost.txt", 0, "explain SB-34"},
		{"explain-lost.json", 0, "explain -format json SB-34"},
		{"explain-stray.txt", 0, "explain MM-125 -since 30d"},
		{"explain-rep-regressed.txt", 0, "explain -for rep EN-206"},
		{"explain-rep-regressed.json", 0, "explain -for rep -format json EN-206"},
		{"explain-rep-busy.txt", 0, "explain -for rep EN-203"},
		{"explain-rep-busy.json", 0, "explain -for rep -format json EN-203"},
		{"explain-rep-won.txt", 0, "explain -for rep MM-118"},
		{"explain-rep-won.json", 0, "explain -for rep -format json MM-118"},
		{"explain-manager-regressed.txt", 0, "explain -for manager EN-206"},
		{"explain-manager-regressed.json", 0, "explain -for manager -format json EN-206"},
		{"explain-manager-busy.txt", 0, "explain -for manager EN-203"},
		{"explain-manager-busy.json", 0, "explain -for manager -format json EN-203"},
		{"explain-manager-won.txt", 0, "explain -for manager MM-118"},
		{"explain-manager-won.json", 0, "explain -for manager -format json MM-118"},
		{"explain-manager-stray.txt", 0, "explain -for manager MM-125 -since 30d"},
		{"explain-auditor-regressed.txt", 0, "explain -for auditor EN-206"},
		{"explain-auditor-regressed.json", 0, "explain -for auditor -format json EN-206"},
		{"explain-auditor-busy.txt", 0, "explain -for auditor EN-203"},
		{"explain-auditor-busy.json", 0, "explain -for auditor -format json EN-203"},
		{"explain-auditor-won.txt", 0, "explain -for auditor MM-118"},
		{"explain-auditor-won.json", 0, "explain -for auditor -format json MM-118"},
		{"explain-auditor-stray.txt", 0, "explain -for auditor MM-125 -since 30d"},
		{"plan-regressed.txt", 0, "plan EN-206"},
		{"plan-regressed.json", 0, "plan -format json EN-206"},
		{"plan-busy.txt", 0, "plan -max 3 EN-203"},
		{"plan-with.txt", 0, "plan -with hedda,Nobody -max 0 EN-203"},
		{"plan-stalled.txt", 0, "plan EN-217"},
		{"plan-track.txt", 0, "plan -with nils,fay -playbook ../../testdata/processes/aws-partner-cosell -deals testdata/plan/dunmore.yaml DR-4"},
		{"plan-won.txt", 0, "plan MM-118"},
		{"gate-closed.txt", 1, "gate -to contract MM-104"},
		{"gate-closed.json", 1, "gate -format json -to contract MM-104"},
		{"gate-open.txt", 0, "gate MM-104 -to trial"},
		{"gate-lost.txt", 0, "gate -to lost MM-104"},
		{"gate-won.txt", 1, "gate -to won SB-31"},
		{"lint.txt", 0, "lint"},
		{"lint-ten.txt", 1, "lint ../../testdata/bad/ten"},
		{"lint-forty.txt", 1, "lint ../../testdata/bad/forty"},
		{"lint-ten.json", 1, "lint -format json ../../testdata/bad/ten"},
		{"lint-files.txt", 1, "lint ../../testdata/bad/yaml-syntax--tab.yaml ../../testdata/bad/playbook-file-kind.yaml"},
		{"lint-ten.sarif", 1, "lint -format sarif ../../testdata/bad/ten"},
		{"lint-ten.github", 1, "lint -format github ../../testdata/bad/ten"},
		{"lint-two.sarif", 1, "lint -format sarif ../../testdata/bad/two-of-a-kind"},
		{"lint-nothing.sarif", 0, "lint -format sarif"},
		{"lint-nothing.json", 0, "lint -format json"},
		{"lint-nothing.github", 0, "lint -format github"},
		{"lint-doubts.txt", 0, "lint testdata/doubts"},
		{"lint-doubts.json", 0, "lint -format json testdata/doubts"},
		{"lint-doubts.sarif", 0, "lint -format sarif testdata/doubts"},
		{"lint-doubts.github", 0, "lint -format github testdata/doubts"},
		{"lint-mixed.txt", 1, "lint testdata/doubts/process.yaml ../../testdata/bad/process-reached-circle.yaml"},
		{"codes-two.txt", 0, "lint -explain playbook/duplicate lint/ignore-unused"},
		{"codes-two.json", 0, "lint -explain -format json playbook/duplicate lint/ignore-unused"},
		{"test.txt", 0, "test"},
		{"test.json", 0, "test -format json -min-coverage 95"},
		{"test-failing.txt", 1, "test testdata/scenarios/failing"},
		{"test-failing.json", 1, "test -format json testdata/scenarios/failing"},
		{"test-mistakes.txt", 1, "test testdata/scenarios/mistakes"},
		{"test-none.txt", 1, "test ../../score/testdata/playbook"},
		{"lint-scenario.txt", 1, "lint testdata/scenarios/mistakes"},
		{"list.txt", 0, "list"},
		{"list.json", 0, "list -format json"},
		{"diff.txt", 1, "diff ../../testdata/sample/playbook testdata/diff/stricter"},
		{"diff.json", 1, "diff -format json ../../testdata/sample/playbook testdata/diff/stricter"},
		{"diff-back.txt", 1, "diff testdata/diff/stricter ../../testdata/sample/playbook"},
		{"diff-same.txt", 0, "diff ../../testdata/sample/playbook ../../testdata/sample/playbook"},
		{"diff-gone.txt", 1, "diff ../../testdata/sample/playbook ../../stage/processes -deals ../../testdata/sample/deals/corriewell-pumps.yaml"},
		{"diff-new.txt", 1, "diff ../../stage/processes ../../testdata/sample/playbook -deals ../../testdata/sample/deals/corriewell-pumps.yaml"},
		{"diff-gone.json", 1, "diff ../../testdata/sample/playbook ../../stage/processes -format json -deals ../../testdata/sample/deals/corriewell-pumps.yaml"},
		{"diagram.mmd", 0, "diagram midmarket"},
		{"diagram.dot", 0, "diagram -format dot midmarket"},
		{"diagram-enterprise.svg", 0, "diagram -format svg enterprise"},
		{"diagram-only.mmd", 0, "diagram -playbook ../../testdata/sample/playbook"},
		{"diagram-deal.mmd", 0, "diagram -deal EN-203"},
		{"diagram-deal.dot", 0, "diagram -format dot -deal MM-104 midmarket"},
		{"diagram-deal.svg", 0, "diagram -format svg -deal SB-31"},
		{"diagram-deal-january.svg", 0, "diagram -format svg -deal EN-203 -as-of 2026-01-30"},
		{"help.txt", 0, "help"},
	} {
		t.Run(c.file, func(t *testing.T) {
			code, stdout, stderr := call("", strings.Fields(c.args)...)
			require.Equal(t, c.code, code, stderr)
			require.Empty(t, stderr)
			again, second, _ := call("", strings.Fields(c.args)...)
			require.Equal(t, code, again)
			require.Equal(t, stdout, second, "the same bytes every time")
			if strings.HasSuffix(c.file, ".json") || strings.HasSuffix(c.file, ".sarif") {
				require.True(t, json.Valid([]byte(stdout)))
			}
			name := filepath.Join("testdata", c.file)
			if *update {
				require.NoError(t, os.WriteFile(name, []byte(stdout), 0o644))
			}
			want, err := os.ReadFile(name)
			require.NoError(t, err)
			if diff := cmp.Diff(string(want), stdout); diff != "" {
				t.Errorf("run with -update if this is meant:\n%s", diff)
			}
		})
	}
}

func TestADiagramIsOfAllSegmentsWhetherTheProcessIsNamedOrNot(t *testing.T) {
	dir := t.TempDir()
	process := `process: p
title: P
framework: meddic
segments: [small, large]
stages:
  - {id: a, title: A, exit: [{element: pain, level: stated, when: {segment: large}}]}
`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.yaml"), []byte(process), 0o644))
	_, named, _ := call("", "diagram", "-playbook", dir, "p")
	code, only, stderr := call("", "diagram", "-playbook", dir)
	require.Equal(t, fine, code, stderr)
	require.Equal(t, named, only)
	require.Contains(t, only, "if segment large")
}

func TestTextFitsOnATerminal(t *testing.T) {
	_, out, _ := call("", "review")
	_, plan, _ := call("", "plan", "-max", "0", "EN-203")
	out += plan
	for _, v := range []string{"rep", "manager", "auditor"} {
		for _, id := range []string{"EN-206", "MM-125", "SB-31"} {
			_, told, _ := call("", "explain", "-for", v, id)
			out += told
		}
	}
	for _, line := range strings.Split(out, "\n") {
		require.LessOrEqual(t, len([]rune(line)), width, "%s", line)
		require.Equal(t, strings.TrimRight(line, " "), line, "no blanks at the end")
	}
	require.NotContains(t, out, "\x1b", "no colour but on a terminal")
}

func TestTheSampleShowsEveryVerdictAndEverySignal(t *testing.T) {
	_, out, _ := call("", "review", "-format", "json")
	var r reviewJSON
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	seen := map[string]int{}
	segments := map[string]bool{}
	raised, sparse := map[string]int{}, 0
	for _, d := range r.Deals {
		seen[d.Verdict]++
		for _, id := range d.Signals {
			raised[id]++
		}
		if d.Sparse {
			sparse++
		}
		segments[d.Segment] = true
	}
	for _, v := range []string{"won", "lost", "left", "advanced", "progressing", "waiting", "busy", "stalled", "regressed"} {
		require.Positive(t, seen[v], v)
	}
	for _, id := range stage.Signals() {
		require.Positive(t, raised[id], "no sample deal shows the signal %s", id)
	}
	require.Positive(t, sparse, "no sample deal has too little on record")
	require.GreaterOrEqual(t, len(r.Deals), 12)
	require.GreaterOrEqual(t, len(segments), 2)
	require.Empty(t, r.Skipped)
}

// TestTheTableOfTheSampleIsTrue holds each row of the sample's README to what
// comes out.
func TestTheTableOfTheSampleIsTrue(t *testing.T) {
	_, out, _ := call("", "review", "-format", "json")
	var r reviewJSON
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	readme, err := os.ReadFile("../../testdata/sample/README.md")
	require.NoError(t, err)
	row := regexp.MustCompile(`(?m)^\| ([A-Z]{2}-[0-9]+) [^|]*\| ([a-z]+) \| ([a-z_]+) \| ([a-z_]+) \|`)
	said := map[string]string{}
	for _, m := range row.FindAllStringSubmatch(string(readme), -1) {
		said[m[1]] = strings.Join(m[2:], " ")
	}
	is := map[string]string{}
	for _, d := range r.Deals {
		is[d.Deal] = fmt.Sprintf("%s %s %s", d.Verdict, *d.Claimed, d.Earned)
	}
	require.Equal(t, is, said)
}

func TestBadInputGetsOneClearSentence(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
		return name
	}
	write("empty/README.md", "no deals here")
	deals := write("deals.ndjson", `{"deal":"A","segment":"galaxy","facts":[{"stage":"x","on":"2026-01-05"}]}`)
	odd := write("deals.csv", "a,b")
	broken := write("broken.yaml", "deal: A\nfacts: [")
	undated := write("undated.yaml", "deal: A\nsegment: smb\nfacts: []\n")
	playbook := write("playbook/p.yaml", "process: p\ntitle: P\n")
	none := filepath.Join(dir, "none")

	for _, c := range []struct {
		name  string
		stdin string
		args  []string
		says  string
	}{
		{"nothing at all", "", nil, "headway review"},
		{"no such verb", "", []string{"reveiw"}, `did you mean "review"?`},
		{"a plan without a deal", "", []string{"plan"}, "name one deal"},
		{"a plan for less than nothing", "", []string{"plan", "-max", "-1", "EN-203"}, "no number of things"},
		{"a plan with nobody", "", []string{"plan", "-with", ",", "EN-203"}, "-with names nobody"},
		{"a plan before everything", "", []string{"plan", "-as-of", "1999-01-01", "EN-203"}, "the first fact is of"},
		{"no such directory to test", "", []string{"test", none}, "cannot read"},
		{"a file to test", "", []string{"test", playbook}, "name the directory"},
		{"two directories to test", "", []string{"test", dir, dir}, "one argument too many"},
		{"a coverage beyond all there is", "", []string{"test", "-min-coverage", "101"}, "no percentage"},
		{"a coverage that is no number", "", []string{"test", "-min-coverage", "all"}, "usage: headway test"},
		{"no such flag", "", []string{"review", "-when", "now"}, "usage: headway review"},
		{"no such format", "", []string{"review", "-format", "xml"}, "write text, json or html"},
		{"a page of one deal", "", []string{"explain", "-format", "html", "EN-203"}, "write text or json"},
		{"a day that is no day", "", []string{"review", "-as-of", "2026-02-30"}, "write year-month-day"},
		{"a since that is nothing", "", []string{"review", "-since", "last week"}, "neither a day"},
		{"a since after the day", "", []string{"review", "-as-of", "2026-01-05", "-since", "2026-01-06"}, "lies after"},
		{"one argument too many", "", []string{"review", "EN-203"}, "one argument too many"},
		{"no such playbook", "", []string{"review", "-playbook", none}, "cannot read the playbook"},
		{"a playbook that is a file", "", []string{"review", "-playbook", playbook}, "name the directory"},
		{"a broken playbook", "", []string{"review", "-playbook", filepath.Dir(playbook)}, "so nothing was judged"},
		{"no such deals", "", []string{"review", "-deals", none}, "cannot read the deals"},
		{"a directory without deals", "", []string{"review", "-deals", filepath.Join(dir, "empty")}, "there are no deals in"},
		{"nothing on standard input", "", []string{"review", "-deals", "-"}, "there are no deals in standard input"},
		{"a file of an unknown kind", "", []string{"review", "-deals", odd}, "name it .yaml, .json or .ndjson"},
		{"a deal that cannot be read", "", []string{"review", "-deals", broken}, "none of the deals"},
		{"no JSON on standard input", "deal: A\n", []string{"review", "-deals", "-"}, "none of the deals"},
		{"deals of an unknown segment", "", []string{"review", "-deals", deals}, "which no process is for"},
		{"a day before everything", "", []string{"review", "-as-of", "1999-01-01"}, "nothing had been noted"},
		{"no day and no fact to tell it by", "", []string{"review", "-deals", undated}, "give -as-of"},
		{"no such deal", "", []string{"explain", "EN-230"}, `did you mean "EN-203"?`},
		{"no deal named", "", []string{"explain"}, "name one deal"},
		{"two deals named", "", []string{"explain", "EN-203", "EN-206"}, "name one deal"},
		{"explain before everything", "", []string{"explain", "-as-of", "1999-01-01", "EN-203"}, "the first fact is of"},
		{"no stage to go to", "", []string{"gate", "EN-203"}, "say with -to"},
		{"no such stage", "", []string{"gate", "-to", "contrakt", "EN-203"}, `did you mean "contract"?`},
		{"no process named of several", "", []string{"diagram"}, "name one process: enterprise, midmarket, smb"},
		{"no such process", "", []string{"diagram", "enterprize"}, `did you mean "enterprise"?`},
		{"two processes", "", []string{"diagram", "smb", "enterprise"}, "one argument too many"},
		{"a diagram as JSON", "", []string{"diagram", "-format", "json", "smb"}, "write mermaid, dot or svg"},
		{"no such deal to draw", "", []string{"diagram", "-deal", "EN-230"}, `did you mean "EN-203"?`},
		{"a deal of another process", "", []string{"diagram", "-deal", "EN-203", "smb"}, "is judged by process enterprise, not by smb"},
		{"deals, and none to draw", "", []string{"diagram", "-deals", deals, "smb"}, "say with -deal"},
		{"a deal before everything", "", []string{"diagram", "-deal", "EN-203", "-as-of", "1999-01-01"}, "the first fact is of"},
		{"a diff of one playbook", "", []string{"diff", filepath.Dir(playbook)}, "the old playbook and the new one"},
		{"a diff with a playbook besides", "", []string{"diff", "-playbook", dir, dir, dir}, "usage: headway diff"},
		{"a diff with nothing", "", []string{"diff", "../../testdata/sample/playbook", none}, "cannot read the playbook"},
		{"a diff with a broken playbook", "", []string{"diff", filepath.Dir(playbook), "../../testdata/sample/playbook"}, "so nothing was judged"},
		{"a diff over deals of neither", "", []string{"diff", "-deals", deals, "../../testdata/sample/playbook", "../../testdata/sample/playbook"}, "neither playbook can judge any of the 1 deal"},
		{"a diff before everything", "", []string{"diff", "-as-of", "1999-01-01", "../../testdata/sample/playbook", "../../testdata/sample/playbook"}, "by 1999-01-01"},
		{"no such file to lint", "", []string{"lint", none}, "cannot read"},
		{"lint in no format", "", []string{"lint", "-format", "xml"}, "write text, json, sarif or github"},
		{"a review in a format of lint", "", []string{"review", "-format", "sarif"}, "write text, json or html"},
		{"codes in a format of lint", "", []string{"lint", "-explain", "-format", "sarif", "yaml/tag"}, "as text or json"},
		{"a code misspelt", "", []string{"lint", "-explain", "yaml/anchro"}, `did you mean "yaml/anchor"?`},
		{"half a code", "", []string{"lint", "-explain", "circle"}, "there are process/reached-circle, process/use-circle"},
		{"an area", "", []string{"lint", "-explain", "deal"}, "there are deal/fact-kind, deal/noted"},
		{"no code at all", "", []string{"lint", "-explain", "zebra"}, "lint -explain lists them all"},
		{"one good code and one bad", "", []string{"lint", "-explain", "yaml/tag", "yaml/gat"}, `there is no code "yaml/gat"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, stdout, stderr := call(c.stdin, c.args...)
			require.Equal(t, unusable, code)
			require.Empty(t, stdout, "nothing that looks whole")
			require.Contains(t, stderr, c.says)
			require.NotContains(t, stderr, "panic")
		})
	}
}

func TestTooLittleCoverageIsAFinding(t *testing.T) {
	code, stdout, stderr := call("", "test", "-min-coverage", "96")
	require.Equal(t, findings, code)
	require.Contains(t, stderr, "64 of 67 covered, less than the 96 % asked for")
	_, whole, _ := call("", "test")
	require.Equal(t, whole, stdout, "the report is the same")
}

func TestAPlaybookThatCannotBeReadIsUnusable(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "p.yaml")))
	code, stdout, _ := call("", "test", dir)
	require.Equal(t, unusable, code)
	require.Contains(t, stdout, "playbook/unreadable")
}

func TestADealThatCannotBeJudgedIsToldAndNotDropped(t *testing.T) {
	good := `{"deal":"A","segment":"smb","facts":[{"stage":"trial","on":"2026-01-05"}]}`
	unknown := `{"deal":"B","segment":"galaxy","facts":[{"stage":"x","on":"2026-01-05"}]}`
	bad := `{"deal":"C","facts":[{"stage":"x"}]}`
	unbegun := `{"deal":"D","segment":"smb","facts":[{"stage":"trial","on":"2026-03-05"}]}`
	in := strings.Join([]string{good, unknown, bad, unbegun}, "\n")

	code, stdout, stderr := call(in, "review", "-deals", "-", "-as-of", "2026-01-31")
	require.Equal(t, findings, code)
	require.Contains(t, stdout, "2 deals are missing below")
	require.Contains(t, stdout, "not begun by then, and not below: 1 deal")
	require.Contains(t, stderr, "galaxy")
	require.Contains(t, stderr, "standard input:3:22")

	code, stdout, _ = call(in, "review", "-deals", "-", "-as-of", "2026-01-31", "-format", "json")
	require.Equal(t, findings, code)
	var r reviewJSON
	require.NoError(t, json.Unmarshal([]byte(stdout), &r))
	require.Len(t, r.Deals, 1)
	require.Len(t, r.Skipped, 3)
	for _, s := range r.Skipped {
		require.NotEmpty(t, s.Why)
		require.NotEmpty(t, s.Deal+s.Where)
	}

	code, _, stderr = call(good+"\n"+unbegun, "review", "-deals", "-", "-as-of", "2026-01-31")
	require.Equal(t, fine, code, "a deal that had not begun is no mistake")
	require.Empty(t, stderr)
}

// TestTheKeysThatOthersRelyOn are those of the design, by their names.
func TestTheKeysThatOthersRelyOn(t *testing.T) {
	_, out, _ := call("", "review", "-format", "json")
	var r map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	for _, key := range []string{"as_of", "since", "deals", "totals", "skipped"} {
		require.Contains(t, r, key)
	}
	d := r["deals"].([]any)[0].(map[string]any)
	for _, key := range []string{"deal", "title", "owner", "segment", "process", "claimed", "earned", "verdict", "score", "remaining", "headway",
		"gained", "lost", "unmet", "signals", "attempts", "encounters"} {
		require.Contains(t, d, key)
	}
	require.Contains(t, d["score"], "earned")
	require.Contains(t, d["score"], "ceiling")

	_, out, _ = call("", "plan", "-format", "json", "EN-203")
	var p map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &p))
	for _, key := range []string{"as_of", "deal", "stands", "today", "with", "unknown", "gone", "asks", "together", "later", "missing", "elsewhere"} {
		require.Contains(t, p, key)
	}
	for _, key := range []string{"id", "title", "answer", "at_gate", "people", "together", "ask", "proof", "also", "outcome"} {
		require.Contains(t, p["asks"].([]any)[0], key)
	}
	for _, key := range []string{"stage", "remaining", "score", "stages"} {
		require.Contains(t, p["together"], key)
	}

	_, out, _ = call("", "explain", "-for", "manager", "-format", "json", "EN-203")
	var told map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &told))
	for _, key := range []string{"as_of", "since", "deal", "title", "process", "for", "sections"} {
		require.Contains(t, told, key)
	}
	section := told["sections"].([]any)[0].(map[string]any)
	require.Contains(t, section, "title")
	for _, key := range []string{"text", "verdict", "signals", "requirements", "elements", "stages", "facts", "digests"} {
		require.Contains(t, section["sentences"].([]any)[0], key)
		require.Contains(t, d["why"], key)
	}

	_, out, _ = call("", "lint", "-format", "json", "../../testdata/bad/ten")
	var list []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &list))
	require.Len(t, list, 10)
	for _, key := range []string{"file", "line", "column", "code", "severity", "message", "hint"} {
		require.Contains(t, list[0], key)
	}
}

// TestADealIsToldToThoseWhoAreThere and to nobody else; the reason is the same
// wherever it is told.
func TestADealIsToldToThoseWhoAreThere(t *testing.T) {
	code, _, stderr := call("", "explain", "-for", "boss", "EN-203")
	require.Equal(t, unusable, code)
	require.Contains(t, stderr, "write rep, manager, auditor")
	code, _, stderr = call("", "review", "-for", "rep")
	require.Equal(t, unusable, code)
	require.Contains(t, stderr, "-for")

	var r reviewJSON
	_, out, _ := call("", "review", "-format", "json")
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.Len(t, r.Deals, 19)
	for _, d := range r.Deals {
		var e explanationJSON
		_, out, _ := call("", "explain", "-format", "json", d.Deal)
		require.NoError(t, json.Unmarshal([]byte(out), &e))
		require.Equal(t, d.Why, e.Why)
		_, out, _ = call("", "explain", "-for", "manager", "-format", "json", d.Deal)
		var told toldJSON
		require.NoError(t, json.Unmarshal([]byte(out), &told))
		require.Equal(t, d.Why, told.Sections[0].Sentences[0])
	}
}

func TestAllCodesAreListedWithALineEach(t *testing.T) {
	_, out, _ := call("", "lint", "-explain")
	_, same, _ := call("", "lint", "-explain", "all")
	require.Equal(t, out, same)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	codes := slices.Collect(diag.Codes())
	require.Len(t, lines, len(codes))
	for i, line := range lines {
		e, ok := diag.Explain(codes[i])
		require.True(t, ok)
		require.Equal(t, append([]string{string(e.Code), e.Severity.String()}, strings.Fields(e.Short())...), strings.Fields(line))
		require.LessOrEqual(t, len([]rune(line)), width, line)
	}
	_, out, _ = call("", "lint", "-explain", "-format", "json", "all")
	var all []codeJSON
	require.NoError(t, json.Unmarshal([]byte(out), &all))
	require.Len(t, all, len(codes))
}

func TestStrangersTextCannotDriveTheTerminal(t *testing.T) {
	in := `{"deal":"A\u202e","title":"\u001b[31mred\u0007","owner":"x\ny","segment":"smb","facts":[{"evidence":"pain","form":"statement","from":"ann","note":"\u001b]0;title\u0007","on":"2026-01-05"},{"person":"ann","side":"buyer","name":"\u001b[2J","on":"2026-01-05"}]}`
	for _, args := range [][]string{{"review", "-deals", "-"}, {"explain", "-deals", "-", "A\u202e"}, {"explain", "-for", "rep", "-deals", "-", "A\u202e"}, {"explain", "-for", "manager", "-deals", "-", "A\u202e"}, {"explain", "-for", "auditor", "-deals", "-", "A\u202e"}, {"plan", "-with", "\u001b[31mred,ann", "-deals", "-", "A\u202e"}} {
		_, stdout, stderr := call(in, args...)
		for _, r := range stdout + stderr {
			require.False(t, r != '\n' && (r < ' ' || r == 0x7f || r == 0x202e), "%U in %q", r, stdout)
		}
		require.NotEmpty(t, stdout)
	}
}

func TestTheDealsOfADirectoryAndOfAFileAreTheSame(t *testing.T) {
	_, want, _ := call("", "review", "-format", "json")
	code, got, stderr := call("", "review", "-format", "json", "-deals", "../../testdata/sample/deals")
	require.Equal(t, fine, code, stderr)
	require.Equal(t, want, got)
	code, got, stderr = call("", "review", "-format", "json", "-playbook", "../../testdata/sample/playbook", "-deals", "../../testdata/sample/deals")
	require.Equal(t, fine, code, stderr)
	// The sample has what comes with headway beside it, and this playbook has not.
	playbook := regexp.MustCompile(`"playbook_digest": "[0-9a-f]{64}"`)
	require.NotEqual(t, playbook.FindString(want), playbook.FindString(got))
	require.Equal(t, playbook.ReplaceAllString(want, ""), playbook.ReplaceAllString(got, ""))
}
