package reference

import (
	"slices"
	"time"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
)

// calendar says which days are working days.
type calendar struct {
	weekend  []time.Weekday
	holidays []deal.Day
}

// plain is the calendar of frameworks.
var plain = calendar{weekend: []time.Weekday{time.Saturday, time.Sunday}}

func (m *Model) calendar() calendar {
	out := plain
	if c := m.process.Calendar; c != nil {
		if c.Weekend != nil {
			out.weekend = c.Weekend
		}
		out.holidays = c.Holidays
	}
	return out
}

func (c calendar) working(d deal.Day) bool {
	return !slices.Contains(c.weekend, d.Weekday()) && !slices.Contains(c.holidays, d)
}

// from counts the days after one day up to and including another, in what a
// duration counts; below zero when the other is the earlier.
func (c calendar) from(day, to deal.Day, unit deal.Duration) int {
	if to.Before(day) {
		return -c.from(to, day, unit)
	}
	n := 0
	for d := day.Add(1); !d.After(to); d = d.Add(1) {
		if !unit.Working() || c.working(d) {
			n++
		}
	}
	return n
}

// quarter gives the first and the last day of the fiscal quarter that holds a
// day, and the last day of its year.
func (m *Model) quarter(today deal.Day) (first, last, end deal.Day) {
	month, day := time.January, 1
	if c := m.process.Calendar; c != nil && c.FiscalYear != "" {
		month = time.Month(10*int(c.FiscalYear[0]-'0') + int(c.FiscalYear[1]-'0'))
		day = 10*int(c.FiscalYear[3]-'0') + int(c.FiscalYear[4]-'0')
	}
	// Every quarter that begins in the years around the day, one after the
	// other; each fourth begins a fiscal year.
	year, _, _ := today.Date()
	var starts []deal.Day
	for n := range 16 {
		months := int(month) - 1 + 3*n
		starts = append(starts, deal.DayOf(year-2+months/12, time.Month(months%12+1), day))
	}
	i := slices.IndexFunc(starts, func(d deal.Day) bool { return d.After(today) })
	year4 := (i + 3) / 4 * 4
	return starts[i-1], starts[i].Add(-1), starts[year4].Add(-1)
}

// limit is how long a deal may be in a stage.
type limit struct {
	of           deal.Duration
	from, before string
	when         *requirement
}

// limit adds a limit, unless it has no value for the segment.
func (m *Model) limit(list []limit, l generate.Limit) []limit {
	if !value(&l.Of, l.OfBy, m.segment) {
		return list
	}
	out := limit{of: l.Of, from: l.From, before: l.Before}
	if l.When != nil {
		out.when = m.context(condition).resolve(l.When)
	}
	return append(list, out)
}

// overdue reports whether the deal is past the limit of a stage, which counts
// from the day on which it came there.
func (k *moment) overdue(stage int, entered deal.Day) bool { return k.beyond(stage, entered) > 0 }

// limit gives the first limit of a stage that applies.
func (k *moment) limit(stage int) (limit, bool) {
	for _, l := range k.m.places[stage].limits {
		if l.when == nil || k.ask(l.when, nil) != Unmet {
			return l, true
		}
	}
	return limit{}, false
}

// beyond tells by how many days the deal is past the limit of a stage; 0 when it
// is not.
func (k *moment) beyond(stage int, entered deal.Day) int {
	l, there := k.limit(stage)
	if !there {
		return 0
	}
	if l.before != "" {
		n := 0
		for day := k.dayOf(l.before); !day.IsZero(); n++ {
			then := k.day.Add(-n)
			if !then.After(day) && k.m.calendar().from(then, day, l.of) >= l.of.Days() {
				break
			}
		}
		return n
	}
	if l.from != "" {
		entered = k.dayOf(l.from)
	}
	if entered.IsZero() {
		return 0
	}
	return max(0, k.ticked(entered, l.of)-l.of.Days())
}

// ticked counts the days after one up to today on which clocks do not stand
// still, in what a duration counts.
func (k *moment) ticked(from deal.Day, unit deal.Duration) int {
	return k.counted(from, unit, func(d deal.Day) bool { return k.quiet(d) || k.paused(d) })
}

// counted is ticked with days that do not count.
func (k *moment) counted(from deal.Day, unit deal.Duration, not func(deal.Day) bool) int {
	n := 0
	for d := from.Add(1); !d.After(k.day); d = d.Add(1) {
		if !not(d) && (!unit.Working() || k.m.calendar().working(d)) {
			n++
		}
	}
	return n
}

func (k *moment) quiet(day deal.Day) bool {
	c := k.m.process.Calendar
	return c != nil && slices.ContainsFunc(c.Quiet, func(q generate.Quiet) bool { return !day.Before(q.From) && !day.After(q.To) })
}

func (k *moment) paused(day deal.Day) bool {
	return slices.ContainsFunc(k.facts, func(e entry) bool {
		f, ok := e.fact.(deal.Pause)
		return ok && !f.On.After(day) && !f.Until.Before(day)
	})
}

// dayOf gives the day that a word stands for, the zero Day when there is none.
func (k *moment) dayOf(ref string) deal.Day {
	first, last, end := k.m.quarter(k.day)
	switch ref {
	case "today":
		return k.day
	case "entered":
		if k.waivers != nil {
			return deal.Day{}
		}
		return k.entered()
	case "quarter_start":
		return first
	case "quarter_end":
		return last
	case "fiscal_year_end":
		return end
	}
	if place := k.m.find(ref); place > 0 {
		if k.waivers != nil {
			return deal.Day{} // the blank deal has come nowhere on any day
		}
		return k.earnedOn(place)
	}
	if k.m.milestone(ref) != nil {
		var day deal.Day
		for _, r := range k.reaches(ref) {
			day = deal.Later(day, r.on)
		}
		return day
	}
	text, _ := k.value(ref).Text()
	day, _ := deal.ParseDay(text)
	return day
}

// askDay answers how days lie to each other. Where both orders are asked for,
// both have to hold.
func (k *moment) askDay(r *requirement) Answer {
	out := Met
	for _, side := range []struct {
		ref   string
		order int
	}{{r.Before, 1}, {r.After, -1}} {
		if side.ref == "" {
			continue
		}
		switch one := k.askOrder(r, side.ref, side.order); {
		case one == Unmet:
			return Unmet
		case one == Unknown:
			out = Unknown
		}
	}
	return out
}

// askOrder answers whether a day lies before another, or after it when the order
// is -1, as far off as is asked for.
func (k *moment) askOrder(r *requirement, ref string, order int) Answer {
	day, other := k.dayOf(r.Subject), k.dayOf(ref)
	if day.IsZero() || other.IsZero() {
		return Unknown
	}
	off := func(d deal.Duration) int { return order * k.m.calendar().from(day, other, d) }
	return answer(off(deal.Duration{}) >= 0 &&
		(r.AtLeast.IsZero() || off(r.AtLeast) >= r.AtLeast.Days()) &&
		(r.AtMost.IsZero() || off(r.AtMost) <= r.AtMost.Days()))
}
