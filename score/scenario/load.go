package scenario

import (
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Load reads every definition and every scenario below the root of fsys. A
// directory without a process has scenarios about those that come with headway.
// The error is a [diag.List] of everything that is wrong with any of them. A
// directory without scenarios is no mistake here: its report has not passed.
func Load(fsys fs.FS) (*Suite, error) {
	s, list := Lint(fsys)
	return s, list.Err()
}

// Lint is Load for somebody who wants to hear every mistake and every doubt:
// the list has both, and the suite is nil when there is a mistake.
func Lint(fsys fs.FS) (*Suite, diag.List) {
	l := loader{drafts: map[string]*draft{}}
	for name, v := range ydoc.Files(fsys, &l.list) {
		l.add(name, v)
	}
	return l.finish(stage.Lint(fsys))
}

// LintFiles is [Lint] for some files, which are one playbook together. The names
// are given to fsys as they are; a given scenario is looked for among them.
func LintFiles(fsys fs.FS, names ...string) (*Suite, diag.List) {
	l := loader{drafts: map[string]*draft{}, loose: true}
	for _, name := range slices.Sorted(slices.Values(names)) {
		l.add(name, ydoc.Open(fsys, name, &l.list))
	}
	return l.finish(stage.LintFiles(fsys, names...))
}

// loader reads the scenarios of a playbook.
type loader struct {
	list    diag.List
	drafts  map[string]*draft // by path; nil for a file that is no scenario
	order   []string
	loose   bool          // the root of the paths is not known
	ignores []diag.Ignore // what the scenarios ask to leave out of the list
}

// draft is a scenario as it was written.
type draft struct {
	object           *ydoc.Object
	name             string
	process, segment name
	start            deal.Day
	base             *draft // the scenario that it is built on
	givenBy          int    // how many others are built on it
	reading          bool   // against circles
	read             bool
	facts            []deal.Written // those of the scenario that it is built on come first
	expectations     []expectation
}

func (l *loader) add(name string, v ydoc.Value) {
	l.order = append(l.order, name)
	l.drafts[name] = nil
	first, ok := v.FirstKey()
	if kind, _ := first.Raw(); !ok || kind != "scenario" {
		return // a definition, or nothing at all: others have said so
	}
	l.ignores = append(l.ignores, v.Ignores()...)
	if o, ok := v.Object(scenarioShape); ok {
		l.drafts[name] = &draft{object: o}
	}
}

func (l *loader) finish(book *stage.Playbook, mistakes diag.List) (*Suite, diag.List) {
	for d := range l.scenarios() {
		l.read(d)
	}
	for d := range l.scenarios() {
		if expect := d.object.Get("expect"); expect.Kind() == ydoc.List && expect.Len() == 0 && d.givenBy == 0 {
			expect.Report(diag.EmptyList, "this scenario expects nothing", "say what must come out; only a scenario that others are built on may leave it to them")
		}
	}
	s := &Suite{book: book}
	empty := func(d diag.Diagnostic) bool { return d.Code == diag.EmptyPlaybook }
	if !l.loose && l.some() && slices.ContainsFunc(mistakes, empty) {
		mistakes = slices.DeleteFunc(mistakes, empty)
		s.book, s.builtin = stage.Builtin(), true
	}
	l.list = append(l.list, mistakes...)
	if s.book != nil {
		c := checker{book: s.book, eval: score.NewEvaluator(s.book), broken: map[string]bool{}}
		for _, d := range l.list {
			c.broken[d.Pos.File] = c.broken[d.Pos.File] || d.Severity == diag.Error
		}
		for d := range l.scenarios() {
			if x := c.settle(d); len(x.expectations) > 0 {
				s.scenarios = append(s.scenarios, x)
			}
		}
	}
	l.list.Silence(l.ignores) // after everything that can be doubted
	l.list.Sort()
	if l.list.Err() != nil {
		return nil, l.list
	}
	s.warnings = l.list.Warnings()
	return s, l.list
}

// scenarios gives what was written of every scenario, in path order.
func (l *loader) scenarios() iter.Seq[*draft] {
	return func(yield func(*draft) bool) {
		for _, name := range l.order {
			if d := l.drafts[name]; d != nil && !yield(d) {
				return
			}
		}
	}
}

// some reports whether there is any scenario.
func (l *loader) some() bool {
	for range l.scenarios() {
		return true
	}
	return false
}

// find gives the file that a scenario is built on, or says what is wrong.
func (l *loader) find(v ydoc.Value) *draft {
	written, ok := v.Text()
	if !ok {
		return nil
	}
	wanted := path.Clean(written)
	for _, name := range l.order {
		if name != wanted && !(l.loose && strings.HasSuffix(name, "/"+wanted)) {
			continue
		}
		d := l.drafts[name]
		if d == nil {
			v.Report(diag.ScenarioGiven, fmt.Sprintf("%q is no scenario", written), "the first key of a scenario is scenario:")
		}
		return d
	}
	var known []string
	for d := range l.scenarios() {
		known = append(known, d.object.Pos().File)
	}
	v.Report(diag.ScenarioGiven, fmt.Sprintf("there is no file %q", written),
		"a path begins at the playbook's root; "+ydoc.OneOf(written, known))
	return nil
}
