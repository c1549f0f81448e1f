package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
	"github.com/headway-go/headway/stage"
)

func explain(c *command) (int, error) {
	if c.voice != "" {
		return c.tellTo()
	}
	book, rec, from, to, err := c.chosen()
	if err != nil {
		return 0, err
	}
	p, err := score.Compare(book, rec, from, to)
	if err != nil {
		return 0, err
	}
	talks, err := score.Encounters(book, rec, to)
	if err != nil {
		return 0, err
	}
	row := score.RowOf(p)
	if c.format == "json" {
		writeJSON(&c.out, explanationOf(p, &row, talks))
	} else {
		e := explanation{c: c, b: &c.out, p: p, card: p.Card(), row: &row, rec: rec, talks: talks}
		e.text()
	}
	return fine, nil
}

// judge compares the one deal that the arguments name.
func (c *command) judge() (*score.Progress, *score.Row, error) {
	book, rec, from, to, err := c.chosen()
	if err != nil {
		return nil, nil, err
	}
	p, err := score.Compare(book, rec, from, to)
	if err != nil {
		return nil, nil, err
	}
	row := score.RowOf(p)
	return p, &row, nil
}

// chosen finds the one deal that the arguments name, and the days to look at.
func (c *command) chosen() (book *stage.Playbook, rec *deal.Record, from, to deal.Day, err error) {
	if len(c.args) != 1 {
		return nil, nil, from, to, usagef("name one deal")
	}
	if book, err = c.book(); err != nil {
		return nil, nil, from, to, err
	}
	recs, _, err := c.records()
	if err != nil {
		return nil, nil, from, to, err
	}
	if rec, err = c.one(recs, c.args[0]); err != nil {
		return nil, nil, from, to, err
	}
	c.tellUnread()
	if from, to, err = c.window(recs); err != nil {
		return nil, nil, from, to, err
	}
	return book, rec, from, to, begun(rec, to)
}

// tellUnread says that there are deals beside the one asked for that could not be
// read.
func (c *command) tellUnread() {
	if n := len(c.unread); n > 0 {
		fmt.Fprintf(c.stderr, "headway: %s cannot be read; review says which and why\n", count(n, "other deal", "other deals"))
	}
}

// explanation writes one deal out in full.
type explanation struct {
	c    *command
	b    *strings.Builder
	p    *score.Progress
	card *score.Card
	row  *score.Row
	rec  *deal.Record

	talks *score.Dialogue
}

func (e *explanation) head(s string) { e.b.WriteString("\n" + e.c.style.bold(s) + "\n") }

func (e *explanation) say(label, text string) {
	if text != "" {
		wrap(e.b, 2, label, 11, text)
	}
}

func (e *explanation) text() {
	r, card := e.row, e.card
	fmt.Fprintf(e.b, "%s%s\n", e.c.style.bold(diag.Printable(title(r))), e.c.sample())
	wrap(e.b, 2, "deal", 11, strings.Join(known("", r.ID, "account ", r.Account, "owner ", r.Owner, "segment ", r.Segment, "process ", r.Process.Title()), ", "))
	e.say("from, to", fmt.Sprintf("%v to %v", e.p.From().Day(), e.p.To().Day()))
	e.say("verdict", r.Verdict.String()+e.because())
	if r.Sparse && r.Stands.IsZero() {
		e.say("sparse", voice.Sparse(r))
	}
	e.say("CRM says", e.claim())
	e.say("earned", e.earned())
	e.say("to won", e.distance())
	for t := range card.Process().Tracks() {
		e.say("beside", e.beside(t))
	}
	e.say("people", fmt.Sprintf("%d on their side in contact, %d on record", r.Contacts, r.People))
	s := voice.Score(r.Score) + " proven, to what it could be at best"
	if r.Band.ID != "" {
		s += "; " + r.Band.Title
	}
	e.say("score", s)
	if !r.CloseDate.IsZero() {
		e.say("close date", r.CloseDate.String())
	}
	if s := r.NextStep; s.Fact != nil {
		owner := "nobody"
		if s.Fact.Owner != "" {
			owner = e.rec.NameOf(s.Fact.Owner)
		}
		e.say("next step", fmt.Sprintf("%q, due %v, owner %s", s.Fact.Step, s.Due, owner))
	}

	if e.p.Changed() {
		e.head("WHAT CHANGED")
		e.changes("gained", r.Gained)
		e.changes("lost", r.Lost)
		e.changes("lapsed", voice.Aged(r))
		e.changes("renewed", r.Renewed)
	}
	if len(r.Signals) > 0 {
		e.head("LOOK AT")
		for _, s := range r.Signals {
			e.say(s.Severity.String(), voice.Signal(s, r.Claimed.ID()))
			e.cite(s.Facts, 5, "")
			e.say("", voice.Thresholds(s.Thresholds))
		}
	}
	if g, ok := card.Gate(); ok && r.Stands.IsZero() {
		e.head("THE GATE TO " + strings.ToUpper(g.To().ID()))
		for entry := range g.Entries() {
			e.entry(entry)
		}
	}
	if route := card.Route(); len(route) > 0 && r.Stands.IsZero() {
		e.head(fmt.Sprintf("STILL OPEN ON THE WAY TO WON (%d)", len(route)))
		for _, req := range route {
			e.say(voice.Answer(card.Position().Answer(req)), req.Title()+" ("+req.ID()+")")
		}
	}
	e.encounters()
	e.elements()
	if strays := card.Strays(); len(strays) > 0 {
		e.head("ON RECORD, BUT UNKNOWN TO THE DEFINITIONS")
		for _, s := range strays {
			wrap(e.b, 2, "does not count", 16, e.rec.Cite(s.Fact)+": "+voice.Stray(e.rec, s))
		}
	}
	e.b.WriteByte('\n')
	e.say("judged by", voice.JudgedBy(card))
}

