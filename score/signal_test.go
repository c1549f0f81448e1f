package score_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// signalCase is a deal about which a signal is raised.
type signalCase struct {
	signal  string
	process string // lines of the process that follow signalPreamble
	stage   string // what else the first stage has
	story   string
	at      int
	said    string // how it is raised

	// Whether it is raised as well where all days from +2 on are declared normal: by
	// a quiet period, by a pause, by the stage that waits for somebody.
	quiet, pause, waits bool
}

const signalFramework = `framework: f
title: F
elements:
  - {id: need, title: Need, valid_for: 35d}
  - {id: money, title: Money}
  - {id: way, title: Way}
`

const signalPreamble = `process: p
title: P
framework: f
roles: {buyer: [champion, %s, user], seller: [rep]}
milestones: [{id: agreed, title: Agreed}, {id: met, title: Met}, {id: signed, title: Signed}]
%s
stages:
  - {id: one, title: One, %s%s exit: [{milestone: agreed}]}
  - {id: two, title: Two, exit: [{milestone: met}, {element: need, level: stated}]}
ends:
  - {id: won, title: Won, kind: won, needs: [{milestone: signed}]}
  - {id: lost, title: Lost, reasons: [price]}
  - {id: parked, title: Parked, kind: left, wake: 20d}
attributes: [{id: shut, type: flag, default: false}]
moves: [{from: one, to: two, allow: false, when: {attribute: shut, is: true}}]
`

// onRecord are on record from the beginning on: so that there is something to judge.
const onRecord = `
+0 person: ann, side: buyer, roles: [champion]
+0 person: uma, side: buyer, roles: [user]
+0 person: rob, side: seller, roles: [rep]
`

