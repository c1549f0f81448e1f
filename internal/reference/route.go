package reference

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/headway-go/headway/internal/generate"
)

// set is a set of demands, a bit each.
type set uint64

func (m *Model) single(id string) set {
	i, ok := m.bit[id]
	if !ok || i >= 64 {
		panic(fmt.Sprintf("no bit for the demand %q", id))
	}
	return 1 << i
}

// sets is different ways to do something: which demands each would have to
// close.
type sets []set

// both does one thing and another, in every combination.
func both(a, b sets) sets {
	var out sets
	for _, x := range a {
		for _, y := range b {
			out = append(out, x|y)
		}
	}
	return unique(out)
}

// unique drops sets that are there already, and those that have one of the
// others in them: they are never the least.
func unique(all sets) sets {
	slices.SortFunc(all, func(a, b set) int { return bits.OnesCount64(uint64(a)) - bits.OnesCount64(uint64(b)) })
	var out sets
	for _, x := range all {
		if !slices.ContainsFunc(out, func(y set) bool { return y&x == y }) {
			out = append(out, x)
		}
	}
	return out
}

// free is the one way to do what is done already.
var free = sets{0}

// ways gives every choice of demands that would satisfy a requirement.
func (k *moment) ways(r *requirement) sets {
	if a := k.ask(r, nil); a == Off || a.passes() || r.optional() {
		return free
	}
	if r.Leaf() {
		return sets{k.m.single(r.ID)}
	}
	var members []sets
	for _, member := range r.members {
		if k.ask(member, nil) != Off && !member.optional() {
			members = append(members, k.ways(member))
		}
	}
	want := len(members)
	switch r.Kind {
	case generate.Any:
		want = 1
	case generate.SomeOf:
		want = min(r.Count, want)
	}
	return choose(members, want)
}

// choose does so many of some things, in every combination.
func choose(members []sets, want int) sets {
	if want == 0 {
		return free
	}
	if want > len(members) {
		return nil
	}
	with := both(members[0], choose(members[1:], want-1))
	return unique(append(with, choose(members[1:], want)...))
}

// pass gives every choice of demands that would open a gate. A gate that was
// crossed costs nothing.
func (k *moment) pass(w *walk, edge int) sets {
	if _, ok := w.crossed[edge]; ok {
		return free
	}
	out := free
	for _, r := range k.m.edges[edge].gate {
		out = both(out, k.ways(r))
	}
	return out
}

// distance gives the least number of different open demands on any way from one
// of some places to one of some others, and whether there is a way.
func (k *moment) distance(w *walk, from, to []int) (int, bool) {
	least, ok := unreachable, false
	for _, place := range from {
		if n, found := k.search(w, place, to, []int{place}, free); found {
			least, ok = min(least, n), true
		}
	}
	return least, ok
}

// over is distance from the place that an edge leads out of, over that edge.
func (k *moment) over(w *walk, edge int, to []int) (int, bool) {
	e := k.m.edges[edge]
	return k.search(w, e.to, to, []int{e.from, e.to}, k.pass(w, edge))
}

// search tries every way on that does not come by a place twice.
func (k *moment) search(w *walk, place int, to, path []int, open sets) (int, bool) {
	if slices.Contains(to, place) {
		return bits.OnesCount64(uint64(open[0])), true // the smallest comes first
	}
	least, ok := unreachable, false
	for i, e := range k.m.edges {
		if _, crossed := w.crossed[i]; e.from != place || slices.Contains(path, e.to) || !crossed && !k.passable(i) {
			continue
		}
		if n, found := k.search(w, e.to, to, append(slices.Clone(path), e.to), both(open, k.pass(w, i))); found {
			least, ok = min(least, n), true
		}
	}
	return least, ok
}
