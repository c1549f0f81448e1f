package stage

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// Shape is the table of the keys of a process. It is for packages of this
// module.
func Shape() *ydoc.Shape { return processShape }

// What may stand under the keys.
var (
	anID      = ydoc.ID{}
	idList    = ydoc.OneOrMore(anID)
	anyText   = ydoc.Text{}
	sideWords = ydoc.Words{deal.Buyer.String(), deal.Seller.String(), deal.ThirdParty.String()}

	newID    = ydoc.ID{Not: reserved} // of roles, milestones and attributes
	newRoles = ydoc.OneOrMore(newID)
	placeID  = ydoc.ID{Not: reservedStages} // of stages, ends and tracks

	// dayRef is a day that something is compared with.
	dayRef = ydoc.ID{Known: []string{"today", "close_date", "entered", "quarter_start", "quarter_end", "fiscal_year_end"}}
	// monthDay is what parseMonthDay reads.
	monthDay = ydoc.Spelled{
		What:    "a month and a day",
		Pattern: `^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$`,
		Good:    []string{"10-01", "02-28"},
		Bad:     []string{"10-29", "13-01", "00-10", "10-00", "1-1", "2026-10-01"},
	}

	requirementType = &ydoc.Choice{Name: "a requirement"}
	alwaysType      = &ydoc.Choice{Name: "a requirement that is always asked", Members: requirementType}
	conditionType   = &ydoc.Choice{Name: "a condition"}
	requirementList = ydoc.ListOf{Item: requirementType, Least: 1}

	percentInt = perSegment(ydoc.Int{Min: 0, Max: 100})
	peopleInt  = perSegment(ydoc.Int{Min: 1, Max: maxPeople})
	countInt   = perSegment(ydoc.Int{Min: 0, Max: maxThreshold})
	length     = perSegment(deal.DurationType())
)

// perSegment is a value that may be written for each segment: see readSegmented.
func perSegment(t ydoc.Type) ydoc.Type {
	return ydoc.Either{t, ydoc.MapOf{Key: ydoc.ID{Known: []string{others}}, Value: t, Least: 1}}
}