var signalCases = []signalCase{
	{signal: "won_unproven", story: "+1 stage: won", at: 30, said: "flag, count 1, facts 3", quiet: true, pause: true, waits: true},
	{signal: "reopened", story: "+1 stage: lost\n+2 stage: one", at: 30, said: "flag, facts 4", quiet: true, pause: true, waits: true},
	{signal: "end_incomplete", story: "+1 stage: lost", at: 30, said: "hint, count 1, facts 3", quiet: true, pause: true, waits: true},
	{signal: "off_route", story: "+1 set: {shut: true}\n+1 stage: two", at: 30, said: "flag, facts 4", quiet: true, pause: true, waits: true},
	{signal: "stage_inflated", story: "+1 stage: two", at: 30, said: "flag, count 1, facts 3, above 0", quiet: true, pause: true, waits: true},
	{signal: "evidence_contradicted", story: "+1 evidence: need, form: statement, from: ann\n+1 evidence: need, form: statement, from: ann, refutes: true", at: 30,
		said: "flag, count 1, facts 4, need", quiet: true, pause: true, waits: true},
	{signal: "champion_gone", story: "+1 person: ann, side: buyer, gone: true", at: 30, said: "flag, count 1, facts 3", quiet: true, pause: true, waits: true},
	{signal: "overdue_stage", stage: "limit: 20d,", at: 30, said: "flag, count 1, days 10, one, limit 20d p.yaml:8", waits: true},
	{signal: "overdue_stage", stage: "limit: {of: 5d, before: close_date},", story: "+1 close_date: +30", at: 30, said: "flag, count 1, days 5, facts 3, one, limit 5d p.yaml:8",
		quiet: true, pause: true, waits: true},
	{signal: "close_date_past", story: "+1 close_date: +20", at: 30, said: "flag, days 10, facts 3, after 0d", pause: true, waits: true},
	{signal: "close_date_infeasible", stage: "expected: 50d,", story: "+1 close_date: +40", at: 30, said: "hint, days 10, facts 3, expected 50d p.yaml:8", quiet: true, pause: true, waits: true},
	{signal: "close_date_pushed", story: "+0 close_date: +20\n+1 close_date: +30", at: 30, said: "hint, days 10, 10 unbacked, facts 4, count 1, warn 1", quiet: true, pause: true, waits: true},
	{signal: "close_date_pushed", process: "signals: {close_date_pushed: {flag: 1}}", story: "+0 close_date: +20\n+1 close_date: +30\n+1 milestone: met", at: 30,
		said: "flag, days 10, facts 4, count 1, flag 1 p.yaml:6", quiet: true, pause: true, waits: true},
	{signal: "next_step_overdue", story: "+1 next_step: call, due: +20, owner: ann", at: 30, said: "flag, count 1, days 10, facts 3, after 0d", waits: true},
	{signal: "no_next_step", at: 30, said: "flag"},
	{signal: "next_step_seller_only", story: "+1 next_step: call, due: +40, owner: rob", at: 30, said: "hint, count 1, facts 3"},
	{signal: "silent", process: "signals: {silent: {warn: 10d, flag: 40d}}", story: "+1 activity: call, with: [ann], reached: true", at: 30, said: "hint, days 29, facts 3, warn 10d p.yaml:6"},
	{signal: "silent", stage: "silence: {flag: 12d, then: lost},", story: "+1 activity: call, with: [ann], reached: true", at: 30, said: "flag, days 29, facts 3, then lost, flag 12d p.yaml:8"},
	{signal: "wake_due", story: "+1 stage: parked", at: 30, said: "hint, days 9, facts 3, wake 20d p.yaml:13", quiet: true, pause: true, waits: true},
	{signal: "stuck_in_stage", stage: "expected: 9d,", at: 30, said: "hint, days 21, expected 9d p.yaml:8"},
	{signal: "stuck_in_stage", process: "signals: {stuck_in_stage: {after: 2w}}", at: 30, said: "hint, days 16, after 2w p.yaml:6"},
	{signal: "no_economic_buyer", at: 30, said: "flag", quiet: true, pause: true, waits: true},
	{signal: "no_economic_buyer", story: "+1 person: eve, side: buyer, roles: [economic_buyer]\n+1 person: eve, side: buyer, gone: true", at: 30, said: "flag, facts 4", quiet: true, pause: true, waits: true},
	{signal: "single_threaded", story: "+1 activity: call, with: [uma], reached: true", at: 30, said: "hint, count 1, facts 1, people 2", quiet: true, pause: true, waits: true},
	{signal: "uninvolved_role", stage: "involve: {buyer: [economic_buyer]},", at: 30, said: "hint, count 1, economic_buyer", quiet: true, pause: true, waits: true},
	{signal: "evidence_lapsing", story: "+1 evidence: need, form: statement, from: ann", at: 30, said: "hint, count 1, days 6, facts 3, need, within 14d", quiet: true, pause: true, waits: true},
	{signal: "evidence_lapsing", story: "+1 evidence: need, form: statement, from: ann", at: 40, said: "hint, count 1, facts 3, need, within 14d", quiet: true, pause: true, waits: true},
	{signal: "seller_sourced", story: "+1 evidence: need, form: belief, from: rob", at: 30, said: "hint, count 1, share 833, facts 3, need, above 50", quiet: true, pause: true, waits: true},
	{signal: "backfilled", process: "signals: {backfilled: {facts: 2}}",
		story: "+1 milestone: met, noted: +20\n+2 evidence: need, form: statement, from: ann, noted: +20\n+3 evidence: money, form: statement, from: ann, noted: +9", at: 30,
		said: "hint, count 2, days 19, facts 4 5, after 14d, facts 2 p.yaml:6, at_move 7d", quiet: true, pause: true, waits: true},
}

// normal are the ways in which what lies between +2 and +60 can be declared normal.
type normal struct{ process, stage, story string }

var (
	nothing   = normal{}
	quietOf   = normal{process: "calendar: {quiet: [{from: 2026-01-07, to: 2026-03-06}]}"}
	paused    = normal{story: "+1 pause: +60, why: a new plant"}
	waitingOf = normal{stage: "waits_for: buyer,"}
)

// raised gives the signals of a case, by their ids.
func (c *signalCase) raised(t *testing.T, n normal) map[string]score.Raised {
	t.Helper()
	return raisedIn(t, fmt.Sprintf(signalPreamble, "economic_buyer", strings.TrimSpace(c.process+"\n"+n.process), n.stage, c.stage), onRecord+n.story+"\n"+c.story, c.at)
}

