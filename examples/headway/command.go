package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

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
	formats  []string // those that the verb knows, the usual one first
	args     []string // what is no flag
	playbook string
	deals    string
	asOf     string
	since    string
	format   string
	to       string
	deal     string
	with     string
	voice    string   // for whom a deal is explained; empty for everybody
	most     int      // how many things fit into a meeting
	codes    bool     // explain codes instead
	unread   []unread // the deals that could not be read; set by records

	minCoverage int
}

func newCommand(v verb, stdin io.Reader, stderr io.Writer) *command {
	c := &command{stdin: stdin, stderr: stderr, formats: []string{"text", "json"}, flags: flag.NewFlagSet(v.name, flag.ContinueOnError)}
	c.flags.SetOutput(io.Discard)
	switch v.name {
	case "lint":
		c.formats = append(c.formats, "sarif", "github")
		c.flags.BoolVar(&c.codes, "explain", false, "")
	case "review":
		c.formats = append(c.formats, "html")
	case "diagram":
		c.formats = []string{"mermaid", "dot", "svg"}
	case "test":
		c.flags.Var((*wholeNumber)(&c.minCoverage), "min-coverage", "")
	}
	c.flags.StringVar(&c.format, "format", c.formats[0], "")
	if v.name == "lint" || v.name == "list" || v.name == "test" {
		return c
	}
	if v.name != "diff" { // which has two of them as arguments
		c.flags.StringVar(&c.playbook, "playbook", "", "")
	}
	c.flags.StringVar(&c.deals, "deals", "", "")
	c.flags.StringVar(&c.asOf, "as-of", "", "")
	switch v.name {
	case "gate":
		c.flags.StringVar(&c.to, "to", "", "")
	case "diagram":
		c.flags.StringVar(&c.deal, "deal", "", "")
	case "plan":
		c.flags.StringVar(&c.with, "with", "", "")
		c.most = 5
		c.flags.Var((*wholeNumber)(&c.most), "max", "")
	default:
		c.flags.StringVar(&c.since, "since", "7d", "")
	}
	if v.name == "explain" {
		c.flags.StringVar(&c.voice, "for", "", "")
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
			return c.wrongFlag(err)
		}
		args = c.flags.Args()
		if len(args) > 0 {
			c.args = append(c.args, args[0])
			args = args[1:]
		}
	}
	if err := c.empty(); err != nil {
		return err
	}
	if slices.Contains(c.formats, c.format) {
		return nil
	}
	last := len(c.formats) - 1
	return usagef("there is no format %q; write %s or %s", c.format, strings.Join(c.formats[:last], ", "), c.formats[last])
}

// wrongFlag says of a flag that the verb does not have which ones it has.
func (c *command) wrongFlag(err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: ")
	if !unknown {
		return usageError{err.Error()}
	}
	var names []string
	c.flags.VisitAll(func(f *flag.Flag) { names = append(names, "-"+f.Name) })
	return usagef("there is no flag %s; %s", name, ydoc.OneOf(name, names))
}

// wholeNumber is a flag that says what it wants when it is given something else.
type wholeNumber int

func (n *wholeNumber) String() string { return strconv.Itoa(int(*n)) }

func (n *wholeNumber) Set(s string) error {
	x, err := strconv.Atoi(s)
	if err != nil {
		return errors.New("write a whole number")
	}
	*n = wholeNumber(x)
	return nil
}

// empty refuses flags and arguments that are given and empty, as those are that
// a shell makes of a variable that is not set.
func (c *command) empty() error {
	var err error
	c.flags.Visit(func(f *flag.Flag) {
		if f.Value.String() == "" && err == nil {
			err = usagef("-%s is empty; give it a value, or leave it out", f.Name)
		}
	})
	if slices.Contains(c.args, "") {
		return usagef("an argument is empty; give it a value, or leave it out")
	}
	return err
}

