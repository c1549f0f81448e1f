package score_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// The laws that hold for every playbook and every deal, tried on generated ones.

// seller is somebody of the seller's from before the first day on, and for good.
const seller = "sue"

// introduce gives the fact that says who the seller is. She may have any role,
// one that is asked for of the buyer's people among them.
func (x *trial) introduce() deal.Fact {
	roles := []string{"champion", "boss", "rep", "chief", "adviser"}
	x.r.Shuffle(len(roles), func(i, j int) { roles[i], roles[j] = roles[j], roles[i] })
	return deal.Person{Stamp: deal.Stamp{On: generate.Start.Add(-40)}, Person: seller, Side: deal.Seller, Roles: roles[:x.r.IntN(3)]}
}

// stamp gives a fact that was noted after a day and no later than another.
func (x *trial) stamp(after, to deal.Day) deal.Stamp {
	noted := after.Add(1 + x.r.IntN(to.Sub(after)))
	on := noted.Add(-x.r.IntN(8))
	if on.Before(first) {
		on = first
	}
	return deal.Stamp{On: on, Noted: noted}
}

// first is a day before everything that happens in generated cases. The seller
// is on record by then, so that what a law adds does not begin the walk: that
// is what the first fact does, whatever it is.
var first = generate.Start.Add(-39)

func (x *trial) element() string {
	return x.Framework.Elements[x.r.IntN(len(x.Framework.Elements))].ID
}

// known gives the facts that were noted by a day.
func (x *trial) known(facts []deal.Fact, day deal.Day) []deal.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f deal.Fact) bool { return f.When().Noted.After(day) })
}

// effort gives an attempt, or a meeting of the seller's alone.
func (x *trial) effort(at deal.Stamp) deal.Fact {
	a := deal.Activity{Stamp: at, Activity: "effort", With: []string{seller}}
	if x.r.IntN(2) == 0 {
		a.Reached = true
	} else if x.r.IntN(2) == 0 {
		a.With = []string{"ann", "bob"}
	}
	return a
}

// sellers gives a fact that comes from the seller alone.
func (x *trial) sellers(at deal.Stamp) deal.Fact {
	by := []deal.Who{seller, deal.SomeSeller}[x.r.IntN(2)]
	switch x.r.IntN(10) {
	case 0, 1:
		return deal.Evidence{Stamp: at, Element: x.element(), Form: deal.Form(1 + x.r.IntN(6)), From: by}
	case 2:
		return deal.Milestone{Stamp: at, Milestone: x.Process.Milestones[x.r.IntN(len(x.Process.Milestones))].ID, By: by, Void: x.r.IntN(3) == 0}
	case 3:
		return x.effort(at)
	case 4:
		return deal.Stage{Stamp: at, Stage: x.Process.Stages[x.r.IntN(len(x.Process.Stages))].ID}
	case 5:
		return deal.CloseDate{Stamp: at, Day: x.day()}
	case 6:
		return deal.NextStep{Stamp: at, Step: "call", Due: at.Noted.Add(x.r.IntN(20)), Owner: by, ID: "s1"}
	case 7:
		a := x.Process.Attributes[x.r.IntN(len(x.Process.Attributes))]
		return deal.Set{Stamp: at, Values: []deal.Setting{{Attribute: a.ID, Value: []deal.Value{{}, deal.Number(100_000), deal.Flag(true)}[x.r.IntN(3)]}}}
	case 8:
		return deal.Approval{Stamp: at, Approval: x.approval(), By: []string{seller, "rep", "chief"}[x.r.IntN(3)], Rejected: x.r.IntN(4) == 0}
	default:
		return deal.Waive{Stamp: at, Requirement: x.waivable(), By: []string{seller, "rep", "chief"}[x.r.IntN(3)], Why: "in a hurry"}
	}
}

// approval gives the id of something that asks for an approval, if there is any.
func (x *trial) approval() string {
	return x.idOf(func(r *generate.Requirement) bool { return r.Kind == generate.Approved })
}

// waivable gives the id of something that can be waived, if there is any.
func (x *trial) waivable() string {
	return x.idOf(func(r *generate.Requirement) bool { return r.Waivable != nil })
}

func (x *trial) idOf(wanted func(*generate.Requirement) bool) string {
	var ids []string
	for _, r := range x.Process.Leaves() {
		if wanted(r) && r.ID != "" {
			ids = append(ids, r.ID)
		}
	}
	if ids == nil {
		return "r1"
	}
	return ids[x.r.IntN(len(ids))]
}

