package qualify_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

func framework(t testing.TB, yaml string) *qualify.Framework {
	t.Helper()
	f, err := qualify.Decode("f.yaml", strings.NewReader(yaml))
	require.NoError(t, err)
	return f
}

// levels gives where every element stands, as "pain stated, champion unknown".
func levels(a qualify.Assessment) string {
	var out []string
	for s := range a.Standings() {
		out = append(out, s.Element.ID()+" "+s.Level.ID())
	}
	return strings.Join(out, ", ")
}

func assess(f *qualify.Framework, at int, lines string) qualify.Assessment {
	return f.Assess(story.Tell("", lines).AsOf(story.Day(at)))
}

const oneElement = `framework: f
title: F
elements: [{id: pain, title: Pain}]
`

func TestTheStandardLadder(t *testing.T) {
	f := framework(t, oneElement)
	people := "+0 person: ann, side: buyer\n+0 person: bob, side: buyer\n+0 person: cy, side: seller\n+0 person: dee, side: third_party\n"
	for _, c := range []struct{ name, facts, want string }{
		{"nothing", "", "unknown"},
		{"the seller's belief", "+1 evidence: pain, form: belief, from: cy", "asserted"},
		{"the seller's word, and document, and act", "+1 evidence: pain, form: statement, from: cy\n+2 evidence: pain, form: document, from: seller\n+3 evidence: pain, form: act, from: cy", "asserted"},
		{"a third party's document", "+1 evidence: pain, form: document, from: dee", "asserted"},
		{"a machine's inference about the buyer", "+1 evidence: pain, form: inferred, from: ann", "asserted"},
		{"a public source", "+1 evidence: pain, form: public, from: third_party", "asserted"},
		{"the buyer's word", "+1 evidence: pain, form: statement, from: ann", "stated"},
		{"the buyer's word by nobody in particular", "+1 evidence: pain, form: statement, from: buyer", "stated"},
		{"the same person twice", "+1 evidence: pain, form: statement, from: ann\n+2 evidence: pain, form: statement, from: ann", "stated"},
		{"two people", "+1 evidence: pain, form: statement, from: ann\n+2 evidence: pain, form: statement, from: bob", "corroborated"},
		{"one person and nobody in particular", "+1 evidence: pain, form: statement, from: ann\n+2 evidence: pain, form: statement, from: buyer", "stated"},
		{"in writing", "+1 evidence: pain, form: document, from: ann", "corroborated"},
		{"an act", "+1 evidence: pain, form: act, from: ann", "committed"},
		{"an act that claims to be a word", "+1 evidence: pain, form: act, from: ann, level: stated", "stated"},
		{"somebody nobody knows", "+1 evidence: pain, form: act, from: zoe", "unknown"},
		{"somebody introduced on the same day", "+1 evidence: pain, form: act, from: zoe\n+1 person: zoe, side: buyer", "committed"},
		{"a belief that a machine doubts", "+1 evidence: pain, form: belief, from: cy\n+2 evidence: pain, form: inferred, from: dee, refutes: true", "unknown"},
		{"a public source that a machine doubts", "+1 evidence: pain, form: public, from: dee\n+2 evidence: pain, form: inferred, from: dee, refutes: true", "asserted"},
		{"a level nobody knows", "+1 evidence: pain, form: act, from: ann, level: certain", "unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, "pain "+c.want, levels(assess(f, 10, people+c.facts)))
		})
	}
}

