package voice

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// manager tells the deal to whoever reviews it.
func (t *teller) manager() {
	t.section("The verdict", []Sentence{t.why()}, t.sparse(), t.way())
	t.section("What changed", t.changes())
	t.section("Claimed and earned", t.claims())
	t.section("What deserves a look", t.look())
	t.section("Who owes what", t.promised())
}

// sparse says of an open deal that it cannot be judged by what is on record.
func (t *teller) sparse() []Sentence {
	if !t.row.Sparse || !t.row.Stands.IsZero() {
		return nil
	}
	return []Sentence{t.judging(say("%s", Sparse(&t.row)))}
}

// way says how far an open deal is from won, and what is proven.
func (t *teller) way() (out []Sentence) {
	if t.row.Stands.IsZero() {
		out = append(out, t.distance())
	}
	words := Score(t.row.Score)
	if t.row.Score.Earned != t.row.Score.Ceiling {
		words += ", from what is proven to what it could be at best"
	}
	if t.row.Band.ID != "" {
		words += " (" + t.row.Band.Title + ")"
	}
	return append(out, say("the score is %s", words).of(slices.Collect(t.card.Process().Framework().Elements())...))
}

// changes says what was lost, what age took, what was gained and confirmed, each
// with those whose word it is, and what was noted besides.
func (t *teller) changes() (out []Sentence) {
	r := &t.row
	told := map[int]bool{} // the facts that are cited already
	if k := r.Stands.Kind(); k == stage.Lost || k == stage.Left {
		told[r.Decided[0]] = true
	}
	for _, list := range byFact(r.Lost) {
		out, told[list[0].Fact] = append(out, t.change("lost", "through", list)), true
	}
	if list := Aged(r); len(list) > 0 {
		out = append(out, say("gone by age alone: %s", Changes(list, nil)).changed(list...))
	}
	for _, list := range byFact(r.Gained) {
		out, told[list[0].Fact] = append(out, t.change("gained", "from", list)), true
	}
	if list := r.Renewed; len(list) > 0 {
		out = append(out, say("confirmed again, after age had taken it: %s", Changes(list, nil)).changed(list...))
	}
	if len(out) == 0 {
		out = append(out, t.judging(say("nothing was gained, lost or taken by age after %v", t.p.From().Day())))
	}
	for i, f := range t.p.To().Since(t.p.From()) {
		switch f.(type) {
		case deal.Stage, deal.CloseDate, deal.Set, deal.Person, deal.NextStep, deal.StepDone, deal.Waive, deal.Pause:
			if !told[i] {
				out = append(out, say("noted besides: %s", t.rec.Cite(i)).by(i))
			}
		}
	}
	out = append(out, t.contact()...)
	return append(out, t.met()...)
}

// contact says how often there was contact.
func (t *teller) contact() []Sentence {
	var facts []int
	for i, f := range t.p.To().Since(t.p.From()) {
		if _, ok := f.(deal.Activity); ok {
			facts = append(facts, i)
		}
	}
	if facts == nil {
		return nil
	}
	return []Sentence{say("contact after %v: %s", t.p.From().Day(), Efforts(&t.row)).by(facts...)}
}

// change says what one fact did.
func (t *teller) change(what, by string, list []score.Change) Sentence {
	fact := list[0].Fact
	if fact >= 0 {
		if who := word(t.rec, fact); who != "" {
			what += " " + by + " " + who
		}
	}
	return say("%s: %s", what, Changes(list, t.rec.Cite)).changed(list...)
}

// byFact puts together what one fact did, in the order of the first of each.
func byFact(changes []score.Change) (out [][]score.Change) {
	for _, c := range changes {
		i := slices.IndexFunc(out, func(list []score.Change) bool { return list[0].Fact == c.Fact })
		if i < 0 {
			out = append(out, nil)
			i = len(out) - 1
		}
		out[i] = append(out[i], c)
	}
	return out
}

// claims holds what the CRM says against what is earned.
func (t *teller) claims() []Sentence {
	r := &t.row
	out := append([]Sentence{t.claim(), t.earned()}, t.beside()...)
	if r.Stands.IsZero() && !r.Closed && len(r.Unmet) > 0 {
		s := say("the gate to %s still asks for: %s", r.Gate.Title(), Blocking(r.Unmet)).at(r.Gate)
		for _, o := range r.Unmet {
			s = s.about(o.Requirement)
		}
		out = append(out, s)
	}
	return append(out, t.amount()...)
}

// beside says where the deal stands in the tracks.
func (t *teller) beside() (out []Sentence) {
	for track := range t.card.Process().Tracks() {
		at, done := t.pos.At(track)
		s := say("beside it, %s stands at %s (%s)", track.Title(), at.Title(), at.ID()).at(at)
		switch {
		case done:
			s = say("beside it, %s is done", track.Title())
		case at.IsZero():
			s = say("beside it, %s has not begun", track.Title())
		}
		if at.IsZero() {
			for first := range track.Stages() {
				s = s.at(first)
				break
			}
		}
		out = append(out, s)
	}
	return out
}

