package generate_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
)

func TestASeedGivesTheSameCaseAgain(t *testing.T) {
	for seed := range uint64(50) {
		a, b := generate.Seeded(seed, generate.Only{}), generate.Seeded(seed, generate.Only{})
		require.Equal(t, a, b)
		require.Equal(t, a.Files(), b.Files())
	}
}

func TestFactsCanBeRecordedAndReadBackEqual(t *testing.T) {
	for seed := range uint64(1000) {
		c := generate.Seeded(seed, generate.Only{})
		rec, err := c.Record(c.Facts)
		require.NoError(t, err)
		var text bytes.Buffer
		require.NoError(t, rec.WriteYAML(&text))
		again, err := deal.Decode("deal.yaml", bytes.NewReader(text.Bytes()))
		require.NoError(t, err, "%s", &text)
		require.True(t, rec.Equal(again), "%s", &text)
	}
}

// What the loader may refuse in a generated process: shapes that cannot be seen
// to be wrong before all of it is there.
var refusals = map[diag.Code]bool{
	diag.ReachedCircle: true,
	diag.NoWayToWon:    true,
	diag.TooManyWays:   true,
	diag.SameID:        true, // two ids derived of different content
	diag.UseCircle:     true, // a use that applies when what it uses does
}

func TestMostProcessesLoadAndTheOthersAreRefusedForTheirShape(t *testing.T) {
	const cases = 1000
	loaded := 0
	codes := map[diag.Code]int{}
	for seed := range uint64(cases) {
		files := fstest.MapFS{}
		for name, text := range generate.Seeded(seed, generate.Only{}).Files() {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		_, err := stage.Load(files)
		if err == nil {
			loaded++
			continue
		}
		var list diag.List
		require.True(t, errors.As(err, &list))
		for _, d := range list {
			require.True(t, refusals[d.Code], "seed %d: %v", seed, d)
			codes[d.Code]++
		}
	}
	t.Logf("%d of %d load; refused: %v", loaded, cases, codes)
	require.Greater(t, loaded, cases*6/10)
}

func TestAnOnlyLeavesPartsOfTheLanguageOut(t *testing.T) {
	only := generate.Only{NoNone: true, NoWhen: true, NoHorizon: true, Standard: true, NoRefusals: true}
	for seed := range uint64(500) {
		c := generate.Seeded(seed, only)
		have := tally{}
		have.definitions(c)
		have.record(c)
		for _, what := range []string{
			"requirement none", "condition none", "when", "next step within", "own ladder", "own levels",
			"refutes", "milestone undone",
		} {
			require.Zero(t, have[what], "seed %d has %s", seed, what)
		}
	}
}

func TestTheGeneratorReachesEveryConstructOfTheLanguage(t *testing.T) {
	have := tally{}
	for seed := range uint64(5000) {
		c := generate.Seeded(seed, generate.Only{})
		have.definitions(c)
		have.record(c)
	}
	for _, what := range constructs() {
		require.GreaterOrEqual(t, have[what], 20, "too rare: %s", what)
	}
}

// constructs lists what the generator has to reach.
func constructs() []string {
	list := []string{
		"own ladder", "own points", "standard ladder", "own levels", "reads", "reads another element", "valid_for", "essential", "weight 0", "bands",
		"score ", "score weighted", "score weakest", "score sum",
		"way form", "way side", "way role", "way people", "way of anything",
		"segments", "no segments", "milestone by buyer", "milestone by seller", "milestone by third_party", "milestone valid_for", "milestone void_by",
		"attribute integer", "attribute decimal", "attribute text", "attribute flag", "attribute day", "attribute default",
		"shared", "optional stage", "enter of the first stage", "enter", "exit", "next", "next back", "next several", "next past a stage", "next to lost or left",
		"default ends", "two won ends", "needs", "left end",
		"explicit id", "derived id", "same id at several gates", "title", "why", "ask", "when", "optional", "not optional",
		"use with when", "use with an id", "use with optional", "shared uses shared", "nested group", "optional in a group", "when in a group", "when under none",
		"element role", "element form", "element within", "element since", "milestone role", "milestone within", "milestone since",
		"engaged people", "engaged within", "engaged since", "known people",
		"next step", "next step within", "next step of buyer", "next step of seller", "next step of both",
		"attribute alone", "attribute is", "attribute in", "attribute at_least", "attribute at_most", "attribute above", "attribute below",
		"attribute bound by another", "two comparisons", "close_date asked for", "owner asked for",
		"noted late", "noted on one day", "happened on one day", "no facts", "many facts",
		"refutes", "claims a level", "unknown level", "unknown element", "evidence by an alias", "evidence of a buyer person", "evidence of the buyer",
		"evidence of a seller person", "evidence of the seller", "evidence of a third party", "evidence of somebody unknown",
		"milestone reached", "milestone undone", "unknown milestone", "milestone of another side", "milestone without by", "milestone made void by another",
		"two-way activity", "attempt", "activity with nobody named", "activity with somebody unknown", "activity among sellers",
		"claim of a stage", "claim of won", "claim of lost", "claim of left", "claim out of an end", "claim of an unknown stage", "reason",
		"close date", "step without id", "step without owner", "step of both", "step moved", "step of somebody unknown", "step done", "step missed", "unknown step",
		"person introduced", "person introduced late", "person updated", "person gone", "person back", "person without roles", "unknown role", "person changes sides", "stance",
		"value set", "value taken away", "value of the wrong type", "unknown attribute", "owner set", "segment set", "empty text",
		"approval", "waiver", "pause",
	}
	for _, kind := range []generate.Kind{
		generate.OfElement, generate.OfMilestone, generate.Engaged, generate.Known, generate.NextStep, generate.OfAttribute, generate.Reached,
		generate.All, generate.Any, generate.SomeOf, generate.None, generate.Use,
	} {
		list = append(list, "requirement "+string(kind), "condition "+string(kind))
	}
	list = append(list, "condition segment")
	for _, form := range deal.Forms() {
		list = append(list, "evidence "+form, "refutes by "+form)
	}
	return list
}

// tally counts how often a construct is there.
type tally map[string]int

func (t tally) add(what string, yes bool) {
	if yes {
		t[what]++
	}
}

func (t tally) definitions(c *generate.Case) {
	f, p := &c.Framework, &c.Process
	t.add("own ladder", f.Levels != nil)
	t.add("standard ladder", f.Levels == nil)
	t.add("score "+f.Method, true)
	t.add("bands", f.Bands != nil)
	for _, l := range f.Levels {
		t.add("own points", l.Points != 0)
		t.ways(l.ShownBy)
	}
	ids := map[string]bool{}
	for _, e := range f.Elements {
		ids[e.ID] = true
	}
	for _, e := range f.Elements {
		t.add("own levels", e.Levels != nil)
		t.add("reads", e.Reads != nil)
		t.add("reads another element", slices.ContainsFunc(e.Reads, func(id string) bool { return ids[id] }))
		t.add("valid_for", !e.ValidFor.IsZero())
		t.add("essential", e.Essential)
		t.add("weight 0", e.Weight == 0)
		for _, l := range e.Levels {
			t.ways(l.ShownBy)
		}
	}

	t.add("segments", p.Segments != nil)
	t.add("no segments", p.Segments == nil)
	for _, m := range p.Milestones {
		t.add(fmt.Sprintf("milestone by %v", m.Owner()), true)
		t.add("milestone valid_for", !m.ValidFor.IsZero())
		t.add("milestone void_by", m.VoidBy != nil)
	}
	for _, a := range p.Attributes {
		t.add("attribute "+a.Type, true)
		t.add("attribute default", a.Default != deal.Value{})
	}
	gates := map[string]int{}
	for _, s := range p.Shared {
		t.add("shared", true)
		t.add("shared uses shared", s.Requirement.Kind == generate.Use)
		t.requirement(s.Requirement, nil)
	}
	order := map[string]int{}
	for i, s := range p.Stages {
		order[s.ID] = i
	}
	for i, s := range p.Stages {
		t.add("optional stage", s.Optional)
		t.add("enter", s.Enter != nil)
		t.add("enter of the first stage", i == 0 && s.Enter != nil)
		t.add("exit", s.Exit != nil)
		t.add("next", s.Next != nil)
		t.add("next several", len(s.Next) > 1)
		for _, id := range s.Next {
			to, isStage := order[id]
			t.add("next back", isStage && to < i)
			t.add("next past a stage", isStage && to > i+1)
			t.add("next to lost or left", id == "lost" || id == "parked")
		}
		for _, list := range [][]*generate.Requirement{s.Enter, s.Exit} {
			for _, r := range list {
				t.requirement(r, nil)
				gates[r.ID]++
			}
		}
	}
	won := 0
	t.add("default ends", p.Ends == nil)
	for _, e := range p.AllEnds() {
		if e.Kind == "won" {
			won++
		}
		t.add("needs", e.Needs != nil)
		t.add("left end", e.Kind == "left")
		for _, r := range e.Needs {
			t.requirement(r, nil)
			gates[r.ID]++
		}
	}
	t.add("two won ends", won == 2)
	for id, n := range gates {
		t.add("same id at several gates", id != "" && n > 1)
	}
}

func (t tally) ways(list []generate.Way) {
	for _, w := range list {
		t.add("way form", w.Forms != nil)
		t.add("way side", w.Side != deal.NoSide)
		t.add("way role", w.Roles != nil)
		t.add("way people", w.People > 1)
		t.add("way of anything", w.Forms == nil && w.Side == deal.NoSide && w.Roles == nil && w.People < 2)
	}
}

func (t tally) requirement(r, group *generate.Requirement) {
	t.add("requirement "+string(r.Kind), true)
	t.parameters(r)
	t.add("explicit id", r.ID != "")
	t.add("derived id", r.ID == "" && r.Leaf())
	t.add("title", r.Title != "")
	t.add("why", r.Why != "")
	t.add("ask", r.Ask != "")
	t.add("optional", r.Optional == deal.Yes)
	t.add("not optional", r.Optional == deal.No)
	if group != nil {
		t.add("nested group", !r.Leaf() && r.Kind != generate.Use)
		t.add("optional in a group", r.Optional == deal.Yes)
		t.add("when in a group", r.When != nil)
		t.add("when under none", r.When != nil && group.Kind == generate.None)
	}
	if r.Kind == generate.Use {
		t.add("use with when", r.When != nil)
		t.add("use with an id", r.ID != "")
		t.add("use with optional", r.Optional != deal.Unsaid)
	}
	if r.When != nil {
		t.add("when", true)
		t.condition(r.When)
	}
	for _, m := range r.Members {
		t.requirement(m, r)
	}
}

func (t tally) condition(r *generate.Requirement) {
	t.add("condition "+string(r.Kind), true)
	t.parameters(r)
	for _, m := range r.Members {
		t.condition(m)
	}
}

func (t tally) parameters(r *generate.Requirement) {
	switch r.Kind {
	case generate.OfElement, generate.OfMilestone, generate.Engaged, generate.Known:
		kind := string(r.Kind)
		t.add(kind+" role", r.Names != nil)
		t.add(kind+" form", r.Forms != nil)
		t.add(kind+" people", r.People > 1)
		t.add(kind+" within", !r.Within.IsZero())
		t.add(kind+" since", r.Since != "")
	case generate.NextStep:
		t.add("next step", true)
		t.add("next step within", !r.Within.IsZero())
		t.add("next step of "+r.Owner, true)
	case generate.OfAttribute:
		t.add("attribute alone", r.Compare == nil)
		t.add("two comparisons", len(r.Compare) > 1)
		t.add(r.Subject+" asked for", true)
		for _, c := range r.Compare {
			t.add("attribute "+c.Op, true)
			t.add("attribute bound by another", c.Values[0].Attribute != "")
		}
	}
}

// record counts what the facts of a case have.
func (t tally) record(c *generate.Case) {
	t.add("no facts", len(c.Facts) == 0)
	t.add("many facts", len(c.Facts) > 25)
	milestones := map[string]generate.Milestone{}
	for _, m := range c.Process.Milestones {
		milestones[m.ID] = m
	}
	kinds := map[string]string{}
	for _, e := range c.Process.AllEnds() {
		kinds[e.ID] = e.Kind
	}
	types := map[string]string{}
	for _, a := range c.Process.Attributes {
		types[a.ID] = a.Type
	}
	levels := map[string]bool{}
	for _, l := range c.Framework.Ladder() {
		levels[l.ID] = true
	}
	elements := map[string]bool{}
	for _, e := range c.Framework.Elements {
		elements[e.ID] = true
	}
	side := map[string]deal.Side{}
	for _, f := range c.Facts {
		if p, ok := f.(deal.Person); ok && side[p.Person] == deal.NoSide {
			side[p.Person] = p.Side
		}
	}
	unknown := func(w deal.Who) bool {
		name, ok := w.Person()
		return ok && side[name] == deal.NoSide
	}
	steps, introduced, reached := map[string]bool{}, map[string]deal.Side{}, map[string]bool{}
	claim := ""
	var before deal.Stamp
	for i, f := range c.Facts {
		at := f.When()
		t.add("noted late", at.On.Before(at.Noted))
		t.add("noted on one day", i > 0 && at.Noted == before.Noted)
		t.add("happened on one day", i > 0 && at.On == before.On)
		before = at
		switch f := f.(type) {
		case deal.Evidence:
			t.add("evidence "+f.Form.String(), !f.Refutes)
			t.add("refutes by "+f.Form.String(), f.Refutes)
			t.add("refutes", f.Refutes)
			t.add("claims a level", levels[f.Level])
			t.add("unknown level", f.Level != "" && !levels[f.Level])
			t.add("unknown element", f.Element == "weather")
			t.add("evidence by an alias", f.Element == "alias")
			_, named := f.From.Person()
			t.add("evidence of somebody unknown", unknown(f.From))
			t.add("evidence of a buyer person", named && side[string(f.From)] == deal.Buyer)
			t.add("evidence of a seller person", named && side[string(f.From)] == deal.Seller)
			t.add("evidence of the buyer", f.From == deal.SomeBuyer)
			t.add("evidence of the seller", f.From == deal.SomeSeller)
			t.add("evidence of a third party", f.From == deal.SomeThirdParty)
		case deal.Milestone:
			m, known := milestones[f.Milestone]
			t.add("milestone reached", known && !f.Void)
			t.add("milestone undone", f.Void)
			t.add("unknown milestone", !known)
			t.add("milestone without by", f.By == "")
			t.add("milestone of another side", known && !f.Void && f.By.Side() != deal.NoSide && f.By.Side() != m.Owner())
			for id, other := range milestones {
				t.add("milestone made void by another", reached[id] && slices.Contains(other.VoidBy, f.Milestone) && !f.Void)
			}
			reached[f.Milestone] = true
		case deal.Activity:
			t.add("two-way activity", f.Reached)
			t.add("attempt", !f.Reached)
			t.add("activity with nobody named", f.Reached && f.With == nil)
			t.add("activity with somebody unknown", slices.ContainsFunc(f.With, func(name string) bool { return side[name] == deal.NoSide }))
			t.add("activity among sellers", f.Reached && f.With != nil && !slices.ContainsFunc(f.With, func(name string) bool { return side[name] != deal.Seller }))
		case deal.Stage:
			kind := kinds[f.Stage]
			isStage := slices.ContainsFunc(c.Process.Stages, func(s generate.Stage) bool { return s.ID == f.Stage })
			t.add("claim of a stage", isStage)
			t.add("claim of "+kind, kind != "")
			t.add("claim out of an end", isStage && kinds[claim] != "")
			t.add("claim of an unknown stage", !isStage && kind == "")
			t.add("reason", f.Reason != nil)
			claim = f.Stage
		case deal.CloseDate:
			t.add("close date", true)
		case deal.NextStep:
			t.add("step without id", f.ID == "")
			t.add("step without owner", f.Owner == "")
			t.add("step of both", f.Owner == deal.BothSides)
			t.add("step of somebody unknown", unknown(f.Owner))
			t.add("step moved", steps[f.ID] && f.ID != "")
			steps[f.ID] = true
		case deal.StepDone:
			t.add("step done", steps[f.Step] && !f.Missed)
			t.add("step missed", steps[f.Step] && f.Missed)
			t.add("unknown step", !steps[f.Step])
		case deal.Person:
			was, again := introduced[f.Person]
			t.add("person introduced", !again)
			t.add("person introduced late", !again && at.Noted.Sub(c.Facts[0].When().Noted) > 10)
			t.add("person updated", again)
			t.add("person changes sides", again && was != f.Side)
			t.add("person gone", f.Gone == deal.Yes)
			t.add("person back", f.Gone == deal.No)
			t.add("person without roles", f.Roles != nil && len(f.Roles) == 0)
			t.add("unknown role", slices.Contains(f.Roles, "astronaut"))
			t.add("stance", f.Stance != deal.NoStance)
			introduced[f.Person] = f.Side
		case deal.Set:
			for _, s := range f.Values {
				kind := types[s.Attribute]
				_, text := s.Value.Text()
				t.add("value set", kind != "" && s.Value != deal.Value{})
				t.add("value taken away", kind != "" && s.Value == deal.Value{})
				t.add("value of the wrong type", text && (kind == "integer" || kind == "decimal" || kind == "flag"))
				t.add("unknown attribute", s.Attribute == "weather")
				t.add("owner set", s.Attribute == "owner")
				t.add("segment set", s.Attribute == "segment")
				t.add("empty text", s.Attribute == "owner" && s.Value == deal.Value{})
			}
		case deal.Approval:
			t.add("approval", true)
		case deal.Waive:
			t.add("waiver", true)
		case deal.Pause:
			t.add("pause", true)
		}
	}
}
