package stage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// compiler makes one flat process of a definition, for one segment. Whatever is
// wrong is reported at its place; a definition with several segments is
// compiled once for each, and what is reported twice is dropped when the list
// is sorted.
type compiler struct {
	d    *definition
	p    *Process
	open []string // shared requirements being resolved, against circles

	asked     map[string]int32     // questions by their content
	contents  []string             // of requirements, by index
	derived   map[string]int32     // requirements without an id of their own, by content
	groups    map[string]int32     // groups by content
	firstSeen map[int32]ydoc.Value // where a requirement was met first
	used      map[string]bool      // shared requirements
}

func compile(d *definition, f *qualify.Framework, seg string, segments []string) *Process {
	c := &compiler{
		d: d,
		p: &Process{
			id: d.id, title: d.title, version: d.version, about: d.about, source: d.source,
			segment: seg, segments: segments, framework: f,
			byRole: map[string]int{}, byMilestone: map[string]int{}, byAttribute: map[string]int{},
			byPlace: map[string]int{}, byRequirement: map[string]int{},
		},
		asked: map[string]int32{}, derived: map[string]int32{}, groups: map[string]int32{},
		firstSeen: map[int32]ydoc.Value{}, used: map[string]bool{},
	}
	c.names()
	c.requirements()
	c.graph()
	if c.p.stages > 0 {
		c.branches()
		c.walkable()
		c.wins()
	}
	c.dependencies()
	return c.p
}

// reserved words mean something in the language wherever a name could stand.
var reserved = []string{"buyer", "seller", "third_party", "both", "today", "close_date", "segment", "owner", "reason"}

// reservedStages are reserved for stages and ends besides.
var reservedStages = append([]string{"none", "any", "earlier", "done", "entered"}, reserved...)

// add enters a name into a table of names; false when it cannot stand there.
func add(table map[string]int, w word, what string, index int, taken []string) bool {
	switch _, there := table[w.text]; {
	case w.text == "":
		return false // said when it was read
	case slices.Contains(taken, w.text):
		w.at.Report(diag.Reserved, fmt.Sprintf("%q means something else in the language and can be no %s", w.text, what), "choose another id")
		return false
	case there:
		w.at.Report(diag.Duplicate, fmt.Sprintf("the %s %q is there already", what, w.text), "give one of them another id")
		return false
	}
	table[w.text] = index
	return true
}

// names enters everything that has an id, so that order does not matter to what
// refers to it.
func (c *compiler) names() {
	p, d := c.p, c.d
	for _, id := range p.framework.Roles() {
		// A role that the framework's levels ask for is a role of every process
		// that uses it, declared or not.
		p.byRole[id] = len(p.roles)
		p.roles = append(p.roles, role{id: id})
	}
	implicit := len(p.roles)
	for _, r := range d.roles {
		if i, ok := p.byRole[r.text]; ok && i < implicit && p.roles[i].side == deal.NoSide {
			p.roles[i].side = r.side
			continue
		}
		if !add(p.byRole, r.word, "role", len(p.roles), reserved) {
			continue
		}
		p.roles = append(p.roles, role{r.text, r.side})
		if len(p.roles) == MaxRoles+1 {
			r.at.Report(diag.OutOfRange, fmt.Sprintf("more than %d roles", MaxRoles), "leave some out")
		}
	}
	for _, m := range d.milestones {
		if add(p.byMilestone, m.word, "milestone", len(p.milestones), reserved) {
			p.milestones = append(p.milestones, milestone{id: m.text, title: m.title, by: m.by, validFor: m.validFor, ask: m.ask})
		}
	}
	for _, m := range d.milestones {
		i, ok := p.byMilestone[m.text]
		for _, by := range m.voidBy {
			if j, found := c.find(by, p.byMilestone, diag.UnknownMilestone, "milestone"); found && ok {
				p.milestones[i].voidBy = append(p.milestones[i].voidBy, j)
			}
		}
	}
	c.attributes()
	c.places()
}

func (c *compiler) attributes() {
	p := c.p
	p.attributes = []attribute{
		closeDate:        {id: "close_date", kind: Day},
		segmentAttribute: {id: "segment", kind: Text},
		ownerAttribute:   {id: "owner", kind: Text},
	}
	for i, a := range p.attributes {
		p.byAttribute[a.id] = i
	}
	for _, a := range c.d.attributes {
		if !add(p.byAttribute, a.word, "attribute", len(p.attributes), reserved) {
			continue
		}
		x := attribute{id: a.text, kind: a.kind, unit: a.unit}
		if a.fallback.Given() {
			if s, ok := literal(a.fallback, a.kind); ok {
				x.fallback = s.value(a.kind)
			}
		}
		p.attributes = append(p.attributes, x)
	}
}

