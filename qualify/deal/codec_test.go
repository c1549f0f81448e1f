package deal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// everyKind is a deal that uses every kind of fact and every key.
const everyKind = `deal: D-1
title: "Northwind: first site"
account: Northwind
owner: jo
segment: enterprise
process: enterprise
facts:
  - {evidence: pain, form: statement, from: dana, level: stated, on: 2026-01-05, ref: call 1, note: "said: it hurts"}
  - {evidence: pain, form: inferred, from: buyer, refutes: true, on: 2026-01-06, noted: 2026-01-09}
  - {milestone: signed, by: dana, on: 2026-01-07}
  - {milestone: signed, void: true, on: 2026-01-08}
  - {activity: call, with: [dana, lee], reached: true, inbound: true, on: 2026-01-05}
  - {activity: mail, with: dana, on: 2026-01-05}
  - {stage: lost, reason: [price, timing], on: 2026-01-10}
  - {close_date: 2026-03-31, on: 2026-01-05}
  - {next_step: send figures, due: 2026-01-12, owner: both, id: s1, on: 2026-01-05}
  - {step_done: s1, missed: true, on: 2026-01-13}
  - {person: dana, side: buyer, name: Dana Reyes, title: CFO, roles: [economic_buyer], stance: champion, gone: false, on: 2026-01-05}
  - {person: lee, side: third_party, roles: [], on: 2026-01-05}
  - {set: {amount: 1250.5, seats: 40, region: "north", live: true, owner: jo, gone_by: null, code: "0042", day: 2026-05-01}, on: 2026-01-05}
  - {approval: legal_ok, by: dana, outcome: rejected, on: 2026-01-05}
  - {waive: pain-stated, by: lee, why: known account, until: 2026-02-01, on: 2026-01-05}
  - {pause: 2026-02-01, why: year end freeze, by: dana, on: 2026-01-05}
`

func TestDecodeReadsEveryKindOfFact(t *testing.T) {
	rec, err := deal.Decode("d.yaml", strings.NewReader(everyKind))
	require.NoError(t, err)
	require.Equal(t, deal.Header{ID: "D-1", Title: "Northwind: first site", Account: "Northwind", Owner: "jo", Segment: "enterprise", Process: "enterprise"}, rec.Header)

	day := func(d int) deal.Stamp { return deal.Stamp{On: deal.DayOf(2026, 1, d)} }
	want := []deal.Fact{
		deal.Evidence{Stamp: deal.Stamp{On: deal.DayOf(2026, 1, 5), Ref: "call 1", Note: "said: it hurts"}, Element: "pain", Form: deal.Statement, From: "dana", Level: "stated"},
		deal.Activity{Stamp: day(5), Activity: "call", With: []string{"dana", "lee"}, Reached: true, Inbound: true},
		deal.Activity{Stamp: day(5), Activity: "mail", With: []string{"dana"}},
		deal.CloseDate{Stamp: day(5), Day: deal.DayOf(2026, 3, 31)},
		deal.NextStep{Stamp: day(5), Step: "send figures", Due: deal.DayOf(2026, 1, 12), Owner: deal.BothSides, ID: "s1"},
		deal.Person{Stamp: day(5), Person: "dana", Side: deal.Buyer, Name: "Dana Reyes", Title: "CFO", Roles: []string{"economic_buyer"}, Stance: deal.Champion, Gone: deal.No},
		deal.Person{Stamp: day(5), Person: "lee", Side: deal.ThirdParty, Roles: []string{}},
		deal.Set{Stamp: day(5), Values: []deal.Setting{
			{Attribute: "amount", Value: deal.Number(12_505_000)}, {Attribute: "seats", Value: deal.Number(400_000)},
			{Attribute: "region", Value: deal.Text("north")}, {Attribute: "live", Value: deal.Flag(true)},
			{Attribute: "owner", Value: deal.Text("jo")}, {Attribute: "gone_by"}, {Attribute: "code", Value: deal.Text("0042")},
			{Attribute: "day", Value: deal.Text("2026-05-01")},
		}},
		deal.Approval{Stamp: day(5), Approval: "legal_ok", By: "dana", Rejected: true},
		deal.Waive{Stamp: day(5), Requirement: "pain-stated", By: "lee", Why: "known account", Until: deal.DayOf(2026, 2, 1)},
		deal.Pause{Stamp: day(5), Until: deal.DayOf(2026, 2, 1), Why: "year end freeze", By: "dana"},
		deal.Milestone{Stamp: day(7), Milestone: "signed", By: "dana"},
		deal.Milestone{Stamp: day(8), Milestone: "signed", Void: true},
		deal.Evidence{Stamp: deal.Stamp{On: deal.DayOf(2026, 1, 6), Noted: deal.DayOf(2026, 1, 9)}, Element: "pain", Form: deal.Inferred, From: deal.SomeBuyer, Refutes: true},
		deal.Stage{Stamp: day(10), Stage: "lost", Reason: []string{"price", "timing"}},
		deal.StepDone{Stamp: day(13), Step: "s1", Missed: true},
	}
	var got []deal.Fact
	for _, f := range rec.Facts() {
		got = append(got, f)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(deal.Value{}, deal.Day{})); diff != "" {
		t.Error(diff)
	}
}

