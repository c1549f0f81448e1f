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
	found bool      // false: no way leads there
	n     int       // how many demands are open
	open  demandSet // which
	edges []int32   // the way
}

// NoWay is the distance to where no way leads.
const NoWay = -1

// left is how many demands are open, NoWay when no way leads there.
func (r *route) left() int {
	if !r.found {
		return NoWay
	}
	return r.n
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
	if n.optional || n.when >= 0 && w.node(n.when, r, nil) == Unmet || n.waivable != 0 && w.waived(n, r) {
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
	for to := 1 + w.p.stages; to < w.p.ends; to++ {
		if w.p.places[to].kind == Won {
			w.routeTo(earned, int32(to), r, &best)
		}
	}
	return best
}

// routeFrom gives the best way from one place to any won end.
func (w *Position) routeFrom(from int32, r reading) route {
	var best route
	for to := 1 + w.p.stages; to < w.p.ends; to++ {
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
	ways := w.p.ways.between[from][to]
	for i := range ways {
		if ways[i].passes&avoid == 0 {
			w.tryWay(&ways[i], r, best)
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
		if edge := &w.p.edges[e]; (r == blankReading || !w.gates[e].crossed) && !w.passable(edge, r) {
			return
		}
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
