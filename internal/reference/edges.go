package reference

import (
	"slices"

	"github.com/headway-go/headway/internal/generate"
)

// edge is a way from one place to the next, with its gate. It is there by the
// next of stages, or because moves make it.
type edge struct {
	from, to int
	gate     []*requirement

	over  [][]int // by next: the stages that it leads over and that must not be there, for each way over them
	made  []*move // the moves that make it; nil is by next
	twin  int     // of one that moves make: the edge by next, as far as it is there; or -1
	never []*move // the moves that forbid it
}

// move is a move from a place to another.
type move struct {
	from, to int
	when     *requirement // nil is always
	forbids  bool
	needs    []*requirement
	earlier  bool    // it is to wherever the deal has been
	named    int     // how many of from and to it names
	outdoers []*move // moves of the same edge that name more
}

// movesOf writes out what moves there are from each stage.
func (m *Model) movesOf() []*move {
	var out []*move
	for _, v := range m.process.Moves {
		x := m.context(demand)
		to := []int{m.find(v.To)}
		if v.To == "earlier" {
			to = nil
			for place := 1; place <= m.stages; place++ {
				to = append(to, place)
			}
		} else if m.places[to[0]].kind != "stage" {
			x.end = to[0]
		}
		one := move{forbids: v.Forbid, needs: x.all(v.Needs), earlier: v.To == "earlier"}
		if v.When != nil {
			one.when = x.in(condition).resolve(v.When)
		}
		if v.From != nil {
			one.named++
		}
		if v.To != "earlier" {
			one.named++
		}
		for from := 1; from <= m.stages; from++ {
			if v.From != nil && !slices.Contains(v.From, m.places[from].id) {
				continue
			}
			for _, place := range to {
				if place == from || v.To == "earlier" && place > from {
					continue
				}
				this := one
				this.from, this.to = from, place
				out = append(out, &this)
			}
		}
	}
	for _, v := range out {
		for _, other := range out {
			if other.from == v.from && other.to == v.to && !other.forbids && !v.forbids && other.named > v.named {
				v.outdoers = append(v.outdoers, other)
			}
		}
	}
	return out
}

// connect makes the edges: as listed, those past a stage that may be passed
// over right after the one that leads to it, then those that moves make. To
// lost and left ends there are none: every stage may go there.
func (m *Model) connect() {
	for from, p := range m.places {
		if p.kind != "" && p.kind != "stage" {
			continue
		}
		first := len(m.edges)
		var follow func(to int, passed, absent []int)
		follow = func(to int, passed, absent []int) {
			if m.places[to].kind == "lost" || m.places[to].kind == "left" || slices.Contains(passed, to) {
				return
			}
			if to != from {
				m.lead(first, from, to, absent)
			}
			if m.places[to].optional || m.places[to].when != nil {
				if !m.places[to].optional {
					absent = append(slices.Clone(absent), to)
				}
				for _, next := range m.next(to) {
					follow(next, append(slices.Clone(passed), to), absent)
				}
			}
		}
		for _, to := range m.next(from) {
			follow(to, nil, nil)
		}
		m.add(first, from)
	}
}

// lead adds an edge by next, or another way to it.
func (m *Model) lead(first, from, to int, absent []int) {
	for i := first; i < len(m.edges); i++ {
		if m.edges[i].to == to {
			m.edges[i].over = append(m.edges[i].over, absent)
			return
		}
	}
	m.edges = append(m.edges, edge{from: from, to: to, over: [][]int{absent}, twin: -1,
		gate: slices.Concat(m.places[from].exit, m.places[to].enter)})
}

// add adds what moves and what is asked for at every gate do to the edges out of
// a place, and the edges that moves make.
func (m *Model) add(first, from int) {
	moves := slices.DeleteFunc(slices.Clone(m.moves), func(v *move) bool { return v.from != from })
	for _, v := range moves {
		kind := m.places[v.to].kind
		if v.forbids || v.earlier || kind != "stage" && kind != "won" {
			continue
		}
		twin := -1
		there := false
		for i := first; i < len(m.edges); i++ {
			e := &m.edges[i]
			switch {
			case e.to != v.to:
			case e.made != nil:
				e.made = append(e.made, v)
				there = true
			case !slices.ContainsFunc(e.over, func(absent []int) bool { return len(absent) == 0 }):
				twin = i
			default:
				there = true
			}
		}
		if !there {
			m.edges = append(m.edges, edge{from: from, to: v.to, made: []*move{v}, twin: twin, gate: slices.Clone(m.places[v.to].enter)})
		}
	}
	for i := first; i < len(m.edges); i++ {
		e := &m.edges[i]
		for _, v := range moves {
			switch {
			case v.to != e.to:
			case v.forbids:
				e.never = append(e.never, v)
			default:
				e.gate = append(e.gate, v.asks()...)
			}
		}
		if from > 0 && from <= m.stages {
			e.gate = append(e.gate, m.alwaysFrom(from)...)
		}
	}
}

