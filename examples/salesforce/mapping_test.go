package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// files is a small export that the mappings below are wrong about.
var files = fstest.MapFS{
	"deals.csv":   {Data: []byte("Id,Name,Stage,AccountId\nD1,One,Open,A1\n")},
	"account.csv": {Data: []byte("Id,Name\nA1,Alder\n")},
	"history.csv": {Data: []byte("DealId,Stage,Day\nD1,Open,2026-01-05\n")},
	"extra.csv":   {Data: []byte("Id\nX1\n")},
}

// parts are the keys of a mapping.
type parts struct{ head, deals, files, facts string }

// right is a mapping without a mistake.
var right = parts{
	head:  "mapping: right\nexported: 2026-03-31\n",
	deals: "deals: {file: deals.csv, deal: Id}\n",
	files: "files: {history.csv: {deal: DealId}}\n",
	facts: "facts:\n- {file: history.csv, stage: {column: Stage}, on: {column: Day}}\n",
}

func (p parts) String() string { return p.head + p.deals + p.files + p.facts }

func TestTheMappingThatTheMistakesAreMadeInIsRight(t *testing.T) {
	_, _, list, err := load("m.yaml", []byte(right.String()), files)
	require.NoError(t, err)
	require.Empty(t, list)
}

func TestMistakesOfAMappingAreToldAtTheirPlace(t *testing.T) {
	// head is on lines 1 and 2, deals on 3, files on 4, facts on 5 and below.
	for name, test := range map[string]struct {
		part *string
		text string
		want []string
	}{
		"a key that there is not":      {&right.head, "mapping: m\nexported: 2026-03-31\nfact: []\n", []string{"3:1 yaml/unknown-key"}},
		"a mapping without its keys":   {&right.head, "title: x\n", []string{"1:1 yaml/missing-key", "1:1 yaml/missing-key"}},
		"an id that is none":           {&right.head, "mapping: My Mapping\nexported: 2026-03-31\n", []string{"1:10 value/id"}},
		"a day that is none":           {&right.head, "mapping: m\nexported: 31.3.2026\n", []string{"2:11 value/day"}},
		"deals without a file":         {&right.deals, "deals: {deal: Id}\n", []string{"3:8 yaml/missing-key"}},
		"a deals file not there":       {&right.deals, "deals: {file: deal.csv, deal: Id}\n", []string{"3:15 mapping/file"}},
		"a deal column not there":      {&right.deals, "deals: {file: deals.csv, deal: ID}\n", []string{"3:32 mapping/column"}},
		"deals on no column":           {&right.deals, "deals: {file: deals.csv, deal: Id, only: {State: given}}\n", []string{"3:43 mapping/column"}},
		"a separator that is none":     {&right.files, "files: {history.csv: {deal: DealId, separator: \";\"}}\n", []string{"4:48 value/word"}},
		"a title column not there":     {&right.deals, "deals: {file: deals.csv, deal: Id, title: {column: Title}}\n", []string{"3:52 mapping/column"}},
		"a column for a text":          {&right.deals, "deals: {file: deals.csv, deal: Id, title: Name}\n", []string{"3:43 mapping/constant"}},
		"two columns of one thing":     {&right.deals, "deals: {file: deals.csv, deal: Id, title: {column: Name, columns: [Id, Name]}}\n", []string{"3:43 mapping/source"}},
		"a value from nowhere":         {&right.deals, "deals: {file: deals.csv, deal: Id, title: {values: {a: b}}}\n", []string{"3:43 mapping/source"}},
		"no columns":                   {&right.deals, "deals: {file: deals.csv, deal: Id, title: {columns: []}}\n", []string{"3:53 value/empty-list"}},
		"as, where no attribute is":    {&right.deals, "deals: {file: deals.csv, deal: Id, title: {column: Name, as: number}}\n", []string{"3:58 yaml/unknown-key"}},
		"a join that there is not":     {&right.deals, "deals: {file: deals.csv, deal: Id, account: {column: account.Name}}\n", []string{"3:54 mapping/column"}},
		"a file not there":             {&right.files, "files: {history.csv: {deal: DealId}, none.csv: {unmapped: why}}\n", []string{"4:38 mapping/file"}},
		"a join with a file not there": {&right.files, "files: {history.csv: {deal: DealId, join: {a: {file: x.csv, key: Id, by: DealId}}}}\n", []string{"4:54 mapping/file"}},
		"a join with no such key":      {&right.files, "files: {history.csv: {deal: DealId, join: {a: {file: account.csv, key: ID, by: DealId}}}}\n", []string{"4:72 mapping/column"}},
		"a join by a joined column":    {&right.files, "files: {history.csv: {deal: DealId, join: {a: {file: account.csv, key: Id, by: a.Name}}}}\n", []string{"4:80 mapping/column"}},
		"a join without a key":         {&right.files, "files: {history.csv: {deal: DealId, join: {a: {file: account.csv, by: DealId}}}}\n", []string{"4:47 yaml/missing-key"}},
		"a name of a join":             {&right.files, "files: {history.csv: {deal: DealId, join: {The Account: {file: account.csv, key: Id, by: DealId}}}}\n", []string{"4:44 value/id"}},
		"the deal column twice":        {&right.files, "files: {history.csv: {deal: DealId}, deals.csv: {deal: Id}}\n", []string{"4:56 value/duplicate"}},
		"no deal column":               {&right.files, "files: {}\n", []string{"6:3 mapping/deal"}},
		"overflow not there":           {&right.files, "files: {history.csv: {deal: DealId, overflow: Text}}\n", []string{"4:47 mapping/column"}},
		"unmapped not there":           {&right.files, "files: {history.csv: {deal: DealId, unmapped: {Text: why}}}\n", []string{"4:48 mapping/column"}},
		"unmapped and mapped":          {&right.files, "files: {history.csv: {deal: DealId, unmapped: {Stage: why}}}\n", []string{"4:48 mapping/unmapped"}},
		"unmapped without a reason":    {&right.files, "files: {history.csv: {deal: DealId}, deals.csv: {unmapped: {Name: }}}\n", []string{"4:67 yaml/null"}},
		"a file unmapped and mapped":   {&right.files, "files: {history.csv: {deal: DealId}, deals.csv: {unmapped: why}}\n", []string{"4:60 mapping/unmapped"}},
		"no facts":                     {&right.facts, "facts: []\n", []string{"5:8 value/empty-list"}},
		"facts that are no list":       {&right.facts, "facts: {file: history.csv}\n", []string{"5:8 yaml/kind"}},
		"a fact that is none":          {&right.facts, "facts:\n- stage\n", []string{"6:3 yaml/kind"}},
		"a fact of no kind":            {&right.facts, "facts:\n- {file: history.csv, on: first}\n", []string{"6:3 deal/fact-kind"}},
		"a fact of two kinds":          {&right.facts, "facts:\n- {file: history.csv, on: first, stage: a, pause: 2026-01-01}\n", []string{"6:44 deal/fact-kind"}},
		"a fact without its keys":      {&right.facts, "facts:\n- {person: ann}\n", []string{"6:3 yaml/missing-key", "6:3 yaml/missing-key", "6:3 yaml/missing-key"}},
		"a key of another kind":        {&right.facts, "facts:\n- {file: history.csv, on: first, stage: a, due: 2026-01-01}\n", []string{"6:44 yaml/unknown-key"}},
		"a column not there":           {&right.facts, "facts:\n- {file: history.csv, stage: {column: Stag}, on: {column: Day}}\n", []string{"6:39 mapping/column"}},
		"a column of a day not there":  {&right.facts, "facts:\n- {file: history.csv, stage: {column: Stage}, on: {column: Date}}\n", []string{"6:60 mapping/column"}},
		"a day that is no source":      {&right.facts, "facts:\n- {file: history.csv, stage: a, on: Day}\n", []string{"6:37 mapping/when"}},
		"at_latest of something else":  {&right.facts, "facts:\n- {file: history.csv, stage: a, on: {column: Day, at_latest: first}}\n", []string{"6:62 value/word"}},
		"a fixed word that is none":    {&right.facts, "facts:\n- {file: history.csv, evidence: pain, form: said, from: buyer, on: first}\n", []string{"6:45 value/word"}},
		"a translation into no word":   {&right.facts, "facts:\n- {file: history.csv, person: ann, side: {column: Stage, values: {Open: bayer}}, on: first}\n", []string{"6:73 value/word"}},
		"a fixed day that is none":     {&right.facts, "facts:\n- {file: history.csv, close_date: soon, on: first}\n", []string{"6:35 value/day"}},
		"a fixed flag that is none":    {&right.facts, "facts:\n- {file: history.csv, activity: call, reached: yes, on: first}\n", []string{"6:48 value/word"}},
		"nothing where a value is":     {&right.facts, "facts:\n- {file: history.csv, activity: call, on: first, note: [null]}\n", []string{"6:57 yaml/null"}},
		"a source never reached":       {&right.facts, "facts:\n- {file: history.csv, activity: [call, {column: Stage}], on: first}\n", []string{"6:40 mapping/source"}},
		"a set of nothing":             {&right.facts, "facts:\n- {file: history.csv, set: {}, on: first}\n", []string{"6:28 value/empty-list"}},
		"as, of something else":        {&right.facts, "facts:\n- {file: history.csv, set: {a: {column: Stage, as: text}}, on: first}\n", []string{"6:52 value/word"}},
		"a condition without a list":   {&right.facts, "facts:\n- {file: history.csv, only: {Stage: Open}, stage: a, on: first}\n", []string{"6:37 mapping/condition"}},
		"a condition of no values":     {&right.facts, "facts:\n- {file: history.csv, only: {Stage: []}, stage: a, on: first}\n", []string{"6:37 value/empty-list"}},
		"a condition on no column":     {&right.facts, "facts:\n- {file: history.csv, only: {State: given}, stage: a, on: first}\n", []string{"6:30 mapping/column"}},
		"many at once": {&right.facts, "facts:\n- {file: histori.csv, stage: {column: Stage}, on: {column: Day}}\n- {file: history.csv, stage: {colum: Stage}, on: first}\n- {file: history.csv, stage: {column: stage}, on: never, colour: red}\n",
			[]string{"6:10 mapping/file", "6:3 mapping/deal", "7:30 mapping/source", "7:31 yaml/unknown-key", "8:39 mapping/column", "8:51 mapping/when", "8:58 yaml/unknown-key"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := right
			switch test.part {
			case &right.head:
				p.head = test.text
			case &right.deals:
				p.deals = test.text
			case &right.files:
				p.files = test.text
			case &right.facts:
				p.facts = test.text
			}
			_, _, list, err := load("m.yaml", []byte(p.String()), files)
			require.NoError(t, err)
			var got []string
			for _, d := range list {
				require.Equal(t, "m.yaml", d.Pos.File)
				require.NotEmpty(t, d.Hint, d.String())
				require.NotEmpty(t, d.Excerpt)
				got = append(got, fmt.Sprintf("%d:%d %s", d.Pos.Line, d.Pos.Column, d.Code))
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s\n%v", diff, list)
			}
		})
	}
}

