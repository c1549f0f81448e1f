package main

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

type codeJSON struct {
	Code     string     `json:"code"`
	Severity string     `json:"severity"`
	Means    string     `json:"means"`
	Do       string     `json:"do"`
	Example  []fileJSON `json:"example"`
	Mended   []fileJSON `json:"mended"`
}

type fileJSON struct {
	File string `json:"file"`
	Text string `json:"text"`
}

// explainCodes explains the codes that are named. Without one, or for "all", it
// lists them all, a line each.
func explainCodes(c *command) error {
	listed := len(c.args) == 0 || len(c.args) == 1 && c.args[0] == "all"
	var found []diag.Explanation
	if listed {
		for code := range diag.Codes() {
			e, _ := diag.Explain(code)
			found = append(found, e)
		}
	} else {
		for _, arg := range c.args {
			e, ok := diag.Explain(diag.Code(arg))
			if !ok {
				return fmt.Errorf("there is no code %q; %s", arg, nearCodes(arg))
			}
			found = append(found, e)
		}
	}
	switch {
	case c.format == "json":
		writeJSON(&c.out, codesJSON(found))
	case c.format != "text":
		return usagef("codes are explained as text or json, not as %s", c.format)
	case listed:
		listCodes(&c.out, found)
	default:
		for i, e := range found {
			if i > 0 {
				c.out.WriteString("\n")
			}
			explainCode(&c.out, c.style, e)
		}
	}
	return nil
}

func listCodes(b *strings.Builder, found []diag.Explanation) {
	var t table
	for _, e := range found {
		t.row(string(e.Code), e.Severity.String(), e.Short())
	}
	t.write(b, "")
}

func explainCode(b *strings.Builder, s style, e diag.Explanation) {
	fmt.Fprintf(b, "%s (%s)\n\n", s.bold(string(e.Code)), e.Severity)
	wrap(b, 0, "", 0, e.Means)
	b.WriteString("\n")
	wrap(b, 0, "", 0, "What to do: "+e.Do)
	showFiles(b, "Example", e.Example)
	showFiles(b, "Mended", e.Mended)
}

func showFiles(b *strings.Builder, what string, files []diag.File) {
	for _, f := range files {
		fmt.Fprintf(b, "\n%s, %s:\n\n", what, f.Name)
		for line := range strings.Lines(f.Text) {
			b.WriteString("    " + line)
		}
	}
}

func codesJSON(found []diag.Explanation) []codeJSON {
	var out []codeJSON
	for _, e := range found {
		out = append(out, codeJSON{string(e.Code), e.Severity.String(), e.Means, e.Do, filesJSON(e.Example), filesJSON(e.Mended)})
	}
	return out
}

func filesJSON(files []diag.File) []fileJSON {
	var out []fileJSON
	for _, f := range files {
		out = append(out, fileJSON{f.Name, f.Text})
	}
	return out
}

// nearCodes says which code somebody may have meant: one that is spelt nearly
// so, or those of the same area or with that word in the name.
func nearCodes(written string) string {
	area, word, found := strings.Cut(written, "/")
	if !found {
		word = area
	}
	var all, near []string
	for code := range diag.Codes() {
		all = append(all, string(code))
		if a, name, _ := strings.Cut(string(code), "/"); a == area || word != "" && strings.Contains(name, word) {
			near = append(near, string(code))
		}
	}
	if hint := ydoc.DidYouMean(written, all); hint != "" {
		return hint
	}
	if len(near) > 0 {
		return ydoc.OneOf(written, near)
	}
	return "headway lint -explain lists them all"
}
