package reference

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
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

// way is edges from one place to another, and how many different demands they
// want closed.
type way struct {
	edges []int
	open  int
}

// distance gives the least number of different open demands on any way from one
// of some places to one of some others, and whether there is a way.
func (k *moment) distance(w *walk, from, to []int) (int, bool) {
	least := k.least(w, from, to)
	if least == nil {
		return unreachable, false
	}
	return least[0].open, true
}

// least gives the ways from one of some places to one of some others on which the
// fewest demands are open.
func (k *moment) least(w *walk, from, to []int) []way {
	var all []way
	for _, place := range from {
		all = append(all, k.search(w, place, to, []int{place}, nil, free)...)
	}
	return fewest(all)
}

func fewest(all []way) []way {
	least := unreachable
	for _, x := range all {
		least = min(least, x.open)
	}
	return slices.DeleteFunc(all, func(x way) bool { return x.open > least })
}

// over is distance from the place that an edge leads out of, over that edge.
func (k *moment) over(w *walk, edge int, to []int) (int, bool) {
	e := k.m.edges[edge]
	ways := fewest(k.search(w, e.to, to, []int{e.from, e.to}, nil, k.pass(w, edge)))
	if ways == nil {
		return unreachable, false
	}
	return ways[0].open, true
}

// search tries every way on that does not come by a place twice.
func (k *moment) search(w *walk, place int, to, path, edges []int, open sets) []way {
	if slices.Contains(to, place) {
		return []way{{edges, bits.OnesCount64(uint64(open[0]))}} // the smallest comes first
	}
	var out []way
	for i, e := range k.m.edges {
		if _, crossed := w.crossed[i]; e.from != place || slices.Contains(path, e.to) || !crossed && !k.passable(i) {
			continue
		}
		out = append(out, k.search(w, e.to, to, append(slices.Clone(path), e.to), append(slices.Clone(edges), i), both(open, k.pass(w, i)))...)
	}
	return out
}

// expected gives the days on which the deal would be won if each stage left on
// its way took the time expected of it, one for each way that is the shortest; the
// zero Day where no stage left on it says what is expected of it. A stage whose
// gate was crossed is not left.
func (k *moment) expected(w *walk) []deal.Day {
	var out []deal.Day
	for _, x := range k.least(w, k.m.earned(w), k.m.wins()) {
		day, said := k.day, false
		for _, i := range x.edges {
			stage := k.m.edges[i].from
			takes := k.m.places[stage].expected
			if _, crossed := w.crossed[i]; crossed || takes.IsZero() {
				continue
			}
			from := day
			if stage == w.shown {
				from = w.entered
			}
			for k.m.calendar().from(from, day, takes) < takes.Days() {
				day = day.Add(1)
			}
			said = true
		}
		if !said {
			day = deal.Day{}
		}
		if !slices.Contains(out, day) {
			out = append(out, day)
		}
	}
	return out
}
