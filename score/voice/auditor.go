package voice

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// auditor tells the deal to whoever wants to see what everything rests on.
func (t *teller) auditor() {
	t.section("What was judged", t.judged())
	t.section("The score, line by line", t.lines())
	t.section("Every requirement", t.requirements())
	t.section("Every encounter", t.encounters())
	t.section("Every signal", t.signals())
	t.section("What counts for nothing", t.strays(), t.idle(), t.unasked())
	t.section("Every fact", t.facts())
}

// judged says which definitions and which record it is about.
func (t *teller) judged() []Sentence {
	d := t.card.Digests()
	by := say("judged by %s", JudgedBy(t.card))
	by.Digests = []deal.Digest{d.Process, d.Framework, d.Record}
	out := []Sentence{by, t.why()}
	if n := t.p.To().Len(); n > 0 {
		out = append(out, say("%s noted by %v", Count(n, "fact was", "facts were"), t.p.To().Day()).by(0, n-1))
	}
	return out
}

// lines says the part of each element in the score.
func (t *teller) lines() (out []Sentence) {
	a := t.pos.Assessment()
	for line := range t.card.Lines() {
		st := a.Standing(line.Element)
		support := a.Support(line.Element)
		words := fmt.Sprintf("element %s (%s) %s: %d of %d points, %s earned, %s at best", line.Element.Title(), line.Element.ID(), standing(st), line.Points, line.Most, PercentPoints(line.Earned), PercentPoints(line.Ceiling))
		if !st.Expires.IsZero() {
			words += fmt.Sprintf(", good until %v", st.Expires)
		}
		out = append(out, say("%s", words+resting(support)).of(line.Element).by(support...))
	}
	s := t.card.Score()
	f := t.card.Process().Framework()
	return append(out, say("all of them, %v: %s earned, %s at best", f.Method(), PercentPoints(s.Earned), PercentPoints(s.Ceiling)).of(slices.Collect(f.Elements())...))
}

// standing says how an element stands.
func standing(st qualify.Standing) string {
	switch {
	case st.Denied:
		return "is denied by the buyer"
	case st.Contradicted:
		return "is contradicted"
	case st.Lapsed != qualify.Level{}:
		return fmt.Sprintf("%s, having lapsed from %s", level(st.Level), st.Lapsed)
	}
	return level(st.Level)
}

func level(l qualify.Level) string {
	if l.Rank() == 0 {
		return "is unknown"
	}
	return "stands at " + l.ID()
}

// requirements answers everything that the process asks for.
func (t *teller) requirements() (out []Sentence) {
	for r := range t.card.Process().Requirements() {
		f := t.pos.Find(r)
		words := Answer(f.Answer) + ": " + r.Title() + " (" + r.ID() + ")"
		if have := Finding(f); have != "" {
			words += ", " + have
		}
		if f.Answer == stage.Met && t.pos.Now(r) != stage.Met {
			words += ", as it was when the gate that asks for it was crossed"
		}
		s := say("%s", words+resting(f.Support)).about(r).by(f.Support...)
		if e, ok := r.Element(); ok {
			s = s.of(e)
		}
		out = append(out, s)
	}
	return out
}

// signals says what deserves a look, by what it was measured, and where that is
// written.
func (t *teller) signals() (out []Sentence) {
	for s := range t.card.Signals() {
		words := fmt.Sprintf("%v, %v: %s", s.Signal, s.Severity, Signal(s, t.row.Claimed.ID()))
		if measure := Thresholds(s.Thresholds); measure != "" {
			words += "; " + measure
		}
		out = append(out, signalled(say("signal %s", words+resting(s.Facts)), s))
	}
	return out
}

// strays says which facts the definitions do not know.
func (t *teller) strays() (out []Sentence) {
	for _, s := range t.card.Strays() {
		out = append(out, say("fact %d counts for nothing: %s", s.Fact, Stray(t.rec, s)).by(s.Fact))
	}
	return out
}

// idle says which evidence carries no element today, and why.
func (t *teller) idle() (out []Sentence) {
	a, f := t.pos.Assessment(), t.card.Process().Framework()
	for i, fact := range t.p.To().Facts() {
		x, ok := fact.(deal.Evidence)
		if !ok || slices.ContainsFunc(t.card.Strays(), func(s deal.Stray) bool { return s.Fact == i }) {
			continue
		}
		for e := range f.Readers(x.Element) {
			st := a.Standing(f.At(e))
			support := a.Support(st.Element)
			if !slices.Contains(support, i) {
				out = append(out, say("fact %d carries nothing today: %s %s%s", i, st.Element.Title(), standing(st), resting(support)).of(st.Element).by(i))
			}
		}
	}
	return out
}

// unasked says which activities no requirement rests on.
func (t *teller) unasked() []Sentence {
	asked := map[int]bool{}
	for r := range t.card.Process().Requirements() {
		for _, i := range t.pos.Find(r).Support {
			asked[i] = true
		}
	}
	var idle []int
	for i, f := range t.p.To().Facts() {
		if _, ok := f.(deal.Activity); ok && !asked[i] {
			idle = append(idle, i)
		}
	}
	if idle == nil {
		return nil
	}
	return []Sentence{say("contact counts for nothing by itself, and no requirement rests on this: %s", numbered(idle)).by(idle...)}
}

// facts says every fact that had been noted.
func (t *teller) facts() (out []Sentence) {
	for i, f := range t.p.To().Facts() {
		words := fmt.Sprintf("fact %d", i)
		if at := f.When(); at.On == at.Noted {
			words += ", noted the same day"
		}
		words += ": " + t.rec.Cite(i)
		if at := f.When(); at.Ref == "" && proves(f) {
			words += "; it does not say where to check it"
		}
		out = append(out, say("%s", words).by(i))
	}
	return out
}

// proves reports whether a fact is of a kind that can prove something.
func proves(f deal.Fact) bool {
	switch f.(type) {
	case deal.Evidence, deal.Milestone, deal.Activity, deal.Approval, deal.Waive:
		return true
	}
	return false
}

// resting says which facts something rests on.
func resting(facts []int) string {
	if len(facts) == 0 {
		return "; no fact stands behind it"
	}
	return "; it rests on " + numbered(facts)
}

// numbered names some facts by their indices.
func numbered(facts []int) string {
	var out []string
	for _, i := range facts {
		out = append(out, fmt.Sprint(i))
	}
	what := "facts "
	if len(facts) == 1 {
		what = "fact "
	}
	return what + strings.Join(out, ", ")
}

// JudgedBy names the definitions and the record that a card was judged by, each
// with the beginning of its digest.
func JudgedBy(c *score.Card) string {
	d, p := c.Digests(), c.Process()
	return fmt.Sprintf("process %s %s, framework %s %s, record %s",
		p.ID(), d.Process.Short(), p.Framework().ID(), d.Framework.Short(), d.Record.Short())
}
