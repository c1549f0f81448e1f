package scenario_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score/scenario"
)

var update = flag.Bool("update", false, "write the golden files anew")

// files gives some directories of testdata as one playbook, with more files.
func files(t testing.TB, dirs string, more ...string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, dir := range strings.Fields(dirs) {
		names, err := filepath.Glob("testdata/" + dir + "/*.yaml")
		require.NoError(t, err)
		require.NotEmpty(t, names)
		for _, name := range names {
			src, err := os.ReadFile(name)
			require.NoError(t, err)
			out[dir+"/"+filepath.Base(name)] = &fstest.MapFile{Data: src}
		}
	}
	for i, src := range more {
		out[fmt.Sprintf("more/%02d.yaml", i)] = &fstest.MapFile{Data: []byte(src)}
	}
	return out
}

func load(t testing.TB, fsys fs.FS) *scenario.Suite {
	t.Helper()
	suite, err := scenario.Load(fsys)
	require.NoError(t, err)
	return suite
}

func printed(t *testing.T, r *scenario.Report) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, r.Print(&b, "dir"))
	return b.String()
}

func TestWhatComesOutAsExpectedPasses(t *testing.T) {
	suite := load(t, files(t, "playbook good"))
	require.Empty(t, suite.Warnings())
	report := suite.Run()
	require.True(t, report.Passed(), printed(t, report))
	var names []string
	for s := range suite.Scenarios() {
		names = append(names, s.Name())
	}
	require.Equal(t, []string{
		"What is given is dated by its own start, and what is not given here holds",
		"An order is won when the buyer ordered, and not when we say so",
		"The story that the others are built on",
	}, names, "in path order, without the one that is only there to be built on")
	require.Equal(t, 3, report.Scenarios())
	require.Equal(t, 38, report.Checked())
	require.Zero(t, report.Failed())
}

func TestAReportSaysWhatCameOutAndWhy(t *testing.T) {
	report := load(t, files(t, "playbook good failing")).Run()
	require.False(t, report.Passed())
	got := printed(t, report)
	require.Equal(t, got, printed(t, load(t, files(t, "playbook good failing")).Run()), "the same bytes every time")
	for _, r := range got {
		require.False(t, r != '\n' && (r < ' ' || r == 0x7f), "%U drives a terminal", r)
	}
	const golden = "testdata/failing.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("run with -update if this is meant:\n%s", diff)
	}
}

