package score_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// look is what must be true of a deal on a day. Empty fields are not asked.
type look struct {
	at        int
	stage     string
	claimed   string
	stands    string
	gate      string // "pilot open", "won closed"
	unmet     string // ids, in order
	remaining string
	blank     string
	headway   string
	inflation string // "3", "off route"
	entered   string // "+5"
	answers   string // "pain-stated met, signed unmet"
	levels    string // "pain stated, champion unknown"
	score     string // "2500..10000"
	signals   string // those named must be there, those with - must not
	strays    string
}

// between is what must be true of a deal between two days.
type between struct {
	from, to int
	verdict  string
	gained   string
	lost     string
	lapsed   string
	renewed  string
	signs    string
	counts   string // "2 encounters, 1 attempts"
}

// decision is one decision about the meaning of definitions and deals, by
// example.
type decision struct {
	name     string
	process  string // what follows the framework, roles and milestones that all share
	header   string
	story    string
	looks    []look
	betweens []between
}

const preamble = `process: p
title: P
framework: f
segments: [p, q]
roles: {buyer: [champion, economic_buyer, legal], seller: [se]}
attributes:
  - {id: amount, type: decimal}
  - {id: ready, type: flag}
  - {id: start, type: day}
milestones:
  - {id: tested, title: tested}
  - {id: agreed, title: agreed, void_by: [changed]}
  - {id: changed, title: changed}
  - {id: board, title: board}
  - {id: security, title: security}
  - {id: signed, title: signed}
  - {id: objection, title: objection, void_by: [settled]}
  - {id: settled, title: settled}
  - {id: offered, title: offered, by: seller}
  - {id: audited, title: audited, by: third_party}
  - {id: fresh, title: fresh, valid_for: 10d}
`

const framework = `framework: f
title: F
elements:
  - {id: pain, title: Pain, valid_for: 60d}
  - {id: champion, title: Champion, levels: {stated: [{form: [statement, document, act], side: buyer, role: [champion]}], committed: [{form: [act], side: buyer, role: [champion]}], corroborated: [{form: [document, act], side: buyer, role: [champion]}]}}
  - {id: criteria, title: Criteria}
`

// people are introduced at the beginning of most stories.
const people = `
+0 person: ann, side: buyer, roles: [champion]
+0 person: bob, side: buyer, roles: [economic_buyer]
+0 person: cy, side: seller, roles: [se]
+0 person: dee, side: third_party
`

func playbook(t *testing.T, process string) *stage.Playbook {
	t.Helper()
	book, err := stage.Load(fstest.MapFS{
		"f.yaml": {Data: []byte(framework)},
		"p.yaml": {Data: []byte(preamble + process)},
	})
	require.NoError(t, err)
	return book
}

// simple is a process of three stages in a row.
const simple = `
stages:
  - {id: discover, title: D, exit: [{element: pain, level: stated}]}
  - {id: propose, title: P, exit: [{milestone: agreed}, {engaged: [economic_buyer]}]}
  - {id: close, title: C, exit: [{milestone: security}]}
ends: [{id: won, title: W, kind: won, needs: [{milestone: signed}]}, {id: lost, title: L}, {id: parked, title: K, kind: left}]
`

func (d *decision) run(t *testing.T) {
	book := playbook(t, d.process)
	header := d.header
	if header == "" {
		header = "segment: p"
	}
	rec := story.Tell(header, d.story)
	for _, want := range d.looks {
		card, err := score.Evaluate(book, rec, story.Day(want.at))
		require.NoError(t, err)
		got := lookOf(card, want)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(look{})); diff != "" {
			t.Errorf("on +%d (want -, got +):\n%s", want.at, diff)
		}
	}
	for _, want := range d.betweens {
		p, err := score.Compare(book, rec, story.Day(want.from), story.Day(want.to))
		require.NoError(t, err)
		got := betweenOf(p, want)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(between{})); diff != "" {
			t.Errorf("from +%d to +%d (want -, got +):\n%s", want.from, want.to, diff)
		}
	}
}

// lookOf gives what a card says to each thing that is asked.
func lookOf(c *score.Card, want look) look {
	pos := c.Position()
	got := look{at: want.at}
	fill := func(to *string, asked, s string) {
		if asked != "" {
			*to = s
		}
	}
	fill(&got.stage, want.stage, c.Earned().ID())
	fill(&got.claimed, want.claimed, c.Claimed().ID())
	fill(&got.stands, want.stands, pos.Stands().ID())
	if g, ok := c.Gate(); ok {
		state := " closed"
		if g.Open() {
			state = " open"
		}
		fill(&got.gate, want.gate, g.To().ID()+state)
		var ids []string
		for e := range g.Unmet() {
			ids = append(ids, e.Requirement.ID())
		}
		fill(&got.unmet, want.unmet, orNone(ids))
	}
	fill(&got.remaining, want.remaining, itoa(c.Remaining()))
	fill(&got.blank, want.blank, itoa(c.Blank()))
	fill(&got.headway, want.headway, itoa(c.Headway()))
	inflation, onRoute := c.Inflation()
	s := itoa(inflation)
	if !onRoute {
		s = "off route"
	}
	fill(&got.inflation, want.inflation, s)
	fill(&got.entered, want.entered, "+"+itoa(c.Entered().Sub(story.Start)))
	got.answers = each(want.answers, func(id string) string {
		r, ok := c.Process().Requirement(id)
		if !ok {
			return "no such requirement"
		}
		if f := pos.Find(r); f.Answer != pos.Answer(r) {
			return "found " + f.Answer.String() + ", answered " + pos.Answer(r).String()
		}
		return pos.Answer(r).String()
	})
	got.levels = each(want.levels, func(id string) string {
		e, _ := c.Process().Framework().Element(id)
		return pos.Assessment().Standing(e).Level.ID()
	})
	fill(&got.score, want.score, itoa(c.Score().Earned)+".."+itoa(c.Score().Ceiling))
	got.signals = each(want.signals, nil)
	if want.signals != "" {
		var out []string
		for _, id := range strings.Split(want.signals, ", ") {
			name := strings.TrimPrefix(id, "-")
			there := false
			for s := range c.Signals() {
				there = there || s.Signal.String() == name
			}
			if there {
				out = append(out, name)
			} else {
				out = append(out, "-"+name)
			}
		}
		got.signals = strings.Join(out, ", ")
	}
	if want.strays != "" {
		var out []string
		for _, s := range c.Strays() {
			out = append(out, s.String())
		}
		got.strays = orNone(out)
	}
	return got
}

