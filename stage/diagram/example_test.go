package diagram_test

import (
	"fmt"
	"log"
	"strings"
	"testing/fstest"
	"time"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/stage/diagram"
)

// A process, for a page in Markdown.
func ExampleOf() {
	book, err := stage.Load(fstest.MapFS{"short.yaml": {Data: []byte(`
process: short
title: Short
framework: meddic
milestones: [{id: ordered, title: the buyer placed the order}]
stages:
  - {id: talk, title: Talk, exit: [{element: pain, level: stated, title: the buyer told us what is wrong}]}
  - {id: offer, title: Offer}
ends:
  - {id: won, title: Won, kind: won, needs: [{milestone: ordered}]}
  - {id: lost, title: Lost}
`)}})
	if err != nil {
		log.Fatal(err)
	}
	for p := range book.Processes() {
		fmt.Print(diagram.Of(p).Mermaid())
	}
	// Output:
	// flowchart TB
	//   accTitle: Short
	//   accDescr: process short
	//   s_none(("start"))
	//   s_talk("Talk")
	//   s_offer("Offer")
	//   s_won(["Won"])
	//   subgraph anytime ["from every stage"]
	//     s_lost{{"Lost"}}
	//   end
	//   s_none --> s_talk
	//   s_talk -->|"• the buyer told us what is wrong"| s_offer
	//   s_offer -->|"• the buyer placed the order"| s_won
}

// A deal on its process, as a picture for a page.
func ExampleAt() {
	rec, err := deal.Decode("acme.yaml", strings.NewReader(`
deal: AC-1
segment: smb
facts:
  - {person: dana, side: buyer, roles: [economic_buyer], on: 2026-02-10}
  - {evidence: pain, form: statement, from: dana, on: 2026-02-12}
`))
	if err != nil {
		log.Fatal(err)
	}
	day := deal.DayOf(2026, time.February, 20)
	p, _ := stage.Builtin().Process("smb", "")
	var w stage.Position
	w.Bind(p, rec)
	w.Look(rec.AsOf(day), day)
	svg := diagram.At(&w).SVG()
	fmt.Println(strings.Contains(svg, "the deal stands here, since 2026-02-10"))
	// Output: true
}
