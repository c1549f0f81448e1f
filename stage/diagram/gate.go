package diagram

import (
	"fmt"
	"iter"
	"strings"

	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
)

// line is one thing that a gate asks for, or one member of it.
type line struct {
	depth  int
	answer string // empty where no deal is asked
	text   string
}

// gateLines gives the lines of a gate; with a position, answered.
func gateLines(clauses iter.Seq[stage.Clause], w *stage.Position) []line {
	var out []line
	var add func(clauses iter.Seq[stage.Clause], depth int, answer func(stage.Answer) string)
	add = func(clauses iter.Seq[stage.Clause], depth int, answer func(stage.Answer) string) {
		for c := range clauses {
			l := line{depth: depth, text: clauseWords(c)}
			if w != nil {
				l.answer = answer(w.Asked(c))
			}
			out = append(out, l)
			if c.Kind() == stage.None {
				add(c.Members(), depth+1, holdsWords)
			} else {
				add(c.Members(), depth+1, answer)
			}
		}
	}
	add(clauses, 0, answerWords)
	return out
}

// clauseWords says what is asked for, what of its members has to hold, under
// which condition, and whether it may be missing.
func clauseWords(c stage.Clause) string {
	parts := make([]string, 0, 2)
	if title := clean(c.Title()); title != "" {
		parts = append(parts, title)
	}
	if how := howMany(c); how != "" {
		parts = append(parts, how)
	}
	s := strings.Join(parts, ": ")
	if when := clean(c.When()); when != "" {
		s += " (if " + when + ")"
	}
	if c.Optional() {
		s += " (optional)"
	}
	return s
}

// howMany says how many members of a group have to hold; empty for a leaf.
func howMany(c stage.Clause) string {
	switch c.Kind() {
	case stage.All:
		return "all of"
	case stage.Any:
		return "any of"
	case stage.None:
		return "none of"
	case stage.SomeOf:
		return fmt.Sprintf("at least %d of", c.Count())
	}
	return ""
}

// answerWords says an answer so that nobody takes "unknown" for "no".
func answerWords(a stage.Answer) string {
	if a == stage.Off {
		return "does not apply"
	}
	return a.String()
}

// holdsWords is answerWords for what stands under none, where a yes is no good
// news.
func holdsWords(a stage.Answer) string {
	switch a {
	case stage.Met:
		return "holds"
	case stage.Unmet:
		return "does not hold"
	}
	return answerWords(a)
}

// clean makes one line of a stranger's text, with whatever cannot be printed as
// a visible escape.
func clean(s string) string {
	return diag.Printable(strings.Join(strings.Fields(s), " "))
}
