package main

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
)

func TestDaysAreTakenAsWritten(t *testing.T) {
	want := deal.DayOf(2024, 5, 20)
	for _, s := range []string{
		"2024-05-20", "2024-05-20T10:00:00Z", "2024-05-20T23:59:59.000+0000", "2024-05-20T00:30:00+02:00", "2024-05-20 18:47:01", "2024-05-20 18:47",
	} {
		day, err := parseDay(s)
		require.NoError(t, err, s)
		require.Equal(t, want, day, s)
	}
	for _, s := range []string{"", "20.5.2024", "5/20/2024", "2024-05", "2024-02-30", "2024-05-20T", "2024-05-20 soon", "2024-05-201", "20240520"} {
		_, err := parseDay(s)
		require.Error(t, err, s)
	}
}

func TestARowThatIsNoneIsRefusedAndTheRestIsRead(t *testing.T) {
	src := "\ufeffA, B ,C\r\n" +
		"1,2,3\r\n" +
		"\r\n" +
		"1,\"two\r\nlines\",3\r\n" + // 4
		"1,2\r\n" + // 6
		"1,2,3,4\r\n" + // 7
		"1,\"2\"x,3\r\n" + // 8
		"1,\xff,3\r\n" + // 9
		"1,2,last" // 10
	table, err := readTable("x.csv", strings.NewReader(src), layout{})
	require.NoError(t, err)
	require.Equal(t, []string{"A", "B", "C"}, table.header)
	var good, bad []int
	for _, r := range table.rows {
		if r.cells == nil {
			require.NotEmpty(t, r.refused)
			bad = append(bad, r.line)
			continue
		}
		require.Empty(t, r.refused)
		good = append(good, r.line)
	}
	require.Equal(t, []int{2, 4, 10}, good)
	require.Equal(t, []int{6, 7, 8, 9}, bad)

	table, err = readTable("x.csv", strings.NewReader("A,B,C\n1,2, and more,3\n"), layout{overflow: "B"})
	require.NoError(t, err)
	require.Equal(t, []string{"1", "2, and more", "3"}, table.rows[0].cells)

	for _, src := range []string{"", "A,A\n1,2\n", "A,\"B\n", "\xff,B\n"} {
		_, err := readTable("x.csv", strings.NewReader(src), layout{})
		require.Error(t, err, "%q", src)
	}
}

// one converts a deals file and a file of facts, and gives the deals and what
// was refused.
func one(t *testing.T, facts, rule string) (lines, wrong []string) {
	t.Helper()
	m, exp, list, err := load("m.yaml", []byte(`mapping: m
exported: 2026-03-31
deals: {file: d.csv, deal: Id, process: enterprise}
files:
  f.csv: {deal: Deal}
facts:
`+rule), fstest.MapFS{
		"d.csv": {Data: []byte("Id\nD1\nD2\n")},
		"f.csv": {Data: []byte(facts)},
	})
	require.NoError(t, err)
	require.Empty(t, list)
	out, _ := convert(m, exp)
	for _, line := range out {
		_, line, _ := strings.Cut(string(line), `"facts":`)
		lines = append(lines, strings.TrimSuffix(line, "}"))
	}
	for _, r := range exp.tables["f.csv"].rows {
		wrong = append(wrong, r.refused...)
	}
	return lines, wrong
}

