// Package reference is a naive model of the language: what the engine in
// packages qualify, stage and score works out fast is worked out here in the
// most obvious way, and tests compare the two on random cases.
//
// It shares no code with the engine but the facts of package deal, and reads
// the definitions of package generate as they are, not the YAML they print.
// Every day is worked out from nothing but the facts in force on it and the
// gates crossed by the day before; every route is found by trying all of them.
// Where a rule is not plain, a comment says which one it is.
package reference

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// Model is a framework and a process with every reference resolved.
type Model struct {
	frame   generate.Framework
	ladder  []generate.Level
	process generate.Process
	header  deal.Header

	places  []place
	stages  int // how many of the places are stages; they come after the start
	edges   []edge
	order   []int          // stages such that each comes after those that it waits for
	demands []string       // the ids of all leaves that gates ask for, in definition order
	bit     map[string]int // their places in that list
	leaf    map[string]*requirement
	named   map[string]string // the derived id of a leaf by its content
}

// place is a stage or an end. The first place is the start, before the first
// stage.
type place struct {
	id       string
	kind     string // "", stage, won, lost, left
	optional bool
	enter    []*requirement // of a won end: its needs
	exit     []*requirement
}

// edge is a way from one place to the next, with its gate.
type edge struct {
	from, to int
	gate     []*requirement
}

// requirement is a requirement or condition with its id, in which no use is
// left.
type requirement struct {
	generate.Requirement
	members []*requirement
	when    *requirement
}

func (r *requirement) optional() bool { return r.Optional == deal.Yes }

// standing reports whether the requirement is asked at the crossing of a gate
// only, and keeps the answer that it had then.
func (r *requirement) standing() bool {
	return r.Kind == generate.NextStep || r.Kind == generate.None
}

// New makes the model of the definitions of a case.
func New(c *generate.Case) *Model {
	m := &Model{frame: c.Framework, ladder: c.Framework.Ladder(), process: c.Process, header: c.Header,
		bit: map[string]int{}, leaf: map[string]*requirement{}, named: map[string]string{}}
	m.places = []place{{}}
	for _, s := range c.Process.Stages {
		m.places = append(m.places, place{id: s.ID, kind: "stage", optional: s.Optional, enter: m.resolveAll(s.Enter, true), exit: m.resolveAll(s.Exit, true)})
	}
	m.stages = len(m.places) - 1
	for _, e := range c.Process.AllEnds() {
		m.places = append(m.places, place{id: e.ID, kind: e.Kind, enter: m.resolveAll(e.Needs, true)})
	}
	m.connect()
	m.arrange()
	for _, p := range m.places {
		for _, r := range slices.Concat(p.enter, p.exit) {
			m.collect(r)
		}
	}
	return m
}

// collect notes the leaves of a requirement as demands. What stands under none
// and in conditions is no demand.
func (m *Model) collect(r *requirement) {
	if !r.Leaf() {
		for _, member := range r.members {
			m.collect(member)
		}
		return
	}
	if _, ok := m.bit[r.ID]; !ok {
		m.bit[r.ID] = len(m.demands)
		m.demands = append(m.demands, r.ID)
		m.leaf[r.ID] = r
	}
}

func (m *Model) resolveAll(list []*generate.Requirement, asked bool) []*requirement {
	var out []*requirement
	for _, r := range list {
		out = append(out, m.resolve(r, asked))
	}
	return out
}

// resolve resolves a requirement. One that is asked is a demand, or a group of
// demands; what stands under none and in conditions is not.
func (m *Model) resolve(r *generate.Requirement, asked bool) *requirement {
	flat := *r
	for flat.Kind == generate.Use {
		flat = m.used(flat)
	}
	out := &requirement{Requirement: flat}
	if flat.When != nil {
		out.when = m.resolve(flat.When, false)
	}
	out.members = m.resolveAll(flat.Members, asked && flat.Kind != generate.None)
	if out.ID == "" && asked {
		out.ID = m.derive(out)
	}
	return out
}

// derive gives a requirement the id that it does not have. The same content is
// the same requirement, and goes by the id that it got where it stands first.
func (m *Model) derive(r *requirement) string {
	id := derivedID(&r.Requirement)
	if r.Kind == generate.None {
		id += noneNames(r.members)
	}
	content := content(r)
	if _, ok := m.named[content]; !ok {
		m.named[content] = id
	}
	return m.named[content]
}

// content writes out what a requirement asks for. Durations are days, however
// they are written, and one person is what is asked for when no number is said.
func content(r *requirement) string {
	c := r.Requirement
	within := "for ever"
	if !c.Within.IsZero() {
		within = fmt.Sprint(c.Within.Days())
	}
	out := fmt.Sprint(c.Kind, c.Subject, c.Level, c.Names, c.Forms, max(c.People, 1), within, c.Since, c.Owner, c.Compare, c.Count)
	for _, m := range r.members {
		out += "(" + content(m)
		if m.when != nil {
			out += " when " + content(m.when)
		}
		out += fmt.Sprint(m.optional(), ")")
	}
	return out
}

