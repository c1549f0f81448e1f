// Package scenario tests definitions: a [Scenario] is a YAML file with the facts
// of a deal and what must come out of them at a day or between two days.
//
// [Load] reads a playbook with the scenarios that stand beside it and gives a
// [Suite]. [Suite.Run] gives a [Report]: the values that came out otherwise,
// each with its place, what was wanted, what came out and the facts and
// requirements that decided; and the [Coverage], which says what no scenario
// ever put to the test. [Report.Print] is all of that as text. Package
// scenariotest runs the same as Go tests.
//
// A scenario that cannot be compared is a mistake and not a scenario that
// passes: a name that the process does not have, a key that there is not, a
// list without a value, an expectation that expects nothing.
package scenario

import (
	"iter"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
)

// Suite is a playbook with its scenarios. It cannot be changed and may be used
// by any number of goroutines.
type Suite struct {
	book      *stage.Playbook
	builtin   bool // the directory has no process: the scenarios are about those that come with headway
	scenarios []*Scenario
	warnings  diag.List
}

// Playbook is the playbook that the scenarios are about.
func (s *Suite) Playbook() *stage.Playbook { return s.book }

// Scenarios gives the scenarios that expect something, in path order.
func (s *Suite) Scenarios() iter.Seq[*Scenario] { return slices.Values(s.scenarios) }

// Warnings gives the doubts about the playbook and the scenarios, such as facts
// that the definitions do not know and that count for nothing.
func (s *Suite) Warnings() diag.List { return slices.Clone(s.warnings) }

// owns reports whether a process is defined in the directory of the suite.
func (s *Suite) owns(p *stage.Process) bool {
	for own := range s.book.Processes() {
		if own.ID() == p.ID() {
			return !s.builtin
		}
	}
	return false
}

// Scenario is one deal and what is expected of it.
type Scenario struct {
	name         string
	pos          diag.Pos
	start        deal.Day
	rec          *deal.Record
	facts        []diag.Pos // by index in the record
	expectations []expectation
}

// Name says what the scenario shows, in the words of who wrote it.
func (s *Scenario) Name() string { return s.name }

// Pos is where the scenario is written.
func (s *Scenario) Pos() diag.Pos { return s.pos }

// Start is the day that +0d stands for.
func (s *Scenario) Start() deal.Day { return s.start }

// Record is the deal, with the facts of the scenario that it is built on.
func (s *Scenario) Record() *deal.Record { return s.rec }

// FactPos is where the fact at an index of the record is written.
func (s *Scenario) FactPos(i int) diag.Pos { return s.facts[i] }

// expectation is what must come out at a day, or between two days.
type expectation struct {
	from, to deal.Day // from is zero for an expectation at a day
	checks   []check
}
