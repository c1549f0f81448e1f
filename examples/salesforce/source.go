package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// field is one key of what is written, and where its value comes from. Of
// several sources the first that has something counts, and for a key that takes
// a list all of them.
type field struct {
	key     key
	sources []source
}

// source is where a value comes from: it is fixed, or in one or more columns.
type source struct {
	takes   *kind
	fixed   ydoc.Out // nil when it comes from columns
	columns []*column
	only    []condition
	values  map[string]ydoc.Out // nil: as written; a nil value is no value
	at      diag.Pos            // of values
}

// condition keeps the rows in which a column is given, or has one of some
// values.
type condition struct {
	column *column
	values []string // nil: any value
}

var (
	sourceShape = &ydoc.Shape{Name: "a value", Keys: []ydoc.Key{
		{Name: "column"}, {Name: "columns"}, {Name: "values"}, {Name: "only"},
	}}
	attributeShape = &ydoc.Shape{Name: "the value of an attribute", Keys: append(slices.Clone(sourceShape.Keys), ydoc.Key{Name: "as"})}
)

// field reads what is written for a key. It has no source when nothing is.
func (m *mapping) field(file string, k key, v ydoc.Value) field {
	f := field{key: k}
	if v.Kind() == ydoc.Null {
		k.takes.fixed(v) // says that nothing stands here
		return f
	}
	for item := range v.OneOrMore() {
		if n := len(f.sources); n > 0 && f.sources[n-1].fixed != nil && !k.takes.list {
			item.Report(sourceCount, "this is never used: what stands before it has a value in every row", "put it first, or take it out")
		}
		m.source(file, k.takes, item, &f)
	}
	return f
}

func (m *mapping) source(file string, takes *kind, v ydoc.Value, f *field) {
	s := source{takes: takes}
	if v.Kind() != ydoc.Mapping {
		var ok bool
		if s.fixed, ok = takes.fixed(v); !ok {
			return
		}
		text, _ := v.Raw()
		m.fixed = append(m.fixed, fixed{v, file, text})
		f.sources = append(f.sources, s)
		return
	}
	shape := sourceShape
	if takes == anAttribute {
		shape = attributeShape
	}
	o, ok := v.Object(shape)
	if !ok {
		return
	}
	if takes == anAttribute {
		if as := o.Get("as"); as.Given() {
			if i, ok := as.Word("number", "day"); ok {
				s.takes = []*kind{aNumber, aDay}[i]
			}
		}
	}
	one, many := o.Get("column"), o.Get("columns")
	switch {
	case one.Given() == many.Given():
		v.Report(sourceCount, "a value comes from one column or from several", "write column: NAME, or columns: [NAME, NAME] to join them by a space")
		return
	case one.Given():
		s.columns = append(s.columns, m.column(file, one))
	default:
		if many.Kind() == ydoc.List && many.Len() == 0 {
			many.Report(diag.EmptyList, "no column is named", "as in columns: [FirstName, LastName]")
		}
		for item := range many.Items() {
			s.columns = append(s.columns, m.column(file, item))
		}
	}
	if table := o.Get("values"); table.Given() {
		s.values, s.at = map[string]ydoc.Out{}, table.Pos()
		for cell, v := range table.Entries() {
			text, _ := cell.Raw()
			if v.Kind() == ydoc.Null {
				s.values[text] = nil
			} else if out, ok := s.takes.fixed(v); ok {
				s.values[text] = out
			}
		}
	}
	s.only = m.conditions(file, o.Get("only"))
	f.sources = append(f.sources, s)
}

func (m *mapping) conditions(file string, v ydoc.Value) []condition {
	var out []condition
	for at, want := range v.Entries() {
		c := condition{column: m.column(file, at)}
		switch text, _ := want.Raw(); {
		case want.Kind() == ydoc.List && want.Len() > 0:
			c.values = want.Texts()
		case want.Kind() == ydoc.List:
			want.Report(diag.EmptyList, "no row has one of no values", "name the values, or write given")
		case text == "given":
		default:
			want.Report(badCondition, "a condition is a list of values, or the word given", "as in Status: [Completed], or WhoId: given")
		}
		out = append(out, c)
	}
	return out
}

// misses says why a row is passed over, or "" when it meets all conditions.
func misses(only []condition, r *row) (string, error) {
	for _, c := range only {
		cell, err := r.cell(c.column)
		switch {
		case err != nil:
			return "", err
		case c.values == nil && cell == "":
			return c.column.text + " is empty", nil
		case c.values != nil && !slices.Contains(c.values, cell):
			return c.column.text + " is " + noneOf(c.values), nil
		}
	}
	return "", nil
}

func noneOf(values []string) string {
	if len(values) == 1 && values[0] != "" {
		return "not " + values[0]
	}
	var shown []string
	for _, v := range values {
		if v == "" {
			v = "(empty)"
		}
		shown = append(shown, v)
	}
	return "none of " + strings.Join(shown, ", ")
}

// value gives what a row has for a field; nil when it has nothing.
func (f *field) value(r *row) (ydoc.Out, error) {
	var list []ydoc.Out
	for i := range f.sources {
		v, err := f.sources[i].value(r)
		if err != nil {
			return nil, err
		}
		if v != nil && !f.key.takes.list {
			return v, nil
		}
		if v != nil && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	if list == nil {
		return nil, nil
	}
	return list, nil
}

func (s *source) value(r *row) (ydoc.Out, error) {
	if miss, err := misses(s.only, r); miss != "" || err != nil {
		return nil, err
	}
	if s.fixed != nil {
		return s.fixed, nil
	}
	text, err := s.text(r)
	if text == "" || err != nil {
		return nil, err
	}
	if s.values != nil {
		out, ok := s.values[text]
		if !ok {
			return nil, fmt.Errorf("%s: no translation for %q; add it to the values at %v", s.source(), text, s.at)
		}
		return out, nil
	}
	out, err := s.takes.cell(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.source(), err)
	}
	return out, nil
}

// text is what stands in the columns of a row.
func (s *source) text(r *row) (string, error) {
	var cells []string
	for _, c := range s.columns {
		cell, err := r.cell(c)
		if err != nil {
			return "", err
		}
		if cell != "" {
			cells = append(cells, cell)
		}
	}
	return strings.Join(cells, " "), nil
}

// source names the columns that a value comes from.
func (s *source) source() string {
	var names []string
	for _, c := range s.columns {
		names = append(names, c.text)
	}
	return strings.Join(names, " and ")
}

// translatedAway says that the mapping makes nothing of what stands in a row;
// nil when nothing stands there.
func (f *field) translatedAway(r *row) error {
	for i := range f.sources {
		s := &f.sources[i]
		if text, _ := s.text(r); text != "" && s.values != nil {
			return nothing(s.source() + " is " + text)
		}
	}
	return nil
}

// lacks says that a row has no value for a key that a fact cannot do without.
func (f *field) lacks(what string) error {
	for i := range f.sources {
		s := &f.sources[i]
		if len(s.columns) > 0 && s.values == nil {
			return fmt.Errorf("%s is empty, and %s needs it; to pass such rows over, write only: {%s: given}", s.source(), what, s.columns[0].text)
		}
	}
	return errors.New(what + " has no " + f.key.name + " in this row; to pass such rows over, say with only which rows are meant")
}
