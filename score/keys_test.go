package score_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/schema"
	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// TestEveryKeyChangesAnAnswer walks the playbook and the deals in testdata/keys,
// in which every key of the language stands on a line of its own, with another
// line to put in its place: then something that is told has to be another.
func TestEveryKeyChangesAnAnswer(t *testing.T) {
	files, trials := keyTrials(t)
	before := map[bool]string{}
	for _, words := range []bool{false, true} {
		before[words] = everythingTold(t, files, words)
		require.Equal(t, before[words], everythingTold(t, files, words), "told twice it is the same, or every trial would pass")
	}
	for _, trial := range trials {
		t.Run(trial.key, func(t *testing.T) {
			t.Parallel()
			other := fstest.MapFS{}
			for name, f := range files {
				other[name] = f
			}
			lines := strings.Split(string(files[trial.file].Data), "\n")
			lines[trial.line] = trial.other
			other[trial.file] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
			_, name, _ := strings.Cut(trial.key, ".")
			words := slices.Contains(shown, name) || slices.Contains(shown, trial.key)
			if before[words] == everythingTold(t, other, words) {
				t.Errorf("%s:%d: nothing is told otherwise with %q", trial.file, trial.line+1, trial.other)
			}
		})
	}
}

// shown are the keys that are for people: nothing is judged by them. All others
// have to change an answer, and not only the words for what is asked.
var shown = []string{"title", "version", "about", "source", "means", "letter", "ask", "shows", "why", "unit", "purpose", "probability", "forecast",
	"name", "account", "ref", "note", "pause.by", "step_done.missed"}

// keyTrial is one line to be replaced.
type keyTrial struct {
	key, file string
	line      int
	other     string
}

var trialMark = regexp.MustCompile(`^( *)(.*?) +#@ ([^>]*?) ->(?: (.*))?$`)

// keyTrials reads the playbook and its trials.
func keyTrials(t *testing.T) (fstest.MapFS, []keyTrial) {
	t.Helper()
	fsys := os.DirFS("testdata/keys")
	names, err := fs.Glob(fsys, "*.yaml")
	require.NoError(t, err)
	names = append(names, keyDealsFile)
	files := fstest.MapFS{}
	var trials []keyTrial
	for _, name := range names {
		src, err := fs.ReadFile(fsys, name)
		require.NoError(t, err)
		files[name] = &fstest.MapFile{Data: src}
		for i, line := range strings.Split(string(src), "\n") {
			if m := trialMark.FindStringSubmatch(line); m != nil {
				other := ""
				if m[4] != "" {
					other = m[1] + m[4]
				}
				trials = append(trials, keyTrial{m[3], name, i, other})
			}
		}
	}
	require.NotEmpty(t, trials)
	return files, trials
}

const keyDealsFile = "deals.txt"

// keyDeals reads the deals that are told of.
func keyDeals(t *testing.T, files fs.FS) []*deal.Record {
	t.Helper()
	src, err := fs.ReadFile(files, keyDealsFile)
	require.NoError(t, err)
	text := regexp.MustCompile(`(?m) +#@ .*$`).ReplaceAllString(string(src), "")
	var out []*deal.Record
	for _, part := range strings.Split(text, "\n# deal: ")[1:] {
		header, facts, _ := strings.Cut(part, "\n")
		_, header, _ = strings.Cut(header, ", ")
		out = append(out, story.Tell(strings.ReplaceAll(header, ", ", "\n"), facts))
	}
	return out
}

// everythingTold writes down all that is told of the definitions and the deals;
// of a playbook that cannot be loaded, why.
func everythingTold(t *testing.T, files fs.FS, words bool) string {
	t.Helper()
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	book, err := stage.Load(files)
	require.NoError(t, err)
	for p := range book.Processes() {
		if words {
			tellDefinition(say, p)
		}
	}
	eval := score.NewEvaluator(book)
	for i, rec := range keyDeals(t, files) {
		if words {
			say("%s %s %s %s", rec.ID, rec.Title, rec.Account, rec.Owner)
			for f := range rec.Len() {
				say("%s %+v", rec.Cite(f), rec.Fact(f))
			}
		}
		for day := 0; day <= 110; day += keyStep(i, day) {
			card, err := eval.Card(rec, story.Day(day))
			if err != nil {
				say("deal %d on +%d: %v", i, day, err)
				continue
			}
			say("deal %d on +%d:\n%s", i, day, strings.Join(dump(card, byIndex), "\n"))
			tellBeside(say, card)
			if day >= 7 {
				p, err := eval.Progress(rec, story.Day(day-7), story.Day(day))
				require.NoError(t, err)
				say("%s", strings.Join(dumpProgress(p, byIndex), "\n"))
			}
		}
	}
	return b.String()
}

// keyStep is how many days on the next look is: few for the deals that are there
// for the choice of their process.
func keyStep(record, day int) int {
	switch {
	case record > 0 && record < 6:
		return 100
	case day < 12:
		return 1
	}
	return 4
}

// tellDefinition tells what is shown of a process whatever the deal.
func tellDefinition(say func(string, ...any), p *stage.Process) {
	say("process %s %q %q %q %q", p.ID(), p.Title(), p.Version(), p.About(), p.Source())
	f := p.Framework()
	say("framework %s %q %q %q %q by %v", f.ID(), f.Title(), f.Version(), f.About(), f.Source(), f.Method())
	for l := range f.Levels() {
		say("level %v %q %d", l, l.Means(), l.Points())
	}
	for e := range f.Elements() {
		say("element %v %q %q %q %q", e, e.Title(), e.Letter(), e.About(), e.Ask())
		for l := range f.Levels() {
			say("shows %v: %q", l, e.Shows(l))
		}
	}
	for s := range p.Stages() {
		percent, said := s.Probability()
		say("stage %v %q %q %d %v %v", s, s.Title(), s.Purpose(), percent, said, s.Forecast())
	}
	for s := range p.Ends() {
		say("end %v %q %v", s, s.Title(), s.Kind())
	}
	for x := range p.Tracks() {
		say("track %v %q", x, x.Title())
	}
	for r := range p.Requirements() {
		say("requirement %v %q %q %q", r, r.Title(), r.Why(), r.Ask())
	}
}

// tellBeside tells what stands beside the card.
func tellBeside(say func(string, ...any), card *score.Card) {
	pos := card.Position()
	say("overdue %v, silence %v, stuck %v, uninvolved %v", pos.Overdue(), fmt.Sprint(pos.Silence()), fmt.Sprint(pos.Stuck()), pos.Uninvolved())
	for x := range card.Process().Tracks() {
		s, done := pos.At(x)
		say("track %v: %v %v", x, s, done)
	}
}

// onTrialAs are the kinds of thing whose keys are on trial under another name.
var onTrialAs = map[string]string{
	"way to show a level": "way", "stage of a track": "stage", "quiet period": "quiet", "who is involved": "involve",
}

// byTheirNames are the keys without which a thing could not be told from others,
// or would not be there: every other trial rests on them.
var byTheirNames = []string{"id", "framework.framework", "framework.levels", "framework.elements", "framework.score", "score.bands",
	"process.process", "process.framework", "process.roles", "process.milestones", "process.attributes", "process.calendar", "process.stages",
	"process.ends", "process.moves", "process.tracks", "calendar.quiet", "stage.silence", "stage.involve", "requirement.next_step",
	"deal.deal", "deal.facts", "person.person"}

// TestEveryKeyIsOnTrial holds the trials to the tables of keys that are read.
func TestEveryKeyIsOnTrial(t *testing.T) {
	_, trials := keyTrials(t)
	tried := map[string]bool{}
	for _, trial := range trials {
		tried[trial.key] = true
	}
	article := regexp.MustCompile(`^(an?|the) `)
	for k, shape := range schema.Keys() {
		name := article.ReplaceAllString(shape.Name, "")
		if other, ok := onTrialAs[name]; ok {
			name = other
		}
		if strings.HasPrefix(name, "requirement of kind ") {
			name = "requirement"
		}
		if kind, ok := strings.CutPrefix(name, "fact of kind "); ok {
			if name = kind; name == "stage" {
				name = "stage_fact"
			}
			if slices.Contains([]string{"on", "noted", "ref", "note"}, k.Name) {
				name = "fact"
			}
		}
		if strings.HasPrefix(name, "condition of kind ") || strings.Contains(name, "expectation") || name == "scenario" || name == "bounds" || name == "signals" {
			continue // a condition is answered as a requirement is; scenarios have trials of their own
		}
		key := name + "." + k.Name
		if !tried[key] && !slices.Contains(byTheirNames, key) && !slices.Contains(byTheirNames, k.Name) {
			t.Errorf("the key %q of %s is not on trial (%s)", k.Name, shape.Name, key)
		}
	}
}