func TestALadderOfItsOwn(t *testing.T) {
	f := framework(t, `framework: f
title: F
levels:
  - {id: heard, means: heard of, shown_by: [{}], points: 0}
  - {id: seen, means: seen, points: 3, shown_by: [{form: [document], side: third_party}, {role: [boss]}]}
  - {id: sure, means: sure, points: 10, shown_by: [{form: [statement], side: buyer, people: 3}]}
elements:
  - {id: need, title: Need, valid_for: 10d}
  - {id: money, title: Money, levels: {sure: [{form: [act]}]}, reads: [budget]}
`)
	people := "+0 person: a, side: buyer\n+0 person: b, side: buyer\n+0 person: c, side: buyer\n+0 person: d, side: seller, roles: [boss]\n"
	for _, c := range []struct {
		name, facts string
		at          int
		want        string
	}{
		{"any evidence shows the first", "+1 evidence: need, form: public, from: third_party", 1, "need heard, money unknown"},
		{"one of several ways is enough", "+1 evidence: need, form: document, from: third_party\n+1 evidence: money, form: belief, from: d", 1, "need seen, money seen"},
		{"two of three people are not enough", "+1 evidence: need, form: statement, from: a\n+2 evidence: need, form: statement, from: b", 5, "need heard, money unknown"},
		{"three are, and a level holds when a higher one does", "+1 evidence: need, form: statement, from: a\n+2 evidence: need, form: statement, from: b\n+3 evidence: need, form: statement, from: c", 11, "need sure, money unknown"},
		{"until the first of them is too old", "+1 evidence: need, form: statement, from: a\n+2 evidence: need, form: statement, from: b\n+3 evidence: need, form: statement, from: c", 12, "need heard, money unknown"},
		{"an element can rule for itself", "+1 evidence: money, form: act, from: seller", 1, "need unknown, money sure"},
		{"and read what other frameworks call it", "+1 evidence: budget, form: act, from: seller", 1, "need unknown, money sure"},
		{"a role goes with its bearer", "+1 evidence: money, form: belief, from: d\n+5 person: d, side: seller, gone: true", 5, "need unknown, money heard"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, levels(assess(f, c.at, people+c.facts))) })
	}
	require.Equal(t, []string{"boss"}, f.Roles())
}

func TestAModestClaimBoundsWhatIsReachedAndTakesNothing(t *testing.T) {
	f := framework(t, `framework: f
title: F
levels:
  - {id: low, means: low, shown_by: [{form: belief}]}
  - {id: mid, means: mid, shown_by: [{form: statement, side: buyer}]}
  - {id: high, means: high, shown_by: [{form: document, side: buyer, people: 2}, {form: act, side: buyer}, {form: public, role: [boss]}]}
elements: [{id: pain, title: Pain, valid_for: 30d}]
`)
	pain, _ := f.Element("pain")
	people := "+0 person: ann, side: buyer\n+0 person: bob, side: buyer, roles: [boss]\n"
	for _, c := range []struct {
		name, facts string
		at          int
		want        string
		support     []int
	}{
		{"an act that claims the middle shows it, though nothing else does",
			"+1 evidence: pain, form: act, from: ann, level: mid", 1, "mid", []int{2}},
		{"and the lowest level",
			"+1 evidence: pain, form: act, from: ann, level: low", 1, "low", []int{2}},
		{"a claim to more than the proof carries adds nothing",
			"+1 evidence: pain, form: statement, from: ann, level: high", 1, "mid", []int{2}},
		{"of two people the more modest one decides",
			"+1 evidence: pain, form: document, from: ann, level: mid\n+2 evidence: pain, form: document, from: bob", 2, "mid", []int{3, 2}},
		{"until the same person claims more",
			"+1 evidence: pain, form: document, from: ann, level: mid\n+2 evidence: pain, form: document, from: bob\n+3 evidence: pain, form: document, from: ann", 3, "high", []int{4, 3}},
		{"one of two people is not enough for a lower level either",
			"+1 evidence: pain, form: document, from: ann, level: mid", 1, "unknown", nil},
		{"somebody with a role can be modest too",
			"+1 evidence: pain, form: public, from: bob, level: low", 1, "low", []int{2}},
		{"what lapses leaves what was claimed later",
			"+1 evidence: pain, form: act, from: ann\n+9 evidence: pain, form: act, from: ann, level: low", 32, "low", []int{3}},
		{"a way that is not met supports nothing",
			"+1 evidence: pain, form: document, from: ann\n+2 evidence: pain, form: statement, from: bob", 2, "mid", []int{3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := assess(f, c.at, people+c.facts)
			require.Equal(t, "pain "+c.want, levels(a))
			require.Equal(t, c.support, a.Support(pain))
		})
	}
}

