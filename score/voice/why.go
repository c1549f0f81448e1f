package voice

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Why says in one sentence why a verdict is what it is, with the facts that
// decided it.
func Why(p *score.Progress) Sentence {
	row := score.RowOf(p)
	return WhyOf(p.From(), p.To(), &row)
}

// WhyOf is [Why] for the row of a review: from is what had been noted about the
// deal by the first day, to by the last.
func WhyOf(from, to deal.View, r *score.Row) Sentence {
	s := reason(from, to, r).at(r.Stands)
	if v := r.Verdict; v == score.Regressed || v == score.Advanced {
		s = s.at(r.EarnedBefore, r.Earned)
	}
	s.Verdict = r.Verdict
	return s
}

func reason(from, to deal.View, r *score.Row) Sentence {
	rec := to.Record()
	brief := func(fact int) string { return briefly(rec, fact) }
	switch v := r.Verdict; v {
	case score.Won:
		if len(r.Proof) == 0 {
			return say("won, on the CRM's word alone: the process asks for nothing more").by(claimOf(to, r.Stands))
		}
		s := say("won, and the record bears it out: %s", Proof(r.Proof, brief))
		for _, f := range r.Proof {
			s = s.about(f.Requirement).by(f.Support...)
		}
		return s
	case score.Lost, score.Left:
		fact := claimOf(to, r.Stands)
		return say("%v: %s", v, rec.Cite(fact)).by(fact)
	case score.Regressed:
		return say("regressed%s, because this was lost: %s", moved(r), Changes(r.Lost, brief)).changed(r.Lost...)
	case score.Advanced:
		return say("advanced%s, because this was gained: %s", moved(r), Changes(r.Gained, brief)).changed(r.Gained...)
	case score.Progressing:
		return say("progressing, because this was gained: %s", Changes(r.Gained, brief)).changed(r.Gained...)
	case score.Waiting:
		s := say("waiting %s", Wait(r)).by(r.Waits.Fact)
		if r.Waits.For != deal.NoSide {
			s = s.at(r.Earned)
		}
		return s
	case score.Busy:
		return say("busy: %s, and nothing was gained", efforts(r)).by(touches(from, to)...)
	case score.Stalled:
		return say("stalled: nothing was done after %v, and nothing is waited for", from.Day())
	}
	panic(fmt.Sprintf("voice: no words for verdict %d", r.Verdict))
}

// claimOf gives the fact by which a deal stands at an end.
func claimOf(v deal.View, end stage.Stage) int {
	rec, claim := v.Record(), -1
	for i := range rec.Len() {
		fact := rec.ByDay(i)
		if x, ok := rec.Fact(fact).(deal.Stage); ok && fact < v.Len() && x.Stage == end.ID() {
			claim = fact
		}
	}
	return claim
}

// briefly names whose word a fact is, or whom it is about, and the day.
func briefly(rec *deal.Record, fact int) string {
	who := word(rec, fact)
	switch x := rec.Fact(fact).(type) {
	case deal.Person:
		who = "about " + rec.NameOf(deal.Who(x.Person))
		if x.Gone == deal.Yes {
			who = rec.NameOf(deal.Who(x.Person)) + " has left"
		}
	case deal.Activity:
		var names []string
		for _, w := range x.With {
			names = append(names, rec.NameOf(deal.Who(w)))
		}
		who = strings.Join(names, ", ")
	}
	if who == "" {
		return rec.On(fact).String()
	}
	return who + ", " + rec.On(fact).String()
}

// word gives whose word a fact is; "" when it is nobody's.
func word(rec *deal.Record, fact int) string {
	switch x := rec.Fact(fact).(type) {
	case deal.Evidence:
		return rec.NameOf(x.From)
	case deal.Milestone:
		return rec.NameOf(x.By)
	case deal.Approval:
		return rec.NameOf(deal.Who(x.By))
	}
	return ""
}

// moved says from where to where the earned stage went.
func moved(r *score.Row) string {
	if r.Earned == r.EarnedBefore {
		return ""
	}
	return fmt.Sprintf(", from %s to %s", named(r.EarnedBefore), named(r.Earned))
}

// named is a stage by its title.
func named(s stage.Stage) string {
	if s.IsZero() {
		return "no stage"
	}
	return s.Title()
}

// efforts says what was done in the window.
func efforts(r *score.Row) string {
	switch {
	case r.Attempts+r.Encounters == 0:
		return Count(r.Touches, "thing was", "things were") + " done"
	case r.Attempts == 0:
		return Count(r.Encounters, "encounter", "encounters")
	case r.Encounters == 0:
		return Count(r.Attempts, "attempt", "attempts")
	}
	return Count(r.Encounters, "encounter", "encounters") + " and " + Count(r.Attempts, "attempt", "attempts")
}

// touches gives the facts between two views by which something was done.
func touches(from, to deal.View) (facts []int) {
	for i, f := range to.Since(from) {
		switch f.(type) {
		case deal.Activity, deal.StepDone, deal.Evidence, deal.Milestone, deal.Approval:
			facts = append(facts, i)
		}
	}
	return facts
}
