package reference

import (
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// Signal is one that is raised.
type Signal struct {
	ID   string
	Flag bool // it has to be looked at, and is not only worth knowing
}

// String gives the id and "hint" or "flag".
func (s Signal) String() string {
	if s.Flag {
		return s.ID + ", flag"
	}
	return s.ID + ", hint"
}

// Has reports whether a signal is raised.
func (c *Card) Has(id string) bool {
	return slices.ContainsFunc(c.Signals, func(s Signal) bool { return s.ID == id })
}

// signals are all of them, in their order.
var signals = []struct {
	id      string
	closed  bool // it is raised of deals that the CRM has closed, too
	flag    bool // it is a flag, and no hint
	absence bool // it speaks of what is not there
}{
	{id: "won_unproven", closed: true, flag: true},
	{id: "reopened", flag: true},
	{id: "end_incomplete", closed: true},
	{id: "off_route", flag: true},
	{id: "stage_inflated", flag: true},
	{id: "evidence_contradicted", flag: true},
	{id: "champion_gone", flag: true},
	{id: "overdue_stage", flag: true, absence: true},
	{id: "close_date_past", flag: true},
	{id: "close_date_infeasible"},
	{id: "close_date_pushed", closed: true}, // a flag from its second threshold on
	{id: "next_step_overdue", flag: true},
	{id: "no_next_step", flag: true, absence: true},
	{id: "next_step_seller_only", absence: true},
	{id: "silent", absence: true}, // a flag from its second threshold on
	{id: "wake_due", closed: true},
	{id: "stuck_in_stage", absence: true},
	{id: "no_economic_buyer", flag: true, absence: true},
	{id: "single_threaded", absence: true},
	{id: "uninvolved_role", absence: true},
	{id: "evidence_lapsing"},
	{id: "seller_sourced"},
	{id: "backfilled", closed: true}, // of a won end
}

// Signals gives the ids of those that the model works out: all of them.
func Signals() []string {
	var out []string
	for _, s := range signals {
		out = append(out, s.id)
	}
	return out
}

// signals gives those that are raised, in their order.
func (c *Card) signals() []Signal {
	var out []Signal
	kind := c.m.places[c.walk.claimed].kind
	atEnd := kind == "won" || kind == "lost" || kind == "left"
	for _, s := range signals {
		if c.m.silenced(s.id) || atEnd && !s.closed || s.id == "backfilled" && atEnd && kind != "won" || !c.raised(s.id) {
			continue
		}
		flag := s.flag
		switch s.id {
		case "close_date_pushed":
			flag = c.now.pushed("flag", 2)
		case "silent":
			flag = c.now.silence(c.walk).flag
		}
		out = append(out, Signal{s.id, flag && !(s.absence && c.Sparse)})
	}
	return out
}

// silenced reports whether the process wants a signal never raised.
func (m *Model) silenced(id string) bool {
	for _, s := range m.process.Signals {
		if s.ID == id {
			return s.Thresholds == nil
		}
	}
	return false
}

func (c *Card) raised(id string) bool {
	k, claimed := c.now, c.m.places[c.walk.claimed]
	ahead := slices.DeleteFunc(k.steps(), func(s step) bool { return s.due.Before(k.day) || !k.owned(s) })
	waiting := k.waiting(c.walk)
	normal := waiting || k.quiet(k.day) || k.paused(k.day)
	switch id {
	case "won_unproven":
		return claimed.kind == "won" && c.Stands == "none"
	case "reopened":
		return claimed.kind == "stage" && slices.ContainsFunc(k.facts, func(e entry) bool {
			kind := c.m.places[k.claims(e)].kind
			return kind == "won" || kind == "lost" || kind == "left"
		})
	case "end_incomplete":
		return len(c.Owing) > 0 || claimed.kind == "won" && claimed.reasons != nil && len(k.reasons(c.walk.claimed)) == 0
	case "off_route":
		return !c.OnRoute
	case "stage_inflated":
		above, there := c.m.count(id, "above", 0)
		return there && c.OnRoute && c.Inflation > above
	case "evidence_contradicted":
		return slices.ContainsFunc(c.Elements(), func(e string) bool { _, contradicted, _ := k.evidence(e); return contradicted })
	case "champion_gone":
		here, gone := k.champions()
		return gone > 0 && here == 0
	case "overdue_stage":
		return c.Overdue || slices.ContainsFunc(c.walk.beside, func(s stay) bool { return k.overdue(s.shown, s.entered) })
	case "close_date_past":
		after, there := c.m.length(id, "after", "0d")
		day := k.closeDate()
		return there && !day.IsZero() && k.counted(day, after, k.quiet) > after.Days()
	case "close_date_infeasible":
		return slices.ContainsFunc(c.Expected, k.tooLate)
	case "close_date_pushed":
		return k.pushed("warn", 1) || k.pushed("flag", 2)
	case "next_step_overdue":
		after, there := c.m.length(id, "after", "0d")
		return there && slices.ContainsFunc(k.steps(), func(s step) bool { return k.ticked(s.due, after) > after.Days() })
	case "no_next_step":
		return len(ahead) == 0 && !normal
	case "next_step_seller_only":
		return len(ahead) > 0 && !normal && !slices.ContainsFunc(ahead, func(s step) bool { return k.side(s.owner) != deal.Seller })
	case "silent":
		s := k.silence(c.walk)
		return s.warn || s.flag
	case "wake_due":
		return c.Wake != "none"
	case "stuck_in_stage":
		return c.Stuck > 0 && !waiting
	case "no_economic_buyer":
		return c.m.isRole("economic_buyer") && k.holders("economic_buyer") == 0
	case "single_threaded":
		people, there := c.m.count(id, "people", 2)
		threads := k.threads()
		return there && threads > 0 && threads < people
	case "uninvolved_role":
		return slices.ContainsFunc(c.m.places[c.walk.shown].involve, func(role string) bool { return k.holders(role) == 0 })
	case "evidence_lapsing":
		return slices.ContainsFunc(c.Elements(), c.lapsing)
	case "seller_sourced":
		return k.sellerSourced()
	case "backfilled":
		return k.backfilled()
	}
	panic("no signal " + id)
}

// count is a number that the process says a signal has, or else the one of the
// house; there is none when it says so of other segments alone.
func (m *Model) count(signal, name string, house int) (n int, there bool) {
	for _, s := range m.process.Signals {
		for _, t := range s.Thresholds {
			if s.ID == signal && t.Name == name {
				there = value(&t.Count, t.CountBy, m.segment)
				return t.Count, there
			}
		}
	}
	return house, true
}

// length is the same of a duration. Without a house default, "", there is none
// unless the process says it.
func (m *Model) length(signal, name, house string) (d deal.Duration, there bool) {
	for _, s := range m.process.Signals {
		for _, t := range s.Thresholds {
			if s.ID == signal && t.Name == name {
				there = value(&t.Days, t.DaysBy, m.segment)
				return t.Days, there
			}
		}
	}
	d, err := deal.ParseDuration(house)
	return d, err == nil
}

func (k *moment) owned(s step) bool {
	return s.owner == deal.BothSides || s.owner != "" && k.side(s.owner) != deal.NoSide
}

// champions counts who has the role or the stance of a champion.
func (k *moment) champions() (here, gone int) {
	stance := map[string]deal.Stance{}
	for _, e := range k.facts {
		if f, ok := e.fact.(deal.Person); ok && f.Stance != deal.NoStance {
			stance[f.Person] = f.Stance
		}
	}
	for name, p := range k.people {
		switch {
		case stance[name] != deal.Champion && !slices.Contains(p.roles, "champion"):
		case p.gone:
			gone++
		default:
			here++
		}
	}
	return here, gone
}

// holders counts who has a role and is not gone.
func (k *moment) holders(role string) int {
	n := 0
	for name := range k.people {
		if k.has(deal.Who(name), []string{role}) {
			n++
		}
	}
	return n
}

// closeDate is the zero Day when none is forecast.
func (k *moment) closeDate() deal.Day { return k.dayOf("close_date") }

// tooLate reports whether a day is after the close date.
func (k *moment) tooLate(day deal.Day) bool {
	close := k.closeDate()
	return !close.IsZero() && day.After(close)
}

// pushed reports whether the close date was moved to a later day as often as a
// threshold says.
func (k *moment) pushed(threshold string, house int) bool {
	least, there := k.m.count("close_date_pushed", threshold, house)
	n := 0
	var was deal.Day
	for _, e := range k.facts {
		if f, ok := e.fact.(deal.CloseDate); ok {
			if !was.IsZero() && f.Day.After(was) {
				n++
			}
			was = f.Day
		}
	}
	return there && n >= least
}

// threads counts the buyer's people with whom there was contact: they are named
// in evidence, milestones and activities that were no mere attempts. Where none
// is, it counts those who are on record and not gone.
func (k *moment) threads() int {
	named := map[string]bool{}
	for _, e := range k.facts {
		switch f := e.fact.(type) {
		case deal.Activity:
			for _, name := range f.With {
				named[name] = named[name] || f.Reached || f.Inbound
			}
		case deal.Evidence:
			if k.m.knows(f.Element) && (f.Level == "" || k.m.rank(f.Level) > 0) {
				named[string(f.From)] = true
			}
		case deal.Milestone:
			if k.m.milestone(f.Milestone) != nil {
				named[string(f.By)] = true
			}
		}
	}
	inContact, onRecord := 0, 0
	for name, p := range k.people {
		switch {
		case p.side != deal.Buyer:
			continue
		case named[name]:
			inContact++
		}
		if !p.gone {
			onRecord++
		}
	}
	if inContact > 0 {
		return inContact
	}
	return onRecord
}

// lapsing reports whether an element has lapsed, or will within the days that
// the signal says. Where it says none for the segment nothing lapses soon.
func (c *Card) lapsing(element string) bool {
	within, there := c.m.length("evidence_lapsing", "within", "14d")
	level := c.now.level(element, c.now.timeless().live(element))
	for d := c.now.day; d == c.now.day || there && c.m.calendar().from(c.now.day, d, within) <= within.Days(); d = d.Add(1) {
		later := *c.now
		later.day = d
		if later.level(element, later.live(element)) < level {
			return true
		}
	}
	return false
}

// sellersWord gives the points that are earned, and those of elements that rest
// on the seller's word, by weight.
func (k *moment) sellersWord() (sellers, earned int) {
	for _, e := range k.m.frame.Elements {
		points := k.m.weight(e) * k.m.points(k.level(e.ID, k.live(e.ID)))
		earned += points
		if points > 0 && !slices.ContainsFunc(k.standsOn(e.ID), func(f deal.Evidence) bool {
			return theirs(k.side(f.From)) && f.Form != deal.Belief && f.Form != deal.Inferred
		}) {
			sellers += points
		}
	}
	return sellers, earned
}

// sellerSourced reports whether more of what is earned rests on the seller's word
// than the process allows. Where the weakest element decides one such element is
// enough for all of it.
func (k *moment) sellerSourced() bool {
	above, there := k.m.count("seller_sourced", "above", 50)
	score, _ := k.score()
	sellers, earned := k.sellersWord()
	if k.m.frame.Method == "weakest" && sellers > 0 {
		sellers = earned
	}
	return there && score > 0 && 100*sellers > above*earned
}

// standsOn gives the evidence by which an element stands at its level: that which
// has a part in a way by which the level, or a higher one that carries it, is
// shown.
func (k *moment) standsOn(id string) []deal.Evidence {
	live := k.live(id)
	rank := k.level(id, live)
	var out []deal.Evidence
	for higher := max(rank, 1); rank > 0 && higher <= len(k.m.ladder); higher++ {
		for _, w := range k.m.ways(k.m.element(id), higher) {
			if !k.shows(w, rank, live) {
				continue
			}
			w.People = 1
			for _, f := range live {
				if k.shows(w, rank, []deal.Evidence{f}) {
					out = append(out, f)
				}
			}
		}
	}
	return out
}

// backfilled reports whether much that counts was noted long after it happened,
// or on one day when the claim had just moved forward.
func (k *moment) backfilled() bool {
	after, ever := k.m.length("backfilled", "after", "14d")
	atMove, moves := k.m.length("backfilled", "at_move", "7d")
	facts, there := k.m.count("backfilled", "facts", 3)
	long, onDay := 0, map[deal.Day]int{}
	for _, e := range k.late() {
		took := func(d deal.Duration) int { return k.m.calendar().from(e.on, e.noted, d) }
		if ever && took(after) > after.Days() {
			long++
		}
		if moves && took(atMove) > atMove.Days() && (k.movedForward(e.noted) || k.movedForward(e.noted.Add(-1))) {
			onDay[e.noted]++
		}
	}
	for _, n := range onDay {
		long = max(long, n)
	}
	return there && long >= facts
}

// late gives what counts and was noted on a later day than that on which it
// happened, but for what the record began with.
func (k *moment) late() []entry {
	var began deal.Day
	for _, e := range k.facts {
		if _, ok := e.fact.(deal.Activity); !ok && (began.IsZero() || e.noted.Before(began)) {
			began = e.noted
		}
	}
	var out []entry
	for _, e := range k.facts {
		if e.noted.After(e.on) && e.noted != began && k.counts(e.fact) {
			out = append(out, e)
		}
	}
	return out
}

// counts reports whether a fact is evidence for an element, a milestone reached
// or an approval given, by a side that can.
func (k *moment) counts(f deal.Fact) bool {
	switch f := f.(type) {
	case deal.Evidence:
		return !f.Refutes && k.m.knows(f.Element) && (f.Level == "" || k.m.rank(f.Level) > 0) && k.side(f.From) != deal.NoSide
	case deal.Milestone:
		def := k.m.milestone(f.Milestone)
		return def != nil && !f.Void && (f.By == "" || k.side(f.By) == def.Owner())
	case deal.Approval:
		return !f.Rejected && k.m.approvals[f.Approval] && k.sideOf(f.By) != deal.NoSide
	}
	return false
}

// movedForward reports whether the claim moved, on a day, to a won end or to a
// stage that is defined after the one claimed before.
func (k *moment) movedForward(on deal.Day) bool {
	claimed := 0
	for _, e := range k.facts {
		place := k.claims(e)
		if place == 0 || place == claimed {
			continue
		}
		kind := k.m.places[place].kind
		if e.on == on && (kind == "won" || kind == "stage" && place > claimed) {
			return true
		}
		claimed = place
	}
	return false
}

// sparse reports whether the record has nothing of the other side: nobody of
// theirs, no encounter, nothing that came from them.
func (k *moment) sparse() bool {
	for _, p := range k.people {
		if theirs(p.side) {
			return false
		}
	}
	return !slices.ContainsFunc(k.facts, func(e entry) bool {
		if f, ok := e.fact.(deal.Evidence); ok { // also when it is no word by which they are heard
			return k.m.knows(f.Element) && (f.Level == "" || k.m.rank(f.Level) > 0) && theirs(k.side(f.From))
		}
		return k.hears(e.fact)
	})
}
