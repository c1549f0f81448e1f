package qualify

import "github.com/headway-go/headway/qualify/deal"

// MaxLevels is the most levels a ladder may have, and MaxPeople the most
// different people a way may ask for.
const (
	MaxLevels = 15
	MaxPeople = 15
)

const (
	forms = int(deal.Act) + 1
	sides = int(deal.ThirdParty) + 1
)

// way is one kind of proof on which a level holds.
type way struct {
	forms  uint8     // a bit for each deal.Form; all of them when none is asked for
	side   deal.Side // NoSide: any
	roles  uint64    // a bit for each role; 0 asks for none
	people int
}

// Way is one kind of proof on which a level holds.
type Way struct {
	Forms  []deal.Form // any of them, weakest first; empty when every form will do
	Side   deal.Side   // NoSide: anybody's
	Roles  []string    // any of them; empty when none is asked for
	People int         // from so many different people, 1 at least
}

// shown gives a way in the words of its framework.
func (f *Framework) shown(w way) Way {
	out := Way{Side: w.side, People: w.people}
	for form := deal.Belief; form <= deal.Act && w.forms != anyForm; form++ {
		if w.forms&(1<<form) != 0 {
			out.Forms = append(out.Forms, form)
		}
	}
	for i, role := range f.roles {
		if w.roles&(1<<i) != 0 {
			out.Roles = append(out.Roles, role)
		}
	}
	return out
}

// admits reports whether evidence of this form from this person counts for w.
func (w way) admits(form deal.Form, p person) bool {
	return w.forms&(1<<form) != 0 &&
		(w.side == deal.NoSide || w.side == p.side) &&
		(w.roles == 0 || w.roles&p.roles != 0 && !p.gone)
}

// open reports whether a side alone can show what w wants, given which of the
// roles its people can have.
func (w way) open(side deal.Side, roles []string, can func(role string) bool) bool {
	if w.forms == 0 || w.side != deal.NoSide && w.side != side {
		return false
	}
	for i, role := range roles {
		if w.roles&(1<<i) != 0 && can(role) {
			return true
		}
	}
	return w.roles == 0
}

// ladder is the rule of one element: the ways of each level, in the form in
// which they are asked. Most ways want one voice and no role, and whether a
// piece of evidence meets one of those is looked up at once.
type ladder struct {
	levels int
	single [forms][sides]uint16 // levels met by one voice, a bit for each rank
	other  []rankedWay          // ways that ask for roles or for several people
	ways   [][]way              // all ways, by rank
}

type rankedWay struct {
	rank int
	way
}

func newLadder(ways [][]way) ladder {
	l := ladder{levels: len(ways) - 1, ways: ways}
	for rank, alternatives := range ways {
		for _, w := range alternatives {
			if w.roles != 0 || w.people > 1 {
				l.other = append(l.other, rankedWay{rank, w})
				continue
			}
			for form := range forms {
				for side := range sides {
					if w.admits(deal.Form(form), person{side: deal.Side(side)}) {
						l.single[form][side] |= 1 << rank
					}
				}
			}
		}
	}
	return l
}

const anyForm = 1<<deal.Belief | 1<<deal.Inferred | 1<<deal.Public | 1<<deal.Statement | 1<<deal.Document | 1<<deal.Act

// said are the forms that lift a no and stand behind a role: somebody said it,
// wrote it or did it.
const said = 1<<deal.Statement | 1<<deal.Document | 1<<deal.Act

// standardLadder is the ladder of a framework that names none: the synthesis of
// the scales in use, from unknown over the seller's word to an act that cost
// the buyer something.
func standardLadder() ([]level, [][]way) {
	levels := []level{
		{},
		{id: "asserted", means: "there is any evidence at all, if only the seller's own word", points: 1},
		{id: "stated", means: "somebody on the buyer's side said so, wrote it or acted on it", points: 2},
		{id: "corroborated", means: "the buyer wrote it or acted on it, or two different people on the buyer's side said so", points: 3},
		{id: "committed", means: "the buyer acted on it, at a cost: time of executives, money, political capital", points: 4},
	}
	ways := [][]way{
		nil,
		{{forms: anyForm, people: 1}},
		{{forms: said, side: deal.Buyer, people: 1}},
		{
			{forms: 1<<deal.Document | 1<<deal.Act, side: deal.Buyer, people: 1},
			{forms: 1 << deal.Statement, side: deal.Buyer, people: 2},
		},
		{{forms: 1 << deal.Act, side: deal.Buyer, people: 1}},
	}
	return levels, ways
}
