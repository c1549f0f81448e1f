package stage_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/stage"
)

// changes writes down what differs, a line each.
func changes(old, new *stage.Playbook) []string {
	var out []string
	c := stage.Compare(old, new)
	for _, f := range c.Frameworks {
		out = append(out, "framework "+f.ID()+" "+howItDiffers(f.Old == nil, f.New == nil))
	}
	for _, p := range c.Processes {
		out = append(out, "process "+p.ID()+" "+howItDiffers(p.Old == nil, p.New == nil))
		for _, r := range p.Added {
			out = append(out, "+ "+r.ID())
		}
		for _, r := range p.Removed {
			out = append(out, "- "+r.ID())
		}
		for _, r := range p.Changed {
			out = append(out, "~ "+r.Old.ID()+": "+r.Old.Asks()+" / "+r.New.Asks())
		}
	}
	return out
}

func howItDiffers(added, removed bool) string {
	switch {
	case added:
		return "added"
	case removed:
		return "removed"
	}
	return "changed"
}

func TestWhatDiffersBetweenPlaybooks(t *testing.T) {
	old := fit(t, fitFramework, fitProcess)
	process := func(pairs ...string) *stage.Playbook {
		for i := 0; i < len(pairs); i += 2 {
			require.Contains(t, fitProcess, pairs[i])
		}
		return fit(t, fitFramework, strings.NewReplacer(pairs...).Replace(fitProcess))
	}
	require.Empty(t, changes(old, process()), "the same twice")
	require.Empty(t, changes(old, process("title: Talk", `title: "Talk" # talk`)), "another layout")
	require.Equal(t, []string{"process growth changed"}, changes(old, process("title: Talk", "title: Talks")), "words alone")
	require.Equal(t, []string{"process growth changed", "+ a", "~ seats-at_most-quota: seats at most quota / seats at most 7"},
		changes(old, process("at_most: quota, title: within the quota", "at_most: 7, title: within the quota, id: seats-at_most-quota",
			"exit: [{milestone: signed}]", "exit: [{milestone: signed}, {score: {at_least: 50}, id: a}]")), "asked otherwise, and besides")
	require.Equal(t, []string{"process growth changed", "+ need-stated-30d", "- need-stated-60d"},
		changes(old, process("small: 60d", "small: 30d")), "in one segment alone; the id says how long")

	f := strings.Replace(fitFramework, "90d", "91d", 1)
	require.Equal(t, []string{"framework fit changed", "process growth changed"}, changes(old, fit(t, f, fitProcess)))

	other, err := stage.Load(fstest.MapFS{"p.yaml": {Data: []byte("process: other\ntitle: O\nframework: meddic\nstages: [{id: a, title: A, exit: [{element: pain, level: stated}]}]\n")}})
	require.NoError(t, err)
	require.Equal(t, []string{"framework fit removed", "framework meddic added", "process growth removed", "process other added"}, changes(old, other))
}

func TestProcessesThatShareNoSegmentAreComparedAllTheSame(t *testing.T) {
	old := fit(t, fitFramework, fitProcess)
	new := fit(t, fitFramework, strings.NewReplacer("[small, large]", "[huge]", "{small: 60d, others: 90d}", "90d",
		"{attribute: seats, at_most: quota, title: within the quota}", "{attribute: seats, at_most: 7, id: seats-at_most-quota}").Replace(fitProcess))
	require.Contains(t, changes(old, new), "~ seats-at_most-quota: seats at most quota / seats at most 7")
}
