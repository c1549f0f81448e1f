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
	"github.com/headway-go/headway/stage"
)

// types writes down the encounters: day and type, then the run.
func types(d *score.Dialogue) string {
	var out []string
	for x := range d.All() {
		s := fmt.Sprintf("+%d %v", x.Day.Sub(story.Start), x.Type)
		if x.NoNextStep {
			s += " (no next step)"
		}
		if len(x.Broken) > 0 {
			s += " broken"
		}
		out = append(out, s)
	}
	return fmt.Sprintf("%s; run %d", strings.Join(out, ", "), d.Run())
}

func TestAnEncounterIsTypedByWhatItYielded(t *testing.T) {
	const champions = `
stages: [{id: one, title: O, exit: [{known: [champion]}]}]
ends: [{id: won, title: W, kind: won}, {id: lost, title: L}]
`
	// The example of an advance that is broken: each view has its own answer.
	const figures = people + `
		+1 activity: call, with: ann, reached: true
		+1 next_step: figures, due: +8, owner: ann, id: s1
		+10 activity: call, with: ann, reached: true
		+10 next_step: figures, due: +14, owner: ann, id: s1
		+12 evidence: pain, form: document, from: ann`
	type seen struct {
		at   int
		want string
	}
	for _, c := range []struct {
		name    string
		process string
		story   string
		seen    []seen
	}{
		{"a promise is an advance until it is broken", simple, figures, []seen{
			{0, "; run 0"},
			{1, "+1 advance; run 0"},
			{8, "+1 advance; run 0"},
			{9, "+1 continuation broken; run 1"},
			{10, "+1 continuation broken, +10 continuation; run 2"},
			{11, "+1 continuation broken, +10 continuation; run 2"},
			{12, "+1 continuation broken, +10 continuation; run 0"},
		}},
		{"a promise that is kept late is an advance again", simple, figures + "\n+16 step_done: s1\n+16 activity: call, with: ann, reached: true", []seen{
			{15, "+1 continuation broken, +10 continuation; run 0"},
			{16, "+1 advance, +10 continuation, +16 continuation (no next step); run 1"},
		}},
		{"moved in time, a promise still stands, and moving it is none", simple, people + `
			+1 activity: call, with: ann, reached: true
			+1 next_step: figures, due: +8, owner: buyer, id: s1
			+5 activity: call, with: ann, reached: true
			+5 next_step: figures, due: +12, owner: buyer, id: s1`, []seen{
			{12, "+1 advance, +5 continuation; run 1"},
			{13, "+1 continuation broken, +5 continuation; run 2"},
		}},
		{"a promise in place of one overdue is none, until the buyer has done something", simple, people + `
			+1 activity: call, with: ann, reached: true
			+1 next_step: figures, due: +3, owner: ann, id: s1
			+6 activity: call, with: ann, reached: true
			+6 next_step: workshop, due: +30, owner: ann, id: s2
			+8 milestone: agreed, by: ann
			+9 activity: call, with: ann, reached: true
			+9 next_step: board, due: +30, owner: ann, id: s3`, []seen{
			{6, "+1 continuation broken, +6 continuation; run 2"},
			{9, "+1 continuation broken, +6 continuation, +9 advance; run 0"},
		}},
		{"a promise in place of one missed is none, until one is kept", simple, people + `
			+1 activity: call, with: ann, reached: true
			+1 next_step: figures, due: +20, owner: ann, id: s1
			+6 step_done: s1, missed: true
			+6 activity: call, with: ann, reached: true
			+6 next_step: workshop, due: +30, owner: ann, id: s2
			+7 step_done: s2
			+9 activity: call, with: ann, reached: true
			+9 next_step: board, due: +30, owner: ann`, []seen{
			{5, "+1 advance; run 0"},
			{6, "+1 continuation broken, +6 continuation; run 2"},
			{9, "+1 continuation broken, +6 continuation, +9 advance; run 0"},
		}},
		{"what is gained on the day on which a promise is broken makes up for it", simple, people + `
			+1 activity: call, with: ann, reached: true
			+1 next_step: figures, due: +20, owner: ann, id: s1
			+6 milestone: agreed, by: ann
			+6 step_done: s1, missed: true
			+7 activity: call, with: ann, reached: true
			+7 next_step: board, due: +30, owner: ann, id: s2`, []seen{
			{7, "+1 continuation broken, +7 advance; run 0"},
		}},
		{"a promise broken again counts as broken since then", simple, people + `
			+1 activity: call, with: ann, reached: true
			+1 next_step: figures, due: +3, owner: ann, id: s1
			+6 next_step: figures, due: +10, owner: ann, id: s1
			+8 milestone: agreed, by: ann
			+12 activity: call, with: ann, reached: true
			+12 next_step: board, due: +30, owner: ann, id: s2`, []seen{
			{12, "+1 continuation broken, +12 continuation; run 1"},
		}},
		{"nobody else's promise is an advance", simple, people + `
			+1 activity: call, with: ann, reached: true
			+1 next_step: meet again, due: +8, owner: both
			+2 activity: call, with: ann, reached: true
			+2 next_step: offer, due: +8, owner: cy
			+3 activity: call, with: ann, reached: true
			+3 next_step: audit, due: +8, owner: dee
			+4 activity: call, with: ann, reached: true
			+4 next_step: something, due: +8
			+5 activity: call, with: ann, reached: true
			+5 next_step: something, due: +8, owner: somebody`, []seen{
			{5, "+1 continuation, +2 continuation, +3 continuation, +4 continuation, +5 continuation; run 5"},
		}},
		{"without an id a promise cannot be kept", simple, people + `
			+1 activity: call, with: ann, reached: true
			+1 next_step: figures, due: +8, owner: ann`, []seen{
			{8, "+1 advance; run 0"},
			{9, "+1 continuation broken; run 1"},
		}},
		{"encounters of one day are one, and what was gained that day is theirs, whenever it was noted", simple, people + `
			+1 activity: call, with: ann, reached: true, noted: +3
			+1 evidence: pain, form: statement, from: ann, noted: +5
			+1 activity: call, with: bob, reached: true, noted: +3
			+2 activity: call, with: bob, reached: true, noted: +3`, []seen{
			{1, "; run 0"},
			{3, "+1 advance (no next step), +2 continuation (no next step); run 1"},
			{5, "+1 advance (no next step), +2 continuation (no next step); run 1"},
		}},
		{"what somebody said before they were put on record is theirs on the day", simple, `
			+0 person: cy, side: seller, roles: [se]
			+1 activity: call, with: ann, reached: true
			+1 evidence: pain, form: statement, from: ann
			+2 person: ann, side: buyer, roles: [champion]`, []seen{
			{1, "+1 continuation (no next step); run 1"},
			{2, "+1 advance (no next step); run 0"},
		}},
		{"who was put on record before they did anything is so from that day", champions, `
			+0 person: bob, side: buyer
			+0 person: eve, side: buyer, roles: [champion]
			+3 activity: call, with: bob, reached: true
			+3 stage: won
			+5 activity: call, with: eve, reached: true`, []seen{
			{5, "+3 order, +5 order; run 0"},
		}},
		{"who was put on record as having left was there when they did something", champions, `
			+3 activity: call, with: eve, reached: true
			+3 stage: won
			+5 person: eve, side: buyer, roles: [champion], gone: true
			+6 activity: call, with: bob, reached: true`, []seen{
			{6, "+3 order, +6 continuation (no next step); run 1"},
		}},
		{"who was called and not reached has done nothing yet", champions, `
			+0 person: bob, side: buyer
			+1 activity: call, with: eve
			+3 activity: call, with: bob, reached: true
			+3 stage: won
			+5 person: eve, side: buyer, roles: [champion]
			+6 activity: call, with: bob, reached: true`, []seen{
			{6, "+3 continuation (no next step), +6 order; run 0"},
		}},
		{"what is learned of somebody who is known is news", simple, people + `
			+1 milestone: agreed
			+2 activity: call, with: ann, reached: true
			+4 person: ann, side: buyer, roles: [economic_buyer]`, []seen{
			{4, "+2 continuation (no next step); run 1"},
		}},
		{"attempts, and meetings of our own, are none and break nothing", simple, people + `
			+1 activity: call, with: ann, reached: true
			+2 activity: call, with: ann
			+3 activity: meeting, with: cy, reached: true
			+4 activity: mail, with: ann, inbound: true
			+5 activity: call, with: ann, reached: true`, []seen{
			{5, "+1 continuation (no next step), +5 continuation (no next step); run 2"},
		}},
		{"a third party's meeting is an encounter, and what they did that day an advance", simple + "tracks: [{id: audit, title: A, stages: [{id: audit_done, title: D, exit: [{milestone: audited}]}]}]", people + `
			+1 activity: call, with: dee, reached: true
			+2 activity: call, with: dee, reached: true
			+2 milestone: audited, by: dee`, []seen{
			{2, "+1 continuation (no next step), +2 advance (no next step); run 0"},
		}},
		{"the seller's word yields nothing", simple, people + `
			+1 activity: call, with: ann, reached: true
			+1 evidence: pain, form: act, from: cy
			+1 stage: propose`, []seen{
			{1, "+1 continuation (no next step); run 1"},
		}},
		{"a loss is no type: beside a gain it is an advance, and alone the talk goes on", simple, people + `
			+0 evidence: pain, form: statement, from: ann
			+1 activity: call, with: ann, reached: true
			+1 evidence: pain, form: statement, from: ann, refutes: true
			+2 activity: call, with: bob, reached: true
			+2 milestone: agreed
			+3 activity: call, with: ann, reached: true
			+3 milestone: changed
			+3 milestone: security`, []seen{
			{3, "+1 continuation (no next step), +2 advance (no next step), +3 advance (no next step); run 0"},
		}},
		{"an order stands at a won end that is borne out, and as long as it does", simple, people + `
			+1 activity: call, with: ann, reached: true
			+1 stage: won
			+2 activity: call, with: ann, reached: true
			+2 milestone: signed
			+3 activity: call, with: ann, reached: true
			+4 milestone: signed, void: true
			+5 activity: call, with: ann, reached: true`, []seen{
			{5, "+1 continuation (no next step), +2 order, +3 order, +5 continuation (no next step); run 1"},
		}},
		{"no sale while it stands at a lost end, which neither breaks a run nor adds to it", simple, people + `
			+1 activity: call, with: ann, reached: true
			+2 activity: call, with: ann, reached: true
			+2 stage: lost
			+3 activity: call, with: ann, reached: true
			+3 evidence: criteria, form: belief, from: cy
			+4 stage: propose
			+5 activity: call, with: ann, reached: true`, []seen{
			{3, "+1 continuation (no next step), +2 no_sale, +3 no_sale; run 1"},
			{5, "+1 continuation (no next step), +2 no_sale, +3 no_sale, +5 continuation (no next step); run 2"},
		}},
		{"something gained at a lost end ends the run all the same", simple, people + `
			+1 activity: call, with: ann, reached: true
			+2 activity: call, with: ann, reached: true
			+2 stage: lost
			+2 evidence: pain, form: statement, from: ann`, []seen{
			{2, "+1 continuation (no next step), +2 no_sale; run 0"},
		}},
		{"that we let it go is no answer of theirs", simple, people + `
			+1 activity: call, with: ann, reached: true
			+1 stage: parked
			+2 activity: call, with: bob, reached: true
			+2 milestone: agreed`, []seen{
			{2, "+1 continuation, +2 advance; run 0"},
		}},
		{"a ref does not move what happened on another day", simple, people + `
			+1 activity: call, with: ann, reached: true, ref: call 7
			+2 evidence: pain, form: statement, from: ann, ref: call 7`, []seen{
			{2, "+1 continuation (no next step); run 0"},
		}},
		{"a step that is open and not overdue is a next step", simple, people + `
			+1 next_step: offer, due: +3, owner: cy, id: s1
			+2 activity: call, with: ann, reached: true
			+3 activity: call, with: ann, reached: true
			+4 activity: call, with: ann, reached: true
			+5 activity: call, with: ann, reached: true
			+5 next_step: offer, due: +9, owner: cy, id: s1
			+6 step_done: s1
			+6 activity: call, with: ann, reached: true`, []seen{
			{6, "+2 continuation, +3 continuation, +4 continuation (no next step), +5 continuation, +6 continuation (no next step); run 5"},
		}},
		{"all are judged by the process of the day of the view", simple + "# headway\n", "+0 person: ann, side: buyer, roles: [champion]\n" + `
			+1 activity: call, with: ann, reached: true
			+1 evidence: pain, form: statement, from: ann
			+4 set: {segment: q}`, []seen{
			{3, "+1 advance (no next step); run 0"},
			{4, "+1 advance (no next step); run 0"},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			book, rec := playbook(t, c.process), story.Tell("segment: p", c.story)
			for _, s := range c.seen {
				d, err := score.Encounters(book, rec, story.Day(s.at))
				require.NoError(t, err)
				require.Equal(t, s.want, types(d), "seen on +%d", s.at)
			}
		})
	}
}

