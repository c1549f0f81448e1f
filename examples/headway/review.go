package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
	"github.com/headway-go/headway/stage"
)

// pipeline is a review as it is shown.
type pipeline struct {
	from, to deal.Day
	rows     []score.Row
	records  map[string]*deal.Record // by the row's deal
	skipped  []skippedJSON
	missing  []string // of those skipped that are missing, each on one line
	unbegun  int      // deals of which nothing was known yet
	sample   string
	digest   deal.Digest // of the playbook
	totals   *score.Totals
}

func review(c *command) (int, error) {
	if err := c.none(); err != nil {
		return 0, err
	}
	book, err := c.book()
	if err != nil {
		return 0, err
	}
	recs, bad, err := c.records()
	if err != nil {
		return 0, err
	}
	c.tell(bad)
	p := pipeline{skipped: []skippedJSON{}, records: map[string]*deal.Record{}, sample: c.sample(), digest: book.Digest()}
	if p.from, p.to, err = c.window(recs); err != nil {
		return 0, err
	}
	for _, u := range bad {
		p.skipped = append(p.skipped, skippedJSON{Deal: u.deal, Where: u.mistakes[0].Pos.String(), Why: u.why()})
		p.missing = append(p.missing, u.String())
	}
	reviewer, err := score.NewReviewer(book, p.from, p.to)
	if err != nil {
		return 0, err
	}
	progress := c.progress("deals reviewed")
	i := 0
	for row, err := range reviewer.AllParallel(cores(), slices.Values(recs)) {
		switch {
		case errors.Is(err, score.ErrNotBegun):
			p.unbegun++
			p.skipped = append(p.skipped, skippedJSON{Deal: recs[i].ID, Why: err.Error()})
		case err != nil:
			missing := place(recs[i].Pos()) + ": " + err.Error()
			fmt.Fprintf(c.stderr, "headway review: %s\n", diag.Printable(missing))
			p.skipped = append(p.skipped, skippedJSON{Deal: recs[i].ID, Where: recs[i].Pos().String(), Why: err.Error()})
			p.missing = append(p.missing, missing)
		default:
			p.rows = append(p.rows, row)
			p.records[row.ID] = recs[i]
		}
		i++
		progress.add()
	}
	progress.end()
	if len(p.rows) == 0 {
		all := count(len(recs), "deal", "deals") + " in " + c.source()
		if p.unbegun == len(recs) {
			return 0, fmt.Errorf("by %v nothing had been noted about the %s", p.to, all)
		}
		return 0, fmt.Errorf("nothing can be judged of the %s", all)
	}
	slices.SortStableFunc(p.rows, func(a, b score.Row) int { return a.Compare(&b) })
	p.totals = reviewer.Totals()
	switch c.format {
	case "json":
		writeJSON(&c.out, p.json())
	case "html":
		if err := p.html(c, book); err != nil {
			return 0, err
		}
	default:
		p.text(c)
	}
	if len(p.missing) > 0 {
		return findings, nil
	}
	return fine, nil
}

func (p *pipeline) text(c *command) {
	b, t := &c.out, p.totals
	fmt.Fprintf(b, "%s  %v to %v%s\n", c.style.bold("Pipeline review"), p.from, p.to, p.sample)
	deals := count(t.Deals, "deal", "deals") + ": "
	wrap(b, 0, deals, len(deals), p.verdicts())
	fmt.Fprintf(b, "open: %s, %s\n", count(t.Open.Deals, "deal", "deals"), money(t.Open))
	p.claims(b)
	if t.Unproven.Deals > 0 {
		fmt.Fprintf(b, "called won on the CRM's word alone: %s, %s\n", count(t.Unproven.Deals, "deal", "deals"), money(t.Unproven))
	}
	if n := p.misnamed(); n > 0 {
		fmt.Fprintf(b, "the CRM names a stage that the process does not have: %s\n", count(n, "deal", "deals"))
	}
	if n := t.Touches; n > 0 {
		fmt.Fprintf(b, "%s in the window brought %s; %d %% went to deals that were only busy\n",
			count(n, "touch", "touches"), count(t.Gains, "gain", "gains"), 100*t.Idle/n)
	}
	if half, most, ok := stays(&t.Stays); ok {
		fmt.Fprintf(b, "days in stage: half of the open deals are at %s or less, 8 of 10 at %s or less\n", half, most)
	}
	if p.unbegun > 0 {
		fmt.Fprintf(b, "not begun by then, and not below: %s\n", count(p.unbegun, "deal", "deals"))
	}
	p.tellMissing(c)
	b.WriteByte('\n')

	t1 := newDealTable(p.rows)
	b.WriteString(c.style.bold(t1.head()) + "\n")
	for i := range p.rows {
		r := &p.rows[i]
		b.WriteString(t1.line(c.style, r) + "\n")
		p.details(b, r)
	}
	b.WriteByte('\n')
	p.sums(c)
	b.WriteString("\nUnknown: deals without an amount. Busy: the share of the touches that went to deals that were only busy. Days: half\n" +
		"of the open deals (1/2), and 8 of 10 of them, have been in the stage they earned for so many days or less.\n" +
		"To won: requirements open on the shortest way, of all that a blank deal would have. Score: what is proven, to what\n" +
		"it could be at best. Worst first: what fell back, what is called won without proof (unproven), what did not move\n" +
		"(busy or stalled, which are no ranking), what waits, what moves, what is over; in each of them the larger amount\n" +
		"first.\n")
}

