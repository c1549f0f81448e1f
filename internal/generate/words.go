package generate

import "github.com/headway-go/headway/qualify/deal"

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
	case deal.Evidence:
		f.Stamp = at
		return f
	case deal.Milestone:
		f.Stamp = at
		return f
	case deal.Activity:
		f.Stamp = at
		return f
	case deal.Person:
		f.Stamp, f.Name, f.Title = at, "Somebody", "Head of Something"
		return f
	case deal.Pause:
		f.Stamp, f.By = at, "ann"
		return f
	}
	return f
}
