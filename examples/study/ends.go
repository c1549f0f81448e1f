package main

import (
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/stage"
)

// ends counts the deals that are called won, and those that are called lost, by
// their score.
type ends struct {
	won, lost [qualify.Full + 1]int64
}

func (e *ends) add(kind stage.PlaceKind, score int) {
	switch kind {
	case stage.Won:
		e.won[score]++
	case stage.Lost:
		e.lost[score]++
	}
}

// pairs is every won deal set against every lost one.
type pairs struct {
	won, lost int64 // deals
	above     int64 // pairs in which the won deal has the higher score
	tied      int64 // pairs in which both have the same
}

func (e *ends) pairs() (p pairs) {
	for score := range e.won {
		p.above += e.won[score] * p.lost // the lost ones met so far have less
		p.tied += e.won[score] * e.lost[score]
		p.won += e.won[score]
		p.lost += e.lost[score]
	}
	return p
}

// area is the part of the pairs in which the won deal has the higher score,
// those that are tied counted half, in 1/10000 and rounded down; ok is false
// when there is no pair. It is what is called the area under the ROC curve.
func (p pairs) area() (area int64, ok bool) {
	all := 2 * p.won * p.lost
	if all == 0 {
		return 0, false
	}
	return (2*p.above + p.tied) * qualify.Full / all, true
}
