// Package story writes deals down shortly, for tests: a line a fact, days
// counted from a first one.
package story

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/headway-go/headway/qualify/deal"
)

// Start is day +0 of every story.
var Start = deal.DayOf(2026, time.January, 5)

// Day gives the day that many days after the start.
func Day(n int) deal.Day { return Start.Add(n) }

var relative = regexp.MustCompile(`\+[0-9]+\b`)

// Tell makes a record of a story. Each line is a fact: the day it happened,
// then its keys as in a deal file; days among them may be written +9. Empty
// lines and lines that begin with # are passed over.
//
//	+0 person: ann, side: buyer, roles: [champion]
//	+3 evidence: pain, form: statement, from: ann, noted: +5
//
// It panics over a story that is no deal: it is for tests.
func Tell(header, lines string) *deal.Record {
	var b strings.Builder
	b.WriteString("deal: story\n")
	if header != "" {
		b.WriteString(header + "\n")
	}
	b.WriteString("facts:\n")
	for line := range strings.SplitSeq(lines, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		line = relative.ReplaceAllStringFunc(line, func(s string) string {
			n, err := strconv.Atoi(s[1:])
			if err != nil {
				panic(err)
			}
			return Day(n).String()
		})
		on, rest, _ := strings.Cut(line, " ")
		fmt.Fprintf(&b, "  - {on: %s, %s}\n", on, rest)
	}
	text := b.String()
	if !strings.Contains(text, "  - ") {
		text = strings.TrimSuffix(text, "\n") + " []\n"
	}
	rec, err := deal.Decode("story.yaml", strings.NewReader(text))
	if err != nil {
		panic(fmt.Sprintf("story: %v\n%s", err, text))
	}
	return rec
}
