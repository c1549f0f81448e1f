package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/testdata"
)

// command is one call of a verb: its flags, its input and what it has to say.
type command struct {
	stdin  io.Reader
	stderr io.Writer
	out    strings.Builder
	style  style

	flags    *flag.FlagSet
	formats  []string // those that the verb knows
	args     []string // what is no flag
	playbook string
	deals    string
	asOf     string
	since    string
	format   string
	to       string
	codes    bool // explain codes instead

	minCoverage int
}

func newCommand(v verb, stdin io.Reader, stderr io.Writer) *command {
	c := &command{stdin: stdin, stderr: stderr, formats: []string{"text", "json"}, flags: flag.NewFlagSet(v.name, flag.ContinueOnError)}
	c.flags.SetOutput(io.Discard)
	c.flags.StringVar(&c.format, "format", "text", "")
	if v.name == "lint" {
		c.formats = append(c.formats, "sarif", "github")
		c.flags.BoolVar(&c.codes, "explain", false, "")
	}
	if v.name == "test" {
		c.flags.IntVar(&c.minCoverage, "min-coverage", 0, "")
	}
	if v.name == "lint" || v.name == "list" || v.name == "test" {
		return c
	}
	c.flags.StringVar(&c.playbook, "playbook", "", "")
	c.flags.StringVar(&c.deals, "deals", "", "")
	c.flags.StringVar(&c.asOf, "as-of", "", "")
	if v.name == "gate" {
		c.flags.StringVar(&c.to, "to", "", "")
	} else {
		c.flags.StringVar(&c.since, "since", "7d", "")
	}
	return c
}

// parse reads the flags, wherever they stand among the arguments.
func (c *command) parse(args []string) error {
	for len(args) > 0 {
		if err := c.flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return err
			}
			return usageError{err.Error()}
		}
		args = c.flags.Args()
		if len(args) > 0 {
			c.args = append(c.args, args[0])
			args = args[1:]
		}
	}
	switch {
	case slices.Contains(c.formats, c.format):
		return nil
	case c.format == "html":
		return usagef("-format %s is not supported yet; write text or json", c.format)
	}
	last := len(c.formats) - 1
	return usagef("there is no format %q; write %s or %s", c.format, strings.Join(c.formats[:last], ", "), c.formats[last])
}

// book loads the playbook.
func (c *command) book() (*stage.Playbook, error) {
	if c.playbook == "" {
		// The sample, and beside it the processes that come with headway, so that
		// deals of their segments can be tried without a playbook.
		return stage.Load(together{testdata.SamplePlaybook(), stage.Files()})
	}
	info, err := os.Stat(c.playbook)
	if err != nil {
		return nil, fmt.Errorf("cannot read the playbook %s: %s", c.playbook, reason(err))
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("the playbook %s is a file; name the directory that it is in", c.playbook)
	}
	book, list := stage.Lint(os.DirFS(c.playbook))
	within(list, c.playbook)
	return book, list.Err()
}

// within puts the directory before the files that a list names.
func within(list diag.List, dir string) {
	for i := range list {
		list[i].Pos.File = filepath.Join(dir, list[i].Pos.File)
		for k := range list[i].Related {
			list[i].Related[k].Pos.File = filepath.Join(dir, list[i].Related[k].Pos.File)
		}
	}
}

// reason gives what went wrong with a file without its path.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// unread is a deal that could not be read.
type unread struct {
	where string
	why   string
}

// records reads all deals. Those that cannot be read are given beside them; an
// input that cannot be read at all is an error.
func (c *command) records() (recs []*deal.Record, bad []unread, err error) {
	progress := c.progress("deals read")
	defer progress.end()
	for rec, err := range c.stream() {
		var list diag.List
		switch {
		case errors.As(err, &list):
			for _, d := range list {
				bad = append(bad, unread{d.Pos.String(), d.Message})
			}
			list.Print(c.stderr)
		case err != nil:
			return nil, nil, err
		default:
			recs = append(recs, rec)
			progress.add()
		}
	}
	if len(recs) == 0 {
		if len(bad) > 0 {
			return nil, nil, fmt.Errorf("none of the deals in %s can be read", c.source())
		}
		return nil, nil, fmt.Errorf("there are no deals in %s", c.source())
	}
	return recs, bad, nil
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
		return deal.Stream("standard input", c.stdin)
	}
	info, err := os.Stat(c.deals)
	if err != nil {
		return failed(fmt.Errorf("cannot read the deals in %s: %s", c.deals, reason(err)))
	}
	if info.IsDir() {
		return dealsIn(os.DirFS(c.deals), ".", c.deals)
	}
	return dealsIn(os.DirFS(filepath.Dir(c.deals)), filepath.Base(c.deals), filepath.Dir(c.deals))
}

