package stage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// always is what is asked for at every gate from a stage on.
type always struct {
	root int32
	from int32
}

// requirements resolves what every gate asks for, in the order written.
func (c *compiler) requirements() {
	p := c.p
	c.stages(c.d.stages)
	for _, t := range c.d.tracks {
		c.stages(t.stages)
	}
	for _, e := range c.d.ends {
		if i, ok := p.byPlace[e.text]; ok && i < len(p.places) {
			c.end = int32(i)
			p.places[i].enter = c.gateList(e.needs, none)
			c.end = 0
		}
	}
	for _, r := range c.d.always {
		from := int32(1)
		if r.from.text != "" {
			at, ok := c.find(r.from, p.byPlace, diag.UnknownStage, "stage")
			if !ok || !c.walks(r.from, at) {
				continue
			}
			from = at
		}
		for _, root := range c.gateList([]*requirementDef{r}, none) {
			c.always = append(c.always, always{root, from})
		}
	}
	if p.applies = c.condition(c.d.applies); p.applies == broken {
		p.applies = none
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

// stages resolves what the stages of the main walk or of a track ask for. All of
// it applies only while the stage exists.
func (c *compiler) stages(defs []stageDef) {
	p := c.p
	for k := range defs {
		s := &defs[k]
		i, ok := p.byPlace[s.text]
		if !ok || i >= len(p.places) || p.places[i].pos != s.at.Pos() {
			continue
		}
		x := &p.places[i]
		if x.when = c.condition(s.when); x.when == broken {
			x.when = none
		} else if a, settled := c.settled(x.when); settled {
			if x.gone = a == Unmet; !x.gone {
				x.when = none
			}
		}
		x.enter = c.gateList(s.enter, x.when)
		x.exit = c.gateList(s.exit, x.when)
		x.clocks = c.clocks(s)
	}
}

// settled answers a condition that the segment alone decides.
func (c *compiler) settled(i int32) (a Answer, ok bool) {
	if i < 0 {
		return Off, false
	}
	n := &c.p.nodes[i]
	if n.question >= 0 {
		q := &c.p.questions[n.question]
		return q.constant, q.kind == segment
	}
	var met, unknown, open int
	for _, m := range n.members {
		switch a, ok := c.settled(m); {
		case !ok:
			open++
		case a == Met:
			met++
		case a == Unknown:
			unknown++
		}
	}
	all := len(n.members)
	var count int
	switch n.kind {
	case All:
		count = all
	case Any:
		count = 1
	case SomeOf:
		count = int(n.count)
	default:
		return Off, false
	}
	// It is settled when the members that facts decide make no difference.
	least, most := enough(count, met, unknown, all), enough(count, met+open, unknown, all)
	return least, least == most
}

// constant gives a condition whose answer is always the same.
func (c *compiler) constant(a Answer) int32 {
	q := question{kind: segment, since: -1, constant: a}
	return c.append(node{kind: segment, question: c.question(q, q.content()), when: none, requirement: -1, group: -1})
}

// condition resolves a condition; none when it was not written.
func (c *compiler) condition(r *requirementDef) int32 {
	if r == nil {
		return none
	}
	outside := c.inCondition
	c.inCondition = true
	i := c.node(r, false)
	c.inCondition = outside
	if i >= 0 {
		c.p.nodes[i].optional = false // what is recommended where it is used switches all the same
		c.conditions = append(c.conditions, condition{r, i})
	}
	return i
}

// gateList resolves requirements that are asked for under a condition, or
// without one.
func (c *compiler) gateList(list []*requirementDef, when int32) []int32 {
	var out []int32
	for _, r := range list {
		if i := c.node(r, true); i >= 0 {
			both := c.both(c.p.nodes[i].when, when)
			c.p.nodes[i].when = both
			out = append(out, i)
		}
	}
	return out
}

// both gives the condition that two conditions are, either of which may be
// none.
func (c *compiler) both(a, b int32) int32 {
	switch {
	case a == none:
		return b
	case b == none:
		return a
	}
	return c.combine(All, a, b)
}

// combine makes one condition of others.
func (c *compiler) combine(kind Kind, members ...int32) int32 {
	return c.append(node{kind: kind, question: -1, when: none, requirement: -1, group: -1, members: members})
}

// node resolves a requirement; asked says that a gate asks for it, so that it
// has an id and, if it is a leaf, is a demand.
func (c *compiler) node(r *requirementDef, asked bool) int32 {
	if len(c.p.nodes) >= maxNodes {
		if !c.tooMany {
			r.at.Report(diag.OutOfRange, fmt.Sprintf("with every use written out, process %s asks for more than %d things", c.d.id, maxNodes), "let fewer shared requirements use each other")
		}
		c.tooMany = true
		return broken
	}
	outside, ownWhen := c.open, r.kind == use && r.wraps.when
	if r.kind == use {
		if r = c.shared(r); r == nil {
			return broken
		}
		defer func() { c.open = c.open[:len(c.open)-1] }()
	}
	knowsSegments(c, r.count)
	count, exists := pick(c, r.count)
	n := node{kind: r.kind, question: -1, count: int32(count), when: none, requirement: -1, optional: r.optional, group: -1}
	if r.when != nil {
		within := c.open
		if ownWhen {
			c.open = outside // the when of a use is no part of what it uses
		}
		n.when = c.condition(r.when)
		c.open = within
		if n.when == broken {
			return broken
		}
	}
	missing := func() int32 {
		if c.inCondition {
			return c.constant(Unmet) // what nobody wrote for the segment cannot hold
		}
		return absent
	}
	var ok bool
	if n.waivable, ok = c.roles(r.waivableBy); !ok {
		return broken
	}
	var content, name string
	switch r.kind {
	case All, Any, SomeOf, None:
		ok := true
		var contents, names []string
		for _, m := range r.members {
			i := c.node(m, asked && exists && r.kind != None)
			if i < 0 {
				ok = ok && i == absent
				continue
			}
			n.members = append(n.members, i)
			contents = append(contents, c.content(i))
			names = append(names, c.name(i))
		}
		if !ok {
			return broken
		}
		if !exists || len(n.members) == 0 {
			return missing()
		}
		content = fmt.Sprintf("%v %d(%s)", r.kind, count, strings.Join(contents, " "))
		name = r.kind.String()
		if r.kind == SomeOf {
			name += fmt.Sprintf("-%d", count)
		}
		name += "-" + strings.Join(names, "-")
		if r.kind == None {
			// What is under none is one demand: that none of it holds.
			inner := n
			inner.kind, inner.when, inner.optional, inner.waivable = Any, none, false, 0
			n.question = c.question(question{kind: None, since: -1, node: c.append(inner), standing: true}, content)
			n.members = nil
		}
	default:
		q, there, ok := c.leaf(r)
		if !ok {
			return broken
		}
		if !exists || !there {
			return missing()
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
			return broken
		}
	}
	i := c.append(n)
	c.written[i] = r
	return i
}

func (c *compiler) append(n node) int32 {
	c.p.nodes = append(c.p.nodes, n)
	c.written = append(c.written, nil)
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
	if n.waivable != 0 {
		s += fmt.Sprintf("~%x", n.waivable)
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
	case Approval:
		return p.approvals[q.approval]
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
		if w.waivableBy {
			out.waivableBy = r.waivableBy
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
			req.title = short(p.groupWords(n))
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
