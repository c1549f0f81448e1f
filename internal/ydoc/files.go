package ydoc

import (
	"errors"
	"io/fs"
	"iter"
	"path"

	"github.com/headway-go/headway/qualify/diag"
)

// Files reads every .yaml and .yml file below the root of fsys, in path order,
// and gives each with its name: the zero Value for one of which nothing can be
// read. What is wrong is reported into out.
func Files(fsys fs.FS, out *diag.List) iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				unreadable(name, err, out)
				return nil
			}
			ext := path.Ext(name)
			if entry.IsDir() || ext != ".yaml" && ext != ".yml" {
				return nil
			}
			if !yield(name, Open(fsys, name, out)) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			unreadable(".", err, out)
		}
	}
}

// Open reads one file, and no more of it than a document may have. It gives the
// zero Value when nothing of it can be read, and out says why.
func Open(fsys fs.FS, name string, out *diag.List) Value {
	f, err := fsys.Open(name)
	if err != nil {
		unreadable(name, err, out)
		return Value{}
	}
	defer f.Close()
	src, err := ReadAll(f)
	if err != nil {
		unreadable(name, err, out)
		return Value{}
	}
	v, ok := Parse(name, src, out)
	if !ok {
		return Value{}
	}
	return v
}

// unreadable says what went wrong without the path, which is the diagnostic's
// place already.
func unreadable(name string, err error, out *diag.List) {
	reason := err
	var p *fs.PathError
	if errors.As(err, &p) {
		reason = p.Err
	}
	*out = append(*out, diag.Diagnostic{Pos: diag.Pos{File: name}, Code: diag.Unreadable,
		Message: "cannot be read: " + reason.Error(), Hint: "check the path and the permissions"})
}
