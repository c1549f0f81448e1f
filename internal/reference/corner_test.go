package reference_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/reference"
	"github.com/headway-go/headway/qualify/deal"
)

// corners are cases that random ones come upon too seldom.
var corners = map[string]struct {
	stages []generate.Stage
	ends   []generate.End
	facts  []deal.Fact
}{
	"a none of nothing that applies is no branch that was met": {
		stages: []generate.Stage{{ID: "first", Exit: []*generate.Requirement{
			{Kind: generate.Any, ID: "either", Members: []*generate.Requirement{pain("stated"), noBlockerOnceHot}},
		}}, {ID: "second", Exit: []*generate.Requirement{pain("committed")}}},
		facts: []deal.Fact{says(0, deal.Statement), denies(3)},
	},
	"a none of nothing that applies does not keep the rest of its gate": {
		stages: []generate.Stage{{ID: "first", Exit: []*generate.Requirement{pain("stated"), noBlockerOnceHot}}, {ID: "second"}},
		facts:  []deal.Fact{says(0, deal.Statement), denies(3), set(5, "hot", deal.Flag(true))},
	},
	"a next step that is switched on later was asked all the same": {
		stages: []generate.Stage{{ID: "first", Exit: []*generate.Requirement{
			pain("stated"), {Kind: generate.NextStep, ID: "step", When: &generate.Requirement{Kind: generate.OfAttribute, Subject: "hot",
				Compare: []generate.Comparison{{Op: "is", Values: []generate.Operand{{Value: deal.Flag(true)}}}}}},
		}}, {ID: "second"}},
		facts: []deal.Fact{says(0, deal.Statement), set(5, "hot", deal.Flag(true))},
	},
	"a demand that is recommended and asked for blocks": {
		stages: []generate.Stage{
			{ID: "first", Exit: []*generate.Requirement{{Kind: generate.OfElement, Subject: "pain", Level: "stated", Optional: deal.Yes}}},
			{ID: "second", Enter: []*generate.Requirement{pain("stated")}},
		},
		facts: []deal.Fact{says(0, deal.Belief)},
	},
	"one demand at two gates in a row opens both": {
		stages: []generate.Stage{
			{ID: "first", Exit: []*generate.Requirement{pain("stated")}},
			{ID: "second", Exit: []*generate.Requirement{pain("stated")}, Optional: true},
			{ID: "third"},
		},
		facts: []deal.Fact{says(0, deal.Belief), says(4, deal.Statement)},
	},
	"what lapsed can be lost and partly renewed at once": {
		stages: []generate.Stage{{ID: "first", Exit: []*generate.Requirement{pain("asserted")}}},
		facts:  []deal.Fact{says(0, deal.Act), denies(14), says(15, deal.Statement)},
	},
	"an end that no stage leads to has needs all the same": {
		stages: []generate.Stage{{ID: "first"}},
		ends: []generate.End{{ID: "won", Kind: "won"}, {ID: "renewed", Kind: "won", Needs: []*generate.Requirement{
			{Kind: generate.OfElement, Subject: "pain", Level: "stated", When: &generate.Requirement{Kind: generate.OfAttribute, Subject: "hot"}},
		}}},
		facts: []deal.Fact{deal.Stage{Stamp: on(1), Stage: "renewed"}, says(3, deal.Statement), set(5, "hot", deal.Value{})},
	},
	"what makes a milestone void does not when it is undone": {
		stages: []generate.Stage{{ID: "first", Exit: []*generate.Requirement{{Kind: generate.OfMilestone, Subject: "demo"}}}, {ID: "second"}},
		facts: []deal.Fact{
			deal.Milestone{Stamp: on(0), Milestone: "demo"},
			deal.Milestone{Stamp: on(3), Milestone: "blocker"},
			deal.Milestone{Stamp: on(6), Milestone: "blocker", Void: true},
		},
	},
	"a demand that asks what has been reached is met on a blank deal too": {
		stages: []generate.Stage{{ID: "first"}, {ID: "second", Exit: []*generate.Requirement{{Kind: generate.Reached, Subject: "first"}, pain("stated")}}},
	},
	"an optional first stage may be passed over": {
		stages: []generate.Stage{{ID: "first", Enter: []*generate.Requirement{pain("stated")}, Optional: true}, {ID: "second", Exit: []*generate.Requirement{pain("committed")}}},
		facts:  []deal.Fact{says(2, deal.Statement)},
	},
}

var noBlockerOnceHot = &generate.Requirement{Kind: generate.None, ID: "clear", Members: []*generate.Requirement{{
	Kind: generate.OfMilestone, Subject: "blocker",
	When: &generate.Requirement{Kind: generate.OfAttribute, Subject: "hot", Compare: []generate.Comparison{{Op: "is", Values: []generate.Operand{{Value: deal.Flag(true)}}}}},
}}}

func pain(level string) *generate.Requirement {
	return &generate.Requirement{Kind: generate.OfElement, Subject: "pain", Level: level}
}

func on(day int) deal.Stamp { return deal.Stamp{On: generate.Start.Add(day)} }

func says(day int, form deal.Form) deal.Fact {
	return deal.Evidence{Stamp: on(day), Element: "pain", Form: form, From: deal.SomeBuyer}
}

func denies(day int) deal.Fact {
	return deal.Evidence{Stamp: on(day), Element: "pain", Form: deal.Statement, From: deal.SomeBuyer, Refutes: true}
}

func set(day int, attribute string, v deal.Value) deal.Fact {
	return deal.Set{Stamp: on(day), Values: []deal.Setting{{Attribute: attribute, Value: v}}}
}

func TestTheEngineAnswersAsTheReferenceDoesInCorners(t *testing.T) {
	for name, corner := range corners {
		t.Run(name, func(t *testing.T) {
			compareEveryDay(t, small(func(c *generate.Case) {
				c.Process.Stages, c.Process.Ends, c.Facts = corner.stages, corner.ends, corner.facts
			}))
		})
	}
}

// small makes a case of one element, two milestones and one attribute.
func small(change func(*generate.Case)) *generate.Case {
	c := &generate.Case{
		Framework: generate.Framework{ID: "frame", Elements: []generate.Element{{ID: "pain", Weight: -1, ValidFor: lasts("10d")}}},
		Process: generate.Process{
			ID: "way", Framework: "frame",
			Milestones: []generate.Milestone{{ID: "demo", VoidBy: []string{"blocker"}}, {ID: "blocker"}},
			Attributes: []generate.Attribute{{ID: "hot", Type: "flag", Default: deal.Flag(false)}},
		},
		Header: deal.Header{ID: "acme"},
	}
	change(c)
	return c
}

func lasts(text string) deal.Duration {
	d, err := deal.ParseDuration(text)
	if err != nil {
		panic(err)
	}
	return d
}

// compareEveryDay compares the two on every day of the first three weeks, and
// between any two of them.
func compareEveryDay(t *testing.T, c *generate.Case) {
	book, err := load(c)
	require.NoError(t, err)
	model := reference.New(c)
	for to := range 20 {
		day := generate.Start.Add(to)
		require.Empty(t, compareCards(c, book, model, c.Facts, day, &census{}), "on %v", day)
		for from := range to {
			before := generate.Start.Add(from)
			require.Empty(t, compareProgress(c, book, model, c.Facts, before, day, &census{}), "from %v to %v", before, day)
		}
	}
}
