package generate

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
)

// YAML prints the process.
func (p *Process) YAML() string {
	var b strings.Builder
	fmt.Fprintf(&b, "process: %s\ntitle: Generated\nframework: %s\n", p.ID, p.Framework)
	if p.Words {
		b.WriteString(words)
	}
	if p.Segments != nil {
		fmt.Fprintf(&b, "segments: %s\n", sequence(p.Segments))
	}
	if len(p.Roles) > 0 {
		b.WriteString("roles:\n")
		for side := deal.Buyer; side <= deal.ThirdParty; side++ {
			var ids []string
			for _, r := range p.Roles {
				if r.Side == side {
					ids = append(ids, r.ID)
				}
			}
			if len(ids) > 0 {
				fmt.Fprintf(&b, "  %v: %s\n", side, sequence(ids))
			}
		}
	}
	if len(p.Milestones) > 0 {
		b.WriteString("milestones:\n")
		for _, m := range p.Milestones {
			keys := []string{"id: " + m.ID, "title: Milestone"}
			if m.By != deal.NoSide {
				keys = append(keys, fmt.Sprintf("by: %v", m.By))
			}
			if lasts := text(m.ValidFor, m.ValidForBy); lasts != "" {
				keys = append(keys, "valid_for: "+lasts)
			}
			if p.Words {
				keys = append(keys, `ask: "Did it happen?"`)
			}
			if len(m.VoidBy) > 0 {
				keys = append(keys, "void_by: "+sequence(m.VoidBy))
			}
			fmt.Fprintf(&b, "  - %s\n", mapping(keys))
		}
	}
	if len(p.Attributes) > 0 {
		b.WriteString("attributes:\n")
		for _, a := range p.Attributes {
			keys := []string{"id: " + a.ID, "type: " + a.Type}
			if p.Words {
				keys = append(keys, "unit: pieces")
			}
			if a.Default != (deal.Value{}) {
				keys = append(keys, "default: "+literal(a.Default))
			}
			fmt.Fprintf(&b, "  - %s\n", mapping(keys))
		}
	}
	if len(p.Shared) > 0 {
		b.WriteString("requirements:\n")
		for _, s := range p.Shared {
			fmt.Fprintf(&b, "  %s: %s\n", s.ID, s.Requirement.YAML())
		}
	}
	b.WriteString("stages:\n")
	for i := range p.Stages {
		p.Stages[i].print(&b, "  ")
	}
	if p.Ends != nil {
		b.WriteString("ends:\n")
		for _, e := range p.Ends {
			fmt.Fprintf(&b, "  - id: %s\n    title: End\n", e.ID)
			if e.Kind == "won" && len(e.Needs)%2 == 0 {
				b.WriteString("    won: true\n") // the short word for the kind
			} else {
				fmt.Fprintf(&b, "    kind: %s\n", e.Kind)
			}
			requirements(&b, "    needs", e.Needs)
			line(&b, "    reasons", list(e.Reasons))
			line(&b, "    wake", text(e.Wake, e.WakeBy))
		}
	}
	p.printRest(&b)
	return b.String()
}

// printRest prints what is not there in the plainest of processes.
func (p *Process) printRest(b *strings.Builder) {
	if p.Moves != nil {
		b.WriteString("moves:\n")
		for _, m := range p.Moves {
			from := "any"
			if m.From != nil {
				from = sequence(m.From)
			}
			fmt.Fprintf(b, "  - from: %s\n    to: %s\n", from, m.To)
			condition(b, "    when", m.When)
			if m.Forbid {
				b.WriteString("    allow: false\n")
			} else if len(m.Needs)%2 == 1 {
				b.WriteString("    allow: true\n") // which need not be said
			}
			requirements(b, "    needs", m.Needs)
		}
	}
	requirements(b, "always", p.Always)
	if p.Tracks != nil {
		b.WriteString("tracks:\n")
		for _, t := range p.Tracks {
			fmt.Fprintf(b, "  - id: %s\n    title: Track\n    stages:\n", t.ID)
			for i := range t.Stages {
				t.Stages[i].print(b, "      ")
			}
		}
	}
	if p.Calendar != nil {
		fmt.Fprintf(b, "calendar: %s\n", p.Calendar.yaml())
	}
	condition(b, "applies", p.Applies)
	if p.Signals != nil {
		b.WriteString("signals:\n")
		for _, s := range p.Signals {
			if s.Thresholds == nil {
				fmt.Fprintf(b, "  %s: off\n", s.ID)
			} else {
				fmt.Fprintf(b, "  %s: %s\n", s.ID, mapping(thresholds(s.Thresholds)))
			}
		}
	}
}

