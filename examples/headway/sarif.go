package main

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/diag"
)

// SARIF 2.1.0, as far as it is used here: one run of one tool, a rule for each
// code that occurs, and a result for each diagnostic.

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name  string      `json:"name"`
	Rules []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID       string        `json:"id"`
	Short    sarifText     `json:"shortDescription"`
	Full     sarifText     `json:"fullDescription"`
	Help     sarifText     `json:"help"`
	Defaults sarifDefaults `json:"defaultConfiguration"`
}

type sarifDefaults struct {
	Level string `json:"level"`
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
	Related   []sarifLocation `json:"relatedLocations,omitempty"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
	Message  *sarifText    `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
}

func sarifOf(list diag.List) sarifLog {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "headway", Rules: sarifRules(list)}},
		ColumnKind: "unicodeCodePoints", // which is what diag.Pos counts
		Results:    []sarifResult{},
	}
	for _, d := range list {
		said := d.Message
		if d.Hint != "" {
			said += " (" + d.Hint + ")"
		}
		r := sarifResult{
			RuleID:    string(d.Code),
			RuleIndex: slices.IndexFunc(run.Tool.Driver.Rules, func(r sarifRule) bool { return r.ID == string(d.Code) }),
			Level:     d.Severity.String(),
			Message:   sarifText{Text: plainText(said)},
			Locations: []sarifLocation{},
		}
		if d.Pos.IsValid() {
			r.Locations = append(r.Locations, sarifLocation{Physical: sarifPlace(d.Pos)})
		}
		for _, other := range d.Related {
			r.Related = append(r.Related, sarifLocation{sarifPlace(other.Pos), &sarifText{Text: plainText(other.Message)}})
		}
		run.Results = append(run.Results, r)
	}
	return sarifLog{sarifSchema, "2.1.0", []sarifRun{run}}
}

// sarifRules gives the rules of the codes that occur, in the order of all codes.
func sarifRules(list diag.List) []sarifRule {
	out := []sarifRule{}
	for code := range diag.Codes() {
		if !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == code }) {
			continue
		}
		e, _ := diag.Explain(code)
		out = append(out, sarifRule{
			ID:       string(code),
			Short:    sarifText{Text: plainText(e.Short())},
			Full:     sarifText{Text: plainText(e.Means)},
			Help:     sarifText{plainText(e.Do), e.Markdown},
			Defaults: sarifDefaults{e.Severity.String()},
		})
	}
	return out
}

func sarifPlace(p diag.Pos) sarifPhysical {
	at := sarifPhysical{Artifact: sarifArtifact{fileURI(p.File)}}
	if p.Line > 0 {
		at.Region = &sarifRegion{p.Line, p.Column}
	}
	return at
}

// fileURI gives a path as a URI reference, relative where the path is.
func fileURI(file string) string {
	slashed := filepath.ToSlash(file)
	if !filepath.IsAbs(file) {
		return (&url.URL{Path: slashed}).String()
	}
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimLeft(slashed, "/")}).String()
}

// plainText makes a text one that SARIF shows as it is: braces, which stand
// around what is to be put in, are doubled, and nothing looks like a link.
func plainText(s string) string {
	return strings.NewReplacer("{", "{{", "}", "}}", "](", "] (").Replace(diag.Printable(s))
}
