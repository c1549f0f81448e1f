package score

import (
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Decided gives the facts that decided the verdict: their indices in the record,
// ascending, each once. What they are depends on the row of the table that gave
// it:
//
//   - Won: the claim, and what bears it out, whenever that was noted.
//   - Lost, Left: the claim.
//   - Regressed: the facts of the window that took what was lost, as far as one
//     can be named (see [Change]).
//   - Advanced, Progressing: the buyer's facts of the window behind what was
//     gained.
//   - Waiting: the fact that declares the wait. There is none when the process or
//     its calendar does.
//   - Busy: what was done in the window.
//   - Stalled: none, which is what it means.
//
// It looks into the evaluator's memory, like the progress itself.
func (p *Progress) Decided() []int {
	var out []int
	pos := p.card.pos
	add := func(fact int) {
		if fact >= 0 {
			out = append(out, fact)
		}
	}
	switch p.Verdict() {
	case Won, Lost, Left:
		_, claim, _ := pos.ClaimedOn()
		add(claim)
		for _, r := range pos.BornOut() {
			out = append(out, pos.Find(r).Support...)
		}
	case Regressed:
		for _, c := range p.lost {
			add(c.Fact)
		}
	case Advanced, Progressing:
		for _, c := range p.gained {
			add(c.Fact)
			out = append(out, p.words(c)...)
		}
	case Waiting:
		w, _ := Waits(pos)
		add(w.Fact)
	case Busy:
		for i, f := range p.to.Since(p.from) {
			if touches(f) {
				out = append(out, i)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// words gives what the buyer has said, written or done in the window and an
// element that was gained stands on.
func (p *Progress) words(c Change) []int {
	pos, e := p.card.pos, c.Element
	if !c.Requirement.IsZero() {
		if c.Requirement.Kind() != stage.Element {
			return nil
		}
		e, _ = c.Requirement.Element()
	}
	buyers := map[deal.Who]bool{deal.SomeBuyer: true}
	for _, person := range pos.People() {
		buyers[deal.Who(person.ID)] = person.Side == deal.Buyer
	}
	return slices.DeleteFunc(pos.Assessment().Support(e), func(i int) bool {
		word, ok := p.to.Record().Fact(i).(deal.Evidence)
		return i < p.from.Len() || !ok || word.Form < deal.Statement || !buyers[word.From]
	})
}
