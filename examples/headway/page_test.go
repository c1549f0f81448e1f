package main

import (
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/testdata"
)

func pageOf(t *testing.T, args ...string) string {
	t.Helper()
	code, stdout, stderr := call("", append([]string{"review", "-format", "html"}, args...)...)
	require.Equal(t, fine, code, stderr)
	require.Empty(t, stderr)
	return stdout
}

func reviewOf(t *testing.T, args ...string) (r reviewJSON) {
	t.Helper()
	_, stdout, _ := call("", append([]string{"review", "-format", "json"}, args...)...)
	require.NoError(t, json.Unmarshal([]byte(stdout), &r))
	return r
}

var hostileDeals = []string{"-playbook", "testdata/hostile/playbook", "-deals", "testdata/hostile/deals.ndjson"}

// all gives what the first group of a pattern finds, as it is read.
func all(page, pattern string) []string {
	var out []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(page, -1) {
		out = append(out, html.UnescapeString(m[1]))
	}
	return out
}

// words is a page as it is read: without its tags, and with single blanks.
func words(page string) string {
	page = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`).ReplaceAllString(page, "")
	return strings.Join(strings.Fields(html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " "))), " ")
}

func TestThePageHasTheDealsOfTheReviewInItsOrder(t *testing.T) {
	page := pageOf(t)
	r := reviewOf(t)
	var deals, verdicts, titles []string
	for _, d := range r.Deals {
		verdict := d.Verdict
		if d.Deal == "SB-31" {
			verdict = "unproven" // as the text has it
		}
		deals, verdicts, titles = append(deals, d.Deal), append(verdicts, verdict), append(titles, d.Title+" ")
	}
	require.Equal(t, deals, all(page, `<span class="id">([^<]*)</span>`))
	require.Equal(t, verdicts, all(page, `data-verdict="([^"]*)"`))
	require.Equal(t, titles, all(page, `<h3 id="d[0-9]+">([^<]*)<`))
	require.Equal(t, len(deals), strings.Count(page, "<details>"))
}

func TestThePageSaysWhatTheTextSays(t *testing.T) {
	read := words(pageOf(t))
	for _, says := range []string{
		"2026-02-27 to 2026-03-06", "sample deals, sample playbook",
		"Open 2,829,600 14 deals, 1 without an amount", "Claimed ahead of what they earned 2,092,200 8 deals",
		"Called won on the CRM's word alone 9,600 1 deal", "46 touches, 12 gains 32 % of the touches",
		"2 regressed ? 1 unproven ● 4 busy ■ 2 stalled",
		"? unproven Peck & Yarrow Laundry: rounds SB-31 Not on record: buyer placed the order. Progressing, because this was gained:",
		"▼ regressed Oskerby Chemicals: inspections EN-206 Regressed, from Assure to Qualify, because this was lost: ",
		"To won 8 of 25 , was 6", "Score 47–82 %",
		"Engage earned Qualify stands here Discover next gate", "Assure CRM says",
		"Lost buyer told us who releases the money the economic buyer told us what matters to them 2026-03-04 statement against economic_buyer, from Cosima Thorne [call 2026-03-04]",
		"Missing at the gate to Discover no: buyer told us who releases the money (the buyer said no) Ask:",
		"calculate one plant alone, due 2026-03-12, owner us",
		"Claimed and earned 737,400 6 deals, 1 without an amount", "2,092,200 8 deals; 36 requirements ahead in all; no way leads there for 1",
		"Days in stage of the open deals half at 45 or less 8 of 10 at 94 or less", "Earned Qualify , for 2 days",
		"Busy: 1 attempt, and nothing was gained; too little on record to judge: 3 facts, none from the other side. Owner karim",
		"flag: claimed 18 requirements ahead of what was earned 2026-02-03 the CRM says contract \u201croll-out plan agreed in principle, contract draft is out\u201d threshold: above 0 (house default)",
		"4 advances, 9 continuations; 7 continuations since anything was gained or promised. The first 5 are not listed;",
		"2026-03-02 ● continuation no next step", `2025-12-04 ▲ advance agreed "find out how many hours`,
		"Trial CRM says 1 deal no amount earned 1 deal no amount",
	} {
		require.True(t, strings.Contains(read, says), says)
	}
}

// cells gives what a row of the text has, without the width of its columns.
func cells(row string) string { return strings.Join(strings.Fields(row), " ") }

