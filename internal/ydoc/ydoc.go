// Package ydoc reads one YAML or JSON document into values that know their
// place, and refuses what headway's files may not hold. It is the only package
// that knows the YAML library: the library is asked for nodes and for nothing
// else, every limit and every rule about keys and scalars is kept here, and no
// panic of it gets out.
//
// Reading is one walk: the caller asks a [Value] for an [Object] of a [Shape],
// which reports unknown, repeated and missing keys at once, and then asks the
// object for the value of each key. Whatever is wrong goes into the
// [diag.List] given to [Parse]; the caller goes on, so that everything wrong
// with a file is said in one pass.
package ydoc

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/headway-go/headway/qualify/diag"
)

// The limits of a document. They bound the time and the memory that a stranger's
// file can cost.
const (
	MaxBytes = 1 << 20
	MaxDepth = 64
	MaxNodes = 50_000
	MaxKeys  = 1_000
	// MaxDiagnostics is how much is said about one document; nobody mends more
	// at a time.
	MaxDiagnostics = 1_000
)

// ReadAll reads a source, and no more of it than is needed to see that it is
// too large.
func ReadAll(r io.Reader) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(16 << 10) // most definitions
	_, err := b.ReadFrom(io.LimitReader(r, MaxBytes+1))
	return b.Bytes(), err
}

// document is what every value of one document shares.
type document struct {
	file  string
	whole string // what src is: the file, or one line of it
	split string // what to do when it is too large
	src   []byte
	first int // the number of the first line of src
	out   *diag.List
	said  map[saying]bool
	told  [2]int // how much of each severity was said
}

// saying is what tells one thing said about a document from another.
type saying struct {
	at      diag.Pos
	code    diag.Code
	message string
}

// Parse reads the YAML document in src. It reports into out; false means that
// nothing of the document can be read, and out says why. After true there may
// be errors in out as well.
func Parse(file string, src []byte, out *diag.List) (Value, bool) {
	d := &document{file: file, whole: "the file", split: "split it into several files", src: src, first: 1, out: out}
	if !d.readable() {
		return Value{}, false
	}
	root, ok := d.nodes()
	if !ok {
		return Value{}, false
	}
	c := checker{doc: d, at: place{line: 1, column: 1}}
	c.check(root, 1)
	return Value{d, root}, !c.stopped
}

// nodes runs the YAML library over the source.
func (d *document) nodes() (root *yaml.Node, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			d.report(d.pos(1, 1), diag.YAMLSyntax, "this is no YAML that can be read",
				"the reader gave up; look for brackets and quotes that are not closed")
			root, ok = nil, false
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(d.src))
	var doc, next yaml.Node
	switch err := dec.Decode(&doc); {
	case err == io.EOF || err == nil && (len(doc.Content) == 0 || isEmpty(doc.Content[0])):
		d.empty()
		return nil, false
	case err != nil:
		d.syntax(err)
		return nil, false
	}
	switch err := dec.Decode(&next); {
	case err == nil:
		line, column := next.Line, next.Column
		if len(next.Content) > 0 {
			line, column = next.Content[0].Line, next.Content[0].Column
		}
		d.report(d.pos(line, column), diag.YAMLSecondDocument, "a second document begins here",
			"one document per file: move it into a file of its own")
	case err != io.EOF:
		d.syntax(err)
	}
	return doc.Content[0], true
}

func (d *document) empty() {
	d.report(d.pos(1, 1), diag.YAMLEmpty, "the file holds nothing", "write what it is to say, or remove the file")
}

func isEmpty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0 && n.Tag == "!!null" && n.Anchor == ""
}