// where writes down where a card says that the deal stands.
func where(card *score.Card) []string {
	var out []string
	pos := card.Position()
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for s := range pos.Assessment().Standings() {
		say("%v %v %v", s.Element, s.Level, s.Contradicted)
	}
	for r := range card.Process().Demands() {
		say("%v %v", r, pos.Answer(r))
	}
	for s := range card.Process().Stages() {
		say("earned %v %v", s, pos.Earned(s))
	}
	g, ok := card.Gate()
	if ok {
		say("gate to %v, open %v", g.To(), g.Open())
		for e := range g.Entries() {
			say("%v %v", e.Requirement, e.Answer)
		}
	}
	n, onRoute := card.Inflation()
	say("%v %v since %v, remaining %d of %d, headway %d, inflation %d %v, score %+v, stands %v",
		ok, card.Earned(), card.Entered(), card.Remaining(), card.Blank(), card.Headway(), n, onRoute, card.Score(), pos.Stands())
	return out
}

// watched writes down which signals a card has, and their figures.
func watched(card *score.Card) []string {
	out := []string{fmt.Sprint("sparse ", card.IsSparse())}
	for s := range card.Signals() {
		var facts []string
		for _, f := range s.Facts {
			facts = append(facts, card.Record().Cite(f))
		}
		s.Facts = nil
		out = append(out, fmt.Sprintf("%+v on %q", s, facts))
	}
	return out
}

func TestLaw1EffortOfTheSellerAloneChangesNothingAndCanOnlyTurnStalledIntoBusy(t *testing.T) {
	worth := map[string]int{"an effort was made": 290, "stalled turned into busy": 10, "the seller has a role that an engagement wants": 40}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		intro := x.introduce()
		facts := among(x.Facts, intro)
		to := x.day()
		from := to.Add(-1 - x.r.IntN(20))
		with := facts
		for range 1 + x.r.IntN(4) {
			with = among(with, x.effort(x.stamp(first, to)))
		}
		x.note("an effort was made", true)
		for _, r := range x.Process.Leaves() {
			if r.Kind == generate.Engaged && slices.ContainsFunc(r.Names, func(role string) bool { return slices.Contains(intro.(deal.Person).Roles, role) }) {
				x.note("the seller has a role that an engagement wants", true)
				break
			}
		}
		require.Equal(x, where(x.card(facts, to)), where(x.card(with, to)), "%s", x.tell(with))
		require.Equal(x, watched(x.card(facts, to)), watched(x.card(with, to)), "%s", x.tell(with))

		without, busy := x.progress(facts, from, to), x.progress(with, from, to)
		if without.Verdict() == score.Stalled && busy.Verdict() == score.Busy {
			x.note("stalled turned into busy", true)
			return
		}
		require.Equal(x, without.Verdict(), busy.Verdict(), "%s", x.tell(with))
	})
}

func TestLaw1FactsThatComeFromTheSellerAloneNeverGiveAdvancedOrProgressing(t *testing.T) {
	worth := map[string]int{"a stage was earned": 12, "less remained": 25, "a level rose": 60}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		from := x.day()
		to := from.Add(1 + x.r.IntN(20))
		facts := x.known(among(x.Facts, x.introduce()), from)
		for range 8 {
			facts = among(facts, x.sellers(x.stamp(from, to)))
		}
		for _, f := range x.More(x.r, generate.Only{}, 20) {
			switch f.(type) {
			case deal.Evidence, deal.Milestone, deal.Activity, deal.Approval:
			default: // typed, by whomever
				facts = among(facts, generate.Stamped(f, x.stamp(from, to)))
			}
		}
		p := x.progress(facts, from, to)
		require.NotContains(x, []score.Verdict{score.Advanced, score.Progressing}, p.Verdict(), "from %v to %v, %s", from, to, x.tell(facts))
		require.Empty(x, p.Gained(), "from %v to %v, %s", from, to, x.tell(facts))

		x.note("a stage was earned", p.Signs().Has(score.Forward))
		x.note("less remained", p.Card().Remaining() < p.RemainingBefore())
		old := x.card(facts, from).Position().Assessment()
		for e := range p.Card().Process().Framework().Elements() {
			if p.Card().Position().Assessment().Standing(e).Level.Rank() > old.Standing(e).Level.Rank() {
				x.note("a level rose", true)
				break
			}
		}
	})
}

