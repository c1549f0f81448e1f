package schema_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/schema"
	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score/scenario"
	"github.com/headway-go/headway/stage"
)

var update = flag.Bool("update", false, "write the schema anew")

const dir = "../../testdata/schema"

func TestTheSchemaIsCurrent(t *testing.T) {
	files := schema.Files()
	if *update {
		for name, content := range files {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o644))
		}
	}
	there, err := filepath.Glob(dir + "/*.schema.json")
	require.NoError(t, err)
	require.Len(t, there, len(files))
	for name, content := range files {
		written, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Equal(t, string(content), string(written), "go generate ./internal/schema")
	}
}

func TestTheReaderAgreesWithTheTables(t *testing.T) {
	good, bad := 0, 0
	for c := range schema.Cases() {
		list := mistakes(c)
		var said []string
		for _, d := range list {
			if schema.Shape(d.Code) {
				said = append(said, fmt.Sprintf("%v [%s] %s", d.Pos, d.Code, d.Message))
			}
		}
		if c.Path == "a scenario/expect" && strings.Contains(c.Source, "expect: []") {
			continue // only where others are built on it
		}
		if c.Good {
			good++
			if len(said) > 0 {
				t.Errorf("%s is refused:\n%s%s", c.Path, c.Source, strings.Join(said, "\n"))
			}
			continue
		}
		bad++
		told := func(d diag.Diagnostic) bool {
			// A day that is compared with no other has the code of one that is
			// compared with what is no day.
			return d.Pos.Line == c.Line && (schema.Shape(d.Code) || d.Code == diag.BadDayRelation)
		}
		if !slices.ContainsFunc(list, told) {
			t.Errorf("%s is not refused on line %d:\n%s%v", c.Path, c.Line, c.Source, list)
		}
	}
	t.Logf("%d good documents and %d bad ones", good, bad)
	require.Greater(t, good, 1_000)
	require.Greater(t, bad, 3_000)
}

// mistakes gives what the reader of a kind of file says.
func mistakes(c schema.Case) (list diag.List) {
	fsys := fstest.MapFS{"f.yaml": {Data: []byte(c.Source)}}
	switch c.Kind {
	case "deal":
		_, err := deal.Decode("f.yaml", strings.NewReader(c.Source))
		errors.As(err, &list)
	case "scenario":
		_, list = scenario.LintFiles(fsys, "f.yaml") // which asks for no process beside it
	default:
		_, err := stage.Load(fsys)
		errors.As(err, &list)
	}
	return list
}

func TestEveryKeySaysWhatItIsAbout(t *testing.T) {
	for k, s := range schema.Keys() {
		require.NotNil(t, k.Type, "%s/%s", s.Name, k.Name)
		require.Regexp(t, `^\S.*[.:…]$`, k.About, "%s/%s", s.Name, k.Name)
	}
}

// TestEveryKeyIsInTheSchema goes by the files as they are checked in: some object
// of them has just the keys of the table, with what they are about.
func TestEveryKeyIsInTheSchema(t *testing.T) {
	type object struct {
		Title      string
		Required   []string
		Properties map[string]struct{ Description string }
		Additional *bool `json:"additionalProperties"`
	}
	var whole struct {
		Objects map[string]object `json:"$defs"`
	}
	src, err := os.ReadFile(filepath.Join(dir, schema.Whole))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(src, &whole))
	keys := 0
	for k, s := range schema.Keys() {
		keys++
		found := false
		for _, o := range whole.Objects {
			if o.Title != s.Name || len(o.Properties) != len(s.Keys) {
				continue
			}
			require.False(t, *o.Additional)
			found = found || o.Properties[k.Name].Description == k.About && slices.Contains(o.Required, k.Name) == (k.Need == ydoc.Required)
		}
		require.True(t, found, "%s/%s", s.Name, k.Name)
	}
	require.Greater(t, keys, 400)
}
