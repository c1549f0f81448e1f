// Package diagram draws a sales process as a graph: the stages and ends, the
// ways between them, and on each way the gate with everything that it asks for.
// Tracks stand beside the main walk. Moves back that no stage names under next
// are free, and not drawn. With a deal's position it also shows which stages the
// deal has earned, where it stands, what the CRM claims, and how each demand of
// the gate that it stands before is answered.
//
// [Of] makes a [Diagram] of a process, [At] one of a position. The diagram is
// written for Mermaid, which many places that show Markdown draw by themselves;
// in DOT, the language of Graphviz; or as SVG, which needs no other program.
//
// Titles are strangers' text. Each format escapes them so that they are shown
// and cannot become anything else; what cannot be printed comes out as a visible
// escape. The same process and position give the same bytes. Nothing is told by
// colour alone.
package diagram

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/headway-go/headway/stage"
)

// Diagram is a process ready to be drawn, with or without a deal on it. It holds
// texts alone and is good whatever becomes of the position that it was made of.
// It cannot be changed and may be used by any number of goroutines.
type Diagram struct {
	title  string
	about  []string // below the title, a line each
	walks  []walk   // the main one, then the tracks
	places []place  // walk by walk: the start, the stages, and the ends or the place where a track is done
	edges  []edge
}

// walk is the main walk or a track. Its places stand together.
type walk struct {
	id, title    string // of a track
	first, count int
}

// place is the start, a stage, an end, or the place where a track is done.
type place struct {
	id       string
	title    string
	notes    []string // below the title, a line each: what the place is
	marks    []string // and then what it is to the deal
	kind     stage.PlaceKind
	optional bool
	earned   bool
	here     bool // the deal stands here
	claimed  bool
}

// anytime reports whether every stage may go to the place, without a gate.
func (p *place) anytime() bool { return p.kind == stage.Lost || p.kind == stage.Left }

// edge is a way from one place to another, by their indices.
type edge struct {
	from, to int
	start    bool   // it begins at a start
	when     string // the condition under which it is there
	crossed  bool   // by the deal
	before   bool   // the deal stands before this gate
	head     string // how that gate stands
	lines    []line // what the gate asks for
}

// back reports whether the way leads back to a place defined earlier.
func (e *edge) back() bool { return e.to < e.from }

// Of draws a process without a deal.
func Of(p *stage.Process) *Diagram {
	return draw(p).Diagram
}

// drawing is a diagram with the handles that it was made of.
type drawing struct {
	*Diagram
	stages []stage.Stage // by place; the zero Stage for the start of a walk, and where a track is done
	tracks []stage.Track // by walk; the zero Track for the main one
	ways   []stage.Edge  // by edge
}

func draw(p *stage.Process) *drawing {
	d := &drawing{Diagram: &Diagram{title: clean(p.Title()), about: []string{heading(p)}}}
	d.begin(stage.Track{}, "none")
	d.addAll(p.Stages())
	d.addAll(p.Ends())
	for t := range p.Tracks() {
		d.begin(t, "START-"+t.ID()) // no id has capitals
		d.addAll(t.Stages())
		d.add(place{id: t.ID(), title: clean(t.Title()) + " done"}, stage.Stage{})
	}
	for e := range p.Edges() {
		if e.Absent() {
			continue
		}
		w := d.walks[slices.Index(d.tracks, e.Track())]
		x := edge{from: w.first, to: w.first + w.count - 1, start: e.From().IsZero(), lines: gateLines(e.Clauses(), nil)}
		if !x.start {
			x.from = slices.Index(d.stages, e.From())
		}
		if to := slices.Index(d.stages, e.To()); to >= 0 {
			x.to = to
		}
		if when := clean(e.When()); when != "" {
			x.when = "only if " + when
		}
		d.edges, d.ways = append(d.edges, x), append(d.ways, e)
	}
	return d
}

// begin begins a walk with its start.
func (d *drawing) begin(t stage.Track, id string) {
	d.tracks = append(d.tracks, t)
	d.walks = append(d.walks, walk{id: t.ID(), title: clean(t.Title()), first: len(d.places)})
	d.add(place{id: id, title: "start"}, stage.Stage{})
}

func (d *drawing) addAll(stages iter.Seq[stage.Stage]) {
	for s := range stages {
		if !s.Absent() {
			d.add(placeOf(s), s)
		}
	}
}

// add puts a place at the end of the last walk.
func (d *drawing) add(p place, s stage.Stage) {
	d.places, d.stages = append(d.places, p), append(d.stages, s)
	d.walks[len(d.walks)-1].count++
}

// of gives the places of a walk.
func (d *Diagram) of(w walk) []place { return d.places[w.first : w.first+w.count] }

// heading names a process.
func heading(p *stage.Process) string {
	s := "process " + p.ID()
	if v := clean(p.Version()); v != "" {
		s += ", version " + v
	}
	if p.Segment() != "" && len(p.Segments()) > 1 {
		s += ", segment " + p.Segment()
	}
	return s
}

