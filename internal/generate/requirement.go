package generate

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
)

// Kind is the key that says what a requirement or a condition asks for.
type Kind string

// The kinds, by the word of the language.
const (
	OfElement   Kind = "element"
	OfMilestone Kind = "milestone"
	Engaged     Kind = "engaged"
	Known       Kind = "known"
	NextStep    Kind = "next_step"
	OfAttribute Kind = "attribute"
	Reached     Kind = "reached"
	All         Kind = "all"
	Any         Kind = "any"
	SomeOf      Kind = "some_of"
	None        Kind = "none"
	Use         Kind = "use"
	Segment     Kind = "segment" // in conditions only
)

// Requirement is a requirement or a condition.
type Requirement struct {
	Kind    Kind
	Subject string // element, milestone, attribute, stage, shared requirement
	Level   string
	Names   []string // roles, or segments
	Forms   []deal.Form
	People  int // 0 says nothing: one is enough
	Within  deal.Duration
	Since   string // milestone
	Owner   string // of a next step: buyer, seller, both; "" says nothing
	Compare []Comparison
	Count   int // of some_of
	Members []*Requirement

	// The wrappers, which conditions do not have.
	ID       string // "" says nothing: it is derived
	Title    string
	Why      string
	Ask      string
	When     *Requirement
	Optional deal.Said
}

// Comparison compares an attribute.
type Comparison struct {
	Op     string // is, in, at_least, at_most, above, below
	Values []Operand
}

// Operand is the id of another attribute, or a value.
type Operand struct {
	Attribute string
	Value     deal.Value
}

// Leaf reports whether the requirement is no group of others; what stands under
// none is one leaf.
func (r *Requirement) Leaf() bool {
	switch r.Kind {
	case All, Any, SomeOf, Use:
		return false
	}
	return true
}

// YAML prints the requirement in one line.
func (r *Requirement) YAML() string {
	var keys []string
	add := func(key, value string) {
		if value != "" {
			keys = append(keys, key+": "+value)
		}
	}
	switch r.Kind {
	case OfElement, OfMilestone, OfAttribute, Reached, Use:
		add(string(r.Kind), r.Subject)
	case Engaged, Known, Segment:
		add(string(r.Kind), sequence(r.Names))
	case All, Any, None:
		add(string(r.Kind), members(r.Members))
	case SomeOf:
		add(string(r.Kind), mapping([]string{fmt.Sprintf("count: %d", r.Count), "of: " + members(r.Members)}))
	case NextStep:
		var step []string
		if !r.Within.IsZero() {
			step = append(step, "within: "+r.Within.String())
		}
		if r.Owner != "" {
			step = append(step, "owner: "+r.Owner)
		}
		add(string(r.Kind), mapping(step))
	}
	add("level", r.Level)
	if r.Kind == OfElement || r.Kind == OfMilestone {
		if len(r.Names) > 0 {
			add("role", sequence(r.Names))
		}
	}
	if len(r.Forms) > 0 {
		add("form", forms(r.Forms))
	}
	if r.People != 0 {
		add("people", fmt.Sprint(r.People))
	}
	if r.Kind != NextStep {
		add("within", r.Within.String())
	}
	add("since", r.Since)
	for _, c := range r.Compare {
		var values []string
		for _, v := range c.Values {
			if v.Attribute != "" {
				values = append(values, v.Attribute)
			} else {
				values = append(values, literal(v.Value))
			}
		}
		if c.Op == "in" {
			add(c.Op, sequence(values))
		} else {
			add(c.Op, values[0])
		}
	}
	add("id", r.ID)
	add("title", quoted(r.Title))
	add("why", quoted(r.Why))
	add("ask", quoted(r.Ask))
	if r.When != nil {
		add("when", r.When.YAML())
	}
	switch r.Optional {
	case deal.Yes:
		add("optional", "true")
	case deal.No:
		add("optional", "false")
	}
	return mapping(keys)
}

func members(list []*Requirement) string {
	var out []string
	for _, m := range list {
		out = append(out, m.YAML())
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func quoted(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf("%q", text)
}
