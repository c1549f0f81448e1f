package deal

import (
	"slices"
	"sort"
	"time"
)

// Calendar tells working days from others. The nil Calendar works from Monday
// to Friday and knows no holidays. A calendar cannot be changed and may be used
// by any number of goroutines.
type Calendar struct {
	off      uint8 // a bit for each day of the week that nobody works on
	holidays []Day // those that would be working days, in order
}

const (
	allWeek      = 1<<7 - 1
	usualWeekend = 1<<time.Saturday | 1<<time.Sunday
)

// NewCalendar gives a calendar. Without a day of the week the weekend is
// Saturday and Sunday; one of seven days is cut down to that too, because with
// no working day there would be nothing to count.
func NewCalendar(weekend []time.Weekday, holidays []Day) *Calendar {
	c := &Calendar{}
	for _, d := range weekend {
		c.off |= 1 << d
	}
	if c.off == 0 || c.off == allWeek {
		c.off = usualWeekend
	}
	for _, d := range holidays {
		if c.off&(1<<d.Weekday()) == 0 {
			c.holidays = append(c.holidays, d)
		}
	}
	slices.SortFunc(c.holidays, Day.Compare)
	c.holidays = slices.Compact(c.holidays)
	return c
}

func (c *Calendar) weekend() uint8 {
	if c == nil {
		return usualWeekend
	}
	return c.off
}

// WorkingDays counts the working days after one day, up to and including
// another; 0 when the other is not later.
func (c *Calendar) WorkingDays(after, upTo Day) int {
	if !upTo.After(after) {
		return 0
	}
	return c.before(upTo) - c.before(after)
}

// before counts the working days up to and including a day.
func (c *Calendar) before(d Day) int {
	off := c.weekend()
	perWeek := 0
	rest := 0
	for weekday := range 7 {
		if off&(1<<weekday) != 0 {
			continue
		}
		perWeek++
		if weekday > 0 && weekday <= d.Number()%7 { // day 1 is a Monday
			rest++
		}
	}
	n := d.Number()/7*perWeek + rest
	if c != nil {
		n -= sort.Search(len(c.holidays), func(i int) bool { return c.holidays[i].After(d) })
	}
	return n
}

// Between gives how far one day lies before another, in the days that a duration
// counts; negative or 0 when it does not.
func (c *Calendar) Between(from, to Day, like Duration) int {
	if like.Working() {
		return c.WorkingDays(from, to)
	}
	return to.Sub(from)
}

// Latest gives the last day that lies no further than a duration after a day.
func (c *Calendar) Latest(d Day, within Duration) Day {
	return c.latest(d, within.Days(), within.Working())
}

// Earliest gives the first day that lies no further than a duration before a
// day.
func (c *Calendar) Earliest(d Day, within Duration) Day {
	return c.earliest(d, within.Days(), within.Working())
}

// FirstAt gives the first day that lies a duration or more after a day.
func (c *Calendar) FirstAt(d Day, distance Duration) Day {
	if distance.Days() == 0 {
		return d
	}
	return c.latest(d, distance.Days()-1, distance.Working()).Add(1)
}

// LastAt gives the last day that lies a duration or more before a day.
func (c *Calendar) LastAt(d Day, distance Duration) Day {
	if distance.Days() == 0 {
		return d
	}
	return c.earliest(d, distance.Days()-1, distance.Working()).Add(-1)
}

func (c *Calendar) latest(d Day, n int, working bool) Day {
	if !working {
		return d.Add(n)
	}
	return d.Add(sort.Search(c.span(n), func(i int) bool { return c.WorkingDays(d, d.Add(i+1)) > n }))
}

func (c *Calendar) earliest(d Day, n int, working bool) Day {
	if !working {
		return d.Add(-n)
	}
	return d.Add(-sort.Search(c.span(n), func(i int) bool { return c.WorkingDays(d.Add(-i-1), d) > n }))
}

// span is a number of days that holds more than n working days: every week has
// one at least, but for holidays.
func (c *Calendar) span(n int) int {
	n++
	if c != nil {
		n += len(c.holidays)
	}
	return 7 * (n + 1)
}
