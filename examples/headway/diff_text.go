package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
	"github.com/headway-go/headway/stage"
)

func (r *rollout) text(c *command) {
	b, t := &c.out, r.totals
	fmt.Fprintf(b, "%s  %v to %v%s\n", c.style.bold("What a change of the playbook does"), r.from, r.to, c.sample())
	for i, book := range []*stage.Playbook{r.old, r.new} {
		wrap(b, 2, [...]string{"old", "new"}[i], 5, r.dirs[i]+"  "+book.Digest().Short())
	}
	r.definitions(c)
	b.WriteString("\n" + c.style.bold("THE PIPELINE") + "\n")
	deals := count(t.Deals, "deal", "deals") + ": "
	wrap(b, 2, deals, len(deals), r.sums())
	if was, is := t.Old.Earned, t.New.Earned; was != is {
		fmt.Fprintf(b, "  claimed and earned: %s, %s; before %s, %s\n", count(is.Deals, "deal", "deals"), money(is), count(was.Deals, "deal", "deals"), money(was))
	}
	r.stages(b)
	if r.unbegun > 0 {
		fmt.Fprintf(b, "  not begun by then, and not below: %s\n", count(r.unbegun, "deal", "deals"))
	}
	if n := len(r.missing); n > 0 {
		fmt.Fprintf(b, "  %s\n", c.style.bad(count(n, "deal", "deals")+" nobody can judge by either playbook:"))
		for _, line := range capped(r.missing) {
			wrap(b, 4, "", 0, line)
		}
	}
	if len(r.deals) > 0 {
		b.WriteString("\n" + c.style.bold("DEALS THAT CHANGE, WORST FIRST") + "\n")
		r.lines(c)
	}
	if n := len(r.unchanged); n > 0 {
		fmt.Fprintf(b, "\n%s as before.\n", count(n, "deal stays", "deals stay"))
	}
}

// definitions writes what differs between the playbooks.
func (r *rollout) definitions(c *command) {
	b := &c.out
	b.WriteString("\n" + c.style.bold("THE DEFINITIONS") + "\n")
	if len(r.changes.Frameworks)+len(r.changes.Processes) == 0 {
		b.WriteString("  say the same\n")
	}
	for _, f := range r.changes.Frameworks {
		was, is := digestsOf(f.Old, f.New)
		wrap(b, 2, "", 0, "framework "+f.ID()+" "+changeOf(was, is))
	}
	for _, p := range r.changes.Processes {
		was, is := digestsOf(p.Old, p.New)
		wrap(b, 2, "", 0, "process "+p.ID()+" "+changeOf(was, is))
		list := func(label string, items []string) {
			if len(items) > 0 {
				wrap(b, 4, label, 16, strings.Join(capped(items), "; "))
			}
		}
		list("asks besides", askedWords(p.Added))
		list("asks no more", askedWords(p.Removed))
		var changed []string
		for _, x := range p.Changed {
			changed = append(changed, fmt.Sprintf("%s: “%s”, before “%s”", titled(x.New), x.New.Asks(), x.Old.Asks()))
		}
		list("asks otherwise", changed)
		if both := p.Old != nil && p.New != nil; both && len(p.Added)+len(p.Removed)+len(p.Changed) == 0 {
			wrap(b, 4, "asks the same", 16, "what differs is in its framework, stages, ways, ends, limits, signals, calendar or texts")
		}
	}
}

// misnamed counts the deals of which the CRM names a stage that only the old
// process has, or only the new.
func (r *rollout) misnamed() (gone, come int) {
	for i := range r.deals {
		d := &r.deals[i]
		switch {
		case !d.Judged() || d.Old.Row.Misnamed == d.New.Row.Misnamed:
		case d.New.Row.Misnamed != "":
			gone++
		default:
			come++
		}
	}
	return gone, come
}

