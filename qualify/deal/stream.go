package deal

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/headway-go/headway/internal/inorder"
	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// Stream reads deals from NDJSON, one a line; empty lines are passed over. A
// line that holds no deal gives a nil record and an [*UnreadError], and the
// stream goes on. The last thing it gives is a failure of the reader; or, of a
// source that does not have a deal a line at all (YAML, a list, JSON over
// several lines), one [*UnreadError] that says so. Memory is that of one line,
// which may have 1 MiB.
func Stream(file string, r io.Reader) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		for l := range lines(file, r) {
			if !yield(l.decode(file)) {
				return
			}
		}
	}
}

// StreamParallel is [Stream] with so many workers that read lines at once, and
// gives the same in the same order. Memory is that of eight lines and eight
// deals for each worker. When it ends, is broken off, or the reader panics, no
// worker is left. One worker, or less, is Stream.
func StreamParallel(workers int, file string, r io.Reader) iter.Seq2[*Record, error] {
	if workers <= 1 {
		return Stream(file, r)
	}
	type read struct {
		rec *Record
		err error
	}
	decode := func() func(line) read {
		return func(l line) read {
			rec, err := l.decode(file)
			return read{rec, err}
		}
	}
	return func(yield func(*Record, error) bool) {
		for got := range inorder.Map(workers, kept(lines(file, r)), decode) {
			if !yield(got.rec, got.err) {
				return
			}
		}
	}
}

// lines gives the lines of a source that are not empty, each good until the
// next is asked for. The last may be none and say why there are no more.
func lines(file string, r io.Reader) iter.Seq[line] {
	return func(yield func(line) bool) {
		lines := lineReader{source: bufio.NewReaderSize(r, 64<<10)}
		l, err := lines.next()
		if err == nil && l.odd() {
			first := l.clone()
			l, err = lines.next()
			if wrong := first.misread(file, l); wrong != nil && (err == nil || err == io.EOF) {
				yield(line{wrong: wrong})
				return
			}
			if !yield(first) {
				return
			}
		}
		for ; err == nil; l, err = lines.next() {
			if !yield(l) {
				return
			}
		}
		if err != io.EOF {
			yield(line{wrong: fmt.Errorf("%s: %w", file, err)})
		}
	}
}

// kept makes lines stay good.
func kept(lines iter.Seq[line]) iter.Seq[line] {
	return func(yield func(line) bool) {
		for l := range lines {
			if !yield(l.clone()) {
				return
			}
		}
	}
}

// line is a line that is not empty. The zero line is none.
type line struct {
	number int
	text   []byte
	wrong  error // why there is none
}

func (l line) clone() line {
	l.text = bytes.Clone(l.text)
	return l
}

// decode reads the deal of a line.
func (l line) decode(file string) (*Record, error) {
	if l.wrong != nil {
		return nil, l.wrong
	}
	var list diag.List
	v, ok := ydoc.ParseLine(file, l.number, l.text, &list)
	return decoded(v, ok, &list)
}

// odd reports whether a line does not begin and end as a deal does.
func (l line) odd() bool {
	return !l.begins('{') || !bytes.HasSuffix(bytes.TrimSpace(l.text), []byte("}"))
}

func (l line) begins(with byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(l.text), []byte{with})
}

// misread says that the source whose first line is l, with the next after it,
// does not have a deal a line; nil when it may have, and l alone is wrong.
func (l line) misread(file string, next line) error {
	what, hint := "no JSON", "give YAML as a file named .yaml"
	switch {
	case l.begins('['):
		what, hint = "a list", "write one deal a line, without [ ] and without commas between them"
	case next.begins('{'), l.begins('{') && next.number == 0:
		return nil
	case l.begins('{'):
		what, hint = "JSON over several lines", "put each deal on a line of its own, or give one deal as a file named .json"
	}
	_, err := l.decode(file)
	var wrong *UnreadError
	if errors.As(err, &wrong) && wrong.Mistakes[0].Code == diag.YAMLEncoding {
		return wrong // it is no text at all
	}
	return &UnreadError{Mistakes: diag.List{{Pos: diag.Pos{File: file, Line: l.number, Column: 1}, Code: diag.JSONSyntax,
		Message: "deals are read as JSON, a deal a line (NDJSON), and this is " + what, Hint: hint, Excerpt: string(l.text)}}}
}

// lineReader reads a source line by line.
type lineReader struct {
	source *bufio.Reader
	number int
	text   []byte
	end    bool
}

// next gives the next line that is not empty, good until it is called again; or
// io.EOF, or what the reader said.
func (r *lineReader) next() (line, error) {
	for !r.end {
		r.number++
		err := r.read()
		if r.end = err != nil; r.end && err != io.EOF {
			return line{}, err
		}
		if r.number == 1 {
			r.text = bytes.TrimPrefix(r.text, []byte("\ufeff"))
		}
		if len(bytes.TrimSpace(r.text)) > 0 {
			return line{number: r.number, text: r.text}, nil
		}
	}
	return line{}, io.EOF
}

// read reads to the end of a line, keeping no more of it than is needed to see
// that it is too long.
func (r *lineReader) read() error {
	r.text = r.text[:0]
	for {
		part, err := r.source.ReadSlice('\n')
		if room := ydoc.MaxBytes + 1 - len(r.text); room > 0 {
			r.text = append(r.text, part[:min(len(part), room)]...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			r.text = bytes.TrimSuffix(r.text, []byte("\n"))
			return err
		}
	}
}