// TestTheTotalsOfThePageAreThoseOfTheText compares them row by row.
func TestTheTotalsOfThePageAreThoseOfTheText(t *testing.T) {
	_, text, _ := call("", "review")
	tables := regexp.MustCompile(`(?s)<table class="sums">.*?</table>`).FindAllString(pageOf(t), -1)
	require.Len(t, tables, 4)
	for i, title := range []string{"BY VERDICT", "BY OWNER", "BY SEGMENT", "BY STAGE"} {
		_, rest, found := strings.Cut(text, "\n"+title)
		require.True(t, found, title)
		rest, _, _ = strings.Cut(rest, "\n\n")
		var want, got []string
		for _, row := range strings.Split(rest, "\n")[1:] {
			if title == "BY STAGE" {
				amounts := regexp.MustCompile(` {2,}`).Split(row, -1)
				if row = strings.Join(slices.Concat(amounts[4:5], amounts[6:]), " "); amounts[4] == "0" {
					continue
				}
			}
			want = append(want, cells(row))
		}
		for _, row := range regexp.MustCompile(`(?s)<tr><th scope="row">.*?</tr>`).FindAllString(tables[i], -1) {
			if title == "BY STAGE" {
				_, row, _ = strings.Cut(row, "</th>")
			}
			got = append(got, words(row))
		}
		require.NotEmpty(t, want, title)
		require.Equal(t, want, got, title)
	}
	code, stdout, _ := call(`{"deal":"A","segment":"smb","facts":[{"stage":"trial","on":"2026-01-05"}]}`, "review", "-format", "html", "-deals", "-")
	require.Equal(t, fine, code)
	require.NotContains(t, stdout, "By owner", "nobody owns it")
}

// TestEachDealHasItsEncounters, those that explain tells, with how long the deal
// has been in its stage and whether it can be judged.
func TestEachDealHasItsEncounters(t *testing.T) {
	deals := regexp.MustCompile(`(?s)<article.*?</article>`).FindAllString(pageOf(t), -1)
	r := reviewOf(t)
	require.Len(t, deals, len(r.Deals))
	sparse, cut := 0, 0
	for i, d := range r.Deals {
		var x explanationJSON
		_, stdout, _ := call("", "explain", "-format", "json", d.Deal)
		require.NoError(t, json.Unmarshal([]byte(stdout), &x))
		read := words(deals[i])
		list := regexp.MustCompile(`<li>[^<]*<b class="[a-z]* type">.*?</li>`).FindAllString(deals[i], -1)
		told := x.List[max(len(x.List)-mostTalks, 0):]
		require.Len(t, list, len(told), d.Deal)
		for k, at := range told {
			require.Regexp(t, "^"+at.Day.String()+" [✓▲●✕] "+strings.ReplaceAll(at.Type, "_", " ")+" ", words(list[k]))
			require.Equal(t, at.NoNextStep, strings.HasSuffix(words(list[k]), "no next step"), d.Deal)
		}
		if before := len(x.List) - len(told); before > 0 {
			cut++
			require.Contains(t, read, "The first "+strconv.Itoa(before)+" are not listed")
		}
		run := count(x.Run, "continuation", "continuations") + " since anything was gained or promised"
		require.Equal(t, x.Run > 0, strings.Contains(read, run), d.Deal)
		closed := d.Stands != nil || d.Deal == "SB-31" // which the CRM calls won
		require.Equal(t, !closed && d.DaysInStage != nil, strings.Contains(read, " , for "), d.Deal)
		require.Equal(t, d.Sparse && d.Stands == nil, strings.Contains(read, "too little on record to judge"), d.Deal)
		if d.Sparse {
			sparse++
		}
		measured := 0
		for _, s := range x.Raised {
			if len(s.Thresholds) > 0 {
				measured++
			}
		}
		require.Equal(t, measured, strings.Count(deals[i], "<small>threshold"), d.Deal)
	}
	require.Positive(t, sparse)
	require.Positive(t, cut)
}

func TestEveryTypeOfEncounterHasASignAndAWordOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for i := range score.EncounterTypes() {
		m := talkMark(score.EncounterType(i + 1))
		require.False(t, seen[m.Sign], m.Word)
		seen[m.Sign] = true
		require.NotEmpty(t, m.Means)
	}
	require.Len(t, seen, len(talkMarks))
}

// TestTheChartIsThatOfTheTotals holds each bar to the sums of the JSON.
func TestTheChartIsThatOfTheTotals(t *testing.T) {
	r := reviewOf(t)
	charts := regexp.MustCompile(`(?s)<table class="chart">.*?</table>`).FindAllString(pageOf(t), -1)
	require.Len(t, charts, 3)
	i := 0
	for _, chart := range charts {
		rows := regexp.MustCompile(`(?s)<tr[^>]*>.*?</tr>`).FindAllString(chart, -1)[1:]
		rows = slices.DeleteFunc(rows, func(row string) bool { return strings.Contains(row, "rowgroup") })
		widest := 0
		for len(rows) > 1 {
			for k, m := range []moneyJSON{r.Totals.Stages[i].Claimed, r.Totals.Stages[i].Earned} {
				read := words(rows[k])
				switch {
				case m.Deals == 0:
					require.Regexp(t, `none$`, read)
				case m.Deals == m.Missing:
					require.Regexp(t, `deals? no amount$`, read)
				default:
					require.Contains(t, read, count(m.Deals, "deal", "deals")+" "+amount(m.Amount))
				}
				drawn := strings.Contains(rows[k], "<rect")
				require.Equal(t, m.Deals > m.Missing, drawn, "an amount that is not there is no bar: %s", read)
				if strings.Contains(rows[k], `width="1000" height="100"/>`) {
					widest++
				}
			}
			rows, i = rows[2:], i+1
		}
		require.Equal(t, 1, widest, "one bar is the longest")
	}
	require.Len(t, r.Totals.Stages, i)
}

