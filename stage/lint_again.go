package stage

import (
	"fmt"
	"maps"
	"slices"

	"github.com/headway-go/headway/qualify/diag"
)

// asked is what every way to a place has asked for.
type asked struct {
	known  bool
	things map[thing]int32 // what lasts, and a node that asks for it
	ranks  []int32         // of each element, the highest level
	passed placeSet        // the places that every way passes
}

// thing is what a node asks for, whatever it is called there.
type thing struct {
	of   int32  // a question, or behind those a group
	when string // the condition, by content
}

func (l *linter) thing(a ask) thing {
	n := &l.p.nodes[a.node]
	if n.question >= 0 {
		return thing{n.question, a.when}
	}
	return thing{int32(len(l.p.questions)) + n.group, a.when}
}

// has finds what was asked for on every way, under no condition or the same.
func (x *asked) has(t thing) (node int32, ok bool) {
	if node, ok = x.things[thing{of: t.of}]; ok {
		return node, ok
	}
	node, ok = x.things[t]
	return node, ok
}

// collect works out what every way to each place asks for: what the ways of
// all edges into it have in common.
func (l *linter) collect() {
	p := l.p
	l.before = make([]asked, len(p.places))
	for i := range l.before {
		if p.starts.has(int32(i)) {
			l.before[i] = asked{known: true, ranks: make([]int32, p.framework.Len())}
		}
	}
	for changed := true; changed; {
		changed = false
		for i := range p.edges {
			if e := &p.edges[i]; l.able[i] && l.before[e.from].known {
				changed = l.before[e.to].narrow(l.behind(i)) || changed
			}
		}
	}
}

// behind is what the ways over an edge have asked for.
func (l *linter) behind(edge int) asked {
	p := l.p
	e := &p.edges[edge]
	before := &l.before[e.from]
	out := asked{true, maps.Clone(before.things), slices.Clone(before.ranks), before.passed | 1<<e.to}
	if out.things == nil {
		out.things = map[thing]int32{}
	}
	for _, a := range l.gates[edge].entries {
		if _, there := out.things[l.thing(a)]; !there && l.lasts(a.node) {
			out.things[l.thing(a)] = a.node
		}
		if q := p.nodes[a.node].question; q >= 0 && p.questions[q].kind == Element && a.when == "" {
			out.ranks[p.questions[q].element] = max(out.ranks[p.questions[q].element], p.questions[q].rank)
		}
	}
	return out
}

// narrow leaves what x and another have in common, and reports whether that
// changed anything.
func (x *asked) narrow(y asked) (changed bool) {
	if !x.known {
		*x = y
		return true
	}
	for t := range x.things {
		if _, ok := y.things[t]; !ok {
			delete(x.things, t)
			changed = true
		}
	}
	for i, rank := range y.ranks {
		if rank < x.ranks[i] {
			x.ranks[i] = rank
			changed = true
		}
	}
	if x.passed&^y.passed != 0 {
		x.passed &= y.passed
		changed = true
	}
	return changed
}

// lasts reports whether a node that was met can be undone by a fact alone, and
// so takes back the gate that asked for it: to ask for it again adds nothing.
func (l *linter) lasts(i int32) bool {
	p := l.p
	n := &p.nodes[i]
	for _, m := range n.members {
		if !l.lasts(m) || p.nodes[m].when >= 0 {
			return false
		}
	}
	if n.question < 0 {
		return true
	}
	q := &p.questions[n.question]
	if !q.within.IsZero() || q.since >= 0 || q.standing {
		return false
	}
	switch q.kind {
	case Element:
		return p.framework.At(int(q.element)).ValidFor().IsZero()
	case Milestone:
		return p.milestones[q.milestone].validFor.IsZero()
	}
	return q.kind != Score
}

