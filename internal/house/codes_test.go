package house_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score/scenario"
)

// declared gives the codes that are constants of package diag, with their names.
func declared(t *testing.T) map[diag.Code]string {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, "qualify/diag/code.go"), nil, 0)
	require.NoError(t, err)
	out := map[diag.Code]string{}
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			return true
		}
		name := spec.Names[0].Name
		typ, ok := spec.Type.(*ast.Ident)
		require.True(t, ok && typ.Name == "Code", "%s is no Code", name)
		require.Len(t, spec.Values, 1)
		text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		require.NoError(t, err)
		require.NotContains(t, out, diag.Code(text), "%s stands for two", text)
		out[diag.Code(text)] = name
		return true
	})
	return out
}

func TestEveryCodeIsExplainedAndNothingElseIs(t *testing.T) {
	want := slices.Sorted(maps.Keys(declared(t)))
	require.Greater(t, len(want), 50)
	explained := slices.Sorted(diag.Codes())
	require.Equal(t, want, explained, "each constant of qualify/diag/code.go has a file in qualify/diag/codes, and the other way round")
	for _, none := range []diag.Code{"", "yaml", "yaml/", "../code", "yaml/anchor.md", "yaml/none"} {
		_, ok := diag.Explain(none)
		require.False(t, ok, "%q", none)
	}
}

// beside are the codes that cannot come without another.
var beside = map[diag.Code]diag.Code{
	diag.TooManyMistakes: diag.BadDay, // those that are too many
	diag.TooManyDoubts:   diag.UnusedMilestone,
}

// TestTheExampleOfACodeYieldsItAndMendedItIsGone runs every example. A mended
// one has no errors; where the code is a doubt, no doubts either. That of a
// mistake may be doubted: it is some lines, and no playbook.
func TestTheExampleOfACodeYieldsItAndMendedItIsGone(t *testing.T) {
	for code := range diag.Codes() {
		t.Run(string(code), func(t *testing.T) {
			e, ok := diag.Explain(code)
			require.True(t, ok)
			found := judge(t, code, e.Example)
			got := map[diag.Code]bool{}
			for _, d := range found {
				got[d.Code] = true
				if d.Code == code {
					require.Equal(t, e.Severity, d.Severity)
				}
			}
			want := map[diag.Code]bool{code: true}
			if other, ok := beside[code]; ok {
				want[other] = true
			}
			require.Equal(t, want, got, "%v", found)

			mended := judge(t, code, e.Mended)
			if e.Severity == diag.Error {
				require.NoError(t, mended.Err())
			} else {
				require.Empty(t, mended)
			}
		})
	}
}

func TestAnExplanationIsWrittenAsEveryOther(t *testing.T) {
	for code := range diag.Codes() {
		e, _ := diag.Explain(code)
		require.Equal(t, code, e.Code)
		require.True(t, strings.HasPrefix(e.Markdown, "# "+string(code)+" ("+e.Severity.String()+")\n\n"), "%s: the first line names the code and its severity", code)
		var headings []string
		for line := range strings.Lines(e.Markdown) {
			require.LessOrEqual(t, len([]rune(line)), 121, "%s: %s", code, line)
			if strings.HasPrefix(line, "## ") {
				headings = append(headings, strings.TrimSpace(line))
			}
		}
		require.Equal(t, []string{"## What to do", "## Example", "## Mended"}, headings, "%s", code)
		for _, text := range []string{e.Means, e.Do} {
			require.Regexp(t, `^[A-Z].*\.$`, text, "%s: whole sentences", code)
		}
		require.LessOrEqual(t, len(e.Short()), 80, "%s: the first sentence fits on a line of the list", code)
		require.NotEmpty(t, e.Example, "%s", code)
		require.NotEmpty(t, e.Mended, "%s", code)
		require.NotEqual(t, e.Example, e.Mended, "%s", code)
		for _, f := range append(slices.Clone(e.Example), e.Mended...) {
			require.Regexp(t, `^[a-z]+\.(yaml|json)$`, f.Name, "%s", code)
			require.NotEmpty(t, f.Text, "%s", code)
		}
		require.Equal(t, strings.ReplaceAll(diag.Printable(e.Markdown), `\n`, "\n"), e.Markdown, "%s: nothing in it is invisible", code)
	}
}

// judge gives what is said about the files of an example. They are a playbook,
// and a sound process stands beside them, so that nothing is said about what an
// example leaves out; deals in JSON are read by themselves.
func judge(t *testing.T, code diag.Code, files []diag.File) diag.List {
	const sound = "sound_process.yaml"
	book := playbook{}
	var list diag.List
	for _, f := range files {
		data, err := expand(f.Text)
		if !errors.Is(err, fs.ErrPermission) {
			require.NoError(t, err)
		}
		if strings.HasSuffix(f.Name, ".json") {
			_, err := deal.Decode(f.Name, strings.NewReader(string(data)))
			var found diag.List
			if err != nil {
				require.ErrorAs(t, err, &found)
			}
			list = append(list, found...)
			continue
		}
		book[f.Name] = entry{data, err}
	}
	if code != diag.EmptyPlaybook { // which is about just that
		book[sound] = entry{data: []byte("process: sound\ntitle: Sound\nframework: meddic\nstages: [{id: only, title: Only, exit: [{element: pain, level: stated}]}]\n")}
	}
	_, found := scenario.Lint(book)
	for _, d := range found {
		if d.Pos.File != sound {
			list = append(list, d)
		}
		require.False(t, d.Pos.File == sound && d.Severity == diag.Error, "%v", d)
	}
	return list
}

var (
	times = regexp.MustCompile(`^<<([0-9]+) times: (.*)>>\n$`)
	octet = regexp.MustCompile(`<<byte ([0-9a-f]{2})>>`)
)

// expand gives the bytes that the text of an example stands for; see
// [diag.File].
func expand(text string) ([]byte, error) {
	if strings.TrimSpace(text) == "<<cannot be opened>>" {
		return nil, fs.ErrPermission
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		if m := times.FindStringSubmatch(line); m != nil {
			n, err := strconv.Atoi(m[1])
			if err != nil {
				return nil, err
			}
			for i := range n {
				out.WriteString(strings.ReplaceAll(m[2], "#", strconv.Itoa(i+1)) + "\n")
			}
			continue
		}
		out.WriteString(octet.ReplaceAllStringFunc(line, func(s string) string {
			b, err := strconv.ParseUint(octet.FindStringSubmatch(s)[1], 16, 8)
			if err != nil {
				panic(err) // two digits of the pattern
			}
			return string([]byte{byte(b)})
		}))
	}
	if strings.Contains(out.String(), "<<") && strings.Contains(out.String(), ">>") {
		return nil, errors.New("<<…>> that is not known: " + out.String())
	}
	return []byte(out.String()), nil
}

// playbook is a directory of files, some of which cannot be opened.
type playbook map[string]entry

type entry struct {
	data []byte
	err  error
}

func (p playbook) Open(name string) (fs.File, error) {
	if e, ok := p[name]; ok && e.err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: e.err}
	}
	files := fstest.MapFS{}
	for name, e := range p {
		files[name] = &fstest.MapFile{Data: e.data}
	}
	return files.Open(name)
}
