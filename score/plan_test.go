package score_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// linesOf writes a plan down, a line each thing.
func linesOf(p *score.Plan) string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	ids := func(people []stage.Person) string {
		var out []string
		for _, x := range people {
			out = append(out, x.ID)
		}
		return strings.Join(out, " ")
	}
	gate := func(yes bool) string {
		if yes {
			return " gate"
		}
		return ""
	}
	ask := func(word string, a score.Ask) {
		of := "any of"
		if a.Together {
			of = "all of"
		}
		also := ""
		for _, r := range a.Also {
			also += " with " + r.ID()
		}
		say("%s %v%s: %s %s%s -> %v %d", word, a.Requirement, gate(a.AtGate), of, ids(a.People), also, a.Outcome.Stage, a.Outcome.Remaining)
	}
	for _, a := range p.Asks() {
		ask("ask", a)
	}
	for _, a := range p.Later() {
		ask("later", a)
	}
	for _, m := range p.Missing() {
		say("missing %v%s: %s, have %d, %s", m.Requirement, gate(m.AtGate), strings.Join(m.Roles, " "), m.Have, strings.TrimRight("invite "+ids(m.Known), " "))
	}
	for _, e := range p.Elsewhere() {
		say("elsewhere %v%s: %v", e.Requirement, gate(e.AtGate), e.Why)
	}
	for _, name := range p.Unknown() {
		say("unknown %s", name)
	}
	if len(p.Gone()) > 0 {
		say("gone %s", ids(p.Gone()))
	}
	say("%v %d -> %v %d, %d stages", p.Today().Stage, p.Today().Remaining, p.Together().Stage, p.Together().Remaining, p.Together().Stages)
	return b.String()
}

