package main

import (
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
)

// mostTalks is how many encounters are told one by one: the last.
const mostTalks = 8

// talks is what came of the encounters about a deal.
type talks struct {
	All    int
	SoFar  string // how many of each type, and the run of continuations
	Before int    // how many there were before those that are told
	List   []talk
}

type talk struct {
	Day     string
	Mark    mark
	Yielded string
}

func talksOf(rec *deal.Record, d *score.Dialogue) talks {
	out := talks{All: d.Len()}
	if out.All == 0 {
		return out
	}
	out.SoFar, out.Before = soFar(d), max(d.Len()-mostTalks, 0)
	for _, x := range slices.Collect(d.All())[out.Before:] {
		out.List = append(out.List, talk{x.Day.String(), talkMark(x.Type), voice.Yield(rec, x)})
	}
	return out
}

// talkMarks are those of all types of encounters, the best first.
var talkMarks = [...]mark{
	{"order", "✓", "good", "the deal stands at a won end that the record bears out"},
	{"advance", "▲", "good", "something was gained, or the buyer promised something and has not broken it"},
	{"continuation", "●", "mild", "the talk goes on, and nobody agreed to anything that moves the deal"},
	{"no sale", "✕", "over", "the deal stands at a lost end"},
}

func talkMark(t score.EncounterType) mark {
	return talkMarks[slices.IndexFunc(talkMarks[:], func(m mark) bool { return m.Word == voice.EncounterType(t) })]
}
