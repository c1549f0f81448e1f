package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// The words for what the library gives as handles. They are kept in one file,
// so that text says one thing in one way.

// signalWords says what a signal means on one deal.
func signalWords(s score.Raised, claimed string) string {
	switch s.Signal {
	case stage.WonUnproven:
		return "the CRM says won, on its word alone"
	case stage.Reopened:
		return "the CRM took it out of an end again"
	case stage.OffRoute:
		return fmt.Sprintf("the CRM says %s, where no way leads", claimed)
	case stage.StageInflated:
		return fmt.Sprintf("claimed %s ahead of what was earned", count(s.Count, "requirement", "requirements"))
	case stage.EvidenceContradicted:
		return "contradicted: " + standings(s.Standings, func(st qualify.Standing) string { return st.Element.Title() })
	case stage.ChampionGone:
		return "the champion has left"
	case stage.CloseDatePast:
		return "close date " + count(s.Days, "day", "days") + " past"
	case stage.CloseDatePushed:
		return fmt.Sprintf("close date pushed %s, %s in all", times(s.Count), count(s.Days, "day", "days"))
	case stage.NextStepOverdue:
		return fmt.Sprintf("%s overdue by %s", count(s.Count, "next step", "next steps"), count(s.Days, "day", "days"))
	case stage.NoNextStep:
		return "no next step ahead"
	case stage.NextStepSellerOnly:
		return "every next step is ours"
	case stage.NoEconomicBuyer:
		return "nobody on record is the economic buyer"
	case stage.SingleThreaded:
		if s.Count == 1 {
			return "one person is all there is on their side"
		}
		return fmt.Sprintf("%d people are all there are on their side", s.Count)
	case stage.EndIncomplete:
		return fmt.Sprintf("%s, and %s is missing that is owed there", claimed, count(s.Count, "thing", "things"))
	case stage.OverdueStage:
		var names []string
		for _, st := range s.Stages {
			names = append(names, st.Title())
		}
		return fmt.Sprintf("past the limit of %s by %s", strings.Join(names, " and "), count(s.Days, "day", "days"))
	case stage.CloseDateInfeasible:
		return fmt.Sprintf("the stages left are expected to take %s longer than the close date allows", count(s.Days, "day", "days"))
	case stage.Silent:
		words := fmt.Sprintf("nothing was heard from them for %s", count(s.Days, "day", "days"))
		if !s.Then.IsZero() {
			words += "; the team's rule for it: " + s.Then.Title()
		}
		return words
	case stage.WakeDue:
		return "it was left for a while, and the while is over"
	case stage.StuckInStage:
		return count(s.Days, "day", "days") + " longer in its stage than expected"
	case stage.UninvolvedRole:
		return "nobody on record is " + strings.ReplaceAll(strings.Join(s.Roles, ", or "), "_", " ")
	case stage.EvidenceLapsing:
		return standings(s.Standings, ageWords)
	}
	return s.Signal.String()
}

// misnamedWords says which stage the CRM names that the process does not have.
func misnamedWords(r *score.Row) string {
	s := fmt.Sprintf("%q, which the process does not have", r.Misnamed)
	if hint := ydoc.DidYouMean(r.Misnamed, stageIDs(r.Process)); hint != "" {
		s += "; " + hint
	}
	return s
}

// stageIDs names the stages and ends of a process.
func stageIDs(p *stage.Process) []string {
	var out []string
	for s := range p.Stages() {
		out = append(out, s.ID())
	}
	for s := range p.Ends() {
		out = append(out, s.ID())
	}
	return out
}

// strayWords says why a fact counts for nothing, and how a value is written that
// was put in quotes.
func strayWords(rec *deal.Record, s deal.Stray) string {
	set, ok := rec.Fact(s.Fact).(deal.Set)
	if s.Why != deal.WrongType || !ok {
		return s.String()
	}
	for _, v := range set.Values {
		text, ok := v.Value.Text()
		if v.Attribute != s.Name || !ok {
			continue
		}
		if _, err := deal.ParseNumber(text); err == nil {
			return fmt.Sprintf("the attribute %q is no text: write %s as a number, without quotes", s.Name, text)
		}
		if text == "true" || text == "false" {
			return fmt.Sprintf("the attribute %q is no text: write %s without quotes", s.Name, text)
		}
	}
	return s.String()
}