func TestAFixedTextThatIsAColumnIsADoubt(t *testing.T) {
	p := right
	p.deals = "deals: {file: deals.csv, deal: Id, title: Name}\n"
	m, exp, list, err := load("m.yaml", []byte(p.String()), files)
	require.NoError(t, err)
	require.Len(t, list.Warnings(), 1)
	require.NoError(t, list.Err())
	lines, _ := convert(m, exp)
	require.Contains(t, string(lines[0]), `"title":"Name"`)
}

func TestAFileThatCannotBeUsedIsSaidOnce(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"empty", "", "history.csv: it is empty; the first row names the columns"},
		{"two columns of one name", "DealId,Stage,Stage,Day\n", `history.csv: two columns are called "Stage": give one another name`},
		{"semicolons", "DealId;Stage;Day\nD1;Open;2026-01-05\n", "history.csv: the fields are separated by semicolons: write separator: semicolon under files"},
		{"semicolons and quotes", "\"DealId\";\"Stage, now\";\"Day\"\r\n", "history.csv: the fields are separated by semicolons: write separator: semicolon under files"},
		{"tabs", "\ufeffDealId\tStage\tDay\nD1\tOpen\t2026-01-05\n", "history.csv: the fields are separated by tabs: write separator: tab under files"},
		{"UTF-16 with its mark", "\xff\xfeD\x00e\x00a\x00l\x00", "history.csv: it is written in UTF-16: export it as UTF-8"},
		{"UTF-16 of the other order", "\xfe\xff\x00D\x00e\x00a\x00l", "history.csv: it is written in UTF-16: export it as UTF-8"},
		{"UTF-16 without its mark", "D\x00e\x00a\x00l\x00I\x00d\x00,\x00S\x00", "history.csv: it is no text (a zero byte stands in it): export it as CSV, in UTF-8"},
		{"a workbook", "PK\x03\x04\x14\x00\x06\x00", "history.csv: it is no text (a zero byte stands in it): export it as CSV, in UTF-8"},
		{"a quote that is never closed", "DealId,Stage,Day\nD1,Open,2026-01-05\nD1,\"Open,2026-01-06\nD1,Open,2026-01-07\n",
			"history.csv: a quote that is opened in line 3 is not closed properly by line 4, so rows would be lost: mend the quotes there"},
		{"a quote that another one closes", "DealId,Stage,Day\nD1,\"Open,2026-01-06\nD1,\"Open\",2026-01-07\n",
			"history.csv: a quote that is opened in line 2 is not closed properly by line 3, so rows would be lost: mend the quotes there"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := fstest.MapFS{"deals.csv": files["deals.csv"], "history.csv": {Data: []byte(c.content)}}
			_, _, list, err := load("m.yaml", []byte(right.String()), dir)
			require.EqualError(t, err, c.want)
			require.Empty(t, list)
		})
	}
}

