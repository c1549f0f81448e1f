package deal_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
)

var fifth = deal.Stamp{On: deal.DayOf(2026, 1, 5)}

// stranger looks like a fact because it has what every fact has.
type stranger struct{ deal.Stamp }

func (stranger) Kind() string { return "stranger" }

func TestAppendTakesTheTwelveKindsOfFactAndNothingElse(t *testing.T) {
	evidence := deal.Evidence{Stamp: fifth, Element: "pain", Form: deal.Statement, From: "dana"}
	var none *deal.Evidence
	for name, f := range map[string]deal.Fact{
		"a pointer":            &evidence,
		"a pointer to nothing": none,
		"a kind of its own":    stranger{fifth},
		"a fact in disguise":   struct{ deal.Fact }{evidence},
		"nothing":              nil,
	} {
		rec := deal.New(deal.Header{ID: "D"})
		require.Error(t, rec.Append(f), name)
		require.Zero(t, rec.Len(), name)
	}
	require.NoError(t, deal.New(deal.Header{ID: "D"}).Append(evidence))
}

func TestAppendRefusesWhatCouldNotBeReadAgain(t *testing.T) {
	long := strings.Repeat("x", 201)
	for _, f := range []deal.Fact{
		deal.Activity{Stamp: fifth, Activity: "call", With: []string{"buyer"}},
		deal.Activity{Stamp: fifth, Activity: "call", With: []string{"dana", ""}},
		deal.Activity{Stamp: fifth, Activity: "no\xff text"},
		deal.Evidence{Stamp: fifth, Element: "pain", Form: deal.Statement, From: deal.BothSides},
		deal.Evidence{Stamp: fifth, Element: "pain", Form: deal.Statement, From: deal.Who(long)},
		deal.Evidence{Stamp: fifth, Element: "pa\nin", Form: deal.Statement, From: "dana"},
		deal.Evidence{Stamp: fifth, Element: "pain", Form: deal.Act + 1, From: "dana"},
		deal.Evidence{Stamp: fifth, Element: "pain", Form: deal.Act, From: "dana", Level: "\x1b[31m"},
		deal.Milestone{Stamp: fifth, Milestone: "signed", By: deal.BothSides},
		deal.Milestone{Stamp: fifth, Milestone: "signed\x7f"},
		deal.Stage{Stamp: fifth, Stage: "a\nb"},
		deal.Stage{Stamp: fifth, Stage: "lost", Reason: []string{"price", ""}},
		deal.NextStep{Stamp: fifth, Step: "call", Due: deal.DayOf(2026, 2, 1), Owner: "a\tb"},
		deal.NextStep{Stamp: fifth, Step: "call", Due: deal.DayOf(2026, 2, 1), ID: long},
		deal.StepDone{Stamp: fifth, Step: "a\nb"},
		deal.Person{Stamp: fifth, Person: "dana\n", Side: deal.Buyer},
		deal.Person{Stamp: fifth, Person: "dana", Side: deal.ThirdParty + 1},
		deal.Person{Stamp: fifth, Person: "dana", Side: deal.Buyer, Stance: deal.Blocker + 1},
		deal.Person{Stamp: fifth, Person: "dana", Side: deal.Buyer, Gone: deal.No + 1},
		deal.Person{Stamp: fifth, Person: "dana", Side: deal.Buyer, Roles: []string{""}},
		deal.Person{Stamp: fifth, Person: "dana", Side: deal.Buyer, Title: "\xff"},
		deal.Set{Stamp: fifth, Values: []deal.Setting{{Attribute: "a", Value: deal.Flag(true)}, {Attribute: "a"}}},
		deal.Set{Stamp: fifth, Values: []deal.Setting{{Attribute: "a\nb"}}},
		deal.Set{Stamp: fifth, Values: []deal.Setting{{Attribute: "a", Value: deal.Text("\xff")}}},
		deal.Approval{Stamp: fifth, Approval: "legal", By: "\u0085"},
		deal.Waive{Stamp: fifth, Requirement: long, By: "lee", Why: "known"},
		deal.Waive{Stamp: fifth, Requirement: "pain", By: "lee", Why: "\xc3"},
		deal.Pause{Stamp: fifth, Until: deal.DayOf(2026, 2, 1), Why: "freeze", By: "\n"},
		deal.Pause{Stamp: deal.Stamp{On: fifth.On, Note: "\xff"}, Until: deal.DayOf(2026, 2, 1), Why: "freeze"},
		deal.Pause{Stamp: deal.Stamp{On: fifth.On, Ref: "\xff"}, Until: deal.DayOf(2026, 2, 1), Why: "freeze"},
	} {
		rec := deal.New(deal.Header{ID: "D"})
		require.Error(t, rec.Append(f), "%#v", f)
		require.Zero(t, rec.Len())
	}
}

