package generate

import (
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
)

// Start is the day from which facts are noted; some of them happened before.
var Start = deal.DayOf(2026, 1, 5)

// Days is how many days after Start facts are noted on.
const Days = 60

// people are those that facts name: three of the buyer's, two of the seller's,
// one of a third party, and one whom nobody ever introduces.
var people = []string{"ann", "bob", "cid", "rex", "eva", "tom", "zoe"}

var sides = []deal.Side{deal.Buyer, deal.Buyer, deal.Buyer, deal.Seller, deal.Seller, deal.ThirdParty}

var positions = [][]string{{"champion"}, {"boss"}, {}, {"rep"}, {"chief"}, {"adviser"}}

// holder gives somebody who mostly has a role.
func holder(role string) string {
	for i, roles := range positions {
		if slices.Contains(roles, role) {
			return people[i]
		}
	}
	panic("nobody has the role " + role)
}

// writer makes the facts of one deal.
type writer struct {
	source
	c      *Case
	only   Only
	days   []deal.Day     // on which anything is noted
	wanted []*Requirement // the leaves that the process asks for anywhere

	approvals, waivables []*Requirement // of the whole process, by an id that they have
}

func newWriter(s source, c *Case, only Only) *writer {
	w := &writer{source: s, c: c, only: only, wanted: c.Process.Leaves()}
	// Few days, so that facts collide on them.
	for range s.between(4, 12) {
		w.days = append(w.days, Start.Add(s.IntN(Days)))
	}
	slices.SortFunc(w.days, deal.Day.Compare)
	for _, r := range w.wanted {
		if r.Kind == Approved {
			w.approvals = append(w.approvals, named(r))
		}
	}
	c.Process.each(func(r *Requirement) {
		if r.Waivable != nil && named(r).ID != "" {
			w.waivables = append(w.waivables, named(r))
		}
	})
	return w
}

// named gives a requirement with its id, which for the plainest can be told
// from what they ask for; for others it stays empty.
func named(r *Requirement) *Requirement {
	out := *r
	if r.ID != "" || !r.Within.IsZero() || r.Since != "" || r.Forms != nil {
		return &out
	}
	switch r.Kind {
	case OfElement:
		if r.Names == nil {
			out.ID = r.Subject + "-" + r.Level
		}
	case OfMilestone:
		if r.Names == nil {
			out.ID = r.Subject
		}
	case Approved:
		out.ID = "approval-" + strings.Join(r.Names, "-")
		if r.Every {
			out.ID += "-every"
		}
		if r.InOrder {
			out.ID += "-in_order"
		}
	case NextStep:
		if r.Owner == "" {
			out.ID = "next_step"
		}
	}
	return &out
}

// facts makes them all, in the order noted.
func (w *writer) facts() []deal.Fact {
	if w.chance(3) {
		return nil
	}
	var out []deal.Fact
	for i := range sides {
		if w.chance(75) {
			out = append(out, w.introduce(i))
		}
	}
	if w.waivables != nil || w.approvals != nil {
		out = append(out, w.decisions(w.IntN(6))...)
	}
	n := w.between(0, 25)
	eager := w.chance(50) // a deal that gets somewhere
	for range n {
		var f deal.Fact
		if len(w.wanted) > 0 && (eager && w.chance(75) || w.chance(25)) {
			f = w.support(pick(w.source, w.wanted...), w.stamp())
		}
		if f == nil {
			f = w.any()
		}
		out = append(out, f)
	}
	if eager && w.chance(75) {
		out = append(out, w.late()...)
	}
	if w.chance(12) { // it closes later and later
		for i, day := range w.days[len(w.days)/2:] {
			out = append(out, deal.CloseDate{Stamp: deal.Stamp{On: day}, Day: Start.Add(30 + 10*i)})
		}
	}
	if eager && w.chance(50) {
		on := w.days[len(w.days)-1]
		for _, e := range w.c.Process.AllEnds() {
			if e.Kind == "won" && w.chance(60) {
				for _, r := range e.Needs {
					w.c.Process.below(r, func(r *Requirement) {
						if f := w.support(r, deal.Stamp{On: on}); f != nil {
							out = append(out, f)
						}
					})
				}
				claim := deal.Stage{Stamp: deal.Stamp{On: on}, Stage: e.ID}
				if e.Reasons != nil && w.chance(60) {
					claim.Reason = some(w.source, reasonIDs, w.between(1, 2))
				}
				out = append(out, claim)
			}
		}
	}
	SortNoted(out)
	return out
}

