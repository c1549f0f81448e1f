package ydoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Out is something to write: a Field list (a mapping), a []Out (a list), a
// string (a text), a Quoted (a text where something else could stand), a Plain
// (a number, a day, true, false or null).
type Out any

// Quoted is a text that is always written in quotes, for where its reader takes
// what has none for a number.
type Quoted string

// Plain is a scalar that is written without quotes in YAML. In JSON it stands
// bare when it is a number, true, false or null, and in quotes otherwise.
type Plain string

// Fields is a mapping to write, in order.
type Fields []Field

// Field is one key of a mapping to write.
type Field struct {
	Key   string
	Value Out
}

var errNoUTF8 = errors.New("a text is no UTF-8")

// valid reports whether every text of v can be written and read again.
func valid(v Out) bool {
	switch v := v.(type) {
	case Fields:
		for _, f := range v {
			if !utf8.ValidString(f.Key) || !valid(f.Value) {
				return false
			}
		}
	case []Out:
		for _, item := range v {
			if !valid(item) {
				return false
			}
		}
	case string:
		return utf8.ValidString(v)
	case Quoted:
		return utf8.ValidString(string(v))
	}
	return true
}

// WriteYAML writes one YAML document. It refuses text that is no UTF-8.
func WriteYAML(w io.Writer, v Out) error {
	if !valid(v) {
		return errNoUTF8
	}
	enc := yaml.NewEncoder(w)
	enc.SetIndent(2)
	if err := enc.Encode(yamlNode(v)); err != nil {
		return err
	}
	return enc.Close()
}

func yamlNode(v Out) *yaml.Node {
	switch v := v.(type) {
	case Fields:
		n := &yaml.Node{Kind: yaml.MappingNode}
		for _, f := range v {
			n.Content = append(n.Content, yamlNode(f.Key), yamlNode(f.Value))
		}
		return n
	case []Out:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for _, item := range v {
			n.Content = append(n.Content, yamlNode(item))
		}
		if len(v) == 0 {
			n.Style = yaml.FlowStyle
		}
		return n
	case Plain:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: string(v)}
	case string:
		n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v}
		if v == mergeKey || v != strings.TrimSpace(v) || strings.ContainsFunc(v, func(r rune) bool { return !unicode.IsPrint(r) }) {
			n.Style = yaml.DoubleQuotedStyle // the only style that keeps every character
		}
		return n
	case Quoted:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: string(v), Style: yaml.DoubleQuotedStyle}
	}
	panic(fmt.Sprintf("ydoc: cannot write a %T", v))
}

// AppendJSON appends v as JSON on one line. It refuses text that is no UTF-8.
func AppendJSON(b []byte, v Out) ([]byte, error) {
	if !valid(v) {
		return b, errNoUTF8
	}
	return appendJSON(b, v), nil
}

func appendJSON(b []byte, v Out) []byte {
	switch v := v.(type) {
	case Fields:
		b = append(b, '{')
		for i, f := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, f.Key)
			b = append(b, ':')
			b = appendJSON(b, f.Value)
		}
		return append(b, '}')
	case []Out:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, item)
		}
		return append(b, ']')
	case Plain:
		if bare := string(v); json.Valid([]byte(bare)) && bare != "" && bare[0] != '"' {
			return append(b, bare...)
		}
		return appendString(b, string(v))
	case string:
		return appendString(b, v)
	case Quoted:
		return appendString(b, string(v))
	}
	panic(fmt.Sprintf("ydoc: cannot write a %T", v))
}

// appendString appends a JSON string. What [ParseJSON] refuses when it stands
// there as it is, is escaped.
func appendString(b []byte, s string) []byte {
	if !strings.ContainsFunc(s, escapes) {
		b = append(b, '"')
		b = append(b, s...)
		return append(b, '"')
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	for _, r := range strings.TrimSuffix(buf.String(), "\n") {
		if r >= 0x7f && invisible(r) {
			b = fmt.Appendf(b, "\\u%04x", r)
		} else {
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// escapes reports whether a character may need more than to stand there as it
// is.
func escapes(r rune) bool { return r < ' ' || r >= 0x7f || r == '"' || r == '\\' }
