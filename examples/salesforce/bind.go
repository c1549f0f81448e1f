package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
)

// bind finds every file and every column that the mapping names in the export,
// and reports those that are not there.
func (m *mapping) bind(exp *export) {
	for _, u := range m.uses {
		m.bindFile(exp, u)
		if r := m.rule(u.file); r != nil && r.leftOut.Given() {
			r.leftOut.Report(explainedUse, fmt.Sprintf("%s is used, so it is not unmapped", u.file), "name the columns that are left out, one by one")
		}
	}
	for _, r := range m.files {
		m.bindFile(exp, use{r.at, r.name})
		for _, j := range r.joins {
			j.table = exp.tables[j.key.file]
		}
	}
	for _, c := range m.columns {
		m.bindColumn(exp, c)
	}
	for _, r := range m.files {
		for _, j := range r.joins {
			if j.table != nil && j.key.index >= 0 {
				j.table.key(j.key)
			}
		}
		for _, c := range r.unmapped {
			m.explain(exp, c)
		}
	}
	for _, r := range m.facts {
		if rule := m.rule(r.file); r.file != "" && r.file != m.deals.file && (rule == nil || rule.deal == nil) {
			r.at.Report(noDealColumn, fmt.Sprintf("which column of %s names the deal?", r.file), fmt.Sprintf("under files write %s: {deal: COLUMN}", r.file))
		}
	}
	for _, f := range m.fixed {
		if t := exp.tables[f.file]; t != nil && slices.Contains(t.header, f.text) {
			f.at.Warn(maybeColumn, fmt.Sprintf("every row gets the text %q, and %s has a column of that name", f.text, f.file), fmt.Sprintf("to take what stands in the column write {column: %s}", f.text))
		}
	}
}

func (m *mapping) bindFile(exp *export, u use) {
	if !slices.Contains(exp.names, u.file) {
		u.at.Report(unknownFile, fmt.Sprintf("the export has no file %q", u.file), ydoc.OneOf(u.file, exp.names))
	}
}

func (m *mapping) bindColumn(exp *export, c *column) {
	c.index = -1
	t := exp.tables[c.file]
	if t == nil {
		return // said of the file
	}
	if c.index = slices.Index(t.header, c.text); c.index >= 0 && c.text != "" {
		t.uses[c.index] = used
		return
	}
	hint := ydoc.OneOf(c.text, t.header)
	if prefix, text, dotted := strings.Cut(c.text, "."); dotted && !c.own {
		j := m.join(c.file, prefix)
		switch {
		case j == nil:
			hint = fmt.Sprintf("under files say what %s is: %s: {join: {%s: {file: …, key: …, by: …}}}", prefix, c.file, prefix)
		case j.table == nil:
			return // said of the file
		default:
			if c.index = slices.Index(j.table.header, text); c.index >= 0 {
				c.join = j
				j.table.uses[c.index] = used
				return
			}
			hint = ydoc.OneOf(text, j.table.header)
		}
	}
	c.at.Report(unknownColumn, fmt.Sprintf("%s has no column %q", c.file, c.text), hint)
}

// join finds the join of a file by its name.
func (m *mapping) join(file, name string) *join {
	if r := m.rule(file); r != nil {
		for _, j := range r.joins {
			if j.name == name {
				return j
			}
		}
	}
	return nil
}

// explain marks a column that is left out with a reason.
func (m *mapping) explain(exp *export, c *column) {
	t := exp.tables[c.file]
	if t == nil {
		return
	}
	switch i := slices.Index(t.header, c.text); {
	case i < 0:
		c.at.Report(unknownColumn, fmt.Sprintf("%s has no column %q", c.file, c.text), ydoc.OneOf(c.text, t.header))
	case t.uses[i] == used:
		c.at.Report(explainedUse, fmt.Sprintf("%s is mapped, so it is not unmapped", c.text), "take it out here")
	default:
		t.uses[i] = explained
	}
}
