package deal

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func on(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestWorkingDaysAreThoseAfterTheFirstDayUpToTheLast(t *testing.T) {
	holiday := NewCalendar(nil, []Day{on("2026-01-06"), on("2026-01-10")}) // a Tuesday, and a Saturday that was free anyway
	gulf := NewCalendar([]time.Weekday{time.Friday, time.Saturday}, nil)
	for _, c := range []struct {
		name     string
		calendar *Calendar
		from, to string
		want     int
	}{
		{"no day lies after a day up to itself", nil, "2026-01-05", "2026-01-05", 0},
		{"nor up to an earlier one", nil, "2026-01-05", "2026-01-02", 0},
		{"Friday to Monday is one", nil, "2026-01-02", "2026-01-05", 1},
		{"Friday to Sunday is none", nil, "2026-01-02", "2026-01-04", 0},
		{"a week is five", nil, "2026-01-01", "2026-01-08", 5},
		{"a holiday is none", holiday, "2026-01-05", "2026-01-07", 1},
		{"a holiday at the weekend takes nothing away", holiday, "2026-01-05", "2026-01-12", 4},
		{"another weekend", gulf, "2026-01-01", "2026-01-04", 1},
	} {
		require.Equal(t, c.want, c.calendar.WorkingDays(on(c.from), on(c.to)), c.name)
	}
}

func TestACalendarOfSevenFreeDaysHasTheUsualWeekend(t *testing.T) {
	all := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	require.Equal(t, 5, NewCalendar(all, nil).WorkingDays(on("2026-01-01"), on("2026-01-08")))
}

// The two bounds are one: a day is within a duration after another exactly when
// the other is within it before the day.
func TestWithinADurationIsTheSameFromBothEnds(t *testing.T) {
	calendars := []*Calendar{nil, NewCalendar(nil, []Day{on("2026-01-06"), on("2026-01-07"), on("2026-02-02")}),
		NewCalendar([]time.Weekday{0, 1, 2, 3, 4, 5}, []Day{on("2026-01-17")})}
	for _, c := range calendars {
		for _, text := range []string{"0d", "3d", "2w", "0wd", "1wd", "5wd", "11wd"} {
			within, err := ParseDuration(text)
			require.NoError(t, err)
			for i := range 50 {
				for j := i; j < 100; j++ {
					a, b := on("2025-12-25").Add(i), on("2025-12-25").Add(j)
					after, before := !b.After(c.Latest(a, within)), !a.Before(c.Earliest(b, within))
					require.Equal(t, after, before, "%s from %s to %s", text, a, b)
					far := c.Between(a, b, within)
					require.Equal(t, far <= within.Days(), after, "%s from %s to %s", text, a, b)
					require.Equal(t, far >= within.Days(), !b.Before(c.FirstAt(a, within)), "%s from %s to %s", text, a, b)
					require.Equal(t, far >= within.Days(), !a.After(c.LastAt(b, within)), "%s from %s to %s", text, a, b)
				}
			}
		}
	}
}

func TestADurationFromTheEdgeOfTimeStaysWithinIt(t *testing.T) {
	within, err := ParseDuration("36500wd")
	require.NoError(t, err)
	var c *Calendar
	require.Equal(t, LastDay(), c.Latest(LastDay().Add(-3), within))
	require.Equal(t, FirstDay(), c.Earliest(FirstDay().Add(3), within))
}
