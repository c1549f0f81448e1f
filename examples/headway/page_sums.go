package main

import "github.com/headway-go/headway/score"

// sumTable is the totals by one thing, as the text of the review has them.
type sumTable struct {
	Title string
	Head  []string // of the columns; the first is that of the names
	Rows  []sumRow
}

type sumRow struct {
	Name  string
	Cells []string
}

func (p *pipeline) sumTables() []sumTable {
	tally := func(title, what string) sumTable {
		return sumTable{Title: title, Head: []string{what, "Deals", "Open", "Amount", "Claimed ahead", "Touches", "Busy", "Gains", "Days, half", "8 of 10"}}
	}
	verdicts, owners, segments := tally("By verdict", "Verdict"), tally("By owner", "Owner"), tally("By segment", "Segment")
	for v, x := range p.totals.ByVerdict() {
		name := v.String()
		if n := x.Unproven.Deals; n > 0 {
			name += " (" + thousands(int64(n)) + " unproven)"
		}
		verdicts.tally(name, x)
	}
	for name, x := range p.totals.Owners() {
		owners.tally(named(name), x)
	}
	for name, x := range p.totals.Segments() {
		segments.tally(named(name), x)
	}
	if !p.owned() {
		return []sumTable{verdicts, segments, p.stageTable()}
	}
	return []sumTable{verdicts, owners, segments, p.stageTable()}
}

func (t *sumTable) tally(name string, x *score.Tally) {
	t.row(name, x, thousands(int64(x.Deals)), thousands(int64(x.Open.Deals)), shortMoney(x.Open), shortMoney(x.Inflated))
}

// stageTable gives what the chart has no room for, of the open deals by the stage
// that they have earned.
func (p *pipeline) stageTable() sumTable {
	out := sumTable{Title: "Open deals by the stage they have earned", Head: []string{"Stage", "Deals", "Touches", "Busy", "Gains", "Days, half", "8 of 10"}}
	processes := p.processes()
	for s := range p.totals.Stages() {
		if s.Earned.Deals == 0 {
			continue
		}
		for _, process := range processes {
			if process.ID() == s.Process {
				at, _ := process.Stage(s.Stage)
				out.row(process.Title()+": "+stageTitle(at), &s.Standing, thousands(int64(s.Earned.Deals)))
			}
		}
	}
	return out
}

// row adds a row, with what all tables end with.
func (t *sumTable) row(name string, x *score.Tally, cells ...string) {
	half, most, _ := stays(&x.Stays)
	t.Rows = append(t.Rows, sumRow{name, append(cells, thousands(int64(x.Touches)), busyShare(x), thousands(int64(x.Gains)), half, most)})
}
