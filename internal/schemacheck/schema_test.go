package schemacheck_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/schema"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score/scenario"
)

const (
	root    = "../.."
	schemas = root + "/testdata/schema"
)

// compiled gives the schema for any file, and the one for each kind of file.
func compiled(t *testing.T) (whole *jsonschema.Schema, kinds map[string]*jsonschema.Schema) {
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	kinds = map[string]*jsonschema.Schema{}
	for _, name := range []string{"framework", "process", "scenario", "deal"} {
		s, err := c.Compile(filepath.Join(schemas, name+".schema.json"))
		require.NoError(t, err)
		kinds[name] = s
	}
	whole, err := c.Compile(filepath.Join(schemas, schema.Whole))
	require.NoError(t, err)
	return whole, kinds
}

func TestTheSchemaIsOne(t *testing.T) {
	meta, err := jsonschema.NewCompiler().Compile("https://json-schema.org/draft/2020-12/schema")
	require.NoError(t, err)
	names, err := filepath.Glob(schemas + "/*.schema.json")
	require.NoError(t, err)
	require.Len(t, names, 5)
	for _, name := range names {
		src, err := os.ReadFile(name)
		require.NoError(t, err)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
		require.NoError(t, err)
		require.NoError(t, meta.Validate(doc), name)
		require.Error(t, meta.Validate(map[string]any{"type": "number", "minimum": "5"}), "the check can fail")
	}
}

func TestTheSchemaAgreesWithTheTables(t *testing.T) {
	whole, kinds := compiled(t)
	slips := 0
	for c := range schema.Cases() {
		n := parse(t, c.Source)
		for _, s := range []*jsonschema.Schema{whole, kinds[c.Kind]} {
			err := s.Validate(value(n))
			switch {
			case c.Good:
				require.NoError(t, err, "%s\n%s", c.Path, c.Source)
			case c.Slip:
				slips++
				require.NoError(t, err, "%s is no slip: the schema sees it\n%s", c.Path, c.Source)
			default:
				require.Contains(t, lines(n, err), c.Line, "%s\n%s%v", c.Path, c.Source, err)
			}
		}
	}
	require.Positive(t, slips)
}

// definitions gives every YAML file below a directory, by its path.
func definitions(t *testing.T, dir string) map[string]string {
	out := map[string]string{}
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(name) != ".yaml" {
			return err
		}
		src, err := os.ReadFile(filepath.Join(dir, name))
		out[filepath.Join(dir, name)] = string(src)
		return err
	}))
	require.NotEmpty(t, out, dir)
	return out
}

// togetherWrong are values that are wrong only beside others, which a schema does
// not compare: what an attribute is set to with its type, two days, two bounds.
var togetherWrong = []string{
	"type: integer, default: 1_000", "type: day, default: soon", "amount: 1.00001", "go_live: +40000d",
	"between: [+3d, +2d]", "{at_least: 60, at_most: 50}",
}

// A file is good here when the compiler has nothing to say about its shape: that
// is so of all the samples and built-in definitions, and of some of the files
// that are wrong on purpose.
func TestFilesAreValidAsFarAsTheCompilerSaysSo(t *testing.T) {
	whole, _ := compiled(t)
	good, bad := 0, 0
	for _, dir := range []string{"testdata", "qualify", "stage", "score", "examples/headway"} {
		for name, src := range definitions(t, filepath.Join(root, dir)) {
			list, readable := shape(src)
			if !readable {
				continue // no YAML, or none that is read: nothing that a schema is about
			}
			n := parse(t, src)
			err := whole.Validate(value(n))
			if len(list) == 0 {
				good++
				require.NoError(t, err, name)
				continue
			}
			said := lines(n, err)
			for _, d := range list {
				bad++
				unseen := slices.ContainsFunc(togetherWrong, func(s string) bool { return strings.Contains(d.Excerpt, s) })
				require.Equal(t, !unseen, said[d.Pos.Line], "%s:%d: %s [%s]", name, d.Pos.Line, d.Message, d.Code)
			}
		}
	}
	t.Logf("%d files are valid, %d mistakes are seen in others", good, bad)
	require.Greater(t, good, 30)
	require.Greater(t, bad, 50)
}

// TestTheExamplesOfCodes holds the schema against what each code is explained
// with: wrong in shape on the same line, and mended valid.
func TestTheExamplesOfCodes(t *testing.T) {
	whole, _ := compiled(t)
	mended, wrong := 0, 0
	for code := range diag.Codes() {
		e, _ := diag.Explain(code)
		for _, f := range e.Mended {
			if filepath.Ext(f.Name) == ".yaml" && !strings.Contains(f.Text, "<<") {
				mended++
				require.NoError(t, whole.Validate(value(parse(t, f.Text))), "%s mended: %s", code, f.Text)
			}
		}
		if !schema.Shape(code) {
			continue
		}
		for _, f := range e.Example {
			list, readable := shape(f.Text)
			if filepath.Ext(f.Name) != ".yaml" || !readable {
				continue
			}
			n := parse(t, f.Text)
			said := lines(n, whole.Validate(value(n)))
			for _, d := range list {
				wrong++
				require.Contains(t, said, d.Pos.Line, "%s: %s\n%s", code, d.Message, f.Text)
			}
		}
	}
	t.Logf("%d mended files are valid, %d mistakes are seen", mended, wrong)
	require.Greater(t, mended, 40)
	require.Greater(t, wrong, 10)
}

// shape gives what the compiler says about the shape of a file; readable is
// false when there is nothing whose shape could be told.
func shape(src string) (list diag.List, readable bool) {
	_, all := scenario.LintFiles(fstest.MapFS{"f.yaml": {Data: []byte(src)}}, "f.yaml")
	for _, d := range all {
		area, _, _ := strings.Cut(string(d.Code), "/")
		switch {
		case d.Code == diag.EmptyList && strings.Contains(d.Excerpt, "expect: []"):
			// as it should be, where others are built on it
		case schema.Shape(d.Code):
			list = append(list, d)
		case area == "yaml", d.Code == diag.UnknownFile:
			return nil, false
		}
	}
	return list, true
}
