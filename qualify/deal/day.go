package deal

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Day is a civil day of the proleptic Gregorian calendar, from 0001-01-01 to
// 9999-12-31, without a time and without a zone. Days compare with ==. The zero
// Day means that there is none.
type Day struct{ n int32 }

const lastDay = 3652059 // 9999-12-31

// DayOf gives the day of a date. A date that does not exist, such as 30
// February, gives the zero Day: nothing is rounded to another day.
func DayOf(year int, month time.Month, day int) Day {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return Day{}
	}
	// Years that begin in March put the leap day last, which makes the days
	// before a month a linear formula (E. G. Richards; H. Hinnant).
	y, m := year, int(month)
	if m < 3 {
		y, m = y-1, m+12
	}
	n := 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + day - 1
	return Day{int32(n - 305)}
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// DayNumber gives the day with the given [Day.Number]; the zero Day when there
// is none.
func DayNumber(n int) Day {
	if n < 1 || n > lastDay {
		return Day{}
	}
	return Day{int32(n)}
}

// DayHint says how a day is written, for whoever has to tell a person.
const DayHint = "write year-month-day, as in 2026-01-31"

// ParseDay reads a day as ISO 8601 writes it, as in 2026-01-31.
func ParseDay(s string) (Day, error) {
	d, ok := parseDay(s)
	if !ok {
		return Day{}, fmt.Errorf("%.40q is no day", s)
	}
	return d, nil
}

// DayAfterHint is [DayHint] where days may be counted from a start.
const DayAfterHint = "write year-month-day, as in 2026-01-31, or +9d for the ninth day after the start"

// ParseAfter reads a day as [ParseDay] does, or as +9d: so many calendar days
// after d.
func (d Day) ParseAfter(s string) (Day, error) {
	rest, relative := strings.CutPrefix(s, "+")
	if !relative {
		return ParseDay(s)
	}
	n, err := ParseDuration(rest)
	if err != nil || n.unit != days || int(d.n)+n.Days() > lastDay {
		return Day{}, fmt.Errorf("%.40q is no day", s)
	}
	return d.Add(n.Days()), nil
}

func parseDay(s string) (Day, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Day{}, false
	}
	var digits [8]int
	for i, at := range [...]int{0, 1, 2, 3, 5, 6, 8, 9} {
		if s[at] < '0' || s[at] > '9' {
			return Day{}, false
		}
		digits[i] = int(s[at] - '0')
	}
	year := digits[0]*1000 + digits[1]*100 + digits[2]*10 + digits[3]
	d := DayOf(year, time.Month(digits[4]*10+digits[5]), digits[6]*10+digits[7])
	return d, d != Day{}
}

// IsZero reports whether d is no day.
func (d Day) IsZero() bool { return d.n == 0 }

// Number counts the days from 0001-01-01, which is 1. It is 0 for the zero Day.
func (d Day) Number() int { return int(d.n) }

// Date gives year, month and day of the month; zeros for the zero Day.
func (d Day) Date() (year int, month time.Month, day int) {
	if d.n == 0 {
		return 0, 0, 0
	}
	z := int(d.n) + 305 // days since 0000-03-01
	era := z / 146097
	doe := z % 146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	year, day = yoe+400*era, doy-(153*mp+2)/5+1
	if mp < 10 {
		return year, time.Month(mp + 3), day
	}
	return year + 1, time.Month(mp - 9), day
}

// Weekday gives the day of the week. It must not be asked of the zero Day.
func (d Day) Weekday() time.Weekday { return time.Weekday(d.n % 7) }

// Add gives the day that many days later, or earlier when days is negative. It
// stops at the first and the last day there are, and the zero Day stays zero.
func (d Day) Add(days int) Day {
	if d.n == 0 {
		return d
	}
	days = min(max(days, -lastDay), lastDay)
	return Day{int32(min(max(int(d.n)+days, 1), lastDay))}
}

// Sub gives the number of days from e to d: positive when d is later.
func (d Day) Sub(e Day) int { return int(d.n) - int(e.n) }

// Before reports whether d is earlier than e. The zero Day is before all.
func (d Day) Before(e Day) bool { return d.n < e.n }

// After reports whether d is later than e.
func (d Day) After(e Day) bool { return d.n > e.n }

// Compare gives -1, 0 or 1 as d is before, on or after e.
func (d Day) Compare(e Day) int { return cmp.Compare(d.n, e.n) }

// Earlier gives the earlier of two days; the zero Day is earlier than all.
func Earlier(d, e Day) Day {
	if e.Before(d) {
		return e
	}
	return d
}

// Later gives the later of two days.
func Later(d, e Day) Day {
	if e.After(d) {
		return e
	}
	return d
}

// FirstDay is 0001-01-01, the earliest day there is.
func FirstDay() Day { return Day{1} }

// LastDay is 9999-12-31, the latest day there is.
func LastDay() Day { return Day{lastDay} }

// String gives the day as in 2026-01-31, and "" for the zero Day.
func (d Day) String() string {
	b, _ := d.AppendText(nil)
	return string(b)
}

// AppendText appends what [Day.String] gives.
func (d Day) AppendText(b []byte) ([]byte, error) {
	if d.n == 0 {
		return b, nil
	}
	y, m, day := d.Date()
	return append(b,
		byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+int(m)/10), byte('0'+int(m)%10), '-',
		byte('0'+day/10), byte('0'+day%10)), nil
}

// MarshalText gives what [Day.String] gives, so that a Day in JSON is its text.
func (d Day) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads what [Day.MarshalText] gives; the empty text is the zero
// Day.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Day{}
		return nil
	}
	day, err := ParseDay(string(b))
	if err == nil {
		*d = day
	}
	return err
}
