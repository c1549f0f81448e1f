package generate

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
)

// Process is a sales process on a framework.
type Process struct {
	ID         string
	Framework  string
	Segments   []string // nil says nothing: the process's id is its only one
	Roles      []Role
	Milestones []Milestone
	Attributes []Attribute
	Shared     []Shared
	Stages     []Stage
	Ends       []End // nil says nothing: won and lost
}

// Role is a role of one side.
type Role struct {
	ID   string
	Side deal.Side
}

// Milestone is an outcome that can be reached.
type Milestone struct {
	ID       string
	By       deal.Side // NoSide says nothing: it is the buyer's
	ValidFor deal.Duration
	VoidBy   []string
}

// Owner is the side that the milestone belongs to.
func (m *Milestone) Owner() deal.Side {
	if m.By == deal.NoSide {
		return deal.Buyer
	}
	return m.By
}

// Attribute is a value that the host hands in.
type Attribute struct {
	ID      string
	Type    string     // integer, decimal, text, flag or day
	Default deal.Value // a day is its text
}

// Shared is a requirement that others use by its id.
type Shared struct {
	ID          string
	Requirement *Requirement
}

// Stage is a stage.
type Stage struct {
	ID          string
	Enter, Exit []*Requirement
	Next        []string // nil says nothing
	Optional    bool
}

// End is an end.
type End struct {
	ID    string
	Kind  string // won, lost or left
	Needs []*Requirement
}

// AllEnds is the ends of the process, those that it does not write down
// among them.
func (p *Process) AllEnds() []End {
	if p.Ends == nil {
		return []End{{ID: "won", Kind: "won"}, {ID: "lost", Kind: "lost"}}
	}
	return p.Ends
}

// YAML prints the process.
func (p *Process) YAML() string {
	var b strings.Builder
	fmt.Fprintf(&b, "process: %s\ntitle: Generated\nframework: %s\n", p.ID, p.Framework)
	if p.Segments != nil {
		fmt.Fprintf(&b, "segments: %s\n", sequence(p.Segments))
	}
	if len(p.Roles) > 0 {
		b.WriteString("roles:\n")
		for side := deal.Buyer; side <= deal.ThirdParty; side++ {
			var ids []string
			for _, r := range p.Roles {
				if r.Side == side {
					ids = append(ids, r.ID)
				}
			}
			if len(ids) > 0 {
				fmt.Fprintf(&b, "  %v: %s\n", side, sequence(ids))
			}
		}
	}
	if len(p.Milestones) > 0 {
		b.WriteString("milestones:\n")
		for _, m := range p.Milestones {
			keys := []string{"id: " + m.ID, "title: Milestone"}
			if m.By != deal.NoSide {
				keys = append(keys, fmt.Sprintf("by: %v", m.By))
			}
			if !m.ValidFor.IsZero() {
				keys = append(keys, fmt.Sprintf("valid_for: %v", m.ValidFor))
			}
			if len(m.VoidBy) > 0 {
				keys = append(keys, "void_by: "+sequence(m.VoidBy))
			}
			fmt.Fprintf(&b, "  - %s\n", mapping(keys))
		}
	}
	if len(p.Attributes) > 0 {
		b.WriteString("attributes:\n")
		for _, a := range p.Attributes {
			keys := []string{"id: " + a.ID, "type: " + a.Type}
			if a.Default != (deal.Value{}) {
				keys = append(keys, "default: "+literal(a.Default))
			}
			fmt.Fprintf(&b, "  - %s\n", mapping(keys))
		}
	}
	if len(p.Shared) > 0 {
		b.WriteString("requirements:\n")
		for _, s := range p.Shared {
			fmt.Fprintf(&b, "  %s: %s\n", s.ID, s.Requirement.YAML())
		}
	}
	b.WriteString("stages:\n")
	for _, s := range p.Stages {
		fmt.Fprintf(&b, "  - id: %s\n    title: Stage\n", s.ID)
		requirements(&b, "enter", s.Enter)
		requirements(&b, "exit", s.Exit)
		if s.Next != nil {
			fmt.Fprintf(&b, "    next: %s\n", sequence(s.Next))
		}
		if s.Optional {
			b.WriteString("    optional: true\n")
		}
	}
	if p.Ends != nil {
		b.WriteString("ends:\n")
		for _, e := range p.Ends {
			fmt.Fprintf(&b, "  - id: %s\n    title: End\n", e.ID)
			if e.Kind == "won" && len(e.ID)%2 == 0 {
				b.WriteString("    won: true\n") // the short word for the kind
			} else {
				fmt.Fprintf(&b, "    kind: %s\n", e.Kind)
			}
			requirements(&b, "needs", e.Needs)
		}
	}
	return b.String()
}

func requirements(b *strings.Builder, key string, list []*Requirement) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "    %s:\n", key)
	for _, r := range list {
		fmt.Fprintf(b, "      - %s\n", r.YAML())
	}
}

// literal prints a value of an attribute. A text that is a day stays plain.
func literal(v deal.Value) string {
	if s, ok := v.Text(); ok {
		if _, err := deal.ParseDay(s); err != nil {
			return fmt.Sprintf("%q", s)
		}
	}
	return v.String()
}
