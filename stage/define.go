package stage

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// definition is a process as it was written: its words are read and each stands
// by itself, and what they refer to is not looked up yet. One definition is
// compiled into one flat [Process] for each of its segments.
type definition struct {
	at                                ydoc.Value
	id, title, version, about, source string
	framework                         word
	segments                          []word
	roles                             []roleDef
	milestones                        []milestoneDef
	attributes                        []attributeDef
	shared                            []sharedDef
	stages                            []stageDef
	ends                              []endDef
}

// word is a name as it was written, with its place.
type word struct {
	at   ydoc.Value
	text string
}

type roleDef struct {
	word
	side deal.Side
}

type milestoneDef struct {
	word
	title    string
	by       deal.Side
	validFor deal.Duration
	voidBy   []word
	ask      []string
}

type attributeDef struct {
	word
	kind     AttributeType
	unit     string
	fallback ydoc.Value
}

type sharedDef struct {
	word
	requirement *requirementDef
}

type stageDef struct {
	word
	title, purpose string
	probability    int // percent; -1: not said
	enter, exit    []*requirementDef
	next           []word
	optional       bool
}

type endDef struct {
	word
	title string
	kind  PlaceKind
	needs []*requirementDef
}

// requirementDef is a requirement or a condition as it was written.
type requirementDef struct {
	at   ydoc.Value
	kind Kind

	// What it asks for; which of these hold something depends on the kind.
	subject word   // element, milestone, attribute, stage, shared requirement
	level   word   // of an element
	names   []word // roles, segments
	forms   []string
	people  int
	within  deal.Duration
	since   word
	owner   string
	compare []comparison
	count   int
	members []*requirementDef

	// Its wrappers.
	id, title, why string
	ask            []string
	when           *requirementDef
	optional       bool
	wraps          wrapped
}

// wrapped says which wrappers a use carries of its own; those win.
type wrapped struct{ id, title, why, ask, when, optional bool }

type comparison struct {
	op     string
	values []ydoc.Value
}

// define reads a process.
func define(v ydoc.Value) *definition {
	o, ok := v.Object(processShape)
	if !ok {
		return nil
	}
	d := &definition{at: o.Get("process")}
	d.id, _ = d.at.ID()
	d.title, _ = o.Get("title").Text()
	d.version, _ = o.Get("version").Text()
	d.about, _ = o.Get("about").Text()
	d.source, _ = o.Get("source").Text()
	d.framework = readWord(o.Get("framework"))
	d.segments = readWords(o.Get("segments"))
	if segments := o.Get("segments"); segments.Kind() == ydoc.List && segments.Len() == 0 {
		segments.Report(diag.EmptyList, "a process is for at least one segment", "leave segments out: the segment is then the process's id")
	}
	d.defineRoles(o.Get("roles"))
	for item := range o.Get("milestones").Items() {
		d.defineMilestone(item)
	}
	for item := range o.Get("attributes").Items() {
		d.defineAttribute(item)
	}
	if shared := o.Get("requirements"); shared.Given() {
		for key, item := range shared.Entries() {
			id, _ := key.ID()
			d.shared = append(d.shared, sharedDef{word{key, id}, defineRequirement(item)})
		}
	}
	stages := o.Get("stages")
	for item := range stages.Items() {
		d.defineStage(item)
	}
	if stages.Kind() == ydoc.List && stages.Len() == 0 {
		stages.Report(diag.EmptyList, "a process needs at least one stage", "as in stages: [{id: discover, title: Discover}]")
	}
	ends := o.Get("ends")
	for item := range ends.Items() {
		d.defineEnd(item)
	}
	if !ends.Given() {
		d.ends = []endDef{
			{word: word{d.at, "won"}, title: "Won", kind: Won},
			{word: word{d.at, "lost"}, title: "Lost", kind: Lost},
		}
	}
	return d
}

