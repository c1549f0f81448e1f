package score_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

func TestDecisionsAboutTheRestOfTheLanguage(t *testing.T) {
	for _, d := range languageDecisions {
		t.Run(d.name, d.run)
	}
}

// Day +0 of a story is Monday, 5 January 2026.
var languageDecisions = []decision{
	{
		name: "a waiver counts from somebody who may give it, through its last day, and takes no stage back when it is over",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: agreed, waivable_by: [se]}]}
  - {id: two, title: T, exit: [{milestone: signed}]}
`,
		story: people + `
			+1 waive: agreed, by: ann, why: she may not
			+2 waive: agreed, by: cy, why: known for years, until: +4`,
		looks: []look{
			{at: 1, stage: "one", answers: "agreed unmet", remaining: "2", strays: `"agreed" cannot be waived by them`},
			{at: 2, stage: "two", answers: "agreed waived", remaining: "1", blank: "1"},
			{at: 5, stage: "two", answers: "agreed unmet", remaining: "1", blank: "2"},
		},
		betweens: []between{{from: 1, to: 2, verdict: "stalled", gained: "none", signs: "forward, typed"}},
	},
	{
		name: "a later waiver by somebody who may revokes an earlier one",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: agreed, waivable_by: [se]}]}
  - {id: two, title: T, exit: [{milestone: signed}]}
`,
		story: people + `
			+2 waive: agreed, by: se, why: known for years
			+6 waive: agreed, by: se, why: it was a mistake, until: +5`,
		looks: []look{
			{at: 5, stage: "two", answers: "agreed waived"},
			{at: 6, stage: "two", answers: "agreed unmet"},
		},
	},
	{
		name: "a group can be waived, and a member of it counts as met when it is",
		process: `
stages:
  - {id: one, title: O, exit: [{id: proof, all: [{milestone: agreed, waivable_by: [se]}, {milestone: board}]}]}
  - {id: two, title: T, exit: [{id: both, all: [{milestone: tested}, {milestone: signed}], waivable_by: [se]}]}
`,
		story: people + `
			+1 waive: agreed, by: se, why: w
			+2 milestone: board
			+3 waive: both, by: se, why: w`,
		looks: []look{
			{at: 1, stage: "one", answers: "agreed waived, proof unmet", remaining: "3"},
			{at: 2, stage: "two", answers: "proof met", remaining: "2"},
			{at: 3, stage: "two", answers: "both waived, tested unmet", remaining: "0", gate: "won open"},
		},
	},
	{
		name: "an approval is met while none of those asked has rejected it since",
		process: `
stages:
  - {id: one, title: O, exit: [{id: go, approval: [legal, economic_buyer]}]}
  - {id: two, title: T, exit: [{milestone: signed}]}
`,
		story: people + `
			+1 approval: go, by: ann
			+2 approval: go, by: bob
			+4 approval: go, by: legal, outcome: rejected
			+6 approval: go, by: bob`,
		looks: []look{
			{at: 1, stage: "one", answers: "go unmet", strays: `no requirement "go" asks for an approval`},
			{at: 2, stage: "two", answers: "go met"},
			{at: 4, stage: "one", answers: "go unmet"},
			{at: 6, stage: "two", answers: "go met"},
		},
		betweens: []between{
			{from: 1, to: 2, verdict: "advanced", gained: "go"},
			{from: 2, to: 4, verdict: "regressed", lost: "go"},
		},
	},
	{
		name: "everybody approves in order, and what comes too early counts for nothing",
		process: `
stages:
  - {id: one, title: O, exit: [{id: go, approval: [champion, legal], every: true, in_order: true, within: 30d}]}
  - {id: two, title: T, exit: [{milestone: signed}]}
`,
		story: people + `
			+1 approval: go, by: legal
			+2 approval: go, by: champion
			+5 approval: go, by: legal`,
		looks: []look{
			{at: 2, answers: "go unmet"},
			{at: 5, answers: "go met", stage: "two"},
			{at: 32, answers: "go met"},
			{at: 33, answers: "go unmet", stage: "two"},
		},
	},
	{
		name: "who has left keeps what they approved, and an approval inside the seller's house is no gain",
		process: `
stages:
  - {id: one, title: O, exit: [{id: go, approval: economic_buyer}, {id: desk, approval: se}]}
  - {id: two, title: T, exit: [{milestone: signed}]}
`,
		story: people + `
			+1 approval: go, by: bob
			+3 person: bob, side: buyer, gone: true
			+4 approval: desk, by: cy`,
		looks: []look{
			{at: 3, answers: "go met, desk unmet"},
			{at: 4, stage: "two"},
		},
		betweens: []between{{from: 3, to: 4, verdict: "busy", gained: "none", signs: "forward, touch"}},
	},
	{
		name: "the score is asked as it is earned, rounded down, and is never gained",
		process: `
stages:
  - {id: one, title: O, exit: [{score: {at_least: 50}}]}
  - {id: two, title: T, exit: [{milestone: signed}]}
`,
		story: people + `
			+1 evidence: pain, form: act, from: ann
			+2 evidence: criteria, form: statement, from: ann`,
		looks: []look{
			{at: 1, score: "3333..10000", stage: "one", answers: "score-at_least-50 unmet"},
			{at: 2, score: "5000..10000", stage: "two", answers: "score-at_least-50 met"},
			{at: 62, score: "1666..10000", stage: "two", answers: "score-at_least-50 unmet"},
		},
		betweens: []between{{from: 1, to: 2, gained: "criteria", lost: "none"}},
	},
	{
		name: "a day lies so far from another, to the day, and without one of them nobody knows",
		process: `
stages:
  - id: one
    title: O
    exit: [{id: early, day: start, before: close_date, at_least: 10d}, {id: soon, day: start, after: today, at_most: 30d}]
  - {id: two, title: T, exit: [{milestone: signed}]}
`,
		story: `
			+0 set: {start: +40}
			+5 close_date: +49
			+12 close_date: +50`,
		looks: []look{
			{at: 0, answers: "early unknown, soon unmet"},
			{at: 9, answers: "early unmet, soon unmet"},
			{at: 10, answers: "early unmet, soon met"},
			{at: 12, answers: "early met, soon met", stage: "two", entered: "+12"},
			{at: 41, answers: "soon met", stage: "two"},
		},
	},
	{
		name: "a standstill ends by itself, on the first day on which it is over",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: agreed}, {id: standstill, day: today, after: agreed, at_least: 10wd}]}
  - {id: two, title: T, exit: [{milestone: signed}]}
