package main

import (
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// rolloutJSON is what a change of the playbook does to a pipeline.
type rolloutJSON struct {
	AsOf        deal.Day        `json:"as_of"`
	Since       deal.Day        `json:"since"`
	Old         bookJSON        `json:"old"`
	New         bookJSON        `json:"new"`
	Definitions definitionsJSON `json:"definitions"`
	Deals       []turnJSON      `json:"deals"`     // those that change, worst first
	Unchanged   []string        `json:"unchanged"` // the ids of the others
	Totals      turnsJSON       `json:"totals"`
	Skipped     []skippedJSON   `json:"skipped"`
}

type bookJSON struct {
	Playbook string      `json:"playbook"`
	Digest   deal.Digest `json:"digest"`
}

// definitionsJSON is what differs between the definitions, by id.
type definitionsJSON struct {
	Frameworks []definitionTurnJSON `json:"frameworks"`
	Processes  []processTurnJSON    `json:"processes"`
}

type definitionTurnJSON struct {
	ID  string      `json:"id"`
	Old deal.Digest `json:"old"` // empty when it is new
	New deal.Digest `json:"new"` // empty when it is gone
}

type processTurnJSON struct {
	definitionTurnJSON
	Added   []asksJSON   `json:"added"`
	Removed []asksJSON   `json:"removed"`
	Changed []reasksJSON `json:"changed"`
}

type asksJSON struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Asks  string `json:"asks"`
}

type reasksJSON struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Old   string `json:"old"` // what it asked for
	New   string `json:"new"`
}

type turnJSON struct {
	Deal     string            `json:"deal"`
	Title    string            `json:"title"`
	Account  string            `json:"account"`
	Amount   *string           `json:"amount"`
	Moved    *string           `json:"moved"` // back or further; null when neither, or when nobody can tell
	Old      *judgedJSON       `json:"old"`   // null when the playbook cannot judge it
	New      *judgedJSON       `json:"new"`
	Why      string            `json:"why"` // why one of them cannot judge it
	Causes   []causeJSON       `json:"causes"`
	Elements []elementTurnJSON `json:"elements"`
	Raised   []string          `json:"raised"`
	Cleared  []string          `json:"cleared"`
}

// judgedJSON is how one playbook judges a deal.
type judgedJSON struct {
	Process   string    `json:"process"`
	Owner     string    `json:"owner"`
	Segment   string    `json:"segment"`
	Claimed   *string   `json:"claimed"`
	Misnamed  *string   `json:"misnamed"` // the stage that the CRM names and the process does not have
	Earned    string    `json:"earned"`
	Stands    *string   `json:"stands"`
	Verdict   string    `json:"verdict"`
	Score     scoreJSON `json:"score"`
	Band      string    `json:"band"`
	Remaining int       `json:"remaining"`
	Gate      *string   `json:"gate"`
}

type causeJSON struct {
	ID    string          `json:"id"`
	Title string          `json:"title"`
	Kind  string          `json:"kind"`
	Old   *demandTurnJSON `json:"old"` // null when the process does not have it
	New   *demandTurnJSON `json:"new"`
}

type demandTurnJSON struct {
	Asks   string  `json:"asks"`
	Answer string  `json:"answer"`
	Open   bool    `json:"open"`
	Gate   *string `json:"gate"`
	Owing  bool    `json:"owing"`
	Gained bool    `json:"gained"`
	Lost   bool    `json:"lost"`
}

type elementTurnJSON struct {
	Element string        `json:"element"`
	Title   string        `json:"title"`
	Old     *standingJSON `json:"old"` // null when the framework does not have it
	New     *standingJSON `json:"new"`
}

type standingJSON struct {
	Level  string `json:"level"`
	Points int    `json:"points"`
	Most   int    `json:"most"`
}

type turnsJSON struct {
	Deals     int             `json:"deals"`
	Changed   int             `json:"changed"`
	Stage     int             `json:"stage"`
	Verdict   int             `json:"verdict"`
	Score     int             `json:"score"`
	Remaining int             `json:"remaining"`
	Process   int             `json:"process"`
	OnlyOld   int             `json:"only_old"`
	OnlyNew   int             `json:"only_new"`
	Skipped   int             `json:"skipped"`
	Back      moneyJSON       `json:"back"`
	Further   moneyJSON       `json:"further"`
	Stages    []stageTurnJSON `json:"stages"` // what open deals have earned
	Old       tallyJSON       `json:"old"`
	New       tallyJSON       `json:"new"`
}

type stageTurnJSON struct {
	Process string    `json:"process"`
	Stage   string    `json:"stage"`
	Old     moneyJSON `json:"old"`
	New     moneyJSON `json:"new"`
}

func (r *rollout) json() rolloutJSON {
	t := r.totals
	out := rolloutJSON{
		AsOf: r.to, Since: r.from, Old: bookJSON{r.dirs[0], r.old.Digest()}, New: bookJSON{r.dirs[1], r.new.Digest()},
		Definitions: changesJSON(r.changes), Deals: []turnJSON{}, Unchanged: r.unchanged, Skipped: r.skipped,
		Totals: turnsJSON{
			Deals: t.Deals, Changed: t.Changed, Stage: t.Stage, Verdict: t.Verdict, Score: t.Score, Remaining: t.Remaining,
			Process: t.Process, OnlyOld: t.OnlyOld, OnlyNew: t.OnlyNew, Skipped: len(r.skipped),
			Back: moneyOf(t.Back), Further: moneyOf(t.Further), Stages: []stageTurnJSON{},
			Old: tallyOf(&t.Old.Tally), New: tallyOf(&t.New.Tally),
		},
	}
	for _, s := range r.earned() {
		out.Totals.Stages = append(out.Totals.Stages, stageTurnJSON{s.process, s.stage, moneyOf(s.was), moneyOf(s.is)})
	}
	for i := range r.deals {
		out.Deals = append(out.Deals, turnOf(&r.deals[i]))
	}
	return out
}

func changesJSON(c stage.Changes) definitionsJSON {
	out := definitionsJSON{[]definitionTurnJSON{}, []processTurnJSON{}}
	for _, f := range c.Frameworks {
		was, is := digestsOf(f.Old, f.New)
		out.Frameworks = append(out.Frameworks, definitionTurnJSON{f.ID(), was, is})
	}
	asks := func(reqs []stage.Requirement) []asksJSON {
		out := []asksJSON{}
		for _, r := range reqs {
			out = append(out, asksJSON{r.ID(), r.Title(), r.Asks()})
		}
		return out
	}
	for _, p := range c.Processes {
		was, is := digestsOf(p.Old, p.New)
		x := processTurnJSON{definitionTurnJSON{p.ID(), was, is}, asks(p.Added), asks(p.Removed), []reasksJSON{}}
		for _, r := range p.Changed {
			x.Changed = append(x.Changed, reasksJSON{r.New.ID(), r.New.Title(), r.Old.Asks(), r.New.Asks()})
		}
		out.Processes = append(out.Processes, x)
	}
	return out
}

func turnOf(d *score.Difference) turnJSON {
	out := turnJSON{
		Deal: d.ID, Title: d.Title, Account: d.Account, Old: judgedOf(d.Old.Row), New: judgedOf(d.New.Row),
		Causes: []causeJSON{}, Elements: []elementTurnJSON{}, Raised: signalIDs(d.Raised), Cleared: signalIDs(d.Cleared),
	}
	if s := d.Amount().String(); s != "" {
		out.Amount = &s
	}
	back, further := "back", "further"
	switch {
	case d.Back():
		out.Moved = &back
	case d.Further():
		out.Moved = &further
	case d.New.Err != nil:
		out.Why = d.New.Err.Error()
	case d.Old.Err != nil:
		out.Why = d.Old.Err.Error()
	}
	for _, c := range d.Causes {
		out.Causes = append(out.Causes, causeJSON{c.ID(), c.Title(), c.Kind().String(), askedOf(c.Old), askedOf(c.New)})
	}
	for _, e := range d.Elements {
		out.Elements = append(out.Elements, elementTurnJSON{e.Element().ID(), e.Element().Title(), standingOf(e.Old), standingOf(e.New)})
	}
	return out
}

func judgedOf(r *score.Row) *judgedJSON {
	if r == nil {
		return nil
	}
	return &judgedJSON{
		Process: r.Process.ID(), Owner: r.Owner, Segment: r.Segment, Claimed: stageID(r.Claimed), Misnamed: orNull(r.Misnamed), Earned: r.Earned.ID(), Stands: stageID(r.Stands),
		Verdict: r.Verdict.String(), Score: scoreJSON{r.Score.Earned, r.Score.Ceiling}, Band: r.Band.ID,
		Remaining: r.Remaining, Gate: stageID(r.Gate),
	}
}

func askedOf(a score.Asked) *demandTurnJSON {
	if a.Requirement.IsZero() {
		return nil
	}
	return &demandTurnJSON{a.Requirement.Asks(), a.Answer.String(), a.Open, stageID(a.Gate), a.Owing, a.Gained, a.Lost}
}

func standingOf(l qualify.Line) *standingJSON {
	if l.Element.IsZero() {
		return nil
	}
	return &standingJSON{l.Level.ID(), l.Points, l.Most}
}

func signalIDs(signals []score.Raised) []string {
	out := []string{}
	for _, s := range signals {
		out = append(out, s.Signal.String())
	}
	return out
}
