package deal_test

import (
	"encoding/json"
	"math"
	"testing"
	"testing/quick"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
)

func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	// Every day there is, against the calendar of the time package.
	at := time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)
	for n := 1; ; n++ {
		d := deal.DayNumber(n)
		if d.IsZero() {
			require.Equal(t, 10_000, at.Year(), "the last day is 9999-12-31")
			break
		}
		y, m, day := d.Date()
		if y != at.Year() || m != at.Month() || day != at.Day() || d.Weekday() != at.Weekday() || deal.DayOf(y, m, day) != d {
			t.Fatalf("day %d is %v on %v, want %v", n, d, d.Weekday(), at)
		}
		at = at.AddDate(0, 0, 1)
	}
}

func TestDayReadsWhatItWrites(t *testing.T) {
	same := func(n uint32) bool {
		d := deal.DayNumber(int(n%3652059) + 1)
		back, err := deal.ParseDay(d.String())
		return err == nil && back == d
	}
	require.NoError(t, quick.Check(same, nil))
}

func TestDayRefusesWhatIsNone(t *testing.T) {
	for _, s := range []string{
		"", "2026", "2026-1-31", "2026-01-31T00:00:00Z", " 2026-01-31", "2026-02-30", "2026-13-01",
		"2026-00-10", "2026-01-00", "0000-01-01", "2025-02-29", "1900-02-29", "2026/01/31", "２０２６-01-31", "-026-01-31",
	} {
		_, err := deal.ParseDay(s)
		require.Error(t, err, "%q", s)
	}
	require.Equal(t, deal.Day{}, deal.DayOf(2026, time.February, 30))
	_, err := deal.ParseDay("2000-02-29")
	require.NoError(t, err)
}

func TestZeroDayIsNoDay(t *testing.T) {
	var none deal.Day
	require.True(t, none.IsZero())
	require.Empty(t, none.String())
	require.Equal(t, none, none.Add(7))
	require.True(t, none.Before(deal.DayNumber(1)))

	b, err := json.Marshal(none)
	require.NoError(t, err)
	require.Equal(t, `""`, string(b))
	day := deal.DayNumber(5)
	require.NoError(t, json.Unmarshal(b, &day))
	require.Equal(t, none, day)
}

func TestDayAddStopsAtTheEnds(t *testing.T) {
	first, last := deal.DayNumber(1), deal.DayOf(9999, time.December, 31)
	require.Equal(t, first, first.Add(-1))
	require.Equal(t, last, last.Add(1))
	require.Equal(t, last, first.Add(math.MaxInt))
	require.Equal(t, -(last.Number() - 1), first.Sub(last))
}

func TestDurations(t *testing.T) {
	for _, c := range []struct {
		text    string
		days    int
		working bool
		ok      bool
	}{
		{"14d", 14, false, true},
		{"3w", 21, false, true},
		{"0d", 0, false, true},
		{"10wd", 10, true, true},
		{"36500d", 36500, false, true},
		{"", 0, false, false},
		{"d", 0, false, false},
		{"14", 0, false, false},
		{"014d", 0, false, false},
		{"-1d", 0, false, false},
		{"1.5d", 0, false, false},
		{"14 d", 0, false, false},
		{"14D", 0, false, false},
		{"2m", 0, false, false},
		{"36501d", 0, false, false},
		{"99999999999999999999d", 0, false, false},
	} {
		d, err := deal.ParseDuration(c.text)
		if !c.ok {
			require.Error(t, err, "%q", c.text)
			require.True(t, d.IsZero())
			continue
		}
		require.NoError(t, err, "%q", c.text)
		require.Equal(t, c.days, d.Days(), "%q", c.text)
		require.Equal(t, c.working, d.Working(), "%q", c.text)
		require.Equal(t, c.text, d.String())
		require.False(t, d.IsZero(), "%q is a duration, if of no days", c.text)
	}
}

func TestNumbersAreExactToFourPlaces(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "1": 10_000, "-1": -10_000, "12.5": 125_000, "0.0001": 1, "-0.0001": -1, "1.50000": 15_000,
		"922337203685477.5807": 9223372036854775807,
	} {
		n, err := deal.ParseNumber(text)
		require.NoError(t, err, text)
		require.Equal(t, want, n, text)
	}
	for _, text := range []string{"", "-", ".5", "5.", "1.00001", "01", "+1", "1e3", "1_000", "1,5", "0x10", "922337203685477.5808", " 1", "--1"} {
		_, err := deal.ParseNumber(text)
		require.Error(t, err, "%q", text)
	}
	same := func(n int64) bool {
		back, err := deal.ParseNumber(deal.FormatNumber(n))
		return err == nil && back == n
	}
	require.NoError(t, quick.Check(same, nil))
	back, err := deal.ParseNumber(deal.FormatNumber(-9223372036854775807))
	require.NoError(t, err)
	require.Equal(t, int64(-9223372036854775807), back)
}

func TestDaysAfterAnother(t *testing.T) {
	start := deal.DayOf(2026, time.February, 27)
	for text, want := range map[string]string{
		"+0d": "2026-02-27", "+1d": "2026-02-28", "+9d": "2026-03-08", "+36500d": "2126-02-03", "2026-01-31": "2026-01-31",
	} {
		d, err := start.ParseAfter(text)
		require.NoError(t, err, text)
		require.Equal(t, want, d.String(), text)
	}
	for _, text := range []string{"", "+", "9d", "+9", "-9d", "+-9d", "++9d", "+09d", "+9w", "+9wd", "+ 9d", "+36501d", "2026-02-30"} {
		_, err := start.ParseAfter(text)
		require.Error(t, err, "%q", text)
	}
	last, err := deal.LastDay().Add(-1).ParseAfter("+1d")
	require.NoError(t, err)
	require.Equal(t, deal.LastDay(), last)
	_, err = deal.LastDay().ParseAfter("+1d")
	require.Error(t, err, "there is no such day")
}
