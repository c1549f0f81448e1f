package stage

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
)

// question is what a leaf asks of the record, without a name: two leaves that
// ask the same share one. Which fields hold something depends on the kind.
type question struct {
	kind      Kind
	element   int32
	rank      int32  // of the level
	roles     uint64 // bits
	forms     uint8  // bits of deal.Form
	people    int32
	within    deal.Duration
	since     int32 // a milestone; -1 for none
	milestone int32
	approval  int32
	every     bool     // of an approval: each of the roles
	inOrder   bool     // of an approval: in the order of the roles
	order     []uint64 // of an approval by everybody: the roles one by one
	day       ref
	before    ref
	after     ref
	atLeast   deal.Duration
	atMost    deal.Duration
	percent   int32 // of a score
	owner     deal.Who
	attribute int32
	tests     []test
	place     int32
	node      int32  // of none: the group of its members
	constant  Answer // of segment
	segments  string // of segment, in words
	standing  bool   // asked at the crossing of a gate, and kept
}

// content is what tells one question from another, every field of it in order.
// Three weeks and 21 days are the same.
func (q *question) content() string {
	var room [160]byte
	b := room[:0]
	number := func(numbers ...int64) {
		for _, n := range numbers {
			b = append(strconv.AppendInt(b, n, 36), ' ')
		}
	}
	flag := func(flags ...bool) {
		for _, f := range flags {
			b = strconv.AppendBool(b, f)
		}
	}
	number(int64(q.kind), int64(q.element), int64(q.rank), int64(q.roles), int64(q.forms), int64(q.people), int64(q.since),
		int64(q.milestone), int64(q.approval), int64(q.percent), int64(q.attribute), int64(q.place), int64(q.node), int64(q.constant))
	flag(q.every, q.inOrder, q.standing)
	for _, d := range [...]deal.Duration{q.within, q.atLeast, q.atMost} {
		flag(d.IsZero(), d.Working())
		number(int64(d.Days()))
	}
	for _, r := range [...]ref{q.day, q.before, q.after} {
		number(int64(r.kind), int64(r.of))
	}
	b = strconv.AppendQuote(b, string(q.owner))
	b = strconv.AppendQuote(b, q.segments)
	for _, roles := range q.order {
		number(int64(roles))
	}
	for _, t := range q.tests {
		b = append(b, t.op...)
		for _, v := range t.values {
			number(int64(v.attribute), v.value.number)
			flag(v.value.given)
			b = strconv.AppendQuote(b, v.value.text)
		}
	}
	return string(b)
}

// plain reports whether the answer is that of the record alone, and not of the
// walk or of other questions.
func (q *question) plain() bool {
	switch q.kind {
	case None, Reached, segment:
		return false
	}
	return true
}

// test is one comparison of an attribute.
type test struct {
	op     string
	values []operand
}

// operand is a value to compare with, or another attribute.
type operand struct {
	attribute int32 // -1: the value
	value     scalar
}

// scalar is a value of an attribute in its type: a number in 1/10000, a day's
// number, a flag as 0 or 1, or a text.
type scalar struct {
	number int64
	text   string
	given  bool
}

// scalarOf reads a value as one of a type; false when it cannot be.
func scalarOf(v deal.Value, t AttributeType) (scalar, bool) {
	switch v.Kind() {
	case deal.NoValue:
		return scalar{}, true
	case deal.NumberValue:
		n, _ := v.Number()
		return scalar{number: n, given: true}, t == Decimal || t == Integer && n%deal.Decimals == 0
	case deal.FlagValue:
		yes, _ := v.Flag()
		s := scalar{given: true}
		if yes {
			s.number = 1
		}
		return s, t == Flag
	}
	text, _ := v.Text()
	if t == Day {
		d, err := deal.ParseDay(text)
		return scalar{number: int64(d.Number()), given: true}, err == nil
	}
	return scalar{text: text, given: true}, t == Text
}

// value gives a scalar back as the value that it was.
func (s scalar) value(t AttributeType) deal.Value {
	switch {
	case !s.given:
		return deal.Value{}
	case t == Text:
		return deal.Text(s.text)
	case t == Day:
		return deal.Text(deal.DayNumber(int(s.number)).String())
	case t == Flag:
		return deal.Flag(s.number != 0)
	}
	return deal.Number(s.number)
}

// holds compares a value that is given.
func (t *test) holds(have scalar, resolve func(operand) scalar) Answer {
	answer := Unmet
	for _, v := range t.values {
		want := resolve(v)
		if !want.given {
			answer = max(answer, Unknown)
			continue
		}
		var yes bool
		switch t.op {
		case "is", "in":
			yes = have == want
		case "at_least":
			yes = have.number >= want.number
		case "at_most":
			yes = have.number <= want.number
		case "above":
			yes = have.number > want.number
		case "below":
			yes = have.number < want.number
		}
		if yes {
			return Met
		}
	}
	return answer
}

