package main

import (
	"encoding/json"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
	"github.com/headway-go/headway/stage"
)

// The JSON that other programs read. Keys are never renamed; new ones may be
// added.

func writeJSON(b *strings.Builder, v any) {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic(err) // plain structs of texts and numbers
	}
}

type reviewJSON struct {
	AsOf    deal.Day      `json:"as_of"`
	Since   deal.Day      `json:"since"`
	Digest  deal.Digest   `json:"playbook_digest"`
	Deals   []dealJSON    `json:"deals"`
	Totals  totalsJSON    `json:"totals"`
	Skipped []skippedJSON `json:"skipped"`
}

type skippedJSON struct {
	Deal  string `json:"deal,omitempty"`
	Where string `json:"where,omitempty"` // file, line and column of a deal that could not be read
	Why   string `json:"why"`
}

// scoreJSON is in 1/10000.
type scoreJSON struct {
	Earned  int `json:"earned"`
	Ceiling int `json:"ceiling"`
}

type dealJSON struct {
	Deal            string       `json:"deal"`
	Title           string       `json:"title"`
	Account         string       `json:"account"`
	Owner           string       `json:"owner"`
	Segment         string       `json:"segment"`
	Process         string       `json:"process"`
	Claimed         *string      `json:"claimed"`  // null when the CRM claims no stage
	Misnamed        *string      `json:"misnamed"` // the stage that the CRM names last, when the process does not have it
	Earned          string       `json:"earned"`   // "none" while the gate into the process is closed
	EarnedBefore    string       `json:"earned_before"`
	Entered         deal.Day     `json:"entered"`
	DaysInStage     *int         `json:"days_in_stage"` // without quiet periods and pauses; null while no stage is earned
	Forecast        string       `json:"forecast"`      // the team's label for the earned stage; empty when it has none
	Stands          *string      `json:"stands"`        // the end at which the deal stands; null while it is open
	RestsOn         []string     `json:"rests_on"`
	Owing           []string     `json:"owing"`
	Verdict         string       `json:"verdict"`
	Why             sentenceJSON `json:"why"`
	Signs           []string     `json:"signs"`
	Score           scoreJSON    `json:"score"`
	Band            string       `json:"band"`
	Remaining       int          `json:"remaining"` // -1 when no way is left, as in the next two
	RemainingBefore int          `json:"remaining_before"`
	Blank           int          `json:"blank"`
	Headway         int          `json:"headway"`   // in 1/10000
	Inflation       *int         `json:"inflation"` // null when no way leads to the claimed stage
	Gained          []string     `json:"gained"`
	Lost            []string     `json:"lost"`
	Lapsed          []string     `json:"lapsed"`
	Renewed         []string     `json:"renewed"`
	Gate            *string      `json:"gate"`
	Unmet           []string     `json:"unmet"`
	Unknown         []string     `json:"unknown"` // those of unmet that the record says nothing about
	Signals         []string     `json:"signals"`
	Attempts        int          `json:"attempts"`
	Encounters      int          `json:"encounters"`
	Touches         int          `json:"touches"`
	Contacts        int          `json:"contacts"` // people on the buyer's side who were in contact
	People          int          `json:"people"`   // people on the buyer's side who are on record and not gone
	CloseDate       *deal.Day    `json:"close_date"`
	Pushes          int          `json:"pushes"`
	Amount          *string      `json:"amount"` // a decimal; null when there is none
	NextStep        *stepJSON    `json:"next_step"`
	WaitsUntil      *deal.Day    `json:"waits_until"`
	Strays          int          `json:"strays"`
	Sparse          bool         `json:"sparse"` // too little is on record to judge: nothing of the other side

	Digests digestsJSON `json:"digests"`
}

// digestsJSON names by what a deal was judged.
type digestsJSON struct {
	Process   deal.Digest `json:"process"`
	Framework deal.Digest `json:"framework"`
	Record    deal.Digest `json:"record"` // of what had been noted by the day
}

type stepJSON struct {
	Step  string   `json:"step"`
	Due   deal.Day `json:"due"`
	Owner string   `json:"owner"`
}

