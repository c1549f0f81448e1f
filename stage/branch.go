package stage

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/qualify/diag"
)

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