// sums says how many deals change, and in what.
func (r *rollout) sums() string {
	t := r.totals
	var parts []string
	say := func(n int, words string) {
		if n > 0 {
			parts = append(parts, thousands(int64(n))+" "+words)
		}
	}
	does := func(n int, one, many, more string) {
		if n > 0 {
			parts = append(parts, count(n, one, many)+more)
		}
	}
	if t.Changed == 0 {
		return "none changes"
	}
	does(t.Changed, "changes", "change", "")
	does(t.Back.Deals, "falls back", "fall back", ", "+money(t.Back))
	does(t.Further.Deals, "gets further", "get further", ", "+money(t.Further))
	say(t.Remaining, "with more or fewer requirements ahead")
	say(t.Verdict, "with another verdict")
	say(t.Score, "with another score")
	gone, come := r.misnamed()
	say(gone, "claimed at a stage that the new playbook does not have")
	say(come, "claimed at a stage that the old playbook does not have")
	say(t.Process, "of another process")
	say(t.OnlyOld, "that only the old playbook can judge")
	say(t.OnlyNew, "that only the new playbook can judge")
	return strings.Join(parts, "; ")
}

// stages writes what open deals have earned, stage by stage, where that differs.
func (r *rollout) stages(b *strings.Builder) {
	t := table{right: []bool{false, true, true, true, true}}
	t.row("OPEN, EARNED", "DEALS", "BEFORE", "AMOUNT", "BEFORE")
	for _, s := range r.earned() {
		if s.was != s.is {
			t.row(s.process+" "+s.stage, thousands(int64(s.is.Deals)), thousands(int64(s.was.Deals)), shortMoney(s.is), shortMoney(s.was))
		}
	}
	if len(t.rows) > 1 {
		t.write(b, "  ")
	}
}

// earnedStage is what open deals have earned one stage, by either playbook.
type earnedStage struct {
	process, stage string
	was, is        score.Money
}

// earned gives every stage that open deals have earned by one of the playbooks, in
// the order of the process.
func (r *rollout) earned() []earnedStage {
	var both score.Totals
	both.Merge(&r.totals.Old)
	both.Merge(&r.totals.New)
	var out []earnedStage
	for s := range both.Stages() {
		same := func(e earnedStage) bool { return e.process == s.Process && e.stage == s.Stage }
		if s.Earned.Deals > 0 && !slices.ContainsFunc(out, same) {
			out = append(out, earnedStage{s.Process, s.Stage, earnedAt(&r.totals.Old, s), earnedAt(&r.totals.New, s)})
		}
	}
	return out
}

func earnedAt(t *score.Totals, at score.StageSum) score.Money {
	for s := range t.Stages() {
		if s.Process == at.Process && s.Stage == at.Stage {
			return s.Earned
		}
	}
	return score.Money{}
}

// lines writes a line for each deal that changes, and below it what makes it so.
func (r *rollout) lines(c *command) {
	t := table{right: []bool{false, false, true}}
	t.row("DEAL", "", "AMOUNT", "STAGE", "VERDICT", "TO WON", "SCORE")
	for i := range r.deals {
		d := &r.deals[i]
		t.row(cut(d.ID, 16), cut(d.Title, 26), cmp.Or(amount(d.Amount().String()), "-"),
			turned(d, func(r *score.Row) string { return r.Earned.ID() }),
			turned(d, func(r *score.Row) string { return r.Verdict.String() }),
			turned(d, func(r *score.Row) string { return aheadWords(r.Remaining) }),
			turned(d, func(r *score.Row) string { return voice.Score(r.Score) }))
	}
	var rows strings.Builder
	t.write(&rows, "  ")
	for i, line := range strings.Split(strings.TrimSuffix(rows.String(), "\n"), "\n") {
		if i == 0 {
			c.out.WriteString(c.style.bold(line) + "\n")
			continue
		}
		d := &r.deals[i-1]
		switch {
		case d.Back() || d.New.Row == nil:
			line = c.style.bad(line)
		case d.Further():
			line = c.style.good(line)
		}
		c.out.WriteString(line + "\n")
		because(&c.out, d)
	}
}

