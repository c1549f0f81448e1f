package stage

import (
	"slices"

	"github.com/headway-go/headway/internal/ydoc"
)

// The keys of a process, in tables: what may be written, and what must be.
var (
	processShape = &ydoc.Shape{Name: "a process", Keys: []ydoc.Key{
		{Name: "process", Need: ydoc.Required}, {Name: "title", Need: ydoc.Required},
		{Name: "version"}, {Name: "about"}, {Name: "source"},
		{Name: "framework", Need: ydoc.Required}, {Name: "segments"}, {Name: "applies"}, {Name: "roles"},
		{Name: "milestones"}, {Name: "attributes"}, {Name: "calendar"}, {Name: "requirements"},
		{Name: "stages", Need: ydoc.Required}, {Name: "ends"}, {Name: "moves"}, {Name: "always"},
		{Name: "tracks"}, {Name: "signals"},
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
	calendarShape = &ydoc.Shape{Name: "a calendar", Keys: []ydoc.Key{
		{Name: "weekend"}, {Name: "holidays"}, {Name: "quiet"}, {Name: "fiscal_year_start"},
	}}
	quietShape = &ydoc.Shape{Name: "a quiet period", Keys: []ydoc.Key{
		{Name: "from", Need: ydoc.Required}, {Name: "to", Need: ydoc.Required}, {Name: "why"},
	}}
	stageShape = &ydoc.Shape{Name: "a stage", Keys: slices.Concat(trackStageKeys, []ydoc.Key{
		{Name: "probability"}, {Name: "forecast"}, {Name: "silence"}, {Name: "involve"}, {Name: "waits_for"},
	})}
	trackStageShape = &ydoc.Shape{Name: "a stage of a track", Keys: trackStageKeys}
	trackShape      = &ydoc.Shape{Name: "a track", Keys: []ydoc.Key{
		{Name: "id", Need: ydoc.Required}, {Name: "title", Need: ydoc.Required}, {Name: "stages", Need: ydoc.Required},
	}}
	limitShape = &ydoc.Shape{Name: "a limit", Keys: []ydoc.Key{
		{Name: "of", Need: ydoc.Required}, {Name: "from"}, {Name: "before"}, {Name: "when"},
	}}
	silenceShape = &ydoc.Shape{Name: "silence", Keys: []ydoc.Key{
		{Name: "warn"}, {Name: "flag"}, {Name: "when"}, {Name: "then"},
	}}
	involveShape = &ydoc.Shape{Name: "who is involved", Keys: []ydoc.Key{{Name: "buyer"}, {Name: "seller"}}}
	endShape     = &ydoc.Shape{Name: "an end", Keys: []ydoc.Key{
		{Name: "id", Need: ydoc.Required}, {Name: "title", Need: ydoc.Required},
		{Name: "kind"}, {Name: "won"}, {Name: "reasons"}, {Name: "needs"}, {Name: "wake"},
	}}
	moveShape = &ydoc.Shape{Name: "a move", Keys: []ydoc.Key{
		{Name: "from", Need: ydoc.Required}, {Name: "to", Need: ydoc.Required}, {Name: "when"}, {Name: "allow"}, {Name: "needs"},
	}}
	nextStepShape = &ydoc.Shape{Name: "a next step", Keys: []ydoc.Key{{Name: "within"}, {Name: "owner"}}}
	someOfShape   = &ydoc.Shape{Name: "some_of", Keys: []ydoc.Key{
		{Name: "count", Need: ydoc.Required}, {Name: "of", Need: ydoc.Required},
	}}
	scoreShape = &ydoc.Shape{Name: "a score", Keys: []ydoc.Key{{Name: "at_least", Need: ydoc.Required}}}
)

// trackStageKeys are the keys of every stage, of the main walk or of a track.
var trackStageKeys = []ydoc.Key{
	{Name: "id", Need: ydoc.Required}, {Name: "title", Need: ydoc.Required},
	{Name: "purpose"}, {Name: "when"}, {Name: "enter"}, {Name: "exit"}, {Name: "next"}, {Name: "optional"},
	{Name: "expected"}, {Name: "limit"},
}

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
	DayIs          // a day lies before or after another
	Approval       // people of a role approved
	Score          // the earned score of the framework
	Reached        // the deal has earned a stage, or passed a track
	All            // all of its members
	Any            // one of its members
	SomeOf         // so many of its members
	None           // none of its members
	use            // a shared requirement; resolved when compiled
	segment        // the deal's segment; in conditions alone

	// What a definition is compiled to besides: about one condition.
	unless // it is unmet
	surely // it is met
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
	{DayIs, "day", []ydoc.Key{{Name: "before"}, {Name: "after"}, {Name: "at_least"}, {Name: "at_most"}}},
	{Approval, "approval", []ydoc.Key{{Name: "every"}, {Name: "in_order"}, {Name: "within"}, {Name: "since"}}},
	{Score, "score", nil},
	{Reached, "reached", nil},
	{All, "all", nil},
	{Any, "any", nil},
	{SomeOf, "some_of", nil},
	{None, "none", nil},
	{use, "use", nil},
	{segment, "segment", nil},
}

// String is the word of the language for the kind.
func (k Kind) String() string {
	for _, r := range kinds {
		if r.kind == k {
			return r.name
		}
	}
	return ""
}

var wrappers = []ydoc.Key{
	{Name: "id"}, {Name: "title"}, {Name: "why"}, {Name: "ask"}, {Name: "when"}, {Name: "optional"}, {Name: "waivable_by"},
}

// The shapes by the word for the kind. A condition has no wrappers; a
// requirement cannot ask for a segment; one that is always asked for may say
// from where on.
var requirementShapes, alwaysShapes, conditionShapes = func() (r, a, c map[string]*ydoc.Shape) {
	r, a, c = map[string]*ydoc.Shape{}, map[string]*ydoc.Shape{}, map[string]*ydoc.Shape{}
	for _, k := range kinds {
		own := append([]ydoc.Key{{Name: k.name, Need: ydoc.Required}}, k.keys...)
		c[k.name] = &ydoc.Shape{Name: "a condition of kind " + k.name, Keys: own}
		if k.kind != segment {
			r[k.name] = &ydoc.Shape{Name: "a requirement of kind " + k.name, Keys: slices.Concat(own, wrappers)}
			a[k.name] = &ydoc.Shape{Name: r[k.name].Name, Keys: append(slices.Concat(own, wrappers), ydoc.Key{Name: "from"})}
		}
	}
	return r, a, c
}()