func TestABarIsSeenHoweverSmallOrLargeItsSumIs(t *testing.T) {
	for _, c := range []struct {
		n, most int64
		want    int
	}{{0, 10, 0}, {-5, 10, 0}, {5, 0, 0}, {10, 10, 1000}, {5, 10, 500}, {1, 1_000_000, 4}, {1 << 62, 1 << 62, 1000}, {1 << 61, 1 << 62, 500}} {
		require.Equal(t, c.want, part1000(c.n, c.most), "%d of %d", c.n, c.most)
	}
}

func TestThePageFetchesNothing(t *testing.T) {
	page := pageOf(t)
	for _, never := range []string{" src=", "url(", "@import", "<link", "<base", "http://", "https://", "style="} {
		require.False(t, strings.Contains(page, never), never)
	}
	require.Equal(t, []string{"#deals"}, all(page, `href="([^"]*)"`))
	policy := all(page, `Content-Security-Policy" content="([^"]*)"`)
	style, script := all(page, `(?s)<style>(.*?)</style>`), all(page, `(?s)<script>(.*?)</script>`)
	require.Len(t, style, 1)
	require.Len(t, script, 1)
	require.Equal(t, []string{"default-src 'none'; style-src '" + hash(part("page.css")) + "'; script-src '" + hash(part("page.js")) + "'; base-uri 'none'; form-action 'none'"}, policy)
	require.Equal(t, part("page.css"), style[0], "what is hashed is what is there")
	require.Equal(t, part("page.js"), script[0])
}

// TestStrangersTextStaysText looks at every tag of a page about hostile deals and
// definitions: there is none, and no attribute, that the page of the sample does
// not have.
func TestStrangersTextStaysText(t *testing.T) {
	page := pageOf(t, hostileDeals...)
	require.Equal(t, tagNames(pageOf(t)+"<br>"), tagNames(pageOf(t)+page+"<br>"))
	require.Equal(t, attributeNames(pageOf(t)), attributeNames(pageOf(t)+page))
	require.Equal(t, []string{"#deals"}, all(page, `href="([^"]*)"`))
	require.Equal(t, 1, strings.Count(page, "<script>"))
	require.Equal(t, part("page.js"), all(page, `(?s)<script>(.*?)</script>`)[0])
	for _, r := range page {
		require.False(t, r != '\n' && (r < ' ' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069), "%U", r)
	}
	read := words(page)
	for _, kept := range []string{"<script>window.injected=1</script>", `\u001b[31mred\u0007 \u202eesrever`, "[javascript:window.injected=1]",
		"{{.Owners}}", `<a href="javascript:window.injected=1">here</a>`, "--><!-- <plaintext>"} {
		require.True(t, strings.Contains(read, kept), "nothing is lost: %s", kept)
	}
	require.Len(t, all(page, `data-owner="([0-9]+)"`), 3, "an owner is a number in the page's own attributes")
}

func tags(page string) []string { return regexp.MustCompile(`<[a-zA-Z][^>]*>`).FindAllString(page, -1) }