// distance says how far the deal is from won.
func (e *explanation) distance() string {
	r := e.row
	if r.Remaining == stage.NoWay {
		return "no way is left for this deal"
	}
	s := fmt.Sprintf("%s still open of %d", count(r.Remaining, "requirement", "requirements"), r.Blank)
	if r.Before != r.Remaining && r.Before != stage.NoWay {
		s += fmt.Sprintf(", before %d", r.Before)
	}
	return s + "; headway " + percent(r.Headway)
}

// beside says where the deal stands in a track.
func (e *explanation) beside(t stage.Track) string {
	s, done := e.card.Position().At(t)
	switch {
	case done:
		return t.Title() + ": done"
	case s.IsZero():
		return t.Title() + ": not begun"
	}
	return fmt.Sprintf("%s: %s (%s)", t.Title(), s.Title(), s.ID())
}

// known gives the texts that are there, with what goes before each.
func known(pairs ...string) []string {
	var out []string
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, pairs[i]+pairs[i+1])
		}
	}
	return out
}

// because says in a few words what decided the verdict.
func (e *explanation) because() string {
	r := e.row
	switch r.Verdict {
	case score.Won:
		if len(r.Proof) == 0 {
			return ", on the CRM's word alone: the process asks for nothing more"
		}
		return ", resting on " + voice.Proof(r.Proof, e.rec.Cite)
	case score.Lost, score.Left:
		if _, fact, ok := e.card.Position().ClaimedOn(); ok {
			return ": " + e.rec.Cite(fact)
		}
	case score.Regressed:
		return ": lost " + voice.Changes(r.Lost, nil)
	case score.Advanced:
		return fmt.Sprintf(": from %s to %s by %s", r.EarnedBefore, r.Earned, voice.Changes(r.Gained, nil))
	case score.Progressing:
		return ": gained " + voice.Changes(r.Gained, nil)
	case score.Waiting:
		return " " + voice.Wait(r)
	case score.Busy:
		return ": " + voice.Efforts(r) + ", nothing gained"
	case score.Stalled:
		return ": nothing was done, and nothing is waited for"
	}
	return ""
}

func (e *explanation) claim() string {
	r := e.row
	on, fact, ok := e.card.Position().ClaimedOn()
	misnamed := ""
	if r.Misnamed != "" {
		misnamed = voice.Misnamed(r)
	}
	if !ok {
		return cmp.Or(misnamed, "nothing")
	}
	if misnamed != "" {
		misnamed += "; before that "
	}
	s := misnamed + fmt.Sprintf("%s (%s), since %v", r.Claimed.Title(), r.Claimed.ID(), on)
	if note := e.rec.Fact(fact).When().Note; note != "" {
		s += " \u201c" + note + "\u201d"
	}
	switch {
	case !r.OnRoute:
		s += "; no way leads there"
	case r.Unproven():
		s += "; the record does not bear it out: " + voice.Owed(r)
	case r.Closed && voice.Owed(r) != "":
		s += "; this is owed there: " + voice.Owed(r)
	case r.Inflation > 0:
		s += "; " + count(r.Inflation, "requirement", "requirements") + " ahead of what was earned"
	}
	return s
}

func (e *explanation) earned() string {
	r := e.row
	if r.Earned.IsZero() {
		return "no stage yet: the gate into the process is closed"
	}
	s := fmt.Sprintf("%s (%s), since %v (%s on the clock)", r.Earned.Title(), r.Earned.ID(), r.Entered, count(e.card.Position().DaysInStage(), "day", "days"))
	if label, text := stageMove(r); label != "" {
		s += "; " + label + " " + text
	}
	if p, ok := r.Earned.Probability(); ok {
		s += fmt.Sprintf("; the team puts deals there at %d %%", p)
	}
	if f := r.Earned.Forecast(); f != stage.NoForecast {
		s += "; forecast as " + strings.ReplaceAll(f.String(), "_", " ")
	}
	return s
}

