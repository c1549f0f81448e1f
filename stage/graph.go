package stage

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/diag"
)

// placeSet is a set of places, a bit each; the start is bit 0.
type placeSet uint64

func (s placeSet) has(i int32) bool { return s&(1<<(i&63)) != 0 }

// first and last give the first and the last place of a set that is not empty.
func (s placeSet) first() int32 { return int32(bits.TrailingZeros64(uint64(s))) }
func (s placeSet) last() int32  { return int32(bits.Len64(uint64(s))) - 1 }

// way is one way from a place to another that passes no place twice.
type way struct {
	edges  []int32
	passes placeSet // every place on it but the first
}

// ways are all ways through a process: from[i][j] are those from place i to
// place j, in definition order.
type ways struct {
	between [][][]way
}

// graph makes the edges: from each stage to every place named by next, over
// every stage among those that is optional or not there to what follows it, and
// those that moves make.
func (c *compiler) graph() {
	p := c.p
	c.direct = make([][]int32, len(p.places))
	if p.stages > 0 {
		p.starts = 1
		c.direct[0] = []int32{1}
		c.leads(c.d.stages, c.firstWon(), 1, int32(p.ends))
	}
	for _, t := range p.tracks {
		if t.done-t.start > 1 {
			p.starts |= 1 << t.start
			c.direct[t.start] = []int32{t.start + 1}
			c.leads(c.d.trackOf(t.id).stages, t.done, t.start+1, t.done)
		}
	}
	p.out = make([][]int32, len(p.places))
	for from := range int32(len(p.places)) {
		if p.places[from].kind == Open || p.starts.has(from) {
			c.edges(from)
		}
	}
	c.everything()
}

// trackOf finds the definition of a track.
func (d *definition) trackOf(id string) *trackDef {
	i := slices.IndexFunc(d.tracks, func(t trackDef) bool { return t.text == id })
	return &d.tracks[i]
}

// leads notes where stages lead to by their own words, within the places from
// first up to but not including behind; what follows the last, unless it says so
// itself, is the goal.
func (c *compiler) leads(stages []stageDef, goal, first, behind int32) {
	p := c.p
	for i, s := range stages {
		at, ok := p.byPlace[s.text]
		from := int32(at)
		if !ok || p.places[from].pos != s.at.Pos() {
			continue
		}
		for _, w := range s.next {
			to, found := c.find(w, p.byPlace, diag.UnknownStage, "stage or end")
			switch {
			case !found:
			case to == from:
				w.at.Report(diag.SelfLoop, fmt.Sprintf("stage %q leads to itself", s.text), "a deal stays in a stage without an edge: take it out of next")
			case to < first || to >= behind:
				w.at.Report(diag.UnknownStage, fmt.Sprintf("%q does not stand in the same walk as %q", w.text, s.text), "a stage leads to a stage beside it; use reached to wait for another walk")
			case slices.Contains(c.direct[from], to):
				w.at.Report(diag.Duplicate, fmt.Sprintf("%q is there already", w.text), "take one of them out")
			default:
				c.direct[from] = append(c.direct[from], to)
			}
		}
		if len(s.next) > 0 {
			continue
		}
		if i+1 < len(stages) {
			if next, ok := p.byPlace[stages[i+1].text]; ok && int32(next) != from {
				c.direct[from] = append(c.direct[from], int32(next))
			}
		} else if goal > 0 {
			c.direct[from] = append(c.direct[from], goal)
		}
	}
}

func (c *compiler) firstWon() int32 {
	for i, pl := range c.p.places {
		if pl.kind == Won {
			return int32(i)
		}
	}
	return 0
}

// edges makes the edges out of a place.
func (c *compiler) edges(from int32) {
	p := c.p
	over := c.over(from)
	for _, x := range over {
		c.edge(from, x.to, x.sets)
	}
	for to := int32(1); int(to) < p.ends; to++ {
		if int(from) > p.stages || from == 0 || slices.ContainsFunc(over, func(x overs) bool { return x.to == to }) {
			continue
		}
		c.edge(from, to, nil)
	}
}

