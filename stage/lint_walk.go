package stage

import (
	"fmt"

	"github.com/headway-go/headway/qualify/diag"
)

// settle finds out which edges some deal can cross, and which places some deal
// can reach.
func (l *linter) settle() {
	p := l.p
	there := func(i int32) bool { return p.places[i].when < 0 || l.certain(p.places[i].when) != fails }
	l.able = make([]bool, len(p.edges))
	for i, e := range p.edges {
		l.able[i] = (e.there < 0 || l.certain(e.there) != fails) && there(e.from) && there(e.to)
	}
	for i := range p.places {
		if p.starts.has(int32(i)) {
			l.reached |= l.from(int32(i)) | 1<<i
		}
	}
}

// from gives the places to which a way leads from one, that one left out unless
// a way leads back to it.
func (l *linter) from(i int32) placeSet {
	var seen placeSet
	var visit func(i int32)
	visit = func(i int32) {
		for _, e := range l.p.out[i] {
			if to := l.p.edges[e].to; l.able[e] && !seen.has(to) {
				seen |= 1 << to
				visit(to)
			}
		}
	}
	visit(i)
	return seen
}

// walks looks at the ways through the process and its tracks.
func (l *linter) walks() {
	p := l.p
	l.walk(1, int32(1+p.stages), int32(p.ends))
	for _, t := range p.tracks {
		l.walk(t.start+1, t.done, t.done+1)
	}
	for _, e := range p.out[0] {
		if x := &p.edges[e]; p.places[x.to].kind == Won && (x.there < 0 || l.certain(x.there) == holds) {
			l.doubt(l.c.d.at, diag.AllOptional, fmt.Sprintf("every stage of process %s can be passed over: a deal is one step from %s before anything is known", p.id, p.places[x.to].id),
				"take optional out where every deal has to pass")
			break
		}
	}
	for i, e := range p.edges {
		from, to := &p.places[e.from], &p.places[e.to]
		if l.able[i] && e.next && e.to > e.from && to.probability >= 0 && to.probability < from.probability {
			l.doubt(l.place(e.to), diag.ProbabilityFalls, fmt.Sprintf("%s is less probable, by %d%%, than %s, which leads to it, by %d%%", to.id, to.probability, from.id, from.probability),
				"a deal that has come further is not less likely to be won: change one of the two", diag.Related{Pos: from.pos, Message: "the stage before"})
		}
	}
}

// walk looks at the ways through one walk: its stages, and behind them the ends.
func (l *linter) walk(first, ends, behind int32) {
	p := l.p
	var goals placeSet
	for i := ends; i < behind; i++ {
		if k := p.places[i].kind; k == Won || k == passed {
			goals |= 1 << i
			if !l.reached.has(i) && k == Won {
				l.doubt(l.place(i), diag.Unreachable, fmt.Sprintf("no stage leads to the won end %s", p.places[i].id), "name it under next of the stage that it follows, or take it out")
			}
		}
	}
	var stuck placeSet
	ahead := make([]placeSet, len(p.places))
	for i := first; i < ends; i++ {
		there := p.places[i].when < 0 || l.certain(p.places[i].when) != fails
		switch {
		case !l.reached.has(i) && there:
			l.doubt(l.place(i), diag.Unreachable, fmt.Sprintf("no way leads to stage %s", p.places[i].id), "name it under next of the stage that it follows, or take it out")
		case l.reached.has(i):
			if ahead[i] = l.from(i); ahead[i]&goals == 0 {
				stuck |= 1 << i
			}
		}
	}
	for i := first; i < ends; i++ {
		if !stuck.has(i) {
			continue
		}
		switch {
		case ahead[i] == 0:
			l.doubt(l.place(i), diag.DeadEnd, fmt.Sprintf("no way leads out of stage %s to a won end", p.places[i].id), "name the stage or the won end that follows under next; a deal that is lost or left may go there from every stage")
		case l.closed(i, ahead):
			var round []int32
			for rest := ahead[i] | 1<<i; rest != 0; rest &= rest - 1 {
				round = append(round, rest.first())
			}
			if round[0] == i {
				l.doubt(l.place(i), diag.Loop, fmt.Sprintf("stages that lead to each other and not to won: %s", l.ids(round)), "let one of them lead on")
			}
		}
	}
}

// closed reports whether every place ahead of a stage leads back to it.
func (l *linter) closed(i int32, ahead []placeSet) bool {
	for rest := ahead[i]; rest != 0; rest &= rest - 1 {
		if !ahead[rest.first()].has(i) {
			return false
		}
	}
	return true
}

// moves looks for moves that change nothing: that allow what next allows in any
// case, and need nothing for it.
func (l *linter) moves() {
	p := l.p
	for i := range l.c.d.moves {
		d := &l.c.d.moves[i]
		if d.forbid || len(d.needs) > 0 || d.to.text == earlierStage {
			continue // a way back is free, and may be written down
		}
		to := int32(p.byPlace[d.to.text])
		adds := false
		for from := int32(1); int(from) <= p.stages; from++ {
			if from == to || !l.leaves(d, from) {
				continue
			}
			adds = adds || from > to && p.places[to].kind == Open || !l.leads(from, to)
		}
		if k := p.places[to].kind; k == Lost || k == Left {
			adds = false // every stage may go there
		}
		for k := range l.c.d.moves {
			o := &l.c.d.moves[k]
			adds = adds || len(o.needs) > 0 && (o.to.text == d.to.text || o.to.text == earlierStage) // which it may set aside
		}
		if !adds {
			l.doubt(d.to.at, diag.MoveAddsNothing, fmt.Sprintf("this move to %s changes nothing: the way is there without it, and it needs nothing", d.to.text),
				"say what it needs, or take it out")
		}
	}
}

// leaves reports whether a move is about leaving a stage.
func (l *linter) leaves(d *moveDef, from int32) bool {
	for _, w := range d.from {
		if w.text == anyStage || w.text == l.p.places[from].id {
			return true
		}
	}
	return false
}

// leads reports whether next alone makes a way from one place to another,
// whatever is there.
func (l *linter) leads(from, to int32) bool {
	for _, e := range l.p.out[from] {
		if x := &l.p.edges[e]; x.to == to && x.next && x.there < 0 {
			return true
		}
	}
	return false
}
