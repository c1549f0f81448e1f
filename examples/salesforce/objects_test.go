package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestObjectsAreReadAsRows(t *testing.T) {
	for name, src := range map[string]string{
		"a list":            "[\n%s]\n",
		"in an object":      "{\"calls\":[\n%s]}",
		"with a mark ahead": "\ufeff[\n%s]",
	} {
		t.Run(name, func(t *testing.T) {
			table, err := readObjects("x.json", strings.NewReader(strings.Replace(src, "%s", `{"id": "a", "at": {"day": "2026-01-05", "hour": 9.50}, "words": ["x", {"y": 1}]},
{"more": true,
 "id": "b", "at": {"hour": null}},
7, {"id": "c", "id": "d"},
{"at": {"day": "e"}, "at.day": "f"}
`, 1)))
			require.NoError(t, err)
			require.Equal(t, []string{"id", "at.day", "at.hour", "words", "more"}, table.header)
			var cells [][]string
			var lines []int
			var wrong []string
			for _, r := range table.rows {
				lines = append(lines, r.line)
				if r.cells != nil {
					cells = append(cells, r.cells)
				}
				wrong = append(wrong, r.refused...)
			}
			require.Equal(t, [][]string{{"a", "2026-01-05", "9.50", `["x", {"y": 1}]`, ""}, {"b", "", "", "", "true"}}, cells)
			require.Equal(t, []int{2, 3, 5, 5, 6}, lines)
			require.Equal(t, []string{"this is no object", `it has "id" twice`, `it has "at.day" twice`}, wrong)
		})
	}
}

func TestJSONThatIsNoTableIsNotRead(t *testing.T) {
	for src, want := range map[string]string{
		"":                          "it is empty",
		"{}":                        "it is empty",
		"7":                         "it holds no list of objects",
		`{"a": {"b": []}}`:          "it holds no list of objects",
		"[]":                        "it is empty; its objects name the columns",
		`{"a": [{"b": 1}], "c": 1}`: "it does not end behind its one list of objects",
		`{"a": [{"b": 1}]`:          "it does not end behind its one list of objects",
		`[{"b": 1}`:                 "it does not end behind its one list of objects",
		`[{"b": 1}] [{"b": 1}]`:     "something stands behind its one list of objects",
		"[{\"b\": \"\xff\"}]":       "it is no UTF-8: export it again as UTF-8",
	} {
		_, err := readObjects("x.json", strings.NewReader(src))
		require.EqualError(t, err, want, src)
	}
	for _, src := range []string{"[", "[{", `[{"b": 1},`, `[{"b" 1}]`, `[{"b": 01}]`, "{1"} {
		_, err := readObjects("x.json", strings.NewReader(src))
		require.Error(t, err, src)
	}
}

// FuzzObjects looks for a file that makes the reader panic, or whose rows are
// not all as wide as the header.
func FuzzObjects(f *testing.F) {
	f.Add(`[{"a": {"b": "c"}, "d": [1]}, {"e": null}, 1]`)
	f.Add(`{"a": [{"": {"": ""}}]}`)
	f.Fuzz(func(t *testing.T, src string) {
		table, err := readObjects("x.json", strings.NewReader(src))
		if err != nil {
			return
		}
		for _, r := range table.rows {
			require.Positive(t, r.line)
			if r.cells == nil {
				require.NotEmpty(t, r.refused)
				continue
			}
			require.Len(t, r.cells, len(table.header))
		}
	})
}
