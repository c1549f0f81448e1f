package ydoc

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/headway-go/headway/qualify/diag"
)

// ignoreMark begins a comment that asks for a warning to be left out:
//
//	# headway:ignore <code> <why>
const ignoreMark = "headway:ignore"

// Ignores gives the comments of the whole document that ask for a warning to be
// left out, in the order written. One behind something is about its own line,
// one that stands alone about the first line below that is no comment. Those
// that cannot work, because they name no warning or do not say why, are
// reported instead.
//
// Comments are looked for in the source: the library keeps the text of comments
// and loses their places.
func (v Value) Ignores() []diag.Ignore {
	if v.doc == nil || !bytes.Contains(v.doc.src, []byte(ignoreMark)) {
		return nil
	}
	d := v.doc
	lines := splitLines(d.src)
	quoted := d.textSpans(v.n, lines)
	var out []diag.Ignore
	below := d.first + len(lines) // the first line below that is no comment
	for i, l := range slices.Backward(lines) {
		line := d.first + i
		at, ok := comment(d.src, l, quoted)
		if !ok {
			below = line
			continue
		}
		about := below
		if !alone(d.src[l.from:at]) {
			about, below = line, line
		}
		said, ok := strings.CutPrefix(strings.TrimLeft(string(d.src[at:l.to]), "# \t"), ignoreMark)
		if !ok || said != "" && said[0] != ' ' && said[0] != '\t' || d.told[diag.Warning] > MaxDiagnostics {
			continue
		}
		ignore := diag.Ignore{
			Pos:     d.pos(line, utf8.RuneCount(d.src[l.from:at])+1),
			Line:    about,
			Excerpt: string(d.src[l.from:l.to]),
		}
		if d.ignores(&ignore, strings.Fields(said)) {
			out = append(out, ignore)
		}
	}
	slices.Reverse(out)
	return out
}

// ignores reads the words of an ignore, and reports what keeps it from working.
func (d *document) ignores(ignore *diag.Ignore, words []string) bool {
	doubt := func(code diag.Code, message, hint string) {
		d.say(diag.Diagnostic{Pos: ignore.Pos, Code: code, Severity: diag.Warning, Message: message, Hint: hint})
	}
	if len(words) == 0 {
		doubt(diag.IgnoreUnknownCode, "this names no code", "write # "+ignoreMark+", the code of the warning, and why")
		return false
	}
	ignore.Code = diag.Code(words[0])
	e, ok := diag.Explain(ignore.Code)
	switch {
	case !ok:
		var codes []string
		for c := range diag.Codes() {
			codes = append(codes, string(c))
		}
		hint := DidYouMean(words[0], codes)
		if hint == "" {
			hint = "write the code as it stands in brackets behind the warning"
		}
		doubt(diag.IgnoreUnknownCode, fmt.Sprintf("there is no code %q", words[0]), hint)
	case e.Severity == diag.Error:
		doubt(diag.IgnoreError, fmt.Sprintf("%s is a mistake, and cannot be ignored", ignore.Code), "mend what it is about")
	case len(words) == 1:
		doubt(diag.IgnoreWithoutReason, fmt.Sprintf("this does not say why %s is to be ignored", ignore.Code), "write the reason behind the code")
	default:
		return true
	}
	return false
}

// span is a part of the source, up to and without to.
type span struct{ from, to int }

// splitLines gives the lines of a source without what ends them, by the line
// breaks that the YAML library knows.
func splitLines(src []byte) []span {
	var out []span
	from := 0
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		switch r {
		case '\r', '\n', '\u0085', '\u2028', '\u2029':
			out = append(out, span{from, i})
			if r == '\r' && i+1 < len(src) && src[i+1] == '\n' {
				size = 2
			}
			from = i + size
		}
		i += size
	}
	return append(out, span{from, len(src)})
}

// comment finds where the comment of a line begins: at a # at the beginning or
// behind a blank, outside of quotes and block text.
func comment(src []byte, line span, quoted []span) (int, bool) {
	for i := line.from; i < line.to; i++ {
		if src[i] == '#' && (i == line.from || src[i-1] == ' ' || src[i-1] == '\t') && !within(quoted, i) {
			return i, true
		}
	}
	return 0, false
}

func within(spans []span, at int) bool {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].to > at })
	return i < len(spans) && spans[i].from <= at
}

func alone(before []byte) bool { return len(bytes.Trim(before, " \t")) == 0 }

// textSpans gives the parts of the source in which a # is text: what stands in
// quotes, and the lines of block text. They are in order, for the nodes are.
func (d *document) textSpans(root *yaml.Node, lines []span) []span {
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle
	const block = yaml.LiteralStyle | yaml.FoldedStyle
	var out []span
	c := cursor{src: d.src, lines: lines}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode && n.Style&(quoted|block) != 0 && c.move(n.Line-d.first, n.Column-1) {
			switch {
			case n.Style&block != 0:
				out = append(out, blockText(n.Value, d.src, lines[c.line:]))
			case n.Style&yaml.SingleQuotedStyle != 0:
				out = append(out, span{c.offset, endOfQuote(d.src, c.offset, '\'')})
			default:
				out = append(out, span{c.offset, endOfQuote(d.src, c.offset, '"')})
			}
		}
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(root)
	return out
}

// cursor finds the bytes of places that come in order, in one pass. Lines and
// columns are counted from 0.
type cursor struct {
	src    []byte
	lines  []span
	line   int
	column int
	offset int
}

// move goes on to a place, and reports whether it is there and ahead.
func (c *cursor) move(line, column int) bool {
	if line >= len(c.lines) || line < c.line || line == c.line && column < c.column {
		return false
	}
	if line > c.line {
		c.line, c.column, c.offset = line, 0, c.lines[line].from
	}
	for ; c.column < column && c.offset < c.lines[line].to; c.column++ {
		_, size := utf8.DecodeRune(c.src[c.offset:])
		c.offset += size
	}
	return c.column == column
}

// endOfQuote finds the end of the quoted text that begins at or soon behind an
// offset.
func endOfQuote(src []byte, at int, quote byte) int {
	open := bytes.IndexByte(src[at:], quote)
	if open < 0 {
		return at
	}
	for i := at + open + 1; i < len(src); i++ {
		switch {
		case src[i] == '\\' && quote == '"':
			i++
		case src[i] == quote && quote == '\'' && i+1 < len(src) && src[i+1] == quote:
			i++
		case src[i] == quote:
			return i + 1
		}
	}
	return len(src)
}

// blockText finds a block text below the first of some lines, which has the |
// or > and perhaps a comment: it goes on while lines are empty or indented as
// its own first line is.
func blockText(value string, src []byte, lines []span) span {
	out := span{lines[0].to, lines[0].to}
	if strings.TrimSpace(value) == "" {
		return out
	}
	own := 0 // the blanks that the first line of the value has of its own
	for line := range strings.Lines(value) {
		if text := strings.TrimLeft(line, " "); strings.TrimSpace(text) != "" {
			own = len(line) - len(text)
			break
		}
	}
	indent := -1
	for _, l := range lines[1:] {
		text := bytes.TrimLeft(src[l.from:l.to], " ")
		blanks := l.to - l.from - len(text)
		if len(text) == 0 {
			continue
		}
		if indent < 0 {
			indent = blanks - own
		}
		if blanks < indent {
			break
		}
		out.to = l.to
	}
	return out
}