// turned gives what one thing was and is, or what it stays.
func turned(d *score.Difference, of func(*score.Row) string) string {
	switch {
	case d.Old.Row == nil:
		return "- → " + of(d.New.Row)
	case d.New.Row == nil:
		return of(d.Old.Row) + " → -"
	}
	was, is := of(d.Old.Row), of(d.New.Row)
	if was == is {
		return is
	}
	return was + " → " + is
}

func aheadWords(remaining int) string {
	if remaining == stage.NoWay {
		return "no way"
	}
	return fmt.Sprint(remaining)
}

// because writes what makes a deal change.
func because(b *strings.Builder, d *score.Difference) {
	said := false
	say := func(label string, items ...string) {
		if len(items) > 0 {
			wrap(b, 4, label, 18, strings.Join(capped(items), "; "))
			said = true
		}
	}
	if d.New.Err != nil {
		say("not judged", "by the new playbook: "+d.New.Err.Error())
	}
	if d.Old.Err != nil {
		say("not judged", "by the old playbook: "+d.Old.Err.Error())
	}
	if !d.Judged() {
		return
	}
	was, is := d.Old.Row, d.New.Row
	if was.Process.ID() != is.Process.ID() {
		say("process", was.Process.ID()+" → "+is.Process.ID())
	}
	switch {
	case was.Misnamed == is.Misnamed:
	case is.Misnamed != "":
		say("claimed", fmt.Sprintf("the CRM says %q, which the new process does not have", is.Misnamed))
	default:
		say("claimed", fmt.Sprintf("the CRM says %q, which the old process does not have", was.Misnamed))
	}
	if was.Stands.ID() != is.Stands.ID() {
		say("stands at", endWords(was.Stands)+" → "+endWords(is.Stands))
	}
	for _, kind := range []score.CauseKind{score.AskedBesides, score.AnsweredOtherwise, score.AskedElsewhere, score.AskedNoMore, score.CountedOtherwise} {
		var items []string
		for _, cause := range d.Causes {
			if cause.Kind() == kind {
				items = append(items, causeWords(d, cause))
			}
		}
		say(causeLabels[kind], items...)
	}
	var items []string
	for _, e := range d.Elements {
		items = append(items, elementWords(e))
	}
	say("score", items...)
	if was.Band.ID != is.Band.ID {
		say("band", bandWords(was)+" → "+bandWords(is))
	}
	say("raised besides", raisedWords(d.Raised, is, d.Cleared)...)
	say("raised no more", raisedWords(d.Cleared, was, d.Raised)...)
	say("raised as", degreeWords(d)...)
	if !said {
		say("no requirement", "nothing that is asked today tells why: the stages, ways, limits or calendar do, or what was asked before")
	}
}

// causeLabels go before what is asked for otherwise.
var causeLabels = [...]string{
	score.AskedBesides:      "asked besides",
	score.AskedNoMore:       "asked no more",
	score.AnsweredOtherwise: "answered now",
	score.AskedElsewhere:    "moved",
	score.CountedOtherwise:  "counted",
}

// causeWords says how a requirement is treated otherwise.
func causeWords(d *score.Difference, c score.Cause) string {
	s := c.Title() + " (" + c.ID() + ")"
	switch c.Kind() {
	case score.AskedBesides:
		return s + ": " + voice.Answer(c.New.Answer)
	case score.AskedNoMore:
		return s + ": was " + voice.Answer(c.Old.Answer)
	case score.AnsweredOtherwise:
		s += fmt.Sprintf(": %s, was %s", voice.Answer(c.New.Answer), voice.Answer(c.Old.Answer))
		if was, is := c.Old.Requirement.Asks(), c.New.Requirement.Asks(); was != is {
			s += fmt.Sprintf(" (asks for “%s”, before “%s”)", is, was)
		}
		return s
	case score.AskedElsewhere:
		return s + ": " + placeWords(d, c)
	}
	return s + ": " + countedWords(c.New) + ", was " + countedWords(c.Old)
}

// placeWords says where a requirement is wanted now, and where it was.
func placeWords(d *score.Difference, c score.Cause) string {
	was, is := wantedAt(c.Old, d.Old.Row), wantedAt(c.New, d.New.Row)
	if was == "" {
		return "now " + is
	}
	if is == "" {
		return "no more " + was
	}
	return "now " + is + ", before " + was
}

