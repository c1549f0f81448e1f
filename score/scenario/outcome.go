package scenario

import (
	"fmt"
	"iter"
	"slices"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// outcome is what came out at a day, or between two days.
type outcome struct {
	card     *score.Card
	progress *score.Progress // nil at a day
}

func (o *outcome) position() *stage.Position { return o.card.Position() }

func (o *outcome) element(id string) qualify.Element {
	e, _ := o.card.Process().Framework().Element(id)
	return e
}

func (o *outcome) requirement(id string) (stage.Requirement, bool) {
	return o.card.Process().Requirement(id)
}

func ids[T fmt.Stringer](things iter.Seq[T]) []string {
	var out []string
	for x := range things {
		out = append(out, x.String())
	}
	return out
}

func gotStage(o *outcome, _ string) got   { return got{word: o.card.Earned().ID()} }
func gotClaimed(o *outcome, _ string) got { return got{word: o.card.Claimed().ID()} }

// gotGate tells the gate that the deal stands before. From a stage that leads
// nowhere else there is none, and it is neither open nor closed.
func gotGate(o *outcome, _ string) got {
	g, ok := o.card.Gate()
	switch {
	case !ok:
		return got{word: none}
	case g.Open():
		return got{word: "open"}
	}
	return got{word: "closed"}
}

func gotUnmet(o *outcome, _ string) got {
	g, ok := o.card.Gate()
	if !ok {
		return got{}
	}
	var out got
	for e := range g.Unmet() {
		out.ids = append(out.ids, e.Requirement.ID())
	}
	return out
}

func gotRemaining(o *outcome, _ string) got {
	n := o.card.Remaining()
	if n == stage.NoWay {
		return got{number: n, word: "no way to won"}
	}
	return got{number: n}
}

func gotScore(o *outcome, _ string) got   { return got{number: inPercent(o.card.Score().Earned)} }
func gotCeiling(o *outcome, _ string) got { return got{number: inPercent(o.card.Score().Ceiling)} }

// inPercent rounds down.
func inPercent(score int) int { return score * 100 / qualify.Full }

func gotLevel(o *outcome, element string) got {
	return got{word: o.position().Assessment().Standing(o.element(element)).Level.ID()}
}

func gotSignals(o *outcome, _ string) got {
	var out got
	for s := range o.card.Signals() {
		out.ids = append(out.ids, s.Signal.String())
	}
	return out
}

func gotAnswer(o *outcome, requirement string) got {
	r, _ := o.requirement(requirement)
	return got{word: o.position().Answer(r).String()}
}

func gotTrack(o *outcome, track string) got {
	at, passed := o.position().At(trackOf(o.card.Process(), track))
	if passed {
		return got{word: done}
	}
	return got{word: at.ID()}
}

// trackOf finds a track; the zero Track when there is none.
func trackOf(p *stage.Process, id string) stage.Track {
	for t := range p.Tracks() {
		if t.ID() == id {
			return t
		}
	}
	return stage.Track{}
}

func gotVerdict(o *outcome, _ string) got { return got{word: o.progress.Verdict().String()} }

// changeLists are what became of requirements and elements between two days.
var changeLists = []struct {
	key string
	of  func(*score.Progress) []score.Change
}{
	{"gained", (*score.Progress).Gained},
	{"lost", (*score.Progress).Lost},
	{"lapsed", (*score.Progress).Lapsed},
	{"renewed", (*score.Progress).Renewed},
}

// changeAspects are the aspects of these lists.
func changeAspects() []*aspect {
	var out []*aspect
	for _, list := range changeLists {
		came := func(o *outcome, _ string) got {
			var g got
			for _, c := range list.of(o.progress) {
				if !slices.Contains(g.ids, c.ID()) {
					g.ids = append(g.ids, c.ID())
				}
			}
			return g
		}
		out = append(out, &aspect{key: list.key, form: someIDs, names: changes, got: came,
			why: func(o *outcome, _ string, w want) []Reason { return o.whyChanged(w.amiss(came(o, ""))) }})
	}
	return out
}