calendar: {holidays: [2026-01-14]}
`,
		// Agreed on Tuesday the 6th: ten working days without the 14th end on Wednesday the 21st.
		story: `
			+1 milestone: agreed`,
		looks: []look{
			{at: 15, stage: "one", answers: "standstill unmet"},
			{at: 16, stage: "two", entered: "+16"},
			{at: 40, stage: "two", entered: "+16"},
		},
		betweens: []between{{from: 10, to: 20, verdict: "stalled", gained: "none", signs: "none"}},
	},
	{
		name: "entered is the day on which the stage shown was earned, and not that of the one before",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: agreed}]}
  - {id: two, title: T, exit: [{id: dwell, day: today, after: entered, at_least: 7d}]}
  - {id: three, title: T, exit: [{milestone: signed}]}
`,
		story: `
			+0 set: {ready: true}
			+20 milestone: agreed`,
		looks: []look{
			{at: 20, stage: "two", entered: "+20"},
			{at: 26, stage: "two"},
			{at: 27, stage: "three", entered: "+27"},
		},
	},
	{
		name: "the fiscal year of the buyer decides what a quarter is",
		process: `
stages:
  - {id: one, title: O, exit: [{id: in_year, day: start, before: fiscal_year_end}, {id: in_quarter, day: start, after: quarter_start}]}
  - {id: two, title: T, exit: [{milestone: signed}]}
calendar: {fiscal_year_start: "02-01"}
`,
		// On 20 January the year ends on the 31st; from 1 February on it ends a year later.
		story: `
			+0 set: {start: 2026-02-10}`,
		looks: []look{
			{at: 15, answers: "in_year unmet, in_quarter met"},
			{at: 27, stage: "two", answers: "in_year met, in_quarter met", entered: "+27"},
		},
	},
	{
		name: "a bound may be another for each segment, and where there is none there is no demand",
		process: `
stages:
  - {id: one, title: O, exit: [{id: big, attribute: amount, at_least: {p: 5000, others: 10000}}, {id: pair, known: [legal], people: {p: 1}}]}
  - {id: two, title: T, exit: [{milestone: signed}]}
`,
		story: `
			+0 set: {amount: 7000}
			+1 set: {segment: q}`,
		looks: []look{
			{at: 0, answers: "big met, pair unmet", remaining: "2"},
			{at: 1, answers: "big unmet, pair no such requirement", remaining: "2"},
		},
	},
	{
		name: "what is always asked is asked at every gate out of a stage, from the one named on",
		process: `
stages:
  - {id: one, title: O, enter: [{milestone: tested}], exit: [{milestone: agreed}]}
  - {id: two, title: T, exit: [{milestone: board}]}
  - {id: three, title: T, exit: [{milestone: signed}]}
always: [{next_step: {}}, {none: [{milestone: objection}], from: two}]
`,
		story: people + `
			+1 milestone: tested
			+2 milestone: agreed
			+3 next_step: meet, due: +30, owner: buyer
			+4 milestone: objection
			+5 milestone: board
			+6 milestone: settled`,
		looks: []look{
			{at: 1, stage: "one", unmet: "agreed, next_step"},
			{at: 2, stage: "one", unmet: "next_step"},
			{at: 3, stage: "two", unmet: "board"},
			{at: 5, stage: "two", unmet: "none-objection"},
			{at: 6, stage: "three", unmet: "signed"},
		},
	},
	{
		name: "a move makes a way past what lies between, while its condition is met, and needs what it says",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: agreed}]}
  - {id: two, title: T, exit: [{milestone: board}]}
  - {id: three, title: T, enter: [{milestone: security}], exit: [{milestone: signed}]}
