// Command headway tries the library out, and serves teams that write YAML and
// no Go: it reviews a pipeline, explains a deal, plans the next call about it,
// answers whether it may move, checks definitions, runs the scenarios that test
// them, and tells what a change of them does to a pipeline.
//
//	go run ./examples/headway review
//
// Without flags every verb runs on a sample playbook and sample deals that are
// compiled in. The exit code is 0 when all is well, 1 when there are findings
// (mistakes in definitions, failed scenarios, a closed gate, deals that could not
// be judged, or that another playbook judges otherwise), and 2 for wrong usage or
// input that cannot be read.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// The exit codes.
const (
	fine     = 0
	findings = 1
	unusable = 2
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// verb is one thing that the command can do.
type verb struct {
	name  string
	usage string
	does  string
	run   func(*command) (int, error)
}

var verbs = []verb{
	{"review", "review [-playbook DIR] [-deals FILE|DIR|-] [-as-of DAY] [-since DAY|7d] [-format text|json|html]", "the pipeline review, worst first", review},
	{"explain", "explain [-playbook DIR] [-deals FILE|DIR|-] [-as-of DAY] [-since DAY|7d] [-for rep|manager|auditor] [-format text|json] DEAL", "one deal: every point and every open requirement, with its proof; or what concerns one reader, in sentences", explain},
	{"plan", "plan [-playbook DIR] [-deals FILE|DIR|-] [-as-of DAY] [-with PERSON,…] [-max N] [-format text|json] DEAL", "the next call: what to ask whom, in which order, and how far it moves the deal", plan},
	{"gate", "gate [-playbook DIR] [-deals FILE|DIR|-] [-as-of DAY] [-format text|json] -to STAGE DEAL", "may the deal move there? exit 0 or 1, with what is missing", gate},
	{"diff", "diff [-deals FILE|DIR|-] [-as-of DAY] [-since DAY|7d] [-format text|json] OLD NEW", "what a new playbook does to a pipeline before it is rolled out; exit 1 when a deal is judged otherwise", diff},
	{"diagram", "diagram [-playbook DIR] [-format mermaid|dot|svg] [-deals FILE|DIR|-] [-deal ID] [-as-of DAY] PROCESS", "a process as a graph, with a deal on it", draw},
	{"lint", "lint [-format text|json|sarif|github] [DIR|FILE…] | lint -explain [-format text|json] [CODE…]", "every mistake and every doubt about definitions; what a code means, or all of them", lint},
	{"test", "test [-min-coverage PERCENT] [-format text|json] [DIR]", "run the scenarios of a playbook; what no scenario put to the test is listed", test},
	{"list", "list [-format text|json]", "the frameworks and processes that come with headway", list},
}

// usageError is a mistake in how the command was called.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// run runs the command. Nothing is written to stdout before all of it is known,
// so that what fails half-way does not look whole.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage())
		return unusable
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "-help" || args[0] == "--help" {
		return answer(stdout, stderr, "help", usage(), fine)
	}
	for _, v := range verbs {
		if v.name != args[0] {
			continue
		}
		c := newCommand(v, stdin, stderr)
		c.style.colour = takesColour(stdout)
		if err := c.parse(args[1:]); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return answer(stdout, stderr, v.name, "usage: headway "+v.usage+"\n"+v.does+"\n", fine)
			}
			return fail(stderr, v, err)
		}
		code, err := v.run(c)
		if err != nil {
			return fail(stderr, v, err)
		}
		return answer(stdout, stderr, v.name, c.out.String(), code)
	}
	var names []string
	for _, v := range verbs {
		names = append(names, v.name)
	}
	fmt.Fprintf(stderr, "headway: there is no verb %q; %s\n", args[0], ydoc.OneOf(args[0], names))
	return unusable
}

// answer writes what there is to say and gives the exit code.
func answer(stdout, stderr io.Writer, verb, text string, code int) int {
	if _, err := io.WriteString(stdout, text); err != nil {
		fmt.Fprintf(stderr, "headway %s: cannot write the answer: %s\n", verb, reason(err))
		return unusable
	}
	return code
}

// fail says what went wrong, in one clear sentence or as the list that it is.
func fail(stderr io.Writer, v verb, err error) int {
	var list diag.List
	if errors.As(err, &list) {
		list.Print(stderr)
		fmt.Fprintf(stderr, "headway %s: %s, so nothing was judged\n", v.name, count(len(list), "mistake", "mistakes"))
		return unusable
	}
	fmt.Fprintf(stderr, "headway %s: %s\n", v.name, diag.Printable(err.Error()))
	var wrong usageError
	if errors.As(err, &wrong) {
		fmt.Fprintln(stderr, "usage: headway "+v.usage)
	}
	return unusable
}

func usage() string {
	var b strings.Builder
	b.WriteString("headway tells where a deal really stands, whether it moved or was only busy, and why.\n\n")
	for _, v := range verbs {
		fmt.Fprintf(&b, "  headway %s\n        %s\n", v.usage, v.does)
	}
	b.WriteString(`
Without -playbook and -deals it runs on a sample. -deals - reads NDJSON, a deal a line, from standard input.
Without -as-of the day is the last on which anything was noted; without -since it is compared with a week before.
DEAL is the id of a deal, or its title. PERSON is the id or the name of somebody on record; without -with everybody
may come, and without -max the five first things are planned (0: all). OLD and NEW are directories of playbooks.
`)
	return b.String()
}