// TestEveryKeyIsCompared puts each key to the test with a value that is right
// and one that is wrong, at a day of a story, or between two of them.
func TestEveryKeyIsCompared(t *testing.T) {
	for _, c := range []struct {
		when, right, wrong, got string
	}{
		{"at: +5d", "stage: test", "stage: talk", "test"},
		{"at: +0d", "stage: none", "stage: talk", "none"},
		{"at: +5d", "claimed: talk", "claimed: none", "talk"},
		{"at: +0d", "claimed: none", "claimed: lost", "none"},
		{"at: +5d", "gate: closed", "gate: open", "closed"},
		{"at: +5d", "unmet: [ordered, proof]", "unmet: [proof]", "[proof, ordered]"},
		{"at: +5d", "unmet: [proof, ordered]", "unmet: []", "[proof, ordered]"},
		{"at: +5d", "remaining: 2", "remaining: 3", "2"},
		{"at: +5d", "score: 50", "score: 49", "50"},
		{"at: +1d", "score: 37", "score: 38", "37"}, // 37.5 rounded down
		{"at: +5d", "score: {at_least: 50, at_most: 50}", "score: {at_least: 51}", "50"},
		{"at: +5d", "score: {at_most: 50}", "score: {at_most: 49}", "50"},
		{"at: +5d", "ceiling: 100", "ceiling: {at_most: 99}", "100"},
		{"at: +5d", "levels: {pain: stated}", "levels: {pain: asserted}", "stated"},
		{"at: +0d", "levels: {pain: unknown}", "levels: {pain: stated}", "unknown"},
		{"at: +5d", "signals: [single_threaded]", "signals: []", "[single_threaded]"},
		{"at: +5d", "signals: single_threaded", "signals: [single_threaded, no_next_step]", "[single_threaded]"},
		{"at: +5d", "signals: {has: [single_threaded]}", "signals: {has: [no_next_step]}", "[single_threaded]"},
		{"at: +5d", "signals: {lacks: no_next_step}", "signals: {lacks: [single_threaded]}", "[single_threaded]"},
		{"at: +5d", "signals: {has: [single_threaded], lacks: [no_next_step]}", "signals: {has: [single_threaded], lacks: [single_threaded]}", "[single_threaded]"},
		{"at: +5d", "answers: {pain-stated: met}", "answers: {pain-stated: unknown}", "met"},
		{"at: +0d", "answers: {pain-stated: unknown}", "answers: {pain-stated: unmet}", "unknown"},
		{"at: +5d", "answers: {finance: off}", "answers: {finance: unmet}", "off"},
		{"at: +5d", "answers: {tested: unmet}", "answers: {tested: waived}", "unmet"},
		{"between: [+1d, +5d]", "verdict: advanced", "verdict: progressing", "advanced"},
		{"between: [+5d, +5d]", "verdict: waiting", "verdict: stalled", "waiting"},
		{"between: [+1d, +5d]", "gained: [champion, champion-stated]", "gained: [champion]", "[champion-stated, champion]"},
		{"between: [+1d, +5d]", "gained: [champion-stated, champion]", "gained: []", "[champion-stated, champion]"},
		{"between: [+1d, +5d]", "lost: []", "lost: [pain]", "[]"},
		{"between: [+5d, +40d]", "lapsed: [pain, step, pain-stated]", "lapsed: []", "[pain-stated, step, pain]"},
		{"between: [+1d, +5d]", "renewed: []", "renewed: [pain]", "[]"},
	} {
		t.Run(c.when+" "+c.right, func(t *testing.T) {
			tell := func(expected string) *scenario.Report {
				return load(t, files(t, "playbook good", fmt.Sprintf("scenario: s\ngiven: good/story.yaml\nfacts: []\nexpect: [{%s, %s}]\n", c.when, expected))).Run()
			}
			right := tell(c.right)
			require.True(t, right.Passed(), printed(t, right))
			wrong := tell(c.wrong)
			require.Equal(t, 1, wrong.Failed(), "%s", c.wrong)
			for x := range wrong.Results() {
				for _, f := range x.Failures {
					require.Equal(t, c.got, f.Got)
					require.Equal(t, "more/00.yaml", f.Pos.File)
					require.Equal(t, 4, f.Pos.Line)
					require.Contains(t, c.wrong, f.Want)
				}
			}
		})
	}
}

// TestDaysMayBeCountedFromTheStart writes every day of every kind of fact in
// both ways.
func TestDaysMayBeCountedFromTheStart(t *testing.T) {
	facts := `
  - {close_date: +80d, on: +1d, noted: +2d}
  - {next_step: a, due: +9d, on: +1d, noted: +2d}
  - {pause: +30d, why: w, on: +1d, noted: +2d}
  - {waive: step, by: ann, why: w, until: +31d, on: +1d, noted: +2d}
  - {set: {go_live: +100d, amount: 5, note: "+3d"}, on: +1d, noted: +2d}
  - {evidence: pain, form: belief, from: seller, on: +0d}
  - {person: ann, side: buyer, on: +0d}
`
	head := "scenario: s\nsegment: east\nstart: 2026-02-27\nfacts:"
	tail := "expect: [{at: +9d, stage: none}]\n"
	absolute := strings.NewReplacer(": +0d", ": 2026-02-27", "+1d", "2026-02-28", "+2d", "2026-03-01", "+9d", "2026-03-08",
		"+30d", "2026-03-29", "+31d", "2026-03-30", "+80d", "2026-05-18", "+100d", "2026-06-07").Replace(facts)
	require.NotContains(t, strings.ReplaceAll(absolute, `"+3d"`, ""), "+")
	suite := load(t, files(t, "playbook", head+facts+tail, head+absolute+tail))
	var both []*scenario.Scenario
	for s := range suite.Scenarios() {
		both = append(both, s)
	}
	require.Len(t, both, 2)
	require.Equal(t, 7, both[0].Record().Len())
	require.True(t, both[0].Record().Equal(both[1].Record()))
	require.Equal(t, "2026-02-27", both[0].Start().String())
	require.Contains(t, both[0].Record().Cite(6), "note = +3d", "in quotes it is a text")
}

