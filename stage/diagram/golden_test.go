package diagram_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/stage/diagram"
)

var update = flag.Bool("update", false, "write the golden files anew")

// everything loads the process of the goldens, and the deal.
func everything(t *testing.T, segment string) (*stage.Process, *deal.Record) {
	t.Helper()
	book, list := stage.LintFiles(os.DirFS("testdata"), "everything.yaml")
	require.NoError(t, list.Err())
	p, ok := book.Process("everything", segment)
	require.True(t, ok)
	src, err := os.ReadFile("testdata/deal.yaml")
	require.NoError(t, err)
	rec, err := deal.Decode("deal.yaml", bytes.NewReader(src))
	require.NoError(t, err)
	return p, rec
}

// look gives the position of a deal on a day.
func look(p *stage.Process, rec *deal.Record, day deal.Day) *stage.Position {
	var w stage.Position
	w.Bind(p, rec)
	w.Look(rec.AsOf(day), day)
	return &w
}

func TestGolden(t *testing.T) {
	p, rec := everything(t, "")
	large, _ := everything(t, "large")
	for name, d := range map[string]*diagram.Diagram{
		"everything": diagram.Of(p),
		"deal":       diagram.At(look(large, rec, deal.DayOf(2026, 1, 25))),
	} {
		for ending, text := range map[string]string{".mmd": d.Mermaid(), ".dot": d.DOT(), ".svg": d.SVG()} {
			t.Run(name+ending, func(t *testing.T) {
				file := filepath.Join("testdata", name+ending)
				if *update {
					require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
				}
				want, err := os.ReadFile(file)
				require.NoError(t, err)
				if diff := cmp.Diff(string(want), text); diff != "" {
					t.Errorf("run with -update if this is meant:\n%s", diff)
				}
			})
		}
	}
}
