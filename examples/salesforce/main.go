// Command salesforce turns a Salesforce export, or another one that is a folder
// of CSV or JSON files, into deals for headway, one a line on standard output:
//
//	go run ./examples/salesforce -mapping FILE DIR > deals.ndjson
//
// Which field becomes which fact stands in one YAML file, the mapping; README.md
// explains it key by key. What was made of every row is counted on standard
// error, and whatever nobody mapped is listed there, so that nothing of an
// export is dropped in silence.
//
// The exit code is 0 when every row was mapped or passed over by the mapping's
// own words, 1 when rows were refused, and 2 for wrong usage, input that cannot
// be read or a mapping that is wrong; then nothing is written to standard
// output.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// The exit codes.
const (
	fine     = 0
	refused  = 1
	unusable = 2
)

const (
	usage = "usage: salesforce -mapping FILE [-exported DAY] DIR"
	does  = "turns the CSV and JSON files of an export into deals, one a line, by the words of a mapping"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run runs the command.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("salesforce", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	file := flags.String("mapping", "", "")
	exported := flags.String("exported", "", "")
	fail := func(format string, args ...any) int {
		fmt.Fprintln(stderr, "salesforce: "+diag.Printable(fmt.Sprintf(format, args...)))
		return unusable
	}
	wrong := func(format string, args ...any) int {
		fail(format, args...)
		fmt.Fprintln(stderr, usage)
		return unusable
	}

	var dirs []string
	err := flags.Parse(args)
	for err == nil && flags.NArg() > 0 { // flags may stand behind the folder too
		dirs = append(dirs, flags.Arg(0))
		err = flags.Parse(flags.Args()[1:])
	}
	empty := ""
	flags.Visit(func(f *flag.Flag) {
		if f.Value.String() == "" {
			empty = f.Name
		}
	})
	switch {
	case errors.Is(err, flag.ErrHelp):
		if _, err := io.WriteString(stdout, usage+"\n"+does+"\n"); err != nil {
			return fail("cannot write the answer: %s", reason(err))
		}
		return fine
	case err != nil:
		return wrong("%v", err)
	case empty != "":
		return wrong("-%s is empty; give it a value, or leave it out", empty)
	case *file == "":
		return wrong("which field becomes which fact is said by a mapping: give -mapping")
	case len(dirs) != 1:
		return wrong("name the one folder with the files of the export")
	}
	var day deal.Day
	if *exported != "" {
		if day, err = deal.ParseDay(*exported); err != nil {
			return wrong("-exported: %v; %s", err, deal.DayHint)
		}
	}

	src, err := readFile(*file)
	if err != nil {
		return fail("cannot read the mapping %s: %s", *file, reason(err))
	}
	m, exp, list, err := load(*file, src, os.DirFS(dirs[0]))
	list.Print(stderr)
	if err != nil {
		for _, line := range strings.Split(reason(err), "\n") {
			fail("cannot read the export %s: %s", dirs[0], line)
		}
		return unusable
	}
	if mistakes := len(list) - len(list.Warnings()); mistakes > 0 {
		return fail("%s in the mapping, so nothing was written", count(mistakes, "mistake", "mistakes"))
	}
	if !day.IsZero() {
		m.exported = day
	}

	lines, facts := convert(m, exp)
	out := bufio.NewWriter(stdout)
	for _, line := range lines {
		out.Write(line)
		out.WriteByte('\n')
	}
	if err := out.Flush(); err != nil {
		return fail("cannot write the deals: %v", err)
	}
	if exp.report(m, len(lines), facts, stderr) > 0 {
		return refused
	}
	return fine
}

// load reads a mapping and the export that it is for. The list is all that is
// wrong with the mapping, in order; with a mistake in it neither can be used.
// The error is about the export.
func load(name string, src []byte, dir fs.FS) (m *mapping, exp *export, list diag.List, err error) {
	if m = readMapping(name, src, &list); m != nil {
		if exp, err = openExport(dir, m); err == nil {
			m.bind(exp)
		}
	}
	list.Sort()
	return m, exp, list, err
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ydoc.ReadAll(f)
}

// reason gives what went wrong with a file without its path.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
