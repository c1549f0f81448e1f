package score_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// What the tests over generated playbooks and deals share.

var (
	long      = flag.Bool("long", false, "try every law on 10,000 generated cases instead of 300")
	cases     = flag.Int("cases", 0, "on how many to try it instead")
	firstSeed = flag.Uint64("seed", 0, "the seed of the first case")
)

// trial is one generated case to try a law on.
type trial struct {
	*testing.T
	*generate.Case
	r    *rand.Rand // for what else the law needs
	seed uint64
	book *stage.Playbook
	seen map[string]int // how often something was so that makes the law worth trying
}

// forAll tries a law on generated cases. The law counts in seen what makes it
// worth trying, and each of these things has to come about in so many of 300
// cases: a law that is tried on next to nothing proves nothing.
func forAll(t *testing.T, only generate.Only, worth map[string]int, law func(*trial)) {
	t.Helper()
	t.Parallel()
	for what, atLeast := range worth {
		require.GreaterOrEqual(t, atLeast, 3, "%s: a law that is about one case in a hundred is about nothing", what)
	}
	forEach(t, only, worth, law)
}

// forEach is forAll while no other test runs, and also of what is seldom.
func forEach(t *testing.T, only generate.Only, worth map[string]int, law func(*trial)) {
	t.Helper()
	require.NotEmpty(t, worth)
	only.Without |= generate.Applies // there is nothing to say about a deal that is of no process
	wanted := 300
	switch {
	case *cases > 0:
		wanted = *cases
	case *long:
		wanted = 10_000
	case raced:
		wanted = 60
	}
	seen := map[string]int{}
	tried := 0
	for seed := *firstSeed; tried < wanted; seed++ {
		c := generate.Seeded(seed, only)
		files := fstest.MapFS{}
		for name, text := range c.Files() {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		book, err := stage.Load(files)
		if err != nil {
			continue // the generator's own test sees to it that these are few
		}
		tried++
		law(&trial{t, c, generate.Rand(^seed), seed, book, seen})
		if t.Failed() {
			return
		}
	}
	t.Logf("%d cases: %v", tried, seen)
	if tried < 300 {
		return // so few that what is seldom may not come about
	}
	for what, atLeast := range worth {
		if seen[what]*300 < atLeast*tried {
			t.Errorf("too few cases in which %s: %d of %d", what, seen[what], tried)
		}
	}
}

// note counts something that makes a law worth trying.
func (x *trial) note(what string, yes bool) {
	if yes {
		x.seen[what]++
	}
}

// record puts facts on record, in the order noted.
func (x *trial) record(facts []deal.Fact) *deal.Record {
	rec, err := x.Case.Record(facts)
	require.NoError(x, err)
	return rec
}

func (x *trial) card(facts []deal.Fact, day deal.Day) *score.Card {
	card, err := score.Evaluate(x.book, x.record(facts), day)
	require.NoError(x, err)
	return card
}

func (x *trial) progress(facts []deal.Fact, from, to deal.Day) *score.Progress {
	p, err := score.Compare(x.book, x.record(facts), from, to)
	require.NoError(x, err)
	return p
}

// day gives a day among those on which something happens, or a little later.
func (x *trial) day() deal.Day { return generate.Start.Add(x.r.IntN(generate.Days + 30)) }

// tell describes the case for a failure.
func (x *trial) tell(facts []deal.Fact) fmt.Stringer { return told{x, facts} }

// told writes itself down when it is asked to, which is hardly ever.
type told struct {
	*trial
	facts []deal.Fact
}

func (o told) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d\n%s\n%s\n", o.seed, o.Framework.YAML(), o.Process.YAML())
	_ = o.record(o.facts).WriteYAML(&b)
	return b.String()
}

// among puts more facts among others, behind those that were noted on the same
// day.
func among(facts []deal.Fact, more ...deal.Fact) []deal.Fact {
	out := slices.Concat(facts, more)
	generate.SortNoted(out)
	return out
}

