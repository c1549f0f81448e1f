package stage

import (
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// Look is what one look at a deal found: enough of a [Position] to compare two
// of them. It belongs to the position that took it and is good until that takes
// another.
type Look struct {
	p         *Process
	day       deal.Day
	met       demandSet // demands that are met on the day
	timeless  demandSet // demands that would be met if nothing aged
	applies   demandSet // demands that apply and are not optional
	ranks     []uint8   // by element
	ageless   []uint8   // by element: as if nothing aged
	earned    placeSet
	shown     int32
	remaining int
	stands    int32 // the end at which the deal stands; 0: none
}

// Day is the day of the look.
func (l *Look) Day() deal.Day { return l.day }

// Met reports whether a demand is met on the day.
func (l *Look) Met(r Requirement) bool { return l.met.has(r.get().leaf) }

// Timeless reports whether a demand would be met if nothing aged.
func (l *Look) Timeless(r Requirement) bool { return l.timeless.has(r.get().leaf) }

// Applies reports whether a demand applies to the deal and is not optional.
func (l *Look) Applies(r Requirement) bool { return l.applies.has(r.get().leaf) }

// Rank gives the rank at which an element stands.
func (l *Look) Rank(e qualify.Element) int { return int(l.ranks[e.Index()]) }

// Ageless gives the rank at which an element would stand if nothing aged.
func (l *Look) Ageless(e qualify.Element) int { return int(l.ageless[e.Index()]) }

// Stage is the earned stage.
func (l *Look) Stage() Stage { return l.p.stage(l.shown) }

// Earned reports whether a stage is earned; the zero Stage always is.
func (l *Look) Earned(s Stage) bool { return l.earned.has(s.i) }

// Remaining is how many demands are open on the route to won; [NoWay] when none
// is left.
func (l *Look) Remaining() int { return l.remaining }

// Stands is the end at which the deal stands, the zero Stage when it is open.
func (l *Look) Stands() Stage { return l.p.stage(l.stands) }

// Looks takes the three looks that tell what time did from what facts did: the
// old view on its day, the old view on the new day, and the new view on its
// day. The position is then at the last. Both views are of the record that the
// position is bound to, the old one no later than the new one.
func (w *Position) Looks(old, now deal.View) (before, aged, after *Look) {
	before, aged, after = &w.looks[0], &w.looks[1], &w.looks[2]
	w.Look(old, old.Day())
	if last := w.taken(); last != nil { // the end of one comparison is mostly the beginning of the next
		*before, *last = *last, *before
		w.last = 0
	} else {
		w.capture(before)
	}
	if old.Len() == now.Len() { // only time has passed
		w.Look(now, now.Day())
		w.capture(aged)
		w.last = 1
		return before, aged, aged
	}

	// What is new can mostly be folded on top of what is old. A new fact about
	// an old day may have opened a gate back then: that takes a walk of its own.
	onTop := old.Len() > 0 // without facts the walk has not begun
	for i := old.Len(); i < now.Len(); i++ {
		onTop = onTop && w.rec.On(i).After(old.Day())
	}
	cursor, nextTurn, began := w.cursor, w.nextTurn, w.began
	if onTop {
		// What is new may have the walk begin on another day.
		w.seen = now.Len()
		onTop = w.firstDay(now.Day()) == began
		w.seen = old.Len()
	}
	w.left.copyFrom(&w.walk)
	w.leftReplies = append(w.leftReplies[:0], w.replies...)

	w.Look(old, now.Day())
	w.capture(aged)

	if onTop {
		w.walk.copyFrom(&w.left)
		copy(w.replies, w.leftReplies)
		w.day, w.began, w.cursor, w.seen, w.nextTurn = old.Day(), began, cursor, now.Len(), nextTurn
	}
	w.Look(now, now.Day())
	w.capture(after)
	w.last = 2
	return before, aged, after
}

// taken gives the look that was taken at the end of a comparison, while the
// position still is where it was; or nil.
func (w *Position) taken() *Look {
	if l := &w.looks[w.last]; w.last > 0 && l.day == w.day {
		return l
	}
	return nil
}

// capture takes a look at the position as it stands.
func (w *Position) capture(l *Look) {
	p := w.p
	ranks, ageless := sized(l.ranks, p.framework.Len()), sized(l.ageless, p.framework.Len())
	for i := range ranks {
		ranks[i], ageless[i] = uint8(w.ledger.Rank(i, w.day, 0)), uint8(w.ledger.Timeless(i))
	}
	*l = Look{
		p: p, day: w.day, ranks: ranks, ageless: ageless,
		applies: p.applied, earned: w.earned, shown: w.shown, remaining: w.Remaining(), stands: w.stands(),
	}
	for leaf, r := range p.leaves {
		i := p.requirements[r].question
		live, timeless := Off, Off
		if p.questions[i].plain() {
			a := w.answer(i)
			live, timeless = a.live, a.timeless
		} else {
			n := &p.nodes[p.requirements[r].node]
			live, timeless = w.leaf(n, liveReading, nil), w.leaf(n, timelessReading, nil)
		}
		if live == Met {
			l.met.add(int32(leaf))
		}
		if timeless == Met {
			l.timeless.add(int32(leaf))
		}
	}
	w.applying(p.doubtful, &l.applies)
}

// applying adds the demands that apply and are not optional.
func (w *Position) applying(roots []int32, set *demandSet) {
	for _, i := range roots {
		n := &w.p.nodes[i]
		if n.optional || n.when >= 0 && w.node(n.when, liveReading, nil) == Unmet {
			continue
		}
		if n.question >= 0 {
			if w.leaf(n, liveReading, nil) != Off {
				set.add(w.p.requirements[n.requirement].leaf)
			}
			continue
		}
		w.applying(n.members, set)
	}
}
