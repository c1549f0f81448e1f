package stage

import (
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// Person is somebody on record.
type Person struct {
	ID    string // by which facts name them
	Name  string // the last one given; may be empty
	Side  deal.Side
	Roles []string // those that the process knows, in definition order, even if they are gone
	Gone  bool
}

// People gives everybody who was introduced by the day of the last look, in the
// order in which they were.
func (w *Position) People() []Person {
	var out []Person
	place := map[qualify.Voice]int{}
	for i := range w.timeline.events {
		e := &w.timeline.events[i]
		if e.kind != personEvent || int(e.fact) >= w.seen || e.on.After(w.day) {
			continue
		}
		fact := w.rec.Fact(int(e.fact)).(deal.Person)
		at, known := place[e.voice]
		if !known {
			at = len(out)
			place[e.voice] = at
			out = append(out, Person{ID: fact.Person, Side: w.ledger.Side(e.voice), Roles: w.hadRoles(e.voice), Gone: w.ledger.Gone(e.voice)})
		}
		if fact.Name != "" {
			out[at].Name = fact.Name
		}
	}
	return out
}

func (w *Position) hadRoles(v qualify.Voice) (roles []string) {
	for i, role := range w.p.roles {
		if w.ledger.HadRole(v, 1<<i) {
			roles = append(roles, role.id)
		}
	}
	return roles
}

// IsUninvolved reports whether there is any [Position.Uninvolved].
func (w *Position) IsUninvolved() bool {
	for _, r := range w.p.places[w.shown].involve {
		if people, _ := w.Has(w.p.roles[r].id); people == 0 {
			return true
		}
	}
	return false
}

// Uninvolved gives the roles that have to take part in the earned stage and that
// nobody on record has.
func (w *Position) Uninvolved() []string {
	var out []string
	for _, r := range w.p.places[w.shown].involve {
		if people, _ := w.Has(w.p.roles[r].id); people == 0 {
			out = append(out, w.p.roles[r].id)
		}
	}
	return out
}
