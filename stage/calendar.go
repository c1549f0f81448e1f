package stage

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// calendar is what a process knows of the buyer's year: which days are worked,
// when silence is normal, and where the fiscal year begins. The nil calendar is
// that of a process without one.
type calendar struct {
	working     *deal.Calendar
	quiet       []quiet // in order of their first day
	fiscalMonth time.Month
	fiscalDay   int
}

// quiet is a period in which silence is normal.
type quiet struct {
	from, to deal.Day
	why      string
}

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} // as time.Weekday counts

// defineCalendar reads a calendar.
func defineCalendar(v ydoc.Value) *calendar {
	if !v.Given() {
		return nil
	}
	o, ok := v.Object(calendarShape)
	if !ok {
		return nil
	}
	c := &calendar{fiscalMonth: time.January, fiscalDay: 1}
	var weekend []time.Weekday
	for day := range o.Get("weekend").OneOrMore() {
		if i, ok := day.Word(weekdays[:]...); ok {
			weekend = append(weekend, time.Weekday(i))
		}
	}
	if len(weekend) >= len(weekdays) {
		o.Get("weekend").Report(diag.BadCalendar, "no day of the week is left to work on", "leave at least one day out of the weekend")
	}
	var holidays []deal.Day
	for item := range o.Get("holidays").Items() {
		if d, ok := readDay(item); ok {
			holidays = append(holidays, d)
		}
	}
	c.working = deal.NewCalendar(weekend, holidays)
	for item := range o.Get("quiet").Items() {
		c.defineQuiet(item)
	}
	slices.SortStableFunc(c.quiet, func(a, b quiet) int { return a.from.Compare(b.from) })
	if start := o.Get("fiscal_year_start"); start.Given() {
		if d, ok := ydoc.Parsed(start, diag.BadDay, `write month-day in quotes, as in "10-01"; the day is 28 at most`, parseMonthDay); ok {
			_, c.fiscalMonth, c.fiscalDay = d.Date()
		}
	}
	return c
}

func (c *calendar) defineQuiet(v ydoc.Value) {
	o, ok := v.Object(quietShape)
	if !ok {
		return
	}
	from, okFrom := readDay(o.Get("from"))
	to, okTo := readDay(o.Get("to"))
	why, _ := o.Get("why").Text()
	switch {
	case !okFrom || !okTo:
	case to.Before(from):
		v.Report(diag.BadCalendar, fmt.Sprintf("this period ends on %v, before it begins on %v", to, from), "exchange from and to")
	default:
		c.quiet = append(c.quiet, quiet{from, to, why})
	}
}

func readDay(v ydoc.Value) (deal.Day, bool) {
	if v.Kind() == ydoc.Absent {
		return deal.Day{}, false
	}
	return ydoc.Parsed(v, diag.BadDay, deal.DayHint, deal.ParseDay)
}

// parseMonthDay reads the day on which every year begins.
func parseMonthDay(s string) (deal.Day, error) {
	d, err := deal.ParseDay("2001-" + s)
	if err != nil || strings.Count(s, "-") != 1 {
		return deal.Day{}, fmt.Errorf("%.40q is no month and day", s)
	}
	if _, _, day := d.Date(); day > 28 {
		return deal.Day{}, fmt.Errorf("a year that begins on %s has quarters that begin on days which not every month has", s)
	}
	return d, nil
}

// days gives what counts working days.
func (c *calendar) days() *deal.Calendar {
	if c == nil {
		return nil
	}
	return c.working
}

// periods gives the quiet periods, in the order of their first day.
func (c *calendar) periods() []quiet {
	if c == nil {
		return nil
	}
	return c.quiet
}

// quietOn gives the quiet period that covers a day; of several the one that lasts
// longest.
func (c *calendar) quietOn(d deal.Day) (longest quiet, ok bool) {
	for _, q := range c.periods() {
		if !d.Before(q.from) && !d.After(q.to) && q.to.After(longest.to) {
			longest, ok = q, true
		}
	}
	return longest, ok
}

// quarter gives the first and the last day of the fiscal quarter that holds a
// day, and the last day of the fiscal year.
func (c *calendar) quarter(d deal.Day) (start, end, yearEnd deal.Day) {
	month, day := time.January, 1
	if c != nil {
		month, day = c.fiscalMonth, c.fiscalDay
	}
	year, _, _ := d.Date()
	first := deal.DayOf(year, month, day)
	if first.After(d) {
		year--
		first = deal.DayOf(max(year, 1), month, day)
	}
	at := func(months int) deal.Day {
		m := int(month) - 1 + months
		return deal.DayOf(year+m/12, time.Month(m%12+1), day)
	}
	yearEnd = at(12).Add(-1)
	start = first
	for q := 3; q <= 12; q += 3 {
		next := at(q)
		if next.IsZero() || next.After(d) {
			return start, next.Add(-1), yearEnd
		}
		start = next
	}
	return start, yearEnd, yearEnd
}
