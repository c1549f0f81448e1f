package stage_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
)

func TestFortyMistakesAndDoubtsInSevenFilesAreToldInOneRun(t *testing.T) {
	fsys := os.DirFS(path.Join(badDir, "forty"))
	_, list := stage.Lint(fsys)
	codes := map[diag.Code]bool{}
	doubts := 0
	for _, d := range list {
		require.False(t, codes[d.Code], "%v", d)
		codes[d.Code] = true
		require.NotEmpty(t, d.Hint, "%v", d)
		require.NotEmpty(t, d.Excerpt, "%v", d)
		if d.Severity == diag.Warning {
			doubts++
		}
	}
	require.Len(t, list, 40)
	require.Greater(t, doubts, 20)
	require.True(t, slices.IsSortedFunc(list, func(a, b diag.Diagnostic) int { return a.Pos.Compare(b.Pos) }))

	var want []string
	require.NoError(t, fs.WalkDir(fsys, ".", func(file string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			want = append(want, expectations(t, fsys, file)...)
		}
		return err
	}))
	got := told(list, want)
	slices.Sort(want)
	slices.Sort(got)
	require.Equal(t, want, got)
}

// known is a framework with a ladder of its own that holds no doubt.
const known = `framework: own
title: Own
levels:
  - {id: guessed, means: we think so, shown_by: [{}]}
  - {id: told, means: they said so, shown_by: [{form: [statement, document, act], side: buyer}]}
  - {id: shown, means: they did it, shown_by: [{form: [act], side: buyer}]}
elements:
  - {id: pain, title: Pain}
  - {id: money, title: Money, valid_for: 60d}
`

// doubts gives what is doubtful about a process below its head, as "line code";
// its lines count from the first behind the head.
func doubts(t *testing.T, body string) []string {
	const head = "process: p\ntitle: P\nframework: own\n"
	_, list := stage.Lint(fstest.MapFS{"f.yaml": {Data: []byte(known)}, "p.yaml": {Data: []byte(head + body)}})
	require.NoError(t, list.Err())
	var out []string
	for _, d := range list {
		require.Equal(t, "p.yaml", d.Pos.File)
		require.NotEmpty(t, d.Hint)
		require.NotEmpty(t, d.Excerpt)
		require.NotRegexp(t, `^[A-Z]|\.$`, d.Message, "lower case, no final stop")
		out = append(out, fmt.Sprintf("%d %s", d.Pos.Line-strings.Count(head, "\n"), strings.TrimPrefix(string(d.Code), "lint/")))
	}
	return out
}

// Both elements are asked for, and nothing in it is doubtful.
const sound = `  - {id: last, title: Last, enter: [{element: pain, level: shown}], exit: [{element: money, level: shown}, {milestone: signed}]}
`

// the same with an open beginning, so that the gate before it is that of the
// stage before it.
const after = `  - {id: last, title: Last, exit: [{element: pain, level: shown}, {element: money, level: shown}, {milestone: signed}]}
`

const signed = `milestones: [{id: signed, title: they signed}]
`

