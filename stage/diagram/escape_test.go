package diagram

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/stage"
)

// nasty are titles that have broken, or could break, a diagram in some language.
var nasty = []string{
	"end", "END", "graph", "subgraph x", "style a fill:#f00;", "lifestyle: x #quot; y;", "classDef a:b #c;", "click a href", "default",
	`say "yes"`, `"`, `""`, `\`, `\\`, `\"`, `a\`, `\N \G \E \l \n \r`, "'", "`code`", "``", "a`b",
	"[x]", "(x)", "{x}", "((x))", "]", ")", "}", "|", "a|b", "x]; y[", `"]; a["`, `"] --> b["`,
	"-->", "a --> b", "---", "--", "==>", "-.->", "->", "<-", "~~~", "&", "a & b", "&amp;", "&lt;b&gt;", "&#60;", "#60;", "#quot;", "#", "ﬂ°°60¶ß",
	"<script>alert(1)</script>", "<b>bold</b>", "<br/>", "<br>", "a<b", "]]>", "<!-- x -->", "<![CDATA[", "</svg>", "</title>", "<?xml?>", "<img src=x onerror=alert(1)>",
	";", "a;b", "%", "%% comment", `%%{init: {"theme":"dark"}}%%`, "---\ntitle: x\n---", "$$x^2$$", "fa:fa-user", ":::class", "@{ shape: cyl }",
	"1. first", "1) first", "- item", "* item", "# head", "> quote", "_x_", "*x*", "**x**", "~~x~~", "https://example.com/a?b=c&d=e", "www.example.com", "[a](b)", "![a](b)", "a\\\nb",
	"line\nbreak", "tab\tstop", "carriage\rreturn", "nul\x00nul", "bell\a", "esc\x1b[31m", "del\x7f", "next\u0085line", "line\u2028separator", "bom\ufeff", "left\u202eright", "not\ufffecharacter", "bad\xff\xfebytes", "\xc3",
	"Größe: 5 µm, naïve", "日本語の見出し", "עברית", "العربية", "😀👩‍👩‍👧", "e\u0301\u0301\u0301", "\u0301", "ﬂuß", "a\u00a0b", "…", "İ",
	"", " ", "  two  spaces  ", strings.Repeat("word ", 200), strings.Repeat("x", 3000), strings.Repeat("日", 500), strings.Repeat("e\u0301", 300),
}

// written is a diagram with a title wherever one can stand. The last stages are a
// track.
func written(titles ...string) *Diagram {
	d := &Diagram{title: clean(titles[0]), about: []string{"process p", clean(titles[0])}}
	d.places = append(d.places, place{id: "none", title: "start"})
	d.walks = []walk{{}}
	last := 0
	for i, title := range titles {
		kind := []stage.PlaceKind{stage.Open, stage.Won, stage.Lost, stage.Left, stage.Open}[i%5]
		if len(d.walks) > 1 {
			kind = stage.Open
		}
		if i > 0 && i == len(titles)-3 {
			d.walks = append(d.walks, walk{id: "t-1", title: clean(title), first: len(d.places)})
			last, kind = len(d.places), stage.NoPlace
		}
		x := place{id: fmt.Sprintf("p-%d", i), title: clean(title), kind: kind, notes: []string{clean(title)}, marks: []string{clean(title)}}
		d.places = append(d.places, x)
		if to := len(d.places) - 1; !x.anytime() && last < to {
			d.edges = append(d.edges, edge{from: last, to: to, when: clean(title), head: clean(title), lines: []line{{0, "", clean(title)}, {1, "unmet", clean(title)}}})
			last = to
		}
	}
	for i := range d.walks {
		end := len(d.places)
		if i+1 < len(d.walks) {
			end = d.walks[i+1].first
		}
		d.walks[i].count = end - d.walks[i].first
	}
	return d
}

func TestWhateverATitleSaysItIsShownAndNothingElse(t *testing.T) {
	for _, title := range nasty {
		t.Run(fmt.Sprintf("%.20q", title), func(t *testing.T) { check(t, written(title)) })
	}
	check(t, written(nasty...))
}

func FuzzTitles(f *testing.F) {
	for _, title := range nasty {
		f.Add(title, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 10_000 {
			t.Skip("long titles are in the table")
		}
		check(t, written(a, b, a+b))
	})
}

