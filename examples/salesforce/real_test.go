package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// reviewed is an export that lies beside the checkout, imported and reviewed.
type reviewed struct {
	recs []*deal.Record
	rows map[string]score.Row
	csv  func(file string) []map[string]string
}

// convertReal converts an export that may not be given away, so that it is not
// part of the repository; the test is skipped where it is not there.
func convertReal(t *testing.T, name string, code int) (dir string, stdout, stderr *bytes.Buffer) {
	t.Helper()
	dir = filepath.Join("..", "..", "..", "shared", "data", name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the export is not here: put it into %s to run this test", dir)
	}
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	require.Equal(t, code, run([]string{"-mapping", filepath.Join("mappings", name+".yaml"), dir}, stdout, stderr), stderr.String())
	require.NotContains(t, stderr.String(), "nobody mapped", "every file and column is mapped or explained")
	return dir, stdout, stderr
}

// importReal converts such an export, of which nothing is refused, and reviews
// it.
func importReal(t *testing.T, name string, day deal.Day) reviewed {
	t.Helper()
	dir, stdout, _ := convertReal(t, name, fine)
	r := reviewed{rows: map[string]score.Row{}}
	reviewer, err := score.NewReviewer(stage.Builtin(), day.Add(-30), day)
	require.NoError(t, err)
	for rec, err := range deal.Stream(name, stdout) {
		require.NoError(t, err)
		row, err := reviewer.Review(rec)
		require.NoError(t, err)
		require.Zero(t, row.Strays, "%s: the process knows all that is said", rec.ID)
		require.Equal(t, "enterprise", row.Process.ID())
		r.recs = append(r.recs, rec)
		r.rows[rec.ID] = row
	}
	r.csv = func(file string) []map[string]string { return readCSV(t, filepath.Join(dir, file)) }
	return r
}

