package stage

import (
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// linter looks for what is doubtful about one flat process, before any deal
// meets it: what is allowed by the language and still is hardly meant. It
// reads what was compiled and where that was written, and changes nothing.
type linter struct {
	c       *compiler
	p       *Process
	doubts  []doubt
	fixed   []certainty // by node, as far as it was asked for
	able    []bool      // by edge: some deal can cross it
	reached placeSet    // what some deal can reach
	gates   []gateAsks  // by edge
	before  []asked     // by place: what was asked for before, on every way to it
	empty   bool        // no gate asks for anything
}

// doubt is one thing to say. One that is said everywhere holds for the whole
// definition, or is not said: what one segment does not need, another may.
type doubt struct {
	at            ydoc.Value
	code          diag.Code
	message, hint string
	related       []diag.Related
	everywhere    bool
}

func (l *linter) doubt(at ydoc.Value, code diag.Code, message, hint string, related ...diag.Related) {
	l.doubts = append(l.doubts, doubt{at, code, message, hint, related, false})
}

// throughout is doubt for what is to hold in every segment.
func (l *linter) throughout(at ydoc.Value, code diag.Code, message, hint string) {
	l.doubts = append(l.doubts, doubt{at, code, message, hint, nil, true})
}

// lint tells what is doubtful about a definition, by its flat processes. What
// holds for some of its segments alone names them. framework is where the
// framework is written, if it does not come with headway.
func lint(flats []*compiler, framework ydoc.Value) {
	type same struct {
		pos     diag.Pos
		code    diag.Code
		message string
	}
	told := map[same][]string{}
	var all []doubt
	empty := true
	for _, c := range flats {
		l := &linter{c: c, p: c.p, fixed: make([]certainty, len(c.p.nodes))}
		l.look()
		empty = empty && l.empty
		for _, d := range l.doubts {
			k := same{d.at.Pos(), d.code, d.message}
			if len(told[k]) == 0 {
				all = append(all, d)
			}
			if !slices.Contains(told[k], c.p.segment) {
				told[k] = append(told[k], c.p.segment)
			}
		}
	}
	for _, d := range all {
		segments := told[same{d.at.Pos(), d.code, d.message}]
		if len(segments) < len(flats) {
			if d.everywhere {
				continue
			}
			d.message += " (in " + strings.Join(segments, ", ") + ")"
		}
		d.at.Warn(d.code, d.message, d.hint, d.related...)
	}
	unused(flats, framework, empty)
}

// look goes through everything that is looked for.
func (l *linter) look() {
	l.settle()
	l.requirements()
	l.conditions()
	l.walks()
	l.asks()
	for i := range l.c.d.stages {
		l.times(&l.c.d.stages[i])
	}
	for _, t := range l.c.d.tracks {
		for i := range t.stages {
			l.times(&t.stages[i])
		}
	}
	l.warnings()
	l.moves()
}

// place gives where a stage, an end or a track is written.
func (l *linter) place(i int32) ydoc.Value {
	id := l.p.places[i].id
	d := l.c.d
	for _, s := range d.stages {
		if s.text == id {
			return s.at
		}
	}
	for _, e := range d.ends {
		if e.text == id {
			return e.at
		}
	}
	for _, t := range d.tracks {
		if t.text == id {
			return t.at
		}
		for _, s := range t.stages {
			if s.text == id {
				return s.at
			}
		}
	}
	return d.at
}

// ids gives the ids of places.
func (l *linter) ids(places []int32) string {
	var out []string
	for _, i := range places {
		out = append(out, l.p.places[i].id)
	}
	return strings.Join(out, ", ")
}

// at gives where a node is asked for; what is used there by its name is written
// elsewhere.
func (l *linter) at(i int32) ydoc.Value { return l.c.written[i].at }

// own gives where what a node asks for is written: its subject.
func (l *linter) own(i int32) ydoc.Value {
	r := l.c.written[i]
	switch {
	case r.subject.text != "":
		return r.subject.at
	case len(r.names) > 0:
		return r.names[0].at
	}
	return r.at
}

// words says in words what a node asks for.
func (l *linter) words(i int32) string { return l.p.nodeWords(i) }
