package score_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// meeting invites some of the people who can be on record, a stranger now and
// then, or everybody.
func (x *trial) meeting() score.Meeting {
	var m score.Meeting
	for _, name := range []string{"ann", "bob", "cid", "rex", "tom", "nobody"} {
		if x.r.IntN(3) == 0 {
			m.With = append(m.With, name)
		}
	}
	if x.r.IntN(2) == 0 {
		m.With = nil
	}
	m.Max = x.r.IntN(4)
	return m
}

func (x *trial) plan(facts []deal.Fact, day deal.Day, m score.Meeting) *score.Plan {
	p, err := score.Prepare(x.book, x.record(facts), day, m)
	require.NoError(x, err)
	return p
}

// demandsOf gives what is asked for.
func demandsOf(asks []score.Ask) []stage.Requirement {
	var out []stage.Requirement
	for _, a := range asks {
		out = append(out, a.Requirement)
	}
	return out
}

func TestAPlanListsEachOpenDemandOfTheWayOnceAndNothingElse(t *testing.T) {
	worth := map[string]int{"asked": 70, "left for later": 6, "somebody is missing": 40, "for elsewhere": 80}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		day, m := x.day(), x.meeting()
		card := x.card(x.Facts, day)
		p := x.plan(x.Facts, day, m)
		listed := slices.Concat(demandsOf(p.Asks()), demandsOf(p.Later()))
		answers := map[stage.Requirement]stage.Answer{}
		for _, a := range slices.Concat(p.Asks(), p.Later()) {
			answers[a.Requirement] = a.Answer
			for _, r := range a.Also {
				listed, answers[r] = append(listed, r), stage.Unmet
			}
		}
		for _, missing := range p.Missing() {
			listed, answers[missing.Requirement] = append(listed, missing.Requirement), missing.Answer
		}
		for _, e := range p.Elsewhere() {
			listed, answers[e.Requirement] = append(listed, e.Requirement), e.Answer
		}
		ids := func(list []stage.Requirement) (out []string) {
			for _, r := range list {
				out = append(out, r.ID())
			}
			slices.Sort(out)
			return out
		}
		if !card.Position().Stands().IsZero() {
			require.Empty(x, listed)
			return
		}
		require.Equal(x, ids(card.Route()), ids(listed), "%v on %v of %s", m, day, x.tell(x.Facts))
		for _, r := range listed {
			require.True(x, r.Demand())
			require.True(x, p.Card().Position().Now(r).Blocks(), "%v on %v of %s", r, day, x.tell(x.Facts))
			require.Contains(x, []stage.Answer{stage.Unmet, stage.Unknown}, answers[r], "%v on %v of %s", r, day, x.tell(x.Facts))
		}
		require.True(x, m.Max == 0 || len(p.Asks()) <= m.Max)
		for _, a := range slices.Concat(p.Asks(), p.Later()) {
			require.NotEmpty(x, a.People)
			for _, who := range a.People {
				require.Contains(x, p.People(), who)
				require.False(x, who.Gone)
			}
		}
		x.note("asked", len(p.Asks()) > 0)
		x.note("left for later", len(p.Later()) > 0)
		x.note("somebody is missing", len(p.Missing()) > 0)
		x.note("for elsewhere", len(p.Elsewhere()) > 0)
		require.Equal(x, dump(card, byIndex), dump(p.Card(), byIndex), "the card of a plan is that of today: %v on %v of %s", m, day, x.tell(x.Facts))
	})
}

