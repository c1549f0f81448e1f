// Package scenariotest runs the scenarios of a playbook as Go tests. It is for
// the tests of a program that holds a playbook:
//
//	func TestPlaybook(t *testing.T) {
//		scenariotest.Run(t, os.DirFS("playbook"))
//	}
package scenariotest

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/headway-go/headway/score/scenario"
)

// Run loads the definitions and the scenarios below the root of fsys and runs
// each scenario as a subtest of its name. The test fails at once when something
// is wrong with a file, and when there is no scenario: where nothing is tested,
// nothing has passed. Doubts are logged.
func Run(t *testing.T, fsys fs.FS) {
	t.Helper()
	run(tester{t}, fsys)
}

// runner is what Run needs of a *testing.T, so that its own failures can be
// tested.
type runner interface {
	Helper()
	Log(args ...any)
	Error(args ...any)
	Fatal(args ...any)
	Run(name string, f func(runner))
}

type tester struct{ *testing.T }

func (t tester) Run(name string, f func(runner)) {
	t.T.Run(name, func(t *testing.T) {
		t.Helper()
		f(tester{t})
	})
}

func run(t runner, fsys fs.FS) {
	t.Helper()
	suite, err := scenario.Load(fsys)
	if err != nil {
		t.Fatal(err)
		return
	}
	if list := suite.Warnings(); len(list) > 0 {
		t.Log(list.Error())
	}
	report := suite.Run()
	if report.Scenarios() == 0 {
		t.Fatal("there is no scenario: the first key of one is scenario:")
		return
	}
	for x := range report.Results() {
		t.Run(x.Scenario.Name(), func(t runner) {
			t.Helper()
			if len(x.Failures) > 0 {
				var b strings.Builder
				report.PrintResult(&b, x, "")
				t.Error(b.String())
			}
		})
	}
}
