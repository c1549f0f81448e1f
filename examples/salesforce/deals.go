package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
)

// draft is a deal that is being put together.
type draft struct {
	row   *row
	rec   *deal.Record
	first deal.Day // the first day that any row about it gives
	facts []drafted
}

// drafted is a fact with the row that it came from.
type drafted struct {
	row  *row
	fact deal.Fact
	said string
}

// importer carries a mapping through an export.
type importer struct {
	m      *mapping
	exp    *export
	drafts []*draft
	byID   map[string]*draft
	gone   map[string]bool // deals whose rows were passed over
}

// convert makes a line of each deal, in the order of the file of the deals.
// What cannot be mapped is noted on its row.
func convert(m *mapping, exp *export) (lines [][]byte, facts int) {
	im := &importer{m: m, exp: exp, byID: map[string]*draft{}, gone: map[string]bool{}}
	im.readDeals()
	for _, r := range m.facts {
		if r.on.inRow() {
			im.date(r)
		}
	}
	for _, r := range m.facts {
		im.apply(r)
	}
	for _, d := range im.drafts {
		line, err := d.line()
		if err != nil {
			d.row.refuse(err)
			continue
		}
		d.row.mapped = true
		lines = append(lines, line)
		facts += d.rec.Len()
	}
	return lines, facts
}

func (im *importer) readDeals() {
	rule := im.m.rule(im.m.deals.file)
	for r := range im.exp.tables[im.m.deals.file].sound {
		miss, err := misses(im.m.deals.only, r)
		switch {
		case err != nil:
			r.refuse(err)
			continue
		case miss != "":
			r.pass(miss)
			continue
		}
		id, err := named(im.m.deals.deal, r)
		switch {
		case err != nil:
			r.refuse(err)
			continue
		case id == "":
			r.refuse(fmt.Errorf("%s is empty, and a deal needs its name", im.m.deals.deal.text))
			continue
		}
		if rule != nil {
			miss, err := misses(rule.only, r)
			if err != nil {
				r.refuse(err)
				continue
			}
			if miss != "" {
				r.pass(miss)
				im.gone[id] = true
				continue
			}
		}
		if twin := im.byID[id]; twin != nil {
			r.refuse(errTwice(im.m.deals.deal, id, twin.row))
			continue
		}
		d := &draft{row: r}
		im.byID[id] = d
		if d.rec, err = im.header(id, r); err != nil {
			r.refuse(err)
			continue
		}
		im.drafts = append(im.drafts, d)
	}
}

// named gives the name of the deal that a row is about, or of the deal that it
// is: what stands in a column, or without one the place of the row.
func named(c *column, r *row) (string, error) {
	if c == nil {
		return fmt.Sprintf("%s:%d", r.table.name, r.line), nil
	}
	return r.cell(c)
}

func (im *importer) header(id string, r *row) (*deal.Record, error) {
	fields := ydoc.Fields{{Key: "deal", Value: id}}
	for i := range im.m.deals.fields {
		f := &im.m.deals.fields[i]
		v, err := f.value(r)
		if err != nil {
			return nil, err
		}
		if v != nil {
			fields = append(fields, ydoc.Field{Key: f.key.name, Value: v})
		}
	}
	return read(append(fields, ydoc.Field{Key: "facts", Value: []ydoc.Out{}}))
}

// date finds the first days of deals: the earliest that a row about one gives.
// Rows that cannot be dated are refused when their facts are made.
func (im *importer) date(r *factRule) {
	for row := range im.exp.tables[r.file].sound {
		d, _, err := im.about(r, row)
		if d == nil || err != nil {
			continue
		}
		if day, err := r.on.day(row, im.m.exported); err == nil && (d.first.IsZero() || day.Before(d.first)) {
			d.first = day
		}
	}
}

// about finds the deal that a row is about; nil when the row is passed over,
// and why.
func (im *importer) about(r *factRule, row *row) (d *draft, pass string, err error) {
	rule, by := im.m.rule(r.file), im.m.deals.deal
	if rule != nil {
		if miss, err := misses(rule.only, row); miss != "" || err != nil {
			return nil, miss, err
		}
		if r.file != im.m.deals.file {
			by = rule.deal
		}
	}
	if miss, err := misses(r.only, row); miss != "" || err != nil {
		return nil, miss, err
	}
	id, err := named(by, row)
	if err != nil {
		return nil, "", err
	}
	if r.file == im.m.deals.file {
		switch miss, err := misses(im.m.deals.only, row); {
		case miss == "" && err == nil: // the row is a deal itself
			if d := im.byID[id]; d != nil && d.row == row && d.rec != nil {
				return d, "", nil
			}
			return nil, "", nil // said when the deals were read
		case by == nil, err != nil:
			return nil, "", nil // so was this: the row is no deal, and names none
		}
	}
	switch d = im.byID[id]; {
	case id == "":
		return nil, "", fmt.Errorf("%[1]s is empty, and a fact is about a deal; to pass such rows over, write only: {%[1]s: given}", by.text)
	case d == nil && im.gone[id]:
		return nil, "its deal was passed over", nil
	case d == nil:
		return nil, "", fmt.Errorf("%s: there is no deal %q in %s", by.text, id, im.m.deals.file)
	case d.rec == nil:
		return nil, "", fmt.Errorf("%s: the deal %q was refused", by.text, id)
	}
	return d, "", nil
}

