package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/headway-go/headway/qualify/diag"
)

// writeAnnotations writes workflow commands, which GitHub shows beside the lines
// of a change:
//
//	::error file=a.yaml,line=3,col=5,title=value/day::…
func writeAnnotations(b *strings.Builder, list diag.List) {
	for _, d := range list {
		var at []string
		if d.Pos.IsValid() {
			at = append(at, "file="+property(filepath.ToSlash(d.Pos.File)))
		}
		if d.Pos.Line > 0 {
			at = append(at, fmt.Sprintf("line=%d,col=%d", d.Pos.Line, d.Pos.Column))
		}
		at = append(at, "title="+property(string(d.Code)))
		said := message(d.Message)
		if d.Hint != "" {
			said += "%0Ahint: " + message(d.Hint)
		}
		fmt.Fprintf(b, "::%s %s::%s\n", d.Severity, strings.Join(at, ","), said)
	}
}

// message escapes the text of a command. Line breaks of strangers are visible
// escapes by then, so that none of them can begin a command.
func message(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(diag.Printable(s))
}

// property escapes the value of a property of a command.
func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(message(s))
}
