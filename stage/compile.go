package stage

import (
	"fmt"
	"slices"

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
	end  int32    // the end whose needs are being resolved; 0: none

	inCondition bool // what is being resolved is a condition

	asked      map[string]int32     // questions by their content
	contents   []string             // of requirements, by index
	derived    map[string]int32     // requirements without an id of their own, by content
	groups     map[string]int32     // groups by content
	firstSeen  map[int32]ydoc.Value // where a requirement was met first
	used       map[string]bool      // shared requirements
	always     []always             // asked for at every gate
	direct     [][]int32            // by place: what next leads to
	timely     []bool               // by question: it is critical
	switches   []bool               // by question: it is part of a when
	misspelled bool                 // a stage was named that there is not, so that ways may be missing
	tooMany    bool                 // more is asked than a process can hold, and that has been said

	written    []*requirementDef // by node: as it was written; nil for what was made besides
	conditions []condition       // every condition, in the order met

	namedAttributes []ydoc.Value // words that are compared with an attribute and name another one
}

// condition is a condition as it was written, and its node.
type condition struct {
	def  *requirementDef
	node int32
}

// What stands for a node where there is none.
const (
	none   = int32(-1) // nothing was written
	broken = int32(-2) // it is wrong, and that has been said
	absent = int32(-3) // it does not exist for the segment
)

func compile(d *definition, f *qualify.Framework, seg string, segments []string) *compiler {
	c := &compiler{
		d: d,
		p: &Process{
			id: d.id, title: d.title, version: d.version, about: d.about, source: d.source,
			segment: seg, segments: segments, framework: f, calendar: d.calendar, applies: none,
			byRole: map[string]int{}, byMilestone: map[string]int{}, byAttribute: map[string]int{},
			byPlace: map[string]int{}, byRequirement: map[string]int{}, byApproval: map[string]int{},
		},
		asked: map[string]int32{}, derived: map[string]int32{}, groups: map[string]int32{},
		firstSeen: map[int32]ydoc.Value{}, used: map[string]bool{},
	}
	c.names()
	c.watches()
	asked := d.asked()
	c.p.questions, c.p.nodes = make([]question, 0, asked), make([]node, 0, 3*asked)
	c.p.requirements, c.contents = make([]requirement, 0, asked), make([]string, 0, asked)
	c.requirements()
	c.moves()
	c.outdone()
	c.graph()
	if c.p.stages > 0 {
		c.branches()
		c.walkable()
		c.wins()
	}
	c.dependencies()
	if !d.at.Wrong() {
		c.demands(c.p.roots)
	}
	return c
}

// asked is about how much a process asks for: to have room for it at once.
func (d *definition) asked() int {
	n := len(d.shared) + len(d.always)
	for _, s := range d.stages {
		n += len(s.enter) + len(s.exit)
	}
	for _, e := range d.ends {
		n += len(e.needs)
	}
	return 2*n + 8
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
			p.milestones = append(p.milestones, milestone{id: m.text, title: m.title, by: m.by, validFor: take(c, m.validFor), ask: m.ask})
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
		reasonAttribute:  {id: "reason", kind: Text},
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
	start := place{probability: -1, when: none}
	p.places = []place{start}
	for i := range c.d.stages {
		c.stage(&c.d.stages[i])
	}
	p.stages = len(p.places) - 1
	for _, e := range c.d.ends {
		if add(p.byPlace, e.word, "stage or end", len(p.places), reservedStages) {
			end := place{id: e.text, title: e.title, kind: e.kind, probability: -1, when: none, pos: e.at.Pos()}
			end.wake, end.wakeAt = takeAt(c, e.wake)
			for _, r := range e.reasons {
				end.reasons = append(end.reasons, r.text)
			}
			if e.kind == Lost || e.kind == Left {
				p.quits |= 1 << len(p.places)
			}
			p.places = append(p.places, end)
		}
	}
	p.ends = len(p.places)
	for i := range c.d.tracks {
		d := &c.d.tracks[i]
		if _, taken := p.byPlace[d.text]; taken || d.text == "" {
			add(p.byPlace, d.word, "stage, end or track", 0, reservedStages)
			continue
		}
		t := track{id: d.text, title: d.title, start: int32(len(p.places))}
		p.places = append(p.places, start)
		for k := range d.stages {
			c.stage(&d.stages[k])
		}
		t.done = int32(len(p.places))
		if add(p.byPlace, d.word, "stage, end or track", len(p.places), reservedStages) {
			p.places = append(p.places, place{id: d.text, title: d.title, kind: passed, probability: -1, when: none, pos: d.at.Pos()})
			p.tracks = append(p.tracks, t)
		}
	}
	if len(p.places)-1 > MaxPlaces {
		c.d.at.Report(diag.OutOfRange, fmt.Sprintf("%d stages and ends are more than %d", len(p.places)-1, MaxPlaces),
			"a process that long is several: hand a deal from one to the next")
		// What refers to them is right; it is only that there are too many.
		p.places, p.stages, p.ends, p.tracks = p.places[:1], 0, 1, nil
		c.tooMany = true
	}
}

// stage enters a stage of the main walk or of a track.
func (c *compiler) stage(s *stageDef) {
	p := c.p
	if !add(p.byPlace, s.word, "stage", len(p.places), reservedStages) {
		return
	}
	x := place{id: s.text, title: s.title, purpose: s.purpose, kind: Open, probability: -1, forecast: s.forecast,
		optional: s.optional, when: none, pos: s.at.Pos()}
	knowsSegments(c, s.probability)
	if percent, there := pick(c, s.probability); there && s.probability.given() {
		x.probability = percent
	}
	for _, r := range s.involve {
		i, ok := c.find(r.word, p.byRole, diag.UnknownRole, "role")
		if ok && p.roles[i].side != r.side && p.roles[i].side != deal.NoSide {
			r.at.Report(diag.UnknownRole, fmt.Sprintf("%q is a role of the %v's side", r.text, p.roles[i].side), "write it under "+p.roles[i].side.String())
		} else if ok {
			x.involve = append(x.involve, i)
		}
	}
	p.places = append(p.places, x)
}

// take gives the value for the segment, the zero value where there is none.
func take[T any](c *compiler, s segmented[T]) T {
	value, _ := takeAt(c, s)
	return value
}

// takeAt is take with the place where the value is written.
func takeAt[T any](c *compiler, s segmented[T]) (value T, at diag.Pos) {
	knowsSegments(c, s)
	value, place, _ := pickAt(c, s)
	return value, place.Pos()
}

// find looks up a name.
func (c *compiler) find(w word, table map[string]int, code diag.Code, what string) (int32, bool) {
	if w.text == "" {
		return -1, false
	}
	i, ok := table[w.text]
	if ok && c.tooMany {
		return -1, false // said; there is nothing to stand for it
	}
	if !ok {
		c.misspelled = c.misspelled || code == diag.UnknownStage
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
