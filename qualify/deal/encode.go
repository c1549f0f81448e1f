package deal

import (
	"fmt"
	"io"

	"github.com/headway-go/headway/internal/ydoc"
)

// WriteYAML writes the record as a deal file. [Decode] reads it back equal, if
// it is not larger than a file may be. A header that could not be read back,
// such as one without an ID, is refused and nothing is written.
func (r *Record) WriteYAML(w io.Writer) error {
	if err := r.Header.readable(); err != nil {
		return err
	}
	return ydoc.WriteYAML(w, r.out(len(r.facts)))
}

// MarshalJSON gives the record as JSON on one line, as a line of NDJSON holds
// it. [Decode] and [Stream] read it back equal, as they do with what
// [Record.WriteYAML] writes.
func (r *Record) MarshalJSON() ([]byte, error) {
	if err := r.Header.readable(); err != nil {
		return nil, err
	}
	return ydoc.AppendJSON(nil, r.out(len(r.facts)))
}

// readable says why a header could not be read again.
func (h *Header) readable() error {
	var c check
	c.name("name", h.ID)
	c.nameIfAny("segment", h.Segment)
	c.nameIfAny("process", h.Process)
	c.text("title", h.Title)
	c.text("account", h.Account)
	c.text("owner", h.Owner)
	if c.wrong != nil {
		return fmt.Errorf("deal %q: %w", h.ID, c.wrong)
	}
	return nil
}

// out gives the first so many facts to write, with the header.
func (r *Record) out(n int) ydoc.Out {
	f := fields{{Key: "deal", Value: r.ID}}
	f.text("title", r.Title)
	f.text("account", r.Account)
	f.text("owner", r.Owner)
	f.text("segment", r.Segment)
	f.text("process", r.Process)
	facts := make([]ydoc.Out, 0, n)
	for _, fact := range r.facts[:n] {
		facts = append(facts, factOut(fact))
	}
	f.add("facts", facts)
	return ydoc.Fields(f)
}

// fields builds a mapping; what is not said is left out.
type fields ydoc.Fields

func (f *fields) add(key string, v ydoc.Out) { *f = append(*f, ydoc.Field{Key: key, Value: v}) }

func (f *fields) text(key, s string) {
	if s != "" {
		f.add(key, s)
	}
}

func (f *fields) day(key string, d Day) {
	if !d.IsZero() {
		f.add(key, ydoc.Plain(d.String()))
	}
}

func (f *fields) flag(key string, yes bool) {
	if yes {
		f.add(key, ydoc.Plain("true"))
	}
}

func (f *fields) list(key string, items []string) {
	if len(items) > 0 {
		f.add(key, list(items))
	}
}

func list(items []string) []ydoc.Out {
	out := make([]ydoc.Out, 0, len(items))
	for _, s := range items {
		out = append(out, s)
	}
	return out
}

func factOut(fact Fact) ydoc.Out {
	f := make(fields, 0, 8) // most have fewer keys
	at := fact.When()
	switch x := fact.(type) {
	case Evidence:
		f.add("evidence", x.Element)
		f.text("form", x.Form.String())
		f.text("from", string(x.From))
		f.text("level", x.Level)
		f.flag("refutes", x.Refutes)
	case Milestone:
		f.add("milestone", x.Milestone)
		f.text("by", string(x.By))
		f.flag("void", x.Void)
	case Activity:
		f.add("activity", x.Activity)
		f.list("with", x.With)
		f.flag("reached", x.Reached)
		f.flag("inbound", x.Inbound)
	case Stage:
		f.add("stage", x.Stage)
		f.list("reason", x.Reason)
	case CloseDate:
		f.day("close_date", x.Day)
	case NextStep:
		f.add("next_step", x.Step)
		f.day("due", x.Due)
		f.text("owner", string(x.Owner))
		f.text("id", x.ID)
	case StepDone:
		f.add("step_done", x.Step)
		f.flag("missed", x.Missed)
	case Person:
		f.add("person", x.Person)
		f.text("side", x.Side.String())
		f.text("name", x.Name)
		f.text("title", x.Title)
		if x.Roles != nil {
			f.add("roles", list(x.Roles))
		}
		f.text("stance", x.Stance.String())
		switch x.Gone {
		case Yes:
			f.add("gone", ydoc.Plain("true"))
		case No:
			f.add("gone", ydoc.Plain("false"))
		}
	case Set:
		var set fields
		for _, s := range x.Values {
			set.add(s.Attribute, valueOut(s.Value))
		}
		f.add("set", ydoc.Fields(set))
	case Approval:
		f.add("approval", x.Approval)
		f.text("by", x.By)
		if x.Rejected {
			f.add("outcome", "rejected")
		}
	case Waive:
		f.add("waive", x.Requirement)
		f.text("by", x.By)
		f.add("why", x.Why)
		f.day("until", x.Until)
	case Pause:
		f.day("pause", x.Until)
		f.add("why", x.Why)
		f.text("by", x.By)
	default:
		panic("deal: a fact of a kind that is not written: " + fact.Kind())
	}
	f.day("on", at.On)
	if at.Noted != at.On {
		f.day("noted", at.Noted)
	}
	f.text("ref", at.Ref)
	f.text("note", at.Note)
	return ydoc.Fields(f)
}

func valueOut(v Value) ydoc.Out {
	switch v.Kind() {
	case NumberValue, FlagValue:
		return ydoc.Plain(v.String())
	case TextValue:
		return ydoc.Quoted(v.text) // so that what looks like a number stays a text
	}
	return ydoc.Plain("null")
}
