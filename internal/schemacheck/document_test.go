package schemacheck_test

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// parse gives the first document of a text.
func parse(t testing.TB, src string) *yaml.Node {
	var doc yaml.Node
	require.NoError(t, yaml.Unmarshal([]byte(src), &doc), src)
	return doc.Content[0]
}

// What plain scalars are in the core schema of YAML 1.2, which editors go by.
// The library that is used for the nodes goes by 1.1, where 2026-01-31 is a time
// and 1_0 is ten.
var (
	coreNull  = regexp.MustCompile(`^(null|Null|NULL|~|)$`)
	coreBool  = regexp.MustCompile(`^(true|True|TRUE|false|False|FALSE)$`)
	coreInt   = regexp.MustCompile(`^[-+]?[0-9]+$`)
	coreFloat = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
)

// value gives a document as JSON has it.
func value(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = value(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, item := range n.Content {
			out = append(out, value(item))
		}
		return out
	}
	const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	s := n.Value
	switch {
	case n.Style&quoted != 0:
	case coreNull.MatchString(s):
		return nil
	case coreBool.MatchString(s):
		return strings.ToLower(s) == "true"
	case coreInt.MatchString(s), coreFloat.MatchString(s):
		if r, ok := new(big.Rat).SetString(strings.TrimPrefix(s, "+")); ok {
			return number(r)
		}
	}
	return s
}

// number gives a number as the validator reads them.
func number(r *big.Rat) any {
	if r.IsInt() && r.Num().IsInt64() {
		return int(r.Num().Int64())
	}
	f, _ := r.Float64()
	return f
}

// lines gives the lines on which a validator says that a document is wrong.
func lines(root *yaml.Node, err error) map[int]bool {
	out := map[int]bool{}
	var walk func(e *jsonschema.ValidationError, above *yaml.Node)
	walk = func(e *jsonschema.ValidationError, above *yaml.Node) {
		at := find(root, e.InstanceLocation)
		switch k := e.ErrorKind.(type) {
		case *kind.PropertyNames: // which comes without its place
			out[keyOf(above, k.Property).Line] = true
			return
		case *kind.AdditionalProperties:
			for _, name := range k.Properties {
				out[keyOf(at, name).Line] = true
			}
			return
		}
		for _, cause := range e.Causes {
			walk(cause, at)
		}
		if len(e.Causes) == 0 {
			out[at.Line] = true
		}
	}
	if e, ok := err.(*jsonschema.ValidationError); ok {
		walk(e, root)
	}
	return out
}

// find gives what stands at a place of a document.
func find(n *yaml.Node, path []string) *yaml.Node {
	for _, step := range path {
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == step {
					n = n.Content[i+1]
					break
				}
			}
		case yaml.SequenceNode:
			var i int
			if _, err := fmt.Sscan(step, &i); err == nil && i < len(n.Content) {
				n = n.Content[i]
			}
		}
	}
	return n
}

// keyOf gives a key of a mapping, or of what stands below: the place of a
// mapping may be that of one around it.
func keyOf(n *yaml.Node, name string) *yaml.Node {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == name {
				return n.Content[i]
			}
		}
	}
	for _, below := range n.Content {
		if key := keyOf(below, name); key != below {
			return key
		}
	}
	return n
}
