package stage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

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
			add(idText(text))
		}
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
