package score

import (
	"cmp"
	"slices"
)

// Stays is how long some deals have been in the stages they earned, exactly: how
// many of them for each number of days. The zero Stays are those of no deals.
type Stays struct {
	deals int
	days  []stay // the fewest days first
}

// stay is how many deals have been in their stage for just so many days.
type stay struct{ days, deals int }

// Deals is how many deals there are. A deal that has earned no stage yet is none
// of them.
func (s *Stays) Deals() int { return s.deals }

// Percentile is the nearest rank: the least number of days such that at least
// percent % of the deals, from 1 to 100, have been in their stage so long or
// less. That is the day at rank ⌈percent × deals / 100⌉, a number of days that
// some deal has (Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996,
// definition 1). ok is false when there are no deals.
func (s *Stays) Percentile(percent int) (days int, ok bool) {
	below := 0
	for _, at := range s.days {
		below += at.deals
		if int64(below)*100 >= int64(s.deals)*int64(percent) {
			return at.days, true
		}
	}
	return 0, false
}

func (s *Stays) add(days, deals int) {
	i, there := slices.BinarySearchFunc(s.days, days, func(at stay, days int) int { return cmp.Compare(at.days, days) })
	if !there {
		s.days = slices.Insert(s.days, i, stay{days: days})
	}
	s.days[i].deals += deals
	s.deals += deals
}

func (s *Stays) merge(o *Stays) {
	for _, at := range o.days {
		s.add(at.days, at.deals)
	}
}
