package house_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/stage"
)

// aboutSignal is how the comment of a signal is written.
var aboutSignal = regexp.MustCompile(`^(\w+), (\w+), (hint|flag|hint or flag): (.*?)\. Figures: (.*?)\. Facts: (.*?)\. Thresholds: (.*?)\.$`)

// signalComments gives the comments of the signals, in one line each.
func signalComments(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, "stage/signal.go"), nil, parser.ParseComments)
	require.NoError(t, err)
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && spec.Doc != nil && ast.IsExported(spec.Names[0].Name) {
			out = append(out, strings.Join(strings.Fields(spec.Doc.Text()), " "))
		}
		return true
	})
	return out
}

// writtenAs is how thresholds are written whose defaults are these.
func writtenAs(s stage.Signal, name, value string) string {
	kind := "<int>"
	switch {
	case strings.HasSuffix(value, "d") || value == "":
		kind, value = "<duration>", strings.TrimSpace(value)
	case s == stage.SellerSourced:
		kind = "<percent>"
	}
	if value == "" {
		value = "none"
	}
	return fmt.Sprintf("`%s: %s`, %s", name, kind, value)
}

// TestTheSpecificationListsEverySignal: the comment of each signal says its id, how
// much it matters and its thresholds as the code has them, and SPEC.md has what the
// comments say as a table.
func TestTheSpecificationListsEverySignal(t *testing.T) {
	const begin, end = "<!-- signals -->\n", "<!-- /signals -->\n"
	var list, absences strings.Builder
	list.WriteString("| id | severity | raised when | figures | facts | thresholds |\n| --- | --- | --- | --- | --- | --- |\n")
	comments := signalComments(t)
	require.Len(t, comments, len(stage.Signals()))
	for i, id := range stage.Signals() {
		s, ok := stage.SignalByID(id)
		require.True(t, ok)
		m := aboutSignal.FindStringSubmatch(comments[i])
		require.NotNil(t, m, "%s", comments[i])
		require.Equal(t, id, m[2])
		severity := "hint"
		switch {
		case s.InDegrees():
			severity = "hint or flag"
		case s.IsFlag():
			severity = "flag"
		}
		require.Equal(t, severity, m[3], id)
		for _, threshold := range s.Thresholds() {
			require.Contains(t, m[7], writtenAs(s, threshold.Name, threshold.Value), id)
		}
		require.Equal(t, len(s.Thresholds()), strings.Count(m[7], ": <"), id)
		fmt.Fprintf(&list, "| `%s` | %s | %s | %s | %s | %s |\n", id, severity, m[4], m[5], m[6], m[7])
		if s.OfAbsence() {
			fmt.Fprintf(&absences, "`%s` ", id)
		}
	}
	text := read(t, "SPEC.md")
	_, rest, ok := strings.Cut(text, begin)
	require.True(t, ok)
	shown, _, ok := strings.Cut(rest, end)
	require.True(t, ok)
	if *update {
		text = strings.Replace(text, begin+shown+end, begin+list.String()+end, 1)
		require.NoError(t, os.WriteFile(filepath.Join(root, "SPEC.md"), []byte(text), 0o644))
		return
	}
	require.Equal(t, list.String(), shown, "run with -update if this is meant")

	_, rule, ok := strings.Cut(text, "**Too little on record.**")
	require.True(t, ok)
	_, rule, _ = strings.Cut(rule, "an absence:")
	rule, _, _ = strings.Cut(rule, ".")
	var named []string
	for _, m := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(rule, -1) {
		named = append(named, "`"+m[1]+"`")
	}
	require.Equal(t, strings.Fields(absences.String()), named, "those that speak of an absence")
	require.True(t, slices.IsSortedFunc(named, func(a, b string) int { return strings.Index(list.String(), a) - strings.Index(list.String(), b) }))
}
