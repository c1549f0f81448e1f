package reference_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/reference"
	"github.com/headway-go/headway/qualify/deal"
)

// raised is cases with how a signal comes out of them worked out by hand, so that
// the reference itself is held to something.
var raised = map[string]struct {
	signal string
	change func(*generate.Case)
	says   map[int]reference.Signal // by the day; the zero Signal: it is not raised
}{
	"no step is missed in a quiet period": {
		"no_next_step", gate(pain("stated")).and(says(0, deal.Statement)).with(quiet(3, 5)),
		map[int]reference.Signal{2: {Flag: true}, 3: {}, 5: {}, 6: {Flag: true}},
	},
	"no step is missed in a pause": {
		"no_next_step", gate(milestone("demo")).and(pause(3, 5)),
		map[int]reference.Signal{2: {Flag: true}, 3: {}, 5: {}, 6: {Flag: true}},
	},
	"no step is missed while the stage waits within its limit": {
		"no_next_step", gate(milestone("demo")).and(says(0, deal.Statement)).with(waiting("3d")),
		map[int]reference.Signal{0: {}, 3: {}, 4: {Flag: true}},
	},
	"a step of ours is enough in a pause": {
		"next_step_seller_only", gate(milestone("demo")).and(pause(3, 5), step(0, 9, deal.SomeSeller)),
		map[int]reference.Signal{2: {Count: 1}, 3: {}, 6: {Count: 1}, 10: {}},
	},
	"a step is late by the days that are no pause": {
		"next_step_overdue", gate(milestone("demo")).and(step(0, 4, deal.SomeBuyer), pause(5, 7)).with(sets("next_step_overdue", lasting("after", "1d"))),
		map[int]reference.Signal{8: {}, 9: {Flag: true, Count: 1, Days: 5}},
	},
	"a step that was late before a quiet period stays late": {
		"next_step_overdue", gate(milestone("demo")).and(step(0, 4, deal.SomeBuyer)).with(quiet(6, 9)),
		map[int]reference.Signal{4: {}, 5: {Flag: true, Count: 1, Days: 1}, 8: {Flag: true, Count: 1, Days: 4}},
	},
	"a pause is no reason to leave a close date, and a quiet period is": {
		"close_date_past", gate(milestone("demo")).and(closes(0, 3), pause(4, 6), closes(8, 10)).with(quiet(11, 13)),
		map[int]reference.Signal{3: {}, 4: {Flag: true, Days: 1}, 8: {}, 11: {}, 13: {}, 14: {Flag: true, Days: 4}},
	},
	"working days of a quiet period do not count": {
		"close_date_past", gate(milestone("demo")).and(closes(0, 3)).with(sets("close_date_past", lasting("after", "2wd"))).with(quiet(7, 8)), // Thursday; Monday and Tuesday
		map[int]reference.Signal{9: {}, 10: {Flag: true, Days: 7}},
	},
	"a stage that waits is not stayed in too long": {
		"stuck_in_stage", gate(milestone("demo")).and(says(0, deal.Statement)).with(waiting("6d")).with(func(c *generate.Case) { c.Process.Stages[0].Expected = lasts("2d") }),
		map[int]reference.Signal{3: {}, 6: {}, 7: {Days: 5}},
	},
	"the second move of the close date is a flag": {
		"close_date_pushed", gate(milestone("demo")).and(closes(0, 20), closes(1, 10), closes(2, 15), closes(4, 22)),
		map[int]reference.Signal{1: {}, 2: {Count: 1, Days: 5, Unbacked: 5}, 4: {Flag: true, Count: 2, Days: 12, Unbacked: 12}},
	},
	"a move is a flag from the threshold on, though none says hint for the segment": {
		"close_date_pushed", gate(milestone("demo")).and(closes(0, 10), closes(2, 15), closes(4, 22)).with(elsewhere("close_date_pushed", "warn")),
		map[int]reference.Signal{2: {}, 4: {Flag: true, Count: 2, Days: 12, Unbacked: 12}},
	},
	"a drift has a reason when the buyer said something since": {
		"close_date_pushed", gate(milestone("demo")).and(says(0, deal.Statement), closes(0, 10), closes(2, 15), denies(3), closes(4, 22), closes(4, 23)),
		map[int]reference.Signal{2: {Count: 1, Days: 5, Unbacked: 5}, 4: {Flag: true, Count: 3, Days: 13, Unbacked: 6}}, // the second of a day has none since the first
	},
	"a threshold that a segment is left out of is never passed": {
		"stage_inflated", gate(milestone("demo")).and(deal.Stage{Stamp: on(1), Stage: "second"}).with(elsewhere("stage_inflated", "above")),
		map[int]reference.Signal{1: {}},
	},
	"an attempt is no contact": {
		"single_threaded", gate(milestone("demo")).and(bob, deal.Activity{Stamp: on(1), Activity: "call", With: []string{"ann"}},
			deal.Activity{Stamp: on(3), Activity: "call", With: []string{"ann"}, Reached: true}, deal.Activity{Stamp: on(5), Activity: "mail", With: []string{"bob"}, Inbound: true}),
		map[int]reference.Signal{1: {}, 3: {Count: 1}, 5: {}}, // two are on record; one is in contact; two are
	},
	"a limit is over in a track too": {
		"overdue_stage", gate(milestone("demo")).and(says(0, deal.Statement)).with(func(c *generate.Case) {
			c.Process.Stages[0].Limits = []generate.Limit{{Of: lasts("6d")}}
			c.Process.Tracks = []generate.Track{{ID: "legal", Stages: []generate.Stage{
				{ID: "legal_1", Enter: []*generate.Requirement{pain("stated")}, Limits: []generate.Limit{{Of: lasts("2d")}}, Exit: []*generate.Requirement{pain("committed")}},
			}}}
		}),
		map[int]reference.Signal{2: {}, 3: {Flag: true, Count: 1, Days: 1}, 7: {Flag: true, Count: 2, Days: 5}},
	},
	"each stage left takes its time after the one before": {
		"close_date_infeasible", gate(milestone("demo")).and(closes(0, 12)).with(func(c *generate.Case) {
			c.Process.Stages[0].Expected, c.Process.Stages[1].Expected, c.Process.Stages[1].Exit = lasts("4wd"), lasts("1w"), []*generate.Requirement{milestone("blocker")}
		}),
		map[int]reference.Signal{0: {}, 4: {}, 5: {}, 6: {Days: 1}, 10: {Days: 5}}, // over on Friday, +4, and on the Friday after it
	},
	"an empty record does not alarm": {
		"no_next_step", func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first"}}
			c.Facts = []deal.Fact{deal.Activity{Stamp: on(0), Activity: "call"}, deal.Evidence{Stamp: on(1), Element: "pain", Form: deal.Document, From: deal.SomeSeller},
				deal.Evidence{Stamp: on(3), Element: "pain", Form: deal.Belief, From: deal.SomeThirdParty}}
		},
		map[int]reference.Signal{2: {ID: "no_next_step"}, 3: {Flag: true}}, // a hint, and a flag
	},
	"what is earned rests on our word until they say something that carries it": {
		"seller_sourced", gate(milestone("demo")).and(
			deal.Evidence{Stamp: on(1), Element: "pain", Form: deal.Act, From: deal.SomeSeller},
			deal.Evidence{Stamp: on(2), Element: "pain", Form: deal.Inferred, From: "ann"},
			deal.Evidence{Stamp: on(4), Element: "pain", Form: deal.Public, From: deal.SomeThirdParty}),
		map[int]reference.Signal{0: {}, 1: {Count: 1, Share: 2500}, 3: {Count: 1, Share: 2500}, 4: {}, 12: {}, 14: {}},
	},
	"three facts that were noted two weeks late": {
		"backfilled", gate(milestone("demo")).and(says(0, deal.Statement), noted(1, 16), noted(2, 17), noted(3, 18)),
		map[int]reference.Signal{17: {}, 18: {Count: 3, Days: 15}},
	},
	"three facts that were noted a week late on the day after a move": {
		"backfilled", gate(milestone("demo")).and(says(0, deal.Statement), deal.Stage{Stamp: on(11), Stage: "second"}, noted(1, 12), noted(2, 12), noted(4, 12), noted(5, 12)),
		map[int]reference.Signal{11: {}, 12: {Count: 3, Days: 11}}, // the fourth only took a week
	},
	"a record that begins with its history": {
		"backfilled", gate(milestone("demo")).and(noted(-20, 0), noted(-19, 0), noted(-18, 0)),
		map[int]reference.Signal{0: {}, 9: {}},
	},
}

