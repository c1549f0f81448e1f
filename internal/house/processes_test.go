package house_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/score/scenario"
)

const processes = "testdata/processes"

// published gives the directories of the published processes.
func published(t *testing.T) []string {
	entries, err := os.ReadDir(filepath.Join(root, processes))
	require.NoError(t, err)
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	require.NotEmpty(t, out)
	return out
}

// TestNothingIsWrongOrDoubtfulAboutPublishedProcesses: what is doubtful and meant
// says so in a comment, with the reason. A new doubt shows here whom it strikes,
// and one that is gone leaves a comment that silences nothing.
func TestNothingIsWrongOrDoubtfulAboutPublishedProcesses(t *testing.T) {
	for _, name := range published(t) {
		t.Run(name, func(t *testing.T) {
			suite, list := scenario.Lint(os.DirFS(filepath.Join(root, processes, name)))
			require.Empty(t, list)
			require.NotNil(t, suite)
		})
	}
}

// TestTheScenariosOfPublishedProcessesLeaveNothingUntried: every requirement was
// seen met and not met, every way gone, and every level asked for stood at.
func TestTheScenariosOfPublishedProcessesLeaveNothingUntried(t *testing.T) {
	for _, name := range published(t) {
		t.Run(name, func(t *testing.T) {
			suite, err := scenario.Load(os.DirFS(filepath.Join(root, processes, name)))
			require.NoError(t, err)
			report := suite.Run()
			var out strings.Builder
			require.NoError(t, report.Print(&out, path.Join(processes, name)))
			require.True(t, report.Passed(), out.String())
			require.True(t, report.Coverage().AtLeast(100), out.String())
		})
	}
}

// rules are the numbered rules of one source, by what became of them.
type rules struct{ expressed, inPart, not []string }

var (
	ruleTag  = regexp.MustCompile(`\b[EXVTMNAQFOR][1-9][0-9]*\b`)
	listTags = regexp.MustCompile(`^(?:[EXVTMNAQFOR][1-9][0-9]* )+`)
)

// rulesOf reads the numbers in the comments of a playbook. A number in the list
// "In part" or "Not expressed" at the end of a file stands at the beginning of a
// line.
func rulesOf(t *testing.T, name string) rules {
	var mentioned, inPart, not []string
	dir := os.DirFS(filepath.Join(root, processes, name))
	require.NoError(t, fs.WalkDir(dir, ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Dir(file) != "." {
			return err
		}
		src, err := fs.ReadFile(dir, file)
		list := &mentioned
		for line := range strings.Lines(string(src)) {
			_, comment, ok := strings.Cut(line, "#")
			comment = strings.TrimSpace(comment)
			switch {
			case !ok:
			case strings.HasPrefix(comment, "In part:"):
				list = &inPart
			case strings.HasPrefix(comment, "Not expressed:"):
				list = &not
			case list == &mentioned:
				*list = append(*list, ruleTag.FindAllString(comment, -1)...)
			default:
				*list = append(*list, strings.Fields(listTags.FindString(comment))...)
			}
		}
		return err
	}))
	for _, tag := range not {
		require.NotContains(t, mentioned, tag, "%s: %s is expressed and is not", name, tag)
		require.NotContains(t, inPart, tag, "%s: %s is expressed in part and is not", name, tag)
	}
	for _, tag := range inPart {
		require.Contains(t, mentioned, tag, "%s: %s is expressed in part, and nowhere", name, tag)
	}
	whole := slices.DeleteFunc(mentioned, func(tag string) bool { return slices.Contains(inPart, tag) })
	return rules{sorted(whole), sorted(inPart), sorted(not)}
}

func sorted(tags []string) []string {
	slices.Sort(tags)
	return slices.Compact(tags)
}

func (r rules) all() []string { return slices.Concat(r.expressed, r.inPart, r.not) }

// TestNoRuleOfASourceWasForgotten: the rules of each kind are numbered from 1
// on, and every number is accounted for. README.md has how many they are.
func TestNoRuleOfASourceWasForgotten(t *testing.T) {
	var table strings.Builder
	table.WriteString("| playbook | rules | expressed | in part | not |\n| --- | --- | --- | --- | --- |\n")
	var sum rules
	for _, name := range published(t) {
		r := rulesOf(t, name)
		last := map[byte]int{}
		for _, tag := range r.all() {
			n, err := strconv.Atoi(tag[1:])
			require.NoError(t, err)
			last[tag[0]] = max(last[tag[0]], n)
		}
		for kind, n := range last {
			for i := 1; i <= n; i++ {
				require.Contains(t, r.all(), fmt.Sprintf("%c%d", kind, i), "%s forgets a rule", name)
			}
		}
		fmt.Fprintf(&table, "| %s | %d | %d | %d | %d |\n", name, len(r.all()), len(r.expressed), len(r.inPart), len(r.not))
		sum = rules{slices.Concat(sum.expressed, r.expressed), slices.Concat(sum.inPart, r.inPart), slices.Concat(sum.not, r.not)}
	}
	fmt.Fprintf(&table, "| all | %d | %d | %d | %d |\n", len(sum.all()), len(sum.expressed), len(sum.inPart), len(sum.not))

	readme := processes + "/README.md"
	before, shown, ok := strings.Cut(read(t, readme), "| playbook |")
	require.True(t, ok)
	if *update {
		require.NoError(t, os.WriteFile(filepath.Join(root, readme), []byte(before+table.String()), 0o644))
		return
	}
	require.Equal(t, table.String(), "| playbook |"+shown, "run with -update if this is meant")
}
