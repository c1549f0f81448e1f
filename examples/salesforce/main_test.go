package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares what was written with a file, byte for byte.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	name := filepath.Join("testdata", file)
	if *update {
		require.NoError(t, os.WriteFile(name, got, 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s is not what was written (-want +got), run with -update when it should be:\n%s", name, diff)
	}
}

func TestTheInventedExport(t *testing.T) {
	var stdout, stderr bytes.Buffer
	code := run([]string{"-mapping", "testdata/mapping.yaml", "testdata/export"}, &stdout, &stderr)
	require.Equal(t, refused, code, stderr.String())
	golden(t, "deals.ndjson", stdout.Bytes())
	golden(t, "stderr.txt", stderr.Bytes())

	for rec, err := range deal.Stream("deals.ndjson", &stdout) {
		require.NoError(t, err)
		require.NotEmpty(t, rec.ID)
	}
}

// Small invented excerpts show the shapes of larger exports, and what is wrong
// with some of their rows.
func TestInventedExcerptsOfOtherExports(t *testing.T) {
	for _, name := range []string{"enpal_pipedrive", "meddicc_call_corpus", "salvirt_b2b"} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := run([]string{"-mapping", "mappings/" + name + ".yaml", "testdata/" + name}, &stdout, &stderr)
			require.Equal(t, refused, code, stderr.String())
			require.NotContains(t, stderr.String(), "nobody mapped")
			golden(t, name+".ndjson", stdout.Bytes())
			golden(t, name+".txt", stderr.Bytes())

			book, list := stage.Lint(os.DirFS("playbooks/" + name))
			require.Empty(t, list, "the playbook is without mistakes and without doubts")
			for rec, err := range deal.Stream(name, &stdout) {
				require.NoError(t, err)
				card, err := score.Evaluate(book, rec, rec.Last())
				require.NoError(t, err)
				require.Empty(t, card.Strays(), "%s: the process knows all that is said", rec.ID)
			}
		})
	}
}

func TestTheDayOfTheExportCanBeGiven(t *testing.T) {
	var stdout, stderr bytes.Buffer
	code := run([]string{"-mapping", "testdata/mapping.yaml", "-exported", "2026-04-30", "testdata/export"}, &stdout, &stderr)
	require.Equal(t, refused, code)
	require.NotContains(t, stderr.String(), "events.csv:5:", "the meeting of 28 April has happened by then")
	require.Contains(t, stdout.String(), `{"activity":"Walk through the offer","with":["003C"],"on":"2026-04-20"`)
}

func TestFlagsStandBeforeOrBehindTheFolder(t *testing.T) {
	var before, behind, stderr bytes.Buffer
	require.Equal(t, refused, run([]string{"-mapping", "testdata/mapping.yaml", "testdata/export"}, &before, &stderr))
	require.Equal(t, refused, run([]string{"testdata/export", "-mapping", "testdata/mapping.yaml"}, &behind, &stderr))
	require.Equal(t, before.String(), behind.String())
}

func TestADayThatIsNoneIsToldHowDaysAreWritten(t *testing.T) {
	for day, says := range map[string]string{"yesterday": "write year-month-day", "": "-exported is empty; give it a value, or leave it out"} {
		var stdout, stderr bytes.Buffer
		require.Equal(t, unusable, run([]string{"-mapping", "testdata/mapping.yaml", "-exported", day, "testdata/export"}, &stdout, &stderr))
		require.Contains(t, stderr.String(), says)
	}
}

func TestAnExportThatCannotBeUsedIsToldFileByFile(t *testing.T) {
	dir := t.TempDir()
	mapping := filepath.Join(dir, "m.yaml")
	require.NoError(t, os.WriteFile(mapping, []byte(right.String()), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "deals.csv"), []byte("Id;Name\n"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "history.csv"), nil, 0o644))
	var stdout, stderr bytes.Buffer
	require.Equal(t, unusable, run([]string{"-mapping", mapping, dir}, &stdout, &stderr))
	require.Empty(t, stdout.String())
	require.Equal(t, "salesforce: cannot read the export "+dir+": deals.csv: the fields are separated by semicolons: write separator: semicolon under files\n"+
		"salesforce: cannot read the export "+dir+": history.csv: it is empty; the first row names the columns\n", stderr.String())
}

// full is a device that takes nothing more.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestHelpThatCannotBeWrittenIsAFailure(t *testing.T) {
	var stderr bytes.Buffer
	require.Equal(t, unusable, run([]string{"-h"}, full{}, &stderr))
	require.Contains(t, stderr.String(), "no space left on device")
}

func TestWrongUsageWritesNothing(t *testing.T) {
	empty := t.TempDir()
	for name, args := range map[string][]string{
		"no mapping":          {"testdata/export"},
		"no folder":           {"-mapping", "testdata/mapping.yaml"},
		"two folders":         {"-mapping", "testdata/mapping.yaml", "testdata/export", "testdata/export"},
		"unknown flag":        {"-map", "testdata/mapping.yaml", "testdata/export"},
		"no day":              {"-mapping", "testdata/mapping.yaml", "-exported", "31.3.2026", "testdata/export"},
		"mapping not there":   {"-mapping", "testdata/none.yaml", "testdata/export"},
		"mapping is a folder": {"-mapping", "testdata", "testdata/export"},
		"export not there":    {"-mapping", "testdata/mapping.yaml", "testdata/none"},
		"export is a file":    {"-mapping", "testdata/mapping.yaml", "testdata/mapping.yaml"},
		"export is empty":     {"-mapping", "testdata/mapping.yaml", empty},
		"mapping is wrong":    {"-mapping", "testdata/export/users.csv", "testdata/export"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			require.Equal(t, unusable, run(args, &stdout, &stderr))
			require.Empty(t, stdout.String())
			require.NotEmpty(t, stderr.String())
		})
	}
	var stdout, stderr bytes.Buffer
	require.Equal(t, fine, run([]string{"-h"}, &stdout, &stderr))
	require.Contains(t, stdout.String(), usage)
	require.Empty(t, stderr.String())
}

// What the README shows is what the example holds and what comes of it.
func TestTheReadmeShowsTheExample(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	parts := strings.Split(string(readme), "```")
	require.Len(t, parts, len(parts)/2*2+1, "a block is not closed")
	shown := map[string][]string{
		"yaml": {"testdata/mapping.yaml", "mappings/enpal_pipedrive.yaml", "mappings/salvirt_b2b.yaml"},
		"json": {"testdata/deals.ndjson"},
		"text": {"testdata/stderr.txt"},
	}
	blocks := 0
	for i := 1; i < len(parts); i += 2 {
		lang, block, _ := strings.Cut(parts[i], "\n")
		files, ok := shown[lang]
		if !ok {
			continue
		}
		blocks++
		content := ""
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			content += string(text)
		}
		if lang == "yaml" {
			require.Contains(t, content, block, "this block is in none of %v", files)
			continue
		}
		for line := range strings.Lines(block) {
			require.Contains(t, content, strings.TrimSuffix(line, "\n"), "this line is in none of %v", files)
		}
	}
	require.GreaterOrEqual(t, blocks, 5)
}