func TestAFactHasThePlaceWhereItIsWritten(t *testing.T) {
	for s := range load(t, files(t, "playbook good")).Scenarios() {
		for i := range s.Record().Len() {
			at := s.FactPos(i)
			src, err := os.ReadFile("testdata/" + at.File)
			require.NoError(t, err)
			require.Contains(t, strings.Split(string(src), "\n")[at.Line-1], s.Record().Fact(i).Kind()+":")
		}
	}
}

func TestNothingTestedIsNothingPassed(t *testing.T) {
	report := load(t, files(t, "playbook")).Run()
	require.False(t, report.Passed())
	require.Zero(t, report.Failed())
	require.Equal(t, "0 scenarios, 0 values checked, 0 failures\n", printed(t, report))
}

func TestADirectoryOfScenariosAloneIsAboutWhatComesWithHeadway(t *testing.T) {
	suite := load(t, fstest.MapFS{"s.yaml": {Data: []byte("scenario: s\nsegment: smb\nfacts: []\nexpect: [{at: +0d, unmet: []}]\n")}})
	require.Contains(t, printed(t, suite.Run()), "smb.yaml:")
	require.Contains(t, printed(t, suite.Run()), "(comes with headway)")
	require.NotContains(t, printed(t, suite.Run()), "covered", "what comes with headway is not what is tested")
}

func TestFactsThatCountForNothingAreDoubted(t *testing.T) {
	_, list := scenario.Lint(files(t, "playbook", `scenario: s
segment: east
facts:
  - {evidence: pian, form: statement, from: buyer, on: +0d}
  - {activity: call, with: bob, on: +0d}
  - {set: {go_live: soon}, on: +0d}
expect: [{at: +3d, stage: talk}]
`))
	require.NoError(t, list.Err())
	var got []string
	for _, d := range list {
		require.NotEmpty(t, d.Hint)
		require.NotEmpty(t, d.Excerpt)
		got = append(got, fmt.Sprintf("%v %s", d.Pos, d.Code))
	}
	require.Equal(t, []string{"more/00.yaml:4:5 scenario/stray", "more/00.yaml:5:5 scenario/stray", "more/00.yaml:6:5 scenario/stray"}, got)
}

func TestFilesByNameAreOnePlaybook(t *testing.T) {
	fsys := fstest.MapFS{}
	for name, f := range files(t, "playbook good") {
		fsys["some/where/"+name] = f
	}
	var names []string
	for name := range fsys {
		names = append(names, name)
	}
	suite, list := scenario.LintFiles(fsys, names...)
	require.Empty(t, list)
	require.True(t, suite.Run().Passed())

	_, list = scenario.LintFiles(fsys, "some/where/good/order.yaml", "some/where/playbook/process.yaml", "some/where/playbook/framework.yaml")
	require.Len(t, list, 1)
	require.Equal(t, diag.ScenarioGiven, list[0].Code)
}

func TestAScenarioByItselfIsNotJudgedByGuess(t *testing.T) {
	_, list := scenario.LintFiles(files(t, "good"), "good/story.yaml")
	require.Len(t, list, 1)
	require.Equal(t, diag.ScenarioProcess, list[0].Code)
}

// whole is a process with what the one in testdata does not have.
const whole = `process: whole
title: Whole
framework: short
roles: {buyer: [champion, legal], seller: [boss]}
attributes: [{id: go_live, type: day}]
milestones:
  - {id: tested, title: the buyer tested it}
  - {id: draft, title: the buyer has the draft}
  - {id: signed, title: the buyer signed}
stages:
  - {id: try, title: Try, exit: [{milestone: tested, id: tested, waivable_by: boss}]}
  - {id: close, title: Close, exit: [{reached: paper}, {approval: legal, id: legal_ok}, {day: go_live, after: today, id: in_time}]}
tracks:
  - id: paper
    title: Paper
    stages:
      - {id: drafting, title: Drafting, enter: [{milestone: draft}]}
      - {id: signing, title: Signing, enter: [{milestone: tested, id: tested}], exit: [{milestone: signed}]}
`

