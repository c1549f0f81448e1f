package house_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	module = "github.com/headway-go/headway"
	root   = "../.."
)

// layers are the packages from the bottom up. A package imports only packages
// of layers below its own.
var layers = [][]string{
	{"qualify/diag", "internal/inorder"},
	{"internal/ydoc"},
	{"qualify/deal"},
	{"qualify"},
	{"stage"},
	{"stage/diagram"},
	{"score"},
	{"score/voice"},
	{"score/scenario"},
	{"score/scenario/scenariotest"},
	{"testdata"},
	{"examples/headway", "examples/salesforce", "examples/study"},
}

// forTests are packages that nothing but tests imports.
var forTests = []string{"internal/house", "internal/schema", "internal/story", "internal/generate", "internal/reference"}

// imports gives what the Go files of a directory import, without its tests.
func imports(t *testing.T, dir string) []string {
	var out []string
	entries, err := os.ReadDir(filepath.Join(root, dir))
	require.NoError(t, err)
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, dir, e.Name()), nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, spec := range f.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	slices.Sort(out)
	return out
}

// packages gives every directory with Go files.
func packages(t *testing.T) []string {
	var out []string
	require.NoError(t, fs.WalkDir(os.DirFS(root), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && strings.HasPrefix(e.Name(), ".") && name != "." {
			return fs.SkipDir
		}
		if e.IsDir() && name != "." {
			if _, err := os.Stat(filepath.Join(root, name, "go.mod")); err == nil {
				return fs.SkipDir // a module of its own
			}
		}
		if dir := path.Dir(name); strings.HasSuffix(name, ".go") && !slices.Contains(out, dir) {
			out = append(out, dir)
		}
		return nil
	}))
	return out
}

func TestArrowsPointDown(t *testing.T) {
	layerOf := map[string]int{}
	for i, names := range layers {
		for _, name := range names {
			layerOf[name] = i
		}
	}
	for _, dir := range packages(t) {
		if slices.Contains(forTests, dir) {
			continue
		}
		if dir == "." {
			require.Empty(t, imports(t, dir), "the root package is documentation")
			continue
		}
		layer, ok := layerOf[dir]
		require.True(t, ok, "package %s has no layer", dir)
		for _, imported := range imports(t, dir) {
			name, ours := strings.CutPrefix(imported, module+"/")
			if !ours {
				continue
			}
			below, ok := layerOf[name]
			require.True(t, ok, "%s imports %s, which is for tests or has no layer", dir, name)
			require.Less(t, below, layer, "%s imports %s, which is not below it", dir, name)
		}
	}
}

func TestOnlyOnePackageKnowsTheYAMLLibrary(t *testing.T) {
	for _, dir := range packages(t) {
		if dir == "." {
			continue
		}
		for _, imported := range imports(t, dir) {
			first, _, _ := strings.Cut(imported, "/")
			if !strings.Contains(first, ".") || strings.HasPrefix(imported, module) {
				continue
			}
			if slices.Contains(forTests, dir) {
				continue
			}
			require.Equal(t, "internal/ydoc imports gopkg.in/yaml.v3", dir+" imports "+imported)
		}
	}
}

// TestTheCoreIsPure holds the core to what it promises: no clock, no chance, no
// floats, nothing read or written but what is handed in, and no goroutine but
// those that internal/inorder starts and ends.
func TestTheCoreIsPure(t *testing.T) {
	banned := []string{"math/rand", "math/rand/v2", "math", "os", "net", "net/http", "log", "log/slog", "testing", "unsafe", "sync/atomic", "runtime"}
	words := []string{"time.Now", "time.Since", "float32", "float64", "fmt.Print", "panic(err.Error", "go func", ".Go(", "os.Exit"}
	core := []string{"qualify/diag", "internal/ydoc", "qualify/deal", "qualify", "stage", "stage/diagram", "score", "score/scenario", "score/voice"}
	for _, dir := range core {
		for _, imported := range imports(t, dir) {
			require.NotContains(t, banned, imported, "%s imports %s", dir, imported)
		}
		entries, err := os.ReadDir(filepath.Join(root, dir))
		require.NoError(t, err)
		for _, e := range entries {
			if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
				continue
			}
			src, err := os.ReadFile(filepath.Join(root, dir, e.Name()))
			require.NoError(t, err)
			for i, line := range strings.Split(string(src), "\n") {
				code, _, _ := strings.Cut(line, "//")
				for _, w := range words {
					require.NotContains(t, code, w, "%s/%s:%d", dir, e.Name(), i+1)
				}
			}
		}
	}
}

// TestTheTopLevelIsAsItIsNamed keeps the house in order.
func TestTheTopLevelIsAsItIsNamed(t *testing.T) {
	named := []string{
		"qualify", "stage", "score", "examples", "testdata", "go.mod", "go.sum", "README.md", "doc.go",
		"internal", "SPEC.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
	}
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			require.Contains(t, named, e.Name())
		}
	}
}
