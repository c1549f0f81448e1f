package main

import (
	"fmt"
	"os"
	"path"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score/scenario"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/testdata"
)

// test runs the scenarios of a playbook. It finds something when one comes out
// otherwise than expected, when there is none, when a file is wrong, and when
// less is covered than was asked for.
func test(c *command) (int, error) {
	if len(c.args) > 1 {
		return 0, usagef("%q is one argument too many", c.args[1])
	}
	if c.minCoverage < 0 || c.minCoverage > 100 {
		return 0, usagef("-min-coverage %d is no percentage; write 0 to 100", c.minCoverage)
	}
	fsys, dir := testdata.SamplePlaybook(), ""
	if len(c.args) == 1 {
		dir = c.args[0]
		info, err := os.Stat(dir)
		if err != nil {
			return 0, fmt.Errorf("cannot read %s: %s", dir, reason(err))
		}
		if !info.IsDir() {
			return 0, fmt.Errorf("%s is a file; name the directory with the playbook and its scenarios", dir)
		}
		fsys = os.DirFS(dir)
	}
	suite, list := scenario.Lint(fsys)
	within(list, dir)
	var report *scenario.Report
	if suite != nil {
		report = suite.Run()
	}
	if c.format == "json" {
		writeJSON(&c.out, testOf(report, list, dir))
	} else {
		list.Print(&c.out)
		c.testText(report, list, dir)
	}
	switch {
	case slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == diag.Unreadable }):
		return unusable, nil
	case report == nil || !report.Passed():
		return findings, nil
	case !report.Coverage().AtLeast(c.minCoverage):
		seen, of := report.Coverage().Share()
		fmt.Fprintf(c.stderr, "headway test: %d of %d covered, less than the %d %% asked for\n", seen, of, c.minCoverage)
		return findings, nil
	}
	return fine, nil
}

func (c *command) testText(report *scenario.Report, list diag.List, dir string) {
	switch {
	case report == nil:
		fmt.Fprintf(&c.out, "%s, so no scenario was run\n", count(len(list)-len(list.Warnings()), "mistake", "mistakes"))
		return
	case report.Scenarios() == 0:
		fmt.Fprintln(&c.out, "there is no scenario here: a file whose first key is scenario: is one")
	}
	report.Print(&c.out, dir)
}

// testJSON is what `test -format json` writes.
type testJSON struct {
	Scenarios []scenarioJSON   `json:"scenarios"`
	Checked   int              `json:"checked"`
	Failed    int              `json:"failed"` // values
	Passed    bool             `json:"passed"`
	Coverage  *coverageJSON    `json:"coverage"` // null when nothing was run
	Mistakes  []diagnosticJSON `json:"mistakes"` // and doubts
}

type scenarioJSON struct {
	Scenario string        `json:"scenario"`
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Checked  int           `json:"checked"`
	Failures []failureJSON `json:"failures"`
}

type failureJSON struct {
	placeJSON
	Key  string       `json:"key"`
	From *deal.Day    `json:"from"` // null for an expectation at a day
	To   deal.Day     `json:"to"`
	Want string       `json:"want"`
	Got  string       `json:"got"`
	Why  []reasonJSON `json:"why"`
}

type placeJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// reasonJSON is about one of requirement, element, signal and change, or about
// facts alone.
type reasonJSON struct {
	Requirement string         `json:"requirement,omitempty"`
	Answer      string         `json:"answer,omitempty"`
	Element     string         `json:"element,omitempty"`
	Level       string         `json:"level,omitempty"`
	Signal      string         `json:"signal,omitempty"`
	Raised      bool           `json:"raised,omitempty"`
	Change      string         `json:"change,omitempty"` // gained, lost, lapsed or renewed
	Facts       []caseFactJSON `json:"facts"`
}

type caseFactJSON struct {
	placeJSON
	On   deal.Day `json:"on"`
	Fact string   `json:"fact"`
}

type coverageJSON struct {
	Seen      int                   `json:"seen"`
	Of        int                   `json:"of"`
	Processes []processCoverageJSON `json:"processes"`
}

type processCoverageJSON struct {
	Process      string      `json:"process"`
	Seen         int         `json:"seen"`
	Of           int         `json:"of"`
	Requirements []askedJSON `json:"requirements"`
	Ways         []wayJSON   `json:"ways"`
	Levels       []levelJSON `json:"levels"`
}

// askedJSON says which answers a requirement was seen with.
type askedJSON struct {
	placeJSON
	Requirement string `json:"requirement"`
	Met         bool   `json:"met"`
	Unmet       bool   `json:"unmet"`
	Unknown     bool   `json:"unknown"`
}

type wayJSON struct {
	From string `json:"from"` // "none" is the start
	To   string `json:"to"`
	Gone bool   `json:"gone"`
}

type levelJSON struct {
	Element string `json:"element"`
	Level   string `json:"level"`
	Seen    bool   `json:"seen"`
}

func placeOf(at diag.Pos, dir string) placeJSON {
	return placeJSON{path.Join(dir, at.File), at.Line, at.Column}
}

func testOf(report *scenario.Report, list diag.List, dir string) testJSON {
	out := testJSON{Scenarios: []scenarioJSON{}, Mistakes: diagnosticsJSON(list)}
	if report == nil {
		return out
	}
	out.Checked, out.Failed, out.Passed = report.Checked(), report.Failed(), report.Passed()
	for x := range report.Results() {
		at := placeOf(x.Scenario.Pos(), dir)
		s := scenarioJSON{Scenario: x.Scenario.Name(), File: at.File, Line: at.Line, Checked: x.Checked, Failures: []failureJSON{}}
		for _, f := range x.Failures {
			s.Failures = append(s.Failures, failureOf(x.Scenario, &f, dir))
		}
		out.Scenarios = append(out.Scenarios, s)
	}
	out.Coverage = coverageOf(report.Coverage(), dir)
	return out
}

func failureOf(s *scenario.Scenario, f *scenario.Failure, dir string) failureJSON {
	out := failureJSON{placeJSON: placeOf(f.Pos, dir), Key: f.Key, From: dayOf(f.From), To: f.To, Want: f.Want, Got: f.Got, Why: []reasonJSON{}}
	for _, r := range f.Reasons {
		x := reasonJSON{Signal: r.Signal, Raised: r.Raised, Change: r.Change, Facts: []caseFactJSON{}}
		switch {
		case !r.Finding.Requirement.IsZero():
			x.Requirement, x.Answer = r.Finding.Requirement.ID(), r.Finding.Answer.String()
		case !r.Standing.Element.IsZero():
			x.Element, x.Level = r.Standing.Element.ID(), r.Standing.Level.ID()
		case r.Change != "":
			x.Requirement, x.Element = r.Changed.Requirement.ID(), r.Changed.Element.ID()
		}
		for _, i := range r.Facts {
			x.Facts = append(x.Facts, caseFactJSON{placeOf(s.FactPos(i), dir), s.Record().On(i), s.Record().Cite(i)})
		}
		out.Why = append(out.Why, x)
	}
	return out
}

func coverageOf(c *scenario.Coverage, dir string) *coverageJSON {
	out := &coverageJSON{Processes: []processCoverageJSON{}}
	out.Seen, out.Of = c.Share()
	for p := range c.Processes() {
		x := processCoverageJSON{Process: p.Process().ID(), Requirements: []askedJSON{}, Ways: []wayJSON{}, Levels: []levelJSON{}}
		x.Seen, x.Of = p.Share()
		for a := range p.Asked() {
			x.Requirements = append(x.Requirements, askedJSON{placeOf(a.Requirement.Pos(), dir), a.Requirement.ID(), a.Met(), a.Saw(stage.Unmet), a.Saw(stage.Unknown)})
		}
		for w := range p.Ways() {
			x.Ways = append(x.Ways, wayJSON{w.Edge.From().ID(), w.Edge.To().ID(), w.Gone})
		}
		for l := range p.Levels() {
			x.Levels = append(x.Levels, levelJSON{l.Element.ID(), l.Level.ID(), l.Seen})
		}
		out.Processes = append(out.Processes, x)
	}
	return out
}