// readCSV reads a file with nothing of the importer's.
func readCSV(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	reader := csv.NewReader(f)
	reader.FieldsPerRecord = -1
	all, err := reader.ReadAll()
	require.NoError(t, err)
	var rows []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, column := range all[0] {
			row[column] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// ids gives the deals whose row is so, in the order of the export.
func (r *reviewed) ids(so func(*score.Row) bool) []string {
	var out []string
	for _, rec := range r.recs {
		if row := r.rows[rec.ID]; so(&row) {
			out = append(out, rec.ID)
		}
	}
	return out
}

func has(s score.Signal) func(*score.Row) bool {
	return func(row *score.Row) bool {
		return slices.ContainsFunc(row.Signals, func(r score.Raised) bool { return r.Signal == s })
	}
}

// people gives the people whom a deal names, by role; "" has them all.
func people(rec *deal.Record, role string) int {
	n := 0
	for _, f := range rec.Facts() {
		if p, ok := f.(deal.Person); ok && (role == "" || slices.Contains(p.Roles, role)) {
			n++
		}
	}
	return n
}

func opp(numbers ...string) []string {
	var out []string
	for _, n := range numbers {
		out = append(out, "RC-OPP-00"+n)
	}
	return out
}

func TestAgenticSalesforceDemo(t *testing.T) {
	day := deal.DayOf(2025, 11, 27)
	r := importReal(t, "agentic_salesforce_demo", day)
	require.Len(t, r.recs, 16)

	stages := map[string]string{
		"Prospecting": "engage", "Qualification": "qualify", "Needs Analysis": "discover", "Value Proposition": "justify",
		"Proposal/Price Quote": "propose", "Negotiation/Review": "contract", "Closed Won": "won", "Closed Lost": "lost",
	}
	history := 0
	for _, row := range r.csv("opportunities.csv") {
		claimed := r.rows[row["OpportunityExtId__c"]].Claimed.ID()
		require.Equal(t, stages[row["StageName"]], claimed, "the last stage of the history of %s is its stage", row["OpportunityExtId__c"])
	}
	for _, rec := range r.recs {
		for _, f := range rec.Facts() {
			if _, ok := f.(deal.Stage); ok {
				history++
			}
		}
	}
	require.Equal(t, len(r.csv("opportunity_stage_history.csv")), history, "a claim for each row of the history")

	require.Equal(t, opp("02", "06", "10", "12"), r.ids(has(stage.CloseDatePast)))
	for id, days := range map[string]int{"RC-OPP-0002": 135, "RC-OPP-0006": 89, "RC-OPP-0010": 150, "RC-OPP-0012": 68} {
		row := r.rows[id]
		require.Equal(t, days, day.Sub(row.CloseDate), id)
	}
	open := func(row *score.Row) bool { return !row.Closed }
	require.Equal(t, opp("02", "04", "06", "08", "10", "12", "13", "14"), r.ids(open))

	won := opp("01", "03", "05", "07", "09", "11")
	require.Equal(t, won, r.ids(func(row *score.Row) bool { return row.Stands.Kind() == stage.Won }))
	require.Empty(t, r.ids(has(stage.WonUnproven)))
	for _, id := range won {
		var proof []string
		for _, p := range r.rows[id].Proof {
			proof = append(proof, p.Requirement.ID())
		}
		require.Equal(t, []string{"contract_signed"}, proof, id)
	}
	require.Equal(t, opp("15", "16"), r.ids(func(row *score.Row) bool { return row.Stands.Kind() == stage.Lost }))

	// The tasks name two people for two deals, nobody for the two that were
	// lost, and one for the others.
	named := map[string]int{}
	var decider []string
	for _, rec := range r.recs {
		named[rec.ID] = people(rec, "")
		if people(rec, "economic_buyer") > 0 {
			decider = append(decider, rec.ID)
		}
	}
	want := map[string]int{"RC-OPP-0001": 2, "RC-OPP-0002": 2, "RC-OPP-0015": 0, "RC-OPP-0016": 0}
	for _, rec := range r.recs {
		if _, ok := want[rec.ID]; !ok {
			want[rec.ID] = 1
		}
	}
	if diff := cmp.Diff(want, named); diff != "" {
		t.Errorf("people named by the tasks of a deal (-want +got)\n%s", diff)
	}
	require.Equal(t, opp("02", "03", "05", "07", "09", "11", "12", "14"), decider)

	// A task names whom somebody meant to reach and does not say whether they did,
	// so that nobody has been in contact with any deal.
	for id, row := range r.rows {
		require.Zero(t, row.Contacts, id)
	}
	// One person is all there is, of all deals but the first two; it is told of
	// those that are open.
	require.Equal(t, opp("01", "02"), r.ids(func(row *score.Row) bool { return row.People > 1 }))
	require.Equal(t, opp("04", "06", "08", "10", "12", "13", "14"), r.ids(has(stage.SingleThreaded)))
	for _, id := range opp("15", "16") {
		require.Zero(t, r.rows[id].Contacts, id)
	}
}

func TestAcceldataExcerpt(t *testing.T) {
	day := deal.DayOf(2026, 10, 8)
	r := importReal(t, "acceldata_excerpt", day)
	require.Len(t, r.recs, 30)

	pushed, both := 0, []string{}
	for _, row := range r.csv("opportunities_first30.csv") {
		id := row["opportunity_id"]
		pushes, err := strconv.Atoi(row["close_date_push_count"])
		require.NoError(t, err)
		got := r.rows[id]
		require.Equal(t, pushes, got.Pushes, id)
		require.Equal(t, row["close_date"], got.CloseDate.String(), id)
		require.Equal(t, row["amount_usd"], got.Amount.String(), id)
		if pushes > 0 {
			pushed++
		}
		if row["economic_buyer_contact_id"] != "" && row["economic_buyer_contact_id"] == row["champion_contact_id"] {
			both = append(both, id)
		}
	}
	require.Equal(t, 14, pushed)

	won := r.ids(func(row *score.Row) bool { return row.Claimed.Kind() == stage.Won })
	require.Equal(t, []string{"O0005", "O0006", "O0009", "O0013", "O0028"}, won)
	require.Equal(t, won, r.ids(has(stage.WonUnproven)), "the export holds nothing that bears one out")
	require.Equal(t, []string{"O0020"}, r.ids(has(stage.Reopened)))

	lost, reasons := 0, 0
	var one []string
	for _, rec := range r.recs {
		for _, f := range rec.Facts() {
			switch x := f.(type) {
			case deal.Stage:
				if x.Stage == "lost" {
					lost++
					reasons += len(x.Reason)
				} else {
					require.Empty(t, x.Reason, "%s: a reason belongs to the row that closed the deal", rec.ID)
				}
			case deal.Person:
				require.Equal(t, day, x.When().Noted, rec.ID)
				require.Equal(t, rec.On(rec.ByDay(0)), x.On, rec.ID)
				if slices.Contains(x.Roles, "economic_buyer") && slices.Contains(x.Roles, "champion") {
					one = append(one, rec.ID)
				}
			}
		}
	}
	require.Equal(t, 22, lost)
	require.Equal(t, 22, reasons)
	require.Equal(t, []string{"O0001", "O0007", "O0008", "O0015", "O0022", "O0028"}, one)
	require.Equal(t, both, one)
}

// Two creations under one id are one deal with a refused row, and activities of
// deals that the log does not have are refused one by one.
func TestEnpalPipedrive(t *testing.T) {
	dir, stdout, stderr := convertReal(t, "enpal_pipedrive", refused)
	require.Equal(t, 1995, strings.Count(stdout.String(), "\n"))

	twice, unknown := map[string]bool{}, 0
	created := map[string]int{}
	for _, row := range readCSV(t, filepath.Join(dir, "deal_changes.csv")) {
		if row["changed_field_key"] == "add_time" {
			created[row["deal_id"]]++
		}
	}
	for id, n := range created {
		if n > 1 {
			twice[id] = true
		}
	}
	require.Len(t, twice, 5)
	for line := range strings.Lines(stderr.String()) {
		switch {
		case strings.HasPrefix(line, "deal_changes.csv:"):
			_, rest, _ := strings.Cut(line, `deal_id: "`)
			id, _, _ := strings.Cut(rest, `"`)
			require.Contains(t, line, "stands in line")
			require.True(t, twice[id], line)
			delete(twice, id)
		case strings.HasPrefix(line, "activity.csv:"):
			require.Contains(t, line, "there is no deal")
			unknown++
		}
	}
	require.Empty(t, twice, "every id that two deals have is told")
	require.Equal(t, 4571, unknown)
	require.Regexp(t, `(?m)^activity.csv +4579 +8 +0 +4571$`, stderr.String())
	require.Regexp(t, `(?m)^deal_changes.csv +15406 +15401 +0 +5$`, stderr.String())

	book, err := stage.Load(os.DirFS("playbooks/enpal_pipedrive"))
	require.NoError(t, err)
	var recs []*deal.Record
	for rec, err := range deal.Stream("deals", stdout) {
		require.NoError(t, err)
		recs = append(recs, rec)
	}
	for month := time.January; month <= time.December; month++ {
		day := deal.DayOf(2024, month, 28)
		began := time.Now()
		reviewer, err := score.NewReviewer(book, day.Add(-30), day)
		require.NoError(t, err)
		for row, err := range reviewer.All(slices.Values(recs)) {
			if errors.Is(err, score.ErrNotBegun) {
				continue
			}
			require.NoError(t, err)
			require.Zero(t, row.Strays, row.ID)
		}
		require.Less(t, time.Since(began), 5*time.Second, "the review of %v", day)
	}
}

func TestMeddiccCallCorpus(t *testing.T) {
	_, stdout, stderr := convertReal(t, "meddicc_call_corpus", fine)
	require.Equal(t, 50, strings.Count(stdout.String(), "\n"))
	require.Contains(t, stderr.String(), "50 deals, 353 facts", "a call, 235 found and 34 with two claims")
}

func TestSalvirtB2B(t *testing.T) {
	_, stdout, stderr := convertReal(t, "salvirt_b2b", fine)
	require.Equal(t, 312, strings.Count(stdout.String(), "\n"))
	require.Equal(t, 29, 312-strings.Count(stdout.String(), `"evidence":"budget"`), "nobody knows of a budget")
	require.Equal(t, 136, strings.Count(stdout.String(), `"evidence":"budget","form":"belief","from":"seller","refutes":true`), "there is none")
	require.NotContains(t, stderr.String(), "split_dev.csv:")
}
