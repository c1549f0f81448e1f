package stage

import (
	"iter"

	"github.com/headway-go/headway/qualify/diag"
)

// Edge is a way from one place of a process to the next, in the main walk or in
// a track, with a gate on it. Handles compare with ==.
type Edge struct {
	p *Process
	i int32
}

// Edges gives every way from one place to the next, in definition order: those
// past optional stages, those that moves make and those into the process and its
// tracks among them.
func (p *Process) Edges() iter.Seq[Edge] {
	return func(yield func(Edge) bool) {
		for i := range p.edges {
			if !yield(Edge{p, int32(i)}) {
				return
			}
		}
	}
}

// From is the place that the way begins at; the zero Stage for a way into the
// process or into a track.
func (e Edge) From() Stage {
	if from := e.p.edges[e.i].from; !e.p.starts.has(from) {
		return e.p.stage(from)
	}
	return Stage{}
}

// To is the stage or won end that the way leads to; at the end of a track it has
// the track's id.
func (e Edge) To() Stage { return e.p.stage(e.p.edges[e.i].to) }

// GateOn is the gate on a way, whether the deal stands before it or not.
func (w *Position) GateOn(e Edge) Gate {
	return Gate{w: w, to: w.p.edges[e.i].to, edges: []int32{e.i}}
}

// Crossed reports whether the deal has gone a way: its gate is crossed, and of
// one into a won end, the deal stands there and has earned the stage before.
func (w *Position) Crossed(e Edge) bool {
	edge := &w.p.edges[e.i]
	if w.p.places[edge.to].kind == Won {
		return w.stands() == edge.to && w.earned.has(edge.from)
	}
	return w.gates[e.i].crossed
}

// Pos is where the stage or the end is written; of an end that was not written,
// where its process is. The zero Stage has none.
func (s Stage) Pos() diag.Pos {
	if s.p == nil {
		return diag.Pos{}
	}
	return s.p.places[s.i].pos
}
