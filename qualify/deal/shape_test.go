package deal_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
)

func pattern(t testing.TB, is ydoc.Type) *regexp.Regexp {
	spelled, ok := is.(ydoc.Spelled)
	require.True(t, ok)
	return regexp.MustCompile(spelled.Pattern)
}

func TestThePatternOfDurationsIsWhatIsRead(t *testing.T) {
	matches := pattern(t, deal.DurationType())
	read := 0
	try := func(s string) {
		_, err := deal.ParseDuration(s)
		if err == nil {
			read++
		}
		if matches.MatchString(s) != (err == nil) {
			t.Errorf("%q: the pattern says %v, the parser %v", s, matches.MatchString(s), err)
		}
	}
	for n := range 40_000 {
		for _, unit := range []string{"d", "w", "wd", "", "m"} {
			try(fmt.Sprint(n) + unit)
		}
	}
	require.Equal(t, 3*36_501, read)
	everyText("03d w-", 5, try)
}

func TestThePatternsOfDaysAreWhatIsRead(t *testing.T) {
	start := deal.DayOf(2026, time.January, 5)
	day, after := pattern(t, deal.DayType()), pattern(t, deal.DayAfterType())
	for _, year := range []string{"0001", "1900", "2000", "2026", "9999", "202", "20261", "+2026"} {
		for month := range 14 {
			for of := range 33 {
				s := fmt.Sprintf("%s-%02d-%02d", year, month, of)
				_, err := deal.ParseDay(s)
				// That a month is too short for the 31st is for the format to say.
				there := err == nil || of > 28 && of <= 31 && month >= 1 && month <= 12 && len(year) == 4
				require.Equal(t, there, day.MatchString(s), s)
				require.Equal(t, there, after.MatchString(s), s)
			}
		}
	}
	for n := range 40_000 {
		s := fmt.Sprintf("+%dd", n)
		_, err := start.ParseAfter(s)
		require.Equal(t, err == nil, after.MatchString(s), s)
		require.False(t, day.MatchString(s), s)
	}
	everyText("+09dw-", 5, func(s string) {
		_, err := start.ParseAfter(s)
		require.Equal(t, err == nil, after.MatchString(s), s)
	})
}

// everyText tries every text of some letters up to a length.
func everyText(letters string, length int, try func(string)) {
	try("")
	for n := 1; n <= length; n++ {
		digits := make([]int, n)
		for more := true; more; {
			var b strings.Builder
			for _, d := range digits {
				b.WriteByte(letters[d])
			}
			try(b.String())
			more = false
			for i := range digits {
				if digits[i]++; digits[i] < len(letters) {
					more = true
					break
				}
				digits[i] = 0
			}
		}
	}
}
