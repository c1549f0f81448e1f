package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// excerptWidth is how many characters of a source line are shown around the
// caret; a longer line is cut on both sides.
const excerptWidth = 100

// Print writes every diagnostic for a person at a terminal: the sentence, the
// source line with a caret under the place, related places and the hint.
//
//	process.yaml:12:7: error: no element "champoin" in framework meddpicc [process/element]
//	   12 |     - element: champoin
//	      |                ^
//	      = hint: did you mean "champion"?
func (l List) Print(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, d := range l {
		fmt.Fprintln(b, d)
		d.printExcerpt(b)
		for _, r := range d.Related {
			fmt.Fprintf(b, "      = see %s: %s\n", Printable(r.Pos.String()), Printable(r.Message))
		}
		if d.Hint != "" {
			fmt.Fprintf(b, "      = hint: %s\n", Printable(d.Hint))
		}
	}
	return b.Flush()
}

func (d Diagnostic) printExcerpt(w io.Writer) {
	if d.Excerpt == "" || d.Pos.Line == 0 {
		return
	}
	text := strings.ReplaceAll(d.Excerpt, "\t", " ")
	place := offset(text, d.Pos.Column)
	before := []rune(Printable(text[:place])) // an escape is longer than what it stands for
	line, at := append(before, []rune(Printable(text[place:]))...), len(before)
	if from := max(0, at-excerptWidth/2); len(line) > excerptWidth {
		to := min(len(line), from+excerptWidth)
		line, at = line[from:to], at-from
	}
	fmt.Fprintf(w, "%5d | %s\n", d.Pos.Line, string(line))
	fmt.Fprintf(w, "      | %s^\n", strings.Repeat(" ", Width(string(line[:at]))))
}

// offset gives where the character of a column begins, in bytes.
func offset(s string, column int) int {
	for i := range s {
		if column--; column < 1 {
			return i
		}
	}
	return len(s)
}

// Width is how many terminal cells a text takes: wide East Asian characters
// and emoji take two, marks none.
func Width(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul),
			r >= 0xFF01 && r <= 0xFF60, r >= 0x1F300 && r <= 0x1FAFF:
			n += 2
		default:
			n++
		}
	}
	return n
}

// Printable gives s in a form that is safe to show on a terminal and in a
// log: control characters, line breaks, text-direction marks and invalid bytes
// come out as visible escapes, everything else as it is. Text of strangers
// passes through here before it is shown.
func Printable(s string) string {
	clean := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r == '\u200d' || r == '\u00a0':
			b.WriteRune(r) // joins emoji; a space that does not break
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		i += size
	}
	return b.String()
}
