package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
)

func (s *study) print(w *bufio.Writer) {
	when, by := "each on the day of its last fact", ""
	if !s.day.IsZero() {
		when, by = "on "+s.day.String(), " by "+s.day.String()
	}
	if s.unbegun > 0 {
		fmt.Fprintf(w, "nothing was known of %s%s\n\n", count(s.unbegun, "deal", "deals"), by)
	}
	for i, g := range s.groups {
		if i > 0 {
			w.WriteByte('\n')
		}
		name := g.process.Title()
		if segment := g.process.Segment(); len(g.process.Segments()) > 1 && segment != "" {
			name += ", segment " + segment
		}
		fmt.Fprintf(w, "%s: %s, %s\n\n", diag.Printable(name), count(g.deals, "deal", "deals"), when)
		g.claims.print(w, g)
		g.elements.print(w, g.process.Framework())
		g.ends.print(w)
	}
}

// stepWords are what a step is called over its column, and what the deals that
// have one do.
var stepWords = [steps]struct{ column, deals string }{
	along:  {"BY A WAY", "go by a way of the process"},
	skips:  {"SKIPPING", "skip a stage"},
	back:   {"BACK", "go back by no way of the process"},
	again:  {"AGAIN", "are claimed again where they are"},
	ending: {"TO AN END", "end"},
	after:  {"AFTER AN END", "go on after an end"},
}

func (c *claims) print(w *bufio.Writer, g *group) {
	if c.none == g.deals && c.stray == 0 {
		w.WriteString("no deal is claimed anywhere\n\n")
		return
	}
	places := []stage.Stage{{}}
	for s := range g.process.Stages() {
		places = append(places, s)
	}
	for s := range g.process.Ends() {
		places = append(places, s)
	}
	var names []string
	for _, s := range places {
		names = append(names, s.ID())
	}
	width := widest("CLAIMED", names)
	fmt.Fprintf(w, "%-*s  %7s", width, "CLAIMED", "DEALS")
	for _, word := range stepWords {
		fmt.Fprintf(w, "  %*s", max(7, len(word.column)), word.column)
	}
	w.WriteByte('\n')
	for i, s := range places {
		deals := fmt.Sprint(c.there[s])
		if s.IsZero() {
			names[i], deals = "at first", ""
		}
		taken := c.taken[s]
		if taken == nil {
			taken = &[steps]int{}
		}
		fmt.Fprintf(w, "%-*s  %7s", width, names[i], deals)
		for step, word := range stepWords {
			fmt.Fprintf(w, "  %*d", max(7, len(word.column)), taken[step])
		}
		w.WriteByte('\n')
	}
	for step, word := range stepWords {
		if deals := c.deals[step]; step != int(along) && step != int(ending) {
			fmt.Fprintf(w, "%d of %d deals %s%s\n", len(deals), g.deals, word.deals, named(deals))
		}
	}
	if c.none > 0 {
		fmt.Fprintf(w, "%s claimed nowhere\n", count(c.none, "deal is", "deals are"))
	}
	if c.stray > 0 {
		fmt.Fprintf(w, "%s a stage that the process does not have\n", count(c.stray, "claim names", "claims name"))
	}
	w.WriteByte('\n')
}

// named names some deals, unless they are too many to look at.
func named(deals []string) string {
	const most = 20
	if len(deals) == 0 || len(deals) > most {
		return ""
	}
	return ": " + diag.Printable(strings.Join(deals, ", "))
}

func (all elements) print(w *bufio.Writer, f *qualify.Framework) {
	var names []string
	for _, s := range all {
		names = append(names, s.element.ID())
	}
	var columns []string
	for l := range f.Levels() {
		columns = append(columns, l.ID())
	}
	columns = append(columns, "contradicted", "unknown")
	width := widest("ELEMENT", names)
	fmt.Fprintf(w, "%-*s", width, "ELEMENT")
	for _, c := range columns {
		fmt.Fprintf(w, "  %*s", max(7, len(c)), strings.ToUpper(c))
	}
	w.WriteByte('\n')
	for i, s := range all {
		cells := append(s.levels[1:len(s.levels):len(s.levels)], s.contradicted, s.levels[0])
		fmt.Fprintf(w, "%-*s", width, names[i])
		for j, c := range columns {
			fmt.Fprintf(w, "  %*d", max(7, len(c)), cells[j])
		}
		w.WriteByte('\n')
	}
	held, contradicted, unknown := all.sum()
	fmt.Fprintf(w, "%s: %d at a level, %d contradicted, %d unknown\n\n",
		count(held+contradicted+unknown, "judgement", "judgements"), held, contradicted, unknown)
}

func (e *ends) print(w *bufio.Writer) {
	p := e.pairs()
	fmt.Fprintf(w, "%s won and %d lost\n", count(p.won, "deal is called", "deals are called"), p.lost)
	area, ok := p.area()
	if !ok {
		w.WriteString("the score has nothing to tell apart: both are needed\n")
		return
	}
	fmt.Fprintf(w, "of %s of a won deal and a lost one the won one has the higher score in %d, and both have the same in %d\n",
		count(p.won*p.lost, "pair", "pairs"), p.above, p.tied)
	fmt.Fprintf(w, "the score tells them apart with an AUC of %d.%04d, ties counted half\n", area/qualify.Full, area%qualify.Full)
}

func widest(head string, names []string) int {
	width := len(head)
	for _, n := range names {
		width = max(width, len(n))
	}
	return width
}

// count gives a number with its noun.
func count[N int | int64](n N, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
