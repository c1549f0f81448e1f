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

// codes parses a document and gives what was said, as "line:column code".
func codes(src string) []string {
	var list diag.List
	ydoc.Parse("f.yaml", []byte(src), &list)
	list.Sort()
	var out []string
	for _, d := range list {
		out = append(out, fmt.Sprintf("%d:%d %s", d.Pos.Line, d.Pos.Column, d.Code))
	}
	return out
}

func TestRefusedAtItsPlace(t *testing.T) {
	for _, c := range []struct {
		name, src string
		want      []string
	}{
		{"nothing", "", []string{"1:1 yaml/empty"}},
		{"nothing but a comment", "# hello\n", []string{"1:1 yaml/empty"}},
		{"an anchor and an alias", "a: &x 1\nb: *x\n", []string{"1:4 yaml/anchor", "2:4 yaml/alias"}},
		{"an alias of nothing", "a: 1\nb: *x\n", []string{"2:4 yaml/alias"}},
		{"a merge key", "a: {<<: {b: 1}}\n", []string{"1:5 yaml/merge-key"}},
		{"a tag", "a: !thing b\n", []string{"1:4 yaml/tag"}},
		{"a standard tag", "a: !!str 1\n", []string{"1:4 yaml/tag"}},
		{"a second document", "a: 1\n---\nb: 2\n", []string{"3:1 yaml/second-document"}},
		{"text after the end", "a: 1\n...\nb\n", []string{"3:1 yaml/syntax"}},
		{"a key twice", "a: 1\nb: 2\na: 3\n", []string{"3:1 yaml/duplicate-key"}},
		{"a key twice further in", "x:\n  - {a: 1, a: 2}\n", []string{"2:12 yaml/duplicate-key"}},
		{"a key that is a list", "? [a, b]\n: 1\n", []string{"1:3 yaml/key-kind"}},
		{"a tab", "a:\n\tb: 1\n", []string{"2:1 yaml/syntax"}},
		{"a colon in a title", "title: Phase 2: pilot\n", []string{"1:15 yaml/syntax"}},
		{"an @ at the beginning", "a: @b\n", []string{"1:4 yaml/syntax"}},
		{"a bracket that is not closed", "a: [b, c\nd: e\n", []string{"2:1 yaml/syntax"}},
		{"a quote that is not closed", "a: \"b\nd: e\n", []string{"1:4 yaml/syntax"}},
		{"indentation that does not fit", "a:\n   b: 1\n  c: 2\n", []string{"3:3 yaml/syntax"}},
		{"UTF-16", "\xff\xfea\x00:\x00 \x001\x00", []string{"1:1 yaml/encoding"}},
		{"Latin-1", "a: caf\xe9\n", []string{"1:7 yaml/encoding"}},
		{"a NUL byte", "a: 1\nb: x\x00y\n", []string{"2:5 yaml/encoding"}},
		{"an escape sequence", "a: \x1b[31mred\n", []string{"1:4 yaml/encoding"}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, codes(c.src)) })
	}
}

