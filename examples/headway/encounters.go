package main

import (
	"fmt"

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
	e.say("so far", soFar(e.talks))
	for x := range e.talks.All() {
		e.say(x.Day.String(), voice.EncounterType(x.Type)+": "+voice.Yield(e.rec, x))
	}
}

// soFar says what came of all encounters.
func soFar(talks *score.Dialogue) string {
	s := voice.EncounterTypes(talks)
	if n := talks.Run(); n > 0 {
		s += "; " + voice.Run(n)
	}
	return s
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
