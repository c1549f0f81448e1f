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

// walkNode visits a node, its conditions, its members and what is under none.
func (p *Process) walkNode(i int32, visit func(*node)) {
	n := &p.nodes[i]
	visit(n)
	if n.when >= 0 {
		p.walkNode(n.when, visit)
	}
	for _, m := range n.members {
		p.walkNode(m, visit)
	}
	if n.question >= 0 && p.questions[n.question].kind == None {
		p.walkNode(p.questions[n.question].node, visit)
	}
}

// branches tells groups whose demands stand nowhere else, of which the cheapest
// members can be taken one by one, from entangled ones, where a choice here may
// help elsewhere and all have to be tried; and refuses what cannot be tried.
func (c *compiler) branches() {
	p := c.p
	const alone = -1
	type use struct{ group, times int32 }
	uses := make([][]use, len(p.leaves)) // by demand: in which groups it stands, and how often
	counted := map[int32]bool{}
	var count func(i, top int32)
	count = func(i, top int32) {
		n := &p.nodes[i]
		if n.question >= 0 {
			leaf := p.requirements[n.requirement].leaf
			at := slices.IndexFunc(uses[leaf], func(u use) bool { return u.group == top })
			if at < 0 {
				uses[leaf] = append(uses[leaf], use{top, 1})
			} else if top != alone {
				uses[leaf][at].times++
			}
			return
		}
		if top == alone && n.kind != All {
			if counted[n.group] {
				return // the same group again asks for nothing new
			}
			counted[n.group] = true
			top = n.group
		}
		for _, m := range n.members {
			count(m, top)
		}
	}
	var private func(i int32) bool
	private = func(i int32) bool {
		n := &p.nodes[i]
		if n.question >= 0 {
			u := uses[p.requirements[n.requirement].leaf]
			return len(u) == 1 && u[0].times == 1
		}
		return !slices.ContainsFunc(n.members, func(m int32) bool { return !private(m) })
	}
	var settle func(i int32)
	settle = func(i int32) {
		switch n := &p.nodes[i]; n.kind {
		case All:
			for _, m := range n.members {
				settle(m)
			}
		case Any, SomeOf:
			n.private = private(i)
		}
	}
	for _, e := range p.edges {
		for _, root := range e.gate {
			count(root, alone)
		}
	}
	for _, e := range p.edges {
		for _, root := range e.gate {
			settle(root)
		}
	}
	if c.tooManyBranches() {
		c.d.at.Report(diag.TooManyWays, fmt.Sprintf("the choices under any and some_of on one way through process %s are more than %d", c.d.id, MaxBranches),
			"let fewer groups share requirements, or ask for what they share outside of them")
	}
}

// tooManyBranches reports whether the entangled groups of the whole process
// leave more combined choices than can be tried. No way has more than all
// edges together.
func (c *compiler) tooManyBranches() bool {
	p := c.p
	seen := map[int32]bool{}
	product := 1
	var collect func(i int32)
	collect = func(i int32) {
		switch n := &p.nodes[i]; {
		case n.kind == All:
			for _, m := range n.members {
				collect(m)
			}
		case n.question < 0 && !n.private && !seen[n.group]:
			seen[n.group] = true
			product = min(product*p.choices(i), MaxBranches+1)
		}
	}
	for _, e := range p.edges {
		for _, root := range e.gate {
			collect(root)
		}
	}
	return product > MaxBranches
}

// choices counts the ways to meet a node, up to one more than can be tried.
func (p *Process) choices(i int32) int {
	n := &p.nodes[i]
	switch n.kind {
	case Any:
		sum := 0
		for _, m := range n.members {
			sum = min(sum+p.choices(m), MaxBranches+1)
		}
		return sum
	case All:
		product := 1
		for _, m := range n.members {
			product = min(product*p.choices(m), MaxBranches+1)
		}
		return product
	case SomeOf:
		// The elementary symmetric sum: choices of exactly count members.
		chosen := make([]int, n.count+1)
		chosen[0] = 1
		for _, m := range n.members {
			w := p.choices(m)
			for k := len(chosen) - 1; k > 0; k-- {
				chosen[k] = min(chosen[k]+chosen[k-1]*w, MaxBranches+1)
			}
		}
		return chosen[n.count]
	}
	return 1
}

// dependencies notes which questions each kind of fact may change the answer
// of, and which ones time may.
func (c *compiler) dependencies() {
	p := c.p
	p.onElement = make([][]int32, p.framework.Len())
	p.onMilestone = make([][]int32, len(p.milestones))
	p.onAttribute = make([][]int32, len(p.attributes))
	p.switches = make([]bool, len(p.questions))
	for i := range p.questions {
		q, at := &p.questions[i], int32(i)
		if q.since >= 0 {
			p.onMilestone[q.since] = append(p.onMilestone[q.since], at)
			for _, by := range p.milestones[q.since].voidBy {
				p.onMilestone[by] = append(p.onMilestone[by], at)
			}
			p.onPerson = append(p.onPerson, at)
		}
		switch q.kind {
		case Reached:
			p.asksReached = true
		case Element:
			p.onElement[q.element] = append(p.onElement[q.element], at)
			p.onPerson = append(p.onPerson, at)
		case Milestone:
			p.onMilestone[q.milestone] = append(p.onMilestone[q.milestone], at)
			for _, by := range p.milestones[q.milestone].voidBy {
				p.onMilestone[by] = append(p.onMilestone[by], at)
			}
			p.onPerson = append(p.onPerson, at)
		case Engaged:
			p.onMeeting = append(p.onMeeting, at)
			p.onPerson = append(p.onPerson, at)
		case Known:
			p.onPerson, p.onKnown = append(p.onPerson, at), append(p.onKnown, at)
		case NextStep:
			p.onStep = append(p.onStep, at)
			p.onPerson = append(p.onPerson, at)
		case Attribute:
			p.onAttribute[q.attribute] = append(p.onAttribute[q.attribute], at)
			for _, t := range q.tests {
				for _, v := range t.values {
					if v.attribute >= 0 {
						p.onAttribute[v.attribute] = append(p.onAttribute[v.attribute], at)
					}
				}
			}
		}
	}
	p.lowers = make([]bool, len(p.milestones))
	for m := range p.milestones {
		p.lowers[m] = slices.ContainsFunc(p.onMilestone[m], func(i int32) bool {
			q := &p.questions[i]
			return q.kind != Milestone || int(q.milestone) != m || int(q.since) == m
		})
	}
	critical := make([]bool, len(p.questions))
	timely := func(n *node, inWhen bool) {
		if n.question >= 0 {
			critical[n.question] = true
			p.switches[n.question] = p.switches[n.question] || inWhen
		}
	}
	for i := range p.nodes {
		n := &p.nodes[i]
		if n.when >= 0 {
			p.walkNode(n.when, func(m *node) { timely(m, true) })
		}
		if n.question < 0 {
			continue
		}
		switch q := &p.questions[n.question]; {
		case q.kind == None:
			p.walkNode(q.node, func(m *node) { timely(m, false) })
		case q.kind == NextStep && !q.within.IsZero():
			critical[n.question] = true
		}
	}
	for i, yes := range critical {
		if yes {
			p.critical = append(p.critical, int32(i))
		}
	}
	p.timely = critical
}
