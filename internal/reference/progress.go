package reference

import (
	"slices"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// Progress is what became of a deal between two days.
type Progress struct {
	Before, Aged, After *Card // old facts on the old day, on the new day, and new facts

	Gained, Lost, Lapsed, Renewed []string // demands, then elements, in definition order
	Signs                         []string
	Verdict                       string
	Encounters, Attempts          int
}

// Progress compares two days. Both are judged by the rules of the later one.
func (b *Book) Progress(facts []deal.Fact, from, to deal.Day) *Progress {
	segment := b.segmentOf(facts, to)
	return b.model(segment).progress(facts, from, to, segment)
}

func (m *Model) progress(facts []deal.Fact, from, to deal.Day, segment string) *Progress {
	old, now := seen(facts, from), seen(facts, to)
	fresh := now[len(old):]
	p := &Progress{Before: m.card(old, from, segment), Aged: m.card(old, to, segment), After: m.card(now, to, segment)}
	a, b, c := p.Before, p.Aged, p.After
	without := m.moment(slices.DeleteFunc(slices.Clone(now), func(e entry) bool {
		return e.index >= len(old) && c.now.sellers(e.fact)
	}), to, segment)
	without.know(c.walk)

	add := func(list *[]string, id string, yes bool) {
		if yes {
			*list = append(*list, id)
		}
	}
	for _, id := range m.demands {
		if !c.Applies[id] {
			continue
		}
		r := m.leaf[id]
		outcome := slices.Contains(outcomes, r.Kind)
		losable := outcome || r.Kind == generate.Known || r.Kind == generate.None
		add(&p.Lapsed, id, a.Answers[id] == Met && b.Answers[id] != Met)
		add(&p.Renewed, id, outcome && b.Answers[id] != Met && b.Timeless[id] == Met && c.Answers[id] == Met)
		add(&p.Lost, id, losable && (b.Answers[id] == Met && c.Answers[id] != Met || b.Timeless[id] == Met && c.Timeless[id] != Met))
		add(&p.Gained, id, outcome && c.Answers[id] == Met && a.Timeless[id] != Met && without.bare(r, nil) == Met && c.now.buyers(r, fresh))
	}
	for _, e := range m.frame.Elements {
		rank := func(c *Card) int { return m.rank(c.Levels[e.ID]) }
		ageless := func(c *Card) int { return m.rank(c.Ageless[e.ID]) }
		add(&p.Lapsed, e.ID, rank(a) > rank(b))
		add(&p.Lost, e.ID, rank(b) > rank(c) || ageless(b) > ageless(c))
		own := &requirement{Requirement: generate.Requirement{Kind: generate.OfElement, Subject: e.ID}}
		gained := min(rank(c), without.level(e.ID, without.live(e.ID))) > ageless(a) && c.now.buyers(own, fresh)
		add(&p.Gained, e.ID, gained)
		add(&p.Renewed, e.ID, !gained && min(ageless(b), rank(c)) > rank(b))
	}
	p.Encounters, p.Attempts = c.now.encounters(fresh)
	p.sign(m, fresh)
	return p
}

// sellers reports whether a fact is one that the seller's side noted: its own
// evidence and milestones. People, attributes and steps have no author, and no
// outcome rests on them.
func (k *moment) sellers(f deal.Fact) bool {
	switch f := f.(type) {
	case deal.Evidence:
		return k.side(f.From) == deal.Seller
	case deal.Milestone:
		if f.By == "" {
			def := k.m.milestone(f.Milestone)
			return def != nil && def.Owner() == deal.Seller
		}
		return k.side(f.By) == deal.Seller
	case deal.Approval:
		return k.sideOf(f.By) == deal.Seller
	}
	return false
}

// sideOf gives the side of a role, or of a person.
func (k *moment) sideOf(by string) deal.Side {
	for _, r := range k.m.process.Roles {
		if r.ID == by {
			return r.Side
		}
	}
	return k.people[by].side
}

// buyers reports whether there is a fact of the buyer's own for an outcome
// among the new ones.
func (k *moment) buyers(r *requirement, fresh []entry) bool {
	return slices.ContainsFunc(fresh, func(e entry) bool {
		switch f := e.fact.(type) {
		case deal.Evidence:
			return r.Kind == generate.OfElement && !f.Refutes && k.side(f.From) == deal.Buyer &&
				(f.Form == deal.Statement || f.Form == deal.Document || f.Form == deal.Act) &&
				(f.Level == "" || k.m.rank(f.Level) > 0) &&
				(f.Element == r.Subject || slices.Contains(k.m.element(r.Subject).Reads, f.Element))
		case deal.Milestone:
			if r.Kind != generate.OfMilestone || f.Milestone != r.Subject || f.Void {
				return false
			}
			owner := k.m.milestone(f.Milestone).Owner()
			return owner != deal.Seller && (f.By == "" || k.side(f.By) == owner) && (len(r.Names) == 0 || k.has(f.By, r.Names))
		case deal.Approval:
			side := k.sideOf(f.By)
			return r.Kind == generate.Approved && f.Approval == r.ID && !f.Rejected &&
				(side == deal.Buyer || side == deal.ThirdParty) && len(k.decides(f.By, r.Names)) > 0
		case deal.Activity:
			// Somebody of the seller's with the wanted role is no proof, and a
			// third party's meeting is none.
			return r.Kind == generate.Engaged && f.Reached && slices.ContainsFunc(f.With, func(name string) bool {
				return k.people[name].side == deal.Buyer && k.has(deal.Who(name), r.Names)
			})
		}
		return false
	})
}

// sign collects the signs, and finds the verdict in the table.
func (p *Progress) sign(m *Model, fresh []entry) {
	has := map[string]bool{}
	sign := func(name string, yes bool) {
		if yes {
			p.Signs = append(p.Signs, name)
			has[name] = true
		}
	}
	kind := m.places[m.find(p.After.Stands)].kind
	sign("won", kind == "won")
	sign("lost", kind == "lost")
	sign("left", kind == "left")
	sign("loss", len(p.Lost) > 0)
	sign("back", p.Aged.Stage != "none" && !slices.Contains(p.After.Earned, p.Aged.Stage))
	far := func(c *Card) int {
		if c.Remaining == noWay {
			return unreachable
		}
		return c.Remaining
	}
	sign("further", far(p.After) > far(p.Aged))
	sign("gain", len(p.Gained) > 0)
	sign("forward", p.After.Stage != "none" && !slices.Contains(p.Aged.Earned, p.After.Stage))
	sign("wait", p.After.Waits)
	touched, typed := false, false
	for _, e := range fresh {
		switch e.fact.(type) {
		case deal.Activity, deal.StepDone, deal.Evidence, deal.Milestone, deal.Approval:
			touched = true
		default:
			typed = true
		}
	}
	sign("touch", touched)
	sign("lapse", len(p.Lapsed) > 0)
	sign("typed", typed)
	for _, row := range []struct {
		all     []string
		verdict string
	}{
		{[]string{"won"}, "won"},
		{[]string{"lost"}, "lost"},
		{[]string{"left"}, "left"},
		{[]string{"loss", "back"}, "regressed"},
		{[]string{"loss", "further"}, "regressed"},
		{[]string{"gain", "forward"}, "advanced"},
		{[]string{"gain"}, "progressing"},
		{[]string{"loss"}, "regressed"},
		{[]string{"wait"}, "waiting"},
		{[]string{"touch"}, "busy"},
		{nil, "stalled"},
	} {
		if !slices.ContainsFunc(row.all, func(name string) bool { return !has[name] }) {
			p.Verdict = row.verdict
			return
		}
	}
}