func raisedIn(t *testing.T, process, facts string, at int) map[string]score.Raised {
	t.Helper()
	book, err := stage.Load(fstest.MapFS{"f.yaml": {Data: []byte(signalFramework)}, "p.yaml": {Data: []byte(process)}})
	require.NoError(t, err)
	card, err := score.Evaluate(book, story.Tell("segment: p", facts), story.Day(at))
	require.NoError(t, err)
	out := map[string]score.Raised{}
	for s := range card.Signals() {
		out[s.Signal.String()] = s
	}
	return out
}

// saysOf writes down how a signal is raised: what is zero is left out.
func saysOf(r score.Raised) string {
	out := []string{r.Severity.String()}
	say := func(there bool, format string, args ...any) {
		if there {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	say(r.Signal != stage.CloseDatePushed && r.Count > 0, "count %d", r.Count)
	say(r.Days != 0, "days %d", r.Days)
	say(r.Unbacked != 0, "%d unbacked", r.Unbacked)
	say(r.Share != 0, "share %d", r.Share)
	say(len(r.Facts) > 0, "facts %s", strings.Trim(fmt.Sprint(r.Facts), "[]"))
	say(r.Signal == stage.CloseDatePushed, "count %d", r.Count)
	for _, st := range r.Standings {
		out = append(out, st.Element.ID())
	}
	out = append(out, r.Roles...)
	for _, st := range r.Stages {
		out = append(out, st.ID())
	}
	say(!r.Then.IsZero(), "then %s", r.Then.ID())
	for _, th := range r.Thresholds {
		at := ""
		if th.At.IsValid() {
			at = fmt.Sprintf(" %s:%d", th.At.File, th.At.Line)
		}
		out = append(out, th.Name+" "+th.Value+at)
	}
	return strings.Join(out, ", ")
}

func TestEverySignalSaysItsFiguresItsFactsAndWhatItWasMeasuredBy(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range signalCases {
		r, ok := c.raised(t, nothing)[c.signal]
		require.True(t, ok, "%s", c.signal)
		require.Equal(t, c.said, saysOf(r), "%s", c.signal)
		seen[c.signal] = true
	}
	for _, id := range stage.Signals() {
		require.True(t, seen[id], "%s has no case", id)
	}
}

func TestNoSignalIsRaisedOverWhatIsDeclaredNormal(t *testing.T) {
	for _, c := range signalCases {
		for name, x := range map[string]struct {
			normal
			want bool
		}{"a quiet period": {quietOf, c.quiet}, "a pause": {paused, c.pause}, "a stage that waits": {waitingOf, c.waits}} {
			_, got := c.raised(t, x.normal)[c.signal]
			require.Equal(t, x.want, got, "%s in %s (%s)", c.signal, name, c.said)
		}
	}
}

// TestWhatWasLateBeforeAQuietPeriodStaysLate: its days do not count, and excuse
// nothing that was so before.
func TestWhatWasLateBeforeAQuietPeriodStaysLate(t *testing.T) {
	for _, n := range []normal{
		{process: "calendar: {quiet: [{from: 2026-02-01, to: 2026-03-01}]}"}, // from +27 on
		{story: "+27 pause: +60, why: a new plant"},
	} {
		for _, c := range signalCases {
			got, ok := c.raised(t, n)[c.signal]
			want := c.signal != "no_next_step" && c.signal != "next_step_seller_only"
			require.Equal(t, want, ok, "%s", c.signal)
			if slices.Contains([]string{"silent", "stuck_in_stage", "overdue_stage"}, c.signal) && !c.quiet {
				plain := c.raised(t, nothing)[c.signal]
				require.Less(t, got.Days, plain.Days, "%s", c.signal)
			}
		}
	}
}

func TestAnEmptyRecordIsNotAlarmedAbout(t *testing.T) {
	process := fmt.Sprintf(signalPreamble, "economic_buyer", "signals: {silent: {flag: 5d}}", "limit: 9d, expected: 3d, involve: {buyer: [user]}, ", "")
	sellers := "+0 person: rob, side: seller, roles: [rep]\n+1 activity: call, with: [rob], reached: true\n+1 activity: voicemail\n+1 stage: two\n+1 close_date: +9\n+1 evidence: need, form: belief, from: rob"
	severities := func(facts string) map[string]string {
		out := map[string]string{}
		for id, r := range raisedIn(t, process, facts, 30) {
			out[id] = r.Severity.String()
		}
		return out
	}
	sparse := severities(sellers)
	require.Equal(t, map[string]string{
		"no_next_step": "hint", "no_economic_buyer": "hint", "silent": "hint", "overdue_stage": "hint", "uninvolved_role": "hint", "stuck_in_stage": "hint",
		"stage_inflated": "flag", "close_date_past": "flag", "close_date_infeasible": "hint", "evidence_lapsing": "hint", "seller_sourced": "hint",
	}, sparse, "they are all raised, and those that speak of an absence do not alarm")

	for name, theirs := range map[string]string{
		"somebody of theirs":           "+2 person: ann, side: buyer",
		"a third party's":              "+2 person: pat, side: third_party",
		"an encounter":                 "+2 activity: call, reached: true",
		"a mail from them":             "+2 activity: mail, inbound: true",
		"what they said":               "+2 evidence: money, form: statement, from: buyer",
		"what is public":               "+2 evidence: money, form: public, from: third_party",
		"something they did":           "+2 milestone: met",
		"what was known by the review": "+2 person: ann, side: buyer, noted: +30",
	} {
		got := severities(sellers + "\n" + theirs)
		for _, id := range []string{"no_next_step", "no_economic_buyer", "silent", "overdue_stage"} {
			require.Equal(t, "flag", got[id], "%s with %s", id, name)
		}
	}
	require.Equal(t, sparse, severities(sellers+"\n+2 person: ann, side: buyer, noted: +31"), "nobody knew her by then")
}

func TestAThresholdThatASegmentIsLeftOutOfNeverRaises(t *testing.T) {
	process := fmt.Sprintf(signalPreamble, "economic_buyer",
		"segments: [p, q]\nsignals: {close_date_pushed: {warn: {q: 1}, flag: {q: 2}}, close_date_past: {after: {q: 0d}}, stage_inflated: {above: {q: 0}}, seller_sourced: {above: {q: 1}}, backfilled: {facts: {q: 1}}, single_threaded: {people: {q: 3}}}",
		"", "")
	facts := "+0 person: ann, side: buyer\n+1 stage: two\n+1 close_date: +2\n+1 evidence: need, form: belief, from: seller\n+1 evidence: need, form: belief, from: seller, noted: +20"
	got := raisedIn(t, process, facts, 30)
	for _, id := range []string{"close_date_pushed", "close_date_past", "stage_inflated", "seller_sourced", "backfilled", "single_threaded"} {
		require.NotContains(t, got, id)
	}
}

// TestAStageThatTakesWorkingDaysIsOverOnTheLastOfThem: not at the end of the
// weekend behind it.
func TestAStageThatTakesWorkingDaysIsOverOnTheLastOfThem(t *testing.T) {
	for close, days := range map[int]int{10: 1, 11: 0, 12: 0} { // 9 working days from a Monday are over on the second Friday, +11
		process := fmt.Sprintf(signalPreamble, "economic_buyer", "", "expected: 9wd, ", "")
		got, ok := raisedIn(t, process, onRecord+fmt.Sprintf("+1 close_date: +%d", close), 5)["close_date_infeasible"]
		require.Equal(t, days > 0, ok, "+%d", close)
		require.Equal(t, days, got.Days, "+%d", close)
	}
}

func TestADriftIsBackedByWhatTheBuyerGaveForIt(t *testing.T) {
	for _, c := range []struct {
		name, story string
		unbacked    int
	}{
		{"nothing", "+10 close_date: +60", 30},
		{"a call", "+5 activity: call, with: [ann], reached: true\n+10 close_date: +60", 30},
		{"our belief", "+5 evidence: need, form: belief, from: rob\n+10 close_date: +60", 30},
		{"what a machine heard", "+5 evidence: need, form: inferred, from: ann\n+10 close_date: +60", 30},
		{"their word", "+5 evidence: need, form: statement, from: ann\n+10 close_date: +60", 0},
		{"their no", "+5 evidence: need, form: statement, from: ann, refutes: true\n+10 close_date: +60", 0},
		{"their milestone", "+5 milestone: met\n+10 close_date: +60", 0},
		{"our milestone", "+5 milestone: met, by: rob\n+10 close_date: +60", 30},
		{"their pause", "+5 pause: +20, why: a new plant, by: ann\n+10 close_date: +60", 0},
		{"our pause", "+5 pause: +20, why: a new plant, by: rob\n+10 close_date: +60", 30},
		{"their word on the day, noted first", "+10 evidence: need, form: statement, from: ann\n+10 close_date: +60", 0},
		{"their word on the day, noted after", "+10 close_date: +60\n+10 evidence: need, form: statement, from: ann", 0},
		{"two moves on one day", "+10 close_date: +50\n+10 close_date: +60\n+10 evidence: need, form: statement, from: ann", 0},
		{"two moves on one day, and their word between", "+10 close_date: +50\n+10 evidence: need, form: statement, from: ann\n+10 close_date: +60", 0},
		{"their word on the day it was set", "+0 evidence: need, form: statement, from: ann\n+10 close_date: +60", 30},
		{"their word after it", "+10 close_date: +60\n+11 evidence: need, form: statement, from: ann", 30},
		{"a word for the first of two", "+5 evidence: need, form: statement, from: ann\n+10 close_date: +60\n+12 close_date: +67", 7},
		{"a word before an earlier date", "+5 evidence: need, form: statement, from: ann\n+6 close_date: +20\n+10 close_date: +60", 40},
		{"somebody who turns out to be theirs", "+5 evidence: need, form: statement, from: eve\n+10 close_date: +60\n+20 person: eve, side: buyer", 0},
	} {
		got := raisedIn(t, fmt.Sprintf(signalPreamble, "economic_buyer", "", "", ""), onRecord+"+0 close_date: +30\n"+c.story, 25)
		r, ok := got["close_date_pushed"]
		require.True(t, ok, c.name)
		require.Equal(t, c.unbacked, r.Unbacked, c.name)
	}
}

func TestTheScoreRestsOnTheSellersWordWhereNobodyElseSpeaks(t *testing.T) {
	const beliefs = "+10 evidence: need, form: belief, from: rob\n+10 evidence: money, form: document, from: rob\n"
	for _, c := range []struct {
		name, story string
		share       int // 0: not raised
	}{
		{"ours alone", beliefs, 1666},
		{"and what a machine heard of them", beliefs + "+12 evidence: way, form: inferred, from: ann", 2500},
		{"and their word for one of the two", beliefs + "+12 evidence: need, form: statement, from: ann", 0}, // 1 of 3 points
		{"and a public source for one of the two", beliefs + "+12 evidence: need, form: public, from: third_party", 0},
		{"and their word on another, half of it", beliefs + "+12 evidence: way, form: statement, from: ann", 0},
		{"their word that was refuted", beliefs + "+12 evidence: way, form: statement, from: ann\n+13 evidence: way, form: belief, from: rob, refutes: true", 1666},
		{"their word that was refuted, and ours since", "+12 evidence: way, form: statement, from: ann\n+13 evidence: way, form: belief, from: rob, refutes: true\n+14 evidence: way, form: belief, from: rob", 833},
		{"their word that has lapsed, and ours", "+1 evidence: need, form: statement, from: ann\n+30 evidence: need, form: belief, from: rob", 833},
		{"nobody's", "", 0},
		{"somebody's whom nobody knows", "+1 evidence: need, form: statement, from: eve", 0},
	} {
		got, ok := raisedIn(t, fmt.Sprintf(signalPreamble, "economic_buyer", "", "", ""), onRecord+c.story, 40)["seller_sourced"]
		require.Equal(t, c.share > 0, ok, c.name)
		require.Equal(t, c.share, got.Share, c.name)
	}
}

func TestWhereTheWeakestDecidesOneElementOnOurWordIsEnough(t *testing.T) {
	files := fstest.MapFS{
		"f.yaml": {Data: []byte("framework: f\ntitle: F\nscore: {method: weakest}\nelements: [{id: need, title: Need}, {id: money, title: Money}]\n")},
		"p.yaml": {Data: []byte("process: p\ntitle: P\nframework: f\nstages: [{id: one, title: One, exit: [{element: need, level: stated}]}]\n")},
	}
	book, err := stage.Load(files)
	require.NoError(t, err)
	rec := story.Tell("", "+1 evidence: need, form: act, from: buyer\n+2 evidence: money, form: belief, from: seller")
	for day, want := range map[int]int{1: 0, 2: 2500} {
		card, err := score.Evaluate(book, rec, story.Day(day))
		require.NoError(t, err)
		require.Equal(t, want, card.Position().Assessment().SellersWord().Share)
		require.Equal(t, want > 0, card.Has(stage.SellerSourced))
	}
}

// TestOneOfTwoWhoAreAskedForCarriesNothing: what the level does not rest on yet
// takes nothing from our word.
func TestOneOfTwoWhoAreAskedForCarriesNothing(t *testing.T) {
	files := fstest.MapFS{
		"f.yaml": {Data: []byte(`framework: f
title: F
levels: [{id: ours, means: we say so, shown_by: [{side: seller}]}, {id: theirs, means: two of them do, shown_by: [{side: buyer, people: 2}]}]
elements: [{id: need, title: Need}]
`)},
		"p.yaml": {Data: []byte("process: p\ntitle: P\nframework: f\nstages: [{id: one, title: One, exit: [{element: need, level: theirs}]}]\n")},
	}
	book, err := stage.Load(files)
	require.NoError(t, err)
	rec := story.Tell("", "+0 person: ann, side: buyer\n+0 person: uma, side: buyer\n+1 evidence: need, form: belief, from: seller\n"+
		"+2 evidence: need, form: statement, from: ann\n+3 evidence: need, form: statement, from: uma")
	for day, want := range map[int]bool{1: true, 2: true, 3: false} {
		card, err := score.Evaluate(book, rec, story.Day(day))
		require.NoError(t, err)
		require.Equal(t, want, card.Has(stage.SellerSourced), "on day %d", day)
	}
}

func TestWhatIsNotedLateIsToldWhenItIsMuch(t *testing.T) {
	noted := func(on, noted int, what string) string { return fmt.Sprintf("+%d %s, noted: +%d\n", on, what, noted) }
	said := func(element string) string { return "evidence: " + element + ", form: statement, from: ann" }
	for _, c := range []struct {
		name, story string
		facts       int
	}{
		{"three facts after fifteen days", noted(1, 16, said("need")) + noted(2, 17, said("money")) + noted(3, 18, said("way")), 3},
		{"the fourteenth day is in time", noted(1, 15, said("need")) + noted(2, 17, said("money")) + noted(3, 18, said("way")), 0},
		{"two facts are few", noted(1, 16, said("need")) + noted(2, 17, said("money")), 0},
		{"milestones count too", noted(1, 16, "milestone: met") + noted(2, 17, said("money")) + noted(3, 18, said("way")), 3},
		{"one of the wrong side does not", noted(1, 16, "milestone: met, by: rob") + noted(2, 17, said("money")) + noted(3, 18, said("way")), 0},
		{"nor what speaks against it", noted(1, 16, said("need")+", refutes: true") + noted(2, 17, said("money")) + noted(3, 18, said("way")), 0},
		{"nor calls and people", noted(1, 16, "activity: call, reached: true") + noted(2, 17, "person: eve, side: buyer") + noted(3, 18, "close_date: +90"), 0},
		{"a week of notes on Friday, with a move", "+12 stage: two\n" + noted(5, 12, said("need")) + noted(7, 12, said("money")) + noted(9, 12, said("way")), 0},
		{"older notes on the evening of a move", "+12 stage: two\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, said("way")), 3},
		{"on the day after it", "+11 stage: two\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, said("way")), 3},
		{"of a move that is given an earlier day", noted(1, 12, "stage: two") + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, said("way")), 3},
		{"of a move of that day that was noted long after", noted(12, 20, "stage: two") + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, said("way")), 0},
		{"two days after it", "+10 stage: two\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, said("way")), 0},
		{"before it", "+13 stage: two\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, said("way")), 0},
		{"a move back is none", "+0 stage: two\n+12 stage: one\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, said("way")), 0},
		{"won after it was given up", "+5 stage: lost\n+12 stage: won\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, "milestone: met"), 3},
		{"won, and won once more", "+5 stage: won\n+12 stage: won\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, "milestone: met"), 0},
		{"on two evenings", "+12 stage: two\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 13, said("way")), 0},
		{"an import that does not know when it was noted", "+1 stage: one\n+2 " + said("need") + "\n+3 " + said("money") + "\n+4 " + said("way") + "\n+12 stage: two", 0},
		{"won with nothing behind it but an evening", "+12 stage: won\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, "milestone: met"), 3},
		{"lost, and won after all on an evening", "+11 stage: lost\n+12 stage: won\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, "milestone: met"), 3},
		{"lost, and a stage again on an evening", "+11 stage: lost\n+12 stage: two\n" + noted(1, 12, said("need")) + noted(2, 12, said("money")) + noted(4, 12, "milestone: met"), 0},
		{"lost, and the reasons put in order", "+12 stage: lost\n" + noted(1, 22, said("need")) + noted(2, 22, said("money")) + noted(4, 22, said("way")), 0},
	} {
		got, ok := raisedIn(t, fmt.Sprintf(signalPreamble, "economic_buyer", "", "", ""), onRecord+c.story, 30)["backfilled"]
		require.Equal(t, c.facts > 0, ok, c.name)
		require.Len(t, got.Facts, c.facts, c.name)
	}
	all := strings.ReplaceAll(onRecord, "roles:", "noted: +20, roles:") + noted(1, 20, said("need")) + noted(2, 20, said("money")) + noted(3, 20, said("way"))
	require.NotContains(t, raisedIn(t, fmt.Sprintf(signalPreamble, "economic_buyer", "", "", ""), all, 30), "backfilled", "a deal that was taken in with its history")
}

// TestWhetherASignalIsRaisedAgreesWithItsFigures compares what is worked out for a
// card with what is worked out when the signals are read.
func TestWhetherASignalIsRaisedAgreesWithItsFigures(t *testing.T) {
	worth := map[string]int{"the seller's word": 25, "not the seller's word": 40, "pushed": 40, "noted late": 5}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		day := x.day()
		facts := x.Facts
		for range x.r.IntN(4) {
			facts = among(facts, deal.CloseDate{Stamp: x.stamp(first, day), Day: x.day()})
			facts = among(facts, deal.Evidence{Stamp: deal.Stamp{On: first, Noted: x.day()}, Element: x.element(), Form: deal.Statement, From: deal.SomeBuyer})
		}
		card := x.card(facts, day)
		pos, rec := card.Position(), card.Record()
		a := pos.Assessment()
		theirs := func(fact int) bool {
			e := rec.Fact(fact).(deal.Evidence)
			side := e.From.Side()
			if _, named := e.From.Person(); named {
				for _, p := range pos.People() {
					if deal.Who(p.ID) == e.From {
						side = p.Side
					}
				}
			}
			return e.Form > deal.Inferred && (side == deal.Buyer || side == deal.ThirdParty)
		}
		for line := range card.Lines() {
			if line.Points == 0 {
				require.False(x, a.RestsOnSeller(line.Element))
				continue
			}
			ours := !slices.ContainsFunc(a.Support(line.Element), theirs)
			require.Equal(x, ours, a.RestsOnSeller(line.Element), "%v", line.Element)
			x.note("the seller's word", ours)
			x.note("not the seller's word", !ours)
		}
		_, pushes, drift, _ := pos.CloseDate()
		days := 0
		for _, p := range pos.Pushes() {
			days += p.Days
		}
		if pushes > 0 {
			x.note("pushed", true)
			require.Len(x, pos.Pushes(), pushes)
			require.Equal(x, drift, days)
		}
		late, _ := pos.Backfilled()
		require.Equal(x, len(late) > 0, pos.IsBackfilled())
		x.note("noted late", len(late) > 0)
		for s := range card.Signals() {
			require.True(x, slices.IsSorted(s.Facts), "%v", s.Signal)
			for _, f := range s.Facts {
				require.Less(x, f, pos.Seen(), "%v", s.Signal)
			}
		}
	})
}
