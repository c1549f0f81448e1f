package diagram

import (
	"fmt"
	"html"
	"strings"

	"github.com/headway-go/headway/stage"
)

const (
	margin    = 32
	minWidth  = 560 // room for the headline
	arrowhead = 9

	betweenWalks = 70
)

// The colours: dark on white. Each goes with a shape, a width or a word that
// says the same.
const (
	ink    = "#1c2430"
	muted  = "#57606a"
	hair   = "#c9d1d9"
	paper  = "#ffffff"
	shade  = "#f6f8fa"
	green  = "#1a7f37"
	tinted = "#e9f5ec"
	red    = "#b42318"
	amber  = "#8a5a00"
	warm   = "#fff8e6"
)

// SVG writes the diagram as a picture of its own: no script, no style sheet, no
// file besides. Its title and its description, which say everything that the
// picture shows, are for those who do not see it. A thick arrow is a gate that
// the deal has crossed, a dashed one leads back.
func (d *Diagram) SVG() string {
	c := &canvas{}
	places, gates := make([]block, len(d.places)), make([]block, len(d.edges))
	for i := range d.places {
		places[i] = placeBlock(&d.places[i])
	}
	for i := range d.edges {
		gates[i] = gateBlock(&d.edges[i])
	}
	var layouts []*layout
	graph := 0 // its width
	for i, w := range d.walks {
		l := newLayout(d, w, boxes(places), boxes(gates))
		layouts = append(layouts, l)
		width, _ := l.size()
		if i > 0 {
			graph += betweenWalks
		}
		graph += max(width, name.measure(w.title))
	}
	width := max(graph, minWidth)
	y := d.drawHead(c, width)
	x, height := margin+(width-graph)/2, 0
	for i, l := range layouts {
		wide, tall := d.drawWalk(c, l, d.walks[i], x, y, places, gates)
		x, height = x+wide+betweenWalks, max(height, tall)
	}
	c.moveTo(margin, y+height)
	height = y + height + d.drawAnytime(c, places, width)
	c.moveTo(margin, height)
	height += d.drawKey(c, width) + margin
	return d.page(c, width+2*margin, height)
}

// drawWalk draws a walk from a corner on, and gives the room that it takes. Over
// a track stands its title.
func (d *Diagram) drawWalk(c *canvas, l *layout, w walk, x, y int, places, gates []block) (width, height int) {
	c.moveTo(x, y)
	b := block{}
	if w.title != "" {
		b.line(0, name, w.title, plain)
		b.height += betweenItems / 2
	}
	c.rows(b)
	c.moveTo(x, y+b.height)
	for i := range d.edges {
		if l.ways[i] != nil {
			d.drawWay(c, l, i)
		}
	}
	for i, at := range l.gates {
		if at >= 0 {
			c.gate(l.items[at].box, gates[i], d.edges[i].before)
		}
	}
	for i, at := range l.places {
		if at >= 0 {
			c.place(l.items[at].box, places[i], &d.places[i])
		}
	}
	width, height = l.size()
	return max(width, b.width), height + b.height
}

func boxes(blocks []block) []box {
	out := make([]box, len(blocks))
	for i, b := range blocks {
		out[i] = box{width: b.width, height: b.height}
	}
	return out
}