moves: [{from: one, to: three, when: {attribute: ready, is: true}, needs: [{milestone: tested}]}]
`,
		story: `
			+0 milestone: security
			+1 milestone: tested
			+2 set: {ready: true}
			+5 set: {ready: false}`,
		looks: []look{
			{at: 1, stage: "one", remaining: "3"},
			{at: 2, stage: "three", remaining: "1"},
			{at: 5, stage: "one", remaining: "3"},
		},
	},
	{
		name: "a forbidden way is none, and an unknown condition forbids",
		process: `
stages:
  - {id: one, title: O, next: [two, three], exit: [{milestone: agreed}]}
  - {id: two, title: T, exit: [{milestone: board}]}
  - {id: three, title: T, exit: [{milestone: signed}]}
moves: [{from: any, to: three, when: {attribute: amount, above: 100}, allow: false}]
`,
		story: `
			+0 set: {ready: true}
			+1 milestone: agreed
			+2 set: {amount: 100}
			+3 set: {amount: 101}`,
		looks: []look{
			{at: 0, remaining: "-1", gate: "two closed"},
			{at: 1, stage: "two", remaining: "-1"},
			{at: 2, stage: "three", remaining: "1"},
			{at: 3, stage: "two", remaining: "-1"},
		},
	},
	{
		name: "a move that names the stage takes the place of one that says any",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: agreed}]}
  - {id: two, title: T, exit: [{milestone: board}]}
  - {id: three, title: T, exit: [{milestone: signed}]}
moves:
  - {from: any, to: three, needs: [{milestone: security}]}
  - {from: two, to: three, when: {attribute: ready, is: true}, needs: [{milestone: tested}]}
`,
		story: `
			+0 milestone: agreed
			+2 set: {ready: true}
			+4 set: {ready: false}`,
		looks: []look{
			{at: 1, stage: "two", unmet: "board, tested"}, // whether it is ready nobody knows
			{at: 2, stage: "two", unmet: "board, tested"},
			{at: 4, stage: "two", unmet: "board, security"},
		},
	},
	{
		name: "a stage that is not there is passed over, and one that a fact makes be there takes back what was passed without it",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: agreed}]}
  - {id: law, title: L, when: {attribute: amount, above: 100}, exit: [{milestone: security}]}
  - {id: two, title: T, exit: [{milestone: signed}]}