func TestAnEncounterGivesItsYieldByTheFactsOfTheRecord(t *testing.T) {
	book := playbook(t, simple)
	rec := story.Tell("segment: p", `
		+0 person: cy, side: seller, roles: [se]
		+4 activity: call, with: ann, reached: true
		+4 next_step: figures, due: +8, owner: ann
		+2 activity: call, with: ann, reached: true, noted: +5
		+4 evidence: pain, form: statement, from: ann, noted: +6
		+4 activity: call, with: bob, reached: true, noted: +6
		+7 evidence: pain, form: statement, from: ann, refutes: true
		+7 activity: call, with: ann, reached: true
		+9 person: ann, side: buyer, roles: [champion]`)
	d, err := score.Encounters(book, rec, story.Day(9))
	require.NoError(t, err)
	require.Equal(t, rec.AsOf(story.Day(9)), d.View())
	var got []string
	changes := func(list []score.Change) (out []string) {
		for _, c := range list {
			out = append(out, fmt.Sprintf("%s by #%d", c.ID(), c.Fact))
		}
		return out
	}
	for x := range d.All() {
		got = append(got, fmt.Sprintf("+%d %v of %v gained %v lost %v steps %v", x.Day.Sub(story.Start), x.Type, x.Activities, changes(x.Gained), changes(x.Lost), x.Steps))
	}
	require.Equal(t, []string{
		"+2 continuation of [3] gained [] lost [] steps []",
		"+4 advance of [1 5] gained [pain-stated by #4 pain by #4] lost [] steps [2]",
		"+7 continuation of [7] gained [] lost [pain-stated by #6 pain by #6] steps []",
	}, got)
}