// In a change log the deals and all that is said of them are rows of one file.
func TestDealsCanBeSomeOfTheRowsOfAChangeLog(t *testing.T) {
	m, exp, list, err := load("m.yaml", []byte(`mapping: log
exported: 2026-03-31
deals: {file: log.csv, deal: Deal, only: {Field: [created]}}
facts:
  - {file: log.csv, only: {Field: [created]}, set: {since: {column: New, as: day}}, on: {column: At}}
  - {file: log.csv, only: {Field: [stage]}, stage: {column: New}, on: {column: At}}
`), fstest.MapFS{"log.csv": {Data: []byte(`Deal,At,Field,New
D2,2026-01-07,stage,a
D1,2026-01-05,created,2026-01-04T10:00:00
D1,2026-01-06,stage,a
D2,2026-01-06,created,2026-01-06
D1,2026-02-01,created,2026-02-01
D1,2026-02-02,stage,b
D3,2026-02-02,stage,b
D1,2026-02-03,colour,red
`)}})
	require.NoError(t, err)
	require.Empty(t, list)
	lines, facts := convert(m, exp)
	require.Equal(t, 5, facts)
	require.Equal(t, `{"deal":"D1","facts":[{"set":{"since":"2026-01-04"},"on":"2026-01-05"},{"stage":"a","on":"2026-01-06"},{"stage":"b","on":"2026-02-02"}]}`, string(lines[0]))
	require.Equal(t, `{"deal":"D2","facts":[{"set":{"since":"2026-01-06"},"on":"2026-01-06"},{"stage":"a","on":"2026-01-07"}]}`, string(lines[1]))
	var wrong []string
	for _, r := range exp.tables["log.csv"].rows {
		for _, why := range r.refused {
			wrong = append(wrong, fmt.Sprintf("%d %s", r.line, why))
		}
	}
	require.Equal(t, []string{`6 Deal: "D1" stands in line 3 already, and the first is taken`, `8 Deal: there is no deal "D3" in log.csv`}, wrong)
	c := exp.tables["log.csv"].count()
	require.Equal(t, []int{5, 1, 2}, []int{c.mapped, c.passed, c.refused}, "mapped, passed over, refused")
}

func TestDealsWithoutANameAreNamedByTheirPlace(t *testing.T) {
	m, exp, list, err := load("m.yaml", []byte(`mapping: sheet
exported: 2026-03-31
deals: {file: sheet.csv, only: {Kind: [deal]}}
files: {sheet.csv: {separator: tab, overflow: Text}}
facts:
  - {file: sheet.csv, activity: {column: Text}, on: exported}
`), fstest.MapFS{"sheet.csv": {Data: []byte("Kind\tText\ndeal\tone\nsum\ttwo\ndeal\tthree\tfour\n")}})
	require.NoError(t, err)
	require.Empty(t, list)
	lines, _ := convert(m, exp)
	require.Len(t, lines, 2)
	require.Equal(t, `{"deal":"sheet.csv:2","facts":[{"activity":"one","on":"2026-03-31"}]}`, string(lines[0]))
	require.Equal(t, `{"deal":"sheet.csv:4","facts":[{"activity":"three\tfour","on":"2026-03-31"}]}`, string(lines[1]))
	c := exp.tables["sheet.csv"].count()
	require.Equal(t, map[string]int{"Kind is not deal": 1}, c.why)
}

func TestTheSeparatorIsTheOneThatTheMappingSays(t *testing.T) {
	for _, src := range []string{"A;B\r\n1;2,5\r\n", "\"A\";\"B\"\n\"1\";\"2,5\"\n"} {
		table, err := readTable("x.csv", strings.NewReader(src), layout{separator: ';'})
		require.NoError(t, err)
		require.Equal(t, []string{"A", "B"}, table.header)
		require.Equal(t, []string{"1", "2,5"}, table.rows[0].cells)
	}
	_, err := readTable("x.csv", strings.NewReader("A,B\n1,2\n"), layout{separator: ';'})
	require.EqualError(t, err, "the fields are separated by commas: write separator: comma under files")
}

func TestOnlyChangesLooksAtTheRowsInTheOrderOfTheirDays(t *testing.T) {
	lines, wrong := one(t, `Deal,Stage,Day
D1,c,2026-03-03
D1,a,2026-03-01
D2,a,2026-03-01
D1,b,2026-03-02
D1,b,2026-03-02
D1,a,2026-03-04
`, `  - {file: f.csv, stage: {column: Stage}, on: {column: Day}, only_changes: true}
`)
	require.Empty(t, wrong)
	require.Equal(t, []string{
		`[{"stage":"a","on":"2026-03-01"},{"stage":"b","on":"2026-03-02"},{"stage":"c","on":"2026-03-03"},{"stage":"a","on":"2026-03-04"}]`,
		`[{"stage":"a","on":"2026-03-01"}]`,
	}, lines)
}

