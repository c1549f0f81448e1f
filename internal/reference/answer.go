package reference

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// Answer is what the record says to a requirement.
type Answer string

// The answers.
const (
	Off     Answer = "off" // it does not apply
	Unmet   Answer = "unmet"
	Unknown Answer = "unknown"
	Met     Answer = "met"
	Waived  Answer = "waived" // it is not met, and taken as if it were
)

// passes reports whether an answer is as good as met.
func (a Answer) passes() bool { return a == Met || a == Waived }

func answer(yes bool) Answer {
	if yes {
		return Met
	}
	return Unmet
}

// kept is the answers that standing requirements had when a gate was crossed,
// by their ids. Outside of a gate that was crossed it is nil.
type kept map[string]Answer

// ask answers a requirement with its wrappers. It applies unless its condition
// is unmet.
func (k *moment) ask(r *requirement, old kept) Answer {
	if !k.applying(r) {
		return Off
	}
	a := k.bare(r, old)
	if (a == Unmet || a == Unknown) && k.waived(r) {
		return Waived
	}
	return a
}

func (k *moment) applying(r *requirement) bool {
	return !slices.ContainsFunc(r.whens, func(when *requirement) bool { return k.ask(when, nil) == Unmet }) &&
		!slices.ContainsFunc(r.outdoers, k.may)
}

// waived reports whether somebody who may has waived the requirement. The last
// waiver decides alone. With time left out it has no last day.
func (k *moment) waived(r *requirement) bool {
	at := k
	if k.waivers != nil {
		at = k.waivers
	}
	waived := false
	for _, e := range at.facts {
		f, ok := e.fact.(deal.Waive)
		if !ok || f.Requirement != r.ID {
			continue
		}
		roles := []string{f.By}
		if !at.m.isRole(f.By) {
			roles = at.people[f.By].roles
		}
		if slices.ContainsFunc(roles, func(role string) bool { return slices.Contains(r.Waivable, role) }) {
			waived = k.ageless || f.Until.IsZero() || !k.day.After(f.Until)
		}
	}
	return waived
}

func (m *Model) isRole(id string) bool {
	return slices.ContainsFunc(m.process.Roles, func(r generate.Role) bool { return r.ID == id })
}

// bare answers a requirement without its own condition, and without waivers of
// it.
func (k *moment) bare(r *requirement, old kept) Answer {
	if a, ok := old[r.ID]; ok && r.standing() {
		return a
	}
	switch r.Kind {
	case generate.OfElement:
		return k.askElement(r)
	case generate.OfMilestone:
		return answer(slices.ContainsFunc(k.reaches(r.Subject), func(x reach) bool {
			return k.recent(x.on, k.m.milestone(r.Subject).ValidFor) && k.recent(x.on, r.Within) &&
				!x.on.Before(k.startOf(r.Since)) && (len(r.Names) == 0 || k.has(x.by, r.Names))
		}))
	case generate.Engaged:
		return answer(len(k.engaged(r)) >= max(r.People, 1))
	case generate.Known:
		n := 0
		for name := range k.people {
			if k.has(deal.Who(name), r.Names) {
				n++
			}
		}
		return answer(n >= max(r.People, 1))
	case generate.NextStep:
		return answer(slices.ContainsFunc(k.steps(), func(s step) bool { return k.satisfies(s, r) }))
	case generate.OfAttribute:
		return k.askAttribute(r)
	case generate.Reached:
		place := k.m.find(r.Subject)
		if k.away(place) {
			return Off
		}
		return answer(k.earned[place])
	case generate.Approved:
		return answer(k.approved(r))
	case generate.Scored:
		earned, _ := k.score()
		return answer(earned/100 >= r.Percent)
	case generate.Dated:
		return k.askDay(r)
	case absent:
		return Unmet
	case generate.Segment:
		if k.segment == "" {
			return Unknown
		}
		return answer(slices.Contains(r.Names, k.segment))
	}
	return k.askGroup(r, old)
}