func TestAStandingSaysWhatItRestsOnAndUntilWhen(t *testing.T) {
	f := framework(t, `framework: f
title: F
elements: [{id: pain, title: Pain, valid_for: 30d}]
`)
	pain, ok := f.Element("pain")
	require.True(t, ok)
	facts := `
		+0 person: ann, side: buyer
		+0 person: bob, side: buyer
		+1 evidence: pain, form: statement, from: ann
		+2 evidence: pain, form: belief, from: seller
		+9 evidence: pain, form: statement, from: bob`
	a := assess(f, 10, facts)
	s := a.Standing(pain)
	require.Equal(t, "corroborated", s.Level.ID())
	require.Equal(t, story.Day(1), s.Fresh)
	require.Equal(t, story.Day(31), s.Expires)
	require.Equal(t, []int{4, 2}, a.Support(pain))

	a = assess(f, 32, facts)
	s = a.Standing(pain)
	require.Equal(t, "stated", s.Level.ID())
	require.Equal(t, "corroborated", s.Lapsed.ID())
	require.Equal(t, story.Day(39), s.Expires)
	require.Equal(t, []int{4}, a.Support(pain))

	a = assess(f, 40, facts+"\n+33 evidence: pain, form: act, from: bob, refutes: true")
	s = a.Standing(pain)
	require.Equal(t, qualify.Unknown, s.Level.ID())
	require.True(t, s.Contradicted)
	require.True(t, s.Denied)
	require.Equal(t, []int{5}, a.Support(pain), "what speaks against it")

	require.True(t, assess(f, 1, "").Standing(pain).Expires.IsZero())
}

func TestScoringMethods(t *testing.T) {
	facts := `
		+0 person: ann, side: buyer
		+1 evidence: a, form: act, from: ann
		+1 evidence: b, form: statement, from: ann
		+1 evidence: c, form: statement, from: ann
		+2 evidence: c, form: statement, from: ann, refutes: true`
	for _, c := range []struct {
		method          string
		earned, ceiling int
		lines           string
	}{
		{"weighted", 7500, 8333, "6666/6666 834/1667 0/0"}, // (4·4 + 1·2) of 24; at best (4·4 + 1·4)
		{"sum", 5000, 6666, "3333/3333 1667/3333 0/0"},
		{"weakest", 0, 0, "10000/10000 5000/10000 0/0"},
	} {
		t.Run(c.method, func(t *testing.T) {
			f := framework(t, `framework: f
title: F
elements: [{id: a, title: A, weight: 4}, {id: b, title: B}, {id: c, title: C}]
score: {method: `+c.method+`}
`)
			a := assess(f, 5, facts)
			require.Equal(t, qualify.Score{Earned: c.earned, Ceiling: c.ceiling}, a.Score())
			var lines []string
			for l := range a.Lines() {
				lines = append(lines, fmt.Sprintf("%d/%d", l.Earned, l.Ceiling))
			}
			require.Equal(t, c.lines, strings.Join(lines, " "))
		})
	}
}

func TestBandsAndWhatIsEssential(t *testing.T) {
	f := framework(t, `framework: f
title: F
elements: [{id: a, title: A, essential: true}, {id: b, title: B}]
score: {bands: [{id: low, title: Low, from: 0}, {id: mid, title: Mid, from: 50}, {id: high, title: High, from: 100}]}
`)
	person := "+0 person: ann, side: buyer\n"
	require.Equal(t, "low", assess(f, 5, person).Band().ID)
	require.Equal(t, "low", assess(f, 5, person+"+1 evidence: b, form: act, from: ann").Band().ID, "the half is there, and not what is essential")
	require.Equal(t, "mid", assess(f, 5, person+"+1 evidence: a, form: act, from: ann").Band().ID)
	require.Equal(t, "high", assess(f, 5, person+"+1 evidence: a, form: act, from: ann\n+1 evidence: b, form: act, from: ann").Band().ID)
	require.Equal(t, "low", assess(f, 5, person+"+1 evidence: a, form: act, from: ann\n+1 evidence: b, form: act, from: ann\n+2 evidence: a, form: statement, from: ann, refutes: true").Band().ID)
	require.Equal(t, qualify.Band{}, assess(framework(t, oneElement), 1, "").Band())
}

func TestTheBuiltInFrameworks(t *testing.T) {
	want := map[string]string{
		"meddic":   "metrics economic_buyer decision_criteria decision_process pain champion",
		"meddicc":  "metrics economic_buyer decision_criteria decision_process pain champion competition",
		"meddpicc": "metrics economic_buyer decision_criteria decision_process paper_process pain champion competition",
	}
	ids := qualify.Builtins()
	require.Len(t, ids, len(want))
	for _, id := range ids {
		f, ok := qualify.Builtin(id)
		require.True(t, ok)
		require.Equal(t, id, f.ID())
		require.NotEmpty(t, f.Source())
		var elements []string
		for e := range f.Elements() {
			elements = append(elements, e.ID())
			require.NotEmpty(t, e.About())
			require.NotEmpty(t, e.Letter())
			require.GreaterOrEqual(t, len(e.Ask()), 2, "%s: questions for %v", id, e)
			require.False(t, e.ValidFor().IsZero(), "%s: %v is never done", id, e)
			for l := range f.Levels() {
				require.NotEmpty(t, e.Shows(l), "%s: what %v looks like for %v", id, l, e)
				require.NotEmpty(t, l.Means())
			}
		}
		require.ElementsMatch(t, strings.Fields(want[id]), elements)
		require.Equal(t, []string{"champion", "economic_buyer"}, slices.Sorted(slices.Values(f.Roles())), "they live on a person")
	}
	_, ok := qualify.Builtin("bant")
	require.False(t, ok)
}

