package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
)

// encounters writes what came of each encounter so far, and how long the talk
// has gone on without moving the deal.
func (e *explanation) encounters() {
	if e.talks.Len() == 0 {
		return
	}
	e.head(fmt.Sprintf("ENCOUNTERS (%d)", e.talks.Len()))
	e.say("so far", strings.Join(countsByType(e.talks), ", ")+runWords(e.talks.Run()))
	for x := range e.talks.All() {
		e.say(x.Day.String(), typeWords(x.Type)+": "+yieldWords(e.rec, x))
	}
}

// countsByType counts the encounters of each type that there are, the best first.
func countsByType(talks *score.Dialogue) (out []string) {
	for _, t := range []score.EncounterType{score.Order, score.Advance, score.Continuation, score.NoSale} {
		if n := talks.Count(t); n > 0 {
			out = append(out, voice.Count(n, typeWords(t), typeWords(t)+"s"))
		}
	}
	return out
}

func typeWords(t score.EncounterType) string { return strings.ReplaceAll(t.String(), "_", " ") }

// runWords says how often the talk went on since the deal was last moved.
func runWords(run int) string {
	if run == 0 {
		return ""
	}
	return "; " + voice.Count(run, "continuation", "continuations") + " since anything was gained or promised"
}

// yieldWords says what an encounter yielded.
func yieldWords(rec *deal.Record, x score.Encounter) string {
	var parts []string
	if len(x.Gained) > 0 {
		parts = append(parts, "gained "+voice.Changes(x.Gained, nil))
	}
	if len(x.Lost) > 0 {
		parts = append(parts, "lost "+voice.Changes(x.Lost, nil))
	}
	for _, i := range x.Steps {
		step := rec.Fact(i).(deal.NextStep)
		owner := "nobody"
		if step.Owner != "" {
			owner = rec.NameOf(step.Owner)
		}
		agreed := fmt.Sprintf("agreed %q, due %v, owner %s", step.Step, step.Due, owner)
		if slices.Contains(x.Broken, i) {
			agreed += ", not kept"
		}
		parts = append(parts, agreed)
	}
	switch {
	case x.NoNextStep:
		parts = append(parts, "no next step")
	case len(parts) == 0:
		parts = append(parts, "nothing new")
	}
	return strings.Join(parts, "; ")
}

// dialogueJSON is what came of all encounters up to the day.
type dialogueJSON struct {
	List   []encounterJSON `json:"encounter_list"`
	ByType map[string]int  `json:"encounters_by_type"`
	Run    int             `json:"continuation_run"`
}

type encounterJSON struct {
	Day        deal.Day `json:"day"`
	Type       string   `json:"type"`
	Activities []int    `json:"activities"` // indices of facts
	Gained     []string `json:"gained"`
	Lost       []string `json:"lost"`
	Steps      []int    `json:"steps"`  // indices of facts
	Broken     []int    `json:"broken"` // those of steps that the buyer promised and did not keep
	NoNextStep bool     `json:"no_next_step"`
}

func dialogueOf(talks *score.Dialogue) dialogueJSON {
	out := dialogueJSON{List: []encounterJSON{}, ByType: map[string]int{}, Run: talks.Run()}
	for i, name := range score.EncounterTypes() {
		out.ByType[name] = talks.Count(score.EncounterType(i + 1))
	}
	for x := range talks.All() {
		out.List = append(out.List, encounterJSON{x.Day, x.Type.String(), indices(x.Activities), changeIDs(x.Gained), changeIDs(x.Lost), indices(x.Steps), indices(x.Broken), x.NoNextStep})
	}
	return out
}
