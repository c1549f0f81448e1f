package score

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Difference is what another playbook makes of a deal: how each of the two judges
// it between the same days, and what of their definitions made it so. It holds no
// memory of the evaluators that made it.
type Difference struct {
	deal.Header
	Old, New Judgement
	Causes   []Cause         // what is asked for otherwise, in the definition order of the new process
	Elements []ElementChange // in the definition order of the new framework
	Raised   []Raised        // signals of the new alone
	Cleared  []Raised        // signals of the old alone
}

// Judgement is how one playbook judges a deal.
type Judgement struct {
	Row *Row  // nil when it cannot
	Err error // why it cannot: mostly a [*stage.NoProcessError]; nil when it can
}

// Cause is a requirement that the two playbooks treat otherwise: one that matters
// to the deal under one of them at least.
type Cause struct{ Old, New Asked }

// Asked is what one playbook makes of a requirement. The zero Asked is that of a
// playbook whose process has none of that id.
type Asked struct {
	Requirement stage.Requirement
	Answer      stage.Answer
	Open        bool        // it is open on the way to won, or to the stage where the other playbook has the deal
	Gate        stage.Stage // where the gate leads that the deal stands before, if it blocks that
	Owing       bool        // it is missing at the end that is claimed
	Gained      bool        // between the days
	Lost        bool        // between the days
}

// ID is the requirement's id.
func (c Cause) ID() string {
	if c.New.Requirement.IsZero() {
		return c.Old.Requirement.ID()
	}
	return c.New.Requirement.ID()
}

// Title is the requirement's title, the new one where there are two.
func (c Cause) Title() string {
	if c.New.Requirement.IsZero() {
		return c.Old.Requirement.Title()
	}
	return c.New.Requirement.Title()
}

// Kind says in which way the requirement is treated otherwise.
func (c Cause) Kind() CauseKind {
	switch {
	case c.Old.Requirement.IsZero():
		return AskedBesides
	case c.New.Requirement.IsZero():
		return AskedNoMore
	case c.Old.Answer != c.New.Answer:
		return AnsweredOtherwise
	case c.Old.Gained != c.New.Gained || c.Old.Lost != c.New.Lost:
		return CountedOtherwise
	}
	return AskedElsewhere
}

// CauseKind is a way in which two playbooks treat a requirement otherwise.
type CauseKind uint8

const (
	AskedBesides      CauseKind = iota // the old process does not have it
	AskedNoMore                        // the new process does not have it
	AnsweredOtherwise                  // both have it, and the same record answers it otherwise
	CountedOtherwise                   // the answer is the same, and only one counts it as gained or lost
	AskedElsewhere                     // all that is the same, and it is wanted elsewhere: on the way ahead, at the gate, at the end
)

var causeNames = [...]string{"asked_besides", "asked_no_more", "answered_otherwise", "counted_otherwise", "asked_elsewhere"}

// String is the word for the kind, as programs read it.
func (k CauseKind) String() string { return causeNames[k] }

// ElementChange is an element that stands at another level, or counts for more or
// less. The zero Line is that of a framework that does not have it.
type ElementChange struct{ Old, New qualify.Line }

// Element is the element, the new one where there are two.
func (c ElementChange) Element() qualify.Element {
	if c.New.Element.IsZero() {
		return c.Old.Element
	}
	return c.New.Element
}

// Rejudge judges a deal by two playbooks between the same two days. That only one
// of them can judge it is part of the difference. The error says that neither
// can, or is [ErrNotBegun].
func Rejudge(old, new *stage.Playbook, rec *deal.Record, from, to deal.Day) (Difference, error) {
	r, err := NewRejudger(old, new, from, to)
	if err != nil {
		return Difference{}, err
	}
	return r.Rejudge(rec)
}

// Rejudger is [Rejudge] for one deal after the other, and adds up totals. It must
// not be shared between goroutines.
type Rejudger struct {
	from, to deal.Day
	old, new *Evaluator
	totals   DifferenceTotals
}

// NewRejudger gives a rejudger for the deals of two playbooks, between two days.
func NewRejudger(old, new *stage.Playbook, from, to deal.Day) (*Rejudger, error) {
	switch {
	case from.IsZero() || to.IsZero():
		return nil, errNoDay
	case to.Before(from):
		return nil, errBackwards
	}
	return &Rejudger{from: from, to: to, old: NewEvaluator(old), new: NewEvaluator(new)}, nil
}

