package deal

import (
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// UnreadError says that a deal cannot be read. It unwraps to the [diag.List] of
// everything that is wrong with it.
type UnreadError struct {
	Deal     string // its id, as far as that can be read; else ""
	Mistakes diag.List
}

func (e *UnreadError) Error() string { return e.Mistakes.Error() }

// Unwrap gives the list of mistakes.
func (e *UnreadError) Unwrap() error { return e.Mistakes }

// Decode reads one deal. A file whose name ends in .json is read as JSON, any
// other as YAML. Facts may be written in any order; the record has them in the
// order noted, those noted on one day as written. The error is an
// [*UnreadError], or what the reader said.
func Decode(file string, r io.Reader) (*Record, error) {
	src, err := ydoc.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	parse := ydoc.Parse
	if path.Ext(file) == ".json" {
		parse = ydoc.ParseJSON
	}
	var list diag.List
	v, ok := parse(file, src, &list)
	return decoded(v, ok, &list)
}

// decoded makes a record of a document, or the error of what the list says about
// it. A document that is not ok is no document at all.
func decoded(v ydoc.Value, ok bool, list *diag.List) (*Record, error) {
	var rec *Record
	if ok {
		rec = Read(v)
	}
	list.Sort()
	if list.Err() == nil {
		return rec, nil
	}
	wrong := &UnreadError{}
	errors.As(list.Err(), &wrong.Mistakes)
	if rec != nil {
		wrong.Deal = rec.ID
	}
	return nil, wrong
}

// Read reads a deal from a document that has been parsed; what is wrong goes
// into the document's list, and the record is good only when nothing does. It
// is for packages of this module; everybody else has [Decode] and [Stream].
func Read(v ydoc.Value) *Record {
	if v.Kind() == ydoc.List {
		v.Report(diag.YAMLKind, "a list stands here; wanted: one deal", "write a file for each deal, or JSON, a deal a line and without [ ], in a file .ndjson")
		return nil
	}
	o, ok := v.Object(dealShape)
	if !ok {
		return nil
	}
	var h Header
	if id := o.Get("deal"); id.Kind() != ydoc.Absent {
		h.ID, _ = id.Name()
	}
	h.Title = text(o.Get("title"))
	h.Account = text(o.Get("account"))
	h.Owner = text(o.Get("owner"))
	h.Segment = name(o.Get("segment"))
	h.Process = name(o.Get("process"))
	rec := New(h)
	rec.pos = v.Pos()

	for _, f := range InOrder(ReadFacts(o.Get("facts"), Day{})) {
		rec.append(f.Fact, f.Fact.When())
	}
	return rec
}

// Written is a fact with the place where it is written.
type Written struct {
	Fact Fact
	At   ydoc.Value
}

// ReadFacts reads a list of facts, in the order written. With a start, which
// only scenarios have, every day may also be written +9d: so many days after
// it. What is wrong goes into the document's list. Like [Read] it is for
// packages of this module.
func ReadFacts(v ydoc.Value, start Day) []Written {
	r := reader{start}
	var out []Written
	for item := range v.Items() {
		if f, ok := r.fact(item); ok {
			out = append(out, Written{f, item})
		}
	}
	return out
}

// InOrder puts facts into the order noted, in place; those noted on one day
// stay as they are.
func InOrder(facts []Written) []Written {
	slices.SortStableFunc(facts, func(a, b Written) int { return a.Fact.When().Noted.Compare(b.Fact.When().Noted) })
	return facts
}

// reader reads facts whose days may be counted from a start; in a deal, which
// has none, they may not.
type reader struct{ start Day }

func factKinds() []string {
	var out []string
	for _, s := range factShapes {
		out = append(out, s.Keys[0].Name)
	}
	return out
}

func (r reader) fact(v ydoc.Value) (Fact, bool) {
	if v.Kind() != ydoc.Mapping {
		v.Report(diag.YAMLKind, "wanted: a fact, as keys with values", "as in {evidence: pain, form: statement, from: jane, on: 2026-01-31}")
		return nil, false
	}
	shape := factShape(v)
	if shape == nil {
		return nil, false
	}
	o, ok := v.Object(shape)
	if !ok {
		return nil, false
	}
	at := Stamp{
		On:    r.day(o.Get("on")),
		Noted: r.day(o.Get("noted")),
		Ref:   text(o.Get("ref")),
		Note:  text(o.Get("note")),
	}
	if !at.On.IsZero() && !at.Noted.IsZero() && at.Noted.Before(at.On) {
		o.Get("noted").Report(diag.NotedTooEarly, fmt.Sprintf("noted %v, before it happened on %v", at.Noted, at.On),
			"nothing is known before it happens: a day to come goes into due, pause, until or close_date")
	}
	if at.Noted == at.On {
		at.Noted = Day{} // the same as not saying it
	}
	return factReaders[shape.Keys[0].Name](r, o, at), true
}

// factShape finds the kind of a fact by its key.
func factShape(v ydoc.Value) *ydoc.Shape {
	var found *ydoc.Shape
	for key := range v.Entries() {
		name, _ := key.Raw()
		for _, s := range factShapes {
			if s.Keys[0].Name != name {
				continue
			}
			if found != nil {
				key.Report(diag.FactKind, fmt.Sprintf("a fact is one thing, not %s and %s", found.Keys[0].Name, name),
					"make two facts of it")
				return nil
			}
			found = s
		}
	}
	if found == nil {
		hint := "one of the keys " + strings.Join(factKinds(), ", ") + " says what it is"
		if key, ok := v.FirstKey(); ok {
			name, _ := key.Raw()
			if near := ydoc.DidYouMean(name, factKinds()); near != "" {
				hint = near
			}
		}
		v.Report(diag.FactKind, "this fact does not say what it is", hint)
	}
	return found
}

var factReaders = map[string]func(reader, *ydoc.Object, Stamp) Fact{
	"evidence": func(_ reader, o *ydoc.Object, at Stamp) Fact {
		f := Evidence{Stamp: at, Element: name(o.Get("evidence")), From: who(o.Get("from"), false), Level: name(o.Get("level")), Refutes: flag(o.Get("refutes"))}
		if form, ok := word(o.Get("form"), formNames[1:]); ok {
			f.Form = Form(form + 1)
		}
		return f
	},
	"milestone": func(_ reader, o *ydoc.Object, at Stamp) Fact {
		return Milestone{Stamp: at, Milestone: name(o.Get("milestone")), By: who(o.Get("by"), false), Void: flag(o.Get("void"))}
	},
	"activity": func(_ reader, o *ydoc.Object, at Stamp) Fact {
		f := Activity{Stamp: at, Activity: text(o.Get("activity")), Reached: flag(o.Get("reached")), Inbound: flag(o.Get("inbound"))}
		for v := range o.Get("with").OneOrMore() {
			f.With = append(f.With, person(v))
		}
		return f
	},
	"stage": func(_ reader, o *ydoc.Object, at Stamp) Fact {
		f := Stage{Stamp: at, Stage: name(o.Get("stage"))}
		for v := range o.Get("reason").OneOrMore() {
			f.Reason = append(f.Reason, name(v))
		}
		return f
	},
	"close_date": func(r reader, o *ydoc.Object, at Stamp) Fact {
		return CloseDate{Stamp: at, Day: r.day(o.Get("close_date"))}
	},
	"next_step": func(r reader, o *ydoc.Object, at Stamp) Fact {
		return NextStep{Stamp: at, Step: text(o.Get("next_step")), Due: r.day(o.Get("due")), Owner: who(o.Get("owner"), true), ID: name(o.Get("id"))}
	},
	"step_done": func(_ reader, o *ydoc.Object, at Stamp) Fact {
		return StepDone{Stamp: at, Step: name(o.Get("step_done")), Missed: flag(o.Get("missed"))}
	},
	"person": func(_ reader, o *ydoc.Object, at Stamp) Fact {
		f := Person{Stamp: at, Person: person(o.Get("person")), Name: text(o.Get("name")), Title: text(o.Get("title"))}
		if side, ok := word(o.Get("side"), sideNames[1:]); ok {
			f.Side = Side(side + 1)
		}
		if stance, ok := word(o.Get("stance"), stanceNames[1:]); ok {
			f.Stance = Stance(stance + 1)
		}
		if roles := o.Get("roles"); roles.Given() {
			f.Roles = []string{}
			for v := range roles.OneOrMore() {
				f.Roles = append(f.Roles, name(v))
			}
		}
		if gone := o.Get("gone"); gone.Given() {
			f.Gone = No
			if flag(gone) {
				f.Gone = Yes
			}
		}
		return f
	},
	"set": func(r reader, o *ydoc.Object, at Stamp) Fact {
		f := Set{Stamp: at}
		if v := o.Get("set"); v.Kind() == ydoc.Mapping && v.Len() == 0 {
			v.Report(diag.EmptyList, "no attribute is set", "as in set: {amount: 50000}")
		}
		for key, v := range o.Get("set").Entries() {
			f.Values = append(f.Values, Setting{Attribute: name(key), Value: r.value(v)})
		}
		return f
	},
	"approval": func(_ reader, o *ydoc.Object, at Stamp) Fact {
		f := Approval{Stamp: at, Approval: name(o.Get("approval")), By: name(o.Get("by"))}
		if outcome, ok := word(o.Get("outcome"), outcomeNames[:]); ok {
			f.Rejected = outcome == 1
		}
		return f
	},
	"waive": func(r reader, o *ydoc.Object, at Stamp) Fact {
		return Waive{Stamp: at, Requirement: name(o.Get("waive")), By: name(o.Get("by")), Why: text(o.Get("why")), Until: r.day(o.Get("until"))}
	},
	"pause": func(r reader, o *ydoc.Object, at Stamp) Fact {
		return Pause{Stamp: at, Until: r.day(o.Get("pause")), Why: text(o.Get("why")), By: name(o.Get("by"))}
	},
}

// The readers of single values: an absent one gives nothing and reports
// nothing, a wrong one is reported.

func text(v ydoc.Value) string {
	s, _ := v.Text()
	return s
}

// name reads a name from outside. What a fact refers to is read as one too,
// though definitions know ids only: what they do not know is a stray, not an
// error.
func name(v ydoc.Value) string {
	s, _ := v.Name()
	return s
}

func flag(v ydoc.Value) bool {
	b, _ := v.Bool()
	return b
}

func word(v ydoc.Value, words []string) (int, bool) {
	if v.Kind() == ydoc.Absent {
		return 0, false
	}
	return v.Word(words...)
}

func (r reader) day(v ydoc.Value) Day {
	d, _ := ReadDay(v, r.start)
	return d
}

// ReadDay reads a day; with a start it may also be written +9d. It is for
// packages of this module.
func ReadDay(v ydoc.Value, start Day) (Day, bool) {
	if start.IsZero() {
		return ydoc.Parsed(v, diag.BadDay, DayHint, ParseDay)
	}
	return ydoc.Parsed(v, diag.BadDay, DayAfterHint, start.ParseAfter)
}

// who reads a person or a side; both is for owners only.
func who(v ydoc.Value, both bool) Who {
	s := name(v)
	if Who(s) == BothSides && !both {
		v.Report(diag.Reserved, `"both" can own a next step and nothing else`, "write a person, buyer, seller or third_party")
	}
	return Who(s)
}

// person reads the name of one person, which is none of the reserved words.
func person(v ydoc.Value) string {
	s := name(v)
	if _, ok := Who(s).Person(); s != "" && !ok {
		v.Report(diag.Reserved, fmt.Sprintf("%q stands for a side and can be no person's name", s), "write the person's name")
	}
	return s
}

// value reads what an attribute is set to. It loses its value only by a null
// that is written out: nothing at all is a slip. A day counted from the start
// becomes the day that it is; in quotes it stays a text.
func (r reader) value(v ydoc.Value) Value {
	if v.Empty() {
		v.Report(diag.YAMLNull, "nothing stands here; wanted: a number, a text, true or false", "write null to take the value away")
	}
	if v.Kind() == ydoc.Null {
		return Value{}
	}
	s, ok := v.Text()
	if !ok {
		return Value{}
	}
	if _, plain := v.Raw(); !plain {
		return Text(s)
	}
	switch s {
	case "true", "false":
		return Flag(s == "true")
	}
	if !r.start.IsZero() && afterStart.MatchString(s) {
		return Text(r.day(v).String())
	}
	if _, ok := parseDay(s); ok || !numberLike.MatchString(s) {
		return Text(s)
	}
	n, err := ParseNumber(s)
	if err != nil {
		v.Report(diag.BadNumber, fmt.Sprintf("%q is no exact number: %v", s, err),
			"write digits and at most four decimal places, as in 1250.5, or put a text in quotes")
	}
	return Number(n)
}

// afterStart matches a day that is counted from a start.
var afterStart = regexp.MustCompile(`^\+[0-9]+d$`)

// numberLike matches what somebody who wrote it without quotes meant as a
// number, exact or not.
var numberLike = regexp.MustCompile(`^[-+]?([0-9][0-9_,.]*|\.[0-9]+)([eE][-+]?[0-9]+)?$|^0[xXoObB][0-9a-fA-F_]+$`)