// literal reads a value of an attribute's type from a definition.
func literal(v ydoc.Value, t AttributeType) (scalar, bool) {
	text, ok := v.Text()
	if !ok {
		return scalar{}, false
	}
	_, plain := v.Raw()
	switch t {
	case Flag:
		yes, ok := v.Bool()
		return scalarMust(deal.Flag(yes), t), ok
	case Integer, Decimal:
		n, err := deal.ParseNumber(text)
		if err != nil || !plain || t == Integer && n%deal.Decimals != 0 {
			v.Report(diag.BadNumber, fmt.Sprintf("%q is no %s", text, map[AttributeType]string{Integer: "whole number", Decimal: "decimal with at most four places"}[t]),
				"write digits, without quotes and without a separator")
			return scalar{}, false
		}
		return scalarMust(deal.Number(n), t), true
	case Day:
		d, ok := ydoc.Parsed(v, diag.BadDay, deal.DayHint, deal.ParseDay)
		return scalar{number: int64(d.Number()), given: true}, ok
	}
	return scalarMust(deal.Text(text), t), true
}

func scalarMust(v deal.Value, t AttributeType) scalar {
	s, _ := scalarOf(v, t)
	return s
}

func (c *compiler) places() {
	p := c.p
	p.places = []place{{probability: -1}} // the start
	for _, s := range c.d.stages {
		if add(p.byPlace, s.word, "stage", len(p.places), reservedStages) {
			p.places = append(p.places, place{id: s.text, title: s.title, purpose: s.purpose, kind: Open,
				probability: s.probability, optional: s.optional, pos: s.at.Pos()})
		}
	}
	p.stages = len(p.places) - 1
	for _, e := range c.d.ends {
		if add(p.byPlace, e.word, "stage or end", len(p.places), reservedStages) {
			p.places = append(p.places, place{id: e.text, title: e.title, kind: e.kind, probability: -1, pos: e.at.Pos()})
		}
	}
	if len(p.places)-1 > MaxPlaces {
		c.d.at.Report(diag.OutOfRange, fmt.Sprintf("%d stages and ends are more than %d", len(p.places)-1, MaxPlaces),
			"a process that long is several: hand a deal from one to the next")
		p.places = p.places[:1]
		p.stages = 0
	}
}

// find looks up a name.
func (c *compiler) find(w word, table map[string]int, code diag.Code, what string) (int32, bool) {
	if w.text == "" {
		return -1, false
	}
	i, ok := table[w.text]
	if !ok {
		w.at.Report(code, fmt.Sprintf("no %s %q in process %s", what, w.text, c.d.id), ydoc.OneOf(w.text, sortedKeys(table)))
		return -1, false
	}
	return int32(i), true
}

