package ydoc_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

func canonical(t *testing.T, src string) string {
	t.Helper()
	var list diag.List
	v, ok := ydoc.Parse("x.yaml", []byte(src), &list)
	require.True(t, ok, "%v", list)
	require.Empty(t, list, src)
	return string(v.AppendCanonical(nil, nil))
}

func TestTheCanonicalFormLeavesTheLayoutOut(t *testing.T) {
	const form = `{1:a{1:b3:x y1:c[2:102:ja]}1:z4:null}`
	for name, src := range map[string]string{
		"as written":               "a: {b: x y, c: [10, ja]}\nz: \"null\"\n",
		"keys in another order":    "z: \"null\"\na: {c: [10, ja], b: x y}\n",
		"in blocks":                "a:\n    b: x y\n    c:\n        - 10\n        - ja\nz: 'null'\n",
		"with comments":            "# why\na: {b: x y, c: [10, ja]} # so\n\nz: \"null\" # that\n",
		"in quotes":                "\"a\": {'b': \"x y\", c: [\"10\", 'ja']}\nz: \"null\"\n",
		"with escapes":             "a: {b: \"x\\u0020y\", c: [10, ja]}\nz: \"null\"\n",
		"over lines":               "a:\n  b: x\n    y\n  c: [10,\n    ja]\nz: \"null\"\n",
		"with keys left empty":     "a: {b: x y, c: [10, ja], d: }\nz: \"null\"\ny: ~\nx: null\n",
		"with another line ending": "a: {b: x y, c: [10, ja]}\r\nz: \"null\"\r\n",
	} {
		require.Equal(t, form, canonical(t, src), name)
	}
}

func TestTheCanonicalFormKeepsWhatIsSaid(t *testing.T) {
	forms := map[string]string{}
	for name, src := range map[string]string{
		"a text":                    "a: b\n",
		"another text":              "a: c\n",
		"a text in capitals":        "a: B\n",
		"a key":                     "b: b\n",
		"an empty text":             "a: \"\"\n",
		"nothing but blanks":        "a: \" \"\n",
		"null as a text":            "a: \"null\"\n",
		"a list of one":             "a: [b]\n",
		"an empty list":             "a: []\n",
		"an empty mapping":          "a: {}\n",
		"a mapping":                 "a: {b: c}\n",
		"a list of two":             "a: [b, c]\n",
		"two in another order":      "a: [c, b]\n",
		"a list in a list":          "a: [[b], c]\n",
		"the same, nested":          "a: [[b, c]]\n",
		"brackets as a text":        "a: \"[1:b]\"\n",
		"what a text looks like":    "a: \"1:b\"\n",
		"a text and a key behind":   "a: b1:c\n",
		"a key more":                "a: b\nc: d\n",
		"the same below each other": "a: {b: {c: d}}\n",
	} {
		form := canonical(t, src)
		require.Empty(t, forms[form], "%s and %s", name, forms[form])
		forms[form] = name
	}
}

func TestNoTextOfADefinitionCanChangeUnseen(t *testing.T) {
	src, err := os.ReadFile("../../qualify/frameworks/meddic.yaml")
	require.NoError(t, err)
	var doc yaml.Node
	require.NoError(t, yaml.Unmarshal(src, &doc))
	whole := func() string {
		changed, err := yaml.Marshal(&doc)
		require.NoError(t, err)
		return canonical(t, string(changed))
	}
	before, changed := whole(), 0
	require.Equal(t, canonical(t, string(src)), before, "written anew by the library")
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			was := *n
			n.Value += "x"
			n.Tag, n.Style = "!!str", yaml.DoubleQuotedStyle
			require.NotEqual(t, before, whole(), "%s, line %d", was.Value, was.Line)
			*n = was
			changed++
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	visit(&doc)
	require.Greater(t, changed, 200)
}