// used puts the shared requirement in the place of a use. It goes by its key
// when it has no id of its own; the wrappers of the use win.
func (m *Model) used(u generate.Requirement) generate.Requirement {
	i := slices.IndexFunc(m.process.Shared, func(s generate.Shared) bool { return s.ID == u.Subject })
	out := *m.process.Shared[i].Requirement
	if out.ID == "" {
		out.ID = m.process.Shared[i].ID
	}
	if u.ID != "" {
		out.ID = u.ID
	}
	if u.When != nil {
		out.When = u.When
	}
	if u.Optional != deal.Unsaid {
		out.Optional = u.Optional
	}
	return out
}

// derivedID is the id of a leaf that is given none: what it is about, then its
// parameters.
func derivedID(r *generate.Requirement) string {
	id := string(r.Kind)
	if r.Kind == generate.OfElement || r.Kind == generate.OfMilestone || r.Kind == generate.OfAttribute {
		id = r.Subject
	} else if r.Subject != "" {
		id += "-" + r.Subject
	}
	add := func(s string) {
		if s != "" {
			id += "-" + s
		}
	}
	add(r.Level)
	if r.Kind == generate.Engaged || r.Kind == generate.Known {
		for _, role := range r.Names {
			add(role)
		}
		if r.People > 1 {
			add(fmt.Sprint(r.People))
		}
	}
	add(r.Within.String())
	if r.Kind == generate.OfElement || r.Kind == generate.OfMilestone {
		for _, role := range r.Names {
			add(role)
		}
	}
	for _, f := range r.Forms {
		add(f.String())
	}
	add(r.Since)
	add(r.Owner)
	ops := []string{"is", "in", "at_least", "at_most", "above", "below"}
	for _, c := range slices.SortedFunc(slices.Values(r.Compare), func(a, b generate.Comparison) int {
		return slices.Index(ops, a.Op) - slices.Index(ops, b.Op)
	}) {
		add(c.Op)
		for _, v := range c.Values {
			if v.Attribute != "" {
				add(v.Attribute)
			} else {
				add(slug(v.Value.String()))
			}
		}
	}
	return id
}

// noneNames is the part of a derived id that names what stands under none.
func noneNames(members []*requirement) string {
	var id string
	for _, m := range members {
		switch m.Kind {
		case generate.OfElement:
			id += "-" + m.Subject + "-" + m.Level
		case generate.OfMilestone, generate.OfAttribute:
			id += "-" + m.Subject
		case generate.Reached:
			id += "-reached-" + m.Subject
		case generate.All, generate.Any, generate.SomeOf:
			id += "-" + string(m.Kind) + noneNames(m.members)
		default:
			id += "-" + string(m.Kind)
		}
	}
	return id
}

// slug writes a value as a part of an id: what cannot stand in one is a gap.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, strings.ToLower(s))
}

// find gives the place with an id, 0 when there is none.
func (m *Model) find(id string) int {
	return max(0, slices.IndexFunc(m.places, func(p place) bool { return p.id == id && id != "" }))
}

// connect makes the edges: as listed, those past an optional stage right after
// the one that leads to it. To lost and left ends there are none: every stage
// may go there.
func (m *Model) connect() {
	for from := 0; from <= m.stages; from++ {
		var reached []int
		var follow func(to int, passed []int)
		follow = func(to int, passed []int) {
			if m.places[to].kind == "lost" || m.places[to].kind == "left" || slices.Contains(passed, to) {
				return
			}
			if to != from && !slices.Contains(reached, to) {
				reached = append(reached, to)
			}
			if m.places[to].optional {
				for _, next := range m.next(to) {
					follow(next, append(slices.Clone(passed), to))
				}
			}
		}
		for _, to := range m.next(from) {
			follow(to, nil)
		}
		for _, to := range reached {
			m.edges = append(m.edges, edge{from, to, slices.Concat(m.places[from].exit, m.places[to].enter)})
		}
	}
}

// next lists the places that a stage leads to by its next. The start leads to
// the first stage.
func (m *Model) next(stage int) []int {
	if stage == 0 {
		return []int{1}
	}
	if list := m.process.Stages[stage-1].Next; list != nil {
		var out []int
		for _, id := range list {
			out = append(out, m.find(id))
		}
		return out
	}
	if stage < m.stages {
		return []int{stage + 1}
	}
	return []int{slices.IndexFunc(m.places, func(p place) bool { return p.kind == "won" })}
}

// arrange brings the stages into an order in which each comes after the stages
// that its gates lead out of or ask about, ways back left out.
func (m *Model) arrange() {
	waits := make([][]int, m.stages+1)
	for _, e := range m.edges {
		if e.to > m.stages || e.from > e.to {
			continue
		}
		waits[e.to] = append(waits[e.to], e.from)
		for _, r := range e.gate {
			waits[e.to] = append(waits[e.to], m.asksAbout(r)...)
		}
	}
	seen := make([]bool, m.stages+1)
	var visit func(stage int)
	visit = func(stage int) {
		if seen[stage] {
			return
		}
		seen[stage] = true
		for _, other := range waits[stage] {
			visit(other)
		}
		if stage > 0 {
			m.order = append(m.order, stage)
		}
	}
	for stage := range waits {
		visit(stage)
	}
}

// asksAbout lists the stages that a requirement asks to be reached.
func (m *Model) asksAbout(r *requirement) []int {
	var out []int
	if r.Kind == generate.Reached {
		out = append(out, m.find(r.Subject))
	}
	for _, member := range r.members {
		out = append(out, m.asksAbout(member)...)
	}
	if r.when != nil {
		out = append(out, m.asksAbout(r.when)...)
	}
	return out
}