func standings(list []qualify.Standing, words func(qualify.Standing) string) string {
	var out []string
	for _, st := range list {
		out = append(out, words(st))
	}
	return strings.Join(out, ", ")
}

// ageWords says what age has done to an element, or is about to.
func ageWords(st qualify.Standing) string {
	name := st.Element.Title()
	switch {
	case st.Lapsed == qualify.Level{}:
		return name + " lapses after " + st.Expires.String()
	case st.Level.Rank() == 0:
		return name + " has lapsed"
	}
	return fmt.Sprintf("%s has aged from %s to %s", name, st.Lapsed, st.Level)
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// answerWords says an answer so that nobody takes "unknown" for "no".
func answerWords(a stage.Answer) string {
	switch a {
	case stage.Met:
		return "yes"
	case stage.Unmet:
		return "no"
	case stage.Unknown:
		return "unknown"
	case stage.Waived:
		return "waived"
	}
	return "does not apply"
}

// openWords names what blocks a gate; what is not known is marked.
func openWords(open []score.Open) string {
	var out []string
	for _, o := range open {
		s := o.Requirement.Title()
		if o.Answer == stage.Unknown {
			s += " (unknown)"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// changeWords names what changed, and with cite the fact behind it, once for all
// that it did. An element is passed over when a requirement about it is named.
func changeWords(changes []score.Change, cite func(int) string) string {
	named := map[qualify.Element]bool{}
	var out []string
	behind := -1 // the fact behind what was named last
	for _, c := range changes {
		s := c.Title()
		if c.Requirement.IsZero() {
			if named[c.Element] {
				continue
			}
			s = levelWords(c)
		} else if e, ok := c.Requirement.Element(); ok {
			named[e] = true
		}
		if n := len(out); n > 0 && cite != nil && behind >= 0 && c.Fact != behind {
			out[n-1] += " (" + cite(behind) + ")"
		}
		out, behind = append(out, s), c.Fact
	}
	if n := len(out); n > 0 && cite != nil && behind >= 0 {
		out[n-1] += " (" + cite(behind) + ")"
	}
	return strings.Join(out, "; ")
}

// levelWords says from where to where an element went.
func levelWords(c score.Change) string {
	switch {
	case c.Denied:
		return fmt.Sprintf("%s from %s to denied by the buyer", c.Title(), c.Was)
	case c.Was == c.Now:
		return c.Title() + " " + c.Now.ID() // what had lapsed was taken back besides
	}
	return fmt.Sprintf("%s from %s to %s", c.Title(), c.Was, c.Now)
}

// aged gives what lapsed, as far as it is news: what was confirmed again is
// told with what was renewed, and a next step that is over with the signals.
func aged(r *score.Row) []score.Change {
	var out []score.Change
	for _, c := range r.Lapsed {
		if !c.Requirement.IsZero() && c.Requirement.Kind() == stage.NextStep {
			continue
		}
		if !slices.ContainsFunc(r.Renewed, func(o score.Change) bool { return o.ID() == c.ID() }) {
			out = append(out, c)
		}
	}
	return out
}

// titles names some requirements.
func titles(reqs []stage.Requirement) string {
	var out []string
	for _, r := range reqs {
		out = append(out, r.Title())
	}
	return strings.Join(out, "; ")
}

// proofWords names what a won claim rests on, with the facts.
func proofWords(proof []stage.Finding, cite func(int) string) string {
	var out []string
	for _, f := range proof {
		s := f.Requirement.Title()
		var facts []string
		for _, i := range f.Support {
			facts = append(facts, cite(i))
		}
		if len(facts) > 0 {
			s += " (" + strings.Join(facts, "; ") + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// waitsWords says until when a deal waits, and for what.
func waitsWords(r *score.Row) string {
	if r.Waits.For != deal.NoSide {
		return "for the " + strings.ReplaceAll(r.Waits.For.String(), "_", " ") + ", as the stage has it"
	}
	s := "until " + r.Waits.Until.String()
	if r.Waits.Why != "" {
		s += ": " + r.Waits.Why
	}
	switch x := r.WaitsFor.(type) {
	case deal.Pause:
		s += ": " + x.Why
	case deal.NextStep:
		s += fmt.Sprintf(": the buyer owes %q", x.Step)
	}
	return s
}

// findingWords says what there is, of what a requirement asks for.
func findingWords(f stage.Finding) string {
	var parts []string
	switch f.Requirement.Kind() {
	case stage.Element:
		switch {
		case f.Denied:
			parts = append(parts, "the buyer said no")
		case f.Level.Rank() > 0 || f.Answer != stage.Met:
			parts = append(parts, "stands at "+f.Level.ID())
		}
	case stage.Engaged, stage.Known:
		parts = append(parts, count(f.People, "person", "people"))
	case stage.Score:
		parts = append(parts, fmt.Sprintf("is %d %%", f.Percent))
	case stage.DayIs:
		if !f.Since.IsZero() {
			return "is " + f.Since.String()
		}
		parts = append(parts, "not set")
	case stage.Attribute:
		if v := f.Value.String(); v != "" {
			parts = append(parts, "is "+v)
		} else {
			parts = append(parts, "not set")
		}
	}
	if f.Lapsed {
		parts = append(parts, "has lapsed")
	}
	if !f.Since.IsZero() && f.Answer == stage.Met {
		parts = append(parts, "since "+f.Since.String())
	}
	if !f.Until.IsZero() {
		parts = append(parts, "holds until "+f.Until.String())
	}
	return strings.Join(parts, ", ")
}

// factWords cites a fact: what it is, when it happened, and where to check it.
func factWords(rec *deal.Record, i int) string { return rec.Cite(i) }

// from names a person by the name the record has for them.
func from(rec *deal.Record, who string) string { return rec.NameOf(deal.Who(who)) }

// scoreWords gives a score as the interval that it is.
func scoreWords(s qualify.Score) string {
	if s.Earned == s.Ceiling {
		return percent(s.Earned)
	}
	return fmt.Sprintf("%d–%d %%", s.Earned/100, s.Ceiling/100)
}

// outcomeWords says where a deal stands.
func outcomeWords(o score.Outcome) string {
	return fmt.Sprintf("%s; %s; score %s", stageWords(o.Stage), openCount(o), scoreWords(o.Score))
}

// movedWords says how far a deal would move.
func movedWords(today, then score.Outcome) string {
	var parts []string
	switch {
	case then.Stages > 0:
		parts = append(parts, fmt.Sprintf("%s further, to %s", count(then.Stages, "stage", "stages"), stageWords(then.Stage)))
	case then.Stage != today.Stage:
		parts = append(parts, "to "+stageWords(then.Stage))
	default:
		parts = append(parts, "no stage further")
	}
	left := openCount(then)
	switch fewer := today.Remaining - then.Remaining; {
	case then.Remaining == stage.NoWay:
	case fewer > 0:
		left = fmt.Sprintf("%d open, %d fewer", then.Remaining, fewer)
	case fewer < 0:
		left = fmt.Sprintf("%d open, %d more", then.Remaining, -fewer)
	}
	parts = append(parts, left)
	if then.Score != today.Score {
		parts = append(parts, "score "+scoreWords(then.Score))
	}
	return strings.Join(parts, "; ")
}

// judgedByWords names by what a card was judged, for people who audit.
func judgedByWords(c *score.Card) string {
	d := c.Digests()
	return fmt.Sprintf("process %s %s, framework %s %s, record %s", c.Process().ID(), d.Process.Short(),
		c.Process().Framework().ID(), d.Framework.Short(), d.Record.Short())
}

func stageWords(s stage.Stage) string {
	if s.IsZero() {
		return "no stage yet"
	}
	return fmt.Sprintf("%s (%s)", s.Title(), s.ID())
}

func openCount(o score.Outcome) string {
	if o.Remaining == stage.NoWay {
		return "no way to won"
	}
	return fmt.Sprintf("%d open on the way to won", o.Remaining)
}

// personWords names a person, with the roles they have.
func personWords(p stage.Person) string {
	if deal.Who(p.ID).Side() != deal.NoSide {
		return "somebody of theirs who is not on record yet"
	}
	name := p.Name
	if name == "" {
		name = p.ID
	}
	var what []string
	if p.Side != deal.Buyer {
		what = append(what, sideWords(p.Side))
	}
	for _, role := range p.Roles {
		what = append(what, strings.ReplaceAll(role, "_", " "))
	}
	if len(what) > 0 {
		name += " (" + strings.Join(what, ", ") + ")"
	}
	return name
}

func peopleWords(people []stage.Person, between string) string {
	var out []string
	for _, p := range people {
		out = append(out, personWords(p))
	}
	return strings.Join(out, between)
}

// wantedWords names what is open.
func wantedWords(r stage.Requirement, atGate bool) string {
	s := r.Title() + " (" + r.ID() + ")"
	if atGate {
		s += ", for the gate it stands before"
	}
	return s
}

// whoWords says who has to be there.
func whoWords(people []stage.Person, together bool, room []stage.Person) string {
	theirs := 0
	for _, p := range room {
		if p.Side == deal.Buyer {
			theirs++
		}
	}
	buyers := !slices.ContainsFunc(people, func(p stage.Person) bool { return p.Side != deal.Buyer })
	switch {
	case together && len(people) > 1:
		return peopleWords(people, " and ") + " together"
	case buyers && theirs == len(people) && len(people) > 1:
		return "any of theirs"
	}
	return peopleWords(people, " or ")
}

func sideWords(s deal.Side) string {
	switch s {
	case deal.Buyer:
		return "theirs"
	case deal.Seller:
		return "ours"
	case deal.ThirdParty:
		return "a third party's"
	}
	return "nobody knows whose"
}

// missingWords says who is missing for a requirement.
func missingWords(m score.Missing) string {
	role := strings.ReplaceAll(strings.Join(m.Roles, " or "), "_", " ")
	if len(m.Known) > 0 {
		between := " or "
		if m.Together {
			between = " and "
		}
		return "invite " + peopleWords(m.Known, between)
	}
	switch {
	case role == "":
		return "it takes more of their people than are on record"
	case m.Have == 0:
		return "nobody on record is the " + role
	}
	return fmt.Sprintf("%s on record as %s, and it takes more", count(m.Have, "person is", "people are"), role)
}

// reasonWords says why no meeting meets a requirement.
func reasonWords(r score.Reason) string {
	switch r {
	case score.NotYet:
		return "a day has to come, or to be set"
	case score.OurSide:
		return "that is for our own side to do"
	case score.Outside:
		return "that is for a third party to do"
	case score.Derived:
		return "it follows from other requirements"
	case score.Against:
		return "something stands against it that has to be taken back"
	case score.OnRecord:
		return "the value on record is another"
	case score.NoMeeting:
		return "nobody can show it in a meeting"
	}
	return r.String()
}

// proofWayWords says what proof counts for a level of an element: what it looks
// like, and the ways of the ladder.
func proofWayWords(e qualify.Element, l qualify.Level) string {
	var ways []string
	for w := range e.Ways(l) {
		ways = append(ways, wayWords(w))
	}
	s := l.ID() + ": "
	if shows := e.Shows(l); shows != "" {
		s += shows + " \u2013 "
	}
	return s + strings.Join(ways, "; or ")
}

// wayWords says one way of a ladder.
func wayWords(w qualify.Way) string {
	s := "anything said, written or done"
	if len(w.Forms) > 0 {
		s = formWords(w.Forms)
	}
	switch w.Side {
	case deal.Buyer:
		s += " from the buyer"
	case deal.Seller:
		s += " from us"
	case deal.ThirdParty:
		s += " from a third party"
	}
	if len(w.Roles) > 0 {
		s += ", from the " + strings.ReplaceAll(strings.Join(w.Roles, " or "), "_", " ")
	}
	if w.People > 1 {
		s += fmt.Sprintf(", from %d different people", w.People)
	}
	return s
}

func formWords(forms []deal.Form) string {
	var out []string
	for _, f := range forms {
		out = append(out, f.String())
	}
	return strings.Join(out, " or ")
}

// refinedWords says what a requirement wants besides the level of its element.
func refinedWords(r stage.Requirement) string {
	if r.Kind() != stage.Element {
		return ""
	}
	var parts []string
	if forms := r.Forms(); len(forms) > 0 {
		parts = append(parts, "as "+formWords(forms))
	}
	if roles, _ := r.Roles(); len(roles) > 0 {
		parts = append(parts, "from the "+strings.ReplaceAll(strings.Join(roles, " or "), "_", " "))
	}
	if len(parts) == 0 {
		return ""
	}
	return "some of it " + strings.Join(parts, ", ")
}