func TestAChampionWhoLeavesIsNoChampionAnyMore(t *testing.T) {
	f, _ := qualify.Builtin("meddpicc")
	champion, _ := f.Element("champion")
	facts := `
		+0 person: ann, side: buyer, roles: [champion]
		+1 evidence: champion, form: act, from: ann
		+9 person: ann, side: buyer, gone: true`
	require.Equal(t, "committed", assess(f, 8, facts).Standing(champion).Level.ID())
	require.Equal(t, "asserted", assess(f, 9, facts).Standing(champion).Level.ID())
}

func TestCompiledThingsCannotBeChanged(t *testing.T) {
	f, _ := qualify.Builtin("meddic")
	pain, _ := f.Element("pain")
	ask := pain.Ask()
	ask[0] = "changed"
	require.NotEqual(t, "changed", pain.Ask()[0])
	roles := f.Roles()
	roles[0] = "changed"
	require.NotEqual(t, "changed", f.Roles()[0])
}

func TestEvidenceIsReadByWhoeverSaysSo(t *testing.T) {
	f := framework(t, `framework: f
title: F
elements: [{id: need, title: Need}, {id: money, title: Money, reads: [budget, need]}]
`)
	for id, want := range map[string][]int{"need": {0, 1}, "money": {1}, "budget": {1}} {
		require.Equal(t, want, slices.Collect(f.Readers(id)), id)
		require.True(t, f.Reads(id), id)
	}
	require.Empty(t, slices.Collect(f.Readers("weather")))
	require.False(t, f.Reads("weather"))
}

func TestAnAssessmentMayBeReadByManyAtOnce(t *testing.T) {
	f, _ := qualify.Builtin("meddpicc")
	rec := story.Long()
	long := f.Assess(rec.AsOf(story.Day(100)))
	refuted := assess(f, 10, `
		+0 evidence: pain, form: statement, from: buyer
		+1 evidence: pain, form: statement, from: seller, refutes: true
		+2 evidence: pain, form: belief, from: seller`)
	require.Equal(t, qualify.Full, refuted.SellersWord().OfEarned)
	read := func() (s string) {
		for _, a := range []qualify.Assessment{long, refuted} {
			s += fmt.Sprint(levels(a), a.Score(), a.Band(), slices.Collect(a.Lines()), a.SellersWord())
			for e := range f.Elements() {
				s += fmt.Sprint(a.Support(e), a.RestsOnSeller(e))
			}
		}
		return s
	}
	got := make([]string, 4)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() { got[i] = read() })
	}
	all.Wait()
	for _, s := range got {
		require.Equal(t, read(), s)
	}
}

func TestACrowdOfVoicesStaysApart(t *testing.T) {
	var l qualify.Ledger
	l.Reset(framework(t, oneElement))
	const crowd = 70_000
	for i := range crowd {
		l.Voice(deal.Who(fmt.Sprint("p", i)))
	}
	last := l.Voice("zoe")
	require.True(t, last.Named())
	require.Equal(t, crowd+1, l.People())
	l.Introduce(last, &deal.Person{Person: "zoe", Side: deal.Buyer}, 0)
	require.Equal(t, deal.Buyer, l.SideOf("zoe"))
	require.Equal(t, deal.NoSide, l.SideOf("p4464"), "the voice that 16 bits would have taken for the last one")
}

func BenchmarkAssess(b *testing.B) {
	f, _ := qualify.Builtin("meddpicc")
	rec := story.Long()
	v := rec.AsOf(story.Day(100))
	b.ReportAllocs()
	for b.Loop() {
		if f.Assess(v).Score().Earned == 0 {
			b.Fatal("nothing earned")
		}
	}
}