// The keys of a process, in tables: what may be written, and what must be.
var (
	processShape = &ydoc.Shape{Name: "a process", Keys: []ydoc.Key{
		ydoc.Needs("process", anID, "The id of the process. Ids of frameworks, processes and segments are global to the playbook."),
		ydoc.Needs("title", anyText, "What people call the process."),
		ydoc.May("version", anyText, "The team's own version of it."),
		ydoc.May("about", anyText, "A paragraph about it."),
		ydoc.May("source", anyText, "Who published the method."),
		ydoc.Needs("framework", ydoc.ID{Known: qualify.Builtins()}, "The id of the framework whose elements its requirements ask for: one of the playbook's, or a built-in one."),
		ydoc.May("segments", ydoc.Some(ydoc.ID{Not: []string{others}}), "The segments that it is for. Default: one, the process's id."),
		ydoc.May("applies", conditionType, "Which deals belong here that name neither a segment nor a process."),
		ydoc.May("roles", rolesShape, "The roles that people play, by their side."),
		ydoc.May("milestones", ydoc.ListOf{Item: milestoneShape}, "Outcomes that are reached, once or again and again."),
		ydoc.May("attributes", ydoc.ListOf{Item: attributeShape}, "Values that a deal has, besides the built-in close_date, segment and owner."),
		ydoc.May("calendar", calendarShape, "The working days, quiet periods and fiscal year of the buyers."),
		ydoc.May("requirements", ydoc.MapOf{Key: anID, Value: requirementType}, "Shared requirements by their ids, for use: <id>."),
		ydoc.Needs("stages", ydoc.ListOf{Item: stageShape, Least: 1}, "The stages, in order."),
		ydoc.May("ends", ydoc.ListOf{Item: endShape}, "Where a deal ends. Default: won and lost."),
		ydoc.May("moves", ydoc.ListOf{Item: moveShape}, "Edges, needs and bans beyond what the stages say under next."),
		ydoc.May("always", ydoc.ListOf{Item: alwaysType, Least: 1}, "What is asked at every gate out of a stage of the main walk, or from one stage on."),
		ydoc.May("tracks", ydoc.ListOf{Item: trackShape}, "Walks of the same deal beside the main one."),
		ydoc.May("signals", signalsShape, "Which signals the team does not want, and the thresholds of the others."),
	}}
	rolesShape = &ydoc.Shape{Name: "the roles", Keys: []ydoc.Key{
		ydoc.May("buyer", newRoles, "The roles of the buyer's people."),
		ydoc.May("seller", newRoles, "The roles of the seller's people."),
		ydoc.May("third_party", newRoles, "The roles of people of neither."),
	}}
	milestoneShape = &ydoc.Shape{Name: "a milestone", Keys: []ydoc.Key{
		ydoc.Needs("id", newID, "The id of the milestone."),
		ydoc.Needs("title", anyText, "What people call it: the outcome, as in \"the buyer placed the order\"."),
		ydoc.May("by", sideWords, "Whose doing it is. Default: buyer."),
		ydoc.May("valid_for", length, "How long it counts. Default: for good."),
		ydoc.May("void_by", idList, "Milestones that make it void when they are reached, until they are undone themselves."),
		ydoc.May("ask", ydoc.Texts, "Questions that lead to it, in order."),
	}}
	attributeShape = &ydoc.Shape{Name: "an attribute", Keys: []ydoc.Key{
		ydoc.Needs("id", newID, "The id of the attribute."),
		ydoc.Needs("type", ydoc.Words(attributeTypes[:]), "The kind of its values. Decimals are exact to four places."),
		ydoc.May("unit", anyText, "The unit of its values, for people."),
		ydoc.May("default", ydoc.Single{Good: []string{"5", "-5"}}, "Its value in deals that do not set it."),
	}}
	calendarShape = &ydoc.Shape{Name: "a calendar", Keys: []ydoc.Key{
		ydoc.May("weekend", ydoc.OneOrMore(ydoc.Words(weekdays[:])), "The days of the week that are not worked. Default: sat and sun. At least one day is worked."),
		ydoc.May("holidays", ydoc.ListOf{Item: deal.DayType()}, "Days besides that are not worked."),
		ydoc.May("quiet", ydoc.ListOf{Item: quietShape}, "Periods in which silence is normal: clocks stand still."),
		ydoc.May("fiscal_year_start", monthDay, "Month and day on which the fiscal year begins, as in \"10-01\"; the day is 28 at most. Default: \"01-01\"."),
	}}
	quietShape = &ydoc.Shape{Name: "a quiet period", Keys: []ydoc.Key{
		ydoc.Needs("from", deal.DayType(), "Its first day."),
		ydoc.Needs("to", deal.DayType(), "Its last day."),
		ydoc.May("why", anyText, "Why it is quiet then."),
	}}
	stageShape = &ydoc.Shape{Name: "a stage", Keys: slices.Concat(trackStageKeys, []ydoc.Key{
		ydoc.May("probability", percentInt, "The team's own constant, in percent. It is shown beside what was earned and never mixed with it."),
		ydoc.May("forecast", ydoc.Words(forecasts[1:]), "The label under which the team forecasts deals in the stage."),
		ydoc.May("silence", silenceShape, "How long the other side may go unheard."),
		ydoc.May("involve", involveShape, "Roles that have to be on record in the stage."),
		ydoc.May("waits_for", ydoc.Words(waitedFor[:]), "Who has the deal in hand, so that silence is normal."),
	})}
	trackStageShape = &ydoc.Shape{Name: "a stage of a track", Keys: trackStageKeys}
	trackShape      = &ydoc.Shape{Name: "a track", Keys: []ydoc.Key{
		ydoc.Needs("id", placeID, "The id of the track; of one kind with those of stages and ends."),
		ydoc.Needs("title", anyText, "What people call it."),
		ydoc.Needs("stages", ydoc.ListOf{Item: trackStageShape, Least: 1}, "Its stages, in order. The last leads to its being done."),
	}}
	limitShape = &ydoc.Shape{Name: "a limit", Keys: []ydoc.Key{
		ydoc.Needs("of", length, "How long."),
		ydoc.May("from", dayRef, "The day that it counts from. Default: the day on which the stage was earned."),
		ydoc.May("before", dayRef, "The day that it counts towards: over when less than that is left."),
		ydoc.May("when", conditionType, "It counts for these deals only. Of several limits the first that applies counts."),
	}}
	silenceShape = &ydoc.Shape{Name: "silence", OneOf: []string{"warn", "flag"}, Keys: []ydoc.Key{
		ydoc.May("warn", length, "After so long a hint."),
		ydoc.May("flag", length, "After so long a flag."),
		ydoc.May("when", conditionType, "It counts for these deals only."),
		ydoc.May("then", anID, "The end that the team makes of it: advice, which is shown."),
	}}
	involveShape = &ydoc.Shape{Name: "who is involved", Keys: []ydoc.Key{
		ydoc.May("buyer", idList, "Roles of the buyer's."),
		ydoc.May("seller", idList, "Roles of the seller's."),
	}}
	endShape = &ydoc.Shape{Name: "an end", Keys: []ydoc.Key{
		ydoc.Needs("id", placeID, "The id of the end."),
		ydoc.Needs("title", anyText, "What people call it."),
		ydoc.May("kind", ydoc.Words(endKinds[:]), "won; lost; or left, which is neither: handed over, parked, given up by us. Default: lost."),
		ydoc.May("won", ydoc.Bool{}, "true is short for kind: won."),
		ydoc.May("reasons", idList, "The reasons that a move here may name."),
		ydoc.May("needs", requirementList, "Of a won end, what bears it out; of others, what is owing there."),
		ydoc.May("wake", length, "Of an end of kind left: after so long it is to be looked at again."),
	}}
	moveShape = &ydoc.Shape{Name: "a move", Keys: []ydoc.Key{
		ydoc.Needs("from", ydoc.Some(ydoc.ID{Known: []string{anyStage}}), "The stages that it is from, or any."),
		ydoc.Needs("to", ydoc.ID{Known: []string{earlierStage}}, "The stage or end that it is to, or earlier: every stage defined before."),
		ydoc.May("when", conditionType, "It counts for these deals only."),
		ydoc.May("allow", ydoc.Bool{}, "false forbids the move. Default: true."),
		ydoc.May("needs", requirementList, "What the gate asks for besides."),
	}}
	nextStepShape = &ydoc.Shape{Name: "a next step", Keys: []ydoc.Key{
		ydoc.May("within", length, "It is due no further off than this."),
		ydoc.May("owner", ydoc.Words(owners[1:]), "Whose step it is. Default: anybody's who is known."),
	}}
	someOfShape = &ydoc.Shape{Name: "some_of", Keys: []ydoc.Key{
		ydoc.Needs("count", perSegment(ydoc.Int{Min: 1, Max: ydoc.Unbounded}), "How many of them; no more than there are."),
		ydoc.Needs("of", ydoc.Members{}, "What is counted."),
	}}
	scoreShape = &ydoc.Shape{Name: "a score", Keys: []ydoc.Key{
		ydoc.Needs("at_least", percentInt, "The earned score of the framework, rounded down to whole percent, is so high."),
	}}
)