// asks gives the needs of a move, each under the condition of the move.
func (v *move) asks() []*requirement {
	var out []*requirement
	for _, r := range v.needs {
		one := *r
		one.whens = slices.Clone(r.whens)
		if v.when != nil {
			one.whens = append(one.whens, v.when)
		}
		one.outdoers = v.outdoers
		out = append(out, &one)
	}
	return out
}

// alwaysFrom gives what is asked for at every gate out of a stage.
func (m *Model) alwaysFrom(stage int) []*requirement {
	var out []*requirement
	for _, r := range m.always {
		if r.From == "" || stage >= m.find(r.From) {
			out = append(out, r)
		}
	}
	return out
}

// next lists the places that a stage leads to by its next. A start leads to
// the stage that follows it.
func (m *Model) next(stage int) []int {
	if m.places[stage].kind == "" {
		return []int{stage + 1}
	}
	if list := m.written(stage).Next; list != nil {
		var out []int
		for _, id := range list {
			out = append(out, m.find(id))
		}
		return out
	}
	if stage != m.stages {
		return []int{stage + 1} // which may be where a track leads to
	}
	return []int{slices.IndexFunc(m.places, func(p place) bool { return p.kind == "won" })}
}

// written is a stage as it is written down.
func (m *Model) written(stage int) generate.Stage {
	if stage <= m.stages {
		return m.process.Stages[stage-1]
	}
	for i, t := range m.tracks {
		if t.start < stage && stage < t.done {
			return m.process.Tracks[i].Stages[stage-t.start-1]
		}
	}
	panic("no stage")
}

// there reports whether an edge is there, whether or not what it leads to is. It
// does not look at what is earned: ways to where the deal is already are of no
// use.
func (k *moment) there(edge int) bool {
	e := k.m.edges[edge]
	if slices.ContainsFunc(e.never, func(v *move) bool { return k.may(v) }) {
		return false
	}
	if e.made == nil {
		return slices.ContainsFunc(e.over, func(absent []int) bool {
			return !slices.ContainsFunc(absent, func(stage int) bool { return !k.away(stage) })
		})
	}
	return slices.ContainsFunc(e.made, func(v *move) bool {
		return (v.when == nil || k.ask(v.when, nil) == Met) && !slices.ContainsFunc(v.outdoers, k.may)
	})
}

// passable reports whether a gate can be crossed, or a way lead over it. A move
// makes no edge where there is one by next.
func (k *moment) passable(edge int) bool {
	twin := k.m.edges[edge].twin
	return !k.away(k.m.edges[edge].to) && k.there(edge) && (twin < 0 || !k.there(twin))
}

// may reports whether the condition of a move is not unmet.
func (k *moment) may(v *move) bool { return v.when == nil || k.ask(v.when, nil) != Unmet }

// away reports whether a stage is not there for the deal.
func (k *moment) away(place int) bool {
	when := k.m.places[place].when
	return when != nil && k.ask(when, nil) == Unmet
}

// arrange brings the stages into an order in which each comes after the stages
// that its gates lead out of or ask about, ways back left out.
func (m *Model) arrange() {
	waits := make([][]int, len(m.places))
	for _, e := range m.edges {
		if kind := m.places[e.to].kind; kind != "stage" && kind != "done" || e.from > e.to {
			continue
		}
		about := func(r *requirement) {
			if r != nil {
				waits[e.to] = append(waits[e.to], m.asksAbout(r)...)
			}
		}
		waits[e.to] = append(waits[e.to], e.from)
		for _, r := range e.gate {
			about(r)
		}
		about(m.places[e.to].when)
		for _, absent := range e.over {
			for _, stage := range absent {
				about(m.places[stage].when)
			}
		}
		for _, v := range slices.Concat(e.made, e.never) {
			about(v.when)
		}
	}
	seen, waiting := make([]bool, len(m.places)), make([]bool, len(m.places))
	var visit func(stage int)
	visit = func(stage int) {
		if waiting[stage] {
			m.circle = true
		}
		if seen[stage] {
			return
		}
		seen[stage], waiting[stage] = true, true
		for _, other := range waits[stage] {
			visit(other)
		}
		waiting[stage] = false
		if kind := m.places[stage].kind; kind == "stage" || kind == "done" {
			m.order = append(m.order, stage)
		}
	}
	for stage := range waits {
		visit(stage)
	}
}

// asksAbout lists the stages that a requirement asks to be reached, or for the
// day of which it asks.
func (m *Model) asksAbout(r *requirement) []int {
	var out []int
	if r.Kind == generate.Reached {
		out = append(out, m.find(r.Subject))
	}
	days := []string{r.Before, r.After}
	if r.Kind == generate.Dated {
		days = append(days, r.Subject)
	}
	for _, ref := range days {
		if place := m.find(ref); place > 0 {
			out = append(out, place)
		}
	}
	for _, other := range slices.Concat(r.members, r.whens) {
		out = append(out, m.asksAbout(other)...)
	}
	for _, v := range r.outdoers {
		if v.when != nil {
			out = append(out, m.asksAbout(v.when)...)
		}
	}
	return out
}
