package score

import (
	"iter"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// EncounterType is what an encounter came to, by what it yielded and not by how
// it felt: the four outcomes of a sales call that Neil Rackham tells apart in
// SPIN Selling. The zero EncounterType is none.
type EncounterType uint8

const (
	NoEncounter  EncounterType = iota
	NoSale                     // the deal stands at a lost end
	Continuation               // the talk goes on, and nobody agreed to anything that moves the deal
	Advance                    // something was gained, or the buyer promised something and has not broken it
	Order                      // the deal stands at a won end that the record bears out
)

var encounterNames = [...]string{"", "no_sale", "continuation", "advance", "order"}

// EncounterTypes gives the words for the types of encounters, the least first.
func EncounterTypes() []string { return slices.Clone(encounterNames[1:]) }

// String is the word for the type.
func (t EncounterType) String() string { return encounterNames[t] }

// Encounter is a day on which the deal was talked about with somebody who is not
// the seller's. However many such activities there are on one day, they are one.
// Facts are indices in the record of the deal.
type Encounter struct {
	Day        deal.Day
	Activities []int // the two-way activities, as noted
	Type       EncounterType

	Gained []Change // what was gained that day, whenever it was noted
	Lost   []Change // what a fact of that day took
	Steps  []int    // the next steps agreed that day, by whomever
	Broken []int    // those of them that the buyer promised, and has broken since

	// NoNextStep says that nothing was left to be done: no next step was agreed
	// that day, none was open, and the deal stood at no end.
	NoNextStep bool
}

// Dialogue is what came of all encounters about a deal, as known on one day. It
// holds no memory of the evaluator that made it and is not to be changed.
type Dialogue struct {
	view deal.View
	list []Encounter
	run  int
}

// Encounters gives what came of all encounters about a deal, from what had been
// noted by a day. All are judged by the process of that day. The error is a
// [*stage.NoProcessError] when the playbook has no process for the deal.
func Encounters(book *stage.Playbook, rec *deal.Record, day deal.Day) (*Dialogue, error) {
	return NewEvaluator(book).Encounters(rec, day)
}

// Encounters is [Encounters] in the evaluator's memory, for all but the answer.
// It costs one walk, and a comparison for each day on which something happened.
func (e *Evaluator) Encounters(rec *deal.Record, day deal.Day) (*Dialogue, error) {
	process, err := e.process(rec, day)
	if err != nil {
		return nil, err
	}
	d := &Dialogue{view: rec.AsOf(day)}
	told, err := retell(d.view)
	if err != nil {
		return nil, err
	}
	e.pos.Bind(process, told.Record)
	story := told.chapters(&e.pos, &e.progress)
	d.meet(&e.pos, &told, story)
	promises := promisesOf(&e.pos, &told, story, day)
	for i := range d.list {
		x := &d.list[i]
		broken, promised := promises.of(x.Day)
		x.Broken, x.Type = broken, typeOf(chapterOf(story, x.Day), promised)
	}
	d.run = d.running(story)
	return d, nil
}

// chapterOf finds a day on which something happened.
func chapterOf(story []chapter, day deal.Day) *chapter {
	i, _ := slices.BinarySearchFunc(story, day, func(c chapter, day deal.Day) int { return c.Compare(day) })
	return &story[i]
}

// meet lists the encounters, with all but their types. Who is one of the
// seller's is known by the end.
func (d *Dialogue) meet(pos *stage.Position, told *retold, story []chapter) {
	for fact := range pos.Meetings() {
		on := told.On(fact)
		if len(d.list) == 0 || d.list[len(d.list)-1].Day != on {
			d.list = append(d.list, told.encounter(chapterOf(story, on)))
		}
		x := &d.list[len(d.list)-1]
		x.Activities = append(x.Activities, told.facts[fact])
	}
}

// encounter gives what an encounter of a day yielded.
func (r *retold) encounter(c *chapter) Encounter {
	x := Encounter{Day: c.Day, Gained: c.gained, Lost: c.lost}
	for _, i := range c.facts {
		if _, ok := r.Fact(i).(deal.NextStep); ok {
			x.Steps = append(x.Steps, r.facts[i])
		}
	}
	x.NoNextStep = len(x.Steps) == 0 && !c.stepAhead && !c.ended()
	return x
}

// typeOf types the encounter of a day. That the seller let the deal go is no
// answer of the buyer's: a left end makes no type of its own.
func typeOf(c *chapter, promised bool) EncounterType {
	switch {
	case c.stands == stage.Won:
		return Order
	case c.stands == stage.Lost:
		return NoSale
	case len(c.gained) > 0 || promised:
		return Advance
	}
	return Continuation
}

// running counts the continuations since the last order or advance, or since
// something was gained without an encounter.
func (d *Dialogue) running(story []chapter) int {
	run, next := 0, 0
	for i := range story {
		c := &story[i]
		if next < len(d.list) && d.list[next].Day == c.Day {
			switch d.list[next].Type {
			case Continuation:
				run++
			case Advance, Order:
				run = 0
			}
			next++
		}
		if len(c.gained) > 0 {
			run = 0
		}
	}
	return run
}

// View is what had been noted by the day.
func (d *Dialogue) View() deal.View { return d.view }

// Len is the number of encounters.
func (d *Dialogue) Len() int { return len(d.list) }

// All gives the encounters, the first first.
func (d *Dialogue) All() iter.Seq[Encounter] { return slices.Values(d.list) }

// Count is the number of encounters of a type.
func (d *Dialogue) Count(t EncounterType) int {
	n := 0
	for i := range d.list {
		if d.list[i].Type == t {
			n++
		}
	}
	return n
}

// Run is the number of continuations since the last advance or order, and since
// something was last gained, by whatever way. Attempts neither break a run nor
// add to it, and neither does an encounter that came to no sale.
func (d *Dialogue) Run() int { return d.run }