func (e *explanation) changes(label string, changes []score.Change) {
	for _, c := range changes {
		s := c.Title() + " (" + c.ID() + ")"
		if c.Requirement.IsZero() {
			s = voice.Levels(c)
		}
		if c.Fact >= 0 {
			s += ": " + e.rec.Cite(c.Fact)
		}
		e.say(label, s)
	}
}

// entry writes one thing that a gate asks for, with what there is of it, the
// proof, and for what is open the question to ask.
func (e *explanation) entry(entry stage.Entry) {
	f := e.card.Position().Find(entry.Requirement)
	f.Answer = entry.Answer
	title := entry.Requirement.Title() + " (" + entry.Requirement.ID() + ")"
	if entry.Optional {
		title += ", optional"
	}
	e.say(voice.Answer(entry.Answer), title)
	e.proof(f, "")
	for _, m := range f.Members {
		if !m.Requirement.IsZero() {
			e.say("", "- "+voice.Answer(m.Answer)+": "+m.Requirement.Title()+" ("+m.Requirement.ID()+")")
		}
	}
	if !entry.Answer.Blocks() {
		return
	}
	if why := entry.Requirement.Why(); why != "" {
		e.say("", "why: "+why)
	}
	if ask := entry.Requirement.Ask(); len(ask) > 0 {
		e.say("", "ask: "+ask[0])
	}
}

func (e *explanation) proof(f stage.Finding, indent string) {
	if have := voice.Finding(f); have != "" {
		e.say("", indent+have)
	}
	e.cite(f.Support, 3, indent)
}

// cite writes the first of some facts.
func (e *explanation) cite(facts []int, most int, indent string) {
	for i, fact := range facts {
		if i == most {
			e.say("", fmt.Sprintf("%sand %d more", indent, len(facts)-most))
			break
		}
		e.say("", indent+e.rec.Cite(fact))
	}
}

// elements writes the score line by line.
func (e *explanation) elements() {
	a := e.card.Position().Assessment()
	e.head("SCORE, ELEMENT BY ELEMENT")
	t := table{right: []bool{false, false, false, true, true}}
	t.row("", "ELEMENT", "STANDS AT", "EARNED", "AT BEST")
	for line := range e.card.Lines() {
		st := a.Standing(line.Element)
		level := line.Level.ID()
		switch {
		case st.Denied:
			level = "denied by the buyer"
		case st.Contradicted:
			level = "contradicted"
		case st.Lapsed != qualify.Level{}:
			level += ", lapsed from " + st.Lapsed.ID()
		}
		t.row(line.Element.Letter(), line.Element.Title(), level, voice.PercentPoints(line.Earned), voice.PercentPoints(line.Ceiling))
	}
	s := e.card.Score()
	t.row("", "all", e.card.Process().Framework().Method().String(), voice.PercentPoints(s.Earned), voice.PercentPoints(s.Ceiling))
	t.write(e.b, "  ")
	for st := range a.Standings() {
		for _, fact := range a.Support(st.Element) {
			wrap(e.b, 2, st.Element.Letter(), 4, e.rec.Cite(fact))
		}
	}
}

// explanationJSON is everything about one deal.
type explanationJSON struct {
	AsOf  deal.Day `json:"as_of"`
	Since deal.Day `json:"since"`
	dealJSON
	Requirements []requirementJSON `json:"requirements"` // of the gate it stands before
	Route        []string          `json:"route"`
	Tracks       []trackJSON       `json:"tracks"`
	Lines        []lineJSON        `json:"lines"`
	Raised       []raisedJSON      `json:"raised"`
	StrayFacts   []strayJSON       `json:"stray_facts"`
	Facts        []string          `json:"facts"` // by index, in words
	dialogueJSON
}

type requirementJSON struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Answer   string    `json:"answer"`
	Optional bool      `json:"optional"`
	Why      string    `json:"why"`
	Ask      []string  `json:"ask"`
	Have     string    `json:"have"`
	Since    *deal.Day `json:"since"`
	Until    *deal.Day `json:"until"`
	Lapsed   bool      `json:"lapsed"`
	Support  []int     `json:"support"` // indices of facts
}

// trackJSON is where the deal stands in a track.
type trackJSON struct {
	Track string `json:"track"`
	Stage string `json:"stage"` // "none" before the first, "done" behind the last
}

type lineJSON struct {
	Element      string    `json:"element"`
	Level        string    `json:"level"`
	Score        scoreJSON `json:"score"`
	Expires      *deal.Day `json:"expires"`
	Contradicted bool      `json:"contradicted"`
	Denied       bool      `json:"denied"`
	Lapsed       string    `json:"lapsed"`  // the level it lapsed from
	Support      []int     `json:"support"` // indices of facts
}

