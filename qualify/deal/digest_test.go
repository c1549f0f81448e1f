package deal_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
)

func decoded(t *testing.T, file, src string) *deal.Record {
	t.Helper()
	rec, err := deal.Decode(file, strings.NewReader(src))
	require.NoError(t, err)
	return rec
}

func TestARecordHasOneDigestHoweverItIsRead(t *testing.T) {
	rec := decoded(t, "d.yaml", everyKind)
	line, err := rec.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf("%x", sha256.Sum256(line)), rec.Digest().String(), "that of the line that is written")
	require.Equal(t, "51bb0c2e0a5b2f5b0ddb446b16bf76d3945b7dcee98aa7df5fe092455927d15d", rec.Digest().String(), "whatever the machine")

	var written, spread bytes.Buffer
	require.NoError(t, rec.WriteYAML(&written))
	require.NoError(t, json.Indent(&spread, line, "", "   "))
	for name, again := range map[string]*deal.Record{
		"written as YAML":          decoded(t, "other.yaml", written.String()),
		"as JSON":                  decoded(t, "d.json", spread.String()),
		"with a comment and space": decoded(t, "d.yaml", "# ours\n"+strings.Replace(everyKind, "{milestone: signed, by: dana, on", "{ by: 'dana',   milestone: \"signed\", on", 1)),
		"facts of other days first": decoded(t, "d.yaml", strings.Replace(everyKind, "facts:\n", "facts:\n"+
			"  - {pause: 2026-03-01, why: moved up, on: 2026-01-30}\n", 1)),
	} {
		last := deal.DayOf(2026, 1, 20)
		require.Equal(t, rec.AsOf(last).Digest(), again.AsOf(last).Digest(), name)
	}
	streamed := 0
	for again, err := range deal.Stream("d.ndjson", bytes.NewReader(append(line, '\n'))) {
		require.NoError(t, err)
		require.Equal(t, rec.Digest(), again.Digest(), "as NDJSON")
		streamed++
	}
	require.Equal(t, 1, streamed)
}

func TestWhatARecordSaysIsInItsDigest(t *testing.T) {
	digest := decoded(t, "d.yaml", everyKind).Digest()
	for name, c := range map[string]struct{ was, is string }{
		"the id":                      {"deal: D-1", "deal: D-2"},
		"the title":                   {"first site", "second site"},
		"the owner":                   {"owner: jo\nseg", "owner: al\nseg"},
		"a day":                       {"refutes: true, on: 2026-01-06", "refutes: true, on: 2026-01-07"},
		"the day noted":               {"noted: 2026-01-09", "noted: 2026-01-10"},
		"a note":                      {"it hurts", "it hurts much"},
		"a ref":                       {"call 1", "call 2"},
		"a form":                      {"form: statement", "form: document"},
		"a number that is a text":     {"seats: 40", `seats: "40"`},
		"nobody's roles, and no word": {"roles: [], ", ""},
		"the order of one day":        {"  - {step_done: s1", "  - {activity: x, on: 2026-01-13}\n  - {step_done: s1"},
		"a fact less":                 {"  - {close_date: 2026-03-31, on: 2026-01-05}\n", ""},
	} {
		require.Contains(t, everyKind, c.was, name)
		require.NotEqual(t, digest, decoded(t, "d.yaml", strings.Replace(everyKind, c.was, c.is, 1)).Digest(), name)
	}
}

func TestWhatIsNotedLaterChangesNoEarlierDigest(t *testing.T) {
	rec := decoded(t, "d.yaml", everyKind)
	before := map[deal.Day]deal.Digest{}
	for d := deal.DayOf(2026, 1, 1); !d.After(rec.Last()); d = d.Add(1) {
		before[d] = rec.AsOf(d).Digest()
	}
	last := rec.Last()
	whole := rec.Digest()
	require.NoError(t, rec.Append(deal.Activity{Stamp: deal.Stamp{On: deal.DayOf(2026, 1, 2), Noted: last.Add(1)}, Activity: "call"}))
	for d, digest := range before {
		require.Equal(t, digest, rec.AsOf(d).Digest(), "%v", d)
	}
	require.Equal(t, whole, rec.AsOf(last).Digest())
	require.NotEqual(t, whole, rec.Digest())
	require.Equal(t, rec.AsOf(last.Add(1)).Digest(), rec.AsOf(last.Add(100)).Digest(), "the day itself has no part in it")
}

func TestNothingHasNoDigest(t *testing.T) {
	require.True(t, deal.View{}.Digest().IsZero())
	require.True(t, deal.New(deal.Header{}).Digest().IsZero(), "it has no id, and cannot be written")
	require.False(t, deal.New(deal.Header{ID: "a"}).Digest().IsZero())
	require.Empty(t, deal.Digest{}.String()+deal.Digest{}.Short())
	text, err := json.Marshal(deal.Digest{1})
	require.NoError(t, err)
	require.Equal(t, `"01`+strings.Repeat("0", 62)+`"`, string(text))
}

func TestADigestIsReadBack(t *testing.T) {
	for _, d := range []deal.Digest{{}, {1}, deal.New(deal.Header{ID: "a"}).Digest()} {
		text, err := d.MarshalText()
		require.NoError(t, err)
		again := deal.Digest{2}
		require.NoError(t, again.UnmarshalText(text))
		require.Equal(t, d, again)
	}
	full := strings.Repeat("0a", 32)
	for _, wrong := range []string{"0", full[:62], full + "0a", full + "0", strings.ToUpper(full), strings.Repeat("0", 64), strings.Repeat("zz", 32)} {
		d := deal.Digest{2}
		require.Error(t, d.UnmarshalText([]byte(wrong)), wrong)
		require.Equal(t, deal.Digest{2}, d, "it is as it was")
	}
}
