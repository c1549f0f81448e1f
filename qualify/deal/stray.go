package deal

import "fmt"

// Stray is a fact, or a part of one, that the definitions do not know. It is
// kept and shown, and counts for nothing.
type Stray struct {
	Fact int // its index in the record
	Why  StrayKind
	Name string // what is not known
}

// StrayKind says why a fact is a stray.
type StrayKind uint8

const (
	UnknownElement   StrayKind = iota + 1 // evidence for an element the framework does not have
	UnknownLevel                          // evidence that claims a level the framework does not have
	UnknownPerson                         // somebody nobody has introduced by then
	UnknownRole                           // a role the process does not have
	UnknownMilestone                      // a milestone the process does not have
	WrongSide                             // a milestone by a side that it does not belong to
	UnknownAttribute                      // an attribute the process does not declare
	WrongType                             // a value that the attribute cannot have
	UnknownStage                          // a stage or end the process does not have
	UnknownReason                         // a reason the end does not list
	UnknownStep                           // a next step that nobody agreed
	UnknownApproval                       // an approval that no requirement asks for
	UnknownDemand                         // a waiver of something the process does not ask for
	NotWaivable                           // a waiver by somebody who may not give it
)

// String says what the stray is, in words.
func (s Stray) String() string {
	switch s.Why {
	case UnknownElement:
		return fmt.Sprintf("no element %q in the framework", s.Name)
	case UnknownLevel:
		return fmt.Sprintf("no level %q in the framework", s.Name)
	case UnknownPerson:
		return fmt.Sprintf("nobody has said who %q is", s.Name)
	case UnknownRole:
		return fmt.Sprintf("no role %q in the process", s.Name)
	case UnknownMilestone:
		return fmt.Sprintf("no milestone %q in the process", s.Name)
	case WrongSide:
		return fmt.Sprintf("the milestone %q belongs to another side", s.Name)
	case UnknownAttribute:
		return fmt.Sprintf("no attribute %q in the process", s.Name)
	case WrongType:
		return fmt.Sprintf("the attribute %q cannot have this value", s.Name)
	case UnknownStage:
		return fmt.Sprintf("no stage %q in the process", s.Name)
	case UnknownReason:
		return fmt.Sprintf("no reason %q at this end", s.Name)
	case UnknownStep:
		return fmt.Sprintf("no next step %q was agreed", s.Name)
	case UnknownApproval:
		return fmt.Sprintf("no requirement %q asks for an approval", s.Name)
	case UnknownDemand:
		return fmt.Sprintf("no requirement %q in the process", s.Name)
	case NotWaivable:
		return fmt.Sprintf("%q cannot be waived by them", s.Name)
	}
	panic(fmt.Sprintf("deal: no words for stray kind %d", s.Why))
}