func placeOf(s stage.Stage) place {
	x := place{id: s.ID(), title: clean(s.Title()), kind: s.Kind(), optional: s.Optional()}
	if x.optional {
		x.notes = append(x.notes, "optional")
	}
	if when := clean(s.When()); when != "" {
		x.notes = append(x.notes, "only if "+when)
	}
	if x.kind != stage.Open && !strings.EqualFold(x.title, x.kind.String()) {
		x.notes = append(x.notes, x.kind.String())
	}
	if x.anytime() {
		for _, l := range gateLines(s.Needs(), nil) {
			x.notes = append(x.notes, strings.Repeat("– ", l.depth)+"needs "+l.text)
		}
	}
	return x
}

// At draws the process of a position, with the deal on it as the last look found
// it.
func At(w *stage.Position) *Diagram {
	d := draw(w.Process())
	d.about = append(d.about, dealWords(w)...)
	for i := range d.walks {
		d.places[d.here(w, i)].here = true
	}
	for i, s := range d.stages {
		x := &d.places[i]
		x.earned = s.Kind() == stage.Open && w.Earned(s)
		x.claimed = !s.IsZero() && s == w.Claimed()
		x.marks = marks(w, s, x)
	}
	for i, e := range d.ways {
		x := &d.edges[i]
		x.crossed = w.Crossed(e) && w.Earned(e.From())
		if x.before = d.before(w, i); x.before {
			x.head, x.lines = gateHead(w, e), gateLines(e.Clauses(), w)
		}
	}
	return d.Diagram
}

// here gives the place of a walk that the deal stands at.
func (d *drawing) here(w *stage.Position, walk int) int {
	x := d.walks[walk]
	s, done := w.Stage(), false
	switch {
	case walk > 0:
		s, done = w.At(d.tracks[walk])
	case !w.Stands().IsZero():
		s = w.Stands()
	}
	switch {
	case done:
		return x.first + x.count - 1
	case s.IsZero():
		return x.first
	}
	return slices.Index(d.stages, s)
}

// before reports whether the deal stands before the gate on a way: in the main
// walk the one that is nearest to won, in a track every one that it has not
// passed.
func (d *drawing) before(w *stage.Position, way int) bool {
	e, x := d.ways[way], &d.edges[way]
	if e.Track().IsZero() {
		gate, ok := w.Gate()
		return ok && w.Stands().IsZero() && slices.Contains(slices.Collect(gate.Edges()), e)
	}
	return d.places[x.from].here && !w.Crossed(e) && !w.Earned(e.To())
}

// dealWords says which deal it is and where it stands, in a line each.
func dealWords(w *stage.Position) []string {
	rec := w.Record()
	name := "deal " + clean(rec.ID)
	if rec.Title != "" {
		name += ": " + clean(rec.Title)
	}
	name += ", on " + w.Day().String()
	if !w.Stands().IsZero() {
		return []string{name, "at the end " + clean(w.Stands().Title())}
	}
	s := "earned " + placeWords(w.Stage())
	if claimed := w.Claimed(); !claimed.IsZero() {
		s += ", claimed " + placeWords(claimed)
		switch n, onRoute := w.Inflation(); {
		case !onRoute:
			s += ", where no way leads"
		case n > 0:
			s += fmt.Sprintf(", %s ahead of what was earned", count(n, "demand", "demands"))
		}
	}
	if w.Remaining() == stage.NoWay {
		return []string{name, s, "no way to won is left"}
	}
	return []string{name, s, fmt.Sprintf("%d of %s open on the way to won", w.Remaining(), count(w.Blank(), "demand", "demands"))}
}

func placeWords(s stage.Stage) string {
	if s.IsZero() {
		return "nothing yet"
	}
	return clean(s.Title())
}

// marks says what a place is to the deal, in a line each.
func marks(w *stage.Position, s stage.Stage, x *place) []string {
	var out []string
	switch {
	case x.here && x.kind == stage.NoPlace && x.title == "start":
		out = append(out, "the deal stands here: nothing earned yet")
	case x.here && s == w.Stage():
		out = append(out, "the deal stands here, since "+w.Entered().String())
	case x.here:
		out = append(out, "the deal stands here")
	case x.earned:
		out = append(out, "earned")
	}
	if !w.There(s) {
		out = append(out, "not there for this deal")
	}
	if on, _, ok := w.ClaimedOn(); ok && x.claimed {
		mark := "claimed by the CRM, since " + on.String()
		if x.kind == stage.Won && w.Stands().IsZero() {
			mark += ", not borne out"
		}
		out = append(out, mark)
	}
	return out
}

// gateHead says how the gate on a way stands.
func gateHead(w *stage.Position, e stage.Edge) string {
	gate := w.GateOn(e)
	if gate.Open() {
		return "the deal stands before this gate: open"
	}
	n := len(slices.Collect(gate.Unmet()))
	return fmt.Sprintf("the deal stands before this gate: closed, %s missing", count(n, "requirement", "requirements"))
}

// count gives a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