func TestYAMLAndJSONReadTheSame(t *testing.T) {
	fromYAML, err := deal.Decode("d.yaml", strings.NewReader(everyKind))
	require.NoError(t, err)
	line, err := json.Marshal(fromYAML)
	require.NoError(t, err)
	fromJSON, err := deal.Decode("d.json", bytes.NewReader(line))
	require.NoError(t, err)
	require.True(t, fromYAML.Equal(fromJSON))
}

// anyRecord makes a record with any kind of fact and any text.
func anyRecord(r *rand.Rand) *deal.Record {
	texts := []string{"", "x", "two words", "colon: here", "- dash", "#", "null", "~", "true", "123", "1.5", "1.2.3", "1,000", "0o8", "2026-01-05", "a\nb", " lead", "tail ", "\ttab", "é", "日本", "\u2028", "\u0085", "\ufeff", "x\u009fy", "\x7f", "\ufffe", "'q'", `"dq"`, `back\slash`, "👩‍👧", "\u202e", "{a: b}", "[1, 2]", "@", "`", "%", "!tag", "&a", "*a", "<<", "?", "| x", "> y", "no", "0777", "=", "a #b", "\ufffd", "---", "..."}
	text := func() string { return texts[r.IntN(len(texts))] }
	name := func() string {
		for {
			if s := strings.Map(func(c rune) rune {
				if c < ' ' || c >= 0x7f && c < 0xa0 {
					return -1
				}
				return c
			}, text()); s != "" {
				return s
			}
		}
	}
	day := func() deal.Day { return deal.DayNumber(739_000 + r.IntN(400)) }
	who := func() deal.Who {
		return []deal.Who{deal.SomeBuyer, deal.SomeSeller, deal.SomeThirdParty, deal.Who(name())}[r.IntN(4)]
	}
	names := func() []string {
		out := [][]string{nil, {}}[r.IntN(2)]
		for range r.IntN(3) {
			out = append(out, name())
		}
		return out
	}
	value := func() deal.Value {
		switch r.IntN(4) {
		case 0:
			return deal.Value{}
		case 1:
			return deal.Number(r.Int64() - r.Int64())
		case 2:
			return deal.Flag(r.IntN(2) == 0)
		}
		return deal.Text(text())
	}
	yes := func() bool { return r.IntN(2) == 0 }

	rec := deal.New(deal.Header{ID: name(), Title: text(), Account: text(), Owner: text()})
	if yes() {
		rec.Segment, rec.Process = name(), name()
	}
	noted := day()
	for range r.IntN(30) {
		noted = noted.Add(r.IntN(5))
		at := deal.Stamp{On: noted.Add(-r.IntN(20)), Noted: noted, Ref: text(), Note: text()}
		var f deal.Fact
		switch r.IntN(12) {
		case 0:
			f = deal.Evidence{Stamp: at, Element: name(), Form: deal.Form(1 + r.IntN(6)), From: who(), Level: []string{"", "stated"}[r.IntN(2)], Refutes: yes()}
		case 1:
			f = deal.Milestone{Stamp: at, Milestone: name(), By: []deal.Who{"", who()}[r.IntN(2)], Void: yes()}
		case 2:
			f = deal.Activity{Stamp: at, Activity: text(), With: names(), Reached: yes(), Inbound: yes()}
		case 3:
			f = deal.Stage{Stamp: at, Stage: name(), Reason: names()}
		case 4:
			f = deal.CloseDate{Stamp: at, Day: day()}
		case 5:
			f = deal.NextStep{Stamp: at, Step: text(), Due: day(), Owner: []deal.Who{"", deal.BothSides, who()}[r.IntN(3)], ID: []string{"", name()}[r.IntN(2)]}
		case 6:
			f = deal.StepDone{Stamp: at, Step: name(), Missed: yes()}
		case 7:
			p := deal.Person{Stamp: at, Person: "p" + name(), Side: deal.Side(1 + r.IntN(3)), Name: text(), Title: text(), Stance: deal.Stance(r.IntN(6)), Gone: deal.Said(r.IntN(3))}
			if yes() {
				p.Roles = append([]string{}, names()...)
			}
			f = p
		case 8:
			s := deal.Set{Stamp: at}
			for i := range 1 + r.IntN(3) {
				attribute := name()
				if i > 0 {
					attribute = fmt.Sprint(name(), i) // none stands there twice
				}
				s.Values = append(s.Values, deal.Setting{Attribute: attribute, Value: value()})
			}
			f = s
		case 9:
			f = deal.Approval{Stamp: at, Approval: name(), By: name(), Rejected: yes()}
		case 10:
			f = deal.Waive{Stamp: at, Requirement: name(), By: name(), Why: text(), Until: []deal.Day{{}, day()}[r.IntN(2)]}
		case 11:
			f = deal.Pause{Stamp: at, Until: day(), Why: text(), By: []string{"", name()}[r.IntN(2)]}
		}
		if a, ok := f.(deal.Activity); ok {
			for i, who := range a.With {
				a.With[i] = "p" + who // no reserved word is a person
			}
		}
		if err := rec.Append(f); err != nil {
			panic(err)
		}
	}
	return rec
}

