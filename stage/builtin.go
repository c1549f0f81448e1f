package stage

import (
	"embed"
	"io/fs"
)

//go:embed processes/*.yaml
var processFiles embed.FS

// Builtin compiles the processes that come with headway: smb and enterprise,
// B2B new business on MEDDPICC. A deal of any playbook may name one of them as
// its process.
func Builtin() *Playbook {
	l := newLoader(Files())
	l.builtin = true
	l.walk()
	b := l.compile()
	if err := l.list.Err(); err != nil {
		panic("stage: a process that comes with headway is broken:\n" + err.Error())
	}
	return b
}

// Files gives the definitions that come with headway, to copy from.
func Files() fs.FS {
	sub, err := fs.Sub(processFiles, "processes")
	if err != nil {
		panic(err) // the directory is compiled in
	}
	return sub
}
