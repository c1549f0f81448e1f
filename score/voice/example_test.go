package voice_test

import (
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/testdata"
)

// week is a week of a small deal.
func week() *score.Progress {
	book, err := stage.Load(testdata.SamplePlaybook())
	if err != nil {
		log.Fatal(err)
	}
	rec, err := deal.Decode("acme.yaml", strings.NewReader(`
deal: AC-7
segment: midmarket
facts:
  - {person: dana, name: Dana Reyes, side: buyer, roles: [champion], on: 2026-02-02}
  - {evidence: pain, form: statement, from: dana, on: 2026-02-09, ref: call 2026-02-09}
  - {next_step: show us the line, due: 2026-02-20, owner: dana, on: 2026-02-09}
`))
	if err != nil {
		log.Fatal(err)
	}
	p, err := score.Compare(book, rec, deal.DayOf(2026, time.February, 5), deal.DayOf(2026, time.February, 12))
	if err != nil {
		log.Fatal(err)
	}
	return p
}

// Why a verdict is what it is, and the fact that decided it.
func ExampleWhy() {
	p := week()
	s := voice.Why(p)
	fmt.Println(s.Text)
	fmt.Println(p.Card().Record().Cite(s.Facts[0]))
	// Output:
	// Advanced, from First conversation to Size the problem, because this was gained: buyer told us what goes wrong (Dana Reyes, 2026-02-09).
	// 2026-02-09 statement for pain, from Dana Reyes [call 2026-02-09]
}

// What is promised, as the manager is told.
func ExampleTell() {
	for _, section := range voice.Tell(voice.Manager, week(), nil, nil) {
		if section.Title == "Who owes what" {
			for _, s := range section.Sentences {
				fmt.Println(s.Text, s.Facts)
			}
		}
	}
	// Output: By 2026-02-20 Dana Reyes owes “show us the line”. [2]
}