func TestWhatIsWrittenIsReadAgainEqual(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2_000 {
		rec := anyRecord(r)
		again(t, rec)
		line, err := rec.MarshalJSON()
		require.NoError(t, err)
		require.NotContains(t, string(line), "\n")
	}
}

func TestDecodeTellsEveryMistakeAtItsPlace(t *testing.T) {
	src := `deal: D-1
owner: [a, b]
facts:
  - {evidence: pain, form: said, from: dana, on: 2026-01-05}
  - {evidence: pain, form: statement, on: 2026-02-30}
  - {evidense: pain, form: statement, from: dana, on: 2026-01-05}
  - {milestone: signed, stage: won, on: 2026-01-05}
  - {milestone: signed, on: 2026-01-05, noted: 2026-01-04}
  - {person: both, side: buyer, on: 2026-01-05}
  - {set: {amount: 1e6}, on: 2026-01-05}
  - {activity: call, reached: yes, on: 2026-01-05}
  - {next_step: call, due: soon, on: 2026-01-05}
  - {pause: 2026-02-01, on: 2026-01-05, until: 2026-02-01}
  - {set: {amount: 12,500, seats: , region: null, zone: ~}, on: 2026-01-05}
  - {activity: roof, drawn again, on: 2026-01-05}
`
	_, err := deal.Decode("d.yaml", strings.NewReader(src))
	var list diag.List
	require.True(t, errors.As(err, &list))
	var got []string
	for _, d := range list {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Pos.Line, d.Pos.Column, d.Code))
		require.NotEmpty(t, d.Message)
		require.NotEmpty(t, d.Excerpt)
	}
	require.Equal(t, []string{
		"2:8 yaml/kind",
		"4:28 value/word",
		"5:5 yaml/missing-key",
		"5:43 value/day",
		"6:5 deal/fact-kind",
		"7:25 deal/fact-kind",
		"8:48 deal/noted",
		"9:14 value/reserved",
		"10:20 value/number",
		"11:31 value/word",
		"12:28 value/day",
		"13:5 yaml/missing-key",
		"13:41 yaml/unknown-key",
		"14:23 yaml/null",
		"14:35 yaml/null",
		"15:22 yaml/null",
	}, got)
}

