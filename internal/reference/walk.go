package reference

import (
	"maps"
	"slices"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// walk is how far a deal has come by the end of a day.
type walk struct {
	crossed map[int]kept // gates, by the index of their edge
	earned  map[int]bool // stages, and the start
	shown   int          // the stage that is shown, 0 for none
	entered deal.Day

	claimed int
	won     map[int]kept // the alternatives that bear out a won claim, by their index
}

// begins reports whether a fact can begin a walk: an attempt, or a meeting of
// people who are all of the seller's, cannot.
func begins(e entry, view []entry) bool {
	a, ok := e.fact.(deal.Activity)
	if !ok {
		return true
	}
	return a.Reached && (len(a.With) == 0 || slices.ContainsFunc(a.With, func(name string) bool {
		return !slices.ContainsFunc(view, func(e entry) bool {
			p, ok := e.fact.(deal.Person)
			return ok && p.Person == name && p.Side == deal.Seller
		})
	}))
}

// walk follows a deal from the day of its first fact to a day, one day after
// the other.
func (m *Model) walk(view []entry, day deal.Day, segment string) *walk {
	first := day
	only := !slices.ContainsFunc(view, func(e entry) bool { return begins(e, view) })
	for _, e := range view {
		if e.on.Before(first) && (only || begins(e, view)) {
			first = e.on
		}
	}
	w := &walk{crossed: map[int]kept{}, won: map[int]kept{}, earned: map[int]bool{0: true}, shown: -1}
	for d := first; !d.After(day); d = d.Add(1) {
		m.step(w, view, d, segment)
	}
	return w
}

// step follows a deal through one day.
func (m *Model) step(w *walk, view []entry, day deal.Day, segment string) {
	now := m.moment(view, day, segment)
	// What the facts of the day change is told apart from what the day
	// changes by looking at the day without them.
	old := m.moment(slices.DeleteFunc(slices.Clone(view), func(e entry) bool { return e.on == day }), day, segment).timeless()
	old.earned = maps.Clone(w.earned)
	newFacts := len(now.facts) > len(old.facts)

	// Stages are taken in an order in which each comes after those that its
	// gates ask about, so that a stage earned or lost on this day counts for
	// those behind it on the same day. Ways back may need another round.
	for round := 0; ; round++ {
		before := maps.Clone(w.crossed)
		done := map[int]bool{}
		for _, stage := range m.order {
			done[stage] = true
			through := done
			if round > 0 {
				through = nil
			}
			m.passStage(w, stage, now, old, newFacts, through)
		}
		if round > 0 && maps.EqualFunc(before, w.crossed, func(a, b kept) bool { return true }) || round > 20 {
			break
		}
	}
	w.earned = m.closure(w.crossed, nil)
	now.earned = w.earned
	m.claim(w, now, old, newFacts)

	if shown := m.shown(w, now); shown != w.shown {
		w.shown, w.entered = shown, day
	}
}

// passStage crosses the gates into a stage that are open, after taking back
// those that a fact of the day has closed. done is the stages that have been
// looked at on this day; nil is all.
func (m *Model) passStage(w *walk, stage int, now, old *moment, newFacts bool, done map[int]bool) {
	for i, e := range m.edges {
		if e.to != stage {
			continue
		}
		if k, ok := w.crossed[i]; ok && newFacts {
			ageless := now.timeless()
			ageless.earned = m.closure(w.crossed, nil)
			if old.open(e.gate, k) && !ageless.open(e.gate, k) {
				delete(w.crossed, i)
			}
		}
		now.earned = m.closure(w.crossed, done)
		if _, ok := w.crossed[i]; !ok && now.earned[e.from] && now.open(e.gate, nil) {
			w.crossed[i] = now.keep(e.gate)
		}
	}
}

// closure gives the stages that can be reached from the start over crossed
// gates; with a set of stages, through these alone.
func (m *Model) closure(crossed map[int]kept, through map[int]bool) map[int]bool {
	out := map[int]bool{0: true}
	for again := true; again; {
		again = false
		for i, e := range m.edges {
			if _, ok := crossed[i]; ok && out[e.from] && !out[e.to] && (through == nil || through[e.to]) {
				out[e.to], again = true, true
			}
		}
	}
	return out
}

// shown gives the stage to show: of the earned stages that were not left
// through a crossed gate to one defined later, the one nearest to won, then the
// one defined later.
func (m *Model) shown(w *walk, now *moment) int {
	shown, least := 0, 0
	for stage := 1; stage <= m.stages; stage++ {
		if !w.earned[stage] {
			continue
		}
		left := false
		for i, e := range m.edges {
			if _, ok := w.crossed[i]; ok && e.from == stage && e.to > stage && e.to <= m.stages {
				left = true
			}
		}
		if left {
			continue
		}
		far := unreachable
		if n, ok := now.distance(w, []int{stage}, m.wins()); ok {
			far = n
		}
		if shown == 0 || far <= least {
			shown, least = stage, far
		}
	}
	return shown
}

// unreachable is further than any distance.
const unreachable = 1 << 30

// wins is the won ends.
func (m *Model) wins() []int {
	var out []int
	for i, p := range m.places {
		if p.kind == "won" {
			out = append(out, i)
		}
	}
	return out
}

// claim follows what the CRM claims, and whether the record bears out a won
// claim: from the first day on which what the end needs is met, until a fact
// undoes it or the claim goes elsewhere.
func (m *Model) claim(w *walk, now, old *moment, newFacts bool) {
	for _, e := range now.facts {
		if e.on == now.day && now.claims(e) > 0 && now.claims(e) != w.claimed {
			w.claimed = now.claims(e)
			clear(w.won)
		}
	}
	for i, asked := range m.alternatives(w.claimed) {
		if k, ok := w.won[i]; ok && newFacts {
			ageless := now.timeless()
			ageless.earned = w.earned
			if old.open(asked, k) && !ageless.open(asked, k) {
				delete(w.won, i)
			}
		}
		if _, ok := w.won[i]; !ok && now.open(asked, nil) {
			w.won[i] = now.keep(asked)
		}
	}
}

// alternatives gives what a won end asks for, any one of which is enough: its
// needs, or else the exit of a stage that leads to it, without next steps, since
// nobody has one on the day of signing.
func (m *Model) alternatives(end int) [][]*requirement {
	p := m.places[end]
	if p.kind != "won" {
		return nil
	}
	if len(p.enter) > 0 {
		return [][]*requirement{p.enter}
	}
	var out [][]*requirement
	for _, e := range m.edges {
		if e.to == end && e.from > 0 {
			out = append(out, slices.DeleteFunc(slices.Clone(m.places[e.from].exit), func(r *requirement) bool { return r.Kind == generate.NextStep }))
		}
	}
	return out
}

// stands gives the end that the deal stands at, 0 while it is open.
func (m *Model) stands(w *walk) int {
	switch m.places[w.claimed].kind {
	case "lost", "left":
		return w.claimed
	case "won":
		if len(w.won) > 0 {
			return w.claimed
		}
	}
	return 0
}
