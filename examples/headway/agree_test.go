package main

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	markup   = regexp.MustCompile(`<[^>]*>`)
	articles = regexp.MustCompile(`(?s)<article.*?</article>`)
	dealRow  = regexp.MustCompile(`(?m)^[a-z]+ +([A-Z]+-\d+)  `)
)

// flat is a text on one line.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestEveryAnswerAboutADealHasTheSameFigures, in words and as JSON: the review, its
// page, explain, its voices and the plan.
func TestEveryAnswerAboutADealHasTheSameFigures(t *testing.T) {
	t.Parallel()
	for _, window := range [][]string{{"-as-of", "2026-03-06"}, {"-as-of", "2026-01-30", "-since", "30d"}} {
		ask := func(args ...string) string {
			code, out, stderr := call("", append(args, window...)...)
			require.Equal(t, fine, code, stderr)
			return out
		}
		var review reviewJSON
		require.NoError(t, json.Unmarshal([]byte(ask("review", "-format", "json")), &review))
		rows, cards := rowsOf(ask("review")), cardsOf(ask("review", "-format", "html"))
		require.Len(t, rows, len(review.Deals))
		require.Len(t, cards, len(review.Deals))
		verdicts := map[string]int{}
		for i := range review.Deals {
			d := &review.Deals[i]
			verdicts[d.Verdict]++
			var explained explanationJSON
			require.NoError(t, json.Unmarshal([]byte(ask("explain", "-format", "json", d.Deal)), &explained))
			require.Equal(t, *d, explained.dealJSON, d.Deal)

			said := map[string]string{"review": rows[d.Deal], "page": cards[d.Deal], "explain": flat(ask("explain", d.Deal))}
			for _, voice := range []string{"manager", "rep", "auditor"} {
				said[voice] = flat(ask("explain", "-for", voice, d.Deal))
			}
			code, plan, _ := call("", "plan", window[0], window[1], d.Deal)
			require.Equal(t, fine, code)
			said["plan"] = flat(plan)
			for where, words := range figuresOf(d) {
				for _, answer := range strings.Split(where, " ") {
					for _, w := range words {
						require.Contains(t, strings.ToLower(said[answer]), strings.ToLower(w), "%s of %s, %v", answer, d.Deal, window)
					}
				}
			}
			flags := 0
			for _, s := range explained.Raised {
				if s.Severity == "flag" {
					flags++
				}
			}
			require.Equal(t, flags, strings.Count(said["manager"], "- Flag: "), d.Deal)
			require.Equal(t, len(explained.Raised)-flags, strings.Count(said["manager"], "- Hint: "), d.Deal)
		}
		for verdict, n := range review.Totals.Verdicts {
			require.Equal(t, verdicts[verdict], n, verdict)
			require.Equal(t, n, review.Totals.ByVerdict[verdict].Deals, verdict)
		}
	}
}

// figuresOf gives what must be said about a deal, by the answers that have to.
func figuresOf(d *dealJSON) map[string][]string {
	out := map[string][]string{}
	say := func(where, format string, args ...any) { out[where] = append(out[where], fmt.Sprintf(format, args...)) }
	say("review page explain manager plan", "%d–%d %%", d.Score.Earned/100, d.Score.Ceiling/100)
	say("review page", "%d of %d", d.Remaining, d.Blank)
	say("explain", "%s still open of %d", count(d.Remaining, "requirement", "requirements"), d.Blank)
	say("plan", "%d open on the way to won", d.Remaining)
	say("explain manager auditor", "%s", d.Verdict)
	say("manager auditor", "%s", flat(d.Why.Text))
	if d.RemainingBefore != d.Remaining {
		say("review page", "was %d", d.RemainingBefore)
		say("explain", "before %d", d.RemainingBefore)
	}
	if d.Encounters > 0 {
		say("manager", "%s", count(d.Encounters, "encounter", "encounters"))
	}
	if d.Attempts > 0 {
		say("manager", "%s", count(d.Attempts, "attempt", "attempts"))
	}
	if d.Amount != nil {
		say("review page manager", "%s", amount(*d.Amount))
	}
	if d.Sparse {
		say("review page explain manager", "too little on record to judge")
	}
	if d.Stands != nil {
		return out
	}
	if d.Remaining > 0 {
		say("manager rep", "%d of %s", d.Remaining, count(d.Blank, "requirement", "requirements"))
	}
	if d.RemainingBefore != d.Remaining && d.Remaining > 0 {
		say("manager rep", "it was %d", d.RemainingBefore)
	}
	say("explain manager rep", "%v", d.Entered)
	if d.CloseDate != nil {
		say("explain manager rep", "%v", d.CloseDate)
	}
	if d.NextStep != nil {
		say("page explain manager rep", "%s", flat(d.NextStep.Step))
	}
	if n := d.Inflation; n != nil && *n > 0 && len(d.Owing) == 0 {
		say("review page explain manager", "%s ahead of what was earned", count(*n, "requirement", "requirements"))
	}
	if d.Inflation == nil {
		say("review page explain manager", "no way leads")
	}
	for _, x := range []string{d.Digests.Process.Short(), d.Digests.Framework.Short(), d.Digests.Record.Short()} {
		say("page explain auditor", "%s", x)
	}
	return out
}

// rowsOf gives what a review says about each deal.
func rowsOf(review string) map[string]string {
	out := map[string]string{}
	starts := dealRow.FindAllStringSubmatchIndex(review, -1)
	for i, at := range starts {
		end := strings.Index(review, "\nBY VERDICT")
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		out[review[at[2]:at[3]]] = flat(review[at[0]:end])
	}
	return out
}

// cardsOf gives what a page says about each deal.
func cardsOf(page string) map[string]string {
	out := map[string]string{}
	for _, article := range articles.FindAllString(page, -1) {
		words := flat(html.UnescapeString(markup.ReplaceAllString(article, " ")))
		id := slices.IndexFunc(strings.Fields(words), func(w string) bool { return dealRow.MatchString("x " + w + "  ") })
		out[strings.Fields(words)[id]] = words
	}
	return out
}
