package reference

import (
	"cmp"
	"slices"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// entry is a fact with its place in the order noted.
type entry struct {
	index int
	on    deal.Day
	noted deal.Day
	fact  deal.Fact
}

// seen gives the facts that a view of a day sees.
func seen(facts []deal.Fact, day deal.Day) []entry {
	var out []entry
	for i, f := range facts {
		if at := f.When(); !at.Noted.After(day) {
			out = append(out, entry{i, at.On, at.Noted, f})
		}
	}
	return out
}

// moment is what can be said about a deal on one day, from the facts in force
// on it.
type moment struct {
	m       *Model
	day     deal.Day
	segment string
	facts   []entry // in the order of the day they happened, then as noted
	ageless bool    // time is left out: nothing lapses
	people  map[string]person

	earned  map[int]bool     // places
	since   map[int]deal.Day // the first day of their being earned, of those that were by the day before
	entered func() deal.Day  // the first day in the stage shown
	waivers *moment          // of a blank deal: where to look for waivers and reasons
}

// person is what is known about somebody.
type person struct {
	side  deal.Side
	roles []string
	gone  bool
}

// moment gives the deal on a day, seeing some facts; those that have not
// happened by then are left out.
func (m *Model) moment(view []entry, day deal.Day, segment string) *moment {
	k := &moment{m: m, day: day, segment: segment, people: map[string]person{}, entered: func() deal.Day { return deal.Day{} }}
	for _, e := range view {
		if !e.on.After(day) {
			k.facts = append(k.facts, e)
		}
	}
	slices.SortStableFunc(k.facts, func(a, b entry) int {
		return cmp.Or(a.on.Compare(b.on), cmp.Compare(a.index, b.index))
	})
	for _, e := range k.facts {
		f, ok := e.fact.(deal.Person)
		if !ok {
			continue
		}
		p := k.people[f.Person]
		p.side = f.Side
		if f.Roles != nil {
			p.roles = f.Roles
		}
		if f.Gone != deal.Unsaid {
			p.gone = f.Gone == deal.Yes
		}
		k.people[f.Person] = p
	}
	return k
}

// timeless is the same moment with time left out.
func (k *moment) timeless() *moment {
	out := *k
	out.ageless = true
	return &out
}

// side gives the side of whoever a fact comes from: NoSide of a person whom
// nobody has introduced.
func (k *moment) side(w deal.Who) deal.Side {
	if name, ok := w.Person(); ok {
		return k.people[name].side
	}
	return w.Side()
}

// has reports whether somebody is a person who has one of the roles and is not
// gone. The roles are those known on the day looked at.
func (k *moment) has(w deal.Who, roles []string) bool {
	name, ok := w.Person()
	p := k.people[name]
	return ok && !p.gone && slices.ContainsFunc(p.roles, func(r string) bool { return slices.Contains(roles, r) })
}

// recent reports whether a day is no longer ago than a duration; with time left
// out everything is.
func (k *moment) recent(on deal.Day, within deal.Duration) bool {
	return k.recently(k.m.calendar(), on, within)
}

func (k *moment) recently(c calendar, on deal.Day, within deal.Duration) bool {
	return k.ageless || within.IsZero() || c.from(on, k.day, within) <= within.Days()
}

// earnedOn gives the first day of the present unbroken being earned of a stage,
// the zero Day while it is not.
func (k *moment) earnedOn(place int) deal.Day {
	if !k.earned[place] {
		return deal.Day{}
	}
	if day, ok := k.since[place]; ok {
		return day
	}
	return k.day
}

// evidence gives what counts for an element, time left out, whether the last
// word was against it, and whether that was a no that only the buyer can take
// back.
func (k *moment) evidence(id string) (counts []deal.Evidence, contradicted, denied bool) {
	element := k.m.element(id)
	for _, e := range k.facts {
		f, ok := e.fact.(deal.Evidence)
		if !ok || f.Element != id && !slices.Contains(element.Reads, f.Element) {
			continue
		}
		side := k.side(f.From)
		if side == deal.NoSide || f.Level != "" && k.m.rank(f.Level) == 0 {
			continue // a stray
		}
		word := f.Form == deal.Statement || f.Form == deal.Document || f.Form == deal.Act
		switch {
		case !f.Refutes:
			counts = append(counts, f)
			if side == deal.Buyer && word {
				denied = false
			}
		case f.Form == deal.Inferred:
			counts = slices.DeleteFunc(counts, func(x deal.Evidence) bool { return x.Form == deal.Belief || x.Form == deal.Inferred })
			contradicted = true
		default:
			counts = nil
			contradicted = true
			denied = denied || side != deal.Seller
		}
	}
	if denied {
		return nil, true, true
	}
	return counts, contradicted && len(counts) == 0, false
}

// live leaves out evidence that is too old for the element.
func (k *moment) live(id string) []deal.Evidence {
	counts, _, _ := k.evidence(id)
	validFor := k.m.element(id).ValidFor
	return slices.DeleteFunc(slices.Clone(counts), func(f deal.Evidence) bool { return !k.recently(plain, f.On, validFor) })
}

// level gives the rank of the highest level that some evidence shows; 0 is
// unknown. A level is also shown by what shows a higher one, as far as that is
// claimed.
func (k *moment) level(id string, evidence []deal.Evidence) int {
	for rank := len(k.m.ladder); rank > 0; rank-- {
		for higher := rank; higher <= len(k.m.ladder); higher++ {
			for _, w := range k.m.ways(k.m.element(id), higher) {
				if k.shows(w, rank, evidence) {
					return rank
				}
			}
		}
	}
	return 0
}

// ways gives the ways to show a level of an element.
func (m *Model) ways(element *generate.Element, rank int) []generate.Way {
	l := m.ladder[rank-1]
	for _, own := range element.Levels {
		if own.ID == l.ID {
			return own.ShownBy
		}
	}
	return l.ShownBy
}

// shows reports whether evidence that claims at least a rank is enough for a
// way. An unnamed voice counts as one when nobody is named.
func (k *moment) shows(w generate.Way, rank int, evidence []deal.Evidence) bool {
	named := map[string]bool{}
	voices := 0
	for _, f := range evidence {
		switch {
		case f.Level != "" && k.m.rank(f.Level) < rank,
			len(w.Forms) > 0 && !slices.Contains(w.Forms, f.Form),
			w.Side != deal.NoSide && k.side(f.From) != w.Side,
			len(w.Roles) > 0 && !k.has(f.From, w.Roles):
			continue
		}
		if name, ok := f.From.Person(); ok {
			named[name] = true
		} else {
			voices = 1
		}
	}
	if len(named) > 0 {
		voices = 0
	}
	return len(named)+voices >= max(w.People, 1)
}

// reach is one time that a milestone was reached.
type reach struct {
	at int // its place among the facts
	on deal.Day
	by deal.Who
}

// reaches gives the times that a milestone was reached and that are not void: it
// was not undone since, and none of the milestones that make it void was
// reached since without being undone itself.
func (k *moment) reaches(id string) []reach {
	list := k.standing(id)
	for _, by := range k.m.milestone(id).VoidBy {
		for _, void := range k.standing(by) {
			list = slices.DeleteFunc(list, func(r reach) bool { return r.at < void.at })
		}
	}
	return list
}

// standing gives the times that a milestone was reached, by the side that it
// belongs to, and not undone since.
func (k *moment) standing(id string) []reach {
	owner := k.m.milestone(id).Owner()
	var out []reach
	for i, e := range k.facts {
		f, ok := e.fact.(deal.Milestone)
		if !ok || f.Milestone != id {
			continue
		}
		side := owner
		if f.By != "" {
			side = k.side(f.By)
		}
		switch {
		case side == deal.NoSide: // a stray
		case f.Void:
			out = nil
		case side == owner:
			out = append(out, reach{i, f.On, f.By})
		}
	}
	return out
}

// startOf gives the day before which nothing counts: the latest on which a
// milestone was reached, or the zero Day.
func (k *moment) startOf(milestone string) deal.Day {
	var day deal.Day
	if milestone == "" {
		return day
	}
	for _, r := range k.reaches(milestone) {
		if r.on.After(day) {
			day = r.on
		}
	}
	return day
}

// step is a next step that is neither done nor missed.
type step struct {
	due   deal.Day
	owner deal.Who
	moved bool
	fact  int // its place in the record
}

// steps gives the next steps that are open, overdue ones among them.
func (k *moment) steps() []step {
	var unnamed []step
	byID := map[string]*step{}
	known := map[string]bool{}
	for _, e := range k.facts {
		switch f := e.fact.(type) {
		case deal.NextStep:
			st := step{f.Due, f.Owner, known[f.ID] && f.ID != "", e.index}
			if f.ID == "" {
				unnamed = append(unnamed, st)
				continue
			}
			byID[f.ID], known[f.ID] = &st, true
		case deal.StepDone:
			delete(byID, f.Step)
		}
	}
	for _, st := range byID {
		unnamed = append(unnamed, *st)
	}
	return unnamed
}

// value gives the value of an attribute: what it was last set to, as far as it
// can have that value, or its default.
func (k *moment) value(id string) deal.Value {
	var v deal.Value
	kind := "text"
	switch id {
	case "owner":
		v = deal.Text(k.m.header.Owner)
	case "segment":
		v = deal.Text(k.m.header.Segment)
	case "close_date":
		kind = "day"
	default:
		for _, a := range k.m.process.Attributes {
			if a.ID == id {
				v, kind = a.Default, a.Type
			}
		}
	}
	for _, e := range k.facts {
		switch f := e.fact.(type) {
		case deal.CloseDate:
			if id == "close_date" {
				v = deal.Text(f.Day.String())
			}
		case deal.Set:
			for _, s := range f.Values {
				if s.Attribute == id && can(kind, s.Value) {
					v = s.Value
				}
			}
		}
	}
	return v
}

// can reports whether an attribute of a type can have a value.
func can(kind string, v deal.Value) bool {
	if v == (deal.Value{}) {
		return true // no value any more
	}
	switch kind {
	case "integer":
		n, ok := v.Number()
		return ok && n%deal.Decimals == 0
	case "decimal":
		_, ok := v.Number()
		return ok
	case "flag":
		_, ok := v.Flag()
		return ok
	case "day":
		s, ok := v.Text()
		_, err := deal.ParseDay(s)
		return ok && err == nil
	}
	_, ok := v.Text()
	return ok
}

// claims gives the place that a fact says the deal is at, 0 when it says none.
// Places of tracks cannot be claimed.
func (k *moment) claims(e entry) int {
	f, ok := e.fact.(deal.Stage)
	if !ok {
		return 0
	}
	place := k.m.find(f.Stage)
	if k.m.ofTrack(place) {
		return 0
	}
	return place
}

// ofTrack reports whether a place is one of a track's.
func (m *Model) ofTrack(place int) bool {
	return slices.ContainsFunc(m.tracks, func(t track) bool { return t.start <= place && place <= t.done })
}

// reasons gives the reasons of the claim of an end that stands; those that the
// end does not list are strays.
func (k *moment) reasons(end int) []string {
	at := k
	if k.waivers != nil {
		at = k.waivers // a reason is an attribute
	}
	var out []string
	for _, e := range at.facts {
		switch k.claims(e) {
		case 0:
		case end:
			out = slices.Clone(e.fact.(deal.Stage).Reason)
		default:
			out = nil
		}
	}
	if declared := k.m.places[end].reasons; declared != nil {
		out = slices.DeleteFunc(out, func(r string) bool { return !slices.Contains(declared, r) })
	}
	return out
}

func (m *Model) element(id string) *generate.Element {
	for i := range m.frame.Elements {
		if m.frame.Elements[i].ID == id {
			return &m.frame.Elements[i]
		}
	}
	panic("no element " + id)
}

// milestone gives the definition of a milestone; nil when there is none.
func (m *Model) milestone(id string) *generate.Milestone {
	for i := range m.process.Milestones {
		if m.process.Milestones[i].ID == id {
			return &m.process.Milestones[i]
		}
	}
	return nil
}

// rank gives the rank of a level, from 1; 0 when the ladder does not have it.
func (m *Model) rank(level string) int {
	return 1 + slices.IndexFunc(m.ladder, func(l generate.Level) bool { return l.ID == level })
}