type raisedJSON struct {
	Signal     string          `json:"signal"`
	Severity   string          `json:"severity"`
	Count      int             `json:"count"`
	Days       int             `json:"days"`
	Unbacked   int             `json:"unbacked_days"` // of a drift: without new evidence
	Share      int             `json:"share"`         // of the score, in 1/10000
	Elements   []string        `json:"elements"`
	Roles      []string        `json:"roles"`
	Stages     []string        `json:"stages"`
	Then       *string         `json:"then"` // the end that the team makes of it
	Facts      []int           `json:"facts"`
	Thresholds []thresholdJSON `json:"thresholds"`
}

type thresholdJSON struct {
	Name  string  `json:"name"`
	Value string  `json:"value"`
	At    *string `json:"at"` // file, line and column; null for a house default
}

type strayJSON struct {
	Fact int    `json:"fact"`
	Why  string `json:"why"`
}

func explanationOf(p *score.Progress, row *score.Row, talks *score.Dialogue) explanationJSON {
	card := p.Card()
	a := card.Position().Assessment()
	out := explanationJSON{
		AsOf: p.To().Day(), Since: p.From().Day(), dealJSON: rowJSON(row),
		Requirements: []requirementJSON{}, Route: ids(card.Route()), Tracks: []trackJSON{}, Raised: []raisedJSON{}, StrayFacts: []strayJSON{}, Facts: []string{},
		dialogueJSON: dialogueOf(talks),
	}
	out.Why = sentenceOf(voice.Why(p))
	out.Digests = digestsJSON(card.Digests())
	for t := range card.Process().Tracks() {
		s, done := card.Position().At(t)
		x := trackJSON{t.ID(), s.ID()}
		if done {
			x.Stage = "done"
		}
		out.Tracks = append(out.Tracks, x)
	}
	if g, ok := card.Gate(); ok {
		out.Requirements = requirementsJSON(card, g)
	}
	for line := range card.Lines() {
		st := a.Standing(line.Element)
		l := lineJSON{Element: line.Element.ID(), Level: line.Level.ID(), Score: scoreJSON{line.Earned, line.Ceiling},
			Expires: dayOf(st.Expires), Contradicted: st.Contradicted, Denied: st.Denied, Support: indices(a.Support(line.Element))}
		if st.Lapsed != (qualify.Level{}) {
			l.Lapsed = st.Lapsed.ID()
		}
		out.Lines = append(out.Lines, l)
	}
	for s := range card.Signals() {
		out.Raised = append(out.Raised, raisedOf(s))
	}
	for _, s := range card.Strays() {
		out.StrayFacts = append(out.StrayFacts, strayJSON{s.Fact, voice.Stray(card.Record(), s)})
	}
	for i := range p.To().Facts() {
		out.Facts = append(out.Facts, card.Record().Cite(i))
	}
	return out
}

func raisedOf(s score.Raised) raisedJSON {
	out := raisedJSON{
		Signal: s.Signal.String(), Severity: s.Severity.String(), Count: s.Count, Days: s.Days, Unbacked: s.Unbacked, Share: s.Share,
		Elements: []string{}, Roles: texts(s.Roles), Stages: []string{}, Then: stageID(s.Then), Facts: indices(s.Facts), Thresholds: []thresholdJSON{},
	}
	for _, st := range s.Standings {
		out.Elements = append(out.Elements, st.Element.ID())
	}
	for _, st := range s.Stages {
		out.Stages = append(out.Stages, st.ID())
	}
	for _, t := range s.Thresholds {
		x := thresholdJSON{Name: t.Name, Value: t.Value}
		if t.At.IsValid() {
			at := t.At.String()
			x.At = &at
		}
		out.Thresholds = append(out.Thresholds, x)
	}
	return out
}

func requirementsJSON(card *score.Card, g stage.Gate) []requirementJSON {
	out := []requirementJSON{}
	for e := range g.Entries() {
		f := card.Position().Find(e.Requirement)
		f.Answer = e.Answer
		out = append(out, requirementJSON{
			ID: e.Requirement.ID(), Title: e.Requirement.Title(), Answer: e.Answer.String(), Optional: e.Optional,
			Why: e.Requirement.Why(), Ask: texts(e.Requirement.Ask()), Have: voice.Finding(f),
			Since: dayOf(f.Since), Until: dayOf(f.Until), Lapsed: f.Lapsed, Support: indices(f.Support),
		})
	}
	return out
}

// texts and indices make an empty list of none, so that JSON has no null there.
func texts(s []string) []string { return append([]string{}, s...) }
func indices(s []int) []int     { return append([]int{}, s...) }
