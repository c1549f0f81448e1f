package score_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/scenario"
	"github.com/headway-go/headway/stage"
)

// documents writes a case down as the files in which people hand it in: the
// definitions, a scenario of the same facts, and the deal as YAML and as JSON.
func (x *trial) documents() map[string]string {
	docs := x.Files()
	rec := x.record(x.Facts)
	var yaml strings.Builder
	require.NoError(x, rec.WriteYAML(&yaml))
	line, err := rec.MarshalJSON()
	require.NoError(x, err)
	_, facts, _ := strings.Cut(yaml.String(), "facts:")
	docs["deal.yaml"], docs["deal.json"] = yaml.String(), string(line)
	docs["story.yaml"] = "scenario: all of it\nprocess: " + x.Process.ID + "\nfacts:" + facts + fmt.Sprintf(`
expect:
  - {at: %v, stage: none, gate: open, remaining: 3, signals: {lacks: [silent]}}
  - {between: [%v, %v], verdict: busy, gained: []}
`, x.day(), generate.Start, x.day().Add(40))
	return docs
}

// spoiled is a document with some mistakes in it: such as a hand makes that
// writes, and such as no hand makes.
func (x *trial) spoiled(doc string, all map[string]string) string {
	src := []byte(doc)
	if x.r.IntN(2) == 0 { // it may well mean something still
		return string(altered(x.r, src, all))
	}
	for range 1 + x.r.IntN(4) {
		src = spoil(x.r, src, all)
	}
	return string(src)
}

var (
	value = regexp.MustCompile(`[:\[,] ?([a-z0-9_-]+)[,\]}\n]`) // that is no key
	odd   = []string{
		"&a ", "*a", "<<: ", "!!int ", "{", "}", "[", "]", "- ", ": ", ":", "#", "\t", "\r\n", "\n\n", "---\n", "...", "|", ">", "\"", "'", "%", "@", "`", "\x00", "\xff\xfe",
		"\u202e", "é", "null", "true", "~", "0", "-1", "1e9", "0x10", "9999999999999999999", "2026-13-40", "9999-12-31", "0001-01-01", "0d", "99999999d", "10wd", "+9d",
		"any", "earlier", "none", "done", "entered", "today", "close_date", "segment", "others", "buyer", strings.Repeat("[", 80), strings.Repeat("{a: ", 80), strings.Repeat("9", 60),
	}
)

func spoil(r *rand.Rand, src []byte, all map[string]string) []byte {
	if len(src) == 0 {
		src = []byte(odd[r.IntN(len(odd))])
	}
	at := r.IntN(len(src))
	end := min(len(src), at+1+r.IntN(20))
	lines := bytes.SplitAfter(src, []byte("\n"))
	line := r.IntN(len(lines))
	switch r.IntN(10) {
	case 0: // another byte
		src = bytes.Clone(src)
		src[at] = byte(r.IntN(256))
	case 1:
		return slices.Delete(bytes.Clone(src), at, end)
	case 2: // twice
		return slices.Insert(bytes.Clone(src), end, src[at:end]...)
	case 3, 4: // something odd
		return slices.Insert(bytes.Clone(src), at, []byte(odd[r.IntN(len(odd))])...)
	case 5: // cut off
		return src[:at]
	case 6: // a line is missing, or twice there
		return bytes.Join(slices.Delete(slices.Clone(lines), line, line+1), nil)
	case 7:
		return bytes.Join(slices.Insert(slices.Clone(lines), line, lines[r.IntN(len(lines))]), nil)
	case 8: // indented otherwise
		lines[line] = append(bytes.Repeat([]byte(" "), r.IntN(8)), bytes.TrimLeft(lines[line], " ")...)
		return bytes.Join(lines, nil)
	default:
		return altered(r, src, all)
	}
	return src
}

// altered puts another value in the place of one, of this document or of another.
func altered(r *rand.Rand, src []byte, all map[string]string) []byte {
	from := src
	if r.IntN(3) == 0 {
		from = []byte(all[[]string{"framework.yaml", "process.yaml", "deal.yaml", "story.yaml"}[r.IntN(4)]])
	}
	there, others := value.FindAllSubmatchIndex(src, -1), value.FindAllSubmatch(from, -1)
	if len(there) == 0 || len(others) == 0 {
		return src
	}
	at := there[r.IntN(len(there))]
	return slices.Concat(src[:at[2]], others[r.IntN(len(others))][1], src[at[3]:])
}

// noise is bytes that nobody wrote.
func noise(r *rand.Rand) string {
	const marks = "aeioxyz0129 \n:-,.[]{}\"'#&*!|>%@?"
	out := make([]byte, r.IntN(400))
	for i := range out {
		if out[i] = byte(r.IntN(256)); r.IntN(4) > 0 {
			out[i] = marks[r.IntN(len(marks))]
		}
	}
	return string(out)
}

func TestLaw11NoInputPanicsHangsOrTakesMemoryWithoutBound(t *testing.T) {
	worth := map[string]int{
		"definitions are refused": 80, "spoiled definitions are used": 8, "a scenario is refused": 30, "a spoiled scenario runs": 6,
		"a deal is refused": 150, "a spoiled deal is judged": 50, "nothing but noise": 20,
	}
	forEach(t, generate.Only{}, worth, func(x *trial) { // by itself: the memory that others take is not told apart
		docs := x.documents()
		spoiled := map[string]string{}
		what := x.r.IntN(4)
		for _, name := range []string{"framework.yaml", "process.yaml", "story.yaml", "deal.yaml", "deal.json"} {
			spoiled[name] = docs[name]
			switch {
			case x.r.IntN(25) == 0:
				spoiled[name] = noise(x.r)
				x.note("nothing but noise", true)
			case what == 0 && name == "framework.yaml", what == 1 && name == "process.yaml", what == 2 && name == "story.yaml", strings.HasPrefix(name, "deal."):
				spoiled[name] = x.spoiled(docs[name], docs)
			}
		}
		x.bounded(spoiled, func() { x.readAll(docs, spoiled) })
	})
}

