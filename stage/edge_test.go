package stage_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/stage"
)

const clausesProcess = `
process: p
title: P
framework: meddic
segments: [small, large]
roles: {buyer: [user]}
attributes: [{id: amount, type: integer}]
milestones: [{id: m, title: M}, {id: n, title: N}, {id: v, title: V}]
requirements:
  seen: {milestone: v, title: seen}
stages:
  - id: a
    title: A
    exit:
      - {milestone: m}
      - {milestone: n, when: {segment: large}}
      - {known: [user], when: {segment: [small, large]}, optional: true}
      - {milestone: v, id: big, when: {attribute: amount, above: 5}}
      - any: [{milestone: m}, {milestone: n, when: {segment: small}, id: n2}]
      - all: [{milestone: n, when: {segment: large}, id: n3}]
      - {id: titled, title: either, any: [{milestone: m}, {milestone: n, id: n4}]}
      - {none: [{use: seen}]}
      - {id: quiet, title: all quiet, none: [{milestone: v}]}
      - {some_of: {count: 1, of: [{milestone: m}, {milestone: n, id: n5}]}}
  - {id: b, title: B, optional: true, enter: [{milestone: m}]}
  - {id: c, title: C, next: [won, a, lost], enter: [{milestone: v}]}
`

// clauses writes a gate down, a line each.
func clauses(e stage.Edge) string {
	var out []string
	var add func(c stage.Clause, depth int)
	add = func(c stage.Clause, depth int) {
		s := strings.Repeat("  ", depth) + c.Title()
		if c.Title() == "" {
			s += c.Kind().String()
		}
		if c.Count() > 0 {
			s += fmt.Sprintf(" %d", c.Count())
		}
		if c.When() != "" {
			s += " when " + c.When()
		}
		if c.Optional() {
			s += " optional"
		}
		out = append(out, s)
		for m := range c.Members() {
			add(m, depth+1)
		}
	}
	for c := range e.Clauses() {
		add(c, 0)
	}
	return strings.Join(out, "\n")
}

func flat(t *testing.T, yaml, segment string) *stage.Process {
	t.Helper()
	book, list := stage.Lint(fstest.MapFS{"p.yaml": {Data: []byte(yaml)}})
	require.NoError(t, list.Err())
	p, ok := book.Process("p", segment)
	require.True(t, ok)
	return p
}

func TestEdgesAreTheWaysBetweenPlaces(t *testing.T) {
	var ways []string
	for e := range flat(t, clausesProcess, "small").Edges() {
		ways = append(ways, e.From().ID()+" "+e.To().ID())
	}
	require.Equal(t, []string{"none a", "a b", "a c", "b c", "c won", "c a"}, ways, "in the order written, and none to a lost end")
}

func TestClausesAreWhatAGateAsksFor(t *testing.T) {
	shared := `either
  M
  N
none
  V
all quiet
  V
some_of 1
  M
  N` // and not M again, which b asks for on entering
	for segment, want := range map[string]string{
		"small": "M\nuser known optional\nV when amount above 5\nany\n  M\n  N\n" + shared,
		"large": "M\nN\nuser known optional\nV when amount above 5\nany\n  M\nall\n  N\n" + shared,
		"":      "M\nN when segment large\nuser known when segment large or small optional\nV when amount above 5\nany\n  M\n  N when segment small\nall\n  N when segment large\n" + shared,
	} {
		t.Run(segment, func(t *testing.T) {
			for e := range flat(t, clausesProcess, segment).Edges() {
				if e.From().ID() == "a" && e.To().ID() == "b" {
					require.Equal(t, want, clauses(e))
				}
			}
		})
	}
}

func TestAPositionAnswersClausesAndKnowsWhatWasCrossed(t *testing.T) {
	p := flat(t, clausesProcess, "small")
	rec := story.Tell("", `
		+0 person: ann, side: buyer, roles: [user]
		+1 milestone: n
		+2 set: {amount: 3}`)
	var w stage.Position
	w.Bind(p, rec)
	w.Look(rec.AsOf(story.Day(3)), story.Day(3))
	answers := map[string]stage.Answer{}
	crossed := map[string]bool{}
	for e := range p.Edges() {
		crossed[e.From().ID()+" "+e.To().ID()] = w.Crossed(e)
		for c := range e.Clauses() {
			answers[c.Requirement().ID()] = w.Asked(c)
			for m := range c.Members() {
				if m.Requirement().IsZero() {
					require.Equal(t, stage.None, c.Kind(), "only what is under none is no requirement")
					require.Equal(t, stage.Unmet, w.Asked(m))
				}
			}
		}
	}
	require.Equal(t, stage.Unmet, answers["m"])
	require.Equal(t, stage.Off, answers["big"], "its condition does not hold")
	require.Equal(t, stage.Met, answers["titled"])
	require.Equal(t, stage.Met, answers["quiet"])
	require.True(t, crossed["none a"])
	require.False(t, crossed["a b"])
}

const conditionalProcess = `
process: p
title: P
framework: meddic
segments: [small, large]
roles: {buyer: [user]}
attributes: [{id: amount, type: integer}]
milestones: [{id: m, title: M}, {id: n, title: N}]
stages:
  - {id: a, title: A}
  - {id: b, title: B, when: {segment: large}, enter: [{milestone: m}]}
  - {id: c, title: C, when: {attribute: amount, above: 5}, enter: [{milestone: m}, {milestone: n, when: {known: [user]}}]}
  - {id: d, title: D}
ends:
  - {id: won, title: Won, kind: won, needs: [{milestone: m}]}
  - {id: lost, title: Lost, needs: [{milestone: n}]}
moves:
  - {from: a, to: won, when: {attribute: amount, below: 2}}
tracks:
  - {id: t, title: T, stages: [{id: t1, title: T1}, {id: t2, title: T2, enter: [{milestone: n}]}]}
`

