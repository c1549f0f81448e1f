// Package stage holds sales processes: a graph of stages for each segment, what
// each gate between them asks for, and where a deal stands in it.
//
// [Load] compiles a [Playbook] from the YAML files of a directory, and reports
// everything that is wrong with them at once. [Playbook.For] gives the
// [Process] of a deal. A [Position] works out, from what had been noted about a
// deal by a day, what every [Requirement] is answered, which stages the deal
// has earned, the [Gate] it stands before and how many demands are open on the
// way to won.
//
// What the CRM says about the stage is a claim. The earned stage follows from
// the record: it is a walk through the gates, each crossed on a day on which it
// was open, and taken back only by a fact. Answers have three values, and what
// nobody knows is never a no.
package stage

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// Playbook is a set of processes with their frameworks, compiled. It cannot be
// changed and may be used by any number of goroutines.
type Playbook struct {
	definitions []*definition
	frameworks  []*qualify.Framework // those of its own files, in path order
	processes   map[key]*Process
	segments    map[string]int   // segment to definition
	byID        map[string]int   // process to definition
	builtins    func() *Playbook // the processes that a deal may name without the playbook having them
	warnings    diag.List
}

// key names a flat process. The segment "" is that of deals that name none.
type key struct{ process, segment string }

// Load reads every .yaml and .yml file below the root of fsys, in path order,
// and compiles the processes and frameworks in them. Frameworks and processes
// that come with headway may be used by name without being there. The error is
// a [diag.List] of everything that is wrong, ordered by file, line and column.
func Load(fsys fs.FS) (*Playbook, error) {
	b, list := Lint(fsys)
	if err := list.Err(); err != nil {
		return nil, err
	}
	b.warnings = list.Warnings()
	return b, nil
}

// Lint is Load for somebody who wants to hear every mistake and every doubt:
// the list has both, and the playbook is nil when there is a mistake.
func Lint(fsys fs.FS) (*Playbook, diag.List) {
	l := newLoader(fsys)
	l.walk()
	return l.finish()
}

// LintFiles is [Lint] for some files, which are one playbook together. The names
// are given to fsys as they are.
func LintFiles(fsys fs.FS, names ...string) (*Playbook, diag.List) {
	l := newLoader(fsys)
	for _, name := range slices.Sorted(slices.Values(names)) {
		l.file(name)
	}
	return l.finish()
}

func (l *loader) finish() (*Playbook, diag.List) {
	b := l.compile()
	if len(b.definitions) == 0 && l.list.Err() == nil && !l.partial {
		l.list = append(l.list, diag.Diagnostic{Pos: diag.Pos{File: "."}, Code: diag.EmptyPlaybook,
			Message: "there is no process in this playbook", Hint: "a file whose first key is process: defines one"})
	}
	l.list.Sort()
	if l.list.Err() != nil {
		return nil, l.list
	}
	return b, l.list
}

// Warnings gives the doubts about the playbook's files.
func (b *Playbook) Warnings() diag.List { return slices.Clone(b.warnings) }

// Processes gives every process of the playbook, in path order, each for its
// first segment.
func (b *Playbook) Processes() iter.Seq[*Process] {
	return func(yield func(*Process) bool) {
		for _, d := range b.definitions {
			if !yield(b.processes[key{d.id, d.ownSegments()[0]}]) {
				return
			}
		}
	}
}

// Frameworks gives the frameworks defined in the playbook's own files, in path
// order.
func (b *Playbook) Frameworks() iter.Seq[*qualify.Framework] { return slices.Values(b.frameworks) }

// Segments gives every segment that a process of the playbook is for, in path
// order.
func (b *Playbook) Segments() []string {
	var out []string
	for _, d := range b.definitions {
		out = append(out, d.ownSegments()...)
	}
	return out
}

// Process finds a process by its id, for a segment; an empty segment means the
// only one that it is for, or none of several.
func (b *Playbook) Process(id, segment string) (*Process, bool) {
	i, ok := b.byID[id]
	if !ok {
		if b.builtins != nil {
			return b.builtins().Process(id, segment)
		}
		return nil, false
	}
	if own := b.definitions[i].ownSegments(); len(own) == 1 || !slices.Contains(own, segment) {
		segment = ""
		if len(own) == 1 {
			segment = own[0]
		}
	}
	return b.processes[key{id, segment}], true
}

// NoProcessError says that no process can be told for a deal.
type NoProcessError struct {
	Deal    string
	Process string // the process that the deal names; "" when it names none
	Segment string // the segment that the deal names; "" when it names none
	Known   []string
}

func (e *NoProcessError) Error() string {
	name := diag.Printable(e.Deal)
	switch {
	case e.Process != "":
		return fmt.Sprintf("deal %s names the process %q, which the playbook does not have; it has %s", name, e.Process, strings.Join(e.Known, ", "))
	case e.Segment != "":
		return fmt.Sprintf("deal %s is of segment %q, which no process is for; there are %s", name, e.Segment, strings.Join(e.Known, ", "))
	}
	return fmt.Sprintf("deal %s names neither a segment nor a process; give it one of the segments %s", name, strings.Join(e.Known, ", "))
}

