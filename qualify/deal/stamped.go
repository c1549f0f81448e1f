package deal

import "fmt"

// Stamped gives a fact with another stamp, and otherwise as it is. It panics over
// nil, as over a pointer to a fact: neither is a fact that a record holds.
func Stamped(f Fact, at Stamp) Fact {
	switch f := f.(type) {
	case Evidence:
		f.Stamp = at
		return f
	case Milestone:
		f.Stamp = at
		return f
	case Activity:
		f.Stamp = at
		return f
	case Stage:
		f.Stamp = at
		return f
	case CloseDate:
		f.Stamp = at
		return f
	case NextStep:
		f.Stamp = at
		return f
	case StepDone:
		f.Stamp = at
		return f
	case Person:
		f.Stamp = at
		return f
	case Set:
		f.Stamp = at
		return f
	case Approval:
		f.Stamp = at
		return f
	case Waive:
		f.Stamp = at
		return f
	case Pause:
		f.Stamp = at
		return f
	}
	panic(fmt.Sprintf("deal: a %T is no fact", f))
}