func betweenOf(p *score.Progress, want between) between {
	got := between{from: want.from, to: want.to}
	if want.verdict != "" {
		got.verdict = p.Verdict().String()
	}
	ids := func(asked string, changes []score.Change) string {
		if asked == "" {
			return ""
		}
		var out []string
		for _, c := range changes {
			out = append(out, c.ID())
		}
		return orNone(out)
	}
	got.gained = ids(want.gained, p.Gained())
	got.lost = ids(want.lost, p.Lost())
	got.lapsed = ids(want.lapsed, p.Lapsed())
	got.renewed = ids(want.renewed, p.Renewed())
	if want.signs != "" {
		got.signs = orNone(p.Signs().Strings())
	}
	if want.counts != "" {
		got.counts = itoa(p.Encounters()) + " encounters, " + itoa(p.Attempts()) + " attempts"
	}
	return got
}

func each(asked string, answer func(string) string) string {
	if asked == "" || answer == nil {
		return ""
	}
	var out []string
	for _, pair := range strings.Split(asked, ", ") {
		id, _, _ := strings.Cut(pair, " ")
		out = append(out, id+" "+answer(id))
	}
	return strings.Join(out, ", ")
}

func orNone(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	return strings.Join(ids, ", ")
}

func itoa(n int) string { return deal.FormatNumber(int64(n) * deal.Decimals) }

func TestDecisions(t *testing.T) {
	for _, d := range decisions {
		t.Run(d.name, d.run)
	}
}

var decisions = []decision{
	{
		name:    "a refutation voids what happened before it, whenever it was noted",
		process: simple,
		story: people + `
			+5 evidence: pain, form: statement, from: bob, refutes: true
			+2 evidence: pain, form: statement, from: ann, noted: +7`,
		looks: []look{
			{at: 5, stage: "discover", answers: "pain-stated unmet", levels: "pain unknown"},
			{at: 7, stage: "discover", answers: "pain-stated unmet", levels: "pain unknown"},
		},
	},
	{
		name:    "what was noted later is not seen before, and in force from the day it happened after",
		process: simple,
		story: people + `
			+2 evidence: pain, form: statement, from: ann, noted: +10`,
		looks: []look{
			{at: 9, stage: "discover", answers: "pain-stated unknown"},
			{at: 10, stage: "propose", entered: "+2"},
		},
	},
	{
		name:    "time takes no stage back, and a lapsed demand behind is no way to go again",
		process: simple,
		story: people + `
			+5 evidence: pain, form: statement, from: ann`,
		looks: []look{
			{at: 65, stage: "propose", answers: "pain-stated met", remaining: "4"},
			{at: 66, stage: "propose", answers: "pain-stated unknown", remaining: "4", levels: "pain unknown", signals: "evidence_lapsing"},
		},
		betweens: []between{
			{from: 60, to: 70, verdict: "stalled", lapsed: "pain-stated, pain", lost: "none", signs: "lapse"},
		},
	},
	{
		name:    "a fact takes a stage back, later crossings are kept, and proving it again brings the deal straight back",
		process: simple,
		story: people + `
			+5 evidence: pain, form: statement, from: ann
			+6 milestone: agreed
			+6 activity: talk, with: bob, reached: true
			+10 evidence: pain, form: statement, from: bob, refutes: true
			+20 evidence: pain, form: document, from: bob`,
		looks: []look{
			{at: 6, stage: "close", remaining: "2", entered: "+6"},
			{at: 10, stage: "discover", remaining: "3", unmet: "pain-stated", entered: "+10"},
			{at: 20, stage: "close", remaining: "2", entered: "+20"},
		},
		betweens: []between{
			{from: 8, to: 12, verdict: "regressed", lost: "pain-stated, pain", signs: "loss, back, further, touch"},
			{from: 12, to: 22, verdict: "advanced", gained: "pain-stated, pain"},
		},
	},
	{
		name:    "people who leave take with them what they had to be met for",
		process: simple,
		story: people + `
			+5 evidence: pain, form: statement, from: ann
			+6 milestone: agreed
			+6 activity: talk, with: bob, reached: true
			+10 person: bob, side: buyer, gone: true`,
		looks: []look{
			{at: 6, stage: "close"},
			{at: 10, stage: "propose", unmet: "engaged-economic_buyer"},
		},
		betweens: []between{{from: 8, to: 12, verdict: "regressed", lost: "engaged-economic_buyer"}},
	},
	{
		name: "a next step is asked for at the crossing and takes nothing back later",
		process: `
stages:
  - {id: one, title: O, exit: [{next_step: {within: 14d}}, {milestone: tested}]}
  - {id: two, title: T, exit: [{milestone: agreed}, {next_step: {within: 14d}}]}`,
		story: people + `
			+0 next_step: meet, due: +7, owner: both
			+2 milestone: tested`,
		looks: []look{
			{at: 2, stage: "two", answers: "next_step-14d met", remaining: "1"},
			{at: 8, stage: "two", unmet: "agreed, next_step-14d", answers: "next_step-14d unmet", remaining: "2"},
		},
	},
	{
		name: "a step further off than its limit comes within it by time",
		process: `
stages:
  - {id: one, title: O, exit: [{next_step: {within: 14d}}]}
  - {id: two, title: T, exit: [{milestone: agreed}]}`,
		story: `+0 next_step: meet, due: +30, owner: buyer`,
		looks: []look{
			{at: 15, stage: "one"},
			{at: 16, stage: "two", entered: "+16"},
		},
		betweens: []between{{from: 10, to: 20, verdict: "waiting", gained: "none", signs: "wait"}},
	},
	{
		name: "a gate is crossed on a day without facts when only time was missing",
		process: `
stages:
  - {id: one, title: O, exit: [{none: [{milestone: fresh}]}, {milestone: tested}]}
  - {id: two, title: T, exit: [{milestone: agreed}]}`,
		story: people + `
			+1 milestone: fresh
			+2 milestone: tested`,
		looks: []look{
			{at: 11, stage: "one", unmet: "none-fresh"},
			{at: 12, stage: "two", entered: "+12"},
			{at: 40, stage: "two", entered: "+12"},
		},
	},
	{
		name: "a blocker that appears later takes back no gate that it was not there for",
		process: `
stages:
  - {id: one, title: O, exit: [{none: [{milestone: objection}]}, {milestone: tested}]}
  - {id: two, title: T, exit: [{milestone: agreed}, {none: [{milestone: objection}]}]}`,
		story: people + `
			+2 milestone: tested
			+5 milestone: objection
			+9 milestone: settled`,
		looks: []look{
			{at: 2, stage: "two", answers: "none-objection met", remaining: "1"},
			{at: 5, stage: "two", unmet: "agreed, none-objection", remaining: "2"},
			{at: 9, stage: "two", unmet: "agreed", remaining: "1"},
		},
		betweens: []between{
			{from: 4, to: 6, verdict: "regressed", lost: "none-objection"},
			{from: 6, to: 10, verdict: "busy", gained: "none", lost: "none"},
		},
	},
	{
		name:    "a deal is won when the record bears it out, and what was left out stays visible",
		process: simple,
		story: people + `
			+5 evidence: pain, form: statement, from: ann
			+8 stage: won
			+9 milestone: signed`,
		looks: []look{
			{at: 8, claimed: "won", stands: "none", stage: "propose", inflation: "4", signals: "won_unproven"},
			{at: 9, claimed: "won", stands: "won", stage: "propose", inflation: "3", remaining: "3", signals: "-won_unproven"},
			{at: 200, stands: "won"},
		},
		betweens: []between{
			{from: 7, to: 8, verdict: "stalled"},
			{from: 7, to: 9, verdict: "won"},
			{from: 100, to: 200, verdict: "won"},
		},
	},
	{
		name: "without needs a won end is borne out by an exit that leads to it, next steps apart",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: agreed}, {next_step: {}}]}`,
		story: `
			+1 stage: won
			+3 milestone: agreed`,
		looks: []look{
			{at: 1, stands: "none"},
			{at: 3, stands: "won", remaining: "1"},
		},
	},
	{
		name:    "a lost end is believed at once, and a move out of it opens the deal again",
		process: simple,
		story: people + `
			+5 stage: lost, reason: [price]
			+9 stage: propose`,
		looks: []look{
			{at: 5, stands: "lost", inflation: "0"},
			{at: 9, stands: "none", claimed: "propose", inflation: "1", signals: "reopened, stage_inflated"},
		},
		betweens: []between{
			{from: 4, to: 6, verdict: "lost"},
			{from: 4, to: 9, verdict: "stalled"},
		},
	},
	{
		name:     "a left end is neither",
		process:  simple,
		story:    `+5 stage: parked`,
		looks:    []look{{at: 5, stands: "parked"}},
		betweens: []between{{from: 4, to: 6, verdict: "left"}},
	},
	{
		name: "what nobody recorded did not happen, and only elements, attributes and days can be unknown",
		process: `
