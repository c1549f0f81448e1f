package scenario_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/score/scenario"
	"github.com/headway-go/headway/testdata"
)

// large is the playbook of the sample with its scenarios so often that there
// are 500 of them or a few more.
func large(b *testing.B) fs.FS {
	out := fstest.MapFS{}
	sample := testdata.SamplePlaybook()
	n := 0
	for i := 0; n < 500; i++ {
		require.NoError(b, fs.WalkDir(sample, ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			src, err := fs.ReadFile(sample, name)
			if err != nil {
				return err
			}
			if !strings.HasPrefix(name, "scenarios/") {
				out[name] = &fstest.MapFile{Data: src}
				return nil
			}
			again := fmt.Sprintf("scenarios-%d/", i)
			out[strings.Replace(name, "scenarios/", again, 1)] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(src), "given: scenarios/", "given: "+again))}
			n++
			return nil
		}))
	}
	return out
}

// BenchmarkSuiteOf500 reads and runs 500 scenarios: no more than two seconds.
func BenchmarkSuiteOf500(b *testing.B) {
	fsys := large(b)
	for b.Loop() {
		suite, err := scenario.Load(fsys)
		require.NoError(b, err)
		report := suite.Run()
		require.True(b, report.Passed())
		require.GreaterOrEqual(b, report.Scenarios(), 500)
	}
}

// BenchmarkRunOf500 is the part of it that judges.
func BenchmarkRunOf500(b *testing.B) {
	suite, err := scenario.Load(large(b))
	require.NoError(b, err)
	for b.Loop() {
		require.True(b, suite.Run().Passed())
	}
}
