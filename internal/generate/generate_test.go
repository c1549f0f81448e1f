package generate_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	only := generate.Only{NoNone: true, NoWhen: true, NoHorizon: true, Standard: true, NoRefusals: true, Ahead: true}
	for seed := range uint64(500) {
		c := generate.Seeded(seed, only)
		have := tally{}
		have.definitions(c)
		have.record(c)
		for _, what := range []string{
			"requirement none", "condition none", "when", "next step within", "own ladder", "own levels",
			"refutes", "milestone undone", "stage when", "stage when in a track", "move when", "limit when",
		} {
			require.Zero(t, have[what], "seed %d has %s", seed, what)
		}
	}
	for seed := range uint64(500) {
		for part, words := range map[generate.Part][]string{
			generate.Approvals:   {"requirement approval", "condition approval"},
			generate.Waivers:     {"waivable leaf", "waivable group", "waivable use"},
			generate.Scores:      {"requirement score", "condition score"},
			generate.Always:      {"always", "always from a stage"},
			generate.PerSegment:  {"value per segment"},
			generate.WorkingDays: {"working days in the framework", "working days in the process"},
			generate.Calendars:   {"calendar"},
			generate.Dates:       {"requirement day", "condition day"},
			generate.Stays: {"asked about entered", "before entered", "after entered", "asked about a stage", "before a stage", "after a stage",
				"before a track", "after a track", "before a stage of a track", "after a stage of a track"},
			generate.StageWhen: {"stage when", "stage when in a track"},
			generate.Moves:     {"move from any", "move to an end", "move with needs", "move that forbids"},
			generate.Tracks:    {"track", "track asked for"},
			generate.Owing:     {"needs of lost", "needs of left", "reasons"},
			generate.Clocks:    {"waits_for", "limit", "limit in a track", "silence", "expected"},
			generate.Applies:   {"applies"},
			generate.Settings:  {"signals"},
		} {
			have := tally{}
			have.definitions(generate.Seeded(seed, generate.Only{Without: part, Ahead: true}))
			for _, what := range words {
				require.Zero(t, have[what], "seed %d has %s", seed, what)
			}
		}
	}
}