// Totals gives the sums over what was judged so far.
func (r *Rejudger) Totals() *DifferenceTotals { return &r.totals }

// Rejudge judges one deal by both playbooks and adds what differs to the totals.
func (r *Rejudger) Rejudge(rec *deal.Record) (Difference, error) {
	if rec != nil && rec.Len() > 0 && rec.AsOf(r.to).Len() == 0 {
		r.totals.Skipped++
		return Difference{}, ErrNotBegun
	}
	was, oldErr := r.old.Progress(rec, r.from, r.to)
	is, newErr := r.new.Progress(rec, r.from, r.to)
	if oldErr != nil && newErr != nil {
		r.totals.Skipped++
		if oldErr.Error() == newErr.Error() {
			return Difference{}, newErr
		}
		return Difference{}, fmt.Errorf("by the old playbook: %w; by the new one: %w", oldErr, newErr)
	}
	d := Difference{Header: rec.Header, Old: judgedBy(was, oldErr), New: judgedBy(is, newErr)}
	if oldErr == nil && newErr == nil {
		d.compare(was, is)
	}
	r.totals.add(&d)
	return d, nil
}

func judgedBy(p *Progress, err error) Judgement {
	if err != nil {
		return Judgement{Err: err}
	}
	row := RowOf(p)
	return Judgement{Row: &row}
}

// compare finds what of the definitions made the difference.
func (d *Difference) compare(was, is *Progress) {
	before, after := asked(was, d.Old.Row), asked(is, d.New.Row)
	if d.Further() {
		block(before, was.card, d.New.Row.Earned)
	}
	if d.Back() {
		block(after, is.card, d.Old.Row.Earned)
	}
	find := func(side map[string]Asked, p *Progress, id string) Asked {
		a, matters := side[id]
		if r, there := p.card.Process().Requirement(id); there && !matters {
			a = Asked{Requirement: r, Answer: p.card.pos.Answer(r)}
		}
		return a
	}
	for id := range inOrder(is.card.Process(), was.card.Process()) {
		_, then := before[id]
		_, now := after[id]
		if !then && !now {
			continue
		}
		if c := (Cause{find(before, was, id), find(after, is, id)}); !c.none(d) {
			d.Causes = append(d.Causes, c)
		}
	}
	d.elements(was.card, is.card)
	d.Raised, d.Cleared = without(d.New.Row.Signals, d.Old.Row.Signals), without(d.Old.Row.Signals, d.New.Row.Signals)
}

// none reports whether both playbooks make the same of the requirement, for a deal
// that they put at stages that lie so to each other.
func (c Cause) none(d *Difference) bool {
	a, b := &c.Old, &c.New
	return a.Requirement.IsZero() == b.Requirement.IsZero() && a.Answer == b.Answer &&
		a.Open == b.Open && c.sameGate(d) && a.Owing == b.Owing && a.Gained == b.Gained && a.Lost == b.Lost
}

// sameGate reports whether the requirement blocks the same gate by both playbooks,
// or none. That a deal which moved does not stand any more before the gate that it
// blocks comes of the move and is no cause of it.
func (c Cause) sameGate(d *Difference) bool {
	switch was, is := c.Old.Gate, c.New.Gate; {
	case was.IsZero() && is.IsZero():
		return true
	case is.IsZero():
		return d.Back()
	case was.IsZero():
		return d.Further()
	default:
		return was.ID() == is.ID() && !d.Back() && !d.Further()
	}
}

// inOrder gives the ids of everything that one of two processes asks for.
func inOrder(first, second *stage.Process) iter.Seq[string] {
	return func(yield func(string) bool) {
		for r := range first.Requirements() {
			if !yield(r.ID()) {
				return
			}
		}
		for r := range second.Requirements() {
			if _, told := first.Requirement(r.ID()); !told && !yield(r.ID()) {
				return
			}
		}
	}
}

// asked gives the requirements that matter to a deal under one playbook.
func asked(p *Progress, row *Row) map[string]Asked {
	out := map[string]Asked{}
	note := func(r stage.Requirement, set func(*Asked)) {
		a, told := out[r.ID()]
		if !told {
			a = Asked{Requirement: r, Answer: p.card.pos.Answer(r)}
		}
		set(&a)
		out[r.ID()] = a
	}
	for _, r := range p.card.Route() {
		note(r, func(a *Asked) { a.Open, a.Answer = true, p.card.pos.Now(r) })
	}
	for _, o := range row.Unmet {
		if o.Requirement.Demand() {
			note(o.Requirement, func(a *Asked) { a.Gate, a.Answer = row.Gate, o.Answer })
		}
	}
	for _, r := range row.Owing {
		note(r, func(a *Asked) { a.Owing = true })
	}
	for _, c := range row.Gained {
		if !c.Requirement.IsZero() {
			note(c.Requirement, func(a *Asked) { a.Gained = true })
		}
	}
	for _, c := range row.Lost {
		if !c.Requirement.IsZero() {
			note(c.Requirement, func(a *Asked) { a.Lost = true })
		}
	}
	return out
}

// block adds what keeps the deal from a stage that it has earned by the other
// playbook.
func block(side map[string]Asked, c *Card, earned stage.Stage) {
	to, there := placed(c.Process(), earned)
	if !there || c.pos.Earned(to) {
		return
	}
	gate, _ := c.pos.GateTo(to)
	for e := range gate.Unmet() {
		a, told := side[e.Requirement.ID()]
		if !told {
			a = Asked{Requirement: e.Requirement, Answer: e.Answer}
		}
		a.Open = true
		side[e.Requirement.ID()] = a
	}
}

// elements finds the elements that stand or count otherwise.
func (d *Difference) elements(was, is *Card) {
	before := map[string]qualify.Line{}
	for line := range was.Lines() {
		before[line.Element.ID()] = line
	}
	for line := range is.Lines() {
		old := before[line.Element.ID()]
		delete(before, line.Element.ID())
		if old.Element.IsZero() || old.Level.ID() != line.Level.ID() || old.Points != line.Points || old.Most != line.Most {
			d.Elements = append(d.Elements, ElementChange{old, line})
		}
	}
	for line := range was.Lines() {
		if _, left := before[line.Element.ID()]; left {
			d.Elements = append(d.Elements, ElementChange{Old: line})
		}
	}
}

// without gives the signals that are not among others.
func without(signals, others []Raised) []Raised {
	var out []Raised
	for _, s := range signals {
		if !slices.ContainsFunc(others, func(o Raised) bool { return o.Signal == s.Signal && o.Severity == s.Severity }) {
			out = append(out, s)
		}
	}
	return out
}

// Judged reports whether both playbooks can judge the deal.
func (d *Difference) Judged() bool { return d.Old.Row != nil && d.New.Row != nil }

// Changed reports whether anything differs: which playbook can judge the deal, its
// process, the stage claimed as far as that process has it, the stage earned, the
// end, the verdict, the score and its band, how much remains, the gate before it,
// the signals, or what is asked for.
func (d *Difference) Changed() bool {
	if !d.Judged() {
		return true
	}
	a, b := d.Old.Row, d.New.Row
	return a.Process.ID() != b.Process.ID() || a.Claimed.ID() != b.Claimed.ID() || a.Misnamed != b.Misnamed || a.Earned.ID() != b.Earned.ID() || a.Stands.ID() != b.Stands.ID() ||
		a.Verdict != b.Verdict || a.Score != b.Score || a.Band.ID != b.Band.ID || a.Remaining != b.Remaining ||
		a.Gate.ID() != b.Gate.ID() || len(d.Causes)+len(d.Elements)+len(d.Raised)+len(d.Cleared) > 0
}

// Back reports whether the deal stands further back: at an earlier stage, or no
// longer at a won end. Of one that stands at the same end neither Back nor Further
// is so, nor where no process has both stages to tell which is the later.
func (d *Difference) Back() bool { return d.moved() < 0 }

// Further reports whether the deal stands further ahead: at a later stage, or at a
// won end.
func (d *Difference) Further() bool { return d.moved() > 0 }

