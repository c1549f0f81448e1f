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
	Percent int           // the earned score, rounded down
	Since   deal.Day      // the day that it rests on
	Until   deal.Day      // the last day it holds if nothing more becomes known; zero: it does not lapse
	Lapsed  bool          // it would be met if nothing aged
	Support []int         // indices, in the record, of the facts behind it
	Members []Finding     // of a group, and of what stands under none
}

// Find answers a requirement, with the proof. Of a standing requirement (a next
// step, none of something, how days lie) that was asked at a gate which has been
// crossed, and that the gate the deal stands before does not ask again, the
// answer is the one it had at the crossing.
func (w *Position) Find(r Requirement) Finding {
	n := w.p.nodes[r.get().node]
	f := w.find(&n)
	f.Requirement = r
	f.Answer = w.standing(r.i).over(f.Answer)
	if f.Answer == Waived {
		if x, ok := w.waiver(&n, liveReading); ok {
			f.Support, f.Until = []int{int(x.fact)}, x.until
		}
	}
	return f
}

// Answer is what the record says to a requirement: the answer of
// [Position.Find] alone.
func (w *Position) Answer(r Requirement) Answer {
	n := w.p.nodes[r.get().node]
	return w.standing(r.i).over(w.bare(&n))
}

// Now is what the record says to a demand on the day, whatever it said at a gate
// that has been crossed: what is open on the route is not met now.
func (w *Position) Now(r Requirement) Answer {
	n := w.p.nodes[r.get().node]
	return w.bare(&n)
}

// bare answers a node without its condition.
func (w *Position) bare(n *node) Answer {
	if n.question >= 0 {
		return w.leaf(n, liveReading, nil)
	}
	x := *n
	x.when, x.waivable = none, 0
	return w.group(&x, liveReading, nil)
}

// standing is what is known of a requirement by where it stands.
type standing struct {
	occurs  bool // it stands somewhere
	applies bool // it applies at one such place
	kept    bool // the answer that counts was met at a gate that has been crossed
	excused bool // so it was, by a waiver
	waived  bool // it is waived at one such place
}

// over gives the answer that counts, over the one of the day.
func (s standing) over(a Answer) Answer {
	switch {
	case s.occurs && !s.applies:
		return Off
	case s.excused:
		return Waived
	case s.kept:
		return Met
	case s.waived && a != Met:
		return Waived
	}
	return a
}

// standing finds out about a requirement where it stands.
func (w *Position) standing(r int32) standing {
	var s standing
	w.standsIn(w.p.roots, r, true, &s)
	for i := range w.p.places {
		if k := w.p.places[i].kind; k == Lost || k == Left {
			w.standsIn(w.p.places[i].enter, r, true, &s)
		}
	}
	for i := range w.p.moves {
		// What moves need that make or join ways stands at the gates of those.
		m := &w.p.moves[i]
		w.standsIn(m.needs, r, (m.back || m.to&w.p.quits != 0) && w.inForce(m), &s)
	}
	q := w.p.requirements[r].question
	if q < 0 || !w.p.questions[q].standing {
		return s
	}
	leaf := w.p.requirements[r].leaf
	for i := range w.p.edges {
		e := &w.p.edges[i]
		var here standing
		if w.standsIn(e.gate, r, true, &here); !here.applies {
			continue
		}
		switch g := &w.gates[i]; {
		case !g.crossed && w.shows(e.from) && !w.earned.has(e.to) && w.passable(e, liveReading):
			s.kept, s.excused = false, false // it is asked again
			return s
		case g.crossed && (g.kept.has(leaf) || g.idle.has(leaf)):
			s.excused = g.excused.has(leaf) && (s.excused || !s.kept)
			s.kept = true
		}
	}
	return s
}

// inForce reports whether there is a move between two places of the deal that it
// is about: one that is not forbidden in any case, and that no other move which
// names the places more closely takes the place of.
func (w *Position) inForce(m *move) bool {
	p := w.p
	for from := range int32(1 + p.stages) {
		for to := range int32(p.ends) {
			if m.matches(from, to) && !p.places[from].gone && !p.places[to].gone && !p.banned(from, to) && !w.overruled(m, from, to) {
				return true
			}
		}
	}
	return false
}

// overruled reports whether another move that names two places more closely
// takes the place of one, as things stand.
func (w *Position) overruled(m *move, from, to int32) bool {
	return slices.ContainsFunc(w.p.moves, func(o move) bool {
		return !o.forbid && o.named > m.named && o.matches(from, to) && (o.when < 0 || w.node(o.when, liveReading, nil) != Unmet)
	})
}

// shows reports whether a place is the one shown, in the main walk or a track.
func (w *Position) shows(place int32) bool {
	if place == w.shown {
		return true
	}
	for i := range w.beside {
		if w.beside[i].shown == place {
			return true
		}
	}
	return false
}

// standsIn finds out whether a requirement stands under some nodes, whether it
// applies there, and whether it is waived.
func (w *Position) standsIn(nodes []int32, r int32, on bool, s *standing) {
	for _, i := range nodes {
		n := &w.p.nodes[i]
		here := on && (n.when < 0 || w.node(n.when, liveReading, nil) != Unmet)
		if n.requirement == r {
			s.occurs = true
			s.applies = s.applies || here && w.bare(n) != Off
			s.waived = s.waived || here && n.waivable != 0 && w.waived(n, liveReading)
		}
		w.standsIn(n.members, r, here, s)
	}
}

// find answers a node with its proof.
func (w *Position) find(n *node) Finding {
	if n.question < 0 {
		f := Finding{Answer: w.bare(n)}
		for _, m := range n.members {
			f.add(w.findAt(m))
		}
		return f
	}
	q := &w.p.questions[n.question]
	f := Finding{Answer: w.leaf(n, liveReading, nil)}
	if q.kind == Element || q.kind == Milestone || q.kind == Engaged || q.kind == Approval {
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
			if f.Since = r.on; r.fact >= 0 { // not only supposed
				f.Support = []int{int(r.fact)}
			}
		}
	case DayIs:
		f.Since = w.dayOf(q.day)
	case Approval:
		if on, fact := w.approval(q, 0); fact >= 0 {
			f.Since, f.Support = on, []int{int(fact)}
		}
	case Score:
		f.Percent = w.Assessment().Score().Earned * 100 / qualify.Full
	case Engaged:
		f.Since = w.engaged(q)
		f.People, f.Support = w.lastMet(q.roles)
	case Known:
		f.People, f.Support = w.known(q.roles)
	case NextStep:
		for i := range w.steps {
			s := &w.steps[i]
			if f.Answer == Met && (w.day.After(s.due) || !q.within.IsZero() && s.due.After(w.p.calendar.days().Latest(w.day, q.within))) {
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
			f.Since = w.earnedOn[q.place]
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
	if n.waivable != 0 && f.Answer != Met && w.waived(&n, liveReading) {
		f.Answer = Waived
	}
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
	if m.Answer == Met || m.Answer == Waived {
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
			e := &w.timeline.events[w.meetings[i]]
			if e.on == on && slices.Contains(w.timeline.voices[e.subject:e.subject+e.many], v) {
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
