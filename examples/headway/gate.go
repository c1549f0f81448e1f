package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

type gateJSON struct {
	AsOf         deal.Day          `json:"as_of"`
	Deal         string            `json:"deal"`
	Claimed      *string           `json:"claimed"`
	Earned       string            `json:"earned"`
	To           string            `json:"to"`
	Open         bool              `json:"open"`
	OnRoute      bool              `json:"on_route"`
	Forbidden    bool              `json:"forbidden"`
	Unmet        []string          `json:"unmet"`
	Requirements []requirementJSON `json:"requirements"`
}

// gate answers whether a deal may move to a stage: it may when the stage is
// earned, and otherwise when every gate on the best way there is open.
func gate(c *command) (int, error) {
	if c.to == "" {
		return 0, usagef("say with -to which stage the deal would move to")
	}
	c.since = ""
	p, row, err := c.judge()
	if err != nil {
		return 0, err
	}
	card := p.Card()
	to, ok := card.Process().Stage(c.to)
	if !ok {
		return 0, usagef("process %s has no stage or end %q; %s", card.Process().ID(), c.to, stageHint(card.Process(), c.to))
	}
	g, onRoute := card.Position().GateTo(to)
	unmet := slices.Collect(g.Unmet())
	open := onRoute && g.Open()

	if c.format == "json" {
		out := gateJSON{AsOf: card.Day(), Deal: row.ID, Claimed: stageID(row.Claimed), Earned: row.Earned.ID(), To: to.ID(),
			Open: open, OnRoute: onRoute, Forbidden: g.Forbidden(), Unmet: []string{}, Requirements: requirementsJSON(card, g)}
		for _, e := range unmet {
			out.Unmet = append(out.Unmet, e.Requirement.ID())
		}
		writeJSON(&c.out, out)
	} else {
		c.gateText(card, row, to, g, onRoute, len(unmet))
	}
	if open {
		return fine, nil
	}
	return findings, nil
}

func (c *command) gateText(card *score.Card, row *score.Row, to stage.Stage, g stage.Gate, onRoute bool, unmet int) {
	name := diag.Printable(row.ID)
	switch {
	case g.Forbidden():
		fmt.Fprintf(&c.out, "%s: %s may not move to %s: the process forbids it%s\n", c.style.bad("closed"), name, to, c.sample())
	case !onRoute:
		fmt.Fprintf(&c.out, "%s: %s may not move to %s: no way leads there from %s%s\n", c.style.bad("closed"), name, to, row.Earned, c.sample())
		return
	case unmet > 0:
		fmt.Fprintf(&c.out, "%s: %s may not move to %s on %v: %s%s\n", c.style.bad("closed"), name, to, card.Day(), count(unmet, "requirement is open", "requirements are open"), c.sample())
	case row.Stands == to:
		fmt.Fprintf(&c.out, "%s: %s stands at %s%s\n", c.style.good("open"), name, to, c.sample())
	case card.Position().Earned(to):
		fmt.Fprintf(&c.out, "%s: %s has earned %s%s\n", c.style.good("open"), name, to, c.sample())
	default:
		fmt.Fprintf(&c.out, "%s: %s may move to %s on %v%s\n", c.style.good("open"), name, to, card.Day(), c.sample())
	}
	e := explanation{c: c, b: &c.out, card: card, row: row, rec: card.Record()}
	for entry := range g.Entries() {
		e.entry(entry)
	}
	if reasons := to.Reasons(); len(reasons) > 0 {
		e.say("reason", "one of these is owed there: "+strings.Join(reasons, ", "))
	}
}

func stageHint(p *stage.Process, written string) string { return ydoc.OneOf(written, stageIDs(p)) }

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