func TestEveryFileThatCannotBeUsedIsNamed(t *testing.T) {
	dir := closed{fstest.MapFS{"deals.csv": files["deals.csv"], "history.csv": {Data: []byte("DealId;Stage;Day\n")}}}
	_, _, _, err := load("m.yaml", []byte(right.String()), dir)
	require.EqualError(t, err, "deals.csv: permission denied\nhistory.csv: the fields are separated by semicolons: write separator: semicolon under files")
}

// closed is an export whose deals may not be read.
type closed struct{ fstest.MapFS }

func (c closed) Open(name string) (fs.File, error) {
	if name == "deals.csv" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("permission denied")}
	}
	return c.MapFS.Open(name)
}

func TestAOneLineSlipOfQuotesIsOneRow(t *testing.T) {
	dir := fstest.MapFS{"deals.csv": files["deals.csv"], "history.csv": {Data: []byte("DealId,Stage,Day\nD1,5\" pipe,2026-01-05\nD1,Open,2026-01-06\n")}}
	_, exp, list, err := load("m.yaml", []byte(right.String()), dir)
	require.NoError(t, err)
	require.Empty(t, list)
	rows := exp.tables["history.csv"].rows
	require.Len(t, rows, 2)
	require.Contains(t, rows[0].refused[0], "look at the quotes in it")
	require.Empty(t, rows[1].refused)
}

