package generate

import (
	"fmt"

	"github.com/headway-go/headway/qualify/deal"
)

// words adds to a case what is there for people to read, and decides nothing.
func (s source) words(c *Case) {
	c.Framework.Words, c.Process.Words = s.chance(10), s.chance(10)
	if s.chance(10) {
		c.Header.Title, c.Header.Account = "Acme: a new roof", "Acme"
	}
	for i, f := range c.Facts {
		if s.chance(10) {
			c.Facts[i] = worded(f)
		}
	}
}

// worded gives a fact with everything that can be said beside it.
func worded(f deal.Fact) deal.Fact {
	at := f.When()
	at.Ref, at.Note = "call 7", "said in passing"
	if at.Noted == at.On {
		at.Noted = deal.Day{} // as it was written
	}
	switch f := f.(type) {
	case deal.Person:
		f.Name, f.Title = "Somebody", "Head of Something"
		return Stamped(f, at)
	case deal.Pause:
		f.By = "ann"
		return Stamped(f, at)
	}
	return Stamped(f, at)
}

// Stamped gives a fact with other days, and what else a stamp has.
func Stamped(f deal.Fact, at deal.Stamp) deal.Fact {
	switch f := f.(type) {
	case deal.Evidence:
		f.Stamp = at
		return f
	case deal.Milestone:
		f.Stamp = at
		return f
	case deal.Activity:
		f.Stamp = at
		return f
	case deal.Stage:
		f.Stamp = at
		return f
	case deal.CloseDate:
		f.Stamp = at
		return f
	case deal.NextStep:
		f.Stamp = at
		return f
	case deal.StepDone:
		f.Stamp = at
		return f
	case deal.Person:
		f.Stamp = at
		return f
	case deal.Set:
		f.Stamp = at
		return f
	case deal.Approval:
		f.Stamp = at
		return f
	case deal.Waive:
		f.Stamp = at
		return f
	case deal.Pause:
		f.Stamp = at
		return f
	}
	panic(fmt.Sprintf("no fact of kind %T", f))
}
