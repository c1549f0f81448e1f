package house_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/scenario"
	"github.com/headway-go/headway/stage"
)

// TestLawsOnPublishedProcesses tries laws 1, 4, 5, 8 and 9 of SPEC.md on the
// deals of the scenarios, each day of them: as they are, and with facts left out,
// noted late and taken back. The laws are held by generated playbooks elsewhere;
// these are written by people, and use the language together as people do.
func TestLawsOnPublishedProcesses(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	days := 0
	for _, name := range published(t) {
		suite, err := scenario.Load(os.DirFS(filepath.Join(root, processes, name)))
		require.NoError(t, err)
		for s := range suite.Scenarios() {
			var facts []deal.Fact
			for _, f := range s.Record().Facts() {
				facts = append(facts, f)
			}
			for day := s.Start(); !day.After(s.Record().Last().Add(30)); day = day.Add(1) {
				l := lawful{T: t, r: r, book: suite.Playbook(), header: s.Record().Header, start: s.Start(), day: day}
				l.hold(facts)
				l.hold(l.spoiled(facts))
				days++
			}
		}
	}
	require.Greater(t, days, 1000)
}

// lawful is one deal on one day.
type lawful struct {
	*testing.T
	r          *rand.Rand
	book       *stage.Playbook
	header     deal.Header
	start, day deal.Day
}

// spoiled leaves facts out, notes some later, and takes some back.
func (l *lawful) spoiled(facts []deal.Fact) []deal.Fact {
	var out []deal.Fact
	for _, f := range facts {
		late := f.When()
		if l.r.IntN(6) == 0 {
			late.Noted = late.Noted.Add(l.r.IntN(12))
		}
		switch x := f.(type) {
		case deal.Milestone:
			x.Stamp, x.Void = late, x.Void || l.r.IntN(25) == 0
			f = x
		case deal.Evidence:
			x.Stamp, x.Refutes = late, x.Refutes || l.r.IntN(15) == 0
			f = x
		case deal.Approval:
			x.Stamp = late
			f = x
		}
		if l.r.IntN(12) > 0 {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b deal.Fact) int { return a.When().Noted.Compare(b.When().Noted) })
	return out
}

func (l *lawful) hold(facts []deal.Fact) {
	known := slices.DeleteFunc(slices.Clone(facts), func(f deal.Fact) bool { return f.When().Noted.After(l.day) })
	if len(known) == 0 {
		return
	}
	now := l.look(known)
	require.Equal(l, now, l.look(facts), "what is noted later never matters")

	swapped := slices.Clone(known)
	for i := range swapped[1:] {
		a, b := swapped[i], swapped[i+1]
		if a.When().Noted == b.When().Noted && a.Kind() != b.Kind() && l.r.IntN(2) == 0 {
			swapped[i], swapped[i+1] = b, a
		}
	}
	require.Equal(l, now, l.look(swapped), "different things may be noted in any order")

	at := l.r.IntN(len(known))
	call := deal.Activity{Stamp: deal.Stamp{On: known[at].When().Noted}, Activity: "voicemail"}
	require.Equal(l, l.standing(known), l.standing(slices.Insert(slices.Clone(known), at+1, deal.Fact(call))), "an attempt changes nothing")

	later, err := score.Compare(l.book, l.record(known), l.day, l.day.Add(20))
	if err == nil {
		require.Contains(l, []string{"stalled", "waiting", "won", "lost", "left"}, later.Verdict().String(), "time is no progress")
		require.Empty(l, later.Gained())
		require.Empty(l, later.Lost())
	}
}

func (l *lawful) record(facts []deal.Fact) *deal.Record {
	rec := deal.New(l.header)
	for _, f := range facts {
		require.NoError(l, rec.Append(f))
	}
	return rec
}

// standing is all that a card says, but for who did how much.
func (l *lawful) standing(facts []deal.Fact) string {
	c, err := score.Evaluate(l.book, l.record(facts), l.day)
	if err != nil {
		return err.Error() // no process, or several, for the deal as known by then
	}
	if c.Remaining() >= 0 {
		require.Len(l, c.Route(), c.Remaining(), "remaining is the length of its list")
	}
	require.LessOrEqual(l, c.Score().Earned, c.Score().Ceiling)
	demands, onRoute := c.Inflation()
	out := fmt.Sprint(c.Earned().ID(), c.Entered(), c.Claimed().ID(), c.Remaining(), c.Headway(), c.Score(), demands, onRoute)
	for r := range c.Process().Requirements() {
		out += fmt.Sprint(" ", r.ID(), "=", c.Position().Answer(r))
	}
	for track := range c.Process().Tracks() {
		at, done := c.Position().At(track)
		out += fmt.Sprint(" ", track.ID(), "=", at.ID(), done)
	}
	for s := range c.Signals() {
		out += fmt.Sprint(" ", s.Signal, s.Severity)
	}
	return out
}

// look is all that is said of the day and of the week before it.
func (l *lawful) look(facts []deal.Fact) string {
	out := l.standing(facts)
	p, err := score.Compare(l.book, l.record(facts), l.day.Add(-7), l.day)
	if err != nil {
		return out
	}
	out += fmt.Sprint(" ", p.Verdict(), p.Signs())
	for _, list := range [][]score.Change{p.Gained(), p.Lost(), p.Lapsed(), p.Renewed()} {
		out += ";"
		for _, x := range list {
			out += " " + x.ID()
		}
	}
	return out
}
