package qualify

import (
	"math/bits"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// Ledger folds the people and the evidence of one deal, day after day, and
// answers at any point how each element stands. It is the engine under
// [Framework.Assess], for callers who follow a deal through time and want to
// pay for each fact once. Facts are entered in the order of the day they
// happened, those of one day as they were noted.
//
// The zero Ledger is ready for [Ledger.Reset]. Its memory is used again; it
// must not be shared between goroutines.
//
// Sides, roles and who is gone are resolved when a standing is asked for, never
// when a fact is entered, so that it does not matter in which order a person is
// introduced and quoted on one day.
type Ledger struct {
	f       *Framework
	people  []person
	byName  map[string]Voice
	entries [][]entry // by element, in the order entered
	cached  []standing
	fresh   []bool // by element: cached is good
	counted []int32
	shared  bool // many goroutines may ask, so that asking writes nothing

	supposed []supposed
}

// supposed is a level that an element is taken to stand at.
type supposed struct {
	element, rank int
	on            deal.Day
}

// Voice is who speaks in one ledger: a person, or somebody of a side who is not
// named.
type Voice int32

// nobody is the voice of a Who that says nobody, and of both sides at once.
const nobody Voice = -1

func sideVoice(s deal.Side) Voice { return nobody - Voice(s) }

// person is what is known about a voice on the day that the ledger has come to.
type person struct {
	side   deal.Side // NoSide: nobody has said yet who this is
	roles  uint64
	stance deal.Stance
	gone   bool
	spoke  bool // there is evidence from them
}

type entry struct {
	on      deal.Day
	fact    int32
	voice   Voice
	form    deal.Form
	cap     uint8 // the highest rank it claims; 0 claims what it can carry
	refutes bool
}

// upTo bounds a rank by what the entry claims.
func (x *entry) upTo(rank int) int {
	if x.cap != 0 {
		return min(rank, int(x.cap))
	}
	return rank
}

// standing is what the entries of one element amount to. The day is left out of
// it: fresh[rank] is the latest day such that the evidence of that day and
// later carries the rank by itself (the zero Day: none does), so that age, a time limit
// and "since" are all one comparison with it.
type standing struct {
	fresh        [MaxLevels + 1]deal.Day
	newest       deal.Day // the latest evidence that counts at all
	contradicted bool     // refuted, and nothing has counted since
	denied       bool     // a no of the buyer or a third party that the buyer has not taken back
}

// Reset empties the ledger for another deal.
func (l *Ledger) Reset(f *Framework) {
	l.f = f
	if l.byName == nil {
		l.byName = make(map[string]Voice)
	}
	clear(l.byName)
	l.people = l.people[:0]
	for len(l.entries) < len(f.elements) {
		l.entries = append(l.entries, nil)
	}
	l.cached = slices.Grow(l.cached[:0], len(f.elements))[:len(f.elements)]
	l.fresh = slices.Grow(l.fresh[:0], len(f.elements))[:len(f.elements)]
	l.Rewind()
}

// Rewind takes back every fact entered and keeps the voices.
func (l *Ledger) Rewind() {
	for i := range l.entries {
		l.entries[i] = l.entries[i][:0]
	}
	clear(l.people)
	clear(l.fresh)
	l.supposed = l.supposed[:0]
}

// Suppose takes an element to stand at a rank at least, on something of a day,
// and every no against it as taken back, until the ledger is rewound.
func (l *Ledger) Suppose(element, rank int, on deal.Day) {
	l.supposed = append(l.supposed, supposed{element, rank, on})
	l.fresh[element] = false
}

// assume raises a standing to what is supposed of its element.
func (l *Ledger) assume(e int, s *standing) {
	for _, x := range l.supposed {
		if x.element != e {
			continue
		}
		for rank := x.rank; rank > 0; rank-- {
			s.fresh[rank] = deal.Later(s.fresh[rank], x.on)
		}
		s.newest = deal.Later(s.newest, x.on)
		s.contradicted = false
	}
}

func (l *Ledger) supposes(e int) bool {
	return slices.ContainsFunc(l.supposed, func(x supposed) bool { return x.element == e })
}

// Voice gives the voice for what a fact says about where it comes from.
func (l *Ledger) Voice(w deal.Who) Voice {
	name, ok := w.Person()
	if !ok {
		return sideVoice(w.Side())
	}
	if v, ok := l.byName[name]; ok {
		return v
	}
	v := Voice(len(l.people))
	l.byName[name] = v
	l.people = append(l.people, person{})
	return v
}

// SideOf gives the side of whoever a fact comes from, as far as it is known.
func (l *Ledger) SideOf(w deal.Who) deal.Side {
	name, ok := w.Person()
	if !ok {
		return w.Side()
	}
	if v, ok := l.byName[name]; ok {
		return l.people[v].side
	}
	return deal.NoSide
}

// Named reports whether v is a person, and not somebody of a side.
func (v Voice) Named() bool { return v >= 0 }

// People is the number of people with a voice.
func (l *Ledger) People() int { return len(l.people) }

func (l *Ledger) person(v Voice) person {
	if v >= 0 {
		return l.people[v]
	}
	return person{side: l.Side(v)}
}

// Side gives the side of a voice as far as it is known.
func (l *Ledger) Side(v Voice) deal.Side {
	if v >= 0 {
		return l.people[v].side
	}
	return deal.Side(nobody - v)
}

// HasRole reports whether a person has one of the roles and is not gone.
func (l *Ledger) HasRole(v Voice, roles uint64) bool {
	p := l.person(v)
	return p.roles&roles != 0 && !p.gone
}

// Roles gives the roles that a person has, as bits; none when they are gone.
func (l *Ledger) Roles(v Voice) uint64 {
	if v < 0 || l.people[v].gone {
		return 0
	}
	return l.people[v].roles
}

// HadRole reports whether a person has one of the roles, gone or not.
func (l *Ledger) HadRole(v Voice, roles uint64) bool { return l.person(v).roles&roles != 0 }

// Stance gives how a person stands to the deal.
func (l *Ledger) Stance(v Voice) deal.Stance { return l.person(v).stance }

// Gone reports whether a person has left.
func (l *Ledger) Gone(v Voice) bool { return l.person(v).gone }

// Introduce enters what a fact says about a person. roles are those the fact
// names, as bits; they count only when it names any or says there are none. It
// reports whether the fact could take anything away: whether it changed the
// person's side, or said that they are gone or have a role no more.
func (l *Ledger) Introduce(v Voice, f *deal.Person, roles uint64) (took bool) {
	p := &l.people[v]
	was := *p
	p.side = f.Side
	if f.Roles != nil {
		p.roles = roles
	}
	if f.Stance != deal.NoStance {
		p.stance = f.Stance
	}
	if f.Gone != deal.Unsaid {
		p.gone = f.Gone == deal.Yes
	}
	if p.spoke {
		clear(l.fresh)
	}
	return p.side != was.side || was.roles&^p.roles != 0 || p.gone && !was.gone
}

// Enter enters a piece of evidence for an element. claims is the highest rank
// it claims, 0 when it does not say.
func (l *Ledger) Enter(element int, on deal.Day, fact int, v Voice, form deal.Form, claims int, refutes bool) {
	l.entries[element] = append(l.entries[element],
		entry{on, int32(fact), v, form, uint8(claims), refutes})
	l.fresh[element] = false
	if v.Named() {
		l.people[v].spoke = true
	}
}

func (l *Ledger) standing(e int) *standing {
	if !l.fresh[e] {
		l.judge(e, 0, &l.cached[e])
		l.fresh[e] = true
	}
	return &l.cached[e]
}

// Cut leaves the seller's latest facts out of a question, to see what the
// others' carry alone. The zero Cut leaves out none.
type Cut int32

// CutAt leaves out the seller's facts with at least this index.
func CutAt(fact int) Cut { return Cut(fact + 1) }

// Out reports whether a fact of the seller with this index is left out.
func (c Cut) Out(fact int) bool { return c > 0 && fact >= int(c-1) }

// judge works out a standing.
func (l *Ledger) judge(e int, without Cut, s *standing) {
	*s = standing{}
	counted := l.count(e, without, s, l.counted[:0])
	l.counted = counted
	rule := &l.f.elements[e].ladder
	entries := l.entries[e]
	modest := rule.levels       // the lowest rank that some of it claims
	for _, i := range counted { // latest first
		x := &entries[i]
		modest = x.upTo(modest)
		ranks := rule.single[x.form][l.Side(x.voice)]
		if ranks != 0 {
			if rank := x.upTo(bits.Len16(ranks) - 1); s.fresh[rank].IsZero() {
				s.fresh[rank] = x.on
			}
		}
	}
	for i := range rule.other {
		w := &rule.other[i]
		if len(counted) < w.people {
			continue
		}
		for rank := w.rank; rank >= min(modest, w.rank); rank-- { // below, nobody's claim shuts anything out
			s.fresh[rank] = deal.Later(s.fresh[rank], l.carries(&w.way, rank, entries, counted))
		}
	}
	for rank := rule.levels - 1; rank > 0; rank-- { // a level also holds when a higher one does
		s.fresh[rank] = deal.Later(s.fresh[rank], s.fresh[rank+1])
	}
	if len(counted) > 0 {
		s.newest = entries[counted[0]].on
	}
	l.assume(e, s)
}

// count appends the entries that speak for the element and count, latest first,
// and finds out about contradictions. It reads backwards: a refutation voids
// what happened before it, so behind one by the seller there is nothing left to
// find but whether a no of the buyer's still stands.
func (l *Ledger) count(e int, without Cut, s *standing, counted []int32) []int32 {
	entries := l.entries[e]
	lifted := l.supposes(e) // the buyer's words for it were passed: they take back every no before them
	var soft bool           // a machine's refutation was passed: it voids beliefs and inferences alone
	var voided bool         // the seller's refutation was passed
reading:
	for i := len(entries) - 1; i >= 0 && !(voided && lifted); i-- {
		x := &entries[i]
		side := l.Side(x.voice)
		if side == deal.NoSide {
			continue // a stray until somebody says who this is
		}
		if side == deal.Seller && without.Out(int(x.fact)) {
			continue
		}
		if x.refutes {
			s.contradicted = true
			switch {
			case x.form == deal.Inferred:
				soft = true
				continue
			case side == deal.Seller:
				voided = true
				continue
			}
			s.denied = !lifted
			break reading
		}
		if !voided && !(soft && x.form <= deal.Inferred) {
			counted = append(counted, int32(i))
		}
		lifted = lifted || side == deal.Buyer && said&(1<<x.form) != 0
	}
	if s.denied {
		counted = counted[:0] // nobody but the buyer can say otherwise
	}
	if len(counted) > 0 {
		s.contradicted = false
	}
	return counted
}

// carries gives the latest day from which on so many different people, each of
// whom claims at least a rank, carry a way; or the zero Day.
func (l *Ledger) carries(w *way, rank int, entries []entry, counted []int32) deal.Day {
	var heard [MaxPeople]Voice
	n := 0
	for _, i := range counted {
		x := &entries[i]
		if x.upTo(rank) < rank || !w.admits(x.form, l.person(x.voice)) {
			continue
		}
		if w.people == 1 {
			return x.on
		}
		if !x.voice.Named() || slices.Contains(heard[:n], x.voice) {
			continue
		}
		heard[n] = x.voice
		if n++; n == w.people {
			return x.on
		}
	}
	return deal.Day{}
}

// Rank gives the rank at which an element stands on a day, when the seller's
// facts of a cut are left out.
func (l *Ledger) Rank(element int, on deal.Day, without Cut) int {
	f := &l.f.elements[element]
	if without != 0 {
		var other standing
		l.judge(element, without, &other)
		return other.rank(f.ladder.levels, f.horizon(on))
	}
	return l.standing(element).rank(f.ladder.levels, f.horizon(on))
}

// Timeless gives the rank at which an element would stand if nothing lapsed.
func (l *Ledger) Timeless(element int) int {
	return l.standing(element).rank(l.f.elements[element].ladder.levels, deal.FirstDay())
}

// BuyersWord finds the first statement, document or act of the buyer's for an
// element among the facts from an index on.
func (l *Ledger) BuyersWord(element, from int) (fact int, ok bool) {
	for i := range l.entries[element] {
		x := &l.entries[element][i]
		if int(x.fact) >= from && !x.refutes && said&(1<<x.form) != 0 && l.Side(x.voice) == deal.Buyer {
			return int(x.fact), true
		}
	}
	return 0, false
}

// weekdays is the calendar of a framework, which serves processes with calendars
// of many kinds: Monday to Friday.
func weekdays() *deal.Calendar { return nil }

// horizon is the earliest day whose evidence still counts on a day.
func (e *element) horizon(on deal.Day) deal.Day {
	if e.validFor.IsZero() {
		return deal.FirstDay()
	}
	return weekdays().Earliest(on, e.validFor)
}

func (s *standing) rank(top int, horizon deal.Day) int {
	for rank := top; rank > 0; rank-- {
		if !s.fresh[rank].Before(horizon) {
			return rank
		}
	}
	return 0
}

// Until gives the last day on which every element stands as on a day, if
// nothing more becomes known.
func (l *Ledger) Until(on deal.Day) deal.Day {
	until := deal.LastDay()
	for i := range l.f.elements {
		if rank := l.Rank(i, on, 0); rank > 0 {
			until = deal.Earlier(until, l.ValidThrough(i, l.standing(i).fresh[rank]))
		}
	}
	return until
}

// LastRefutation gives the last fact by somebody known that speaks against an
// element.
func (l *Ledger) LastRefutation(element int) (fact int, ok bool) {
	for i := range l.entries[element] {
		if x := &l.entries[element][i]; x.refutes && l.Side(x.voice) != deal.NoSide {
			fact, ok = int(x.fact), true
		}
	}
	return fact, ok
}

// Spoke reports whether there is evidence from somebody for an element, or
// against it.
func (l *Ledger) Spoke(v Voice, element int) bool {
	return slices.ContainsFunc(l.entries[element], func(x entry) bool { return x.voice == v })
}

// Ask is a question to a ledger: does an element stand at a rank, and if roles
// or forms are given, is some of what it stands on of such a form, from a
// person with such a role?
type Ask struct {
	Element int
	Rank    int
	Roles   uint64 // bits; 0 asks for none
	Forms   uint8  // a bit for each deal.Form; 0 means a statement, a document or an act
	Without Cut    // leaves out facts of the seller
}

// Reply is the answer to an [Ask], with the day left out of it.
type Reply struct {
	// Fresh is the latest day such that the evidence of that day and later is
	// enough by itself; zero when there is not enough.
	Fresh deal.Day
	// Newest is the day of the latest evidence for the element that counts at
	// all; zero when there is none.
	Newest deal.Day
	// Contradicted says that the last word was against it.
	Contradicted bool
}

// Ask answers a question from what has been entered.
func (l *Ledger) Ask(q Ask) Reply {
	var s *standing
	if q.Without != 0 {
		var other standing
		l.judge(q.Element, q.Without, &other)
		s = &other
	} else {
		s = l.standing(q.Element)
	}
	r := Reply{s.fresh[q.Rank], s.newest, s.contradicted}
	if q.Roles == 0 && q.Forms == 0 || r.Fresh.IsZero() {
		return r
	}
	w := way{forms: q.Forms, roles: q.Roles, people: 1}
	if w.forms == 0 {
		w.forms = said
	}
	var again standing
	l.counted = l.count(q.Element, q.Without, &again, l.counted[:0])
	r.Fresh = deal.Earlier(r.Fresh, l.carries(&w, 0, l.entries[q.Element], l.counted))
	return r
}

// Valid gives the first day whose evidence for an element still counts on a
// day, as far as its age goes.
func (l *Ledger) Valid(element int, on deal.Day) deal.Day { return l.f.elements[element].horizon(on) }

// ValidThrough gives the last day on which evidence of a day still counts for
// an element, as far as its age goes.
func (l *Ledger) ValidThrough(element int, from deal.Day) deal.Day {
	if v := l.f.elements[element].validFor; !v.IsZero() {
		return weekdays().Latest(from, v)
	}
	return deal.LastDay()
}
