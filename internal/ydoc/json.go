package ydoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/headway-go/headway/qualify/diag"
)

// ParseJSON reads the JSON value in src into the same kind of tree as [Parse],
// with the same limits.
func ParseJSON(file string, src []byte, out *diag.List) (Value, bool) {
	return parseJSON(&document{file: file, whole: "the file", split: splitDeal, src: src, first: 1, out: out})
}

// ParseLine is [ParseJSON] for one line of NDJSON, given with its number.
func ParseLine(file string, number int, src []byte, out *diag.List) (Value, bool) {
	return parseJSON(&document{file: file, whole: "the line", split: splitDeal, src: src, first: number, out: out})
}

const splitDeal = "leave out what nobody judges by, or make several deals of it"

func parseJSON(d *document) (Value, bool) {
	if !d.readable() {
		return Value{}, false
	}
	if len(bytes.TrimSpace(d.src)) == 0 {
		d.empty()
		return Value{}, false
	}
	r := jsonReader{doc: d, dec: json.NewDecoder(bytes.NewReader(d.src)), line: d.first, column: 1}
	r.dec.UseNumber()
	root, err := r.value(1)
	if err == nil {
		if _, more := r.dec.Token(); more != io.EOF {
			end := r.node()
			d.report(d.pos(end.Line, end.Column), diag.JSONSyntax, "text follows after the end of the value",
				"remove what follows; several deals go into a file .ndjson, a deal a line")
			return Value{}, false
		}
	}
	if err != nil {
		r.fail(err)
		return Value{}, false
	}
	c := checker{doc: d}
	c.check(root, 1)
	return Value{d, root}, !c.stopped
}

// jsonReader turns tokens into nodes. It keeps the line that it has come to, so
// that finding places costs one pass over the source.
type jsonReader struct {
	doc    *document
	dec    *json.Decoder
	offset int // what has been walked over
	line   int
	column int
}

var (
	errDeep  = errors.New("too deep")
	errMany  = errors.New("too many")
	errToken = errors.New("a value was expected")
)

func (r *jsonReader) value(depth int) (*yaml.Node, error) {
	t, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	n := r.node()
	r.move(int(r.dec.InputOffset()))
	switch t := t.(type) {
	case json.Delim:
		if depth > MaxDepth {
			r.line, r.column = n.Line, n.Column
			return nil, errDeep
		}
		switch t {
		case '{':
			n.Kind = yaml.MappingNode
		case '[':
			n.Kind = yaml.SequenceNode
		default:
			return nil, errToken
		}
		for r.dec.More() {
			if len(n.Content) > MaxNodes {
				return nil, errMany
			}
			child, err := r.value(depth + 1)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, child)
		}
		_, err = r.dec.Token()
		r.move(int(r.dec.InputOffset()))
		return n, err
	case string:
		n.Kind, n.Tag, n.Style, n.Value = yaml.ScalarNode, "!!str", yaml.DoubleQuotedStyle, t
	case json.Number:
		n.Kind, n.Tag, n.Value = yaml.ScalarNode, "!!float", t.String()
	case bool:
		n.Kind, n.Tag, n.Value = yaml.ScalarNode, "!!bool", fmt.Sprint(t)
	case nil:
		n.Kind, n.Tag, n.Value = yaml.ScalarNode, "!!null", "null"
	}
	return n, nil
}

// node begins a node at the token that was read last.
func (r *jsonReader) node() *yaml.Node {
	at := r.offset
	for at < len(r.doc.src) && strings.IndexByte(" \t\r\n,:", r.doc.src[at]) >= 0 {
		at++
	}
	r.move(at)
	return &yaml.Node{Line: r.line, Column: r.column}
}

// move walks on, counting lines and characters.
func (r *jsonReader) move(to int) {
	for ; r.offset < min(to, len(r.doc.src)); r.offset++ {
		switch c := r.doc.src[r.offset]; {
		case c == '\n':
			r.line, r.column = r.line+1, 1
		case utf8.RuneStart(c):
			r.column++
		}
	}
}

func (r *jsonReader) fail(err error) {
	d := r.doc
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, errDeep):
		d.report(d.pos(r.line, r.column), diag.YAMLTooDeep, fmt.Sprintf("the nesting is deeper than %d", MaxDepth), "look for brackets that are not closed")
	case errors.Is(err, errMany):
		d.report(d.pos(r.line, r.column), diag.YAMLTooManyNodes, d.tooMany(), d.split)
	case errors.As(err, &syntax):
		r.move(int(syntax.Offset) - 1)
		d.report(d.pos(r.line, r.column), diag.JSONSyntax, "this is no JSON: "+syntax.Error(), "look for quotes, commas and braces")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		r.move(len(d.src))
		d.report(d.pos(r.line, r.column), diag.JSONSyntax, "the JSON ends too early",
			"look for a brace, a bracket or a quote that is not closed")
	default:
		d.report(d.pos(r.line, r.column), diag.JSONSyntax, "this is no JSON: "+err.Error(), "look for quotes, commas and braces")
	}
}