`,
		story: `
			+0 set: {amount: 50}
			+1 milestone: agreed
			+3 set: {amount: 500}
			+5 set: {amount: 60}`,
		looks: []look{
			{at: 0, remaining: "2", answers: "security off"},
			{at: 1, stage: "two", remaining: "1"},
			{at: 3, stage: "law", remaining: "2", unmet: "security"},
			{at: 5, stage: "two", remaining: "1"},
		},
	},
	{
		name: "a track is walked beside the stages, and can be waited for",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: agreed}]}
  - {id: two, title: T, exit: [{reached: proof}, {reached: paper}]}
  - {id: three, title: T, exit: [{milestone: signed}]}
tracks:
  - {id: paper, title: P, stages: [{id: draft, title: D, exit: [{milestone: security}]}, {id: redline, title: R, exit: [{milestone: board}]}]}
  - {id: technical, title: T, stages: [{id: proof, title: P, enter: [{milestone: tested}]}]}
`,
		story: `
			+0 milestone: agreed
			+1 milestone: tested
			+2 milestone: security
			+3 milestone: board
			+5 milestone: board, void: true`,
		looks: []look{
			{at: 0, stage: "two", unmet: "reached-proof, reached-paper", remaining: "3"},
			{at: 2, stage: "two", unmet: "reached-paper", remaining: "2"},
			{at: 3, stage: "three", answers: "reached-paper met, reached-proof met"},
			{at: 5, stage: "two", answers: "reached-paper unmet"},
		},
	},
	{
		name: "what an end needs and does not have is owed, and its reasons are those that it lists",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: agreed}]}
ends:
  - {id: won, title: W, kind: won}
  - {id: lost, title: L, reasons: [price, rival], needs: [{id: who, attribute: amount, when: {attribute: reason, is: rival}}]}
  - {id: parked, title: K, kind: left, wake: 10d}
`,
		story: `
			+1 stage: lost, reason: [weather]
			+2 stage: lost, reason: [rival]
			+3 stage: lost, reason: [price]
			+4 stage: parked`,
		looks: []look{
			{at: 1, stands: "lost", signals: "end_incomplete", strays: `no reason "weather" at this end`},
			{at: 2, stands: "lost", signals: "end_incomplete", answers: "who unmet"},
			{at: 3, stands: "lost", signals: "-end_incomplete", answers: "who off"},
			{at: 13, stands: "parked", signals: "-wake_due"},
			{at: 14, stands: "parked", signals: "wake_due"},
		},
	},
	{
		name: "clocks stand still in quiet periods and pauses, and the last day is within",
		process: `
stages:
  - {id: one, title: O, expected: 5d, limit: [{of: 3d, when: {attribute: ready, is: true}}, 10d], silence: {warn: 4d, flag: 8d, then: lost}, exit: [{milestone: agreed}]}