// A comma ends a value in braces and brackets, which nobody thinks of who
// writes a number or a sentence.
func TestACommaThatCutsAValueIsToldWithWhatToWrite(t *testing.T) {
	for _, c := range []struct{ name, src, want, hint string }{
		{"a number", "a: {b: 12,500}\n", "1:11 yaml/null nothing stands after 500: a comma ends a value in { }", "write 12500"},
		{"a number of millions", "a: {b: 1,000,000, c: 2}\n", "1:10 yaml/null nothing stands after 000: a comma ends a value in { }", "write 1000000"},
		{"a number with places", "a: {b: 1,250.5}\n", "1:10 yaml/null nothing stands after 250.5: a comma ends a value in { }", "write 1250.5"},
		{"a sentence", "a: {title: roof, drawn again}\n", "1:18 yaml/null nothing stands after drawn again: a comma ends a value in { }", "put text with a comma in quotes"},
		{"a sentence with blanks around", "a: { title: roof, drawn again }\n", "1:19 yaml/null nothing stands after drawn again: a comma ends a value in { }", "put text with a comma in quotes"},
		{"a sentence with umlauts", "a: {title: Dächer, größer}\n", "1:20 yaml/null nothing stands after größer: a comma ends a value in { }", "put text with a comma in quotes"},
		{"a flag that only seems to be set", "a: {b: 1, reached}\n", "1:11 yaml/null nothing stands after reached: a comma ends a value in { }", "put text with a comma in quotes"},
		{"the first word", "a: {reached, b: 1}\n", "1:5 yaml/null nothing stands after reached: a comma ends a value in { }", "write reached: and its value"},
		{"in a list of mappings", "a: [{b: 1,500}, {b: 2,500}]\n", "1:11 yaml/null nothing stands after 500: a comma ends a value in { }", "write 1500"},
		{"a number in a list", "a: [12,500, 700]\n", "1:8 value/number 12 and 500 are two items: a comma ends an item in [ ]", "write 12500"},
		{"a number in a sentence of a list", "a: [more than 12,500 euros]\n", "1:18 value/number more than 12 and 500 euros are two items: a comma ends an item in [ ]", "in quotes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var list diag.List
			v, ok := ydoc.Parse("f.yaml", []byte(c.src), &list)
			require.True(t, ok)
			list.Sort()
			require.NotEmpty(t, list)
			d := list[0]
			require.Equal(t, c.want, fmt.Sprintf("%d:%d %s %s", d.Pos.Line, d.Pos.Column, d.Code, d.Message))
			require.Contains(t, d.Hint, c.hint)
			told := len(list)
			for _, value := range v.Entries() {
				value.Object(thing)
			}
			for _, again := range list[told:] {
				require.NotEqual(t, d.Pos, again.Pos, "not said a second time: %s", again.Message)
			}
		})
	}
	for _, src := range []string{
		"a: {b: , c: 1}\n", "a: {b:, c: 1}\n", "a: {b: # why\n , c: 1}\n", "a: {b:\n, c: 1}\n", "b:\nc: 1\n", "a: [1,2,3]\n", "a: [12, 500]\n", "a: [12,5000]\n", "a: ['12',500]\n",
	} {
		require.Empty(t, codes(src), "%q", src)
	}
}

func TestEverythingRefusedHasASentenceAHintAndItsLine(t *testing.T) {
	var list diag.List
	ydoc.Parse("f.yaml", []byte("a: &x 1\nb: *x\nc: !t d\na: 2\n"), &list)
	require.Len(t, list, 4)
	for _, d := range list {
		require.NotEmpty(t, d.Message)
		require.NotEmpty(t, d.Hint)
		require.NotEmpty(t, d.Excerpt)
		require.Equal(t, diag.Error, d.Severity)
	}
	list.Sort()
	require.Equal(t, diag.YAMLDuplicateKey, list[3].Code)
	require.Equal(t, 1, list[3].Related[0].Pos.Line, "a duplicate names both places")
}

// hostile are documents made to cost time or memory, or to break the library.
func hostile() map[string]string {
	keys := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "k%d: 1\n", i)
		}
		return b.String()
	}
	bomb := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'j'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	return map[string]string{
		"9,000 nested brackets":       strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000),
		"9,000 open brackets":         strings.Repeat("[", 9_000),
		"9,000 nested braces":         strings.Repeat("{a: ", 9_000) + strings.Repeat("}", 9_000),
		"a mebibyte of open brackets": strings.Repeat("[", 1<<20),
		"9,000 nested list items":     strings.Repeat("- ", 9_000) + "a",
		"300,000 nested questions":    strings.Repeat("? ", 300_000) + "a",
		"an alias bomb":               bomb,
		"a cyclic anchor":             "a: &a [*a]\n",
		"a cyclic anchor of mappings": "a: &a {b: *a}\n",
		"a merge of nothing":          "{{},<<}",
		"a merge of nothing in a key": "a: {{},<<}",
		"a UTF-16 file":               "\xfe\xff" + strings.Repeat("\x00a", 1000),
		"NUL bytes":                   strings.Repeat("\x00", 100_000),
		"a 40,000-key mapping":        keys(40_000),
		"a 40,000-key flow mapping":   "{" + strings.ReplaceAll(keys(40_000), "\n", ", ") + "}",
		"60,000 list items":           "a: [" + strings.Repeat("b, ", 60_000) + "]",
		"a file over 1 MiB":           "a: " + strings.Repeat("x", 1<<20),
		"100,000 comments":            strings.Repeat("- a # c\n", 100_000),
		"330,000 empty lists":         "[" + strings.Repeat("[],", 330_000) + "]",
		"a mebibyte of anchors":       strings.Repeat("- &a b\n", 140_000),
		"a mebibyte of duplicates":    strings.Repeat("a: 1\n", 200_000),
		"a mebibyte of tags":          strings.Repeat("- !t b\n", 140_000),
	}
}

