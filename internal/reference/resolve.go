package reference

import (
	"slices"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// role is what a requirement is there for.
type role int

const (
	demand    role = iota // a gate asks for it, or for a group of which it is a member
	underNone             // it must not hold
	condition             // it switches something
)

// context is where a requirement stands.
type context struct {
	m    *Model
	role role
	end  int // the end in whose needs it stands, or 0
}

func (m *Model) context(r role) context { return context{m: m, role: r} }

func (x context) in(r role) context {
	x.role = r
	return x
}

// absent is the kind of a condition that has no value for the segment: it is
// unmet.
const absent generate.Kind = "absent"

// all resolves a list of requirements, without those that are not there for the
// segment.
func (x context) all(list []*generate.Requirement) []*requirement {
	var out []*requirement
	for _, r := range list {
		if r := x.resolve(r); r != nil {
			out = append(out, r)
		}
	}
	return out
}

// resolve resolves a requirement; nil when it is not there for the segment.
func (x context) resolve(r *generate.Requirement) *requirement {
	flat := *r
	for flat.Kind == generate.Use {
		flat = x.m.used(flat)
	}
	there := x.valued(&flat)
	out := &requirement{Requirement: flat, end: x.end}
	if flat.When != nil {
		out.whens = append(out.whens, x.in(condition).resolve(flat.When))
	}
	below := x
	if flat.Kind == generate.None && x.role == demand {
		below.role = underNone
	}
	out.members = below.all(flat.Members)
	if flat.Kind == generate.Approved && !there {
		x.m.approvals[flat.ID] = true // which the definitions know, also where nobody asks for it
	}
	if !there || len(flat.Members) > 0 && len(out.members) == 0 {
		return x.missing()
	}
	if x.role != demand {
		out.Waivable = nil
	}
	if out.ID == "" && (x.role == demand || flat.Kind == generate.Approved) {
		out.ID = x.m.derive(out)
	}
	if flat.Kind == generate.Approved {
		x.m.approvals[out.ID] = true
	}
	return out
}

func (x context) missing() *requirement {
	if x.role == condition {
		return &requirement{Requirement: generate.Requirement{Kind: absent}}
	}
	return nil
}

// valued puts the values for the segment in their places, and reports whether
// there is one for each.
func (x context) valued(r *generate.Requirement) bool {
	ok := value(&r.People, r.PeopleBy, x.m.segment) && value(&r.Count, r.CountBy, x.m.segment) &&
		value(&r.Percent, r.PercentBy, x.m.segment) && value(&r.Within, r.WithinBy, x.m.segment) &&
		value(&r.AtLeast, r.AtLeastBy, x.m.segment) && value(&r.AtMost, r.AtMostBy, x.m.segment)
	r.Compare = slices.Clone(r.Compare)
	for i := range r.Compare {
		c := &r.Compare[i]
		if c.By != nil {
			operand, there := c.By.Of(x.m.segment)
			c.Values, c.By = []generate.Operand{operand}, nil
			ok = ok && there
		}
	}
	return ok
}

// value puts the value for a segment in its place when there are such values,
// and reports whether there is any.
func value[T any](one *T, split generate.Split[T], segment string) bool {
	if split == nil {
		return true
	}
	v, ok := split.Of(segment)
	*one = v
	return ok
}

// used puts the shared requirement in the place of a use. It goes by its key
// when it has no id of its own; the wrappers of the use win.
func (m *Model) used(u generate.Requirement) generate.Requirement {
	i := slices.IndexFunc(m.process.Shared, func(s generate.Shared) bool { return s.ID == u.Subject })
	out := *m.process.Shared[i].Requirement
	if out.ID == "" {
		out.ID = m.process.Shared[i].ID
	}
	if u.ID != "" {
		out.ID = u.ID
	}
	if u.When != nil {
		out.When = u.When
	}
	if u.Optional != deal.Unsaid {
		out.Optional = u.Optional
	}
	if u.Waivable != nil {
		out.Waivable = u.Waivable
	}
	if u.From != "" {
		out.From = u.From
	}
	return out
}