// claims says what of the open deals is claimed, and what of that is earned.
func (p *pipeline) claims(b *strings.Builder) {
	t := p.totals
	say := func(label string, m score.Money, more string) {
		if m.Deals > 0 {
			fmt.Fprintf(b, "%s: %s, %s%s\n", label, count(m.Deals, "deal", "deals"), money(m), more)
		}
	}
	say("claimed and earned", t.Earned, "")
	say("claimed ahead of what they earned", t.Inflated, claimedAhead(&t.Tally))
	say("without a claim", t.Unclaimed, "")
}

// claimedAhead says how far ahead of what was earned the claims are.
func claimedAhead(t *score.Tally) string {
	ahead := ""
	if t.Ahead > 0 {
		ahead = "; " + count(t.Ahead, "requirement", "requirements") + " ahead in all"
	}
	if t.OffRoute > 0 {
		ahead += "; no way leads there for " + thousands(int64(t.OffRoute))
	}
	return ahead
}

// owned reports whether a deal has an owner.
func (p *pipeline) owned() bool {
	return slices.ContainsFunc(p.rows, func(r score.Row) bool { return r.Owner != "" })
}

// stays gives the days in stage that half of the deals have or less, and 8 of
// 10; a dash for no data.
func stays(s *score.Stays) (half, most string, ok bool) {
	median, ok := s.Percentile(50)
	if !ok {
		return "-", "-", false
	}
	eighty, _ := s.Percentile(80)
	return thousands(int64(median)), thousands(int64(eighty)), true
}

// busyShare gives the share of touches that went to deals that were only busy.
func busyShare(t *score.Tally) string {
	if t.Touches == 0 {
		return "-"
	}
	return fmt.Sprintf("%d %%", 100*t.Idle/t.Touches)
}

// tellMissing names the deals that are missing, the first of many.
func (p *pipeline) tellMissing(c *command) {
	if len(p.missing) == 0 {
		return
	}
	c.out.WriteString(c.style.bad(count(len(p.missing), "deal is", "deals are")+" missing below, because nobody could judge them:") + "\n")
	const most = 20
	for i, line := range p.missing {
		if i == most {
			fmt.Fprintf(&c.out, "  and %s more; -format json names them all\n", thousands(int64(len(p.missing)-most)))
			break
		}
		wrap(&c.out, 2, "", 0, line)
	}
}

// misnamed counts the deals of which the CRM names a stage that the process
// does not have.
func (p *pipeline) misnamed() int {
	n := 0
	for i := range p.rows {
		if p.rows[i].Misnamed != "" {
			n++
		}
	}
	return n
}

// unproven reports whether a row is counted as called won without proof.
func unproven(r *score.Row) bool { return r.Unproven() && r.Verdict != score.Regressed }

// verdicts counts the deals by verdict, in the order of the list; busy and
// stalled together, because neither is worse.
func (p *pipeline) verdicts() string {
	var n [score.Won + 1]int
	noProof := 0
	for i := range p.rows {
		if r := &p.rows[i]; unproven(r) {
			noProof++
		} else {
			n[r.Verdict]++
		}
	}
	var out []string
	say := func(n int, words string) {
		if n > 0 {
			out = append(out, thousands(int64(n))+" "+words)
		}
	}
	say(n[score.Regressed], "regressed")
	say(noProof, "called won without proof")
	say(n[score.Stalled]+n[score.Busy], fmt.Sprintf("did not move (%s busy, %s stalled)", thousands(int64(n[score.Busy])), thousands(int64(n[score.Stalled]))))
	for _, v := range []score.Verdict{score.Waiting, score.Progressing, score.Advanced, score.Lost, score.Left, score.Won} {
		say(n[v], v.String())
	}
	return strings.Join(out, ", ")
}

