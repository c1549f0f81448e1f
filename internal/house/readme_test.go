package house_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

var update = flag.Bool("update", false, "write the output shown in README.md anew")

func read(t *testing.T, name string) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	return string(src)
}

// blocks gives the code blocks of a document in one language.
func blocks(doc, language string) []string {
	var out []string
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(doc, -1) {
		out = append(out, m[1])
	}
	return out
}

// page is how many lines of the review the README shows.
const page = 38

func TestTheReadmeShowsTheReviewAsItIs(t *testing.T) {
	golden := read(t, "examples/headway/testdata/review.txt")
	want := strings.Join(strings.Split(golden, "\n")[:page], "\n") + "\n"
	readme := read(t, "README.md")
	shown := blocks(readme, "text")
	require.Len(t, shown, 1)
	if *update {
		readme = strings.Replace(readme, "```text\n"+shown[0]+"```", "```text\n"+want+"```", 1)
		require.NoError(t, os.WriteFile(filepath.Join(root, "README.md"), []byte(readme), 0o644))
		return
	}
	require.Equal(t, want, shown[0], "run with -update if this is meant")
}

// TestTheFiveLinesAreThoseThatRun: the lines in README.md and doc.go stand in an
// example of package score that is run and checked.
func TestTheFiveLinesAreThoseThatRun(t *testing.T) {
	example := read(t, "score/example_test.go")
	doc := read(t, "doc.go")
	code := blocks(read(t, "README.md"), "go")
	require.Len(t, code, 1)
	lines := strings.Split(strings.TrimSpace(code[0]), "\n")
	require.Len(t, lines, 5)
	for _, line := range lines {
		require.Contains(t, example, "\t"+line+"\n")
		require.Contains(t, doc, "//\t"+line+"\n")
	}
}

func TestTheDefinitionsInTheReadmeWork(t *testing.T) {
	yaml := blocks(read(t, "README.md"), "yaml")
	require.Len(t, yaml, 2)
	book, list := stage.Lint(fstest.MapFS{"p.yaml": {Data: []byte(yaml[0])}})
	require.Empty(t, list)
	rec, err := deal.Decode("d.yaml", strings.NewReader(yaml[1]))
	require.NoError(t, err)
	card, err := score.Evaluate(book, rec, rec.Last())
	require.NoError(t, err)
	require.Equal(t, "discover", card.Earned().ID())
	require.Equal(t, "trial", card.Claimed().ID())
	require.Empty(t, card.Strays())
}

func TestTheReadmeNamesTheCommandsThatCIRuns(t *testing.T) {
	shell := blocks(read(t, "README.md"), "sh")
	require.Len(t, shell, 1)
	require.Contains(t, shell[0], "go run ./examples/headway review")
	require.Contains(t, shell[0], "go test ./...")
}

// TestLinksInTheDocumentsLeadSomewhere follows every link to a file.
func TestLinksInTheDocumentsLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#]+)\)`)
	n := 0
	for _, doc := range []string{"README.md", "SPEC.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/salesforce/README.md", "examples/study/README.md", "testdata/sample/README.md"} {
		for _, m := range link.FindAllStringSubmatch(read(t, doc), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			_, err := os.Stat(filepath.Join(root, filepath.Dir(doc), m[1]))
			require.NoError(t, err, "%s links to %s", doc, m[1])
			n++
		}
	}
	require.Positive(t, n)
}
