package qualify

import "github.com/headway-go/headway/qualify/deal"

// SellersWord is how much of an earned score rests on the seller's word: on
// elements for whose level nothing speaks but what the seller's side said, wrote
// or did, beliefs, and what a machine inferred.
type SellersWord struct {
	Share    int // of the score, in 1/10000; what is left without those elements is earned all the same
	OfEarned int // of what is earned, in 1/10000, rounded down
}

// SellersWord measures how much of the earned score rests on the seller's word.
// Where the weakest element decides all of it does as soon as one element does.
func (a Assessment) SellersWord() SellersWord {
	f := a.l.f
	var earned, sellers, most int64
	top := int64(f.Top().Points())
	for i := range f.elements {
		e := &f.elements[i]
		w := int64(1)
		if f.method == Weighted {
			w = int64(e.weight)
		}
		most += w * top
		horizon := e.horizon(a.day)
		rank := a.l.standing(i).rank(e.ladder.levels, horizon)
		if rank == 0 {
			continue
		}
		points := w * int64(Level{f, rank}.Points())
		earned += points
		if points > 0 && a.l.restsOnSeller(i, rank, horizon) {
			sellers += points
		}
	}
	switch {
	case sellers == 0:
		return SellersWord{}
	case f.method == Weakest:
		score := a.Score().Earned
		if score == 0 {
			return SellersWord{}
		}
		return SellersWord{score, Full}
	}
	return SellersWord{share(sellers, most), share(sellers, earned)}
}

// RestsOnSeller reports whether an element earns points, and does so by the
// seller's word alone.
func (a Assessment) RestsOnSeller(e Element) bool {
	level, part := a.part(e.i)
	return part.earned > 0 && a.l.restsOnSeller(e.i, level.rank, a.l.f.elements[e.i].horizon(a.day))
}

// restsOnSeller reports whether nothing that an element stands on, at a rank and
// since a day, comes from the buyer or a third party.
func (l *Ledger) restsOnSeller(e, rank int, horizon deal.Day) bool {
	entries := l.entries[e]
	for i := len(entries) - 1; i >= 0 && !entries[i].on.Before(horizon); i-- {
		x := &entries[i]
		if x.refutes {
			return l.countedRestOnSeller(e, rank, horizon)
		}
		if l.isTheirs(e, x, rank, horizon) {
			return false
		}
	}
	return true
}

// countedRestOnSeller is restsOnSeller of an element of which something was
// refuted, so that not all that was said counts.
func (l *Ledger) countedRestOnSeller(e, rank int, horizon deal.Day) bool {
	for _, i := range l.countAgain(e) {
		if x := &l.entries[e][i]; !x.on.Before(horizon) && l.isTheirs(e, x, rank, horizon) {
			return false
		}
	}
	return true
}

// isTheirs reports whether an entry is of the buyer's or a third party's, and
// has a part in a level or a higher one.
func (l *Ledger) isTheirs(e int, x *entry, rank int, horizon deal.Day) bool {
	p := l.person(x.voice)
	if x.form <= deal.Inferred || p.side != deal.Buyer && p.side != deal.ThirdParty || x.upTo(rank) < rank {
		return false
	}
	rule := &l.f.elements[e].ladder
	if rule.single[x.form][p.side]>>rank != 0 {
		return true
	}
	for i := range rule.other {
		if w := &rule.other[i]; w.rank >= rank && w.admits(x.form, p) && (w.people == 1 || l.isCarried(e, &w.way, rank, horizon)) {
			return true
		}
	}
	return false
}

// isCarried reports whether there are as many people for a way as it asks for,
// since a day. One of two carries nothing.
func (l *Ledger) isCarried(e int, w *way, rank int, horizon deal.Day) bool {
	return !l.carries(w, rank, l.entries[e], l.countAgain(e)).Before(horizon)
}

// countAgain gives the entries of an element that count. Who goes through them
// may ask again: what is written over them is the same.
func (l *Ledger) countAgain(e int) []int32 {
	var again standing
	if l.shared {
		return l.count(e, 0, &again, nil)
	}
	l.counted = l.count(e, 0, &again, l.counted[:0])
	return l.counted
}
