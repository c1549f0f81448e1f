package main

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
)

// tellTo explains a deal to one reader.
func (c *command) tellTo() (int, error) {
	v, ok := voice.ByName(c.voice)
	if !ok {
		return 0, usagef("there is nobody called %q to explain it to; write %s", c.voice, strings.Join(voice.Voices(), ", "))
	}
	book, rec, from, to, err := c.chosen()
	if err != nil {
		return 0, err
	}
	week, err := score.Compare(book, rec, from, to)
	if err != nil {
		return 0, err
	}
	next, err := score.Prepare(book, rec, to, score.Meeting{Max: 5})
	if err != nil {
		return 0, err
	}
	talks, err := score.Encounters(book, rec, to)
	if err != nil {
		return 0, err
	}
	sections := voice.Tell(v, week, talks, next)
	if c.format == "json" {
		writeJSON(&c.out, toldOf(v, week, sections))
		return fine, nil
	}
	row := score.RowOf(week)
	fmt.Fprintf(&c.out, "%s%s\n", c.style.bold(diag.Printable(title(&row))), c.sample())
	about := known("", row.ID, "account ", row.Account, "owner ", row.Owner, "segment ", row.Segment, "process ", row.Process.Title())
	wrap(&c.out, 2, "", 0, fmt.Sprintf("for the %v, %v to %v: %s", v, from, to, strings.Join(about, ", ")))
	for _, s := range sections {
		c.out.WriteString("\n" + c.style.bold(strings.ToUpper(s.Title)) + "\n")
		for _, x := range s.Sentences {
			wrap(&c.out, 2, "-", 2, x.Text)
		}
	}
	return fine, nil
}

// toldJSON is a deal as it is told to one reader.
type toldJSON struct {
	AsOf     deal.Day      `json:"as_of"`
	Since    deal.Day      `json:"since"`
	Deal     string        `json:"deal"`
	Title    string        `json:"title"`
	Process  string        `json:"process"`
	For      string        `json:"for"`
	Sections []sectionJSON `json:"sections"`
}

type sectionJSON struct {
	Title     string         `json:"title"`
	Sentences []sentenceJSON `json:"sentences"`
}

// sentenceJSON is a sentence with the handles of what it says.
type sentenceJSON struct {
	Text         string        `json:"text"`
	Verdict      string        `json:"verdict"` // empty when it is not about the verdict
	Signals      []string      `json:"signals"`
	Requirements []string      `json:"requirements"`
	Elements     []string      `json:"elements"`
	Stages       []string      `json:"stages"`  // stages and ends
	Facts        []int         `json:"facts"`   // indices of facts
	Digests      []deal.Digest `json:"digests"` // of definitions and of the record
}

func toldOf(v voice.Voice, p *score.Progress, sections []voice.Section) toldJSON {
	rec := p.Card().Record()
	out := toldJSON{AsOf: p.To().Day(), Since: p.From().Day(), Deal: rec.ID, Title: rec.Title, Process: p.Card().Process().ID(), For: v.String(), Sections: []sectionJSON{}}
	for _, s := range sections {
		x := sectionJSON{Title: s.Title}
		for _, y := range s.Sentences {
			x.Sentences = append(x.Sentences, sentenceOf(y))
		}
		out.Sections = append(out.Sections, x)
	}
	return out
}

func sentenceOf(s voice.Sentence) sentenceJSON {
	out := sentenceJSON{Text: s.Text, Verdict: s.Verdict.String(), Signals: []string{}, Requirements: ids(s.Requirements), Elements: []string{}, Stages: []string{}, Facts: indices(s.Facts), Digests: append([]deal.Digest{}, s.Digests...)}
	for _, x := range s.Signals {
		out.Signals = append(out.Signals, x.String())
	}
	for _, e := range s.Elements {
		out.Elements = append(out.Elements, e.ID())
	}
	for _, x := range s.Stages {
		out.Stages = append(out.Stages, x.ID())
	}
	return out
}
