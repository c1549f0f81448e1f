package ydoc

import (
	"fmt"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/headway-go/headway/qualify/diag"
)

// Value is one value of a document, with its place. The zero Value is a value
// that is not there; it has no place and reading it gives nothing.
type Value struct {
	doc *document
	n   *yaml.Node
}

// Kind is what a value is.
type Kind uint8

const (
	Absent Kind = iota
	Null
	Scalar
	List
	Mapping
)

// Kind tells what v is. What the checker has refused reads as Absent: an alias,
// and the value that a word alone in braces does not have.
func (v Value) Kind() Kind {
	if v.n == nil {
		return Absent
	}
	switch v.n.Kind {
	case yaml.MappingNode:
		return Mapping
	case yaml.SequenceNode:
		return List
	case yaml.ScalarNode:
		if v.isNull() {
			return Null
		}
		return Scalar
	}
	return Absent
}

// Given reports whether v is there and says something: it is neither absent
// nor null.
func (v Value) Given() bool { return v.Kind() > Null }

// Empty reports whether nothing is written where v is. A null that is written
// out is not empty.
func (v Value) Empty() bool { return v.n != nil && isEmpty(v.n) }

// Pos is the place of v.
func (v Value) Pos() diag.Pos {
	if v.n == nil {
		return diag.Pos{}
	}
	return v.doc.pos(v.n.Line, v.n.Column)
}

// Raw is the text of a scalar as it was written, quotes removed, and whether it
// was written without quotes.
func (v Value) Raw() (text string, plain bool) {
	if v.n == nil || v.n.Kind != yaml.ScalarNode {
		return "", false
	}
	return v.n.Value, v.plain()
}

func (v Value) plain() bool {
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return v.n.Style&quoted == 0
}

func (v Value) isNull() bool {
	if !v.plain() {
		return false
	}
	switch v.n.Value {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// Report says that v is wrong.
func (v Value) Report(code diag.Code, message, hint string, related ...diag.Related) {
	v.say(diag.Error, code, message, hint, related)
}

// Wrong reports whether anything wrong was found so far in the document that v
// stands in. What is doubtful about such a document may come of the mistake.
func (v Value) Wrong() bool { return v.doc != nil && v.doc.told[diag.Error] > 0 }

// Warn says that v is doubtful.
func (v Value) Warn(code diag.Code, message, hint string, related ...diag.Related) {
	v.say(diag.Warning, code, message, hint, related)
}

func (v Value) say(s diag.Severity, code diag.Code, message, hint string, related []diag.Related) {
	if v.doc == nil {
		panic("ydoc: a report about a value that is not there: " + message)
	}
	v.doc.say(diag.Diagnostic{Pos: v.Pos(), Code: code, Severity: s, Message: message, Hint: hint, Related: related})
}

// scalar gives the text of v, or reports that v is no single value of the
// wanted kind.
func (v Value) scalar(want string) (string, bool) {
	switch v.Kind() {
	case Scalar:
		return v.n.Value, true
	case Null:
		v.Report(diag.YAMLNull, "nothing stands here; wanted: "+want,
			`write the value, or leave the key out; the word null as a text is written "null"`)
	case List:
		v.Report(diag.YAMLKind, "a list stands here; wanted: "+want, "write one value, without - and without brackets")
	case Mapping:
		v.Report(diag.YAMLKind, "a mapping stands here; wanted: "+want, "put text with a colon in quotes")
	}
	return "", false
}

// Text reads any text.
func (v Value) Text() (string, bool) { return v.scalar("a text") }

// IDPattern is what every identifier matches.
const IDPattern = `^[a-z0-9][a-z0-9_-]*$`

var idPattern = regexp.MustCompile(IDPattern)

// ID reads an identifier: small letters, digits, _ and -, not beginning with _
// or -.
func (v Value) ID() (string, bool) {
	s, ok := v.scalar("an id")
	if ok && !idPattern.MatchString(s) {
		hint := "an id has small letters a-z, digits, _ and -, and begins with a letter or a digit"
		if fixed := Slug(s); fixed != "" {
			hint += fmt.Sprintf("; %q would be one", fixed)
		}
		v.Report(diag.BadID, fmt.Sprintf("%q is no id", s), hint)
		return "", false
	}
	return s, ok
}

// Slug makes an id of a text, or "" when nothing in it can stand in an id.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	return b.String()
}

// Name reads a name that comes from outside: 1 to 200 characters, none of them
// a control character.
func (v Value) Name() (string, bool) {
	s, ok := v.scalar("a name")
	if !ok {
		return "", false
	}
	if why := BadName(s); why != "" {
		v.Report(diag.BadName, why, "a name has 1 to 200 characters, none of them a control character")
		return "", false
	}
	return s, true
}

// BadName says why s can be no name of a deal or a person, or "".
func BadName(s string) string {
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return "the name is empty"
	case n > 200:
		return fmt.Sprintf("the name has %d characters, more than 200", n)
	case !utf8.ValidString(s):
		return "the name is no UTF-8"
	}
	for _, r := range s {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return fmt.Sprintf("the name holds a control character (U+%04X)", r)
		}
	}
	return ""
}