func TestHostileFilesAreRefusedInTime(t *testing.T) {
	for name, src := range hostile() {
		t.Run(name, func(t *testing.T) {
			var list diag.List
			start := time.Now()
			_, ok := ydoc.Parse("f.yaml", []byte(src), &list)
			require.Less(t, time.Since(start), 5*time.Second, "a wide margin: mostly it is some milliseconds")
			require.Error(t, list.Err())
			require.NotEmpty(t, list[0].Hint)
			_ = ok
		})
	}
}

func TestAsManyOfAKindAsFillAFileAreNotAllTold(t *testing.T) {
	var list diag.List
	ydoc.Parse("f.yaml", []byte(strings.Repeat("- &a b\n", 140_000)), &list)
	require.LessOrEqual(t, len(list), ydoc.MaxDiagnostics+1)
	require.Equal(t, diag.TooManyMistakes, list[len(list)-1].Code)
}

func TestWhatIsSaidAgainIsToldOnce(t *testing.T) {
	var list diag.List
	v, ok := ydoc.Parse("f.yaml", []byte("id: A\n"), &list)
	require.True(t, ok)
	for range 2 * ydoc.MaxDiagnostics {
		v.Report(diag.BadID, "this is no id", "")
	}
	v.Report(diag.BadID, "this is no id either", "")
	v.Report(diag.BadName, "this is no id", "")
	require.Len(t, list, 3, "a process for many segments has its mistakes in each")
	require.NotContains(t, list.Error(), diag.TooManyMistakes)
}

func TestOnlyAnOptionalKeyMayBeLeftEmpty(t *testing.T) {
	shape := &ydoc.Shape{Name: "a thing", Keys: []ydoc.Key{
		ydoc.Needs("needed", ydoc.Text{}, "."), ydoc.May("optional", ydoc.Text{}, "."), {Name: "filled", Need: ydoc.Filled},
	}}
	var list diag.List
	v, ok := ydoc.Parse("f.yaml", []byte("needed:\noptional:\nfilled:\n"), &list)
	require.True(t, ok)
	o, ok := v.Object(shape)
	require.True(t, ok)
	require.Equal(t, ydoc.Null, o.Get("needed").Kind())
	require.Equal(t, ydoc.Absent, o.Get("optional").Kind())
	require.Equal(t, ydoc.Null, o.Get("filled").Kind())
	v, _ = ydoc.Parse("f.yaml", []byte("needed: 1\n"), &list)
	o, _ = v.Object(shape)
	require.Equal(t, ydoc.Absent, o.Get("filled").Kind())
	require.Empty(t, list)
}

func TestJSONKeepsItsPlaces(t *testing.T) {
	var list diag.List
	v, ok := ydoc.ParseLine("f.ndjson", 7, []byte(`{"a": 1, "é": {"b": [true, null, "x"]}, "a": 2}`), &list)
	require.True(t, ok)
	require.Equal(t, "f.ndjson:7:41", list[0].Pos.String())
	require.Equal(t, diag.YAMLDuplicateKey, list[0].Code)
	var places []string
	for key, value := range v.Entries() {
		name, _ := key.Raw()
		places = append(places, fmt.Sprintf("%s at %d, value at %d", name, key.Pos().Column, value.Pos().Column))
	}
	require.Equal(t, []string{"a at 2, value at 7", "é at 10, value at 15"}, places)
}