calendar: {quiet: [{from: 2026-01-07, to: 2026-01-08, why: the fair}]}
`,
		// Quiet on +2 and +3, paused from +6 through +7: on +13 nine days have passed.
		story: people + `
			+0 activity: call, with: [ann], reached: true
			+0 set: {ready: false}
			+6 pause: +7, why: holidays`,
		looks: []look{
			{at: 5, signals: "-silent, -stuck_in_stage"},
			{at: 8, signals: "-silent, -stuck_in_stage"},
			{at: 9, signals: "silent, -stuck_in_stage, -overdue_stage"},
			{at: 10, signals: "stuck_in_stage, -overdue_stage"},
			{at: 14, signals: "-overdue_stage"},
			{at: 15, signals: "overdue_stage"},
		},
		betweens: []between{
			{from: 0, to: 2, verdict: "waiting"},
			{from: 4, to: 5, verdict: "stalled"},
		},
	},
	{
		name:    "an outcome that counts since somebody was introduced is gained by what they did in the window, whichever day it was",
		process: "stages: [{id: one, title: O, exit: [{milestone: tested}]}]\n",
		story: `
			+15 milestone: tested, by: eve
			+31 person: eve, side: buyer
			+3 milestone: tested, by: eve, noted: +31`,
		betweens: []between{
			{from: 23, to: 50, verdict: "progressing", gained: "tested"},
			{from: 14, to: 20, verdict: "busy", gained: "none"},
		},
	},
	{
		name: "a limit can count from the day on which a stage was earned",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: tested}]}
  - {id: two, title: T, limit: {of: 5wd, from: one}, exit: [{milestone: agreed}]}
`,
		story: `
			+0 set: {ready: true}
			+4 milestone: tested`,
		looks: []look{
			{at: 7, stage: "two", signals: "-overdue_stage"},
			{at: 8, stage: "two", signals: "overdue_stage"},
		},
	},
	{
		name: "a stage that waits for the buyer is quiet for a reason, until its limit",
		process: `
stages:
  - {id: one, title: O, waits_for: buyer, limit: 10d, silence: {warn: 2d, flag: 4d}, exit: [{milestone: agreed}]}
`,
		story: people + `
			+0 activity: call, with: [ann], reached: true`,
		looks: []look{
			{at: 10, signals: "-silent, -overdue_stage"},
			{at: 11, signals: "silent, overdue_stage"},
		},
		betweens: []between{
			{from: 3, to: 10, verdict: "waiting"},
			{from: 4, to: 11, verdict: "stalled"},
		},
	},
	{
		name: "a next step in the exit is no part of what bears out a won end, however deep it stands",
		process: `
stages:
  - {id: one, title: O, exit: [{all: [{milestone: signed}, {any: [{next_step: {}}]}]}]}
`,
		story: `
			+1 milestone: signed
			+2 stage: won`,
		looks: []look{{at: 2, stands: "won"}},
	},
	{
		name:    "an attempt before the first word of the buyer's begins nothing, also seen from a day before it",
		process: "stages:\n  - {id: one, title: O, exit: [{none: [{milestone: objection}]}]}\n  - {id: two, title: T, exit: [{milestone: signed}]}\n",
		story: `
			+0 activity: voicemail
			+19 milestone: objection`,
		looks: []look{{at: 24, stage: "one", remaining: "2"}},
		betweens: []between{
			{from: 9, to: 24, signs: "loss, back, further, touch"},
		},
	},
	{
		name:    "a meeting of our own on the day on which time opens a gate does not close it again",
		process: "stages:\n  - {id: one, title: O, exit: [{reached: one}, {milestone: agreed, when: {day: today, before: entered}}]}\n  - {id: two, title: T, exit: [{milestone: signed}]}\n",
		story: `
			+0 person: rob, side: seller
			+1 activity: meeting, with: rob, reached: true`,
		looks: []look{{at: 0, stage: "one"}, {at: 1, stage: "two", entered: "+1"}, {at: 9, stage: "two", entered: "+1"}},
	},
	{
		name:    "the last day there is counts",
		process: simple,
		story: `
			+0 set: {ready: true}
			9999-12-31 evidence: pain, form: statement, from: buyer`,
		looks: []look{{at: 2912447, stage: "propose"}},
	},
	{
		name:    "a step done before it was agreed is a stray",
		process: simple,
		story: people + `
			+1 step_done: s
			+2 next_step: meet, id: s, due: +9, owner: buyer`,
		looks: []look{{at: 2, strays: `no next step "s" was agreed`}},
	},
}

