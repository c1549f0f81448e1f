package deal

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/headway-go/headway/internal/ydoc"
)

var (
	errNoFact     = errors.New("there is no fact to append")
	errNoOn       = errors.New("a fact needs the day it happened")
	errOnNoted    = errors.New("nothing is known before it happens")
	errOutOfOrder = errors.New("facts are appended in the order noted")
)

// Append adds a fact. It refuses one that no deal file could hold: that lacks
// something it cannot do without, has no day, was noted before it happened, or
// has a name that is none; and one noted before the last fact of the record. The
// record is then as it was. What is said in two ways is kept in one: a fact
// noted on the day it happened does not say when it was noted, and a list of
// nothing is no list, but for the roles of a person.
func (r *Record) Append(f Fact) error {
	f, err := settle(f)
	if err != nil {
		return fmt.Errorf("deal %q: %w", r.ID, err)
	}
	at := f.When()
	if last := r.Last(); at.Noted.Before(last) {
		return fmt.Errorf("deal %q: %s noted %v after one of %v: %w", r.ID, title(f), at.Noted, last, errOutOfOrder)
	}
	r.append(f, at)
	return nil
}

// settle gives a fact as a record keeps it, or says why no deal file could hold
// it. It has to know every kind of fact: one of another kind, or a pointer to a
// fact, would be kept and would count for nothing.
func settle(f Fact) (Fact, error) {
	var c check
	switch x := f.(type) {
	case nil:
		return nil, errNoFact
	case Evidence:
		c.stamp(&x.Stamp)
		c.name("element", x.Element)
		c.need("form", x.Form > NoForm && int(x.Form) < len(formNames))
		c.name("source", string(x.From))
		c.source(x.From)
		c.nameIfAny("level", x.Level)
		f = x
	case Milestone:
		c.stamp(&x.Stamp)
		c.name("milestone", x.Milestone)
		c.nameIfAny("source", string(x.By))
		c.source(x.By)
		f = x
	case Activity:
		c.stamp(&x.Stamp)
		c.text("activity", x.Activity)
		for _, who := range x.With {
			c.person(who)
		}
		if len(x.With) == 0 {
			x.With = nil
		}
		f = x
	case Stage:
		c.stamp(&x.Stamp)
		c.name("stage", x.Stage)
		c.names("reason", x.Reason)
		if len(x.Reason) == 0 {
			x.Reason = nil
		}
		f = x
	case CloseDate:
		c.stamp(&x.Stamp)
		c.need("day", !x.Day.IsZero())
		f = x
	case NextStep:
		c.stamp(&x.Stamp)
		c.text("step", x.Step)
		c.need("due day", !x.Due.IsZero())
		c.nameIfAny("owner", string(x.Owner))
		c.nameIfAny("id", x.ID)
		f = x
	case StepDone:
		c.stamp(&x.Stamp)
		c.name("step", x.Step)
		f = x
	case Person:
		c.stamp(&x.Stamp)
		c.person(x.Person)
		c.need("side", x.Side > NoSide && int(x.Side) < len(sideNames))
		c.text("name", x.Name)
		c.text("title", x.Title)
		c.names("role", x.Roles)
		c.need("known stance", int(x.Stance) < len(stanceNames))
		c.need("known word on being gone", x.Gone <= No)
		f = x
	case Set:
		c.stamp(&x.Stamp)
		c.settings(x.Values)
		f = x
	case Approval:
		c.stamp(&x.Stamp)
		c.name("requirement", x.Approval)
		c.name("approver", x.By)
		f = x
	case Waive:
		c.stamp(&x.Stamp)
		c.name("requirement", x.Requirement)
		c.name("giver", x.By)
		c.text("why", x.Why)
		f = x
	case Pause:
		c.stamp(&x.Stamp)
		c.need("last day", !x.Until.IsZero())
		c.text("why", x.Why)
		c.nameIfAny("giver", x.By)
		f = x
	default:
		return nil, fmt.Errorf("a %T is no fact: the kinds of fact are a closed set of values", f)
	}
	if c.wrong != nil {
		return nil, fmt.Errorf("%s: %w", title(f), c.wrong)
	}
	return f, nil
}

// title names a fact by its kind and its day, as far as it has one.
func title(f Fact) string {
	if on := f.When().On; !on.IsZero() {
		return f.Kind() + " of " + on.String()
	}
	return f.Kind()
}

// check finds the first thing that is wrong with a fact.
type check struct{ wrong error }

func (c *check) refuse(err error) {
	if c.wrong == nil {
		c.wrong = err
	}
}

// stamp checks the days, and takes out a day noted that says nothing new.
func (c *check) stamp(at *Stamp) {
	switch noted := at.When().Noted; {
	case at.On.IsZero():
		c.refuse(errNoOn)
	case noted.Before(at.On):
		c.refuse(fmt.Errorf("noted %v: %w", noted, errOnNoted))
	case noted == at.On:
		at.Noted = Day{}
	}
	c.text("ref", at.Ref)
	c.text("note", at.Note)
}

func (c *check) need(what string, given bool) {
	if !given {
		c.refuse(fmt.Errorf("it has no %s", what))
	}
}

func (c *check) name(what, s string) {
	if why := ydoc.BadName(s); why != "" {
		c.refuse(fmt.Errorf("its %s: %s", what, why))
	}
}

func (c *check) nameIfAny(what, s string) {
	if s != "" {
		c.name(what, s)
	}
}

func (c *check) names(what string, list []string) {
	for _, s := range list {
		c.name(what, s)
	}
}

func (c *check) text(what, s string) {
	if !utf8.ValidString(s) {
		c.refuse(fmt.Errorf("its %s is no UTF-8", what))
	}
}

// source checks where a fact comes from, which is not both sides at once.
func (c *check) source(w Who) {
	if w == BothSides {
		c.refuse(fmt.Errorf("its source: %q can own a next step and nothing else", w))
	}
}

func (c *check) person(s string) {
	c.name("person", s)
	if _, ok := Who(s).Person(); s != "" && !ok {
		c.refuse(fmt.Errorf("%q stands for a side and can be no person's name", s))
	}
}

func (c *check) settings(values []Setting) {
	c.need("values", len(values) > 0)
	seen := make(map[string]bool, len(values))
	for _, s := range values {
		c.name("attribute", s.Attribute)
		c.text("value", s.Value.text)
		if seen[s.Attribute] {
			c.refuse(fmt.Errorf("it sets %q twice", s.Attribute))
		}
		seen[s.Attribute] = true
	}
}
