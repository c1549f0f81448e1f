package score

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

// Meeting says who will be there, and how many things there is time for. The
// zero Meeting is one to which everybody on record may come and in which
// everything fits.
type Meeting struct {
	With []string // people by the ids or the names on record; none: everybody who is not gone
	Max  int      // how many things fit; 0: all
}

// Prepare plans the next meeting about a deal on a day, from what had been noted
// by then. The error is a [*stage.NoProcessError] when the playbook has no
// process for the deal, and says so when two people have the name of one who is
// invited.
func Prepare(book *stage.Playbook, rec *deal.Record, day deal.Day, m Meeting) (*Plan, error) {
	e := NewEvaluator(book)
	card, err := e.Card(rec, day)
	if err != nil {
		return nil, err
	}
	p := &Plan{card: card, today: outcomeOf(card.pos)}
	p.together = p.today
	if err := p.invite(m.With); err != nil {
		return nil, err
	}
	if card.pos.Stands().IsZero() {
		p.open(card.Route())
		if m.Max > 0 && len(p.asks) > m.Max {
			p.asks, p.later = p.asks[:m.Max], p.asks[m.Max:]
		}
		p.together = p.suppose(p.asks)
	}
	card.pos.Look(rec.AsOf(day), day)
	return p, nil
}

// Plan is the next meeting: what to take up with whom, in which order, and how
// far the deal moves by it. It plans nothing for a deal that stands at an end,
// nor for one that no way leads to won.
type Plan struct {
	card   *Card
	today  Outcome
	people []stage.Person // all on record who are not gone
	room   []stage.Person

	unknown []string
	gone    []stage.Person

	asks, later []Ask
	missing     []Missing
	elsewhere   []Elsewhere
	together    Outcome
}

// Outcome is where a deal stands, or would stand.
type Outcome struct {
	Stage     stage.Stage   // earned
	Remaining int           // demands open on the way to won; [stage.NoWay] when there is none
	Score     qualify.Score // in 1/10000
	Stages    int           // how many stages would be earned that are not today
}

// Ask is one open demand that can be taken up.
type Ask struct {
	Requirement stage.Requirement
	Answer      stage.Answer        // unmet or unknown
	AtGate      bool                // the gate that the deal stands before asks for it
	People      []stage.Person      // any of whom could meet it
	Together    bool                // none of them could alone: it takes all of them
	Stands      qualify.Level       // of an element: where it stands
	Also        []stage.Requirement // open demands that are met with it
	Outcome     Outcome             // if this alone is met
}

// Levels gives the levels of the element that is asked for, from the one above
// where it stands up to the one that is wanted; none of another demand.
func (a Ask) Levels() []qualify.Level {
	want, ok := a.Requirement.Level()
	if !ok {
		return nil
	}
	e, _ := a.Requirement.Element()
	var out []qualify.Level
	for l := range e.Framework().Levels() {
		if l.Rank() <= want.Rank() && l.Rank() >= min(a.Stands.Rank()+1, want.Rank()) {
			out = append(out, l)
		}
	}
	return out
}

// Group is what can be taken up with the same people.
type Group struct {
	People   []stage.Person
	Together bool // all of them have to be there; else any of them will do
	Asks     []Ask
}

// Missing is an open demand for which somebody is missing.
type Missing struct {
	Requirement stage.Requirement
	Answer      stage.Answer
	AtGate      bool           // the gate that the deal stands before asks for it
	Roles       []string       // one of these is asked for; empty when anybody of the other side will do
	Have        int            // how many people on record have one of the roles and are not gone
	Known       []stage.Person // people on record who could meet it and are not invited; empty when nobody could
	Together    bool           // it takes all of them
}

// Elsewhere is an open demand that no meeting with the other side meets.
type Elsewhere struct {
	Requirement stage.Requirement
	Answer      stage.Answer
	AtGate      bool // the gate that the deal stands before asks for it
	Why         Reason
}

// Reason is why a meeting cannot meet a demand.
type Reason uint8

const (
	NotYet    Reason = iota // a day has to come, or another day to be set
	OurSide                 // it is our own side that has to decide or do something
	Outside                 // a third party has to
	Derived                 // a score, a stage or a track, which follow from other demands
	Against                 // something stands against it, and has to be taken back
	OnRecord                // the value on record speaks against it
	NoMeeting               // nobody who could come can show it
)

var reasonNames = [...]string{"not_yet", "our_side", "third_party", "derived", "against", "on_record", "no_meeting"}

// String is the word for the reason in JSON.
func (r Reason) String() string { return reasonNames[r] }

// Card is the deal on the day of the plan.
func (p *Plan) Card() *Card { return p.card }

// Today is where the deal stands.
func (p *Plan) Today() Outcome { return p.today }

// People gives those who will be there, or may be: of a deal without anybody of
// the other side on record, somebody of the buyer's who has no name, called
// "buyer".
func (p *Plan) People() []stage.Person { return p.room }

// Unknown gives the names that were invited and that nobody on record has.
// Nothing is expected of them.
func (p *Plan) Unknown() []string { return p.unknown }

// Gone gives those who were invited and have left. Nothing is expected of them.
func (p *Plan) Gone() []stage.Person { return p.gone }

// Asks gives what to take up, first things first: what the gate asks for that the
// deal stands before; then what shortens the way most when it alone is met; then
// essential elements; then what comes first on the way. What is met with
// something before it is no ask of its own.
func (p *Plan) Asks() []Ask { return p.asks }

// Later gives what could be taken up as well, and does not fit.
func (p *Plan) Later() []Ask { return p.later }

// Groups gives the asks by who has to be in the room, in the order of the first
// of each.
func (p *Plan) Groups() []Group {
	var out []Group
	for _, a := range p.asks {
		i := slices.IndexFunc(out, func(g Group) bool {
			return g.Together == a.Together && slices.EqualFunc(g.People, a.People, func(x, y stage.Person) bool { return x.ID == y.ID })
		})
		if i < 0 {
			i = len(out)
			out = append(out, Group{People: a.People, Together: a.Together})
		}
		out[i].Asks = append(out[i].Asks, a)
	}
	return out
}

// Together is where the deal stands if all that fits is met.
func (p *Plan) Together() Outcome { return p.together }

// Missing gives the open demands for which somebody is missing, in the order of
// the way.
func (p *Plan) Missing() []Missing { return p.missing }

// Elsewhere gives the open demands that no meeting meets, in the order of the
// way.
func (p *Plan) Elsewhere() []Elsewhere { return p.elsewhere }

// invite finds out who will be there.
func (p *Plan) invite(names []string) error {
	everybody := p.card.pos.People()
	for _, x := range everybody {
		if !x.Gone {
			p.people = append(p.people, x)
		}
	}
	if len(names) == 0 {
		p.room = p.people
		if !slices.ContainsFunc(p.people, func(x stage.Person) bool { return x.Side == deal.Buyer }) {
			p.room = append(slices.Clone(p.people), stage.Person{ID: string(deal.SomeBuyer), Side: deal.Buyer})
		}
		return nil
	}
	for _, name := range names {
		found, err := called(everybody, name)
		switch {
		case err != nil:
			return err
		case found == nil:
			if !slices.Contains(p.unknown, name) {
				p.unknown = append(p.unknown, name)
			}
		case found.Gone:
			if !holds(p.gone, found.ID) {
				p.gone = append(p.gone, *found)
			}
		case !holds(p.room, found.ID):
			p.room = append(p.room, *found)
		}
	}
	return nil
}

// called finds a person by their id, or else by their name.
func called(people []stage.Person, name string) (found *stage.Person, err error) {
	for i := range people {
		if people[i].ID == name {
			return &people[i], nil
		}
	}
	for i := range people {
		if people[i].Name == "" || !strings.EqualFold(people[i].Name, name) {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("%q is the name of two people, %q and %q; say which by the id", name, found.ID, people[i].ID)
		}
		found = &people[i]
	}
	return found, nil
}

func holds(people []stage.Person, id string) bool {
	return slices.ContainsFunc(people, func(x stage.Person) bool { return x.ID == id })
}

// open sorts the open demands of the way by what can be done about them.
func (p *Plan) open(route []stage.Requirement) {
	pos := p.card.pos
	gate, stands := pos.Gate()
	for _, r := range route {
		answer, atGate := pos.Now(r), stands && gate.Asks(r)
		if why, no := p.cannot(r); no {
			p.elsewhere = append(p.elsewhere, Elsewhere{r, answer, atGate, why})
			continue
		}
		if who, all, ok := p.fewest(r, p.room); ok {
			a := Ask{Requirement: r, Answer: answer, AtGate: atGate, People: who, Together: all}
			if e, ok := r.Element(); ok {
				a.Stands = pos.Assessment().Standing(e).Level
			}
			p.asks = append(p.asks, a)
			continue
		}
		who, all, ok := p.fewest(r, p.people)
		if !ok && !pos.CouldAnybody(r) {
			p.elsewhere = append(p.elsewhere, Elsewhere{r, answer, atGate, NoMeeting})
			continue
		}
		roles := wanted(r)
		p.missing = append(p.missing, Missing{r, answer, atGate, roles, p.have(roles), who, all})
	}
	// Each is weighed by evaluating the deal with it met, which moves the position.
	for i := range p.asks {
		p.asks[i].Outcome = p.suppose(p.asks[i : i+1])
	}
	slices.SortStableFunc(p.asks, before)
	p.fold()
}

