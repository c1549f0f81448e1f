package scenario_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score/scenario"
)

var wanted = regexp.MustCompile(`### ([a-z]+/[a-z-]+)`)

// bad gives every wrong scenario with the definitions that it is about, and the
// codes that its comments name, as "line code".
func bad(t testing.TB) (cases map[string]fstest.MapFS, want map[string][]string) {
	cases, want = map[string]fstest.MapFS{}, map[string][]string{}
	names, err := filepath.Glob("testdata/bad/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		src, err := os.ReadFile(name)
		require.NoError(t, err)
		file := "bad/" + filepath.Base(name)
		fsys := files(t, "playbook good")
		fsys[file] = &fstest.MapFile{Data: src}
		cases[file] = fsys
		for i, line := range strings.Split(string(src), "\n") {
			for _, m := range wanted.FindAllStringSubmatch(line, -1) {
				want[file] = append(want[file], fmt.Sprintf("%d %s", i+1, m[1]))
			}
		}
	}
	return cases, want
}

func TestEveryMistakeIsToldAtItsLineInOnePass(t *testing.T) {
	cases, want := bad(t)
	for file, fsys := range cases {
		t.Run(file, func(t *testing.T) {
			suite, list := scenario.Lint(fsys)
			require.Equal(t, list.Err() == nil, suite != nil)
			var got []string
			for _, d := range list {
				require.Equal(t, file, d.Pos.File, "%v", d)
				require.NotEmpty(t, d.Hint, "%v", d)
				require.NotEmpty(t, d.Excerpt, "%v", d)
				require.NotRegexp(t, `^[A-Z]|\.$`, d.Message, "lower case, no final stop")
				got = append(got, fmt.Sprintf("%d %s", d.Pos.Line, d.Code))
			}
			slices.Sort(got)
			slices.Sort(want[file])
			require.Equal(t, want[file], got)
		})
	}
}

// TestEveryCodeOfScenariosIsYielded: the test of all the others is in package
// stage.
func TestEveryCodeOfScenariosIsYielded(t *testing.T) {
	seen := map[diag.Code]bool{}
	cases, _ := bad(t)
	for _, fsys := range cases {
		_, list := scenario.Lint(fsys)
		for _, d := range list {
			seen[d.Code] = true
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "../../qualify/diag/code.go", nil, 0)
	require.NoError(t, err)
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		if lit, ok := node.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			code, err := strconv.Unquote(lit.Value)
			require.NoError(t, err)
			if strings.HasPrefix(code, "scenario/") {
				require.True(t, seen[diag.Code(code)], "nothing yields %s", code)
				n++
			}
		}
		return true
	})
	require.Positive(t, n)
}

func TestOneBrokenScenarioDoesNotHideWhatIsWrongWithAnother(t *testing.T) {
	cases, _ := bad(t)
	fsys := fstest.MapFS{}
	for _, part := range []string{"bad/names.yaml", "bad/shape.yaml", "bad/segment.yaml", "bad/stray.yaml"} {
		for name, f := range cases[part] {
			fsys[name] = f
		}
	}
	_, list := scenario.Lint(fsys)
	codes := map[diag.Code]bool{}
	for _, d := range list {
		codes[d.Code] = true
	}
	for _, code := range []diag.Code{diag.ScenarioSignal, diag.ScenarioExpectation, diag.ScenarioProcess, diag.ScenarioStray} {
		require.True(t, codes[code], code)
	}
}

func TestAnEndUnderStageIsToldWhereItBelongs(t *testing.T) {
	cases, _ := bad(t)
	_, list := scenario.Lint(cases["bad/names.yaml"])
	i := slices.IndexFunc(list, func(d diag.Diagnostic) bool { return strings.Contains(d.Message, `"won" is an end`) })
	require.GreaterOrEqual(t, i, 0)
	require.Contains(t, list[i].Hint, "claimed: won")
}

func TestAScenarioBesideABrokenDefinitionIsStillRead(t *testing.T) {
	fsys := files(t, "good", "process: p\ntitle: P\n", "scenario: s\nexpekt: []\n")
	_, list := scenario.Lint(fsys)
	var got []string
	for _, d := range list {
		got = append(got, d.Pos.File+" "+string(d.Code))
	}
	require.Contains(t, got, "more/00.yaml yaml/missing-key")
	require.Contains(t, got, "more/01.yaml yaml/unknown-key")
}

func FuzzLint(f *testing.F) {
	for _, pattern := range []string{"testdata/*/*.yaml", "../../testdata/sample/playbook/scenarios/*.yaml"} {
		names, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, name := range names {
			src, err := os.ReadFile(name)
			require.NoError(f, err)
			f.Add(string(src))
		}
	}
	base := files(f, "playbook good")
	f.Fuzz(func(t *testing.T, src string) {
		fsys := fstest.MapFS{"s.yaml": {Data: []byte(src)}}
		for name, file := range base {
			fsys[name] = file
		}
		suite, list := scenario.Lint(fsys)
		if suite == nil {
			require.Error(t, list.Err())
			return
		}
		report := suite.Run()
		require.Equal(t, report.Failed() == 0, report.Passed())
		var b strings.Builder
		require.NoError(t, report.Print(&b, ""))
		for _, r := range b.String() {
			if r != '\n' && (r < ' ' || r == 0x7f || r == 0x202e) {
				t.Fatalf("%U drives a terminal", r)
			}
		}
	})
}
