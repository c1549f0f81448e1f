package scenario

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Print writes the report for a person: every value that came out otherwise and
// why, what no scenario put to the test, and in the last line how many
// scenarios, values and failures there were. dir is put before the names of
// files; it may be empty.
func (r *Report) Print(w io.Writer, dir string) error {
	p := &printer{w: bufio.NewWriter(w), suite: r.suite, dir: dir}
	for _, x := range r.results {
		p.result(x)
	}
	if len(r.results) > 0 {
		p.coverage(r.coverage)
	}
	fmt.Fprintf(p.w, "%s, %s checked, %s\n", many(r.Scenarios(), "scenario"), many(r.Checked(), "value"), many(r.Failed(), "failure"))
	return p.w.Flush()
}

// PrintResult writes what came out otherwise in one scenario, and nothing when
// all came out as expected.
func (r *Report) PrintResult(w io.Writer, x Result, dir string) error {
	p := &printer{w: bufio.NewWriter(w), suite: r.suite, dir: dir}
	p.result(x)
	return p.w.Flush()
}

// printer writes a report. What strangers wrote is made printable line by line.
type printer struct {
	w     *bufio.Writer
	suite *Suite
	dir   string
}

// line writes one line with an indent and a label.
func (p *printer) line(indent int, label, format string, args ...any) {
	const column = 11
	if label != "" {
		label += strings.Repeat(" ", max(1, column-len(label)))
	}
	fmt.Fprintln(p.w, strings.Repeat(" ", indent)+label+diag.Printable(fmt.Sprintf(format, args...)))
}

func (p *printer) place(at diag.Pos) string {
	at.File = path.Join(p.dir, at.File)
	return at.String()
}

func (p *printer) result(x Result) {
	if len(x.Failures) == 0 {
		return
	}
	p.line(0, "", "FAILED: %s (%s of %d wrong)", x.Scenario.name, many(len(x.Failures), "value"), x.Checked)
	for i := range x.Failures {
		p.failure(x.Scenario, &x.Failures[i])
	}
	fmt.Fprintln(p.w)
}

func (p *printer) failure(s *Scenario, f *Failure) {
	when := "on " + s.day(f.To)
	if !f.From.IsZero() {
		when = "between " + s.day(f.From) + " and " + s.day(f.To)
	}
	p.line(2, "", "%s: %s, %s", p.place(f.Pos), subject(f.Key), when)
	p.line(6, "expected", "%s", f.Want)
	p.line(6, "came out", "%s", f.Got+f.where())
	label := "because"
	if f.Signs != 0 && f.Key == "verdict" {
		p.line(6, label, "%s", signWords(f.Signs))
		label = ""
	}
	for _, r := range f.Reasons {
		p.reason(s, f, label, r)
		label = ""
	}
	if len(f.Reasons) == 0 && label != "" {
		p.line(6, label, "%s", f.otherwise())
	}
	p.line(6, "to mend", "%s", p.mend(f))
}

// day is a day with its distance from the start.
func (s *Scenario) day(d deal.Day) string { return fmt.Sprintf("%v (%+dd)", d, d.Sub(s.start)) }

// subjects say what the keys are about.
var subjects = map[string]string{
	"stage": "the earned stage", "claimed": "the stage that the CRM claims", "gate": "the gate that the deal stands before",
	"unmet": "what is missing at that gate", "remaining": "how many requirements are open to won", "score": "the score that is proven, in percent",
	"ceiling": "what the score could be at best, in percent", "levels": "the level of %s", "signals": "the signals", "answers": "the answer to %s",
	"tracks": "the track %s", "verdict": "the verdict", "gained": "what was gained", "lost": "what a fact took", "lapsed": "what time took",
	"renewed": "what had lapsed and was confirmed again",
}

func subject(key string) string {
	of, about, ok := strings.Cut(key, ".")
	if words := subjects[of]; ok {
		return fmt.Sprintf(words, about)
	}
	return subjects[of]
}

// where says which gate is meant.
func (f *Failure) where() string {
	switch {
	case f.Key != "gate" && f.Key != "unmet":
		return ""
	case f.Gate.IsZero():
		return ": the deal stands before no gate"
	}
	return ", at the gate to " + f.Gate.ID()
}

// otherwise explains what has no requirement and no fact behind it.
func (f *Failure) otherwise() string {
	switch f.Key {
	case "stage":
		return "no way leads there, or nothing is asked for on it"
	case "claimed":
		return "no stage that the process knows is claimed by then"
	case "gate", "unmet":
		return "nothing is asked for there"
	}
	return "no fact changed anything"
}

// longest is how much of what came out is said twice.
const longest = 60

