package stage

import (
	"slices"

	"github.com/headway-go/headway/internal/ydoc"
)

// The keys of a process, in tables: what may be written, what must be, and what
// is part of the language and not supported yet.
var (
	processShape = &ydoc.Shape{Name: "a process", Keys: []ydoc.Key{
		{Name: "process", Need: ydoc.Required}, {Name: "title", Need: ydoc.Required},
		{Name: "version"}, {Name: "about"}, {Name: "source"},
		{Name: "framework", Need: ydoc.Required}, {Name: "segments"}, {Name: "roles"},
		{Name: "milestones"}, {Name: "attributes"}, {Name: "requirements"},
		{Name: "stages", Need: ydoc.Required}, {Name: "ends"},
		{Name: "applies", Need: ydoc.Later}, {Name: "calendar", Need: ydoc.Later},
		{Name: "moves", Need: ydoc.Later}, {Name: "always", Need: ydoc.Later},
		{Name: "tracks", Need: ydoc.Later}, {Name: "signals", Need: ydoc.Later},
	}}
	rolesShape = &ydoc.Shape{Name: "the roles", Keys: []ydoc.Key{
		{Name: "buyer"}, {Name: "seller"}, {Name: "third_party"},
	}}
	milestoneShape = &ydoc.Shape{Name: "a milestone", Keys: []ydoc.Key{
		{Name: "id", Need: ydoc.Required}, {Name: "title", Need: ydoc.Required},
		{Name: "by"}, {Name: "valid_for"}, {Name: "void_by"}, {Name: "ask"},
	}}
	attributeShape = &ydoc.Shape{Name: "an attribute", Keys: []ydoc.Key{
		{Name: "id", Need: ydoc.Required}, {Name: "type", Need: ydoc.Required}, {Name: "unit"}, {Name: "default"},
	}}
	stageShape = &ydoc.Shape{Name: "a stage", Keys: []ydoc.Key{
		{Name: "id", Need: ydoc.Required}, {Name: "title", Need: ydoc.Required},
		{Name: "purpose"}, {Name: "probability"},
		{Name: "enter"}, {Name: "exit"}, {Name: "next"}, {Name: "optional"},
		{Name: "forecast", Need: ydoc.Later}, {Name: "expected", Need: ydoc.Later},
		{Name: "limit", Need: ydoc.Later}, {Name: "silence", Need: ydoc.Later},
		{Name: "involve", Need: ydoc.Later}, {Name: "when", Need: ydoc.Later},
		{Name: "waits_for", Need: ydoc.Later},
	}}
	endShape = &ydoc.Shape{Name: "an end", Keys: []ydoc.Key{
		{Name: "id", Need: ydoc.Required}, {Name: "title", Need: ydoc.Required},
		{Name: "kind"}, {Name: "won"}, {Name: "needs"},
		{Name: "reasons", Need: ydoc.Later}, {Name: "wake", Need: ydoc.Later},
	}}
	nextStepShape = &ydoc.Shape{Name: "a next step", Keys: []ydoc.Key{{Name: "within"}, {Name: "owner"}}}
	someOfShape   = &ydoc.Shape{Name: "some_of", Keys: []ydoc.Key{
		{Name: "count", Need: ydoc.Required}, {Name: "of", Need: ydoc.Required},
	}}
)

// Kind is what a requirement asks of a deal, or how it combines others. The
// zero Kind is none.
type Kind uint8

const (
	NoKind    Kind = iota
	Element        // an element of the framework stands at a level
	Milestone      // an outcome was reached
	Engaged        // people of a role took part in a two-way encounter
	Known          // people of a role are on record
	NextStep       // an open next step with an owner and a due day
	Attribute      // a value compares so
	Reached        // the deal has earned a stage
	All            // all of its members
	Any            // one of its members
	SomeOf         // so many of its members
	None           // none of its members
	use            // a shared requirement; resolved when compiled
	segment        // the deal's segment; in conditions alone
)

// kinds are the tables of keys of each kind of requirement, the kind's own key
// first.
var kinds = []struct {
	kind Kind
	name string
	keys []ydoc.Key
}{
	{Element, "element", []ydoc.Key{{Name: "level", Need: ydoc.Required}, {Name: "within"}, {Name: "role"}, {Name: "form"}, {Name: "since"}}},
	{Milestone, "milestone", []ydoc.Key{{Name: "role"}, {Name: "within"}, {Name: "since"}}},
	{Engaged, "engaged", []ydoc.Key{{Name: "people"}, {Name: "within"}, {Name: "since"}}},
	{Known, "known", []ydoc.Key{{Name: "people"}}},
	{NextStep, "next_step", nil},
	{Attribute, "attribute", []ydoc.Key{{Name: "is"}, {Name: "in"}, {Name: "at_least"}, {Name: "at_most"}, {Name: "above"}, {Name: "below"}}},
	{Reached, "reached", nil},
	{All, "all", nil},
	{Any, "any", nil},
	{SomeOf, "some_of", nil},
	{None, "none", nil},
	{use, "use", nil},
	{segment, "segment", nil},
	{NoKind, "day", nil},
	{NoKind, "approval", nil},
	{NoKind, "score", nil},
}

// String is the word of the language for the kind.
func (k Kind) String() string {
	for _, r := range kinds {
		if r.kind == k && k != NoKind {
			return r.name
		}
	}
	return ""
}

var wrappers = []ydoc.Key{
	{Name: "id"}, {Name: "title"}, {Name: "why"}, {Name: "ask"}, {Name: "when"}, {Name: "optional"},
	{Name: "waivable_by", Need: ydoc.Later},
}

// requirementShapes and conditionShapes are by the word for the kind; a
// condition has no wrappers, and a requirement cannot ask for a segment.
var requirementShapes, conditionShapes = func() (r, c map[string]*ydoc.Shape) {
	r, c = map[string]*ydoc.Shape{}, map[string]*ydoc.Shape{}
	for _, k := range kinds {
		own := append([]ydoc.Key{{Name: k.name, Need: ydoc.Required}}, k.keys...)
		c[k.name] = &ydoc.Shape{Name: "a condition of kind " + k.name, Keys: own}
		if k.kind != segment {
			r[k.name] = &ydoc.Shape{Name: "a requirement of kind " + k.name, Keys: slices.Concat(own, wrappers)}
		}
	}
	return r, c
}()