// check reads all three formats back, and compares what they show with what the
// diagram says.
func check(t *testing.T, d *Diagram) {
	t.Helper()
	require.Equal(t, d.shown(), readMermaid(t, d.Mermaid()), "Mermaid")
	require.Equal(t, d.shown(), readDOT(t, d.DOT()), "DOT")
	readSVG(t, d)
}

// shown is what a diagram shows, by place and by way, without spaces, bullets,
// breaks and what has no width: formats wrap, indent and part differently.
func (d *Diagram) shown() map[string]string {
	out := map[string]string{}
	for _, p := range d.places {
		out[p.id] = squash(strings.Join(p.texts(), ""))
	}
	for i, e := range d.edges {
		out[fmt.Sprintf("%d: %s to %s", i, d.places[e.from].id, d.places[e.to].id)] = squash(strings.Join(e.texts(), ""))
	}
	return out
}

func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '•' || r == '–' || r == '\u2060' {
			return -1
		}
		return r
	}, s)
}

var (
	mermaidNode  = regexp.MustCompile(`^ +s_([a-zA-Z0-9_]+)(?:\(\("([^"]*)"\)\)|\("([^"]*)"\)|\(\["([^"]*)"\]\)|\{\{"([^"]*)"\}\}|>"([^"]*)"\])$`)
	mermaidWay   = regexp.MustCompile(`^  s_([a-zA-Z0-9_]+) (-->|==>|-\.->)(?:\|"([^"]*)"\|)? s_([a-zA-Z0-9_]+)$`)
	mermaidOther = regexp.MustCompile(`^(flowchart TB|  acc(Title|Descr): .*|  subgraph (anytime|ts_[a-zA-Z0-9_]+) \["[^"]*"\]|  end|  class(Def)? .*|)$`)
	mermaidPart  = regexp.MustCompile(`^(#[0-9]+;|<br/>|[\pL\pN\pM ,•–])`)
)

// readMermaid reads the part of Mermaid that is written here.
func readMermaid(t *testing.T, source string) map[string]string {
	t.Helper()
	require.True(t, utf8.ValidString(source))
	out, ways := map[string]string{}, 0
	for s := range strings.SplitSeq(source, "\n") {
		if m := mermaidNode.FindStringSubmatch(s); m != nil {
			out[strings.ReplaceAll(m[1], "H", "-")] = squash(mermaidLabel(t, strings.Join(m[2:], "")))
		} else if m := mermaidWay.FindStringSubmatch(s); m != nil {
			name := fmt.Sprintf("%d: %s to %s", ways, strings.ReplaceAll(m[1], "H", "-"), strings.ReplaceAll(m[4], "H", "-"))
			out[name] = squash(mermaidLabel(t, m[3]))
			ways++
		} else {
			require.Regexp(t, mermaidOther, s)
			if _, text, ok := strings.Cut(s, `["`); ok {
				mermaidLabel(t, strings.TrimSuffix(text, `"]`))
			} else if _, text, ok := strings.Cut(s, "acc"); ok {
				_, text, _ = strings.Cut(text, ": ")
				mermaidLabel(t, text)
			}
		}
	}
	return out
}

// mermaidLabel decodes a label, in which every sign but letters, digits and a few
// harmless ones has to be a number.
func mermaidLabel(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for s != "" {
		part := mermaidPart.FindString(s)
		require.NotEmpty(t, part, "at %q", s)
		s = s[len(part):]
		switch {
		case part == "<br/>":
		case part[0] == '#':
			n, err := strconv.Atoi(part[1 : len(part)-1])
			require.NoError(t, err)
			b.WriteRune(rune(n))
		default:
			b.WriteString(part)
		}
	}
	return b.String()
}