type totalsJSON struct {
	tallyJSON
	Skipped   int                  `json:"skipped"`
	ByVerdict map[string]tallyJSON `json:"by_verdict"` // of the verdicts that some deal has
	Owners    map[string]tallyJSON `json:"owners"`
	Segments  map[string]tallyJSON `json:"segments"`
	Stages    []stageJSON          `json:"stages"`
}

type tallyJSON struct {
	Deals      int            `json:"deals"`
	Verdicts   map[string]int `json:"verdicts"`
	Open       moneyJSON      `json:"open"`
	Claimed    moneyJSON      `json:"claimed"` // of the open ones: what the CRM claims a stage for, which is earned and inflated together
	Earned     moneyJSON      `json:"earned"`
	Inflated   moneyJSON      `json:"inflated"`
	Unclaimed  moneyJSON      `json:"unclaimed"`
	Inflation  inflationJSON  `json:"inflation"`
	Stays      staysJSON      `json:"days_in_stage"`
	Won        moneyJSON      `json:"won"`
	Unproven   moneyJSON      `json:"unproven"`
	Gains      int            `json:"gains"`
	Losses     int            `json:"losses"`
	Touches    int            `json:"touches"`
	Idle       int            `json:"idle_touches"`
	Attempts   int            `json:"attempts"`
	Encounters int            `json:"encounters"`
}

// inflationJSON is two integers, of which the mean is the quotient, and the
// deals that have no number of demands.
type inflationJSON struct {
	Demands  int `json:"demands"`
	Deals    int `json:"deals"`
	OffRoute int `json:"off_route"`
}

// staysJSON is by nearest rank; null without deals.
type staysJSON struct {
	Deals  int  `json:"deals"`
	Median *int `json:"median"`
	P80    *int `json:"p80"`
}

type moneyJSON struct {
	Deals   int    `json:"deals"`
	Amount  string `json:"amount"`
	Missing int    `json:"missing"` // deals without an amount
}

type stageJSON struct {
	Process  string    `json:"process"`
	Stage    string    `json:"stage"`
	Claimed  moneyJSON `json:"claimed"`
	Earned   moneyJSON `json:"earned"`
	Standing tallyJSON `json:"standing"` // of the open deals whose earned stage it is
}

func (p *pipeline) json() reviewJSON {
	out := reviewJSON{AsOf: p.to, Since: p.from, Digest: p.digest, Deals: []dealJSON{}, Skipped: p.skipped}
	for i := range p.rows {
		rec := p.records[p.rows[i].ID]
		d := rowJSON(&p.rows[i])
		d.Why = sentenceOf(voice.WhyOf(rec, &p.rows[i]))
		d.Digests = digestsJSON(score.DigestsOf(p.rows[i].Process, rec.AsOf(p.to)))
		out.Deals = append(out.Deals, d)
	}
	out.Totals = totalsOf(p.totals)
	out.Totals.Skipped = len(p.skipped)
	return out
}

func totalsOf(t *score.Totals) totalsJSON {
	out := totalsJSON{tallyJSON: tallyOf(&t.Tally), Skipped: t.Skipped, ByVerdict: map[string]tallyJSON{}, Owners: map[string]tallyJSON{}, Segments: map[string]tallyJSON{}, Stages: []stageJSON{}}
	for v, x := range t.ByVerdict() {
		out.ByVerdict[v.String()] = tallyOf(x)
	}
	for name, x := range t.Owners() {
		out.Owners[name] = tallyOf(x)
	}
	for name, x := range t.Segments() {
		out.Segments[name] = tallyOf(x)
	}
	for s := range t.Stages() {
		out.Stages = append(out.Stages, stageJSON{s.Process, s.Stage, moneyOf(s.Claimed), moneyOf(s.Earned), tallyOf(&s.Standing)})
	}
	return out
}