stages:
  - id: one
    title: O
    exit: [{element: pain, level: stated}, {milestone: tested}, {engaged: [champion]}, {known: [legal]}, {next_step: {}},
      {attribute: amount, at_least: 10}, {attribute: ready}, {none: [{milestone: objection}]}, {none: [{element: criteria, level: stated}]}]`,
		story: people,
		looks: []look{{at: 0, answers: "pain-stated unknown, tested unmet, engaged-champion unmet, known-legal unmet, next_step unmet, amount-at_least-10 unknown, ready unmet, none-objection met, none-criteria-stated unknown"}},
	},
	{
		name:    "an element that stands too low is a no, one that nobody speaks for is unknown",
		process: simple,
		story: people + `
			+1 evidence: pain, form: belief, from: seller`,
		looks: []look{
			{at: 0, answers: "pain-stated unknown"},
			{at: 1, answers: "pain-stated unmet", levels: "pain asserted"},
			{at: 62, answers: "pain-stated unknown", levels: "pain unknown"},
		},
	},
	{
		name: "members that do not apply are dropped, and a group left empty does not apply",
		process: `
stages:
  - id: one
    title: O
    exit:
      - {id: either, any: [{milestone: board, when: {segment: q}}, {milestone: tested}]}
      - {id: nothing, all: [{milestone: security, when: {segment: q}}]}
      - {id: two_of, some_of: {count: 2, of: [{milestone: agreed, when: {segment: q}}, {milestone: signed}]}}`,
		story: `+1 milestone: signed`,
		looks: []look{{at: 1, stage: "one", unmet: "either", answers: "either unmet, nothing off, two_of met, board off, tested unmet", remaining: "1"}},
	},
	{
		name: "entering an optional stage never lengthens the way",
		process: `
stages:
  - {id: discover, title: D, exit: [{element: pain, level: stated}]}
  - {id: pilot, title: P, optional: true, enter: [{milestone: board}], exit: [{milestone: tested}, {element: criteria, level: corroborated}]}
  - {id: propose, title: P, enter: [{milestone: agreed}], exit: [{milestone: security}]}
  - {id: close, title: C, exit: [{milestone: signed}]}`,
		story: people + `
			+1 evidence: pain, form: statement, from: ann
			+2 milestone: board`,
		looks: []look{
			{at: 1, stage: "discover", remaining: "3", gate: "propose closed"},
			{at: 2, stage: "pilot", remaining: "3", unmet: "tested, criteria-corroborated, agreed"},
		},
	},
	{
		name: "of two branches the one that helps elsewhere is taken, and one more proof never lengthens the way",
		process: `
stages:
  - {id: decide, title: D, exit: [{id: way, any: [{milestone: board}, {all: [{milestone: agreed}, {milestone: security}]}]}]}
  - {id: close, title: C, exit: [{milestone: security}, {milestone: signed}]}`,
		story: `+1 milestone: agreed`,
		looks: []look{
			{at: 0, remaining: "3"},
			{at: 1, remaining: "2", blank: "3", headway: "3333"},
		},
	},
	{
		name: "some of many takes the nearest, without trying every choice",
		process: `
stages:
  - {id: one, title: O, exit: [{id: three, some_of: {count: 3, of: [{milestone: tested}, {milestone: agreed}, {milestone: board}, {all: [{milestone: security}, {milestone: signed}]}, {milestone: changed}, {milestone: fresh}]}}]}`,
		story: `
			+1 milestone: security
			+2 milestone: tested`,
		looks: []look{
			{at: 0, remaining: "3", blank: "3"},
			{at: 1, remaining: "3"},
			{at: 2, remaining: "2", answers: "three unmet"},
		},
	},
	{
		name: "the same demand counts once on a route, an element at two levels twice",
		process: `