// waitedFor are those whom a stage can wait for.
var waitedFor = [...]string{deal.Buyer.String(), deal.ThirdParty.String()}

// trackStageKeys are the keys of every stage, of the main walk or of a track.
var trackStageKeys = []ydoc.Key{
	ydoc.Needs("id", placeID, "The id of the stage."),
	ydoc.Needs("title", anyText, "What people call it."),
	ydoc.May("purpose", anyText, "Where the buyer is, not what the seller does."),
	ydoc.May("when", conditionType, "The stage is there for these deals only, and is passed over by others."),
	ydoc.May("enter", requirementList, "What the gate into the stage asks for."),
	ydoc.May("exit", requirementList, "What every gate out of the stage asks for."),
	ydoc.May("next", ydoc.Some(anID), "The stages or ends that it leads to. Default: the following stage; of the last, the first won end."),
	ydoc.May("optional", ydoc.Bool{}, "true: it may be passed over. Default: false."),
	ydoc.May("expected", length, "The time that it takes at best."),
	ydoc.May("limit", limitType, "After so long since the stage was earned, or as it says, the deal is overdue here."),
}

// limitType is one limit or several. A mapping with a key of a limit is one, any
// other has a duration for each segment.
var limitType = func() ydoc.Type {
	segment := ydoc.ID{Known: []string{others}, Not: []string{"of", "from", "before"}}
	one := ydoc.Either{deal.DurationType(), limitShape, ydoc.MapOf{Key: segment, Value: deal.DurationType(), Least: 1}}
	return ydoc.Some(one)
}()

