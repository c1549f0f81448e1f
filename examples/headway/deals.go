package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/headway-go/headway/internal/inorder"
	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/testdata"
)

// unread is a deal that could not be read, or that stands there a second time.
type unread struct {
	deal     string // its id, as far as that could be read
	mistakes diag.List
}

// where gives its file and line.
func (u unread) where() string { return place(u.mistakes[0].Pos) }

// why gives the first of its mistakes, and says how many more there are.
func (u unread) why() string {
	s := u.mistakes[0].Message
	if n := len(u.mistakes) - 1; n > 0 {
		s += ", and " + count(n, "mistake", "mistakes") + " more"
	}
	return s
}

// twice reports whether the deal is there already.
func (u unread) twice() bool { return u.mistakes[0].Code == diag.Duplicate }

// String tells of the deal on one line.
func (u unread) String() string {
	if u.deal == "" || u.twice() {
		return u.where() + ": " + u.why()
	}
	return fmt.Sprintf("%s: deal %s cannot be read: %s", u.where(), u.deal, u.why())
}

// place gives a file and a line.
func place(at diag.Pos) string {
	if at.Line == 0 {
		return at.File
	}
	return fmt.Sprintf("%s:%d", at.File, at.Line)
}

// again is a deal whose id another one has.
func again(rec, first *deal.Record) unread {
	return unread{rec.ID, diag.List{{Pos: rec.Pos(), Code: diag.Duplicate,
		Message: fmt.Sprintf("deal %s is in %s and %s; remove one", rec.ID, place(first.Pos()), place(rec.Pos())),
		Hint:    "two deals of one id cannot be told apart; the first is taken"}}}
}

// records reads all deals. Those that cannot be read, and those whose id another
// has, are given beside them; an input that cannot be read at all is an error.
func (c *command) records() (recs []*deal.Record, bad []unread, err error) {
	progress := c.progress("deals read")
	defer progress.end()
	first := map[string]*deal.Record{}
	var closed diag.List // files that cannot be read
	for rec, err := range c.stream() {
		var wrong *deal.UnreadError
		var list diag.List
		switch {
		case errors.As(err, &wrong):
			bad = append(bad, unread{wrong.Deal, wrong.Mistakes})
		case errors.As(err, &list):
			closed = append(closed, list...)
		case err != nil:
			return nil, nil, err
		case first[rec.ID] != nil:
			bad = append(bad, again(rec, first[rec.ID]))
		default:
			first[rec.ID] = rec
			recs = append(recs, rec)
			progress.add()
		}
	}
	c.unread = bad
	switch {
	case len(closed) > 0:
		return nil, nil, closed
	case len(recs) > 0:
		return recs, bad, nil
	case len(bad) > 0:
		c.tell(bad)
		return nil, nil, fmt.Errorf("none of the deals in %s can be read", c.source())
	}
	return nil, nil, fmt.Errorf("there are no deals in %s", c.source())
}

// tell writes what is wrong with some deals, of one file no more than anybody
// mends at a time.
func (c *command) tell(bad []unread) {
	told := map[string]int{}
	for _, u := range bad {
		for _, d := range u.mistakes {
			told[d.Pos.File]++
			switch n := told[d.Pos.File]; {
			case n > ydoc.MaxDiagnostics+1:
				continue
			case n > ydoc.MaxDiagnostics:
				d = tooMany(d.Pos)
			}
			diag.List{d}.Print(c.stderr)
		}
	}
}

func tooMany(at diag.Pos) diag.Diagnostic {
	return diag.Diagnostic{Pos: at, Code: diag.TooManyMistakes, Hint: "mend some and look again",
		Message: fmt.Sprintf("there is more wrong from here on; %s mistakes were told", thousands(ydoc.MaxDiagnostics))}
}

// refuse says why the one deal that is asked for cannot be shown.
func (c *command) refuse(u unread) error {
	if u.twice() {
		return errors.New(u.why())
	}
	c.tell([]unread{u})
	return fmt.Errorf("deal %s stands in %s and cannot be read", u.deal, u.where())
}

// unreadWords says where deals stand that cannot be read: what is looked for may
// be one of them.
func (c *command) unreadWords() string {
	if len(c.unread) == 0 {
		return ""
	}
	const most = 3
	var places []string
	for _, u := range c.unread {
		places = append(places, u.where())
	}
	more := ""
	if n := len(places) - most; n > 0 {
		places, more = places[:most], fmt.Sprintf(" and %s more", thousands(int64(n)))
	}
	return fmt.Sprintf("; %s cannot be read: %s%s", count(len(c.unread), "deal", "deals"), strings.Join(places, ", "), more)
}

