package reference

import (
	"fmt"
	"maps"
	"slices"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// Card is where a deal stands on one day.
type Card struct {
	Levels  map[string]string // of each element
	Ageless map[string]string // what it would stand at if nothing lapsed

	Answers  map[string]Answer // of each demand, its conditions left out
	Timeless map[string]Answer // the same, if nothing lapsed
	Settled  map[string]Answer // with which a standing demand passed a crossing, and is not asked again ahead
	Asked    map[string]bool   // it applies somewhere
	Applies  map[string]bool   // it applies somewhere where it is not only recommended
	Waived   map[string]bool   // it is not met, and waived somewhere where it applies

	Earned  []string // stages, in definition order
	Stage   string   // the one shown, or none
	Entered deal.Day
	Claimed string // or none
	Stands  string // the end that it stands at, or none
	Owing   []string
	Tracks  []string // the stage shown of each, none or done

	Gate  string   // where the gate leads that it stands before; "" for nowhere
	Unmet []string // what keeps it closed, with the answer

	Remaining int
	Blank     int
	Headway   int // in 1/10000
	Inflation int
	OnRoute   bool

	Score   int // in 1/10000, as is the ceiling
	Ceiling int
	Band    string // "" when the framework has none

	Signals  []Signal
	Sparse   bool       // nothing of the other side is on record
	Expected []deal.Day // by when it would be won if each stage left took the time expected, on each way that is the shortest

	Waits   bool
	Overdue bool   // of the stage shown
	Stuck   int    // by how many days
	Silence string // since when and how long the other side was not heard, and whether that is too long
	Wake    string // for how long a deal that was left is to be looked at again

	m    *Model
	now  *moment
	walk *walk
}

// segmentOf is the segment of a deal on a day, by what a view sees: the one set
// last by then, or else the one that its header names.
func (b *Book) segmentOf(facts []deal.Fact, day deal.Day) string {
	s, _ := b.model("").moment(seen(facts, day), day, "").value("segment").Text()
	return s
}

// Judges reports whether the process is that of the deal: the deal names it or
// one of its segments, or the process takes all deals, or those that are as this
// one.
func (b *Book) Judges(facts []deal.Fact, day deal.Day) bool {
	if b.c.Process.Applies == nil || b.c.Header.Process != "" || b.segmentOf(facts, day) != "" {
		return true
	}
	m := b.model("")
	now := m.card(seen(facts, day), day, "").now
	return now.ask(m.context(condition).resolve(b.c.Process.Applies), nil) == Met
}

// Card gives the card of a deal on a day, from what had been noted by then.
func (b *Book) Card(facts []deal.Fact, day deal.Day) *Card {
	segment := b.segmentOf(facts, day)
	return b.model(segment).card(seen(facts, day), day, segment)
}

func (m *Model) card(view []entry, day deal.Day, segment string) *Card {
	w := m.walk(view, day, segment)
	now := m.moment(view, day, segment)
	now.know(w)
	ageless := now.timeless()
	c := &Card{
		Levels: map[string]string{}, Ageless: map[string]string{},
		Answers: map[string]Answer{}, Timeless: map[string]Answer{}, Settled: map[string]Answer{},
		Asked: map[string]bool{}, Applies: map[string]bool{}, Waived: map[string]bool{},
		Stage: m.id(w.shown), Entered: w.entered, Claimed: m.id(w.claimed), Stands: m.id(m.stands(w)),
		Waits: now.waits(w), Owing: now.owing(w.claimed), m: m, now: now, walk: w,
	}
	for _, e := range m.frame.Elements {
		c.Levels[e.ID] = m.level(now.level(e.ID, now.live(e.ID)))
		c.Ageless[e.ID] = m.level(now.level(e.ID, ageless.live(e.ID)))
	}
	for _, id := range m.demands {
		c.Answers[id] = now.bare(m.leaf[id], nil)
		c.Timeless[id] = ageless.bare(m.leaf[id], nil)
	}
	for _, r := range now.asked() {
		now.applies(r, true, c.Applies)
		now.applies(r, false, c.Asked)
		now.waives(r, c.Waived)
	}
	for _, r := range m.owed() { // which is no demand
		now.applies(r, false, c.Asked)
		now.waives(r, c.Waived)
	}
	for _, t := range m.tracks {
		c.Tracks = append(c.Tracks, m.shownOn(w, now, t))
	}
	now.settle(w, c.Settled)
	for stage := 1; stage <= m.stages; stage++ {
		if w.earned[stage] {
			c.Earned = append(c.Earned, m.id(stage))
		}
	}
	if gate := now.gate(w); gate >= 0 {
		e := m.edges[gate]
		c.Gate = m.id(e.to)
		for _, r := range now.blocks(e.gate, nil) {
			if line := r.ID + " " + string(now.ask(r, nil)); !slices.Contains(c.Unmet, line) {
				c.Unmet = append(c.Unmet, line)
			}
		}
	}
	c.Remaining = now.remaining(w)
	c.Blank = m.blank(view, day, segment, now)
	switch {
	case c.Blank == 0 && c.Remaining == 0:
		c.Headway = 10_000 // there is no way, and all of it is behind
	case c.Blank > 0 && c.Remaining != noWay:
		c.Headway = max(0, 10_000*(c.Blank-c.Remaining)/c.Blank)
	}
	c.Overdue, c.Stuck = w.shown > 0 && now.overdue(w.shown, w.entered), now.stuck(w)
	c.Silence, c.Wake = "none", "none"
	if s := now.silence(w); s.measured {
		c.Silence = fmt.Sprintf("since %v, %d days, warn %v, flag %v", s.since, s.days, s.warn, s.flag)
	}
	if days, due := now.awake(w); due {
		c.Wake = fmt.Sprintf("%d days", days)
	}
	c.Inflation, c.OnRoute = now.inflation(w)
	c.Score, c.Ceiling = now.score()
	c.Band = now.band(c.Score)
	c.Sparse, c.Expected = now.sparse(), now.expected(w)
	c.Signals = c.signals()
	return c
}

// id is the id of a place, none for the start.
func (m *Model) id(place int) string {
	if place <= 0 {
		return "none"
	}
	return m.places[place].id
}

func (m *Model) level(rank int) string {
	if rank == 0 {
		return "unknown"
	}
	return m.ladder[rank-1].ID
}

// applies notes the demands of a requirement that apply; with needed, only
// those that are not just recommended.
func (k *moment) applies(r *requirement, needed bool, out map[string]bool) {
	if !k.applying(r) || needed && r.optional() {
		return
	}
	if r.Leaf() {
		out[r.ID] = out[r.ID] || k.ask(r, nil) != Off
		return
	}
	for _, member := range r.members {
		k.applies(member, needed, out)
	}
}

// waives notes the demands below a requirement that are waived.
func (k *moment) waives(r *requirement, out map[string]bool) {
	if !k.applying(r) {
		return
	}
	if r.Leaf() {
		out[r.ID] = out[r.ID] || k.ask(r, nil) == Waived
		return
	}
	for _, member := range r.members {
		k.waives(member, out)
	}
}

// asked lists everything that is asked for anywhere: at the gates of stages and
// ends, and what moves and the process add to them.
func (k *moment) asked() []*requirement {
	m := k.m
	var out []*requirement
	for _, p := range m.places {
		if p.kind != "lost" && p.kind != "left" {
			out = append(out, slices.Concat(p.enter, p.exit)...)
		}
	}
	for _, e := range m.edges {
		if m.possible(e) {
			out = append(out, e.gate...)
		}
	}
	return append(out, m.always...)
}

// possible reports whether an edge can be there for a deal of the segment.
func (m *Model) possible(e edge) bool {
	never := slices.ContainsFunc(e.never, func(v *move) bool { return m.certain(v.when) })
	return !never && !m.hopeless(m.places[e.from].when) && !m.hopeless(m.places[e.to].when)
}

// certain reports whether a condition holds for the segment, whatever happens.
func (m *Model) certain(r *requirement) bool {
	switch {
	case r == nil:
		return true
	case r.Kind == generate.Segment:
		return slices.Contains(r.Names, m.segment)
	case r.Kind == generate.All:
		return !slices.ContainsFunc(r.members, func(member *requirement) bool { return !m.certain(member) })
	case r.Kind == generate.Any:
		return slices.ContainsFunc(r.members, m.certain)
	}
	return false
}

// hopeless reports whether a condition cannot hold for the segment, whatever
// happens.
func (m *Model) hopeless(r *requirement) bool {
	switch {
	case r == nil:
		return false
	case r.Kind == absent:
		return true
	case r.Kind == generate.Segment:
		return m.segment != "" && !slices.Contains(r.Names, m.segment)
	case r.Kind == generate.All:
		return slices.ContainsFunc(r.members, m.hopeless)
	case r.Kind == generate.Any:
		return !slices.ContainsFunc(r.members, func(member *requirement) bool { return !m.hopeless(member) })
	}
	return false
}

// owed lists what is asked for and is no demand: by ends that are not won, and
// by moves that make no edge.
func (m *Model) owed() []*requirement {
	var out []*requirement
	for _, p := range m.places {
		if p.kind == "lost" || p.kind == "left" {
			out = append(out, p.enter...)
		}
	}
	for _, v := range m.moves {
		never := slices.ContainsFunc(m.moves, func(o *move) bool { return o.forbids && m.certain(o.when) && o.from == v.from && o.to == v.to })
		if !never && !m.hopeless(m.places[v.from].when) && !m.hopeless(m.places[v.to].when) {
			out = append(out, v.asks()...)
		}
	}
	return out
}

// know takes what has been earned from a walk.
func (k *moment) know(w *walk) {
	k.earned, k.since = w.earned, w.since
	k.entered = func() deal.Day {
		if w.shown <= 0 {
			return deal.Day{}
		}
		return w.entered
	}
}

// settle notes the standing demands of gates that were crossed, and that were
// met there or did not apply, unless a gate out of the shown stage asks for them
// again.
func (k *moment) settle(w *walk, out map[string]Answer) {
	ahead := map[string]bool{}
	shown := []int{w.shown}
	for _, t := range k.m.tracks {
		shown = append(shown, max(t.start, k.m.find(k.m.shownOn(w, k, t))))
	}
	for i, e := range k.m.edges {
		here := map[string]bool{}
		for _, r := range e.gate {
			k.applies(r, false, here)
		}
		old, crossed := w.crossed[i]
		for id := range here {
			switch {
			case crossed && (old[id] == Met || old[id] == Off):
				out[id] = Met
			case crossed && old[id] == Waived && out[id] != Met:
				out[id] = Waived
			case !crossed && slices.Contains(shown, e.from) && !w.earned[e.to] && k.passable(i):
				ahead[id] = true
			}
		}
	}
	maps.DeleteFunc(out, func(id string, _ Answer) bool { return ahead[id] })
}

// gate gives the edge out of the shown stage that is nearest to won, ways to
// earned stages left out; -1 when there is none.
func (k *moment) gate(w *walk) int {
	gate, least := -1, 0
	for i, e := range k.m.edges {
		if e.from != w.shown || w.earned[e.to] || !k.passable(i) {
			continue
		}
		far, ok := k.over(w, i, k.m.wins())
		if !ok {
			far = unreachable
		}
		if gate < 0 || far < least {
			gate, least = i, far
		}
	}
	return gate
}

// remaining is the least number of different open demands on any way from any
// earned stage to a won end.
func (k *moment) remaining(w *walk) int {
	n, ok := k.distance(w, k.m.earned(w), k.m.wins())
	if !ok {
		return noWay
	}
	return n
}

// noWay is what remains where no way to won is there.
const noWay = -1

// earned lists the earned stages of the main walk, and the start.
func (m *Model) earned(w *walk) []int {
	var out []int
	for place := range w.earned {
		if place <= m.stages {
			out = append(out, place)
		}
	}
	slices.Sort(out)
	return out
}

// blank is what a deal with the same attributes and no other facts would have
// remaining. What is waived for the deal is waived there as well.
func (m *Model) blank(view []entry, day deal.Day, segment string, waivers *moment) int {
	var typed []entry
	for _, e := range view {
		switch e.fact.(type) {
		case deal.Set, deal.CloseDate:
			typed = append(typed, e)
		}
	}
	w := m.start()
	m.step(w, typed, day, segment, waivers)
	now := m.moment(typed, day, segment)
	now.waivers = waivers
	now.know(w)
	return now.remaining(w)
}

// inflation is the least number of different open demands on any way from an
// earned stage to the claimed place, and whether there is a way.
func (k *moment) inflation(w *walk) (int, bool) {
	switch kind := k.m.places[w.claimed].kind; {
	case kind == "" || kind == "lost" || kind == "left" || w.earned[w.claimed]:
		return 0, true
	}
	n, ok := k.distance(w, k.m.earned(w), []int{w.claimed})
	if !ok {
		n = 0
	}
	return n, ok
}

// waits reports whether a pause or a quiet period covers the day, or the stage
// waits for somebody within its limit, or the buyer owns an open step that never
// moved and is not overdue.
func (k *moment) waits(w *walk) bool {
	if k.quiet(k.day) || k.paused(k.day) || k.waiting(w) {
		return true
	}
	return slices.ContainsFunc(k.steps(), func(s step) bool {
		return !s.moved && !s.due.Before(k.day) && s.owner != deal.BothSides && s.owner != "" && k.side(s.owner) == deal.Buyer
	})
}

// waiting reports whether the stage waits for somebody and is within its limit.
func (k *moment) waiting(w *walk) bool {
	return w.shown > 0 && k.m.places[w.shown].waitsFor != deal.NoSide && !k.overdue(w.shown, w.entered)
}

// score gives the earned score and its ceiling.
func (k *moment) score() (earned, ceiling int) {
	top := k.m.points(len(k.m.ladder))
	have, most, could := 0, 0, 0
	weakest, weakestCould := 10_000, 10_000
	for _, e := range k.m.frame.Elements {
		weight := k.m.weight(e)
		points := k.m.points(k.level(e.ID, k.live(e.ID)))
		limit := top
		if _, _, denied := k.evidence(e.ID); denied {
			limit = 0
		}
		have += weight * points
		could += weight * limit
		most += weight * top
		weakest = min(weakest, 10_000*points/top)
		weakestCould = min(weakestCould, 10_000*limit/top)
	}
	if k.m.frame.Method == "weakest" {
		return weakest, weakestCould
	}
	return 10_000 * have / most, 10_000 * could / most
}

// weight is what the points of an element count. Where the weakest decides it
// does not matter.
func (m *Model) weight(e generate.Element) int {
	if e.Weight < 0 || m.frame.Method == "sum" || m.frame.Method == "weakest" {
		return 1
	}
	return e.Weight
}

// band gives the band that a score is in: the lowest while an essential element
// is unknown or contradicted.
func (k *moment) band(score int) string {
	band := ""
	for i, b := range k.m.frame.Bands {
		if i == 0 || score >= 100*b.From {
			band = b.ID
		}
	}
	for _, e := range k.m.frame.Elements {
		if e.Essential && band != "" && k.level(e.ID, k.live(e.ID)) == 0 {
			band = k.m.frame.Bands[0].ID
		}
	}
	return band
}

// points is what a rank counts.
func (m *Model) points(rank int) int {
	if rank == 0 {
		return 0
	}
	if l := m.ladder[rank-1]; l.Points != 0 {
		return l.Points
	}
	return rank
}

// encounters counts the days with a two-way encounter with somebody who is not
// known to be the seller's, and the activities of the seller's own that were
// none.
func (k *moment) encounters(fresh []entry) (days, attempts int) {
	met := map[deal.Day]bool{}
	for _, e := range fresh {
		f, ok := e.fact.(deal.Activity)
		if !ok {
			continue
		}
		outsider := slices.ContainsFunc(f.With, func(name string) bool { return k.people[name].side != deal.Seller })
		switch {
		case f.Reached && (outsider || len(f.With) == 0):
			met[f.On] = true
		case !f.Inbound:
			attempts++
		}
	}
	return len(met), attempts
}

var outcomes = []generate.Kind{generate.OfElement, generate.OfMilestone, generate.Engaged, generate.Approved}

// Demands gives the ids of everything that gates ask for, in definition order.
func (c *Card) Demands() []string { return c.m.demands }

// Elements gives the ids of the elements, in definition order.
func (c *Card) Elements() []string {
	var out []string
	for _, e := range c.m.frame.Elements {
		out = append(out, e.ID)
	}
	return out
}
