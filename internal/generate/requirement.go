package generate

import (
	"cmp"
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
	Approved    Kind = "approval"
	Scored      Kind = "score"
	Dated       Kind = "day"
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
	Subject string // element, milestone, attribute, stage, shared requirement, day
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
	Every   bool // of an approval: one of each role
	InOrder bool
	Percent int    // of a score
	Before  string // what day it has to lie before, and after; "" says nothing
	After   string
	AtLeast deal.Duration // how far off; no more than one of Before and After is there
	AtMost  deal.Duration

	// Values per segment, in the place of those of the same name.
	PeopleBy  Split[int]
	CountBy   Split[int]
	PercentBy Split[int]
	WithinBy  Split[deal.Duration]
	AtLeastBy Split[deal.Duration]
	AtMostBy  Split[deal.Duration]

	// The wrappers, which conditions do not have.
	ID       string // "" says nothing: it is derived
	Title    string
	Why      string
	Ask      string
	When     *Requirement
	Optional deal.Said
	Waivable []string // roles
	From     string   // of a requirement at every gate: from the one out of this stage on
}

// Comparison compares an attribute.
type Comparison struct {
	Op     string // is, in, at_least, at_most, above, below
	Values []Operand
	By     Split[Operand] // values per segment, in the place of these
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

// String writes the operand as the language does.
func (o Operand) String() string {
	if o.Attribute != "" {
		return o.Attribute
	}
	return literal(o.Value)
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
	case OfElement, OfMilestone, OfAttribute, Reached, Use, Dated:
		add(string(r.Kind), r.Subject)
	case Scored:
		add(string(r.Kind), mapping([]string{"at_least: " + cmp.Or(text(r.Percent, r.PercentBy), "0")}))
	case Engaged, Known, Segment, Approved:
		add(string(r.Kind), sequence(r.Names))
	case All, Any, None:
		add(string(r.Kind), members(r.Members))
	case SomeOf:
		add(string(r.Kind), mapping([]string{"count: " + text(r.Count, r.CountBy), "of: " + members(r.Members)}))
	case NextStep:
		var step []string
		if within := text(r.Within, r.WithinBy); within != "" {
			step = append(step, "within: "+within)
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
	add("people", text(r.People, r.PeopleBy))
	if r.Every {
		add("every", "true")
	}
	if r.InOrder {
		add("in_order", "true")
	}
	if r.Kind != NextStep {
		add("within", text(r.Within, r.WithinBy))
	}
	add("since", r.Since)
	add("before", r.Before)
	add("after", r.After)
	add("at_least", text(r.AtLeast, r.AtLeastBy))
	add("at_most", text(r.AtMost, r.AtMostBy))
	for _, c := range r.Compare {
		var values []string
		for _, v := range c.Values {
			values = append(values, v.String())
		}
		switch {
		case c.By != nil:
			add(c.Op, text(Operand{}, c.By))
		case c.Op == "in":
			add(c.Op, sequence(values))
		default:
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
	if r.Waivable != nil {
		add("waivable_by", sequence(r.Waivable))
	}
	add("from", r.From)
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