// overs is a place that can come next, and the sets of stages that can be passed
// over on the way there because they are not there; an empty set when nothing
// has to be.
type overs struct {
	to   int32
	sets []placeSet
}

// over finds what can follow a place by next, in the order found.
func (c *compiler) over(from int32) []overs {
	p := c.p
	var out []overs
	steps := 0
	var gone placeSet // being followed, against circles
	var follow func(through int32, passed placeSet)
	follow = func(through int32, passed placeSet) {
		for _, to := range c.direct[through] {
			if to == from {
				continue
			}
			if p.places[to].gone {
				if !gone.has(to) {
					gone |= 1 << to
					follow(to, passed)
					gone &^= 1 << to
				}
				continue
			}
			if steps++; steps > MaxWays*MaxPlaces {
				return
			}
			i := slices.IndexFunc(out, func(x overs) bool { return x.to == to })
			if i < 0 {
				i = len(out)
				out = append(out, overs{to: to})
			}
			if slices.ContainsFunc(out[i].sets, func(s placeSet) bool { return s&^passed == 0 }) {
				continue // it is reached as easily already
			}
			out[i].sets = append(slices.DeleteFunc(out[i].sets, func(s placeSet) bool { return passed&^s == 0 }), passed)
			switch {
			case p.places[to].optional:
				follow(to, passed)
			case p.places[to].when >= 0:
				follow(to, passed|1<<to)
			}
		}
	}
	follow(from, 0)
	if steps > MaxWays*MaxPlaces && !c.tooMany {
		c.tooMany = true
		c.d.at.Report(diag.TooManyWays, fmt.Sprintf("process %s has too many stages in a row that may not be there", c.d.id), "make fewer stages depend on a condition")
	}
	return out
}

// edge adds the edges between two places: the one that next makes, whose sets
// are how it leads there, and the one that moves make while next does not. A
// lost or left end may be entered from every stage and has no gate.
func (c *compiler) edge(from, to int32, sets []placeSet) {
	p := c.p
	if k := p.places[to].kind; k == Lost || k == Left || p.places[to].gone || p.places[from].gone {
		return
	}
	made, when, forbidden, unlessMet := c.allows(from, to)
	if forbidden {
		return
	}
	allowed := none // the condition that nothing forbids it
	for _, x := range unlessMet {
		allowed = c.both(allowed, x)
	}
	if len(sets) > 0 {
		there := c.sets(sets)
		c.add(edge{from: from, to: to, there: c.both(there, allowed), next: true}, p.places[from].exit)
		if there == none {
			return
		}
		when = c.both(when, c.combine(unless, there))
	}
	if made {
		c.add(edge{from: from, to: to, there: c.both(when, allowed)}, nil)
	}
}

// sets gives the condition that all stages of one of the sets are not there;
// none when that is so in any case.
func (c *compiler) sets(sets []placeSet) int32 {
	var ways []int32
	for _, set := range sets {
		var gone []int32
		for i := range int32(len(c.p.places)) {
			if set.has(i) {
				gone = append(gone, c.combine(unless, c.p.places[i].when))
			}
		}
		if len(gone) == 0 {
			return none
		}
		ways = append(ways, c.combine(All, gone...))
	}
	if len(ways) == 0 {
		return none
	}
	return c.combine(Any, ways...)
}

// add adds an edge, with what its gate asks for.
func (c *compiler) add(e edge, exit []int32) {
	p := c.p
	needs := c.needed(e.from, e.to)
	e.gate = slices.Concat(exit, p.places[e.to].enter, needs)
	if e.from > 0 && int(e.from) <= p.stages {
		for _, a := range c.always {
			if e.from >= a.from {
				e.gate = append(e.gate, a.root)
			}
		}
	}
	if len(e.gate) > MaxEntries {
		c.d.at.Report(diag.OutOfRange, fmt.Sprintf("the gate from %s to %s asks for more than %d things", p.stage(e.from).ID(), p.places[e.to].id, MaxEntries), "ask for fewer")
		e.gate = e.gate[:MaxEntries]
	}
	e.standing = p.standing(e.gate)
	for _, i := range e.gate {
		if n := &p.nodes[i]; n.question >= 0 && n.when < 0 && !n.optional && n.waivable == 0 && p.questions[n.question].plain() {
			e.plain = append(e.plain, n.question)
		} else {
			e.rest = append(e.rest, i)
		}
	}
	p.out[e.from] = append(p.out[e.from], int32(len(p.edges)))
	p.edges = append(p.edges, e)
	p.roots = append(p.roots, needs...)
}