stages:
  - {id: one, title: O, exit: [{element: pain, level: stated}, {milestone: tested}]}
  - {id: two, title: T, exit: [{milestone: tested}, {element: pain, level: corroborated}]}`,
		story: people,
		looks: []look{{at: 0, remaining: "3"}},
	},
	{
		name:    "a claim changes nothing but the inflation",
		process: simple,
		story: people + `
			+5 stage: close`,
		looks: []look{
			{at: 4, stage: "discover", inflation: "0", remaining: "5"},
			{at: 5, stage: "discover", claimed: "close", inflation: "3", remaining: "5", signals: "stage_inflated, -off_route"},
		},
		betweens: []between{{from: 4, to: 6, verdict: "stalled", signs: "typed"}},
	},
	{
		name: "a claim where no way leads is off route",
		process: `
stages:
  - {id: one, title: O, next: [two, side], exit: [{milestone: tested}]}
  - {id: two, title: T, exit: [{milestone: agreed}], next: [won]}
  - {id: side, title: S, exit: [{milestone: board}], next: [won]}
  - {id: island, title: I, exit: [{milestone: signed}], next: [won]}`,
		story: `+1 stage: island`,
		looks: []look{{at: 1, inflation: "off route", signals: "off_route, -stage_inflated"}},
	},
	{
		name: "a deal that the CRM has closed is off no route, and only unproven",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: tested}], next: [won]}
ends: [{id: won, title: W, kind: won}, {id: renewed, title: R, kind: won}]`,
		story: `+1 stage: renewed`,
		looks: []look{{at: 1, claimed: "renewed", stands: "none", inflation: "off route", signals: "won_unproven, -off_route, -stage_inflated"}},
	},
	{
		name: "that there was no blocker on the day of the signature stays so for a won end",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: tested}]}
