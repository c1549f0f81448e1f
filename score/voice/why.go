package voice

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Why says in one sentence why a verdict is what it is, with the facts that
// decided it.
func Why(p *score.Progress) Sentence {
	row := score.RowOf(p)
	return WhyOf(p.To().Record(), &row)
}

// WhyOf is [Why] for the row of a review, about a record.
func WhyOf(rec *deal.Record, r *score.Row) Sentence {
	s := reason(rec, r).at(r.Stands)
	s.Facts = slices.Clone(r.Decided)
	if v := r.Verdict; v == score.Regressed || v == score.Advanced {
		s = s.at(r.EarnedBefore, r.Earned)
	}
	s.Verdict = r.Verdict
	return s
}

// reason is the sentence without the facts.
func reason(rec *deal.Record, r *score.Row) Sentence {
	brief := func(fact int) string { return briefly(rec, fact) }
	switch v := r.Verdict; v {
	case score.Won:
		if len(r.Proof) == 0 {
			return say("won, on the CRM's word alone: the process asks for nothing more")
		}
		s := say("won, and the record bears it out: %s", Proof(r.Proof, brief))
		for _, f := range r.Proof {
			s = s.about(f.Requirement)
		}
		return s
	case score.Lost, score.Left:
		return say("%v: %s", v, rec.Cite(r.Decided[0]))
	case score.Regressed:
		return say("regressed%s, because this was lost: %s", moved(r), Changes(r.Lost, brief)).changed(r.Lost...)
	case score.Advanced:
		return say("advanced%s, because this was gained: %s", moved(r), Changes(r.Gained, brief)).changed(r.Gained...)
	case score.Progressing:
		return say("progressing, because this was gained: %s", Changes(r.Gained, brief)).changed(r.Gained...)
	case score.Waiting:
		s := say("waiting %s", Wait(r))
		if r.Waits.For != deal.NoSide {
			s = s.at(r.Earned)
		}
		return s
	case score.Busy:
		return say("busy: %s, and nothing was gained", Efforts(r))
	case score.Stalled:
		return say("stalled: nothing was done, and nothing is waited for")
	}
	panic(fmt.Sprintf("voice: no words for verdict %d", r.Verdict))
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

// Efforts says what was done in the window.
func Efforts(r *score.Row) string {
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
