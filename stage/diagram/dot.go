package diagram

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/stage"
)

// dotColumns is how wide the lines of a label are in DOT, which does not wrap
// them itself.
const dotColumns = 56

// What a node looks like in DOT, by what stands in it.
var dotShapes = [...]string{
	stage.NoPlace: `shape=oval`,
	stage.Open:    `shape=box`,
	stage.Won:     `shape=doubleoctagon`,
	stage.Lost:    `shape=octagon`,
	stage.Left:    `shape=cds`,
}

// DOT writes the diagram for Graphviz. A thick arrow is a gate that the deal has
// crossed, a dashed one leads back.
func (d *Diagram) DOT() string {
	var b strings.Builder
	b.WriteString("digraph process {\n")
	b.WriteString("  graph [rankdir=TB, fontname=\"Helvetica\", labelloc=t, labeljust=l, nodesep=0.4, ranksep=0.35,\n")
	fmt.Fprintf(&b, "    label=\"%s\"];\n", dotHead(d))
	b.WriteString("  node [fontname=\"Helvetica\", fontsize=12, margin=\"0.2,0.1\"];\n")
	b.WriteString("  edge [fontname=\"Helvetica\", fontsize=10];\n")
	dotNodes(&b, "  ", d.of(d.walks[0]), false)
	if d.has((*place).anytime) {
		b.WriteString("  subgraph cluster_anytime {\n    graph [label=\"from every stage\", style=dotted];\n")
		dotNodes(&b, "    ", d.of(d.walks[0]), true)
		b.WriteString("  }\n")
	}
	for _, w := range d.walks[1:] {
		fmt.Fprintf(&b, "  subgraph \"cluster_t_%s\" {\n    graph [label=\"%s\", style=dotted];\n", w.id, dotText(w.title))
		dotNodes(&b, "    ", d.of(w), false)
		b.WriteString("  }\n")
	}
	for i := range d.edges {
		e := &d.edges[i]
		var looks []string
		if label := dotGate(e); label != "" {
			looks = append(looks, `label="`+label+`"`)
		}
		if e.crossed {
			looks = append(looks, "penwidth=3")
		}
		if e.back() {
			looks = append(looks, "style=dashed")
		}
		fmt.Fprintf(&b, "  \"%s\" -> \"%s\"", d.places[e.from].id, d.places[e.to].id)
		if len(looks) > 0 {
			fmt.Fprintf(&b, " [%s]", strings.Join(looks, ", "))
		}
		b.WriteString(";\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// dotNodes writes those of some places that every stage may go to, or the others.
func dotNodes(b *strings.Builder, indent string, places []place, anytime bool) {
	for i := range places {
		p := &places[i]
		if p.anytime() != anytime {
			continue
		}
		looks := dotShapes[p.kind]
		switch {
		case p.optional:
			looks += `, style="rounded,dashed"`
		case p.kind == stage.Open:
			looks += ", style=rounded"
		}
		switch {
		case p.here:
			looks += ", penwidth=5"
		case p.earned:
			looks += ", penwidth=3"
		}
		fmt.Fprintf(b, "%s\"%s\" [label=\"%s\", %s];\n", indent, p.id, dotPlace(p), looks)
	}
}

// The lines of a label end in \l where they stand at the left, and in \n where
// they stand in the middle.

// dotHead gives the label of the whole.
func dotHead(d *Diagram) string {
	var b strings.Builder
	for _, s := range append([]string{d.title}, d.about...) {
		dotLine(&b, "", "", s, `\l`)
	}
	return b.String() + `\l`
}

// dotPlace gives the label of a place.
func dotPlace(p *place) string {
	var b strings.Builder
	for _, s := range p.texts() {
		dotLine(&b, "", "", s, `\n`)
	}
	return strings.TrimSuffix(b.String(), `\n`)
}

// dotGate gives the label of a way. It keeps a little away from the line.
func dotGate(e *edge) string {
	const away = "   "
	var b strings.Builder
	for _, s := range e.headings() {
		dotLine(&b, away, away, s, `\l`)
	}
	for _, l := range e.lines {
		below := away + strings.Repeat("   ", l.depth)
		mark := "• "
		if l.depth > 0 {
			mark = "– "
		}
		dotLine(&b, below+mark, below+"   ", l.words(), `\l`)
	}
	if e.asksNothing() {
		dotLine(&b, away, away, nothing, `\l`)
	}
	return b.String()
}

// dotLine adds a text to a label, wrapped: what stands before its first line,
// and before the others.
func dotLine(b *strings.Builder, first, others, text, end string) {
	for i, s := range wrapColumns(text, dotColumns) {
		before := others
		if i == 0 {
			before = first
		}
		b.WriteString(before + dotText(s) + end)
	}
}

// dotText escapes a text for a label in quotes: the quote, the backslash that
// begins an escape, and the ampersand that begins an HTML entity.
func dotText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, `&`, `&amp;`).Replace(s)
}