func TestADealHasNoStartToCountDaysFrom(t *testing.T) {
	_, err := deal.Decode("d.yaml", strings.NewReader(`deal: D
facts:
  - {stage: s, on: +1d}
  - {stage: s, on: 2026-01-05, noted: +1d}
  - {next_step: s, due: +1d, on: 2026-01-05}
  - {close_date: +1d, on: 2026-01-05}
  - {pause: +1d, why: w, on: 2026-01-05}
  - {waive: w, by: b, why: w, until: +1d, on: 2026-01-05}
`))
	var list diag.List
	require.ErrorAs(t, err, &list)
	require.Len(t, list, 6)
	for _, d := range list {
		require.Equal(t, diag.BadDay, d.Code)
	}
	rec, err := deal.Decode("d.yaml", strings.NewReader("deal: D\nfacts: [{set: {day: +1d}, on: 2026-01-05}]\n"))
	require.NoError(t, err)
	require.Equal(t, deal.Text("+1d"), rec.Fact(0).(deal.Set).Values[0].Value, "a text like any other")
}

func TestAFactIsCitedInOneLine(t *testing.T) {
	rec, err := deal.Decode("d.yaml", strings.NewReader(everyKind))
	require.NoError(t, err)
	var got []string
	for i := range rec.Len() {
		got = append(got, rec.Cite(i))
	}
	require.Equal(t, []string{
		"2026-01-05 statement for pain, from Dana Reyes [call 1] “said: it hurts”",
		"2026-01-05 call with Dana Reyes, lee, from their side",
		"2026-01-05 mail with Dana Reyes, no answer",
		"2026-01-05 close date 2026-03-31",
		"2026-01-05 next step \"send figures\", due 2026-01-12, owner both sides",
		"2026-01-05 about Dana Reyes: economic_buyer",
		"2026-01-05 about lee",
		"2026-01-05 amount = 1250.5, seats = 40, region = north, live = true, owner = jo, gone_by = nothing, code = 0042, day = 2026-05-01",
		"2026-01-05 rejection legal_ok by dana",
		"2026-01-05 waiver of pain-stated by lee",
		"2026-01-05 pause until 2026-02-01: year end freeze",
		"2026-01-07 signed reached, by Dana Reyes",
		"2026-01-08 signed undone",
		"2026-01-06 inferred against pain, from the buyer, noted 2026-01-09",
		"2026-01-10 the CRM says lost (price, timing)",
		"2026-01-13 next step s1 missed",
	}, got)
	require.Equal(t, "us", rec.NameOf(deal.SomeSeller))
	require.Equal(t, "a third party", rec.NameOf(deal.SomeThirdParty))
	require.Equal(t, "nobody known", rec.NameOf("nobody known"))
}