// late makes facts that undo late what was reached early, and some that prove
// it again.
func (w *writer) late() []deal.Fact {
	var out []deal.Fact
	days := w.days[len(w.days)/2:]
	people := slices.DeleteFunc(slices.Clone(w.wanted), func(r *Requirement) bool { return r.Kind != Engaged && r.Kind != Known })
	for range w.between(2, 6) {
		if len(w.wanted) == 0 {
			return out
		}
		r, at := pick(w.source, w.wanted...), deal.Stamp{On: pick(w.source, days...)}
		if len(people) > 0 && w.chance(20) {
			r = pick(w.source, people...)
		}
		f := w.against(r, at)
		if w.chance(50) {
			f = w.support(r, at)
		}
		if f != nil {
			out = append(out, f)
		}
	}
	return out
}

// against makes a fact that speaks against a leaf, or nil when there is none to
// make.
func (w *writer) against(r *Requirement, at deal.Stamp) deal.Fact {
	switch {
	case r.Kind == OfElement && !w.only.NoRefusals:
		return deal.Evidence{Stamp: at, Element: r.Subject, Form: pick(w.source, deal.Inferred, deal.Statement, deal.Act), From: w.who(), Refutes: true}
	case r.Kind == OfMilestone && !w.only.NoRefusals:
		return deal.Milestone{Stamp: at, Milestone: r.Subject, Void: true}
	case r.Kind == Engaged || r.Kind == Known:
		i := slices.Index(people, holder(pick(w.source, r.Names...)))
		if w.chance(40) {
			return deal.Person{Stamp: at, Person: people[i], Side: sides[i], Roles: []string{}}
		}
		return deal.Person{Stamp: at, Person: people[i], Side: sides[i], Gone: deal.Yes}
	case r.Kind == Approved:
		f := deal.Approval{Stamp: at, Approval: named(r).ID, By: w.holds(r.Names), Rejected: true}
		if f.Approval == "" {
			f.Approval = "approval-" + r.Names[0]
		}
		return f
	}
	return nil
}

// SortNoted brings facts into the order noted, keeping those of one day as they
// are.
func SortNoted(facts []deal.Fact) {
	slices.SortStableFunc(facts, func(a, b deal.Fact) int { return a.When().Noted.Compare(b.When().Noted) })
}

// stamp gives the two days of a fact; a third are noted late.
func (w *writer) stamp() deal.Stamp {
	noted := pick(w.source, w.days...)
	if w.chance(65) {
		return deal.Stamp{On: noted}
	}
	on := pick(w.source, w.days...)
	if w.chance(40) {
		on = noted.Add(-w.between(1, 20))
	}
	if !on.Before(noted) {
		return deal.Stamp{On: noted}
	}
	return deal.Stamp{On: on, Noted: noted}
}

// introduce makes the fact that says who somebody is, mostly early.
func (w *writer) introduce(i int) deal.Fact {
	at := deal.Stamp{On: w.days[0]}
	if w.chance(35) {
		at = w.stamp()
	}
	p := deal.Person{Stamp: at, Person: people[i], Side: sides[i]}
	if w.chance(85) {
		p.Roles = slices.Clone(positions[i])
	}
	if w.chance(8) {
		p.Stance = deal.Champion
	}
	return p
}

// update makes a fact that changes what is known of somebody.
func (w *writer) update(at deal.Stamp) deal.Fact {
	i := w.IntN(len(sides))
	p := deal.Person{Stamp: at, Person: people[i], Side: sides[i]}
	if w.chance(12) {
		p.Side = pick(w.source, deal.Buyer, deal.Seller, deal.ThirdParty)
	}
	switch w.IntN(5) {
	case 0, 1:
		p.Roles = some(w.source, allRoles, w.IntN(3))
		if p.Roles == nil {
			p.Roles = []string{}
		}
		if w.chance(10) {
			p.Roles = append(p.Roles, "astronaut")
		}
		if w.chance(20) {
			p.Roles = append(p.Roles, payer)
		}
	case 2, 3:
		p.Gone = deal.Yes
		if w.chance(25) {
			p.Gone = deal.No
		}
	case 4:
		p.Stance = pick(w.source, deal.Champion, deal.Supporter, deal.Blocker)
	}
	return p
}

// any makes a fact of any kind about anything.
func (w *writer) any() deal.Fact {
	at := w.stamp()
	switch n := w.IntN(100); {
	case n < 32:
		return w.evidence(at)
	case n < 44:
		return w.milestone(at)
	case n < 54:
		return w.activity(at)
	case n < 64:
		return w.claim(at)
	case n < 71:
		return w.step(at)
	case n < 75:
		id := pick(w.source, "s1", "s2", "s3")
		if w.chance(10) {
			id = "s9"
		}
		return deal.StepDone{Stamp: at, Step: id, Missed: w.chance(35)}
	case n < 83:
		return w.update(at)
	case n < 90:
		return w.set(at)
	case n < 96:
		return deal.CloseDate{Stamp: at, Day: Start.Add(w.between(0, 8) * 10)}
	case n < 98:
		n := w.IntN(30)
		p := deal.Pause{Stamp: at, Until: at.On.Add(n), Why: "holidays"}
		if n%4 == 0 {
			p.By = people[n%len(people)]
		}
		return p
	case n < 99:
		return w.approval(at)
	default:
		return w.waiver(at)
	}
}

// decisions makes so many approvals and waivers.
func (w *writer) decisions(n int) []deal.Fact {
	var out []deal.Fact
	for range n {
		if w.waivables != nil && w.chance(60) {
			out = append(out, w.waiver(w.stamp()))
		} else {
			out = append(out, w.approval(w.stamp()))
		}
	}
	return out
}

func (w *writer) approval(at deal.Stamp) deal.Fact {
	f := deal.Approval{Stamp: at, Approval: "discount", By: "chief", Rejected: w.chance(30)}
	if w.approvals == nil || w.chance(8) {
		return f
	}
	r := pick(w.source, w.approvals...)
	f.Approval, f.By = r.ID, w.holds(r.Names)
	if r.ID == "" {
		f.Approval = "approval-" + r.Names[0]
	}
	return f
}

func (w *writer) waiver(at deal.Stamp) deal.Fact {
	f := deal.Waive{Stamp: at, Requirement: "r1", By: "chief", Why: "in a hurry"}
	if w.waivables == nil || w.chance(8) {
		return f
	}
	r := pick(w.source, w.waivables...)
	f.Requirement, f.By = r.ID, w.holds(r.Waivable)
	if w.chance(50) {
		f.Until = at.On.Add(w.IntN(40))
	}
	return f
}

// holds gives one of some roles, or somebody who mostly has it; sometimes
// another.
func (w *writer) holds(roles []string) string {
	role := pick(w.source, roles...)
	switch n := w.IntN(100); {
	case n < 40:
		return role
	case n < 85:
		return holder(role)
	case n < 92:
		return pick(w.source, allRoles...)
	}
	return pick(w.source, people...)
}

func (w *writer) who() deal.Who {
	switch n := w.IntN(100); {
	case n < 40:
		return deal.Who(people[w.IntN(3)])
	case n < 60:
		return deal.SomeBuyer
	case n < 75:
		return deal.Who(people[w.between(3, 4)])
	case n < 85:
		return deal.SomeSeller
	case n < 90:
		return deal.Who(people[5])
	case n < 95:
		return deal.SomeThirdParty
	default:
		return deal.Who(people[6])
	}
}

func (w *writer) evidence(at deal.Stamp) deal.Fact {
	e := deal.Evidence{Stamp: at, From: w.who()}
	e.Element = pick(w.source, w.c.Framework.Elements...).ID
	switch n := w.IntN(100); {
	case n < 6:
		e.Element = "alias"
	case n < 9:
		e.Element = "weather"
	}
	e.Form = pick(w.source, deal.Belief, deal.Inferred, deal.Public, deal.Statement, deal.Statement, deal.Document, deal.Act)
	if w.chance(12) {
		e.Level = pick(w.source, w.c.Framework.Ladder()...).ID
	}
	if w.chance(2) {
		e.Level = "splendid"
	}
	e.Refutes = w.chance(22) && !w.only.NoRefusals
	return e
}

