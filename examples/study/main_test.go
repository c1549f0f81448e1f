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
)

var update = flag.Bool("update", false, "write the golden files anew")

// invented is where the deals stand that were made of invented exports.
const invented = "../salesforce/testdata/"

const playbooks = "../salesforce/playbooks/"

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

func TestInventedDeals(t *testing.T) {
	for _, name := range []string{"enpal_pipedrive", "meddicc_call_corpus", "salvirt_b2b"} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := run([]string{"-playbook", playbooks + name, "-deals", invented + name + ".ndjson"}, nil, &stdout, &stderr)
			require.Equal(t, fine, code, stderr.String())
			require.Empty(t, stderr.String())
			golden(t, name+".txt", stdout.Bytes())
		})
	}
}

// What the README shows is what is printed about the invented deals.
func TestTheReadmeShowsWhatIsPrinted(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	printed := ""
	for _, name := range []string{"enpal_pipedrive", "salvirt_b2b"} {
		text, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
		require.NoError(t, err)
		printed += string(text)
	}
	shown := strings.Split(string(readme), "```text\n")[1:]
	require.Len(t, shown, 4)
	for _, block := range shown {
		block, _, _ = strings.Cut(block, "```")
		for line := range strings.Lines(block) {
			require.Contains(t, printed, line)
		}
	}
}

// What a day did not know yet is not counted on it.
func TestDealsOfAnEarlierDay(t *testing.T) {
	var stdout, stderr bytes.Buffer
	code := run([]string{"-playbook", playbooks + "enpal_pipedrive", "-deals", invented + "enpal_pipedrive.ndjson", "-as-of", "2024-02-04"}, nil, &stdout, &stderr)
	require.Equal(t, fine, code, stderr.String())
	golden(t, "earlier.txt", stdout.Bytes())
}

// process is a process with a way past its second stage, and one of another
// deal.
const process = `process: short
title: Short
framework: meddic
stages:
  - {id: one, title: One, next: [two, three]}
  - {id: two, title: Two, next: [three, one]}
  - {id: three, title: Three, next: [four]}
  - {id: four, title: Four}
ends:
  - {id: won, title: Won, kind: won}
  - {id: lost, title: Lost}
  - {id: dropped, title: Dropped, kind: left}
`

// studied gives the answer about deals with claims, each a list of stages.
func studied(t *testing.T, deals ...string) (out, told string, code int) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "short.yaml"), []byte(process), 0o644))
	var stdout, stderr bytes.Buffer
	code = run([]string{"-playbook", dir, "-deals", "-"}, strings.NewReader(strings.Join(deals, "\n")+"\n"), &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}

// claimed is a deal of which one stage after the other was claimed, a day each.
func claimed(id string, stages ...string) string {
	var facts []string
	for i, s := range stages {
		facts = append(facts, `{"stage":"`+s+`","on":"2026-01-1`+string(rune('0'+i))+`"}`)
	}
	return `{"deal":"` + id + `","facts":[` + strings.Join(facts, ",") + `]}`
}

func TestStepsAreToldByTheWaysOfTheProcess(t *testing.T) {
	for name, test := range map[string]struct {
		stages []string
		says   string
	}{
		"the next stage":            {[]string{"one", "two"}, ""},
		"past a stage by a way":     {[]string{"one", "three"}, ""},
		"back by a way":             {[]string{"one", "two", "one"}, ""},
		"past a stage":              {[]string{"one", "four"}, "1 of 1 deals skip a stage: D\n"},
		"a stage left out at first": {[]string{"two"}, "1 of 1 deals skip a stage: D\n"},
		"back":                      {[]string{"one", "three", "two"}, "1 of 1 deals go back by no way of the process: D\n"},
		"the same again":            {[]string{"one", "one"}, "1 of 1 deals are claimed again where they are: D\n"},
		"to an end from anywhere":   {[]string{"one", "lost"}, ""},
		"dropped from anywhere":     {[]string{"one", "dropped"}, ""},
		"won too soon":              {[]string{"one", "won"}, "1 of 1 deals skip a stage: D\n"},
		"won":                       {[]string{"one", "three", "four", "won"}, ""},
		"after a loss":              {[]string{"one", "lost", "two"}, "1 of 1 deals go on after an end: D\n"},
		"won after a loss":          {[]string{"one", "lost", "won"}, "1 of 1 deals go on after an end: D\n"},
		"what is no stage":          {[]string{"one", "elsewhere"}, "1 claim names a stage that the process does not have\n"},
	} {
		t.Run(name, func(t *testing.T) {
			out, told, code := studied(t, claimed("D", test.stages...))
			require.Equal(t, fine, code, told)
			said := ""
			for line := range strings.Lines(out) {
				if strings.HasPrefix(line, "1 of 1 deals ") || strings.HasPrefix(line, "1 claim ") {
					said += line
				}
			}
			require.Equal(t, test.says, said)
		})
	}
}