func TestStreamGoesOnAfterABadLine(t *testing.T) {
	src := `{"deal":"A","facts":[]}

{"deal":"B","facts":[{"evidence":"pain"}]}
{"deal":"C"
{"deal":"D","facts":[]} x
{"deal":"E","facts":[{"milestone":"m","on":"2026-01-05"}]}`
	var got []string
	for rec, err := range deal.Stream("deals.ndjson", strings.NewReader(src)) {
		if err != nil {
			var list diag.List
			require.True(t, errors.As(err, &list))
			got = append(got, fmt.Sprintf("%v %s", list[0].Pos, list[0].Code))
			continue
		}
		got = append(got, rec.ID)
	}
	require.Equal(t, []string{
		"A", "deals.ndjson:3:22 yaml/missing-key", "deals.ndjson:4:12 json/syntax", "deals.ndjson:5:25 json/syntax", "E",
	}, got)
}

func TestWhatIsNoDealALineIsToldOnce(t *testing.T) {
	pretty := "{\n  \"deal\": \"A\",\n  \"facts\": [\n  ]\n}\n"
	for _, c := range []struct{ name, src, message, hint string }{
		{"YAML", "deal: A\nfacts: []\n", "no JSON", ".yaml"},
		{"one line of YAML", "deal: A\n", "no JSON", ".yaml"},
		{"a comment before YAML", "# mine\n\ndeal: A\n", "no JSON", ".yaml"},
		{"JSON over several lines", pretty, "over several lines", ".json"},
		{"a list of deals", `[{"deal":"A","facts":[]},{"deal":"B","facts":[]}]` + "\n", "a list", "without [ ]"},
		{"a list of deals over several lines", "[\n" + `{"deal":"A","facts":[]},` + "\n" + `{"deal":"B","facts":[]}` + "\n]\n", "a list", "without [ ]"},
		{"a list of deals after a byte order mark", "\ufeff[\n{}\n]\n", "a list", "without [ ]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := 0
			for rec, err := range deal.Stream("in", strings.NewReader(c.src)) {
				n++
				var list diag.List
				require.Nil(t, rec)
				require.ErrorAs(t, err, &list)
				require.Len(t, list, 1)
				require.Equal(t, diag.JSONSyntax, list[0].Code)
				require.Contains(t, list[0].Message, "a deal a line")
				require.Contains(t, list[0].Message, c.message)
				require.Contains(t, list[0].Hint, c.hint)
			}
			require.Equal(t, 1, n)
		})
	}
}

func TestAFileWithAListOfDealsIsToldWhatToDo(t *testing.T) {
	for file, src := range map[string]string{
		"d.json": `[{"deal":"A","facts":[]}]`,
		"d.yaml": "- deal: A\n  facts: []\n",
	} {
		_, err := deal.Decode(file, strings.NewReader(src))
		var list diag.List
		require.ErrorAs(t, err, &list)
		require.Len(t, list, 1)
		require.Contains(t, list[0].Message, "a list stands here")
		require.Contains(t, list[0].Hint, ".ndjson")
	}
	_, err := deal.Decode("d.json", strings.NewReader(" "))
	require.ErrorContains(t, err, "the file holds nothing")
}

func TestADealThatCannotBeReadIsNamedAsFarAsItCanBe(t *testing.T) {
	src := `{"deal":"A","facts":[]}
{"deal":"B","facts":[{"stage":"x"},{"stage":"y"}]}
{"deal":"C"
{"facts":[]}`
	var got []string
	for rec, err := range deal.Stream("in", strings.NewReader(src)) {
		var wrong *deal.UnreadError
		if errors.As(err, &wrong) {
			got = append(got, fmt.Sprintf("%q %d at %v", wrong.Deal, len(wrong.Mistakes), wrong.Mistakes[0].Pos))
			continue
		}
		got = append(got, fmt.Sprintf("%s at %v", rec.ID, rec.Pos()))
	}
	require.Equal(t, []string{"A at in:1:1", `"B" 2 at in:2:22`, `"" 1 at in:3:12`, `"" 1 at in:4:1`}, got)
}