// mend says what can be changed, so that either the scenario or the definitions
// say what is meant.
func (p *printer) mend(f *Failure) string {
	key, about, ok := strings.Cut(f.Key, ".")
	if ok {
		key = about
	}
	right := key + ": " + f.Got
	if len(right) > longest {
		right = "what came out"
	}
	s := "if that is right, write " + right + " here; if not, change the facts"
	var places []string
	for _, r := range f.Reasons {
		at := r.Finding.Requirement
		if at.IsZero() {
			at = r.Changed.Requirement
		}
		if where := p.requirementPlace(f.Process, at); where != "" && !slices.Contains(places, where) {
			places = append(places, where)
		}
	}
	switch {
	case len(places) == 0:
		return s + " or the definitions"
	case len(places) > 3:
		return s + fmt.Sprintf(", or what is asked for at %s and %d more", strings.Join(places[:3], ", "), len(places)-3)
	}
	return s + ", or what is asked for at " + strings.Join(places, ", ")
}

// requirementPlace is where a requirement stands; "" for none.
func (p *printer) requirementPlace(in *stage.Process, r stage.Requirement) string {
	switch {
	case r.IsZero():
		return ""
	case !p.suite.owns(in):
		return r.Pos().String() + " (comes with headway)"
	}
	return p.place(r.Pos())
}

func (p *printer) reason(s *Scenario, f *Failure, label string, r Reason) {
	indent := 6
	if label == "" {
		indent = 17
	}
	switch {
	case !r.Finding.Requirement.IsZero():
		p.line(indent, label, "%s: %s [%s]", answerWords(&r.Finding), r.Finding.Requirement.Title(), r.Finding.Requirement.ID())
		if len(r.Finding.Members) > 0 {
			p.members(s, r.Finding.Members, 19)
			return
		}
	case !r.Standing.Element.IsZero():
		p.line(indent, label, "%s", standingWords(r.Standing))
	case r.Signal != "" && r.Raised:
		p.line(indent, label, "%s is raised", r.Signal)
	case r.Signal != "":
		p.line(indent, label, "%s is not raised", r.Signal)
	case r.Change != "":
		p.line(indent, label, "%s: %s", r.Change, changeWords(r.Changed))
	default:
		for _, fact := range r.Facts {
			p.fact(s, indent, label, fact)
			indent, label = 17, ""
		}
		return
	}
	p.facts(s, r.Facts, 19)
}

// members writes what a group consists of.
func (p *printer) members(s *Scenario, members []stage.Finding, indent int) {
	for i := range members {
		m := &members[i]
		below := indent
		if !m.Requirement.IsZero() { // what stands under none has no name
			p.line(indent, "", "%s: %s [%s]", answerWords(m), m.Requirement.Title(), m.Requirement.ID())
			below += 2
		}
		if len(m.Members) > 0 {
			p.members(s, m.Members, below)
		} else {
			p.facts(s, m.Support, below)
		}
	}
}

func (p *printer) facts(s *Scenario, facts []int, indent int) {
	for _, i := range facts {
		p.fact(s, indent, "", i)
	}
}

func (p *printer) fact(s *Scenario, indent int, label string, i int) {
	p.line(indent, label, "%+dd %s (%s)", s.rec.On(i).Sub(s.start), s.rec.Cite(i), p.place(s.facts[i]))
}

// answerWords says how a requirement is answered, and what there is.
func answerWords(f *stage.Finding) string {
	var s string
	switch f.Answer {
	case stage.Met:
		s = "met"
	case stage.Unmet:
		s = "not met"
	case stage.Unknown:
		s = "not known"
	case stage.Waived:
		s = "waived"
	case stage.Off:
		s = "does not apply"
	}
	var more []string
	if f.Denied {
		more = append(more, "the buyer said no")
	}
	if f.Lapsed {
		more = append(more, "has lapsed")
	}
	if !f.Requirement.IsZero() {
		switch f.Requirement.Kind() {
		case stage.Element:
			if !f.Denied {
				more = append(more, "stands at "+f.Level.ID())
			}
		case stage.Attribute:
			more = append(more, attributeWords(f.Value))
		case stage.Score:
			more = append(more, fmt.Sprintf("is %d %%", f.Percent))
		case stage.Engaged, stage.Known:
			more = append(more, persons(f.People))
		}
	}
	if len(more) > 0 {
		s += " (" + strings.Join(more, ", ") + ")"
	}
	return s
}

func attributeWords(v deal.Value) string {
	if v.Kind() == deal.NoValue {
		return "has no value"
	}
	return "is " + v.String()
}