func TestLaw2OnTheStandardLadderTheSellersWordNeverGetsBeyondTheFirstLevel(t *testing.T) {
	worth := map[string]int{"the seller got an element to the first level": 180, "the seller brought an act": 120}
	forAll(t, generate.Only{Standard: true}, worth, func(x *trial) {
		var facts []deal.Fact
		act := false
		for _, f := range among(x.Facts, x.introduce()) {
			if e, ok := f.(deal.Evidence); ok {
				e.From = []deal.Who{seller, deal.SomeSeller}[x.r.IntN(2)]
				act = act || e.Form == deal.Act && !e.Refutes
				f = e
			}
			facts = append(facts, f)
		}
		x.note("the seller brought an act", act)
		asserted := false
		for range 3 {
			for s := range x.card(facts, x.day()).Position().Assessment().Standings() {
				asserted = asserted || s.Level.Rank() == 1
				require.LessOrEqual(x, s.Level.Rank(), 1, "%v of %s", s.Element, x.tell(facts))
			}
		}
		x.note("the seller got an element to the first level", asserted)
	})
}

func TestLaw3MoreSupportingEvidenceOfTheBuyersLowersNothingAndLengthensNoWay(t *testing.T) {
	worth := map[string]int{"a level rose": 100, "a stage was earned": 6, "less remained": 20, "a no was lifted": 12}
	forAll(t, generate.Only{NoNone: true, NoWhen: true, Without: generate.Stays}, worth, func(x *trial) {
		day := x.day()
		facts := x.Facts
		if x.r.IntN(3) == 0 {
			facts = among(facts, deal.Evidence{Stamp: x.stamp(first, day), Element: x.element(), Form: deal.Statement, From: deal.SomeBuyer, Refutes: true})
		}
		more := facts
		for range 1 + x.r.IntN(8) {
			more = among(more, deal.Evidence{
				Stamp: x.stamp(first, day), Element: x.element(), Form: deal.Form(1 + x.r.IntN(6)),
				From: []deal.Who{deal.SomeBuyer, "ann", "bob", "cid"}[x.r.IntN(4)],
			})
		}
		// Whoever is not known to be the buyer's may be anybody.
		for _, name := range []string{"ann", "bob", "cid"} {
			if !onlyBuyer(more, name) {
				return
			}
		}
		a, b := x.card(facts, day), x.card(more, day)
		rose, lifted := false, false
		for e := range a.Process().Framework().Elements() {
			was, is := a.Position().Assessment().Standing(e), b.Position().Assessment().Standing(e)
			require.GreaterOrEqual(x, is.Level.Rank(), was.Level.Rank(), "%v on %v of %s", e, day, x.tell(more))
			rose = rose || is.Level.Rank() > was.Level.Rank()
			lifted = lifted || was.Denied && !is.Denied
		}
		earned := false
		for s := range a.Process().Stages() {
			if a.Position().Earned(s) {
				require.True(x, b.Position().Earned(s), "%v on %v of %s", s, day, x.tell(more))
			}
			earned = earned || !a.Position().Earned(s) && b.Position().Earned(s)
		}
		for r := range a.Process().Demands() {
			if r.Kind() == stage.NextStep || r.Kind() == stage.DayIs { // one that was met at a crossing shows so there
				continue
			}
			if a.Position().Answer(r) == stage.Met {
				require.Equal(x, stage.Met, b.Position().Answer(r), "%v on %v of %s", r, day, x.tell(more))
			}
		}
		for s := range a.Process().Stages() {
			if b.Position().Earned(s) {
				continue // a way back is no gate, and may be forbidden
			}
			if g, ok := a.Position().GateTo(s); ok && g.Open() {
				g, ok = b.Position().GateTo(s)
				require.True(x, ok && g.Open(), "gate to %v on %v of %s", s, day, x.tell(more))
			}
		}
		require.LessOrEqual(x, b.Remaining(), a.Remaining(), "on %v of %s", day, x.tell(more))
		x.note("a level rose", rose)
		x.note("a no was lifted", lifted)
		x.note("a stage was earned", earned)
		x.note("less remained", b.Remaining() < a.Remaining())
	})
}

// onlyBuyer reports whether nobody ever says that a person is of another side
// than the buyer's.
func onlyBuyer(facts []deal.Fact, name string) bool {
	return !slices.ContainsFunc(facts, func(f deal.Fact) bool {
		p, ok := f.(deal.Person)
		return ok && p.Person == name && p.Side != deal.Buyer
	})
}

