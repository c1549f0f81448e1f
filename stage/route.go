package stage

// gates is what is open at each gate under one reading: demands that must be
// met, and groups of which a part must. It is filled in as gates are asked
// about, and holds until the position moves.
type gates struct {
	stale bool
	known []bool
	must  []demandSet
	group [][]int32
}

// route is the way with the fewest different open demands.
type route struct {
	found bool
	n     int       // how many demands are open
	open  demandSet // which
	edges []int32   // the way
}

// gate gives what is open at the gate of an edge. Under the live reading a
// gate that was crossed asks for nothing any more.
func (w *Position) gate(edge int32, r reading) (*demandSet, []int32) {
	g := &w.openLive
	if r == blankReading {
		g = &w.openBlank
	}
	if g.stale || len(g.known) != len(w.p.edges) {
		g.stale = false
		g.known = zeroed(g.known, len(w.p.edges))
		g.must = sized(g.must, len(w.p.edges))
		g.group = sized(g.group, len(w.p.edges))
	}
	if !g.known[edge] {
		g.known[edge] = true
		g.must[edge] = demandSet{}
		g.group[edge] = g.group[edge][:0]
		if r == blankReading || !w.gates[edge].crossed {
			for _, root := range w.p.edges[edge].gate {
				w.demand(root, r, &g.must[edge], &g.group[edge])
			}
		}
	}
	return &g.must[edge], g.group[edge]
}

// demand adds what is open of a node: its demands to must, or the node itself
// to groups when there is a choice.
func (w *Position) demand(i int32, r reading, must *demandSet, groups *[]int32) {
	n := &w.p.nodes[i]
	if n.optional || n.when >= 0 && w.node(n.when, r, nil) == Unmet {
		return
	}
	switch {
	case n.question >= 0:
		if a := w.leaf(n, r, nil); a != Met && a != Off {
			must.add(w.p.requirements[n.requirement].leaf)
		}
	case n.kind == All:
		for _, m := range n.members {
			w.demand(m, r, must, groups)
		}
	default:
		if a := w.node(i, r, nil); a != Met && a != Off {
			*groups = append(*groups, i)
		}
	}
}

// routeToWon gives the best way from any earned stage to any won end.
func (w *Position) routeToWon(earned placeSet, r reading) route {
	var best route
	for to := 1 + w.p.stages; to < len(w.p.places); to++ {
		if w.p.places[to].kind == Won {
			w.routeTo(earned, int32(to), r, &best)
		}
	}
	return best
}

// routeFrom gives the best way from one place to any won end.
func (w *Position) routeFrom(from int32, r reading) route {
	var best route
	for to := 1 + w.p.stages; to < len(w.p.places); to++ {
		if w.p.places[to].kind == Won {
			w.betterWay(from, int32(to), 0, r, &best)
		}
	}
	return best
}

// routeTo betters a route by the ways from earned stages to a place. A way that
// passes another earned stage is no better than the rest of it from there.
func (w *Position) routeTo(earned placeSet, to int32, r reading, best *route) {
	for from := range int32(1 + w.p.stages) {
		if earned.has(from) {
			w.betterWay(from, to, earned, r, best)
		}
	}
}

// betterWay betters a route by the ways from one place to another that pass
// none of the places to avoid.
func (w *Position) betterWay(from, to int32, avoid placeSet, r reading, best *route) {
	for i := range w.p.ways.between[from][to] {
		if way := &w.p.ways.between[from][to][i]; way.passes&avoid == 0 {
			w.tryWay(way, r, best)
		}
	}
}

// betterWayOver betters a route by the ways to a place that begin with an edge.
func (w *Position) betterWayOver(edge, to int32, best *route) {
	from := w.p.edges[edge].from
	for i := range w.p.ways.between[from][to] {
		if way := &w.p.ways.between[from][to][i]; way.edges[0] == edge {
			w.tryWay(way, liveReading, best)
		}
	}
}

// tryWay takes a way for the route if it has fewer open demands.
func (w *Position) tryWay(way *way, r reading, best *route) {
	var must demandSet
	w.agenda = w.agenda[:0]
	for _, e := range way.edges {
		m, groups := w.gate(e, r)
		must.union(m)
		for _, g := range groups {
			w.plan(g)
		}
	}
	s := search{w: w, r: r, n: -1}
	if best.found {
		s.n = best.n
	}
	s.run(must)
	if s.better {
		*best = route{true, s.n, s.best, way.edges}
	}
}

// plan puts a group on the agenda, unless the same is there already.
func (w *Position) plan(group int32) {
	id := w.p.nodes[group].group
	for _, g := range w.agenda {
		if w.p.nodes[g].group == id {
			return
		}
	}
	w.agenda = append(w.agenda, group)
}

// search finds the fewest demands that meet every group on the agenda, over all
// choices of branches.
type search struct {
	w      *Position
	r      reading
	n      int // the fewest found so far, -1: none
	best   demandSet
	better bool
}

// run looks for fewer demands than s.n, those in set among them. Groups whose
// demands stand nowhere else take their cheapest members; the others are tried
// in every combination.
func (s *search) run(set demandSet) {
	if s.n >= 0 && set.len() >= s.n {
		return
	}
	w := s.w
	entangled := w.agenda[:0]
	for _, g := range w.agenda {
		if w.p.nodes[g].private {
			s.cheapest(g, &set)
		} else {
			entangled = append(entangled, g)
		}
	}
	w.agenda = entangled
	s.try(0, len(entangled), set)
}