// source names where the deals come from.
func (c *command) source() string {
	switch c.deals {
	case "":
		return "the sample"
	case "-":
		return "standard input"
	}
	return c.deals
}

func (c *command) stream() iter.Seq2[*deal.Record, error] {
	switch c.deals {
	case "":
		return dealsIn(testdata.SampleDeals(), ".", "")
	case "-":
		return deal.StreamParallel(cores(), "standard input", c.stdin)
	}
	info, err := os.Stat(c.deals)
	if err != nil {
		return failed(fmt.Errorf("cannot read the deals in %s: %s", c.deals, reason(err)))
	}
	if info.IsDir() {
		return dealsIn(os.DirFS(c.deals), ".", c.deals)
	}
	if !holdsDeals(c.deals) {
		return failed(unknownKind(c.deals))
	}
	return dealsIn(os.DirFS(filepath.Dir(c.deals)), filepath.Base(c.deals), filepath.Dir(c.deals))
}

func failed(err error) iter.Seq2[*deal.Record, error] {
	return func(yield func(*deal.Record, error) bool) { yield(nil, err) }
}

// holdsDeals reports whether a file is named as one with deals is: .ndjson and
// .jsonl have a deal a line, .yaml, .yml and .json have one.
func holdsDeals(name string) bool {
	switch path.Ext(name) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return hasLines(name)
}

func hasLines(name string) bool { return path.Ext(name) == ".ndjson" || path.Ext(name) == ".jsonl" }

func unknownKind(name string) error {
	return fmt.Errorf("cannot tell what %s holds: name it .yaml, .json or .ndjson", name)
}

// cores is how many deals are worked on at once.
func cores() int { return runtime.GOMAXPROCS(0) }

// dealsIn reads a file of deals, or all of them below a directory in path order.
// The last thing it gives is a [diag.List] of the files that cannot be read, if
// there are any.
func dealsIn(fsys fs.FS, root, dir string) iter.Seq2[*deal.Record, error] {
	return func(yield func(*deal.Record, error) bool) {
		var closed diag.List
		read := func() func(source) reading { return source.read }
		for r := range inorder.Map(cores(), sources(fsys, root, dir), read) {
			for rec, err := range r.deals {
				var wrong *deal.UnreadError
				if err != nil && !errors.As(err, &wrong) {
					closed = append(closed, unreadable(r.shown, err))
				} else if !yield(rec, err) {
					return
				}
			}
		}
		if len(closed) > 0 {
			yield(nil, closed)
		}
	}
}

// source is a file with deals, or why there is none.
type source struct {
	fsys        fs.FS
	name, shown string
	err         error
}

// sources gives the files with deals in path order.
func sources(fsys fs.FS, root, dir string) iter.Seq[source] {
	return func(yield func(source) bool) {
		fs.WalkDir(fsys, root, func(name string, entry fs.DirEntry, err error) error {
			if err == nil && (entry.IsDir() || !holdsDeals(name)) {
				return nil
			}
			if !yield(source{fsys, name, filepath.Join(dir, name), err}) {
				return fs.SkipAll
			}
			return nil
		})
	}
}

// reading is the deals of a file that is shown by this name.
type reading struct {
	shown string
	deals iter.Seq2[*deal.Record, error]
}

// read reads a file that has one deal. One that has a deal a line is read when
// they are asked for.
func (s source) read() reading {
	if s.err == nil && hasLines(s.name) {
		return reading{s.shown, s.lines}
	}
	rec, err := s.one()
	return reading{s.shown, func(yield func(*deal.Record, error) bool) { yield(rec, err) }}
}

func (s source) one() (*deal.Record, error) {
	if s.err != nil {
		return nil, s.err
	}
	f, err := s.fsys.Open(s.name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return deal.Decode(s.shown, f)
}

func (s source) lines(yield func(*deal.Record, error) bool) {
	f, err := s.fsys.Open(s.name)
	if err != nil {
		yield(nil, err)
		return
	}
	defer f.Close()
	for rec, err := range deal.StreamParallel(cores(), s.shown, f) {
		if !yield(rec, err) {
			return
		}
	}
}

func unreadable(file string, err error) diag.Diagnostic {
	return diag.Diagnostic{Pos: diag.Pos{File: file}, Code: diag.Unreadable,
		Message: "cannot be read: " + reason(err), Hint: "check the path and the permissions"}
}