func TestTheGeneratorReachesEveryConstructOfTheLanguage(t *testing.T) {
	have := tally{}
	for seed := range uint64(5000) {
		c := generate.Seeded(seed, generate.Only{Ahead: true})
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
		"approval of every role", "approval in order", "approval of any", "approval by a person", "approval by a role", "rejection", "approval of nothing",
		"waivable leaf", "waivable group", "waivable use", "waiver that may be", "waiver until a day", "waiver of nothing",
		"always", "always from a stage", "value per segment", "value for others", "no value for others",
		"working days in the framework", "working days in the process",
		"calendar", "weekend", "holidays", "quiet", "fiscal year",
		"day before", "day after", "day before and after", "day at_least", "day at_most",
		"stage when", "first stage when", "last stage when", "stage when in a track",
		"move from any", "move earlier", "move to an end", "move back", "move past a stage", "move when", "move that forbids", "move with needs", "two moves for one edge",
		"track", "two tracks", "track asked for", "track stage asked for", "optional stage in a track",
		"needs of lost", "needs of left", "reasons", "reason asked for", "reason that is not listed",
		"waits_for", "limit", "limit from a day", "limit before a day", "limit when", "two limits", "limit in a track", "silence", "expected", "applies", "signals", "signal off",
	}
	for _, kind := range []generate.Kind{
		generate.OfElement, generate.OfMilestone, generate.Engaged, generate.Known, generate.NextStep, generate.OfAttribute, generate.Reached,
		generate.All, generate.Any, generate.SomeOf, generate.None, generate.Use, generate.Approved, generate.Scored, generate.Dated,
	} {
		list = append(list, "requirement "+string(kind), "condition "+string(kind))
	}
	list = append(list, "condition segment")
	for _, ref := range append([]string{"an attribute", "a milestone", "a stage", "a track", "a stage of a track"}, dayWords...) {
		list = append(list, "asked about "+ref, "before "+ref, "after "+ref, "limit from "+ref, "limit before "+ref)
	}
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
	t.beyond(c)
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
	t.add("waivable leaf", r.Waivable != nil && r.Leaf())
	t.add("waivable group", r.Waivable != nil && !r.Leaf() && r.Kind != generate.Use)
	t.add("waivable use", r.Waivable != nil && r.Kind == generate.Use)
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

// day counts what kind of day is meant where.
func (t tally) day(where, ref string) {
	switch {
	case ref == "":
	case slices.Contains(dayWords, ref):
		t.add(where+" "+ref, true)
	case ref == "begin" || ref == "finish":
		t.add(where+" an attribute", true)
	case slices.Contains([]string{"demo", "trial", "quote", "signed"}, ref):
		t.add(where+" a milestone", true)
	case ref == "legal" || ref == "tech":
		t.add(where+" a track", true)
	case strings.HasPrefix(ref, "legal_") || strings.HasPrefix(ref, "tech_"):
		t.add(where+" a stage of a track", true)
	default:
		t.add(where+" a stage", true)
	}
}

// dayWords are the days that no process has to define.
var dayWords = []string{"today", "entered", "quarter_start", "quarter_end", "fiscal_year_end", "close_date"}

func (t tally) condition(r *generate.Requirement) {
	t.add("condition "+string(r.Kind), true)
	t.parameters(r)
	for _, m := range r.Members {
		t.condition(m)
	}
}

func splits[T any](t tally, split generate.Split[T]) {
	if split == nil {
		return
	}
	t.add("value per segment", true)
	_, others := split.Of("")
	t.add("value for others", others)
	t.add("no value for others", !others)
}

// beyond counts what the plainest of processes do not have.
func (t tally) beyond(c *generate.Case) {
	p := &c.Process
	for _, e := range c.Framework.Elements {
		t.add("working days in the framework", e.ValidFor.Working())
	}
	for _, m := range p.Milestones {
		t.add("working days in the process", m.ValidFor.Working())
		splits(t, m.ValidForBy)
	}
	for _, r := range p.Always {
		t.add("always", r.From == "")
		t.add("always from a stage", r.From != "")
		t.requirement(r, nil)
	}
	if cal := p.Calendar; cal != nil {
		t.add("calendar", true)
		t.add("weekend", cal.Weekend != nil)
		t.add("holidays", cal.Holidays != nil)
		t.add("quiet", cal.Quiet != nil)
		t.add("fiscal year", cal.FiscalYear != "")
	}
	t.add("first stage when", p.Stages[0].When != nil)
	t.add("last stage when", p.Stages[len(p.Stages)-1].When != nil)
	order := map[string]int{}
	for i, s := range p.Stages {
		order[s.ID] = i + 1
		t.add("stage when", s.When != nil)
		t.add("waits_for", s.WaitsFor != deal.NoSide)
		t.add("silence", s.Silence != nil)
		t.add("expected", !s.Expected.IsZero())
		t.add("limit", s.Limits != nil)
		t.add("two limits", len(s.Limits) > 1)
		for _, l := range s.Limits {
			splits(t, l.OfBy)
			t.add("limit from a day", l.From != "")
			t.add("limit before a day", l.Before != "")
			t.day("limit from", l.From)
			t.day("limit before", l.Before)
			t.add("limit when", l.When != nil)
		}
	}
	edges := map[string]int{}
	for _, m := range p.Moves {
		t.add("move from any", m.From == nil)
		t.add("move earlier", m.To == "earlier")
		t.add("move to an end", m.To != "earlier" && order[m.To] == 0)
		t.add("move when", m.When != nil)
		t.add("move that forbids", m.Forbid)
		t.add("move with needs", m.Needs != nil)
		for _, from := range m.From {
			edges[from+" "+m.To]++
			t.add("two moves for one edge", edges[from+" "+m.To] == 2)
			t.add("move back", order[m.To] > 0 && order[m.To] < order[from])
			t.add("move past a stage", order[m.To] > order[from]+1)
		}
		for _, r := range m.Needs {
			t.requirement(r, nil)
		}
	}
	t.add("two tracks", len(p.Tracks) == 2)
	for _, track := range p.Tracks {
		t.add("track", true)
		for _, s := range track.Stages {
			t.add("optional stage in a track", s.Optional)
			t.add("stage when in a track", s.When != nil)
			t.add("limit in a track", s.Limits != nil)
		}
	}
	for _, e := range p.AllEnds() {
		t.add("needs of "+e.Kind, e.Needs != nil)
		t.add("reasons", e.Reasons != nil)
		for _, r := range e.Needs {
			t.add("reason asked for", r.Subject == "reason")
		}
	}
	t.add("applies", p.Applies != nil)
	t.add("signals", p.Signals != nil)
	t.add("signal off", slices.ContainsFunc(p.Signals, func(s generate.Signal) bool { return s.Thresholds == nil }))
}

func (t tally) parameters(r *generate.Requirement) {
	splits(t, r.PeopleBy)
	splits(t, r.WithinBy)
	switch r.Kind {
	case generate.OfElement, generate.OfMilestone, generate.Engaged, generate.Known:
		kind := string(r.Kind)
		t.add(kind+" role", r.Names != nil)
		t.add(kind+" form", r.Forms != nil)
		t.add(kind+" people", r.People > 1)
		t.add(kind+" within", !r.Within.IsZero())
		t.add(kind+" since", r.Since != "")
	case generate.Approved:
		t.add("approval of every role", r.Every)
		t.add("approval in order", r.InOrder && len(r.Names) > 1)
		t.add("approval of any", !r.Every && len(r.Names) > 1)
	case generate.Dated:
		t.add("day before", r.Before != "")
		t.add("day after", r.After != "")
		t.add("day before and after", r.Before != "" && r.After != "")
		t.add("day at_least", !r.AtLeast.IsZero())
		t.add("day at_most", !r.AtMost.IsZero())
		t.day("asked about", r.Subject)
		t.day("before", r.Before)
		t.day("after", r.After)
	case generate.Reached:
		t.add("track asked for", r.Subject == "legal" || r.Subject == "tech")
		t.add("track stage asked for", strings.Contains(r.Subject, "_"))
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
	waivable := map[string]bool{}
	for _, r := range c.Process.Leaves() {
		waivable[r.ID] = r.Waivable != nil
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
			for _, e := range c.Process.AllEnds() {
				t.add("reason that is not listed", e.ID == f.Stage && e.Reasons != nil && f.Reason != nil && !slices.Contains(e.Reasons, f.Reason[0]))
			}
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
			t.add("approval", !f.Rejected)
			t.add("rejection", f.Rejected)
			t.add("approval of nothing", f.Approval == "discount")
			t.add("approval by a person", side[f.By] != deal.NoSide)
			t.add("approval by a role", slices.ContainsFunc(c.Process.Roles, func(r generate.Role) bool { return r.ID == f.By }))
		case deal.Waive:
			t.add("waiver", true)
			t.add("waiver that may be", waivable[f.Requirement])
			t.add("waiver until a day", f.Until != deal.Day{})
			t.add("waiver of nothing", !waivable[f.Requirement])
		case deal.Pause:
			t.add("pause", true)
		}
	}
}
