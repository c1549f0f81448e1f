package stage

import (
	"strconv"

	"github.com/headway-go/headway/qualify/diag"
)

// Threshold is a figure from which on a signal is raised.
type Threshold struct {
	Name  string   // the key of the language under which it is written
	Value string   // as it would be written: a whole number, a percentage or a duration; "" for none
	At    diag.Pos // where it is written, in a file of the playbook or of what comes with headway; zero: a house default
}

// Thresholds gives what a signal is measured by on this deal, as far as there is
// anything: the figures of the process, or those of the stages and the end that
// it is about, in the order of SPEC.md.
func (w *Position) Thresholds(s Signal) []Threshold {
	switch s {
	case OverdueStage:
		var out []Threshold
		for _, o := range w.Overdue() {
			out = append(out, o.Limit)
		}
		return out
	case CloseDateInfeasible:
		return w.expectations()
	case StuckInStage:
		d, by := w.expects()
		by.Value = d.String()
		return []Threshold{by}
	case WakeDue:
		end := &w.p.places[w.claim]
		return []Threshold{{"wake", end.wake.String(), end.wakeAt}}
	case Silent:
		if of := w.ownSilence(); of != nil {
			return []Threshold{{"warn", of.warn.String(), of.warnAt}, {"flag", of.flag.String(), of.flagAt}}
		}
	}
	return w.p.thresholds(s)
}

// thresholds gives those of a signal that the process has.
func (p *Process) thresholds(s Signal) []Threshold {
	out := s.Thresholds()
	for i := range out {
		switch t := &p.watches[s].thresholds[i]; {
		case t.unsaid:
			out[i].Value, out[i].At = "", t.at
		case !t.days.IsZero():
			out[i].Value, out[i].At = t.days.String(), t.at
		case t.at.IsValid():
			out[i].Value, out[i].At = strconv.Itoa(t.count), t.at
		}
	}
	return out
}

// expectations gives the times expected of the stages left on the way to won.
func (w *Position) expectations() []Threshold {
	var out []Threshold
	for _, e := range w.routeToWon(w.earned, liveReading).edges {
		if s := &w.p.places[w.p.edges[e].from]; !s.expected.IsZero() && !w.gates[e].crossed {
			out = append(out, Threshold{"expected", s.expected.String(), s.at})
		}
	}
	return out
}
