package generate

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
)

// Framework is a qualification framework.
type Framework struct {
	ID       string
	Levels   []Level // nil is the standard ladder
	Elements []Element
	Method   string // of the score: weighted, weakest, sum; "" says nothing
	Bands    []Band
	Words    bool // it has everything that is only for people to read
}

// Level is one step of a ladder, weakest first.
type Level struct {
	ID      string
	Points  int // 0 says nothing: its position counts
	ShownBy []Way
}

// Way is what has to be on record for a level to hold.
type Way struct {
	Forms  []deal.Form
	Side   deal.Side
	Roles  []string
	People int // 0 says nothing: one is enough
}

// Element is one thing to find out about a deal.
type Element struct {
	ID        string
	Weight    int // -1 says nothing: it weighs 1
	Essential bool
	ValidFor  deal.Duration
	Levels    []Level // its own rules; the points of these mean nothing
	Reads     []string
}

// Band is a named range of the score.
type Band struct {
	ID   string
	From int
}

// Standard is the ladder of a framework that has none of its own.
func Standard() []Level {
	return []Level{
		{ID: "asserted", Points: 1, ShownBy: []Way{{}}},
		{ID: "stated", Points: 2, ShownBy: []Way{
			{Forms: []deal.Form{deal.Statement, deal.Document, deal.Act}, Side: deal.Buyer},
		}},
		{ID: "corroborated", Points: 3, ShownBy: []Way{
			{Forms: []deal.Form{deal.Document, deal.Act}, Side: deal.Buyer},
			{Forms: []deal.Form{deal.Statement}, Side: deal.Buyer, People: 2},
		}},
		{ID: "committed", Points: 4, ShownBy: []Way{
			{Forms: []deal.Form{deal.Act}, Side: deal.Buyer},
		}},
	}
}

// Ladder is the levels of the framework, weakest first.
func (f *Framework) Ladder() []Level {
	if f.Levels == nil {
		return Standard()
	}
	return f.Levels
}

// YAML prints the framework.
func (f *Framework) YAML() string {
	var b strings.Builder
	fmt.Fprintf(&b, "framework: %s\ntitle: Generated\n", f.ID)
	if f.Words {
		b.WriteString(words)
	}
	if f.Levels != nil {
		b.WriteString("levels:\n")
		for _, l := range f.Levels {
			fmt.Fprintf(&b, "  - id: %s\n    means: whatever\n", l.ID)
			if l.Points != 0 {
				fmt.Fprintf(&b, "    points: %d\n", l.Points)
			}
			fmt.Fprintf(&b, "    shown_by: %s\n", ways(l.ShownBy))
		}
	}
	b.WriteString("elements:\n")
	for _, e := range f.Elements {
		fmt.Fprintf(&b, "  - id: %s\n    title: Element\n", e.ID)
		if f.Words {
			fmt.Fprintf(&b, "    letter: E\n    about: something\n    ask: [What, Why]\n    shows: {%s: much}\n", f.Ladder()[0].ID)
		}
		if e.Weight >= 0 {
			fmt.Fprintf(&b, "    weight: %d\n", e.Weight)
		}
		if e.Essential {
			b.WriteString("    essential: true\n")
		}
		if !e.ValidFor.IsZero() {
			fmt.Fprintf(&b, "    valid_for: %v\n", e.ValidFor)
		}
		if len(e.Reads) > 0 {
			fmt.Fprintf(&b, "    reads: %s\n", sequence(e.Reads))
		}
		if len(e.Levels) > 0 {
			b.WriteString("    levels:\n")
			for _, l := range e.Levels {
				fmt.Fprintf(&b, "      %s: %s\n", l.ID, ways(l.ShownBy))
			}
		}
	}
	if f.Method != "" || len(f.Bands) > 0 {
		b.WriteString("score:\n")
		if f.Method != "" {
			fmt.Fprintf(&b, "  method: %s\n", f.Method)
		}
		if len(f.Bands) > 0 {
			b.WriteString("  bands:\n")
			for _, band := range f.Bands {
				fmt.Fprintf(&b, "    - {id: %s, title: Band, from: %d}\n", band.ID, band.From)
			}
		}
	}
	return b.String()
}

// words is what may stand beside the title of a framework or a process.
const words = "version: \"1\"\nabout: For tests.\nsource: Nobody\n"

func ways(list []Way) string {
	var out []string
	for _, w := range list {
		var keys []string
		if len(w.Forms) > 0 {
			keys = append(keys, "form: "+forms(w.Forms))
		}
		if w.Side != deal.NoSide {
			keys = append(keys, fmt.Sprintf("side: %v", w.Side))
		}
		if len(w.Roles) > 0 {
			keys = append(keys, "role: "+sequence(w.Roles))
		}
		if w.People != 0 {
			keys = append(keys, fmt.Sprintf("people: %d", w.People))
		}
		out = append(out, mapping(keys))
	}
	return sequence(out)
}

func forms(list []deal.Form) string {
	var out []string
	for _, f := range list {
		out = append(out, f.String())
	}
	return sequence(out)
}

// sequence and mapping print in the flow style of YAML.
func sequence(items []string) string  { return "[" + strings.Join(items, ", ") + "]" }
func mapping(entries []string) string { return "{" + strings.Join(entries, ", ") + "}" }
