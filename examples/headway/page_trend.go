package main

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// mostWeeks is over how many weeks a deal is followed back.
const mostWeeks = 12

// week is what became of a deal in one week, and how far from won it then was.
type week struct {
	Slot      int // from 0, the first of all weeks, to mostWeeks-1
	To        deal.Day
	Mark      mark
	Remaining int
}

// weeksOf follows a deal over the weeks up to a day. Those before anything was
// known about it, and those whose process cannot be told, are left out.
func weeksOf(eval *score.Evaluator, rec *deal.Record, to deal.Day) []week {
	var out []week
	days := score.Every(7, to.Add(-7*mostWeeks), to)
	slot := -1
	for p, err := range eval.Series(rec, days) {
		slot++
		end := days[slot+1]
		if err != nil || rec.AsOf(end).Len() == 0 {
			continue
		}
		at := p.Card()
		unproven := at.Claimed().Kind() == stage.Won && at.Position().Stands().IsZero()
		out = append(out, week{slot, end, markOf(p.Verdict(), unproven), at.Remaining()})
	}
	return out
}

// trend is a drawing of weeks: a line that falls as the deal comes nearer to
// won, and a sign below each week.
type trend struct {
	Label string   // all of it in words
	Lines []string // points of unbroken lines
	Weeks []trendWeek
	First string // the first day, where there is room for it
	Left  int    // where it stands
	Last  string
}

type trendWeek struct {
	X, Y  int
	Count string // of what is open
	Mark  mark
	Way   bool // there is a way to won, so that the week has a point
}

// The measures of the drawing; page.html has its size.
const (
	slotWidth = 24
	topY      = 20 // of the point of a deal with the whole way before it
	wonY      = 56 // of one with nothing left to do
)

func trendOf(weeks []week, blank int) trend {
	most := max(blank, 1)
	for _, w := range weeks {
		most = max(most, w.Remaining)
	}
	var out trend
	var words, line []string
	end := func() {
		if len(line) > 1 {
			out.Lines = append(out.Lines, strings.Join(line, " "))
		}
		line = nil
	}
	slot := -1
	for _, w := range weeks {
		x := trendWeek{X: slotWidth/2 + slotWidth*w.Slot, Count: fmt.Sprint(w.Remaining), Mark: w.Mark, Way: w.Remaining != stage.NoWay}
		if !x.Way || slot >= 0 && w.Slot != slot+1 {
			end()
		}
		if slot = w.Slot; x.Way {
			x.Y = wonY - (wonY-topY)*w.Remaining/most
			line = append(line, fmt.Sprintf("%d,%d", x.X, x.Y))
		} else {
			x.Count = "no way"
		}
		out.Weeks = append(out.Weeks, x)
		words = append(words, fmt.Sprintf("%v %s (%s)", w.To, x.Count, w.Mark.Word))
	}
	end()
	if len(weeks) > 0 {
		if weeks[0].Slot < mostWeeks/2 {
			out.First, out.Left = weeks[0].To.String(), out.Weeks[0].X
		}
		out.Last = weeks[len(weeks)-1].To.String()
		out.Label = "Open on the way to won at the end of each week, with the verdict of the week: " + strings.Join(words, ", ")
	}
	return out
}