func TestEncountersNeedARecordADayAndAProcess(t *testing.T) {
	book := playbook(t, simple)
	rec := story.Tell("segment: z", people)
	_, err := score.Encounters(book, nil, story.Day(0))
	require.EqualError(t, err, "there is no record to judge")
	_, err = score.Encounters(book, rec, deal.Day{})
	require.EqualError(t, err, "there is no day to judge on")
	var none *stage.NoProcessError
	_, err = score.Encounters(book, rec, story.Day(0))
	require.ErrorAs(t, err, &none)
}

// dumpDialogue writes down everything about the encounters, a line each.
func dumpDialogue(d *score.Dialogue) []string {
	out := []string{fmt.Sprintf("%d encounters, run %d", d.Len(), d.Run())}
	for x := range d.All() {
		out = append(out, fmt.Sprintf("%v %v of %v gained %v lost %v steps %v broken %v none %v", x.Day, x.Type, x.Activities, x.Gained, x.Lost, x.Steps, x.Broken, x.NoNextStep))
	}
	return out
}

// talked puts meetings among some facts, with promises, their keeping, and what
// else may be so on the same days.
func (x *trial) talked(facts []deal.Fact, to deal.Day) []deal.Fact {
	for range 3 + x.r.IntN(6) {
		at := x.stamp(first, to)
		who := []string{"ann", "bob", "cid"}[x.r.IntN(3)]
		id := fmt.Sprint("s", 1+x.r.IntN(3))
		facts = among(facts, deal.Activity{Stamp: at, Activity: "call", With: []string{who, seller}, Reached: true})
		if x.r.IntN(2) == 0 {
			owner := []deal.Who{deal.SomeBuyer, deal.Who(who), deal.SomeBuyer, deal.BothSides, deal.SomeSeller}[x.r.IntN(5)]
			facts = among(facts, deal.NextStep{Stamp: at, Step: "figures", Due: at.On.Add(x.r.IntN(25)), Owner: owner, ID: id})
		}
		switch x.r.IntN(6) {
		case 0:
			facts = among(facts, deal.StepDone{Stamp: at, Step: id, Missed: x.r.IntN(3) == 0})
		case 1:
			facts = among(facts, deal.Evidence{Stamp: at, Element: x.element(), Form: deal.Statement, From: deal.SomeBuyer, Refutes: x.r.IntN(3) == 0})
		case 2:
			facts = among(facts, deal.Stage{Stamp: at, Stage: []string{"won", "lost", x.Process.Stages[0].ID, x.Process.Stages[0].ID}[x.r.IntN(4)]})
		}
	}
	return facts
}