func persons(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

func standingWords(s qualify.Standing) string {
	words := fmt.Sprintf("%s stands at %s", s.Element.Title(), s.Level)
	switch {
	case s.Denied:
		words += ", and the buyer said no"
	case s.Contradicted:
		words += ", and the last word was against it"
	case s.Lapsed != qualify.Level{}:
		words += fmt.Sprintf(", and would at %s if it had not lapsed", s.Lapsed)
	}
	return words
}

func changeWords(c score.Change) string {
	if c.Requirement.IsZero() {
		return fmt.Sprintf("%s from %s to %s [%s]", c.Title(), c.Was, c.Now, c.ID())
	}
	return fmt.Sprintf("%s [%s]", c.Title(), c.ID())
}

// signs are what a verdict is made of, in words.
var signs = []struct {
	sign  score.Signs
	words string
}{
	{score.StandsWon, "it stands at a won end"},
	{score.StandsLost, "it stands at a lost end"},
	{score.StandsLeft, "it stands at an end that is neither won nor lost"},
	{score.Loss, "a fact took something"},
	{score.Back, "the stage is not earned any more"},
	{score.Further, "more is open to won than before"},
	{score.Gain, "something was gained"},
	{score.Forward, "a stage was earned"},
	{score.Wait, "it waits for a declared reason"},
	{score.Touch, "something was done"},
	{score.Lapse, "time took something"},
	{score.Typed, "something was typed in"},
}

func signWords(s score.Signs) string {
	var out []string
	for _, x := range signs {
		if s.Has(x.sign) {
			out = append(out, x.words)
		}
	}
	return strings.Join(out, "; ")
}

// many gives a number with its noun.
func many(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// coverage writes what was never put to the test.
func (p *printer) coverage(c *Coverage) {
	for x := range c.Processes() {
		p.process(x)
	}
	if seen, of := c.Share(); of > 0 {
		p.line(0, "", "covered: %d %% (%d of %d)", seen*100/of, seen, of)
	}
}

func (p *printer) process(x *ProcessCoverage) {
	seen, of := x.Share()
	p.line(0, "", "process %s: %d of %d covered", x.process.ID(), seen, of)
	p.asked(x)
	p.ways(x)
	p.levels(x)
}

func (p *printer) asked(x *ProcessCoverage) {
	var lines, unsaid []string
	for _, a := range x.asked {
		s := fmt.Sprintf("%s: %s [%s]", p.requirementPlace(x.process, a.Requirement), a.Requirement.Title(), a.Requirement.ID())
		switch {
		case a.Met() && a.NotMet():
			if a.OnlyUnknown() {
				unsaid = append(unsaid, a.Requirement.ID())
			}
			continue
		case a.Met():
			s += ": always met"
		case a.OnlyUnknown():
			s += ": never met, and only ever not known"
		case a.NotMet():
			s += ": never met"
		case a.Saw(stage.Waived):
			s += ": only ever waived"
		default:
			s += ": never applied"
		}
		lines = append(lines, s)
	}
	p.never(lines, len(lines), "requirements", "seen both met and not met", len(x.asked))
	if len(unsaid) > 0 {
		p.line(2, "", "not met only because not known, never because of a no: %s", strings.Join(unsaid, ", "))
	}
}

func (p *printer) ways(x *ProcessCoverage) {
	var lines []string
	for _, w := range x.ways {
		if w.Gone {
			continue
		}
		from, at := w.Edge.From().ID(), w.Edge.From().Pos()
		if w.Edge.From().IsZero() {
			from, at = "the start", w.Edge.To().Pos()
		}
		lines = append(lines, fmt.Sprintf("%s: from %s to %s", p.place(at), from, w.Edge.To()))
	}
	p.never(lines, len(lines), "ways", "gone", len(x.ways))
}

func (p *printer) levels(x *ProcessCoverage) {
	var lines []string
	var last qualify.Element
	n := 0
	for _, l := range x.levels {
		switch {
		case l.Seen:
			continue
		case l.Element == last:
			lines[len(lines)-1] += ", " + l.Level.ID()
		default:
			lines = append(lines, fmt.Sprintf("%s: %s at %s", p.requirementPlace(x.process, l.AskedBy), l.Element.ID(), l.Level))
		}
		n, last = n+1, l.Element
	}
	p.never(lines, n, "levels", "stood at", len(x.levels))
}

// never writes how many of how much was never seen, and what.
func (p *printer) never(lines []string, n int, what, seen string, of int) {
	if n == 0 {
		return
	}
	p.line(2, "", "%d of %d %s never %s", n, of, what, seen)
	for _, s := range lines {
		p.line(4, "", "%s", s)
	}
}
