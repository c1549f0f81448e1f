package scenario

import (
	"slices"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Reason is one thing that decided what came out. It is about a requirement, an
// element, a signal or a change between two days, with the facts behind it; or
// it is the facts alone.
type Reason struct {
	Finding  stage.Finding    // of a requirement: its answer; else the Requirement in it is zero
	Standing qualify.Standing // of an element: how it stands; else the Element in it is zero
	Signal   string           // the signal that is raised, or that is not
	Raised   bool
	Change   string       // gained, lost, lapsed or renewed
	Changed  score.Change // what was
	Facts    []int        // indices in the record of the scenario
}

func (o *outcome) find(r stage.Requirement) Reason {
	f := o.position().Find(r)
	out := Reason{Finding: f, Facts: f.Support}
	if e, ok := r.Element(); ok && len(out.Facts) == 0 {
		out.Facts = o.evidence(e)
	}
	return out
}

func (o *outcome) stands(e qualify.Element) Reason {
	a := o.position().Assessment()
	out := Reason{Standing: a.Standing(e), Facts: slices.Sorted(slices.Values(a.Support(e)))}
	if len(out.Facts) == 0 {
		out.Facts = o.evidence(e)
	}
	return out
}

// evidence gives all that is on record about an element by the day, for where
// nothing of it counts.
func (o *outcome) evidence(e qualify.Element) []int {
	var out []int
	readers := o.card.Process().Framework().Readers
	for i, f := range o.card.Record().AsOf(o.card.Day()).Facts() {
		if x, ok := f.(deal.Evidence); ok && slices.Contains(slices.Collect(readers(x.Element)), e.Index()) {
			out = append(out, i)
		}
	}
	return out
}

func (o *outcome) gate(entries []stage.Entry) []Reason {
	var out []Reason
	for _, e := range entries {
		if !e.Optional {
			out = append(out, o.find(e.Requirement))
		}
	}
	return out
}

// whyStage gives what is missing on the way to the stage that was wanted; or,
// when that is earned, what let the deal go on from it.
func whyStage(o *outcome, _ string, w want) []Reason {
	pos, p := o.position(), o.card.Process()
	wanted, _ := p.Stage(w.String()) // the zero Stage for none
	if !pos.Earned(wanted) {
		g, ok := pos.GateTo(wanted)
		if !ok {
			return nil
		}
		return o.gate(slices.Collect(g.Unmet()))
	}
	return o.gone(func(e stage.Edge) bool {
		_, main := p.Stage(e.To().ID())
		return main && e.From() == wanted
	})
}

// gone gives what the gates asked for on ways that the deal has gone, each once.
func (o *outcome) gone(of func(stage.Edge) bool) []Reason {
	var out []Reason
	for e := range o.card.Process().Edges() {
		if !of(e) || !o.position().Crossed(e) {
			continue
		}
		for _, r := range o.gate(slices.Collect(o.position().GateOn(e).Entries())) {
			asked := func(other Reason) bool { return other.Finding.Requirement == r.Finding.Requirement }
			if !slices.ContainsFunc(out, asked) {
				out = append(out, r)
			}
		}
	}
	return out
}

// whyTrack gives what is missing on the ways on from where the deal stands in a
// track, and what let it go on from the stage that was wanted.
func whyTrack(o *outcome, track string, w want) []Reason {
	t := trackOf(o.card.Process(), track)
	at, passed := o.position().At(t)
	walk := append(ids(t.Stages()), track) // the end of a track has its id
	onward := func(e stage.Edge, from string) bool {
		return e.From().ID() == from && slices.Contains(walk, e.To().ID())
	}
	out := o.gone(func(e stage.Edge) bool { return onward(e, w.String()) })
	for e := range o.card.Process().Edges() {
		if !passed && onward(e, at.ID()) {
			out = append(out, o.gate(slices.Collect(o.position().GateOn(e).Unmet()))...)
		}
	}
	return out
}

func whyClaimed(o *outcome, _ string, _ want) []Reason {
	if _, fact, ok := o.position().ClaimedOn(); ok {
		return []Reason{{Facts: []int{fact}}}
	}
	return nil
}

func whyGate(o *outcome, _ string, w want) []Reason {
	g, ok := o.card.Gate()
	switch {
	case !ok:
		return nil
	case w.String() == "open":
		return o.gate(slices.Collect(g.Unmet()))
	}
	return o.gate(slices.Collect(g.Entries()))
}

func whyUnmet(o *outcome, _ string, w want) []Reason {
	var out []Reason
	for _, id := range w.amiss(gotUnmet(o, "")) {
		if r, ok := o.requirement(id); ok {
			out = append(out, o.find(r))
		}
	}
	return out
}

func whyRemaining(o *outcome, _ string, _ want) []Reason {
	var out []Reason
	for _, r := range o.card.Route() {
		out = append(out, o.find(r))
	}
	return out
}

func whyScore(o *outcome, _ string, _ want) []Reason {
	var out []Reason
	for e := range o.card.Process().Framework().Elements() {
		out = append(out, o.stands(e))
	}
	return out
}

func whyLevel(o *outcome, element string, _ want) []Reason {
	return []Reason{o.stands(o.element(element))}
}

func whySignals(o *outcome, _ string, w want) []Reason {
	var out []Reason
	for _, id := range w.amiss(gotSignals(o, "")) {
		r := Reason{Signal: id}
		for s := range o.card.Signals() {
			if s.Signal.String() == id {
				r.Raised, r.Facts = true, s.Facts
			}
		}
		out = append(out, r)
	}
	return out
}

func whyAnswer(o *outcome, requirement string, _ want) []Reason {
	r, _ := o.requirement(requirement)
	return []Reason{o.find(r)}
}

func whyVerdict(o *outcome, _ string, _ want) []Reason {
	var out []Reason
	for _, list := range changeLists {
		for _, c := range list.of(o.progress) {
			out = append(out, changeReason(list.key, c))
		}
	}
	var facts []int
	if w, ok := score.Waits(o.position()); ok && w.Fact >= 0 {
		facts = append(facts, w.Fact)
	}
	if len(out) == 0 { // then all that happened is what the verdict was made of
		for i := range o.progress.To().Since(o.progress.From()) {
			facts = append(facts, i)
		}
	}
	if len(facts) > 0 {
		slices.Sort(facts)
		out = append(out, Reason{Facts: slices.Compact(facts)})
	}
	return out
}

// whyChanged tells, of each id that made the difference, how it changed, and of
// one that did not change, how it stands on the last day.
func (o *outcome) whyChanged(amiss []string) []Reason {
	var out []Reason
	for _, id := range amiss {
		before := len(out)
		for _, list := range changeLists {
			for _, c := range list.of(o.progress) {
				if c.ID() == id {
					out = append(out, changeReason(list.key, c))
				}
			}
		}
		if len(out) > before {
			continue
		}
		if r, ok := o.requirement(id); ok {
			out = append(out, o.find(r))
		} else {
			out = append(out, o.stands(o.element(id)))
		}
	}
	return out
}

func changeReason(key string, c score.Change) Reason {
	r := Reason{Change: key, Changed: c}
	if c.Fact >= 0 {
		r.Facts = []int{c.Fact}
	}
	return r
}
