package voice

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/headway-go/headway/qualify"
)

// Count gives a number with its noun.
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(int64(n)) + " " + many
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// Thousands writes a whole number with commas.
func Thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Amount writes a decimal with commas.
func Amount(s string) string {
	whole, parts, point := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return s
	}
	if whole = Thousands(n); point {
		return whole + "." + parts
	}
	return whole
}

// Percent writes a share given in 1/10000, rounded down.
func Percent(n int) string { return fmt.Sprintf("%d %%", n/100) }

// PercentPoints writes a share given in 1/10000 to the second place, so that
// the lines add up.
func PercentPoints(n int) string { return fmt.Sprintf("%d.%02d %%", n/100, n%100) }

// Score gives a score as the interval that it is.
func Score(s qualify.Score) string {
	if s.Earned == s.Ceiling {
		return Percent(s.Earned)
	}
	return fmt.Sprintf("%d–%d %%", s.Earned/100, s.Ceiling/100)
}
