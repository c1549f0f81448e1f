package diag_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/diag"
)

func at(file string, line, column int) diag.Pos {
	return diag.Pos{File: file, Line: line, Column: column}
}

func TestAListIsAnErrorOnlyWhenItHasErrors(t *testing.T) {
	var list diag.List
	require.NoError(t, list.Err())
	list = append(list, diag.Diagnostic{Pos: at("a", 1, 1), Code: "x/doubt", Severity: diag.Warning, Message: "odd"})
	require.NoError(t, list.Err(), "a doubt fails nothing")
	list = append(list, diag.Diagnostic{Pos: at("a", 2, 1), Code: "x/wrong", Message: "wrong", Hint: "mend it"})
	err := fmt.Errorf("loading: %w", list.Err())

	var got diag.List
	require.True(t, errors.As(err, &got))
	require.Len(t, got, 1)
	require.Equal(t, diag.Code("x/wrong"), got[0].Code)
	require.Len(t, list.Warnings(), 1)
	require.Equal(t, "loading: a:2:1: error: wrong [x/wrong]\n\thint: mend it", err.Error())
}

func TestAnErrorTellsAllOfThem(t *testing.T) {
	list := diag.List{{Pos: at("a", 1, 2), Code: "x/one", Message: "one"}, {Pos: at("b", 3, 4), Code: "x/two", Message: "two"}}
	require.Equal(t, "a:1:2: error: one [x/one]\nb:3:4: error: two [x/two]", list.Error())
}

func TestSortOrdersByPlaceAndDropsWhatWasSaidTwice(t *testing.T) {
	list := diag.List{
		{Pos: at("b", 1, 1), Code: "x/a", Message: "m"},
		{Pos: at("a", 10, 1), Code: "x/a", Message: "m"},
		{Pos: at("a", 9, 5), Code: "x/b", Message: "m"},
		{Pos: at("a", 9, 5), Code: "x/a", Message: "n"},
		{Pos: at("a", 9, 5), Code: "x/a", Message: "m"},
		{Pos: at("a", 9, 5), Code: "x/a", Message: "m"},
		{Pos: at("a", 9, 2), Code: "x/z", Message: "m"},
		{Pos: diag.Pos{File: "a"}, Code: "x/file", Message: "m"},
	}
	list.Sort()
	var got []string
	for _, d := range list {
		got = append(got, d.String())
	}
	require.Equal(t, []string{
		"a: error: m [x/file]", "a:9:2: error: m [x/z]", "a:9:5: error: m [x/a]", "a:9:5: error: n [x/a]", "a:9:5: error: m [x/b]",
		"a:10:1: error: m [x/a]", "b:1:1: error: m [x/a]",
	}, got)
}

