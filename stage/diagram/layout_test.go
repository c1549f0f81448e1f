package diagram

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
)

// random makes a graph of up to a dozen stages with ways between any of them.
func random(r *rand.Rand) *Diagram {
	d := &Diagram{title: "random", about: []string{"process random"}, places: []place{{id: "none", title: "start"}}}
	n := 1 + r.IntN(12)
	for i := range n {
		d.places = append(d.places, place{id: fmt.Sprintf("s%d", i), title: strings.Repeat("stage ", 1+r.IntN(8)), kind: stage.Open, optional: r.IntN(4) == 0})
	}
	for i, kind := range []stage.PlaceKind{stage.Won, stage.Lost, stage.Left} {
		d.places = append(d.places, place{id: fmt.Sprintf("e%d", i), title: kind.String(), kind: kind})
	}
	d.walks = []walk{{count: len(d.places)}}
	d.edges = append(d.edges, edge{from: 0, to: 1, start: true})
	for from := 1; from <= n; from++ {
		for to := 1; to <= n+1; to++ {
			if to == from || to != from+1 && r.IntN(6) > 0 {
				continue
			}
			e := edge{from: from, to: to}
			for range r.IntN(5) {
				e.lines = append(e.lines, line{depth: r.IntN(3), text: strings.Repeat("demand ", 1+r.IntN(20))})
			}
			d.edges = append(d.edges, e)
		}
	}
	return d
}

func TestNothingLiesOverAnythingElse(t *testing.T) {
	for seed := range uint64(80) {
		d := random(rand.New(rand.NewPCG(seed, 1)))
		var places, gates []box
		for i := range d.places {
			b := placeBlock(&d.places[i])
			places = append(places, box{width: b.width, height: b.height})
		}
		for i := range d.edges {
			b := gateBlock(&d.edges[i])
			gates = append(gates, box{width: b.width, height: b.height})
		}
		l := newLayout(d, d.walks[0], places, gates)
		width, height := l.size()
		for i := range l.items {
			a := &l.items[i]
			require.GreaterOrEqual(t, min(a.x, a.y), 0, "seed %d", seed)
			require.LessOrEqual(t, a.x+a.width, width, "seed %d", seed)
			require.LessOrEqual(t, a.y+a.height, height, "seed %d", seed)
			for k := range l.items[:i] {
				b := &l.items[k]
				apart := a.x+a.width <= b.x || b.x+b.width <= a.x || a.y+a.height <= b.y || b.y+b.height <= a.y ||
					a.width*a.height == 0 && b.width*b.height == 0 && a.layer == b.layer && a.x != b.x
				require.True(t, apart, "seed %d: items %d and %d", seed, k, i)
			}
		}
		for i, path := range l.ways {
			require.Equal(t, l.places[d.edges[i].from], path[0])
			require.Equal(t, l.places[d.edges[i].to], path[len(path)-1])
			for k, at := range path[1:] {
				step := l.items[at].layer - l.items[path[k]].layer
				require.Contains(t, []int{-1, 1}, step, "seed %d: a way misses a layer", seed)
			}
			require.Equal(t, gates[i].width > 0, l.gates[i] >= 0, "seed %d: every gate is drawn", seed)
		}
		check(t, d)
	}
}

func TestStagesOfALineStandBelowEachOther(t *testing.T) {
	d := random(rand.New(rand.NewPCG(1, 1)))
	d.edges = nil
	for i := range len(d.places) - 3 {
		d.edges = append(d.edges, edge{from: i, to: i + 1})
	}
	var places, gates []box
	for range d.places {
		places = append(places, box{width: 100, height: 40})
	}
	for range d.edges {
		gates = append(gates, box{width: 301, height: 40})
	}
	l := newLayout(d, d.walks[0], places, gates)
	require.Greater(t, len(l.items), 4)
	for i := range l.items {
		require.InDelta(t, l.items[0].middle(), l.items[i].middle(), 1)
	}
}

func TestATextIsOneLineThatCanBePrinted(t *testing.T) {
	require.Equal(t, "line break and tab", clean("  line\nbreak \r\n and\ttab\n"))
	require.Equal(t, `\u001b[31m \u0000`, clean("\x1b[31m \x00"))
}

func TestLinesFitAndLoseNothing(t *testing.T) {
	for _, s := range nasty {
		s = clean(s)
		for _, limit := range []int{2, 7, 40} {
			lines := wrapColumns(s, limit)
			require.Equal(t, squash(s), squash(strings.Join(lines, "")))
			for _, part := range lines {
				require.LessOrEqual(t, diag.Width(part), limit, "%q", part)
			}
		}
	}
	require.Equal(t, []string{"one two", "three"}, wrapColumns("one two three", 9))
	require.Equal(t, []string{"abcd", "e f"}, wrapColumns("abcde f", 4), "a long word is parted")
}
