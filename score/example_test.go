package score_test

import (
	"fmt"
	"log"
	"os"
	"strings"
	"testing/fstest"
	"time"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/testdata"
)

// The five lines to a first answer.
func Example() {
	must := func(err error) {
		if err != nil {
			log.Fatal(err)
		}
	}
	must(os.Chdir("testdata")) // where there is a playbook, and a deal
	defer os.Chdir("..")
	src, err := os.Open("acme.yaml")
	must(err)

	book, err := stage.Load(os.DirFS("playbook"))
	must(err)
	rec, err := deal.Decode("acme.yaml", src)
	must(err)
	card, err := score.Evaluate(book, rec, deal.DayOf(2026, time.March, 5))
	must(err)
	week, err := score.Compare(book, rec, deal.DayOf(2026, time.February, 26), deal.DayOf(2026, time.March, 5))
	must(err)
	fmt.Println(card.Earned(), card.Remaining(), week.Verdict())
	// Output: trial 3 advanced
}

// What blocks the gate that a deal stands before, and what is not known.
func ExampleCard_Gate() {
	book, err := stage.Load(testdata.SamplePlaybook())
	if err != nil {
		log.Fatal(err) // every mistake, with file, line and column
	}
	rec, err := deal.Decode("acme.yaml", strings.NewReader(`
deal: AC-7
segment: midmarket
facts:
  - {person: dana, side: buyer, roles: [champion], on: 2026-02-02}
  - {evidence: pain, form: statement, from: dana, on: 2026-02-02, ref: call}
  - {stage: offer, on: 2026-02-03}
`))
	if err != nil {
		log.Fatal(err)
	}
	card, err := score.Evaluate(book, rec, deal.DayOf(2026, time.February, 10))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("claimed", card.Claimed(), "earned", card.Earned())
	if gate, ok := card.Gate(); ok {
		for open := range gate.Unmet() {
			fmt.Println(open.Requirement, open.Answer)
		}
	}
	// Output:
	// claimed offer earned talk
	// next_step_agreed unmet
}

// A week of a whole pipeline, one deal after the other, with totals.
func ExampleReviewer() {
	book := stage.Builtin()
	from, to := deal.DayOf(2026, time.March, 2), deal.DayOf(2026, time.March, 9)
	reviewer, err := score.NewReviewer(book, from, to)
	if err != nil {
		log.Fatal(err)
	}
	src := strings.NewReader(`{"deal":"A","segment":"smb","facts":[{"activity":"call","on":"2026-03-04"}]}
{"deal":"B","segment":"smb","facts":[{"stage":"trial","on":"2026-02-04"}]}`)
	for rec, err := range deal.Stream("deals.ndjson", src) {
		if err != nil {
			log.Fatal(err)
		}
		row, err := reviewer.Review(rec)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(row.ID, row.Verdict, row.Earned, row.Remaining, "of", row.Blank)
	}
	fmt.Println(reviewer.Totals().Deals, "deals,", reviewer.Totals().Touches, "touch")
	// Output:
	// A busy discover 9 of 9
	// B stalled discover 9 of 9
	// 2 deals, 1 touch
}

// The same on several cores: some workers read lines and some judge deals, and
// everything comes in the order of the lines.
func ExampleReviewer_AllParallel() {
	from, to := deal.DayOf(2026, time.March, 2), deal.DayOf(2026, time.March, 9)
	reviewer, err := score.NewReviewer(stage.Builtin(), from, to)
	if err != nil {
		log.Fatal(err)
	}
	src := strings.NewReader(`{"deal":"A","segment":"smb","facts":[{"activity":"call","on":"2026-03-04"}]}
{"deal":"B","segment":"smb","facts":[{"stage":"trial","on":"2026-02-04"}]}
{"deal":"C","segment":"smb","facts":[{"stage":"trial","on":"2026-02-20"}]}`)
	const workers = 4 // or runtime.GOMAXPROCS(0)
	deals := func(yield func(*deal.Record) bool) {
		for rec, err := range deal.StreamParallel(workers, "deals.ndjson", src) {
			if err != nil {
				log.Fatal(err)
			}
			if !yield(rec) {
				return
			}
		}
	}
	for row, err := range reviewer.AllParallel(workers, deals) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(row.ID, row.Verdict, row.Claimed, "earned", row.Earned)
	}
	median, _ := reviewer.Totals().Stays.Percentile(50)
	fmt.Println("half are in their stage for", median, "days or less")
	// Output:
	// A busy none earned discover
	// B stalled trial earned discover
	// C stalled trial earned discover
	// half are in their stage for 17 days or less
}

// What a deal would be by a stricter playbook, and which requirement makes it so.
func ExampleRejudge() {
	playbook := func(level string) *stage.Playbook {
		book, err := stage.Load(fstest.MapFS{"growth.yaml": {Data: []byte(`
process: growth
title: Growth
framework: meddic
stages:
  - {id: talk, title: Talk, exit: [{element: pain, level: ` + level + `, id: pain_told}]}
  - {id: prove, title: Prove, exit: [{element: metrics, level: stated}]}
`)}})
		if err != nil {
			log.Fatal(err)
		}
		return book
	}
	rec, err := deal.Decode("acme.yaml", strings.NewReader(`
deal: AC-7
segment: growth
facts:
  - {person: dana, side: buyer, on: 2026-02-02}
  - {evidence: pain, form: statement, from: dana, on: 2026-02-02}
`))
	if err != nil {
		log.Fatal(err)
	}
	from, to := deal.DayOf(2026, time.February, 1), deal.DayOf(2026, time.February, 8)
	d, err := score.Rejudge(playbook("stated"), playbook("committed"), rec, from, to)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(d.Old.Row.Earned, "to", d.New.Row.Earned, d.Back())
	for _, c := range d.Causes {
		fmt.Printf("%s: %s, asks for %s and not for %s\n", c.ID(), c.New.Answer, c.New.Requirement.Asks(), c.Old.Requirement.Asks())
	}
	// Output:
	// prove to talk true
	// pain_told: unmet, asks for Pain committed and not for Pain stated
}
