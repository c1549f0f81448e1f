package stage

import (
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify"
)

// Changes is what differs between the definitions of two playbooks, by their
// digests: nothing of what is the same.
type Changes struct {
	Frameworks []FrameworkChange // by id
	Processes  []ProcessChange   // by id
}

// FrameworkChange is a framework that differs: one that a playbook has in its own
// files, or that a process of it uses.
type FrameworkChange struct {
	Old, New *qualify.Framework // nil where there is none of that id
}

// ID is the framework's id.
func (c FrameworkChange) ID() string {
	if c.New == nil {
		return c.Old.ID()
	}
	return c.New.ID()
}

// ProcessChange is a process that differs, with what it asks for over all its
// segments. Where one has been added or removed, nothing is said of its
// requirements.
type ProcessChange struct {
	Old, New *Process // for its first segment; nil where there is none of that id
	Added    []Requirement
	Removed  []Requirement
	Changed  []RequirementChange
}

// ID is the process's id.
func (c ProcessChange) ID() string {
	if c.New == nil {
		return c.Old.ID()
	}
	return c.New.ID()
}

// RequirementChange is a requirement that asks for something else under the id
// that it had.
type RequirementChange struct{ Old, New Requirement }

// Compare gives what differs between the definitions of two playbooks.
func Compare(old, new *Playbook) Changes {
	var out Changes
	frameworks, newFrameworks := old.known(), new.known()
	for _, id := range eitherKeys(frameworks, newFrameworks) {
		c := FrameworkChange{frameworks[id], newFrameworks[id]}
		if c.Old == nil || c.New == nil || c.Old.Digest() != c.New.Digest() {
			out.Frameworks = append(out.Frameworks, c)
		}
	}
	processes, newProcesses := old.own(), new.own()
	for _, id := range eitherKeys(processes, newProcesses) {
		c := ProcessChange{Old: processes[id], New: newProcesses[id]}
		switch {
		case c.Old == nil || c.New == nil:
		case c.Old.Digest() == c.New.Digest():
			continue
		default:
			c.compare(old, new)
		}
		out.Processes = append(out.Processes, c)
	}
	return out
}

// known gives the frameworks that the playbook has or uses.
func (b *Playbook) known() map[string]*qualify.Framework {
	out := map[string]*qualify.Framework{}
	for p := range b.Processes() {
		out[p.framework.ID()] = p.framework
	}
	for _, f := range b.frameworks {
		out[f.ID()] = f
	}
	return out
}

func (b *Playbook) own() map[string]*Process {
	out := map[string]*Process{}
	for p := range b.Processes() {
		out[p.id] = p
	}
	return out
}

// eitherKeys gives the keys that one of two tables has, in order.
func eitherKeys[V any](a, b map[string]V) []string {
	return slices.Compact(slices.Sorted(func(yield func(string) bool) {
		for _, table := range []map[string]V{a, b} {
			for k := range table {
				if !yield(k) {
					return
				}
			}
		}
	}))
}

// compare finds the requirements that differ.
func (c *ProcessChange) compare(old, new *Playbook) {
	was, is := old.asked(c.ID()), new.asked(c.ID())
	for _, r := range is {
		if !slices.ContainsFunc(was, func(o Requirement) bool { return o.ID() == r.ID() }) {
			c.Added = append(c.Added, r)
		}
	}
	for _, r := range was {
		if !slices.ContainsFunc(is, func(o Requirement) bool { return o.ID() == r.ID() }) {
			c.Removed = append(c.Removed, r)
		}
	}
	told := map[string]bool{}
	alike := func(p, q *Process) {
		for r := range p.Requirements() {
			if now, has := q.Requirement(r.ID()); has && !told[r.ID()] && r.Asks() != now.Asks() {
				told[r.ID()] = true
				c.Changed = append(c.Changed, RequirementChange{r, now})
			}
		}
	}
	for _, segment := range c.Old.segments {
		if q, there := new.processes[key{c.ID(), segment}]; there {
			alike(old.processes[key{c.ID(), segment}], q)
		}
	}
	alike(c.Old, c.New) // they may share no segment
}

// asked gives what a process asks for in any of its segments, each id once, in
// definition order.
func (b *Playbook) asked(id string) []Requirement {
	var out []Requirement
	seen := map[string]bool{}
	for _, segment := range b.definitions[b.byID[id]].ownSegments() {
		for r := range b.processes[key{id, segment}].Requirements() {
			if !seen[r.ID()] {
				seen[r.ID()] = true
				out = append(out, r)
			}
		}
	}
	return out
}

// Asks says in words what the requirement asks for, whatever title it was given.
func (r Requirement) Asks() string {
	if r.p == nil {
		return ""
	}
	x := r.get()
	if x.question >= 0 {
		return r.p.words(&r.p.questions[x.question])
	}
	return strings.TrimSpace(r.p.groupWords(&r.p.nodes[x.node]))
}