// readDOT reads DOT by its grammar: words, texts in quotes and signs.
func readDOT(t *testing.T, source string) map[string]string {
	t.Helper()
	require.True(t, utf8.ValidString(source))
	token := regexp.MustCompile(`^(?:\s+|->|[{}\[\]=,;]|[A-Za-z_][A-Za-z_0-9]*|[0-9]+(?:\.[0-9]+)?|"(?:[^"\\\n]|\\.)*")`)
	var tokens []string
	depth := 0
	for rest := source; rest != ""; {
		part := token.FindString(rest)
		require.NotEmpty(t, part, "at %.40q", rest)
		rest = rest[len(part):]
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		switch part {
		case "{", "[":
			depth++
		case "}", "]":
			depth--
		}
		require.GreaterOrEqual(t, depth, 0)
		tokens = append(tokens, part)
	}
	require.Zero(t, depth)
	out, ways := map[string]string{}, 0
	for i, s := range tokens {
		if s[0] != '"' || !strings.Contains("{};", tokens[i-1]) {
			continue // only what begins a statement
		}
		name, at := s[1:len(s)-1], i+1
		if tokens[at] == "->" {
			to := tokens[i+2]
			name, at = fmt.Sprintf("%d: %s to %s", ways, name, to[1:len(to)-1]), i+3
			ways++
		}
		label := ""
		if tokens[at] == "[" && tokens[at+1] == "label" {
			label = dotLabel(t, tokens[at+3])
		}
		out[name] = squash(label)
	}
	return out
}

// dotLabel decodes a label. No escape may be in it but those that are written.
func dotLabel(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	s = s[1 : len(s)-1]
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		require.Contains(t, `\"ln`, string(s[i]))
		if s[i] == '\\' || s[i] == '"' {
			b.WriteByte(s[i])
		}
	}
	plain := strings.ReplaceAll(b.String(), "&amp;", "\x00")
	require.NotContains(t, plain, "&", "every ampersand is escaped")
	return strings.ReplaceAll(plain, "\x00", "&")
}

// readSVG reads the picture as XML, and looks that nothing is in it but shapes
// and texts, all of them on the page.
func readSVG(t *testing.T, d *Diagram) {
	t.Helper()
	allowed := map[string]string{
		"svg": "xmlns role width height viewBox font-family", "title": "", "desc": "",
		"rect":   "x y width height rx fill stroke stroke-width stroke-dasharray",
		"circle": "cx cy r fill stroke stroke-width",
		"path":   "d fill stroke stroke-width stroke-dasharray",
		"text":   "x y font-size font-weight text-anchor fill",
	}
	whole := regexp.MustCompile(`^-?[0-9]+$`)
	dec := xml.NewDecoder(strings.NewReader(d.SVG()))
	dec.Strict = true
	var texts, title, desc strings.Builder
	var open []string
	width, height := 0, 0
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		switch x := token.(type) {
		case xml.StartElement:
			attributes, ok := allowed[x.Name.Local]
			require.True(t, ok, "element %s", x.Name.Local)
			numbers := map[string]int{}
			for _, a := range x.Attr {
				require.Contains(t, strings.Fields(attributes), a.Name.Local, "attribute of %s", x.Name.Local)
				if whole.MatchString(a.Value) {
					numbers[a.Name.Local], err = strconv.Atoi(a.Value)
					require.NoError(t, err)
				}
			}
			if len(open) == 0 {
				width, height = numbers["width"], numbers["height"]
			}
			require.LessOrEqual(t, numbers["x"]+numbers["width"], width)
			require.LessOrEqual(t, numbers["y"]+numbers["height"], height)
			require.GreaterOrEqual(t, min(numbers["x"], numbers["y"], numbers["width"], numbers["height"]), 0)
			open = append(open, x.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			switch open = append(open, ""); open[len(open)-2] {
			case "text":
				texts.Write(x)
			case "title":
				title.Write(x)
			case "desc":
				desc.Write(x)
			default:
				require.Empty(t, strings.TrimSpace(string(x)))
			}
			open = open[:len(open)-1]
		case xml.ProcInst, xml.Directive, xml.Comment:
			require.Fail(t, "only elements", "%v", x)
		}
		if len(open) == 0 {
			break
		}
	}
	require.Equal(t, d.title, title.String())
	drawn, said := squash(texts.String()), squash(desc.String())
	for _, p := range d.places {
		for _, s := range p.texts() {
			require.Contains(t, drawn, squash(s))
			require.Contains(t, said, squash(s))
		}
	}
	for _, e := range d.edges {
		for _, l := range e.lines {
			require.Contains(t, drawn, squash(l.text))
			require.Contains(t, said, squash(l.words()))
		}
		require.Contains(t, drawn, squash(e.head))
	}
}