func rowJSON(r *score.Row) dealJSON {
	d := dealJSON{
		Deal: r.ID, Title: r.Title, Account: r.Account, Owner: r.Owner, Segment: r.Segment, Process: r.Process.ID(),
		Claimed: stageID(r.Claimed), Misnamed: orNull(r.Misnamed), Earned: r.Earned.ID(), EarnedBefore: r.EarnedBefore.ID(), Entered: r.Entered, Forecast: r.Earned.Forecast().String(),
		Stands: stageID(r.Stands), RestsOn: proofIDs(r.Proof), Owing: ids(r.Owing),
		Verdict: r.Verdict.String(), Signs: r.Signs.Strings(), Score: scoreJSON{r.Score.Earned, r.Score.Ceiling}, Band: r.Band.ID,
		Remaining: r.Remaining, RemainingBefore: r.Before, Blank: r.Blank, Headway: r.Headway,
		Gained: changeIDs(r.Gained), Lost: changeIDs(r.Lost), Lapsed: changeIDs(r.Lapsed), Renewed: changeIDs(r.Renewed),
		Gate: stageID(r.Gate), Unmet: []string{}, Unknown: []string{}, Signals: []string{},
		Attempts: r.Attempts, Encounters: r.Encounters, Touches: r.Touches, Contacts: r.Contacts, People: r.People,
		CloseDate: dayOf(r.CloseDate), Pushes: r.Pushes, WaitsUntil: dayOf(r.Waits.Until), Strays: r.Strays, Sparse: r.Sparse,
	}
	if !r.Earned.IsZero() {
		d.DaysInStage = &r.DaysInStage
	}
	if r.OnRoute {
		d.Inflation = &r.Inflation
	}
	for _, o := range r.Unmet {
		d.Unmet = append(d.Unmet, o.Requirement.ID())
		if o.Answer == stage.Unknown {
			d.Unknown = append(d.Unknown, o.Requirement.ID())
		}
	}
	for _, s := range r.Signals {
		d.Signals = append(d.Signals, s.Signal.String())
	}
	if s := r.Amount.String(); s != "" {
		d.Amount = &s
	}
	if s := r.NextStep; s.Fact != nil {
		d.NextStep = &stepJSON{s.Fact.Step, s.Due, string(s.Fact.Owner)}
	}
	return d
}

func stageID(s stage.Stage) *string {
	if s.IsZero() {
		return nil
	}
	id := s.ID()
	return &id
}

// orNull makes null of no text.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func dayOf(d deal.Day) *deal.Day {
	if d.IsZero() {
		return nil
	}
	return &d
}

func ids(reqs []stage.Requirement) []string {
	out := []string{}
	for _, r := range reqs {
		out = append(out, r.ID())
	}
	return out
}

func proofIDs(proof []stage.Finding) []string {
	out := []string{}
	for _, f := range proof {
		out = append(out, f.Requirement.ID())
	}
	return out
}

func changeIDs(changes []score.Change) []string {
	out := []string{}
	for _, c := range changes {
		out = append(out, c.ID())
	}
	return out
}

func tallyOf(t *score.Tally) tallyJSON {
	out := tallyJSON{
		Deals: t.Deals, Verdicts: map[string]int{}, Open: moneyOf(t.Open),
		Claimed: moneyOf(t.Claimed()), Earned: moneyOf(t.Earned), Inflated: moneyOf(t.Inflated), Unclaimed: moneyOf(t.Unclaimed),
		Inflation: inflationJSON{t.Ahead, t.Inflated.Deals - t.OffRoute, t.OffRoute}, Stays: staysOf(&t.Stays), Won: moneyOf(t.Won), Unproven: moneyOf(t.Unproven),
		Gains: t.Gains, Losses: t.Losses, Touches: t.Touches, Idle: t.Idle, Attempts: t.Attempts, Encounters: t.Encounters,
	}
	for v := score.Lost; v <= score.Won; v++ {
		out.Verdicts[v.String()] = t.Verdicts[v]
	}
	return out
}

func staysOf(s *score.Stays) staysJSON {
	out := staysJSON{Deals: s.Deals()}
	if median, ok := s.Percentile(50); ok {
		p80, _ := s.Percentile(80)
		out.Median, out.P80 = &median, &p80
	}
	return out
}

func moneyOf(m score.Money) moneyJSON { return moneyJSON{m.Deals, m.Sum(), m.Missing} }

// diagnosticJSON is one finding about definitions.
type diagnosticJSON struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

func diagnosticsJSON(list diag.List) []diagnosticJSON {
	out := []diagnosticJSON{}
	for _, d := range list {
		out = append(out, diagnosticJSON{d.Pos.File, d.Pos.Line, d.Pos.Column, string(d.Code), d.Severity.String(), diag.Printable(d.Message), diag.Printable(d.Hint)})
	}
	return out
}