// dump writes down everything that a card says, a line each. fact gives the
// name for the fact with an index.
func dump(card *score.Card, fact func(int) string) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	facts := func(list []int) string {
		var names []string
		for _, i := range list {
			names = append(names, fact(i))
		}
		slices.Sort(names)
		return strings.Join(names, " ")
	}
	one := func(i int, ok bool) string {
		if !ok {
			return "-"
		}
		return fact(i)
	}
	ids := func(list []stage.Requirement) string { return fmt.Sprint(list) }
	pos, p := card.Position(), card.Process()

	say("on %v, process %s for %q, %d facts", card.Day(), p.ID(), p.Segment(), pos.Seen())
	say("score %+v, band %+v", card.Score(), card.Band())
	for l := range card.Lines() {
		say("line %v %v %+v %d/%d", l.Element, l.Level, l.Score, l.Points, l.Most)
	}
	for s := range pos.Assessment().Standings() {
		say("standing %v %v fresh %v expires %v contradicted %v denied %v lapsed %v on %s",
			s.Element, s.Level, s.Fresh, s.Expires, s.Contradicted, s.Denied, s.Lapsed, facts(pos.Assessment().Support(s.Element)))
	}
	var finding func(depth string, f stage.Finding)
	finding = func(depth string, f stage.Finding) {
		say("%s%v: %v level %v denied %v value %v people %d since %v until %v lapsed %v on %s",
			depth, f.Requirement, f.Answer, f.Level, f.Denied, f.Value, f.People, f.Since, f.Until, f.Lapsed, facts(f.Support))
		for _, m := range f.Members {
			finding(depth+"  under "+f.Requirement.ID()+" ", m)
		}
	}
	for r := range p.Demands() {
		finding("finding ", pos.Find(r))
		say("answer %v: %v", r, pos.Answer(r))
	}
	gate := func(name string, g stage.Gate, ok bool) {
		if !ok {
			say("%s: no way", name)
			return
		}
		var entries []string
		for e := range g.Entries() {
			entries = append(entries, fmt.Sprintf("%v %v %v", e.Requirement, e.Answer, e.Optional))
		}
		say("%s: to %v, open %v, %v", name, g.To(), g.Open(), entries)
	}
	g, ok := card.Gate()
	gate("gate", g, ok)
	for _, places := range []func(func(stage.Stage) bool){p.Stages(), p.Ends()} {
		for s := range places {
			g, ok := pos.GateTo(s)
			gate("gate to "+s.ID(), g, ok)
			say("earned %v: %v", s, pos.Earned(s))
		}
	}
	demands, onRoute := card.Inflation()
	say("stage %v since %v, claimed %v, stands %v, closed %v", card.Earned(), card.Entered(), card.Claimed(), pos.Stands(), card.Closed())
	say("remaining %d %s, blank %d, headway %d, inflation %d %v", card.Remaining(), ids(card.Route()), card.Blank(), card.Headway(), demands, onRoute)
	say("born out by %s, owing %s", ids(pos.BornOut()), ids(pos.Owing()))
	on, i, ok := pos.ClaimedOn()
	say("claimed on %v by %s", on, one(i, ok))
	i, ok = pos.Reopened()
	say("reopened by %s", one(i, ok))
	closes, pushes, drift, ok := pos.CloseDate()
	say("closes %v %v, %d pushes, %d drift", closes, ok, pushes, drift)
	until, i, ok := pos.Paused()
	say("paused until %v by %s", until, one(i, ok))
	wait, ok := score.Waits(pos)
	say("waits until %v for %v %s by %s", wait.Until, wait.For, wait.Why, one(wait.Fact, ok && wait.Fact >= 0))
	for s := range pos.Steps() {
		say("step %s due %v owner %v both %v moved %v", fact(s.Fact), s.Due, s.Owner, s.Both, s.Moved)
	}
	here, gone := pos.Champions()
	encounters, attempts := pos.Encounters(deal.View{})
	contacts, onRecord := pos.Contacts()
	say("champions %d and %d, contacts %d of %d, encounters %d, attempts %d", here, gone, contacts, onRecord, encounters, attempts)
	for s := range card.Signals() {
		say("signal %v %v count %d days %d, %d unbacked, share %d on %s", s.Signal, s.Severity, s.Count, s.Days, s.Unbacked, s.Share, facts(s.Facts))
	}
	say("sparse %v", card.IsSparse())
	for _, s := range card.Strays() {
		say("stray %s: %v", fact(s.Fact), s)
	}
	return out
}

// dumpProgress writes down everything that a comparison of two days says.
func dumpProgress(p *score.Progress, fact func(int) string) []string {
	var out []string
	for i, list := range [][]score.Change{p.Gained(), p.Lost(), p.Lapsed(), p.Renewed()} {
		for _, c := range list {
			by := "-"
			if c.Fact >= 0 {
				by = fact(c.Fact)
			}
			out = append(out, fmt.Sprintf("%s %s by %s", []string{"gained", "lost", "lapsed", "renewed"}[i], c.ID(), by))
		}
	}
	out = append(out,
		fmt.Sprintf("verdict %v of %v", p.Verdict(), p.Signs().Strings()),
		fmt.Sprintf("before: %v, %d remaining", p.EarnedBefore(), p.RemainingBefore()),
		fmt.Sprintf("%d encounters, %d attempts", p.Encounters(), p.Attempts()),
	)
	return append(out, dump(p.Card(), fact)...)
}

// byIndex names a fact by its index.
func byIndex(i int) string { return fmt.Sprint("#", i) }