// print prints the stage as an entry of a list.
func (s *Stage) print(b *strings.Builder, indent string) {
	fmt.Fprintf(b, "%s- id: %s\n%s  title: Stage\n", indent, s.ID, indent)
	key := func(name string) string { return indent + "  " + name }
	line(b, key("purpose"), quoted(s.Purpose))
	line(b, key("probability"), text(s.Probability, s.ProbabilityBy))
	line(b, key("forecast"), s.Forecast)
	line(b, key("expected"), text(s.Expected, s.ExpectedBy))
	var limits []string
	for _, l := range s.Limits {
		limits = append(limits, l.yaml())
	}
	if len(limits) == 1 {
		line(b, key("limit"), limits[0])
	} else {
		line(b, key("limit"), list(limits))
	}
	if s.Silence != nil {
		line(b, key("silence"), s.Silence.yaml())
	}
	var involve []string
	if s.Buyers != nil {
		involve = append(involve, "buyer: "+sequence(s.Buyers))
	}
	if s.Sellers != nil {
		involve = append(involve, "seller: "+sequence(s.Sellers))
	}
	if involve != nil {
		line(b, key("involve"), mapping(involve))
	}
	condition(b, key("when"), s.When)
	line(b, key("waits_for"), s.WaitsFor.String())
	requirements(b, key("enter"), s.Enter)
	requirements(b, key("exit"), s.Exit)
	line(b, key("next"), list(s.Next))
	if s.Optional {
		line(b, key("optional"), "true")
	}
}

func (l *Limit) yaml() string {
	of := text(l.Of, l.OfBy)
	if l.From == "" && l.Before == "" && l.When == nil && l.OfBy == nil {
		return of
	}
	keys := []string{"of: " + of}
	if l.From != "" {
		keys = append(keys, "from: "+l.From)
	}
	if l.Before != "" {
		keys = append(keys, "before: "+l.Before)
	}
	if l.When != nil {
		keys = append(keys, "when: "+l.When.YAML())
	}
	return mapping(keys)
}

func (s *Silence) yaml() string {
	keys := []string{"warn: " + text(s.Warn, s.WarnBy), "flag: " + text(s.Flag, s.FlagBy)}
	if s.When != nil {
		keys = append(keys, "when: "+s.When.YAML())
	}
	if s.Then != "" {
		keys = append(keys, "then: "+s.Then)
	}
	return mapping(keys)
}

func (c *Calendar) yaml() string {
	var keys []string
	if c.Weekend != nil {
		var names []string
		for _, d := range c.Weekend {
			names = append(names, strings.ToLower(d.String()[:3]))
		}
		keys = append(keys, "weekend: "+sequence(names))
	}
	if c.Holidays != nil {
		var days []string
		for _, d := range c.Holidays {
			days = append(days, d.String())
		}
		keys = append(keys, "holidays: "+sequence(days))
	}
	if c.Quiet != nil {
		var periods []string
		for _, q := range c.Quiet {
			period := []string{"from: " + q.From.String(), "to: " + q.To.String()}
			if q.Why != "" {
				period = append(period, "why: "+quoted(q.Why))
			}
			periods = append(periods, mapping(period))
		}
		keys = append(keys, "quiet: "+sequence(periods))
	}
	if c.FiscalYear != "" {
		keys = append(keys, "fiscal_year_start: "+quoted(c.FiscalYear))
	}
	return mapping(keys)
}

func line(b *strings.Builder, key, value string) {
	if value != "" {
		fmt.Fprintf(b, "%s: %s\n", key, value)
	}
}

func condition(b *strings.Builder, key string, r *Requirement) {
	if r != nil {
		line(b, key, r.YAML())
	}
}

// list is sequence, and nothing when there is nothing.
func list(items []string) string {
	if items == nil {
		return ""
	}
	return sequence(items)
}

func requirements(b *strings.Builder, key string, list []*Requirement) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "%s:\n", key)
	indent := strings.Repeat(" ", len(key)-len(strings.TrimLeft(key, " ")))
	for _, r := range list {
		fmt.Fprintf(b, "%s  - %s\n", indent, r.YAML())
	}
}

// literal prints a value of an attribute. A text that is a day stays plain.
func literal(v deal.Value) string {
	if s, ok := v.Text(); ok {
		if _, err := deal.ParseDay(s); err != nil {
			return fmt.Sprintf("%q", s)
		}
	}
	return v.String()
}

func thresholds(list []Threshold) []string {
	var out []string
	for _, t := range list {
		if t.Days.IsZero() {
			out = append(out, t.Name+": "+text(t.Count, t.CountBy))
		} else {
			out = append(out, t.Name+": "+text(t.Days, t.DaysBy))
		}
	}
	return out
}
