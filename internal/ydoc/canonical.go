package ydoc

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// AppendCanonical appends what v says in the one form that the layout has no part
// in: comments, spacing, quotes and the order of keys are not in it, and every
// value is. A text is written with its length, a list in [ ], a mapping in { }
// with its keys in the order of their bytes; a key that is left empty is left
// out. Those of names are written apart from texts that read the same: quotes
// made them what they are.
func (v Value) AppendCanonical(b []byte, names map[Value]bool) []byte {
	c := canon{doc: v.doc, names: names}
	return c.append(slices.Grow(b, len(v.doc.src)), v.n)
}

type canon struct {
	doc   *document
	names map[Value]bool
	order []int // where keys stand, of every mapping around the present one
}

func (c *canon) append(b []byte, n *yaml.Node) []byte {
	v := Value{c.doc, n}
	switch v.Kind() {
	case Scalar:
		if c.names[v] {
			b = append(b, '@')
		}
		return appendText(b, n.Value)
	case List:
		b = append(b, '[')
		for _, item := range n.Content {
			b = c.append(b, item)
		}
		return append(b, ']')
	case Mapping:
		return c.mapping(b, n)
	}
	return append(b, '~') // in no definition that is in order
}

func (c *canon) mapping(b []byte, n *yaml.Node) []byte {
	outside := len(c.order)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if (Value{c.doc, n.Content[i+1]}).Given() {
			c.order = append(c.order, i)
		}
	}
	keys := c.order[outside:]
	slices.SortFunc(keys, func(i, k int) int { return strings.Compare(n.Content[i].Value, n.Content[k].Value) })
	b = append(b, '{')
	for at := outside; at < outside+len(keys); at++ { // keys may be moved by what is below
		i := c.order[at]
		b = appendText(b, n.Content[i].Value)
		b = c.append(b, n.Content[i+1])
	}
	c.order = c.order[:outside]
	return append(b, '}')
}

// appendText appends a text with its length before it, so that no text can be
// taken for anything else.
func appendText(b []byte, s string) []byte {
	b = strconv.AppendInt(b, int64(len(s)), 10)
	b = append(b, ':')
	return append(b, s...)
}
