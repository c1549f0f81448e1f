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
//
// Each definition has a digest of what it says ([Process.Digest],
// [Playbook.Digest]), and [Compare] gives what differs between two playbooks.
package stage

import (
	"fmt"
	"iter"
	"slices"
	"strings"

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
	segments    map[string]int // segment to definition
	byID        map[string]int // process to definition
	digest      deal.Digest
	builtins    func() *Playbook // the processes that a deal may name without the playbook having them
	warnings    func() diag.List
}

// key names a flat process. The segment "" is that of deals that name none.
type key struct{ process, segment string }

// Warnings gives the doubts about the playbook's files, those that [Lint] tells.
// They are looked for when they are asked for first. Of [Builtin] there are none.
func (b *Playbook) Warnings() diag.List {
	if b.warnings == nil {
		return nil
	}
	return slices.Clone(b.warnings())
}

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
	Process string   // the process that the deal names; "" when it names none
	Segment string   // the segment that the deal names; "" when it names none
	Several []string // the processes that it could belong to, when it names neither
	Known   []string // what it could have named
}

func (e *NoProcessError) Error() string {
	name := diag.Printable(e.Deal)
	switch {
	case e.Process != "":
		return fmt.Sprintf("deal %s names the process %q, which the playbook does not have; %s", name, e.Process,
			e.instead(e.Process, ": name one of them, or leave it out"))
	case e.Segment != "":
		return fmt.Sprintf("deal %s is of segment %q, which no process is for; %s", name, e.Segment,
			e.instead(e.Segment, ": set its segment to one, or add it to a process"))
	case len(e.Several) > 0:
		return fmt.Sprintf("deal %s names neither a segment nor a process, and %s all apply to it; give it a segment or a process", name, strings.Join(e.Several, ", "))
	}
	return fmt.Sprintf("deal %s names neither a segment nor a process, and none applies to it by itself; %s", name, e.instead("", ": set its segment to one"))
}

// instead names what is near to what was written, or what there is and what to
// do with it.
func (e *NoProcessError) instead(written, todo string) string {
	if hint := ydoc.DidYouMean(written, e.Known); hint != "" {
		return hint
	}
	return ydoc.OneOf(written, e.Known) + todo
}

// For gives the process that a view of a deal belongs to: the one that the deal
// names, or else the one for its segment, or else the one whose applies is met,
// or else the only one there is. The segment is the one last set by the day of
// the view. The error is a [*NoProcessError].
func (b *Playbook) For(v deal.View) (*Process, error) {
	rec := v.Record()
	if rec == nil {
		return nil, &NoProcessError{Known: b.Segments()}
	}
	segment := SegmentOf(v)
	if rec.Process != "" {
		p, ok := b.Process(rec.Process, segment)
		if !ok {
			return nil, &NoProcessError{Deal: rec.ID, Process: rec.Process, Known: b.processIDs()}
		}
		return p, nil
	}
	if segment == "" {
		return b.applying(v)
	}
	i, ok := b.segments[segment]
	if !ok {
		return nil, &NoProcessError{Deal: rec.ID, Segment: segment, Known: b.Segments()}
	}
	return b.processes[key{b.definitions[i].id, segment}], nil
}

// applying gives the process whose condition holds for a deal that names
// neither a process nor a segment. It is said, never guessed, when several do.
func (b *Playbook) applying(v deal.View) (*Process, error) {
	var found []*Process
	asked := false
	for _, d := range b.definitions {
		p, _ := b.Process(d.id, "")
		if d.applies == nil {
			continue
		}
		asked = true
		if p.applies >= 0 {
			var w Position
			w.Bind(p, v.Record())
			w.Look(v, v.Day())
			if w.node(p.applies, liveReading, nil) == Met {
				found = append(found, p)
			}
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	if !asked && len(b.definitions) == 1 {
		p, _ := b.Process(b.definitions[0].id, "")
		return p, nil
	}
	e := &NoProcessError{Deal: v.Record().ID, Known: b.Segments()}
	for _, p := range found {
		e.Several = append(e.Several, p.id)
	}
	return nil, e
}

// processIDs gives the processes that a deal may name.
func (b *Playbook) processIDs() []string {
	ids := sortedKeys(b.byID)
	if b.builtins != nil {
		for _, id := range b.builtins().processIDs() {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// SegmentOf gives the segment of a deal on the day of a view: the one set last
// by then, or else the one that its header names.
func SegmentOf(v deal.View) string {
	segment := v.Record().Segment
	for set := range v.Sets() {
		for _, s := range set.Values {
			if s.Attribute != "segment" {
				continue
			}
			if text, ok := s.Value.Text(); ok || s.Value.Kind() == deal.NoValue {
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
