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

// requirementDef is a requirement or a condition as it was written.
type requirementDef struct {
	at   ydoc.Value
	kind Kind

	// What it asks for; which of these hold something depends on the kind.
	subject word   // element, milestone, attribute, place, day, shared requirement
	level   word   // of an element
	names   []word // roles, segments
	forms   []string
	people  segmented[int]
	within  segmented[deal.Duration]
	since   word
	owner   string
	compare []comparison
	before  word // days
	after   word
	atLeast segmented[deal.Duration]
	atMost  segmented[deal.Duration]
	every   bool // of an approval
	inOrder bool
	percent segmented[int]
	count   segmented[int]
	members []*requirementDef

	// Its wrappers.
	id, title, why string
	ask            []string
	when           *requirementDef
	optional       bool
	waivableBy     []word
	from           word // of what is always asked for: the first stage
	wraps          wrapped
}

// wrapped says which wrappers a use carries of its own; those win.
type wrapped struct{ id, title, why, ask, when, optional, waivableBy bool }

// comparison is one comparison of an attribute, with one value or, for in,
// several.
type comparison struct {
	op     string
	values segmented[[]ydoc.Value]
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

func defineRequirement(v ydoc.Value) *requirementDef { return defineWrapped(v, requirementShapes) }

// defineAlways reads a requirement of every gate, or of every gate from a stage
// on.
func defineAlways(v ydoc.Value) *requirementDef { return defineWrapped(v, alwaysShapes) }

func defineWrapped(v ydoc.Value, shapes map[string]*ydoc.Shape) *requirementDef {
	o, kind := objectOfKind(v, "requirement", shapes)
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
	r.waivableBy = readSome(o.Get("waivable_by"))
	if v.Has("from") {
		r.from = readWord(o.Get("from"))
	}
	r.wraps = wrapped{
		id: o.Get("id").Given(), title: o.Get("title").Given(), why: o.Get("why").Given(),
		ask: o.Get("ask").Given(), when: o.Get("when").Given(), optional: o.Get("optional").Given(),
		waivableBy: o.Get("waivable_by").Given(),
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
		names = append(names, k.name)
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
		r.within, r.since = readSegmented(o.Get("within"), duration), readWord(o.Get("since"))
	case Milestone:
		r.subject = readWord(own)
		r.names = readWords(o.Get("role"))
		r.within, r.since = readSegmented(o.Get("within"), duration), readWord(o.Get("since"))
	case Engaged:
		r.names, r.people = readSome(own), readSegmented(o.Get("people"), people)
		r.within, r.since = readSegmented(o.Get("within"), duration), readWord(o.Get("since"))
	case Known:
		r.names, r.people = readSome(own), readSegmented(o.Get("people"), people)
	case NextStep:
		if own.Kind() == ydoc.Null {
			own.Report(diag.YAMLNull, "nothing stands here; wanted: what the next step must be like", "write next_step: {} for any")
			return
		}
		if step, ok := own.Object(nextStepShape); ok {
			r.within = readSegmented(step.Get("within"), duration)
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
			if !v.Given() {
				continue
			}
			r.compare = append(r.compare, comparison{op, readSegmented(v, func(v ydoc.Value) ([]ydoc.Value, bool) {
				return compared(op, v)
			})})
		}
	case DayIs:
		r.subject, r.before, r.after = readWord(own), readWord(o.Get("before")), readWord(o.Get("after"))
		r.atLeast, r.atMost = readSegmented(o.Get("at_least"), duration), readSegmented(o.Get("at_most"), duration)
		switch distances := o.Get("at_least").Given() || o.Get("at_most").Given(); {
		case !o.Get("before").Given() && !o.Get("after").Given():
			r.at.Report(diag.BadDayRelation, "a day is compared with no other", "say before: or after: which day it lies")
		case distances && o.Get("before").Given() && o.Get("after").Given():
			r.at.Report(diag.BadDayRelation, "it is not clear from which of two days at_least and at_most are counted", "make two requirements of it")
		}
	case Approval:
		r.names, r.since = readSome(own), readWord(o.Get("since"))
		r.within = readSegmented(o.Get("within"), duration)
		if b := o.Get("every"); b.Given() {
			r.every, _ = b.Bool()
		}
		if b := o.Get("in_order"); b.Given() {
			if r.inOrder, _ = b.Bool(); r.inOrder && !r.every {
				b.Report(diag.BadApproval, "an order is that of all who have to approve", "write every: true too, or take in_order out")
			}
		}
	case Score:
		if s, ok := own.Object(scoreShape); ok {
			r.percent = readSegmented(s.Get("at_least"), func(v ydoc.Value) (int, bool) { return v.Int(0, 100) })
		}
	case Reached, use:
		r.subject = readWord(own)
	case All, Any, None:
		r.members = list(own)
	case SomeOf:
		if s, ok := own.Object(someOfShape); ok {
			r.members = list(s.Get("of"))
			n := max(len(r.members), 1)
			r.count = readSegmented(s.Get("count"), func(v ydoc.Value) (int, bool) { return v.Int(1, n) })
		}
	case segment:
		r.names = readSome(own)
	}
}

var owners = [...]string{"", "buyer", "seller", "both"}

// operators are the comparisons of an attribute, in the order in which they
// stand in a derived id.
var operators = [...]string{"is", "in", "at_least", "at_most", "above", "below"}

// compared reads what an attribute is compared with: one value, or for in a list
// of them.
func compared(op string, v ydoc.Value) ([]ydoc.Value, bool) {
	if op != "in" {
		return []ydoc.Value{v}, true
	}
	if v.Kind() == ydoc.List && v.Len() == 0 {
		v.Report(diag.EmptyList, "no value is named", "name at least one")
	}
	return slices.Collect(v.Items()), true
}

// people reads how many people are wanted.
func people(v ydoc.Value) (int, bool) { return v.Int(1, maxPeople) }

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

// duration reads a duration.
func duration(v ydoc.Value) (deal.Duration, bool) {
	return ydoc.Parsed(v, diag.BadDuration, deal.DurationHint, deal.ParseDuration)
}
