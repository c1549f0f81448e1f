package stage

import (
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// Load reads every .yaml and .yml file below the root of fsys, in path order,
// and compiles the processes and frameworks in them. Frameworks and processes
// that come with headway may be used by name without being there. The error is
// a [diag.List] of everything that is wrong, ordered by file, line and column.
// What is doubtful is looked for when [Playbook.Warnings] is asked for it.
func Load(fsys fs.FS) (*Playbook, error) {
	l := newLoader(fsys)
	l.walk()
	b := l.playbook()
	l.list.Sort()
	if err := l.list.Err(); err != nil {
		return nil, err
	}
	b.warnings = sync.OnceValue(l.judged)
	return b, nil
}

// Lint is Load for somebody who wants to hear every mistake and every doubt:
// the list has both, in order, and the playbook is nil when there is a mistake.
// Doubts that a comment in their file asks to leave out are not in it.
func Lint(fsys fs.FS) (*Playbook, diag.List) {
	l := newLoader(fsys)
	l.walk()
	return l.finish()
}

// LintFiles is [Lint] for some files, which are one playbook together; it need
// not have a process. The names are given to fsys as they are.
func LintFiles(fsys fs.FS, names ...string) (*Playbook, diag.List) {
	l := newLoader(fsys)
	l.partial = true
	for _, name := range slices.Sorted(slices.Values(names)) {
		l.read(ydoc.Open(fsys, name, &l.list))
	}
	return l.finish()
}

func (l *loader) finish() (*Playbook, diag.List) {
	b := l.playbook()
	list := l.judged()
	if list.Err() != nil {
		return nil, list
	}
	b.warnings = func() diag.List { return list }
	return b, slices.Clone(list)
}

// playbook compiles what was read.
func (l *loader) playbook() *Playbook {
	b := l.compile()
	if len(b.definitions) == 0 && l.list.Err() == nil && !l.partial {
		l.list = append(l.list, diag.Diagnostic{Pos: diag.Pos{File: "."}, Code: diag.EmptyPlaybook,
			Message: "there is no process in this playbook", Hint: "a file whose first key is process: defines one"})
	}
	return b
}

// judged gives everything that is wrong, and everything that is doubtful about
// the processes in whose files nothing is.
func (l *loader) judged() diag.List {
	for _, flats := range l.compiled {
		framework := l.sees["framework "+flats[0].p.framework.ID()]
		if !flats[0].d.at.Wrong() && !framework.Wrong() && flats[0].p.framework.Len() > 0 {
			lint(flats, framework)
		}
	}
	var ignores []diag.Ignore
	for _, v := range l.documents {
		ignores = append(ignores, v.Ignores()...)
	}
	l.list.Silence(ignores) // after everything that can be doubted
	l.list.Sort()
	return l.list
}

// loader reads the files of a playbook.
type loader struct {
	fsys        fs.FS
	list        diag.List
	documents   []ydoc.Value
	sees        map[string]ydoc.Value // processes, frameworks and segments by name, against doubles
	definitions []*definition
	compiled    [][]*compiler // of each definition, one for each of its segments
	frameworks  map[string]*qualify.Framework
	order       []*qualify.Framework
	partial     bool // it need not have a process
	builtin     bool // what is read comes with headway
	unread      bool // some file could not be read, and what it defines is not known
}

func newLoader(fsys fs.FS) *loader {
	return &loader{fsys: fsys, sees: map[string]ydoc.Value{}, frameworks: map[string]*qualify.Framework{}}
}

func (l *loader) walk() {
	for _, v := range ydoc.Files(l.fsys, &l.list) {
		l.read(v)
	}
}

// read reads one document by what its first key says it is.
func (l *loader) read(v ydoc.Value) {
	if v.Kind() == ydoc.Absent {
		l.unread = true // why has been said
		return
	}
	first, ok := v.FirstKey()
	if kind, _ := first.Raw(); ok && kind == "scenario" {
		return // a test of the definitions, for package scenario, which knows them
	}
	l.documents = append(l.documents, v)
	if !ok {
		v.Report(diag.UnknownFile, "this file is no definition", "its first key says what it is: framework, process, scenario or deal")
		return
	}
	kind, _ := first.Raw()
	if !slices.Contains(fileKinds, kind) {
		first, kind = kindOf(v, first)
	}
	switch kind {
	case "framework":
		f := qualify.Compile(v)
		if f != nil && f.ID() != "" && l.once(first, "framework", f.ID(), v) {
			l.frameworks[f.ID()] = f
			l.order = append(l.order, f)
		}
	case "process":
		d := define(v)
		switch {
		case d == nil:
		case d.id == "": // said already; the rest is looked at all the same
			d.id = "of " + v.Pos().File
			l.definitions = append(l.definitions, d)
		case l.once(first, "process", d.id, d.at):
			l.definitions = append(l.definitions, d)
		}
	case "deal":
		// A deal beside the definitions is checked, and judged by whoever asks.
		deal.Read(v)
	}
}

// fileKinds are the keys that say what a file is.
var fileKinds = []string{"framework", "process", "scenario", "deal"}

// kindOf reports a file whose first key does not say what it is, and gives the
// key further down that does, if there is one.
func kindOf(v, first ydoc.Value) (key ydoc.Value, kind string) {
	text, _ := first.Raw()
	hint := ydoc.OneOf(text, fileKinds)
	if ydoc.DidYouMean(text, fileKinds) == "" {
		// A deal names a process, and a process a framework.
		for _, k := range []string{"scenario", "deal", "process", "framework"} {
			if kind == "" && v.Has(k) && (k != "framework" || !v.Has("stages")) {
				kind, hint = k, "put "+k+": first"
			}
		}
	}
	first.Report(diag.UnknownFile, fmt.Sprintf("a file that begins with %q is no definition", text), hint)
	for key := range v.Entries() {
		if text, _ := key.Raw(); text == kind {
			return key, kind
		}
	}
	return first, ""
}

// once reports whether a definition is the first under its name.
func (l *loader) once(at ydoc.Value, what, name string, v ydoc.Value) bool {
	if first, ok := l.sees[what+" "+name]; ok {
		at.Report(diag.DuplicateDefinition, fmt.Sprintf("the %s %q is defined already", what, name), "give one of them another id",
			diag.Related{Pos: first.Pos(), Message: "the first one"})
		return false
	}
	l.sees[what+" "+name] = v
	return true
}

// compile compiles every process for each of its segments.
func (l *loader) compile() *Playbook {
	b := &Playbook{definitions: l.definitions, frameworks: l.order, processes: map[key]*Process{}, segments: map[string]int{}, byID: map[string]int{}}
	for i, d := range l.definitions {
		b.byID[d.id] = i
		own := d.ownSegments()
		for k, s := range own {
			at := d.at
			if k < len(d.segments) {
				at = d.segments[k].at
			}
			if l.once(at, "segment", s, at) {
				b.segments[s] = i
			}
		}
		f := l.framework(d)
		var flats []*compiler
		for _, s := range own {
			c := compile(d, f, s, own)
			flats = append(flats, c)
			b.processes[key{d.id, s}] = c.p
		}
		l.compiled = append(l.compiled, flats)
		if len(own) > 1 {
			c := compile(d, f, "", own)
			flats = append(flats, c)
			b.processes[key{d.id, ""}] = c.p
		}
		digest := digestOf(d, f, flats)
		for _, c := range flats {
			c.p.digest = digest
		}
	}
	b.digest = b.digestOfAll()
	if !l.builtin {
		b.builtins = sync.OnceValue(Builtin)
	}
	return b
}

// framework finds the framework of a process, in the playbook or among those
// that come with headway; an empty one stands in for one that nobody defines,
// so that the rest of the process is looked at too.
func (l *loader) framework(d *definition) *qualify.Framework {
	name := d.framework.text
	if f := l.frameworks[name]; f != nil {
		return f
	}
	if f, ok := qualify.Builtin(name); ok {
		l.frameworks[name] = f
		return f
	}
	if _, broken := l.sees["framework "+name]; !broken && !l.unread && name != "" {
		known := qualify.Builtins()
		for _, f := range l.order {
			known = append(known, f.ID())
		}
		d.framework.at.Report(diag.UnknownFramework, fmt.Sprintf("no framework %q, neither in this playbook nor built in", name), ydoc.OneOf(name, known))
	}
	return &qualify.Framework{}
}
