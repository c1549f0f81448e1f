package scenariotest

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/testdata"
)

func TestTheScenariosOfTheSample(t *testing.T) { Run(t, testdata.SamplePlaybook()) }

// recorder is a test that writes down what it is told.
type recorder struct {
	name string
	said *[]string
}

func (r recorder) say(kind string, args ...any) {
	*r.said = append(*r.said, r.name+kind+" "+fmt.Sprint(args...))
}

func (r recorder) Helper()           {}
func (r recorder) Log(args ...any)   { r.say("log", args...) }
func (r recorder) Error(args ...any) { r.say("error", args...) }
func (r recorder) Fatal(args ...any) { r.say("fatal", args...) }
func (r recorder) Run(name string, f func(runner)) {
	r.say("run", name)
	f(recorder{name + ": ", r.said})
}

func TestWhatATestIsTold(t *testing.T) {
	const process = "process: p\ntitle: P\nframework: meddic\nmilestones: [{id: done, title: done}]\nstages: [{id: one, title: One, exit: [{milestone: done}]}]\n"
	const good = "scenario: good\nfacts: [{milestone: done, on: +1d}]\nexpect: [{at: +1d, gate: open}]\n"
	for _, c := range []struct {
		name  string
		files []string
		want  []string // beginnings of what is said, in order
	}{
		{"a scenario that passes", []string{process, good}, []string{"run good"}},
		{"one that does not", []string{process, good, strings.NewReplacer("good", "wrong", "open", "closed").Replace(good)},
			[]string{"run good", "run wrong", "wrong: error FAILED: wrong"}},
		{"no scenario", []string{process}, []string{"fatal there is no scenario"}},
		{"a mistake", []string{process, strings.Replace(good, "gate", "gaet", 1)}, []string{"fatal 1.yaml:3:20: error: an expectation at a day has no key \"gaet\""}},
		{"a fact that counts for nothing", []string{process, strings.Replace(good, "}]\nexpect", "}, {stage: tow, on: +1d}]\nexpect", 1)}, []string{"log 1.yaml:2:37: warning: this counts for nothing", "run good"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for i, src := range c.files {
				fsys[fmt.Sprintf("%d.yaml", i)] = &fstest.MapFile{Data: []byte(src)}
			}
			var said []string
			run(recorder{said: &said}, fsys)
			require.Len(t, said, len(c.want))
			for i, want := range c.want {
				require.True(t, strings.HasPrefix(said[i], want), "%s", said[i])
			}
		})
	}
}