// fold takes up but once what is met with something that comes before it.
func (p *Plan) fold() {
	pos := p.card.pos
	view := pos.Record().AsOf(pos.Day())
	for i := 0; i < len(p.asks); i++ {
		a := &p.asks[i]
		pos.Suppose(view, []stage.Requirement{a.Requirement})
		rest := p.asks[i+1 : i+1]
		for _, b := range p.asks[i+1:] {
			if pos.Now(b.Requirement) == stage.Met {
				a.Also = append(a.Also, b.Requirement)
			} else {
				rest = append(rest, b)
			}
		}
		p.asks = p.asks[:i+1+len(rest)]
	}
}

// cannot tells why no meeting with the other side meets a demand.
func (p *Plan) cannot(r stage.Requirement) (why Reason, no bool) {
	switch r.Kind() {
	case stage.DayIs:
		return NotYet, true
	case stage.Score, stage.Reached:
		return Derived, true
	case stage.None:
		return Against, true
	case stage.Milestone:
		switch _, by, _ := r.Milestone(); by {
		case deal.Seller:
			return OurSide, true
		case deal.ThirdParty:
			return Outside, true
		}
	case stage.Approval:
		_, sides := r.Roles()
		if !slices.Contains(sides, deal.Buyer) {
			if slices.Contains(sides, deal.Seller) {
				return OurSide, true
			}
			return Outside, true
		}
	case stage.Attribute:
		switch {
		case p.card.pos.Could(r, string(deal.SomeBuyer)):
		case p.card.pos.Find(r).Value.String() == "":
			return OurSide, true // the owner or the segment
		default:
			return OnRecord, true
		}
	}
	return 0, false
}

// fewest gives those of some people who could each meet a demand; or, where none
// of them could alone, as few of them as could together.
func (p *Plan) fewest(r stage.Requirement, people []stage.Person) (who []stage.Person, all, ok bool) {
	could := func(people []stage.Person) bool {
		var names []string
		for _, x := range people {
			names = append(names, x.ID)
		}
		return p.card.pos.Could(r, names...)
	}
	if !could(people) {
		return nil, false, false
	}
	for i := range people {
		if could(people[i : i+1]) {
			who = append(who, people[i])
		}
	}
	if len(who) > 0 {
		return who, false, true
	}
	who = slices.Clone(people)
	for i := len(who) - 1; i >= 0; i-- {
		if fewer := slices.Delete(slices.Clone(who), i, i+1); could(fewer) {
			who = fewer
		}
	}
	return who, true, true
}

// wanted gives the roles of which a demand wants somebody: its own, or else
// those that the ways to the level of its element name.
func wanted(r stage.Requirement) []string {
	roles, _ := r.Roles()
	e, ok := r.Element()
	if !ok || len(roles) > 0 {
		return roles
	}
	level, _ := r.Level()
	for l := range e.Framework().Levels() {
		if l.Rank() < level.Rank() {
			continue
		}
		for w := range e.Ways(l) {
			if len(w.Roles) == 0 && w.Side != deal.Seller {
				return nil // anybody will do
			}
			for _, role := range w.Roles {
				if !slices.Contains(roles, role) {
					roles = append(roles, role)
				}
			}
		}
	}
	return roles
}

// have counts the people on record who have one of some roles.
func (p *Plan) have(roles []string) (n int) {
	for _, x := range p.people {
		if slices.ContainsFunc(x.Roles, func(role string) bool { return slices.Contains(roles, role) }) {
			n++
		}
	}
	return n
}

// before puts first things first.
func before(a, b Ask) int {
	return cmp.Or(
		first(a.AtGate, b.AtGate),
		cmp.Compare(far(a.Outcome.Remaining), far(b.Outcome.Remaining)),
		first(essential(a), essential(b)),
	)
}

func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func essential(a Ask) bool {
	e, ok := a.Requirement.Element()
	return ok && e.Essential()
}

// suppose evaluates the deal with some demands met.
func (p *Plan) suppose(asks []Ask) Outcome {
	pos := p.card.pos
	earned := map[stage.Stage]bool{}
	view := pos.Record().AsOf(pos.Day())
	pos.Look(view, view.Day())
	for s := range pos.Process().Stages() {
		earned[s] = pos.Earned(s)
	}
	var met []stage.Requirement
	for _, a := range asks {
		met = append(met, a.Requirement)
	}
	pos.Suppose(view, met)
	out := outcomeOf(pos)
	for s := range pos.Process().Stages() {
		if pos.Earned(s) && !earned[s] {
			out.Stages++
		}
	}
	return out
}

func outcomeOf(pos *stage.Position) Outcome {
	return Outcome{Stage: pos.Stage(), Remaining: pos.Remaining(), Score: pos.Assessment().Score()}
}
