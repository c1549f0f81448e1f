package generate_test

import (
	"bytes"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// plain is every key of the language, by what it is a key of, but for those of
// which there are kinds.
var plain = map[string]string{
	"framework":              "framework title version about source levels elements score",
	"levels":                 "id means points shown_by",
	"way":                    "form side role people",
	"elements":               "id title letter about weight essential valid_for ask shows levels reads",
	"score":                  "method bands",
	"bands":                  "id title from",
	"process":                "process title version about source framework segments applies roles milestones attributes calendar requirements stages ends moves always tracks signals",
	"roles":                  "buyer seller third_party",
	"milestones":             "id title by valid_for void_by ask",
	"attributes":             "id type unit default",
	"calendar":               "weekend holidays quiet fiscal_year_start",
	"quiet":                  "from to why",
	"stages":                 "id title purpose probability forecast expected limit silence involve when waits_for enter exit next optional",
	"limit":                  "of from before when",
	"silence":                "warn flag when then",
	"involve":                "buyer seller",
	"ends":                   "id title kind won reasons needs wake",
	"moves":                  "from to when allow needs",
	"tracks":                 "id title stages",
	"next_step":              "within owner",
	"score of":               "at_least",
	"some_of of requirement": "count of",
	"some_of of condition":   "count of",
	"deal":                   "deal title account owner segment process facts",
}

// asks is the keys of each kind of requirement and condition, besides those that
// all requirements have.
var asks = map[string]string{
	"element": "level within role form since", "milestone": "role within since", "engaged": "people within since", "known": "people", "next_step": "",
	"attribute": "is in at_least at_most above below", "day": "before after at_least at_most", "approval": "every in_order within since", "score": "",
	"reached": "", "all": "", "any": "", "none": "", "some_of": "", "use": "",
}

// tells is the keys of each kind of fact, besides those that all have.
var tells = map[string]string{
	"evidence": "form from level refutes", "milestone": "by void", "activity": "with reached inbound", "stage": "reason", "close_date": "",
	"next_step": "due owner id", "step_done": "missed", "person": "side name title roles stance gone", "set": "", "approval": "by outcome",
	"waive": "by why until", "pause": "why by",
}

// language is every key of the language, by what it is a key of.
func language(t *testing.T) map[string][]string {
	out := map[string][]string{}
	for of, keys := range plain {
		out[of] = strings.Fields(keys)
	}
	for kind, keys := range asks {
		own := append([]string{kind}, strings.Fields(keys)...)
		out["condition "+kind] = own
		out["requirement "+kind] = append(slices.Clone(own), "id", "title", "why", "ask", "when", "optional", "waivable_by")
		out["always "+kind] = append(slices.Clone(out["requirement "+kind]), "from")
	}
	out["condition segment"] = []string{"segment"}
	for kind, keys := range tells {
		out["fact "+kind] = append([]string{kind, "on", "noted", "ref", "note"}, strings.Fields(keys)...)
	}
	spec, err := os.ReadFile("../../SPEC.md")
	require.NoError(t, err)
	_, table, _ := strings.Cut(string(spec), "| id | severity |")
	table, _, _ = strings.Cut(table, "\n\n")
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|.*\\|(.*)\\|$").FindAllStringSubmatch(table, -1) {
		out["signals"] = append(out["signals"], row[1])
		for _, name := range regexp.MustCompile("`([a-z_]+): <").FindAllStringSubmatch(row[2], -1) {
			out["signal "+row[1]] = append(out["signal "+row[1]], name[1])
		}
	}
	require.Greater(t, len(out["signals"]), 20)
	return out
}

// keys collects the keys of a document, by what they are keys of.
type keys map[string]map[string]int

func (k keys) add(of, key string) {
	if k[of] == nil {
		k[of] = map[string]int{}
	}
	k[of][key]++
}

// below says what the mappings below a key are, by what the key is of.
func below(of, key string) string {
	switch of + "." + key {
	case "framework.score", "framework.levels", "framework.elements", "score.bands", "process.roles", "process.milestones", "process.attributes", "process.calendar",
		"calendar.quiet", "process.stages", "process.ends", "process.moves", "process.tracks", "tracks.stages", "process.signals", "stages.limit", "stages.silence",
		"stages.involve":
		return key
	case "levels.shown_by":
		return "way"
	case "elements.levels":
		return "way by level"
	case "process.requirements":
		return "requirement by id"
	case "process.applies", "stages.when", "limit.when", "silence.when", "moves.when":
		return "condition"
	case "process.always":
		return "always"
	case "stages.enter", "stages.exit", "ends.needs", "moves.needs":
		return "requirement"
	case "deal.facts":
		return "fact"
	}
	switch of {
	case "way by level":
		return "way"
	case "requirement by id":
		return "requirement"
	case "signals":
		return "signal " + key
	}
	what, _, _ := strings.Cut(of, " ")
	if what == "always" {
		what = "requirement"
	}
	switch {
	case strings.HasPrefix(of, "some_of of "):
		return strings.TrimPrefix(of, "some_of of ")
	case what != "requirement" && what != "condition":
		return "" // values per segment, and what is set
	case key == "when":
		return "condition"
	case key == "none" && what == "requirement":
		return "member" // a requirement that nobody asks for
	case key == "all" || key == "any" || key == "none":
		return what
	case key == "score":
		return "score of"
	case key == "some_of":
		return "some_of of " + what
	case key == "next_step":
		return key
	}
	return ""
}

// kindOf tells what a mapping is of which there are kinds.
func kindOf(of string, v ydoc.Value) string {
	kinds := asks
	switch of {
	case "fact":
		kinds = tells
	case "requirement", "condition", "always":
	default:
		return of
	}
	for key := range v.Entries() {
		name, _ := key.Raw()
		if _, ok := kinds[name]; ok || name == "segment" && of == "condition" {
			return of + " " + name
		}
	}
	return of
}

func (k keys) collect(of string, v ydoc.Value) {
	switch v.Kind() {
	case ydoc.List:
		for item := range v.Items() {
			k.collect(of, item)
		}
	case ydoc.Mapping:
		of = kindOf(of, v)
		for key, value := range v.Entries() {
			name, _ := key.Raw()
			k.add(of, name)
			k.collect(below(of, name), value)
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
	for seed := range uint64(2000) {
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
	want := language(t)
	for _, of := range slices.Sorted(maps.Keys(want)) {
		for _, key := range want[of] {
			asked := strings.HasPrefix(of, "always ") // as at any other place
			if have[of][key] < 3 && !asked {
				t.Errorf("too rare: %s of %s (%d)", key, of, have[of][key])
			}
		}
	}
	for _, of := range slices.Sorted(maps.Keys(have)) {
		for _, key := range slices.Sorted(maps.Keys(have[of])) {
			if _, said := want[of]; said && !slices.Contains(want[of], key) {
				t.Errorf("%s of %s is no key of the language", key, of)
			}
		}
	}
}
