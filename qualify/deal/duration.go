package deal

import (
	"fmt"
	"strconv"
)

// Duration is a length of time as definitions write it: calendar days (14d),
// weeks of seven of them (3w), or working days of a process's calendar (10wd).
// The zero Duration is none at all, which is not 0d.
type Duration struct {
	count int32
	unit  unit
}

type unit uint8

const (
	noUnit unit = iota
	days
	weeks
	workingDays
)

var unitNames = [...]string{"", "d", "w", "wd"}

// DurationHint says how a duration is written, for whoever has to tell a
// person.
const DurationHint = "write 14d for days, 3w for weeks, 10wd for working days, up to 36500 of them"

const longest = 36_500 // days; a hundred years is longer than any deal

// ParseDuration reads a duration such as 14d, 3w or 10wd.
func ParseDuration(s string) (Duration, error) {
	digits := 0
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	n, err := strconv.Atoi(s[:digits])
	for u := days; u <= workingDays; u++ {
		if err == nil && s[digits:] == unitNames[u] && n <= longest && (digits == 1 || s[0] != '0') {
			return Duration{int32(n), u}, nil
		}
	}
	return Duration{}, fmt.Errorf("%.40q is no duration", s)
}

// IsZero reports whether d is none at all.
func (d Duration) IsZero() bool { return d.unit == noUnit }

// Working reports whether d counts working days.
func (d Duration) Working() bool { return d.unit == workingDays }

// Days is the number of days: calendar days, unless d counts working days.
func (d Duration) Days() int {
	if d.unit == weeks {
		return 7 * int(d.count)
	}
	return int(d.count)
}

// String gives the duration as it was written.
func (d Duration) String() string {
	if d.unit == noUnit {
		return ""
	}
	return strconv.Itoa(int(d.count)) + unitNames[d.unit]
}