func (x *trial) encounters(facts []deal.Fact, day deal.Day) *score.Dialogue {
	d, err := score.Encounters(x.book, x.record(facts), day)
	require.NoError(x, err)
	return d
}

func TestEveryEncounterHasOneTypeAndThereAreAsManyAsTheCardCounts(t *testing.T) {
	worth := map[string]int{
		"order": 15, "no_sale": 30, "advance": 100, "continuation": 200,
		"a run": 120, "a loss": 25, "a step": 300, "no next step": 200, "several activities": 50, "a broken promise": 50, "an advance by promise alone": 25,
	}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		day := x.day()
		facts := x.talked(among(x.Facts, x.introduce()), day)
		d := x.encounters(facts, day)
		encounters, _ := x.card(facts, day).Position().Encounters(deal.View{})
		require.Equal(x, encounters, d.Len(), "on %v of %s", day, x.tell(facts))
		sum := 0
		for i, name := range score.EncounterTypes() {
			n := d.Count(score.EncounterType(i + 1))
			x.note(name, n > 0)
			sum += n
		}
		require.Equal(x, d.Len(), sum)
		require.Zero(x, d.Count(score.NoEncounter))
		require.LessOrEqual(x, d.Run(), d.Count(score.Continuation))
		x.note("a run", d.Run() > 0)

		rec := d.View().Record()
		last := deal.Day{}
		for e := range d.All() {
			require.True(x, e.Day.After(last), "in order, a day once")
			last = e.Day
			require.NotEmpty(x, e.Activities)
			require.True(x, slices.IsSorted(e.Activities) && slices.IsSorted(e.Steps))
			for _, i := range e.Activities {
				a := rec.Fact(i).(deal.Activity)
				require.True(x, a.Reached && a.On == e.Day && i < d.View().Len())
			}
			for _, i := range e.Steps {
				s := rec.Fact(i).(deal.NextStep)
				require.True(x, s.On == e.Day && i < d.View().Len())
			}
			for _, c := range e.Gained {
				require.Equal(x, e.Day, rec.On(c.Fact), "what was gained happened that day: %v of %s", c.ID(), x.tell(facts))
			}
			if len(e.Gained) > 0 {
				require.NotEqual(x, score.Continuation, e.Type)
			}
			if e.Type == score.Advance && len(e.Gained) == 0 {
				require.NotEmpty(x, e.Steps)
				x.note("an advance by promise alone", true)
			}
			require.False(x, e.NoNextStep && len(e.Steps) > 0)
			require.Subset(x, e.Steps, e.Broken)
			x.note("a broken promise", len(e.Broken) > 0)
			x.note("a loss", len(e.Lost) > 0)
			x.note("a step", len(e.Steps) > 0)
			x.note("no next step", e.NoNextStep)
			x.note("several activities", len(e.Activities) > 1)
		}
	})
}

