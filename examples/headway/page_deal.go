package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
	"github.com/headway-go/headway/stage"
)

// dealCard is one deal on the page.
type dealCard struct {
	ID, Title string
	Mark      mark
	Owner     int    // its place in the list of owners
	Sort      string // the amount as a number without a point; empty when there is none
	Why       string // what decided the verdict
	Figures   []figure
	Score     scoreBar
	Routes    []route
	Trend     trend

	Summary string // what the details hold
	Changes []changes
	GateTo  string
	Missing []missing
	Signals []signal
	Next    string
	Talks   talks
	Noted   []string // the facts of the window
	Before  int      // how many were noted before it
	Judged  string   // the definitions and the record, by their digests
}

// scoreBar is a score as a line from what is proven to what it could be at
// best, in 1/10000 of its length.
type scoreBar struct {
	Earned, Open int
	Words        string
}

// changes is what was gained, lost, lapsed or renewed, with the proof.
type changes struct {
	Name  string
	Items []changed
}

type changed struct{ What, Proof string }

// missing is something that the gate asks for, with the questions about it.
type missing struct {
	Answer, What, Have string
	Ask                []string
}

type signal struct {
	Severity, What string
	Facts          []string
	Measured       string // by what, and where that is written
}

// card makes the card of a deal. The evaluator's memory is used again for the
// next one.
func (p *pipeline) card(eval *score.Evaluator, r *score.Row, owners []string) (dealCard, error) {
	rec := p.records[r.ID]
	weeks := weeksOf(eval, rec, p.to)
	dialogue, err := eval.Encounters(rec, p.to)
	if err != nil {
		return dealCard{}, err
	}
	at, err := eval.Card(rec, p.to)
	if err != nil {
		return dealCard{}, err
	}
	cite := rec.Cite
	out := dealCard{
		ID: r.ID, Title: title(r), Mark: rowMark(r), Owner: slices.Index(owners, r.Owner), Why: p.why(r, rec),
		Figures: cardFigures(r), Score: barOf(r.Score), Routes: routesOf(r, at.Position()), Trend: trendOf(weeks, r.Blank),
		Changes: changesOf(r, cite), Missing: missingOf(r, at.Position()), Signals: signalsOf(r, cite), Next: nextWords(r, rec), Talks: talksOf(rec, dialogue),
	}
	if n, ok := r.Amount.Number(); ok {
		out.Sort = strconv.FormatInt(n, 10)
	}
	if len(out.Missing) > 0 {
		out.GateTo = r.Gate.Title()
	}
	out.Noted, out.Before = p.noted(rec)
	out.Judged = voice.JudgedBy(at)
	out.Summary = out.summary()
	return out, nil
}

// cardFigures gives the columns of the deal in the text of the review.
func cardFigures(r *score.Row) []figure {
	money := "none on record"
	if n := r.Amount.String(); n != "" {
		money = amount(n)
	}
	says := "nothing"
	switch {
	case r.Misnamed != "":
		says = fmt.Sprintf("%q, which the process does not have", r.Misnamed)
	case !r.Claimed.IsZero():
		says = r.Claimed.Title()
	}
	before := ""
	if r.Before != r.Remaining && r.Before != stage.NoWay {
		before = fmt.Sprintf("was %d", r.Before)
	}
	days := ""
	if !r.Closed && !r.Earned.IsZero() {
		days = "for " + count(r.DaysInStage, "day", "days")
	}
	left, _, _ := strings.Cut(toWon(r), ",")
	return []figure{{"Owner", named(r.Owner), ""}, {"Amount", money, ""}, {"CRM says", says, ""}, {"Earned", stageTitle(r.Earned), days}, {"To won", left, before}}
}

func barOf(s qualify.Score) scoreBar {
	return scoreBar{s.Earned, s.Ceiling - s.Earned, voice.Score(s)}
}

// why says in a sentence what decided the verdict.
func (p *pipeline) why(r *score.Row, rec *deal.Record) string {
	s := voice.WhyOf(rec, r).Text
	if r.Sparse && r.Stands.IsZero() {
		s = strings.TrimSuffix(s, ".") + "; " + voice.Sparse(r) + "."
	}
	if unproven(r) {
		return "Not on record: " + voice.Owed(r) + ". " + s
	}
	return s
}

