package ydoc

import (
	"fmt"
	"regexp"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/headway-go/headway/qualify/diag"
)

// place is how far a walk over the source has come. It only goes on, so that
// all the searches in one document cost one pass.
type place struct{ offset, line, column int }

// to walks on to a place that the YAML library gave, and reports whether it is
// there.
func (p *place) to(src []byte, line, column int) bool {
	for p.offset < len(src) && (p.line < line || p.line == line && p.column < column) {
		if src[p.offset] == '\n' {
			p.offset, p.line, p.column = p.offset+1, p.line+1, 1
			continue
		}
		_, size := utf8.DecodeRune(src[p.offset:])
		p.offset, p.column = p.offset+size, p.column+1
	}
	return p.offset < len(src) && p.line == line && p.column == column
}

// bare reports whether a key in braces stands there without even a colon, as
// 500 does in {amount: 12,500}. YAML takes it for a key without a value; nobody
// means that.
func (c *checker) bare(key, value *yaml.Node) bool {
	if key.Kind != yaml.ScalarNode || !isEmpty(value) || value.Line != key.Line {
		return false
	}
	// The library gives an empty value the place of the comma or brace behind it.
	src := c.doc.src
	if !c.at.to(src, value.Line, value.Column) || src[c.at.offset] != ',' && src[c.at.offset] != '}' {
		return false
	}
	before := c.at.offset - 1
	for before >= 0 && (src[before] == ' ' || src[before] == '\t') {
		before--
	}
	return before >= 0 && src[before] != ':'
}

var (
	digitAtEnd  = regexp.MustCompile(`[0-9]$`)
	allDigits   = regexp.MustCompile(`^-?[0-9]+$`)
	thousands   = regexp.MustCompile(`^[0-9]{3}($|[^0-9])`)
	restOfMoney = regexp.MustCompile(`^[0-9]{3}(\.[0-9]+)?$`)
)

// cutValue reports the bare key at index i of a mapping, once for all groups of
// three digits that a number was cut into, and keeps anybody from reading it.
func (c *checker) cutValue(n *yaml.Node, i int) {
	key, value := n.Content[i], n.Content[i+1]
	value.Kind = 0 // reads as absent
	number, first := wholeNumber(n, i)
	if number != "" && !first {
		return // said of the first group
	}
	hint := fmt.Sprintf("put text with a comma in quotes, or write %s: and its value", key.Value)
	switch {
	case number != "":
		hint = "write " + number
	case i == 0:
		hint = fmt.Sprintf("write %s: and its value", key.Value)
	}
	c.doc.report(c.doc.pos(key.Line, key.Column), diag.YAMLNull,
		fmt.Sprintf("nothing stands after %s: a comma ends a value in { }", key.Value), hint)
}

// wholeNumber puts together a number whose groups of digits stand as bare keys
// around index i, and says whether i is the first of them; "" when there is
// none.
func wholeNumber(n *yaml.Node, i int) (number string, first bool) {
	from := i
	for from >= 2 && restOfMoney.MatchString(n.Content[from].Value) && n.Content[from-1].Kind == 0 {
		from -= 2
	}
	if from < 2 || !restOfMoney.MatchString(n.Content[from].Value) || !allDigits.MatchString(n.Content[from-1].Value) {
		return "", false
	}
	number = n.Content[from-1].Value
	for k := from; k < len(n.Content) && restOfMoney.MatchString(n.Content[k].Value) && (k <= i || isEmpty(n.Content[k+1])); k += 2 {
		number += n.Content[k].Value
	}
	return number, from == i
}

// cutItem doubts two items of a list in brackets that look like one number, or
// one text with a number in it.
func (c *checker) cutItem(a, b *yaml.Node) {
	plain := a.Kind == yaml.ScalarNode && b.Kind == yaml.ScalarNode && a.Style == 0 && b.Style == 0
	if !plain || a.Line != b.Line || b.Column != a.Column+utf8.RuneCountInString(a.Value)+1 ||
		!digitAtEnd.MatchString(a.Value) || !thousands.MatchString(b.Value) {
		return
	}
	hint := "put text with a comma in quotes; to name two, put a blank after the comma"
	if allDigits.MatchString(a.Value) && restOfMoney.MatchString(b.Value) {
		hint = fmt.Sprintf("for one number write %s%s; for two, put a blank after the comma", a.Value, b.Value)
	}
	c.doc.say(diag.Diagnostic{Pos: c.doc.pos(b.Line, b.Column), Code: diag.BadNumber, Severity: diag.Warning,
		Message: fmt.Sprintf("%s and %s are two items: a comma ends an item in [ ]", a.Value, b.Value), Hint: hint})
}