func wantedAt(a score.Asked, row *score.Row) string {
	switch {
	case !a.Gate.IsZero() && row.Earned.IsZero():
		return "at the gate into " + a.Gate.ID()
	case !a.Gate.IsZero():
		return fmt.Sprintf("at the gate from %s to %s", row.Earned, a.Gate)
	case a.Open:
		return "on the way ahead"
	case a.Owing:
		return "owing at the end"
	}
	return ""
}

func countedWords(a score.Asked) string {
	switch {
	case a.Gained:
		return "gained"
	case a.Lost:
		return "lost"
	}
	return "neither gained nor lost"
}

// elementWords says how an element stands or counts otherwise.
func elementWords(e score.ElementChange) string {
	title := e.Element().Title()
	switch {
	case e.Old.Element.IsZero():
		return fmt.Sprintf("%s is new, at %s", title, e.New.Level)
	case e.New.Element.IsZero():
		return fmt.Sprintf("%s is gone, was at %s", title, e.Old.Level)
	case e.Old.Level.ID() != e.New.Level.ID():
		return fmt.Sprintf("%s stands at %s, was at %s", title, e.New.Level, e.Old.Level)
	}
	return fmt.Sprintf("%s counts %d of %d, was %d of %d", title, e.New.Points, e.New.Most, e.Old.Points, e.Old.Most)
}

// raisedWords names signals that only one of the playbooks raises, however it does.
func raisedWords(signals []score.Raised, row *score.Row, others []score.Raised) []string {
	var out []string
	for _, s := range signals {
		if _, both := sameSignal(others, s); !both {
			out = append(out, voice.Signal(s, row.Claimed.ID()))
		}
	}
	return out
}

// degreeWords names signals that are a flag by one playbook and a hint by the other.
func degreeWords(d *score.Difference) []string {
	var out []string
	for _, s := range d.Raised {
		if old, both := sameSignal(d.Cleared, s); both {
			out = append(out, fmt.Sprintf("%v, was %v: %s", s.Severity, old.Severity, voice.Signal(s, d.New.Row.Claimed.ID())))
		}
	}
	return out
}

func sameSignal(signals []score.Raised, s score.Raised) (score.Raised, bool) {
	i := slices.IndexFunc(signals, func(o score.Raised) bool { return o.Signal == s.Signal })
	if i < 0 {
		return score.Raised{}, false
	}
	return signals[i], true
}

func bandWords(r *score.Row) string {
	if r.Band.ID == "" {
		return "no band"
	}
	return r.Band.Title
}

func endWords(s stage.Stage) string {
	if s.IsZero() {
		return "no end"
	}
	return s.ID()
}

// titled names a requirement by its title and its id.
func titled(r stage.Requirement) string { return r.Title() + " (" + r.ID() + ")" }

func askedWords(reqs []stage.Requirement) []string {
	var out []string
	for _, r := range reqs {
		out = append(out, titled(r))
	}
	return out
}

// capped gives the first of many, and says how many more there are.
func capped(items []string) []string {
	const most = 8
	if len(items) <= most {
		return items
	}
	return append(slices.Clone(items[:most]), fmt.Sprintf("and %s more, which -format json names", thousands(int64(len(items)-most))))
}

// changeOf says what became of a definition, by its digests.
func changeOf(was, is deal.Digest) string {
	switch {
	case was.IsZero():
		return "is new: " + is.Short()
	case is.IsZero():
		return "is gone: " + was.Short()
	}
	return "has changed: " + was.Short() + " → " + is.Short()
}

// digestsOf gives the digests of a definition in both playbooks, the zero one
// where it is not there.
func digestsOf[T any, D interface {
	*T
	Digest() deal.Digest
}](old, new D) (was, is deal.Digest) {
	if old != nil {
		was = old.Digest()
	}
	if new != nil {
		is = new.Digest()
	}
	return was, is
}
