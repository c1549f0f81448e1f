package voice

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Changes names what changed, and with cite the fact behind it, once for all
// that it did. An element is passed over when a requirement about it is named.
func Changes(changes []score.Change, cite func(int) string) string {
	named := map[qualify.Element]bool{}
	var out []string
	behind := -1 // the fact behind what was named last
	for _, c := range changes {
		s := c.Title()
		if c.Requirement.IsZero() {
			if named[c.Element] {
				continue
			}
			s = Levels(c)
		} else if e, ok := c.Requirement.Element(); ok {
			named[e] = true
		}
		if n := len(out); n > 0 && cite != nil && behind >= 0 && c.Fact != behind {
			out[n-1] += " (" + cite(behind) + ")"
		}
		out, behind = append(out, s), c.Fact
	}
	if n := len(out); n > 0 && cite != nil && behind >= 0 {
		out[n-1] += " (" + cite(behind) + ")"
	}
	return strings.Join(out, "; ")
}

// Levels says from where to where an element went.
func Levels(c score.Change) string {
	switch {
	case c.Denied:
		return fmt.Sprintf("%s from %s to denied by the buyer", c.Title(), c.Was)
	case c.Was == c.Now:
		return c.Title() + " " + c.Now.ID() // what had lapsed was taken back besides
	}
	return fmt.Sprintf("%s from %s to %s", c.Title(), c.Was, c.Now)
}

// Aged gives what lapsed, as far as it is news: what was confirmed again is
// told with what was renewed, and a next step that is over with the signals.
func Aged(r *score.Row) []score.Change {
	var out []score.Change
	for _, c := range r.Lapsed {
		if !c.Requirement.IsZero() && c.Requirement.Kind() == stage.NextStep {
			continue
		}
		if !slices.ContainsFunc(r.Renewed, func(o score.Change) bool { return o.ID() == c.ID() }) {
			out = append(out, c)
		}
	}
	return out
}
