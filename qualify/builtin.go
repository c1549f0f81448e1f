package qualify

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed frameworks/*.yaml
var frameworkFiles embed.FS

// Builtins gives the ids of the frameworks that come with headway.
func Builtins() []string { return []string{"meddic", "meddicc", "meddpicc"} }

// Builtin gives a framework that comes with headway. Each call compiles it
// anew, so that nobody shares anything.
func Builtin(id string) (*Framework, bool) {
	src, err := frameworkFiles.ReadFile("frameworks/" + id + ".yaml")
	if err != nil {
		return nil, false
	}
	f, err := Decode(id+".yaml", strings.NewReader(string(src)))
	if err != nil {
		panic("qualify: a framework that comes with headway is broken:\n" + err.Error())
	}
	return f, true
}

// Files gives the definitions that come with headway, to copy from.
func Files() fs.FS {
	sub, err := fs.Sub(frameworkFiles, "frameworks")
	if err != nil {
		panic(err) // the directory is compiled in
	}
	return sub
}
