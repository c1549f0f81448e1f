package reference

import (
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// Signals are those that the model works out.
var Signals = []string{
	"won_unproven", "reopened", "end_incomplete", "off_route", "stage_inflated", "evidence_contradicted", "champion_gone", "close_date_past",
	"close_date_pushed", "next_step_overdue", "no_next_step", "next_step_seller_only", "silent", "wake_due", "stuck_in_stage", "no_economic_buyer",
	"single_threaded", "uninvolved_role", "evidence_lapsing",
}

// closed are the signals that are raised of deals that the CRM has closed.
var closed = []string{"won_unproven", "end_incomplete", "wake_due", "close_date_pushed"}

// signals gives those that are raised, in their order.
func (c *Card) signals() []string {
	var out []string
	kind := c.m.places[c.walk.claimed].kind
	for _, id := range Signals {
		atEnd := kind == "won" || kind == "lost" || kind == "left"
		if !c.m.silenced(id) && (!atEnd || slices.Contains(closed, id)) && c.raised(id) {
			out = append(out, id)
		}
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
		return c.OnRoute && c.Inflation > c.m.figure(id, "above", 0)
	case "evidence_contradicted":
		return slices.ContainsFunc(c.Elements(), func(e string) bool { _, contradicted, _ := k.evidence(e); return contradicted })
	case "champion_gone":
		here, gone := k.champions()
		return gone > 0 && here == 0
	case "close_date_past":
		text, _ := k.value("close_date").Text()
		day, err := deal.ParseDay(text)
		return err == nil && k.later(day, id, "after")
	case "close_date_pushed":
		return k.pushes() >= c.m.figure(id, "warn", 1)
	case "next_step_overdue":
		return slices.ContainsFunc(k.steps(), func(s step) bool { return k.later(s.due, id, "after") })
	case "no_next_step":
		return len(ahead) == 0 && !k.still(c.walk)
	case "next_step_seller_only":
		return len(ahead) > 0 && !k.still(c.walk) && !slices.ContainsFunc(ahead, func(s step) bool { return k.side(s.owner) != deal.Seller })
	case "silent":
		s := k.silence(c.walk)
		return s.warn || s.flag
	case "wake_due":
		return c.Wake != "none"
	case "stuck_in_stage":
		return c.Stuck > 0 && !k.awaits(c.walk)
	case "no_economic_buyer":
		return c.m.isRole("economic_buyer") && k.holders("economic_buyer") == 0
	case "single_threaded":
		threads := k.threads()
		return threads > 0 && threads < c.m.figure(id, "people", 2)
	case "uninvolved_role":
		return slices.ContainsFunc(c.m.places[c.walk.shown].involve, func(role string) bool { return k.holders(role) == 0 })
	case "evidence_lapsing":
		return slices.ContainsFunc(c.Elements(), c.lapsing)
	}
	panic("no signal " + id)
}

// figure is a count that the process says a signal has, or else the one of the
// house.
func (m *Model) figure(signal, name string, house int) int {
	for _, s := range m.process.Signals {
		for _, t := range s.Thresholds {
			if count := t.Count; s.ID == signal && t.Name == name {
				if !value(&count, t.CountBy, m.segment) {
					return 0
				}
				return count
			}
		}
	}
	return house
}

// later reports whether a day is over by more than a signal allows, but for what is
// declared normal. A pause is no reason to leave a close date that cannot be kept.
func (k *moment) later(day deal.Day, signal, name string) bool {
	allowed := k.m.allowed(signal, name)
	n := 0
	for d := day.Add(1); !d.After(k.day); d = d.Add(1) {
		if !k.quiet(d) && (signal == "close_date_past" || !k.paused(d)) && (!allowed.Working() || k.m.calendar().working(d)) {
			n++
		}
	}
	return n > allowed.Days()
}

// still reports whether it is declared normal that nothing happens on the day.
func (k *moment) still(w *walk) bool { return k.quiet(k.day) || k.paused(k.day) || k.awaits(w) }

// awaits reports whether the stage shown waits for somebody and is within its limit.
func (k *moment) awaits(w *walk) bool {
	return w.shown > 0 && k.m.places[w.shown].waitsFor != deal.NoSide && !k.overdue(w.shown, w.entered)
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

// pushes counts how often the close date was moved to a later day.
func (k *moment) pushes() int {
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
	return n
}

// threads counts the buyer's people who are named in evidence, milestones and
// activities that were no mere attempts, or where none is, those who are on record
// and not gone.
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
// the signal says.
func (c *Card) lapsing(element string) bool {
	within := c.m.allowed("evidence_lapsing", "within")
	if within.IsZero() && !c.m.says("evidence_lapsing", "within") {
		within, _ = deal.ParseDuration("14d")
	}
	level := c.now.level(element, c.now.timeless().live(element))
	for d := c.now.day; c.m.calendar().from(c.now.day, d, within) <= within.Days(); d = d.Add(1) {
		later := *c.now
		later.day = d
		if later.level(element, later.live(element)) < level {
			return true
		}
	}
	return false
}

// says reports whether the process says something about a threshold.
func (m *Model) says(signal, name string) bool {
	for _, s := range m.process.Signals {
		for _, t := range s.Thresholds {
			if s.ID == signal && t.Name == name {
				return true
			}
		}
	}
	return false
}
