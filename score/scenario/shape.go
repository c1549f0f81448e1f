package scenario

import (
	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Shape is the table of the keys of a scenario. It is for packages of this
// module.
func Shape() *ydoc.Shape { return scenarioShape }

var (
	anID   = ydoc.ID{}
	idList = ydoc.OneOrMore(anID)
)

// The keys of a scenario and of what it expects, in tables.
var (
	scenarioShape = &ydoc.Shape{Name: "a scenario", Keys: []ydoc.Key{
		ydoc.Needs("scenario", ydoc.Text{Some: true}, "What it shows, in a few words."),
		ydoc.May("process", anID, "The process that it is about. Default: the one for its segment, or that applies."),
		ydoc.May("segment", anID, "The segment of the deal."),
		ydoc.May("start", deal.DayType(), "The day that +9d counts from. Default: 2026-01-05."),
		ydoc.May("given", ydoc.Text{}, "The path of another scenario, from the playbook's root: its facts come first; its process, segment and start hold unless given here."),
		ydoc.Needs("facts", ydoc.ListOf{Item: deal.FactAfterStart()}, "The facts of the deal. A day may be written +9d: so many days after start."),
		ydoc.Needs("expect", ydoc.ListOf{Item: expectationType}, "What must come out, at a day or between two days. Lists are compared as sets; [] says that there is nothing."),
	}}
	expectationType = &ydoc.Choice{Name: "an expectation", Shapes: []*ydoc.Shape{atShape, betweenShape}}

	atShape = expectationShape("an expectation at a day",
		ydoc.Needs("at", deal.DayAfterType(), "The day on which it is looked at, as in +10d."), aspectsAt)
	betweenShape = expectationShape("an expectation between two days",
		ydoc.Needs("between", ydoc.ListOf{Item: deal.DayAfterType(), Least: 2, Most: 2}, "The two days that are compared, the earlier first, as in [+5d, +11d]."), aspectsBetween)

	boundsShape = &ydoc.Shape{Name: "bounds", OneOf: []string{"at_least", "at_most"}, Keys: []ydoc.Key{
		{Name: "at_least", Need: ydoc.Filled, Type: percentInt, About: "It is so high, in percent."},
		{Name: "at_most", Need: ydoc.Filled, Type: percentInt, About: "It is no higher, in percent."},
	}}
	signalsShape = &ydoc.Shape{Name: "the signals", OneOf: []string{"has", "lacks"}, Keys: []ydoc.Key{
		{Name: "has", Need: ydoc.Filled, Type: ydoc.Some(signalID), About: "Signals that are raised, whatever else is."},
		{Name: "lacks", Need: ydoc.Filled, Type: ydoc.Some(signalID), About: "Signals that are not raised."},
	}}

	percentInt = ydoc.Int{Min: 0, Max: 100}
	signalID   = ydoc.ID{Known: stage.Signals()}
)

// expectationShape is the table of an expectation, of which one aspect at least
// is needed.
func expectationShape(name string, when ydoc.Key, aspects []*aspect) *ydoc.Shape {
	s := &ydoc.Shape{Name: name, Keys: []ydoc.Key{when}}
	for _, a := range aspects {
		s.Keys = append(s.Keys, ydoc.Key{Name: a.key, Need: ydoc.Filled, Type: a.written(), About: aspectHelp[a.key]})
		s.OneOf = append(s.OneOf, a.key)
	}
	return s
}

// written is what may stand under the aspect's key.
func (a *aspect) written() ydoc.Type {
	switch a.form {
	case someIDs:
		return idList
	case raised:
		return ydoc.Either{signalID, ydoc.ListOf{Item: signalID}, signalsShape}
	case count:
		return ydoc.Int{Min: 0, Max: stage.MaxDemands}
	case percent:
		return ydoc.Either{percentInt, boundsShape}
	case each:
		return ydoc.MapOf{Key: anID, Value: a.word(), Least: 1}
	}
	return a.word()
}

func (a *aspect) word() ydoc.Type {
	if a.words != nil {
		return ydoc.Words(a.words)
	}
	return anID
}

// aspectHelp says what each key of an expectation is about.
var aspectHelp = map[string]string{
	"stage":     "The earned stage, or none.",
	"claimed":   "The stage or end that the CRM says, or none.",
	"gate":      "The gate that the deal stands before.",
	"unmet":     "The entries of that gate that block it, by their ids.",
	"remaining": "The least number of different open requirements on any way to won.",
	"score":     "The earned score in percent, rounded down; or bounds for it.",
	"ceiling":   "The score if all that is unknown came out well, in percent, rounded down; or bounds for it.",
	"levels":    "The levels at which elements stand, by the ids of the elements; unknown is the lowest.",
	"signals":   "All signals that are raised; or some that are or are not, under has and lacks.",
	"answers":   "What requirements come to, by their ids; off: it does not apply.",
	"tracks":    "The stages that tracks show, by the ids of the tracks; or none, or done.",
	"verdict":   "What the time between the two days came to.",
	"gained":    "Leaf requirements, by their ids, and elements that the buyer's own new facts brought.",
	"lost":      "Leaf requirements and elements that a fact took away.",
	"lapsed":    "Leaf requirements and elements that time took away.",
	"renewed":   "Leaf requirements and elements that had lapsed and are there again.",
}
