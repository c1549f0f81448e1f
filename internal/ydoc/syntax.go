package ydoc

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/headway-go/headway/qualify/diag"
)

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// slips are the mistakes people make in YAML, by what the library says of them:
// what to say instead, and where on the line the slip is. The library counts
// lines from 0 where its parser (not its scanner) complains.
var slips = []struct {
	library    string
	fromZero   bool
	message    string
	hint       string
	whereabout *regexp.Regexp
}{
	{"mapping values are not allowed in this context", false, "a colon stands where none can",
		`put text with a colon in quotes, as in title: "Phase 2: pilot", and check the indentation`, regexp.MustCompile(`: .*?(:)(?: |$)`)},
	{"found character that cannot start any token", false, "a character stands here that cannot begin a value",
		"indent with spaces, never with tabs; put text that begins with @, ` or % in quotes", regexp.MustCompile("^ *(\t)|[:\\-,\\[{] *([@`%])")},
	{"did not find expected alphabetic or numeric character", false, "a value begins with * or &",
		"put the text in quotes", regexp.MustCompile(`([*&])`)},
	{"did not find expected ',' or ']'", true, "a list in brackets is not closed, or a comma is missing",
		"close it with ], and put items with a comma, a ? or a colon in quotes", regexp.MustCompile(`(\[)`)},
	{"did not find expected ',' or '}'", true, "a mapping in braces is not closed, or a comma is missing",
		"close it with }, and put text with a comma, a ? or a colon in quotes", regexp.MustCompile(`(\{)`)},
	{"did not find expected node content", true, "a value is missing",
		"look for a comma too many, or a bracket that is not closed", nil},
	{"did not find expected key", true, "the indentation does not fit",
		"keys of one mapping begin in one column; items of one list too", nil},
	{"did not find expected '-' indicator", true, "the indentation does not fit",
		"items of one list begin in one column", nil},
	{"could not find expected ':'", false, "a key without a colon",
		"write key: value, and put text over several lines in quotes", nil},
	{"did not find expected <document start>", true, "text follows after the end of the document",
		"one document per file: remove what follows", nil},
	{"block sequence entries are not allowed in this context", false, "a list item stands where none can",
		"begin the list on the line below its key", regexp.MustCompile(`: *(-)`)},
}

const syntaxHint = "look at this line and the one above it: indentation, quotes, brackets"

// syntax reports what the YAML library said, in words that help.
func (d *document) syntax(err error) {
	found := yamlError.FindStringSubmatch(err.Error())
	if found == nil {
		d.report(d.pos(1, 1), diag.YAMLSyntax, "this is no YAML: "+err.Error(), syntaxHint)
		return
	}
	line, _ := strconv.Atoi(found[1])
	said := found[2]
	if strings.Contains(said, "exceeded max depth") {
		d.report(d.pos(1, 1), diag.YAMLTooDeep, "the nesting is deeper than "+strconv.Itoa(MaxDepth),
			"look for brackets that are not closed")
		return
	}
	if name, ok := strings.CutPrefix(said, "unknown anchor '"); ok {
		name = "*" + strings.TrimSuffix(name, "' referenced")
		d.report(d.place(bytes.Index(d.src, []byte(name))), diag.YAMLAlias, "aliases are not read: "+name,
			"put text that begins with * in quotes")
		return
	}
	if said == "found unexpected end of stream" {
		d.report(d.openQuote(), diag.YAMLSyntax, "a quote is not closed", "close it, or put the text in the other kind of quotes")
		return
	}
	if at, ok := d.afterQuote(line); ok {
		d.report(at, diag.YAMLSyntax, "text follows after a closing quote",
			`put the whole text in quotes, as in why: '"Soon" is not a day'`)
		return
	}
	for _, s := range slips {
		if s.library != said {
			continue
		}
		if s.fromZero {
			line++
		}
		d.report(d.locate(max(line, 1), s.whereabout), diag.YAMLSyntax, s.message, s.hint)
		return
	}
	d.report(d.locate(max(line, 1), nil), diag.YAMLSyntax, "this is no YAML: "+said, syntaxHint)
}

// locate finds the column of a slip on a line: where the pattern's group is, or
// else the first character that is no space.
func (d *document) locate(line int, pattern *regexp.Regexp) diag.Pos {
	text := d.line(line)
	at := len(text) - len(strings.TrimLeft(text, " "))
	if pattern != nil {
		if m := pattern.FindStringSubmatchIndex(text); m != nil {
			for g := 2; g < len(m); g += 2 {
				if m[g] >= 0 {
					at = m[g]
					break
				}
			}
		}
	}
	return d.pos(line, utf8.RuneCountInString(text[:at])+1)
}

// openQuote finds the quote that is never closed: the last of its kind, where a
// value could begin.
func (d *document) openQuote() diag.Pos {
	best := -1
	for _, quote := range []byte{'"', '\''} {
		at := bytes.LastIndexByte(d.src, quote)
		if at < 0 || at > 0 && bytes.IndexByte([]byte(" \t\n[{,"), d.src[at-1]) < 0 {
			continue
		}
		if best < 0 || at < best {
			best = at
		}
	}
	return d.place(best)
}

// place gives the place of a byte; the first when there is none such.
func (d *document) place(offset int) diag.Pos {
	before := d.src[:max(offset, 0)]
	line := bytes.Count(before, []byte("\n"))
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	return d.pos(d.first+line, utf8.RuneCount(before)+1)
}

var textAfterQuote = regexp.MustCompile(`^[^"'#]*[:\-] +(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*') *([^ ,:}\]#])`)

// afterQuote finds text behind a closing quote about where the library lost its
// way.
func (d *document) afterQuote(line int) (diag.Pos, bool) {
	for l := max(line-1, d.first); l <= line+1; l++ {
		text := d.line(l)
		if m := textAfterQuote.FindStringSubmatchIndex(text); m != nil {
			return d.pos(l, utf8.RuneCountInString(text[:m[2]])+1), true
		}
	}
	return diag.Pos{}, false
}
