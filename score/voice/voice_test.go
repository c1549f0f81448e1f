package voice_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
	"github.com/headway-go/headway/stage"
)

// told is a deal with what it was told from.
type told struct {
	week     *score.Progress
	talks    *score.Dialogue
	next     *score.Plan
	sections [3][]voice.Section // by voice
}

func tell(t *testing.T, book *stage.Playbook, rec *deal.Record, from, to deal.Day) *told {
	t.Helper()
	week, err := score.Compare(book, rec, from, to)
	require.NoError(t, err)
	next, err := score.Prepare(book, rec, to, score.Meeting{Max: 5})
	require.NoError(t, err)
	talks, err := score.Encounters(book, rec, to)
	require.NoError(t, err)
	out := &told{week: week, talks: talks, next: next}
	for v := range out.sections {
		out.sections[v] = voice.Tell(voice.Voice(v), week, talks, next)
	}
	return out
}

// sentences gives every sentence of all voices, and the one behind the verdict.
func (x *told) sentences() []voice.Sentence {
	out := []voice.Sentence{voice.Why(x.week)}
	for _, sections := range x.sections {
		for _, s := range sections {
			out = append(out, s.Sentences...)
		}
	}
	return out
}

// sample gives the records of the sample deals and the playbook.
func sample(t *testing.T) (*stage.Playbook, []*deal.Record) {
	t.Helper()
	const dir = "../../testdata/sample"
	book, err := stage.Load(os.DirFS(dir + "/playbook"))
	require.NoError(t, err)
	names, err := filepath.Glob(dir + "/deals/*.yaml")
	require.NoError(t, err)
	var recs []*deal.Record
	for _, name := range names {
		f, err := os.Open(name)
		require.NoError(t, err)
		rec, err := deal.Decode(name, f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		recs = append(recs, rec)
	}
	require.Len(t, recs, 19)
	return book, recs
}

// cases is how many generated deals are told.
const cases = 200

// everyTold calls a function with generated deals, each between two days, and with
// the sample.
func everyTold(t *testing.T, check func(t *testing.T, x *told)) {
	t.Parallel()
	verdicts := map[score.Verdict]int{}
	tried := 0
	for seed := uint64(0); tried < cases; seed++ {
		x, ok := generated(t, seed)
		if !ok {
			continue
		}
		tried++
		verdicts[x.week.Verdict()]++
		where := fmt.Sprintf("seed %d, %v to %v", seed, x.week.From().Day(), x.week.To().Day())
		try(t, where, func() { check(t, x) })
	}
	book, recs := sample(t)
	for _, rec := range recs {
		for _, to := range []deal.Day{deal.DayOf(2026, 1, 30), deal.DayOf(2026, 3, 6)} {
			if rec.AsOf(to).Len() > 0 {
				try(t, rec.ID+" on "+to.String(), func() { check(t, tell(t, book, rec, to.Add(-7), to)) })
			}
		}
	}
	for v := score.Lost; v <= score.Won; v++ {
		require.Positive(t, verdicts[v], "no generated deal is %v", v)
	}
}

// try says where it was when a check fails.
func try(t *testing.T, where string, check func()) {
	defer func() {
		if t.Failed() {
			t.Log(where)
		}
	}()
	check()
}

// generated tells the deal of a seed; ok is false when its playbook cannot be
// loaded, which is seldom.
func generated(t *testing.T, seed uint64) (x *told, ok bool) {
	c := generate.Seeded(seed, generate.Only{Without: generate.Applies})
	files := fstest.MapFS{}
	for name, text := range c.Files() {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	book, err := stage.Load(files)
	if err != nil {
		return nil, false
	}
	rec, err := c.Record(c.Facts)
	require.NoError(t, err)
	r := generate.Rand(^seed)
	from := generate.Start.Add(r.IntN(generate.Days))
	return tell(t, book, rec, from, from.Add(r.IntN(20))), true
}

// TestNoSentenceIsWithoutAHandle: every sentence has at least one, and each is
// there, in what had been noted by the day and in the process.
func TestNoSentenceIsWithoutAHandle(t *testing.T) {
	everyTold(t, func(t *testing.T, x *told) {
		view, process := x.week.To(), x.week.Card().Process()
		reqs := slices.Collect(process.Requirements())
		stages := slices.Concat(slices.Collect(process.Stages()), slices.Collect(process.Ends()))
		for track := range process.Tracks() {
			stages = slices.AppendSeq(stages, track.Stages())
		}
		elements := slices.Collect(process.Framework().Elements())
		for _, s := range x.sentences() {
			n := len(s.Digests) + len(s.Facts) + len(s.Requirements) + len(s.Elements) + len(s.Stages) + len(s.Signals)
			if s.Verdict != score.NoVerdict {
				n++
				require.Equal(t, x.week.Verdict(), s.Verdict, s.Text)
			}
			require.Positive(t, n, s.Text)
			for _, i := range s.Facts {
				require.True(t, i >= 0 && i < view.Len(), "fact %d of %d: %s", i, view.Len(), s.Text)
			}
			for _, r := range s.Requirements {
				require.Contains(t, reqs, r, s.Text)
			}
			for _, e := range s.Elements {
				require.Contains(t, elements, e, s.Text)
			}
			for _, p := range s.Stages {
				require.Contains(t, stages, p, s.Text)
			}
			for _, sig := range s.Signals {
				require.True(t, x.week.Card().Has(sig), "%v: %s", sig, s.Text)
			}
			d := x.week.Card().Digests()
			for _, y := range s.Digests {
				require.Contains(t, []deal.Digest{d.Process, d.Framework, d.Record}, y, s.Text)
			}
			requireNoneTwice(t, s)
		}
	})
}

func requireNoneTwice(t *testing.T, s voice.Sentence) {
	t.Helper()
	once(t, s.Facts, s.Text)
	once(t, s.Requirements, s.Text)
	once(t, s.Elements, s.Text)
	once(t, s.Stages, s.Text)
	once(t, s.Signals, s.Text)
}

func once[T comparable](t *testing.T, list []T, text string) {
	t.Helper()
	for i, x := range list {
		require.NotContains(t, list[:i], x, text)
	}
}

// misnumbered is one of many, or many of one.
var misnumbered = regexp.MustCompile(`things is |(^|[ (])(1 (facts|days|things|requirements|stages|encounters|attempts|people|next steps|times)|([2-9]|\d\d+) (fact|day|thing|requirement|stage|encounter|attempt|person|next step))\b`)

// TestSentencesAreSentences: they begin and end alike, and nothing shows through
// of how they were made.
func TestSentencesAreSentences(t *testing.T) {
	everyTold(t, func(t *testing.T, x *told) {
		for _, sections := range x.sections {
			for _, s := range sections {
				require.NotEmpty(t, s.Title)
				require.NotEmpty(t, s.Sentences, s.Title)
			}
		}
		for _, s := range x.sentences() {
			first, _ := utf8.DecodeRuneInString(s.Text)
			require.True(t, unicode.IsUpper(first) || unicode.IsDigit(first), s.Text)
			require.True(t, strings.HasSuffix(s.Text, "."), s.Text)
			for _, wrong := range []string{"  ", "%!", "<nil>", "()", "\u201c\u201d", "[]", " ,", " ;", " :", "0001-01-01", "..", ";.", ":.", ",.", ": ;", ": ."} {
				require.NotContains(t, s.Text, wrong)
			}
			require.NotRegexp(t, misnumbered, s.Text)
		}
	})
}

// TestTheReasonOfAVerdictHasTheFactsThatDecidedIt, of a row as of what it was made
// from.
func TestTheReasonOfAVerdictHasTheFactsThatDecidedIt(t *testing.T) {
	everyTold(t, func(t *testing.T, x *told) {
		s := voice.Why(x.week)
		require.Equal(t, x.week.Verdict(), s.Verdict)
		require.ElementsMatch(t, x.week.Decided(), s.Facts, s.Text)
		require.True(t, strings.HasPrefix(strings.ToLower(s.Text), x.week.Verdict().String()), s.Text)
		row := score.RowOf(x.week)
		require.Equal(t, s, voice.WhyOf(x.week.To().Record(), &row))
	})
}

// TestTheAuditorIsToldEverything: each line, each requirement and each fact.
func TestTheAuditorIsToldEverything(t *testing.T) {
	everyTold(t, func(t *testing.T, x *told) {
		facts, strays := map[int]bool{}, map[int]bool{}
		var lines []qualify.Element
		var reqs []stage.Requirement
		for _, s := range x.sections[voice.Auditor] {
			for _, y := range s.Sentences {
				switch s.Title {
				case "Every fact":
					require.Len(t, y.Facts, 1)
					require.True(t, strings.HasPrefix(y.Text, fmt.Sprintf("Fact %d", y.Facts[0])), y.Text)
					facts[y.Facts[0]] = true
				case "Every requirement":
					require.Len(t, y.Requirements, 1)
					reqs = append(reqs, y.Requirements[0])
				case "The score, line by line":
					if len(lines) < x.week.Card().Process().Framework().Len() {
						require.Len(t, y.Elements, 1)
						lines = append(lines, y.Elements[0])
					}
				case "What counts for nothing":
					for _, f := range y.Facts {
						strays[f] = true
					}
				}
			}
		}
		require.Len(t, facts, x.week.To().Len())
		require.Equal(t, slices.Collect(x.week.Card().Process().Requirements()), reqs)
		require.Equal(t, slices.Collect(x.week.Card().Process().Framework().Elements()), lines)
		for _, s := range x.week.Card().Strays() {
			require.Contains(t, strays, s.Fact)
		}
	})
}

// TestTheManagerIsToldWhatChanged: everything that was lost, gained and confirmed
// again is a handle of what is told, and so is every signal.
func TestTheManagerIsToldWhatChanged(t *testing.T) {
	everyTold(t, func(t *testing.T, x *told) {
		var signals []score.Signal
		reqs, elements := map[stage.Requirement]bool{}, map[qualify.Element]bool{}
		for _, s := range x.sections[voice.Manager] {
			for _, y := range s.Sentences {
				if s.Title == "What deserves a look" {
					signals = append(signals, y.Signals...)
				}
				if s.Title == "What changed" {
					for _, r := range y.Requirements {
						reqs[r] = true
					}
					for _, e := range y.Elements {
						elements[e] = true
					}
				}
			}
		}
		for _, c := range slices.Concat(x.week.Lost(), x.week.Gained(), x.week.Renewed()) {
			require.True(t, reqs[c.Requirement] || elements[c.Element], c.ID())
		}
		severity := map[score.Signal]score.Severity{}
		n := 0
		for s := range x.week.Card().Signals() {
			n++
			severity[s.Signal] = s.Severity
		}
		require.Len(t, signals, n)
		require.True(t, slices.IsSortedFunc(signals, func(a, b score.Signal) int { return int(severity[b]) - int(severity[a]) }), "flags come first")
	})
}

// TestTheRepIsToldWhatToAsk: each ask of the plan is told, in its order, and so is
// everything that somebody is missing for.
func TestTheRepIsToldWhatToAsk(t *testing.T) {
	asked := 0
	everyTold(t, func(t *testing.T, x *told) {
		var reqs []stage.Requirement
		for _, s := range x.sections[voice.Rep] {
			for _, y := range s.Sentences {
				if strings.HasPrefix(y.Text, "First, ") || strings.HasPrefix(y.Text, "Then, ") {
					reqs = append(reqs, y.Requirements...)
				}
			}
		}
		var want []stage.Requirement
		for _, a := range x.next.Asks() {
			want = append(want, a.Requirement)
		}
		require.Equal(t, want, reqs)
		asked += len(want)
		told := voice.Tell(voice.Rep, x.week, x.talks, nil)
		for _, s := range told {
			require.NotEqual(t, "What to ask next", s.Title, "nobody has planned it")
		}
	})
	require.Positive(t, asked)
}

// TestVoicesHaveNames that find them again.
func TestVoicesHaveNames(t *testing.T) {
	require.Equal(t, []string{"rep", "manager", "auditor"}, voice.Voices())
	for i, name := range voice.Voices() {
		v, ok := voice.ByName(name)
		require.True(t, ok)
		require.Equal(t, voice.Voice(i), v)
		require.Equal(t, name, v.String())
	}
	_, ok := voice.ByName("boss")
	require.False(t, ok)
}

// TestNothingIsWithoutWords: an id is no word for what deserves a look, for why
// no meeting brings something, or for why a fact counts for nothing.
func TestNothingIsWithoutWords(t *testing.T) {
	for i, id := range stage.Signals() {
		require.NotEqual(t, id, voice.Signal(score.Raised{Signal: stage.Signal(i), Count: 1, Days: 2}, "offer"))
	}
	for r := score.NotYet; r <= score.NoMeeting; r++ {
		require.NotEqual(t, r.String(), voice.Reason(r))
	}
	said := map[string]bool{}
	for _, a := range []stage.Answer{stage.Met, stage.Unmet, stage.Unknown, stage.Waived, stage.Off} {
		said[voice.Answer(a)] = true
	}
	require.Len(t, said, 5, "each answer has its own word")
}

// TestWhatStrangersWroteIsLeftAsItIs for whoever writes it out.
func TestWhatStrangersWroteIsLeftAsItIs(t *testing.T) {
	const note = "<b>a\x1b[31m & b</b>\nc"
	book, _ := sample(t)
	rec := deal.New(deal.Header{ID: "x", Segment: "midmarket"})
	at := deal.Stamp{On: deal.DayOf(2026, 3, 2)}
	require.NoError(t, rec.Append(deal.Person{Stamp: at, Person: "ann", Side: deal.Buyer}))
	at.Note = note
	require.NoError(t, rec.Append(deal.Evidence{Stamp: at, Element: "pain", Form: deal.Statement, From: "ann"}))
	x := tell(t, book, rec, deal.DayOf(2026, 3, 1), deal.DayOf(2026, 3, 3))
	for _, v := range []voice.Voice{voice.Manager, voice.Auditor} {
		require.True(t, slices.ContainsFunc(x.sections[v], func(s voice.Section) bool {
			return slices.ContainsFunc(s.Sentences, func(y voice.Sentence) bool { return strings.Contains(y.Text, note) })
		}), "the %v is told the note", v)
	}
}

// TestTheSameIsToldTwice: telling changes nothing that is told from.
func TestTheSameIsToldTwice(t *testing.T) {
	book, recs := sample(t)
	for _, rec := range recs {
		x := tell(t, book, rec, deal.DayOf(2026, 2, 27), deal.DayOf(2026, 3, 6))
		for v := range x.sections {
			require.Equal(t, x.sections[v], voice.Tell(voice.Voice(v), x.week, x.talks, x.next))
		}
	}
}
