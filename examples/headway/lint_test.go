package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
)

// hostile is a list with everything in it that a format has to escape.
func hostile() diag.List {
	evil := "50 %\r\n::error file=x::y [click](http://evil.example) {0} {a} \x1b[31mred \u202e \u0085\xff"
	return diag.List{
		{Pos: diag.Pos{File: "a b:c,d%\n::warning::e.yaml", Line: 3, Column: 7}, Code: diag.YAMLTag, Message: evil, Hint: evil,
			Related: []diag.Related{{Pos: diag.Pos{File: "ü/日本.yaml", Line: 1, Column: 1}, Message: evil}}},
		{Pos: diag.Pos{File: "whole.yaml"}, Code: diag.IgnoreUnused, Severity: diag.Warning, Message: evil},
		{Code: diag.EmptyPlaybook, Message: evil},
	}
}

func TestAnnotationsAreOneLineEachWhateverStrangersWrote(t *testing.T) {
	var b strings.Builder
	writeAnnotations(&b, hostile())
	lines := strings.Split(b.String(), "\n")
	require.Len(t, lines, 4)
	require.True(t, strings.HasPrefix(lines[0], `::error file=a b%3Ac%2Cd%25\n%3A%3Awarning%3A%3Ae.yaml,line=3,col=7,title=yaml/tag::50 %25\u000d\n::error file=x::y`), lines[0])
	require.Contains(t, lines[0], "%0Ahint: 50 %25")
	require.True(t, strings.HasPrefix(lines[1], `::warning file=whole.yaml,title=lint/ignore-unused::50 %25`), lines[1])
	require.True(t, strings.HasPrefix(lines[2], `::error title=playbook/empty::50 %25`), lines[2])
	require.Empty(t, lines[3])
	for _, r := range b.String() {
		require.False(t, r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x202e), "%U", r)
	}
}

func TestJSONShowsNothingInvisible(t *testing.T) {
	for name, v := range map[string]any{"json": diagnosticsJSON(hostile()), "sarif": sarifOf(hostile())} {
		var b strings.Builder
		writeJSON(&b, v)
		require.True(t, json.Valid([]byte(b.String())))
		for _, r := range b.String() {
			require.False(t, r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x202e || r == 0xfffd), "%s: %U", name, r)
		}
	}
}

func TestSarifShowsTextAsItIs(t *testing.T) {
	r := sarifOf(hostile()).Runs[0].Results[0]
	for _, text := range []string{r.Message.Text, r.Related[0].Message.Text} {
		require.NotContains(t, text, "](", "nothing looks like a link")
		require.Contains(t, text, "{{0}} {{a}}", "nothing looks like a place to put something in")
	}
}

func TestAFileAsAURI(t *testing.T) {
	for file, want := range map[string]string{
		"playbook/smb.yaml":     "playbook/smb.yaml",
		"../other/a b.yaml":     "../other/a%20b.yaml",
		"a:b/c.yaml":            "./a:b/c.yaml",
		"100%.yaml":             "100%25.yaml",
		"what?#.yaml":           "what%3F%23.yaml",
		"ü/日本.yaml":             "%C3%BC/%E6%97%A5%E6%9C%AC.yaml",
		"a\nb.yaml":             "a%0Ab.yaml",
		"//host/share/a.yaml":   "file:///host/share/a.yaml",
		"/home/ann/a b/p.yaml":  "file:///home/ann/a%20b/p.yaml",
		"javascript:alert.yaml": "./javascript:alert.yaml",
	} {
		got := fileURI(file)
		require.Equal(t, want, got, file)
		_, err := url.Parse(got)
		require.NoError(t, err, file)
	}
}

// The objects of SARIF 2.1.0 that are used, each with the properties that are
// used and what its schema says of them. Required ones are marked with *; an
// object of the schema may have no others than it names.
var sarifShapes = map[string]map[string]string{
	"log":                      {"$schema": "uri", "version*": "= 2.1.0", "runs*": "[]run"},
	"run":                      {"tool*": "tool", "columnKind": "= utf16CodeUnits unicodeCodePoints", "results": "[]result"},
	"tool":                     {"driver*": "toolComponent"},
	"toolComponent":            {"name*": "string", "rules": "[]reportingDescriptor"},
	"reportingDescriptor":      {"id*": "string", "shortDescription": "multiformatMessageString", "fullDescription": "multiformatMessageString", "help": "multiformatMessageString", "defaultConfiguration": "reportingConfiguration"},
	"multiformatMessageString": {"text*": "string", "markdown": "string"},
	"reportingConfiguration":   {"level": "= none note warning error"},
	"result":                   {"ruleId": "string", "ruleIndex": "from -1", "level": "= none note warning error", "message*": "message", "locations": "[]location", "relatedLocations": "[]location"},
	"message":                  {"text*": "string", "markdown": "string"}, // text, or an id that is not used here
	"location":                 {"physicalLocation": "physicalLocation", "message": "message"},
	"physicalLocation":         {"artifactLocation*": "artifactLocation", "region": "region"}, // an artifact, or an address that is not used here
	"artifactLocation":         {"uri": "uri"},
	"region":                   {"startLine": "from 1", "startColumn": "from 1"},
}

