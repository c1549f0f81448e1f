package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// rollout is what a change of the playbook does to a pipeline.
type rollout struct {
	from, to  deal.Day
	old, new  *stage.Playbook
	dirs      [2]string // where they were read
	changes   stage.Changes
	deals     []score.Difference // those that change, worst first
	unchanged []string           // the ids of the others
	skipped   []skippedJSON
	missing   []string // of those skipped that nobody can judge, each on one line
	unbegun   int      // deals of which nothing was known yet
	totals    *score.DifferenceTotals
}

// diff tells what a change of the playbook does to a pipeline, before it is
// rolled out.
func diff(c *command) (int, error) {
	if len(c.args) != 2 {
		return 0, usagef("name two directories: the old playbook and the new one")
	}
	r := rollout{dirs: [2]string(c.args), skipped: []skippedJSON{}, unchanged: []string{}}
	if err := r.load(); err != nil {
		return 0, err
	}
	c.playbook = c.args[1] // it is not the sample's
	recs, bad, err := c.records()
	if err != nil {
		return 0, err
	}
	c.tell(bad)
	if r.from, r.to, err = c.window(recs); err != nil {
		return 0, err
	}
	for _, u := range bad {
		r.skipped = append(r.skipped, skippedJSON{Deal: u.deal, Where: u.mistakes[0].Pos.String(), Why: u.why()})
		r.missing = append(r.missing, u.String())
	}
	if err := r.judge(c, recs); err != nil {
		return 0, err
	}
	r.changes = stage.Compare(r.old, r.new)
	if c.format == "json" {
		writeJSON(&c.out, r.json())
	} else {
		r.text(c)
	}
	if r.totals.Changed > 0 || len(r.missing) > 0 {
		return findings, nil
	}
	return fine, nil
}

// load loads both playbooks. What is wrong with either is told at once.
func (r *rollout) load() error {
	var wrong [2]error
	r.old, wrong[0] = load(r.dirs[0])
	if r.dirs[0] == r.dirs[1] {
		r.new = r.old
		return wrong[0]
	}
	r.new, wrong[1] = load(r.dirs[1])
	var lists [2]diag.List
	for i, err := range wrong {
		if err != nil && !errors.As(err, &lists[i]) {
			return err
		}
	}
	return slices.Concat(lists[0], lists[1]).Err()
}

// judge judges every deal by both playbooks.
func (r *rollout) judge(c *command, recs []*deal.Record) error {
	rejudger, err := score.NewRejudger(r.old, r.new, r.from, r.to)
	if err != nil {
		return err
	}
	progress := c.progress("deals judged twice")
	defer progress.end()
	for _, rec := range recs {
		d, err := rejudger.Rejudge(rec)
		switch {
		case errors.Is(err, score.ErrNotBegun):
			r.unbegun++
			r.skipped = append(r.skipped, skippedJSON{Deal: rec.ID, Why: err.Error()})
		case err != nil:
			missing := place(rec.Pos()) + ": " + err.Error()
			fmt.Fprintf(c.stderr, "headway diff: %s\n", diag.Printable(missing))
			r.skipped = append(r.skipped, skippedJSON{Deal: rec.ID, Where: rec.Pos().String(), Why: err.Error()})
			r.missing = append(r.missing, missing)
		case d.Changed():
			r.deals = append(r.deals, d)
		default:
			r.unchanged = append(r.unchanged, d.ID)
		}
		progress.add()
	}
	slices.SortStableFunc(r.deals, func(a, b score.Difference) int { return a.Compare(&b) })
	r.totals = rejudger.Totals()
	if r.unbegun == len(recs) {
		return fmt.Errorf("by %v nothing had been noted about the %s in %s", r.to, count(len(recs), "deal", "deals"), c.source())
	}
	if r.totals.Deals == 0 {
		return fmt.Errorf("neither playbook can judge any of the %s in %s by %v", count(len(recs), "deal", "deals"), c.source(), r.to)
	}
	return nil
}
