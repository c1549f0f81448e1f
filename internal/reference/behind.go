package reference

import (
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// Behind gives the facts that a signal which is raised rests on: their places in
// the record, in order.
func (c *Card) Behind(signal string) []int {
	out := c.behind(signal)
	slices.Sort(out)
	return slices.Compact(out)
}

func (c *Card) behind(signal string) []int {
	k := c.now
	switch signal {
	case "won_unproven", "end_incomplete", "off_route", "stage_inflated", "wake_due":
		return k.last(func(e entry) bool { return k.claims(e) > 0 })
	case "reopened":
		return k.tookOut()
	case "evidence_contradicted":
		return k.places(func(e entry) bool {
			f, ok := e.fact.(deal.Evidence)
			return ok && f.Refutes && k.side(f.From) != deal.NoSide && (f.Level == "" || c.m.rank(f.Level) > 0) &&
				slices.ContainsFunc(c.elements(k.contradicted), func(id string) bool {
					return f.Element == id || slices.Contains(c.m.element(id).Reads, f.Element)
				})
		})
	case "champion_gone":
		_, gone := k.champions()
		return k.about(gone)
	case "overdue_stage":
		var out []int
		for _, s := range append([]stay{{c.walk.shown, c.walk.entered}}, c.walk.beside...) {
			if k.overdue(s.shown, s.entered) {
				l, _ := k.limit(s.shown)
				out = append(out, k.sets(l.from+l.before)...)
			}
		}
		return out
	case "close_date_past", "close_date_infeasible":
		return k.sets("close_date")
	case "close_date_pushed":
		moves, _, _ := k.pushes()
		return indices(moves)
	case "next_step_overdue":
		return places(k.missed())
	case "next_step_seller_only":
		return places(k.ahead())
	case "silent":
		return k.silence(c.walk).heard
	case "no_economic_buyer":
		return k.hadAndLeft("economic_buyer")
	case "single_threaded":
		return k.about(k.threads())
	case "uninvolved_role":
		var out []int
		for _, role := range c.m.places[c.walk.shown].involve {
			if k.holders(role) == 0 {
				out = append(out, k.hadAndLeft(role)...)
			}
		}
		return out
	case "evidence_lapsing":
		var out []int
		for _, id := range c.Elements() {
			if _, yes := c.lapsing(id); yes && c.Levels[id] == c.Ageless[id] {
				out = append(out, k.said(k.standsOn(id))...)
			} else if yes {
				out = append(out, k.said(k.timeless().standsOn(id))...)
			}
		}
		return out
	case "seller_sourced":
		var out []int
		for _, id := range c.elements(c.restsOnSeller) {
			out = append(out, k.said(k.standsOn(id))...)
		}
		return out
	case "backfilled":
		return indices(k.backfilled())
	}
	return nil // it is about what is not there
}

// places gives the places of the facts of which something is so.
func (k *moment) places(so func(entry) bool) []int {
	return indices(slices.DeleteFunc(slices.Clone(k.facts), func(e entry) bool { return !so(e) }))
}

// last gives the last of them alone.
func (k *moment) last(so func(entry) bool) []int {
	all := k.places(so)
	return all[max(0, len(all)-1):]
}

func indices(list []entry) []int {
	var out []int
	for _, e := range list {
		out = append(out, e.index)
	}
	return out
}

func places(list []step) []int {
	var out []int
	for _, s := range list {
		out = append(out, s.fact)
	}
	return out
}

// tookOut gives the claim of a stage that came after the last one of an end.
func (k *moment) tookOut() []int {
	var out []int
	ended := false
	for _, e := range k.facts {
		switch k.m.places[k.claims(e)].kind {
		case "":
		case "stage":
			if ended {
				out = []int{e.index}
			}
			ended = false
		default:
			out, ended = nil, true
		}
	}
	return out
}

// about gives the last fact that says who somebody is, of each.
func (k *moment) about(people []string) []int {
	var out []int
	for _, name := range people {
		out = append(out, k.last(func(e entry) bool { f, ok := e.fact.(deal.Person); return ok && f.Person == name })...)
	}
	return out
}

// hadAndLeft is about those who had a role and are gone.
func (k *moment) hadAndLeft(role string) []int {
	var left []string
	for name, p := range k.people {
		if p.gone && slices.Contains(p.roles, role) {
			left = append(left, name)
		}
	}
	return k.about(left)
}

// said gives the places of evidence.
func (k *moment) said(evidence []deal.Evidence) []int {
	return k.places(func(e entry) bool {
		f, ok := e.fact.(deal.Evidence)
		return ok && slices.Contains(evidence, f)
	})
}

// sets gives the fact that set the day that a word stands for; none where no
// single fact does.
func (k *moment) sets(ref string) []int {
	if k.m.milestone(ref) != nil {
		day := k.startOf(ref)
		var at []int
		for _, r := range k.reaches(ref) {
			if r.on == day {
				at = []int{k.facts[r.at].index}
			}
		}
		return at
	}
	return k.last(func(e entry) bool {
		switch f := e.fact.(type) {
		case deal.CloseDate:
			return ref == "close_date"
		case deal.Set:
			return ref != "close_date" && slices.ContainsFunc(f.Values, func(s deal.Setting) bool {
				return s.Attribute == ref && k.m.isAttribute(ref) && can("day", s.Value)
			})
		}
		return false
	})
}

func (m *Model) isAttribute(id string) bool {
	for _, a := range m.process.Attributes {
		if a.ID == id {
			return true
		}
	}
	return false
}