func TestWhatIsPutOnRecordIsWhatWasSupposed(t *testing.T) {
	worth := map[string]int{"an element": 50, "a milestone": 40, "several": 15, "a stage was earned": 20}
	forAll(t, generate.Only{Standard: true}, worth, func(x *trial) {
		day := x.day()
		facts := x.known(x.Facts, day)
		p := x.plan(facts, day, score.Meeting{})
		at := deal.Stamp{On: day, Noted: day}
		var met []stage.Requirement
		done := facts
		for _, r := range p.Card().Route() {
			if roles, _ := r.Roles(); len(roles) > 0 {
				continue
			}
			switch r.Kind() {
			case stage.Element:
				e, _ := r.Element()
				level, _ := r.Level()
				refined := regexp.MustCompile("element: " + e.ID() + "[^}]*(form|role):") // an act says more than is supposed
				if slices.ContainsFunc(x.Framework.Elements, func(o generate.Element) bool { return slices.Contains(o.Reads, e.ID()) }) || refined.MatchString(x.Process.YAML()) {
					continue
				}
				done = append(slices.Clone(done), deal.Evidence{Stamp: at, Element: e.ID(), Form: deal.Act, From: deal.SomeBuyer, Level: level.ID()})
				x.note("an element", true)
			case stage.Milestone:
				if slices.ContainsFunc(met, func(m stage.Requirement) bool { return m.Kind() == stage.Milestone }) {
					continue // one may make the other void
				}
				id, side, _ := r.Milestone()
				by := map[deal.Side]deal.Who{deal.Buyer: deal.SomeBuyer, deal.Seller: deal.SomeSeller, deal.ThirdParty: deal.SomeThirdParty}[side]
				done = append(slices.Clone(done), deal.Milestone{Stamp: at, Milestone: id, By: by})
				x.note("a milestone", true)
			default:
				continue
			}
			met = append(met, r)
		}
		if len(met) == 0 {
			return
		}
		x.note("several", len(met) > 1)
		pos := p.Card().Position()
		pos.Suppose(pos.Record().AsOf(day), met)
		after := x.card(done, day)
		require.Equal(x, after.Earned().ID(), pos.Stage().ID(), "%v on %v of %s", met, day, x.tell(done))
		require.Equal(x, after.Remaining(), pos.Remaining(), "%v on %v of %s", met, day, x.tell(done))
		require.Equal(x, after.Score(), pos.Assessment().Score(), "%v on %v of %s", met, day, x.tell(done))
		for r := range after.Process().Demands() {
			same, _ := pos.Process().Requirement(r.ID())
			require.Equal(x, after.Position().Answer(r), pos.Answer(same), "%v, %v on %v of %s", r, met, day, x.tell(done))
		}
		x.note("a stage was earned", after.Earned().Order() > p.Today().Stage.Order())
	})
}

func TestWhatIsMetLengthensNoWayAndTakesNoStageOfAPlan(t *testing.T) {
	worth := map[string]int{"less remained": 10, "a stage was earned": 3, "several at once": 3}
	forAll(t, generate.Only{NoNone: true, NoWhen: true}, worth, func(x *trial) {
		day, m := x.day(), x.meeting()
		for _, ms := range x.Process.Milestones {
			if len(ms.VoidBy) > 0 {
				return // reaching one takes another away
			}
		}
		if yaml := x.Process.YAML(); strings.Contains(yaml, "since:") || strings.Contains(yaml, "{day: ") || strings.Contains(yaml, "when:") {
			return // what came before it counts no more; the stay in a stage begins anew; something is switched on
		}
		p := x.plan(x.Facts, day, m)
		no := func(o score.Outcome, what any) {
			require.LessOrEqual(x, o.Remaining, p.Today().Remaining, "%v on %v of %s", what, day, x.tell(x.Facts))
			require.GreaterOrEqual(x, o.Score.Earned, p.Today().Score.Earned, "%v on %v of %s", what, day, x.tell(x.Facts))
			require.GreaterOrEqual(x, o.Stages, 0)
		}
		for _, a := range slices.Concat(p.Asks(), p.Later()) {
			no(a.Outcome, a.Requirement)
			require.Less(x, a.Outcome.Remaining, p.Today().Remaining, "what is met is open no more: %v on %v of %s", a.Requirement, day, x.tell(x.Facts))
			require.LessOrEqual(x, len(p.Asks()), p.Today().Remaining)
		}
		no(p.Together(), p.Asks())
		require.LessOrEqual(x, p.Together().Remaining, p.Today().Remaining-len(p.Asks()), "each of them is open no more")
		pos := p.Card().Position()
		pos.Suppose(pos.Record().AsOf(day), demandsOf(p.Asks()))
		require.Equal(x, []any{p.Together().Stage, p.Together().Remaining, p.Together().Score}, []any{pos.Stage(), pos.Remaining(), pos.Assessment().Score()})
		for r := range pos.Process().Demands() {
			if slices.Contains(demandsOf(p.Asks()), r) {
				require.Equal(x, stage.Met, pos.Answer(r), "%v on %v of %s", r, day, x.tell(x.Facts))
			}
		}
		x.note("less remained", p.Together().Remaining < p.Today().Remaining)
		x.note("a stage was earned", p.Together().Stages > 0)
		x.note("several at once", len(p.Asks()) > 1)
	})
}
