// Command study looks at many deals at once, where headway looks at one after
// the other:
//
//	go run ./examples/study -playbook DIR -deals FILE
//
// It says what the CRM claimed of them, one claim after the other, and which
// claims no way of the process leads to; how the elements of the framework
// stand over all deals; and how well the score tells the deals that are called
// won from those that are called lost. Nothing is judged by what it finds, and
// nothing is fitted to it.
//
// The exit code is 0, or 1 when deals could not be read or judged (the others
// are counted), and 2 for wrong usage or input that cannot be read.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// The exit codes.
const (
	fine     = 0
	missing  = 1
	unusable = 2
)

const (
	usage = "usage: study -playbook DIR -deals FILE|- [-as-of DAY]"
	does  = "says of many deals what was claimed, how their elements stand, and whether the score tells won from lost"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run runs the command.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("study", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	dir := flags.String("playbook", "", "")
	file := flags.String("deals", "", "")
	asOf := flags.String("as-of", "", "")
	fail := func(format string, args ...any) int {
		fmt.Fprintln(stderr, "study: "+diag.Printable(fmt.Sprintf(format, args...)))
		return unusable
	}
	wrong := func(format string, args ...any) int {
		fail(format, args...)
		fmt.Fprintln(stderr, usage)
		return unusable
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		if _, err := io.WriteString(stdout, usage+"\n"+does+"\n"); err != nil {
			return fail("cannot write the answer: %v", err)
		}
		return fine
	case err != nil:
		return wrong("%v", err)
	case flags.NArg() > 0:
		return wrong("%q is too much; everything is said by flags", flags.Arg(0))
	case *dir == "":
		return wrong("by which processes the deals are judged is said by a playbook: give -playbook")
	case *file == "":
		return wrong("give the file with a deal a line: -deals")
	}
	var day deal.Day
	if *asOf != "" {
		var err error
		if day, err = deal.ParseDay(*asOf); err != nil {
			return wrong("-as-of: %v; %s", err, deal.DayHint)
		}
	}
	book, err := stage.Load(os.DirFS(*dir))
	if err != nil {
		var list diag.List
		if errors.As(err, &list) {
			list.Print(stderr)
		}
		return fail("cannot use the playbook %s", *dir)
	}
	source, name := stdin, "standard input"
	if *file != "-" {
		f, err := os.Open(*file)
		if err != nil {
			return fail("cannot read the deals in %s: %s", *file, reason(err))
		}
		defer f.Close()
		source, name = f, *file
	}

	s := study{book: book, day: day}
	left, err := s.read(deal.Stream(name, source), stderr)
	if err != nil {
		return fail("cannot read the deals in %s: %s", *file, reason(err))
	}
	out := bufio.NewWriter(stdout)
	s.print(out)
	if err := out.Flush(); err != nil {
		return fail("cannot write the answer: %v", err)
	}
	if left > 0 {
		return missing
	}
	return fine
}

// study is what is counted, by process.
type study struct {
	book    *stage.Playbook
	day     deal.Day // zero: each deal on the day of its last fact
	groups  []*group
	unbegun int // deals of which nothing was known by then
}

// group is the deals that one process judges.
type group struct {
	process  *stage.Process
	deals    int
	claims   claims
	elements elements
	ends     ends
}

// read counts every deal. What could not be counted is said, and how often.
func (s *study) read(deals iter.Seq2[*deal.Record, error], stderr io.Writer) (left int, err error) {
	evaluator := score.NewEvaluator(s.book)
	seen := map[string]diag.Pos{}
	for rec, err := range deals {
		var unread *deal.UnreadError
		switch {
		case errors.As(err, &unread):
			unread.Mistakes.Print(stderr)
			left++
			continue
		case err != nil:
			return left, err
		}
		if first, ok := seen[rec.ID]; ok {
			fmt.Fprintln(stderr, diag.Printable(fmt.Sprintf("%v: deal %s stands at %v already, and the first is taken", rec.Pos(), rec.ID, first)))
			left++
			continue
		}
		seen[rec.ID] = rec.Pos()
		day := s.day
		if day.IsZero() {
			day = rec.Last()
		}
		if rec.AsOf(day).Len() == 0 {
			s.unbegun++
			continue
		}
		card, err := evaluator.Card(rec, day)
		if err != nil {
			fmt.Fprintln(stderr, diag.Printable(fmt.Sprintf("%v: %v", rec.Pos(), err)))
			left++
			continue
		}
		s.add(rec, card)
	}
	return left, nil
}

func (s *study) add(rec *deal.Record, card *score.Card) {
	g := s.group(card.Process())
	g.deals++
	g.claims.add(g.process, rec.AsOf(card.Day()))
	g.elements.add(card.Position().Assessment())
	g.ends.add(card.Claimed().Kind(), card.Score().Earned)
}

// group finds the group of a process.
func (s *study) group(p *stage.Process) *group {
	for _, g := range s.groups {
		if g.process == p {
			return g
		}
	}
	g := &group{process: p, claims: newClaims(p), elements: newElements(p.Framework())}
	s.groups = append(s.groups, g)
	return g
}

// reason gives what went wrong with a file without its path.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
