// Package voice puts into plain words what package score found.
//
// Results of the packages below hold handles, to requirements, to facts, to
// elements; here is the one place that makes words of them, so that one thing is
// said in one way wherever it is shown. [Tell] tells a deal to somebody: to the
// [Rep] who makes the next call, to the [Manager] who reviews it, or to the
// [Auditor] who wants to see everything that a figure rests on. All three are
// told from the same proof, and each [Sentence] has the handles of what it says
// with it, so that a page can link it, and a program need not read it. [Why] is
// the one sentence behind a verdict. [Signal], [Changes], [Finding] and the like
// say one thing each.
//
// Everything is a pure function of what it is given. The words hold titles, names,
// notes and references as strangers wrote them, line breaks and all: nothing in
// here escapes anything. Whoever writes them out does it, once: through
// [github.com/headway-go/headway/qualify/diag.Printable] for a terminal, through
// what JSON and HTML have for it there.
package voice

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Voice says for whom something is put into words. The zero Voice is the rep.
type Voice uint8

const (
	Rep     Voice = iota // what to ask next, of whom, what would prove it, and what is promised
	Manager              // what changed by whose word, claimed against earned, who owes what by when
	Auditor              // every line, every requirement, every fact, and what counted for nothing
)

var voiceNames = [...]string{"rep", "manager", "auditor"}

// String is the word for the voice.
func (v Voice) String() string { return voiceNames[v] }

// Voices gives the words for the voices.
func Voices() []string { return slices.Clone(voiceNames[:]) }

// ByName finds a voice by its word.
func ByName(name string) (v Voice, ok bool) {
	i := slices.Index(voiceNames[:], name)
	return Voice(max(i, 0)), i >= 0
}

// Section is some sentences about one thing. There is at least one.
type Section struct {
	Title     string
	Sentences []Sentence
}

// Sentence is one sentence with what it is about. It begins with a capital letter
// or a digit and ends with a full stop. At least one of its handles is there.
type Sentence struct {
	Text         string
	Verdict      score.Verdict // when it is about the verdict
	Signals      []score.Signal
	Requirements []stage.Requirement
	Elements     []qualify.Element
	Stages       []stage.Stage // stages and ends
	Facts        []int         // indices in the record, of facts that had been noted by the day
	Digests      []deal.Digest // of definitions and of the record
}

// Tell tells somebody what became of a deal and where it stands. talks is what
// [score.Encounters] gives for the last day; without it nobody is told what came
// of them. next is what [score.Prepare] gives for that day; the rep alone needs
// it, and without it is not told what to ask. Sections that have nothing to say are not there. What
// is worst comes first; what the auditor is told is in the order of the
// definitions and of the record.
func Tell(v Voice, week *score.Progress, talks *score.Dialogue, next *score.Plan) []Section {
	t := teller{p: week, talks: talks, card: week.Card(), pos: week.Card().Position(), rec: week.Card().Record(), row: score.RowOf(week)}
	switch v {
	case Rep:
		t.rep(next)
	case Manager:
		t.manager()
	case Auditor:
		t.auditor()
	default:
		panic(fmt.Sprintf("voice: nobody is told in voice %d", v))
	}
	return t.sections
}

// teller tells one deal.
type teller struct {
	p    *score.Progress
	card *score.Card
	pos  *stage.Position
	rec  *deal.Record
	row  score.Row

	talks *score.Dialogue // nil: nobody asked

	sections []Section
}

// section adds what there is to say about one thing.
func (t *teller) section(title string, sentences ...[]Sentence) {
	if all := slices.Concat(sentences...); len(all) > 0 {
		t.sections = append(t.sections, Section{title, all})
	}
}

// say makes a sentence of words, with its handles filled in by the caller.
func say(format string, args ...any) Sentence {
	text := fmt.Sprintf(format, args...)
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return Sentence{Text: text}
}

// about gives a sentence the requirements it is about, with their elements.
func (s Sentence) about(reqs ...stage.Requirement) Sentence {
	for _, r := range reqs {
		if !slices.Contains(s.Requirements, r) {
			s.Requirements = append(s.Requirements, r)
		}
	}
	return s
}

// of gives a sentence the elements it is about.
func (s Sentence) of(elements ...qualify.Element) Sentence {
	for _, e := range elements {
		if !slices.Contains(s.Elements, e) {
			s.Elements = append(s.Elements, e)
		}
	}
	return s
}

// at gives a sentence the stages it is about, of those that are any.
func (s Sentence) at(stages ...stage.Stage) Sentence {
	for _, x := range stages {
		if !x.IsZero() && !slices.Contains(s.Stages, x) {
			s.Stages = append(s.Stages, x)
		}
	}
	return s
}

// by gives a sentence the facts behind it, of those that are any.
func (s Sentence) by(facts ...int) Sentence {
	for _, f := range facts {
		if f >= 0 && !slices.Contains(s.Facts, f) {
			s.Facts = append(s.Facts, f)
		}
	}
	return s
}

// changed gives a sentence what changed, and the facts behind it.
func (s Sentence) changed(changes ...score.Change) Sentence {
	for _, c := range changes {
		if c.Requirement.IsZero() {
			s = s.of(c.Element)
		} else {
			s = s.about(c.Requirement)
		}
		s = s.by(c.Fact)
	}
	return s
}

// why is the sentence behind the verdict.
func (t *teller) why() Sentence { return WhyOf(t.rec, &t.row) }

// judging gives a sentence about which there is nothing else the verdict.
func (t *teller) judging(s Sentence) Sentence {
	s.Verdict = t.row.Verdict
	return s
}