// For gives the process that a view of a deal belongs to: the one that the deal
// names, or else the one for its segment, or else the only one there is. The
// segment is the one last set by the day of the view. The error is a
// [*NoProcessError].
func (b *Playbook) For(v deal.View) (*Process, error) {
	rec := v.Record()
	segment := SegmentOf(v)
	if rec.Process != "" {
		p, ok := b.Process(rec.Process, segment)
		if !ok {
			return nil, &NoProcessError{Deal: rec.ID, Process: rec.Process, Known: sortedKeys(b.byID)}
		}
		return p, nil
	}
	if segment == "" && len(b.definitions) == 1 {
		p, _ := b.Process(b.definitions[0].id, "")
		return p, nil
	}
	i, ok := b.segments[segment]
	if !ok {
		return nil, &NoProcessError{Deal: rec.ID, Segment: segment, Known: b.Segments()}
	}
	return b.processes[key{b.definitions[i].id, segment}], nil
}

// SegmentOf gives the segment of a deal on the day of a view: the one set last
// by then, or else the one that its header names.
func SegmentOf(v deal.View) string {
	rec := v.Record()
	segment := rec.Segment
	for i := range rec.Len() {
		at := rec.ByDay(i)
		if at >= v.Len() {
			continue
		}
		set, ok := rec.Fact(at).(deal.Set)
		if !ok {
			continue
		}
		for _, s := range set.Values {
			if text, ok := s.Value.Text(); ok && s.Attribute == "segment" {
				segment = text
			}
		}
	}
	return segment
}

// ownSegments gives the segments of a definition: its id when it names none.
func (d *definition) ownSegments() []string {
	if len(d.segments) == 0 {
		return []string{d.id}
	}
	out := make([]string, 0, len(d.segments))
	for _, s := range d.segments {
		out = append(out, s.text)
	}
	return out
}

// loader reads the files of a playbook.
type loader struct {
	fsys        fs.FS
	list        diag.List
	sees        map[string]ydoc.Value // processes, frameworks and segments by name, against doubles
	definitions []*definition
	frameworks  map[string]*qualify.Framework
	order       []*qualify.Framework
	partial     bool // a part of the language is there that is not supported yet
	builtin     bool // what is read comes with headway
}

func newLoader(fsys fs.FS) *loader {
	return &loader{fsys: fsys, sees: map[string]ydoc.Value{}, frameworks: map[string]*qualify.Framework{}}
}

func (l *loader) fail(file string, code diag.Code, message, hint string) {
	l.list = append(l.list, diag.Diagnostic{Pos: diag.Pos{File: file}, Code: code, Message: message, Hint: hint})
}

func (l *loader) walk() {
	err := fs.WalkDir(l.fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			l.fail(name, diag.Unreadable, "cannot be read: "+reason(err), "check the path and the permissions")
			return nil
		}
		if ext := path.Ext(name); !entry.IsDir() && (ext == ".yaml" || ext == ".yml") {
			l.file(name)
		}
		return nil
	})
	if err != nil {
		l.fail(".", diag.Unreadable, "cannot be read: "+reason(err), "check the path and the permissions")
	}
}

// reason gives what went wrong without the path, which is the diagnostic's
// place already.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

func (l *loader) file(name string) {
	src, err := readFile(l.fsys, name)
	if err != nil {
		l.fail(name, diag.Unreadable, "cannot be read: "+reason(err), "check the path and the permissions")
		return
	}
	v, ok := ydoc.Parse(name, src, &l.list)
	if !ok {
		return
	}
	first, ok := v.FirstKey()
	if !ok {
		v.Report(diag.UnknownFile, "this file is no definition", "its first key says what it is: framework, process, scenario or deal")
		return
	}
	switch kind, _ := first.Raw(); kind {
	case "framework":
		f := qualify.Compile(v)
		if f != nil && f.ID() != "" && l.once(first, "framework", f.ID(), v) {
			l.frameworks[f.ID()] = f
			l.order = append(l.order, f)
		}
	case "process":
		if d := define(v); d != nil && d.id != "" && l.once(first, "process", d.id, d.at) {
			l.definitions = append(l.definitions, d)
		}
	case "scenario":
		l.partial = true
		first.Report(diag.NotSupportedYet, "scenario files are not supported yet", "keep them outside of the playbook until they are")
	case "deal":
		// A deal beside the definitions is checked, and judged by whoever asks.
		deal.Read(v)
	default:
		first.Report(diag.UnknownFile, fmt.Sprintf("a file that begins with %q is no definition", kind),
			ydoc.OneOf(kind, []string{"framework", "process", "scenario", "deal"}))
	}
}

// readFile reads no more of a file than a document may have.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ydoc.ReadAll(f)
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
		for _, s := range own {
			b.processes[key{d.id, s}] = compile(d, f, s, own)
		}
		if len(own) > 1 {
			b.processes[key{d.id, ""}] = compile(d, f, "", own)
		}
	}
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
	if _, broken := l.sees["framework "+name]; !broken && name != "" {
		known := qualify.Builtins()
		for _, f := range l.order {
			known = append(known, f.ID())
		}
		d.framework.at.Report(diag.UnknownFramework, fmt.Sprintf("no framework %q, neither in this playbook nor built in", name), ydoc.OneOf(name, known))
	}
	return &qualify.Framework{}
}