func TestJSONIsRefusedAtItsPlace(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"nothing", "", "1:1 yaml/empty"},
		{"nothing but blanks", " \n ", "1:1 yaml/empty"},
		{"an end too early", `{"a": [1`, "1:9 json/syntax"},
		{"two values", `{} {}`, "1:4 json/syntax"},
		{"a comma too many", "{\"a\": 1,\n}", "1:9 json/syntax"},
		{"nesting", strings.Repeat("[", 100_000), "1:65 yaml/too-deep"},
		{"many values", "[" + strings.Repeat("1,", 60_000) + "1]", "1:1 yaml/too-many-values"},
		{"an invalid byte", "{\"a\": \"\xff\"}", "1:8 yaml/encoding"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var list diag.List
			_, ok := ydoc.ParseJSON("f.json", []byte(c.src), &list)
			require.False(t, ok)
			d := list[0]
			got := fmt.Sprintf("%d:%d %s", d.Pos.Line, d.Pos.Column, d.Code)
			if c.name == "many values" {
				require.Equal(t, diag.YAMLTooManyNodes, d.Code)
				return
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestWhatIsTooMuchIsToldOfTheFileOrOfTheLine(t *testing.T) {
	long := []byte(strings.Repeat(" ", ydoc.MaxBytes+1))
	many := []byte("[" + strings.Repeat("1,", ydoc.MaxNodes) + "1]")
	for _, c := range []struct {
		name  string
		parse func(string, []byte, *diag.List) (ydoc.Value, bool)
		src   []byte
		want  string
		hint  string
	}{
		{"a long YAML file", ydoc.Parse, long, "f: the file has more than 1 MiB", "several files"},
		{"a long JSON file", parseJSON, long, "f: the file has more than 1 MiB", "several deals"},
		{"a long line", parseLine, long, "f:7:1: the line has more than 1 MiB", "several deals"},
		{"many values in a YAML file", ydoc.Parse, many, "f:1:100000: the file holds more than 50,000 values", "several files"},
		{"many values in a JSON file", parseJSON, many, "f:1:100000: the file holds more than 50,000 values", "several deals"},
		{"many values in a line", parseLine, many, "f:7:100000: the line holds more than 50,000 values", "several deals"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var list diag.List
			_, ok := c.parse("f", c.src, &list)
			require.False(t, ok)
			require.Len(t, list, 1)
			require.Equal(t, c.want, list[0].Pos.String()+": "+list[0].Message)
			require.Contains(t, list[0].Hint, c.hint)
		})
	}
}

func parseJSON(file string, src []byte, out *diag.List) (ydoc.Value, bool) {
	return ydoc.ParseJSON(file, src, out)
}

func parseLine(file string, src []byte, out *diag.List) (ydoc.Value, bool) {
	return ydoc.ParseLine(file, 7, src, out)
}

func TestWhatStandsWhereAnObjectIsWantedIsToldOnce(t *testing.T) {
	for src, want := range map[string]string{
		"[1]": "a list stands here; wanted: a thing, as keys with values",
		"1":   "a single value stands here; wanted: a thing, as keys with values",
	} {
		var list diag.List
		v, _ := ydoc.Parse("f.yaml", []byte(src), &list)
		v.Object(thing)
		require.Len(t, list, 1)
		require.Equal(t, want, list[0].Message)
	}
}

var thing = &ydoc.Shape{Name: "a thing", Keys: []ydoc.Key{
	{Name: "id", Need: ydoc.Required}, {Name: "weight"}, {Name: "colours"}, {Name: "tracks"},
}}

func TestAnObjectSaysWhatIsWrongWithItsKeys(t *testing.T) {
	var list diag.List
	v, ok := ydoc.Parse("f.yaml", []byte("wieght: 3\ntracks: []\nzebra: 1\n"), &list)
	require.True(t, ok)
	o, ok := v.Object(thing)
	require.True(t, ok)
	list.Sort()
	require.Len(t, list, 3)
	require.Equal(t, diag.YAMLMissingKey, list[0].Code)
	require.Equal(t, "f.yaml:1:1", list[0].Pos.String(), "what is missing has a place too")
	require.Equal(t, diag.YAMLUnknownKey, list[1].Code)
	require.Contains(t, list[1].Hint, `"weight"`)
	require.Equal(t, diag.YAMLUnknownKey, list[2].Code)
	require.Contains(t, list[2].Hint, "id, weight, colours, tracks")
	require.False(t, o.Get("weight").Given())
	require.Panics(t, func() { o.Get("wieght") }, "asking for a key outside of the table is a mistake of the program")
}

func TestScalarsAreReadStrictly(t *testing.T) {
	src := `
int: 42
float: 3.7
octal: 0777
underscore: 1_000
quoted: "42"
yes: yes
true: true
null: null
empty:
text: null and void
id: a-b_c9
bad_id: Closed Won
`
	var list diag.List
	v, _ := ydoc.Parse("f.yaml", []byte(src), &list)
	at := map[string]ydoc.Value{}
	for key, value := range v.Entries() {
		name, _ := key.Raw()
		at[name] = value
	}
	n, ok := at["int"].Int(0, 100)
	require.True(t, ok)
	require.Equal(t, 42, n)
	for _, key := range []string{"float", "octal", "underscore", "quoted", "text"} {
		_, ok := at[key].Int(0, 10_000)
		require.False(t, ok, key)
	}
	_, ok = at["int"].Int(0, 41)
	require.False(t, ok)
	yes, ok := at["true"].Bool()
	require.True(t, ok && yes)
	_, ok = at["yes"].Bool()
	require.False(t, ok)
	require.Equal(t, ydoc.Null, at["null"].Kind())
	require.Equal(t, ydoc.Null, at["empty"].Kind())
	require.False(t, at["null"].Given())
	s, ok := at["text"].Text()
	require.True(t, ok)
	require.Equal(t, "null and void", s)
	s, ok = at["id"].ID()
	require.True(t, ok)
	require.Equal(t, "a-b_c9", s)
	_, ok = at["bad_id"].ID()
	require.False(t, ok)

	var got []string
	list.Sort()
	for _, d := range list {
		got = append(got, fmt.Sprintf("%d %s", d.Pos.Line, d.Code))
	}
	require.Equal(t, []string{"2 value/out-of-range", "3 value/number", "4 value/number", "5 value/number", "6 value/number", "7 value/word", "11 value/number", "13 value/id"}, got)
	require.Contains(t, list[len(list)-1].Hint, "closed_won")
}

func TestNearestWord(t *testing.T) {
	words := []string{"champion", "economic_buyer", "pain", "paper_process"}
	for written, want := range map[string]string{
		"champoin": "champion", "Champion": "champion", "economicbuyer": "economic_buyer", "pian": "pain", "pains": "pain",
		"x": "", "zebra": "", "": "", strings.Repeat("a", 1000): "",
	} {
		if want != "" {
			want = fmt.Sprintf("did you mean %q?", want)
		}
		require.Equal(t, want, ydoc.DidYouMean(written, words), "%.20q", written)
	}
}

func TestAWordOfWhichNothingIsLeftIsNotNear(t *testing.T) {
	require.Empty(t, ydoc.DidYouMean("", []string{"p"}))
	require.Empty(t, ydoc.DidYouMean("q", []string{"p"}))
	require.NotEmpty(t, ydoc.DidYouMean("op", []string{"ops"}))
}

func FuzzParse(f *testing.F) {
	for _, src := range hostile() {
		if len(src) < 1<<12 {
			f.Add(src)
		}
	}
	f.Add("a: {b: [c, \"d\"]}\n")
	f.Fuzz(func(t *testing.T, src string) {
		var list diag.List
		v, ok := ydoc.Parse("f.yaml", []byte(src), &list)
		if !ok {
			require.Error(t, list.Err(), "what cannot be read is refused with a reason")
			return
		}
		walk(v)
	})
}

func FuzzParseJSON(f *testing.F) {
	f.Add(`{"a": [1, true, null, "x"], "b": {"c": -1.5e3}}`)
	f.Fuzz(func(t *testing.T, src string) {
		var list diag.List
		v, ok := ydoc.ParseJSON("f.json", []byte(src), &list)
		if !ok {
			require.Error(t, list.Err())
			return
		}
		walk(v)
	})
}

// walk asks a value and everything below it for all that it can be asked.
func walk(v ydoc.Value) {
	_ = v.Pos()
	switch v.Kind() {
	case ydoc.Mapping:
		v.Object(thing)
		for key, value := range v.Entries() {
			walk(key)
			walk(value)
		}
	case ydoc.List:
		for item := range v.Items() {
			walk(item)
		}
	default:
		v.Text()
		v.ID()
		v.Name()
		v.Int(0, 10)
		v.Bool()
	}
}
