package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// key is one key of the deal record: what it takes, and whether a fact can do
// without it.
type key struct {
	name     string
	required bool
	takes    *kind
}

// kind is what a key takes: how a fixed value of the mapping is read, and how a
// cell of the export is.
type kind struct {
	fixed func(ydoc.Value) (ydoc.Out, bool)
	cell  func(string) (ydoc.Out, error)
	list  bool // one or several
}

// dealKeys are what is said of a deal once.
var dealKeys = []key{
	{name: "title", takes: aText}, {name: "account", takes: aText}, {name: "owner", takes: aText},
	{name: "segment", takes: aName}, {name: "process", takes: aName},
}

// factKeys are the keys of each kind of fact, the one that tells the kind
// first. The attributes of a set are read by themselves.
var factKeys = [][]key{
	{{"evidence", true, aName}, {"form", true, aWord(deal.Forms()...)}, {"from", true, aName}, {"level", false, aName}, {"refutes", false, aFlag}},
	{{"milestone", true, aName}, {"by", false, aName}, {"void", false, aFlag}},
	{{"activity", true, aText}, {"with", false, names}, {"reached", false, aFlag}, {"inbound", false, aFlag}},
	{{"stage", true, aName}, {"reason", false, names}},
	{{"close_date", true, aDay}},
	{{"next_step", true, aText}, {"due", true, aDay}, {"owner", false, aName}, {"id", false, aName}},
	{{"step_done", true, aName}, {"missed", false, aFlag}},
	{{"person", true, aName}, {"side", true, aWord("buyer", "seller", "third_party")}, {"name", false, aText}, {"title", false, aText}, {"roles", false, names},
		{"stance", false, aWord("champion", "supporter", "neutral", "critic", "blocker")}, {"gone", false, aFlag}},
	{{"set", true, nil}},
	{{"approval", true, aName}, {"by", true, aName}, {"outcome", false, aWord("approved", "rejected")}},
	{{"waive", true, aName}, {"by", true, aName}, {"why", true, aText}, {"until", false, aDay}},
	{{"pause", true, aDay}, {"why", true, aText}, {"by", false, aName}},
}

// stampKeys say where a fact can be checked.
var stampKeys = []key{{"ref", false, aText}, {"note", false, aText}}

var (
	aText = &kind{
		fixed: func(v ydoc.Value) (ydoc.Out, bool) { return out(v.Text()) },
		cell:  func(s string) (ydoc.Out, error) { return s, nil },
	}
	aName = &kind{
		fixed: func(v ydoc.Value) (ydoc.Out, bool) { return out(v.Name()) },
		cell:  name,
	}
	names = &kind{
		fixed: aName.fixed,
		cell:  name,
		list:  true,
	}
	aDay = &kind{
		fixed: func(v ydoc.Value) (ydoc.Out, bool) {
			d, ok := ydoc.Parsed(v, diag.BadDay, deal.DayHint, deal.ParseDay)
			return d.String(), ok
		},
		cell: func(s string) (ydoc.Out, error) {
			d, err := parseDay(s)
			return d.String(), err
		},
	}
	aFlag = &kind{
		fixed: func(v ydoc.Value) (ydoc.Out, bool) {
			yes, ok := v.Bool()
			return flagOut(yes), ok
		},
		cell: func(s string) (ydoc.Out, error) {
			switch strings.ToLower(s) {
			case "true", "1":
				return flagOut(true), nil
			case "false", "0":
				return flagOut(false), nil
			}
			return nil, fmt.Errorf("%q is neither true nor false; translate it with values", s)
		},
	}
	// An attribute is a text unless the mapping says that it is a number: what
	// looks like one may be a code.
	anAttribute = &kind{fixed: attribute, cell: aText.cell}
	aNumber     = &kind{fixed: attribute, cell: number}
)

func aWord(words ...string) *kind {
	return &kind{
		fixed: func(v ydoc.Value) (ydoc.Out, bool) {
			i, ok := v.Word(words...)
			return words[i], ok
		},
		cell: func(s string) (ydoc.Out, error) {
			if !slices.Contains(words, s) {
				return nil, fmt.Errorf("%q is none of %s; translate it with values", s, strings.Join(words, ", "))
			}
			return s, nil
		},
	}
}

func out(s string, ok bool) (ydoc.Out, bool) { return s, ok }

func flagOut(yes bool) ydoc.Plain { return ydoc.Plain(fmt.Sprint(yes)) }

func name(s string) (ydoc.Out, error) {
	if why := ydoc.BadName(s); why != "" {
		return nil, errors.New(why)
	}
	return s, nil
}

// attribute reads the fixed value of an attribute, by the rule of the deal
// record: what is written without quotes may be a number or a flag.
func attribute(v ydoc.Value) (ydoc.Out, bool) {
	s, ok := v.Text()
	if !ok {
		return nil, false
	}
	if _, plain := v.Raw(); plain {
		if _, err := deal.ParseNumber(s); err == nil || s == "true" || s == "false" {
			return ydoc.Plain(s), true
		}
	}
	return s, true
}

func number(s string) (ydoc.Out, error) {
	n, err := deal.ParseNumber(s)
	if err != nil {
		return nil, fmt.Errorf("%q is no exact number; one has digits, a point, at most four decimal places, and nothing between thousands", s)
	}
	return ydoc.Plain(deal.FormatNumber(n)), nil
}

var dayPattern = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?$`)

// parseDay reads a day, or the day of a timestamp as it is written: nothing is
// moved to another time zone.
func parseDay(s string) (deal.Day, error) {
	m := dayPattern.FindStringSubmatch(s)
	if m == nil {
		return deal.Day{}, fmt.Errorf("%q is no day; days are written as in 2026-01-31 or 2026-01-31T10:00:00Z", s)
	}
	return deal.ParseDay(m[1])
}
