package generate_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// language is every key of the language, by what it is a key of.
var language = map[string]string{
	"framework":  "framework title version about source levels elements score",
	"levels":     "id means points shown_by",
	"way":        "form side role people",
	"elements":   "id title letter about weight essential valid_for ask shows levels reads",
	"score":      "method bands",
	"bands":      "id title from",
	"process":    "process title version about source framework segments applies roles milestones attributes calendar requirements stages ends moves always tracks signals",
	"roles":      "buyer seller third_party",
	"milestones": "id title by valid_for void_by ask",
	"attributes": "id type unit default",
	"calendar":   "weekend holidays quiet fiscal_year_start",
	"quiet":      "from to why",
	"stages":     "id title purpose probability forecast expected limit silence involve when waits_for enter exit next optional",
	"limit":      "of from before when",
	"silence":    "warn flag when then",
	"involve":    "buyer seller",
	"ends":       "id title kind won reasons needs wake",
	"moves":      "from to when allow needs",
	"tracks":     "id title stages",
	"signals":    "evidence_lapsing close_date_pushed single_threaded silent stuck_in_stage off_route",
	"settings":   "within flag people warn after",
	"requirement": "element level within role form since milestone engaged people known next_step attribute is in at_least at_most above below " +
		"day before after approval every in_order score reached all any some_of none use segment id title why ask when optional waivable_by from",
	"next_step": "within owner",
	"score of":  "at_least",
	"some_of":   "count of",
	"deal":      "deal title account owner segment process facts",
	"facts": "on noted ref note evidence form from level refutes milestone by void activity with reached inbound stage reason close_date next_step due owner id " +
		"step_done missed person side name title roles stance gone set approval outcome waive why until pause",
}

// keys collects the keys of a document, by what they are keys of.
type keys map[string]map[string]int

func (k keys) add(of, key string) {
	if k[of] == nil {
		k[of] = map[string]int{}
	}
	k[of][key]++
}

// mapping says what the mappings below a key are, by what the key is of.
func mapping(of, key string) string {
	switch of + "." + key {
	case "framework.score", "framework.levels", "framework.elements", "score.bands", "process.roles", "process.milestones", "process.attributes", "process.calendar",
		"calendar.quiet", "process.stages", "process.ends", "process.moves", "process.tracks", "tracks.stages", "process.signals", "stages.limit", "stages.silence",
		"stages.involve", "requirement.next_step", "requirement.some_of", "deal.facts":
		return key
	case "levels.shown_by":
		return "way"
	case "elements.levels":
		return "way by level"
	case "requirement.score":
		return "score of"
	case "process.requirements":
		return "requirement by id"
	case "process.applies", "process.always", "stages.when", "stages.enter", "stages.exit", "limit.when", "silence.when", "ends.needs", "moves.when", "moves.needs",
		"requirement.when", "requirement.all", "requirement.any", "requirement.none", "some_of.of":
		return "requirement"
	}
	switch of {
	case "way by level":
		return "way"
	case "requirement by id":
		return "requirement"
	case "signals":
		return "settings"
	}
	return "" // values per segment, and what is set
}

func (k keys) collect(of string, v ydoc.Value) {
	switch v.Kind() {
	case ydoc.List:
		for item := range v.Items() {
			k.collect(of, item)
		}
	case ydoc.Mapping:
		for key, below := range v.Entries() {
			name, _ := key.Raw()
			k.add(of, name)
			k.collect(mapping(of, name), below)
		}
	}
}

func TestTheGeneratorReachesEveryKeyOfTheLanguage(t *testing.T) {
	have := keys{}
	parse := func(file, text string) {
		var list diag.List
		v, ok := ydoc.Parse(file, []byte(text), &list)
		require.True(t, ok, "%v in %s", list, text)
		of, _ := v.FirstKey()
		name, _ := of.Raw()
		have.collect(name, v)
	}
	for seed := range uint64(1500) {
		c := generate.Seeded(seed, generate.Only{Ahead: true})
		for file, text := range c.Files() {
			parse(file, text)
		}
		rec, err := c.Record(c.Facts)
		require.NoError(t, err)
		var text bytes.Buffer
		require.NoError(t, rec.WriteYAML(&text))
		parse("deal.yaml", text.String())
	}
	for of, words := range language {
		for _, key := range strings.Fields(words) {
			require.GreaterOrEqual(t, have[of][key], 5, "too rare: %s of %s", key, of)
		}
		for _, key := range slices.Sorted(maps.Keys(have[of])) {
			known := slices.Contains(strings.Fields(words), key) || of == "signals"
			require.True(t, known, "%s of %s is no key of the language", key, of)
		}
	}
}
