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

// Track is the track that the way belongs to; the zero Track for the main walk.
func (e Edge) Track() Track {
	for i, t := range e.p.tracks {
		if from := e.p.edges[e.i].from; from >= t.start && from < t.done {
			return Track{e.p, int32(i)}
		}
	}
	return Track{}
}

// When says in words under which condition there is such a way; empty when there
// always is. The conditions of the stages at its ends are not said again.
func (e Edge) When() string { return e.p.conditionWords(e.p.edges[e.i].there) }

// Absent reports whether no deal of the process's segment can go the way.
func (e Edge) Absent() bool { return e.p.always(e.p.edges[e.i].there) == Unmet }

// Edges gives the ways that the gate, or the gates, lie on.
func (g Gate) Edges() iter.Seq[Edge] {
	return func(yield func(Edge) bool) {
		for _, i := range g.edges {
			if !yield(Edge{g.w.p, i}) {
				return
			}
		}
	}
}

// When says in words under which condition the stage is there; empty when it
// always is.
func (s Stage) When() string {
	if s.p == nil {
		return ""
	}
	return s.p.conditionWords(s.p.places[s.i].when)
}

// Absent reports whether the stage is there for no deal of the process's
// segment.
func (s Stage) Absent() bool { return s.p != nil && s.p.places[s.i].gone }

// There reports whether a stage is there for the deal: one without a condition
// always is.
func (w *Position) There(s Stage) bool { return s.IsZero() || w.exists(s.i, liveReading) }

// Pos is where the stage or the end is written; of an end that was not written,
// where its process is. The zero Stage has none.
func (s Stage) Pos() diag.Pos {
	if s.p == nil {
		return diag.Pos{}
	}
	return s.p.places[s.i].pos
}