// signalsShape has a key for each signal, with the keys of its thresholds.
var signalsShape = func() *ydoc.Shape {
	s := &ydoc.Shape{Name: "the signals"}
	for _, row := range signalTable {
		says := ydoc.Key{Name: row.id, Need: ydoc.Filled, Type: ydoc.Words{signalOff}, About: row.raised + " off: never raised."}
		if len(row.thresholds) > 0 {
			figures := &ydoc.Shape{Name: "the thresholds of " + row.id}
			for _, t := range row.thresholds {
				figures.Keys = append(figures.Keys, t.key())
			}
			says.Type = ydoc.Either{says.Type, figures}
		}
		s.Keys = append(s.Keys, says)
	}
	return s
}()

// key is the threshold as a key.
func (t threshold) key() ydoc.Key {
	kind := [...]ydoc.Type{counted: countInt, lasting: length, shared: percentInt}[t.written]
	fallback := t.value()
	if fallback == "" {
		fallback = "none"
	}
	return ydoc.May(t.name, kind, fmt.Sprintf("%s Default: %s.", t.about, fallback))
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

// kinds are the tables of keys of each kind of requirement: what stands under
// the kind's own key, and the others.
var kinds = []struct {
	kind  Kind
	name  string
	is    ydoc.Type
	about string
	keys  []ydoc.Key
}{
	{Element, "element", anID, "The element that has to stand at the level, or higher.", []ydoc.Key{
		ydoc.Needs("level", anID, "The level of the framework's ladder."), withinKey,
		roleKey, ydoc.May("form", ydoc.OneOrMore(ydoc.Words(deal.Forms())), "Some of what counts is of one of these forms. Default with role: a statement, document or act."), sinceKey,
	}},
	{Milestone, "milestone", anID, "The milestone that was reached, by its side, and is not void.", []ydoc.Key{roleKey, withinKey, sinceKey}},
	{Engaged, "engaged", ydoc.Some(anID), "Roles: people with one of them took part in a two-way encounter.", []ydoc.Key{peopleKey, withinKey, sinceKey}},
	{Known, "known", ydoc.Some(anID), "Roles: people with one of them are on record and not gone.", []ydoc.Key{peopleKey}},
	{NextStep, "next_step", nextStepShape, "A next step is open, has an owner who is known, and is due today or later. {} is any.", nil},
	{Attribute, "attribute", ydoc.ID{Known: []string{"close_date", "segment", "owner"}}, "The attribute that has a value; with comparisons, all of them hold.", []ydoc.Key{
		ydoc.May("is", compareWith, "It is this. The id of another attribute of its kind stands for that one's value."),
		ydoc.May("in", perSegment(ydoc.ListOf{Item: comparedType, Least: 1}), "It is one of these."),
		ydoc.May("at_least", compareWith, "It is this or more; a day, this or later."),
		ydoc.May("at_most", compareWith, "It is this or less; a day, this or earlier."),
		ydoc.May("above", compareWith, "It is more than this; a day, later."),
		ydoc.May("below", compareWith, "It is less than this; a day, earlier."),
	}},
	{DayIs, "day", dayRef, "The day that is compared: today, an attribute of type day, a milestone, a stage or a track, entered, quarter_start, quarter_end or fiscal_year_end.", []ydoc.Key{
		ydoc.May("before", dayRef, "It is this day or earlier."), ydoc.May("after", dayRef, "It is this day or later."),
		ydoc.May("at_least", length, "It is so far from the other or further."), ydoc.May("at_most", length, "It is no further from the other."),
	}},
	{Approval, "approval", ydoc.Some(anID), "Roles: one of them approved, and none of them has rejected since.", []ydoc.Key{
		ydoc.May("every", ydoc.Bool{}, "true: each of them approved. Default: false."),
		ydoc.May("in_order", ydoc.Bool{}, "true, with every: none before the one listed before it. Default: false."), withinKey, sinceKey,
	}},
	{Score, "score", scoreShape, "The earned score is so high.", nil},
	{Reached, "reached", anID, "The stage that the deal has earned, or the track that is done.", nil},
	{All, "all", ydoc.Members{}, "All of these hold.", nil},
	{Any, "any", ydoc.Members{}, "One of these holds.", nil},
	{SomeOf, "some_of", someOfShape, "So many of these hold.", nil},
	{None, "none", ydoc.Members{}, "None of these holds.", nil},
	{use, "use", anID, "The shared requirement of that name. Wrappers beside it win over its own.", nil},
	{segment, "segment", ydoc.Some(anID), "The deal is of one of these segments.", nil},
}

// Keys that several kinds have.
var (
	withinKey = ydoc.May("within", length, "What counts is no older than this; of a next step, no further off.")
	sinceKey  = ydoc.May("since", anID, "A milestone: what came before it was last reached does not count. Without it on record nothing more is asked.")
	roleKey   = ydoc.May("role", idList, "Some of what counts is from a person with one of these roles.")
	peopleKey = ydoc.May("people", peopleInt, "So many different people. Default: 1.")

	comparedType = ydoc.Single{Good: []string{"2026-01-31"}} // as close_date is compared
	compareWith  = perSegment(comparedType)
)

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
	ydoc.May("id", anID, "Its id, for approvals, waivers and scenarios. Default: derived from what it asks."),
	ydoc.May("title", anyText, "What people call it."),
	ydoc.May("why", anyText, "Why it is asked for."),
	ydoc.May("ask", ydoc.Texts, "Questions that lead to it, in order."),
	ydoc.May("when", conditionType, "It applies to these deals only."),
	ydoc.May("optional", ydoc.Bool{}, "true: it is shown and never blocks. Default: false."),
	ydoc.May("waivable_by", ydoc.Some(anID), "Roles that may waive it."),
}