// again writes a record in both ways and reads it again.
func again(t *testing.T, rec *deal.Record) {
	t.Helper()
	var y bytes.Buffer
	require.NoError(t, rec.WriteYAML(&y))
	back, err := deal.Decode("d.yaml", bytes.NewReader(y.Bytes()))
	require.NoError(t, err, "%s", y.String())
	require.True(t, rec.Equal(back), "%s", y.String())
	line, err := rec.MarshalJSON()
	require.NoError(t, err)
	back, err = deal.Decode("d.json", bytes.NewReader(line))
	require.NoError(t, err, "%s", line)
	require.True(t, rec.Equal(back), "%s", line)
}

func TestWhatIsAppendedIsKeptAsItIsReadAgain(t *testing.T) {
	for name, f := range map[string]deal.Fact{
		"noted on the day":       deal.Stage{Stamp: deal.Stamp{On: fifth.On, Noted: fifth.On}, Stage: "s"},
		"with nobody":            deal.Activity{Stamp: fifth, Activity: "call", With: []string{}},
		"without a word":         deal.Activity{Stamp: fifth},
		"for no reason":          deal.Stage{Stamp: fifth, Stage: "lost", Reason: []string{}},
		"with no role":           deal.Person{Stamp: fifth, Person: "dana", Side: deal.Buyer, Roles: []string{}},
		"roles not said":         deal.Person{Stamp: fifth, Person: "dana", Side: deal.Buyer},
		"the least number":       deal.Set{Stamp: fifth, Values: []deal.Setting{{Attribute: "a", Value: deal.Number(math.MinInt64)}}},
		"the greatest number":    deal.Set{Stamp: fifth, Values: []deal.Setting{{Attribute: "a", Value: deal.Number(math.MaxInt64)}}},
		"a step of both":         deal.NextStep{Stamp: fifth, Due: deal.DayOf(2026, 2, 1), Owner: deal.BothSides},
		"a merge key of a value": deal.Set{Stamp: fifth, Values: []deal.Setting{{Attribute: "<<", Value: deal.Flag(true)}, {Attribute: "null", Value: deal.Text("~")}}},
		"a name of 200 letters":  deal.Set{Stamp: fifth, Values: []deal.Setting{{Attribute: strings.Repeat("é ", 100), Value: deal.Text(strings.Repeat("long ", 100))}}},
	} {
		t.Run(name, func(t *testing.T) {
			rec := deal.New(deal.Header{ID: "D"})
			require.NoError(t, rec.Append(f))
			again(t, rec)
		})
	}
}

func TestATextIsReadAgainAsATextWhateverItLooksLike(t *testing.T) {
	for _, s := range []string{
		"1.2.3", "1,000", "1..2", "0b12", "0o8", "0x", "0777", "1_000", "+5", ".5", "1e5", "12", "-3.25", "12:30:00", "-.inf", "١",
		"2026-01-31", "2026-13-31", "true", "yes", "null", "~", "<<", "=", "5 ", "a: b", "# x", "- a", "", "two\nlines", strings.Repeat("word ", 60),
		"\u0085a", "a\u2028b", "\ufeff", "\ufffe", "\u0081", "\x00",
	} {
		t.Run(fmt.Sprintf("%.20q", s), func(t *testing.T) {
			rec := deal.New(deal.Header{ID: "D", Title: s})
			require.NoError(t, rec.Append(deal.Set{Stamp: fifth, Values: []deal.Setting{{Attribute: "v", Value: deal.Text(s)}}}))
			again(t, rec)
		})
	}
}

func TestADealThatCouldNotBeReadAgainIsNotWritten(t *testing.T) {
	for name, h := range map[string]deal.Header{
		"without a name":           {},
		"a name of two lines":      {ID: "a\nb"},
		"a segment of two lines":   {ID: "D", Segment: "a\nb"},
		"a process with a long id": {ID: "D", Process: strings.Repeat("x", 201)},
		"a title that is no text":  {ID: "D", Title: "\xff"},
	} {
		t.Run(name, func(t *testing.T) {
			var y bytes.Buffer
			require.Error(t, deal.New(h).WriteYAML(&y))
			require.Zero(t, y.Len())
			_, err := deal.New(h).MarshalJSON()
			require.Error(t, err)
		})
	}
	again(t, deal.New(deal.Header{ID: "1.0", Segment: "null", Process: "~", Owner: "5"}))
}