func TestStreamEndsWithWhatTheReaderSaid(t *testing.T) {
	broken := errors.New("line noise")
	r := io.MultiReader(strings.NewReader(`{"deal":"A","facts":[]}`+"\n"), iotest.ErrReader(broken))
	var ids []string
	var last error
	for rec, err := range deal.Stream("in", r) {
		if last = err; err == nil {
			ids = append(ids, rec.ID)
		}
	}
	require.Equal(t, []string{"A"}, ids)
	require.ErrorIs(t, last, broken)
}

// TestAStreamInParallelIsTheStream compares deals, mistakes and how it ends, for
// sources of every kind.
func TestAStreamInParallelIsTheStream(t *testing.T) {
	var many strings.Builder
	for i := range 300 {
		switch i % 5 {
		case 3:
			fmt.Fprintf(&many, "{\"deal\":\"D%d\",\"facts\":[{\"stage\":\"x\"}]}\n\n", i)
		default:
			fmt.Fprintf(&many, "{\"deal\":\"D%d\",\"facts\":[{\"milestone\":\"m%d\",\"on\":\"2026-01-05\"}]}\n", i, i)
		}
	}
	noise := iotest.ErrReader(errors.New("line noise"))
	for name, source := range map[string]func() io.Reader{
		"nothing":           func() io.Reader { return strings.NewReader("") },
		"one deal":          func() io.Reader { return strings.NewReader(`{"deal":"A","facts":[]}`) },
		"many deals":        func() io.Reader { return strings.NewReader(many.String()) },
		"the first is odd":  func() io.Reader { return strings.NewReader("nothing\n" + many.String()) },
		"YAML":              func() io.Reader { return strings.NewReader("deal: A\nfacts: []\n") },
		"the reader breaks": func() io.Reader { return io.MultiReader(strings.NewReader(many.String()), noise) },
		"it breaks at once": func() io.Reader { return noise },
	} {
		t.Run(name, func(t *testing.T) {
			told := func(seq iter.Seq2[*deal.Record, error], most int) (out []string) {
				for rec, err := range seq {
					if rec == nil {
						out = append(out, err.Error())
					} else {
						src, err := json.Marshal(rec)
						require.NoError(t, err)
						out = append(out, fmt.Sprint(rec.Pos(), string(src)))
					}
					if len(out) == most {
						break
					}
				}
				return out
			}
			want := told(deal.Stream("in", source()), 0)
			for workers := range 9 {
				require.Equal(t, want, told(deal.StreamParallel(workers, "in", source()), 0), "%d workers", workers)
				if len(want) > 20 {
					require.Equal(t, want[:20], told(deal.StreamParallel(workers, "in", source()), 20), "%d workers, broken off", workers)
				}
			}
		})
	}
}

func TestStreamRefusesALineThatIsTooLong(t *testing.T) {
	long := `{"deal":"A","facts":[],"title":"` + strings.Repeat("x", 2<<20) + `"}`
	src := long + "\n" + `{"deal":"B","facts":[]}`
	var got []string
	for rec, err := range deal.Stream("in", strings.NewReader(src)) {
		if err != nil {
			var list diag.List
			require.True(t, errors.As(err, &list))
			got = append(got, list[0].String())
			continue
		}
		got = append(got, rec.ID)
	}
	require.Equal(t, []string{"in:1:1: error: the line has more than 1 MiB [yaml/too-large]", "B"}, got)
}

