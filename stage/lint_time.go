package stage

import (
	"fmt"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// times looks at the clocks of a stage.
func (l *linter) times(s *stageDef) {
	i, ok := l.p.byPlace[s.text]
	if !ok {
		return
	}
	stay, day := l.dwell(int32(i))
	expected, at, _ := pickAt(l.c, s.expected)
	if longer(stay, expected) {
		l.doubt(at, diag.LimitBelowDwell, fmt.Sprintf("%v are expected, and the exit asks a deal to stay %v", expected, stay), "expect more time", diag.Related{Pos: day, Message: "the stay"})
	}
	settled := false // an earlier limit counts in any case
	for k := range s.limits {
		d := &s.limits[k]
		of, at, _ := pickAt(l.c, d.of)
		if of.IsZero() {
			continue
		}
		if settled {
			l.doubt(d.at, diag.LimitUnused, "this limit never counts: the one before it has no condition", "put it first and give it a when, or take it out")
			continue
		}
		settled = d.when == nil
		if d.from.text != "" && d.from.text != refWords[enteredRef] || d.before.text != "" {
			continue
		}
		if longer(stay, of) {
			l.doubt(at, diag.LimitBelowDwell, fmt.Sprintf("the limit is %v, and the exit asks a deal to stay %v: every deal runs past it", of, stay), "give it a longer limit", diag.Related{Pos: day, Message: "the stay"})
		}
		if e, where, _ := pickAt(l.c, s.expected); settled && longer(e, of) {
			l.doubt(where, diag.ExpectedPastLimit, fmt.Sprintf("%v are expected, and the limit is %v", e, of), "expect less, or give it a longer limit", diag.Related{Pos: at.Pos(), Message: "the limit"})
		}
	}
	if s.silence != nil {
		warn, at, _ := pickAt(l.c, s.silence.warn)
		if flag, _, _ := pickAt(l.c, s.silence.flag); longer(warn, flag) {
			l.doubt(at, diag.WarnPastFlag, fmt.Sprintf("the hint comes after %v, and the flag after %v", warn, flag), "let the hint come first")
		}
	}
}

// dwell gives the longest time for which every gate out of a stage asks a deal
// to stay, and where it is asked for.
func (l *linter) dwell(i int32) (least deal.Duration, at diag.Pos) {
	p := l.p
	for _, root := range p.places[i].exit {
		for _, a := range l.flat(nil, root, "", false) {
			n := &p.nodes[a.node]
			if n.question < 0 || p.nodes[root].when >= 0 && p.nodes[root].when != p.places[i].when {
				continue
			}
			q := &p.questions[n.question]
			since := q.day.kind == todayRef && q.after.kind == enteredRef || q.day.kind == enteredRef && q.before.kind == todayRef
			if q.kind == DayIs && since && (least.IsZero() || longer(q.atLeast, least)) {
				least, at = q.atLeast, l.at(a.node).Pos()
			}
		}
	}
	return least, at
}

// warnings looks at the signals that come in two degrees.
func (l *linter) warnings() {
	for _, d := range l.c.d.signals {
		if !d.signal.InDegrees() || len(d.thresholds) == 0 {
			continue
		}
		t := &l.p.watches[d.signal].thresholds
		if !t[0].unsaid && !t[1].unsaid && t[0].count > t[1].count && t[0].days.Working() == t[1].days.Working() {
			said := l.p.thresholds(d.signal)
			l.doubt(d.at, diag.WarnPastFlag, fmt.Sprintf("%s warns after %s and flags after %s", d.signal, said[0].Value, said[1].Value), "let the hint come first")
		}
	}
}
