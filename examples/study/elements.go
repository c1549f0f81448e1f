package main

import "github.com/headway-go/headway/qualify"

// elements is how the elements of a framework stand over all deals, in
// definition order.
type elements []standing

// standing counts the deals in which an element stands so.
type standing struct {
	element      qualify.Element
	levels       []int // by rank; unknown is the first
	contradicted int
}

func newElements(f *qualify.Framework) elements {
	var all elements
	for e := range f.Elements() {
		all = append(all, standing{element: e, levels: make([]int, f.Top().Rank()+1)})
	}
	return all
}

func (all elements) add(a qualify.Assessment) {
	for s := range a.Standings() {
		n := &all[s.Element.Index()]
		if s.Contradicted {
			n.contradicted++
		} else {
			n.levels[s.Level.Rank()]++
		}
	}
}

// sum adds up the deals of all elements: those in which one stands at a level,
// is contradicted, and is unknown.
func (all elements) sum() (held, contradicted, unknown int) {
	for _, s := range all {
		for rank, n := range s.levels {
			if rank == 0 {
				unknown += n
			} else {
				held += n
			}
		}
		contradicted += s.contradicted
	}
	return held, contradicted, unknown
}
