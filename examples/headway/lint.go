package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score/scenario"
	"github.com/headway-go/headway/testdata"
)

// lint reports everything about definitions and their scenarios, or explains
// codes.
func lint(c *command) (int, error) {
	if c.codes {
		return fine, explainCodes(c)
	}
	list, err := lintAll(c.args)
	if err != nil {
		return 0, err
	}
	warnings := len(list.Warnings())
	errs := len(list) - warnings
	switch c.format {
	case "json":
		writeJSON(&c.out, diagnosticsJSON(list))
	case "sarif":
		writeJSON(&c.out, sarifOf(list))
	case "github":
		writeAnnotations(&c.out, list)
	default:
		list.Print(&c.out)
		fmt.Fprintf(&c.out, "%s, %s\n", count(errs, "error", "errors"), count(warnings, "warning", "warnings"))
	}
	if errs > 0 {
		return findings, nil
	}
	return fine, nil
}

// lintAll gives all that is said, in order. Each directory is a playbook; the
// files named are one playbook together, and those of deals are checked too;
// without either it is the sample.
func lintAll(args []string) (diag.List, error) {
	var list diag.List
	var files []string
	if len(args) == 0 {
		_, list = scenario.Lint(testdata.SamplePlaybook())
	}
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %s", arg, reason(err))
		}
		if !info.IsDir() {
			switch path.Ext(arg) {
			case ".yaml", ".yml":
				files = append(files, filepath.ToSlash(arg))
				continue
			}
			found, err := lintDeals(arg)
			if err != nil {
				return nil, err
			}
			list = append(list, found...)
			continue
		}
		_, found := scenario.Lint(os.DirFS(arg))
		within(found, arg)
		list = append(list, found...)
	}
	if len(files) > 0 {
		_, found := scenario.LintFiles(anywhere{}, files...)
		list = append(list, found...)
	}
	list.Sort()
	return list, nil
}

// lintDeals reports everything about the deals in a file of JSON or NDJSON.
func lintDeals(name string) (diag.List, error) {
	if !holdsDeals(name) {
		return nil, unknownKind(name)
	}
	var all diag.List
	for _, err := range dealsIn(os.DirFS(filepath.Dir(name)), filepath.Base(name), filepath.Dir(name)) {
		var list diag.List
		if errors.As(err, &list) {
			all = append(all, list...)
		}
		if len(all) > ydoc.MaxDiagnostics {
			all = append(all[:ydoc.MaxDiagnostics], tooMany(all[ydoc.MaxDiagnostics].Pos))
			break
		}
	}
	return all, nil
}

// anywhere opens files by whatever path the shell knows them by.
type anywhere struct{}

func (anywhere) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }
