package score

import (
	"errors"
	"slices"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Compare gives what became of a deal from one day to another, from what had
// been noted by each of them. Both days are judged by the rules of the later.
// The error is a [*stage.NoProcessError] when the playbook has no process for
// the deal.
func Compare(book *stage.Playbook, rec *deal.Record, from, to deal.Day) (*Progress, error) {
	return NewEvaluator(book).Progress(rec, from, to)
}

var errBackwards = errors.New("the first day of a comparison lies after the last")

// Progress is [Compare] in the evaluator's memory. The card on the later day
// comes with it. Asked for the days that follow those of the last time, about
// the same deal, it goes on from there.
func (e *Evaluator) Progress(rec *deal.Record, from, to deal.Day) (*Progress, error) {
	switch {
	case from.IsZero():
		return nil, errNoDay
	case to.Before(from):
		return nil, errBackwards
	}
	process, err := e.process(rec, to)
	if err != nil {
		return nil, err
	}
	if !e.pos.Bound(process, rec) {
		e.pos.Bind(process, rec)
	}
	p := &e.progress
	p.compare(&e.pos, rec.AsOf(from), rec.AsOf(to))
	e.card.fill(&e.pos)
	p.card = &e.card
	return p, nil
}

// Change is one thing that was gained, lost, lapsed or renewed: a demand of the
// process, or an element whose level changed.
type Change struct {
	Requirement stage.Requirement // zero when it is an element
	Element     qualify.Element   // zero when it is a requirement
	Was, Now    qualify.Level     // of an element: where it stood and where it stands
	Denied      bool              // of an element: the buyer said no
	Fact        int               // the buyer's fact behind a gain, the fact that took what was lost; -1: none
}

// ID is the id of the requirement or the element.
func (c Change) ID() string {
	if c.Requirement.IsZero() {
		return c.Element.ID()
	}
	return c.Requirement.ID()
}

// Title is the title of the requirement or the element.
func (c Change) Title() string {
	if c.Requirement.IsZero() {
		return c.Element.Title()
	}
	return c.Requirement.Title()
}

// Progress is what became of a deal between two days. Changes are in definition
// order, the demands first, then the elements. The slices belong to the
// progress and are not to be changed.
type Progress struct {
	card     *Card
	from, to deal.View
	signs    Signs

	gained, lost, lapsed, renewed []Change

	before         stage.Stage // earned
	encounters     int
	attempts       int
	remainedBefore int
}

// Card is the card on the later day.
func (p *Progress) Card() *Card { return p.card }

// From is what had been noted by the first day, To by the last.
func (p *Progress) From() deal.View { return p.from }

// To is what had been noted by the last day.
func (p *Progress) To() deal.View { return p.to }

// Verdict is the one verdict.
func (p *Progress) Verdict() Verdict { return p.signs.Verdict() }

// Signs is all that the verdict was made of, and what is shown beside it.
func (p *Progress) Signs() Signs { return p.signs }

// Gained gives the outcomes that hold now, did not before, and are the buyer's
// own work.
func (p *Progress) Gained() []Change { return p.gained }

// Lost gives what a fact took.
func (p *Progress) Lost() []Change { return p.lost }

// Lapsed gives what time took.
func (p *Progress) Lapsed() []Change { return p.lapsed }

// Renewed gives what had lapsed and was confirmed again.
func (p *Progress) Renewed() []Change { return p.renewed }

// EarnedBefore is the stage that was earned on the first day.
func (p *Progress) EarnedBefore() stage.Stage { return p.before }

// RemainingBefore is how many demands were open on the first day.
func (p *Progress) RemainingBefore() int { return p.remainedBefore }

// Encounters counts the days with a two-way encounter in the window, Attempts
// the activities that were none.
func (p *Progress) Encounters() int { return p.encounters }

// Attempts counts the activities of the window that were no encounter.
func (p *Progress) Attempts() int { return p.attempts }

// touches are the facts by which something is done, and not only typed.
func touches(f deal.Fact) bool {
	switch f.(type) {
	case deal.Activity, deal.StepDone, deal.Evidence, deal.Milestone, deal.Approval:
		return true
	}
	return false
}

// compare takes the three looks. What time did lies between the old facts on
// the old day and the old facts on the new day; what facts did, between the
// latter and the new facts on the new day.
func (p *Progress) compare(pos *stage.Position, from, to deal.View) {
	p.from, p.to, p.signs = from, to, 0
	p.gained, p.lost, p.lapsed, p.renewed = p.gained[:0], p.lost[:0], p.lapsed[:0], p.renewed[:0]
	a, b, c := pos.Looks(from, to)
	p.demands(pos, a, b, c)
	p.elements(pos, a, b, c)

	switch c.Stands().Kind() {
	case stage.Won:
		p.signs |= StandsWon
	case stage.Lost:
		p.signs |= StandsLost
	case stage.Left:
		p.signs |= StandsLeft
	}
	p.sign(Gain, len(p.gained) > 0)
	p.sign(Loss, len(p.lost) > 0)
	p.sign(Lapse, len(p.lapsed) > 0)
	p.sign(Back, !c.Earned(b.Stage()))
	p.sign(Forward, !b.Earned(c.Stage()))
	p.sign(Further, distance(c) > distance(b))
	_, waiting := Waits(pos)
	p.sign(Wait, waiting)
	for _, f := range to.Since(from) {
		if touches(f) {
			p.signs |= Touch
		} else {
			p.signs |= Typed
		}
	}
	p.before, p.remainedBefore = a.Stage(), a.Remaining()
	p.encounters, p.attempts = pos.Encounters(from)
}

// distance is how far a look found the deal from won; where no way is left, that
// is further than any.
func distance(l *stage.Look) int { return far(l.Remaining()) }

func far(remaining int) int {
	if remaining == stage.NoWay {
		return stage.MaxDemands + 1
	}
	return remaining
}

func (p *Progress) sign(s Signs, there bool) {
	if there {
		p.signs |= s
	}
}

// demands compares every demand that applies at the end.
func (p *Progress) demands(pos *stage.Position, a, b, c *stage.Look) {
	for r := range pos.Process().Demands() {
		if !c.Applies(r) {
			continue
		}
		if a.Met(r) && !b.Met(r) {
			p.lapsed = append(p.lapsed, Change{Requirement: r, Fact: -1})
		}
		outcome, losable := kindOf(r.Kind())
		switch {
		case c.Met(r) && !b.Timeless(r) && outcome:
			if fact, ok := pos.OwnWork(r, p.from); ok {
				p.gained = append(p.gained, Change{Requirement: r, Fact: fact})
			}
		case c.Met(r) && !b.Met(r) && outcome:
			p.renewed = append(p.renewed, Change{Requirement: r, Fact: -1})
		case losable && (b.Met(r) && !c.Met(r) || b.Timeless(r) && !c.Timeless(r)):
			p.lost = append(p.lost, Change{Requirement: r, Fact: orNone(pos.TookAway(r, p.from))})
		}
	}
}

func orNone(fact int, ok bool) int {
	if !ok {
		return -1
	}
	return fact
}

// kindOf tells outcomes, which can be gained, renewed and lost, from conditions,
// of which some can be lost by a fact and none is ever gained.
func kindOf(k stage.Kind) (outcome, losable bool) {
	switch k {
	case stage.Element, stage.Milestone, stage.Engaged, stage.Approval:
		return true, true
	case stage.Known, stage.None:
		return false, true
	}
	return false, false
}

// elements compares the level of every element.
func (p *Progress) elements(pos *stage.Position, a, b, c *stage.Look) {
	f := pos.Process().Framework()
	for e := range f.Elements() {
		change := func(was, now *stage.Look, fact int) Change {
			return Change{Element: e, Was: f.LevelAt(was.Rank(e)), Now: f.LevelAt(now.Rank(e)), Fact: fact}
		}
		if b.Rank(e) < a.Rank(e) {
			p.lapsed = append(p.lapsed, change(a, b, -1))
		}
		if c.Rank(e) > b.Ageless(e) {
			if fact, ok := pos.Raised(e, b.Ageless(e), p.from); ok {
				p.gained = append(p.gained, change(b, c, fact))
				continue
			}
		}
		if min(c.Rank(e), b.Ageless(e)) > b.Rank(e) {
			p.renewed = append(p.renewed, change(b, c, -1))
		}
		if c.Rank(e) < b.Rank(e) || c.Ageless(e) < b.Ageless(e) {
			lost := change(b, c, orNone(pos.TookLevel(e, p.from)))
			lost.Denied = pos.Assessment().Standing(e).Denied
			p.lost = append(p.lost, lost)
		}
	}
}

// DeclaredWait is a declared reason for a deal to be quiet.
type DeclaredWait struct {
	Until deal.Day  // its last day; zero: it has none
	Fact  int       // the fact that declared it; -1: the process did
	Why   string    // of a quiet period of the calendar; may be empty
	For   deal.Side // whom the stage waits for; NoSide when the reason is another
}

// Waits reports whether a deal is waiting for a declared reason on the day of a
// position: a pause, an open next step of the buyer's that never moved, a quiet
// period of the process's calendar, or a stage that waits for somebody and is
// within its limit. Of several it gives the one that lasts longest.
func Waits(pos *stage.Position) (w DeclaredWait, ok bool) {
	if until, fact, paused := pos.Paused(); paused {
		w, ok = DeclaredWait{Until: until, Fact: fact}, true
	}
	for s := range pos.Steps() {
		if s.Owner == deal.Buyer && !s.Moved && !s.Due.Before(pos.Day()) && (!ok || s.Due.After(w.Until)) {
			w, ok = DeclaredWait{Until: s.Due, Fact: s.Fact}, true
		}
	}
	if until, why, quiet := pos.Quiet(); quiet && (!ok || until.After(w.Until)) {
		w, ok = DeclaredWait{Until: until, Fact: -1, Why: why}, true
	}
	if side := pos.Waits(); !ok && side != deal.NoSide {
		w, ok = DeclaredWait{Fact: -1, For: side}, true
	}
	return w, ok
}

// Changed reports whether anything was gained, lost, lapsed or renewed.
func (p *Progress) Changed() bool {
	return slices.Max([]int{len(p.gained), len(p.lost), len(p.lapsed), len(p.renewed)}) > 0
}