// What was gained on the day of an encounter is what a comparison from the eve
// gives, where nothing was noted late and nobody was put on record after they
// did something.
func TestAnEncounterYieldsWhatAComparisonFromItsEveGives(t *testing.T) {
	worth := map[string]int{"an encounter": 1000, "a gain": 100}
	forAll(t, generate.Only{NoWhen: true}, worth, func(x *trial) {
		facts := []deal.Fact{x.introduce()}
		for _, name := range []string{"ann", "bob", "cid", "rex", "eva", "tom", "zoe"} {
			side := []deal.Side{deal.Buyer, deal.Seller, deal.ThirdParty}[x.r.IntN(3)]
			facts = append(facts, deal.Person{Stamp: deal.Stamp{On: first}, Person: name, Side: side, Roles: []string{"champion", "boss", "rep", "chief"}[:x.r.IntN(5)]})
		}
		for _, f := range x.talked(x.Facts, generate.Start.Add(generate.Days)) {
			if _, ok := f.(deal.Set); ok {
				continue // which may bring another process
			}
			facts = append(facts, deal.Stamped(f, deal.Stamp{On: f.When().On}))
		}
		generate.SortNoted(facts)
		rec := x.record(facts)
		d := x.encounters(facts, rec.Last())
		for e := range d.All() {
			p, err := score.Compare(x.book, rec, e.Day.Add(-1), e.Day)
			require.NoError(x, err)
			require.ElementsMatch(x, p.Gained(), e.Gained, "on %v of %s", e.Day, x.tell(facts))
			require.ElementsMatch(x, p.Lost(), e.Lost, "on %v of %s", e.Day, x.tell(facts))
			require.Equal(x, p.Verdict() == score.Won, e.Type == score.Order)
			require.Equal(x, p.Verdict() == score.Lost, e.Type == score.NoSale)
			x.note("an encounter", true)
			x.note("a gain", len(e.Gained) > 0)
		}
	})
}