func (d *definition) defineRoles(v ydoc.Value) {
	if !v.Given() {
		return
	}
	o, ok := v.Object(rolesShape)
	if !ok {
		return
	}
	for side := deal.Buyer; side <= deal.ThirdParty; side++ {
		for w := range words(o.Get(side.String())) {
			d.roles = append(d.roles, roleDef{w, side})
		}
	}
}

func (d *definition) defineMilestone(v ydoc.Value) {
	o, ok := v.Object(milestoneShape)
	if !ok {
		return
	}
	m := milestoneDef{word: readWord(o.Get("id")), by: deal.Buyer}
	m.title, _ = o.Get("title").Text()
	if by := o.Get("by"); by.Given() {
		if i, ok := by.Word(deal.Buyer.String(), deal.Seller.String(), deal.ThirdParty.String()); ok {
			m.by = deal.Side(i + 1)
		}
	}
	m.validFor = duration(o.Get("valid_for"))
	m.voidBy = readWords(o.Get("void_by"))
	m.ask = o.Get("ask").Texts()
	d.milestones = append(d.milestones, m)
}

func (d *definition) defineAttribute(v ydoc.Value) {
	o, ok := v.Object(attributeShape)
	if !ok {
		return
	}
	a := attributeDef{word: readWord(o.Get("id")), fallback: o.Get("default")}
	if t := o.Get("type"); t.Kind() != ydoc.Absent {
		i, _ := t.Word(attributeTypes[:]...)
		a.kind = AttributeType(i)
	}
	a.unit, _ = o.Get("unit").Text()
	d.attributes = append(d.attributes, a)
}

func (d *definition) defineStage(v ydoc.Value) {
	o, ok := v.Object(stageShape)
	if !ok {
		return
	}
	s := stageDef{word: readWord(o.Get("id")), probability: -1}
	s.title, _ = o.Get("title").Text()
	s.purpose, _ = o.Get("purpose").Text()
	if p := o.Get("probability"); p.Given() {
		if later(p) {
			s.probability = 0
		} else {
			s.probability, _ = p.Int(0, 100)
		}
	}
	s.enter = defineRequirements(o.Get("enter"))
	s.exit = defineRequirements(o.Get("exit"))
	s.next = readWords(o.Get("next"))
	if n := o.Get("next"); n.Given() && len(s.next) == 0 && n.Len() == 0 {
		n.Report(diag.EmptyList, "a stage leads somewhere", "leave next out: the stage then leads to the following one")
	}
	if b := o.Get("optional"); b.Given() {
		s.optional, _ = b.Bool()
	}
	d.stages = append(d.stages, s)
}

func (d *definition) defineEnd(v ydoc.Value) {
	o, ok := v.Object(endShape)
	if !ok {
		return
	}
	e := endDef{word: readWord(o.Get("id")), kind: Lost}
	e.title, _ = o.Get("title").Text()
	kind, won := o.Get("kind"), o.Get("won")
	if kind.Given() {
		if i, ok := kind.Word(endKinds[:]...); ok {
			e.kind = Won + PlaceKind(i)
		}
	}
	if won.Given() {
		yes, _ := won.Bool()
		if kind.Given() && yes != (e.kind == Won) {
			won.Report(diag.ProcessEnd, fmt.Sprintf("won: %v and kind: %v contradict each other", yes, e.kind), "keep kind")
		}
		if yes {
			e.kind = Won
		}
	}
	if needs := o.Get("needs"); needs.Given() {
		if e.kind == Won {
			e.needs = defineRequirements(needs)
		} else {
			needs.Report(diag.NotSupportedYet, "needs of an end that is not won are not supported yet", "take them out until they are")
		}
	}
	d.ends = append(d.ends, e)
}

// defineRequirements reads a list of requirements; one that is there and empty
// is a mistake.
func defineRequirements(v ydoc.Value) []*requirementDef {
	return defineList(v, defineRequirement)
}