// readable refuses what is no text before any parser sees it.
func (d *document) readable() bool {
	if len(d.src) > MaxBytes {
		at := diag.Pos{File: d.file}
		if d.whole == "the line" {
			at = d.pos(d.first, 1)
		}
		d.report(at, diag.YAMLTooLarge, d.whole+" has more than 1 MiB", d.split)
		return false
	}
	if bytes.HasPrefix(d.src, []byte("\xff\xfe")) || bytes.HasPrefix(d.src, []byte("\xfe\xff")) {
		d.report(d.pos(1, 1), diag.YAMLEncoding, "the file is written in UTF-16",
			"save it as UTF-8")
		return false
	}
	d.src = bytes.TrimPrefix(d.src, []byte("\ufeff"))
	line, column := d.first, 1
	for i := 0; i < len(d.src); {
		c := d.src[i]
		if c < utf8.RuneSelf {
			switch {
			case c == '\n':
				line, column = line+1, 0
			case c < ' ' && c != '\t' && c != '\r' || invisible(rune(c)):
				d.report(d.pos(line, column), diag.YAMLEncoding,
					fmt.Sprintf("a control character (0x%02x) stands in the text", c),
					"remove it; if the file was saved as UTF-16, save it as UTF-8")
				return false
			}
			column++
			i++
			continue
		}
		r, size := utf8.DecodeRune(d.src[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			d.report(d.pos(line, column), diag.YAMLEncoding,
				fmt.Sprintf("the byte 0x%02x is no UTF-8", c), "save the file as UTF-8")
			return false
		case invisible(r):
			d.report(d.pos(line, column), diag.YAMLEncoding,
				fmt.Sprintf("a control character (U+%04X) stands in the text", r), "remove it")
			return false
		}
		column++
		i += size
	}
	return true
}

func (d *document) tooMany() string {
	return fmt.Sprintf("%s holds more than %d,000 values", d.whole, MaxNodes/1_000)
}

// invisible are the characters from 0x7f on that no text may hold as they are.
func invisible(r rune) bool {
	return r >= 0x7f && r < 0xa0 && r != 0x85 || r == 0xfeff || r == 0xfffe || r == 0xffff
}

// checker refuses what a node tree may not hold, whether anybody will read that
// part of it or not.
type checker struct {
	doc     *document
	count   int
	stopped bool  // a limit was passed: the tree is not to be walked
	at      place // how far the search for bare keys has come
}

func (c *checker) check(n *yaml.Node, depth int) {
	if c.stopped {
		return
	}
	d, at := c.doc, c.doc.pos(n.Line, n.Column)
	if c.count++; c.count > MaxNodes {
		d.report(at, diag.YAMLTooManyNodes, d.tooMany(), d.split)
		c.stopped = true
		return
	}
	if n.Anchor != "" {
		d.report(at, diag.YAMLAnchor, "anchors are not read: &"+n.Anchor,
			"write the thing once under requirements and refer to it with use, or write it out")
	}
	if n.Style&yaml.TaggedStyle != 0 {
		d.report(at, diag.YAMLTag, "tags are not read: "+n.Tag,
			"leave the tag out; put the text in quotes if it begins with an exclamation mark")
	}
	switch n.Kind {
	case yaml.AliasNode:
		d.report(at, diag.YAMLAlias, "aliases are not read: *"+n.Value,
			"write the thing once under requirements and refer to it with use, or put the text in quotes")
		return
	case yaml.MappingNode, yaml.SequenceNode:
		if depth > MaxDepth {
			d.report(at, diag.YAMLTooDeep, fmt.Sprintf("the nesting is deeper than %d", MaxDepth),
				"look for brackets that are not closed, or name the inner part and refer to it")
			c.stopped = true
			return
		}
	}
	if n.Kind == yaml.MappingNode {
		c.mapping(n, depth)
		return
	}
	for i, child := range n.Content {
		if i > 0 && n.Style&yaml.FlowStyle != 0 {
			c.cutItem(n.Content[i-1], child)
		}
		c.check(child, depth+1)
	}
}

// mapping checks the keys of one mapping: that they are plain words, not too
// many, and each there once; and the values with them.
func (c *checker) mapping(n *yaml.Node, depth int) {
	d := c.doc
	if len(n.Content)/2 > MaxKeys {
		d.report(d.pos(n.Line, n.Column), diag.YAMLTooManyKeys,
			fmt.Sprintf("one mapping has %d keys, more than %d", len(n.Content)/2, MaxKeys),
			"use a list")
		c.stopped = true
		return
	}
	seen := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i < len(n.Content) && !c.stopped; i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if n.Style&yaml.FlowStyle != 0 && c.bare(key, value) {
			c.cutValue(n, i)
			continue
		}
		c.key(key, seen)
		c.check(key, depth+1)
		c.check(value, depth+1)
	}
}

func (c *checker) key(key *yaml.Node, seen map[string]*yaml.Node) {
	d := c.doc
	at := d.pos(key.Line, key.Column)
	switch {
	case key.Kind == yaml.AliasNode:
	case key.Kind != yaml.ScalarNode:
		d.report(at, diag.YAMLKeyKind, "a key must be a word",
			"text that begins with ? or [ or { must be put in quotes")
	case isMerge(key):
		d.report(at, diag.YAMLMerge, "merge keys are not read: <<",
			"write the keys out")
	default:
		if first, ok := seen[key.Value]; ok {
			d.say(diag.Diagnostic{
				Pos: at, Code: diag.YAMLDuplicateKey,
				Message: fmt.Sprintf("%q stands here a second time", key.Value),
				Hint:    "keep one of the two",
				Related: []diag.Related{{Pos: d.pos(first.Line, first.Column), Message: "the first one"}},
			})
			return
		}
		seen[key.Value] = key
	}
}

// mergeKey is what the YAML library takes for an order to copy another mapping's
// keys, unless it stands in quotes.
const mergeKey = "<<"

func isMerge(key *yaml.Node) bool {
	return key.Value == mergeKey && key.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0
}

func (d *document) pos(line, column int) diag.Pos {
	return diag.Pos{File: d.file, Line: line, Column: max(column, 1)}
}

func (d *document) report(at diag.Pos, code diag.Code, message, hint string) {
	d.say(diag.Diagnostic{Pos: at, Code: code, Message: message, Hint: hint})
}

// say reports, with the line of the source, each thing once and until enough is
// said.
func (d *document) say(x diag.Diagnostic) {
	this := saying{x.Pos, x.Code, x.Message}
	if d.said[this] || d.told[x.Severity] > MaxDiagnostics {
		return
	}
	if d.said == nil {
		d.said = map[saying]bool{}
	}
	d.said[this] = true
	if d.told[x.Severity]++; d.told[x.Severity] > MaxDiagnostics {
		more := diag.Diagnostic{Pos: x.Pos, Code: diag.TooManyMistakes, Severity: x.Severity,
			Message: fmt.Sprintf("there is more wrong from here on; %d mistakes were told", MaxDiagnostics), Hint: "mend some and look again"}
		if x.Severity == diag.Warning {
			more.Code = diag.TooManyDoubts
			more.Message = fmt.Sprintf("there is more doubtful from here on; %d doubts were told", MaxDiagnostics)
		}
		x = more
	}
	if x.Code != diag.YAMLEncoding && x.Code != diag.YAMLTooLarge { // what is no text, or too much of it, is not shown
		x.Excerpt = d.line(x.Pos.Line)
	}
	*d.out = append(*d.out, x)
}

// line gives the text of a line, found only when something is said about it.
func (d *document) line(number int) string {
	src := d.src
	for range number - d.first {
		i := bytes.IndexByte(src, '\n')
		if i < 0 {
			return ""
		}
		src = src[i+1:]
	}
	if i := bytes.IndexByte(src, '\n'); i >= 0 {
		src = src[:i]
	}
	return string(bytes.TrimRight(src, "\r"))
}
