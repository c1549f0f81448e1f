package stage_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/stage"
)

func longDeal(tb testing.TB, at int) *stage.Position {
	rec := story.Long()
	day := story.Day(at)
	p, err := stage.Builtin().For(rec.AsOf(day))
	require.NoError(tb, err)
	pos := &stage.Position{}
	pos.Bind(p, rec)
	pos.Look(rec.AsOf(day), day)
	return pos
}

// BenchmarkGate asks for the gate of a deal: which it is, and each entry
// with its answer.
func BenchmarkGate(b *testing.B) {
	pos := longDeal(b, 100)
	b.ReportAllocs()
	for b.Loop() {
		g, ok := pos.Gate()
		if !ok {
			b.Fatal("no gate")
		}
		for e := range g.Entries() {
			if e.Answer == stage.Off && e.Optional {
				b.Fatal("unexpected")
			}
		}
	}
}

// BenchmarkRemaining asks how far a deal is from won.
func BenchmarkRemaining(b *testing.B) {
	pos := longDeal(b, 100)
	b.ReportAllocs()
	for b.Loop() {
		if pos.Remaining() == 0 {
			b.Fatal("nothing remains")
		}
	}
}

// BenchmarkBind makes the timeline of a deal of 60 facts.
func BenchmarkBind(b *testing.B) {
	pos := longDeal(b, 100)
	p, rec := pos.Process(), pos.Record()
	b.ReportAllocs()
	for b.Loop() {
		pos.Bind(p, rec)
	}
}

// BenchmarkLook walks a deal of 60 facts from its first day.
func BenchmarkLook(b *testing.B) {
	pos := longDeal(b, 100)
	rec := pos.Record()
	early, late := story.Day(0), story.Day(100)
	b.ReportAllocs()
	for b.Loop() {
		pos.Look(rec.AsOf(early), early)
		pos.Look(rec.AsOf(late), late)
	}
}

// The three benchmarks below read the same bytes, the largest process that comes
// with headway: the YAML library into nodes, the whole way to a playbook, and
// that with the search for doubts.

func BenchmarkLoadEnterprise(b *testing.B) {
	src, err := fs.ReadFile(stage.Files(), "enterprise.yaml")
	require.NoError(b, err)
	framework := meddpicc(b)
	fsys := fstest.MapFS{"enterprise.yaml": {Data: src}, "meddpicc.yaml": {Data: framework}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := stage.Load(fsys); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLintEnterprise is BenchmarkLoadEnterprise and the search for doubts.
func BenchmarkLintEnterprise(b *testing.B) {
	src, err := fs.ReadFile(stage.Files(), "enterprise.yaml")
	require.NoError(b, err)
	fsys := fstest.MapFS{"enterprise.yaml": {Data: src}, "meddpicc.yaml": {Data: meddpicc(b)}}
	b.ReportAllocs()
	for b.Loop() {
		if book, _ := stage.Lint(fsys); book == nil {
			b.Fatal("no playbook")
		}
	}
}

func BenchmarkYAMLIntoNodesOfEnterprise(b *testing.B) {
	src, err := fs.ReadFile(stage.Files(), "enterprise.yaml")
	require.NoError(b, err)
	framework := meddpicc(b)
	b.ReportAllocs()
	for b.Loop() {
		var n, m yaml.Node
		if err := yaml.Unmarshal(src, &n); err != nil {
			b.Fatal(err)
		}
		if err := yaml.Unmarshal(framework, &m); err != nil {
			b.Fatal(err)
		}
	}
}

func meddpicc(tb testing.TB) []byte {
	src, err := fs.ReadFile(qualify.Files(), "meddpicc.yaml")
	require.NoError(tb, err)
	return src
}