// askGroup combines the members that apply and are not optional, by Kleene's
// logic.
func (k *moment) askGroup(r *requirement, old kept) Answer {
	if r.Kind == generate.None {
		old = nil // it is the whole of it that is kept
	}
	count := map[Answer]int{}
	n := 0
	for _, member := range r.members {
		if a := k.ask(member, old); a != Off && !member.optional() {
			if a.passes() {
				a = Met
			}
			count[a]++
			n++
		}
	}
	if n == 0 {
		return Off
	}
	want := n
	switch r.Kind {
	case generate.Any, generate.None:
		want = 1
	case generate.SomeOf:
		want = min(r.Count, n)
	}
	a := Unmet
	switch {
	case count[Met] >= want:
		a = Met
	case count[Met]+count[Unknown] >= want:
		a = Unknown
	}
	if r.Kind == generate.None && a != Unknown {
		return answer(a == Unmet)
	}
	return a
}

func (k *moment) askElement(r *requirement) Answer {
	if _, contradicted, _ := k.evidence(r.Subject); contradicted {
		return Unmet
	}
	since := k.startOf(r.Since)
	counts := slices.DeleteFunc(k.live(r.Subject), func(f deal.Evidence) bool {
		return !k.recent(f.On, r.Within) || f.On.Before(since)
	})
	if len(counts) == 0 {
		return Unknown
	}
	if k.level(r.Subject, counts) < k.m.rank(r.Level) {
		return Unmet
	}
	if len(r.Names) == 0 && len(r.Forms) == 0 {
		return Met
	}
	// Some of it has to be of a form, from somebody with a role; with a role
	// and no form it is a statement, a document or an act.
	wanted := r.Forms
	if len(wanted) == 0 {
		wanted = []deal.Form{deal.Statement, deal.Document, deal.Act}
	}
	return answer(slices.ContainsFunc(counts, func(f deal.Evidence) bool {
		return slices.Contains(wanted, f.Form) && (len(r.Names) == 0 || k.has(f.From, r.Names))
	}))
}

// engaged gives the people with one of the roles who took part in two-way
// encounters. One of the seller's counts only when somebody is named who is not
// the seller's.
func (k *moment) engaged(r *requirement) map[string]bool {
	out := map[string]bool{}
	since := k.startOf(r.Since)
	for _, e := range k.facts {
		f, ok := e.fact.(deal.Activity)
		if !ok || !f.Reached || !k.recent(f.On, r.Within) || f.On.Before(since) {
			continue
		}
		outsider := slices.ContainsFunc(f.With, func(name string) bool { return k.people[name].side != deal.Seller })
		for _, name := range f.With {
			if k.has(deal.Who(name), r.Names) && (k.people[name].side != deal.Seller || outsider) {
				out[name] = true
			}
		}
	}
	return out
}

// satisfies reports whether an open step is one that a requirement asks for.
// How far off it is belongs to what is asked: time is not left out of it.
func (k *moment) satisfies(s step, r *requirement) bool {
	owner := ""
	switch {
	case s.owner == deal.BothSides:
		owner = "both"
	case s.owner != "" && k.side(s.owner) != deal.NoSide:
		owner = k.side(s.owner).String()
	}
	if owner == "" || r.Owner != "" && r.Owner != owner {
		return false
	}
	return !s.due.Before(k.day) && (r.Within.IsZero() || k.m.calendar().from(k.day, s.due, r.Within) <= r.Within.Days())
}

// decision is an approval or a rejection of a requirement, by somebody who may.
type decision struct {
	approves bool
	roles    []string // for which of the roles of the requirement it counts
}

// decisions gives those that count, in order. An approval counts for so long, a
// rejection for good.
func (k *moment) decisions(r *requirement) []decision {
	var out []decision
	since := k.startOf(r.Since)
	for _, e := range k.facts {
		f, ok := e.fact.(deal.Approval)
		if !ok || f.Approval != r.ID || f.On.Before(since) || !f.Rejected && !k.recent(f.On, r.Within) {
			continue
		}
		if roles := k.decides(f.By, r.Names); len(roles) > 0 {
			out = append(out, decision{!f.Rejected, roles})
		}
	}
	return out
}

