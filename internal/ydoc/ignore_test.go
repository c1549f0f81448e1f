package ydoc_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// ignores gives what the comments of a document ask for, as "line:column about
// line code", and what is said about them, as "line:column code".
func ignores(t testing.TB, src string) (asked, said []string) {
	var list diag.List
	v, ok := ydoc.Parse("f.yaml", []byte(src), &list)
	require.True(t, ok, "%v", list)
	for _, i := range v.Ignores() {
		asked = append(asked, fmt.Sprintf("%d:%d about %d %s", i.Pos.Line, i.Pos.Column, i.Line, i.Code))
		require.Equal(t, "f.yaml", i.Pos.File)
		require.Contains(t, i.Excerpt, "# headway:ignore")
	}
	for _, d := range list {
		require.Equal(t, diag.Warning, d.Severity)
		require.NotEmpty(t, d.Hint)
		said = append(said, fmt.Sprintf("%d:%d %s", d.Pos.Line, d.Pos.Column, d.Code))
	}
	return asked, said
}

func TestIgnoresAreFoundWhereACommentBegins(t *testing.T) {
	const mark = "# headway:ignore lint/ignore-unused why"
	for _, c := range []struct {
		name, src string
		want      []string
	}{
		{"behind a value", "a: 1\nb: 2 " + mark + "\n", []string{"2:6 about 2 lint/ignore-unused"}},
		{"on a line of its own", "a: 1\n  " + mark + "\nb: 2\n", []string{"2:3 about 3 lint/ignore-unused"}},
		{"on the first line", mark + "\na: 1\n", []string{"1:1 about 2 lint/ignore-unused"}},
		{"on the last line", "a: 1\n" + mark, []string{"2:1 about 3 lint/ignore-unused"}},
		{"two above one line", "a: 1\n" + mark + "\n# more\n" + mark + "\nb: 2\n", []string{"2:1 about 5 lint/ignore-unused", "4:1 about 5 lint/ignore-unused"}},
		{"above an empty line, which nothing is about", mark + "\n\na: 1\n", []string{"1:1 about 2 lint/ignore-unused"}},
		{"behind a key", "a: " + mark + "\n  b: 1\n", []string{"1:4 about 1 lint/ignore-unused"}},
		{"between the lines of a flow list", "a: [1, " + mark + "\n  2]\n", []string{"1:8 about 1 lint/ignore-unused"}},
		{"behind text with marks in it", "a: \"x # y\" " + mark + "\n", []string{"1:12 about 1 lint/ignore-unused"}},
		{"columns are characters", "a: “日本” " + mark + "\n", []string{"1:9 about 1 lint/ignore-unused"}},
		{"with line ends of Windows", "a: 1\r\nb: 2 " + mark + "\r\nc: 3\r\n", []string{"2:6 about 2 lint/ignore-unused"}},
		{"without a blank behind the #", "a: 1 #headway:ignore lint/ignore-unused why # headway:ignore\n", []string{"1:6 about 1 lint/ignore-unused"}},
		{"behind a closing quote over lines", "a: 'x\n  it''s # y' " + mark + "\n", []string{"2:14 about 2 lint/ignore-unused"}},
		{"behind an escaped quote", `a: "x\" # y" ` + mark + "\n", []string{"1:14 about 1 lint/ignore-unused"}},
		{"behind the sign of a block text", "a: | " + mark + "\n  text\nb: 1\n", []string{"1:6 about 1 lint/ignore-unused"}},
		{"below a block text", "a:\n  b: |\n    text\n  " + mark + "\n  c: 1\n", []string{"4:3 about 5 lint/ignore-unused"}},
		{"below an empty block text", "a:\n  b: |\n  " + mark + "\n  c: 1\n", []string{"3:3 about 4 lint/ignore-unused"}},

		{"in double quotes", "a: \"x " + mark + "\"\n", nil},
		{"in single quotes", "a: 'it''s " + mark + "'\n", nil},
		{"in quotes over lines", "a: \"x\n  " + mark + "\"\n", nil},
		{"in a quoted key", "\"a " + mark + "\": 1\n", nil},
		{"in a block text", "a: |\n  text " + mark + "\n\n  " + mark + "\nb: 1\n", nil},
		{"in a folded text", "a: >-\n  text\n    " + mark + "\n  more " + mark + "\nb: 1\n", nil},
		{"in a block text with indentation of its own", "a: |2\n     " + mark + "\n  " + mark + "\nb: 1\n", nil},
		{"in a block text of a list", "a:\n- |\n " + mark + "\n- b\n", nil},
		{"in a word", "a: b" + mark + "\n", nil},
		{"within another comment", "a: 1 # see " + mark + "\n", nil},
		{"of another word", "a: 1 # headway:ignored lint/ignore-unused why\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked, said := ignores(t, c.src)
			require.Equal(t, c.want, asked)
			require.Empty(t, said)
		})
	}
}

