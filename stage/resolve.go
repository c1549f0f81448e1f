package stage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// requirements resolves what every gate asks for, in the order written.
func (c *compiler) requirements() {
	p := c.p
	for _, s := range c.d.stages {
		i, ok := p.byPlace[s.text]
		if !ok || i >= len(p.places) {
			continue
		}
		p.places[i].enter = c.gateList(s.enter)
		p.places[i].exit = c.gateList(s.exit)
	}
	for _, e := range c.d.ends {
		if i, ok := p.byPlace[e.text]; ok && i < len(p.places) {
			p.places[i].enter = c.gateList(e.needs)
		}
	}
	seen := map[string]int{}
	for i, s := range c.d.shared {
		if add(seen, s.word, "requirement", i, nil) && !c.used[s.text] && s.requirement != nil {
			c.node(s.requirement, false) // for what is wrong with it; nobody asks it
		}
	}
	if len(p.leaves) > MaxDemands {
		c.d.at.Report(diag.OutOfRange, fmt.Sprintf("%d different requirements are more than %d", len(p.leaves), MaxDemands),
			"a deal cannot be asked for that much: hand it from one process to the next")
	}
}

func (c *compiler) gateList(list []*requirementDef) []int32 {
	var out []int32
	for _, r := range list {
		if i := c.node(r, true); i >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// node resolves a requirement; asked says that a gate asks for it, so that it
// has an id and, if it is a leaf, is a demand. A node that could not be
// resolved is -1, and why has been said.
func (c *compiler) node(r *requirementDef, asked bool) int32 {
	outside, ownWhen := c.open, r.kind == use && r.wraps.when
	if r.kind == use {
		if r = c.shared(r); r == nil {
			return -1
		}
		defer func() { c.open = c.open[:len(c.open)-1] }()
	}
	n := node{kind: r.kind, question: -1, count: int32(r.count), when: -1, requirement: -1, optional: r.optional, group: -1}
	if r.when != nil {
		within := c.open
		if ownWhen {
			c.open = outside // the when of a use is no part of what it uses
		}
		n.when = c.node(r.when, false)
		c.open = within
		if n.when < 0 {
			return -1
		}
	}
	var content, name string
	switch r.kind {
	case All, Any, SomeOf, None:
		ok := true
		var contents, names []string
		for _, m := range r.members {
			i := c.node(m, asked && r.kind != None)
			if i < 0 {
				ok = false
				continue
			}
			n.members = append(n.members, i)
			contents = append(contents, c.content(i))
			names = append(names, c.name(i))
		}
		if !ok || len(n.members) == 0 {
			return -1
		}
		content = fmt.Sprintf("%v %d(%s)", r.kind, r.count, strings.Join(contents, " "))
		name = r.kind.String()
		if r.kind == SomeOf {
			name += fmt.Sprintf("-%d", r.count)
		}
		name += "-" + strings.Join(names, "-")
		if r.kind == None {
			// What is under none is one demand: that none of it holds.
			inner := n
			inner.kind, inner.when, inner.optional = Any, -1, false
			n.question = c.question(question{kind: None, since: -1, node: c.append(inner), standing: true}, content)
			n.members = nil
		}
	default:
		q, ok := c.leaf(r)
		if !ok {
			return -1
		}
		content = q.content()
		name = c.derive(r)
		n.question = c.question(q, content)
	}
	if n.question < 0 {
		if g, ok := c.groups[content]; ok {
			n.group = g
		} else {
			n.group = int32(len(c.groups))
			c.groups[content] = n.group
		}
	}
	if asked {
		if n.requirement = c.requirement(r, &n, name, content); n.requirement < 0 {
			return -1
		}
	}
	return c.append(n)
}

func (c *compiler) append(n node) int32 {
	c.p.nodes = append(c.p.nodes, n)
	i := int32(len(c.p.nodes) - 1)
	if n.requirement >= 0 && c.p.requirements[n.requirement].node < 0 {
		c.p.requirements[n.requirement].node = i
	}
	return i
}

// content is what tells a node from others: what it asks, under which
// condition, and whether it must hold. Names and words are left out of it.
func (c *compiler) content(i int32) string {
	n := &c.p.nodes[i]
	var s string
	if n.question >= 0 {
		s = fmt.Sprintf("q%d", n.question)
	} else {
		s = fmt.Sprintf("g%d", n.group)
	}
	if n.requirement >= 0 {
		s += fmt.Sprintf("r%d", n.requirement)
	}
	if n.when >= 0 {
		s += "?" + c.content(n.when)
	}
	if n.optional {
		s += "!"
	}
	return s
}

// name is a node's part in the id of a group without one.
func (c *compiler) name(i int32) string {
	n := &c.p.nodes[i]
	if n.requirement >= 0 {
		return c.p.requirements[n.requirement].id
	}
	if n.question >= 0 {
		return c.p.questionName(n.question)
	}
	parts := []string{n.kind.String()}
	for _, m := range n.members {
		parts = append(parts, c.name(m))
	}
	return strings.Join(parts, "-")
}

// questionName names what a question is about, for a group under none that has
// no id of its own.
func (p *Process) questionName(i int32) string {
	switch q := &p.questions[i]; q.kind {
	case Element:
		return p.framework.At(int(q.element)).ID() + "-" + p.framework.LevelAt(int(q.rank)).ID()
	case Milestone:
		return p.milestones[q.milestone].id
	case Attribute:
		return p.attributes[q.attribute].id
	case Reached:
		return "reached-" + p.places[q.place].id
	default:
		return q.kind.String()
	}
}

func (c *compiler) question(q question, content string) int32 {
	if i, ok := c.asked[content]; ok {
		return i
	}
	i := int32(len(c.p.questions))
	c.asked[content] = i
	c.p.questions = append(c.p.questions, q)
	return i
}

// shared resolves a use: the shared requirement, with the wrappers that the use
// has of its own in place of its own.
func (c *compiler) shared(r *requirementDef) *requirementDef {
	i := slices.IndexFunc(c.d.shared, func(s sharedDef) bool { return s.text == r.subject.text })
	if i < 0 {
		if r.subject.text != "" {
			var known []string
			for _, s := range c.d.shared {
				known = append(known, s.text)
			}
			r.subject.at.Report(diag.UnknownRequirement, fmt.Sprintf("no shared requirement %q in process %s", r.subject.text, c.d.id), ydoc.OneOf(r.subject.text, known))
		}
		return nil
	}
	s := c.d.shared[i]
	if slices.Contains(c.open, s.text) {
		r.subject.at.Report(diag.UseCircle, fmt.Sprintf("%q uses itself", s.text), "write out what is meant")
		return nil
	}
	c.used[s.text] = true
	if s.requirement == nil {
		return nil
	}
	c.open = append(c.open, s.text)
	out := *s.requirement
	if out.kind == use {
		// A shared requirement that is another one: resolve it first.
		inner := c.shared(&out)
		if inner == nil {
			c.open = c.open[:len(c.open)-1]
			return nil
		}
		c.open = c.open[:len(c.open)-1]
		out = *inner
	}
	if !s.requirement.wraps.id {
		out.id = s.text
	}
	if w := r.wraps; true {
		if w.id {
			out.id = r.id
		}
		if w.title {
			out.title = r.title
		}
		if w.why {
			out.why = r.why
		}
		if w.ask {
			out.ask = r.ask
		}
		if w.when {
			out.when = r.when
		}
		if w.optional {
			out.optional = r.optional
		}
	}
	out.at = r.at
	return &out
}

// requirement enters a requirement under its id. The same id on different
// content is a mistake; the same content without an id is the same
// requirement.
func (c *compiler) requirement(r *requirementDef, n *node, name, content string) int32 {
	p := c.p
	id := r.id
	if id == "" {
		if i, ok := c.derived[content]; ok {
			return i
		}
		id = name
	}
	if i, ok := p.byRequirement[id]; ok {
		if c.contents[i] == content {
			return int32(i)
		}
		r.at.Report(diag.SameID, fmt.Sprintf("the id %q stands for something else already", id), "give one of them an id of its own",
			diag.Related{Pos: c.firstSeen[int32(i)].Pos(), Message: "the other one"})
		return -1
	}
	i := int32(len(p.requirements))
	req := requirement{id: id, title: r.title, why: r.why, ask: r.ask, pos: r.at.Pos(), kind: r.kind, question: n.question, node: -1, leaf: -1}
	if n.question >= 0 {
		req.leaf = int32(len(p.leaves))
		p.leaves = append(p.leaves, i)
	}
	if req.title == "" {
		if n.question >= 0 {
			req.title = p.words(&p.questions[n.question])
		} else {
			req.title = p.groupWords(n)
		}
	}
	p.requirements = append(p.requirements, req)
	p.byRequirement[id] = int(i)
	c.contents = append(c.contents, content)
	c.firstSeen[i] = r.at
	if r.id == "" {
		c.derived[content] = i
	}
	return i
}
