package generate

import (
	"fmt"
	"slices"
	"time"

	"github.com/headway-go/headway/qualify/deal"
)

// rest adds to a process what the plainest of processes do not have.
func (d *demander) rest() {
	d.stage = len(d.p.Stages) - 1
	if d.has(Always) && d.chance(35) {
		d.always()
	}
	if d.has(Moves) && d.chance(50) {
		for range d.between(1, 3) {
			d.move()
		}
	}
	for i := range d.p.Tracks {
		d.fillTrack(&d.p.Tracks[i])
	}
	if d.has(Clocks) {
		for i := range d.p.Stages {
			d.stage = i
			d.clocks(&d.p.Stages[i])
		}
	}
	if d.has(Calendars) && d.chance(60) {
		d.p.Calendar = d.calendar()
	}
	if d.has(Applies) && d.chance(20) {
		d.p.Applies = d.belongs()
	}
	if d.has(Settings) && d.chance(30) {
		d.p.Signals = d.settings()
	}
}

func (d *demander) always() {
	d.stage = 0 // what they ask for has to be reached before any gate
	for range d.between(1, 2) {
		r := d.requirement(2)
		if d.chance(40) {
			r.From = pick(d.source, d.p.Stages...).ID
		}
		d.p.Always = append(d.p.Always, r)
	}
}

func (d *demander) move() {
	m := Move{To: "earlier", Forbid: d.chance(35)}
	if d.chance(60) {
		var ids []string
		for _, s := range d.p.Stages {
			ids = append(ids, s.ID)
		}
		m.From = some(d.source, ids, d.between(1, 2))
	}
	switch n := d.IntN(100); {
	case n < 60:
		m.To = pick(d.source, d.p.Stages...).ID
		d.stage = slices.IndexFunc(d.p.Stages, func(s Stage) bool { return s.ID == m.To })
	case n < 85:
		m.To = pick(d.source, d.p.AllEnds()...).ID
	}
	pointless := func(id string) bool { return id == m.To || m.To == "earlier" && id == stageIDs[0] }
	if m.From = slices.DeleteFunc(m.From, pointless); len(m.From) == 0 {
		m.From = nil
	}
	if d.chance(40) && !d.only.NoWhen {
		m.When = d.condition(1)
	}
	if m.When != nil && m.Forbid && d.chance(25) {
		m.From, m.To = nil, "won" // for some deals there is no way
	}
	if !m.Forbid && d.chance(60) {
		m.Needs = d.list(1, 2)
	}
	d.p.Moves = append(d.p.Moves, m)
}

// fillTrack makes what the gates of a track ask for. Most of it is asked for by
// the main walk as well; what has been reached there is not, since that is
// mostly a circle.
func (d *demander) fillTrack(t *Track) {
	pool, shared := d.pool, d.p.Shared
	d.track, d.stage = t.ID, 0
	d.p.Shared = nil
	d.pool = nil
	for _, r := range pool {
		if !r.asksAbout(Reached) && !r.asksAbout(Dated) && d.chance(40) {
			d.pool = append(d.pool, r)
		}
	}
	for i := range 3 {
		r := d.leaf(false)
		if d.chance(50) || r.varies() {
			r.ID = fmt.Sprintf("%s%d", t.ID, i)
		}
		d.pool = append(d.pool, r)
	}
	for i := range t.Stages {
		st := &t.Stages[i]
		if d.chance(30) {
			st.Enter = d.list(1, 2)
		}
		if d.chance(85) {
			st.Exit = d.list(1, 2)
		}
		st.Optional = d.chance(20)
		if d.has(StageWhen) && !d.only.NoWhen && d.chance(15) {
			st.When = d.presence()
		}
		if i+1 < len(t.Stages) && d.chance(20) {
			st.Next = []string{pick(d.source, t.Stages[i+1:]...).ID}
		}
		if d.has(Clocks) {
			if d.chance(20) {
				st.Expected, st.ExpectedBy = d.span(), split(d.source, d.p, d.span)
			}
			if d.chance(20) {
				st.Limits = d.limits()
			}
		}
	}
	d.pool, d.p.Shared, d.track = pool, shared, ""
}

// presence makes the condition under which a stage is there. It asks for no
// days: which stage was entered when depends on it.
func (d *demander) presence() *Requirement {
	for {
		if r := d.condition(1); !r.asksAbout(Dated) && !d.usesDates(r) {
			return r
		}
	}
}

// usesDates reports whether something shared asks for days, and is used.
func (d *demander) usesDates(r *Requirement) bool {
	if r.Kind == Use {
		used := d.p.used(r)
		return used.asksAbout(Dated) || d.usesDates(used)
	}
	return r.When != nil && d.usesDates(r.When) || slices.ContainsFunc(r.Members, d.usesDates)
}

// asksAbout reports whether a requirement, or something below it, is of a kind.
func (r *Requirement) asksAbout(k Kind) bool {
	return r.Kind == k || r.When != nil && r.When.asksAbout(k) ||
		slices.ContainsFunc(r.Members, func(m *Requirement) bool { return m.asksAbout(k) })
}

