package diag

import (
	"embed"
	"io/fs"
	"iter"
	"strings"
)

// One file a code, at the path that the code is: process/element is explained
// in codes/process/element.md. The layout is fixed, and CONTRIBUTING.md has it.
//
//go:embed codes
var explanations embed.FS

const (
	folder    = "codes/"
	extension = ".md"
)

// Explanation is what there is to know about a code.
type Explanation struct {
	Code     Code
	Severity Severity // of every diagnostic with this code
	Means    string   // what is wrong or doubtful: a paragraph on one line
	Do       string   // what to do about it: a paragraph on one line
	Example  []File   // a small playbook or deal that yields the code, and no other
	Mended   []File   // the same when it is mended
	Markdown string   // all of the above as one Markdown document
}

// Short is the first sentence of what the code means.
func (e Explanation) Short() string {
	first, _, more := strings.Cut(e.Means, ". ")
	if more {
		first += "."
	}
	return first
}

// File is one file of an example.
//
// What a text cannot show is written in two angle brackets: "<<60000 times: -
// a>>" on a line stands for so many lines, "#" for the number of each;
// "<<byte e9>>" for a byte that is no text; "<<cannot be opened>>" for a file
// that the system does not hand out.
type File struct {
	Name string
	Text string
}

// Explain explains a code; false means that there is no such code.
func Explain(code Code) (Explanation, bool) {
	source, err := explanations.ReadFile(folder + string(code) + extension)
	if err != nil {
		return Explanation{}, false
	}
	e := parseExplanation(string(source))
	e.Code = code
	return e, true
}

// Codes gives every code, ordered by area and then by name.
func Codes() iter.Seq[Code] {
	return func(yield func(Code) bool) {
		err := fs.WalkDir(explanations, strings.TrimSuffix(folder, "/"), func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			if !yield(Code(strings.TrimSuffix(strings.TrimPrefix(name, folder), extension))) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			panic(err) // the files are compiled in
		}
	}
}

// parseExplanation reads the fixed layout: a title with the severity in
// brackets, what the code means, what to do, and the files of the two forms of
// the example, each in a code block that names it.
func parseExplanation(source string) Explanation {
	e := Explanation{Markdown: source}
	paragraph, files := &e.Means, &e.Example
	inFile := false
	for line := range strings.Lines(source) {
		text := strings.TrimSuffix(line, "\n")
		switch {
		case text == "```":
			inFile = false
		case inFile:
			(*files)[len(*files)-1].Text += line
		case strings.HasPrefix(text, "```"):
			_, name, _ := strings.Cut(text, " ")
			*files = append(*files, File{Name: name})
			inFile = true
		case strings.HasPrefix(text, "# "):
			if strings.HasSuffix(text, "("+Warning.String()+")") {
				e.Severity = Warning
			}
		case text == "## What to do":
			paragraph = &e.Do
		case text == "## Mended":
			files = &e.Mended
		case strings.HasPrefix(text, "## "), text == "":
		case *paragraph == "":
			*paragraph = text
		default:
			*paragraph += " " + text
		}
	}
	return e
}