// everything collects what is asked for on the way to won and in the tracks:
// everything but what other ends need.
func (c *compiler) everything() {
	p := c.p
	for i := range p.places {
		if k := p.places[i].kind; k != Lost && k != Left {
			p.roots = append(p.roots, p.places[i].enter...)
			p.roots = append(p.roots, p.places[i].exit...)
		}
	}
	for _, a := range c.always {
		p.roots = append(p.roots, a.root)
	}
}

// standing gives the leaves among what is asked for that are asked at the
// crossing of a gate alone.
func (p *Process) standing(roots []int32) []int32 {
	var out []int32
	var visit func(i int32)
	visit = func(i int32) {
		n := &p.nodes[i]
		if n.question >= 0 && p.questions[n.question].standing {
			out = append(out, i)
		}
		for _, m := range n.members {
			visit(m)
		}
	}
	for _, i := range roots {
		visit(i)
	}
	return out
}

// wins notes what bears out the claim that a deal is won: the needs of the end,
// or without needs the exit of any stage that leads to it. A next step in such
// an exit is no part of it: on the day of the signature nobody has one.
func (c *compiler) wins() {
	p := c.p
	p.wonBy = make([][]borne, len(p.places))
	for to := 1 + p.stages; to < p.ends; to++ {
		if p.places[to].kind != Won {
			continue
		}
		if needs := p.places[to].enter; len(needs) > 0 {
			p.wonBy[to] = []borne{{-1, needs, p.standing(needs)}}
			continue
		}
		for i, e := range p.edges {
			if int(e.to) != to || e.from == 0 || !e.next {
				continue
			}
			var exit []int32
			for _, i := range p.places[e.from].exit {
				if i = c.withoutSteps(i); i >= 0 {
					exit = append(exit, i)
				}
			}
			p.wonBy[to] = append(p.wonBy[to], borne{int32(i), exit, p.standing(exit)})
		}
	}
}

// withoutSteps gives a node without the next steps in it, at any depth; none
// when nothing is left.
func (c *compiler) withoutSteps(i int32) int32 {
	n := c.p.nodes[i]
	if n.kind == NextStep {
		return none
	}
	members := make([]int32, 0, len(n.members))
	same := true
	for _, m := range n.members {
		left := c.withoutSteps(m)
		same = same && left == m
		if left >= 0 {
			members = append(members, left)
		}
	}
	switch {
	case same:
		return i
	case len(members) == 0:
		return none
	}
	n.members = members
	return c.append(n)
}

// walkable finds every way through the process, and refuses a process with none
// to won, or with more than can be searched.
func (c *compiler) walkable() {
	p := c.p
	n := len(p.places)
	p.ways.between = make([][][]way, n)
	all := 0
	for from := range int32(1 + p.stages) {
		p.ways.between[from] = make([][]way, n)
		if all >= 0 {
			all = c.waysFrom(from, all)
		}
	}
	if all < 0 {
		return
	}
	won := false
	for to := 1 + p.stages; to < p.ends; to++ {
		won = won || p.places[to].kind == Won && len(p.ways.between[0][to]) > 0
	}
	if !won && !c.misspelled {
		c.d.at.Report(diag.NoWayToWon, fmt.Sprintf("no way through process %s leads to a won end", c.d.id),
			"name a won end under next of the last stage, and let every stage lead on to it")
	}
	c.waits()
}