func (d *demander) clocks(st *Stage) {
	if d.chance(25) {
		st.WaitsFor = pick(d.source, deal.Buyer, deal.ThirdParty)
	}
	if d.chance(40) {
		st.Limits = d.limits()
	}
	if d.chance(25) {
		st.Expected, st.ExpectedBy = d.span(), split(d.source, d.p, d.span)
	}
	if d.chance(25) {
		st.Silence = &Silence{Warn: days("1w"), Flag: d.span()}
		if d.chance(30) {
			st.Silence.WarnBy, st.Silence.FlagBy = split(d.source, d.p, d.short), split(d.source, d.p, d.span)
		}
		if d.chance(30) && !d.only.NoWhen {
			st.Silence.When = d.condition(1)
		}
		if d.chance(30) {
			st.Silence.Then = pick(d.source, d.p.AllEnds()...).ID
		}
	}
	if d.chance(25) {
		percent := func() int { return d.between(1, 20) * 5 }
		st.Probability, st.ProbabilityBy = percent(), split(d.source, d.p, percent)
	}
	if d.chance(15) {
		st.Forecast = pick(d.source, "omitted", "pipeline", "best_case", "commit")
	}
	if d.chance(10) {
		st.Purpose = "To see clearly"
	}
	if d.chance(10) {
		st.Buyers = some(d.source, buyerRoles, d.between(1, 2))
	}
	if d.chance(10) {
		st.Sellers = some(d.source, sellerRoles, d.between(1, 2))
	}
}

func (d *demander) limits() []Limit {
	var out []Limit
	for range 1 + d.IntN(3)/2 {
		l := Limit{Of: d.span()}
		if d.chance(50) {
			l.Of = d.short()
		}
		l.OfBy = split(d.source, d.p, d.span)
		subjects := []string{"close_date"}
		for _, a := range d.p.Attributes {
			if a.Type == "day" {
				subjects = append(subjects, a.ID)
			}
		}
		for _, m := range d.p.Milestones {
			subjects = append(subjects, m.ID)
		}
		switch d.IntN(6) {
		case 0, 1:
			l.From = d.ref(subjects)
		case 2:
			l.Before = d.ref(subjects)
		}
		if d.chance(25) && !d.only.NoWhen {
			l.When = d.condition(1)
		}
		out = append(out, l)
	}
	return out
}

func (s source) calendar() *Calendar {
	c := &Calendar{}
	if s.chance(40) {
		week := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
		c.Weekend = some(s, week, s.between(1, 3))
	}
	for range s.IntN(4) {
		if day := Start.Add(s.IntN(Days + 20)); !slices.Contains(c.Holidays, day) {
			c.Holidays = append(c.Holidays, day)
		}
	}
	for range s.IntN(3) {
		q := Quiet{From: Start.Add(s.IntN(Days + 20))}
		q.To = q.From.Add(s.IntN(10))
		if s.chance(50) {
			q.Why = "The summer holidays"
		}
		c.Quiet = append(c.Quiet, q)
	}
	if s.chance(50) || c.Weekend == nil && c.Holidays == nil && c.Quiet == nil {
		c.FiscalYear = fmt.Sprintf("%02d-%02d", s.between(1, 12), s.between(1, 28))
	}
	return c
}

// belongs makes the condition that says which deals belong to the process.
func (d *demander) belongs() *Requirement {
	a := pick(d.source, d.p.Attributes...)
	r := &Requirement{Kind: OfAttribute, Subject: a.ID}
	if d.chance(50) {
		r.Compare = []Comparison{{Op: "is", Values: []Operand{{Value: d.value(a.Type)}}}}
	}
	if d.chance(30) && !d.only.NoNone {
		return &Requirement{Kind: None, Members: []*Requirement{r}}
	}
	return r
}

// signals are those that a process can say something about: the figures from
// which on they are raised, counts and durations.
var signals = []struct {
	id           string
	counts, days []string
}{
	{"won_unproven", nil, nil},
	{"reopened", nil, nil},
	{"end_incomplete", nil, nil},
	{"off_route", nil, nil},
	{"stage_inflated", []string{"above"}, nil},
	{"evidence_contradicted", nil, nil},
	{"champion_gone", nil, nil},
	{"overdue_stage", nil, nil},
	{"close_date_past", nil, []string{"after"}},
	{"close_date_infeasible", nil, nil},
	{"close_date_pushed", []string{"warn", "flag"}, nil},
	{"next_step_overdue", nil, []string{"after"}},
	{"no_next_step", nil, nil},
	{"next_step_seller_only", nil, nil},
	{"silent", nil, []string{"warn", "flag"}},
	{"wake_due", nil, nil},
	{"stuck_in_stage", nil, []string{"after"}},
	{"no_economic_buyer", nil, nil},
	{"single_threaded", []string{"people"}, nil},
	{"uninvolved_role", nil, nil},
	{"evidence_lapsing", nil, []string{"within"}},
	{"seller_sourced", []string{"above"}, nil},
	{"backfilled", []string{"facts"}, []string{"after", "at_move"}},
}

// settings says something about signals.
func (d *demander) settings() []Signal {
	var out []Signal
	for _, x := range some(d.source, signals, d.between(1, 5)) {
		s := Signal{ID: x.id}
		for _, name := range x.counts {
			count := func() int { return d.between(1, 4) }
			s.Thresholds = append(s.Thresholds, Threshold{Name: name, Count: count(), CountBy: split(d.source, d.p, count)})
		}
		for _, name := range x.days {
			s.Thresholds = append(s.Thresholds, Threshold{Name: name, Days: d.span(), DaysBy: split(d.source, d.p, d.span)})
		}
		if d.chance(25) {
			s.Thresholds = nil
		}
		out = append(out, s)
	}
	return out
}
