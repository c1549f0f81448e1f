package score_test

import (
	"math/rand/v2"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

func TestACardNamesByWhatItWasJudged(t *testing.T) {
	book, rec := stage.Builtin(), story.Long()
	card, err := score.Evaluate(book, rec, story.Day(50))
	require.NoError(t, err)
	p, err := book.For(rec.AsOf(story.Day(50)))
	require.NoError(t, err)
	got := card.Digests()
	require.Equal(t, score.Digests{p.Digest(), p.Framework().Digest(), rec.AsOf(story.Day(50)).Digest()}, got)
	require.NotEqual(t, rec.Digest(), got.Record, "what was noted later has no part in it")

	week, err := score.Compare(book, rec, story.Day(50), story.Day(100))
	require.NoError(t, err)
	require.Equal(t, rec.AsOf(story.Day(100)).Digest(), week.Card().Digests().Record, "of the later day")
}

// BenchmarkDigestsOfACard names by what a card was judged, which a card does only
// when it is asked to.
func BenchmarkDigestsOfACard(b *testing.B) {
	card, err := score.Evaluate(stage.Builtin(), story.Long(), story.Day(100))
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		card.Digests()
	}
}

// shuffle puts the keys of every mapping in another order, the first of the
// document apart, and writes some of them in blocks and some in braces.
func shuffle(t *testing.T, r *rand.Rand, src string) string {
	var doc yaml.Node
	require.NoError(t, yaml.Unmarshal([]byte(src), &doc))
	var visit func(n *yaml.Node, within yaml.Style)
	visit = func(n *yaml.Node, within yaml.Style) {
		if n.Kind == yaml.MappingNode {
			first := 0
			if n == doc.Content[0] {
				first = 1
			}
			pairs := len(n.Content)/2 - first
			r.Shuffle(pairs, func(i, k int) {
				i, k = 2*(i+first), 2*(k+first)
				n.Content[i], n.Content[k] = n.Content[k], n.Content[i]
				n.Content[i+1], n.Content[k+1] = n.Content[k+1], n.Content[i+1]
			})
		}
		if n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode {
			if n.Style = within; r.IntN(4) == 0 {
				n.Style = yaml.FlowStyle // and all that is in it
			}
			within = n.Style
		}
		n.LineComment = ""
		for _, c := range n.Content {
			visit(c, within)
		}
	}
	visit(doc.Content[0], 0)
	out, err := yaml.Marshal(&doc)
	require.NoError(t, err)
	return "# written anew\n" + string(out)
}

func TestTheOrderOfKeysChangesNoDigestAndNoAnswer(t *testing.T) {
	forAll(t, generate.Only{}, map[string]int{"the text is another": 290}, func(x *trial) {
		files := fstest.MapFS{}
		for name, src := range x.Files() {
			again := shuffle(t, x.r, src)
			x.note("the text is another", name == "process.yaml" && again != "# written anew\n"+src)
			files["other/"+name] = &fstest.MapFile{Data: []byte(again)}
		}
		book, err := stage.Load(files)
		require.NoError(x, err, "%v", x.tell(x.Facts))
		require.Equal(x, x.book.Digest(), book.Digest(), "%v", x.tell(x.Facts))
		day := x.day()
		was := x.card(x.Facts, day)
		now, err := score.Evaluate(book, x.record(x.Facts), day)
		require.NoError(x, err)
		require.Equal(x, was.Digests(), now.Digests())
		require.Equal(x, dump(was, byIndex), dump(now, byIndex), "%v", x.tell(x.Facts))
	})
}

func TestWhatIsNotedLaterIsNotInTheDigestsOfADay(t *testing.T) {
	forAll(t, generate.Only{}, map[string]int{"something was noted later": 100}, func(x *trial) {
		day := x.day()
		later := x.More(x.r, generate.Only{}, 3)
		var facts []deal.Fact
		for _, f := range later {
			if f.When().Noted.After(day) {
				facts = append(facts, f)
			}
		}
		x.note("something was noted later", len(facts) > 0)
		was := x.card(x.Facts, day).Digests()
		require.Equal(x, was, x.card(among(x.Facts, facts...), day).Digests())
		more := deal.Pause{Stamp: deal.Stamp{On: generate.Start, Noted: day}, Until: day, Why: "noted in time"}
		if !day.Before(generate.Start) {
			require.NotEqual(x, was.Record, x.card(among(x.Facts, more), day).Digests().Record)
		}
	})
}