func TestLaw4FactsNotedAfterTheDayNeverMatter(t *testing.T) {
	worth := map[string]int{"what was noted later is about a day before": 200, "it would have mattered": 200}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		day := x.day()
		from := day.Add(-x.r.IntN(20))
		known := x.known(x.Facts, day)
		all := slices.Clone(known)
		early := false
		for _, f := range x.More(x.r, generate.Only{}, 8) {
			if f.When().Noted.After(day) {
				all = append(all, f)
				early = early || !f.When().On.After(day)
			} else {
				at := f.When()
				at.Noted = day.Add(1 + x.r.IntN(7))
				all = append(all, generate.Stamped(f, at))
				early = true
			}
		}
		generate.SortNoted(all)
		require.Equal(x, dump(x.card(known, day), byIndex), dump(x.card(all, day), byIndex), "on %v of %s", day, x.tell(all))
		require.Equal(x, dumpProgress(x.progress(known, from, day), byIndex), dumpProgress(x.progress(all, from, day), byIndex), "from %v to %v of %s", from, day, x.tell(all))
		x.note("what was noted later is about a day before", early)
		end := all[len(all)-1].When().Noted
		x.note("it would have mattered", !slices.Equal(where(x.card(known, end)), where(x.card(all, end))))
	})
}

func TestLaw5TimeAloneRaisesAndGainsNothing(t *testing.T) {
	worth := map[string]int{"something lapsed": 50, "it was waiting": 40, "it was stalled": 120, "it stood at an end": 20}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		from := x.day()
		facts := x.known(x.Facts, from)
		to := from.Add(1 + x.r.IntN(50))
		switch x.r.IntN(6) {
		case 0:
			facts = append(facts, deal.Pause{Stamp: deal.Stamp{On: from}, Until: from.Add(30), Why: "holidays"})
		case 1:
			facts = append(facts, deal.NextStep{Stamp: deal.Stamp{On: from}, Step: "answer", Due: from.Add(30), Owner: deal.SomeBuyer})
		}
		a, p := x.card(facts, from), x.progress(facts, from, to)
		b := p.Card()
		x.notRaised(a, b, facts)
		require.Empty(x, p.Gained(), x.tell(facts))
		require.Empty(x, p.Lost(), x.tell(facts))
		require.Empty(x, p.Renewed(), x.tell(facts))
		switch p.Verdict() {
		case score.Won, score.Lost, score.Left:
			x.note("it stood at an end", true)
		case score.Waiting:
			x.note("it was waiting", true)
		default:
			require.Equal(x, score.Stalled, p.Verdict(), "from %v to %v of %s", from, to, x.tell(facts))
			x.note("it was stalled", true)
		}
		x.note("something lapsed", len(p.Lapsed()) > 0)
		for s := range a.Process().Stages() {
			if a.Position().Earned(s) && len(facts) > 0 { // without facts the walk begins on the day looked at
				require.True(x, b.Position().Earned(s), "time took %v from %v to %v of %s", s, from, to, x.tell(facts))
			} else if b.Position().Earned(s) {
				x.note("time opened a gate", true)
			}
		}
	})
}

func TestLaw5OnlyDayNoneWhenAndAStepThatHasToBeNearCanOpenAGateByTime(t *testing.T) {
	worth := map[string]int{"something lapsed": 50, "more remained": 20}
	forAll(t, generate.Only{NoNone: true, NoWhen: true, NoHorizon: true, Without: generate.Dates}, worth, func(x *trial) {
		from := x.day()
		facts := x.known(x.Facts, from)
		to := from.Add(1 + x.r.IntN(50))
		a, p := x.card(facts, from), x.progress(facts, from, to)
		b := p.Card()
		for s := range a.Process().Stages() {
			require.Equal(x, a.Position().Earned(s), b.Position().Earned(s), "%v from %v to %v of %s", s, from, to, x.tell(facts))
		}
		for r := range a.Process().Demands() {
			if b.Position().Answer(r) == stage.Met && r.Kind() != stage.NextStep { // one that was met at a crossing shows so there
				require.Equal(x, stage.Met, a.Position().Answer(r), "%v from %v to %v of %s", r, from, to, x.tell(facts))
			}
		}
		require.GreaterOrEqual(x, b.Remaining(), a.Remaining(), "from %v to %v of %s", from, to, x.tell(facts))
		x.note("something lapsed", len(p.Lapsed()) > 0)
		x.note("more remained", b.Remaining() > a.Remaining())
	})
}

// notRaised sees to it that no level and no score is higher on the later of two
// cards.
func (x *trial) notRaised(a, b *score.Card, facts []deal.Fact) {
	for e := range a.Process().Framework().Elements() {
		was, is := a.Position().Assessment().Standing(e), b.Position().Assessment().Standing(e)
		require.LessOrEqual(x, is.Level.Rank(), was.Level.Rank(), "%v from %v to %v of %s", e, a.Day(), b.Day(), x.tell(facts))
	}
	require.LessOrEqual(x, b.Score().Earned, a.Score().Earned, x.tell(facts))
	require.LessOrEqual(x, b.Score().Ceiling, a.Score().Ceiling, x.tell(facts))
}