func TestSilenceTakesOutTheWarningsThatAnIgnoreIsAbout(t *testing.T) {
	warning := func(file string, line, column int, code diag.Code) diag.Diagnostic {
		return diag.Diagnostic{Pos: at(file, line, column), Code: code, Severity: diag.Warning, Message: "odd"}
	}
	ignore := func(file string, line int, code diag.Code) diag.Ignore {
		return diag.Ignore{Pos: at(file, line, 30), Line: line, Code: code, Excerpt: "the line"}
	}
	for _, c := range []struct {
		name    string
		list    diag.List
		ignores []diag.Ignore
		want    []string
	}{
		{"one", diag.List{warning("a", 3, 5, "x/a")}, []diag.Ignore{ignore("a", 3, "x/a")}, nil},
		{"all of a line", diag.List{warning("a", 3, 5, "x/a"), warning("a", 3, 9, "x/a")}, []diag.Ignore{ignore("a", 3, "x/a")}, nil},
		{"two codes of a line", diag.List{warning("a", 3, 5, "x/a"), warning("a", 3, 5, "x/b")}, []diag.Ignore{ignore("a", 3, "x/a"), ignore("a", 3, "x/b")}, nil},
		{"none without an ignore", diag.List{warning("a", 3, 5, "x/a")}, nil, []string{"a:3:5 x/a"}},
		{"not another line", diag.List{warning("a", 4, 5, "x/a")}, []diag.Ignore{ignore("a", 3, "x/a")}, []string{"a:3:30 lint/ignore-unused", "a:4:5 x/a"}},
		{"not another file", diag.List{warning("b", 3, 5, "x/a")}, []diag.Ignore{ignore("a", 3, "x/a")}, []string{"a:3:30 lint/ignore-unused", "b:3:5 x/a"}},
		{"not another code", diag.List{warning("a", 3, 5, "x/b")}, []diag.Ignore{ignore("a", 3, "x/a")}, []string{"a:3:5 x/b", "a:3:30 lint/ignore-unused"}},
		{"never a mistake, and then nothing is said of what is not used",
			diag.List{{Pos: at("a", 3, 5), Code: "x/a", Message: "wrong"}, warning("a", 3, 7, "x/a")}, []diag.Ignore{ignore("a", 3, "x/a"), ignore("a", 9, "x/a")},
			[]string{"a:3:5 x/a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			list := c.list
			list.Silence(c.ignores)
			list.Sort()
			var got []string
			for _, d := range list {
				got = append(got, d.Pos.String()+" "+string(d.Code))
				if d.Code == diag.IgnoreUnused {
					require.Equal(t, diag.Warning, d.Severity)
					require.Equal(t, "the line", d.Excerpt)
				}
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestPrintPutsACaretUnderThePlace(t *testing.T) {
	list := diag.List{
		{Pos: at("p.yaml", 12, 9), Code: "x/a", Message: "odd word", Hint: "another", Excerpt: "  - id: wrod",
			Related: []diag.Related{{Pos: at("p.yaml", 3, 1), Message: "the other one"}}},
		{Pos: at("p.yaml", 13, 7), Code: "x/b", Severity: diag.Warning, Message: "wide", Excerpt: "日本: 語語x"},
		{Pos: at("p.yaml", 14, 2), Code: "x/c", Message: "tab", Excerpt: "\tx"},
		{Pos: at("p.yaml", 15, 8), Code: "x/e", Message: "invisible", Excerpt: "a: \u200b\xff\x1b B\u202e"},
		{Pos: diag.Pos{File: "q.yaml"}, Code: "x/d", Message: "no place"},
	}
	var b bytes.Buffer
	require.NoError(t, list.Print(&b))
	require.Equal(t, `p.yaml:12:9: error: odd word [x/a]
   12 |   - id: wrod
      |         ^
      = see p.yaml:3:1: the other one
      = hint: another
p.yaml:13:7: warning: wide [x/b]
   13 | 日本: 語語x
      |           ^
p.yaml:14:2: error: tab [x/c]
   14 |  x
      |  ^
p.yaml:15:8: error: invisible [x/e]
   15 | a: \u200b\xff\u001b B\u202e
      |                     ^
q.yaml: error: no place [x/d]
`, strings.ReplaceAll(b.String(), "\r", ""))
}

func TestPrintCutsALongLineAroundThePlace(t *testing.T) {
	long := strings.Repeat("a", 500) + "HERE" + strings.Repeat("b", 500)
	var b bytes.Buffer
	require.NoError(t, diag.List{{Pos: at("p", 1, 501), Code: "x/a", Message: "m", Excerpt: long}}.Print(&b))
	lines := strings.Split(b.String(), "\n")
	require.Less(t, len(lines[1]), 120)
	require.Equal(t, "HERE", lines[1][strings.Index(lines[2], "^"):][:4])
}

func TestPrintableMakesTheInvisibleVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain":             "plain",
		"zwölf 日本 👩‍👧":      "zwölf 日本 👩‍👧",
		"a\x1b[31mred":      `a\u001b[31mred`,
		"two\nlines\ttab\r": `two\nlines\ttab\u000d`,
		"\u202edrowssap":    `\u202edrowssap`,
		"\xff\xfe":          `\xff\xfe`,
		"nul\x00":           `nul\u0000`,
		"a\u200bb":          `a\u200bb`,
		"\u0085\u2028":      `\u0085\u2028`,
	} {
		require.Equal(t, want, diag.Printable(in), "%q", in)
	}
}

func FuzzPrintable(f *testing.F) {
	f.Add("a\x1b[31m\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range diag.Printable(s) {
			if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Fatalf("%q shows %U", s, r)
			}
		}
	})
}
