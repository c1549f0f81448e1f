package voice

import (
	"fmt"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// rep tells the deal to whoever makes the next call.
func (t *teller) rep(next *score.Plan) {
	t.section("Where it stands", t.stands())
	if next != nil {
		t.section("What to ask next", t.asks(next))
		t.section("Who is missing", t.absent(next))
	}
	t.section("What is promised", t.letDown(), t.promised())
	t.section("What is about to lapse", t.ageing())
	if next != nil {
		t.section("Not in a meeting with them", t.elsewhere(next))
	}
}

// stands says where the deal stands, and how far it is from won.
func (t *teller) stands() []Sentence {
	r := &t.row
	if !r.Stands.IsZero() {
		_, claim, _ := t.pos.ClaimedOn()
		return []Sentence{say("the deal stands at %s (%s) since %v", r.Stands.Title(), r.Stands.ID(), t.rec.On(claim)).at(r.Stands).by(claim)}
	}
	return []Sentence{t.earned(), t.distance()}
}

// distance says how far the deal is from won.
func (t *teller) distance() Sentence {
	r := &t.row
	if r.Remaining == stage.NoWay {
		return say("no way to won is left for this deal").at(t.wonEnd())
	}
	if r.Remaining == 0 {
		return say("nothing is open any more on the way to won").at(t.wonEnd())
	}
	verb := "are"
	if r.Remaining == 1 {
		verb = "is"
	}
	words := fmt.Sprintf("%d of %s %s open on the way to won", r.Remaining, Count(r.Blank, "requirement", "requirements"), verb)
	if r.Before != r.Remaining && r.Before != stage.NoWay {
		words += fmt.Sprintf("; on %v it was %d", t.p.From().Day(), r.Before)
	}
	return say("%s", words).about(t.card.Route()...)
}

// wonEnd is the first end at which a deal of the process is won.
func (t *teller) wonEnd() stage.Stage {
	for s := range t.card.Process().Ends() {
		if s.Kind() == stage.Won {
			return s
		}
	}
	return t.row.Earned
}

// asks says what to take up with whom, first things first.
func (t *teller) asks(p *score.Plan) (out []Sentence) {
	for i, a := range p.Asks() {
		out = append(out, t.ask(p, i, a))
		out = append(out, proof(a)...)
		if len(a.Also) > 0 {
			out = append(out, say("with it this comes true as well: %s", Titles(a.Also)).about(a.Also...))
		}
	}
	if n := len(p.Asks()); n > 0 {
		all := "that comes true"
		switch {
		case n == 2:
			all = "both come true"
		case n > 2:
			all = fmt.Sprintf("all %d come true", n)
		}
		s := say("if %s: %s", all, Moved(p.Today(), p.Together())).at(p.Together().Stage)
		for _, a := range p.Asks() {
			s = s.about(a.Requirement)
		}
		out = append(out, s)
	}
	if later := p.Later(); len(later) > 0 {
		var reqs []stage.Requirement
		for _, a := range later {
			reqs = append(reqs, a.Requirement)
		}
		out = append(out, say("if there is more time: %s", Titles(reqs)).about(reqs...))
	}
	return out
}

// ask says what to ask whom, and what it is for.
func (t *teller) ask(p *score.Plan, i int, a score.Ask) Sentence {
	r := a.Requirement
	words := "then, "
	if i == 0 {
		words = "first, "
	}
	who := Who(a.People, a.Together, p.People())
	if ask := r.Ask(); len(ask) > 0 {
		words += "ask " + who + " \u201c" + ask[0] + "\u201d"
	} else {
		words += "take this up with " + who
	}
	g, ok := t.card.Gate()
	if !ok || !a.AtGate {
		return say("%s \u2013 for later: %s", words, r.Title()).about(r)
	}
	return say("%s \u2013 for the gate to %s: %s", words, g.To().Title(), r.Title()).about(r).at(g.To())
}

// proof says what would count for the level of the element that is asked for;
// other demands say it by their titles.
func proof(a score.Ask) []Sentence {
	e, ok := a.Requirement.Element()
	if !ok {
		return nil
	}
	level, _ := a.Requirement.Level()
	words := "proof of it would be " + ways(e, level)
	if refined := Refined(a.Requirement); refined != "" {
		words += ", " + refined
	}
	if shows := e.Shows(level); shows != "" {
		words += "; it looks like this: " + shows
	}
	return []Sentence{say("%s", words).about(a.Requirement).of(e)}
}

// absent says who is missing, once for all that the same people are missing for.
func (t *teller) absent(p *score.Plan) []Sentence {
	return grouped(p.Missing(), Missing, func(m score.Missing) stage.Requirement { return m.Requirement }, "%s; wanted for: %s")
}

// elsewhere says what no meeting meets, by why.
func (t *teller) elsewhere(p *score.Plan) []Sentence {
	return grouped(p.Elsewhere(), func(e score.Elsewhere) string { return Reason(e.Why) }, func(e score.Elsewhere) stage.Requirement { return e.Requirement }, "%s: %s")
}

// grouped says once what holds for several requirements, in the order of the first
// of each.
func grouped[T any](list []T, words func(T) string, req func(T) stage.Requirement, format string) (out []Sentence) {
	var order []string
	by := map[string][]stage.Requirement{}
	for _, x := range list {
		w := words(x)
		if by[w] == nil {
			order = append(order, w)
		}
		by[w] = append(by[w], req(x))
	}
	for _, w := range order {
		out = append(out, say(format, w, Titles(by[w])).about(by[w]...))
	}
	return out
}

// ageing says what has lapsed, and what is about to.
func (t *teller) ageing() (out []Sentence) {
	told := map[qualify.Element]bool{}
	for s := range t.card.Signals() {
		if s.Signal != stage.EvidenceLapsing {
			continue
		}
		var again, inTime []qualify.Standing
		for _, st := range s.Standings {
			told[st.Element] = true
			if (st.Lapsed == qualify.Level{}) {
				inTime = append(inTime, st)
			} else {
				again = append(again, st)
			}
		}
		out = append(out, t.confirm("have this confirmed again", again)...)
		out = append(out, t.confirm("have this confirmed in time", inTime)...)
	}
	soon, ok := t.card.Process().Within(stage.EvidenceLapsing, 0, t.card.Day())
	g, stands := t.card.Gate()
	if !ok || !stands || t.card.Closed() {
		return out
	}
	for entry := range g.Entries() {
		f := t.pos.Find(entry.Requirement)
		if e, ok := entry.Requirement.Element(); ok && told[e] || entry.Requirement.Kind() == stage.NextStep {
			continue
		}
		if !f.Until.IsZero() && f.Until.Before(soon) {
			out = append(out, say("holds until %v and no longer by itself: %s", f.Until, entry.Requirement.Title()).about(entry.Requirement).by(f.Support...))
		}
	}
	return out
}

// confirm says what has to be confirmed.
func (t *teller) confirm(how string, list []qualify.Standing) []Sentence {
	if list == nil {
		return nil
	}
	s := signalled(say("%s: %s", how, eachOf(list, ageWords)), score.Raised{Signal: stage.EvidenceLapsing})
	for _, st := range list {
		s = s.of(st.Element).by(t.pos.Assessment().Support(st.Element)...)
	}
	return []Sentence{s}
}

// signalled gives a sentence a signal and what that is about.
func signalled(s Sentence, r score.Raised) Sentence {
	s.Signals = append(s.Signals, r.Signal)
	for _, st := range r.Standings {
		s = s.of(st.Element)
	}
	return s.at(r.Stages...).at(r.Then).by(r.Facts...)
}
