package main

import (
	"math"
	"strconv"
	"strings"

	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// chart is what the CRM claims of the open deals of a process beside what they
// have earned, stage by stage.
type chart struct {
	ID, Title string
	Stages    []chartStage
	Empty     string // the stages that have no open deal in either way
}

type chartStage struct {
	Title           string
	Claimed, Earned chartBar
}

// chartBar is the amounts in a stage: as a figure, and as a part of the largest
// in its process.
type chartBar struct {
	Deals   string
	Amount  string
	Missing string // of the amounts
	Width   int    // of 1000
}

// charts draws a chart for each process that has open deals.
func (p *pipeline) charts() []chart {
	sums := map[string][]score.StageSum{}
	for s := range p.totals.Stages() {
		sums[s.Process] = append(sums[s.Process], s)
	}
	var out []chart
	for _, process := range p.processes() {
		if stages := sums[process.ID()]; len(stages) > 0 {
			out = append(out, chartOf(process, stages))
		}
	}
	return out
}

func chartOf(process *stage.Process, sums []score.StageSum) chart {
	out := chart{ID: process.ID(), Title: process.Title()}
	most := int64(0)
	there := map[string]bool{}
	for _, s := range sums {
		most = max(most, whole(s.Claimed), whole(s.Earned))
		there[s.Stage] = true
	}
	for _, s := range sums {
		place, _ := process.Stage(s.Stage)
		out.Stages = append(out.Stages, chartStage{stageTitle(place), bar(s.Claimed, most), bar(s.Earned, most)})
	}
	var empty []string
	for s := range process.Stages() {
		if !there[s.ID()] {
			empty = append(empty, s.Title())
		}
	}
	out.Empty = strings.Join(empty, ", ")
	return out
}

func bar(m score.Money, most int64) chartBar {
	out := chartBar{Deals: count(m.Deals, "deal", "deals"), Width: part1000(whole(m), most)}
	switch {
	case m.Deals == 0:
		out.Deals = "none"
	case m.Missing == m.Deals:
		out.Missing = "no amount"
	case m.Missing > 0:
		out.Missing = thousands(int64(m.Missing)) + " without an amount"
		fallthrough
	default:
		out.Amount = amount(m.Sum())
	}
	return out
}

// whole gives a sum without what stands behind the point.
func whole(m score.Money) int64 {
	digits, _, _ := strings.Cut(m.Sum(), ".")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// part1000 gives which part of most n is, in thousandths. What is there is seen,
// however small a part it is.
func part1000(n, most int64) int {
	if n <= 0 || most <= 0 {
		return 0
	}
	for most > math.MaxInt64/1000 {
		n, most = n/2, most/2
	}
	return int(max(n*1000/most, 4))
}
