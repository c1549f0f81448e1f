package house_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/score/scenario"
)

var filesInDocument = regexp.MustCompile("(?ms)^```yaml (\\S+)\n(.*?)^```$")

// TestThePlaybookOfTheSpecificationIsSoundAndPasses loads the files that SPEC.md
// shows, with no mistake and no doubt, and runs their scenario.
func TestThePlaybookOfTheSpecificationIsSoundAndPasses(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "SPEC.md"))
	require.NoError(t, err)
	files := fstest.MapFS{}
	for _, m := range filesInDocument.FindAllStringSubmatch(string(text), -1) {
		files[m[1]] = &fstest.MapFile{Data: []byte(m[2])}
	}
	require.Len(t, files, 4, "a framework, a process, a scenario and a deal")
	suite, list := scenario.Lint(files)
	require.Empty(t, list)
	report := suite.Run()
	var b strings.Builder
	require.NoError(t, report.Print(&b, ""))
	require.True(t, report.Passed(), b.String())
}