func TestTracksAndWaivers(t *testing.T) {
	const facts = `scenario: s
segment: whole
facts:
  - {person: max, side: seller, roles: [boss], on: +0d}
  - {person: lea, side: buyer, roles: [legal], on: +0d}
  - {milestone: draft, on: +2d}
  - {waive: tested, by: max, why: known from elsewhere, until: +4d, on: +3d}
  - {set: {go_live: +40d}, on: +3d}
  - {milestone: tested, on: +6d}
  - {milestone: signed, on: +8d}
  - {approval: legal_ok, by: lea, on: +9d}
expect:
  - %s
`
	for _, c := range []struct{ right, wrong, got string }{
		{"{at: +1d, tracks: {paper: none}}", "{at: +1d, tracks: {paper: drafting}}", "none"},
		{"{at: +2d, tracks: {paper: drafting}}", "{at: +2d, tracks: {paper: none}}", "drafting"},
		{"{at: +6d, tracks: {paper: signing}}", "{at: +6d, tracks: {paper: done}}", "signing"},
		{"{at: +8d, tracks: {paper: done}}", "{at: +8d, tracks: {paper: signing}}", "done"},
		{"{at: +3d, answers: {tested: waived}, stage: close}", "{at: +3d, answers: {tested: met}}", "waived"},
		{"{at: +5d, answers: {tested: unmet}, stage: close}", "{at: +5d, answers: {tested: waived}}", "unmet"},
		{"{at: +2d, answers: {in_time: unknown}}", "{at: +3d, answers: {in_time: unknown}}", "met"},
		{"{at: +9d, gate: open, answers: {legal_ok: met}}", "{at: +8d, gate: open}", "closed"},
		{"{between: [+8d, +9d], gained: [legal_ok]}", "{between: [+8d, +9d], gained: []}", "[legal_ok]"},
	} {
		right := load(t, files(t, "playbook", whole, fmt.Sprintf(facts, c.right))).Run()
		require.True(t, right.Passed(), printed(t, right))
		wrong := load(t, files(t, "playbook", whole, fmt.Sprintf(facts, c.wrong))).Run()
		require.Equal(t, 1, wrong.Failed(), c.wrong)
		for x := range wrong.Results() {
			require.Equal(t, c.got, x.Failures[0].Got, c.wrong)
			require.NotEmpty(t, x.Failures[0].Reasons, c.wrong)
		}
	}
	for _, x := range []struct {
		expected string
		code     diag.Code
	}{
		{"{at: +1d, tracks: {papers: done}}", diag.ScenarioTrack},
		{"{at: +1d, tracks: {paper: close}}", diag.UnknownStage},
		{"{at: +1d, stage: drafting}", diag.UnknownStage},
		{"{at: +1d, stage: paper}", diag.UnknownStage},
	} {
		_, err := scenario.Load(files(t, "playbook", whole, fmt.Sprintf(facts, x.expected)))
		var list diag.List
		require.ErrorAs(t, err, &list)
		require.Len(t, list, 1, x.expected)
		require.Equal(t, x.code, list[0].Code)
	}
}

func TestADoubtMayBeSilencedByAComment(t *testing.T) {
	const src = "scenario: s\nsegment: east\nfacts:\n  - {milestone: tset, on: +0d}%s\nexpect: [{at: +1d, gate: closed}]\n"
	_, list := scenario.Lint(files(t, "playbook", fmt.Sprintf(src, "")))
	require.Len(t, list, 1)
	_, list = scenario.Lint(files(t, "playbook", fmt.Sprintf(src, " # headway:ignore scenario/stray it is about strays")))
	require.Empty(t, list)
	_, list = scenario.Lint(files(t, "playbook", strings.ReplaceAll(fmt.Sprintf(src, " # headway:ignore scenario/stray it is about strays"), "tset", "tested")))
	require.Len(t, list, 1)
	require.Equal(t, diag.IgnoreUnused, list[0].Code)
}

func TestACommentThatNamesNoCodeIsDoubtedOnce(t *testing.T) {
	fsys := files(t, "playbook", "scenario: s\nsegment: east\nfacts: []\nexpect: [{at: +1d, gate: closed}]  # headway:ignore none of such a name\n")
	_, list := scenario.Lint(fsys)
	require.Len(t, list, 1)
	require.Equal(t, diag.IgnoreUnknownCode, list[0].Code)
}
