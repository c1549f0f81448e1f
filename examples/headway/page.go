package main

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// The page is one file that fetches nothing: page.html with the style and the
// script put into it. What it says is made here and in the other page_ files;
// how it looks is there.

//go:embed page
var pageFiles embed.FS

var pageTemplate = template.Must(template.ParseFS(pageFiles, "page/page.html"))

// page is a review as it is put into the template.
type page struct {
	Policy string // what the browser may load and run: the style and the script below
	Style  template.CSS
	Script template.JS

	Days        string
	Sample      string
	Counts      []verdictCount
	Figures     []figure
	Missing     []string
	Charts      []chart
	Owners      []string // of the deals, by their place in this list
	Verdicts    []mark
	Deals       []dealCard
	Sums        []sumTable
	Marks       []mark
	Talks       []mark // of encounters
	Definitions []figure
}

// figure is a number with its name, and what else there is to say about it.
type figure struct{ Name, Value, Note string }

type verdictCount struct {
	mark
	Deals int
}

// html writes the page.
func (p *pipeline) html(c *command, book *stage.Playbook) error {
	style, script := part("page.css"), part("page.js")
	out := page{
		Policy: "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script) + "'; base-uri 'none'; form-action 'none'",
		Style:  template.CSS(style), Script: template.JS(script),
		Days: p.from.String() + " to " + p.to.String(), Sample: strings.Trim(p.sample, " ()"),
		Figures: p.figures(), Missing: p.missing, Charts: p.charts(), Owners: p.owners(), Sums: p.sumTables(), Definitions: p.definitions(),
	}
	out.Counts = p.verdictCounts()
	for _, n := range out.Counts {
		out.Verdicts = append(out.Verdicts, n.mark)
	}
	out.Marks, out.Talks = marks[:], talkMarks[:]
	progress := c.progress("deals put on the page")
	eval := score.NewEvaluator(book)
	for i := range p.rows {
		card, err := p.card(eval, &p.rows[i], out.Owners)
		if err != nil {
			return err
		}
		out.Deals = append(out.Deals, card)
		progress.add()
	}
	progress.end()
	var b strings.Builder
	if err := pageTemplate.Execute(&b, out); err != nil {
		return err
	}
	c.out.WriteString(tidy(b.String()))
	return nil
}

// part gives a file that is put into the page.
func part(name string) string {
	text, err := pageFiles.ReadFile("page/" + name)
	if err != nil {
		panic(err) // it is compiled in
	}
	return tidy(string(text))
}

