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

func (s placeSet) has(i int32) bool { return s&(1<<i) != 0 }

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

// graph makes the edges: from each stage to every place named by next, and over
// every optional stage among those to what follows it.
func (c *compiler) graph() {
	p := c.p
	direct := make([][]int32, len(p.places))
	if p.stages > 0 {
		direct[0] = []int32{1}
	}
	for i, s := range c.d.stages {
		from, ok := p.byPlace[s.text]
		if !ok || p.stages == 0 || p.places[from].pos != s.at.Pos() {
			continue
		}
		for _, w := range s.next {
			to, found := c.find(w, p.byPlace, diag.UnknownStage, "stage or end")
			switch {
			case !found:
			case int(to) == from:
				w.at.Report(diag.SelfLoop, fmt.Sprintf("stage %q leads to itself", s.text), "a deal stays in a stage without an edge: take it out of next")
			case slices.Contains(direct[from], to):
				w.at.Report(diag.Duplicate, fmt.Sprintf("%q is there already", w.text), "take one of them out")
			default:
				direct[from] = append(direct[from], to)
			}
		}
		if len(s.next) > 0 {
			continue
		}
		if i+1 < len(c.d.stages) {
			if next, ok := p.byPlace[c.d.stages[i+1].text]; ok && next != from {
				direct[from] = append(direct[from], int32(next))
			}
		} else if won := c.firstWon(); won > 0 {
			direct[from] = append(direct[from], won)
		}
	}
	p.out = make([][]int32, len(p.places))
	for from := range int32(1 + p.stages) {
		seen := placeSet(1) << from
		var follow func(through int32)
		follow = func(through int32) {
			for _, to := range direct[through] {
				if seen.has(to) {
					continue
				}
				seen |= 1 << to
				c.edge(from, to)
				if p.places[to].optional {
					follow(to)
				}
			}
		}
		follow(from)
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

// edge adds an edge, with what its gate asks for. A lost or left end may be
// entered from every stage and has no gate.
func (c *compiler) edge(from, to int32) {
	p := c.p
	if k := p.places[to].kind; k == Lost || k == Left {
		return
	}
	p.out[from] = append(p.out[from], int32(len(p.edges)))
	gate := slices.Concat(p.places[from].exit, p.places[to].enter)
	e := edge{from: from, to: to, gate: gate, standing: p.standing(gate)}
	for _, i := range gate {
		if n := &p.nodes[i]; n.question >= 0 && n.when < 0 && !n.optional && p.questions[n.question].plain() {
			e.plain = append(e.plain, n.question)
		}
	}
	p.edges = append(p.edges, e)
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
	for to := 1 + p.stages; to < len(p.places); to++ {
		if p.places[to].kind != Won {
			continue
		}
		if needs := p.places[to].enter; len(needs) > 0 {
			p.wonBy[to] = []borne{{needs, p.standing(needs)}}
			continue
		}
		for _, e := range p.edges {
			if int(e.to) != to || e.from == 0 {
				continue
			}
			exit := slices.DeleteFunc(slices.Clone(p.places[e.from].exit), func(i int32) bool { return p.nodes[i].kind == NextStep })
			p.wonBy[to] = append(p.wonBy[to], borne{exit, p.standing(exit)})
		}
	}
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
	for to := 1 + p.stages; to < n; to++ {
		won = won || p.places[to].kind == Won && len(p.ways.between[0][to]) > 0
	}
	if !won {
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
	}
	for changed := true; changed; {
		changed = false
		for i := range after {
			sum := after[i]
			for rest := after[i]; rest != 0; rest &= rest - 1 {
				sum |= after[bits.TrailingZeros64(uint64(rest))]
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
		if p.places[e.to].kind == Open {
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
		if p.edges[i].from == 0 {
			p.first = append(p.first, i)
		}
	}
}

// wantsReached gives the stages whose being reached a node asks about.
func (p *Process) wantsReached(i int32) placeSet {
	var set placeSet
	p.walkNode(i, func(n *node) {
		if n.question >= 0 && p.questions[n.question].kind == Reached {
			set |= 1 << p.questions[n.question].place
		}
	})
	return set
}
