package score

import (
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// promise is a next step of the buyer's, from the day on which it was first
// agreed. It is broken when it is called missed and when its day has passed.
// Giving it another day mends nothing then; doing it does.
type promise struct {
	fact   int // by which it was first agreed, in the record
	agreed deal.Day
	due    deal.Day
	open   bool
	kept   bool
	broken deal.Day // when it last was; zero: never
	empty  bool     // it was given while another broken one was owed
}

// promises are those of one deal, in the order in which they were agreed.
type promises struct {
	list  []promise
	byID  map[string]int // of every step that has an id: its place in the list; -1 for one that is not the buyer's
	clean deal.Day       // when something was last gained, or a promise kept
}

// promisesOf follows the buyer's promises to a day. Who is one of the buyer's is
// known by the last look.
func promisesOf(pos *stage.Position, told *retold, story []chapter, day deal.Day) *promises {
	p := &promises{byID: map[string]int{}}
	for i := range story {
		c := &story[i]
		p.pass(c.Day)
		before := len(p.list)
		for _, at := range c.facts {
			switch f := told.Fact(at).(type) {
			case deal.NextStep:
				p.agree(&f, told.facts[at], pos.SideOf(f.Owner) == deal.Buyer)
			case deal.StepDone:
				p.settle(&f)
			}
		}
		if len(c.gained) > 0 {
			p.clean = c.Day
		}
		owed := p.owed(before)
		for i := before; i < len(p.list); i++ {
			p.list[i].empty = owed
		}
	}
	p.pass(day)
	return p
}

// pass breaks the promises whose day is over.
func (p *promises) pass(day deal.Day) {
	for i := range p.list {
		if x := &p.list[i]; x.open && x.due.Before(day) {
			x.broken = deal.Later(x.broken, x.due.Add(1))
		}
	}
}

// agree takes in a next step: a new one, or another day for an old one.
func (p *promises) agree(f *deal.NextStep, fact int, buyers bool) {
	if at, known := p.byID[f.ID]; known {
		if at >= 0 {
			p.list[at].due, p.list[at].open = f.Due, true
		}
		return
	}
	at := -1
	if buyers {
		at = len(p.list)
		p.list = append(p.list, promise{fact: fact, agreed: f.On, due: f.Due, open: true})
	}
	if f.ID != "" {
		p.byID[f.ID] = at
	}
}

// settle takes in that a step was done, or missed.
func (p *promises) settle(f *deal.StepDone) {
	at, known := p.byID[f.Step]
	if !known || at < 0 {
		return
	}
	x := &p.list[at]
	x.open, x.kept = false, !f.Missed
	if x.kept {
		p.clean = f.On
	} else {
		x.broken = f.On
	}
}

// owed reports whether one of the first so many promises was broken, and since
// then none was kept and nothing gained.
func (p *promises) owed(first int) bool {
	for i := range p.list[:first] {
		if x := &p.list[i]; !x.kept && x.broken.After(p.clean) {
			return true
		}
	}
	return false
}

// of gives, of the promises given on a day, those that are broken, and whether
// one of the others is an advance.
func (p *promises) of(day deal.Day) (broken []int, advance bool) {
	for i := range p.list {
		x := &p.list[i]
		if x.agreed != day {
			continue
		}
		if !x.kept && !x.broken.IsZero() {
			broken = append(broken, x.fact)
		} else if !x.empty {
			advance = true
		}
	}
	return broken, advance
}