// with changes the case besides.
func (f change) with(more func(*generate.Case)) change {
	return func(c *generate.Case) { f(c); more(c) }
}

var bob = deal.Person{Stamp: on(0), Person: "bob", Side: deal.Buyer}

func quiet(from, to int) func(*generate.Case) {
	return func(c *generate.Case) {
		c.Process.Calendar = &generate.Calendar{Quiet: []generate.Quiet{{From: generate.Start.Add(from), To: generate.Start.Add(to)}}}
	}
}

// waiting makes the first stage one that waits for so long.
func waiting(limit string) func(*generate.Case) {
	return func(c *generate.Case) {
		c.Process.Stages[0].WaitsFor, c.Process.Stages[0].Limits = deal.Buyer, []generate.Limit{{Of: lasts(limit)}}
	}
}

func sets(signal string, thresholds ...generate.Threshold) func(*generate.Case) {
	return func(c *generate.Case) { c.Process.Signals = []generate.Signal{{ID: signal, Thresholds: thresholds}} }
}

func lasting(name, length string) generate.Threshold {
	return generate.Threshold{Name: name, Days: lasts(length)}
}

// elsewhere gives a threshold a value for another segment than that of the deal.
func elsewhere(signal, name string) func(*generate.Case) {
	return func(c *generate.Case) {
		c.Process.Segments, c.Header.Segment = []string{"small", "large"}, "small"
		sets(signal, generate.Threshold{Name: name, CountBy: generate.Split[int]{{Segment: "large", Value: 0}}})(c)
	}
}

func pause(from, to int) deal.Fact {
	return deal.Pause{Stamp: on(from), Until: generate.Start.Add(to), Why: "holidays"}
}

func step(day, due int, owner deal.Who) deal.Fact {
	return deal.NextStep{Stamp: on(day), Step: "meet", Due: generate.Start.Add(due), Owner: owner}
}

func closes(day, at int) deal.Fact {
	return deal.CloseDate{Stamp: on(day), Day: generate.Start.Add(at)}
}

// noted is a statement that was noted on a later day.
func noted(day, later int) deal.Fact {
	e := says(day, deal.Statement).(deal.Evidence)
	e.Noted = generate.Start.Add(later)
	return e
}

func TestASignalIsRaisedAsTheTextSays(t *testing.T) {
	for name, x := range raised {
		t.Run(name, func(t *testing.T) {
			c := small(x.change)
			generate.SortNoted(c.Facts)
			model := reference.New(c)
			for day, want := range x.says {
				card := model.Card(c.Facts, generate.Start.Add(day))
				if want != (reference.Signal{}) {
					want.ID = x.signal
				}
				var got reference.Signal
				for _, s := range card.Signals {
					if s.ID == x.signal {
						got = s
					}
				}
				require.Equal(t, want, got, "on day %d", day)
			}
			compareEveryDay(t, c)
		})
	}
}