// money gives the sum of some amounts, and says how many are missing in it.
func money(m score.Money) string {
	switch {
	case m.Deals == 0:
		return "-"
	case m.Missing == m.Deals:
		return "no amounts"
	case m.Missing > 0:
		return fmt.Sprintf("%s and %s without an amount", amount(m.Sum()), thousands(int64(m.Missing)))
	}
	return amount(m.Sum())
}

// shortMoney is money for a column.
func shortMoney(m score.Money) string {
	if m.Missing == 0 || m.Missing == m.Deals {
		return money(m)
	}
	return fmt.Sprintf("%s + %s unknown", amount(m.Sum()), thousands(int64(m.Missing)))
}

// dealTable is the columns of the list of deals; a column nobody fills is 0.
type dealTable struct{ id, title, owner, claimed, earned, toWon, amount int }

// columns is how much room a text takes as it is shown.
func columns(s string) int { return diag.Width(diag.Printable(s)) }

func newDealTable(rows []score.Row) dealTable {
	t := dealTable{id: 4, claimed: 8, earned: 6, toWon: 6, amount: 6}
	for i := range rows {
		r := &rows[i]
		t.id = min(max(t.id, columns(r.ID)), 18) // as long as a CRM makes them
		if r.Title != "" {
			t.title = max(t.title, 5, columns(r.Title))
		}
		if r.Owner != "" {
			t.owner = min(max(t.owner, 5, columns(r.Owner)), 16)
		}
		t.claimed = min(max(t.claimed, columns(claimed(r))), 20)
		t.earned = min(max(t.earned, columns(r.Earned.ID())), 20)
		t.toWon = max(t.toWon, len(toWon(r)))
		t.amount = max(t.amount, len(amount(r.Amount.String())))
	}
	// The title has what the others leave.
	t.title = min(t.title, max(20, width-11-8-t.id-t.owner-t.claimed-t.earned-t.toWon-t.amount-8*2))
	return t
}

// claimed gives what the CRM says; a question mark stands behind a stage that
// the process does not have.
func claimed(r *score.Row) string {
	switch {
	case r.Misnamed != "":
		return r.Misnamed + "?"
	case r.Claimed.IsZero():
		return "-"
	}
	return r.Claimed.ID()
}

func title(r *score.Row) string {
	if r.Title == "" {
		return r.ID
	}
	return r.Title
}

func toWon(r *score.Row) string {
	if r.Remaining == stage.NoWay {
		return "no way"
	}
	s := fmt.Sprintf("%d of %d", r.Remaining, r.Blank)
	if r.Before != r.Remaining && r.Before != stage.NoWay {
		s += fmt.Sprintf(", was %d", r.Before)
	}
	return s
}

// join puts cells side by side, leaving out the columns that nobody fills.
func (t dealTable) join(verdict, id, title, owner, claimed, earned, toWon, score, amount string) string {
	cells := []string{verdict, id}
	if t.title > 0 {
		cells = append(cells, pad(title, t.title))
	}
	if t.owner > 0 {
		cells = append(cells, pad(owner, t.owner))
	}
	cells = append(cells, pad(claimed, t.claimed), pad(earned, t.earned), pad(toWon, t.toWon), pad(score, 8), padLeft(amount, t.amount))
	return strings.TrimRight(strings.Join(cells, "  "), " ")
}

func (t dealTable) head() string {
	return t.join(pad("", 11), pad("DEAL", t.id), "TITLE", "OWNER", "CRM SAYS", "EARNED", "TO WON", "SCORE", "AMOUNT")
}

func (t dealTable) line(s style, r *score.Row) string {
	verdict := pad(r.Verdict.String(), 11)
	switch {
	case unproven(r):
		verdict = s.bad(pad("unproven", 11))
	case r.Verdict == score.Regressed || r.Verdict == score.Lost:
		verdict = s.bad(verdict)
	case r.Verdict == score.Busy || r.Verdict == score.Stalled:
		verdict = s.mild(verdict)
	case r.Verdict == score.Advanced || r.Verdict == score.Progressing || r.Verdict == score.Won:
		verdict = s.good(verdict)
	}
	money := "-"
	if n := r.Amount.String(); n != "" {
		money = amount(n)
	}
	return t.join(verdict, s.bold(pad(r.ID, t.id)), r.Title, r.Owner, claimed(r), r.Earned.ID(), toWon(r), voice.Score(r.Score), money)
}

