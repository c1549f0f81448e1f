package voice

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Stray says why a fact counts for nothing, and how a value is written that
// was put in quotes.
func Stray(rec *deal.Record, s deal.Stray) string {
	set, ok := rec.Fact(s.Fact).(deal.Set)
	if s.Why != deal.WrongType || !ok {
		return s.String()
	}
	for _, v := range set.Values {
		text, ok := v.Value.Text()
		if v.Attribute != s.Name || !ok {
			continue
		}
		if _, err := deal.ParseNumber(text); err == nil {
			return fmt.Sprintf("the attribute %q is no text: write %s as a number, without quotes", s.Name, text)
		}
		if text == "true" || text == "false" {
			return fmt.Sprintf("the attribute %q is no text: write %s without quotes", s.Name, text)
		}
	}
	return s.String()
}

// Misnamed says which stage the CRM names that the process does not have.
func Misnamed(r *score.Row) string {
	s := fmt.Sprintf("%q, which the process does not have", r.Misnamed)
	if hint := ydoc.DidYouMean(r.Misnamed, stageIDs(r.Process)); hint != "" {
		s += "; " + hint
	}
	return s
}

// stageIDs names the stages and ends of a process.
func stageIDs(p *stage.Process) []string {
	var out []string
	for s := range p.Stages() {
		out = append(out, s.ID())
	}
	for s := range p.Ends() {
		out = append(out, s.ID())
	}
	return out
}

// Wait says until when a deal waits, and for what.
func Wait(r *score.Row) string {
	if r.Waits.For != deal.NoSide {
		return "for the " + strings.ReplaceAll(r.Waits.For.String(), "_", " ") + ", as the stage has it"
	}
	s := "until " + r.Waits.Until.String()
	if r.Waits.Why != "" {
		s += ": " + r.Waits.Why
	}
	switch x := r.WaitsFor.(type) {
	case deal.Pause:
		s += ": " + x.Why
	case deal.NextStep:
		s += fmt.Sprintf(": the buyer owes %q", x.Step)
	}
	return s
}
