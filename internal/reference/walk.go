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
	earned  map[int]bool // places, and the starts
	since   map[int]deal.Day
	shown   int // the stage that is shown, 0 for none
	entered deal.Day
	beside  []stay // in the tracks
	first   deal.Day

	claimed int
	won     map[int]kept // the alternatives that bear out a won claim, by their index
}

// stay is where a deal is in a track, and since when.
type stay struct {
	shown   int
	entered deal.Day
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
	w := m.start()
	w.first = first
	for d := first; !d.After(day); d = d.Add(1) {
		m.step(w, view, d, segment, nil)
	}
	return w
}

// start is a walk that has not begun.
func (m *Model) start() *walk {
	return &walk{crossed: map[int]kept{}, won: map[int]kept{}, earned: m.closure(nil, nil), since: map[int]deal.Day{}, shown: -1,
		beside: make([]stay, len(m.tracks))}
}

// step follows a deal through one day. The waivers are those of another moment
// when there is one.
func (m *Model) step(w *walk, view []entry, day deal.Day, segment string, waivers *moment) {
	now := m.moment(view, day, segment)
	now.waivers = waivers
	now.since = w.since
	now.entered = func() deal.Day { return m.entered(w, now) }
	// What the facts of the day change is told apart from what the day
	// changes by looking at the day without them.
	old := m.moment(slices.DeleteFunc(slices.Clone(view), func(e entry) bool { return e.on == day }), day, segment).timeless()
	old.waivers = waivers
	old.earned, old.since = maps.Clone(w.earned), w.since
	entered := w.entered
	if w.shown <= 0 {
		entered = deal.Day{}
	}
	old.entered = func() deal.Day { return entered }
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
	for i, t := range m.tracks {
		if shown := m.at(w, now, t); shown != w.beside[i].shown {
			w.beside[i] = stay{shown, day}
		}
	}
	since := map[int]deal.Day{}
	for place := range w.earned {
		since[place] = now.earnedOn(place)
	}
	w.since = since
}

// entered gives the first day in the stage that is shown at this point of the
// day: today, when it is another than it was the day before. To find it, it is
// taken to be as it was the day before.
func (m *Model) entered(w *walk, now *moment) deal.Day {
	before := *now
	day := w.entered
	if w.shown <= 0 {
		day = deal.Day{}
	}
	before.entered = func() deal.Day { return day }
	so := *w
	so.earned = m.closure(w.crossed, nil)
	before.earned = so.earned
	switch shown := m.shown(&so, &before); shown {
	case 0:
		return deal.Day{}
	case w.shown:
		return day
	}
	return now.day
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
			now.earned = m.closure(w.crossed, nil)
			ageless := now.timeless()
			if undone(e.gate, k, old, ageless) || old.there(i) && !ageless.there(i) {
				delete(w.crossed, i)
			}
		}
		now.earned = m.closure(w.crossed, done)
		useless := e.made != nil && now.earned[e.to]
		if _, ok := w.crossed[i]; !ok && !useless && now.earned[e.from] && now.passable(i) && now.open(e.gate, nil) {
			w.crossed[i] = now.keep(e.gate)
		}
	}
}

// undone reports whether one of the requirements of a gate passed before the
// facts of a day, and does not with them.
func undone(gate []*requirement, k kept, before, after *moment) bool {
	return slices.ContainsFunc(gate, func(r *requirement) bool {
		one := []*requirement{r}
		return before.open(one, k) && !after.open(one, k)
	})
}

// closure gives the stages that can be reached from the starts over crossed
// gates; with a set of stages, through these alone.
func (m *Model) closure(crossed map[int]kept, through map[int]bool) map[int]bool {
	out := map[int]bool{0: true}
	for _, t := range m.tracks {
		out[t.start] = true
	}
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
		if !w.earned[stage] || now.away(stage) || m.left(w, now, stage, stage, m.stages) {
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

// left reports whether the deal went on, from a place, to one that is defined
// later than a stage, and no later than a last one. What is not there is passed
// through.
func (m *Model) left(w *walk, now *moment, place, stage, last int, through ...int) bool {
	for i, e := range m.edges {
		if _, ok := w.crossed[i]; !ok || e.from != place || slices.Contains(through, e.to) {
			continue
		}
		if now.away(e.to) {
			if m.left(w, now, e.to, stage, last, append(through, e.to)...) {
				return true
			}
		} else if e.to > stage && e.to <= last {
			return true
		}
	}
	return false
}

// at gives the place of a track to show: the last of those that were not left;
// its start before the first of them.
func (m *Model) at(w *walk, now *moment, t track) int {
	for place := t.done; place > t.start; place-- {
		if w.earned[place] && !now.away(place) && !m.left(w, now, place, place, t.done) {
			return place
		}
	}
	return t.start
}

// shownOn tells where the deal is in a track that is passed when it is done.
func (m *Model) shownOn(w *walk, now *moment, t track) string {
	switch place := m.at(w, now, t); place {
	case t.start:
		return "none"
	case t.done:
		return "done"
	default:
		return m.places[place].id
	}
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
	for i, a := range m.alternatives(w.claimed) {
		if k, ok := w.won[i]; ok && newFacts {
			ageless := now.timeless()
			if undone(a.asked, k, old, ageless) || old.leads(a) && !ageless.leads(a) {
				delete(w.won, i)
			}
		}
		if _, ok := w.won[i]; !ok && now.leads(a) && now.open(a.asked, nil) {
			w.won[i] = now.keep(a.asked)
		}
	}
}

// alternative is something that bears out a won claim when it is met. Where it
// is the exit of a stage, the stage and its way to the end have to be there.
type alternative struct {
	asked []*requirement
	edge  int // or -1
}

func (k *moment) leads(a alternative) bool {
	return a.edge < 0 || k.there(a.edge) && !k.away(k.m.edges[a.edge].from)
}

// alternatives gives what a won end asks for, any one of which is enough: its
// needs, or else the exit of a stage that leads to it, without next steps, since
// nobody has one on the day of signing.
func (m *Model) alternatives(end int) []alternative {
	p := m.places[end]
	if p.kind != "won" {
		return nil
	}
	if len(p.enter) > 0 {
		return []alternative{{p.enter, -1}}
	}
	var out []alternative
	for i, e := range m.edges {
		if e.to == end && e.from > 0 && e.made == nil {
			out = append(out, alternative{stepless(m.places[e.from].exit), i})
		}
	}
	return out
}

// stepless leaves next steps out, at any depth; what must not hold stays as it
// is.
func stepless(list []*requirement) []*requirement {
	var out []*requirement
	for _, r := range list {
		if r.Kind == generate.NextStep {
			continue
		}
		one := *r
		if r.Kind == generate.None {
			out = append(out, &one)
			continue
		}
		if one.members = stepless(r.members); len(r.members) > 0 && len(one.members) == 0 {
			continue
		}
		out = append(out, &one)
	}
	return out
}

// owing lists what is owed at an end that is not won: its needs, and a reason
// where it lists some.
func (k *moment) owing(end int) []string {
	var out []string
	p := k.m.places[end]
	if p.kind != "lost" && p.kind != "left" {
		return nil
	}
	for _, r := range k.blocks(p.enter, nil) {
		out = append(out, r.ID)
	}
	if p.reasons != nil && len(k.reasons(end)) == 0 {
		out = append(out, "a reason")
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
