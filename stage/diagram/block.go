package diagram

import "github.com/headway-go/headway/stage"

// The typefaces and measures of the drawing, in pixels.
var (
	headline = typeface{20, true}
	caption  = typeface{13, false}
	name     = typeface{14, true}
	note     = typeface{11, false}
	label    = typeface{11, true}
	body     = typeface{12, false}
)

const (
	placeText = 210 // the widest line of a place
	gateText  = 330 // the widest line of a gate
	inset     = 10  // from a border to the text in it
	indent    = 14  // of a member below its group, and of a text after its bullet
)

// block is texts put below each other, in a box of their own.
type block struct {
	width, height int
	rows          []row
}

// row is a line of text in a block. Its x and y are where the text begins, at
// the foot of its letters, or in the middle of it where it is centred.
type row struct {
	x, y    int
	face    typeface
	centred bool
	text    string
	look    look
}

// look is how a row is marked, by its shape and not by colour alone.
type look uint8

const (
	plain   look = iota
	quiet        // beside the point
	solid        // on a dark label
	outline      // in a frame
	bullet       // a dot before it
	dash         // a dash before it
	yes          // a full circle before it: it opens
	no           // an empty circle
	unclear      // a circle with a question mark
	off          // a short line
)

// line adds a row at the foot of a block.
func (b *block) line(x int, f typeface, text string, how look) {
	b.height += f.leading()
	b.rows = append(b.rows, row{x: x, y: b.height - f.size/4, face: f, text: text, look: how})
	b.width = max(b.width, x+f.measure(text))
}

// placeBlock puts the texts of a place into a box.
func placeBlock(p *place) block {
	b := block{height: inset - 2}
	for _, s := range name.wrap(p.title, placeText) {
		b.line(0, name, s, plain)
	}
	for _, s := range p.notes {
		for _, part := range note.wrap(s, placeText) {
			b.line(0, note, part, quiet)
		}
	}
	for i, s := range p.marks {
		how := outline
		switch {
		case p.here && i == 0:
			how = solid
		case p.earned && i == 0:
			how = quiet
		}
		for _, part := range label.wrap(s, gateText) {
			b.height += 7
			b.line(0, label, part, how)
		}
	}
	b.width = max(b.width+2*inset+12, 120)
	b.height += inset
	if p.kind == stage.Won {
		b.width += 2 * inset // it has round ends
		b.height += 4
	}
	for i := range b.rows {
		b.rows[i].x, b.rows[i].centred = b.width/2, true
	}
	return b
}

// gateBlock puts what a gate asks for into a box. Nothing is drawn on the way
// out of the start when nothing is asked there.
func gateBlock(e *edge) block {
	if len(e.texts()) == 0 {
		return block{}
	}
	b := block{height: inset - 3}
	answers := 0
	for _, l := range e.lines {
		if l.answer != "" {
			answers = max(answers, label.measure(l.answer)+8)
		}
	}
	for _, heading := range e.headings() {
		for _, s := range label.wrap(heading, gateText+answers) {
			b.line(inset, label, s, plain)
		}
		b.height += 5
	}
	for _, l := range e.lines {
		b.gateLine(l, answers)
	}
	if e.asksNothing() {
		b.line(inset, note, nothing, quiet)
	}
	b.width += inset
	b.height += inset - 2
	return b
}

// gateLine adds one thing that a gate asks for, after its answer.
func (b *block) gateLine(l line, answers int) {
	x := inset + indent + l.depth*indent
	first := len(b.rows)
	how := bullet
	if l.depth > 0 {
		how = dash
	}
	for _, s := range body.wrap(l.text, gateText-l.depth*indent) {
		b.line(x+answers, body, s, how)
		how = plain
	}
	if l.answer != "" {
		r := &b.rows[first]
		r.look = plain
		tag := row{x: x, y: r.y, face: label, text: l.answer, look: answerLooks(l.answer)}
		b.rows = append(b.rows, tag)
	}
	b.height += 3
}

func answerLooks(answer string) look {
	switch answer {
	case answerWords(stage.Met), answerWords(stage.Waived), holdsWords(stage.Unmet):
		return yes
	case answerWords(stage.Unmet), holdsWords(stage.Met):
		return no
	case answerWords(stage.Unknown):
		return unclear
	}
	return off
}