func TestLaw6ATotalIsTheSumOfItsLinesAndNotAboveItsCeiling(t *testing.T) {
	worth := map[string]int{
		"weighted": 200, "sum": 60, "weakest": 60, "something is earned": 200, "the ceiling is lower than everything": 60, "a line is rounded": 90,
	}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		for range 3 {
			card := x.card(x.Facts, x.day())
			method := card.Process().Framework().Method()
			var sum, least qualify.Score
			least = qualify.Score{Earned: qualify.Full, Ceiling: qualify.Full}
			rounded := false
			for l := range card.Lines() {
				require.GreaterOrEqual(x, l.Earned, 0, x.tell(x.Facts))
				require.LessOrEqual(x, l.Earned, l.Ceiling+1, "a share is rounded by less than one: %s", x.tell(x.Facts))
				sum.Earned += l.Earned
				sum.Ceiling += l.Ceiling
				least.Earned, least.Ceiling = min(least.Earned, l.Earned), min(least.Ceiling, l.Ceiling)
				rounded = rounded || l.Most > 0 && qualify.Full*l.Points%l.Most != 0 || l.Earned%10 != 0
			}
			want := sum
			if method == qualify.Weakest {
				want = least
			}
			require.Equal(x, want, card.Score(), "on %v of %s", card.Day(), x.tell(x.Facts))
			require.LessOrEqual(x, card.Score().Earned, card.Score().Ceiling, x.tell(x.Facts))
			require.LessOrEqual(x, card.Score().Ceiling, qualify.Full)
			x.note(method.String(), true)
			x.note("something is earned", card.Score().Earned > 0)
			x.note("the ceiling is lower than everything", card.Score().Ceiling < qualify.Full)
			x.note("a line is rounded", rounded)
		}
	})
}

func TestLaw7EverySetOfSignsHasOneVerdictAndNoLossMakesItBetter(t *testing.T) {
	table := []struct {
		all     score.Signs
		verdict score.Verdict
	}{
		{score.StandsWon, score.Won},
		{score.StandsLost, score.Lost},
		{score.StandsLeft, score.Left},
		{score.Loss | score.Back, score.Regressed},
		{score.Loss | score.Further, score.Regressed},
		{score.Gain | score.Forward, score.Advanced},
		{score.Gain, score.Progressing},
		{score.Loss, score.Regressed},
		{score.Wait, score.Waiting},
		{score.Touch, score.Busy},
		{0, score.Stalled},
	}
	bad := []score.Signs{score.StandsLost, score.StandsLeft, score.Loss, score.Back, score.Further}
	good := []score.Signs{score.StandsWon, score.Gain, score.Forward, score.Wait, score.Touch}
	order := []score.Verdict{
		score.Lost, score.Left, score.Regressed, score.Stalled, score.Busy, score.Waiting, score.Progressing, score.Advanced, score.Won,
	}
	require.True(t, slices.IsSorted(order), "the verdicts are in order, worst first")

	count := map[score.Verdict]int{}
	for s := range score.Signs(4096) {
		got := s.Verdict()
		count[got]++
		row := slices.IndexFunc(table, func(row struct {
			all     score.Signs
			verdict score.Verdict
		}) bool {
			return s&row.all == row.all
		})
		require.Equal(t, table[row].verdict, got, "%v", s.Strings())
		for _, sign := range bad {
			require.GreaterOrEqual(t, (s &^ sign).Verdict(), got, "%v without %v", s.Strings(), sign.Strings())
		}
		for _, sign := range good {
			require.GreaterOrEqual(t, (s | sign).Verdict(), got, "%v with %v", s.Strings(), sign.Strings())
		}
		if with := (s | score.Touch).Verdict(); with != got {
			require.Equal(t, [2]score.Verdict{score.Stalled, score.Busy}, [2]score.Verdict{got, with}, "a touch turns stalled into busy alone")
		}
		require.Equal(t, got, (s | score.Lapse | score.Typed).Verdict(), "lapses and what is typed decide nothing")
	}
	require.Equal(t, map[score.Verdict]int{
		score.Won: 2048, score.Lost: 1024, score.Left: 512, score.Regressed: 224, score.Progressing: 80, score.Advanced: 80,
		score.Waiting: 64, score.Busy: 32, score.Stalled: 32,
	}, count)
}

