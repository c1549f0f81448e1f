package stage

import (
	"slices"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// Finding is the answer to a requirement with its proof: what there is, since
// when, until when, and the facts behind it. Which fields hold something
// depends on the kind of requirement.
type Finding struct {
	Requirement Requirement
	Answer      Answer

	Level   qualify.Level // where the element stands
	Denied  bool          // the buyer said no, and has not taken it back
	Value   deal.Value    // of the attribute
	People  int           // how many people there are, of those asked for
	Since   deal.Day      // the day that it rests on
	Until   deal.Day      // the last day it holds if nothing more becomes known; zero: it does not lapse
	Lapsed  bool          // it would be met if nothing aged
	Support []int         // indices, in the record, of the facts behind it
	Members []Finding     // of a group, and of what stands under none
}

// Find answers a requirement, with the proof. Of a standing requirement (a next
// step, none of something) that was asked at a gate which has been crossed, and
// that the gate the deal stands before does not ask again, the answer is the
// one it had at the crossing.
func (w *Position) Find(r Requirement) Finding {
	n := w.p.nodes[r.get().node]
	occurs, applies, kept := w.occurs(r.i)
	f := w.find(&n)
	f.Requirement = r
	switch {
	case occurs && !applies:
		f.Answer = Off
	case kept:
		f.Answer = Met
	}
	return f
}

// Answer is what the record says to a requirement: the answer of
// [Position.Find] alone.
func (w *Position) Answer(r Requirement) Answer {
	n := w.p.nodes[r.get().node]
	n.when = -1
	occurs, applies, kept := w.occurs(r.i)
	switch {
	case occurs && !applies:
		return Off
	case kept:
		return Met
	}
	return w.bare(&n)
}

// bare answers a node without its condition.
func (w *Position) bare(n *node) Answer {
	if n.question >= 0 {
		return w.leaf(n, liveReading, nil)
	}
	return w.node(w.p.requirements[n.requirement].node, liveReading, nil)
}

// occurs finds out about a requirement where it stands: whether it stands
// anywhere, whether it applies at one such place, and whether the answer that
// counts is a met one kept from a gate that was crossed.
func (w *Position) occurs(r int32) (occurs, applies, kept bool) {
	for i := 1; i < len(w.p.places); i++ {
		for _, list := range [...][]int32{w.p.places[i].enter, w.p.places[i].exit} {
			stands, on := w.standsIn(list, r, true)
			occurs, applies = occurs || stands, applies || on
		}
	}
	q := w.p.requirements[r].question
	if q < 0 || !w.p.questions[q].standing {
		return occurs, applies, false
	}
	leaf := w.p.requirements[r].leaf
	for i := range w.p.edges {
		e := &w.p.edges[i]
		if _, on := w.standsIn(e.gate, r, true); !on {
			continue
		}
		switch g := &w.gates[i]; {
		case !g.crossed && e.from == w.shown:
			return occurs, applies, false // it is asked again
		case g.crossed && (g.kept.has(leaf) || g.idle.has(leaf)):
			kept = true
		}
	}
	return occurs, applies, kept
}

// standsIn reports whether a requirement stands under some nodes, and whether it
// applies there.
func (w *Position) standsIn(nodes []int32, r int32, on bool) (stands, applies bool) {
	for _, i := range nodes {
		n := &w.p.nodes[i]
		here := on && (n.when < 0 || w.node(n.when, liveReading, nil) != Unmet)
		if n.requirement == r {
			stands, applies = true, applies || here && w.bare(n) != Off
		}
		s, a := w.standsIn(n.members, r, here)
		stands, applies = stands || s, applies || a
	}
	return stands, applies
}

// find answers a node with its proof.
func (w *Position) find(n *node) Finding {
	if n.question < 0 {
		f := Finding{Answer: Off}
		for _, m := range n.members {
			f.add(w.findAt(m))
		}
		if n.requirement >= 0 {
			f.Answer = w.bare(n)
		}
		return f
	}
	q := &w.p.questions[n.question]
	f := Finding{Answer: w.leaf(n, liveReading, nil)}
	if q.kind == Element || q.kind == Milestone || q.kind == Engaged {
		f.Lapsed = f.Answer != Met && w.leaf(n, timelessReading, nil) == Met
	}
	if turn := w.replies[n.question].turn; f.Answer == Met && q.plain() && turn != never {
		f.Until = turn.Add(-1)
	}
	switch q.kind {
	case Element:
		e := w.p.framework.At(int(q.element))
		s := w.Assessment().Standing(e)
		f.Level, f.Denied, f.Since = s.Level, s.Denied, s.Fresh
		f.Support = w.Assessment().Support(e)
	case Milestone:
		if r := w.reached(q.milestone, q.roles, 0); !r.on.IsZero() {
			f.Since, f.Support = r.on, []int{int(r.fact)}
		}
	case Engaged:
		f.Since = w.engaged(q)
		f.People, f.Support = w.lastMet(q.roles)
	case Known:
		f.People, f.Support = w.known(q.roles)
	case NextStep:
		for i := range w.steps {
			s := &w.steps[i]
			if f.Answer == Met && (w.day.After(s.due) || !q.within.IsZero() && s.due.Sub(w.day) > q.within.Days()) {
				continue // not what it is met by
			}
			if s.open && w.owns(s, q.owner) {
				f.Support = append(f.Support, int(s.fact))
				f.Since = deal.Later(f.Since, w.rec.On(int(s.fact)))
			}
		}
	case Attribute:
		f.Value = w.attributes[q.attribute].value(w.p.attributes[q.attribute].kind)
		if by := w.setBy[q.attribute]; by >= 0 {
			f.Since, f.Support = w.rec.On(int(by)), []int{int(by)}
		}
	case Reached:
		if f.Answer == Met {
			f.Since = w.day
		}
	case None:
		for _, m := range w.p.nodes[q.node].members {
			f.add(w.findAt(m))
		}
	}
	return f
}

func (w *Position) findAt(i int32) Finding {
	n := w.p.nodes[i]
	f := w.find(&n)
	if n.requirement >= 0 {
		f.Requirement = Requirement{w.p, n.requirement}
	}
	if n.when >= 0 && w.node(n.when, liveReading, nil) == Unmet {
		f.Answer = Off
	}
	return f
}

func (f *Finding) add(m Finding) {
	f.Members = append(f.Members, m)
	if m.Answer == Met {
		f.Support = append(f.Support, m.Support...)
		slices.Sort(f.Support)
		f.Support = slices.Compact(f.Support)
	}
}

// lastMet counts the people with one of the roles who were met, and gives the last
// encounter with each.
func (w *Position) lastMet(roles uint64) (people int, facts []int) {
	for v := range qualify.Voice(w.ledger.People()) {
		on := w.metOn(v, roles)
		if on.IsZero() {
			continue
		}
		people++
		for i := len(w.meetings) - 1; i >= 0; i-- {
			e := &w.digest.events[w.meetings[i]]
			if e.on == on && slices.Contains(w.digest.voices[e.subject:e.subject+e.many], v) {
				facts = append(facts, int(e.fact))
				break
			}
		}
	}
	slices.Sort(facts)
	return people, slices.Compact(facts)
}

// known counts the people with one of the roles who are not gone, and gives the
// last fact about each.
func (w *Position) known(roles uint64) (people int, facts []int) {
	for v := range qualify.Voice(w.ledger.People()) {
		if !w.ledger.HasRole(v, roles) {
			continue
		}
		people++
		if fact, ok := w.lastAbout(v); ok {
			facts = append(facts, fact)
		}
	}
	slices.Sort(facts)
	return people, facts
}