// try takes up the agenda from index i on; what it adds goes behind n, so that
// other branches find the agenda as it was.
func (s *search) try(i, n int, set demandSet) {
	if s.n >= 0 && set.len() >= s.n {
		return
	}
	if i == n {
		s.n, s.best, s.better = set.len(), set, true
		return
	}
	w := s.w
	at := w.agenda[i]
	node := &w.p.nodes[at]
	if a := w.node(at, s.r, nil); a == Met || a == Off {
		s.try(i+1, n, set)
		return
	}
	switch {
	case node.question >= 0:
		set.add(w.p.requirements[node.requirement].leaf)
		s.try(i+1, n, set)
	case node.kind == All:
		w.agenda = w.agenda[:n]
		for _, m := range node.members {
			if !w.p.nodes[m].optional {
				w.agenda = append(w.agenda, m)
			}
		}
		s.try(i+1, len(w.agenda), set)
	case node.kind == Any:
		s.choose(i, n, node.members, 1, set)
	default:
		met, apply := 0, 0
		for _, m := range node.members {
			if a := s.member(m); a != Off {
				apply++
				if a == Met {
					met++
				}
			}
		}
		s.choose(i, n, node.members, min(int(node.count), apply)-met, set)
	}
}

// choose tries every choice of so many of the members that are open.
func (s *search) choose(i, n int, members []int32, count int, set demandSet) {
	if count == 0 {
		s.try(i+1, n, set)
		return
	}
	for k, m := range members {
		if a := s.member(m); a == Met || a == Off {
			continue
		}
		s.w.agenda = append(s.w.agenda[:n], m)
		s.choose(i, n+1, members[k+1:], count-1, set)
	}
}

// member answers a member of a group; an optional one is no part of it.
func (s *search) member(m int32) Answer {
	if s.w.p.nodes[m].optional {
		return Off
	}
	return s.w.node(m, s.r, nil)
}

// cost counts the demands that meeting a node takes, when they stand nowhere
// else.
func (s *search) cost(i int32) int {
	n := &s.w.p.nodes[i]
	if a := s.w.node(i, s.r, nil); a == Met || a == Off {
		return 0
	}
	if n.question >= 0 {
		return 1
	}
	sum := 0
	if n.kind == All {
		for _, m := range n.members {
			if !s.w.p.nodes[m].optional {
				sum += s.cost(m)
			}
		}
		return sum
	}
	s.pick(n, func(_ int32, cost int) { sum += cost })
	return sum
}

// cheapest adds the demands of the cheapest way to meet a node.
func (s *search) cheapest(i int32, set *demandSet) {
	n := &s.w.p.nodes[i]
	if a := s.w.node(i, s.r, nil); a == Met || a == Off {
		return
	}
	switch {
	case n.question >= 0:
		set.add(s.w.p.requirements[n.requirement].leaf)
	case n.kind == All:
		for _, m := range n.members {
			if !s.w.p.nodes[m].optional {
				s.cheapest(m, set)
			}
		}
	default:
		s.pick(n, func(m int32, _ int) { s.cheapest(m, set) })
	}
}

// pick gives the cheapest members of a group, as many as it asks for: cheapest
// first, those of one cost in definition order.
func (s *search) pick(n *node, give func(member int32, cost int)) {
	count, apply := 1, 0
	if n.kind == SomeOf {
		for _, m := range n.members {
			if s.member(m) != Off {
				apply++
			}
		}
		count = min(int(n.count), apply)
	}
	last, lastAt := -1, -1
	for range count {
		best, bestAt := -1, -1
		for k, m := range n.members {
			if s.member(m) == Off {
				continue
			}
			c := s.cost(m)
			if c < last || c == last && k <= lastAt {
				continue
			}
			if best < 0 || c < best {
				best, bestAt = c, k
			}
		}
		if bestAt < 0 {
			return
		}
		give(n.members[bestAt], best)
		last, lastAt = best, bestAt
	}
}

// blankCache is how far a deal with no facts but these attributes would be from
// won. Attributes change seldom, so the last answer mostly serves again.
type blankCache struct {
	known  bool
	under  []Answer // to the questions about attributes
	remain int
}

// blankRemaining is how many demands a deal with the same attributes and no
// other fact would have open.
func (w *Position) blankRemaining() int {
	b := &w.blank
	same := b.known
	k := 0
	for i := range w.p.questions {
		if w.p.questions[i].kind != Attribute {
			continue
		}
		live := w.answer(int32(i)).live
		if k == len(b.under) {
			b.under = append(b.under, live)
			same = false
		} else if b.under[k] != live {
			b.under[k] = live
			same = false
		}
		k++
	}
	if !same {
		w.openBlank.stale = true
		b.remain = w.routeToWon(1, blankReading).n
		b.known = true
	}
	return b.remain
}

// requirementsOf gives the open demands of a route, in the order in which they
// come on the way.
func (w *Position) requirementsOf(r *route) []Requirement {
	out := make([]Requirement, 0, r.n)
	var taken demandSet
	var visit func(i int32)
	visit = func(i int32) {
		n := &w.p.nodes[i]
		for _, m := range n.members {
			visit(m)
		}
		if n.question < 0 {
			return
		}
		if leaf := w.p.requirements[n.requirement].leaf; r.open.has(leaf) && !taken.has(leaf) {
			taken.add(leaf)
			out = append(out, Requirement{w.p, n.requirement})
		}
	}
	for _, e := range r.edges {
		if w.gates[e].crossed {
			continue
		}
		for _, root := range w.p.edges[e].gate {
			visit(root)
		}
	}
	return out
}
