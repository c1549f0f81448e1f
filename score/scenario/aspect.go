package scenario

import (
	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// aspect is one thing about a deal that can be expected: its key, how a value
// for it is written, which names may stand in it, what came out, and why.
type aspect struct {
	key   string
	form  form
	about *names                    // of a mapping: what its keys name
	names *names                    // what the value names; nil when it is one of words or a number
	words []string                  // a closed list
	of    func(about string) *names // of a mapping: what the value names, by what it is about
	got   func(o *outcome, about string) got
	why   func(o *outcome, about string, want want) []Reason
}

// form is how a value is written.
type form uint8

const (
	oneWord form = iota
	someIDs      // an id or a list of ids; an empty list says that there is none
	raised       // the same, or {has, lacks}
	count        // a whole number
	percent      // a percentage, or {at_least, at_most}
	each         // a mapping from an id to a word
)

// names are the names of one kind that can be written.
type names struct {
	what string
	code diag.Code
	of   func(*stage.Process) []string // nil: anything will do
}

var (
	stages       = &names{"stage", diag.UnknownStage, func(p *stage.Process) []string { return append(ids(p.Stages()), none) }}
	places       = &names{"stage or end", diag.UnknownStage, func(p *stage.Process) []string { return append(append(ids(p.Stages()), ids(p.Ends())...), none) }}
	requirements = &names{"requirement", diag.ScenarioRequirement, func(p *stage.Process) []string { return ids(p.Requirements()) }}
	changes      = &names{"requirement or element", diag.ScenarioRequirement, func(p *stage.Process) []string {
		return append(ids(p.Demands()), ids(p.Framework().Elements())...)
	}}
	elements = &names{"element", diag.UnknownElement, func(p *stage.Process) []string { return ids(p.Framework().Elements()) }}
	levels   = &names{"level", diag.UnknownLevel, func(p *stage.Process) []string { return append(ids(p.Framework().Levels()), unknown) }}
	signals  = &names{"signal", diag.ScenarioSignal, func(*stage.Process) []string { return stage.Signals() }}
	tracks   = &names{"track", diag.ScenarioTrack, func(p *stage.Process) []string {
		out := []string{}
		for t := range p.Tracks() {
			out = append(out, t.ID())
		}
		return out
	}}
)

// trackStages are the stages of one track; of one that there is not, anything
// will do, because that has been said.
func trackStages(track string) *names {
	return &names{"stage of the track", diag.UnknownStage, func(p *stage.Process) []string {
		t := trackOf(p, track)
		if t.IsZero() {
			return nil
		}
		return append(ids(t.Stages()), none, done)
	}}
}

const (
	none    = "none"    // of a stage: the gate into the process, or into the track, is still closed
	done    = "done"    // of a track: its last stage is passed
	unknown = "unknown" // of a level
)

// aspectsAt are what can be expected at a day, aspectsBetween between two days,
// in the order in which they are checked and told.
var (
	aspectsAt = []*aspect{
		{key: "stage", names: stages, got: gotStage, why: whyStage},
		{key: "claimed", names: places, got: gotClaimed, why: whyClaimed},
		{key: "gate", words: []string{"open", "closed"}, got: gotGate, why: whyGate},
		{key: "unmet", form: someIDs, names: requirements, got: gotUnmet, why: whyUnmet},
		{key: "remaining", form: count, got: gotRemaining, why: whyRemaining},
		{key: "score", form: percent, got: gotScore, why: whyScore},
		{key: "ceiling", form: percent, got: gotCeiling, why: whyScore},
		{key: "levels", form: each, about: elements, names: levels, got: gotLevel, why: whyLevel},
		{key: "signals", form: raised, names: signals, got: gotSignals, why: whySignals},
		{key: "answers", form: each, about: requirements, words: []string{"met", "unmet", "unknown", "waived", "off"}, got: gotAnswer, why: whyAnswer},
		{key: "tracks", form: each, about: tracks, of: trackStages, got: gotTrack, why: whyTrack},
	}
	aspectsBetween = append([]*aspect{
		{key: "verdict", words: score.Verdicts(), got: gotVerdict, why: whyVerdict},
	}, changeAspects()...)
)

// check is one value that is expected.
type check struct {
	*aspect
	at    diag.Pos
	about string // of a mapping: the id that the value is for
	want  want
	named []named // the names in it
}

// name is an id as it was written, with its place.
type name struct {
	at ydoc.Value
	id string
}

// named is a name that has to be one of a kind.
type named struct {
	name
	of *names
}

// path is the check's key, with what it is about: levels.pain.
func (c *check) path() string {
	if c.about == "" {
		return c.key
	}
	return c.key + "." + c.about
}
