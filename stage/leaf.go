package stage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// leaf makes a question of a leaf as it was written. there is false when it does
// not exist for the segment, ok when it is wrong and that has been said.
func (c *compiler) leaf(r *requirementDef) (q question, there, ok bool) {
	p := c.p
	q = question{kind: r.kind, since: -1, people: 1}
	there, ok = true, true
	note := func(found bool) { ok = ok && found }
	exists := func(yes bool) { there = there && yes }
	if r.since.text != "" {
		i, found := c.find(r.since, p.byMilestone, diag.UnknownMilestone, "milestone")
		q.since = i
		note(found)
	}
	if r.kind != segment {
		roles, found := c.roles(r.names)
		q.roles = roles
		note(found)
	}
	knowsSegments(c, r.within)
	knowsSegments(c, r.people)
	within, yes := pick(c, r.within)
	q.within = within
	exists(yes)
	if people, yes := pick(c, r.people); r.people.given() {
		q.people = int32(people)
		exists(yes)
	}
	switch r.kind {
	case Element:
		if p.framework.Len() == 0 {
			return q, true, false // the framework is unknown, and that has been said
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
		if found && i == reasonAttribute {
			if q.place = c.end; c.end == 0 {
				r.subject.at.Report(diag.UnknownAttribute, "only an end has a reason", "ask for it under needs of an end")
				note(false)
			}
		}
		if found {
			for _, cmp := range r.compare {
				knowsSegments(c, cmp.values)
				values, yes := pick(c, cmp.values)
				exists(yes)
				t, good := c.test(cmp.op, values, p.attributes[i].kind)
				note(good)
				q.tests = append(q.tests, t)
			}
		}
	case DayIs:
		q.standing = true
		for _, x := range [...]struct {
			written word
			into    *ref
		}{{r.subject, &q.day}, {r.before, &q.before}, {r.after, &q.after}} {
			if x.written.text != "" {
				day, found := c.ref(x.written)
				*x.into = day
				note(found)
			}
		}
		note(q.day.kind != noRef)
		knowsSegments(c, r.atLeast)
		knowsSegments(c, r.atMost)
		least, yes := pick(c, r.atLeast)
		exists(yes)
		most, yes := pick(c, r.atMost)
		exists(yes)
		q.atLeast, q.atMost = least, most
	case Approval:
		note(len(r.names) > 0)
		q.every = r.every
		for _, name := range r.names {
			if i, found := p.byRole[name.text]; found && r.every {
				q.order = append(q.order, 1<<i)
			}
		}
		q.approval = c.approval(r)
		if !r.inOrder {
			slices.Sort(q.order)
		}
		q.inOrder = r.inOrder
	case Score:
		knowsSegments(c, r.percent)
		percent, yes := pick(c, r.percent)
		exists(yes)
		q.percent = int32(percent)
	case Reached:
		i, found := c.find(r.subject, p.byPlace, diag.UnknownStage, "stage")
		if found && p.places[i].kind != Open && p.places[i].kind != passed {
			r.subject.at.Report(diag.UnknownStage, fmt.Sprintf("%q is an end; only stages are reached", r.subject.text), "name a stage or a track")
			found = false
		}
		q.place = i
		note(found)
	case segment:
		q.constant = Unmet
		if p.segment == "" {
			q.constant = Unknown
		}
		var names []string
		for _, name := range r.names {
			note(c.knowsSegment(name))
			names = append(names, name.text)
			if name.text == p.segment && p.segment != "" {
				q.constant = Met
			}
		}
		slices.Sort(names)
		q.segments = strings.Join(names, " or ")
		note(len(r.names) > 0)
	}
	return q, there, ok
}

// roles gives the roles that are named, as bits.
func (c *compiler) roles(names []word) (set uint64, ok bool) {
	ok = true
	for _, name := range names {
		i, found := c.find(name, c.p.byRole, diag.UnknownRole, "role")
		if found {
			set |= 1 << i
		}
		ok = ok && found
	}
	return set, ok
}

// approval gives the number of what the facts call by the id of a requirement.
func (c *compiler) approval(r *requirementDef) int32 {
	id := r.id
	if id == "" {
		id = c.derive(r)
	}
	i, ok := c.p.byApproval[id]
	if !ok {
		i = len(c.p.approvals)
		c.p.byApproval[id] = i
		c.p.approvals = append(c.p.approvals, id)
	}
	return int32(i)
}

// test makes a comparison of one as it was written, with the type of the
// attribute that it compares.
func (c *compiler) test(op string, values []ydoc.Value, t AttributeType) (test, bool) {
	out := test{op: op}
	ordered := op != "is" && op != "in"
	if ordered && (t == Text || t == Flag) && len(values) > 0 {
		values[0].Report(diag.BadComparison, fmt.Sprintf("a %v cannot be compared with %s", t, op), "use is or in")
		return out, false
	}
	for _, v := range values {
		text, plain := v.Raw()
		// A text is compared with another attribute only if that holds a text too:
		// any other word is meant as it stands, and so is every one in quotes.
		if i, ok := c.p.byAttribute[text]; ok && plain && v.Kind() == ydoc.Scalar && (t != Text || c.p.attributes[i].kind == Text) {
			if c.p.attributes[i].kind != t && !(numeric(t) && numeric(c.p.attributes[i].kind)) {
				v.Report(diag.BadComparison, fmt.Sprintf("%s is a %v and cannot be compared with a %v", text, c.p.attributes[i].kind, t), "compare attributes of one type")
				return out, false
			}
			c.namedAttributes = append(c.namedAttributes, v)
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
	if r.kind == Engaged || r.kind == Known || r.kind == Approval {
		for _, n := range r.names {
			add(n.text)
		}
		if people, _ := pick(c, r.people); people > 1 {
			add(fmt.Sprint(people))
		}
	}
	if r.every {
		add("every")
	}
	if r.inOrder {
		add("in_order")
	}
	within, _ := pick(c, r.within)
	add(within.String())
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
		values, _ := pick(c, t.values)
		for _, v := range values {
			text, _ := v.Raw()
			add(idText(text))
		}
	}
	for _, day := range [...]struct {
		word string
		name string
	}{{"before", r.before.text}, {"after", r.after.text}} {
		if day.name != "" {
			add(day.word)
			add(day.name)
		}
	}
	for _, far := range [...]struct {
		word string
		days segmented[deal.Duration]
	}{{"at_least", r.atLeast}, {"at_most", r.atMost}} {
		if d, there := pick(c, far.days); there && far.days.given() {
			add(far.word)
			add(d.String())
		}
	}
	if r.kind == Score {
		percent, _ := pick(c, r.percent)
		add("at_least")
		add(fmt.Sprint(percent))
	}
	return strings.Join(parts, "-")
}

// idText gives a value as it can stand in an id.
func idText(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, strings.ToLower(s))
}
