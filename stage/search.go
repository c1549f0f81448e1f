package stage

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
	var room [32]int
	costs := room[:0] // each is worked out once: the members may be groups of groups
	for _, m := range n.members {
		cost := -1
		if s.member(m) != Off {
			cost = s.cost(m)
		}
		costs = append(costs, cost)
	}
	last, lastAt := -1, -1
	for range count {
		best, bestAt := -1, -1
		for k, c := range costs {
			if c < 0 || c < last || c == last && k <= lastAt {
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
