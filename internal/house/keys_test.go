package house_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	fenced   = regexp.MustCompile("(?s)```.*?```")
	jsonKey  = regexp.MustCompile("`json:\"([a-z0-9_]+)")
	codeSpan = regexp.MustCompile("`([^`]+)`")
	oneWord  = regexp.MustCompile(`[a-z0-9_]+`)
)

// TestEveryKeyThatProgramsReadIsInTheSpecification: what the command writes as JSON
// is named in SPEC.md. SARIF is somebody else's format.
func TestEveryKeyThatProgramsReadIsInTheSpecification(t *testing.T) {
	named := map[string]bool{}
	text := fenced.ReplaceAllString(read(t, "SPEC.md"), "")
	for _, span := range codeSpan.FindAllStringSubmatch(text, -1) {
		for _, word := range oneWord.FindAllString(span[1], -1) {
			named[word] = true
		}
	}
	files, err := filepath.Glob(filepath.Join(root, "examples/headway/*.go"))
	require.NoError(t, err)
	keys := 0
	for _, file := range files {
		name := filepath.Base(file)
		if name == "sarif.go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, key := range jsonKey.FindAllStringSubmatch(read(t, filepath.Join("examples/headway", name)), -1) {
			keys++
			require.True(t, named[key[1]], "%s: SPEC.md does not name the key %s", name, key[1])
		}
	}
	require.Greater(t, keys, 300, "the keys were not found")
}
