package main

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// factRule makes a fact of each row of a file.
type factRule struct {
	at          ydoc.Value
	file        string
	only        []condition
	kind        string
	fields      []field // what the fact says, in the order of the language
	set         bool    // the fields are the attributes of a set
	stamp       []field // where to check it
	on          when
	noted       *when // nil: the day it happened, or the day of the export when that is not in the row
	onlyChanges bool
}

// when is a day of a row.
type when struct {
	column   *column // nil: the deal's first day, or the day of the export
	first    bool
	atLatest bool // the day of the export in place of a later one
}

var (
	ruleKeys = []ydoc.Key{
		{Name: "file", Need: ydoc.Required}, {Name: "only"}, {Name: "on", Need: ydoc.Required}, {Name: "noted"}, {Name: "only_changes"},
	}
	whenShape = &ydoc.Shape{Name: "a day", Keys: []ydoc.Key{{Name: "column", Need: ydoc.Required}, {Name: "at_latest"}}}
)

func (m *mapping) readFact(v ydoc.Value) {
	keys, ok := kindOf(v)
	if !ok {
		return
	}
	shape := &ydoc.Shape{Name: "a fact of kind " + keys[0].name, Keys: slices.Clone(ruleKeys)}
	for _, k := range slices.Concat(keys, stampKeys) {
		need := ydoc.Optional
		if k.required {
			need = ydoc.Required
		}
		shape.Keys = append(shape.Keys, ydoc.Key{Name: k.name, Need: need})
	}
	o, ok := v.Object(shape)
	if !ok {
		return
	}
	r := &factRule{at: v, kind: keys[0].name, file: m.file(o.Get("file"))}
	r.only = m.conditions(r.file, o.Get("only"))
	r.on, _ = m.when(r.file, o.Get("on"))
	if noted, ok := m.when(r.file, o.Get("noted")); ok {
		r.noted = &noted
	}
	if v := o.Get("only_changes"); v.Given() {
		r.onlyChanges, _ = v.Bool()
	}
	if r.set = r.kind == "set"; r.set {
		if v := o.Get("set"); v.Kind() == ydoc.Mapping && v.Len() == 0 {
			v.Report(diag.EmptyList, "no attribute is set", "as in set: {amount: {column: Amount, as: number}}")
		}
		for id, v := range o.Get("set").Entries() {
			if text, ok := id.Name(); ok {
				r.fields = append(r.fields, m.field(r.file, key{text, false, anAttribute}, v))
			}
		}
	} else {
		for _, k := range keys {
			r.fields = append(r.fields, m.field(r.file, k, o.Get(k.name)))
		}
	}
	for _, k := range stampKeys {
		r.stamp = append(r.stamp, m.field(r.file, k, o.Get(k.name)))
	}
	m.facts = append(m.facts, r)
}

// kindOf finds the kind of a fact by the key that tells it.
func kindOf(v ydoc.Value) (found []key, ok bool) {
	if v.Kind() != ydoc.Mapping {
		v.Report(diag.YAMLKind, "wanted: a fact, as keys with values", "as in {file: history.csv, stage: {column: StageName}, on: {column: CreatedDate}}")
		return nil, false
	}
	var kinds []string
	for _, keys := range factKeys {
		kinds = append(kinds, keys[0].name)
	}
	for at := range v.Entries() {
		text, _ := at.Raw()
		for _, keys := range factKeys {
			if keys[0].name != text {
				continue
			}
			if found != nil {
				at.Report(diag.FactKind, fmt.Sprintf("a fact is one thing, not %s and %s", found[0].name, text), "make two facts of it")
				return nil, false
			}
			found = keys
		}
	}
	if found == nil {
		hint := "one of the keys " + strings.Join(kinds, ", ") + " says it"
		for at := range v.Entries() {
			text, _ := at.Raw()
			if near := ydoc.DidYouMean(text, kinds); near != "" {
				hint = near
				break
			}
		}
		v.Report(diag.FactKind, "this fact does not say what it is", hint)
	}
	return found, found != nil
}