func TestLaw1EffortOfTheSellerAloneIsNoEncounterAndChangesNone(t *testing.T) {
	worth := map[string]int{"an encounter": 200}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		day := x.day()
		facts := x.talked(among(x.Facts, x.introduce()), day)
		with := facts
		for range 1 + x.r.IntN(4) {
			with = among(with, x.effort(x.stamp(first, day)))
		}
		a, b := x.encounters(facts, day), x.encounters(with, day)
		var was, is []string
		for e := range a.All() {
			was = append(was, fmt.Sprint(e.Day, e.Type, len(e.Activities), len(e.Gained), len(e.Lost), len(e.Steps), e.NoNextStep))
		}
		for e := range b.All() {
			is = append(is, fmt.Sprint(e.Day, e.Type, len(e.Activities), len(e.Gained), len(e.Lost), len(e.Steps), e.NoNextStep))
		}
		require.Equal(x, was, is, "on %v of %s", day, x.tell(with))
		require.Equal(x, a.Run(), b.Run())
		x.note("an encounter", a.Len() > 0)
	})
}

func TestLaw1TheSellersFactsAloneMakeNoAdvanceAndAnOrderOnlyWhereTheEndAsksForNothingOfTheBuyers(t *testing.T) {
	worth := map[string]int{"an encounter": 290, "a level rose": 100, "a won end was claimed and not borne out": 20, "an order that the process takes the seller's word for": 20}
	forAll(t, generate.Only{Standard: true}, worth, func(x *trial) {
		facts := []deal.Fact{x.introduce()}
		day := generate.Start.Add(generate.Days)
		for range 15 {
			facts = among(facts, x.sellers(x.stamp(first, day)))
		}
		for range 3 {
			// Somebody nobody knows was there, and all that came of it is ours.
			at := x.stamp(first, day)
			facts = among(facts, deal.Activity{Stamp: at, Activity: "call", With: []string{"somebody", seller}, Reached: true})
			facts = among(facts, x.sellers(at))
			facts = among(facts, deal.NextStep{Stamp: at, Step: "meet again", Due: at.Noted.Add(9), Owner: []deal.Who{deal.BothSides, deal.SomeSeller, seller, ""}[x.r.IntN(4)]})
		}
		if x.r.IntN(2) == 0 {
			facts = among(facts, deal.Stage{Stamp: x.stamp(first, day), Stage: "won"})
		}
		card := x.card(facts, day)
		x.note("a won end was claimed and not borne out", card.Claimed().Kind() == stage.Won && card.Position().Stands().IsZero())
		for s := range card.Position().Assessment().Standings() {
			if s.Level.Rank() > 0 {
				x.note("a level rose", true)
				break
			}
		}
		d := x.encounters(facts, day)
		x.note("an encounter", d.Len() > 0)
		var happened []deal.Fact
		for _, f := range facts {
			happened = append(happened, deal.Stamped(f, deal.Stamp{On: f.When().On}))
		}
		generate.SortNoted(happened)
		for e := range d.All() {
			require.NotEqual(x, score.Advance, e.Type, "on %v of %s", e.Day, x.tell(facts))
			require.Empty(x, e.Gained)
			if e.Type != score.Order {
				continue
			}
			x.note("an order that the process takes the seller's word for", true)
			pos := x.card(happened, e.Day).Position()
			require.Equal(x, stage.Won, pos.Stands().Kind())
			for _, r := range pos.BornOut() {
				if pos.Answer(r) == stage.Waived {
					continue // by somebody of ours who may
				}
				_, by, _ := r.Milestone()
				level, _ := r.Level()
				require.False(x, by == deal.Buyer || level.Rank() > 1, "%v is the buyer's, on %v of %s", r, e.Day, x.tell(facts))
			}
		}
	})
}