// sortedKeys gives the names of a table in the order of what they stand for.
func sortedKeys(table map[string]int) []string {
	out := make([]string, 0, len(table))
	for k := range table {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b string) int { return table[a] - table[b] })
	return out
}

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
	if r.kind == use {
		if r = c.shared(r); r == nil {
			return -1
		}
		defer func() { c.open = c.open[:len(c.open)-1] }()
	}
	n := node{kind: r.kind, question: -1, count: int32(r.count), when: -1, requirement: -1, optional: r.optional, group: -1}
	if r.when != nil {
		if n.when = c.node(r.when, false); n.when < 0 {
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

// leaf makes a question of a leaf as it was written.
func (c *compiler) leaf(r *requirementDef) (question, bool) {
	p := c.p
	q := question{kind: r.kind, since: -1, within: r.within, people: int32(r.people)}
	ok := true
	note := func(found bool) { ok = ok && found }
	if r.since.text != "" {
		i, found := c.find(r.since, p.byMilestone, diag.UnknownMilestone, "milestone")
		q.since = i
		note(found)
	}
	if r.kind != segment {
		for _, name := range r.names {
			i, found := c.find(name, p.byRole, diag.UnknownRole, "role")
			note(found)
			if found {
				q.roles |= 1 << i
			}
		}
	}
	switch r.kind {
	case Element:
		if p.framework.Len() == 0 {
			return q, false // the framework is unknown, and that has been said
		}
		e, found := p.framework.Element(r.subject.text)
		if !found && r.subject.text != "" {
			var known []string
			for e := range p.framework.Elements() {
				known = append(known, e.ID())
			}
			r.subject.at.Report(diag.UnknownElement, fmt.Sprintf("no element %q in framework %s", r.subject.text, p.framework.ID()), ydoc.OneOf(r.subject.text, known))
		}
		note(found)
		l, found := p.framework.Level(r.level.text)
		if !found && r.level.text != "" {
			var known []string
			for l := range p.framework.Levels() {
				known = append(known, l.ID())
			}
			r.level.at.Report(diag.UnknownLevel, fmt.Sprintf("no level %q in framework %s", r.level.text, p.framework.ID()), ydoc.OneOf(r.level.text, known))
		}
		note(found)
		q.element, q.rank = int32(e.Index()), int32(l.Rank())
		for i, name := range deal.Forms() {
			if slices.Contains(r.forms, name) {
				q.forms |= 1 << (i + 1)
			}
		}
	case Milestone:
		i, found := c.find(r.subject, p.byMilestone, diag.UnknownMilestone, "milestone")
		q.milestone = i
		note(found)
	case Engaged, Known:
		note(len(r.names) > 0)
	case NextStep:
		q.owner, q.standing = deal.Who(r.owner), true
	case Attribute:
		i, found := c.find(r.subject, p.byAttribute, diag.UnknownAttribute, "attribute")
		q.attribute = i
		note(found)
		if found {
			for _, cmp := range r.compare {
				t, good := c.test(cmp, p.attributes[i].kind)
				note(good)
				q.tests = append(q.tests, t)
			}
		}
	case Reached:
		i, found := c.find(r.subject, p.byPlace, diag.UnknownStage, "stage")
		if found && p.places[i].kind != Open {
			r.subject.at.Report(diag.UnknownStage, fmt.Sprintf("%q is an end; only stages are reached", r.subject.text), "name a stage")
			found = false
		}
		q.place = i
		note(found)
	case segment:
		q.constant = Unmet
		if p.segment == "" {
			q.constant = Unknown
		}
		for _, name := range r.names {
			if !slices.Contains(p.segments, name.text) {
				name.at.Report(diag.UnknownSegment, fmt.Sprintf("no segment %q in process %s", name.text, c.d.id), ydoc.OneOf(name.text, p.segments))
				note(false)
			}
			if name.text == p.segment && p.segment != "" {
				q.constant = Met
			}
		}
		note(len(r.names) > 0)
	}
	return q, ok
}

// test makes a comparison of one as it was written, with the type of the
// attribute that it compares.
func (c *compiler) test(cmp comparison, t AttributeType) (test, bool) {
	out := test{op: cmp.op}
	ordered := cmp.op != "is" && cmp.op != "in"
	if ordered && (t == Text || t == Flag) {
		cmp.values[0].Report(diag.BadComparison, fmt.Sprintf("a %v cannot be compared with %s", t, cmp.op), "use is or in")
		return out, false
	}
	for _, v := range cmp.values {
		text, plain := v.Raw()
		if i, ok := c.p.byAttribute[text]; ok && plain && v.Kind() == ydoc.Scalar && (t != Text) {
			if c.p.attributes[i].kind != t && !(numeric(t) && numeric(c.p.attributes[i].kind)) {
				v.Report(diag.BadComparison, fmt.Sprintf("%s is a %v and cannot be compared with a %v", text, c.p.attributes[i].kind, t), "compare attributes of one type")
				return out, false
			}
			out.values = append(out.values, operand{attribute: int32(i)})
			continue
		}
		s, ok := literal(v, t)
		if !ok {
			return out, false
		}
		out.values = append(out.values, operand{attribute: -1, value: s})
	}
	return out, true
}

func numeric(t AttributeType) bool { return t == Integer || t == Decimal }

// derive gives the id of a leaf that has none: what it is about, then its
// parameters as they were written.
func (c *compiler) derive(r *requirementDef) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	switch r.kind {
	case Element:
		add(r.subject.text)
		add(r.level.text)
	case Milestone, Attribute:
		add(r.subject.text)
	default:
		add(r.kind.String())
		add(r.subject.text)
	}
	if r.kind == Engaged || r.kind == Known {
		for _, n := range r.names {
			add(n.text)
		}
		if r.people > 1 {
			add(fmt.Sprint(r.people))
		}
	}
	add(r.within.String())
	if r.kind == Element || r.kind == Milestone {
		for _, n := range r.names {
			add(n.text)
		}
	}
	for _, f := range r.forms {
		add(f)
	}
	add(r.since.text)
	add(r.owner)
	for _, t := range r.compare {
		add(t.op)
		for _, v := range t.values {
			text, _ := v.Raw()
			add(ydoc.Slug(text))
		}
	}
	return strings.Join(parts, "-")
}
