package reference_test

import (
	"testing"
	"time"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/reference"
)

func TestAheadRuns(t *testing.T) {
	for seed := range uint64(300) {
		c := generate.Seeded(seed, generate.Only{Ahead: true})
		m := reference.New(c)
		last := generate.Start.Add(generate.Days)
		if m.Circle() {
			continue
		}
		start := time.Now()
		if m.Judges(c.Facts, last) {
			m.Progress(c.Facts, last.Add(-20), last)
		}
		if d := time.Since(start); d > time.Second {
			t.Logf("seed %d: %v", seed, d)
		}
	}
}
