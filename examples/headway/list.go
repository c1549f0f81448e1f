package main

import (
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/stage"
)

type listJSON struct {
	Frameworks []frameworkJSON `json:"frameworks"`
	Processes  []processJSON   `json:"processes"`
}

type frameworkJSON struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	About    string   `json:"about"`
	Source   string   `json:"source"`
	Elements []string `json:"elements"`
	Levels   []string `json:"levels"`
}

type processJSON struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	About     string   `json:"about"`
	Framework string   `json:"framework"`
	Segments  []string `json:"segments"`
	Stages    []string `json:"stages"`
	Ends      []string `json:"ends"`
}

// list names what comes with headway.
func list(c *command) (int, error) {
	if err := c.none(); err != nil {
		return 0, err
	}
	out := listJSON{}
	for _, id := range qualify.Builtins() {
		f, _ := qualify.Builtin(id)
		x := frameworkJSON{ID: f.ID(), Title: f.Title(), About: f.About(), Source: f.Source()}
		for e := range f.Elements() {
			x.Elements = append(x.Elements, e.ID())
		}
		for l := range f.Levels() {
			x.Levels = append(x.Levels, l.ID())
		}
		out.Frameworks = append(out.Frameworks, x)
	}
	for p := range stage.Builtin().Processes() {
		x := processJSON{ID: p.ID(), Title: p.Title(), About: p.About(), Framework: p.Framework().ID(), Segments: p.Segments()}
		for s := range p.Stages() {
			x.Stages = append(x.Stages, s.ID())
		}
		for s := range p.Ends() {
			x.Ends = append(x.Ends, s.ID())
		}
		out.Processes = append(out.Processes, x)
	}
	if c.format == "json" {
		writeJSON(&c.out, out)
		return fine, nil
	}
	b := &c.out
	b.WriteString(c.style.bold("Frameworks") + ", for framework: in a process\n")
	for _, f := range out.Frameworks {
		wrap(b, 2, f.ID, 12, f.About)
		wrap(b, 2, "", 12, "elements: "+strings.Join(f.Elements, ", "))
		wrap(b, 2, "", 12, "levels: "+strings.Join(f.Levels, ", "))
	}
	b.WriteString("\n" + c.style.bold("Processes") + ", for process: in a deal\n")
	for _, p := range out.Processes {
		wrap(b, 2, p.ID, 12, p.About)
		wrap(b, 2, "", 12, "on "+p.Framework+", for segment "+strings.Join(p.Segments, ", "))
		wrap(b, 2, "", 12, "stages: "+strings.Join(p.Stages, ", ")+"; ends: "+strings.Join(p.Ends, ", "))
	}
	return fine, nil
}
