package score_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
)

func TestAVerdictNamesTheFactsThatDecidedIt(t *testing.T) {
	const waiting = `
stages:
  - {id: tender, title: T, waits_for: buyer, limit: 90d, exit: [{milestone: board}]}
calendar: {quiet: [{from: 2026-03-01, to: 2026-03-31, why: closed}]}
`
	for _, c := range []struct {
		name    string
		process string
		before  string // what was noted by +4
		after   string // and by +7
		verdict string
		want    string
	}{
		{
			"won: the claim, and what bears it out, however old", simple,
			"+2 milestone: signed", "+5 evidence: pain, form: statement, from: ann\n+6 stage: won",
			"won", "+2 milestone, +6 stage",
		},
		{"lost: the claim", simple, "+2 milestone: agreed", "+5 evidence: pain, form: act, from: ann\n+6 stage: lost", "lost", "+6 stage"},
		{"lost before the window: the claim still", simple, "+2 stage: lost", "+5 activity: call", "lost", "+2 stage"},
		{"left: the claim", simple, "", "+6 stage: parked", "left", "+6 stage"},
		{
			"regressed: what took it", simple,
			"+1 evidence: pain, form: statement, from: ann\n+2 milestone: agreed",
			"+5 milestone: changed\n+6 evidence: pain, form: statement, from: ann, refutes: true\n+6 milestone: security",
			"regressed", "+5 milestone, +6 evidence",
		},
		{
			"advanced: the buyer's facts alone", simple,
			"", "+5 activity: call, with: ann, reached: true\n+5 evidence: pain, form: statement, from: cy\n+6 evidence: pain, form: statement, from: bob\n+7 stage: propose",
			"advanced", "+6 evidence",
		},
		{
			"advanced: two people together", simple,
			"", "+5 evidence: pain, form: statement, from: ann\n+6 evidence: pain, form: statement, from: bob\n+6 evidence: pain, form: belief, from: bob",
			"advanced", "+5 evidence, +6 evidence",
		},
		{
			"progressing: each gain its own, each fact once", simple,
			"", "+5 activity: call, with: bob, reached: true\n+6 milestone: agreed\n+7 activity: call, with: ann, reached: true",
			"progressing", "+5 activity, +6 milestone",
		},
		{"waiting: the pause", simple, "+3 pause: +20, why: holidays", "+5 activity: call", "waiting", "+3 pause"},
		{"waiting: the promise", simple, "+3 next_step: figures, due: +9, owner: ann", "+5 activity: call", "waiting", "+3 next_step"},
		{"waiting as the stage has it: no fact", waiting, "", "+5 activity: call", "waiting", ""},
		{
			"busy: what was done", simple,
			"+2 activity: call", "+5 activity: call\n+5 stage: propose\n+6 evidence: pain, form: belief, from: cy\n+6 next_step: call, due: +9, owner: cy\n+7 milestone: offered",
			"busy", "+5 activity, +6 evidence, +7 milestone",
		},
		{"stalled: nothing", simple, "+2 activity: call", "+5 stage: propose\n+6 close_date: +90", "stalled", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := story.Tell("segment: p", people+c.before+"\n"+c.after)
			p, err := score.Compare(playbook(t, c.process), rec, story.Day(4), story.Day(7))
			require.NoError(t, err)
			require.Equal(t, c.verdict, p.Verdict().String())
			var got []string
			for _, i := range p.Decided() {
				got = append(got, fmt.Sprintf("+%d %s", rec.On(i).Sub(story.Start), rec.Fact(i).Kind()))
			}
			require.Equal(t, c.want, strings.Join(got, ", "))
		})
	}
}

func TestWhatDecidedAVerdictWasKnownByThenAndWhatMovedADealHappenedToItSince(t *testing.T) {
	worth := map[string]int{
		"won": 20, "lost": 15, "left": 5, "regressed": 10, "advanced": 5, "progressing": 50, "waiting": 70, "busy": 50, "stalled": 150,
		"a regression has a fact": 15, "several facts decided it": 50,
	}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		for range 3 {
			from := x.day()
			to := from.Add(x.r.IntN(30))
			p := x.progress(x.Facts, from, to)
			got := p.Decided()
			x.note(p.Verdict().String(), true)
			x.note("several facts decided it", len(got) > 1)
			why := func() string {
				return fmt.Sprintf("%v from %v to %v by %v of %v", p.Verdict(), from, to, got, x.tell(x.Facts))
			}
			require.True(x, slices.IsSorted(got), "in order")
			require.Len(x, slices.Compact(slices.Clone(got)), len(got), "each once")
			for _, i := range got {
				require.True(x, i >= 0 && i < p.To().Len(), "%s", why())
				switch p.Verdict() {
				case score.Advanced, score.Progressing, score.Regressed, score.Busy:
					require.GreaterOrEqual(x, i, p.From().Len(), "%s", why())
				}
			}
			switch p.Verdict() {
			case score.Won, score.Lost, score.Left:
				_, claim, _ := p.Card().Position().ClaimedOn()
				require.Contains(x, got, claim, "%s", why())
			case score.Advanced, score.Progressing:
				require.NotEmpty(x, got, "%s", why())
				for _, c := range p.Gained() {
					require.Contains(x, got, c.Fact, "%s", why())
				}
				for _, i := range got {
					switch p.To().Record().Fact(i).(type) {
					case deal.Evidence, deal.Milestone, deal.Approval, deal.Activity:
					default:
						require.Fail(x, "a fact that is nobody's work", "%s", why())
					}
				}
			case score.Regressed:
				x.note("a regression has a fact", len(got) > 0)
				x.note("a regression has none", len(got) == 0)
			case score.Busy:
				require.NotEmpty(x, got, "%s", why())
			case score.Stalled:
				require.Empty(x, got, "%s", why())
			}
		}
	})
}