func tagNames(page string) []string {
	var out []string
	for _, tag := range tags(page) {
		out = append(out, regexp.MustCompile(`^<[a-zA-Z0-9]+`).FindString(tag))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func attributeNames(page string) []string {
	var out []string
	for _, tag := range tags(page) {
		tag = regexp.MustCompile(`"[^"]*"`).ReplaceAllString(tag, "")
		out = append(out, regexp.MustCompile(`[^\s=<>/"]+=`).FindAllString(tag, -1)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestDealsThatCannotBeJudgedAreOnThePage(t *testing.T) {
	in := `{"deal":"A","segment":"smb","facts":[{"stage":"trial","on":"2026-01-05"}]}
{"deal":"B","segment":"galaxy","facts":[{"stage":"x","on":"2026-01-05"}]}
{"deal":"C","facts":[{"stage":"x"}]}
{"deal":"D","segment":"smb","facts":[{"stage":"trial","on":"2026-03-05"}]}`
	code, stdout, _ := call(in, "review", "-format", "html", "-deals", "-", "-as-of", "2026-01-31")
	require.Equal(t, findings, code)
	read := words(stdout)
	require.Contains(t, read, "2 deals are missing below, because nobody could judge them")
	require.Contains(t, read, "galaxy")
	require.Contains(t, read, "standard input:3")
	require.Contains(t, read, "Not begun by then, and not below 1 deal")
	require.Contains(t, read, "none on record", "an amount that is not there is not zero")
}

// TestTheWeeksAreThoseOfComparisons follows each deal of the sample.
func TestTheWeeksAreThoseOfComparisons(t *testing.T) {
	c := newCommand(verbs[0], nil, nil)
	book, err := c.book()
	require.NoError(t, err)
	to := deal.DayOf(2026, time.March, 6)
	eval := score.NewEvaluator(book)
	short := 0
	for rec, err := range dealsIn(testdata.SampleDeals(), ".", "") {
		require.NoError(t, err)
		weeks := weeksOf(eval, rec, to)
		require.NotEmpty(t, weeks)
		require.Equal(t, to, weeks[len(weeks)-1].To)
		if len(weeks) < mostWeeks {
			short++
			require.Zero(t, rec.AsOf(weeks[0].To.Add(-7)).Len(), "it begins with the deal")
		}
		for _, w := range weeks {
			require.Equal(t, to, w.To.Add(7*(mostWeeks-1-w.Slot)))
			p, err := score.Compare(book, rec, w.To.Add(-7), w.To)
			require.NoError(t, err)
			require.Equal(t, p.Card().Remaining(), w.Remaining)
			row := score.RowOf(p)
			require.Equal(t, rowMark(&row), w.Mark)
		}
	}
	require.Positive(t, short, "the sample has deals that are younger")
}

func TestATrendBreaksWhereThereIsNoWayOrNoWeek(t *testing.T) {
	day := deal.DayOf(2026, time.March, 6)
	at := func(slot, remaining int) week {
		return week{slot, day.Add(7 * (slot - 11)), marks[3], remaining}
	}
	got := trendOf([]week{at(5, 4), at(6, 2), at(8, 2), at(9, stage.NoWay), at(10, 1), at(11, 0)}, 4)
	require.Equal(t, []string{"132,20 156,38", "252,47 276,56"}, got.Lines)
	require.Len(t, got.Weeks, 6, "a week by itself is a point")
	require.False(t, got.Weeks[3].Way)
	require.Equal(t, "Open on the way to won at the end of each week, with the verdict of the week: "+
		"2026-01-23 4 (stalled), 2026-01-30 2 (stalled), 2026-02-13 2 (stalled), 2026-02-20 no way (stalled), 2026-02-27 1 (stalled), 2026-03-06 0 (stalled)", got.Label)
	require.Zero(t, trendOf(nil, 4))
}

func TestADealThatIsYoungSaysItsLastDayAlone(t *testing.T) {
	day := deal.DayOf(2026, time.March, 6)
	got := trendOf([]week{{10, day.Add(-7), marks[3], 2}, {11, day, marks[3], 1}}, 4)
	require.Empty(t, got.First, "there is no room for two")
	require.Equal(t, "2026-03-06", got.Last)
}

func TestTracksAndStagesThatNobodyEarnedAreOnTheStrip(t *testing.T) {
	read := words(pageOf(t, "-playbook", "../../testdata/processes/aws-partner-cosell", "-deals", "testdata/plan/dunmore.yaml"))
	require.Contains(t, read, "Prospect stands here Qualified next gate Technical validation Business validation Committed Launched "+
		"Beside it: Review by AWS Pending submission stands here Submitted In review Action required Approved")

	dir := t.TempDir()
	process := "process: p\ntitle: P\nframework: meddic\nstages:\n  - {id: a, title: First, enter: [{element: pain, level: stated}]}\n  - {id: b, title: Second, enter: [{element: champion, level: stated}]}\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.yaml"), []byte(process), 0o644))
	code, stdout, stderr := call(`{"deal":"A","facts":[{"stage":"b","on":"2026-01-05"}]}`, "review", "-format", "html", "-playbook", dir, "-deals", "-")
	require.Equal(t, fine, code, stderr)
	require.Contains(t, words(stdout), "CRM says Second Earned no stage yet")
	require.Contains(t, words(stdout), "First next gate Second CRM says Won")
}

func TestEveryVerdictHasASignAndAWordOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range marks {
		require.False(t, seen[m.Word] || seen[m.Sign], m.Word)
		seen[m.Word], seen[m.Sign] = true, true
		require.NotEmpty(t, m.Means)
	}
	for v := score.Lost; v <= score.Won; v++ {
		require.Equal(t, v.String(), markOf(v, false).Word)
	}
	require.Equal(t, "unproven", markOf(score.Busy, true).Word)
	require.Equal(t, "regressed", markOf(score.Regressed, true).Word)
}
