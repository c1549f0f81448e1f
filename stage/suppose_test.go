package stage_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/stage"
)

const supposed = `process: p
title: P
framework: f
roles: {buyer: [boss]}
milestones: [{id: tested, title: tested}, {id: signed, title: signed}]
stages:
  - id: a
    title: A
    exit: [{milestone: tested, role: [boss], id: by_boss}, {element: pain, level: corroborated}]
  - {id: b, title: B, exit: [{milestone: tested}, {element: pain, level: stated}, {day: tested, after: start, id: late}]}
ends: [{id: won, title: W, kind: won, needs: [{milestone: signed}, {score: {at_least: 50}}]}]
attributes: [{id: start, type: day, default: 2026-01-01}]
`

func supposing(t *testing.T, facts string) (*stage.Position, func(...string)) {
	book, err := stage.Load(fstest.MapFS{
		"f.yaml": {Data: []byte("framework: f\ntitle: F\nelements: [{id: pain, title: Pain}]\n")},
		"p.yaml": {Data: []byte(supposed)},
	})
	require.NoError(t, err)
	rec := story.Tell("process: p", facts)
	p, err := book.For(rec.AsOf(story.Day(9)))
	require.NoError(t, err)
	var w stage.Position
	w.Bind(p, rec)
	return &w, func(ids ...string) {
		var met []stage.Requirement
		for _, id := range ids {
			r, ok := p.Requirement(id)
			require.True(t, ok, id)
			met = append(met, r)
		}
		w.Suppose(rec.AsOf(story.Day(9)), met)
	}
}

func answersTo(t *testing.T, w *stage.Position) map[string]string {
	out := map[string]string{}
	for r := range w.Process().Demands() {
		out[r.ID()] = w.Answer(r).String()
		for _, fact := range w.Find(r).Support {
			require.True(t, fact >= 0 && fact < w.Record().Len(), "%v stands on a fact that is there", r)
		}
	}
	return out
}

func TestWhatAsksForNoMoreIsMetWithIt(t *testing.T) {
	w, suppose := supposing(t, "+0 person: ann, side: buyer")
	suppose("by_boss", "pain-corroborated")
	require.Equal(t, "b", w.Stage().ID())
	require.Equal(t, map[string]string{"by_boss": "met", "pain-corroborated": "met", "tested": "met", "pain-stated": "met", "late": "met",
		"signed": "unmet", "score-at_least-50": "met"}, answersTo(t, w))
	require.Equal(t, 1, w.Remaining())
	suppose("tested", "pain-stated")
	require.Equal(t, "a", w.Stage().ID())
	require.Equal(t, map[string]string{"by_boss": "unmet", "pain-corroborated": "unmet", "tested": "met", "pain-stated": "met", "late": "met",
		"signed": "unmet", "score-at_least-50": "met"}, answersTo(t, w))
}

func TestNothingOfWhatWasSupposedIsLeftAtTheNextLook(t *testing.T) {
	w, suppose := supposing(t, "+0 person: ann, side: buyer\n+1 evidence: pain, form: statement, from: ann, refutes: true")
	v := w.Record().AsOf(story.Day(9))
	w.Look(v, v.Day())
	before, score := answersTo(t, w), w.Assessment().Score()
	suppose("by_boss", "pain-corroborated", "signed")
	require.NotEqual(t, before, answersTo(t, w))
	require.Equal(t, 7500, w.Assessment().Score().Earned)
	require.Equal(t, 10_000, w.Assessment().Score().Ceiling, "no no stands any more")
	w.Look(v, v.Day())
	require.Equal(t, before, answersTo(t, w))
	require.Equal(t, score, w.Assessment().Score())
}

func TestWhatFollowsFromOtherThingsCannotBeSupposed(t *testing.T) {
	w, suppose := supposing(t, "+0 person: ann, side: buyer")
	suppose()
	nothing := answersTo(t, w)
	suppose("score-at_least-50", "late")
	require.Equal(t, nothing, answersTo(t, w))
}

func TestPeopleAreAsTheRecordHasThem(t *testing.T) {
	w, _ := supposing(t, "+0 person: ann, side: buyer, roles: [boss, tailor], name: Ann Lee\n+1 person: ann, side: buyer, gone: true\n+2 person: cy, side: seller\n+12 person: late, side: buyer")
	v := w.Record().AsOf(story.Day(9))
	w.Look(v, v.Day())
	people := w.People()
	require.Len(t, people, 2)
	require.Equal(t, stage.Person{ID: "ann", Name: "Ann Lee", Side: people[0].Side, Roles: []string{"boss"}, Gone: true}, people[0])
	require.Equal(t, "buyer", people[0].Side.String())
	require.Equal(t, "cy", people[1].ID)
}
