package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/headway-go/headway/qualify/diag"
)

// report says what became of the export: the rows that were refused, what
// nobody mapped, and the counts. It gives the number of rows that were refused.
func (exp *export) report(m *mapping, deals, facts int, w io.Writer) (refused int) {
	b := bufio.NewWriter(w)
	defer b.Flush()
	say := func(format string, args ...any) { fmt.Fprintln(b, diag.Printable(fmt.Sprintf(format, args...))) }

	for _, t := range exp.inOrder() {
		for _, r := range t.rows {
			for _, why := range r.refused {
				say("%s:%d: %s", t.name, r.line, why)
			}
		}
	}

	if left := exp.unmapped(m); len(left) > 0 {
		say("nobody mapped these, or said in the mapping why not:")
		for _, l := range left {
			say("  %s", l)
		}
	}

	width := len("FILE")
	for name := range exp.tables {
		width = max(width, diag.Width(name))
	}
	say("%-*s  %6s  %6s  %11s  %7s", width, "FILE", "ROWS", "MAPPED", "PASSED OVER", "REFUSED")
	for _, t := range exp.inOrder() {
		c := t.count()
		refused += c.refused
		say("%-*s  %6d  %6d  %11d  %7d", width, t.name, len(t.rows), c.mapped, c.passed, c.refused)
		for _, why := range c.reasons {
			say("  %d passed over: %s", c.why[why], why)
		}
	}
	say("%s, %s", count(deals, "deal", "deals"), count(facts, "fact", "facts"))
	return refused
}

func (exp *export) inOrder() []*table {
	var out []*table
	for _, name := range exp.names {
		if t := exp.tables[name]; t != nil {
			out = append(out, t)
		}
	}
	return out
}

// tally is what became of the rows of a file: each row is counted once, as
// refused if anything about it was, else as mapped if anything was made of it
// or another row refers to it.
type tally struct {
	mapped, passed, refused int
	reasons                 []string // in the order met
	why                     map[string]int
}

func (t *table) count() tally {
	c := tally{why: map[string]int{}}
	for _, r := range t.rows {
		switch {
		case len(r.refused) > 0:
			c.refused++
		case r.mapped, r.looked && len(r.passed) == 0:
			c.mapped++
		default:
			c.passed++
			why := strings.Join(r.passed, "; ")
			if why == "" {
				why = "no row refers to it"
			}
			if c.why[why]++; c.why[why] == 1 {
				c.reasons = append(c.reasons, why)
			}
		}
	}
	return c
}

// unmapped lists the files, and the columns of files, about which the mapping
// says nothing.
func (exp *export) unmapped(m *mapping) []string {
	var out []string
	for _, name := range exp.names {
		t := exp.tables[name]
		if t == nil {
			if m.rule(name) == nil {
				out = append(out, name+" (the whole file)")
			}
			continue
		}
		var columns []string
		for i, use := range t.uses {
			if use == unused {
				columns = append(columns, t.header[i])
			}
		}
		if len(columns) > 0 {
			out = append(out, name+": "+strings.Join(columns, ", "))
		}
	}
	return out
}

// count gives a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
