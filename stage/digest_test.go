package stage_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
)

const (
	fitFramework = `framework: fit
title: Fit
version: "1"
elements:
  - {id: need, title: Need, ask: What for, levels: {asserted: [{}], stated: [{side: buyer}]}}
  - {id: budget, title: Budget, valid_for: 90d}
`
	fitProcess = `process: growth
title: Growth
version: "3"
framework: fit
segments: [small, large]
milestones:
  - {id: signed, title: the order is signed}
attributes:
  - {id: seats, type: integer}
  - {id: quota, type: integer, default: 5}
  - {id: tier, type: text}
  - {id: gold, type: text}
stages:
  - id: talk
    title: Talk
    purpose: they look around
    exit:
      - {element: need, level: stated, within: {small: 60d, others: 90d}}
      - {attribute: seats, at_most: quota, title: within the quota}
      - {attribute: tier, in: [gold, silver]}
  - {id: order, title: Order, limit: 30d, exit: [{milestone: signed}]}
signals: {silent: {flag: 21d}}
`
)

func fit(t *testing.T, framework, process string) *stage.Playbook {
	t.Helper()
	book, err := stage.Load(fstest.MapFS{"fit.yaml": {Data: []byte(framework)}, "growth.yaml": {Data: []byte(process)}})
	require.NoError(t, err)
	return book
}

// digests gives the three digests of a playbook of one process.
func digests(t *testing.T, book *stage.Playbook) (framework, process, playbook deal.Digest) {
	t.Helper()
	p, ok := book.Process("growth", "")
	require.True(t, ok)
	for _, segment := range p.Segments() {
		other, _ := book.Process("growth", segment)
		require.Equal(t, p.Digest(), other.Digest(), "the segments of a process are one definition")
	}
	framework, process, playbook = p.Framework().Digest(), p.Digest(), book.Digest()
	require.False(t, framework.IsZero() || process.IsZero() || playbook.IsZero())
	return framework, process, playbook
}

func TestWhatADefinitionSaysIsInItsDigest(t *testing.T) {
	framework, process, playbook := digests(t, fit(t, fitFramework, fitProcess))
	for name, c := range map[string]struct{ was, is string }{
		"a title":                      {"title: Growth", "title: Growth plan"},
		"a version":                    {`version: "3"`, `version: "4"`},
		"a title of a stage":           {"title: Talk", "title: Talks"},
		"a purpose":                    {"they look around", "they look about"},
		"a level":                      {"level: stated", "level: committed"},
		"a time":                       {"small: 60d", "small: 61d"},
		"the same time in weeks":       {"flag: 21d", "flag: 3w"},
		"a threshold":                  {"flag: 21d", "flag: 22d"},
		"a default":                    {"default: 5", "default: 6"},
		"a default that is said":       {"title: the order is signed", "title: the order is signed, by: buyer"},
		"the order of a list":          {"[small, large]", "[large, small]"},
		"an item less":                 {"[gold, silver]", "[gold]"},
		"a key less":                   {", title: within the quota", ""},
		"quotes that make a name text": {"in: [gold, silver]", `in: ["gold", silver]`},
		"a name that is none any more": {"{id: gold, type: text}", "{id: golden, type: text}"},
	} {
		require.Contains(t, fitProcess, c.was, name)
		f, p, b := digests(t, fit(t, fitFramework, strings.Replace(fitProcess, c.was, c.is, 1)))
		require.Equal(t, framework, f, name)
		require.NotEqual(t, process, p, name)
		require.NotEqual(t, playbook, b, name)
	}
	for name, c := range map[string]struct{ was, is string }{
		"a title":    {"title: Budget", "title: Money"},
		"a version":  {`version: "1"`, `version: "2"`},
		"a question": {"What for", "What it is for"},
		"a validity": {"90d", "91d"},
		"a way":      {"[{side: buyer}]", "[{side: third_party}]"},
	} {
		require.Contains(t, fitFramework, c.was, name)
		f, p, b := digests(t, fit(t, strings.Replace(fitFramework, c.was, c.is, 1), fitProcess))
		require.NotEqual(t, framework, f, name)
		require.NotEqual(t, process, p, "a process is judged by its framework: %s", name)
		require.NotEqual(t, playbook, b, name)
	}
}