ends: [{id: won, title: W, kind: won, needs: [{milestone: signed}, {any: [{milestone: board}, {none: [{milestone: objection}]}]}]}]`,
		story: `
			+1 milestone: signed
			+1 milestone: board
			+2 stage: won
			+5 milestone: objection
			+6 milestone: board, void: true
			+9 milestone: signed, void: true`,
		looks: []look{{at: 2, stands: "won"}, {at: 6, stands: "won"}, {at: 9, stands: "none", signals: "won_unproven"}},
	},
	{
		name: "and for one that rests on the exit of the last stage",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: signed}, {any: [{milestone: board}, {none: [{milestone: objection}]}]}]}`,
		story: `
			+1 milestone: signed
			+1 milestone: board
			+2 stage: won
			+5 milestone: objection
			+6 milestone: board, void: true
			+9 milestone: signed, void: true`,
		looks: []look{{at: 2, stands: "won"}, {at: 6, stands: "won"}, {at: 9, stands: "none", signals: "won_unproven"}},
	},
	{
		name: "what makes earlier proof worthless can be made void itself",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: tested, since: agreed}]}
  - {id: two, title: T, exit: [{milestone: signed}]}`,
		story: `
			+1 milestone: tested
			+2 milestone: agreed
			+3 milestone: changed`,
		looks: []look{
			{at: 1, stage: "two", answers: "tested-agreed met"},
			{at: 2, stage: "one", answers: "tested-agreed unmet"},
			{at: 3, stage: "two", answers: "tested-agreed met"},
		},
	},
	{
		name:    "what lapses within fourteen days is told",
		process: simple,
		story:   people + "+5 evidence: pain, form: statement, from: ann", // good for 60 days, through +65
		looks:   []look{{at: 51, signals: "-evidence_lapsing"}, {at: 52, signals: "evidence_lapsing"}},
	},
	{
		name: "a way back is free and shortens nothing",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: tested}]}
  - {id: two, title: T, exit: [{milestone: agreed}], next: [three, one]}
  - {id: three, title: H, exit: [{milestone: signed}]}`,
		story: `
			+1 milestone: tested
			+2 stage: two
			+3 stage: one`,
		looks: []look{
			{at: 2, stage: "two", gate: "three closed", remaining: "2", inflation: "0"},
			{at: 3, stage: "two", claimed: "one", inflation: "0"},
		},
	},
	{
		name: "of two branches the nearer to won is shown, and being shown on another is not forward",
		process: `
stages:
  - {id: start, title: S, next: [left_way, right_way], exit: [{milestone: tested}]}
  - {id: left_way, title: L, next: [close], exit: [{milestone: agreed}, {milestone: board}]}
  - {id: right_way, title: R, next: [close], exit: [{milestone: security}, {milestone: changed}, {milestone: fresh}]}
  - {id: close, title: C, exit: [{milestone: signed}]}`,
		story: `
			+1 milestone: tested
			+5 milestone: security
			+5 milestone: changed`,
		looks: []look{
			{at: 1, stage: "left_way", remaining: "3"},
			{at: 5, stage: "right_way", remaining: "2", entered: "+5"},
		},
		betweens: []between{{from: 2, to: 6, verdict: "progressing", gained: "security, changed"}},
	},
	{
		name: "the gate into the process has to be passed first",
		process: `
stages:
  - {id: one, title: O, enter: [{element: pain, level: asserted}], exit: [{milestone: tested}]}`,
		story: people + `
			+3 evidence: pain, form: public, from: third_party`,
		looks: []look{
			{at: 0, stage: "none", gate: "one closed", unmet: "pain-asserted", remaining: "2"},
			{at: 3, stage: "one", gate: "won closed", remaining: "1"},
		},
	},
	{
		name: "a condition that is unknown applies, so that leaving a value out dodges nothing",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: security, when: {attribute: amount, at_least: 50000}}, {milestone: tested}]}
  - {id: two, title: T, exit: [{milestone: signed}]}`,
		story: `
			+1 milestone: tested
			+2 set: {amount: 20000}
			+5 set: {amount: 80000}
			+7 set: {amount: null}`,
		looks: []look{
			{at: 1, stage: "one", unmet: "security", blank: "3"},
			{at: 2, stage: "two", answers: "security off", blank: "2", headway: "5000"},
			{at: 5, stage: "one", unmet: "security", answers: "security unmet", blank: "3"},
			{at: 7, stage: "one", unmet: "security"},
		},
		betweens: []between{
			{from: 1, to: 3, verdict: "stalled", signs: "forward, typed"},
			{from: 3, to: 6, verdict: "stalled", lost: "none", signs: "back, further, typed"},
		},
	},
	{
		name:    "a gain has the buyer's own fact in it",
		process: simple,
		story: people + `
			+1 evidence: pain, form: statement, from: seller
			+3 evidence: pain, form: statement, from: ann, noted: +4`,
		betweens: []between{
			{from: 0, to: 2, verdict: "busy", gained: "none"},
			{from: 2, to: 5, verdict: "advanced", gained: "pain-stated, pain", signs: "gain, forward, touch"},
		},
	},
	{
		name: "what the seller's side reaches or types gains nothing, though it opens gates",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: offered}, {attribute: ready, is: true}]}
  - {id: two, title: T, exit: [{milestone: signed}]}`,
		story: people + `
			+1 milestone: offered, by: cy
			+2 set: {ready: true}`,
		looks:    []look{{at: 2, stage: "two"}},
		betweens: []between{{from: 0, to: 3, verdict: "busy", gained: "none", signs: "forward, touch, typed"}},
	},
	{
		name: "a role typed after an internal meeting gains nothing, one typed after a meeting with its bearer does",
		process: `
stages:
  - {id: one, title: O, exit: [{engaged: [legal, se]}]}
  - {id: two, title: T, exit: [{milestone: signed}]}`,
		story: people + `
			+0 person: lee, side: buyer
			+1 activity: internal, with: [cy], reached: true
			+4 activity: call, with: [lee, cy], reached: true, noted: +5
			+4 person: lee, side: buyer, roles: [legal], noted: +6`,
		looks: []look{
			{at: 3, stage: "one"},
			{at: 5, stage: "two"},
		},
		betweens: []between{
			{from: 0, to: 3, verdict: "busy", gained: "none", counts: "0 encounters, 1 attempts"},
			{from: 3, to: 6, verdict: "advanced", gained: "engaged-legal-se", counts: "1 encounters, 0 attempts"},
		},
	},
	{
		name: "a third party's milestone is a gain, a third party's meeting is none",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: audited}, {engaged: [legal]}]}
  - {id: two, title: T, exit: [{milestone: signed}]}`,
		story: people + `
			+0 person: eve, side: third_party, roles: [legal]
			+2 activity: call, with: eve, reached: true
			+5 milestone: audited, by: dee`,
		looks: []look{{at: 2, answers: "engaged-legal met, audited unmet"}, {at: 5, stage: "two"}},
		betweens: []between{
			{from: 1, to: 3, verdict: "busy", gained: "none"},
			{from: 3, to: 6, verdict: "advanced", gained: "audited"},
		},
	},
	{
		name:    "a milestone is reached by the side it belongs to, and by whom is settled when it is asked",
		process: simple,
		story: `
			+1 milestone: agreed, by: kim
			+1 milestone: offered, by: buyer
			+3 person: kim, side: buyer`,
		looks: []look{
			{at: 2, answers: "agreed unmet", strays: `nobody has said who "kim" is, the milestone "offered" belongs to another side`},
			{at: 3, answers: "agreed met", strays: `the milestone "offered" belongs to another side`},
		},
	},
	{
		name:    "a milestone is void once another is reached, until it is reached again",
		process: simple,
		story: `
			+1 milestone: agreed
			+3 milestone: changed
			+6 milestone: agreed
			+8 milestone: agreed, void: true`,
		looks: []look{
			{at: 2, answers: "agreed met"}, {at: 3, answers: "agreed unmet"}, {at: 6, answers: "agreed met"}, {at: 8, answers: "agreed unmet"},
		},
		betweens: []between{
			{from: 2, to: 4, verdict: "regressed", lost: "agreed"},
			{from: 4, to: 7, verdict: "progressing", gained: "agreed"},
		},
	},
	{
		name: "since counts only what came on or after the other, and asks nothing more without it",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: tested, since: changed}, {element: pain, level: stated, since: changed}, {engaged: [champion], since: changed}]}`,
		story: people + `
			+1 milestone: tested
			+1 evidence: pain, form: statement, from: ann
			+1 activity: call, with: ann, reached: true
			+5 milestone: changed
			+5 activity: call, with: ann, reached: true
			+7 evidence: pain, form: statement, from: ann`,
		looks: []look{
			{at: 1, unmet: "none", gate: "won open", answers: "tested-changed met"},
			{at: 5, unmet: "tested-changed, pain-stated-changed", answers: "pain-stated-changed unknown, engaged-champion-changed met"},
			{at: 7, unmet: "tested-changed"},
		},
	},
	{
		name:    "the buyer's no is lifted by the buyer alone",
		process: simple,
		story: people + `
			+1 evidence: pain, form: statement, from: ann
			+5 evidence: pain, form: statement, from: bob, refutes: true
			+6 evidence: pain, form: document, from: cy
			+7 evidence: pain, form: document, from: dee
			+8 evidence: pain, form: belief, from: buyer
			+9 evidence: pain, form: statement, from: ann`,
		looks: []look{
			{at: 5, levels: "pain unknown", score: "0..6666", signals: "evidence_contradicted"},
			{at: 8, levels: "pain unknown", score: "0..6666", answers: "pain-stated unmet"},
			{at: 9, levels: "pain stated", score: "1666..10000", signals: "-evidence_contradicted"},
		},
	},
	{
		name:    "the seller's own refutation is believed, and the seller may say otherwise again",
		process: simple,
		story: people + `
			+1 evidence: pain, form: statement, from: ann
			+5 evidence: pain, form: belief, from: seller, refutes: true
			+6 evidence: pain, form: belief, from: seller`,
		looks: []look{
			{at: 5, levels: "pain unknown", answers: "pain-stated unmet", score: "0..10000"},
			{at: 6, levels: "pain asserted", score: "833..10000"},
		},
	},
	{
		name:    "a machine's refutation touches beliefs and inferences alone",
		process: simple,
		story: people + `
			+1 evidence: criteria, form: belief, from: seller
			+1 evidence: pain, form: statement, from: ann
			+2 evidence: criteria, form: inferred, from: buyer, refutes: true
			+2 evidence: pain, form: inferred, from: buyer, refutes: true
			+3 evidence: criteria, form: belief, from: seller`,
		looks: []look{
			{at: 2, levels: "criteria unknown, pain stated", score: "1666..10000"},
			{at: 3, levels: "criteria asserted"},
		},
	},
	{
		name:    "two people who are named count as two, one who is named and a voice that is not as one",
		process: simple,
		story: people + `
			+1 evidence: pain, form: statement, from: ann
			+2 evidence: pain, form: statement, from: buyer
			+3 evidence: pain, form: statement, from: ann
			+4 evidence: pain, form: statement, from: bob
			+5 person: bob, side: buyer, gone: true`,
		looks: []look{
			{at: 3, levels: "pain stated"}, {at: 4, levels: "pain corroborated"},
			{at: 5, levels: "pain corroborated"}, // what was said stays said
		},
	},
	{
		name:    "a role is that known on the day looked at, and goes with its bearer",
		process: simple,
		story: `
			+1 person: ann, side: buyer
			+1 evidence: champion, form: act, from: ann
			+5 person: ann, side: buyer, roles: [champion]
			+9 person: ann, side: buyer, title: CTO
			+12 person: ann, side: buyer, gone: true
			+15 person: ann, side: buyer, gone: false`,
		looks: []look{
			{at: 4, levels: "champion asserted"}, {at: 5, levels: "champion committed"}, {at: 9, levels: "champion committed"},
			{at: 12, levels: "champion asserted", signals: "champion_gone"}, {at: 15, levels: "champion committed", signals: "-champion_gone"},
		},
		betweens: []between{{from: 10, to: 13, verdict: "regressed", lost: "champion"}},
	},
	{
		name:    "evidence claims no more than it says",
		process: simple,
		story: people + `
			+1 evidence: pain, form: act, from: ann, level: stated`,
		looks: []look{{at: 1, levels: "pain stated"}},
	},
	{
		name: "an element asked of a role, a form and an age needs proof that is all of these",
		process: `
stages:
  - {id: one, title: O, exit: [{element: pain, level: stated, role: [economic_buyer], form: [document], within: 10d}]}`,
		story: people + `
			+1 evidence: pain, form: document, from: ann
			+2 evidence: pain, form: statement, from: bob
			+5 evidence: pain, form: document, from: bob`,
		looks: []look{
			{at: 4, answers: "pain-stated-10d-economic_buyer-document unmet"},
			{at: 15, answers: "pain-stated-10d-economic_buyer-document met"},
			{at: 16, answers: "pain-stated-10d-economic_buyer-document unknown"},
		},
	},
	{
		name: "every bound includes its last day",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: fresh}, {milestone: tested, within: 5d}, {engaged: [champion], within: 5d}, {next_step: {within: 7d}}]}`,
		story: people + `
			+0 milestone: fresh
			+0 milestone: tested
			+0 activity: call, with: ann, reached: true
			+0 next_step: meet, due: +10, owner: ann`,
		looks: []look{
			{at: 2, answers: "next_step-7d unmet"},
			{at: 3, answers: "next_step-7d met"},
			{at: 5, answers: "tested-5d met, engaged-champion-5d met"},
			{at: 6, answers: "tested-5d unmet, engaged-champion-5d unmet"},
			{at: 10, answers: "fresh met, next_step-7d met"},
			{at: 11, answers: "fresh unmet, next_step-7d unmet"},
		},
	},
	{
		name: "a next step has an owner, and both is not the buyer",
		process: `