// Parsed reads a scalar with a parser of its text; what the parser refuses is
// reported in the parser's words, with a hint.
func Parsed[T any](v Value, code diag.Code, hint string, parse func(string) (T, error)) (T, bool) {
	var none T
	s, ok := v.scalar("a value")
	if !ok {
		return none, false
	}
	t, err := parse(s)
	if err != nil {
		v.Report(code, err.Error(), hint)
		return none, false
	}
	return t, true
}

var intPattern = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

// Int reads a whole number from min to max.
func (v Value) Int(min, max int) (int, bool) {
	s, ok := v.scalar("a whole number")
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	if !intPattern.MatchString(s) || err != nil || !v.plain() {
		v.Report(diag.BadNumber, fmt.Sprintf("%q is no whole number", s),
			"write digits only, without quotes, a point, a leading zero or a separator, as in 5000")
		return 0, false
	}
	if n < min || n > max {
		v.Report(diag.OutOfRange, fmt.Sprintf("%d is not between %d and %d", n, min, max), "write a number within these bounds")
		return 0, false
	}
	return n, true
}

// Bool reads true or false.
func (v Value) Bool() (value, ok bool) {
	s, ok := v.scalar("true or false")
	if !ok {
		return false, false
	}
	if v.plain() {
		switch s {
		case "true":
			return true, true
		case "false":
			return false, true
		}
	}
	v.Report(diag.BadWord, fmt.Sprintf("%q is neither true nor false", s), "write true or false, without quotes")
	return false, false
}

// Word reads one of a closed list of words and gives its index.
func (v Value) Word(words ...string) (int, bool) {
	s, ok := v.scalar("one of " + strings.Join(words, ", "))
	if !ok {
		return 0, false
	}
	for i, w := range words {
		if w == s {
			return i, true
		}
	}
	hint := DidYouMean(s, words)
	if hint == "" {
		hint = "write one of these words"
	}
	v.Report(diag.BadWord, fmt.Sprintf("%q is none of %s", s, strings.Join(words, ", ")), hint)
	return 0, false
}

// Items gives the values of a list, and reports when v is none.
func (v Value) Items() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		switch v.Kind() {
		case List:
			for _, n := range v.n.Content {
				if !yield(Value{v.doc, n}) {
					return
				}
			}
		case Null:
			v.Report(diag.YAMLNull, "nothing stands here; wanted: a list", "write the list, or leave the key out")
		case Scalar, Mapping:
			v.Report(diag.YAMLKind, "wanted: a list", "begin each item with - on a line of its own, or put them in [ ]")
		}
	}
}

// Len is the number of items of a list or keys of a mapping.
func (v Value) Len() int {
	switch v.Kind() {
	case List:
		return len(v.n.Content)
	case Mapping:
		return len(v.n.Content) / 2
	}
	return 0
}

// OneOrMore gives the items of a list, or v itself when it is a single value:
// for keys that take one thing or several.
func (v Value) OneOrMore() iter.Seq[Value] {
	if v.Kind() == List {
		return v.Items()
	}
	return func(yield func(Value) bool) {
		if v.Given() {
			yield(v)
		}
	}
}

// Texts reads one text or a list of texts.
func (v Value) Texts() []string {
	var out []string
	var last Value
	for item := range v.OneOrMore() {
		if s, ok := item.Text(); ok {
			out = append(out, s)
			if v.n.Style&yaml.FlowStyle != 0 && last.cutBefore(item) {
				item.Warn(diag.Comma, fmt.Sprintf("the comma before this made two texts of one: %q and %q", last.n.Value, s),
					"put the whole text in quotes, or begin this one with a capital letter")
			}
		}
		last = item
	}
	return out
}

// cutBefore reports whether v, which stands before another text in brackets,
// reads as the beginning of it: neither has quotes, v begins with a capital
// letter and has no end, and the other begins with a small one.
func (v Value) cutBefore(next Value) bool {
	if v.Kind() != Scalar || !v.plain() || !next.plain() {
		return false
	}
	first, _ := utf8.DecodeRuneInString(v.n.Value)
	then, _ := utf8.DecodeRuneInString(next.n.Value)
	return unicode.IsUpper(first) && unicode.IsLower(then) && !strings.ContainsAny(v.n.Value[len(v.n.Value)-1:], ".?!:;")
}

// Entries gives the keys of a mapping whose keys are the author's own words,
// with their values, in the order written. The key is a value too: it has a
// place.
func (v Value) Entries() iter.Seq2[Value, Value] {
	return func(yield func(Value, Value) bool) {
		switch v.Kind() {
		case Mapping:
			for i := 0; i+1 < len(v.n.Content); i += 2 {
				key := v.n.Content[i]
				if key.Kind != yaml.ScalarNode || isMerge(key) || v.repeated(i) {
					continue // said by the checker
				}
				if !yield(Value{v.doc, key}, Value{v.doc, v.n.Content[i+1]}) {
					return
				}
			}
		case Null:
			v.Report(diag.YAMLNull, "nothing stands here; wanted: a mapping", "write the keys, or leave the key out")
		case Scalar, List:
			v.Report(diag.YAMLKind, "wanted: a mapping", "write key: value on lines of their own, or in { }")
		}
	}
}

// repeated reports whether the key at index i of the mapping stood there before.
func (v Value) repeated(i int) bool {
	for j := 0; j < i; j += 2 {
		if v.n.Content[j].Kind == yaml.ScalarNode && v.n.Content[j].Value == v.n.Content[i].Value {
			return true
		}
	}
	return false
}