func TestPlan(t *testing.T) {
	one := func(exit string) string {
		return "\nstages:\n  - {id: a, title: A, exit: [" + exit + "]}\nends: [{id: won, title: W, kind: won, needs: [{milestone: signed}]}]\n"
	}
	cases := []struct {
		name    string
		process string
		story   string
		at      int
		meeting score.Meeting
		want    string
	}{
		{"what the gate asks for comes first, and a meeting can cross several", simple, people, 1, score.Meeting{}, `
ask pain-stated gate: any of ann bob -> propose 4
ask agreed: any of ann bob -> discover 4
ask engaged-economic_buyer: any of bob -> discover 4
ask security: any of ann bob -> discover 4
ask signed: any of ann bob -> discover 4
discover 5 -> close 0, 2 stages
`},
		{"no more than fits", simple, people, 1, score.Meeting{Max: 2}, `
ask pain-stated gate: any of ann bob -> propose 4
ask agreed: any of ann bob -> discover 4
later engaged-economic_buyer: any of bob -> discover 4
later security: any of ann bob -> discover 4
later signed: any of ann bob -> discover 4
discover 5 -> propose 3, 1 stages
`},
		{"only what those who come can bring", simple, people, 1, score.Meeting{With: []string{"ann"}}, `
ask pain-stated gate: any of ann -> propose 4
ask agreed: any of ann -> discover 4
ask security: any of ann -> discover 4
ask signed: any of ann -> discover 4
missing engaged-economic_buyer: economic_buyer, have 1, invite bob
discover 5 -> propose 1, 1 stages
`},
		{"one of ours alone brings nothing", simple, people, 1, score.Meeting{With: []string{"cy"}}, `
missing pain-stated gate: , have 0, invite ann bob
missing agreed: , have 0, invite ann bob
missing engaged-economic_buyer: economic_buyer, have 1, invite bob
missing security: , have 0, invite ann bob
missing signed: , have 0, invite ann bob
discover 5 -> discover 5, 0 stages
`},
		{"a stranger brings nothing, and who has left neither", simple, people + "\n+1 person: ann, side: buyer, gone: true", 1, score.Meeting{With: []string{"ann", "zed", "zed"}}, `
missing pain-stated gate: , have 0, invite bob
missing agreed: , have 0, invite bob
missing engaged-economic_buyer: economic_buyer, have 1, invite bob
missing security: , have 0, invite bob
missing signed: , have 0, invite bob
unknown zed
gone ann
discover 5 -> discover 5, 0 stages
`},
		{"people may be called by their name", simple, people + "\n+1 person: bob, side: buyer, name: Bob Marsh", 1, score.Meeting{With: []string{"bob marsh", "bob"}}, `
ask pain-stated gate: any of bob -> propose 4
ask agreed: any of bob -> discover 4
ask engaged-economic_buyer: any of bob -> discover 4
ask security: any of bob -> discover 4
ask signed: any of bob -> discover 4
discover 5 -> close 0, 2 stages
`},
		{"nobody on record: somebody of the buyer's may come, without a role", simple, "+0 activity: mail", 1, score.Meeting{}, `
ask pain-stated gate: any of buyer -> propose 4
ask agreed: any of buyer -> discover 4
ask security: any of buyer -> discover 4
ask signed: any of buyer -> discover 4
missing engaged-economic_buyer: economic_buyer, have 0, invite
discover 5 -> propose 1, 1 stages
`},
		{"a level that wants a role wants somebody who has it", one(`{element: champion, level: stated}, {element: pain, level: stated, role: [economic_buyer]}`), people, 1, score.Meeting{With: []string{"ann"}}, `
ask champion-stated gate: any of ann -> a 2
ask signed gate: any of ann -> a 2
missing pain-stated-economic_buyer gate: economic_buyer, have 1, invite bob
a 3 -> a 1, 0 stages
`},
		{"a role that nobody has", one(`{engaged: [legal]}, {element: pain, level: stated, role: [legal]}`), people, 1, score.Meeting{}, `
ask signed gate: any of ann bob -> a 2
missing engaged-legal gate: legal, have 0, invite
missing pain-stated-legal gate: legal, have 0, invite
a 3 -> a 2, 0 stages
`},
		{"two people take two people", one(`{engaged: [champion, economic_buyer], people: 2}`), people, 1, score.Meeting{}, `
ask engaged-champion-economic_buyer-2 gate: all of ann bob -> a 1
ask signed gate: any of ann bob -> a 1
a 2 -> a 0, 0 stages
`},
		{"one more is enough when one has come before", one(`{engaged: [champion, economic_buyer], people: 2}`), people + "\n+0 activity: call, with: [ann], reached: true", 1, score.Meeting{}, `
ask engaged-champion-economic_buyer-2 gate: any of bob -> a 1
ask signed gate: any of ann bob -> a 1
a 2 -> a 0, 0 stages
`},
		{"three of two is one too few", one(`{known: [champion], people: 3}, {engaged: [champion], people: 2}`), people, 1, score.Meeting{}, `
ask known-champion-3 gate: any of ann bob dee -> a 2
ask signed gate: any of ann bob -> a 2
missing engaged-champion-2 gate: champion, have 1, invite
a 3 -> a 1, 0 stages
`},
		{"what is not for a meeting", one(`{milestone: offered}, {milestone: audited}, {approval: [se], id: go}, {day: start, after: today}, {none: [{milestone: objection}], id: no_objection}, {score: {at_least: 50}}`), people + "\n+0 milestone: objection", 1, score.Meeting{}, `
ask signed gate: any of ann bob -> a 6
elsewhere offered gate: our_side
elsewhere audited gate: third_party
elsewhere go gate: our_side
elsewhere day-start-after-today gate: not_yet
elsewhere no_objection gate: against
elsewhere score-at_least-50 gate: derived
a 7 -> a 6, 0 stages
`},
		{"a value that nobody knows can be asked for, one on record not", one(`{attribute: amount, at_least: 5}, {attribute: ready, is: true}`), people + "\n+0 set: {amount: 3}", 1, score.Meeting{}, `
ask ready-is-true gate: any of ann bob dee -> a 2
ask signed gate: any of ann bob -> a 2
elsewhere amount-at_least-5 gate: on_record
a 3 -> a 1, 0 stages
`},
		{"approvals of theirs, each by somebody who may", one(`{approval: [champion, economic_buyer], every: true, in_order: true, id: both}`), people, 1, score.Meeting{}, `
ask both gate: all of ann bob -> a 1
ask signed gate: any of ann bob -> a 1
a 2 -> a 0, 0 stages
`},
		{"the second of two approvals when the first is there", one(`{approval: [champion, economic_buyer], every: true, in_order: true, id: both}`), people + "\n+0 approval: both, by: ann", 1, score.Meeting{}, `
ask both gate: any of bob -> a 1
ask signed gate: any of ann bob -> a 1
a 2 -> a 0, 0 stages
`},
		{"what comes with something harder is not asked for by itself", one(`{element: criteria, level: corroborated}, {element: criteria, level: stated}`), people, 1, score.Meeting{}, `
ask criteria-corroborated gate: any of ann bob with criteria-stated -> a 1
ask signed gate: any of ann bob -> a 2
a 3 -> a 0, 0 stages
`},
		{"what is met, waived, off or optional is not asked for", one(`{element: pain, level: stated}, {element: criteria, level: stated, waivable_by: [se], id: c}, {milestone: tested, when: {attribute: ready, is: true}}, {milestone: board, optional: true}`),
			people + "\n+0 evidence: pain, form: statement, from: ann\n+0 waive: c, by: cy, why: hurry\n+0 set: {ready: false}", 1, score.Meeting{}, `
ask signed gate: any of ann bob -> a 0
a 1 -> a 0, 0 stages
`},
		{"a no is taken back by those who said it", one(`{element: pain, level: stated}`), people + "\n+0 evidence: pain, form: statement, from: ann, refutes: true", 1, score.Meeting{}, `
ask pain-stated gate: any of ann bob -> a 1
ask signed gate: any of ann bob -> a 1
a 2 -> a 0, 0 stages
`},
		{"a deal at an end has nothing to plan", simple, people + "\n+0 stage: lost", 1, score.Meeting{}, `
discover 5 -> discover 5, 0 stages
`},
		{"a next step with an owner of theirs", one(`{next_step: {owner: buyer, within: 10d}}`), people, 1, score.Meeting{}, `
ask next_step-10d-buyer gate: any of ann bob -> a 1
ask signed gate: any of ann bob -> a 1
a 2 -> a 0, 0 stages
`},
		{"what a milestone takes away is told", "\nstages:\n  - {id: a, title: A, exit: [{milestone: agreed}]}\n  - {id: b, title: B, exit: [{milestone: changed}]}\nends: [{id: won, title: W, kind: won, needs: [{milestone: signed}]}]\n", people + "\n+0 milestone: agreed", 1, score.Meeting{}, `
ask signed gate: any of ann bob -> b 1
ask changed gate: any of ann bob -> a 2
b 2 -> a 1, 0 stages
`},
		{"what counts only since a milestone counts no more", one(`{milestone: changed}, {element: pain, level: stated, since: changed}`), people + "\n+0 evidence: pain, form: statement, from: ann", 1, score.Meeting{}, `
ask signed gate: any of ann bob -> a 1
ask changed gate: any of ann bob -> a 2
a 2 -> a 1, 0 stages
`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := score.Prepare(playbook(t, c.process), story.Tell("segment: p", c.story), story.Day(c.at), c.meeting)
			require.NoError(t, err)
			if diff := cmp.Diff(strings.TrimLeft(c.want, "\n"), linesOf(p)); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestTheOrderOfAPlan(t *testing.T) {
	book, err := stage.Load(fstest.MapFS{
		"f.yaml": {Data: []byte(`framework: f
title: F
elements:
  - {id: need, title: Need, essential: true}
  - {id: plan, title: Plan}
  - {id: rival, title: Rival}
`)},
		"p.yaml": {Data: []byte(`process: p
title: P
framework: f
milestones: [{id: talked, title: talked}, {id: tested, title: tested}, {id: signed, title: signed}]
stages:
  - {id: a, title: A, exit: [{element: rival, level: stated}, {milestone: talked}]}
  - {id: b, title: B, exit: [{milestone: tested}, {element: plan, level: stated}, {element: need, level: stated}]}
  - {id: c, title: C, exit: [{element: plan, level: corroborated}]}
ends: [{id: won, title: W, kind: won, needs: [{milestone: signed}]}]
`)},
	})
	require.NoError(t, err)
	rec := story.Tell("process: p", "+0 person: ann, side: buyer")
	p, err := score.Prepare(book, rec, story.Day(0), score.Meeting{})
	require.NoError(t, err)
	want := `ask rival-stated gate: any of ann -> a 6
ask talked gate: any of ann -> a 6
ask plan-corroborated: any of ann with plan-stated -> a 5
ask need-stated: any of ann -> a 6
ask tested: any of ann -> a 6
ask signed: any of ann -> a 6
a 7 -> c 0, 2 stages
`
	require.Equal(t, want, linesOf(p))
}

func TestWhatIsAskedOfTheSamePeopleIsOneGroup(t *testing.T) {
	rec := story.Tell("segment: p", people)
	p, err := score.Prepare(playbook(t, simple), rec, story.Day(1), score.Meeting{})
	require.NoError(t, err)
	var got []string
	for _, g := range p.Groups() {
		for _, x := range g.People {
			got = append(got, x.ID)
		}
		for _, a := range g.Asks {
			got = append(got, a.Requirement.ID())
		}
	}
	require.Equal(t, strings.Fields("ann bob pain-stated agreed security signed bob engaged-economic_buyer"), got)
}

func TestTwoPeopleOfOneNameAreToldApartByTheirIDs(t *testing.T) {
	rec := story.Tell("segment: p", "+0 person: ann, side: buyer, name: Jo Hale\n+0 person: bob, side: buyer, name: Jo Hale")
	_, err := score.Prepare(playbook(t, simple), rec, story.Day(1), score.Meeting{With: []string{"jo hale"}})
	require.ErrorContains(t, err, `"ann" and "bob"`)
	_, err = score.Prepare(playbook(t, simple), rec, story.Day(1), score.Meeting{With: []string{"ann"}})
	require.NoError(t, err)
}

func TestTheLevelsToAskForBeginAboveWhereTheElementStands(t *testing.T) {
	book := playbook(t, "\nstages:\n  - {id: a, title: A, exit: [{element: criteria, level: committed}]}\nends: [{id: won, title: W, kind: won}]\n")
	levels := func(facts string) (out []string) {
		p, err := score.Prepare(book, story.Tell("segment: p", people+facts), story.Day(30), score.Meeting{})
		require.NoError(t, err)
		for _, l := range p.Asks()[0].Levels() {
			out = append(out, l.ID())
		}
		return out
	}
	require.Equal(t, strings.Fields("asserted stated corroborated committed"), levels(""))
	require.Equal(t, strings.Fields("corroborated committed"), levels("\n+0 evidence: criteria, form: statement, from: ann"))
}

func TestAPlanSeesNothingThatWasNotedLater(t *testing.T) {
	early := story.Tell("segment: p", people)
	late := story.Tell("segment: p", people+"\n+0 person: eve, side: buyer, noted: +9\n+9 evidence: pain, form: statement, from: ann")
	a, err := score.Prepare(playbook(t, simple), early, story.Day(1), score.Meeting{With: []string{"ann", "eve"}})
	require.NoError(t, err)
	b, err := score.Prepare(playbook(t, simple), late, story.Day(1), score.Meeting{With: []string{"ann", "eve"}})
	require.NoError(t, err)
	require.Equal(t, linesOf(a), linesOf(b))
	require.Equal(t, []string{"eve"}, b.Unknown())
}