// decides gives those of some roles for which somebody can decide: the one that
// is named, or those that a person is known for, gone or not.
func (k *moment) decides(by string, roles []string) []string {
	held := k.people[by].roles
	if k.m.isRole(by) {
		held = []string{by}
	}
	return slices.DeleteFunc(slices.Clone(roles), func(r string) bool { return !slices.Contains(held, r) })
}

func (k *moment) approved(r *requirement) bool {
	list := k.decisions(r)
	if len(list) == 0 {
		return false
	}
	if !r.Every {
		return list[len(list)-1].approves
	}
	for i := len(list) - 1; i >= 0; i-- {
		if !list[i].approves {
			list = list[i+1:]
			break
		}
	}
	at := 0
	for _, role := range r.Names {
		i := slices.IndexFunc(list[at:], func(d decision) bool { return slices.Contains(d.roles, role) })
		if i < 0 {
			return false
		}
		if r.InOrder {
			at += i // the earliest that can be taken leaves the most for those behind
		}
	}
	return true
}

func (k *moment) askAttribute(r *requirement) Answer {
	if r.Subject == "reason" {
		return k.askReason(r)
	}
	v := k.value(r.Subject)
	none := deal.Value{}
	if len(r.Compare) == 0 {
		return answer(v != none)
	}
	if v == none {
		return Unknown
	}
	// Several comparisons all have to hold, and one of several values to be it.
	out := Met
	for _, c := range r.Compare {
		one := Unmet
		for _, operand := range c.Values {
			bound := operand.Value
			if operand.Attribute != "" {
				bound = k.value(operand.Attribute)
			}
			switch {
			case bound == none:
				if one == Unmet {
					one = Unknown
				}
			case compares(v, c.Op, bound):
				one = Met
			}
		}
		if one == Unmet || one == Unknown && out == Met {
			out = one
		}
	}
	return out
}

// askReason answers what is asked of the reasons that a claim gives: of several
// one has to be it.
func (k *moment) askReason(r *requirement) Answer {
	reasons := k.reasons(r.end)
	if len(r.Compare) == 0 {
		return answer(len(reasons) > 0)
	}
	if len(reasons) == 0 {
		return Unknown
	}
	for _, c := range r.Compare {
		if !slices.ContainsFunc(c.Values, func(o generate.Operand) bool {
			text, _ := o.Value.Text()
			return slices.Contains(reasons, text)
		}) {
			return Unmet
		}
	}
	return Met
}

func compares(v deal.Value, op string, bound deal.Value) bool {
	if op == "is" || op == "in" {
		return v == bound
	}
	var order int
	if n, ok := v.Number(); ok {
		b, _ := bound.Number()
		order = int(max(-1, min(1, n-b)))
	} else {
		a, _ := v.Text()
		b, _ := bound.Text()
		day, _ := deal.ParseDay(a)
		other, _ := deal.ParseDay(b)
		order = day.Compare(other)
	}
	switch op {
	case "at_least":
		return order >= 0
	case "at_most":
		return order <= 0
	case "above":
		return order > 0
	case "below":
		return order < 0
	}
	panic(fmt.Sprintf("no comparison is called %q", op))
}

// blocks gives the entries of a gate that keep it closed: those that apply, are
// not optional and are not met.
func (k *moment) blocks(gate []*requirement, old kept) []*requirement {
	var out []*requirement
	for _, r := range gate {
		if a := k.ask(r, old); a != Off && !a.passes() && !r.optional() {
			out = append(out, r)
		}
	}
	return out
}

func (k *moment) open(gate []*requirement, old kept) bool { return len(k.blocks(gate, old)) == 0 }

// keep notes the answers of the standing requirements of a gate. They are kept
// without their conditions: one that is switched on later was asked all the
// same. A none of which no member applied stays off, like one of which some did
// stays met.
func (k *moment) keep(gate []*requirement) kept {
	out := kept{}
	var visit func(r *requirement)
	visit = func(r *requirement) {
		if r.standing() {
			out[r.ID] = k.bare(r, nil)
			if a := out[r.ID]; (a == Unmet || a == Unknown) && k.waived(r) {
				out[r.ID] = Waived
			}
			return
		}
		for _, member := range r.members {
			visit(member)
		}
	}
	for _, r := range gate {
		visit(r)
	}
	return out
}