// apply makes the facts of one rule.
func (im *importer) apply(r *factRule) {
	made := map[*draft][]drafted{}
	var none nothing
	for row := range im.exp.tables[r.file].sound {
		d, pass, err := im.about(r, row)
		switch {
		case err != nil:
			row.refuse(err)
			continue
		case pass != "":
			row.pass(pass)
			continue
		case d == nil:
			continue
		}
		fact, said, err := r.fact(row, cmp.Or(d.first, im.m.exported), im.m.exported)
		switch {
		case errors.As(err, &none):
			row.pass(err.Error())
		case err != nil:
			row.refuse(err)
		default:
			made[d] = append(made[d], drafted{row, fact, said})
		}
	}
	for _, d := range im.drafts {
		facts := made[d]
		if r.onlyChanges {
			facts = changes(facts)
		}
		for _, f := range facts {
			f.row.mapped = true
		}
		d.facts = append(d.facts, facts...)
	}
}

// changes leaves out what says the same as the fact before it, in the order of
// the days.
func changes(facts []drafted) []drafted {
	slices.SortStableFunc(facts, func(a, b drafted) int { return a.fact.When().On.Compare(b.fact.When().On) })
	var out []drafted
	for i, f := range facts {
		if i > 0 && f.said == facts[i-1].said {
			f.row.pass("repeats the value before it")
			continue
		}
		out = append(out, f)
	}
	return out
}

// line puts a deal together: its facts in the order noted, then by the day they
// happened, then in the order of the mapping.
func (d *draft) line() ([]byte, error) {
	facts := unite(d.facts)
	slices.SortStableFunc(facts, func(a, b deal.Fact) int {
		x, y := a.When(), b.When()
		return cmp.Or(x.Noted.Compare(y.Noted), x.On.Compare(y.On))
	})
	for _, f := range facts {
		if err := d.rec.Append(f); err != nil {
			return nil, err
		}
	}
	line, err := d.rec.MarshalJSON()
	if err != nil {
		return nil, err
	}
	for back, err := range deal.Stream(d.rec.ID, bytes.NewReader(line)) {
		if err != nil {
			return nil, fmt.Errorf("the deal cannot be read back: %w", err)
		}
		if !back.Equal(d.rec) {
			return nil, errors.New("the deal does not read back as it was written")
		}
	}
	return line, nil
}

// unite makes one fact of those that are about one person on one day, because a
// fact with roles replaces the roles that were known.
func unite(drafted []drafted) []deal.Fact {
	type same struct {
		person    string
		on, noted deal.Day
	}
	at := map[same]int{}
	var facts []deal.Fact
	for _, f := range drafted {
		p, ok := f.fact.(deal.Person)
		if !ok {
			facts = append(facts, f.fact)
			continue
		}
		stamp := p.When()
		who := same{p.Person, stamp.On, stamp.Noted}
		i, seen := at[who]
		if !seen {
			at[who] = len(facts)
			facts = append(facts, p)
			continue
		}
		facts[i] = merge(facts[i].(deal.Person), p)
	}
	return facts
}

// merge adds what a later row says of a person: roles are added up, and of
// everything else the later word counts.
func merge(a, b deal.Person) deal.Person {
	for _, role := range b.Roles {
		if !slices.Contains(a.Roles, role) {
			a.Roles = append(slices.Clip(a.Roles), role)
		}
	}
	a.Side = b.Side
	a.Name = cmp.Or(b.Name, a.Name)
	a.Title = cmp.Or(b.Title, a.Title)
	a.Stance = cmp.Or(b.Stance, a.Stance)
	a.Gone = cmp.Or(b.Gone, a.Gone)
	a.Ref = cmp.Or(b.Ref, a.Ref)
	a.Note = cmp.Or(b.Note, a.Note)
	return a
}