// BenchmarkLedger folds the evidence of the same deal into memory that is used
// again, and scores it.
func BenchmarkLedger(b *testing.B) {
	f, _ := qualify.Builtin("meddpicc")
	rec := story.Long()
	var l qualify.Ledger
	b.ReportAllocs()
	for b.Loop() {
		fold(&l, f, rec)
		if l.Assess(story.Day(100)).Score().Earned == 0 {
			b.Fatal("nothing earned")
		}
	}
}

func TestAWarmLedgerAllocatesNothing(t *testing.T) {
	f, _ := qualify.Builtin("meddpicc")
	rec := story.Long()
	var l qualify.Ledger
	fold(&l, f, rec)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		fold(&l, f, rec)
		if l.Assess(story.Day(100)).Score().Earned == 0 {
			t.Fatal("nothing earned")
		}
	}))
}

func fold(l *qualify.Ledger, f *qualify.Framework, rec *deal.Record) {
	l.Reset(f)
	for i := range rec.Len() {
		at := rec.ByDay(i)
		switch x := rec.Fact(at).(type) {
		case deal.Person:
			var roles uint64
			for _, r := range x.Roles {
				if bit, ok := f.RoleBit(r); ok {
					roles |= 1 << bit
				}
			}
			l.Introduce(l.Voice(deal.Who(x.Person)), &x, roles)
		case deal.Evidence:
			claims, _ := f.Claims(x.Level)
			for e := range f.Readers(x.Element) {
				l.Enter(e, x.On, at, l.Voice(x.From), x.Form, claims, x.Refutes)
			}
		}
	}
}

func ExampleFramework_Assess() {
	f, _ := qualify.Builtin("meddic")
	rec := deal.New(deal.Header{ID: "AB-1"})
	day := deal.DayOf(2026, 3, 2)
	_ = rec.Append(deal.Person{Stamp: deal.Stamp{On: day}, Person: "dana", Side: deal.Buyer})
	_ = rec.Append(deal.Evidence{Stamp: deal.Stamp{On: day}, Element: "pain", Form: deal.Statement, From: "dana"})
	for s := range f.Assess(rec.AsOf(day)).Standings() {
		if s.Level.Rank() > 0 {
			fmt.Println(s.Element, s.Level, "until", s.Expires)
		}
	}
	// Output: pain stated until 2026-05-31
}

func TestALevelThatTheSellerCanReachAloneIsDoubted(t *testing.T) {
	src := `framework: own
title: Own
levels:
  - {id: guessed, means: m, shown_by: [{}]}
  - {id: open, means: m, shown_by: [{form: [document]}]}                      # doubtful
  - {id: ours, means: m, shown_by: [{side: buyer}, {side: seller, people: 2}]} # doubtful
  - {id: roles, means: m, shown_by: [{form: [act], role: [champion]}]}
  - {id: theirs, means: m, shown_by: [{side: buyer}, {side: third_party}]}
elements:
  - {id: pain, title: Pain}
  - id: money
    title: Money
    levels:
      guessed: [{}]
      theirs: [{form: [belief]}] # doubtful
`
	var list diag.List
	v, ok := ydoc.Parse("f.yaml", []byte(src), &list)
	require.True(t, ok)
	f := qualify.Compile(v)
	var at []string
	for _, d := range list {
		require.Equal(t, diag.SellerLevel, d.Code)
		at = append(at, d.Pos.String())
	}
	require.Equal(t, []string{"f.yaml:5:10", "f.yaml:6:10", "f.yaml:15:7"}, at)

	pain, _ := f.Element("pain")
	nobody, everybody := func(string) bool { return false }, func(string) bool { return true }
	require.Equal(t, "theirs", pain.Reach(deal.Buyer, nobody).ID())
	require.Equal(t, "ours", pain.Reach(deal.Seller, nobody).ID())
	require.Equal(t, "roles", pain.Reach(deal.Seller, everybody).ID())
	for id := range slices.Values(qualify.Builtins()) {
		f, _ := qualify.Builtin(id)
		for e := range f.Elements() {
			require.LessOrEqual(t, e.Reach(deal.Seller, nobody).Rank(), 1)
			require.Equal(t, f.Top(), e.Reach(deal.Buyer, everybody))
		}
	}

	list = nil
	v, _ = ydoc.Parse("f.yaml", []byte(strings.Replace(src, "side: buyer", "side: byuer", 1)), &list)
	qualify.Compile(v)
	require.Empty(t, list.Warnings(), "what is wrong is mended first")
}
