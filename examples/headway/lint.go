package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/testdata"
)

// lint reports everything about definitions. Each directory is a playbook; the
// files named are one playbook together.
func lint(c *command) (int, error) {
	var list diag.List
	var files []string
	if len(c.args) == 0 {
		_, list = stage.Lint(testdata.SamplePlaybook())
	}
	for _, arg := range c.args {
		info, err := os.Stat(arg)
		if err != nil {
			return 0, fmt.Errorf("cannot read %s: %s", arg, reason(err))
		}
		if !info.IsDir() {
			files = append(files, filepath.ToSlash(arg))
			continue
		}
		_, found := stage.Lint(os.DirFS(arg))
		within(found, arg)
		list = append(list, found...)
	}
	if len(files) > 0 {
		_, found := stage.LintFiles(anywhere{}, files...)
		list = append(list, found...)
	}
	list.Sort()
	errs := 0
	for _, d := range list {
		if d.Severity == diag.Error {
			errs++
		}
	}
	if c.format == "json" {
		writeJSON(&c.out, diagnosticsJSON(list))
	} else {
		list.Print(&c.out)
		fmt.Fprintf(&c.out, "%s, %s\n", count(errs, "mistake", "mistakes"), count(len(list)-errs, "doubt", "doubts"))
	}
	if errs > 0 {
		return findings, nil
	}
	return fine, nil
}

// anywhere opens files by whatever path the shell knows them by.
type anywhere struct{}

func (anywhere) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }
