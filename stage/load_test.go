package stage_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
)

const badDir = "../testdata/bad"

var wanted = regexp.MustCompile(`### ([a-z]+/[a-z-]+)`)

// expectations gives the codes that a file is to yield, as "file:line code":
// those that its comments name, or else the one that its own name does.
func expectations(t *testing.T, fsys fs.FS, name string) []string {
	src, err := fs.ReadFile(fsys, name)
	require.NoError(t, err)
	var out []string
	for i, line := range strings.Split(string(src), "\n") {
		for _, m := range wanted.FindAllStringSubmatch(line, -1) {
			out = append(out, fmt.Sprintf("%s:%d %s", name, i+1, m[1]))
		}
	}
	if out == nil {
		area, rest, _ := strings.Cut(strings.TrimSuffix(name, ".yaml"), "-")
		code, _, _ := strings.Cut(rest, "--")
		out = []string{name + " " + area + "/" + code}
	}
	return out
}

// told gives what was said in the same form; the line is left out where the
// expectation has none.
func told(list diag.List, want []string) []string {
	var out []string
	for _, d := range list {
		s := fmt.Sprintf("%s:%d %s", d.Pos.File, d.Pos.Line, d.Code)
		if bare := d.Pos.File + " " + string(d.Code); slices.Contains(want, bare) {
			s = bare
		}
		out = append(out, s)
	}
	return out
}

// badCases are the files of wrong definitions, each by itself, and the
// directories of them, each as one playbook.
func badCases(t *testing.T) map[string]fs.FS {
	cases := map[string]fs.FS{}
	entries, err := os.ReadDir(badDir)
	require.NoError(t, err)
	for _, e := range entries {
		if e.IsDir() {
			cases[e.Name()] = os.DirFS(path.Join(badDir, e.Name()))
			continue
		}
		src, err := os.ReadFile(path.Join(badDir, e.Name()))
		require.NoError(t, err)
		cases[e.Name()] = fstest.MapFS{e.Name(): {Data: src}}
	}
	require.NotEmpty(t, cases)
	return cases
}

func TestEveryMistakeIsToldAtItsLineInOnePass(t *testing.T) {
	for name, fsys := range badCases(t) {
		if name == "ten" || name == "empty" {
			continue // these have tests of their own
		}
		t.Run(name, func(t *testing.T) {
			var want []string
			require.NoError(t, fs.WalkDir(fsys, ".", func(file string, e fs.DirEntry, err error) error {
				if err == nil && !e.IsDir() {
					for _, w := range expectations(t, fsys, file) {
						if !strings.Contains(w, "/f ") && !strings.HasSuffix(w, " f/") { // good files of a playbook expect nothing
							want = append(want, w)
						}
					}
				}
				return err
			}))
			if name == "two-of-a-kind" {
				want = slices.DeleteFunc(want, func(s string) bool { return !strings.Contains(s, ":") })
			}
			book, list := stage.Lint(fsys)
			require.Nil(t, book)
			got := told(list, want)
			slices.Sort(want)
			slices.Sort(got)
			require.Equal(t, want, got)
			for _, d := range list {
				require.NotEmpty(t, d.Hint, "%v", d)
				require.NotRegexp(t, `^[A-Z]|\.$`, d.Message, "lower case, no final stop")
			}
		})
	}
}

func TestTenMistakesInThreeFilesAreTenDiagnosticsInOrder(t *testing.T) {
	_, err := stage.Load(os.DirFS(path.Join(badDir, "ten")))
	var list diag.List
	require.ErrorAs(t, err, &list)
	var got []string
	for _, d := range list {
		require.NotEmpty(t, d.Hint, "%v", d)
		require.NotEmpty(t, d.Excerpt, "%v", d)
		got = append(got, fmt.Sprintf("%v %s", d.Pos, d.Code))
	}
	require.Equal(t, []string{
		"deal.yaml:4:28 value/word",
		"framework.yaml:4:29 yaml/unknown-key",
		"framework.yaml:5:48 value/duration",
		"framework.yaml:6:40 framework/level",
		"process.yaml:10:19 process/element",
		"process.yaml:11:21 process/milestone",
		"process.yaml:14:18 value/out-of-range",
		"process.yaml:15:20 process/stage",
		"process.yaml:18:5 yaml/missing-key",
		"process.yaml:20:9 process/requirement-kind",
	}, got)
}

func TestAPlaybookWithoutAProcessIsEmpty(t *testing.T) {
	for _, fsys := range []fs.FS{os.DirFS(path.Join(badDir, "empty")), fstest.MapFS{}} {
		_, list := stage.Lint(fsys)
		require.Len(t, list, 1)
		require.Equal(t, diag.EmptyPlaybook, list[0].Code)
	}
}

func TestAFileWhoseFirstKeyStandsElsewhereIsToldToPutItFirst(t *testing.T) {
	for src, want := range map[string]string{
		"title: P\nprocess: p\n":                       "put process: first",
		"title: F\nelements: []\nframework: f\n":       "put framework: first",
		"title: P\nframework: meddic\nprocess: p\n":    "put process: first",
		"title: D\nprocess: smb\ndeal: D\nfacts: []\n": "put deal: first",
		"framwork: f\ntitle: F\n":                      `did you mean "framework"?`,
		"title: P\nframework: meddic\nstages: []\n":    "there are framework, process, scenario, deal",
	} {
		_, list := stage.Lint(fstest.MapFS{"p.yaml": {Data: []byte(src)}})
		require.Equal(t, diag.UnknownFile, list[0].Code, src)
		require.Equal(t, want, list[0].Hint, src)
	}
}

func TestFilesThatAreNamedNeedNotHoldAProcess(t *testing.T) {
	fsys := fstest.MapFS{
		"d.yaml": {Data: []byte("deal: D\nfacts: []\n")},
		"f.yaml": {Data: []byte("framework: f\ntitle: F\nelements: [{id: e, title: E}]\n")},
	}
	for name := range fsys {
		_, list := stage.LintFiles(fsys, name)
		require.Empty(t, list)
	}
	_, list := stage.Lint(fsys)
	require.Equal(t, diag.EmptyPlaybook, list[0].Code, "a directory is a playbook, and has one")
}

func TestADealWithoutAProcessIsToldWhatToDo(t *testing.T) {
	book, err := stage.Load(fstest.MapFS{"p.yaml": {Data: []byte(strings.Replace(tiny, "title: P", "title: P\nsegments: [small, large]", 1))}})
	require.NoError(t, err)
	for want, header := range map[string]deal.Header{
		`deal D is of segment "smal", which no process is for; did you mean "small"?`:                                                         {ID: "D", Segment: "smal"},
		`deal D is of segment "galaxy", which no process is for; there are small, large: set its segment to one, or add it to a process`:      {ID: "D", Segment: "galaxy"},
		`deal D names the process "smbb", which the playbook does not have; did you mean "smb"?`:                                              {ID: "D", Process: "smbb"},
		`deal D names the process "quick", which the playbook does not have; there are p, enterprise, smb: name one of them, or leave it out`: {ID: "D", Process: "quick"},
	} {
		_, err := book.For(deal.New(header).AsOf(deal.DayOf(2026, 1, 5)))
		require.EqualError(t, err, want)
	}
	book, err = stage.Load(together(tiny))
	require.NoError(t, err)
	_, err = book.For(deal.New(deal.Header{ID: "D"}).AsOf(deal.DayOf(2026, 1, 5)))
	require.EqualError(t, err, "deal D names neither a segment nor a process, and none applies to it by itself; there are p, q: set its segment to one")
}

// together is a playbook of a process and the same one under another id.
func together(process string) fs.FS {
	return fstest.MapFS{"p.yaml": {Data: []byte(process)}, "q.yaml": {Data: []byte(strings.Replace(process, "process: p", "process: q", 1))}}
}

// unreadable is a file system with a file that cannot be opened.
type unreadable struct{ fstest.MapFS }

func (u unreadable) Open(name string) (fs.File, error) {
	if name == "secret.yaml" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.MapFS.Open(name)
}

func TestAFileThatCannotBeReadIsTold(t *testing.T) {
	_, list := stage.Lint(unreadable{fstest.MapFS{"secret.yaml": {}, "p.yaml": {Data: []byte(tiny)}}})
	require.Len(t, list, 1)
	require.Equal(t, diag.Unreadable, list[0].Code)
	require.Equal(t, "secret.yaml", list[0].Pos.String())
}

func TestACommentSilencesAWarningThatItGivesAReasonFor(t *testing.T) {
	framework := "framework: f\ntitle: F\nelements: [{id: pain, title: Pain}]\n"
	process := `# headway:ignore playbook/none
process: p # headway:ignore lint/ignore-unused
title: P
framework: f # headway:ignore process/framework it is built in
# headway:ignore lint/ignore-error these two lines hold no doubt
# headway:ignore lint/ignore-unused about ignores
stages: [{id: one, title: One, exit: [{element: pain, level: stated}]}]
`
	book, list := stage.Lint(fstest.MapFS{"f.yaml": {Data: []byte(framework)}, "p.yaml": {Data: []byte(process)}})
	require.NotNil(t, book, "a doubt keeps nothing from being used")
	require.Equal(t, list, book.Warnings())
	require.Equal(t, []string{
		"p.yaml:1 lint/ignore-unknown-code", "p.yaml:2 lint/ignore-without-reason", "p.yaml:4 lint/ignore-error",
		"p.yaml:5 lint/ignore-unused", "p.yaml:6 lint/ignore-unused",
	}, told(list, nil))

	loaded, err := stage.Load(fstest.MapFS{"f.yaml": {Data: []byte(framework)}, "p.yaml": {Data: []byte(process)}})
	require.NoError(t, err)
	require.Equal(t, list, loaded.Warnings())

	book, list = stage.Lint(fstest.MapFS{"f.yaml": {Data: []byte(framework)}, "p.yaml": {Data: []byte(strings.Replace(process, "exit:", "exits:", 1))}})
	require.Nil(t, book)
	require.NotContains(t, told(list, nil), "p.yaml:5 lint/ignore-unused", "while there are mistakes nobody knows what is doubtful")
	require.Contains(t, told(list, nil), "p.yaml:4 lint/ignore-error")
}

const tiny = `process: p
title: P
framework: meddic
milestones: [{id: done, title: done}]
stages: [{id: one, title: One, exit: [{milestone: done}]}]
`

func TestLoadReadsYAMLFilesBelowItsRootAndNothingElse(t *testing.T) {
	book, err := stage.Load(fstest.MapFS{
		"p.yaml":            {Data: []byte(tiny)},
		"deep/down/q.yml":   {Data: []byte(strings.Replace(tiny, "process: p", "process: q\nsegments: [east, west]", 1))},
		"README.md":         {Data: []byte("# no definition")},
		"deep/deals/d.yaml": {Data: []byte("deal: D\nfacts: []\n")},
	})
	require.NoError(t, err)
	var ids []string
	for p := range book.Processes() {
		ids = append(ids, p.ID()+" for "+p.Segment())
	}
	require.Equal(t, []string{"q for east", "p for p"}, ids)
	require.Equal(t, []string{"east", "west", "p"}, book.Segments())
}

func TestADealGetsTheProcessThatItNames(t *testing.T) {
	book, err := stage.Load(fstest.MapFS{
		"p.yaml": {Data: []byte(tiny)},
		"q.yaml": {Data: []byte(strings.Replace(tiny, "process: p", "process: q\nsegments: [east, west]", 1))},
	})
	require.NoError(t, err)
	for _, c := range []struct {
		segment, process, want string
	}{
		{"p", "", "p p"},
		{"east", "", "q east"},
		{"", "q", "q "},
		{"west", "q", "q west"},
		{"", "p", "p p"},
		{"enterprise", "enterprise", "enterprise enterprise"}, // comes with headway
		{"north", "", ""},
		{"", "", ""},
		{"enterprise", "", ""}, // a segment is looked for in the playbook alone
		{"p", "zebra", ""},
	} {
		p, err := book.For(deal.New(deal.Header{ID: "D", Segment: c.segment, Process: c.process}).AsOf(deal.DayNumber(1)))
		if c.want == "" {
			var none *stage.NoProcessError
			require.ErrorAs(t, err, &none)
			require.NotEmpty(t, none.Known)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, c.want, p.ID()+" "+p.Segment())
	}

	one, err := stage.Load(fstest.MapFS{"p.yaml": {Data: []byte(tiny)}})
	require.NoError(t, err)
	p, err := one.For(deal.New(deal.Header{ID: "D"}).AsOf(deal.DayNumber(1)))
	require.NoError(t, err, "of one process there is nothing to choose")
	require.Equal(t, "p", p.ID())
}

func TestTheBuiltInsAreWithoutAnyDoubt(t *testing.T) {
	_, list := stage.Lint(stage.Files())
	require.Empty(t, list)
	var ids []string
	for p := range stage.Builtin().Processes() {
		ids = append(ids, p.ID())
	}
	require.Equal(t, []string{"enterprise", "smb"}, ids)
}

func TestDerivedIDs(t *testing.T) {
	process := `process: p
title: P
framework: meddpicc
roles: {buyer: [legal]}
milestones: [{id: signed, title: S}, {id: changed, title: C}]
attributes: [{id: amount, type: decimal}, {id: region, type: text}]
stages:
  - id: one
    title: O
    exit:
      - {element: pain, level: stated}
      - {element: pain, level: stated, within: 30d, role: [champion, legal], form: [document], since: changed}
      - {milestone: signed}
      - {milestone: signed, role: [legal], within: 3w, since: changed}
      - {engaged: [champion, legal]}
      - {engaged: legal, people: 2, within: 90d}
      - {known: legal}
      - {next_step: {}}
      - {next_step: {within: 14d, owner: buyer}}
      - {attribute: amount}
      - {attribute: amount, above: 10.5, at_most: 5000}
      - {attribute: region, in: [north, "The South"]}
      - {any: [{milestone: changed}, {all: [{milestone: signed}, {known: legal}]}]}
      - {some_of: {count: 2, of: [{milestone: signed}, {milestone: changed}, {known: legal}]}}
      - {none: [{milestone: changed}, {element: pain, level: asserted}]}
      - {use: shared}
      - {id: mine, milestone: signed}
  - {id: two, title: T, exit: [{reached: one}]}
requirements:
  shared: {milestone: changed}
`
	book, err := stage.Load(fstest.MapFS{"p.yaml": {Data: []byte(process)}})
	require.NoError(t, err)
	p, ok := book.Process("p", "")
	require.True(t, ok)
	var pos stage.Position
	rec := deal.New(deal.Header{ID: "D"})
	pos.Bind(p, rec)
	pos.Look(rec.AsOf(deal.DayNumber(1)), deal.DayNumber(1))
	g, ok := pos.Gate()
	require.True(t, ok)
	var ids []string
	for e := range g.Entries() {
		ids = append(ids, e.Requirement.ID())
		require.NotEmpty(t, e.Requirement.Title())
	}
	require.Equal(t, []string{
		"pain-stated",
		"pain-stated-30d-champion-legal-document-changed",
		"signed",
		"signed-3w-legal-changed",
		"engaged-champion-legal",
		"engaged-legal-2-90d",
		"known-legal",
		"next_step",
		"next_step-14d-buyer",
		"amount",
		"amount-at_most-5000-above-10_5",
		"region-in-north-the_south",
		"any-changed-all-signed-known-legal",
		"some_of-2-signed-changed-known-legal",
		"none-changed-pain-asserted",
		"shared",
		"mine",
	}, ids)
}

func TestAUseMayBeSwitchedByWhatItUses(t *testing.T) {
	_, list := stage.Lint(fstest.MapFS{"p.yaml": {Data: []byte(`process: p
title: P
framework: meddic
attributes: [{id: amount, type: integer}]
milestones: [{id: done, title: D}]
requirements:
  big: {attribute: amount, at_least: 10}
stages:
  - {id: one, title: O, exit: [{use: big, when: {none: [{use: big}]}}, {attribute: amount, at_least: -1}, {attribute: amount, at_least: 1}]}
`)}})
	require.NoError(t, list.Err())
}

func TestHandlesCompareAndTheirZeroIsNone(t *testing.T) {
	book, err := stage.Load(fstest.MapFS{"p.yaml": {Data: []byte(tiny)}})
	require.NoError(t, err)
	p, _ := book.Process("p", "")
	a, ok := p.Stage("one")
	require.True(t, ok)
	b, _ := p.Stage("one")
	require.Equal(t, a, b)
	require.True(t, a == b)
	var none stage.Stage
	require.True(t, none.IsZero())
	require.Equal(t, "none", none.String())
	require.Empty(t, none.Title())
	require.Equal(t, stage.NoPlace, none.Kind())
	_, ok = p.Stage("two")
	require.False(t, ok)
	var req stage.Requirement
	require.True(t, req.IsZero())
	require.Empty(t, req.String())
}

func TestWaysAndWhatTheyAskFor(t *testing.T) {
	p, ok := stage.Builtin().Process("enterprise", "")
	require.True(t, ok)
	var pos stage.Position
	rec := deal.New(deal.Header{ID: "D"})
	pos.Bind(p, rec)
	pos.Look(rec.AsOf(deal.DayNumber(1)), deal.DayNumber(1))
	ways := 0
	for e := range p.Edges() {
		ways++
		if !e.From().IsZero() {
			require.Contains(t, slices.Collect(e.From().Next()), e.To(), "%v > %v", e.From(), e.To())
		}
		require.Equal(t, e.To(), pos.GateOn(e).To())
		require.Equal(t, pos.Crossed(e), pos.Earned(e.To()), "nothing is on record: where it stands it came in one step")
		require.Equal(t, "enterprise.yaml", e.To().Pos().File)
		require.Positive(t, e.To().Pos().Line)
	}
	require.Greater(t, ways, 8)
	require.False(t, stage.Stage{}.Pos().IsValid())

	leaves, all := 0, 0
	for r := range p.Requirements() {
		all++
		again, ok := p.Requirement(r.ID())
		require.True(t, ok)
		require.Equal(t, r, again)
		if r.Demand() {
			leaves++
		}
		about, hasElement := r.Element()
		level, hasLevel := r.Level()
		require.Equal(t, hasElement, hasLevel)
		if hasLevel && r.ID() == about.ID()+"-"+level.ID() {
			require.Positive(t, level.Rank())
		}
	}
	require.Len(t, slices.Collect(p.Demands()), leaves)
	require.Greater(t, all, leaves, "groups have ids too")
}

// FuzzLint loads a file as a playbook. Whatever is in it, loading neither panics
// nor hangs nor takes more memory than a playbook may, and what was loaded can
// be used.
func FuzzLint(f *testing.F) {
	for _, dir := range []string{badDir, "../testdata/processes", "../testdata/sample/playbook", "../score/testdata/keys", "processes"} {
		require.NoError(f, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() && filepath.Ext(name) == ".yaml" {
				src, err := os.ReadFile(name)
				require.NoError(f, err)
				f.Add(string(src))
			}
			return err
		}))
	}
	f.Fuzz(func(t *testing.T, src string) {
		var took time.Duration
		var memory uint64
		var book *stage.Playbook
		var list diag.List
		for range 3 { // a machine that is busy with something else is not the loader's fault
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			begun := time.Now()
			book, list = stage.Lint(fstest.MapFS{"p.yaml": {Data: []byte(src)}})
			took = time.Since(begun)
			runtime.ReadMemStats(&after)
			memory = after.TotalAlloc - before.TotalAlloc
			if took < time.Second {
				break
			}
		}
		require.Less(t, took, time.Second, "of %d bytes", len(src))
		require.Less(t, memory, uint64(256<<20), "bytes for %d bytes", len(src))
		if book == nil {
			require.Error(t, list.Err())
			return
		}
		day := deal.DayNumber(739_000)
		for p := range book.Processes() {
			var pos stage.Position
			rec := deal.New(deal.Header{ID: "D"})
			pos.Bind(p, rec)
			pos.Look(rec.AsOf(day), day)
			require.Len(t, pos.Route(), max(pos.Remaining(), 0))
		}
	})
}
