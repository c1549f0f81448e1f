package diagram

import (
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/diag"
)

// texts gives what stands in a place, in a line each.
func (p *place) texts() []string { return slices.Concat([]string{p.title}, p.notes, p.marks) }

// texts gives what stands at a way, in a line each, members of a group behind a
// dash for each level. Nothing stands at the way out of the start when nothing is
// asked there.
func (e *edge) texts() []string {
	out := e.headings()
	for _, l := range e.lines {
		before := "• "
		if l.depth > 0 {
			before = strings.Repeat("– ", l.depth)
		}
		out = append(out, before+l.words())
	}
	if e.asksNothing() {
		out = append(out, nothing)
	}
	return out
}

// headings gives what stands above what the gate asks for, in a line each.
func (e *edge) headings() []string {
	return slices.DeleteFunc([]string{e.when, e.head}, func(s string) bool { return s == "" })
}

// nothing is said at a gate that asks for nothing, apart from the way out of the
// start.
const nothing = "asks for nothing"

func (e *edge) asksNothing() bool { return len(e.lines) == 0 && !e.start }

// words gives what is asked for, behind its answer.
func (l line) words() string {
	if l.answer == "" {
		return l.text
	}
	return l.answer + ": " + l.text
}

// has reports whether there is a place of some kind.
func (d *Diagram) has(which func(*place) bool) bool { return len(d.all(which)) > 0 }

// all gives the indices of the places of some kind.
func (d *Diagram) all(which func(*place) bool) []int {
	var out []int
	for i := range d.places {
		if which(&d.places[i]) {
			out = append(out, i)
		}
	}
	return out
}

// wrapColumns breaks a text into lines of so many columns.
func wrapColumns(s string, columns int) []string {
	return wrap(s, columns, func(r rune) int { return diag.Width(string(r)) })
}

// wrap breaks a text into lines no wider than a limit: between words where it
// can, and else within one. A line has one character at the least, and no mark
// is parted from what it stands on.
func wrap(s string, limit int, width func(rune) int) []string {
	var out []string
	var line strings.Builder
	at, space := 0, width(' ')
	end := func() {
		out = append(out, line.String())
		line.Reset()
		at = 0
	}
	for word := range strings.SplitSeq(s, " ") {
		whole := 0
		for _, r := range word {
			whole += width(r)
		}
		if line.Len() > 0 {
			if at+space+whole > limit {
				end()
			} else {
				line.WriteByte(' ')
				at += space
			}
		}
		for _, r := range word {
			w := width(r)
			if w > 0 && line.Len() > 0 && at+w > limit {
				end()
			}
			line.WriteRune(r)
			at += w
		}
	}
	end()
	return out
}