func TestLaw8NothingRemainsExactlyWhenSomeWayToWonIsOpenAndRemainingIsTheLengthOfItsList(t *testing.T) {
	worth := map[string]int{"nothing remains": 40, "something remains": 200, "a demand of a crossed gate is open behind the deal": 40}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		for range 3 {
			card := x.card(x.Facts, x.day())
			pos, p := card.Position(), card.Process()
			route := card.Route()
			if card.Remaining() == stage.NoWay {
				require.Empty(x, route)
				x.note("no way is there", true)
			} else {
				require.Len(x, route, card.Remaining(), "on %v of %s", card.Day(), x.tell(x.Facts))
			}
			for i, r := range route {
				require.True(x, r.Demand())
				require.NotContains(x, route[:i], r)
				if r.Kind() != stage.NextStep && r.Kind() != stage.None && r.Kind() != stage.DayIs { // of which a gate behind may have kept an answer
					require.NotEqual(x, stage.Met, pos.Answer(r), "%v on %v of %s", r, card.Day(), x.tell(x.Facts))
				}
			}
			open := false
			for end := range p.Ends() {
				if g, ok := pos.GateTo(end); ok && end.Kind() == stage.Won {
					open = open || g.Open()
				}
			}
			require.Equal(x, card.Remaining() == 0, open, "on %v of %s", card.Day(), x.tell(x.Facts))
			x.note("nothing remains", open)
			x.note("something remains", !open)
			for r := range p.Demands() {
				if a := pos.Answer(r); (a == stage.Unmet || a == stage.Unknown) && open {
					x.note("a demand of a crossed gate is open behind the deal", true)
					break
				}
			}
		}
	})
}

func TestLaw9FactsOfOneDayThatTouchDifferentThingsMayBeNotedInAnyOrder(t *testing.T) {
	worth := map[string]int{"two facts changed places": 250, "who somebody is and what they did changed places": 60}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		order := make([]int, len(x.Facts)) // the facts by their old index, in the new order
		for i := range order {
			order[i] = i
		}
		if len(order) < 2 {
			return
		}
		swapped, people := false, false
		for range 4 * len(order) {
			i := x.r.IntN(len(order) - 1)
			a, b := x.Facts[order[i]], x.Facts[order[i+1]]
			if a.When().Noted != b.When().Noted || x.touchTheSame(a, b) {
				continue
			}
			order[i], order[i+1] = order[i+1], order[i]
			swapped = true
			people = people || (a.Kind() == "person") != (b.Kind() == "person")
		}
		if !swapped {
			return
		}
		x.note("two facts changed places", true)
		x.note("who somebody is and what they did changed places", people)
		var facts []deal.Fact
		for _, i := range order {
			facts = append(facts, x.Facts[i])
		}
		// Of two facts that prove the same either may be named.
		either := func(int) string { return "a fact" }
		for range 2 {
			day := x.day()
			from := day.Add(-x.r.IntN(20))
			want, got := dumpProgress(x.progress(x.Facts, from, day), either), dumpProgress(x.progress(facts, from, day), either)
			slices.Sort(want) // steps and strays are told in the order noted
			slices.Sort(got)
			require.Equal(x, want, got, "from %v to %v of %sin the order %v", from, day, x.tell(x.Facts), order)
		}
	})
}

// touchTheSame reports whether two facts touch the same element, milestone or
// one that makes it void, person, attribute, step, approval, or the claim.
func (x *trial) touchTheSame(a, b deal.Fact) bool {
	things := x.things(b)
	return slices.ContainsFunc(x.things(a), func(thing string) bool { return slices.Contains(things, thing) })
}

func (x *trial) things(f deal.Fact) []string {
	switch f := f.(type) {
	case deal.Evidence:
		out := []string{"evidence " + f.Element}
		for _, e := range x.Framework.Elements {
			if e.ID == f.Element || slices.Contains(e.Reads, f.Element) {
				out = append(out, "element "+e.ID)
			}
		}
		return out
	case deal.Milestone:
		out := []string{"milestone " + f.Milestone}
		for _, m := range x.Process.Milestones {
			switch {
			case m.ID == f.Milestone:
				for _, by := range m.VoidBy {
					out = append(out, "milestone "+by)
				}
			case slices.Contains(m.VoidBy, f.Milestone):
				out = append(out, "milestone "+m.ID)
			}
		}
		return out
	case deal.Person:
		return []string{"person " + f.Person}
	case deal.Set:
		var out []string
		for _, s := range f.Values {
			out = append(out, "attribute "+s.Attribute)
		}
		return out
	case deal.CloseDate:
		return []string{"attribute close_date"}
	case deal.NextStep:
		if f.ID == "" {
			return nil
		}
		return []string{"step " + f.ID}
	case deal.StepDone:
		return []string{"step " + f.Step}
	case deal.Approval:
		return []string{"approval " + f.Approval}
	case deal.Waive:
		return []string{"waiver " + f.Requirement}
	case deal.Stage:
		return []string{"claim"}
	case deal.Pause:
		return []string{"pause"}
	case deal.Activity:
		// Two meetings with the same person are the same proof twice.
		out := []string{}
		for _, name := range f.With {
			out = append(out, "meeting with "+name)
		}
		return out
	}
	return nil
}

