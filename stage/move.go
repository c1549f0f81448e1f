package stage

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// moveDef is what a process says about moving from one place to another, beyond
// what its stages say under next.
type moveDef struct {
	at     ydoc.Value
	from   []word // "any" among them: every stage
	to     word   // a place, or "earlier": every stage defined before
	when   *requirementDef
	forbid bool
	needs  []*requirementDef
}

// The words for many places at once.
const (
	anyStage     = "any"
	earlierStage = "earlier"
)

func (d *definition) defineMove(v ydoc.Value) {
	o, ok := v.Object(moveShape)
	if !ok {
		return
	}
	m := moveDef{at: v, from: readSome(o.Get("from")), to: readWord(o.Get("to"))}
	if when := o.Get("when"); when.Given() {
		m.when = defineCondition(when)
	}
	if allow := o.Get("allow"); allow.Given() {
		yes, ok := allow.Bool()
		m.forbid = ok && !yes
	}
	m.needs = defineRequirements(o.Get("needs"))
	if m.forbid && len(m.needs) > 0 {
		v.Report(diag.BadMove, "a move that is forbidden needs nothing", "take needs out, or allow: false")
	}
	d.moves = append(d.moves, m)
}

// move is a [moveDef] with its places looked up.
type move struct {
	from, to placeSet
	back     bool // only to what is defined before
	named    int  // how many of from and to name the place
	when     int32
	needs    []int32
	forbid   bool
	never    bool // its condition cannot hold
}

// matches reports whether a move is about going from one place to another.
func (m *move) matches(from, to int32) bool {
	return !m.never && m.from.has(from) && m.to.has(to) && from != to && (!m.back || to < from)
}

// moves looks up what moves refer to.
func (c *compiler) moves() {
	p := c.p
	stages := placeSet(1)<<(1+p.stages) - 2
	for i := range c.d.moves {
		d := &c.d.moves[i]
		m := move{when: c.condition(d.when), forbid: d.forbid}
		a, settled := c.settled(m.when)
		switch {
		case settled && a == Met:
			m.when = none
		case settled && a == Unmet:
			m.never = true // it makes nothing and forbids nothing
		}
		named := 0
		for _, w := range d.from {
			if w.text == anyStage {
				m.from |= stages
				continue
			}
			if from, ok := c.find(w, p.byPlace, diag.UnknownStage, "stage"); ok && c.walks(w, from) {
				m.from |= 1 << from
				named = 1
			}
		}
		if d.to.text == earlierStage {
			m.to, m.back = stages, true
		} else if to, ok := c.find(d.to, p.byPlace, diag.UnknownStage, "stage or end"); ok && (int(to) > p.stages && int(to) < p.ends || c.walks(d.to, to)) {
			m.to = 1 << to
			named++
			if m.from == m.to {
				d.to.at.Report(diag.SelfLoop, fmt.Sprintf("this is a move of %q to itself", d.to.text), "name another place")
			}
		}
		m.named = named
		m.needs = c.gateList(d.needs, max(m.when, none))
		if m.when != broken {
			p.moves = append(p.moves, m)
		}
	}
}

// outdone marks the moves of which another, that names the places more closely,
// always takes the place wherever they could count.
func (c *compiler) outdone() {
	p := c.p
	for i := range p.moves {
		m := &p.moves[i]
		counts := m.forbid
		for from := range int32(1 + p.stages) {
			for to := range int32(p.ends) {
				if m.matches(from, to) {
					_, always := c.overruled(m, from, to)
					counts = counts || !always
				}
			}
		}
		m.never = m.never || !counts
	}
}

// walks reports whether a place is a stage of the main walk, and says so when it
// is not.
func (c *compiler) walks(w word, place int32) bool {
	if place >= 1 && int(place) <= c.p.stages {
		return true
	}
	w.at.Report(diag.BadMove, fmt.Sprintf("%q is no stage of the main walk", w.text), "name a stage that stands under stages")
	return false
}

// banned reports whether a move between two places is forbidden in any case.
func (p *Process) banned(from, to int32) bool {
	return slices.ContainsFunc(p.moves, func(m move) bool { return m.forbid && m.when == none && m.matches(from, to) })
}

// overruled gives the condition that no move which names the places more closely
// counts between them; always is true when one of those does in any case.
func (c *compiler) overruled(m *move, from, to int32) (unlessThey int32, always bool) {
	unlessThey = none
	for i := range c.p.moves {
		o := &c.p.moves[i]
		if o.forbid || o.named <= m.named || !o.matches(from, to) {
			continue
		}
		if o.when == none {
			return none, true
		}
		unlessThey = c.both(unlessThey, c.combine(unless, o.when))
	}
	return unlessThey, false
}

// needed gives what moves need between two places.
func (c *compiler) needed(from, to int32) (roots []int32) {
	p := c.p
	for i := range p.moves {
		m := &p.moves[i]
		if m.forbid || !m.matches(from, to) || len(m.needs) == 0 {
			continue
		}
		unlessThey, always := c.overruled(m, from, to)
		if always {
			continue
		}
		for _, root := range m.needs {
			n := p.nodes[root]
			n.when = c.both(n.when, unlessThey)
			i := c.append(n)
			c.written[i] = c.written[root]
			roots = append(roots, i)
		}
	}
	return roots
}

// allows works out under which condition moves make a way from one place to
// another, and under which they forbid it. made and forbidden say whether they
// do so at all. What may hold does not make a way, and forbids one.
func (c *compiler) allows(from, to int32) (made bool, when int32, forbidden bool, unlessMet []int32) {
	var any []int32
	always := false
	for i := range c.p.moves {
		m := &c.p.moves[i]
		if !m.matches(from, to) {
			continue
		}
		switch {
		case m.forbid && m.when == none:
			forbidden = true
		case m.forbid:
			unlessMet = append(unlessMet, c.combine(unless, m.when))
		case m.back: // the deal has been there
		default:
			unlessThey, never := c.overruled(m, from, to)
			if never {
				continue
			}
			made = true
			when := c.both(m.when, unlessThey)
			if when == none {
				always = true
			} else {
				any = append(any, c.combine(surely, when))
			}
		}
	}
	if !made || always {
		return made, none, forbidden, unlessMet
	}
	return made, c.combine(Any, any...), forbidden, unlessMet
}