// repeat is what is known about one thing over all gates that it stands in.
type repeat struct {
	gates  int
	twice  int   // gates that another thing asks for the same in, or before
	first  int32 // that other thing
	less   int   // gates before which more was asked for
	more   int32 // that level
	behind int   // gates at which a stage is reached in any case
	given  map[int32]int
}

// again looks for what is asked for although every way there has asked for it
// before.
func (l *linter) again() {
	l.collect()
	p := l.p
	seen := map[int32]*repeat{}
	var order []int32
	for i := range p.edges {
		e := &p.edges[i]
		if !l.able[i] || e.to < e.from || !l.before[e.from].known {
			continue
		}
		before := &l.before[e.from]
		here := asked{things: map[thing]int32{}}
		for _, a := range l.gates[i].entries {
			if a.always {
				here.things[l.thing(a)] = a.node
			}
		}
		for _, a := range l.gates[i].entries {
			if a.always {
				continue // it says that it is asked for everywhere
			}
			x := seen[a.node]
			if x == nil {
				x = &repeat{given: map[int32]int{}}
				seen[a.node] = x
				order = append(order, a.node)
			}
			x.gates++
			l.compare(x, a, before, &here)
			here.things[l.thing(a)] = a.node
		}
	}
	for _, i := range order {
		l.repeated(i, seen[i])
	}
}

// compare holds one thing that a gate asks for against what was asked for
// before, and in the same gate.
func (l *linter) compare(x *repeat, a ask, before, here *asked) {
	p := l.p
	first, twice := before.has(l.thing(a))
	if !twice {
		first, twice = here.has(l.thing(a))
	}
	if twice {
		x.twice++
		x.first = first
	}
	n := &p.nodes[a.node]
	if n.question < 0 {
		if n.kind == Any {
			for _, m := range n.members {
				if l.given(m, before) {
					x.given[m]++
				}
			}
		}
		return
	}
	switch q := &p.questions[n.question]; q.kind {
	case Element:
		if q.rank < before.ranks[q.element] && q.within.IsZero() && q.roles == 0 && q.forms == 0 && q.since < 0 {
			x.less++
			x.more = before.ranks[q.element]
		}
	case Reached:
		if before.passed.has(q.place) {
			x.behind++
		}
	}
}

// given reports whether a branch holds because every way here asked for it.
func (l *linter) given(i int32, before *asked) bool {
	n := &l.p.nodes[i]
	if n.optional || n.when >= 0 {
		return false
	}
	if _, ok := before.things[l.thing(ask{node: i})]; ok {
		return true
	}
	if n.question >= 0 {
		q := &l.p.questions[n.question]
		return q.kind == Reached && before.passed.has(q.place)
	}
	for _, m := range n.members {
		if l.given(m, before) != (n.kind == All) {
			return n.kind == Any
		}
	}
	return n.kind == All
}

// repeated tells what came out for one thing, if it is so in every gate.
func (l *linter) repeated(i int32, x *repeat) {
	p := l.p
	for _, m := range p.nodes[i].members {
		if x.given[m] == x.gates {
			l.doubt(l.at(m), diag.AlwaysMet, fmt.Sprintf("every way here has asked for %q, so that the other branches do not matter", l.words(m)), "take the branch out, or the whole choice")
		}
	}
	switch x.gates {
	case x.twice:
		l.doubt(l.at(i), diag.AskedAgain, fmt.Sprintf("%q is asked for again, and whatever undoes it takes back the gate that asked first", l.words(i)),
			"take it out; to ask for it afresh, say within how many days", diag.Related{Pos: l.at(x.first).Pos(), Message: "asked for here"})
	case x.less:
		l.doubt(l.at(i), diag.AsksLess, fmt.Sprintf("%q is less than %s, which every way here has asked for", l.words(i), p.framework.LevelAt(int(x.more)).ID()),
			"ask for a higher level, or take it out")
	case x.behind:
		l.doubt(l.own(i), diag.AlwaysMet, fmt.Sprintf("every way here leads through the stage: %s", l.words(i)), "take it out")
	}
}
