package score

import (
	"iter"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Series gives what became of a deal between each two neighbours of a list of
// days, the earlier first: what [Compare] gives for those two alone, at the cost
// of little more than one walk through the log. [Every] gives the days of a
// series of weeks. Of n days there are n-1 comparisons; an error is that of one
// of them, and the next follow.
//
// A comparison is good until the next is asked for. Of what is kept longer, take
// the [RowOf]. Of days before anything had been noted it is that of a deal without
// facts, as with [Compare]; a [Reviewer] says [ErrNotBegun] there.
func Series(book *stage.Playbook, rec *deal.Record, days []deal.Day) iter.Seq2[*Progress, error] {
	return NewEvaluator(book).Series(rec, days)
}

// Series is [Series] in the evaluator's memory. Whoever asks the evaluator
// something else in between gets the same answers, and pays for another walk.
//
// A fact that was noted later than it happened may have opened a gate back then.
// The comparison with it among the new facts walks again from the first fact on.
func (e *Evaluator) Series(rec *deal.Record, days []deal.Day) iter.Seq2[*Progress, error] {
	return func(yield func(*Progress, error) bool) {
		for i := 1; i < len(days); i++ {
			if !yield(e.Progress(rec, days[i-1], days[i])) {
				return
			}
		}
	}
}

// Every gives the days from one to another, so many days apart, the first and
// the last among them: what is left over at the end is a shorter step. With a
// step below 1 they are these two alone. There are none from or to the zero Day,
// or backwards.
func Every(step int, from, to deal.Day) []deal.Day {
	if from.IsZero() || to.Before(from) {
		return nil
	}
	days := []deal.Day{from}
	for at := from; step > 0 && to.Sub(at) > step; days = append(days, at) {
		at = at.Add(step)
	}
	if to != from {
		days = append(days, to)
	}
	return days
}
