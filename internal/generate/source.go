package generate

import (
	"fmt"
	"math/rand/v2"

	"github.com/headway-go/headway/qualify/deal"
)

// source draws from a source of random numbers, for a case that may have some
// parts of the language.
type source struct {
	*rand.Rand
	parts Part
}

// has reports whether the case may have a part of the language.
func (s source) has(p Part) bool { return s.parts&p != 0 }

// chance is true so many times in a hundred.
func (s source) chance(percent int) bool { return s.IntN(100) < percent }

// between gives a whole number from low to high.
func (s source) between(low, high int) int { return low + s.IntN(high-low+1) }

// span gives a duration of five to forty days, sometimes written in weeks or in
// working days.
func (s source) span() deal.Duration {
	if s.has(WorkingDays) && s.chance(20) {
		return days(fmt.Sprintf("%dwd", s.between(1, 25)))
	}
	if s.chance(15) {
		return days(fmt.Sprintf("%dw", s.between(1, 5)))
	}
	return days(fmt.Sprintf("%dd", s.between(5, 40)))
}

// pick gives one of a list.
func pick[T any](s source, list ...T) T { return list[s.IntN(len(list))] }

// some gives so many different members of a list, in its order.
func some[T any](s source, list []T, count int) []T {
	count = min(count, len(list))
	chosen := make(map[int]bool, count)
	for _, i := range s.Perm(len(list))[:count] {
		chosen[i] = true
	}
	var out []T
	for i, v := range list {
		if chosen[i] {
			out = append(out, v)
		}
	}
	return out
}

// days makes a duration of its text; it is for texts that are durations.
func days(text string) deal.Duration {
	d, err := deal.ParseDuration(text)
	if err != nil {
		panic(err)
	}
	return d
}
