package qualify

import (
	"iter"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// Assessment is how the elements of a framework stand on one day. One from
// [Framework.Assess] may be used by any number of goroutines. One from a
// [Ledger] works standings out in the ledger's memory when it is asked: it must
// not be shared, and is good until the ledger moves on.
type Assessment struct {
	l   *Ledger
	day deal.Day
}

// Assess judges what a view holds, on the view's day. Evidence that the
// framework does not know counts for nothing.
func (f *Framework) Assess(v deal.View) Assessment {
	l := &Ledger{}
	l.Reset(f)
	rec := v.Record()
	for i := range v.Len() {
		switch fact := rec.Fact(rec.ByDay(i)).(type) {
		case deal.Person:
			l.Introduce(l.Voice(deal.Who(fact.Person)), &fact, f.roleBits(fact.Roles))
		case deal.Evidence:
			f.enter(l, rec.ByDay(i), &fact)
		}
	}
	for i := range f.elements {
		l.standing(i) // now, so that nothing is written when it is asked
	}
	l.shared = true
	return l.Assess(v.Day())
}

// Assess gives the standings on a day from what has been entered. On
// [deal.FirstDay] nothing has aged.
func (l *Ledger) Assess(day deal.Day) Assessment { return Assessment{l, day} }

// Ageless gives the standings as if nothing had aged.
func (a Assessment) Ageless() Assessment { return Assessment{a.l, deal.FirstDay()} }

// enter enters evidence for every element that counts it.
func (f *Framework) enter(l *Ledger, fact int, e *deal.Evidence) {
	claims, ok := f.Claims(e.Level)
	if !ok {
		return
	}
	v := l.Voice(e.From)
	for _, element := range f.readers[e.Element] {
		l.Enter(element, e.On, fact, v, e.Form, claims, e.Refutes)
	}
}

// Readers gives the indices of the elements that evidence recorded against an
// id counts for: the element of that id, and those that read it. It gives none
// for an id that the framework does not know.
func (f *Framework) Readers(evidence string) iter.Seq[int] {
	return slices.Values(f.readers[evidence])
}

// Reads reports whether evidence recorded against an id counts for any element.
func (f *Framework) Reads(evidence string) bool { return len(f.readers[evidence]) > 0 }

// Claims gives the rank of the level that a piece of evidence claims, 0 when it
// does not say, and false when the framework does not have the level.
func (f *Framework) Claims(levelID string) (rank int, ok bool) {
	if levelID == "" {
		return 0, true
	}
	l, ok := f.Level(levelID)
	return l.rank, ok
}

// RoleBit gives the bit of a role that the framework's levels ask for: its
// index in [Framework.Roles].
func (f *Framework) RoleBit(role string) (int, bool) {
	i := slices.Index(f.roles, role)
	return i, i >= 0
}

func (f *Framework) roleBits(roles []string) uint64 {
	var set uint64
	for _, r := range roles {
		if i, ok := f.RoleBit(r); ok {
			set |= 1 << i
		}
	}
	return set
}

// Framework is the framework that was assessed.
func (a Assessment) Framework() *Framework { return a.l.f }

// Day is the day of the assessment.
func (a Assessment) Day() deal.Day { return a.day }

// Standing is how one element stands.
type Standing struct {
	Element Element
	Level   Level
	// Fresh is the latest day such that the evidence of that day and later
	// carries the level by itself; zero for unknown.
	Fresh deal.Day
	// Expires is the last day on which the level holds if nothing more becomes
	// known; zero when it does not lapse.
	Expires deal.Day
	// Contradicted says that the last word was against it and nothing has
	// counted for it since; Denied, that the word was the buyer's or a third
	// party's, so that nobody but the buyer can take it back.
	Contradicted bool
	Denied       bool
	// Lapsed is the level that it would stand at if evidence did not age, when
	// that is higher; zero otherwise.
	Lapsed Level
}

// Standing gives how an element of the framework stands.
func (a Assessment) Standing(e Element) Standing {
	s := a.l.standing(e.i)
	out := Standing{Element: e, Contradicted: s.contradicted, Denied: s.denied}
	rank := a.l.Rank(e.i, a.day, 0)
	out.Level = Level{a.l.f, rank}
	if rank > 0 {
		out.Fresh = s.fresh[rank]
		if v := a.l.f.elements[e.i].validFor; !v.IsZero() {
			out.Expires = weekdays().Latest(out.Fresh, v)
		}
	}
	if t := a.l.Timeless(e.i); t > rank {
		out.Lapsed = Level{a.l.f, t}
	}
	return out
}

// Standings gives every element, in definition order.
func (a Assessment) Standings() iter.Seq[Standing] {
	return func(yield func(Standing) bool) {
		for e := range a.l.f.Elements() {
			if !yield(a.Standing(e)) {
				return
			}
		}
	}
}

// Support gives the facts that an element stands on: the indices, in the
// record, of the evidence that carries its level, latest first; for an element
// that is contradicted, of what speaks against it.
func (a Assessment) Support(e Element) []int {
	var again standing
	counted := a.l.count(e.i, 0, &again, nil)
	entries := a.l.entries[e.i]
	var out []int
	if again.contradicted {
		for i := len(entries) - 1; i >= 0; i-- {
			if entries[i].refutes && a.l.Side(entries[i].voice) != deal.NoSide {
				out = append(out, int(entries[i].fact))
			}
		}
		return out
	}
	rule := &a.l.f.elements[e.i]
	rank, horizon := a.l.Rank(e.i, a.day, 0), rule.horizon(a.day)
	if rank == 0 {
		return nil
	}
	var carrying []way // of the level, and of higher ones for those who claim no more than it
	for _, w := range slices.Concat(rule.ladder.ways[rank:]...) {
		if day := a.l.carries(&w, rank, entries, counted); !day.Before(horizon) {
			carrying = append(carrying, w)
		}
	}
	for _, i := range counted {
		x := &entries[i]
		if x.on.Before(horizon) || x.upTo(rank) < rank {
			continue
		}
		p := a.l.person(x.voice)
		if slices.ContainsFunc(carrying, func(w way) bool { return w.admits(x.form, p) }) {
			out = append(out, int(x.fact))
		}
	}
	return out
}
