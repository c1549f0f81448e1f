// Package diag holds what headway says about definitions and deals that are
// wrong or doubtful: a [Diagnostic] has a place, a code, one sentence and a
// hint, and a [List] holds all of them, in order.
//
// Everything that reads bytes reports into a List and goes on, so that a
// person who has to mend a file is told everything at once. A List is an error
// that can be had back with [errors.As]:
//
//	var list diag.List
//	if errors.As(err, &list) {
//		list.Print(os.Stderr)
//	}
//
// Programs match on [Code], never on the wording. [Explain] says what a code
// means, by an example.
package diag

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Pos is a place in a file. Line and Column count from 1, columns in
// characters (a tab is one). The zero Pos means that the place is not known;
// a Pos with a File and no Line means the file as a whole.
type Pos struct {
	File   string
	Line   int
	Column int
}

// IsValid reports whether p names at least a file.
func (p Pos) IsValid() bool { return p.File != "" }

// String gives "file:line:column", as far as it is known.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return p.File + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// Compare orders places by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(
		strings.Compare(p.File, q.File),
		cmp.Compare(p.Line, q.Line),
		cmp.Compare(p.Column, q.Column),
	)
}

// Severity tells a mistake from a doubt.
type Severity uint8

const (
	Error   Severity = iota // the definition or the deal is wrong and cannot be used
	Warning                 // it can be used, and somebody should look at it
)

// String gives "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Diagnostic is one thing to say about one place.
type Diagnostic struct {
	Pos      Pos
	Code     Code
	Severity Severity
	Message  string    // what is: lower case, no final stop
	Hint     string    // what to do; may be empty
	Excerpt  string    // the source line at Pos as it stands in the file; may be empty
	Related  []Related // other places that explain this one
}

// Related is a second place that a diagnostic refers to, such as the first of
// two duplicates.
type Related struct {
	Pos     Pos
	Message string
}

// String gives the diagnostic on one line: place, severity, message and code.
func (d Diagnostic) String() string {
	var b strings.Builder
	if d.Pos.IsValid() {
		b.WriteString(Printable(d.Pos.String()))
		b.WriteString(": ")
	}
	b.WriteString(d.Severity.String())
	b.WriteString(": ")
	b.WriteString(Printable(d.Message))
	b.WriteString(" [")
	b.WriteString(string(d.Code))
	b.WriteString("]")
	return b.String()
}

// List is every finding of one pass. The zero List says nothing. It is an
// error by value, so [errors.As] with a *List finds it; use [List.Err] to
// return it, never the List itself, so that an empty list is a nil error.
type List []Diagnostic

// Error gives every diagnostic, one or two lines each: what, where, and the
// hint below it.
func (l List) Error() string {
	var b strings.Builder
	for i, d := range l {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(d.String())
		if d.Hint != "" {
			b.WriteString("\n\thint: ")
			b.WriteString(Printable(d.Hint))
		}
	}
	return b.String()
}

// Err gives the errors of the list, in order, as an error, or nil when there
// are none. Warnings are no errors: [List.Warnings] has them.
func (l List) Err() error {
	if errs := l.only(Error); len(errs) > 0 {
		return errs
	}
	return nil
}

// Warnings gives the doubts of the list, in order.
func (l List) Warnings() List { return l.only(Warning) }

func (l List) only(s Severity) List {
	var out List
	for _, d := range l {
		if d.Severity == s {
			out = append(out, d)
		}
	}
	return out
}

// Sort puts the list into its one order, by place, code and message, and drops
// what was said twice.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(
			a.Pos.Compare(b.Pos),
			strings.Compare(string(a.Code), string(b.Code)),
			strings.Compare(a.Message, b.Message),
		)
	})
	*l = slices.CompactFunc(*l, func(a, b Diagnostic) bool {
		return a.Pos == b.Pos && a.Code == b.Code && a.Message == b.Message
	})
}