func TestADealThatNamesNothingBelongsWhereItApplies(t *testing.T) {
	load := func(small, large string) *stage.Playbook {
		process := func(id, applies string) []byte {
			return []byte(strings.NewReplacer("process: p\n", "process: "+id+"\n"+applies, "segments: [p, q]\n", "").Replace(preamble) + simple)
		}
		book, err := stage.Load(fstest.MapFS{
			"f.yaml": {Data: []byte(framework)},
			"s.yaml": {Data: process("small", small)},
			"l.yaml": {Data: process("large", large)},
		})
		require.NoError(t, err)
		return book
	}
	rec := story.Tell("title: t", "+0 set: {ready: true}\n+1 set: {amount: 50}\n+5 set: {amount: 500}")
	for _, c := range []struct {
		name, small, large string
		at                 int
		want               string
	}{
		{"one applies", "applies: {attribute: amount, below: 100}\n", "applies: {attribute: amount, at_least: 100}\n", 1, "small"},
		{"the other by its day", "applies: {attribute: amount, below: 100}\n", "applies: {attribute: amount, at_least: 100}\n", 5, "large"},
		{"what nobody knows does not apply", "applies: {attribute: amount, below: 100}\n", "applies: {attribute: amount, at_least: 100}\n", 0, "none applies to it by itself"},
		{"several", "applies: {attribute: amount, below: 100}\n", "applies: {attribute: amount, below: 1000}\n", 1, "large, small all apply to it"},
		{"none says", "", "", 1, "none applies to it by itself"},
	} {
		t.Run(c.name, func(t *testing.T) {
			card, err := score.Evaluate(load(c.small, c.large), rec, story.Day(c.at))
			if err != nil {
				require.ErrorContains(t, err, c.want)
				return
			}
			require.Equal(t, c.want, card.Process().ID())
		})
	}
}

func TestTheSegmentIsTakenAwayByANullThatIsSet(t *testing.T) {
	book := playbook(t, simple)
	rec := story.Tell("segment: p", "+0 set: {segment: q}\n+2 set: {segment: null}")
	for day, want := range map[int]string{0: "q", 2: ""} {
		p, err := book.For(rec.AsOf(story.Day(day)))
		require.NoError(t, err)
		require.Equal(t, want, p.Segment())
	}
	_, err := book.For(deal.View{})
	require.Error(t, err, "the view of nothing is no deal's")
}

func TestAMoveThatPassesNoGateIsToldWhatItNeeds(t *testing.T) {
	book := playbook(t, simple+`
moves:
  - {from: any, to: lost, needs: [{milestone: settled}]}
  - {from: propose, to: discover, allow: false}
`)
	card, err := score.Evaluate(book, story.Tell("segment: p", people+`
		+1 evidence: pain, form: statement, from: ann`), story.Day(1))
	require.NoError(t, err)
	require.Equal(t, "propose", card.Earned().ID())
	to := func(id string) stage.Gate {
		s, ok := card.Process().Stage(id)
		require.True(t, ok)
		g, ok := card.Position().GateTo(s)
		require.True(t, ok)
		return g
	}
	lost := to("lost")
	require.False(t, lost.Open())
	for e := range lost.Unmet() {
		require.Equal(t, "settled", e.Requirement.ID())
	}
	require.True(t, to("discover").Forbidden())
	require.False(t, to("discover").Open())
	require.True(t, to("propose").Open())
}