stages:
  - {id: one, title: O, exit: [{id: any_step, next_step: {}}, {id: theirs, next_step: {owner: buyer}}, {id: ours, next_step: {owner: seller}}, {id: joint, next_step: {owner: both}}]}`,
		story: people + `
			+0 next_step: nobody's, due: +40
			+1 next_step: joint, due: +40, owner: both, id: j
			+2 next_step: theirs, due: +40, owner: ann, id: t
			+3 step_done: j
			+4 step_done: t, missed: true
			+5 next_step: ours, due: +40, owner: cy`,
		looks: []look{
			{at: 0, answers: "any_step unmet", signals: "no_next_step"},
			{at: 1, answers: "any_step met, theirs unmet, joint met"},
			{at: 2, answers: "theirs met, ours unmet", signals: "-no_next_step, -next_step_seller_only"},
			{at: 4, answers: "any_step unmet, theirs unmet"},
			{at: 5, answers: "any_step met, ours met", signals: "next_step_seller_only"},
		},
	},
	{
		name:    "a promise of the buyer's is waited for until it is due, and not once it has moved",
		process: simple,
		story: people + `
			+1 next_step: figures, due: +8, owner: ann, id: s
			+9 next_step: figures, due: +15, owner: ann, id: s`,
		betweens: []between{
			{from: 2, to: 8, verdict: "waiting"},
			{from: 2, to: 9, verdict: "stalled"},
			{from: 9, to: 12, verdict: "stalled"},
		},
		looks: []look{{at: 8, signals: "-next_step_overdue"}},
	},
	{
		name:    "a pause is waited for through its last day",
		process: simple,
		story:   `+1 pause: +20, why: year end`,
		betweens: []between{
			{from: 5, to: 20, verdict: "waiting"},
			{from: 5, to: 21, verdict: "stalled"},
		},
	},
	{
		name:    "activity alone is busy, and neither more nor less",
		process: simple,
		story: people + `
			+5 activity: call, with: ann
			+6 activity: meeting, with: [ann, cy], reached: true
			+6 activity: lunch, with: [ann], reached: true
			+6 activity: standup, with: cy, reached: true`,
		betweens: []between{
			{from: 4, to: 5, verdict: "busy", counts: "0 encounters, 1 attempts"},
			{from: 5, to: 7, verdict: "busy", counts: "1 encounters, 1 attempts"},
			{from: 7, to: 9, verdict: "stalled", counts: "0 encounters, 0 attempts"},
		},
	},
	{
		name:    "confirming what had lapsed renews it and gains nothing",
		process: simple,
		story: people + `
			+1 evidence: pain, form: statement, from: ann
			+70 evidence: pain, form: statement, from: ann`,
		betweens: []between{{from: 65, to: 72, verdict: "busy", gained: "none", renewed: "pain-stated, pain"}},
	},
	{
		name:    "a gain ahead outweighs a loss ahead, and the loss is on show",
		process: simple,
		story: people + `
			+1 evidence: pain, form: statement, from: ann
			+2 activity: talk, with: bob, reached: true
			+6 person: bob, side: buyer, gone: true
			+7 milestone: agreed`,
		betweens: []between{{from: 5, to: 8, verdict: "progressing", gained: "agreed", lost: "engaged-economic_buyer", signs: "loss, gain, touch, typed"}},
	},
	{
		name: "what is optional is shown and never blocks",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: tested, optional: true}, {milestone: agreed}]}
  - {id: two, title: T, exit: [{milestone: signed}]}`,
		story: `+1 milestone: agreed`,
		looks: []look{{at: 0, remaining: "2", unmet: "agreed", answers: "tested unmet"}, {at: 1, stage: "two"}},
	},
	{
		name: "a stage that was reached can be asked for, and taking it back takes back what asked for it",
		process: `
stages:
  - {id: one, title: O, next: [legal_way, money_way], exit: [{milestone: tested}]}
  - {id: legal_way, title: L, next: [close], enter: [{milestone: security}], exit: [{reached: money_way}]}
  - {id: money_way, title: M, next: [close], enter: [{milestone: board}], exit: [{milestone: changed}]}
  - {id: close, title: C, exit: [{milestone: signed}]}`,
		story: `
			+1 milestone: tested
			+2 milestone: security
			+3 milestone: board
			+6 milestone: board, void: true`,
		looks: []look{
			{at: 2, stage: "legal_way", unmet: "reached-money_way"},
			{at: 3, stage: "close"},
			{at: 6, stage: "legal_way"},
		},
	},
	{
		name: "an attribute compares in its type, and with another attribute",
		process: `
stages:
  - id: one
    title: O
    exit:
      - {id: between, attribute: amount, above: 10.5, at_most: 20}
      - {id: yes, attribute: ready, is: true}
      - {id: late, attribute: close_date, at_least: start}
      - {id: mine, attribute: owner, in: [jo, kim]}
      - {id: seg, attribute: segment, is: p}`,
		header: "segment: p\nowner: jo",
		story: `
			+0 set: {amount: 10.5, ready: "yes"}
			+1 set: {amount: 10.5001, ready: true, start: 2026-03-01}
			+2 close_date: 2026-02-28
			+3 close_date: 2026-03-01
			+4 set: {owner: lee}`,
		looks: []look{
			{at: 0, answers: "between unmet, yes unknown, late unknown, mine met, seg met", strays: `the attribute "ready" cannot have this value`},
			{at: 1, answers: "between met, yes met, late unknown"},
			{at: 2, answers: "late unmet"},
			{at: 3, answers: "late met"},
			{at: 4, answers: "mine unmet"},
		},
	},
	{
		name: "a voicemail does not begin a deal, a meeting with the other side does",
		process: `
stages:
  - {id: one, title: O, exit: [{none: [{milestone: objection}]}]}
  - {id: two, title: T, exit: [{milestone: signed}]}`,
		story: `
			+1 activity: voicemail, with: ann
			+2 activity: standup, with: cy, reached: true
			+5 milestone: objection
			+5 person: cy, side: seller`,
		looks: []look{{at: 5, stage: "one", entered: "+5", remaining: "2"}},
	},
	{
		name: "who meets the other side first begins the deal",
		process: `
stages:
  - {id: one, title: O, exit: [{none: [{milestone: objection}]}]}
  - {id: two, title: T, exit: [{milestone: signed}]}`,
		story: `
			+1 activity: call, with: ann, reached: true
			+5 milestone: objection`,
		looks: []look{{at: 5, stage: "two", entered: "+1"}},
	},
	{
		name:    "a step whose owner nobody has introduced satisfies nothing until somebody does",
		process: simple,
		story: `
			+1 next_step: figures, due: +20, owner: zoe
			+5 person: zoe, side: buyer`,
		looks:    []look{{at: 4, signals: "no_next_step"}, {at: 5, signals: "-no_next_step"}},
		betweens: []between{{from: 2, to: 4, verdict: "stalled"}, {from: 2, to: 6, verdict: "waiting"}},
	},
	{
		name: "one demand at the gates to an optional stage and past it opens both",
		process: `
stages:
  - {id: one, title: O, exit: [{milestone: tested}]}
  - {id: extra, title: E, optional: true, exit: [{milestone: board}]}
  - {id: two, title: T, exit: [{milestone: signed}]}`,
		story: `
			+1 close_date: +90
			+3 milestone: tested`,
		looks: []look{{at: 2, stage: "one"}, {at: 3, stage: "two", remaining: "1"}},
	},
	{
		name:    "the score is an interval whose lines add up",
		process: simple,
		story: people + `
			+1 evidence: pain, form: act, from: ann
			+1 evidence: champion, form: statement, from: ann`,
		looks: []look{{at: 1, score: "5000..10000"}},
	},
	{
		name:    "what the definitions do not know is shown and counts for nothing",
		process: simple,
		story: `
			+1 evidence: need, form: statement, from: zoe
			+1 evidence: pain, form: statement, from: buyer, level: certain
			+1 milestone: lunch
			+1 stage: Closed Won
			+1 set: {colour: red}
			+1 person: max, side: buyer, roles: [boss]
			+1 step_done: nothing
			+1 approval: discount, by: max
			+1 waive: agreed, by: max, why: known
			+1 waive: lunch, by: max, why: known
			+1 activity: call, with: [yan], reached: true`,
		looks: []look{{at: 1, stage: "discover", claimed: "none", levels: "pain unknown", strays: `no element "need" in the framework, ` +
			`nobody has said who "zoe" is, no level "certain" in the framework, no milestone "lunch" in the process, no stage "Closed Won" in the process, ` +
			`no attribute "colour" in the process, no role "boss" in the process, no next step "nothing" was agreed, no requirement "discount" asks for an approval, ` +
			`"agreed" cannot be waived by them, no requirement "lunch" in the process, nobody has said who "yan" is`}},
	},
	{
		name:    "a close date that moves to a later day is a push, and one that is over is past",
		process: simple,
		story: `
			+0 close_date: +30
			+5 close_date: +60
			+6 close_date: +50
			+7 close_date: +80`,
		looks: []look{
			{at: 0, signals: "-close_date_pushed, -close_date_past"},
			{at: 5, signals: "close_date_pushed, -close_date_past"},
			{at: 80, signals: "-close_date_past"}, {at: 81, signals: "close_date_past"},
		},
	},
}