func TestAnIgnoreThatCannotWorkIsReported(t *testing.T) {
	for _, c := range []struct{ name, comment, want, hint string }{
		{"without a reason", "# headway:ignore lint/ignore-unused", "lint/ignore-without-reason", "reason"},
		{"of no code", "# headway:ignore", "lint/ignore-unknown-code", "write # headway:ignore"},
		{"of an unknown code", "# headway:ignore lint/hippopotamus it is one", "lint/ignore-unknown-code", "in brackets"},
		{"of a code misspelt", "# headway:ignore lint/ignore-unusd it is", "lint/ignore-unknown-code", `"lint/ignore-unused"`},
		{"of a path", "# headway:ignore ../lint/ignore-unused it is", "lint/ignore-unknown-code", ""},
		{"of a mistake", "# headway:ignore process/element it is coming", "lint/ignore-error", "mend"},
		{"of a mistake and without a reason", "# headway:ignore process/element", "lint/ignore-error", "mend"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var list diag.List
			v, ok := ydoc.Parse("f.yaml", []byte("a: 1\nb: 2  "+c.comment+"\n"), &list)
			require.True(t, ok)
			require.Empty(t, v.Ignores())
			require.Len(t, list, 1)
			require.Equal(t, diag.Code(c.want), list[0].Code)
			require.Equal(t, "f.yaml:2:7", list[0].Pos.String())
			require.Equal(t, "b: 2  "+c.comment, list[0].Excerpt)
			require.Contains(t, list[0].Hint, c.hint)
		})
	}
}

func TestManyIgnoresAreFoundInTime(t *testing.T) {
	const mark = " # headway:ignore lint/ignore-unused w\n"
	for name, src := range map[string]string{
		"one a line":              strings.Repeat("- \"a # b\""+mark, 1<<20/(len(mark)+9)),
		"one behind a long line":  "[" + strings.Repeat("'#',", 24_000) + "]" + mark,
		"above each other":        strings.Repeat(mark[1:], 1<<20/len(mark)-1) + "a: 1\n",
		"in a block text":         "a: |\n" + strings.Repeat(" "+mark, 1<<20/(len(mark)+1)-1),
		"each of an unknown code": strings.Repeat("- a # headway:ignore lint/ignore-unsed w\n", 25_000),
		"many block texts":        strings.Repeat("- |\n  x"+mark, 1<<20/(len(mark)+7)),
		"a quote after the other": "[" + strings.Repeat("\"#\" ,\n", 20_000) + "]" + mark,
	} {
		t.Run(name, func(t *testing.T) {
			var list diag.List
			v, ok := ydoc.Parse("f.yaml", []byte(src), &list)
			require.True(t, ok, "%v", list)
			start := time.Now()
			v.Ignores()
			require.Less(t, time.Since(start), 5*time.Second, "a wide margin: mostly it is some milliseconds")
		})
	}
}

// FuzzIgnores holds the search for comments against the library: what it takes
// for a comment is no part of any value.
func FuzzIgnores(f *testing.F) {
	f.Add("a: \"x # y\" # headway:ignore lint/ignore-unused why\n# more\nb: |\n  # no\n")
	f.Add("- 'it''s'\n- >2\n    # headway:ignore lint/ignore-unused why\n")
	f.Fuzz(func(t *testing.T, src string) {
		var list diag.List
		v, ok := ydoc.Parse("f.yaml", []byte(src), &list)
		if !ok || list.Err() != nil {
			return
		}
		asked := v.Ignores()
		if len(asked) == 0 || strings.ContainsAny(strings.ReplaceAll(src, "\r\n", "\n"), "\r\u0085\u2028\u2029") {
			return // the other line ends are not worth splitting at here
		}
		// without the comments the values are the same
		lines := strings.Split(src, "\n")
		for _, i := range asked {
			text := []rune(strings.TrimPrefix(lines[i.Pos.Line-1], "\ufeff"))
			lines[i.Pos.Line-1] = string(text[:i.Pos.Column-1])
		}
		var again diag.List
		w, ok := ydoc.Parse("f.yaml", []byte(strings.Join(lines, "\n")), &again)
		require.True(t, ok, "%v", again)
		require.Equal(t, values(v), values(w))
	})
}

// values gives the texts of a value and of all below it.
func values(v ydoc.Value) []string {
	switch v.Kind() {
	case ydoc.Mapping:
		var out []string
		for key, value := range v.Entries() {
			out = append(append(out, values(key)...), values(value)...)
		}
		return out
	case ydoc.List:
		var out []string
		for item := range v.Items() {
			out = append(out, values(item)...)
		}
		return out
	}
	text, _ := v.Raw()
	return []string{text}
}
