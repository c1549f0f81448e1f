package stage

import (
	"iter"
	"strings"
)

// Clause is a handle to something asked for at one place: a requirement with
// the wrappers that it has there, or a member of one. Handles compare with ==.
type Clause struct {
	p *Process
	i int32
}

func (c Clause) get() *node { return &c.p.nodes[c.i] }

// Clauses gives what the gate on the way asks for, in definition order, each
// once, without what can never apply to deals of the process's segment.
func (e Edge) Clauses() iter.Seq[Clause] { return e.p.clauses(e.p.edges[e.i].gate) }

// Needs gives what an end needs; nothing for a stage. That of a won end is asked
// for at its gate; a lost or left end is believed at once, and owes it.
func (s Stage) Needs() iter.Seq[Clause] {
	if s.p == nil || s.Kind() == Open {
		return func(func(Clause) bool) {}
	}
	return s.p.clauses(s.p.places[s.i].enter)
}

func (p *Process) clauses(roots []int32) iter.Seq[Clause] {
	return func(yield func(Clause) bool) {
		for k, i := range roots {
			if c := (Clause{p, i}); !c.never() && !c.stands(roots[:k]) && !yield(c) {
				return
			}
		}
	}
}

// stands reports whether the same is among some nodes: a requirement under the
// same condition, and as binding.
func (c Clause) stands(nodes []int32) bool {
	for _, i := range nodes {
		n, m := c.get(), &c.p.nodes[i]
		if n.requirement >= 0 && n.requirement == m.requirement && n.when == m.when && n.optional == m.optional && n.waivable == m.waivable {
			return true
		}
	}
	return false
}

// Requirement is what is asked for; the zero Requirement for what stands under
// none, which nobody asks for.
func (c Clause) Requirement() Requirement {
	if n := c.get(); n.requirement >= 0 {
		return Requirement{c.p, n.requirement}
	}
	return Requirement{}
}

// Kind tells what is asked for, or how members are combined.
func (c Clause) Kind() Kind { return c.get().kind }

// Title says what is asked for. It is empty for a group that was given no title
// of its own: there the members say it.
func (c Clause) Title() string {
	n := c.get()
	title := c.p.nodeWords(c.i)
	switch {
	case n.question < 0 && title == short(c.p.groupWords(n)):
		return ""
	case n.kind == None && title == c.p.words(&c.p.questions[n.question]):
		return ""
	}
	return title
}

// Optional reports whether it is recommended and never blocks.
func (c Clause) Optional() bool { return c.get().optional }

// When says in words under which condition it is asked for; empty when it always
// is. That of the stage that it belongs to is not said again.
func (c Clause) When() string { return c.p.conditionWords(c.p.ownWhen(c.get().when)) }

// ownWhen gives a condition without that of a stage, which whatever the stage
// asks for carries besides its own.
func (p *Process) ownWhen(when int32) int32 {
	for i := range p.places {
		switch of := p.places[i].when; {
		case of < 0 || when < 0:
		case when == of:
			return none
		case p.nodes[when].kind == All && len(p.nodes[when].members) == 2 && p.nodes[when].members[1] == of:
			return p.nodes[when].members[0]
		}
	}
	return when
}

// Count is how many members must hold, of a clause of kind [SomeOf]; else 0.
func (c Clause) Count() int { return int(c.get().count) }

// Members gives the members of a group, and what stands under none, without
// those that can never apply.
func (c Clause) Members() iter.Seq[Clause] {
	return func(yield func(Clause) bool) {
		for _, i := range c.members() {
			if m := (Clause{c.p, i}); !m.never() && !yield(m) {
				return
			}
		}
	}
}

func (c Clause) members() []int32 {
	n := c.get()
	if n.kind == None {
		n = &c.p.nodes[c.p.questions[n.question].node]
	}
	return n.members
}

// Asked is what the record says to a clause where it stands: off when its
// condition does not hold.
func (w *Position) Asked(c Clause) Answer { return w.told(c.i) }

// never reports whether a clause applies to no deal of the process's segment.
func (c Clause) never() bool {
	if c.p.always(c.get().when) == Unmet {
		return true
	}
	members := c.members()
	for _, i := range members {
		if !(Clause{c.p, i}).never() {
			return false
		}
	}
	return len(members) > 0
}

// conditionWords says a condition in words, without what is the same for every
// deal of the process's segment; nothing for one that always holds.
func (p *Process) conditionWords(i int32) string {
	if p.always(i) == Met {
		return ""
	}
	n := p.nodes[i]
	if n.kind != All && n.kind != Any {
		return p.nodeWords(i)
	}
	var parts []string
	for _, m := range n.members {
		if words := p.conditionWords(m); words != "" && p.always(m) == Unknown {
			parts = append(parts, words)
		}
	}
	if n.kind == Any {
		return strings.Join(parts, " or ")
	}
	return strings.Join(parts, " and ")
}

// always answers a condition as far as it is the same for every deal of the
// process's segment: no condition is met, and what depends on the deal unknown.
func (p *Process) always(i int32) Answer {
	if i < 0 {
		return Met
	}
	n := &p.nodes[i]
	if n.kind == segment {
		return p.questions[n.question].constant
	}
	switch a := p.alwaysGroup(n); n.kind {
	case unless:
		return not(a)
	case surely, All, Any:
		return a
	}
	return Unknown
}

func (p *Process) alwaysGroup(n *node) Answer {
	a := Off
	for _, m := range n.members {
		b := p.always(m)
		if n.kind == Any {
			a = or(a, b)
		} else {
			a = and(a, b)
		}
	}
	return a
}