// waysFrom adds the ways from one place; it gives the number of all ways so
// far, or -1 when there are too many.
func (c *compiler) waysFrom(from int32, all int) int {
	p := c.p
	var path []int32
	var passed placeSet
	var visit func(at int32) bool
	visit = func(at int32) bool {
		for _, e := range p.out[at] {
			to := p.edges[e].to
			if to == from || passed.has(to) {
				continue
			}
			path = append(path, e)
			passed |= 1 << to
			found := append(p.ways.between[from][to], way{slices.Clone(path), passed})
			p.ways.between[from][to] = found
			if all++; len(found) > MaxWays || all > MaxAllWays {
				c.d.at.Report(diag.TooManyWays, fmt.Sprintf("process %s has more than %d ways from %s to %s, or more than %d in all",
					c.d.id, MaxWays, p.stage(from).ID(), p.places[to].id, MaxAllWays),
					"make fewer stages optional in a row, or name fewer next stages")
				return false
			}
			if p.places[to].kind == Open && !visit(to) {
				return false
			}
			path = path[:len(path)-1]
			passed &^= 1 << to
		}
		return true
	}
	if !visit(from) {
		return -1
	}
	return all
}

// waits works out which stages each place waits for: those before it that lead
// to it, and those that its gates want reached. Ways back are left out: what
// lies behind has been earned before. It refuses stages that wait for each
// other, and puts the edges into an order in which all that are open on one day
// can be crossed.
func (c *compiler) waits() {
	p := c.p
	after := make([]placeSet, len(p.places))
	for _, e := range p.edges {
		if e.to <= e.from {
			continue
		}
		after[e.to] |= 1 << e.from
		for _, root := range e.gate {
			after[e.to] |= p.wantsReached(root)
		}
		if e.there >= 0 {
			after[e.to] |= p.wantsReached(e.there)
		}
	}
	for i := range p.places {
		when := p.places[i].when
		if when < 0 {
			continue
		}
		after[i] |= p.wantsReached(when)
		if p.asksEnteredUnder(when) {
			c.d.at.Report(diag.ReachedCircle, fmt.Sprintf("whether stage %q is there depends on which stage is shown, and so on itself", p.places[i].id),
				"name a stage or a milestone in place of entered")
		}
	}
	for changed := true; changed; {
		changed = false
		for i := range after {
			sum := after[i]
			for rest := after[i]; rest != 0; rest &= rest - 1 {
				sum |= after[rest.first()]
			}
			if sum != after[i] {
				after[i], changed = sum, true
			}
		}
	}
	var circle []string
	for i := 1; i < len(after); i++ {
		if after[i].has(int32(i)) {
			circle = append(circle, p.places[i].id)
		}
	}
	if len(circle) > 0 {
		c.d.at.Report(diag.ReachedCircle, "stages wait for each other: "+strings.Join(circle, ", "),
			"a gate can want only stages reached that do not lie behind it")
	}
	for i, e := range p.edges {
		if k := p.places[e.to].kind; k == Open || k == passed {
			p.order = append(p.order, int32(i))
		}
	}
	// Whoever waits for more comes later; a way back changes nothing and comes last.
	rank := func(i int32) int {
		if e := p.edges[i]; e.to > e.from {
			return bits.OnesCount64(uint64(after[e.to]))
		}
		return len(p.places)
	}
	slices.SortStableFunc(p.order, func(a, b int32) int { return rank(a) - rank(b) })
	for _, i := range p.order {
		if p.starts.has(p.edges[i].from) {
			p.first = append(p.first, i)
		}
	}
}

// asksEnteredUnder reports whether a node asks for the day on which the stage
// shown was entered.
func (p *Process) asksEnteredUnder(i int32) (asks bool) {
	p.walkNode(i, func(n *node) {
		if n.question < 0 {
			return
		}
		q := &p.questions[n.question]
		asks = asks || q.kind == DayIs && (q.day.kind == enteredRef || q.before.kind == enteredRef || q.after.kind == enteredRef)
	})
	return asks
}

// wantsReached gives the stages whose being reached a node asks about.
func (p *Process) wantsReached(i int32) placeSet {
	var set placeSet
	p.walkNode(i, func(n *node) {
		if n.question < 0 {
			return
		}
		switch q := &p.questions[n.question]; q.kind {
		case Reached:
			set |= 1 << q.place
		case DayIs:
			for _, r := range [...]ref{q.day, q.before, q.after} {
				if r.kind == placeRef {
					set |= 1 << r.of
				}
			}
		}
	})
	return set
}
