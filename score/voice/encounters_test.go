package voice_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
)

// about gives the sentences of a section.
func (x *told) about(v voice.Voice, title string) []voice.Sentence {
	for _, s := range x.sections[v] {
		if s.Title == title {
			return s.Sentences
		}
	}
	return nil
}

// encounters gives those of the sentences that tell one.
func encounters(list []voice.Sentence) []voice.Sentence {
	return slices.DeleteFunc(slices.Clone(list), func(s voice.Sentence) bool {
		on, _, _ := strings.Cut(s.Text, ": ")
		_, kind, _ := strings.Cut(on, ", ")
		return !strings.HasPrefix(on, "On ") || !slices.Contains([]string{"order", "advance", "continuation", "no sale"}, kind)
	})
}

// TestEncountersAreTold: all of them to the auditor, to the manager those of the
// window, each with what it rests on; and a run of more than one with just its
// encounters.
func TestEncountersAreTold(t *testing.T) {
	runs := 0
	everyTold(t, func(t *testing.T, x *told) {
		audited := encounters(x.about(voice.Auditor, "Every encounter"))
		require.Len(t, audited, x.talks.Len())
		i := 0
		for at := range x.talks.All() {
			s := audited[i]
			require.True(t, strings.HasPrefix(s.Text, "On "+at.Day.String()+", "+voice.EncounterType(at.Type)+": "), s.Text)
			require.Subset(t, s.Facts, append(at.Activities, at.Steps...))
			for _, c := range slices.Concat(at.Gained, at.Lost) {
				require.True(t, slices.Contains(s.Requirements, c.Requirement) || slices.Contains(s.Elements, c.Element), s.Text)
			}
			require.Equal(t, at.NoNextStep, strings.Contains(s.Text, "no next step"), s.Text)
			i++
		}
		managed := x.about(voice.Manager, "What changed")
		require.Len(t, encounters(managed), x.week.Encounters())
		run := slices.IndexFunc(managed, func(s voice.Sentence) bool { return strings.Contains(s.Text, " continuations since anything") })
		require.Equal(t, x.talks.Run() > 1 && x.week.Encounters() > 0, run >= 0)
		if run >= 0 {
			runs++
			days := map[deal.Day]bool{}
			for _, f := range managed[run].Facts {
				days[x.week.To().Record().On(f)] = true
			}
			require.Len(t, days, x.talks.Run(), managed[run].Text)
		}
	})
	require.Positive(t, runs, "no deal has a run")
}

// TestSignalsAreToldWithWhatTheyWereMeasuredBy to the manager and to the auditor.
func TestSignalsAreToldWithWhatTheyWereMeasuredBy(t *testing.T) {
	measured := 0
	everyTold(t, func(t *testing.T, x *told) {
		for s := range x.week.Card().Signals() {
			for v, title := range map[voice.Voice]string{voice.Manager: "What deserves a look", voice.Auditor: "Every signal"} {
				list := x.about(v, title)
				i := slices.IndexFunc(list, func(y voice.Sentence) bool { return slices.Contains(y.Signals, s.Signal) })
				require.GreaterOrEqual(t, i, 0, "%v: %v", v, s.Signal)
				require.Contains(t, list[i].Text, voice.Thresholds(s.Thresholds))
				if voice.Thresholds(s.Thresholds) != "" {
					measured++
				}
			}
		}
	})
	require.Positive(t, measured)
}

// promising is a deal in which the buyer promises figures in a call.
const promising = `{"deal":"P","segment":"midmarket","facts":[
{"person":"dana","name":"Dana Reyes","side":"buyer","on":"2026-02-02"},
{"activity":"call","with":["dana"],"reached":true,"on":"2026-02-10"}`

func TestTheRepIsToldOfBrokenPromises(t *testing.T) {
	book, _ := sample(t)
	const step = `{"next_step":"send the figures","id":"figures","due":"2026-02-17","owner":"dana","on":"2026-02-10"}`
	const broken = "Dana Reyes did not keep \u201csend the figures\u201d, promised on 2026-02-10 for 2026-02-17; "
	const empty = "The last encounter, on 2026-02-10, ended without a next step."
	for name, c := range map[string]struct {
		facts []string
		says  string
		by    []int
	}{
		"nothing was agreed":         {nil, empty, []int{1}},
		"one of another day":         {[]string{`{"next_step":"send a draft","due":"2026-02-27","owner":"seller","on":"2026-02-12"}`}, empty, []int{1}},
		"it is due":                  {[]string{strings.Replace(step, "02-17", "02-27", 1)}, "By 2026-02-27 Dana Reyes owes \u201csend the figures\u201d.", []int{2}},
		"it is overdue":              {[]string{step}, "Overdue by 3 days: Dana Reyes owes \u201csend the figures\u201d, due 2026-02-17.", []int{2}},
		"it has another day":         {[]string{step, strings.NewReplacer("02-17", "02-27", "02-10", "02-18").Replace(step)}, broken + "the new day is 2026-02-27.", []int{2, 3}},
		"it was called missed":       {[]string{step, `{"step_done":"figures","missed":true,"on":"2026-02-18"}`}, broken + "it was called missed on 2026-02-18.", []int{2, 3}},
		"it was done behind its day": {[]string{step, `{"step_done":"figures","on":"2026-02-18"}`}, "", nil},
		"it was missed long ago":     {[]string{strings.Replace(step, "02-17", "02-11", 1), `{"step_done":"figures","missed":true,"on":"2026-02-12"}`}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			rec, err := deal.Decode("p.ndjson", strings.NewReader(strings.ReplaceAll(strings.Join(append([]string{promising}, c.facts...), ",")+"]}", "\n", "")))
			require.NoError(t, err)
			x := tell(t, book, rec, deal.DayOf(2026, 2, 13), deal.DayOf(2026, 2, 20))
			list := x.about(voice.Rep, "What is promised")
			i := slices.IndexFunc(list, func(s voice.Sentence) bool { return s.Text == c.says })
			if c.says == "" {
				require.False(t, slices.ContainsFunc(list, func(s voice.Sentence) bool { return strings.Contains(s.Text, "Dana Reyes") }), list)
				return
			}
			require.GreaterOrEqual(t, i, 0, list)
			require.Equal(t, c.by, list[i].Facts)
		})
	}
}

func TestNobodyIsToldOfEncountersThatNobodyAskedFor(t *testing.T) {
	book, recs := sample(t)
	for _, rec := range recs {
		x := tell(t, book, rec, deal.DayOf(2026, 2, 27), deal.DayOf(2026, 3, 6))
		for v := range x.sections {
			x.sections[v] = voice.Tell(voice.Voice(v), x.week, nil, x.next)
		}
		require.Empty(t, x.about(voice.Auditor, "Every encounter"))
		require.Empty(t, encounters(x.about(voice.Manager, "What changed")))
	}
}

func TestTheManagerIsToldWhatCannotBeJudged(t *testing.T) {
	sparse := 0
	everyTold(t, func(t *testing.T, x *told) {
		row := score.RowOf(x.week)
		said := slices.ContainsFunc(x.about(voice.Manager, "The verdict"), func(s voice.Sentence) bool { return strings.HasPrefix(s.Text, "Too little on record") })
		require.Equal(t, row.Sparse && row.Stands.IsZero(), said)
		if said {
			sparse++
		}
	})
	require.Positive(t, sparse)
}