// page puts what was drawn on a page of its size.
func (d *Diagram) page(c *canvas, width, height int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="%d" height="%d" viewBox="0 0 %d %d" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">`+"\n",
		width, height, width, height)
	fmt.Fprintf(&b, "<title>%s</title>\n<desc>%s</desc>\n", html.EscapeString(d.title), html.EscapeString(d.words()))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="%s"/>`+"\n", width, height, paper)
	b.WriteString(c.b.String())
	b.WriteString("</svg>\n")
	return b.String()
}

// drawHead writes the title and what is said below it, and gives the y at which
// the graph begins.
func (d *Diagram) drawHead(c *canvas, width int) int {
	b := block{height: margin - 12}
	for _, s := range headline.wrap(d.title, width) {
		b.line(margin, headline, s, plain)
	}
	b.height += 2
	for i, about := range d.about {
		for _, s := range caption.wrap(about, width) {
			how := plain
			if i == 0 {
				how = quiet
			}
			b.line(margin, caption, s, how)
		}
	}
	c.rows(b)
	return b.height + 20
}

// drawAnytime draws the ends that every stage may go to, and gives the height
// that they take.
func (d *Diagram) drawAnytime(c *canvas, places []block, width int) int {
	b := block{height: 24}
	x, y, tall := 0, 0, 0
	for i := range d.places {
		p := &d.places[i]
		if !p.anytime() {
			continue
		}
		if len(b.rows) == 0 {
			b.line(0, caption, "From every stage a deal may also go to", quiet)
			y = b.height + 10
		}
		if x > 0 && x+places[i].width > width {
			x, y, tall = 0, y+tall+betweenItems/2, 0
		}
		c.place(box{x, y, places[i].width, places[i].height}, places[i], p)
		x += places[i].width + betweenItems
		tall = max(tall, places[i].height)
	}
	if len(b.rows) == 0 {
		return 0
	}
	c.rows(b)
	return y + tall
}

// drawKey says what the marks mean that are in the picture, and gives the height
// that it takes.
func (d *Diagram) drawKey(c *canvas, width int) int {
	var parts []string
	if d.has(func(p *place) bool { return p.optional }) {
		parts = append(parts, "dashed box: an optional stage, which may be passed over")
	}
	back, crossed := false, false
	for i := range d.edges {
		back, crossed = back || d.edges[i].back(), crossed || d.edges[i].crossed
	}
	if back {
		parts = append(parts, "dashed arrow: leads back")
	}
	if crossed {
		parts = append(parts, "thick arrow: a gate that the deal has crossed")
	}
	if d.has(func(p *place) bool { return p.earned }) {
		parts = append(parts, "thick border: earned")
	}
	if len(parts) == 0 {
		return 0
	}
	b := block{height: 20}
	for _, s := range note.wrap(strings.Join(parts, " · "), width) {
		b.line(0, note, s, quiet)
	}
	c.rows(b)
	return b.height
}

// canvas is what has been drawn so far.
type canvas struct {
	b    strings.Builder
	x, y int // where things are drawn from
}

func (c *canvas) moveTo(x, y int) { c.x, c.y = x, y }

func (c *canvas) printf(format string, args ...any) { fmt.Fprintf(&c.b, format, args...) }

// rows writes the texts of a block.
func (c *canvas) rows(b block) { c.rowsAt(0, 0, b) }

func (c *canvas) rowsAt(x, y int, b block) {
	for _, r := range b.rows {
		c.row(c.x+x, c.y+y, r)
	}
}

func (c *canvas) row(x, y int, r row) {
	x, y = x+r.x, y+r.y
	fill := ink
	switch r.look {
	case quiet:
		fill = muted
	case solid, outline:
		fill = c.tag(x, y, r)
	case bullet, dash, yes, no, unclear, off:
		fill = c.mark(x-indent/2-1, y-r.face.size/3, r.look)
	}
	weight, anchor := "", ""
	if r.face.bold {
		weight = ` font-weight="bold"`
	}
	if r.centred {
		anchor = ` text-anchor="middle"`
	}
	c.printf(`<text x="%d" y="%d" font-size="%d"%s%s fill="%s">%s</text>`+"\n", x, y, r.face.size, weight, anchor, fill, html.EscapeString(r.text))
}

// tag draws what a text in the middle stands on, and gives the text's colour.
func (c *canvas) tag(x, y int, r row) (text string) {
	width := r.face.measure(r.text) + 12
	fill, text := ink, paper
	if r.look == outline {
		fill, text = paper, ink
	}
	c.printf(`<rect x="%d" y="%d" width="%d" height="%d" rx="3" fill="%s" stroke="%s"/>`+"\n", x-width/2, y-r.face.size, width, r.face.size+4, fill, ink)
	return text
}

// mark draws what stands before a text, and gives the text's colour.
func (c *canvas) mark(x, y int, how look) (text string) {
	switch how {
	case bullet:
		c.printf(`<circle cx="%d" cy="%d" r="2" fill="%s"/>`+"\n", x, y, muted)
		return ink
	case dash:
		c.printf(`<path d="M%d %dh6" stroke="%s"/>`+"\n", x-3, y, muted)
		return ink
	case yes:
		c.printf(`<circle cx="%d" cy="%d" r="4" fill="%s" stroke="%s"/>`+"\n", x, y, green, green)
		return green
	case no:
		c.printf(`<circle cx="%d" cy="%d" r="4" fill="none" stroke="%s" stroke-width="2"/>`+"\n", x, y, red)
		return red
	case unclear:
		c.printf(`<text x="%d" y="%d" font-size="12" font-weight="bold" text-anchor="middle" fill="%s">?</text>`+"\n", x, y+4, amber)
		return amber
	}
	c.printf(`<path d="M%d %dh8" stroke="%s" stroke-width="2"/>`+"\n", x-4, y, muted)
	return muted
}

// gate draws the box of a gate.
func (c *canvas) gate(at box, b block, before bool) {
	fill, stroke, width := shade, hair, 1
	if before {
		fill, stroke, width = warm, ink, 2
	}
	c.printf(`<rect x="%d" y="%d" width="%d" height="%d" rx="4" fill="%s" stroke="%s" stroke-width="%d"/>`+"\n",
		c.x+at.x, c.y+at.y, at.width, at.height, fill, stroke, width)
	c.rowsAt(at.x, at.y, b)
}

// place draws a place in the shape of its kind.
func (c *canvas) place(at box, b block, p *place) {
	x, y, w, h := c.x+at.x, c.y+at.y, at.width, at.height
	fill, stroke, width, dashes := paper, ink, 2, ""
	if p.earned {
		fill, stroke, width = tinted, green, 4
	}
	if p.here {
		stroke, width = ink, 5
	}
	if p.optional {
		dashes = ` stroke-dasharray="7 5"`
	}
	look := fmt.Sprintf(`fill="%s" stroke="%s" stroke-width="%d"%s`, fill, stroke, width, dashes)
	switch p.kind {
	case stage.NoPlace:
		c.printf(`<rect x="%d" y="%d" width="%d" height="%d" rx="%d" %s/>`+"\n", x, y, w, h, h/2, strings.Replace(look, paper, shade, 1))
	case stage.Open:
		c.printf(`<rect x="%d" y="%d" width="%d" height="%d" rx="8" %s/>`+"\n", x, y, w, h, look)
	case stage.Won:
		c.printf(`<rect x="%d" y="%d" width="%d" height="%d" rx="%d" %s/>`+"\n", x, y, w, h, h/2, look)
		c.printf(`<rect x="%d" y="%d" width="%d" height="%d" rx="%d" fill="none" stroke="%s"/>`+"\n", x+5, y+5, w-10, h-10, h/2-5, stroke)
	case stage.Lost:
		const cut = 12
		c.printf(`<path d="M%d %dh%dl%d %dv%dl%d %dh%dl%d %dv%dz" %s/>`+"\n",
			x+cut, y, w-2*cut, cut, cut, h-2*cut, -cut, cut, -(w - 2*cut), -cut, -cut, -(h - 2*cut), look)
	case stage.Left:
		const point = 14
		c.printf(`<path d="M%d %dh%dl%d %dl%d %dh%dz" %s/>`+"\n", x, y, w-point, point, h/2, -point, h-h/2, -(w - point), look)
	}
	c.rowsAt(at.x, at.y, b)
}

// drawWay draws a way with its arrowhead. It goes straight through each layer,
// and curves between them. Where it leads up it keeps to the right of the places
// at its ends.
func (d *Diagram) drawWay(c *canvas, l *layout, i int) {
	e, path := &d.edges[i], l.ways[i]
	var s strings.Builder
	last := len(path) - 1
	x, y := 0, 0
	for k := range last {
		a, b := &l.items[path[k]], &l.items[path[k+1]]
		ax, bx := a.middle(), b.middle()
		climbs := b.layer < a.layer
		if climbs && k == 0 {
			ax += a.width / 4
		}
		if climbs && k+1 == last {
			bx += b.width / 4
			if k > 0 && !l.climbs(i) {
				ax += a.width / 4 // it turns round here
			}
		}
		out, in := l.tops[a.layer]+l.heights[a.layer], l.tops[b.layer]
		edge, far := a.y+a.height, b.y
		if climbs {
			out, in = l.tops[a.layer], l.tops[b.layer]+l.heights[b.layer]
			edge, far = a.y, b.y+b.height
		}
		if k == 0 || ax != x {
			fmt.Fprintf(&s, "M%d %d", c.x+ax, c.y+edge)
		}
		half := (out + in) / 2
		fmt.Fprintf(&s, "V%dC%d %d %d %d %d %d", c.y+out, c.x+ax, c.y+half, c.x+bx, c.y+half, c.x+bx, c.y+in)
		x, y = bx, far
		if k+1 == last {
			short := -arrowhead
			if climbs {
				short = arrowhead
			}
			fmt.Fprintf(&s, "V%d", c.y+far+short)
		}
	}
	stroke, width, dashes := muted, 2, ""
	if e.crossed {
		stroke, width = green, 5
	}
	if e.back() {
		dashes = ` stroke-dasharray="6 4"`
	}
	c.printf(`<path d="%s" fill="none" stroke="%s" stroke-width="%d"%s/>`+"\n", s.String(), stroke, width, dashes)
	c.arrowhead(x, y, l.items[path[last]].layer < l.items[path[last-1]].layer, stroke)
}

// arrowhead draws the point of an arrow.
func (c *canvas) arrowhead(x, y int, up bool, fill string) {
	length := -arrowhead
	if up {
		length = arrowhead
	}
	c.printf(`<path d="M%d %dl%d %dh%dz" fill="%s"/>`+"\n", c.x+x, c.y+y, -6, length-length/8, 12, fill)
}

// words says in sentences what the picture shows: each place, and each way with
// its gate.
func (d *Diagram) words() string {
	var b strings.Builder
	for _, s := range d.about {
		b.WriteString(s + ". ")
	}
	for _, w := range d.walks {
		if w.title != "" {
			b.WriteString("\n" + w.title + ".")
		}
		for _, p := range d.of(w) {
			b.WriteString("\n")
			if p.anytime() {
				b.WriteString("From every stage to ")
			}
			b.WriteString(strings.Join(p.texts(), ", ") + ".")
		}
	}
	for i := range d.edges {
		e := &d.edges[i]
		b.WriteString("\nFrom " + d.places[e.from].title + " to " + d.places[e.to].title)
		if e.crossed {
			b.WriteString(", crossed")
		}
		if lines := e.texts(); len(lines) > 0 {
			b.WriteString(": " + strings.Join(lines, "; "))
		}
		b.WriteString(".")
	}
	return b.String()
}