// A row of the wrong length that goes on over several lines has most likely
// lost a quote, and other rows are in it.
func TestALongRowOfTheWrongLengthSaysHowFarItGoes(t *testing.T) {
	dir := fstest.MapFS{"deals.csv": files["deals.csv"], "history.csv": {Data: []byte("DealId,Stage,Day\nD1,\"Open,2026-01-06\nD1,Open\"\nD1,Open,2026-01-07\n")}}
	_, exp, _, err := load("m.yaml", []byte(right.String()), dir)
	require.NoError(t, err)
	rows := exp.tables["history.csv"].rows
	require.Len(t, rows, 2)
	require.Contains(t, rows[0].refused[0], "it has 2 fields and the header 3, and goes on to line 3: if a quote is lost, other rows are in it")
}

// FuzzConvert looks for a mapping or an export that makes it panic, lose a row
// or write a deal that headway cannot read.
func FuzzConvert(f *testing.F) {
	f.Add(right.String(), "Id,Name\nD1,One\n", "DealId,Stage,Day\nD1,Open,2026-01-05\n")
	f.Add(strings.ReplaceAll(right.String(), "{column: Stage}", "{columns: [Stage, deal.Name], values: {a b: c}}"), "Id\n\"D1\n\"\n", "DealId,Stage,Day\nD1,a\"b,2026-01-05\n")
	f.Add("mapping: m\nexported: 2026-03-31\ndeals: {file: history.csv, only: {Stage: [Open]}}\nfiles: {history.csv: {separator: semicolon}}\nfacts:\n- {file: history.csv, set: {a: {column: Day, as: day}}, on: first}\n",
		"", "DealId;Stage;Day\nD1;Open;2026-01-05\nD2;Shut;2026-01-06\n")
	f.Add(right.String(), "Id\nD\u009f\n", "DealId,Stage,Day\nD1,\ufeff,2026-01-05\n")
	f.Fuzz(func(t *testing.T, mapping, deals, history string) {
		dir := fstest.MapFS{"deals.csv": {Data: []byte(deals)}, "history.csv": {Data: []byte(history)}}
		m, exp, list, err := load("m.yaml", []byte(mapping), dir)
		if err != nil || list.Err() != nil {
			return
		}
		lines, _ := convert(m, exp) // reads every deal back itself
		var report strings.Builder
		require.GreaterOrEqual(t, exp.report(m, len(lines), 0, &report), 0)
		for _, table := range exp.inOrder() {
			c := table.count()
			require.Equal(t, len(table.rows), c.mapped+c.passed+c.refused)
		}
	})
}