func TestTheSegmentLastSetDecidesTheProcess(t *testing.T) {
	book := playbook(t, simple)
	rec := story.Tell("segment: p", "+0 stage: discover\n+5 set: {segment: q}\n+9 set: {segment: z}")
	for at, want := range map[int]string{0: "p", 4: "p", 5: "q", 8: "q"} {
		card, err := score.Evaluate(book, rec, story.Day(at))
		require.NoError(t, err)
		require.Equal(t, want, card.Process().Segment(), "+%d", at)
	}
	_, err := score.Evaluate(book, rec, story.Day(9))
	var none *stage.NoProcessError
	require.ErrorAs(t, err, &none)
	require.Equal(t, "z", none.Segment)
	require.Contains(t, none.Error(), "p, q")
}

func TestAWaitLastsAsLongAsTheLongestOfItsReasons(t *testing.T) {
	book := playbook(t, simple)
	for _, lines := range []string{
		"+1 next_step: a, due: +11, owner: buyer\n+1 next_step: b, due: +13, owner: buyer\n+1 pause: +9, why: w",
		"+1 pause: +9, why: w\n+1 next_step: b, due: +13, owner: buyer\n+1 next_step: a, due: +11, owner: buyer",
	} {
		p, err := score.Compare(book, story.Tell("segment: p", lines), story.Day(2), story.Day(5))
		require.NoError(t, err)
		wait, ok := score.Waits(p.Card().Position())
		require.True(t, ok)
		require.Equal(t, story.Day(13), wait.Until, "whatever was noted first")
		require.Equal(t, "b", p.Card().Record().Fact(wait.Fact).(deal.NextStep).Step)
	}
}

