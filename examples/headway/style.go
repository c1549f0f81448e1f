package main

import (
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score/voice"
)

// width is how many columns a line of text output has at the most, where it can
// be helped.
const width = 120

// style is how text is shown. Colour goes to terminals alone and never says
// anything that the words do not.
type style struct{ colour bool }

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func takesColour(w io.Writer) bool { return os.Getenv("NO_COLOR") == "" && isTerminal(w) }

func (s style) paint(code, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) bold(text string) string { return s.paint("1", text) }
func (s style) good(text string) string { return s.paint("32", text) }
func (s style) bad(text string) string  { return s.paint("31", text) }
func (s style) mild(text string) string { return s.paint("33", text) }

// pad fills a text with spaces to a number of columns, and cuts one that is too
// long.
func pad(s string, columns int) string {
	s = cut(s, columns)
	return s + strings.Repeat(" ", columns-diag.Width(s))
}

// padLeft puts the spaces before.
func padLeft(s string, columns int) string {
	s = cut(s, columns)
	return strings.Repeat(" ", columns-diag.Width(s)) + s
}

func cut(s string, columns int) string {
	s = diag.Printable(s)
	if diag.Width(s) <= columns {
		return s
	}
	for diag.Width(s) > columns-1 {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s + "…"
}

// table is rows of cells that are aligned when they are written.
type table struct {
	right []bool // by column: numbers stand at the right
	rows  [][]string
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) write(b *strings.Builder, indent string) {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], diag.Width(diag.Printable(cell)))
		}
	}
	for _, row := range t.rows {
		var line strings.Builder
		for i, cell := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			if i < len(t.right) && t.right[i] {
				line.WriteString(padLeft(cell, widths[i]))
			} else {
				line.WriteString(pad(cell, widths[i]))
			}
		}
		b.WriteString(indent + strings.TrimRight(line.String(), " ") + "\n")
	}
}

// wrap writes a label and a text beside it, over as many lines as it takes.
func wrap(b *strings.Builder, indent int, label string, columns int, text string) {
	b.WriteString(strings.Repeat(" ", indent) + pad(label, columns))
	left := indent + columns
	at := left
	for i, word := range strings.Fields(diag.Printable(text)) {
		w := diag.Width(word)
		switch {
		case i == 0:
		case at+1+w > width:
			b.WriteString("\n" + strings.Repeat(" ", left))
			at = left
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += w
	}
	b.WriteByte('\n')
}

func count(n int, one, many string) string { return voice.Count(n, one, many) }

func thousands(n int64) string { return voice.Thousands(n) }

func amount(s string) string { return voice.Amount(s) }

func percent(n int) string { return voice.Percent(n) }
