package deal

import (
	"slices"

	"github.com/headway-go/headway/internal/ydoc"
)

// The keys of a deal, in tables: what may be written, and what must be.
var dealShape = &ydoc.Shape{Name: "a deal", Keys: []ydoc.Key{
	ydoc.Needs("deal", ydoc.Name{}, "What the deal is called where it comes from."),
	ydoc.May("title", ydoc.Text{}, "What people call it."),
	ydoc.May("account", ydoc.Text{}, "The buyer's company."),
	ydoc.May("owner", ydoc.Text{}, "Whose deal it is."),
	ydoc.May("segment", ydoc.Name{}, "The segment that it belongs to; the process is the one for that. A set of segment wins over it."),
	ydoc.May("process", ydoc.Name{}, "The process that it goes through. Default: the one for its segment, or that applies."),
	ydoc.Needs("facts", ydoc.ListOf{Item: factType(dayType)}, "What happened, a dated thing each, in any order."),
}}

// Shape is the table of the keys of a deal. Like [Read] it is for packages of
// this module.
func Shape() *ydoc.Shape { return dealShape }

// factShapes are the keys of each kind of fact; the first of each is the one
// that tells the kind.
var factShapes = factType(dayType).Shapes

// factType is what a fact may be, with days of a type.
func factType(day ydoc.Type) *ydoc.Choice {
	var (
		text   = ydoc.Text{}
		name   = ydoc.Name{}
		yes    = ydoc.Bool{}
		sides  = ydoc.Words(sideNames[1:])
		person = ydoc.Name{Not: []string{string(SomeBuyer), string(SomeSeller), string(SomeThirdParty), string(BothSides)}}
		who    = ydoc.Name{Known: sides, Not: []string{string(BothSides)}}
		anyWho = ydoc.Name{Known: append(slices.Clone(sides), string(BothSides))}
		values = ydoc.MapOf{Key: name, Value: ydoc.Single{Null: true, Good: []string{"5", "1250.5", "-3", "true", "a text", `"5"`, "2026-01-31"}}, Least: 1}
	)
	kinds := [][]ydoc.Key{
		{
			ydoc.Needs("evidence", name, "The element that it speaks for, or against."),
			ydoc.Needs("form", ydoc.Words(formNames[1:]), "From weak to strong: belief (the seller thinks so), inferred (a machine read it out of something), public (a public source), statement (a person said it), document (in writing, from them), act (they did it, and it cost them something)."),
			ydoc.Needs("from", who, "Who it is from: a person, buyer, seller or third_party."),
			ydoc.May("level", name, "It claims no more than this level."),
			ydoc.May("refutes", yes, "true: it speaks against the element. Default: false."),
		},
		{
			ydoc.Needs("milestone", name, "The outcome that was reached, or undone."),
			ydoc.May("by", who, "Who did it: a person or a side."),
			ydoc.May("void", yes, "true: it is undone. Default: false."),
		},
		{
			ydoc.Needs("activity", text, "What was done: a call, a mail, a meeting."),
			ydoc.May("with", ydoc.OneOrMore(person), "The people who took part."),
			ydoc.May("reached", yes, "true: it was two-way; somebody on the other side took part. Default: false."),
			ydoc.May("inbound", yes, "true: it came from the other side. Default: false."),
		},
		{
			ydoc.Needs("stage", name, "The stage or end where the CRM says that the deal is: the claimed one."),
			ydoc.May("reason", ydoc.OneOrMore(name), "Why it went there: reasons of the end."),
		},
		{ydoc.Needs("close_date", day, "The forecast close day became this.")},
		{
			ydoc.Needs("next_step", text, "What was agreed to do next."),
			ydoc.Needs("due", day, "Its day."),
			ydoc.May("owner", anyWho, "Whose step it is: a person, buyer, seller or both. Without an owner it satisfies nothing."),
			ydoc.May("id", name, "Its id. The same id again moves the step."),
		},
		{
			ydoc.Needs("step_done", name, "The id of the next step that was done."),
			ydoc.May("missed", yes, "true: it was missed. Default: false."),
		},
		{
			ydoc.Needs("person", person, "Who it is about, as other facts name them. A later fact updates an earlier one."),
			ydoc.Needs("side", sides, "Whose side they are on."),
			ydoc.May("name", text, "Their name, for people to read."),
			ydoc.May("title", text, "Their title."),
			ydoc.May("roles", ydoc.OneOrMore(name), "Their roles; [] for none any more."),
			ydoc.May("stance", ydoc.Words(stanceNames[1:]), "How they stand to the deal."),
			ydoc.May("gone", yes, "true: they have left and have no role any more. What they said stays."),
		},
		{ydoc.Needs("set", values, "Attributes, owner or segment became this: a number to four places, a text, true, false, or null for no value any more.")},
		{
			ydoc.Needs("approval", name, "The id of the requirement that asks for it."),
			ydoc.Needs("by", name, "Who decided: a role or a person."),
			ydoc.May("outcome", ydoc.Words(outcomeNames[:]), "What was decided. Default: approved."),
		},
		{
			ydoc.Needs("waive", name, "The id of the requirement that is waived."),
			ydoc.Needs("by", name, "Who waived it: a role that may, or a person with one."),
			ydoc.Needs("why", text, "Why."),
			ydoc.May("until", day, "The last day on which it counts. Default: for good."),
		},
		{
			ydoc.Needs("pause", day, "The deal is quiet until this day, and that is as it should be."),
			ydoc.Needs("why", text, "Why."),
			ydoc.May("by", name, "Who declared it."),
		},
	}
	common := []ydoc.Key{
		ydoc.Needs("on", day, "The day on which it happened."),
		ydoc.May("noted", day, "The day on which it became known, not before on. Default: on."),
		ydoc.May("ref", text, "Where to check it: a call, a document."),
		ydoc.May("note", text, "More about it."),
	}
	choice := &ydoc.Choice{Name: "a fact"}
	for _, keys := range kinds {
		choice.Shapes = append(choice.Shapes, &ydoc.Shape{Name: "a fact of kind " + keys[0].Name, Keys: append(keys, common...)})
	}
	return choice
}