func TestManyDealsAreCountedAndNotNamed(t *testing.T) {
	var deals []string
	for i := range 21 {
		deals = append(deals, claimed("D"+string(rune('a'+i)), "one", "four"))
	}
	out, _, _ := studied(t, deals...)
	require.Contains(t, out, "21 of 21 deals skip a stage\n")
}

func TestTheAreaIsCountedInPairs(t *testing.T) {
	for name, test := range map[string]struct {
		won, lost []int
		want      pairs
		area      int64
	}{
		"apart":                {[]int{9, 8}, []int{1, 2, 3}, pairs{2, 3, 6, 0}, 10_000},
		"the wrong way round":  {[]int{1}, []int{2, 3}, pairs{1, 2, 0, 0}, 0},
		"all the same":         {[]int{5, 5}, []int{5}, pairs{2, 1, 0, 2}, 5_000},
		"one pair of three":    {[]int{5}, []int{4, 6, 7}, pairs{1, 3, 1, 0}, 3_333},
		"ties count half":      {[]int{5, 7}, []int{5, 6}, pairs{2, 2, 2, 1}, 6_250},
		"at the ends of scale": {[]int{10_000}, []int{0, 10_000}, pairs{1, 2, 1, 1}, 7_500},
	} {
		t.Run(name, func(t *testing.T) {
			var e ends
			for _, s := range test.won {
				e.won[s]++
			}
			for _, s := range test.lost {
				e.lost[s]++
			}
			require.Equal(t, test.want, e.pairs())
			area, ok := e.pairs().area()
			require.True(t, ok)
			require.Equal(t, test.area, area)

			var above, tied int64 // pair by pair
			for _, w := range test.won {
				for _, l := range test.lost {
					if w > l {
						above++
					} else if w == l {
						tied++
					}
				}
			}
			require.Equal(t, []int64{above, tied}, []int64{e.pairs().above, e.pairs().tied})
		})
	}
	_, ok := new(ends).pairs().area()
	require.False(t, ok)
}

func TestDealsThatCannotBeCountedAreTold(t *testing.T) {
	out, told, code := studied(t, claimed("A", "one"), "{", claimed("A", "two"), `{"deal":"B","process":"other","facts":[{"stage":"one","on":"2026-01-05"}]}`, `{"deal":"C","facts":[]}`)
	require.Equal(t, missing, code)
	require.Contains(t, out, "nothing was known of 1 deal\n")
	require.Contains(t, out, "Short: 1 deal, each on the day of its last fact")
	require.Contains(t, told, "standard input:2:")
	require.Contains(t, told, "standard input:3:1: deal A stands at standard input:1:1 already, and the first is taken")
	require.Contains(t, told, "standard input:4:1: ")
	require.Contains(t, told, "other")
}

// full is a device that takes nothing more.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestAnAnswerThatCannotBeWrittenIsAFailure(t *testing.T) {
	for _, args := range [][]string{{"-h"}, {"-playbook", playbooks + "salvirt_b2b", "-deals", invented + "salvirt_b2b.ndjson"}} {
		var stderr bytes.Buffer
		require.Equal(t, unusable, run(args, nil, full{}, &stderr))
		require.Contains(t, stderr.String(), "no space left on device")
	}
}

func TestWrongUsageWritesNothing(t *testing.T) {
	book, deals := playbooks+"salvirt_b2b", invented+"salvirt_b2b.ndjson"
	for name, args := range map[string][]string{
		"no playbook":        {"-deals", deals},
		"no deals":           {"-playbook", book},
		"too much":           {"-playbook", book, "-deals", deals, "more"},
		"unknown flag":       {"-playbook", book, "-deal", deals},
		"no day":             {"-playbook", book, "-deals", deals, "-as-of", "31.3.2026"},
		"playbook not there": {"-playbook", "testdata/none", "-deals", deals},
		"no playbook at all": {"-playbook", "testdata", "-deals", deals},
		"deals not there":    {"-playbook", book, "-deals", "testdata/none.ndjson"},
		"deals in a folder":  {"-playbook", book, "-deals", "testdata"},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			require.Equal(t, unusable, run(args, nil, &stdout, &stderr))
			require.Empty(t, stdout.String())
			require.NotEmpty(t, stderr.String())
		})
	}
	var stdout, stderr bytes.Buffer
	require.Equal(t, fine, run([]string{"-h"}, nil, &stdout, &stderr))
	require.Contains(t, stdout.String(), usage)
}