// words says in words what a question asks for, for a requirement that has no
// title of its own.
func (p *Process) words(q *question) string {
	var s string
	switch q.kind {
	case Element:
		s = p.framework.At(int(q.element)).Title() + " " + p.framework.LevelAt(int(q.rank)).ID()
	case Milestone:
		s = p.milestones[q.milestone].title
	case Engaged:
		s = "two-way meeting with " + p.some(q.people, q.roles)
	case Known:
		s = p.some(q.people, q.roles) + " known"
	case NextStep:
		s = "next step agreed"
		if q.owner != "" {
			s += ", owned by " + string(q.owner)
		}
	case Attribute:
		s = p.attributes[q.attribute].id
		if len(q.tests) == 0 {
			s += " is set"
		}
		for i, t := range q.tests {
			if i > 0 {
				s += " and"
			}
			s += " " + strings.ReplaceAll(t.op, "_", " ") + " " + p.operands(q.attribute, t.values)
		}
		if unit := p.attributes[q.attribute].unit; unit != "" && len(q.tests) > 0 {
			s += " " + unit
		}
	case DayIs:
		s = p.dayWords(q)
	case Approval:
		s = "approved by " + p.some(1, q.roles)
		if q.every {
			s = "approved by every one of " + strings.ReplaceAll(p.roleNames(q.roles), " or ", ", ")
		}
	case Score:
		s = fmt.Sprintf("score at least %d%%", q.percent)
	case Reached:
		s = p.places[q.place].title + " reached"
		if p.places[q.place].kind == passed {
			s = p.places[q.place].title + " done"
		}
	case None:
		var members []string
		for _, m := range p.nodes[q.node].members {
			members = append(members, p.nodeWords(m))
		}
		s = "no " + strings.Join(members, ", no ")
	case segment:
		s = "segment " + q.segments
	}
	if q.kind == Element && q.forms != 0 {
		var names []string
		for i, name := range deal.Forms() {
			if q.forms&(1<<(i+1)) != 0 {
				names = append(names, name)
			}
		}
		s += ", by " + strings.Join(names, " or ")
	}
	if (q.kind == Element || q.kind == Milestone) && q.roles != 0 {
		s += ", from " + p.roleNames(q.roles)
	}
	if !q.within.IsZero() {
		s += ", within " + q.within.String()
	}
	if q.since >= 0 {
		s += ", since " + p.milestones[q.since].title
	}
	return s
}

// dayWords says in words how two days are to lie to each other.
func (p *Process) dayWords(q *question) string {
	s := p.refWords(q.day)
	length := ""
	switch {
	case !q.atLeast.IsZero() && !q.atMost.IsZero():
		length = q.atLeast.String() + " to " + q.atMost.String() + " "
	case !q.atLeast.IsZero():
		length = "at least " + q.atLeast.String() + " "
	case !q.atMost.IsZero():
		length = "at most " + q.atMost.String() + " "
	}
	near := ""
	if length == "" {
		near = "on or "
	}
	if q.before.kind != noRef {
		s += " " + near + length + "before " + p.refWords(q.before)
	}
	if q.after.kind != noRef {
		if q.before.kind != noRef {
			s += " and"
		}
		s += " " + near + length + "after " + p.refWords(q.after)
	}
	return s
}

func (p *Process) refWords(r ref) string {
	switch r.kind {
	case enteredRef:
		return "the day the stage was entered"
	case quarterStartRef:
		return "the start of the quarter"
	case quarterEndRef:
		return "the end of the quarter"
	case fiscalYearEndRef:
		return "the end of the fiscal year"
	case milestoneRef:
		return p.milestones[r.of].title
	case placeRef:
		return p.places[r.of].title
	}
	return strings.ReplaceAll(r.name(p), "_", " ")
}

// short cuts a text that was made of many others to what a person reads.
func short(s string) string {
	const most = 300
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && s[cut]&0xC0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}

func (p *Process) some(people int32, roles uint64) string {
	if people == 1 {
		return p.roleNames(roles)
	}
	return fmt.Sprintf("%d people of %s", people, p.roleNames(roles))
}

func (p *Process) roleNames(roles uint64) string {
	var names []string
	for i, r := range p.roles {
		if roles&(1<<i) != 0 {
			names = append(names, strings.ReplaceAll(r.id, "_", " "))
		}
	}
	return strings.Join(names, " or ")
}

func (p *Process) operands(attribute int32, values []operand) string {
	var out []string
	for _, v := range values {
		if v.attribute >= 0 {
			out = append(out, p.attributes[v.attribute].id)
			continue
		}
		out = append(out, v.value.value(p.attributes[attribute].kind).String())
	}
	return strings.Join(out, " or ")
}

// nodeWords says in words what a node asks for.
func (p *Process) nodeWords(i int32) string {
	n := &p.nodes[i]
	switch {
	case n.requirement >= 0:
		return p.requirements[n.requirement].title
	case n.question >= 0:
		return p.words(&p.questions[n.question])
	}
	return short(p.groupWords(n))
}

// groupWords says in words what a group asks for.
func (p *Process) groupWords(n *node) string {
	var members []string
	for _, m := range n.members {
		members = append(members, p.nodeWords(m))
	}
	switch n.kind {
	case Any:
		return strings.Join(members, " or ")
	case SomeOf:
		return fmt.Sprintf("%d of: %s", n.count, strings.Join(members, ", "))
	case unless:
		return "not (" + members[0] + ")"
	}
	return strings.Join(members, " and ")
}
