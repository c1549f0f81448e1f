package house_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/diag"
)

// TestTheSpecificationListsEveryDoubt: SPEC.md has a line for each, which is the
// first sentence of what there is to say about it.
func TestTheSpecificationListsEveryDoubt(t *testing.T) {
	const begin, end = "<!-- doubts -->\n", "<!-- /doubts -->\n"
	var list strings.Builder
	list.WriteString("| code | told when |\n| --- | --- |\n")
	n := 0
	for code := range diag.Codes() {
		e, ok := diag.Explain(code)
		require.True(t, ok)
		if !strings.HasPrefix(string(code), "lint/") || strings.HasPrefix(string(code), "lint/ignore-") {
			continue
		}
		require.Equal(t, diag.Warning, e.Severity, "%s", code)
		fmt.Fprintf(&list, "| `%s` | %s |\n", code, strings.TrimSuffix(e.Short(), "."))
		n++
	}
	require.Greater(t, n, 30)
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
}

// TestTheSpecificationListsTheWordsOfSellers compares the words by which an
// outcome is taken for the seller's with those that SPEC.md names.
func TestTheSpecificationListsTheWordsOfSellers(t *testing.T) {
	quoted := regexp.MustCompile(`"([a-z ]+)"`)
	_, lists, ok := strings.Cut(read(t, "stage/lint_words.go"), "var (")
	require.True(t, ok)
	lists, _, _ = strings.Cut(lists, "\n)")
	_, rule, ok := strings.Cut(read(t, "SPEC.md"), "- *What the seller does*")
	require.True(t, ok)
	rule, _, _ = strings.Cut(rule, "\n- ")
	words := map[string]bool{}
	for _, m := range quoted.FindAllStringSubmatch(lists, -1) {
		words[m[1]] = true
		require.Contains(t, rule, "`"+m[1]+"`")
	}
	require.Greater(t, len(words), 40)
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(rule, -1) {
		require.True(t, words[m[1]], "%s", m[1])
	}
}