// details says below a deal what moved, what is missing and what to look at.
func (p *pipeline) details(b *strings.Builder, r *score.Row) {
	say := func(label, text string) {
		if text != "" {
			wrap(b, 13, label, 10, text)
		}
	}
	cite := p.records[r.ID].Cite
	say(stageMove(r))
	say("gained", voice.Changes(r.Gained, nil))
	say("lost", voice.Changes(r.Lost, cite))
	say("lapsed", voice.Changes(voice.Aged(r), nil))
	say("renewed", voice.Changes(r.Renewed, nil))
	switch r.Verdict {
	case score.Busy:
		say("busy", voice.Efforts(r)+", nothing gained")
	case score.Waiting:
		say("waiting", voice.Wait(r))
	}
	switch {
	case r.Stands.Kind() == stage.Won && len(r.Proof) > 0:
		say("rests on", voice.Proof(r.Proof, cite))
	case r.Stands.Kind() == stage.Won:
		say("rests on", "the CRM's word alone: the process asks for nothing more")
	case r.Unproven():
		say("unproven", "not on record: "+voice.Owed(r))
	case r.Closed:
		say("owing", voice.Owed(r))
	}
	if !r.Closed && len(r.Unmet) > 0 {
		say("missing", voice.Blocking(r.Unmet))
	}
	if r.Sparse && r.Stands.IsZero() {
		say("sparse", voice.Sparse(r))
	}
	look := signalList(r)
	if r.Misnamed != "" {
		says := "the CRM says " + voice.Misnamed(r)
		if !r.Claimed.IsZero() {
			says += "; " + r.Claimed.ID() + " stands until then"
		}
		look = slices.Insert(look, 0, says)
	}
	if r.Strays > 0 {
		look = append(look, count(r.Strays, "fact counts", "facts count")+" for nothing (see explain)")
	}
	say("look at", strings.Join(look, "; "))
}

// stageMove says how the earned stage changed.
func stageMove(r *score.Row) (label, text string) {
	switch {
	case r.Earned == r.EarnedBefore:
		return "", ""
	case r.Verdict == score.Regressed || r.Earned.Order() < r.EarnedBefore.Order():
		return "fell back", fmt.Sprintf("to %s, from %s", r.Earned, r.EarnedBefore)
	}
	return "earned", fmt.Sprintf("%s, from %s", r.Earned, r.EarnedBefore)
}

func signalList(r *score.Row) []string {
	var out []string
	for _, s := range r.Signals {
		out = append(out, voice.Signal(s, r.Claimed.ID()))
	}
	return out
}

// sums writes the totals by verdict, owner, segment and stage.
func (p *pipeline) sums(c *command) {
	b := &c.out
	tally := func(head string, each func(func(string, *score.Tally))) {
		t := table{right: []bool{false, true, true, true, true, true, true, true, true, true}}
		t.row(head, "DEALS", "OPEN", "AMOUNT", "CLAIMED AHEAD", "TOUCHES", "BUSY", "GAINS", "DAYS 1/2", "8/10")
		each(func(name string, x *score.Tally) {
			if name == "" {
				name = "(none)"
			}
			half, most, _ := stays(&x.Stays)
			t.row(name, thousands(int64(x.Deals)), thousands(int64(x.Open.Deals)), shortMoney(x.Open), shortMoney(x.Inflated),
				thousands(int64(x.Touches)), busyShare(x), thousands(int64(x.Gains)), half, most)
		})
		t.write(b, "")
		b.WriteByte('\n')
	}
	tally("BY VERDICT", func(row func(string, *score.Tally)) {
		for v, x := range p.totals.ByVerdict() {
			name := v.String()
			if n := x.Unproven.Deals; n > 0 {
				name += " (" + thousands(int64(n)) + " unproven)"
			}
			row(name, x)
		}
	})
	if p.owned() {
		tally("BY OWNER", func(row func(string, *score.Tally)) {
			for name, x := range p.totals.Owners() {
				row(name, x)
			}
		})
	}
	tally("BY SEGMENT", func(row func(string, *score.Tally)) {
		for name, x := range p.totals.Segments() {
			row(name, x)
		}
	})
	t := table{right: []bool{false, false, true, true, true, true, true, true, true, true, true}}
	t.row("BY STAGE", "", "CRM SAYS", "AMOUNT", "EARNED", "AMOUNT", "TOUCHES", "BUSY", "GAINS", "DAYS 1/2", "8/10")
	for s := range p.totals.Stages() {
		x := &s.Standing
		half, most, _ := stays(&x.Stays)
		t.row(s.Process, s.Stage, thousands(int64(s.Claimed.Deals)), shortMoney(s.Claimed), thousands(int64(s.Earned.Deals)), shortMoney(s.Earned),
			thousands(int64(x.Touches)), busyShare(x), thousands(int64(x.Gains)), half, most)
	}
	t.write(b, "")
}
