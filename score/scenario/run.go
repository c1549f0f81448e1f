package scenario

import (
	"iter"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Run judges every scenario and compares.
func (s *Suite) Run() *Report {
	r := &Report{suite: s, coverage: newCoverage(s)}
	eval := score.NewEvaluator(s.book)
	for _, x := range s.scenarios {
		r.results = append(r.results, x.run(eval, r.coverage))
	}
	return r
}

// Report is what became of a suite. It cannot be changed and may be read by any
// number of goroutines.
type Report struct {
	suite    *Suite
	results  []Result
	coverage *Coverage
}

// Results gives every scenario that was run, in path order.
func (r *Report) Results() iter.Seq[Result] { return slices.Values(r.results) }

// Coverage says what no scenario has put to the test.
func (r *Report) Coverage() *Coverage { return r.coverage }

// Scenarios is how many scenarios were run.
func (r *Report) Scenarios() int { return len(r.results) }

// Checked is how many values were compared.
func (r *Report) Checked() int {
	n := 0
	for _, x := range r.results {
		n += x.Checked
	}
	return n
}

// Failed is how many of them came out otherwise.
func (r *Report) Failed() int {
	n := 0
	for _, x := range r.results {
		n += len(x.Failures)
	}
	return n
}

// Passed reports whether there was a scenario and everything came out as
// expected. Where nothing was tested nothing has passed.
func (r *Report) Passed() bool { return len(r.results) > 0 && r.Failed() == 0 }

// Result is what became of one scenario. Its slices are not to be changed.
type Result struct {
	Scenario *Scenario
	Checked  int // how many values were compared
	Failures []Failure
}

// Failure is one value that came out otherwise.
type Failure struct {
	Pos       diag.Pos       // where the value is expected
	Key       string         // as in stage, or levels.pain
	From, To  deal.Day       // between which days; From is zero for an expectation at a day
	Want, Got string         // as they are written in a scenario
	Process   *stage.Process // that the deal was judged by
	Gate      stage.Stage    // where the gate leads to that the deal stands before; zero when there is none
	Signs     score.Signs    // of an expectation between two days: what the verdict was made of
	Reasons   []Reason       // what decided; may be empty
}

func (s *Scenario) run(eval *score.Evaluator, c *Coverage) Result {
	r := Result{Scenario: s}
	for i := range s.expectations {
		e := &s.expectations[i]
		o := s.judge(e, eval, c)
		for k := range e.checks {
			r.Checked++
			check := &e.checks[k]
			if g := check.got(o, check.about); !check.want.holds(g) {
				r.Failures = append(r.Failures, o.failure(e, check, g))
			}
		}
	}
	return r
}

// judge judges the deal on the days of an expectation. What it looks at is what
// counts as covered.
func (s *Scenario) judge(e *expectation, eval *score.Evaluator, c *Coverage) *outcome {
	if !e.from.IsZero() {
		card, err := eval.Card(s.rec, e.from)
		if err == nil { // on the first day there may be no process yet
			c.observe(card)
		}
		p, err := eval.Progress(s.rec, e.from, e.to)
		if err != nil {
			panic("scenario: " + err.Error()) // a process was found when it was loaded
		}
		c.observe(p.Card())
		return &outcome{p.Card(), p}
	}
	card, err := eval.Card(s.rec, e.to)
	if err != nil {
		panic("scenario: " + err.Error())
	}
	c.observe(card)
	return &outcome{card: card}
}

func (o *outcome) failure(e *expectation, c *check, g got) Failure {
	f := Failure{Pos: c.at, Key: c.path(), From: e.from, To: e.to, Want: c.want.String(), Got: c.want.show(g), Process: o.card.Process()}
	if gate, ok := o.card.Gate(); ok {
		f.Gate = gate.To()
	}
	if o.progress != nil {
		f.Signs = o.progress.Signs()
	}
	if c.why != nil {
		f.Reasons = c.why(o, c.about, c.want)
	}
	return f
}