// sample says what of the input is that of the sample, for the title of an
// answer.
func (c *command) sample() string {
	switch {
	case c.deals == "" && c.playbook == "":
		return "  (sample deals, sample playbook)"
	case c.deals == "":
		return "  (sample deals)"
	case c.playbook == "":
		return "  (sample playbook)"
	}
	return ""
}

// book loads the playbook.
func (c *command) book() (*stage.Playbook, error) {
	if c.playbook == "" {
		// The sample, and beside it the processes that come with headway, so that
		// deals of their segments can be tried without a playbook.
		return stage.Load(together{testdata.SamplePlaybook(), stage.Files()})
	}
	return load(c.playbook)
}

// load loads the playbook in a directory.
func load(dir string) (*stage.Playbook, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot read the playbook %s: %s", dir, reason(err))
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("the playbook %s is a file; name the directory that it is in", dir)
	}
	book, list := stage.Lint(os.DirFS(dir))
	within(list, dir)
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

// window gives the two days to compare. Without -as-of the later is the last on
// which anything was noted, so that the answer does not depend on when it is
// asked for.
func (c *command) window(recs []*deal.Record) (from, to deal.Day, err error) {
	if c.asOf != "" {
		if to, err = deal.ParseDay(c.asOf); err != nil {
			return from, to, usagef("-as-of: %v; %s", err, deal.DayHint)
		}
	} else if to, err = c.lastDay(recs); err != nil {
		return from, to, err
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

// farOff is how many days the last note of one deal may lie after those of all
// others before it is taken for a slip. A wrong year is that far off.
const farOff = 180

// lastDay gives the last day on which anything was noted, and refuses one that
// a single deal puts far off: every other deal would be judged on it.
func (c *command) lastDay(recs []*deal.Record) (deal.Day, error) {
	var last, before *deal.Record
	for _, rec := range recs {
		switch {
		case rec.Len() == 0:
		case last == nil || rec.Last().After(last.Last()):
			last, before = rec, last
		case before == nil || rec.Last().After(before.Last()):
			before = rec
		}
	}
	switch {
	case last == nil:
		return deal.Day{}, usagef("nothing is noted about any deal in %s, so the day cannot be told: give -as-of", c.source())
	case before != nil && last.Last().Number()-before.Last().Number() > farOff:
		return deal.Day{}, usagef("the day would be %v, the last on which anything was noted, but only deal %s (%s) has notes so late; those of all others end by %v: give -as-of, or mend the deal",
			last.Last(), last.ID, place(last.Pos()), before.Last())
	}
	return last.Last(), nil
}

// one finds a deal by its id, or else by its title.
func (c *command) one(recs []*deal.Record, name string) (*deal.Record, error) {
	for _, u := range c.unread {
		if u.deal == name {
			return nil, c.refuse(u)
		}
	}
	var titled []*deal.Record
	var ids, titles []string
	for _, rec := range recs {
		if rec.ID == name {
			return rec, nil
		}
		if strings.EqualFold(rec.Title, name) {
			titled = append(titled, rec)
		}
		ids, titles = append(ids, rec.ID), append(titles, rec.Title)
	}
	switch len(titled) {
	case 0:
		return nil, fmt.Errorf("there is no deal %q in %s; %s%s", name, c.source(), nearestDeal(name, ids, titles), c.unreadWords())
	case 1:
		return titled[0], nil
	}
	ids = nil
	for _, rec := range titled {
		ids = append(ids, rec.ID)
	}
	return nil, fmt.Errorf("%d deals are called %q; name one by its id: %s", len(ids), name, strings.Join(ids, ", "))
}

func nearestDeal(name string, ids, titles []string) string {
	slices.Sort(ids)
	if ydoc.DidYouMean(name, ids) == "" {
		slices.Sort(titles)
		if hint := ydoc.DidYouMean(name, titles); hint != "" {
			return hint
		}
	}
	return ydoc.OneOf(name, ids)
}

// none refuses arguments that a verb does not take.
func (c *command) none() error {
	if len(c.args) > 0 {
		return usagef("%q is one argument too many", c.args[0])
	}
	return nil
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