func TestHowADefinitionIsLaidOutIsNotInItsDigest(t *testing.T) {
	framework, process, playbook := digests(t, fit(t, fitFramework, fitProcess))
	same := func(name string, book *stage.Playbook) {
		f, p, b := digests(t, book)
		require.Equal(t, framework, f, name)
		require.Equal(t, process, p, name)
		require.Equal(t, playbook, b, name)
	}
	for name, c := range map[string]struct{ was, is string }{
		"a comment":                         {"stages:", "# in their order\nstages:"},
		"a comment that silences":           {"stages:", "stages: # headway:ignore lint/empty-gate we know"},
		"spacing":                           {"{id: tier, type: text}", "{ id:   tier,\n     type: text }"},
		"quotes around a title":             {"title: Talk", `title: "Talk"`},
		"quotes around an id":               {"element: need", "element: 'need'"},
		"quotes around a time":              {"small: 60d", `small: "60d"`},
		"quotes around what is no name":     {"in: [gold, silver]", "in: [gold, 'silver']"},
		"quotes around a title that is one": {"title: within the quota", `"title": "within the quota"`},
		"keys in another order":             {"{element: need, level: stated", "{level: stated, element: need"},
		"segments in another order":         {"{small: 60d, others: 90d}", "{others: 90d, small: 60d}"},
		"a key left empty":                  {"title: Growth", "title: Growth\nabout:"},
		"blocks":                            {"{id: seats, type: integer}", "id: seats\n    type: integer"},
	} {
		require.Contains(t, fitProcess, c.was, name)
		same(name, fit(t, fitFramework, strings.Replace(fitProcess, c.was, c.is, 1)))
	}
	book, err := stage.Load(fstest.MapFS{
		"z/framework.yml": {Data: []byte(fitFramework)}, "a.yaml": {Data: []byte(fitProcess)},
		"deals/one.yaml": {Data: []byte("deal: one\nfacts: []\n")}, "scenarios/s.yaml": {Data: []byte("scenario: s\n")},
	})
	require.NoError(t, err)
	same("files of other names, and others beside them", book)

	other := strings.NewReplacer("process: growth", "process: other", "[small, large]", "other", "{small: 60d, others: 90d}", "60d").Replace(fitProcess)
	both := func(first, second string) deal.Digest {
		book, err := stage.Load(fstest.MapFS{"fit.yaml": {Data: []byte(fitFramework)}, first: {Data: []byte(fitProcess)}, second: {Data: []byte(other)}})
		require.NoError(t, err)
		return book.Digest()
	}
	require.Equal(t, both("a.yaml", "b.yaml"), both("b.yaml", "a.yaml"), "read in another order")
	require.NotEqual(t, playbook, both("a.yaml", "b.yaml"), "a process more")
}

func TestAProcessIsToldFromTheSameOneOnAnotherFramework(t *testing.T) {
	process := "process: growth\ntitle: Growth\nframework: meddic\nstages: [{id: talk, title: Talk, exit: [{score: {at_least: 50}}]}]\n"
	own, err := fs.ReadFile(qualify.Files(), "meddic.yaml")
	require.NoError(t, err)
	load := func(files map[string]string) (p *stage.Process) {
		fsys := fstest.MapFS{}
		for name, text := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		book, err := stage.Load(fsys)
		require.NoError(t, err)
		p, _ = book.Process("growth", "")
		return p
	}
	builtIn := load(map[string]string{"p.yaml": process})
	copied := load(map[string]string{"p.yaml": process, "f.yaml": "# copied\n" + string(own)})
	changed := load(map[string]string{"p.yaml": process, "f.yaml": strings.Replace(string(own), "weight: ", "weight: 1", 1)})
	require.Equal(t, builtIn.Digest(), copied.Digest(), "a copy of the built-in framework is the same")
	require.NotEqual(t, builtIn.Digest(), changed.Digest())
}

// The digests are worked out here a second time, from the wording of the
// specification: the same on every machine.
func TestTheDigestsAreThoseOfTheSpecification(t *testing.T) {
	var form func(n *yaml.Node) string
	form = func(n *yaml.Node) string {
		switch n.Kind {
		case yaml.DocumentNode:
			return form(n.Content[0])
		case yaml.SequenceNode:
			var s string
			for _, item := range n.Content {
				s += form(item)
			}
			return "[" + s + "]"
		case yaml.MappingNode:
			var entries []string
			for i := 0; i < len(n.Content); i += 2 {
				entries = append(entries, n.Content[i].Value+"\x00"+form(n.Content[i])+form(n.Content[i+1]))
			}
			slices.Sort(entries)
			var s string
			for _, e := range entries {
				_, e, _ = strings.Cut(e, "\x00")
				s += e
			}
			return "{" + s + "}"
		}
		text := fmt.Sprintf("%d:%s", len(n.Value), n.Value)
		if n.Value == "quota" && n.Line == strings.Count(fitProcess[:strings.Index(fitProcess, "at_most")], "\n")+1 ||
			n.Value == "gold" && n.Line == strings.Count(fitProcess[:strings.Index(fitProcess, "in: [gold")], "\n")+1 {
			return "@" + text // they name attributes there
		}
		return text
	}
	sum := func(src string, behind []byte) [32]byte {
		var doc yaml.Node
		require.NoError(t, yaml.Unmarshal([]byte(src), &doc))
		return sha256.Sum256(append([]byte(form(&doc)), behind...))
	}
	framework, process, playbook := digests(t, fit(t, fitFramework, fitProcess))
	wantFramework := sum(fitFramework, nil)
	wantProcess := sum(fitProcess, wantFramework[:])
	require.Equal(t, fmt.Sprintf("%x", wantFramework), framework.String())
	require.Equal(t, fmt.Sprintf("%x", wantProcess), process.String())
	require.Equal(t, fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "framework fit %x\nprocess growth %x\n", wantFramework, wantProcess))), playbook.String())
	require.Equal(t, "178e5e5631b25820298cd091ecc85854eb930cf7ead50d44f1d6729af002b03f", framework.String(), "whatever the machine")
	require.Equal(t, framework.String()[:12], framework.Short())
}

func TestWhatComesWithHeadwayHasADigest(t *testing.T) {
	book := stage.Builtin()
	seen := map[deal.Digest]bool{book.Digest(): true}
	for p := range book.Processes() {
		seen[p.Digest()], seen[p.Framework().Digest()] = true, true
	}
	for _, id := range qualify.Builtins() {
		f, _ := qualify.Builtin(id)
		seen[f.Digest()] = true
	}
	require.Len(t, seen, 1+2+3, "the playbook, two processes, three frameworks")
	require.NotContains(t, seen, deal.Digest{})
}
