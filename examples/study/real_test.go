package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// studyReal converts an export that may not be given away, so that it is not
// part of the repository, and gives what the command prints about it; the test
// is skipped where the export is not there.
func studyReal(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the export is not here: put it into %s to run this test", dir)
	}
	convert := exec.Command("go", "run", "../salesforce", "-mapping", "../salesforce/mappings/"+name+".yaml", dir)
	deals, err := convert.Output() // an error says no more than that rows were refused
	require.NotEmpty(t, deals, "%v", err)
	var stdout, stderr bytes.Buffer
	require.Equal(t, fine, run([]string{"-playbook", playbooks + name, "-deals", "-"}, bytes.NewReader(deals), &stdout, &stderr), stderr.String())
	return stdout.String()
}

// How many deals were ever in a stage, how many skip one, and which go on after
// their end was counted from the change log by other means. Of the steps those
// are left out that begin at an end.
func TestEnpalPipedrive(t *testing.T) {
	out := studyReal(t, "enpal_pipedrive")
	for stage, row := range map[string]string{ // deals that were ever there, steps to the next stage
		"lead_generation": "1995 +1481", "qualified_lead": "1479 +977", "needs_assessment": "1305 +701", "proposal": "1086 +481",
		"negotiation": "894 +320", "closing": "741 +203", "onboarding": "588 +157", "customer_success": "479 +78", "renewal": "324 +0",
	} {
		require.Regexp(t, `(?m)^`+stage+` +`+row+` `, out)
	}
	require.Contains(t, out, "\n1684 of 1995 deals skip a stage\n")
	require.Contains(t, out, "\n4 of 1995 deals go on after an end: 554294, 556338, 851850, 399956\n")
	require.Contains(t, out, "\n3 of 1995 deals go back by no way of the process: 554294, 556338, 955417\n")
}

func TestMeddiccCallCorpus(t *testing.T) {
	out := studyReal(t, "meddicc_call_corpus")
	require.Contains(t, out, "350 judgements: 235 at a level, 34 contradicted, 81 unknown\n")
}

func TestSalvirtB2B(t *testing.T) {
	out := studyReal(t, "salvirt_b2b")
	require.Contains(t, out, "157 deals are called won and 155 lost\n")
	require.Regexp(t, `(?m)^budget +0 +147 +136 +29$`, out, "no budget is told from one that nobody knows of")
	found := regexp.MustCompile(`AUC of ([01])\.([0-9]{4}),`).FindStringSubmatch(out)
	require.Len(t, found, 3, out)
	area, err := strconv.Atoi(found[1] + found[2])
	require.NoError(t, err)
	require.GreaterOrEqual(t, area, 7000)
}
