// Package schema makes a JSON Schema of the tables of keys that the compiler
// reads with, so that editors complete and check what teams write, and it makes
// the documents that show that tables, reading code and schema agree.
//
// The schema says what a file may look like: keys, kinds of values, bounds,
// closed lists of words. What refers to what, and what is wrong only beside
// something else, is the compiler's business alone. Of what the compiler accepts
// the schema refuses true and false as a text, an id or a name, which editors
// would propose, and a signal with no threshold in its braces. A few slips get
// through that JSON cannot tell: 0777, 5.0 and True are 777, 5 and true. A [Case]
// says so.
package schema

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score/scenario"
	"github.com/headway-go/headway/stage"
)

//go:generate go test . -run TestTheSchemaIsCurrent -update

// Whole is the file that has everything; the others point into it.
const Whole = "headway.schema.json"

const dialect = "https://json-schema.org/draft/2020-12/schema"

// file is one kind of file. They are in the order in which they are told apart:
// a scenario may name a process, and a process a framework.
type file struct {
	kind  string // its first key
	shape *ydoc.Shape
}

func files() []file {
	return []file{
		{"deal", deal.Shape()},
		{"scenario", scenario.Shape()},
		{"process", stage.Shape()},
		{"framework", qualify.Shape()},
	}
}

// Files gives every file of the schema by its name.
func Files() map[string][]byte {
	g := &generator{names: map[place]string{}}
	out := map[string][]byte{}
	kinds := &ydoc.Choice{}
	var told ydoc.Fields
	for _, f := range files() {
		g.prefix = ""
		ref := g.object(f.shape, nil)
		kinds.Shapes = append(kinds.Shapes, f.shape)
		out[f.kind+".schema.json"] = write(ydoc.Fields{
			{Key: "$schema", Value: dialect},
			{Key: "title", Value: "headway: " + f.shape.Name},
			{Key: "type", Value: "object"},
			{Key: "$ref", Value: Whole + ref},
		})
		told = append(told, ydoc.Field{Key: f.kind, Value: ydoc.Fields{{Key: "$ref", Value: ref}}})
	}
	whole := ydoc.Fields{
		{Key: "$schema", Value: dialect},
		{Key: "$comment", Value: "Generated from the tables of keys: go generate ./internal/schema"},
		{Key: "title", Value: "headway"},
		{Key: "description", Value: "A file of headway: a framework, a process, a scenario or a deal. Its first key says which."},
		{Key: "type", Value: "object"},
		{Key: "anyOf", Value: oneOfKeys(kinds.Shapes)},
	}
	whole = append(whole, tellApart(told)...)
	defs := ydoc.Fields{}
	for _, d := range g.defs {
		defs = append(defs, ydoc.Field{Key: d.name, Value: d.node})
	}
	out[Whole] = write(append(whole, ydoc.Field{Key: "$defs", Value: defs}))
	return out
}

// tellApart is a chain of ifs: the first key that is there decides.
func tellApart(told ydoc.Fields) ydoc.Fields {
	first, rest := told[0], told[1:]
	out := ydoc.Fields{
		{Key: "if", Value: ydoc.Fields{{Key: "required", Value: []ydoc.Out{first.Key}}}},
		{Key: "then", Value: first.Value},
	}
	if len(rest) > 0 {
		out = append(out, ydoc.Field{Key: "else", Value: tellApart(rest)})
	}
	return out
}

// oneOfKeys asks for the key that tells each of some objects from the others.
// That each comes with its name and its key's description is for editors, which
// propose the keys by it.
func oneOfKeys(shapes []*ydoc.Shape) []ydoc.Out {
	var out []ydoc.Out
	for _, s := range shapes {
		key := s.Keys[0]
		out = append(out, ydoc.Fields{
			{Key: "title", Value: s.Name},
			{Key: "required", Value: []ydoc.Out{key.Name}},
			{Key: "properties", Value: ydoc.Fields{{Key: key.Name, Value: ydoc.Fields{{Key: "description", Value: key.About}}}}},
		})
	}
	return out
}

// write writes a schema as JSON, what fits on a line on one.
func write(n ydoc.Fields) []byte { return append(appendOut(nil, n, ""), '\n') }

const width = 120

func appendOut(b []byte, v ydoc.Out, indent string) []byte {
	line := appendLine(nil, v)
	start := 1 + bytes.LastIndexByte(b, '\n')
	if indent != "" && utf8.RuneCount(b[start:])+utf8.RuneCount(line) < width {
		return append(b, line...)
	}
	inner := indent + "  "
	switch v := v.(type) {
	case ydoc.Fields:
		return appendAll(b, "{}", len(v), ",", "\n"+inner, "\n"+indent, func(b []byte, i int) []byte {
			return appendOut(append(b, strconv.Quote(v[i].Key)+": "...), v[i].Value, inner)
		})
	case []ydoc.Out:
		return appendAll(b, "[]", len(v), ",", "\n"+inner, "\n"+indent, func(b []byte, i int) []byte {
			return appendOut(b, v[i], inner)
		})
	}
	return append(b, line...)
}

// appendLine appends JSON on one line.
func appendLine(b []byte, v ydoc.Out) []byte {
	switch v := v.(type) {
	case ydoc.Fields:
		return appendAll(b, "{}", len(v), ", ", "", "", func(b []byte, i int) []byte {
			return appendLine(append(b, strconv.Quote(v[i].Key)+": "...), v[i].Value)
		})
	case []ydoc.Out:
		return appendAll(b, "[]", len(v), ", ", "", "", func(b []byte, i int) []byte { return appendLine(b, v[i]) })
	}
	b, err := ydoc.AppendJSON(b, v)
	if err != nil {
		panic(err) // the tables are UTF-8
	}
	return b
}

// appendAll appends items between brackets.
func appendAll(b []byte, brackets string, n int, comma, before, last string, item func([]byte, int) []byte) []byte {
	b = append(b, brackets[0])
	for i := range n {
		if i > 0 {
			b = append(b, comma...)
		}
		b = item(append(b, before...), i)
	}
	return append(append(b, last...), brackets[1])
}

// slug makes the name of a definition of what people call it.
func slug(name string) string {
	for _, article := range []string{"a ", "an ", "the "} {
		name = strings.TrimPrefix(name, article)
	}
	return ydoc.Slug(name)
}
