package diagram

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// TestEveryProcessCanBeDrawn draws processes and deals of all kinds, and holds
// each drawing to what the position says.
func TestEveryProcessCanBeDrawn(t *testing.T) {
	drawn := 0
	for seed := range uint64(60) {
		c := generate.Seeded(seed, generate.Only{})
		files := fstest.MapFS{}
		for name, text := range c.Files() {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		book, err := stage.Load(files)
		if err != nil {
			continue // refused for its shape
		}
		for p := range book.Processes() {
			check(t, Of(p))
		}
		rec, err := c.Record(c.Facts)
		require.NoError(t, err)
		view := rec.AsOf(rec.Last())
		p, err := book.For(view)
		if err != nil {
			continue
		}
		var w stage.Position
		w.Bind(p, rec)
		for _, day := range []deal.Day{rec.Last(), rec.Last().Add(40)} {
			w.Look(view, day)
			d := At(&w)
			check(t, d)
			standsWhereItStands(t, seed, d, &w)
			require.Equal(t, d.SVG(), At(&w).SVG(), "the same bytes every time")
		}
		drawn++
	}
	require.Greater(t, drawn, 30)
}

func standsWhereItStands(t *testing.T, seed uint64, d *Diagram, w *stage.Position) {
	t.Helper()
	here, before := 0, 0
	for _, p := range d.places {
		if p.here {
			here++
		}
		if s, ok := w.Process().Stage(p.id); ok && s.Kind() == stage.Open {
			require.Equal(t, w.Earned(s), p.earned, "seed %d: %s", seed, p.id)
			require.Equal(t, w.Claimed() == s, p.claimed, "seed %d: %s", seed, p.id)
		}
	}
	require.Equal(t, len(d.walks), here, "seed %d: once in each walk", seed)
	for _, e := range d.edges {
		if e.before && e.from < d.walks[0].first+d.walks[0].count {
			before++
			gate, _ := w.Gate()
			require.Equal(t, gate.To().ID(), d.places[e.to].id, "seed %d", seed)
			require.Equal(t, gate.Open(), e.head == "the deal stands before this gate: open", "seed %d", seed)
		}
	}
	_, ok := w.Gate()
	require.Equal(t, ok && w.Stands().IsZero(), before == 1, "seed %d", seed)
}
