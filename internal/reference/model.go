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

// Book is the definitions of a case.
type Book struct {
	c      *generate.Case
	models map[string]*Model // by segment
}

// New makes the book of the definitions of a case.
func New(c *generate.Case) *Book { return &Book{c, map[string]*Model{}} }

// Circle reports whether there are stages that want each other reached, of which
// no sense can be made.
func (b *Book) Circle() bool { return b.model("").circle }

// Model is a framework and a process, as they are for the deals of one segment,
// with every reference resolved.
type Model struct {
	frame   generate.Framework
	ladder  []generate.Level
	process generate.Process
	header  deal.Header
	segment string

	places  []place
	stages  int // how many of the places are stages of the main walk; they come after the start
	tracks  []track
	edges   []edge
	moves   []*move
	always  []*requirement
	order   []int          // stages such that each comes after those that it waits for
	demands []string       // the ids of all leaves that gates ask for, in definition order
	bit     map[string]int // their places in that list
	leaf    map[string]*requirement
	named   map[string]string // the derived id of a leaf by its content
	circle  bool              // there are stages that want each other reached

	approvals map[string]bool // the ids of what asks for approvals
}

// place is a stage or an end. The first place is the start, before the first
// stage.
type place struct {
	id       string
	kind     string // "", stage, won, lost, left; done is where a track leads to, and bears the id of the track
	optional bool
	when     *requirement
	enter    []*requirement // of an end: its needs
	exit     []*requirement

	waitsFor deal.Side
	limits   []limit
	expected deal.Duration
	silence  *generate.Silence
	silent   *requirement  // the condition of its silence
	wake     deal.Duration // of a left end
	involve  []string
	reasons  []string
}

// track is a second walk. Its places are a start of its own, its stages, and
// where the last of them leads to.
type track struct{ start, done int }

// requirement is a requirement or condition with its id, in which no use is
// left.
type requirement struct {
	generate.Requirement
	members  []*requirement
	whens    []*requirement // it applies while none of these is unmet
	outdoers []*move        // it does not apply while one of these does
	end      int            // the end that asks for it, for reasons
}

func (r *requirement) optional() bool { return r.Optional == deal.Yes }

// standing reports whether the requirement is asked at the crossing of a gate
// only, and keeps the answer that it had then.
func (r *requirement) standing() bool {
	return r.Kind == generate.NextStep || r.Kind == generate.None || r.Kind == generate.Dated
}

// model makes the model for the deals of a segment.
func (b *Book) model(segment string) *Model {
	if m, ok := b.models[segment]; ok {
		return m
	}
	c := b.c
	m := &Model{frame: c.Framework, ladder: c.Framework.Ladder(), process: c.Process, header: c.Header, segment: segment,
		bit: map[string]int{}, leaf: map[string]*requirement{}, named: map[string]string{}, approvals: map[string]bool{}}
	b.models[segment] = m
	if c.Process.Segments == nil {
		m.segment = c.Process.ID // its only one, which every deal of it is of
	}
	m.process.Milestones = slices.Clone(c.Process.Milestones)
	for i := range m.process.Milestones {
		v := &m.process.Milestones[i]
		value(&v.ValidFor, v.ValidForBy, m.segment) // without a value it is valid for ever
	}
	m.places = []place{{}}
	for _, s := range c.Process.Stages {
		m.places = append(m.places, m.stage(s))
	}
	m.stages = len(m.places) - 1
	for _, e := range c.Process.AllEnds() {
		x := m.context(demand)
		x.end = len(m.places)
		m.places = append(m.places, place{id: e.ID, kind: e.Kind, enter: x.all(e.Needs), reasons: e.Reasons, wake: lasting(e.Wake, e.WakeBy, m.segment)})
	}
	for _, s := range c.Process.Shared { // approvals are known also where nobody uses what asks for them
		m.context(condition).resolve(&generate.Requirement{Kind: generate.Use, Subject: s.ID})
	}
	m.moves = m.movesOf()
	m.always = m.context(demand).all(c.Process.Always)
	for _, t := range c.Process.Tracks {
		start := len(m.places)
		m.places = append(m.places, place{})
		for _, s := range t.Stages {
			m.places = append(m.places, m.stage(s))
		}
		m.tracks = append(m.tracks, track{start, len(m.places)})
		m.places = append(m.places, place{id: t.ID, kind: "done"})
	}
	m.connect()
	m.arrange()
	m.list()
	return m
}

// stage makes the place of a stage. What its gates ask for applies only while
// it is there.
func (m *Model) stage(s generate.Stage) place {
	p := place{id: s.ID, kind: "stage", optional: s.Optional, waitsFor: s.WaitsFor, expected: lasting(s.Expected, s.ExpectedBy, m.segment), silence: s.Silence, involve: slices.Concat(s.Buyers, s.Sellers)}
	if s.Silence != nil && s.Silence.When != nil {
		p.silent = m.context(condition).resolve(s.Silence.When)
	}
	if s.When != nil {
		p.when = m.context(condition).resolve(s.When)
	}
	p.enter, p.exit = m.context(demand).all(s.Enter), m.context(demand).all(s.Exit)
	for _, r := range slices.Concat(p.enter, p.exit) {
		if p.when != nil {
			r.whens = append(r.whens, p.when)
		}
	}
	for _, l := range s.Limits {
		p.limits = m.limit(p.limits, l)
	}
	return p
}

// list notes everything that is asked for, in definition order.
func (m *Model) list() {
	var all []*requirement
	walks := func(from, to int) {
		for _, p := range m.places[from:to] {
			all = append(all, slices.Concat(p.enter, p.exit)...)
		}
	}
	main := len(m.places)
	if m.tracks != nil {
		main = m.tracks[0].start
	}
	walks(0, m.stages+1)
	walks(main, len(m.places))
	walks(m.stages+1, main)
	all = append(all, m.always...)
	for _, v := range m.moves {
		all = append(all, v.needs...)
	}
	for _, r := range all {
		m.collect(r)
	}
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
	length := func(d deal.Duration) string {
		if d.IsZero() {
			return "none"
		}
		return fmt.Sprint(d.Days(), d.Working())
	}
	out := fmt.Sprintln(c.Kind, c.Subject, c.Level, c.Names, c.Forms, max(c.People, 1), length(c.Within), c.Since, c.Owner, c.Compare, c.Count,
		c.Every, c.InOrder, c.Percent, c.Before, c.After, length(c.AtLeast), length(c.AtMost))
	for _, m := range r.members {
		out += "(" + content(m)
		for _, when := range m.whens {
			out += " when " + content(when)
		}
		out += fmt.Sprint(m.optional(), ")")
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
	if r.Kind == generate.Engaged || r.Kind == generate.Known || r.Kind == generate.Approved {
		for _, role := range r.Names {
			add(role)
		}
		if r.People > 1 {
			add(fmt.Sprint(r.People))
		}
	}
	if r.Every {
		add("every")
	}
	if r.InOrder {
		add("in_order")
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
	if r.Before != "" {
		add("before-" + r.Before)
	}
	if r.After != "" {
		add("after-" + r.After)
	}
	if !r.AtLeast.IsZero() {
		add("at_least-" + r.AtLeast.String())
	}
	if !r.AtMost.IsZero() {
		add("at_most-" + r.AtMost.String())
	}
	if r.Kind == generate.Scored {
		add("at_least-" + fmt.Sprint(r.Percent))
	}
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
		case generate.Approved:
			id += "-" + m.ID
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
