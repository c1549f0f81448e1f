package voice

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
)

// EncounterType names a type of encounter.
func EncounterType(t score.EncounterType) string { return strings.ReplaceAll(t.String(), "_", " ") }

// EncounterTypes counts the encounters of each type that there are, the best
// first.
func EncounterTypes(talks *score.Dialogue) string {
	var out []string
	for _, t := range []score.EncounterType{score.Order, score.Advance, score.Continuation, score.NoSale} {
		if n := talks.Count(t); n > 0 {
			out = append(out, Count(n, EncounterType(t), EncounterType(t)+"s"))
		}
	}
	return strings.Join(out, ", ")
}

// Run says how often the talk went on since the deal was last moved.
func Run(n int) string {
	return Count(n, "continuation", "continuations") + " since anything was gained or promised"
}

// Yield says what an encounter yielded.
func Yield(rec *deal.Record, x score.Encounter) string {
	var parts []string
	if len(x.Gained) > 0 {
		parts = append(parts, "gained "+Changes(x.Gained, nil))
	}
	if len(x.Lost) > 0 {
		parts = append(parts, "lost "+Changes(x.Lost, nil))
	}
	for _, i := range x.Steps {
		parts = append(parts, agreed(rec, i, slices.Contains(x.Broken, i)))
	}
	switch {
	case x.NoNextStep:
		parts = append(parts, "no next step")
	case len(parts) == 0:
		parts = append(parts, "nothing new")
	}
	return strings.Join(parts, "; ")
}

// agreed says which next step a fact has, and whether the promise was broken.
func agreed(rec *deal.Record, fact int, broken bool) string {
	step := rec.Fact(fact).(deal.NextStep)
	owner := "nobody"
	if step.Owner != "" {
		owner = rec.NameOf(step.Owner)
	}
	words := fmt.Sprintf("agreed %q, due %v, owner %s", step.Step, step.Due, owner)
	if broken {
		words += ", not kept"
	}
	return words
}

// met says what became of the encounters that were noted in the window, and how
// often the talk has gone on without moving the deal.
func (t *teller) met() (out []Sentence) {
	if t.talks == nil {
		return nil
	}
	for x := range t.talks.All() {
		if slices.ContainsFunc(x.Activities, func(i int) bool { return i >= t.p.From().Len() }) {
			out = append(out, t.encounter(x))
		}
	}
	if n := t.talks.Run(); n > 1 && len(out) > 0 {
		out = append(out, t.run())
	}
	return out
}

// encounter says what one encounter came to.
func (t *teller) encounter(x score.Encounter) Sentence {
	s := say("on %v, %s: %s", x.Day, EncounterType(x.Type), Yield(t.rec, x)).
		by(x.Activities...).by(x.Steps...).changed(x.Gained...).changed(x.Lost...)
	slices.Sort(s.Facts)
	return s
}

// run says how many of the last encounters have moved nothing, with them.
func (t *teller) run() Sentence {
	s := say("%s", Run(t.talks.Run()))
	left := t.talks.Run()
	for _, x := range slices.Backward(slices.Collect(t.talks.All())) {
		if x.Type == score.Continuation && left > 0 {
			s, left = s.by(x.Activities...), left-1
		}
	}
	return s
}

// encounters says what came of every encounter, and what that rests on.
func (t *teller) encounters() (out []Sentence) {
	if t.talks == nil || t.talks.Len() == 0 {
		return nil
	}
	all := say("%s", EncounterTypes(t.talks))
	for x := range t.talks.All() {
		all = all.by(x.Activities...)
		s := t.encounter(x)
		s.Text = strings.TrimSuffix(s.Text, ".") + resting(s.Facts) + "."
		out = append(out, s)
	}
	if t.talks.Run() > 1 {
		out = append(out, t.run())
	}
	return append([]Sentence{all}, out...)
}

// letDown says which promises of theirs are broken, as far as that is not told as
// overdue, and whether the last encounter left nothing to be done.
func (t *teller) letDown() (out []Sentence) {
	if t.talks == nil || !t.pos.Stands().IsZero() {
		return nil
	}
	var last score.Encounter
	for x := range t.talks.All() {
		for _, i := range x.Broken {
			out = append(out, t.brokenPromise(i)...)
		}
		last = x
	}
	if last.NoNextStep {
		out = append(out, say("the last encounter, on %v, ended without a next step", last.Day).by(last.Activities...))
	}
	return out
}

// brokenPromise says what became of a promise that is broken: one that has
// another day now, or that was called missed in the window.
func (t *teller) brokenPromise(fact int) []Sentence {
	step := t.rec.Fact(fact).(deal.NextStep)
	told := func(then string, by int) []Sentence {
		return []Sentence{say("%s did not keep “%s”, promised on %v for %v; %s", t.rec.NameOf(step.Owner), step.Step, t.rec.On(fact), step.Due, then).by(fact, by)}
	}
	for s := range t.pos.Steps() {
		if now := t.rec.Fact(s.Fact).(deal.NextStep); s.Fact != fact && now.ID == step.ID && now.ID != "" && !s.Due.Before(t.card.Day()) {
			return told(fmt.Sprintf("the new day is %v", s.Due), s.Fact)
		}
	}
	for i, f := range t.p.To().Since(t.p.From()) {
		if x, ok := f.(deal.StepDone); ok && x.Missed && x.Step == step.ID && step.ID != "" {
			return told(fmt.Sprintf("it was called missed on %v", x.On), i)
		}
	}
	return nil
}
