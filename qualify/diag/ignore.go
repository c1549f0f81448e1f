package diag

import "fmt"

// Ignore is a comment in a file that asks for a warning to be left out.
type Ignore struct {
	Pos     Pos    // of the comment
	Line    int    // the line whose warnings it is about
	Code    Code   // the code of the warnings
	Excerpt string // the source line of the comment
}

// Silence takes the warnings out that an ignore asks to leave out: those of its
// code, in its file, on its line. Errors stay whatever is asked. An ignore that
// silences nothing is a doubt of its own, unless there are errors: what has
// errors was not looked at for every doubt. The list is to be sorted after it.
func (l *List) Silence(ignores []Ignore) {
	if len(ignores) == 0 {
		return
	}
	type aim struct {
		file string
		line int
		code Code
	}
	aimed := make(map[aim]bool, len(ignores))
	for _, i := range ignores {
		aimed[aim{i.Pos.File, i.Line, i.Code}] = false
	}
	var kept List
	for _, d := range *l {
		at := aim{d.Pos.File, d.Pos.Line, d.Code}
		if _, ok := aimed[at]; ok && d.Severity == Warning {
			aimed[at] = true
			continue
		}
		kept = append(kept, d)
	}
	if kept.Err() == nil {
		for _, i := range ignores {
			if !aimed[aim{i.Pos.File, i.Line, i.Code}] {
				kept = append(kept, Diagnostic{Pos: i.Pos, Code: IgnoreUnused, Severity: Warning, Excerpt: i.Excerpt,
					Message: fmt.Sprintf("this silences nothing: there is no %s on line %d", i.Code, i.Line), Hint: "take the comment out"})
			}
		}
	}
	*l = kept
}
