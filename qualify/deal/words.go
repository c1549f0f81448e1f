package deal

import (
	"fmt"
	"strings"
)

// Cite says the fact at an index in one line for a person to read: the day it
// happened, what it is, who it is from, and where to check it. What strangers
// wrote stands in it as they wrote it.
func (r *Record) Cite(i int) string {
	fact := r.Fact(i)
	at := fact.When()
	s := at.On.String() + " "
	switch x := fact.(type) {
	case Evidence:
		verb := "for"
		if x.Refutes {
			verb = "against"
		}
		s += fmt.Sprintf("%s %s %s, from %s", x.Form, verb, x.Element, r.NameOf(x.From))
	case Milestone:
		s += x.Milestone + " reached"
		if x.Void {
			s = at.On.String() + " " + x.Milestone + " undone"
		}
		if x.By != "" {
			s += ", by " + r.NameOf(x.By)
		}
	case Activity:
		s += x.Activity
		if len(x.With) > 0 {
			var names []string
			for _, w := range x.With {
				names = append(names, r.NameOf(Who(w)))
			}
			s += " with " + strings.Join(names, ", ")
		}
		switch {
		case x.Inbound:
			s += ", from their side"
		case !x.Reached:
			s += ", no answer"
		}
	case Stage:
		s += "the CRM says " + x.Stage
		if len(x.Reason) > 0 {
			s += " (" + strings.Join(x.Reason, ", ") + ")"
		}
	case CloseDate:
		s += "close date " + x.Day.String()
	case NextStep:
		s += fmt.Sprintf("next step %q, due %v", x.Step, x.Due)
		if x.Owner != "" {
			s += ", owner " + r.NameOf(x.Owner)
		}
	case StepDone:
		s += "next step " + x.Step + " done"
		if x.Missed {
			s = at.On.String() + " next step " + x.Step + " missed"
		}
	case Person:
		s += "about " + r.NameOf(Who(x.Person))
		if len(x.Roles) > 0 {
			s += ": " + strings.Join(x.Roles, ", ")
		}
		if x.Gone == Yes {
			s += ", has left"
		}
	case Set:
		var parts []string
		for _, v := range x.Values {
			value := v.Value.String()
			if v.Value == (Value{}) {
				value = "nothing"
			}
			parts = append(parts, v.Attribute+" = "+value)
		}
		s += strings.Join(parts, ", ")
	case Approval:
		s += "approval " + x.Approval + " by " + x.By
		if x.Rejected {
			s = at.On.String() + " rejection " + x.Approval + " by " + x.By
		}
	case Waive:
		s += "waiver of " + x.Requirement + " by " + x.By
	case Pause:
		s += "pause until " + x.Until.String() + ": " + x.Why
	}
	if at.Noted != at.On {
		s += ", noted " + at.Noted.String()
	}
	if at.Ref != "" {
		s += " [" + at.Ref + "]"
	}
	if at.Note != "" {
		s += " \u201c" + at.Note + "\u201d"
	}
	return s
}

// NameOf says who somebody is: a person by the name that the record has for
// them, or else as the facts do; a side by a word for it.
func (r *Record) NameOf(w Who) string {
	switch w {
	case SomeBuyer:
		return "the buyer"
	case SomeSeller:
		return "us"
	case SomeThirdParty:
		return "a third party"
	case BothSides:
		return "both sides"
	}
	name := string(w)
	for _, f := range r.Facts() {
		if p, ok := f.(Person); ok && p.Person == string(w) && p.Name != "" {
			name = p.Name
		}
	}
	return name
}