func failed(err error) iter.Seq2[*deal.Record, error] {
	return func(yield func(*deal.Record, error) bool) { yield(nil, err) }
}

// dealsIn reads a file of deals, or all of them below a directory in path
// order: .ndjson and .jsonl have a deal a line, .yaml, .yml and .json have one.
func dealsIn(fsys fs.FS, root, dir string) iter.Seq2[*deal.Record, error] {
	return func(yield func(*deal.Record, error) bool) {
		err := fs.WalkDir(fsys, root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() {
				return nil
			}
			ext := path.Ext(name)
			lines := ext == ".ndjson" || ext == ".jsonl"
			if !lines && ext != ".yaml" && ext != ".yml" && ext != ".json" {
				if name == root {
					return fmt.Errorf("cannot tell what %s holds: name it .yaml, .json or .ndjson", filepath.Join(dir, name))
				}
				return nil
			}
			f, err := fsys.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			shown := filepath.Join(dir, name)
			if !lines {
				if !yield(deal.Decode(shown, f)) {
					return fs.SkipAll
				}
				return nil
			}
			for rec, err := range deal.Stream(shown, f) {
				if !yield(rec, err) {
					return fs.SkipAll
				}
			}
			return nil
		})
		if err != nil {
			yield(nil, fmt.Errorf("cannot read the deals: %w", err))
		}
	}
}

// window gives the two days to compare. Without -as-of the later is the last on
// which anything was noted, so that the answer does not depend on when it is
// asked for.
func (c *command) window(recs []*deal.Record) (from, to deal.Day, err error) {
	if c.asOf != "" {
		if to, err = deal.ParseDay(c.asOf); err != nil {
			return from, to, usagef("-as-of: %v; %s", err, deal.DayHint)
		}
	} else {
		for _, rec := range recs {
			if rec.Last().After(to) {
				to = rec.Last()
			}
		}
		if to.IsZero() {
			return from, to, usagef("nothing is noted about any deal in %s, so the day cannot be told: give -as-of", c.source())
		}
	}
	if c.since == "" {
		return to, to, nil
	}
	if d, err := deal.ParseDuration(c.since); err == nil && !d.Working() {
		return to.Add(-d.Days()), to, nil
	}
	if from, err = deal.ParseDay(c.since); err != nil {
		return from, to, usagef("-since: %q is neither a day, as in 2026-01-31, nor a number of days, as in 7d", c.since)
	}
	if from.After(to) {
		return from, to, usagef("-since %v lies after %v, the day of the review", from, to)
	}
	return from, to, nil
}

// one finds the deal that the arguments name.
func (c *command) one(recs []*deal.Record) (*deal.Record, error) {
	if len(c.args) != 1 {
		return nil, usagef("name one deal")
	}
	var ids []string
	for _, rec := range recs {
		if rec.ID == c.args[0] {
			return rec, nil
		}
		ids = append(ids, rec.ID)
	}
	slices.Sort(ids)
	return nil, fmt.Errorf("there is no deal %q in %s; %s", c.args[0], c.source(), ydoc.OneOf(c.args[0], ids))
}

// none refuses arguments that a verb does not take.
func (c *command) none() error {
	if len(c.args) > 0 {
		return usagef("%q is one argument too many", c.args[0])
	}
	return nil
}

// progress tells somebody who waits that something is going on.
type progress struct {
	w     io.Writer
	what  string
	n     int
	next  time.Time
	shown bool
}

// progress reports on standard error from two seconds on, every second.
func (c *command) progress(what string) *progress {
	return &progress{w: c.stderr, what: what, next: time.Now().Add(2 * time.Second)}
}

func (p *progress) add() {
	p.n++
	if p.n%256 != 0 {
		return
	}
	if now := time.Now(); now.After(p.next) {
		p.next, p.shown = now.Add(time.Second), true
		fmt.Fprintf(p.w, "\r%s %s", thousands(int64(p.n)), p.what)
	}
}

func (p *progress) end() {
	if p.shown {
		fmt.Fprintln(p.w)
	}
}

// together is several directories of files as one.
type together []fs.FS

func (t together) Open(name string) (fs.File, error) {
	var err error
	for _, fsys := range t {
		var f fs.File
		if f, err = fsys.Open(name); err == nil {
			return f, nil
		}
	}
	return nil, err
}

func (t together) ReadDir(name string) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	found := false
	for _, fsys := range t {
		entries, err := fs.ReadDir(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all, found = append(all, entries...), true
	}
	if !found {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}
