package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/stage/diagram"
)

// draw writes the graph of a process, with a deal on it if one is named.
func draw(c *command) (int, error) {
	if len(c.args) > 1 {
		return 0, usagef("%q is one argument too many", c.args[1])
	}
	book, err := c.book()
	if err != nil {
		return 0, err
	}
	d, err := c.diagram(book)
	if err != nil {
		return 0, err
	}
	switch c.format {
	case "dot":
		c.out.WriteString(d.DOT())
	case "svg":
		c.out.WriteString(d.SVG())
	default:
		c.out.WriteString(d.Mermaid())
	}
	return fine, nil
}

func (c *command) diagram(book *stage.Playbook) (*diagram.Diagram, error) {
	if c.deal != "" {
		return c.diagramWithDeal(book)
	}
	if c.deals != "" || c.asOf != "" {
		return nil, usagef("say with -deal which deal to draw")
	}
	p, err := c.process(book)
	if err != nil {
		return nil, err
	}
	return diagram.Of(p), nil
}

// process finds the process that the arguments name, or the only one that the
// playbook has: of one for several segments that with all of their conditions.
func (c *command) process(book *stage.Playbook) (*stage.Process, error) {
	id := ""
	if all := slices.Collect(book.Processes()); len(c.args) > 0 {
		id = c.args[0]
	} else if len(all) == 1 {
		id = all[0].ID()
	} else {
		return nil, usagef("name one process: %s", strings.Join(processIDs(book), ", "))
	}
	p, ok := book.Process(id, "")
	if !ok {
		return nil, fmt.Errorf("there is no process %q; %s", id, ydoc.OneOf(id, processIDs(book)))
	}
	return p, nil
}

// processIDs names the processes of a playbook, and those that come with
// headway.
func processIDs(book *stage.Playbook) []string {
	var out []string
	for _, b := range []*stage.Playbook{book, stage.Builtin()} {
		for p := range b.Processes() {
			if !slices.Contains(out, p.ID()) {
				out = append(out, p.ID())
			}
		}
	}
	return out
}

// diagramWithDeal draws the process of a deal, which has to be the one named if
// one is.
func (c *command) diagramWithDeal(book *stage.Playbook) (*diagram.Diagram, error) {
	if len(c.args) > 0 {
		if _, err := c.process(book); err != nil {
			return nil, err
		}
	}
	recs, _, err := c.records()
	if err != nil {
		return nil, err
	}
	rec, err := c.one(recs, c.deal)
	if err != nil {
		return nil, err
	}
	c.tellUnread()
	c.since = ""
	_, day, err := c.window(recs)
	if err != nil {
		return nil, err
	}
	view := rec.AsOf(day)
	if err := begun(rec, day); err != nil {
		return nil, err
	}
	p, err := book.For(view)
	if err != nil {
		return nil, err
	}
	if len(c.args) > 0 && c.args[0] != p.ID() {
		return nil, fmt.Errorf("deal %s is judged by process %s, not by %s", rec.ID, p.ID(), c.args[0])
	}
	var w stage.Position
	w.Bind(p, rec)
	w.Look(view, day)
	return diagram.At(&w), nil
}

// begun reports a deal about which nothing had been noted by a day.
func begun(rec *deal.Record, day deal.Day) error {
	if rec.AsOf(day).Len() == 0 && rec.Len() > 0 {
		return fmt.Errorf("nothing had been noted about deal %s by %v; the first fact is of %v", rec.ID, day, rec.Fact(0).When().Noted)
	}
	return nil
}
