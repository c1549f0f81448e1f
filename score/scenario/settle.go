package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// checker holds scenarios against the definitions that they are about.
type checker struct {
	book   *stage.Playbook
	eval   *score.Evaluator
	broken map[string]bool // files with a mistake that has been told
}

// sound reports whether nothing is wrong so far with what a scenario is made of.
func (c *checker) sound(d *draft) bool {
	for ; d != nil; d = d.base {
		if c.broken[d.object.Pos().File] {
			return false
		}
	}
	return true
}

// settle makes the record of a scenario and looks up every name in what it
// expects, in the process that the deal has on that day.
func (c *checker) settle(d *draft) *Scenario {
	s := &Scenario{name: d.name, pos: d.object.Pos(), start: d.start, expectations: d.expectations}
	s.rec = deal.New(deal.Header{ID: d.name, Title: d.name, Process: d.process.id, Segment: d.segment.id})
	for _, f := range deal.InOrder(d.facts) {
		// What is refused here is a fact with a mistake that has been told.
		if s.rec.Append(f.Fact) == nil {
			s.facts = append(s.facts, f.At.Pos())
		}
	}
	var last deal.Day
	for _, e := range d.expectations {
		p, err := c.book.For(s.rec.AsOf(e.to))
		if err != nil {
			c.noProcess(d, err)
			return s
		}
		last = deal.Later(last, e.to)
		c.segment(d, p)
		for i := range e.checks {
			for _, n := range e.checks[i].named {
				look(n, p)
			}
		}
	}
	if c.sound(d) && !last.IsZero() {
		c.strays(d, s, last)
	}
	return s
}

// noProcess says that no process can be told for the deal, unless that may be
// because of something that has been said.
func (c *checker) noProcess(d *draft, err error) {
	var unknown *stage.NoProcessError
	if !c.sound(d) || !errors.As(err, &unknown) {
		return
	}
	switch {
	case unknown.Process != "":
		d.process.at.Report(diag.ScenarioProcess, fmt.Sprintf("no process %q, neither in this playbook nor built in", unknown.Process), ydoc.OneOf(unknown.Process, unknown.Known))
	case unknown.Segment == d.segment.id && d.segment.id != "":
		d.segment.at.Report(diag.ScenarioProcess, fmt.Sprintf("no process is for the segment %q", unknown.Segment), ydoc.OneOf(unknown.Segment, unknown.Known))
	case unknown.Segment != "":
		d.object.Get("facts").Report(diag.ScenarioProcess, fmt.Sprintf("the facts set the segment to %q, which no process is for", unknown.Segment), ydoc.OneOf(unknown.Segment, unknown.Known))
	case len(unknown.Several) > 0:
		d.object.Report(diag.ScenarioProcess, fmt.Sprintf("the processes %s all apply", strings.Join(unknown.Several, ", ")), "give the scenario a process or a segment")
	default:
		d.object.Report(diag.ScenarioProcess, "it cannot be told which process this scenario is about", "give it a process, or one of the segments: "+ydoc.OneOf("", unknown.Known))
	}
}

// segment refuses a segment that the process named beside it is not for: in a
// deal it may be a stranger's word, here it is a slip.
func (c *checker) segment(d *draft, p *stage.Process) {
	if s := d.segment.id; s != "" && d.process.id != "" && !slices.Contains(p.Segments(), s) {
		at := d.segment.at
		if at.Pos().File != d.object.Pos().File {
			at = d.process.at // the segment is that of the scenario this one is built on
		}
		at.Report(diag.UnknownSegment, fmt.Sprintf("process %s is not for the segment %q", p.ID(), s), ydoc.OneOf(s, p.Segments()))
	}
}

// look looks up a name.
func look(n named, p *stage.Process) {
	known := n.of.of(p)
	if n.id == "" || known == nil || slices.Contains(known, n.id) {
		return
	}
	what, hint := fmt.Sprintf("no %s %q in process %s", n.of.what, n.id, p.ID()), ydoc.OneOf(n.id, known)
	_, isStage := p.Stage(n.id)
	_, isRequirement := p.Requirement(n.id)
	switch {
	case n.of == stages && isStage:
		what = fmt.Sprintf("%q is an end, and an end is never earned", n.id)
		hint = fmt.Sprintf("write claimed: %s, or expect the verdict between two days; the earned stage is the last one before it", n.id)
	case n.of == changes && isRequirement:
		what = fmt.Sprintf("%q is a group, and only what stands in it is gained or lost", n.id)
		hint = "name the requirements in it"
	case n.of == elements || n.of == levels:
		what = fmt.Sprintf("no %s %q in framework %s", n.of.what, n.id, p.Framework().ID())
	case n.of == signals:
		what = fmt.Sprintf("there is no signal %q", n.id)
	}
	n.at.Report(n.of.code, what, hint)
}

// strays warns of facts that count for nothing: a slip in a scenario can make
// it pass for the wrong reason.
func (c *checker) strays(d *draft, s *Scenario, day deal.Day) {
	card, err := c.eval.Card(s.rec, day)
	if err != nil {
		return // said above
	}
	for _, stray := range card.Strays() {
		d.facts[stray.Fact].At.Warn(diag.ScenarioStray, "this counts for nothing: "+stray.String(), "correct the name if it is a slip")
	}
}