// The shapes by the word for the kind. A condition has no wrappers; a
// requirement cannot ask for a segment; one that is always asked for may say
// from where on.
var requirementShapes, alwaysShapes, conditionShapes = func() (r, a, c map[string]*ydoc.Shape) {
	r, a, c = map[string]*ydoc.Shape{}, map[string]*ydoc.Shape{}, map[string]*ydoc.Shape{}
	from := ydoc.May("from", anID, "The stage from whose gates on it is asked. Default: the first.")
	for _, k := range kinds {
		own := append([]ydoc.Key{ydoc.Needs(k.name, k.is, k.about)}, k.keys...)
		shape := func(of map[string]*ydoc.Shape, choice *ydoc.Choice, name string, keys []ydoc.Key) {
			of[k.name] = &ydoc.Shape{Name: name + " of kind " + k.name, Keys: keys}
			if k.kind == DayIs {
				of[k.name].OneOf = []string{"before", "after"}
			}
			choice.Shapes = append(choice.Shapes, of[k.name])
		}
		shape(c, conditionType, "a condition", own)
		if k.kind != segment {
			shape(r, requirementType, "a requirement", slices.Concat(own, wrappers))
			shape(a, alwaysType, "a requirement", append(slices.Concat(own, wrappers), from))
		}
	}
	return r, a, c
}()