func TestLaw4WhatIsNotedLaterChangesNoEarlierAnswerAboutEncounters(t *testing.T) {
	worth := map[string]int{"an encounter": 200, "what was noted later is about a day before": 200, "it would have mattered": 100}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		day := x.day()
		known := x.known(x.talked(x.Facts, day), day)
		all := slices.Clone(known)
		early := false
		for _, f := range x.talked(x.More(x.r, generate.Only{}, 8), day.Add(20)) {
			at := f.When()
			if !at.Noted.After(day) {
				at.Noted = day.Add(1 + x.r.IntN(7))
			}
			early = early || !at.On.After(day)
			all = append(all, deal.Stamped(f, at))
		}
		generate.SortNoted(all)
		was := dumpDialogue(x.encounters(known, day))
		require.Equal(x, was, dumpDialogue(x.encounters(all, day)), "on %v of %s", day, x.tell(all))
		x.note("an encounter", len(was) > 1)
		x.note("what was noted later is about a day before", early)
		end := all[len(all)-1].When().Noted
		x.note("it would have mattered", !slices.Equal(dumpDialogue(x.encounters(known, end)), dumpDialogue(x.encounters(all, end))))
	})
}

func TestAnEvaluatorThatWasAskedForEncountersAnswersAsAFreshOne(t *testing.T) {
	worth := map[string]int{"an encounter": 200, "something was gained": 40}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		e := score.NewEvaluator(x.book)
		facts := x.talked(x.Facts, x.day())
		rec := x.record(facts)
		for range 3 {
			from := x.day()
			to := from.Add(x.r.IntN(20))
			d, err := e.Encounters(rec, to)
			require.NoError(x, err)
			was := dumpDialogue(d)
			x.note("an encounter", d.Len() > 0)
			p, err := e.Progress(rec, from, to)
			require.NoError(x, err)
			require.Equal(x, dumpProgress(x.progress(facts, from, to), byIndex), dumpProgress(p, byIndex))
			x.note("something was gained", len(p.Gained()) > 0)
			require.Equal(x, was, dumpDialogue(d), "it holds no memory of the evaluator")
			require.Equal(x, was, dumpDialogue(x.encounters(facts, to)))
		}
	})
}

func BenchmarkEncounters(b *testing.B) {
	rec, e := story.Long(), score.NewEvaluator(stage.Builtin())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Encounters(rec, story.Day(100)); err != nil {
			b.Fatal(err)
		}
	}
}