func TestFactsStandInTheOrderNotedThenOfTheirDaysThenOfTheMapping(t *testing.T) {
	lines, wrong := one(t, `Deal,What,Day
D1,x,2026-03-02
D1,y,2026-03-01
`, `  - {file: f.csv, pause: 2026-09-01, why: holidays, on: first}
  - {file: f.csv, activity: {column: What}, on: {column: Day}}
  - {file: f.csv, stage: engage, on: {column: Day}, only_changes: true}
  - {file: f.csv, milestone: m, on: {column: Day}, noted: exported, only: {What: [x]}}
`)
	require.Empty(t, wrong)
	require.Equal(t, []string{
		`[{"activity":"y","on":"2026-03-01"},{"stage":"engage","on":"2026-03-01"},{"activity":"x","on":"2026-03-02"},` +
			`{"pause":"2026-09-01","why":"holidays","on":"2026-03-01","noted":"2026-03-31"},` +
			`{"pause":"2026-09-01","why":"holidays","on":"2026-03-01","noted":"2026-03-31"},` +
			`{"milestone":"m","on":"2026-03-02","noted":"2026-03-31"}]`,
		`[]`,
	}, lines)
}

func TestRolesOfOnePersonOnOneDayAreOneFact(t *testing.T) {
	lines, wrong := one(t, `Deal,Who,Role,Title,Stance
D1,ann,economic_buyer,,
D1,bob,user,Foreman,
D1,ann,champion,CFO,champion
D1,ann,champion,,
D2,ann,,,
`, `  - {file: f.csv, person: {column: Who}, side: buyer, title: {column: Title}, roles: [{column: Role}], stance: {column: Stance}, on: exported}
`)
	require.Empty(t, wrong)
	require.Equal(t, []string{
		`[{"person":"ann","side":"buyer","title":"CFO","roles":["economic_buyer","champion"],"stance":"champion","on":"2026-03-31"},` +
			`{"person":"bob","side":"buyer","title":"Foreman","roles":["user"],"on":"2026-03-31"}]`,
		`[{"person":"ann","side":"buyer","on":"2026-03-31"}]`,
	}, lines)
}

func TestAnEmptyCellIsNoValue(t *testing.T) {
	lines, wrong := one(t, `Deal,Amount,Code,Live,Ref
D1,1200.50,0042,true,r1
D1,,,,
D2,-3,,0,
`, `  - {file: f.csv, set: {amount: {column: Amount, as: number}, code: {column: Code}, kind: fixed, units: 7}, on: exported, ref: {column: Ref}}
  - {file: f.csv, set: {amount: {column: Amount, as: number}}, on: exported, only_changes: true}
  - {file: f.csv, activity: call, reached: {column: Live}, on: exported}
`)
	require.Empty(t, wrong)
	require.Equal(t, []string{
		`[{"set":{"amount":1200.5,"code":"0042","kind":"fixed","units":7},"on":"2026-03-31","ref":"r1"},` +
			`{"set":{"kind":"fixed","units":7},"on":"2026-03-31"},` +
			`{"set":{"amount":1200.5},"on":"2026-03-31"},` +
			`{"activity":"call","reached":true,"on":"2026-03-31"},{"activity":"call","on":"2026-03-31"}]`,
		`[{"set":{"amount":-3,"kind":"fixed","units":7},"on":"2026-03-31"},{"set":{"amount":-3},"on":"2026-03-31"},{"activity":"call","on":"2026-03-31"}]`,
	}, lines)
}

// Every kind of fact can be mapped, and what the deal record would refuse is
// refused as a row.
func TestEveryKindOfFactCanBeMapped(t *testing.T) {
	rules := map[string]string{
		"evidence":   "evidence: pain, form: {column: V, values: {v: act}}, from: buyer, level: stated, refutes: true",
		"milestone":  "milestone: {column: V}, by: seller, void: true",
		"activity":   "activity: {column: V}, with: [{column: V}, ann], reached: true, inbound: false",
		"stage":      "stage: {column: V}, reason: [a, {column: V}]",
		"close_date": "close_date: 2026-09-01",
		"next_step":  "next_step: {column: V}, due: {column: Day}, owner: both, id: {column: V}",
		"step_done":  "step_done: {column: V}, missed: true",
		"person":     "person: {column: V}, side: third_party, name: {columns: [V, Deal]}, stance: critic, gone: false",
		"set":        "set: {a: {column: V}}",
		"approval":   "approval: {column: V}, by: cfo, outcome: rejected",
		"waive":      "waive: {column: V}, by: cfo, why: known, until: 2026-09-01",
		"pause":      "pause: {column: Day}, why: {column: V}, by: cfo",
	}
	require.Len(t, rules, len(factKeys))
	for _, keys := range factKeys {
		kind := keys[0].name
		lines, wrong := one(t, "Deal,V,Day\nD1,v,2026-01-05\n", "  - {file: f.csv, "+rules[kind]+", on: {column: Day}}\n")
		require.Empty(t, wrong, kind)
		require.Contains(t, lines[0], `[{"`+kind+`":`)
	}
}

