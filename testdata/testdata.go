// Package testdata is a sample to try headway on: a playbook and a pipeline of
// invented companies, and definitions that are wrong on purpose.
package testdata

import (
	"embed"
	"io/fs"
)

//go:embed sample
var files embed.FS

// SamplePlaybook gives the definitions of the sample, and the scenarios that
// test them.
func SamplePlaybook() fs.FS { return sub("sample/playbook") }

// SampleDeals gives the deals of the sample, a file each.
func SampleDeals() fs.FS { return sub("sample/deals") }

func sub(dir string) fs.FS {
	fsys, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // the directory is compiled in
	}
	return fsys
}