func (w *writer) milestone(at deal.Stamp) deal.Fact {
	m := deal.Milestone{Stamp: at, Milestone: pick(w.source, w.c.Process.Milestones...).ID}
	if w.chance(4) {
		m.Milestone = "moonshot"
	}
	if w.chance(60) {
		m.By = w.who()
	}
	m.Void = w.chance(20) && !w.only.NoRefusals
	return m
}

func (w *writer) activity(at deal.Stamp) deal.Fact {
	a := deal.Activity{Stamp: at, Activity: "call", Reached: w.chance(70), Inbound: w.chance(20)}
	a.With = some(w.source, people, w.IntN(4))
	return a
}

func (w *writer) claim(at deal.Stamp) deal.Fact {
	st := deal.Stage{Stamp: at}
	switch n := w.IntN(100); {
	case n < 55:
		st.Stage = pick(w.source, w.c.Process.Stages...).ID
	case n < 94:
		e := pick(w.source, w.c.Process.AllEnds()...)
		st.Stage = e.ID
		if e.Reasons != nil && w.chance(60) {
			st.Reason = some(w.source, e.Reasons, 1)
		} else if w.chance(25) {
			st.Reason = []string{pick(w.source, reasonIDs...)}
		}
	default:
		st.Stage = "limbo"
	}
	return st
}

func (w *writer) step(at deal.Stamp) deal.Fact {
	st := deal.NextStep{Stamp: at, Step: "meet again", Due: at.On.Add(w.between(-2, 25))}
	if w.chance(75) {
		st.ID = pick(w.source, "s1", "s2", "s3")
	}
	switch {
	case w.chance(25):
		st.Owner = deal.SomeSeller
	case w.chance(50):
		st.Owner = w.who()
	case w.chance(50):
		st.Owner = deal.BothSides
	}
	return st
}

func (w *writer) set(at deal.Stamp) deal.Fact {
	st := deal.Set{Stamp: at}
	for range 1 + w.IntN(4)/3 {
		st.Values = append(st.Values, w.setting())
	}
	if len(st.Values) == 2 && st.Values[0].Attribute == st.Values[1].Attribute {
		st.Values = st.Values[:1]
	}
	return st
}

func (w *writer) setting() deal.Setting {
	switch n := w.IntN(100); {
	case n < 4:
		return deal.Setting{Attribute: "weather", Value: deal.Text("fine")}
	case n < 10:
		return deal.Setting{Attribute: "owner", Value: deal.Text(pick(w.source, "rex", "red", ""))}
	case n < 18 && w.c.Process.Segments != nil:
		return deal.Setting{Attribute: "segment", Value: deal.Text(pick(w.source, w.c.Process.Segments...))}
	}
	a := pick(w.source, w.c.Process.Attributes...)
	out := deal.Setting{Attribute: a.ID}
	switch n := w.IntN(100); {
	case n < 12: // no value any more
	case n < 20: // often a value that the attribute cannot have
		out.Value = pick(w.source, deal.Text("nonsense"), deal.Flag(true), deal.Number(25_000))
	default:
		out.Value = w.value(a.Type)
	}
	return out
}