func (d *Difference) moved() int {
	if !d.Judged() {
		return 0
	}
	a, b := d.Old.Row, d.New.Row
	if won, now := a.Stands.Kind() == stage.Won, b.Stands.Kind() == stage.Won; won != now {
		if won {
			return -1
		}
		return 1
	}
	if a.Earned.ID() == b.Earned.ID() || d.over() {
		return 0
	}
	if s, ok := placed(b.Process, a.Earned); ok {
		return cmp.Compare(b.Earned.Order(), s.Order())
	}
	if s, ok := placed(a.Process, b.Earned); ok {
		return cmp.Compare(s.Order(), a.Earned.Order())
	}
	return 0
}

// over reports whether the deal stands at the same end by both playbooks.
func (d *Difference) over() bool {
	return !d.New.Row.Stands.IsZero() && d.Old.Row.Stands.ID() == d.New.Row.Stands.ID()
}

// placed finds a stage of one process in another by its id.
func placed(p *stage.Process, s stage.Stage) (stage.Stage, bool) {
	if s.IsZero() {
		return s, true
	}
	return p.Stage(s.ID())
}

// Amount is the amount of the deal, as the new playbook knows it or else the old.
func (d *Difference) Amount() deal.Value {
	if d.New.Row != nil {
		return d.New.Row.Amount
	}
	return d.Old.Row.Amount
}

// need is the order in which changes need attention: deals that fall back, those
// that nobody can judge any more, those that have more ahead of them, those with
// a worse verdict, those with less of a score, other changes; then what is better
// than it was, what could not be judged before, what is over, and last what has
// not changed.
func (d *Difference) need() int {
	if !d.Judged() {
		if d.New.Row == nil {
			return 1
		}
		return 8
	}
	a, b := d.Old.Row, d.New.Row
	switch {
	case !d.Changed():
		return 10
	case d.Back():
		return 0
	case d.over():
		return 9
	case d.Further():
		return 7
	case far(b.Remaining) > far(a.Remaining):
		return 2
	case worse(b.Verdict, a.Verdict):
		return 3
	case far(b.Remaining) < far(a.Remaining):
		return 6
	case b.Score.Earned < a.Score.Earned:
		return 4
	}
	return 5
}

// worse reports whether a verdict is worse than another; of busy and stalled
// neither is.
func worse(v, than Verdict) bool {
	return v < than && !(v == Stalled && than == Busy)
}

// Compare orders differences by need of attention, worst first: by what becomes of
// the deal, then by the amount (larger first, none last), and the deal's id.
func (d *Difference) Compare(other *Difference) int {
	a, known := d.Amount().Number()
	b, otherKnown := other.Amount().Number()
	if known != otherKnown {
		a, b = 0, 1
		if known {
			a, b = 1, 0
		}
	}
	return cmp.Or(cmp.Compare(d.need(), other.need()), cmp.Compare(b, a), strings.Compare(d.ID, other.ID))
}

// DifferenceTotals are the sums over deals that were judged by two playbooks.
type DifferenceTotals struct {
	Deals     int // that one of them can judge at least
	Changed   int
	Stage     int // deals that have earned another stage
	Verdict   int // deals with another verdict
	Score     int // deals with another score
	Remaining int // deals with more or less ahead of them
	Process   int // deals that are of another process
	OnlyOld   int // deals that the new playbook cannot judge
	OnlyNew   int // deals that the old playbook could not judge
	Skipped   int // deals that neither can judge, and those that had not begun
	Back      Money
	Further   Money
	Old, New  Totals // those of a review by either playbook
}

func (t *DifferenceTotals) add(d *Difference) {
	t.Deals++
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	count(&t.Changed, d.Changed())
	count(&t.OnlyOld, d.New.Row == nil)
	count(&t.OnlyNew, d.Old.Row == nil)
	t.Old.take(d.Old.Row)
	t.New.take(d.New.Row)
	if !d.Judged() {
		return
	}
	a, b := d.Old.Row, d.New.Row
	count(&t.Stage, a.Earned.ID() != b.Earned.ID())
	count(&t.Verdict, a.Verdict != b.Verdict)
	count(&t.Score, a.Score != b.Score)
	count(&t.Remaining, a.Remaining != b.Remaining)
	count(&t.Process, a.Process.ID() != b.Process.ID())
	if d.Back() {
		t.Back.add(d.Amount())
	}
	if d.Further() {
		t.Further.add(d.Amount())
	}
}

// take adds the row of one playbook, or a deal that it cannot judge.
func (t *Totals) take(row *Row) {
	if row == nil {
		t.Skipped++
		return
	}
	t.add(row)
}
