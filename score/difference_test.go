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

// tell writes down what differs, a line each.
func tell(d score.Difference) []string {
	var out []string
	say := func(what string, was, is any) {
		if was != is {
			out = append(out, fmt.Sprintf("%s %v to %v", what, was, is))
		}
	}
	if a, b := d.Old.Row, d.New.Row; d.Judged() {
		say("process", a.Process.ID(), b.Process.ID())
		say("stage", a.Earned.ID(), b.Earned.ID())
		say("stands", a.Stands.ID(), b.Stands.ID())
		say("verdict", a.Verdict, b.Verdict)
		say("score", a.Score, b.Score)
		say("remaining", a.Remaining, b.Remaining)
		say("gate", a.Gate.ID(), b.Gate.ID())
	}
	if d.Old.Err != nil {
		out = append(out, "only the new can judge it")
	}
	if d.New.Err != nil {
		out = append(out, "only the old can judge it")
	}
	for _, c := range d.Causes {
		s := c.Kind().String() + " " + c.ID()
		if c.Kind() == score.AnsweredOtherwise {
			s += fmt.Sprintf(": %v to %v", c.Old.Answer, c.New.Answer)
		}
		out = append(out, s)
	}
	for _, e := range d.Elements {
		out = append(out, fmt.Sprintf("element %s: %v %d/%d to %v %d/%d", e.Element(), e.Old.Level, e.Old.Points, e.Old.Most, e.New.Level, e.New.Points, e.New.Most))
	}
	for _, s := range d.Raised {
		out = append(out, "raised "+s.Signal.String())
	}
	for _, s := range d.Cleared {
		out = append(out, "cleared "+s.Signal.String())
	}
	return out
}

func TestWhatAnotherPlaybookMakesOfADeal(t *testing.T) {
	const told = people + `
+0 next_step: meet, due: +90, owner: buyer
+1 evidence: pain, form: statement, from: ann
+2 activity: visit, with: [ann, bob], reached: true
+12 milestone: agreed
`
	for _, c := range []struct {
		name     string
		was, is  []string // pairs to replace in the simple process
		framwork []string // the same in the framework of the new
		want     []string
	}{
		{name: "nothing differs"},
		{name: "a title and a key order, which are nothing to the deal", is: []string{"title: D, exit", "title: Discover, exit"}},
		{
			name: "a level is raised, so that the deal falls back to where it is asked for",
			is:   []string{"level: stated", "level: committed"},
			want: []string{"stage close to discover", "verdict advanced to progressing", "remaining 2 to 3", "gate won to propose",
				"asked_besides pain-committed"},
		},
		{
			name: "the same under an id of its own",
			was:  []string{"level: stated", "level: stated, id: why"}, is: []string{"level: stated", "level: committed, id: why"},
			want: []string{"stage close to discover", "verdict advanced to progressing", "remaining 2 to 3", "gate won to propose",
				"answered_otherwise why: met to unmet"},
		},
		{
			name: "a demand more on the way ahead",
			is:   []string{"{milestone: security}", "{milestone: security}, {milestone: board}"},
			want: []string{"remaining 2 to 3", "asked_besides board"},
		},
		{
			name: "what was gained is not asked for any more",
			is:   []string{"{milestone: agreed}, ", ""},
			want: []string{"verdict advanced to waiting", "asked_no_more agreed"},
		},
		{
			name: "a demand is asked for earlier",
			is:   []string{"{element: pain, level: stated}", "{element: pain, level: stated}, {milestone: tested, optional: true}"},
			want: nil,
		},
		{
			name: "what is open anyway is asked for at an earlier gate",
			is:   []string{"{milestone: agreed}, ", "{milestone: agreed}, {milestone: security}, "},
			want: []string{"stage close to propose", "verdict advanced to progressing", "gate won to close", "asked_elsewhere security"},
		},
		{
			name:     "an element counts for more",
			framwork: []string{"title: Pain,", "title: Pain, weight: 3,"},
			want:     []string{"score {1666 10000} to {3000 10000}", "element pain: stated 2/4 to stated 6/12"},
		},
		{
			name: "a signal has another threshold",
			is:   []string{"ends:", "signals: {single_threaded: {people: 3}}\nends:"},
			want: []string{"raised single_threaded"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec := story.Tell("segment: p", told)
			old := playbook(t, strings.NewReplacer(c.was...).Replace(simple))
			new := playbookOn(t, strings.NewReplacer(c.framwork...).Replace(framework), strings.NewReplacer(c.is...).Replace(simple))
			d, err := score.Rejudge(old, new, rec, story.Day(10), story.Day(17))
			require.NoError(t, err)
			require.Equal(t, c.want, tell(d))
			require.Equal(t, len(c.want) > 0, d.Changed())
			again, err := score.Rejudge(new, old, rec, story.Day(10), story.Day(17))
			require.NoError(t, err)
			require.Equal(t, d.Changed(), again.Changed())
			require.Equal(t, d.Back(), again.Further(), "the other way round")
			require.Equal(t, d.Further(), again.Back())
		})
	}
}

func playbookOn(t *testing.T, framework, process string) *stage.Playbook {
	t.Helper()
	book, err := stage.Load(fstest.MapFS{"f.yaml": {Data: []byte(framework)}, "p.yaml": {Data: []byte(preamble + process)}})
	require.NoError(t, err)
	return book
}

// apart is a playbook of two processes, for a segment each.
func apart(t *testing.T, small, large string) *stage.Playbook {
	t.Helper()
	process := func(id, segment string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.NewReplacer("process: p\n", "process: "+id+"\n", "[p, q]", segment).Replace(preamble) + simple)}
	}
	book, err := stage.Load(fstest.MapFS{"f.yaml": {Data: []byte(framework)}, "1.yaml": process("one", small), "2.yaml": process("two", large)})
	require.NoError(t, err)
	return book
}

func TestADealThatOnePlaybookAloneCanJudgeIsAFinding(t *testing.T) {
	old, new := apart(t, "small", "large"), apart(t, "tiny", "small")
	r, err := score.NewRejudger(old, new, story.Day(0), story.Day(7))
	require.NoError(t, err)
	judge := func(segment string) (score.Difference, error) {
		return r.Rejudge(story.Tell("segment: "+segment, "+0 set: {amount: 100}"))
	}
	d, err := judge("large")
	require.NoError(t, err)
	require.Equal(t, []string{"only the old can judge it"}, tell(d))
	var unknown *stage.NoProcessError
	require.ErrorAs(t, d.New.Err, &unknown)
	require.True(t, d.Changed())
	require.False(t, d.Back() || d.Further())
	require.Equal(t, "100", d.Amount().String(), "what the old knows")

	d, err = judge("tiny")
	require.NoError(t, err)
	require.Equal(t, []string{"only the new can judge it"}, tell(d))

	d, err = judge("small")
	require.NoError(t, err)
	require.Equal(t, []string{"process one to two"}, tell(d))

	_, err = judge("nowhere")
	require.ErrorContains(t, err, "by the old playbook: deal story is of segment \"nowhere\"")
	require.ErrorContains(t, err, "by the new one: ")
	_, err = r.Rejudge(story.Tell("segment: small", "+9 set: {amount: 100}"))
	require.ErrorIs(t, err, score.ErrNotBegun)
	_, err = r.Rejudge(nil)
	require.Error(t, err)

	totals := r.Totals()
	require.Equal(t, 3, totals.Deals)
	require.Equal(t, 3, totals.Changed)
	require.Equal(t, []int{1, 1, 1, 3}, []int{totals.OnlyOld, totals.OnlyNew, totals.Process, totals.Skipped})
	require.Equal(t, []int{2, 1}, []int{totals.Old.Deals, totals.Old.Skipped})
	require.Equal(t, []int{2, 1}, []int{totals.New.Deals, totals.New.Skipped})

	_, err = score.NewRejudger(old, new, deal.Day{}, story.Day(7))
	require.Error(t, err)
	_, err = score.Rejudge(old, new, story.Tell("segment: small", ""), story.Day(8), story.Day(7))
	require.Error(t, err)
}

func TestAStageUnderAnotherNameIsNoStepBack(t *testing.T) {
	old := playbook(t, simple)
	renamed := playbook(t, strings.Replace(simple, "id: discover", "id: explore", 1))
	told := "+0 person: ann, side: buyer\n+1 evidence: pain, form: statement, from: ann\n"
	d, err := score.Rejudge(old, renamed, story.Tell("segment: p", "+0 person: ann, side: buyer"), story.Day(0), story.Day(7))
	require.NoError(t, err)
	require.Equal(t, []string{"stage discover to explore"}, tell(d))
	require.False(t, d.Back() || d.Further(), "nobody can tell")

	d, err = score.Rejudge(old, renamed, story.Tell("segment: p", told), story.Day(0), story.Day(7))
	require.NoError(t, err)
	require.False(t, d.Changed(), "it is past it")

	shorter := playbook(t, strings.Replace(simple, "  - {id: propose, title: P, exit: [{milestone: agreed}, {engaged: [economic_buyer]}]}\n", "", 1))
	d, err = score.Rejudge(old, shorter, story.Tell("segment: p", told), story.Day(0), story.Day(7))
	require.NoError(t, err)
	require.True(t, d.Further(), "propose is gone, and close lies behind it in the old")
	require.Equal(t, []string{"stage propose to close", "remaining 4 to 2", "gate close to won", "asked_no_more agreed", "asked_no_more engaged-economic_buyer"}, tell(d))
}

func TestDifferencesAreInTheOrderInWhichDealsNeedAttention(t *testing.T) {
	old := playbook(t, simple+"signals: {single_threaded: off, uninvolved_role: off}\n")
	new := playbook(t, strings.NewReplacer("level: stated", "level: committed", "{milestone: signed}", "{milestone: signed}, {milestone: board}").Replace(simple)+
		"signals: {single_threaded: off, no_economic_buyer: off, uninvolved_role: off}\n")
	const stated, quiet = "+0 person: ann, side: buyer\n+1 evidence: pain, form: statement, from: ann\n", "+0 person: ann, side: buyer\n"
	r, err := score.NewRejudger(old, new, story.Day(10), story.Day(17))
	require.NoError(t, err)
	var all []score.Difference
	for _, d := range []struct{ id, story string }{
		{"lost", quiet + "+2 stage: lost"},
		{"ahead-small", quiet},
		{"ahead-large", quiet + "+0 set: {amount: 50}"},
		{"back-small", stated},
		{"back-large", stated + "+0 set: {amount: 9}"},
		{"won-no-more", stated + "+0 set: {amount: 1}\n+3 milestone: signed\n+3 stage: won"},
		{"back-b", stated},
	} {
		rec := story.Tell("segment: p", d.story)
		rec.ID = d.id
		x, err := r.Rejudge(rec)
		require.NoError(t, err)
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b score.Difference) int { return a.Compare(&b) })
	var ids []string
	for _, d := range all {
		ids = append(ids, d.ID)
	}
	require.Equal(t, []string{"back-large", "won-no-more", "back-b", "back-small", "ahead-large", "ahead-small", "lost"}, ids)
	totals := r.Totals()
	require.Equal(t, 4, totals.Back.Deals)
	require.Equal(t, "10", totals.Back.Sum())
	require.Equal(t, 2, totals.Back.Missing)
	require.Equal(t, 1, totals.Old.Won.Deals)
	require.Equal(t, 1, totals.New.Unproven.Deals)
}

func TestAWorseVerdictNeedsAttentionAlsoWhereLessRemains(t *testing.T) {
	old := playbook(t, simple)
	shorter := playbook(t, strings.Replace(simple, "  - {id: propose, title: P, exit: [{milestone: agreed}, {engaged: [economic_buyer]}]}\n", "", 1))
	differ := func(id, told string) score.Difference {
		rec := story.Tell("segment: p", told)
		rec.ID = id
		d, err := score.Rejudge(old, shorter, rec, story.Day(10), story.Day(17))
		require.NoError(t, err)
		require.Less(t, d.New.Row.Remaining, d.Old.Row.Remaining)
		return d
	}
	better := differ("a", "+0 person: ann, side: buyer\n")
	worse := differ("b", "+0 person: ann, side: buyer\n+12 milestone: agreed\n")
	require.Equal(t, "progressing, busy", fmt.Sprint(worse.Old.Row.Verdict, ", ", worse.New.Row.Verdict))
	require.Negative(t, worse.Compare(&better))
	require.Positive(t, better.Compare(&worse))
}

func TestTheSamePlaybookTwiceChangesNothing(t *testing.T) {
	forAll(t, generate.Only{}, map[string]int{"something was gained": 30}, func(x *trial) {
		files := fstest.MapFS{}
		for name, src := range x.Files() {
			files[name] = &fstest.MapFile{Data: []byte(shuffle(t, x.r, src))}
		}
		again, err := stage.Load(files)
		require.NoError(x, err)
		from, to := x.day(), x.day()
		if to.Before(from) {
			from, to = to, from
		}
		rec := x.record(x.Facts)
		r, err := score.NewRejudger(x.book, again, from, to)
		require.NoError(x, err)
		d, err := r.Rejudge(rec)
		if err != nil {
			require.ErrorIs(x, err, score.ErrNotBegun)
			return
		}
		x.note("something was gained", len(d.Old.Row.Gained) > 0)
		require.False(x, d.Changed(), "%v\n%v", tell(d), x.tell(x.Facts))
		require.Empty(x, tell(d))
		require.Zero(x, r.Totals().Changed)

		reviewer, err := score.NewReviewer(x.book, from, to)
		require.NoError(x, err)
		_, err = reviewer.Review(rec)
		require.NoError(x, err)
		require.Equal(x, reviewer.Totals(), &r.Totals().Old, "a side is judged as in a review")
		require.Equal(x, reviewer.Totals(), &r.Totals().New)
	})
}

// less gives the process with one of the things taken out that its stages ask
// for.
func less(x *trial) *stage.Playbook {
	p := x.Process
	p.Stages = slices.Clone(p.Stages)
	s := &p.Stages[x.r.IntN(len(p.Stages))]
	list := &s.Exit
	if len(s.Enter) > 0 && x.r.IntN(2) == 0 {
		list = &s.Enter
	}
	if len(*list) < 2 {
		return nil
	}
	i := x.r.IntN(len(*list))
	*list = slices.Delete(slices.Clone(*list), i, i+1)
	book, err := stage.Load(fstest.MapFS{"f.yaml": {Data: []byte(x.Framework.YAML())}, "p.yaml": {Data: []byte(p.YAML())}})
	if err != nil {
		return nil
	}
	return book
}

func TestADifferenceIsTheSameFromBothSidesAndHasACause(t *testing.T) {
	worth := map[string]int{"something differs": 20, "more or less remains": 10, "another stage is earned": 4, "a deal moved for a cause": 4}
	forAll(t, generate.Only{}, worth, func(x *trial) {
		other := less(x)
		if other == nil {
			return
		}
		from := x.day()
		to := from.Add(x.r.IntN(40))
		rec := x.record(x.Facts)
		d, err := score.Rejudge(x.book, other, rec, from, to)
		if err != nil {
			require.ErrorIs(x, err, score.ErrNotBegun)
			return
		}
		back, err := score.Rejudge(other, x.book, rec, from, to)
		require.NoError(x, err)
		require.Equal(x, d.Changed(), back.Changed(), "%v", x.tell(x.Facts))
		require.Equal(x, d.Back(), back.Further())
		require.Equal(x, d.Further(), back.Back())
		require.Len(x, back.Causes, len(d.Causes))
		for _, c := range d.Causes {
			require.Contains(x, back.Causes, score.Cause{Old: c.New, New: c.Old}, "%v", x.tell(x.Facts))
		}
		a, b := d.Old.Row, d.New.Row
		x.note("something differs", d.Changed())
		x.note("another stage is earned", a.Earned.ID() != b.Earned.ID())
		x.note("a deal moved for a cause", (d.Back() || d.Further()) && len(d.Causes) > 0)
		x.note("a deal moved, and nothing that is asked today tells why", (d.Back() || d.Further()) && len(d.Causes) == 0)
		if a.Remaining != b.Remaining && a.Remaining != stage.NoWay && b.Remaining != stage.NoWay {
			x.note("more or less remains", true)
			require.NotEmpty(x, d.Causes, "%v\n%v %v\n%v\n%v\n%v", tell(d), a.Unmet, b.Unmet, from, to, x.tell(x.Facts))
		}
	})
}
