package score_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// The laws are tried on generated deals: they are worth as much as what comes
// out of these.

func TestGeneratedDealsComeToEveryVerdictEverySignAndEverySignal(t *testing.T) {
	worth := map[string]int{}
	for v := score.Lost; v <= score.Won; v++ {
		worth["verdict "+v.String()] = 1
	}
	for s := score.Signs(1); s < 4096; s <<= 1 {
		worth["sign "+s.Strings()[0]] = 1
	}
	for _, id := range stage.Signals() {
		worth["signal "+id] = 1
	}
	for _, id := range []string{"close_date_pushed", "silent"} {
		worth["hint "+id], worth["flag "+id] = 1, 1
	}
	for _, a := range []stage.Answer{stage.Met, stage.Unmet, stage.Unknown, stage.Waived, stage.Off} {
		worth["answer "+a.String()] = 30
	}
	for _, what := range []string{"gained", "lost", "lapsed", "renewed"} {
		worth[what+" element"], worth[what+" milestone"], worth[what+" of somebody"], worth[what+" of an element"] = 1, 1, 1, 1
	}
	for _, what := range []string{
		"lost none",
		"no way", "nothing remains", "off route", "inflated", "owing", "a won claim borne out", "a won claim not borne out", "a track on its way", "a track done",
		"waits for a pause", "waits for a quiet period", "waits for a step", "waits for a stage", "several stages earned", "none earned", "a stray", "headway",
	} {
		worth[what] = 1
	}
	t.Parallel()
	forEach(t, generate.Only{}, worth, func(x *trial) {
		seen := map[string]bool{}
		for range 6 {
			from := x.day().Add(-25)
			p := x.progress(x.Facts, from, from.Add(x.r.IntN(40)))
			x.reached(p, func(what string, yes bool) { seen[what] = seen[what] || yes })
		}
		for what, yes := range seen {
			x.note(what, yes)
		}
	})
}

// reached tells what a comparison, and the card of its later day, say.
func (x *trial) reached(p *score.Progress, note func(what string, yes bool)) {
	card := p.Card()
	pos := card.Position()
	note("verdict "+p.Verdict().String(), true)
	for _, s := range p.Signs().Strings() {
		note("sign "+s, true)
	}
	for i, list := range [][]score.Change{p.Gained(), p.Lost(), p.Lapsed(), p.Renewed()} {
		what := []string{"gained", "lost", "lapsed", "renewed"}[i]
		for _, c := range list {
			if c.Requirement.IsZero() {
				note(what+" of an element", true)
			} else {
				note(fmt.Sprint(what, " ", c.Requirement.Kind()), true)
				note(what+" of somebody", slices.Contains([]stage.Kind{stage.Engaged, stage.Approval, stage.Known}, c.Requirement.Kind()))
			}
		}
	}
	for s := range card.Signals() {
		note("signal "+s.Signal.String(), true)
		note(s.Severity.String()+" "+s.Signal.String(), true)
	}
	for r := range card.Process().Demands() {
		note("answer "+pos.Answer(r).String(), true)
	}
	n, onRoute := card.Inflation()
	note("off route", !onRoute)
	note("inflated", n > 0)
	note("no way", card.Remaining() == stage.NoWay)
	note("nothing remains", card.Remaining() == 0)
	note("headway", card.Headway() > 0 && card.Headway() < 10_000)
	note("owing", len(pos.Owing()) > 0)
	if card.Claimed().Kind() == stage.Won {
		note("a won claim borne out", !pos.Stands().IsZero())
		note("a won claim not borne out", pos.Stands().IsZero())
	}
	under, done := false, false
	for track := range card.Process().Tracks() {
		at, passed := pos.At(track)
		under, done = under || !at.IsZero(), done || passed
	}
	note("a track on its way", under)
	note("a track done", done)
	if w, ok := score.Waits(pos); ok {
		_, _, paused := pos.Paused()
		_, _, quiet := pos.Quiet()
		note("waits for a pause", paused)
		note("waits for a quiet period", quiet)
		note("waits for a stage", w.For != deal.NoSide)
		note("waits for a step", !paused && !quiet && w.Fact >= 0)
	}
	earned := 0
	for s := range card.Process().Stages() {
		if pos.Earned(s) {
			earned++
		}
	}
	note("several stages earned", earned > 1)
	note("none earned", earned == 0)
	note("a stray", len(card.Strays()) > 0)
}