// when reads a day; ok is false when nothing is said.
func (m *mapping) when(file string, v ydoc.Value) (w when, ok bool) {
	switch v.Kind() {
	case ydoc.Absent:
		return when{}, false
	case ydoc.Mapping:
		o, ok := v.Object(whenShape)
		if !ok {
			return when{}, false
		}
		w.column = m.column(file, o.Get("column"))
		if v := o.Get("at_latest"); v.Given() {
			_, w.atLatest = v.Word("exported")
		}
		return w, w.column != nil
	}
	switch text, _ := v.Raw(); text {
	case "first":
		return when{first: true}, true
	case "exported":
		return when{}, true
	}
	v.Report(badWhen, "a day comes from a column, or is first or exported", "as in {column: CreatedDate}")
	return when{}, false
}

// inRow tells whether the day stands in the row itself.
func (w *when) inRow() bool { return w.column != nil }

// day gives a day that stands in the row.
func (w *when) day(r *row, exported deal.Day) (deal.Day, error) {
	cell, err := r.cell(w.column)
	if err != nil {
		return deal.Day{}, err
	}
	if cell == "" {
		return deal.Day{}, fmt.Errorf("%[1]s is empty, and every fact has a day; to pass such rows over, write only: {%[1]s: given}", w.column.text)
	}
	day, err := parseDay(cell)
	switch {
	case err != nil:
		return deal.Day{}, fmt.Errorf("%s: %w", w.column.text, err)
	case day.After(exported) && w.atLatest:
		return exported, nil
	case day.After(exported):
		return deal.Day{}, fmt.Errorf("%s: %v lies after the export of %v, and nothing is known before it happens; "+
			"at_latest: exported takes the day of the export in its place", w.column.text, day, exported)
	}
	return day, nil
}

// nothing says why a row has nothing for a fact to say, by the words of the
// mapping: it is passed over.
type nothing string

func (n nothing) Error() string { return string(n) }

// fact makes the fact of a row. first is the deal's first day. said is what the
// fact says apart from its days and where to check it.
func (r *factRule) fact(from *row, first, exported deal.Day) (f deal.Fact, said string, err error) {
	var fields ydoc.Fields
	for i := range r.fields {
		field := &r.fields[i]
		v, err := field.value(from)
		switch {
		case err != nil:
			return nil, "", err
		case v != nil:
			fields = append(fields, ydoc.Field{Key: field.key.name, Value: v})
		case field.key.required:
			if field.key.name == r.kind { // what the fact says, and the row says nothing of the sort
				err = field.translatedAway(from)
			}
			if err == nil {
				err = field.lacks(r.kind)
			}
			return nil, "", err
		}
	}
	if r.set {
		if len(fields) == 0 {
			return nil, "", nothing("no attribute has a value")
		}
		fields = ydoc.Fields{{Key: "set", Value: fields}}
	}
	line, err := ydoc.AppendJSON(nil, fields)
	if err != nil {
		return nil, "", err
	}
	said = string(line)

	day := func(w *when) (deal.Day, error) {
		switch {
		case w.inRow():
			return w.day(from, exported)
		case w.first:
			return first, nil
		}
		return exported, nil
	}
	on, err := day(&r.on)
	if err != nil {
		return nil, "", err
	}
	noted := exported
	switch {
	case r.noted != nil:
		if noted, err = day(r.noted); err != nil {
			return nil, "", err
		}
	case r.on.inRow():
		noted = on
	}
	fields = append(fields, ydoc.Field{Key: "on", Value: on.String()}, ydoc.Field{Key: "noted", Value: noted.String()})
	for i := range r.stamp {
		v, err := r.stamp[i].value(from)
		if err != nil {
			return nil, "", err
		}
		if v != nil {
			fields = append(fields, ydoc.Field{Key: r.stamp[i].key.name, Value: v})
		}
	}
	rec, err := read(ydoc.Fields{{Key: "deal", Value: "any"}, {Key: "facts", Value: []ydoc.Out{fields}}})
	if err != nil {
		return nil, "", err
	}
	return rec.Fact(0), said, nil
}

// read reads a deal that was put together from cells, with the reader of the
// deal record, so that nothing is written which it would refuse.
func read(fields ydoc.Fields) (*deal.Record, error) {
	line, err := ydoc.AppendJSON(nil, fields)
	if err != nil {
		return nil, err
	}
	rec, err := deal.Decode("row.json", bytes.NewReader(line))
	var list diag.List
	if errors.As(err, &list) {
		var said []string
		for _, d := range list {
			said = append(said, strings.TrimSuffix(d.Message+"; "+d.Hint, "; "))
		}
		return nil, errors.New(strings.Join(said, "; "))
	}
	return rec, err
}