func TestLaw10PartsOfAPipelinePutTogetherGiveTheTotalsOfTheWhole(t *testing.T) {
	worth := map[string]int{"a deal is skipped": 300, "amounts are added up": 100, "something is gained or lost": 100,
		"a claim is earned": 20, "a claim is ahead": 100, "nothing is claimed": 100, "days in stage differ": 100}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		from := generate.Start.Add(x.r.IntN(generate.Days))
		to := from.Add(x.r.IntN(generate.Days))
		deals := x.pipeline(to)
		review := func(deals []*deal.Record) (*score.Totals, []score.Row) {
			r, err := score.NewReviewer(x.book, from, to)
			require.NoError(x, err)
			var rows []score.Row
			for row, err := range r.All(slices.Values(deals)) { // a deal that is skipped is counted
				if err == nil {
					rows = append(rows, row)
				}
			}
			return r.Totals(), rows
		}
		whole, rows := review(deals)
		want := dumpTotals(whole)
		for range 3 {
			parts := make([][]*deal.Record, 4) // some may be empty
			for _, i := range x.r.Perm(len(deals)) {
				part := x.r.IntN(len(parts))
				parts[part] = append(parts[part], deals[i])
			}
			var left, right score.Totals
			for i, part := range parts {
				totals, _ := review(part)
				if i < 2 {
					left.Merge(totals)
				} else {
					right.Merge(totals)
				}
			}
			right.Merge(&left) // the parts two by two, the latter first
			require.Equal(x, want, dumpTotals(&right), "from %v to %v of %s", from, to, x.tell(nil))
		}
		x.addsUp(whole, rows)
		x.note("a claim is earned", whole.Earned.Deals > 0)
		x.note("a claim is ahead", whole.Inflated.Deals > 0)
		x.note("nothing is claimed", whole.Unclaimed.Deals > 0)
		least, _ := whole.Stays.Percentile(1)
		most, _ := whole.Stays.Percentile(100)
		x.note("days in stage differ", least < most)
		x.note("a deal is skipped", whole.Skipped > 0)
		x.note("amounts are added up", whole.Open.Deals-whole.Open.Missing > 1)
		x.note("something is gained or lost", whole.Gains+whole.Losses > 0)
	})
}

// pipeline makes deals for a review that ends on a day: of some owners, with
// some amounts, one that has not begun, and one for which there is no process.
func (x *trial) pipeline(to deal.Day) []*deal.Record {
	owners := []string{"", "jo", "kim"}
	var out []*deal.Record
	for i := range 12 {
		h := x.Header
		h.ID, h.Owner = fmt.Sprint("d", i), owners[x.r.IntN(len(owners))]
		facts := x.More(x.r, generate.Only{}, 8)
		switch i {
		case 0:
			facts = []deal.Fact{deal.Stage{Stamp: deal.Stamp{On: to.Add(1)}, Stage: "somewhere"}}
		case 1:
			h.Process = "nowhere"
		default:
			amount := deal.Number(x.r.Int64N(2e11) - 1e11)
			facts = among(facts, deal.Set{Stamp: deal.Stamp{On: generate.Start}, Values: []deal.Setting{{Attribute: "amount", Value: amount}}})
		}
		rec := deal.New(h)
		for _, f := range facts {
			require.NoError(x, rec.Append(f))
		}
		out = append(out, rec)
	}
	return out
}

// dumpTotals writes down everything that the totals of a review say, a line
// each.
func dumpTotals(t *score.Totals) []string {
	out := []string{fmt.Sprint("skipped ", t.Skipped), fmt.Sprintf("all %+v", t.Tally)}
	for owner, tally := range t.Owners() {
		out = append(out, fmt.Sprintf("owner %q %+v", owner, *tally))
	}
	for segment, tally := range t.Segments() {
		out = append(out, fmt.Sprintf("segment %q %+v", segment, *tally))
	}
	for v, tally := range t.ByVerdict() {
		out = append(out, fmt.Sprintf("verdict %v %+v", v, *tally))
	}
	for s := range t.Stages() {
		out = append(out, fmt.Sprintf("stage %s %s %+v", s.Process, s.Stage, *s.Stages))
	}
	return out
}