// amount says what the deal is worth, when a fact says so.
func (t *teller) amount() []Sentence {
	rec, set := t.rec, -1
	for i := range rec.Len() {
		fact := rec.ByDay(i)
		if x, ok := rec.Fact(fact).(deal.Set); ok && fact < t.p.To().Len() {
			if slices.ContainsFunc(x.Values, func(s deal.Setting) bool { return s.Attribute == "amount" && s.Value == t.row.Amount }) {
				set = fact
			}
		}
	}
	if set < 0 || t.row.Amount == (deal.Value{}) {
		return nil
	}
	return []Sentence{say("the amount is %s", Amount(t.row.Amount.String())).by(set)}
}

// claim says what the CRM claims, and how far that is from what was earned.
func (t *teller) claim() Sentence {
	r := &t.row
	on, fact, ok := t.pos.ClaimedOn()
	if !ok && r.Misnamed == "" {
		return t.judging(say("the CRM claims no stage").at(r.Earned))
	}
	if r.Misnamed != "" {
		words := "the CRM says " + Misnamed(r)
		if ok {
			words += fmt.Sprintf("; before that it said %s (%s), since %v", r.Claimed.Title(), r.Claimed.ID(), on)
		}
		s := say("%s", words).at(r.Claimed)
		for _, x := range t.card.Strays() {
			if x.Why == deal.UnknownStage && x.Name == r.Misnamed {
				s = s.by(x.Fact)
			}
		}
		return s
	}
	words := fmt.Sprintf("the CRM says %s (%s) since %v, ", r.Claimed.Title(), r.Claimed.ID(), on)
	switch {
	case !r.OnRoute:
		words += "where no way leads"
	case r.Unproven():
		words += "and the record does not bear it out; missing: " + Owed(r)
	case r.Closed && Owed(r) != "" && r.Stands.Kind() != stage.Won:
		words += "and this is owed there: " + Owed(r)
	case r.Closed && r.Stands.Kind() == stage.Won && len(r.Proof) == 0:
		words += "on its word alone"
	case r.Closed && r.Stands.Kind() == stage.Won:
		words += "and the record bears it out"
	case r.Closed:
		words += "and that is taken at its word"
	case r.Inflation > 0:
		words += Count(r.Inflation, "requirement", "requirements") + " ahead of what was earned"
	default:
		words += "and that is earned"
	}
	return say("%s", words).at(r.Claimed).about(r.Owing...).by(fact)
}

// earned says which stage is earned.
func (t *teller) earned() Sentence {
	r := &t.row
	if r.Earned.IsZero() {
		s := say("it has earned no stage yet: the gate into the process is closed").at(r.Gate)
		for _, o := range r.Unmet {
			s = s.about(o.Requirement)
		}
		return t.judging(s)
	}
	words := fmt.Sprintf("it has earned %s (%s), since %v", r.Earned.Title(), r.Earned.ID(), r.Entered)
	if r.Earned != r.EarnedBefore {
		words += fmt.Sprintf("; on %v it was %s", t.p.From().Day(), named(r.EarnedBefore))
	}
	return say("%s", words).at(r.Earned, r.EarnedBefore)
}

// look says what deserves a look: flags before hints.
func (t *teller) look() (out []Sentence) {
	raised := slices.SortedStableFunc(t.card.Signals(), func(a, b score.Raised) int { return cmp.Compare(b.Severity, a.Severity) })
	for _, s := range raised {
		words := s.Severity.String() + ": " + Signal(s, t.row.Claimed.ID())
		if len(s.Facts) > 0 {
			words += " (" + strings.Join(t.cites(s.Facts), "; ") + ")"
		}
		if measure := Thresholds(s.Thresholds); measure != "" {
			words += "; " + measure
		}
		out = append(out, signalled(say("%s", words), s))
	}
	if strays := t.card.Strays(); len(strays) > 0 {
		var facts []int
		for _, s := range strays {
			facts = append(facts, s.Fact)
		}
		slices.Sort(facts)
		facts = slices.Compact(facts)
		words := "1 fact counts for nothing, because the definitions do not know all that it names"
		if n := len(facts); n > 1 {
			words = fmt.Sprintf("%s facts count for nothing, because the definitions do not know all that they name", Thousands(int64(n)))
		}
		out = append(out, say("%s", words).by(facts...))
	}
	return out
}

// cites cites some facts, and says how many more there are.
func (t *teller) cites(facts []int) (out []string) {
	const most = 3
	for i, f := range facts {
		if i == most {
			return append(out, fmt.Sprintf("and %d more", len(facts)-most))
		}
		out = append(out, t.rec.Cite(f))
	}
	return out
}