// TestLaw11ALongRecordOfOneKindIsSoonJudged has the facts of which a search within
// a search is noticed: years of pauses over steps that nobody did, and of meetings of
// our own before anybody is introduced.
func TestLaw11ALongRecordOfOneKindIsSoonJudged(t *testing.T) {
	const days = 4000
	for name, each := range map[string]func(at deal.Stamp) []deal.Fact{
		"pauses and steps": func(at deal.Stamp) []deal.Fact {
			return []deal.Fact{deal.Pause{Stamp: at, Until: at.On, Why: "a fair"}, deal.NextStep{Stamp: at, Step: "figures", Due: at.On, Owner: deal.SomeBuyer}}
		},
		"meetings of our own": func(at deal.Stamp) []deal.Fact {
			return slices.Repeat([]deal.Fact{deal.Activity{Stamp: at, Activity: "meeting", With: []string{"rob"}, Reached: true}}, 20)
		},
	} {
		t.Run(name, func(t *testing.T) {
			rec := deal.New(deal.Header{ID: "long", Process: "enterprise"})
			for day := 0; day < days; day += 2 {
				on := story.Day(day)
				for _, f := range each(deal.Stamp{On: on, Noted: on}) {
					require.NoError(t, rec.Append(f))
				}
			}
			last := story.Day(days)
			require.NoError(t, rec.Append(deal.Person{Stamp: deal.Stamp{On: last, Noted: last}, Person: "rob", Side: deal.Seller}))
			x := &trial{T: t}
			x.bounded(nil, func() {
				p, err := score.Compare(stage.Builtin(), rec, last, last.Add(7))
				require.NoError(t, err)
				require.NotEmpty(t, score.RowOf(p).Signals)
			})
		})
	}
}

// bounded sees to it that something is soon done and takes little memory.
func (x *trial) bounded(docs map[string]string, read func()) {
	size := 0
	for _, doc := range docs {
		size += len(doc)
	}
	var took time.Duration
	for range 3 { // a machine that is busy with something else is not the reader's fault
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begun := time.Now()
		read()
		took = time.Since(begun)
		runtime.ReadMemStats(&after)
		require.Less(x, after.TotalAlloc-before.TotalAlloc, uint64(256<<20), "for %d bytes: %q", size, docs)
		if took < time.Second {
			return
		}
	}
	require.Less(x, took, 4*time.Second, "for %d bytes: %q", size, docs)
}

// readAll reads the documents and makes use of whatever can be read; where the
// definitions are of no use, the deals are judged by those that were not
// spoiled.
func (x *trial) readAll(docs, spoiled map[string]string) {
	files := func(from map[string]string, names ...string) fstest.MapFS {
		out := fstest.MapFS{}
		for _, name := range names {
			out[name] = &fstest.MapFile{Data: []byte(from[name])}
		}
		return out
	}
	changed := func(names ...string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return docs[name] != spoiled[name] })
	}
	definitions := []string{"framework.yaml", "process.yaml"}
	book, list := stage.Lint(files(spoiled, definitions...))
	x.diagnosed(list)
	if book == nil {
		require.Error(x, list.Err())
		x.note("definitions are refused", true)
		book = x.book
	} else {
		x.note("spoiled definitions are used", changed(definitions...))
	}

	suite, list := scenario.Lint(files(spoiled, "framework.yaml", "process.yaml", "story.yaml"))
	x.diagnosed(list)
	if suite == nil {
		require.Error(x, list.Err())
		x.note("a scenario is refused", changed("story.yaml"))
	} else {
		require.NoError(x, suite.Run().Print(&strings.Builder{}, ""))
		x.note("a spoiled scenario runs", changed("story.yaml"))
	}

	for _, name := range []string{"deal.yaml", "deal.json"} {
		rec, err := deal.Decode(name, strings.NewReader(spoiled[name]))
		if err != nil {
			var list diag.List
			require.True(x, errors.As(err, &list), "%v", err)
			require.NotEmpty(x, list)
			x.diagnosed(list)
			x.note("a deal is refused", true)
			continue
		}
		from, to := generate.Start.Add(20), generate.Start.Add(60)
		if _, err := score.Evaluate(book, rec, to); err != nil {
			continue // of no process, or of none that is there
		}
		p, err := score.Compare(book, rec, from, to)
		require.NoError(x, err)
		require.NotEmpty(x, dumpProgress(p, byIndex))
		plan, err := score.Prepare(book, rec, to, score.Meeting{})
		require.NoError(x, err)
		require.GreaterOrEqual(x, len(plan.Card().Route()), len(plan.Asks()))
		x.note("a spoiled deal is judged", changed(name))
	}
}

// diagnosed sees to it that each mistake has a code and a place, and that there are
// no more of one file than are worth reading.
func (x *trial) diagnosed(list diag.List) {
	of := map[string]int{}
	for _, d := range list {
		require.NotEmpty(x, d.Code)
		require.NotEmpty(x, d.Message)
		require.Positive(x, d.Pos.Line, "%v", d)
		of[d.Pos.File]++
	}
	for file, n := range of {
		require.LessOrEqual(x, n, 2002, "of %s", file)
	}
}
