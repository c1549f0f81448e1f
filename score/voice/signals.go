package voice

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Signal says what a signal means on one deal.
func Signal(s score.Raised, claimed string) string {
	switch s.Signal {
	case stage.WonUnproven:
		return "the CRM says won, on its word alone"
	case stage.Reopened:
		return "the CRM took it out of an end again"
	case stage.OffRoute:
		return fmt.Sprintf("the CRM says %s, where no way leads", claimed)
	case stage.StageInflated:
		return fmt.Sprintf("claimed %s ahead of what was earned", Count(s.Count, "requirement", "requirements"))
	case stage.EvidenceContradicted:
		return "contradicted: " + eachOf(s.Standings, func(st qualify.Standing) string { return st.Element.Title() })
	case stage.ChampionGone:
		return "the champion has left"
	case stage.CloseDatePast:
		return "close date " + Count(s.Days, "day", "days") + " past"
	case stage.CloseDatePushed:
		words := fmt.Sprintf("close date pushed %s, %s in all", times(s.Count), Count(s.Days, "day", "days"))
		switch s.Unbacked {
		case 0:
		case s.Days:
			words += ", without a word of theirs"
		default:
			words += fmt.Sprintf(", %d of them without a word of theirs", s.Unbacked)
		}
		return words
	case stage.NextStepOverdue:
		return fmt.Sprintf("%s overdue by %s", Count(s.Count, "next step", "next steps"), Count(s.Days, "day", "days"))
	case stage.NoNextStep:
		return "no next step ahead"
	case stage.NextStepSellerOnly:
		return "every next step is ours"
	case stage.NoEconomicBuyer:
		return "nobody on record is the economic buyer"
	case stage.SingleThreaded:
		if s.Count == 1 {
			return "one person is all there is on their side"
		}
		return fmt.Sprintf("%d people are all there are on their side", s.Count)
	case stage.EndIncomplete:
		return fmt.Sprintf("%s, and %s owed there", claimed, Count(s.Count, "thing is missing that is", "things are missing that are"))
	case stage.OverdueStage:
		var names []string
		for _, st := range s.Stages {
			names = append(names, st.Title())
		}
		return fmt.Sprintf("past the limit of %s by %s", strings.Join(names, " and "), Count(s.Days, "day", "days"))
	case stage.CloseDateInfeasible:
		return fmt.Sprintf("the stages left are expected to take %s longer than the close date allows", Count(s.Days, "day", "days"))
	case stage.Silent:
		words := fmt.Sprintf("nothing was heard from them for %s", Count(s.Days, "day", "days"))
		if !s.Then.IsZero() {
			words += "; the team's rule for it: " + s.Then.Title()
		}
		return words
	case stage.WakeDue:
		return "it was left for a while, and the while is over"
	case stage.StuckInStage:
		return Count(s.Days, "day", "days") + " longer in its stage than expected"
	case stage.UninvolvedRole:
		return "nobody on record is " + strings.ReplaceAll(strings.Join(s.Roles, ", or "), "_", " ")
	case stage.EvidenceLapsing:
		return eachOf(s.Standings, ageWords)
	case stage.SellerSourced:
		return fmt.Sprintf("%d.%02d points of the score rest on our own word: %s", s.Share/100, s.Share%100, eachOf(s.Standings, func(st qualify.Standing) string { return st.Element.Title() }))
	case stage.Backfilled:
		return fmt.Sprintf("%s noted late, up to %s after the day", Count(s.Count, "fact", "facts"), Count(s.Days, "day", "days"))
	}
	return s.Signal.String()
}

// Thresholds says what a signal was measured by, and where that is written; ""
// where there is nothing to measure.
func Thresholds(thresholds []score.Threshold) string {
	var out []string
	for _, t := range thresholds {
		if t.Value == "" {
			continue
		}
		where := "house default"
		if t.At.IsValid() {
			where = fmt.Sprintf("%s:%d", t.At.File, t.At.Line)
		}
		out = append(out, fmt.Sprintf("%s %s (%s)", t.Name, t.Value, where))
	}
	switch len(out) {
	case 0:
		return ""
	case 1:
		return "threshold: " + out[0]
	}
	return "thresholds: " + strings.Join(out, ", ")
}

// Sparse says that a deal cannot be judged by what is on record.
func Sparse(r *score.Row) string {
	return "too little on record to judge: " + Count(r.Facts, "fact", "facts") + ", none from the other side"
}

func eachOf(list []qualify.Standing, words func(qualify.Standing) string) string {
	var out []string
	for _, st := range list {
		out = append(out, words(st))
	}
	return strings.Join(out, ", ")
}

// ageWords says what age has done to an element, or is about to.
func ageWords(st qualify.Standing) string {
	name := st.Element.Title()
	switch {
	case st.Lapsed == qualify.Level{}:
		return name + " lapses after " + st.Expires.String()
	case st.Level.Rank() == 0:
		return name + " has lapsed"
	}
	return fmt.Sprintf("%s has aged from %s to %s", name, st.Lapsed, st.Level)
}