// outcomeNames are what an approval can come to.
var outcomeNames = [...]string{"approved", "rejected"}

// FactAfterStart is a fact of a scenario, whose days may be counted from its
// start: see [ReadFacts].
func FactAfterStart() *ydoc.Choice { return factType(dayAfterType) }

const (
	dayPattern   = `[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`
	countPattern = `([0-9]|[1-9][0-9]{1,3}|[12][0-9]{4}|3[0-5][0-9]{3}|36[0-4][0-9]{2}|36500)` // 0 to 36500
)

// What the parsers of this package read, for tables of keys.
var (
	dayType = ydoc.Spelled{
		What:    "a day",
		Pattern: `^` + dayPattern + `$`,
		Format:  "date",
		Good:    []string{"2026-01-31", "2024-02-29"},
		Bad:     []string{"2026-02-30", "2026-1-31", "31.1.2026", "2026-13-01", "tomorrow", "+9d", "2026-01-31T10:00:00Z"},
	}
	dayAfterType = ydoc.Spelled{
		What:    "a day, or +9d for so many days after the start",
		Pattern: `^(` + dayPattern + `|\+` + countPattern + `d)$`,
		Good:    []string{"2026-01-31", "+9d", "+0d"},
		Bad:     []string{"2026-1-31", "31.1.2026", "9d", "+2w", "+9wd", "-1d", "+09d"},
	}
	durationType = ydoc.Spelled{
		What:    "a duration",
		Pattern: `^` + countPattern + `(d|w|wd)$`,
		Good:    []string{"14d", "3w", "10wd", "0d", "36500d"},
		Bad:     []string{"14", "14 d", "03d", "2m", "-1d", "36501d", "1.5w"},
	}
)

// DayType is what [ParseDay] reads, for tables of keys. Like [Read] it is for
// packages of this module.
func DayType() ydoc.Type { return dayType }

// DayAfterType is what [Day.ParseAfter] reads.
func DayAfterType() ydoc.Type { return dayAfterType }

// DurationType is what [ParseDuration] reads.
func DurationType() ydoc.Type { return durationType }
