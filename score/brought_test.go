package score_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// TestALossUnderNoneNamesTheFactThatBroughtTheBlocker: what stands under none is
// lost when something comes to hold.
func TestALossUnderNoneNamesTheFactThatBroughtTheBlocker(t *testing.T) {
	for _, c := range []struct {
		name   string
		under  string // none
		before string // what was noted by +4
		after  string // and by +7
		want   string
	}{
		{"a milestone is reached", "[{milestone: security}]", "", "+5 milestone: security\n+6 activity: call", "+5 milestone"},
		{"one of a group that holds", "[{all: [{milestone: security}, {milestone: agreed}]}]", "+1 milestone: agreed", "+5 milestone: security\n+6 activity: call", "+5 milestone"},
		{"an element comes to stand on more", "[{element: pain, level: stated}]", "+1 evidence: pain, form: belief, from: cy", "+5 evidence: pain, form: statement, from: ann\n+6 activity: call", "+5 evidence"},
		{"the score rises", "[{score: {at_least: 5}}]", "", "+5 evidence: pain, form: statement, from: ann\n+6 activity: call", "+5 evidence"},
		{"somebody who was met comes to have the role", "[{engaged: [legal]}]", "+2 activity: call, with: ann, reached: true", "+5 person: ann, side: buyer, roles: [legal]\n+6 activity: call", "+5 person"},
		{"what stood under a none of its own is gone", "[{none: [{milestone: agreed}]}]", "+2 milestone: agreed", "+5 milestone: changed\n+6 activity: call", "+5 milestone"},
		{"what is not asked there is none", "[{milestone: security}, {milestone: signed, when: {attribute: ready, is: true}}]", "+1 set: {ready: false}", "+5 milestone: security\n+6 milestone: signed", "+5 milestone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			book := playbook(t, `
stages:
  - {id: discover, title: D, exit: [{id: clear, none: `+c.under+`}]}
  - {id: propose, title: P}
ends: [{id: won, title: W, kind: won, needs: [{milestone: signed}]}]
`)
			rec := story.Tell("segment: p", people+c.before+"\n"+c.after)
			p, err := score.Compare(book, rec, story.Day(4), story.Day(7))
			require.NoError(t, err)
			var got []string
			for _, x := range p.Lost() {
				if x.ID() == "clear" {
					require.GreaterOrEqual(t, x.Fact, 0, "a fact is named")
					got = append(got, fmt.Sprintf("+%d %s", rec.On(x.Fact).Sub(story.Start), rec.Fact(x.Fact).Kind()))
				}
			}
			require.Equal(t, []string{c.want}, got)
		})
	}
}

func TestAGroupUnderNoneHasItsAnswer(t *testing.T) {
	book := playbook(t, `
stages:
  - {id: discover, title: D, exit: [{id: clear, none: [{all: [{milestone: security}, {milestone: agreed}]}, {any: [{milestone: board}, {milestone: tested}]}]}]}
ends: [{id: won, title: W, kind: won, needs: [{milestone: signed}]}]
`)
	card, err := score.Evaluate(book, story.Tell("segment: p", people+"+1 milestone: agreed\n+2 milestone: board"), story.Day(3))
	require.NoError(t, err)
	clear, ok := card.Process().Requirement("clear")
	require.True(t, ok)
	f := card.Position().Find(clear)
	require.Len(t, f.Members, 2)
	require.Equal(t, stage.Unmet, f.Members[0].Answer)
	require.Equal(t, stage.Met, f.Members[1].Answer)
	require.Equal(t, f.Members[1].Support, f.Support, "it rests on what holds")
	require.Len(t, f.Support, 1)
}
