package reference

import (
	"slices"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// silence is how long the other side has not been heard.
type silence struct {
	since      deal.Day
	days       int
	warn, flag bool  // longer than is allowed without a hint, without a flag
	measured   bool  // somebody asks, and the stage waits for nobody
	heard      []int // the place in the record of what was heard last
}

// silence counts from the last day on which the other side was heard, or else
// from the first day of the walk. A stage's own words about it go before those
// of the process.
func (k *moment) silence(w *walk) silence {
	warn, _ := k.m.length("silent", "warn", "")
	flag, _ := k.m.length("silent", "flag", "")
	p := k.m.places[w.shown]
	if s := p.silence; s != nil && (p.silent == nil || k.ask(p.silent, nil) != Unmet) {
		warn, flag = lasting(s.Warn, s.WarnBy, k.m.segment), lasting(s.Flag, s.FlagBy, k.m.segment)
	}
	if warn.IsZero() && flag.IsZero() || k.waiting(w) {
		return silence{}
	}
	out := silence{since: w.first, measured: true}
	for _, e := range k.facts {
		if k.hears(e.fact) {
			out.since, out.heard = e.on, []int{e.index}
		}
	}
	long := func(d deal.Duration) bool { return !d.IsZero() && k.ticked(out.since, d) > d.Days() }
	out.days = k.ticked(out.since, deal.Duration{})
	out.warn, out.flag = long(warn), long(flag)
	return out
}

func theirs(s deal.Side) bool { return s == deal.Buyer || s == deal.ThirdParty }

// hears reports whether a fact is one by which the other side is heard.
func (k *moment) hears(f deal.Fact) bool {
	switch f := f.(type) {
	case deal.Activity:
		outsider := slices.ContainsFunc(f.With, func(name string) bool { return k.people[name].side != deal.Seller })
		return f.Inbound || f.Reached && (outsider || len(f.With) == 0)
	case deal.Evidence:
		word := f.Form == deal.Statement || f.Form == deal.Document || f.Form == deal.Act
		return k.m.knows(f.Element) && word && (f.Level == "" || k.m.rank(f.Level) > 0) && theirs(k.side(f.From))
	case deal.Milestone:
		def := k.m.milestone(f.Milestone)
		return def != nil && (f.By == "" && theirs(def.Owner()) || f.By != "" && theirs(k.side(f.By)))
	case deal.Approval:
		return k.m.approvals[f.Approval] && theirs(k.sideOf(f.By))
	}
	return false
}

// knows reports whether some element reads evidence for an id.
func (m *Model) knows(element string) bool {
	return slices.ContainsFunc(m.frame.Elements, func(e generate.Element) bool { return e.ID == element || slices.Contains(e.Reads, element) })
}

// lasting is a duration for a segment; zero when there is none.
func lasting(one deal.Duration, by generate.Split[deal.Duration], segment string) deal.Duration {
	if !value(&one, by, segment) {
		return deal.Duration{}
	}
	return one
}

// awake tells for how many days a deal that was left is to be looked at again;
// due is false while it is not.
func (k *moment) awake(w *walk) (days int, due bool) {
	p := k.m.places[w.claimed]
	if p.kind != "left" || p.wake.IsZero() {
		return 0, false
	}
	var since deal.Day
	for _, e := range k.facts {
		if k.claims(e) > 0 {
			since = e.on
		}
	}
	for d := since; !d.After(k.day); d = d.Add(1) {
		if k.m.calendar().from(since, d, p.wake) >= p.wake.Days() {
			return k.day.Sub(d), true
		}
	}
	return 0, false
}

// stuck tells by how many days the deal has been longer in its stage than is
// expected there, or anywhere; 0 when it has not.
func (k *moment) stuck(w *walk) int {
	if w.shown <= 0 {
		return 0
	}
	expected := k.m.places[w.shown].expected
	if expected.IsZero() {
		expected, _ = k.m.length("stuck_in_stage", "after", "")
	}
	if expected.IsZero() {
		return 0
	}
	return max(0, k.ticked(w.entered, expected)-expected.Days())
}
