package diagram

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/headway-go/headway/stage"
)

// The frames of a Mermaid node, by what stands in it: a circle for the start,
// rounded for a stage, round ends for won, a hexagon for lost, a flag for left.
var mermaidFrames = [...][2]string{
	stage.NoPlace: {`(("`, `"))`},
	stage.Open:    {`("`, `")`},
	stage.Won:     {`(["`, `"])`},
	stage.Lost:    {`{{"`, `"}}`},
	stage.Left:    {`>"`, `"]`},
}

// Mermaid writes the diagram as a Mermaid flowchart. A thick arrow is a gate
// that the deal has crossed, a dotted one leads back. Programs that draw Mermaid
// refuse what is longer than they were told to take, mostly 50,000 characters.
func (d *Diagram) Mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart TB\n")
	fmt.Fprintf(&b, "  accTitle: %s\n", mermaidText(d.title))
	fmt.Fprintf(&b, "  accDescr: %s\n", mermaidText(strings.Join(d.about, "; ")))
	mermaidNodes(&b, "  ", d.of(d.walks[0]), false)
	if d.has((*place).anytime) {
		b.WriteString("  subgraph anytime [\"from every stage\"]\n")
		mermaidNodes(&b, "    ", d.of(d.walks[0]), true)
		b.WriteString("  end\n")
	}
	for _, w := range d.walks[1:] {
		fmt.Fprintf(&b, "  subgraph t%s [\"%s\"]\n", mermaidID(w.id), mermaidText(w.title))
		mermaidNodes(&b, "    ", d.of(w), false)
		b.WriteString("  end\n")
	}
	for i := range d.edges {
		e := &d.edges[i]
		arrow := "-->"
		switch {
		case e.crossed:
			arrow = "==>"
		case e.back():
			arrow = "-.->"
		}
		from, to := mermaidID(d.places[e.from].id), mermaidID(d.places[e.to].id)
		if lines := e.texts(); len(lines) > 0 {
			fmt.Fprintf(&b, "  %s %s|\"%s\"| %s\n", from, arrow, mermaidLines(lines), to)
		} else {
			fmt.Fprintf(&b, "  %s %s %s\n", from, arrow, to)
		}
	}
	d.mermaidClass(&b, "optional", "stroke-dasharray:6 4", func(p *place) bool { return p.optional })
	d.mermaidClass(&b, "earned", "stroke-width:3px", func(p *place) bool { return p.earned })
	d.mermaidClass(&b, "here", "stroke-width:6px", func(p *place) bool { return p.here })
	return b.String()
}

// mermaidNodes writes those of some places that every stage may go to, or the
// others.
func mermaidNodes(b *strings.Builder, indent string, places []place, anytime bool) {
	for i := range places {
		if p := &places[i]; p.anytime() == anytime {
			frame := mermaidFrames[p.kind]
			fmt.Fprintf(b, "%s%s%s%s%s\n", indent, mermaidID(p.id), frame[0], mermaidLines(p.texts()), frame[1])
		}
	}
}

// mermaidClass gives some places a style, if there are any.
func (d *Diagram) mermaidClass(b *strings.Builder, name, style string, which func(*place) bool) {
	var ids []string
	for _, i := range d.all(which) {
		ids = append(ids, mermaidID(d.places[i].id))
	}
	if len(ids) > 0 {
		fmt.Fprintf(b, "  classDef %s %s\n  class %s %s\n", name, style, strings.Join(ids, ","), name)
	}
}

// mermaidID makes an id that is no word of Mermaid's and has nothing in it that
// could begin an arrow. Ids have no capitals, so no two become one.
func mermaidID(id string) string { return "s_" + strings.ReplaceAll(id, "-", "H") }

func mermaidLines(lines []string) string {
	out := make([]string, len(lines))
	for i, s := range lines {
		out[i] = mermaidText(s)
	}
	return strings.Join(out, "<br/>")
}

// mermaidPairs are the beginnings of what Mermaid still looks for in a label
// after its entities have become characters: formulas, breaks, icons, and the
// signs behind which it hides the entities themselves.
var mermaidPairs = [...]string{"$$", `\n`, ":f", "ﬂ°", "¶ß"}

// apart is the number of a character that has no width and joins two words. It
// parts what must not be read together, and nobody sees it.
const apart = "#8288;"

// mermaidText escapes a text. Mermaid passes a label through its own entities,
// HTML, formulas, icons and, in some versions, Markdown, and patterns of its own
// run over the source before it is parsed. So everything that is no letter,
// digit, space or comma is written as the number of its character, apart from the
// bullets, which mean nothing there; and a line that does not begin with a letter
// does not begin as a list would.
func mermaidText(s string) string {
	var b strings.Builder
	var before rune
	for _, r := range s {
		plain := strings.ContainsRune(" ,•–", r) || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if slices.Contains(mermaidPairs[:], string([]rune{before, r})) || before == 0 && !unicode.IsLetter(r) && r != '•' && r != '–' {
			b.WriteString(apart)
		}
		if plain {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
		before = r
	}
	return b.String()
}