func TestConditionsSayWhatIsThereForWhom(t *testing.T) {
	for _, c := range []struct{ segment, want string }{
		{"small", `
none a
a c
a d only if not (amount above 5)
a won only if amount below 2
c d
d won
t none t1
t t1 t2
t t2 t`},
		{"large", `
none a
a b
a won only if amount below 2
b c
b d only if not (amount above 5)
c d
d won
t none t1
t t1 t2
t t2 t`},
		{"", `
none a
a b
a won only if amount below 2
b c
b d only if not (amount above 5)
c d
d won
t none t1
t t1 t2
t t2 t`},
	} {
		t.Run(c.segment, func(t *testing.T) {
			p := flat(t, conditionalProcess, c.segment)
			got := ""
			for e := range p.Edges() {
				if e.Absent() {
					continue
				}
				got += "\n"
				if !e.Track().IsZero() {
					got += e.Track().ID() + " "
				}
				got += e.From().ID() + " " + e.To().ID()
				if e.When() != "" {
					got += " only if " + e.When()
				}
				if e.From().ID() == "a" && e.To().ID() == "c" || e.From().ID() == "b" && e.To().ID() == "c" {
					require.Equal(t, "M\nN when user known", clauses(e), "the condition of the stage is not said again")
				}
			}
			require.Equal(t, c.want, got)
		})
	}
	for s := range flat(t, conditionalProcess, "small").Stages() {
		require.Equal(t, s.ID() == "b", s.Absent(), s.ID())
		require.Equal(t, map[string]string{"b": "segment large", "c": "amount above 5"}[s.ID()], s.When())
	}
	for s := range flat(t, conditionalProcess, "large").Stages() {
		require.False(t, s.Absent())
		require.Equal(t, map[string]string{"c": "amount above 5"}[s.ID()], s.When())
	}
	lost, _ := flat(t, conditionalProcess, "large").Stage("lost")
	for c := range lost.Needs() {
		require.Equal(t, "N", c.Title())
	}
}

func TestAStageIsThereUnlessItsConditionIsUnmet(t *testing.T) {
	p := flat(t, conditionalProcess, "large")
	c, _ := p.Stage("c")
	for facts, want := range map[string]bool{"+0 activity: mail": true, "+0 set: {amount: 9}": true, "+0 set: {amount: 3}": false} {
		rec := story.Tell("", facts)
		var w stage.Position
		w.Bind(p, rec)
		w.Look(rec.AsOf(story.Day(1)), story.Day(1))
		require.Equal(t, want, w.There(c), facts)
		gate, ok := w.Gate()
		require.True(t, ok)
		for e := range gate.Edges() {
			require.Equal(t, w.Stage(), e.From())
			require.Equal(t, gate.To(), e.To())
		}
	}
}

// TestWhatTheSegmentSettlesLeavesNoWayThatNobodyCanGo: in segment small the first
// stage is always there, never there, or there for some.
func TestWhatTheSegmentSettlesLeavesNoWayThatNobodyCanGo(t *testing.T) {
	for when, ways := range map[string]string{
		`{segment: small}`: "start>a a>b b>won",
		`{segment: large}`: "start>b b>won",
		`{any: [{segment: small}, {attribute: amount, above: 5}]}`:                                         "start>a a>b b>won",
		`{any: [{attribute: amount, above: 5}, {segment: large}]}`:                                         "start>a start>b a>b b>won",
		`{all: [{attribute: amount, above: 5}, {segment: large}]}`:                                         "start>b b>won",
		`{all: [{segment: small}, {attribute: amount, above: 5}]}`:                                         "start>a start>b a>b b>won",
		`{some_of: {count: 2, of: [{segment: small}, {segment: [small, large]}, {attribute: amount}]}}`:    "start>a a>b b>won",
		`{some_of: {count: 2, of: [{segment: large}, {segment: [small, large]}, {attribute: amount}]}}`:    "start>a start>b a>b b>won",
		`{some_of: {count: 3, of: [{segment: large}, {segment: [small, large]}, {attribute: amount}]}}`:    "start>b b>won",
		`{any: [{all: [{segment: small}, {segment: [small, large]}]}, {attribute: amount}]}`:               "start>a a>b b>won",
		`{all: [{any: [{segment: large}, {all: [{segment: large}, {attribute: amount}]}]}, {known: [u]}]}`: "start>b b>won",
	} {
		t.Run(when, func(t *testing.T) {
			book, err := stage.Load(fstest.MapFS{"p.yaml": {Data: []byte(`
process: p
title: P
framework: meddic
segments: [small, large]
roles: {buyer: [u]}
attributes: [{id: amount, type: integer}]
milestones: [{id: m, title: M}]
stages:
  - {id: a, title: A, exit: [{milestone: m}], when: ` + when + `}
  - {id: b, title: B, exit: [{attribute: amount}]}
`)}})
			require.NoError(t, err)
			p, ok := book.Process("p", "small")
			require.True(t, ok)
			var got []string
			for e := range p.Edges() {
				from := "start"
				if !e.From().IsZero() {
					from = e.From().ID()
				}
				got = append(got, from+">"+e.To().ID())
			}
			require.ElementsMatch(t, strings.Fields(ways), got)
		})
	}
}