func TestLaw12AStandingNoOfTheBuyersIsNeverLiftedByAFactOfTheSellers(t *testing.T) {
	worth := map[string]int{"a no stands": 60, "the seller spoke for it": 60}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		day := x.day()
		refusal := deal.Evidence{Stamp: x.stamp(day.Add(-10), day), Element: x.element(), Form: deal.Statement, From: deal.SomeBuyer, Refutes: true}
		facts := among(x.Facts, x.introduce(), refusal)
		var denied []qualify.Element
		for s := range x.card(facts, day).Position().Assessment().Standings() {
			if s.Denied {
				denied = append(denied, s.Element)
			}
		}
		if len(denied) == 0 {
			return
		}
		x.note("a no stands", true)
		with := facts
		for range 6 {
			with = among(with, x.sellers(x.stamp(first, day)))
		}
		for _, e := range denied {
			with = among(with, deal.Evidence{Stamp: deal.Stamp{On: day}, Element: e.ID(), Form: deal.Act, From: seller})
		}
		x.note("the seller spoke for it", true)
		after := x.card(with, day).Position().Assessment()
		for _, e := range denied {
			s := after.Standing(denied[slices.IndexFunc(denied, func(d qualify.Element) bool { return d == e })])
			require.True(x, s.Denied && s.Contradicted, "%v on %v of %s", e, day, x.tell(with))
			require.Zero(x, s.Level.Rank(), "%v on %v of %s", e, day, x.tell(with))
		}
	})
}

func TestWaiversAndWhatTheSellersHouseApprovesAreNoGainAndTheirEndTakesNoStage(t *testing.T) {
	worth := map[string]int{"a waiver counts": 20, "a stage was earned": 4, "a waiver ended": 20}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		from := x.day()
		to := from.Add(5 + x.r.IntN(20))
		facts := x.known(among(x.Facts, x.introduce()), from)
		for range 6 {
			facts = among(facts, deal.Waive{
				Stamp: x.stamp(from, from.Add(3)), Requirement: x.waivable(), By: []string{"champion", "boss", "rep", "chief", "adviser"}[x.r.IntN(5)], Why: "in a hurry",
				Until: from.Add(4),
			})
			facts = among(facts, deal.Approval{Stamp: x.stamp(from, from.Add(3)), Approval: x.approval(), By: []string{"rep", "chief", seller}[x.r.IntN(3)]})
		}
		at := from.Add(3)
		p := x.progress(facts, from, at)
		require.Empty(x, p.Gained(), "from %v to %v, %s", from, at, x.tell(facts))
		require.NotContains(x, []score.Verdict{score.Advanced, score.Progressing}, p.Verdict())
		x.note("a stage was earned", p.Signs().Has(score.Forward))
		a, b := x.card(facts, at), x.card(facts, to)
		for r := range a.Process().Demands() {
			if a.Position().Answer(r) == stage.Waived {
				x.note("a waiver counts", true)
				break
			}
		}
		for r := range a.Process().Demands() {
			if a.Position().Answer(r) == stage.Waived && b.Position().Answer(r) != stage.Waived {
				x.note("a waiver ended", true)
				break
			}
		}
		for s := range a.Process().Stages() {
			if a.Position().Earned(s) {
				require.True(x, b.Position().Earned(s), "the end of a waiver took %v from %v to %v of %s", s, at, to, x.tell(facts))
			}
		}
	})
}

func TestAnEvaluatorThatHasSeenOtherDealsAnswersAsAFreshOne(t *testing.T) {
	worth := map[string]int{"a deal was judged after another": 250, "a day before the last was asked for": 250}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		e := score.NewEvaluator(x.book)
		recs := []*deal.Record{x.record(x.Facts), x.record(x.known(x.Facts, x.day())), x.record(x.More(x.r, generate.Only{}, 10))}
		var last deal.Day
		other, back := false, false
		was := 0
		for range 8 {
			i := x.r.IntN(len(recs))
			day := x.day()
			from := day.Add(-x.r.IntN(20))
			if x.r.IntN(2) == 0 {
				got, err := e.Card(recs[i], day)
				require.NoError(x, err)
				lines := dump(got, byIndex) // before another deal takes its memory
				want, err := score.Evaluate(x.book, recs[i], day)
				require.NoError(x, err)
				require.Equal(x, dump(want, byIndex), lines, "on %v of %s", day, x.tell(x.Facts))
			} else {
				got, err := e.Progress(recs[i], from, day)
				require.NoError(x, err)
				lines := dumpProgress(got, byIndex)
				want, err := score.Compare(x.book, recs[i], from, day)
				require.NoError(x, err)
				require.Equal(x, dumpProgress(want, byIndex), lines, "from %v to %v of %s", from, day, x.tell(x.Facts))
			}
			other, back = other || i != was, back || day.Before(last)
			was, last = i, day
		}
		x.note("a deal was judged after another", other)
		x.note("a day before the last was asked for", back)
	})
}