// changesOf lists what changed, and what a won claim rests on.
func changesOf(r *score.Row, cite func(int) string) []changes {
	var out []changes
	say := func(name string, list []score.Change) {
		if items := changedOf(list, cite); len(items) > 0 {
			out = append(out, changes{name, items})
		}
	}
	say("Gained", r.Gained)
	say("Lost", r.Lost)
	say("Lapsed", voice.Aged(r))
	say("Renewed", r.Renewed)
	if r.Stands.Kind() == stage.Won && len(r.Proof) > 0 {
		rests := changes{Name: "Rests on"}
		for _, f := range r.Proof {
			var facts []string
			for _, i := range f.Support {
				facts = append(facts, cite(i))
			}
			rests.Items = append(rests.Items, changed{f.Requirement.Title(), strings.Join(facts, "; ")})
		}
		out = append(out, rests)
	}
	return out
}

// changedOf passes an element over when a requirement about it is named. A fact
// behind several things is cited once, with the last of them.
func changedOf(list []score.Change, cite func(int) string) []changed {
	named := map[qualify.Element]bool{}
	var out []changed
	behind := -1
	for _, c := range list {
		x := changed{What: c.Title()}
		if c.Requirement.IsZero() {
			if named[c.Element] {
				continue
			}
			x.What = voice.Levels(c)
		} else if e, ok := c.Requirement.Element(); ok {
			named[e] = true
		}
		if c.Fact >= 0 {
			x.Proof = cite(c.Fact)
		}
		if n := len(out); n > 0 && c.Fact == behind {
			out[n-1].Proof = ""
		}
		out, behind = append(out, x), c.Fact
	}
	return out
}

// missingOf lists what blocks the gate that an open deal stands before.
func missingOf(r *score.Row, pos *stage.Position) []missing {
	var out []missing
	if r.Closed {
		return nil
	}
	for _, o := range r.Unmet {
		x := missing{Answer: voice.Answer(o.Answer), What: o.Requirement.Title(), Ask: o.Requirement.Ask()}
		x.Ask = x.Ask[:min(len(x.Ask), 2)]
		if f := pos.Find(o.Requirement); o.Answer != stage.Unknown || f.Lapsed {
			x.Have = voice.Finding(f)
		}
		out = append(out, x)
	}
	return out
}

func signalsOf(r *score.Row, cite func(int) string) []signal {
	var out []signal
	if r.Misnamed != "" {
		out = append(out, signal{Severity: "flag", What: "the CRM says " + voice.Misnamed(r)})
	}
	for _, s := range r.Signals {
		x := signal{Severity: s.Severity.String(), What: voice.Signal(s, r.Claimed.Title()), Measured: voice.Thresholds(s.Thresholds)}
		for _, f := range s.Facts {
			x.Facts = append(x.Facts, cite(f))
		}
		out = append(out, x)
	}
	if r.Strays > 0 {
		out = append(out, signal{Severity: "hint", What: count(r.Strays, "fact counts", "facts count") + " for nothing (see explain)"})
	}
	return out
}

func nextWords(r *score.Row, rec *deal.Record) string {
	s := r.NextStep
	if s.Fact == nil {
		return ""
	}
	owner := "nobody"
	if s.Fact.Owner != "" {
		owner = rec.NameOf(s.Fact.Owner)
	}
	return fmt.Sprintf("%s, due %v, owner %s", s.Fact.Step, s.Due, owner)
}

// summary says what there is to see when the details are opened.
func (d *dealCard) summary() string {
	var parts []string
	for _, c := range d.Changes {
		parts = append(parts, fmt.Sprintf("%s %d", strings.ToLower(c.Name), len(c.Items)))
	}
	if n := len(d.Missing); n > 0 {
		parts = append(parts, fmt.Sprintf("missing %d for %s", n, d.GateTo))
	}
	if n := len(d.Signals); n > 0 {
		parts = append(parts, fmt.Sprintf("to look at %d", n))
	}
	if n := d.Talks.All; n > 0 {
		parts = append(parts, count(n, "encounter", "encounters"))
	}
	parts = append(parts, count(len(d.Noted), "fact", "facts")+" noted in the window")
	return strings.Join(parts, ", ")
}