// What is translated into nothing is passed over by the words of the mapping, so
// that a word which the mapping does not know is refused beside it.
func TestARowWhoseWordIsTranslatedIntoNothingIsPassedOver(t *testing.T) {
	lines, wrong := one(t, `Deal,Budget,Day
D1,Yes,2026-01-05
D1,Unknown,2026-01-05
D1,Maybe,2026-01-05
D2,No,2026-01-05
D2,,2026-01-05
`, `  - file: f.csv
    evidence: {column: Budget, values: {"Yes": budget, "No": budget, Unknown: null}}
    refutes: {column: Budget, values: {"Yes": null, "No": true, Unknown: null}}
    form: statement
    from: buyer
    on: {column: Day}
`)
	require.Equal(t, []string{
		`[{"evidence":"budget","form":"statement","from":"buyer","on":"2026-01-05"}]`,
		`[{"evidence":"budget","form":"statement","from":"buyer","refutes":true,"on":"2026-01-05"}]`,
	}, lines)
	require.Len(t, wrong, 2)
	require.Contains(t, wrong[0], `no translation for "Maybe"`)
	require.Contains(t, wrong[1], "evidence has no evidence in this row")
}

func TestRowsThatCannotBeMappedAreRefused(t *testing.T) {
	const row = "Deal,V,Day\n"
	for name, test := range map[string]struct{ row, rule string }{
		"no such deal":              {"D9,v,2026-01-05", "stage: {column: V}, on: {column: Day}"},
		"no deal":                   {",v,2026-01-05", "stage: {column: V}, on: {column: Day}"},
		"no day":                    {"D1,v,soon", "stage: {column: V}, on: {column: Day}"},
		"an empty day":              {"D1,v,", "stage: {column: V}, on: {column: Day}"},
		"a day to come":             {"D1,v,2026-04-01", "stage: {column: V}, on: {column: Day}"},
		"no translation":            {"D1,v,2026-01-05", "stage: {column: V, values: {w: engage}}, on: {column: Day}"},
		"translated into nothing":   {"D1,v,2026-01-05", "evidence: pain, form: {column: V, values: {v: null}}, from: buyer, on: {column: Day}"},
		"nothing where it is due":   {"D1,,2026-01-05", "stage: {column: V}, on: {column: Day}"},
		"a word of a closed list":   {"D1,v,2026-01-05", "person: ann, side: {column: V}, on: {column: Day}"},
		"no flag":                   {"D1,v,2026-01-05", "activity: call, reached: {column: V}, on: {column: Day}"},
		"no number":                 {`D1,"1,000",2026-01-05`, "set: {a: {column: V, as: number}}, on: {column: Day}"},
		"a side is no person":       {"D1,buyer,2026-01-05", "person: {column: V}, side: buyer, on: {column: Day}"},
		"a name too long":           {"D1," + strings.Repeat("n", 201) + ",2026-01-05", "person: {column: V}, side: buyer, on: {column: Day}"},
		"noted before it happened":  {"D1,2026-01-04,2026-01-05", "activity: call, on: {column: Day}, noted: {column: V}"},
		"no due day":                {"D1,,2026-01-05", "next_step: call, due: {column: V}, on: {column: Day}"},
		"a due day that is no day":  {"D1,soon,2026-01-05", "next_step: call, due: {column: V}, on: {column: Day}"},
		"a control character":       {"D1,a\x07b,2026-01-05", "person: {column: V}, side: buyer, on: {column: Day}"},
		"a condition without a row": {"D1,v,2026-01-05,", "stage: {column: V}, on: {column: Day}"},
	} {
		t.Run(name, func(t *testing.T) {
			lines, wrong := one(t, row+test.row+"\n", "  - {file: f.csv, "+test.rule+"}\n")
			require.Equal(t, []string{"[]", "[]"}, lines)
			require.Len(t, wrong, 1)
		})
	}
}