// checkSarif holds a value of a document to its shape.
func checkSarif(t *testing.T, at, shape string, v any) {
	if of, ok := strings.CutPrefix(shape, "[]"); ok {
		list, ok := v.([]any)
		require.True(t, ok, "%s is no list", at)
		for i, item := range list {
			checkSarif(t, fmt.Sprintf("%s[%d]", at, i), of, item)
		}
		return
	}
	if words, ok := strings.CutPrefix(shape, "= "); ok {
		require.Contains(t, strings.Fields(words), v, at)
		return
	}
	if least, ok := strings.CutPrefix(shape, "from "); ok {
		n, ok := v.(float64)
		require.True(t, ok, "%s is no number", at)
		min, err := strconv.Atoi(least)
		require.NoError(t, err)
		require.GreaterOrEqual(t, int(n), min, at)
		return
	}
	switch shape {
	case "string", "uri":
		s, ok := v.(string)
		require.True(t, ok, "%s is no text", at)
		require.NotEmpty(t, s, at)
		if shape == "uri" {
			_, err := url.Parse(s)
			require.NoError(t, err, at)
		}
		return
	}
	keys, ok := sarifShapes[shape]
	require.True(t, ok, "%s: there is no shape %s", at, shape)
	object, ok := v.(map[string]any)
	require.True(t, ok, "%s is no object", at)
	for key, of := range keys {
		name, required := strings.CutSuffix(key, "*")
		value, there := object[name]
		if required {
			require.True(t, there, "%s lacks %s", at, name)
		}
		if there {
			checkSarif(t, at+"."+name, of, value)
		}
		delete(object, name)
	}
	require.Empty(t, object, "%s has more than it may", at)
}

func TestSarifHasTheShapeOfItsSchema(t *testing.T) {
	var lists []diag.List
	lists = append(lists, nil, hostile())
	for _, dir := range []string{"../../testdata/bad/ten", "../../testdata/bad/two-of-a-kind", "testdata/doubts"} {
		list, err := lintAll([]string{dir})
		require.NoError(t, err)
		require.NotEmpty(t, list)
		lists = append(lists, list)
	}
	for _, list := range lists {
		var b strings.Builder
		writeJSON(&b, sarifOf(list))
		var log any
		require.NoError(t, json.Unmarshal([]byte(b.String()), &log))
		checkSarif(t, "log", "log", log)

		run := sarifOf(list).Runs[0]
		require.Len(t, run.Results, len(list))
		var ids []string
		for _, rule := range run.Tool.Driver.Rules {
			ids = append(ids, rule.ID)
			require.NotEmpty(t, rule.Help.Markdown)
		}
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(ids))), len(ids), "a rule stands there once")
		for i, r := range run.Results {
			require.Equal(t, string(list[i].Code), r.RuleID)
			require.Equal(t, r.RuleID, run.Tool.Driver.Rules[r.RuleIndex].ID)
			require.Len(t, r.Related, len(list[i].Related))
		}
	}
}

func TestColumnsAreCountedInCharacters(t *testing.T) {
	require.Equal(t, "unicodeCodePoints", sarifOf(nil).Runs[0].ColumnKind)
	const src = "process: p\ntitle: \"\U0001F600\" # headway:ignore\nstages: [{title: \"\U0001F600\", exits: []}]\n"
	_, list := stage.Lint(fstest.MapFS{"p.yaml": {Data: []byte(src)}})
	at := map[diag.Code]string{}
	for _, d := range list {
		at[d.Code] = d.Pos.String()
	}
	// The face is one character, and two units of UTF-16.
	require.Equal(t, "p.yaml:2:12", at[diag.IgnoreUnknownCode])
	require.Equal(t, "p.yaml:3:23", at[diag.YAMLUnknownKey])
}