func defineList(v ydoc.Value, read func(ydoc.Value) *requirementDef) []*requirementDef {
	var out []*requirementDef
	if !v.Given() {
		return nil
	}
	for item := range v.Items() {
		if r := read(item); r != nil {
			out = append(out, r)
		}
	}
	if v.Kind() == ydoc.List && v.Len() == 0 {
		v.Report(diag.EmptyList, "nothing is asked for here", "name at least one requirement, or leave the key out")
	}
	return out
}

func defineRequirement(v ydoc.Value) *requirementDef {
	o, kind := objectOfKind(v, "requirement", requirementShapes)
	if o == nil {
		return nil
	}
	r := &requirementDef{at: v, kind: kind}
	r.read(o, defineRequirement)
	r.id, _ = o.Get("id").ID()
	r.title, _ = o.Get("title").Text()
	r.why, _ = o.Get("why").Text()
	r.ask = o.Get("ask").Texts()
	if when := o.Get("when"); when.Given() {
		r.when = defineCondition(when)
	}
	if b := o.Get("optional"); b.Given() {
		r.optional, _ = b.Bool()
	}
	r.wraps = wrapped{
		id: o.Get("id").Given(), title: o.Get("title").Given(), why: o.Get("why").Given(),
		ask: o.Get("ask").Given(), when: o.Get("when").Given(), optional: o.Get("optional").Given(),
	}
	return r
}

func defineCondition(v ydoc.Value) *requirementDef {
	o, kind := objectOfKind(v, "condition", conditionShapes)
	if o == nil {
		return nil
	}
	r := &requirementDef{at: v, kind: kind}
	r.read(o, defineCondition)
	return r
}

// objectOfKind finds the one key of v that says what kind of requirement it is,
// and reads v with that kind's table.
func objectOfKind(v ydoc.Value, what string, shapes map[string]*ydoc.Shape) (*ydoc.Object, Kind) {
	if v.Kind() != ydoc.Mapping {
		if v.Kind() != ydoc.Absent {
			v.Report(diag.YAMLKind, "wanted: a "+what+", a mapping", "as in {element: pain, level: stated}")
		}
		return nil, NoKind
	}
	found := -1
	var names []string
	for i, k := range kinds {
		if shapes[k.name] == nil {
			continue
		}
		if k.kind != NoKind {
			names = append(names, k.name)
		}
		if !v.Has(k.name) {
			continue
		}
		if found >= 0 {
			v.Report(diag.RequirementKind, fmt.Sprintf("a %s asks for one thing, not for %s and %s", what, kinds[found].name, k.name),
				"make two of it, or put both under all")
			return nil, NoKind
		}
		found = i
	}
	if found < 0 {
		hint := "one of the keys " + strings.Join(names, ", ") + " says so"
		if key, ok := v.FirstKey(); ok {
			text, _ := key.Raw()
			if near := ydoc.DidYouMean(text, names); near != "" {
				hint = near
			}
		}
		v.Report(diag.RequirementKind, "this "+what+" does not say what it asks for", hint)
		return nil, NoKind
	}
	k := kinds[found]
	if k.kind == NoKind {
		v.Report(diag.NotSupportedYet, fmt.Sprintf("a %s of kind %s is not supported yet", what, k.name), "take it out until it is: nothing is half understood")
		return nil, NoKind
	}
	o, _ := v.Object(shapes[k.name])
	return o, k.kind
}

// read reads what a requirement asks for; member reads the members of a group.
func (r *requirementDef) read(o *ydoc.Object, member func(ydoc.Value) *requirementDef) {
	own := o.Get(r.kind.String())
	list := func(v ydoc.Value) []*requirementDef {
		if v.Kind() == ydoc.Null {
			v.Report(diag.YAMLNull, "nothing stands here; wanted: a list", "name at least one member")
		}
		return defineList(v, member)
	}
	switch r.kind {
	case Element:
		r.subject, r.level = readWord(own), readWord(o.Get("level"))
		r.names = readWords(o.Get("role"))
		for form := range o.Get("form").OneOrMore() {
			if i, ok := form.Word(deal.Forms()...); ok {
				r.forms = append(r.forms, deal.Forms()[i])
			}
		}
		r.within, r.since = duration(o.Get("within")), readWord(o.Get("since"))
	case Milestone:
		r.subject = readWord(own)
		r.names = readWords(o.Get("role"))
		r.within, r.since = duration(o.Get("within")), readWord(o.Get("since"))
	case Engaged:
		r.names, r.people = readSome(own), people(o.Get("people"))
		r.within, r.since = duration(o.Get("within")), readWord(o.Get("since"))
	case Known:
		r.names, r.people = readSome(own), people(o.Get("people"))
	case NextStep:
		if own.Kind() == ydoc.Null {
			own.Report(diag.YAMLNull, "nothing stands here; wanted: what the next step must be like", "write next_step: {} for any")
			return
		}
		if step, ok := own.Object(nextStepShape); ok {
			r.within = duration(step.Get("within"))
			if owner := step.Get("owner"); owner.Given() {
				if i, ok := owner.Word(owners[1:]...); ok {
					r.owner = owners[i+1]
				}
			}
		}
	case Attribute:
		r.subject = readWord(own)
		for _, op := range operators {
			v := o.Get(op)
			if !v.Given() || later(v) {
				continue
			}
			c := comparison{op: op, values: []ydoc.Value{v}}
			if op == "in" {
				c.values = slices.Collect(v.Items())
				if v.Kind() == ydoc.List && v.Len() == 0 {
					v.Report(diag.EmptyList, "no value is named", "name at least one")
				}
			}
			r.compare = append(r.compare, c)
		}
	case Reached, use:
		r.subject = readWord(own)
	case All, Any, None:
		r.members = list(own)
	case SomeOf:
		if s, ok := own.Object(someOfShape); ok {
			r.members = list(s.Get("of"))
			n := len(r.members)
			if count := s.Get("count"); !later(count) {
				r.count, _ = count.Int(1, max(n, 1))
			}
		}
	case segment:
		r.names = readSome(own)
	}
}

var owners = [...]string{"", "buyer", "seller", "both"}

// operators are the comparisons of an attribute, in the order in which they
// stand in a derived id.
var operators = [...]string{"is", "in", "at_least", "at_most", "above", "below"}

// later refuses a value that is written per segment.
func later(v ydoc.Value) bool {
	if v.Kind() != ydoc.Mapping {
		return false
	}
	v.Report(diag.NotSupportedYet, "a value per segment is not supported yet", "write one value, or a process for each segment")
	return true
}

// people reads how many people are wanted; 1 when it does not say.
func people(v ydoc.Value) int {
	if !v.Given() || later(v) {
		return 1
	}
	n, _ := v.Int(1, maxPeople)
	return n
}

func readWord(v ydoc.Value) word {
	s, _ := v.ID()
	return word{v, s}
}

func words(v ydoc.Value) iter.Seq[word] {
	return func(yield func(word) bool) {
		for item := range v.OneOrMore() {
			if w := readWord(item); w.text != "" && !yield(w) {
				return
			}
		}
	}
}

// readWords reads one word or a list of them.
func readWords(v ydoc.Value) []word { return slices.Collect(words(v)) }

// readSome reads one word or a list of at least one.
func readSome(v ydoc.Value) []word {
	if v.Kind() == ydoc.List && v.Len() == 0 {
		v.Report(diag.EmptyList, "nothing is named", "name at least one")
	}
	if v.Kind() == ydoc.Null {
		v.Report(diag.YAMLNull, "nothing stands here; wanted: an id", "name at least one")
	}
	return readWords(v)
}

// duration reads a duration in calendar days; the zero Duration when it is not
// there.
func duration(v ydoc.Value) deal.Duration {
	if !v.Given() || later(v) {
		return deal.Duration{}
	}
	d, ok := ydoc.Parsed(v, diag.BadDuration, deal.DurationHint, deal.ParseDuration)
	if ok && d.Working() {
		v.Report(diag.NotSupportedYet, "working days are not supported yet", "write calendar days, as in 14d")
	}
	return d
}