// support makes a fact that speaks for a leaf, or nil when there is none to
// make.
func (w *writer) support(r *Requirement, at deal.Stamp) deal.Fact {
	someone := deal.Who(people[w.IntN(3)])
	switch {
	case len(r.Names) > 0 && r.Kind != Segment && w.chance(80):
		someone = deal.Who(holder(pick(w.source, r.Names...)))
	case w.chance(30):
		someone = deal.SomeBuyer
	}
	switch r.Kind {
	case OfElement:
		e := deal.Evidence{Stamp: at, Element: r.Subject, From: someone}
		e.Form = pick(w.source, deal.Statement, deal.Document, deal.Act, deal.Act)
		if len(r.Forms) > 0 {
			e.Form = pick(w.source, r.Forms...)
		}
		return e
	case OfMilestone:
		m := deal.Milestone{Stamp: at, Milestone: r.Subject}
		if len(r.Names) > 0 {
			m.By = someone
		}
		return m
	case Engaged:
		a := deal.Activity{Stamp: at, Activity: "meeting", Reached: true}
		for _, role := range r.Names {
			a.With = append(a.With, holder(role))
		}
		if w.chance(60) && !slices.Contains(a.With, people[2]) {
			a.With = append(a.With, people[2])
		}
		return a
	case Known:
		i := w.IntN(len(sides))
		return deal.Person{Stamp: at, Person: people[i], Side: sides[i], Roles: slices.Clone(r.Names)}
	case NextStep:
		owner := deal.Who(r.Owner)
		if owner == "" {
			owner = pick(w.source, deal.SomeBuyer, deal.Who(people[0]), deal.BothSides)
		}
		return deal.NextStep{Stamp: at, Step: "go on", Due: at.When().Noted.Add(w.between(3, 15)), Owner: owner, ID: pick(w.source, "s1", "s2", "s3")}
	case Approved:
		f := deal.Approval{Stamp: at, Approval: named(r).ID, By: w.holds(r.Names)}
		if f.Approval == "" {
			f.Approval = "approval-" + r.Names[0]
		}
		return f
	case Dated:
		for _, a := range w.c.Process.Attributes {
			if a.ID == r.Subject {
				return deal.Set{Stamp: at, Values: []deal.Setting{{Attribute: a.ID, Value: w.value(a.Type)}}}
			}
		}
	case OfAttribute:
		for _, a := range w.c.Process.Attributes {
			if a.ID == r.Subject {
				v := w.value(a.Type)
				if len(r.Compare) > 0 && r.Compare[0].Values[0].Attribute == "" {
					v = r.Compare[0].Values[0].Value
				}
				return deal.Set{Stamp: at, Values: []deal.Setting{{Attribute: a.ID, Value: v}}}
			}
		}
	}
	return nil
}

// Leaves gives the leaves that the process asks for anywhere, what stands under
// none and in conditions among them, each as often as it is there. What is used
// has the id that it is used by.
func (p *Process) Leaves() []*Requirement {
	var out []*Requirement
	p.each(func(r *Requirement) {
		switch r.Kind {
		case Use, All, Any, SomeOf, None:
		default:
			out = append(out, r)
		}
	})
	return out
}

// each calls yield with every requirement and condition of the process, also
// with those below others, as often as each is asked for.
func (p *Process) each(yield func(*Requirement)) {
	one := func(r *Requirement) {
		if r != nil {
			p.below(r, yield)
		}
	}
	all := func(list []*Requirement) {
		for _, r := range list {
			p.below(r, yield)
		}
	}
	stages := slices.Clone(p.Stages)
	for _, t := range p.Tracks {
		stages = append(stages, t.Stages...)
	}
	for _, s := range stages {
		one(s.When)
		all(s.Enter)
		all(s.Exit)
		for _, l := range s.Limits {
			one(l.When)
		}
	}
	for _, e := range p.AllEnds() {
		all(e.Needs)
	}
	for _, m := range p.Moves {
		one(m.When)
		all(m.Needs)
	}
	all(p.Always)
	one(p.Applies)
}

// below calls yield with a requirement and everything below it; with what a use
// uses in its place.
func (p *Process) below(r *Requirement, yield func(*Requirement)) {
	if r.When != nil {
		p.below(r.When, yield)
	}
	if r.Kind == Use {
		p.below(p.used(r), yield)
		return
	}
	yield(r)
	for _, m := range r.Members {
		p.below(m, yield)
	}
}

// used gives what a use uses, by the id that it then has.
func (p *Process) used(u *Requirement) *Requirement {
	i := slices.IndexFunc(p.Shared, func(s Shared) bool { return s.ID == u.Subject })
	out := *p.Shared[i].Requirement
	if out.ID == "" {
		out.ID = p.Shared[i].ID
	}
	if u.ID != "" {
		out.ID = u.ID
	}
	if u.Waivable != nil {
		out.Waivable = u.Waivable
	}
	return &out
}
