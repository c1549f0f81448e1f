package reference

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// Signal is one that is raised, with its figures as the text has them; the others
// are 0.
type Signal struct {
	ID       string
	Flag     bool // it has to be looked at, and is not only worth knowing
	Count    int
	Days     int
	Unbacked int // of the days of a drift: without new evidence
	Share    int // of the score, in 1/10000
}

// String gives the id, hint or flag, and the figures.
func (s Signal) String() string {
	severity := "hint"
	if s.Flag {
		severity = "flag"
	}
	return fmt.Sprintf("%s, %s, %d, %d days, %d unbacked, share %d", s.ID, severity, s.Count, s.Days, s.Unbacked, s.Share)
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
		one := Signal{ID: s.id, Flag: s.flag}
		if c.m.silenced(s.id) || atEnd && !s.closed || s.id == "backfilled" && atEnd && kind != "won" || !c.raised(&one) {
			continue
		}
		one.Flag = one.Flag && !(s.absence && c.Sparse)
		out = append(out, one)
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

// raised reports whether a signal is, and adds its figures.
func (c *Card) raised(s *Signal) bool {
	k, claimed := c.now, c.m.places[c.walk.claimed]
	ahead := k.ahead()
	waiting := k.waiting(c.walk)
	normal := waiting || k.quiet(k.day) || k.paused(k.day)
	switch s.ID {
	case "won_unproven":
		s.Count = k.unproven(c.walk.claimed)
		return claimed.kind == "won" && c.Stands == "none"
	case "reopened":
		return claimed.kind == "stage" && slices.ContainsFunc(k.facts, func(e entry) bool {
			kind := c.m.places[k.claims(e)].kind
			return kind == "won" || kind == "lost" || kind == "left"
		})
	case "end_incomplete":
		reason := claimed.kind == "won" && claimed.reasons != nil && len(k.reasons(c.walk.claimed)) == 0
		s.Count = len(c.Owing)
		if reason && c.Stands == "none" {
			s.Count = k.unproven(c.walk.claimed)
		}
		if reason {
			s.Count++
		}
		return s.Count > 0
	case "off_route":
		return !c.OnRoute
	case "stage_inflated":
		above, there := c.m.count(s.ID, "above", 0)
		s.Count = c.Inflation
		return there && c.OnRoute && c.Inflation > above
	case "evidence_contradicted":
		s.Count = len(c.elements(k.contradicted))
		return s.Count > 0
	case "champion_gone":
		here, gone := k.champions()
		s.Count = len(gone)
		return gone != nil && here == nil
	case "overdue_stage":
		for _, stay := range append([]stay{{c.walk.shown, c.walk.entered}}, c.walk.beside...) {
			if beyond := k.beyond(stay.shown, stay.entered); beyond > 0 {
				s.Count, s.Days = s.Count+1, max(s.Days, beyond)
			}
		}
		return s.Count > 0
	case "close_date_past":
		after, there := c.m.length(s.ID, "after", "0d")
		day := k.closeDate()
		s.Days = k.day.Sub(day)
		return there && !day.IsZero() && k.counted(day, after, k.quiet) > after.Days()
	case "close_date_infeasible":
		return slices.ContainsFunc(c.Expected, func(day deal.Day) bool {
			s.Days = day.Sub(k.closeDate())
			return !k.closeDate().IsZero() && s.Days > 0
		})
	case "close_date_pushed":
		warn, warns := c.m.count(s.ID, "warn", 1)
		flag, flags := c.m.count(s.ID, "flag", 2)
		moves, days, unbacked := k.pushes()
		s.Count, s.Days, s.Unbacked = len(moves), days, unbacked
		s.Flag = flags && s.Count >= flag
		return s.Flag || warns && s.Count >= warn
	case "next_step_overdue":
		for _, step := range k.missed() {
			s.Count, s.Days = s.Count+1, max(s.Days, k.day.Sub(step.due))
		}
		return s.Count > 0
	case "no_next_step":
		return len(ahead) == 0 && !normal
	case "next_step_seller_only":
		s.Count = len(ahead)
		return len(ahead) > 0 && !normal && !slices.ContainsFunc(ahead, func(s step) bool { return k.side(s.owner) != deal.Seller })
	case "silent":
		silence := k.silence(c.walk)
		s.Days, s.Flag = silence.days, silence.flag
		return silence.warn || silence.flag
	case "wake_due":
		days, due := k.awake(c.walk)
		s.Days = days
		return due
	case "stuck_in_stage":
		s.Days = c.Stuck
		return c.Stuck > 0 && !waiting
	case "no_economic_buyer":
		return c.m.isRole("economic_buyer") && k.holders("economic_buyer") == 0
	case "single_threaded":
		people, there := c.m.count(s.ID, "people", 2)
		s.Count = len(k.threads())
		return there && s.Count > 0 && s.Count < people
	case "uninvolved_role":
		for _, role := range c.m.places[c.walk.shown].involve {
			if k.holders(role) == 0 {
				s.Count++
			}
		}
		return s.Count > 0
	case "evidence_lapsing":
		for _, element := range c.Elements() {
			if holds, yes := c.lapsing(element); yes {
				if s.Count == 0 || holds < s.Days {
					s.Days = holds
				}
				s.Count++
			}
		}
		return s.Count > 0
	case "seller_sourced":
		return c.sellerSourced(s)
	case "backfilled":
		for _, e := range k.backfilled() {
			s.Count, s.Days = s.Count+1, max(s.Days, e.noted.Sub(e.on))
		}
		return s.Count > 0
	}
	panic("no signal " + s.ID)
}

// elements gives those of which something is so.
func (c *Card) elements(so func(id string) bool) []string {
	return slices.DeleteFunc(c.Elements(), func(id string) bool { return !so(id) })
}

func (k *moment) contradicted(element string) bool {
	_, contradicted, _ := k.evidence(element)
	return contradicted
}

// unproven counts what a won claim does not have of the first of the alternatives
// that could bear it out.
func (k *moment) unproven(end int) int {
	for _, a := range k.m.alternatives(end) {
		if a.edge < 0 || k.m.possible(k.m.edges[a.edge]) {
			return len(k.blocks(a.asked, nil))
		}
	}
	return 0
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

// ahead gives the open steps that somebody owns and that are due today or later.
func (k *moment) ahead() []step {
	return slices.DeleteFunc(k.steps(), func(s step) bool { return s.due.Before(k.day) || !k.owned(s) })
}

// missed gives the open steps that are past their day by more than is allowed.
func (k *moment) missed() []step {
	after, there := k.m.length("next_step_overdue", "after", "0d")
	return slices.DeleteFunc(k.steps(), func(s step) bool { return !there || k.ticked(s.due, after) <= after.Days() })
}

func (k *moment) owned(s step) bool {
	return s.owner == deal.BothSides || s.owner != "" && k.side(s.owner) != deal.NoSide
}

// champions gives who has the role or the stance of a champion.
func (k *moment) champions() (here, gone []string) {
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
			gone = append(gone, name)
		default:
			here = append(here, name)
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

// pushes gives the moves of the close date to a later day, by how many days it
// was moved in all, and how many of them had no reason of the buyer's: nothing
// came from them after the day on which it was last set, or on that of the move.
func (k *moment) pushes() (moves []entry, days, unbacked int) {
	var was, set deal.Day
	for _, e := range k.facts {
		f, ok := e.fact.(deal.CloseDate)
		if !ok {
			continue
		}
		if !was.IsZero() && f.Day.After(was) {
			moves, days = append(moves, e), days+f.Day.Sub(was)
			if !slices.ContainsFunc(k.facts, func(x entry) bool {
				return k.buyersWord(x.fact) && (x.on == e.on || x.on.After(set) && x.on.Before(e.on))
			}) {
				unbacked += f.Day.Sub(was)
			}
		}
		was, set = f.Day, e.on
	}
	return moves, days, unbacked
}

// buyersWord reports whether a fact is the buyer's and says something about the
// deal. That they talked says nothing.
func (k *moment) buyersWord(f deal.Fact) bool {
	switch f := f.(type) {
	case deal.Evidence:
		return k.hears(f) && k.side(f.From) == deal.Buyer
	case deal.Milestone:
		return k.hears(f) && (f.By == "" || k.side(f.By) == deal.Buyer) && (f.By != "" || k.m.milestone(f.Milestone).Owner() == deal.Buyer)
	case deal.Approval:
		return k.hears(f) && k.sideOf(f.By) == deal.Buyer
	case deal.Pause:
		return k.side(deal.Who(f.By)) == deal.Buyer
	}
	return false
}

// threads gives the buyer's people with whom there was contact: they are named in
// evidence, milestones and activities that were no mere attempts. Where none is,
// it gives those who are on record and not gone.
func (k *moment) threads() []string {
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
	var inContact, onRecord []string
	for name, p := range k.people {
		switch {
		case p.side != deal.Buyer:
			continue
		case named[name]:
			inContact = append(inContact, name)
		}
		if !p.gone {
			onRecord = append(onRecord, name)
		}
	}
	if inContact != nil {
		return inContact
	}
	return onRecord
}

// lapsing tells whether an element has lapsed, or will within the days that the
// signal says, and for how many days more it holds. Where it says none for the
// segment nothing lapses soon.
func (c *Card) lapsing(element string) (holds int, yes bool) {
	within, there := c.m.length("evidence_lapsing", "within", "14d")
	level := c.now.level(element, c.now.timeless().live(element))
	for d := c.now.day; d == c.now.day || there && c.m.calendar().from(c.now.day, d, within) <= within.Days(); d = d.Add(1) {
		later := *c.now
		later.day = d
		if later.level(element, later.live(element)) < level {
			return max(0, d.Sub(c.now.day)-1), true
		}
	}
	return 0, false
}

// sellerSourced reports whether more of what is earned rests on the seller's word
// than the process allows. Where the weakest element decides one such element is
// enough for all of it.
func (c *Card) sellerSourced(s *Signal) bool {
	above, there := c.m.count(s.ID, "above", 50)
	sellers, earned, most := 0, 0, 0
	for _, e := range c.m.frame.Elements {
		points := c.points(e)
		earned += points
		most += c.m.weight(e) * c.m.points(len(c.m.ladder))
		if c.restsOnSeller(e.ID) {
			s.Count++
			sellers += points
		}
	}
	s.Share = 10_000 * sellers / most
	if c.m.frame.Method == "weakest" && sellers > 0 {
		sellers, s.Share = earned, c.Score
	}
	return there && c.Score > 0 && 100*sellers > above*earned
}

// points is what an element earns.
func (c *Card) points(e generate.Element) int {
	return c.m.weight(e) * c.m.points(c.m.rank(c.Levels[e.ID]))
}

// restsOnSeller reports whether an element earns something, and nothing that it
// stands on is the buyer's or a third party's, beliefs and what a machine
// inferred apart.
func (c *Card) restsOnSeller(element string) bool {
	return c.points(*c.m.element(element)) > 0 && !slices.ContainsFunc(c.now.standsOn(element), func(f deal.Evidence) bool {
		return theirs(c.now.side(f.From)) && f.Form != deal.Belief && f.Form != deal.Inferred
	})
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

// backfilled gives what counts and was noted long after it happened, or on one
// day when the claim had just moved forward, where it is much.
func (k *moment) backfilled() (out []entry) {
	after, ever := k.m.length("backfilled", "after", "14d")
	atMove, moves := k.m.length("backfilled", "at_move", "7d")
	facts, there := k.m.count("backfilled", "facts", 3)
	longAfter := func(e entry) bool {
		return ever && k.m.calendar().from(e.on, e.noted, after) > after.Days()
	}
	whenItMoved := func(e entry) bool {
		return moves && k.m.calendar().from(e.on, e.noted, atMove) > atMove.Days() && (k.movedForward(e.noted) || k.movedForward(e.noted.Add(-1)))
	}
	late := k.late()
	number := func(so func(entry) bool) int {
		return len(slices.DeleteFunc(slices.Clone(late), func(e entry) bool { return !so(e) }))
	}
	for _, e := range late {
		long := longAfter(e) && number(longAfter) >= facts
		onDay := whenItMoved(e) && number(func(x entry) bool { return x.noted == e.noted && whenItMoved(x) }) >= facts
		if there && (long || onDay) {
			out = append(out, e)
		}
	}
	return out
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

// movedForward reports whether it was noted on a day that the claim moved to a won
// end or to a stage that is defined after the one claimed before.
func (k *moment) movedForward(on deal.Day) bool {
	claimed := 0
	for _, e := range k.facts {
		place := k.claims(e)
		if place == 0 || place == claimed {
			continue
		}
		kind := k.m.places[place].kind
		if e.noted == on && (kind == "won" || kind == "stage" && place > claimed) {
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