func TestWhatIsDoubtfulAndWhatIsNot(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"nothing", signed + "stages:\n" + sound, nil},

		// The ways.
		{"a stage that another leads to over an optional one is reached", signed + "stages:\n" +
			"  - {id: one, title: One, exit: [{element: pain, level: told}]}\n" +
			"  - {id: two, title: Two, optional: true, enter: [{element: money, level: told}], exit: [{element: money, level: shown}]}\n" + sound, nil},
		{"a stage that only a move leads to is reached", signed + "stages:\n" +
			"  - {id: one, title: One, next: [last], exit: [{element: pain, level: told}]}\n" +
			"  - {id: two, title: Two, exit: [{element: money, level: told}]}\n" + sound +
			"moves: [{from: [one], to: two, needs: [{engaged: [champion]}]}]\nroles: {buyer: [champion]}\n", nil},
		{"a stage that leads to one without a way out is not told, the other one is", signed + "stages:\n" +
			"  - {id: one, title: One, next: [two, last], exit: [{element: pain, level: told}]}\n" +
			"  - {id: two, title: Two, next: [three], exit: [{element: money, level: told}]}\n" +
			"  - {id: three, title: Three, next: [lost], exit: [{milestone: signed}]}\n" + sound, []string{"5 dead-end"}},
		{"a way back is no loop", signed + "stages:\n" +
			"  - {id: one, title: One, exit: [{element: pain, level: told}]}\n" +
			"  - {id: two, title: Two, next: [one, last], exit: [{element: money, level: told}]}\n" + sound, nil},
		{"a won end that nothing leads to", signed + "stages:\n" + sound + "ends: [{id: won, title: Won, won: true}, {id: framed, title: Framed, won: true}]\n", []string{"4 unreachable"}},
		{"a forbidden way", signed + "stages:\n" +
			"  - {id: one, title: One, next: [two, last], exit: [{element: pain, level: told}]}\n" +
			"  - {id: two, title: Two, next: [last], exit: [{element: money, level: told}]}\n" + sound +
			"moves: [{from: [two], to: last, allow: false}]\n", []string{"4 dead-end"}},
		{"the stage of a track that cannot be done", signed + "stages:\n" + sound +
			"tracks: [{id: side, title: Side, stages: [{id: a, title: A, next: [c], exit: [{milestone: signed}]}, {id: b, title: B}, {id: c, title: C, exit: [{element: pain, level: told}]}]}]\n",
			[]string{"4 unreachable"}},
		{"a later stage as probable as the one before", signed + "stages:\n  - {id: one, title: One, probability: 30, exit: [{element: pain, level: told}]}\n" +
			strings.Replace(sound, "title: Last", "title: Last, probability: 30", 1), nil},
		{"a move that sets the needs of a broader one aside", signed + "stages:\n  - {id: one, title: One, exit: [{element: pain, level: told}]}\n" + sound +
			"moves:\n  - {from: any, to: last, needs: [{next_step: {}}]}\n  - {from: [one], to: last}\n", nil},

		// Gates.
		{"of gates that ask for nothing at all one is told", "stages:\n  - {id: one, title: One}\n  - {id: two, title: Two}\n", []string{"-2 empty-gate"}},
		{"a gate that asks for what is optional alone", signed + "stages:\n  - {id: one, title: One, exit: [{element: pain, level: told, optional: true}]}\n" +
			"  - {id: two, title: Two, exit: [{element: money, level: told}, {milestone: signed}]}\n", []string{"3 empty-gate"}},
		{"a gate with one thing of the buyer's among the seller's", signed + "attributes: [{id: seats, type: integer}]\nstages:\n" +
			"  - {id: one, title: One, exit: [{attribute: seats}, {next_step: {owner: buyer}}]}\n" + after, nil},
		{"a gate of guesses, figures and our own decisions", signed + "attributes: [{id: seats, type: integer}]\nroles: {seller: [boss]}\nstages:\n" +
			"  - {id: one, title: One, exit: [{element: pain, level: guessed}, {attribute: seats}, {approval: [boss]}, {next_step: {}}]}\n" + after, []string{"5 seller-gate"}},
		{"the gate into the process may be the seller's", signed + "stages:\n  - {id: one, title: One, enter: [{element: pain, level: guessed}], exit: [{element: money, level: told}]}\n" + sound, nil},
		{"a choice with one branch that is the seller's", signed + "stages:\n  - {id: one, title: One, exit: [{any: [{element: money, level: told}, {element: pain, level: guessed}]}]}\n" + after, []string{"3 seller-gate"}},
		{"an approval by everybody needs the buyer's", signed + "roles: {seller: [boss], buyer: [legal]}\nstages:\n  - {id: one, title: One, exit: [{approval: [boss, legal], every: true}]}\n" + after, nil},
		{"an approval by either of them does not", signed + "roles: {seller: [boss], buyer: [legal]}\nstages:\n  - {id: one, title: One, exit: [{approval: [boss, legal]}]}\n" + after, []string{"4 seller-gate"}},

		// What excludes each other.
		{"bounds that leave one value", signed + "attributes: [{id: seats, type: integer}]\nstages:\n" +
			strings.Replace(sound, "exit: [", "exit: [{attribute: seats, above: 9, below: 11}, ", 1), nil},
		{"whole numbers between two that follow each other", signed + "attributes: [{id: seats, type: integer}]\nstages:\n" +
			strings.Replace(sound, "exit: [", "exit: [{attribute: seats, above: 9, below: 10}, ", 1), []string{"4 contradiction"}},
		{"decimals there are", signed + "attributes: [{id: share, type: decimal}]\nstages:\n" +
			strings.Replace(sound, "exit: [", "exit: [{attribute: share, above: 9, below: 10}, ", 1), nil},
		{"bounds of two gates", signed + "attributes: [{id: seats, type: integer}]\nstages:\n" +
			"  - {id: one, title: One, exit: [{element: pain, level: told}, {attribute: seats, at_most: 5}]}\n" +
			strings.Replace(sound, "exit: [", "exit: [{attribute: seats, at_least: 10}, ", 1), nil},
		{"the exit and the enter that make one gate", signed + "attributes: [{id: seats, type: integer}]\nstages:\n" +
			"  - {id: one, title: One, exit: [{element: pain, level: told}, {attribute: seats, at_most: 5}]}\n" +
			strings.Replace(sound, "enter: [", "enter: [{attribute: seats, at_least: 10}, ", 1), []string{"5 contradiction"}},
		{"values that exclude each other", signed + "attributes: [{id: region, type: text}]\nstages:\n" +
			strings.Replace(sound, "exit: [", "exit: [{attribute: region, is: north}, {attribute: region, in: [south, east]}, ", 1), []string{"4 contradiction"}},
		{"values of two conditions", signed + "attributes: [{id: region, type: text}, {id: big, type: flag}]\nstages:\n" +
			strings.Replace(sound, "exit: [", "exit: [{attribute: region, is: north, when: {attribute: big, is: true}}, {attribute: region, is: south, when: {attribute: big, is: false}}, ", 1), nil},
		{"a bound that is another attribute", signed + "attributes: [{id: seats, type: integer}, {id: most, type: integer}]\nstages:\n" +
			strings.Replace(sound, "exit: [", "exit: [{attribute: seats, at_least: 10, at_most: most}, ", 1), nil},
		{"none of what the gate asks for", signed + "stages:\n" + strings.Replace(sound, "exit: [", "exit: [{none: [{element: money, level: told}]}, ", 1), []string{"3 contradiction"}},
		{"none of more than the gate asks for", signed + "stages:\n" + strings.Replace(sound, "exit: [", "exit: [{element: pain, level: guessed, within: 9d}, {none: [{element: pain, level: told, within: 3d}]}, ", 1), nil},
		{"milestones that make each other void", "milestones: [{id: signed, title: they signed, void_by: [left]}, {id: left, title: they left, void_by: [signed]}]\nstages:\n" +
			strings.Replace(sound, "exit: [", "exit: [{milestone: left}, ", 1), []string{"3 contradiction"}},
		{"days that are too far apart", signed + "stages:\n" + strings.Replace(sound, "exit: [", "exit: [{day: today, after: close_date, at_least: 9d, at_most: 3d}, ", 1), []string{"3 contradiction"}},
		{"what a milestone makes void may be asked not to be", "milestones: [{id: signed, title: they signed}, {id: no, title: they objected, void_by: [yes]}, {id: yes, title: they took it back}]\nstages:\n" +
			strings.Replace(sound, "exit: [", "exit: [{none: [{milestone: no}]}, ", 1), nil},

		// What is asked for twice.
		{"an element that lapses may be asked for again", signed + "stages:\n  - {id: one, title: One, exit: [{element: money, level: told}]}\n  - {id: two, title: Two, exit: [{element: money, level: told}, {element: pain, level: told}]}\n" + sound, nil},
		{"one that does not may not", signed + "stages:\n  - {id: one, title: One, exit: [{element: pain, level: told}]}\n  - {id: two, title: Two, exit: [{element: pain, level: told}, {element: money, level: told}]}\n" + sound, []string{"4 asked-again"}},
		{"nor the same choice", signed + "stages:\n  - {id: one, title: One, exit: [{any: [{element: pain, level: told}, {milestone: signed}]}]}\n" +
			"  - {id: two, title: Two, exit: [{element: money, level: told}, {any: [{element: pain, level: told}, {milestone: signed}]}]}\n" + sound, []string{"4 asked-again"}},
		{"what only one of two ways asks for may be asked for behind them", signed + "stages:\n  - {id: one, title: One, next: [two, last], exit: [{element: money, level: told}]}\n" +
			"  - {id: two, title: Two, exit: [{element: pain, level: shown}]}\n" + sound, nil},
		{"a next step may be asked for at every gate", signed + "stages:\n  - {id: one, title: One, exit: [{element: pain, level: told}, {next_step: {}}]}\n" +
			strings.Replace(sound, "exit: [", "exit: [{next_step: {}}, ", 1), nil},
		{"and twice in one gate may not", signed + "stages:\n  - {id: one, title: One, exit: [{element: pain, level: told}, {next_step: {}}]}\n" +
			strings.Replace(sound, "enter: [", "enter: [{next_step: {}}, ", 1), []string{"4 asked-again"}},
		{"what is always asked for needs no place of its own", signed + "stages:\n  - {id: one, title: One, exit: [{element: pain, level: told}, {next_step: {}}]}\n" + sound + "always: [{next_step: {}}]\n", []string{"3 asked-again"}},
		{"a branch that every way has asked for", signed + "stages:\n  - {id: one, title: One, exit: [{element: pain, level: told}]}\n" +
			"  - {id: two, title: Two, exit: [{element: money, level: told}, {any: [{element: pain, level: told}, {milestone: signed}]}]}\n" + sound, []string{"4 always-met"}},
		{"a stage that every way passes", signed + "stages:\n  - {id: one, title: One, exit: [{element: pain, level: told}]}\n" +
			strings.Replace(sound, "exit: [", "exit: [{reached: one}, ", 1), []string{"4 always-met"}},
		{"a stage that may be passed over", signed + "stages:\n  - {id: one, title: One, optional: true, exit: [{element: pain, level: told}]}\n" +
			strings.Replace(sound, "exit: [", "exit: [{reached: one}, ", 1), nil},
		{"a lower level asked for afresh", signed + "stages:\n  - {id: one, title: One, exit: [{element: money, level: shown}]}\n" +
			strings.Replace(sound, "level: shown}, {milestone", "level: told, within: 9d}, {milestone", 1), nil},

		// What the buyer did.
		{"words", "milestones:\n  - {id: a, title: Demo given}\n  - {id: b, title: proposal was submitted}\n  - {id: c, title: we sent the contract}\n  - {id: d, title: followed up}\n" +
			"  - {id: e, title: Called about the offer}\n  - {id: f, title: they sent us the contract}\n  - {id: g, title: buyer called for an offer}\n  - {id: h, title: somebody followed up}\n" +
			"  - {id: i, title: contract signed}\n  - {id: j, title: offer sent, by: seller}\n  - {id: k, title: legal sent the agreement}\n  - {id: l, title: proposal answered}\nroles: {buyer: [legal]}\nstages:\n" +
			"  - id: one\n    title: One\n    exit: [{element: pain, level: told}, {element: money, level: told}, {engaged: [legal]}, " +
			"{milestone: a}, {milestone: b}, {milestone: c}, {milestone: d}, {milestone: e}, {milestone: f}, {milestone: g}, {milestone: h}, {milestone: i}, {milestone: j}, {milestone: k}, {milestone: l}]\n",
			[]string{"2 seller-words", "3 seller-words", "4 seller-words", "5 seller-words", "6 seller-words"}},

		// Times.
		{"working days are compared with calendar days where that is sure", signed + "stages:\n" + strings.Replace(sound, "title: Last", "title: Last, expected: 10wd, limit: 13d", 1), nil},
		{"and ten of them take more than nine days", signed + "stages:\n" + strings.Replace(sound, "title: Last", "title: Last, expected: 10wd, limit: 9d", 1), []string{"3 expected-beyond-limit"}},
		{"a limit of a condition that expects less", signed + "stages:\n" + strings.Replace(sound, "title: Last", "title: Last, expected: 20d, limit: [{of: 9d, when: {milestone: signed}}, 30d]", 1), nil},
		{"a stay that is expected to be shorter", signed + "stages:\n" + strings.Replace(strings.Replace(sound, "title: Last", "title: Last, expected: 5d", 1), "exit: [", "exit: [{day: entered, before: today, at_least: 10d}, ", 1), []string{"3 limit-below-stay"}},
		{"signals in two degrees", signed + "stages:\n" + sound + "signals:\n  close_date_pushed: {warn: 3, flag: 2}\n  silent: {warn: 7d, flag: 14d}\n", []string{"5 warn-beyond-flag"}},

		// Segments.
		{"what one segment's bounds contradict names the segment", signed + "segments: [small, large]\nattributes: [{id: seats, type: integer}]\nstages:\n" +
			strings.Replace(sound, "exit: [", "exit: [{attribute: seats, at_least: {small: 1, large: 50}, at_most: 20}, ", 1), []string{"5 contradiction"}},
		{"a condition about a segment is none for nothing", signed + "segments: [small, large]\nstages:\n" +
			strings.Replace(sound, "{milestone: signed}", "{milestone: signed, when: {segment: small}}", 1), nil},
		{"one about every segment is", signed + "segments: [small, large]\nstages:\n" +
			strings.Replace(sound, "{milestone: signed}", "{milestone: signed, when: {segment: [small, large]}}", 1), []string{"4 constant-condition"}},
		{"a stage of one segment is reached in it", signed + "segments: [small, large]\nstages:\n  - {id: one, title: One, when: {segment: small}, exit: [{element: pain, level: told}]}\n" + sound, nil},
		{"what one segment uses is used", "milestones: [{id: signed, title: they signed}, {id: toured, title: they toured us}]\nsegments: [small, large]\nstages:\n" +
			strings.Replace(sound, "exit: [", "exit: [{milestone: toured, when: {segment: small}}, ", 1), nil},

		// What is left over.
		{"the seller's roles say who is who", signed + "roles: {seller: [rep, boss]}\nstages:\n" + sound, nil},
		{"where one of them matters the others are told, in one", signed + "roles: {seller: [rep, boss, desk]}\nstages:\n" + strings.Replace(sound, "{milestone: signed}", "{milestone: signed, waivable_by: [boss]}", 1), []string{"2 unused-role"}},
		{"what signals and the review go by is used", signed + "roles: {buyer: [champion, economic_buyer]}\nattributes: [{id: amount, type: decimal}]\nstages:\n" + sound, nil},
		{"a day is used by a limit", signed + "attributes: [{id: start, type: day}]\nstages:\n" + strings.Replace(sound, "title: Last", "title: Last, limit: {of: 3d, before: start}", 1), nil},
		{"a milestone is used by what it makes void", "milestones: [{id: signed, title: they signed, void_by: [undone]}, {id: undone, title: they undid it}]\nstages:\n" + sound, nil},
		{"a score asks for every element", signed + "stages:\n" + strings.Replace(sound, "{element: money, level: shown}", "{score: {at_least: 50}}", 1), nil},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, doubts(t, c.body)) })
	}
}

func TestADoubtOfOneSegmentNamesIt(t *testing.T) {
	_, list := stage.Lint(fstest.MapFS{"f.yaml": {Data: []byte(known)}, "p.yaml": {Data: []byte("process: p\ntitle: P\nframework: own\nsegments: [small, mid, large]\n" +
		signed + "stages:\n" + strings.Replace(sound, "title: Last", "title: Last, expected: {small: 10d, others: 30d}, limit: 20d", 1))}})
	require.Len(t, list, 1)
	require.Equal(t, "30d are expected, and the limit is 20d (in mid, large)", list[0].Message)
	require.Equal(t, "p.yaml:7:60", list[0].Pos.String(), "where the value of the segment stands")
}

func TestDoubtsAboutAProcessAreToldBesideTheMistakesOfAnother(t *testing.T) {
	files := fstest.MapFS{
		"f.yaml": {Data: []byte(known)},
		"p.yaml": {Data: []byte("process: p\ntitle: P\nframework: own\nroles: {buyer: [user]}\n" + signed + "stages:\n" + sound)},
		"q.yaml": {Data: []byte("process: q\ntitle: Q\nframework: own\nroles: {buyer: [user]}\nstages: [{id: one, title: One, exits: []}]\n")},
	}
	_, list := stage.Lint(files)
	require.Equal(t, []string{"p.yaml:4 lint/unused-role", "q.yaml:5 yaml/unknown-key"}, told(list, nil), "and nothing is said about the doubts of what is wrong")

	files["f.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(known, "valid_for: 60d", "valid_for: soon", 1))}
	_, list = stage.Lint(files)
	require.Equal(t, []string{"f.yaml:9 value/duration", "q.yaml:5 yaml/unknown-key"}, told(list, nil))
}

func TestLoadTellsTheDoubtsThatLintTells(t *testing.T) {
	files := fstest.MapFS{
		"f.yaml": {Data: []byte(known)},
		"p.yaml": {Data: []byte("process: p\ntitle: P\nframework: own\nroles: {buyer: [user]}\n" + signed + "stages:\n" + sound)},
	}
	book, err := stage.Load(files)
	require.NoError(t, err)
	_, list := stage.Lint(files)
	require.Len(t, list, 1)
	require.Equal(t, list, book.Warnings())
	book.Warnings()[0].Message = "changed by somebody"
	require.Equal(t, list, book.Warnings())
	require.Empty(t, stage.Builtin().Warnings())
}

func TestACommaThatCutsATextInTwoIsDoubted(t *testing.T) {
	for _, c := range []struct {
		ask  string
		want []string
	}{
		{"[Who signs, and when]", []string{"8 comma"}},
		{"[Who signs, when, and where]", []string{"8 comma"}},
		{"[Who signs., and when]", nil},
		{"[budget, timeline]", nil},
		{"[Who signs, When]", nil},
		{`["Who signs", and when]`, nil},
		{`[Who signs, "and when"]`, nil},
		{"Who signs, and when", nil},
		{"\n            - Who signs\n            - and when", nil},
	} {
		require.Equal(t, c.want, doubts(t, signed+"stages:\n  - id: last\n    title: Last\n    exit:\n      - element: pain\n        level: told\n        ask: "+c.ask+
			"\n      - {element: money, level: told}\n      - {milestone: signed}\n"), c.ask)
	}
}

func TestTheFrameworksOfTheHouseAreWithoutAnyDoubt(t *testing.T) {
	for _, dir := range []fs.FS{qualify.Files(), stage.Files(), os.DirFS("../testdata/sample/playbook")} {
		_, list := stage.Lint(dir)
		require.Empty(t, list.Warnings())
	}
}