func TestAppendKeepsTheOrderInWhichThingsWereNoted(t *testing.T) {
	rec := deal.New(deal.Header{ID: "D"})
	on := func(on, noted int) deal.Stamp {
		return deal.Stamp{On: deal.DayOf(2026, 1, on), Noted: deal.DayOf(2026, 1, noted)}
	}
	require.NoError(t, rec.Append(deal.Milestone{Stamp: on(5, 5), Milestone: "a"}))
	require.NoError(t, rec.Append(deal.Milestone{Stamp: on(2, 6), Milestone: "b"}))
	require.Error(t, rec.Append(deal.Milestone{Stamp: on(2, 5), Milestone: "c"}), "noted before the last one")
	require.Error(t, rec.Append(deal.Milestone{Stamp: on(8, 7), Milestone: "d"}), "noted before it happened")
	require.Error(t, rec.Append(deal.Milestone{Milestone: "e"}), "without a day")
	require.NoError(t, rec.Append(deal.Milestone{Stamp: on(5, 6), Milestone: "f"}))
	require.Equal(t, 3, rec.Len())

	var byDay []string
	for i := range rec.Len() {
		byDay = append(byDay, rec.Fact(rec.ByDay(i)).(deal.Milestone).Milestone)
	}
	require.Equal(t, []string{"b", "a", "f"}, byDay, "by the day they happened, then as noted")

	require.Equal(t, 0, rec.AsOf(deal.DayOf(2026, 1, 4)).Len())
	require.Equal(t, 1, rec.AsOf(deal.DayOf(2026, 1, 5)).Len(), "what was noted later is not seen, though it happened before")
	require.Equal(t, 3, rec.AsOf(deal.DayOf(2026, 1, 6)).Len())
	var since []int
	for i := range rec.AsOf(deal.DayOf(2026, 1, 6)).Since(rec.AsOf(deal.DayOf(2026, 1, 5))) {
		since = append(since, i)
	}
	require.Equal(t, []int{1, 2}, since)
}

func TestAppendRefusesFactsThatSayNothing(t *testing.T) {
	at := deal.Stamp{On: deal.DayOf(2026, 1, 5)}
	for _, f := range []deal.Fact{
		deal.Evidence{Stamp: at, Element: "pain", From: "dana"},
		deal.Evidence{Stamp: at, Element: "pain", Form: deal.Statement},
		deal.Evidence{Stamp: at, Form: deal.Statement, From: "dana"},
		deal.Milestone{Stamp: at},
		deal.Stage{Stamp: at},
		deal.CloseDate{Stamp: at},
		deal.NextStep{Stamp: at, Step: "call"},
		deal.StepDone{Stamp: at},
		deal.Person{Stamp: at, Person: "dana"},
		deal.Person{Stamp: at, Side: deal.Buyer},
		deal.Person{Stamp: at, Person: "buyer", Side: deal.Buyer},
		deal.Set{Stamp: at},
		deal.Approval{Stamp: at, By: "dana"},
		deal.Waive{Stamp: at, By: "dana"},
		deal.Pause{Stamp: at},
		nil,
	} {
		rec := deal.New(deal.Header{ID: "D"})
		require.Error(t, rec.Append(f), "%#v", f)
		require.Zero(t, rec.Len())
	}
}

func FuzzDecodeYAML(f *testing.F) {
	f.Add(everyKind)
	f.Add("deal: x\nfacts: []")
	f.Fuzz(func(t *testing.T, src string) { decodeTwice(t, "d.yaml", src) })
}

func FuzzDecodeJSON(f *testing.F) {
	rec, err := deal.Decode("d.yaml", strings.NewReader(everyKind))
	require.NoError(f, err)
	line, err := rec.MarshalJSON()
	require.NoError(f, err)
	f.Add(string(line))
	f.Add(`{"deal":"x","facts":[]}`)
	f.Fuzz(func(t *testing.T, src string) { decodeTwice(t, "d.json", src) })
}

// decodeTwice holds that whatever can be read can be appended, and written and
// read again, and that whatever cannot is refused with a place and a code.
func decodeTwice(t *testing.T, file, src string) {
	rec, err := deal.Decode(file, strings.NewReader(src))
	if err != nil {
		var list diag.List
		require.True(t, errors.As(err, &list))
		require.NotEmpty(t, list)
		for _, d := range list {
			require.NotEmpty(t, d.Code)
			require.Equal(t, file, d.Pos.File)
		}
		return
	}
	again(t, rec)
	same := deal.New(rec.Header)
	for _, f := range rec.Facts() {
		require.NoError(t, same.Append(f))
	}
	require.True(t, rec.Equal(same), "what can be read can be appended, as it is")
}