// drawings are the diagrams that the real programs are tried on: the goldens, and
// everything nasty in one.
func drawings(t *testing.T, ending string) (files []string) {
	t.Helper()
	d := written(nasty...)
	name := filepath.Join(t.TempDir(), "nasty"+ending)
	require.NoError(t, os.WriteFile(name, []byte(map[string]string{".mmd": d.Mermaid(), ".dot": d.DOT()}[ending]), 0o644))
	files = []string{name}
	for _, dir := range []string{"testdata", "../../examples/headway/testdata"} {
		found, err := filepath.Glob(filepath.Join(dir, "*"+ending))
		require.NoError(t, err)
		require.NotEmpty(t, found)
		files = append(files, found...)
	}
	return files
}

func TestGraphvizDrawsIt(t *testing.T) {
	dot, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("there is no dot: what is written for Graphviz is read by the small reader here alone")
	}
	for i, file := range drawings(t, ".dot") {
		cmd := exec.Command(dot, "-Tsvg", file)
		var complaints strings.Builder
		cmd.Stderr = &complaints
		svg, err := cmd.Output()
		require.NoError(t, err, complaints.String())
		require.Empty(t, complaints.String(), file)
		if i > 0 {
			continue
		}
		got := map[string]string{}
		var group struct {
			Groups []struct {
				Groups []struct {
					Class string   `xml:"class,attr"`
					Title string   `xml:"title"`
					Texts []string `xml:"text"`
				} `xml:"g"`
			} `xml:"g"`
		}
		dec := xml.NewDecoder(strings.NewReader(string(svg)))
		dec.Entity = xml.HTMLEntity
		require.NoError(t, dec.Decode(&group))
		want, ways := written(nasty...).shown(), 0
		for _, g := range group.Groups[0].Groups {
			name := g.Title
			switch g.Class {
			case "edge":
				name = strings.Replace(name, "->", " to ", 1)
			case "node":
			default:
				continue
			}
			for key := range want {
				if _, ends, _ := strings.Cut(key, ": "); g.Class == "edge" && ends == name {
					name = key
					ways++
				}
			}
			got[name] = squash(strings.Join(g.Texts, ""))
		}
		require.Equal(t, len(written(nasty...).edges), ways)
		require.Equal(t, want, got)
	}
}

// TestMermaidDrawsIt wants a directory in which testdata/mermaid was installed
// with npm: see .ci/run.
func TestMermaidDrawsIt(t *testing.T) {
	dir := os.Getenv("HEADWAY_MERMAID")
	if dir == "" {
		t.Skip("HEADWAY_MERMAID names no directory with Mermaid: what is written for it is read by the small reader here alone")
	}
	files := drawings(t, ".mmd")
	cmd := exec.Command("node", append([]string{filepath.Join(dir, "check.mjs")}, files...)...)
	cmd.Stderr = os.Stderr
	src, err := cmd.Output()
	require.NoError(t, err)
	type text struct {
		Text     string
		Elements []string
	}
	var drawn []struct {
		Title text
		Nodes []struct {
			ID string
			text
		}
		Ways []struct {
			From, To string
			text
		}
	}
	require.NoError(t, json.Unmarshal(src, &drawn))
	require.Len(t, drawn, len(files))
	got := map[string]string{}
	for i, d := range drawn {
		require.NotEmpty(t, d.Nodes)
		require.NotEmpty(t, d.Ways)
		for k, n := range d.Nodes {
			require.Empty(t, n.Elements, "%s: %s", files[i], n.Text)
			if i == 0 {
				got[strings.ReplaceAll(strings.TrimPrefix(n.ID, "s_"), "H", "-")] = squash(d.Nodes[k].Text)
			}
		}
		for k, w := range d.Ways {
			require.Empty(t, w.Elements, "%s: %s", files[i], w.Text)
			if i == 0 {
				place := func(id string) string { return strings.ReplaceAll(strings.TrimPrefix(id, "s_"), "H", "-") }
				got[fmt.Sprintf("%d: %s to %s", k, place(w.From), place(w.To))] = squash(w.Text)
			}
		}
	}
	require.Equal(t, written(nasty...).shown(), got)
	require.Equal(t, squash(written(nasty...).title), squash(drawn[0].Title.Text))
}