func TestALossNamesTheFactBehindIt(t *testing.T) {
	book := playbook(t, `
stages:
  - {id: one, title: O, exit: [{known: [economic_buyer]}, {milestone: agreed}, {element: pain, level: stated}, {none: [{milestone: objection}]}, {engaged: [champion]}]}`)
	for _, c := range []struct{ before, after, id, want string }{
		{"+1 person: bob, side: buyer, roles: [economic_buyer]", "+5 person: bob, side: buyer, gone: true\n+5 person: eve, side: seller, roles: [se]", "known-economic_buyer", "person bob"},
		{"+1 milestone: agreed", "+5 milestone: changed\n+6 milestone: tested", "agreed", "milestone changed"},
		{"+1 evidence: pain, form: statement, from: buyer", "+5 evidence: pain, form: statement, from: buyer, refutes: true\n+6 evidence: criteria, form: belief, from: seller", "pain-stated", "evidence pain"},
		{"+1 milestone: tested", "+5 milestone: objection\n+6 milestone: board", "none-objection", "milestone objection"},
		{"+1 person: ann, side: buyer, roles: [champion]\n+2 activity: call, with: ann, reached: true", "+5 person: ann, side: buyer, roles: [legal]\n+6 person: max, side: buyer, roles: [champion]", "engaged-champion", "person ann"},
	} {
		p, err := score.Compare(book, story.Tell("segment: p", c.before+"\n"+c.after), story.Day(4), story.Day(7))
		require.NoError(t, err)
		found := false
		for _, l := range p.Lost() {
			if l.ID() != c.id {
				continue
			}
			found = true
			require.GreaterOrEqual(t, l.Fact, 0, c.id)
			var got string
			switch x := p.Card().Record().Fact(l.Fact).(type) {
			case deal.Person:
				got = "person " + x.Person
			case deal.Milestone:
				got = "milestone " + x.Milestone
			case deal.Evidence:
				got = "evidence " + x.Element
			}
			require.Equal(t, c.want, got)
		}
		require.True(t, found, "%s is lost", c.id)
	}
}

func TestTheGatesToAStageTellEachDemandOnce(t *testing.T) {
	book := playbook(t, `
stages:
  - {id: one, title: O, exit: [{element: pain, level: stated}, {milestone: tested, optional: true}]}
  - {id: two, title: T, enter: [{element: pain, level: stated}], exit: [{milestone: tested}, {element: pain, level: stated}]}
  - {id: three, title: H, exit: [{milestone: signed}]}`)
	card, err := score.Evaluate(book, story.Tell("segment: p", "+1 close_date: +90"), story.Day(1))
	require.NoError(t, err)
	three, ok := card.Process().Stage("three")
	require.True(t, ok)
	gate, ok := card.Position().GateTo(three)
	require.True(t, ok)
	var entries []string
	for e := range gate.Entries() {
		entries = append(entries, e.Requirement.ID())
	}
	require.Equal(t, []string{"pain-stated", "tested", "tested"}, entries, "recommended on the one gate and asked for at the other")
}

func TestEvaluateRefusesWhatCannotBeJudged(t *testing.T) {
	book := playbook(t, simple)
	rec := story.Tell("segment: p", "+0 stage: discover")
	_, err := score.Evaluate(book, nil, story.Day(0))
	require.Error(t, err)
	_, err = score.Evaluate(book, rec, deal.Day{})
	require.Error(t, err)
	_, err = score.Compare(book, rec, story.Day(3), story.Day(2))
	require.Error(t, err)
	_, err = score.Compare(book, rec, deal.Day{}, story.Day(2))
	require.Error(t, err)
	_, err = score.Evaluate(book, story.Tell("segment: other", ""), story.Day(0))
	require.Error(t, err)
}

func TestALineIsAFloorOfARunningSum(t *testing.T) {
	book := playbook(t, simple)
	card, err := score.Evaluate(book, story.Tell("segment: p", people+"+1 evidence: criteria, form: belief, from: seller\n+1 evidence: pain, form: belief, from: seller"), story.Day(1))
	require.NoError(t, err)
	var earned []int
	sum := qualify.Score{}
	for line := range card.Lines() {
		earned = append(earned, line.Earned)
		sum.Earned += line.Earned
		sum.Ceiling += line.Ceiling
	}
	require.Equal(t, []int{833, 0, 833}, earned)
	require.Equal(t, card.Score(), sum)
}
