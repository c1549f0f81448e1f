package voice

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Answer says an answer so that nobody takes "unknown" for "no".
func Answer(a stage.Answer) string {
	switch a {
	case stage.Met:
		return "yes"
	case stage.Unmet:
		return "no"
	case stage.Unknown:
		return "unknown"
	case stage.Waived:
		return "waived"
	}
	return "does not apply"
}

// Blocking names what blocks a gate; what is not known is marked.
func Blocking(open []score.Open) string {
	var out []string
	for _, o := range open {
		s := o.Requirement.Title()
		if o.Answer == stage.Unknown {
			s += " (unknown)"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// Titles names some requirements.
func Titles(reqs []stage.Requirement) string {
	var out []string
	for _, r := range reqs {
		out = append(out, r.Title())
	}
	return strings.Join(out, "; ")
}

// Owed names what is missing at the end that is claimed; "" when nothing is. That
// a reason is missing is known where end_incomplete is raised.
func Owed(r *score.Row) string {
	var out []string
	if len(r.Owing) > 0 {
		out = append(out, Titles(r.Owing))
	}
	for _, s := range r.Signals {
		if s.Signal == stage.EndIncomplete && s.Count > len(r.Owing) {
			out = append(out, "a reason")
		}
	}
	if len(out) == 0 && r.Unproven() {
		return "a way that leads there"
	}
	return strings.Join(out, "; ")
}

// Wanted names what is open.
func Wanted(r stage.Requirement, atGate bool) string {
	s := r.Title() + " (" + r.ID() + ")"
	if atGate {
		s += ", for the gate it stands before"
	}
	return s
}

// Finding says what there is, of what a requirement asks for.
func Finding(f stage.Finding) string {
	var parts []string
	switch f.Requirement.Kind() {
	case stage.Element:
		switch {
		case f.Denied:
			parts = append(parts, "the buyer said no")
		case f.Level.Rank() > 0 || f.Answer != stage.Met:
			parts = append(parts, "stands at "+f.Level.ID())
		}
	case stage.Engaged, stage.Known:
		parts = append(parts, Count(f.People, "person", "people"))
	case stage.Score:
		parts = append(parts, fmt.Sprintf("is %d %%", f.Percent))
	case stage.DayIs:
		if !f.Since.IsZero() {
			return "is " + f.Since.String()
		}
		parts = append(parts, "not set")
	case stage.Attribute:
		if v := f.Value.String(); v != "" {
			parts = append(parts, "is "+v)
		} else {
			parts = append(parts, "not set")
		}
	}
	if f.Lapsed {
		parts = append(parts, "has lapsed")
	}
	if !f.Since.IsZero() && f.Answer == stage.Met {
		parts = append(parts, "since "+f.Since.String())
	}
	if !f.Until.IsZero() {
		parts = append(parts, "holds until "+f.Until.String())
	}
	return strings.Join(parts, ", ")
}

// Proof names what a won claim rests on, with the facts.
func Proof(proof []stage.Finding, cite func(int) string) string {
	var out []string
	for _, f := range proof {
		s := f.Requirement.Title()
		var facts []string
		for _, i := range f.Support {
			facts = append(facts, cite(i))
		}
		if len(facts) > 0 {
			s += " (" + strings.Join(facts, "; ") + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// Counts says what proof counts for a level of an element: what it looks
// like, and the ways of the ladder.
func Counts(e qualify.Element, l qualify.Level) string {
	s := l.ID() + ": "
	if shows := e.Shows(l); shows != "" {
		s += shows + " \u2013 "
	}
	return s + ways(e, l)
}

// ways says the ways to a level of an element.
func ways(e qualify.Element, l qualify.Level) string {
	var out []string
	for w := range e.Ways(l) {
		out = append(out, wayWords(w))
	}
	return strings.Join(out, "; or ")
}

// wayWords says one way of a ladder.
func wayWords(w qualify.Way) string {
	s := "anything said, written or done"
	if len(w.Forms) > 0 {
		s = formWords(w.Forms)
	}
	switch w.Side {
	case deal.Buyer:
		s += " from the buyer"
	case deal.Seller:
		s += " from us"
	case deal.ThirdParty:
		s += " from a third party"
	}
	if len(w.Roles) > 0 {
		from := " from the "
		if w.Side != deal.NoSide {
			from = ", namely the "
		}
		s += from + strings.ReplaceAll(strings.Join(w.Roles, " or "), "_", " ")
	}
	if w.People > 1 {
		s += fmt.Sprintf(", from %d different people", w.People)
	}
	return s
}

// formNames are the forms as somebody would show them.
var formNames = [...]string{
	deal.Belief: "a belief", deal.Inferred: "something inferred", deal.Public: "something public",
	deal.Statement: "a statement", deal.Document: "a document", deal.Act: "an act",
}

func formWords(forms []deal.Form) string {
	var out []string
	for _, f := range forms {
		out = append(out, formNames[f])
	}
	if n := len(out) - 1; n > 0 {
		return strings.Join(out[:n], ", ") + " or " + out[n]
	}
	return strings.Join(out, "")
}

// Refined says what a requirement wants besides the level of its element.
func Refined(r stage.Requirement) string {
	if r.Kind() != stage.Element {
		return ""
	}
	var parts []string
	if forms := r.Forms(); len(forms) > 0 {
		parts = append(parts, "as "+formWords(forms))
	}
	if roles, _ := r.Roles(); len(roles) > 0 {
		parts = append(parts, "from the "+strings.ReplaceAll(strings.Join(roles, " or "), "_", " "))
	}
	if len(parts) == 0 {
		return ""
	}
	return "some of it " + strings.Join(parts, ", ")
}