// tidy takes the blanks at both ends of each line away, and shows characters
// that drive a terminal or turn the direction of text as what they are. The
// template escapes what means something in HTML; this is for what is left of
// strangers' text. Where they break a line, HTML has a blank.
func tidy(s string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(diag.Printable(line))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// hash names a style or a script to the browser's content security policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// mark is how a verdict is shown: by a sign and a word. Its tone, which is a
// colour, says nothing more.
type mark struct{ Word, Sign, Tone, Means string }

// marks are those of all verdicts, worst first.
var marks = [...]mark{
	{"regressed", "▼", "bad", "a fact took something back"},
	{"unproven", "?", "bad", "the CRM says won, and the record does not bear it out"},
	{"busy", "●", "mild", "something was done, and nothing came of it"},
	{"stalled", "■", "mild", "nothing was done, and nothing came of it"},
	{"waiting", "‖", "quiet", "it is quiet for a reason that is on record"},
	{"progressing", "△", "good", "the buyer did something that counts"},
	{"advanced", "▲", "good", "the same, and it earned a stage"},
	{"lost", "✕", "over", "it stands at a lost end"},
	{"left", "→", "over", "it stands at an end that is neither won nor lost"},
	{"won", "✓", "good", "it stands at a won end, and the record bears it out"},
}

// markOf gives the mark of a verdict. Unproven goes before whatever else became
// of a deal, unless it fell back.
func markOf(v score.Verdict, unproven bool) mark {
	word := v.String()
	if unproven && v != score.Regressed {
		word = "unproven"
	}
	return marks[slices.IndexFunc(marks[:], func(m mark) bool { return m.Word == word })]
}

func rowMark(r *score.Row) mark { return markOf(r.Verdict, r.Unproven()) }

// verdictCounts counts the deals by verdict, leaving out those of none.
func (p *pipeline) verdictCounts() []verdictCount {
	n := map[mark]int{}
	for i := range p.rows {
		n[rowMark(&p.rows[i])]++
	}
	var out []verdictCount
	for _, m := range marks {
		if n[m] > 0 {
			out = append(out, verdictCount{m, n[m]})
		}
	}
	return out
}

// figures gives what the text of the review says at its head.
func (p *pipeline) figures() []figure {
	t := p.totals
	out := []figure{sumFigure("Open", t.Open)}
	add := func(name string, m score.Money, more string) {
		if m.Deals > 0 {
			f := sumFigure(name, m)
			f.Note = strings.TrimPrefix(f.Note+more, "; ")
			out = append(out, f)
		}
	}
	add("Claimed and earned", t.Earned, "")
	add("Claimed ahead of what they earned", t.Inflated, claimedAhead(&t.Tally))
	add("Without a claim", t.Unclaimed, "")
	add("Called won on the CRM's word alone", t.Unproven, "")
	if n := p.misnamed(); n > 0 {
		out = append(out, figure{"The CRM names a stage that the process does not have", count(n, "deal", "deals"), ""})
	}
	if half, most, ok := stays(&t.Stays); ok {
		out = append(out, figure{"Days in stage of the open deals", "half at " + half + " or less", "8 of 10 at " + most + " or less"})
	}
	if n := t.Touches; n > 0 {
		out = append(out, figure{"Touches and gains in the window", count(n, "touch", "touches") + ", " + count(t.Gains, "gain", "gains"),
			fmt.Sprintf("%d %% of the touches went to deals that were only busy", 100*t.Idle/n)})
	}
	if p.unbegun > 0 {
		out = append(out, figure{"Not begun by then, and not below", count(p.unbegun, "deal", "deals"), ""})
	}
	return out
}

// sumFigure gives a sum, and beside it of how many deals and what is missing.
func sumFigure(name string, m score.Money) figure {
	of := count(m.Deals, "deal", "deals")
	switch {
	case m.Deals == 0:
		return figure{name, "none", ""}
	case m.Missing == m.Deals:
		return figure{name, of, "no amounts"}
	case m.Missing > 0:
		of += ", " + thousands(int64(m.Missing)) + " without an amount"
	}
	return figure{name, amount(m.Sum()), of}
}

// owners names the owners of the deals, in alphabetical order.
func (p *pipeline) owners() []string {
	var out []string
	for name := range p.totals.Owners() {
		out = append(out, name)
	}
	return out
}

// named gives a name, or says that there is none.
func named(name string) string {
	if name == "" {
		return "(none)"
	}
	return name
}

// definitions names the processes that the deals were judged by, with what tells
// one state of them from another.
func (p *pipeline) definitions() []figure {
	out := []figure{{"All of the playbook", "digest " + p.digest.Short(), ""}}
	for _, process := range p.processes() {
		framework := process.Framework()
		value := "digest " + process.Digest().Short()
		if v := process.Version(); v != "" {
			value = "version " + v + ", " + value
		}
		out = append(out, figure{process.Title() + " (" + process.ID() + ")", value, "framework " + framework.Title() + ", digest " + framework.Digest().Short()})
	}
	return out
}

// processes gives those of the deals, each once whatever the segment, by id.
func (p *pipeline) processes() []*stage.Process {
	var out []*stage.Process
	for i := range p.rows {
		process := p.rows[i].Process
		if !slices.ContainsFunc(out, func(o *stage.Process) bool { return o.ID() == process.ID() }) {
			out = append(out, process)
		}
	}
	slices.SortFunc(out, func(a, b *stage.Process) int { return strings.Compare(a.ID(), b.ID()) })
	return out
}

// stageTitle names a stage for people.
func stageTitle(s stage.Stage) string {
	if s.IsZero() {
		return "no stage yet"
	}
	return s.Title()
}

// noted says the facts of the window, and how many there are before it.
func (p *pipeline) noted(rec *deal.Record) (facts []string, before int) {
	old := rec.AsOf(p.from)
	for i := range rec.AsOf(p.to).Since(old) {
		facts = append(facts, rec.Cite(i))
	}
	return facts, old.Len()
}
