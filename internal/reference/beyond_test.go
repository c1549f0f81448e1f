package reference_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/generate"
	"github.com/headway-go/headway/internal/reference"
	"github.com/headway-go/headway/qualify/deal"
)

// beyond is cases with what comes out of them worked out by hand, so that the
// reference itself is held to something. Where the engine has what they are
// made of, it is held to the same.
var beyond = map[string]struct {
	needs  generate.Part
	change func(*generate.Case)
	says   map[int][]string // by the day, lines of the card
}{
	"the last decision counts": {
		generate.Approvals, gate(approval("boss")).and(decides(1, "boss"), rejects(3, "ann"), decides(6, "boss")),
		map[int][]string{0: {"stage: first"}, 1: {"stage: second"}, 3: {"stage: first"}, 6: {"stage: second"}},
	},
	"whoever is asked for approves anew after a rejection": {
		generate.Approvals, gate(every("boss", "champion")).and(decides(1, "boss"), rejects(2, "champion"), decides(3, "champion"), decides(5, "boss")),
		map[int][]string{3: {"stage: first", "answer to ok: unmet"}, 5: {"stage: second", "answer to ok: met"}},
	},
	"in order means that none is earlier than the one before it": {
		generate.Approvals, gate(inOrder("boss", "champion")).and(decides(1, "champion"), decides(2, "boss"), decides(4, "champion")),
		map[int][]string{2: {"stage: first"}, 4: {"stage: second"}},
	},
	"who has left keeps what they approved": {
		generate.Approvals, gate(approval("boss")).and(decides(1, "ann"), gone(3, "ann")),
		map[int][]string{1: {"stage: second"}, 5: {"stage: second", "answer to ok: met"}},
	},
	"a role that is not asked for decides nothing": {
		generate.Approvals, gate(approval("boss")).and(decides(1, "chief"), decides(2, "eva")),
		map[int][]string{3: {"stage: first"}},
	},
	"an approval that is too old takes no stage back": {
		generate.Approvals, gate(&generate.Requirement{Kind: generate.Approved, Names: []string{"boss"}, ID: "ok", Within: lasts("3d")}).and(decides(1, "boss")),
		map[int][]string{4: {"answer to ok: met"}, 5: {"stage: second", "answer to ok: unmet"}},
	},

	"a waiver opens a gate, and its end takes nothing back": {
		generate.Waivers, gate(waivable(milestone("demo"))).and(waives(2, "demo", "eva", 4)),
		map[int][]string{
			1: {"stage: first", "remaining: 1", "blank: 1", "headway: 0"},
			2: {"stage: second", "remaining: 0", "blank: 0", "answer to demo: waived"},
			4: {"answer to demo: waived"},
			5: {"stage: second", "remaining: 0", "blank: 1", "headway: 10000", "answer to demo: unmet"},
		},
	},
	"a waiver of somebody who may not is none": {
		generate.Waivers, gate(waivable(milestone("demo"))).and(waives(2, "demo", "rep", 9), waives(3, "demo", "ann", 9)),
		map[int][]string{3: {"stage: first", "answer to demo: unmet"}},
	},
	"who is gone has waived all the same": {
		generate.Waivers, gate(waivable(milestone("demo"))).and(waives(2, "demo", "eva", 9), gone(3, "eva")),
		map[int][]string{4: {"stage: second", "answer to demo: waived"}},
	},
	"a group is waived as a whole": {
		generate.Waivers, gate(waivable(&generate.Requirement{Kind: generate.All, ID: "both", Members: []*generate.Requirement{milestone("demo"), pain("stated")}})).
			and(waives(2, "both", "chief", 9)),
		map[int][]string{1: {"remaining: 2"}, 2: {"stage: second", "remaining: 0", "answer to demo: unmet"}},
	},
	"a waiver that a fact takes the ground from takes the stage": {
		generate.Waivers, gate(waivable(milestone("demo"))).and(waives(2, "demo", "eva", 9), deal.Person{Stamp: on(4), Person: "eva", Side: deal.Seller, Roles: []string{"rep"}}),
		map[int][]string{3: {"stage: second"}, 4: {"stage: first"}},
	},

	"an approval counts once it is known who gave it": {
		generate.Approvals, gate(approval("chief")).and(
			deal.Approval{Stamp: on(1), Approval: "ok", By: "rex"}, deal.Person{Stamp: on(4), Person: "rex", Side: deal.Seller, Roles: []string{"chief"}}, rejects(6, "chief")),
		map[int][]string{3: {"stage: first"}, 4: {"stage: second"}, 6: {"stage: first"}},
	},
	"a waiver counts once it is known who gave it, and while it lasts": {
		generate.Waivers, gate(waivable(milestone("demo"))).and(
			waives(1, "demo", "rex", 5), deal.Person{Stamp: on(4), Person: "rex", Side: deal.Seller, Roles: []string{"chief"}}),
		map[int][]string{3: {"stage: first"}, 4: {"stage: second"}, 6: {"stage: second", "answer to demo: unmet"}},
	},
	"of several waivers the last decides, so that it can revoke": {
		generate.Waivers, gate(waivable(milestone("demo")), waivable(pain("stated"))).and(waives(1, "demo", "chief", 9), waives(3, "demo", "eva", 3)),
		map[int][]string{2: {"answer to demo: waived"}, 3: {"answer to demo: waived"}, 4: {"answer to demo: unmet"}},
	},
	"what does not apply is not waived": {
		generate.Waivers, gate(&generate.Requirement{Kind: generate.Any, ID: "either", Members: []*generate.Requirement{
			waivable(&generate.Requirement{Kind: generate.All, ID: "all", Members: []*generate.Requirement{{Kind: generate.OfMilestone, Subject: "blocker", Optional: deal.Yes}}}),
			pain("stated"),
		}}).and(waives(1, "all", "chief", 9)),
		map[int][]string{2: {"stage: first", "unmet: [either unknown]", "remaining: 1"}},
	},

	"a score is rounded down, and what lapses takes nothing back": {
		generate.Scores, gate(&generate.Requirement{Kind: generate.Scored, Percent: 50}).and(says(1, deal.Statement)),
		map[int][]string{0: {"answer to score-at_least-50: unmet"}, 1: {"stage: second", "answer to score-at_least-50: met"}, 12: {"stage: second", "answer to score-at_least-50: unmet"}},
	},

	"what is always asked for is not asked at the way in": {
		generate.Always, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first"}, {ID: "second"}, {ID: "third"}}
			c.Process.Always = []*generate.Requirement{milestone("demo"), {Kind: generate.OfMilestone, Subject: "blocker", From: "second"}}
			c.Process.Milestones = []generate.Milestone{{ID: "demo"}, {ID: "blocker"}}
			c.Facts = []deal.Fact{says(0, deal.Belief), deal.Milestone{Stamp: on(2), Milestone: "demo"}, deal.Milestone{Stamp: on(4), Milestone: "blocker"}}
		},
		map[int][]string{0: {"stage: first", "remaining: 2"}, 2: {"stage: second", "remaining: 1", "unmet: [blocker unmet]"}, 4: {"stage: third", "remaining: 0"}},
	},
	"what is always asked for does not bear out a won end": {
		generate.Always, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first", Exit: []*generate.Requirement{pain("stated")}}}
			c.Process.Always = []*generate.Requirement{milestone("demo")}
			c.Facts = []deal.Fact{says(1, deal.Statement), deal.Stage{Stamp: on(2), Stage: "won"}}
		},
		map[int][]string{2: {"stands: won", "remaining: 1"}},
	},

	"a value that is left out for a segment takes the requirement away": {
		generate.PerSegment, func(c *generate.Case) {
			c.Process.Segments = []string{"small", "large"}
			c.Header.Segment = "small"
			r := milestone("demo")
			r.ID, r.WithinBy = "recent", generate.Split[deal.Duration]{{Segment: "large", Value: lasts("5d")}}
			gate(r).and(says(0, deal.Belief), set(3, "segment", deal.Text("large")))(c)
		},
		map[int][]string{0: {"stage: second", "remaining: 0"}, 3: {"stage: first", "remaining: 1"}},
	},
	"a condition without a value for the segment is unmet": {
		generate.PerSegment, func(c *generate.Case) {
			c.Process.Segments = []string{"small", "large"}
			c.Process.Attributes = []generate.Attribute{{ID: "amount", Type: "decimal"}}
			r := milestone("demo")
			r.When = &generate.Requirement{Kind: generate.OfAttribute, Subject: "amount", Compare: []generate.Comparison{{Op: "at_least",
				By: generate.Split[generate.Operand]{{Segment: "large", Value: generate.Operand{Value: deal.Number(50_000)}}}}}}
			gate(r).and(set(0, "amount", deal.Number(90_000)), set(3, "segment", deal.Text("large")))(c)
		},
		map[int][]string{0: {"stage: second", "answer to demo: off"}, 3: {"stage: first", "answer to demo: unmet"}},
	},

	"one working day from Friday is Monday": { // the first day is a Monday
		generate.WorkingDays, func(c *generate.Case) {
			c.Framework.Elements[0].ValidFor = lasts("1wd")
			gate(pain("stated")).and(says(4, deal.Statement))(c)
		},
		map[int][]string{4: {"answer to pain-stated: met"}, 7: {"answer to pain-stated: met"}, 8: {"answer to pain-stated: unknown", "stage: second"}},
	},
	"a framework knows no holidays": {
		generate.WorkingDays | generate.Calendars, func(c *generate.Case) {
			c.Framework.Elements[0].ValidFor = lasts("1wd")
			c.Process.Calendar = &generate.Calendar{Holidays: []deal.Day{generate.Start.Add(7)}}
			m := milestone("demo")
			m.Within = lasts("1wd")
			gate(pain("stated"), m).and(says(4, deal.Statement), deal.Milestone{Stamp: on(4), Milestone: "demo"})(c)
		},
		map[int][]string{7: {"answer to demo-1wd: met"}, 8: {"answer to demo-1wd: met", "answer to pain-stated: unknown"}, 9: {"answer to demo-1wd: unmet"}},
	},

	"a stay of so many days": {
		generate.Dates, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{
				{ID: "first", Exit: []*generate.Requirement{stay("3d")}}, {ID: "second", Exit: []*generate.Requirement{stay("4d")}}, {ID: "third"},
			}
			c.Facts = []deal.Fact{says(0, deal.Belief)}
		},
		map[int][]string{
			2: {"stage: first", "remaining: 2"}, 3: {"stage: second", "entered: 2026-01-08"}, 6: {"stage: second"}, 7: {"stage: third", "remaining: 0"},
		},
	},
	"of two orders a wrong one is enough, whatever day is missing": {
		generate.Dates, func(c *generate.Case) {
			gate(&generate.Requirement{Kind: generate.Dated, Subject: "close_date", Before: "today", After: "demo", ID: "d"}).
				and(deal.CloseDate{Stamp: on(1), Day: generate.Start.Add(5)})(c)
		},
		map[int][]string{0: {"answer to d: unknown"}, 1: {"answer to d: unmet"}, 5: {"answer to d: unknown"}},
	},
	"a day that is not there makes the answer unknown": {
		generate.Dates, func(c *generate.Case) {
			gate(&generate.Requirement{Kind: generate.Dated, Subject: "close_date", Before: "quarter_end"}).
				and(says(0, deal.Belief), deal.CloseDate{Stamp: on(2), Day: deal.DayOf(2026, 4, 1)}, deal.CloseDate{Stamp: on(4), Day: deal.DayOf(2026, 3, 31)},
					deal.CloseDate{Stamp: on(6), Day: deal.DayOf(2026, 6, 30)})(c)
		},
		map[int][]string{
			0: {"answer to day-close_date-before-quarter_end: unknown"}, 2: {"answer to day-close_date-before-quarter_end: unmet"},
			4: {"stage: second"}, 6: {"stage: second"},
		},
	},
	"a fiscal year begins on its day": {
		generate.Dates | generate.Calendars, func(c *generate.Case) {
			c.Process.Calendar = &generate.Calendar{FiscalYear: "10-12"} // so a quarter begins on 12 January
			gate(&generate.Requirement{Kind: generate.Dated, Subject: "today", After: "quarter_start", AtMost: lasts("0d")}).and(says(0, deal.Belief))(c)
		},
		map[int][]string{6: {"stage: first"}, 7: {"stage: second", "entered: 2026-01-12"}},
	},

	"a stage that is not there is passed over": {
		generate.StageWhen, func(c *generate.Case) {
			sometimes(c)
			c.Facts = []deal.Fact{deal.Milestone{Stamp: on(1), Milestone: "demo"}}
		},
		map[int][]string{0: {"stage: first", "gate to: third"}, 1: {"stage: third", "earned: [first third]", "remaining: 0", "answer to pain-stated: off"}},
	},
	"what was passed without a stage is taken back when a fact makes the stage": {
		generate.StageWhen, func(c *generate.Case) {
			sometimes(c)
			c.Facts = []deal.Fact{deal.Milestone{Stamp: on(1), Milestone: "demo"}, set(3, "hot", deal.Flag(true)), says(5, deal.Statement)}
		},
		map[int][]string{1: {"stage: third"}, 3: {"stage: second", "unmet: [pain-stated unknown]", "remaining: 1"}, 5: {"stage: third"}},
	},
	"what led into a stage that goes away stays crossed": {
		generate.StageWhen, func(c *generate.Case) {
			sometimes(c)
			c.Process.Stages[2].Enter = []*generate.Requirement{pain("committed")}
			c.Facts = []deal.Fact{
				set(0, "hot", deal.Flag(true)), deal.Milestone{Stamp: on(1), Milestone: "demo"}, set(3, "hot", deal.Flag(false)), says(5, deal.Act),
			}
		},
		map[int][]string{1: {"stage: second"}, 3: {"stage: first", "gate to: third", "unmet: [pain-committed unknown]"}, 5: {"stage: third"}},
	},

	"a stage that time takes away is not shown": {
		generate.StageWhen, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first", When: &generate.Requirement{Kind: generate.OfMilestone, Subject: "demo", Within: lasts("3d")}}}
			c.Facts = []deal.Fact{deal.Milestone{Stamp: on(1), Milestone: "demo"}}
		},
		map[int][]string{4: {"stage: first"}, 5: {"stage: none"}},
	},

	"a move makes an edge while its condition is met": {
		generate.Moves, func(c *generate.Case) {
			skip(c)
			c.Process.Moves = []generate.Move{{From: []string{"first"}, To: "third", When: hot, Needs: []*generate.Requirement{pain("stated")}}}
			c.Facts = []deal.Fact{says(1, deal.Statement), set(3, "hot", deal.Flag(true)), set(6, "hot", deal.Flag(false))}
		},
		map[int][]string{
			1: {"stage: first", "remaining: 2", "gate to: second"}, 3: {"stage: third", "earned: [first third]", "remaining: 0"},
			6: {"stage: first", "remaining: 2", "answer to pain-stated: off"},
		},
	},
	"a move that forbids takes the edge away": {
		generate.Moves, func(c *generate.Case) {
			skip(c)
			c.Process.Moves = []generate.Move{{To: "second", When: hot, Forbid: true}, {From: []string{"first"}, To: "third", Needs: []*generate.Requirement{pain("stated")}}}
			c.Facts = []deal.Fact{says(1, deal.Belief), set(3, "hot", deal.Flag(true))}
		},
		map[int][]string{1: {"stage: first", "remaining: 1"}, 3: {"gate to: third", "unmet: [pain-stated unmet]", "remaining: 1"}},
	},
	"what was crossed and is forbidden by a fact is taken back": {
		generate.Moves, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first"}, {ID: "second"}}
			c.Process.Moves = []generate.Move{{To: "second", When: hot, Forbid: true}}
			c.Facts = []deal.Fact{says(1, deal.Belief), set(3, "hot", deal.Flag(true))}
		},
		map[int][]string{1: {"stage: second"}, 3: {"stage: first"}},
	},
	"the move that names more takes the place of the one that names less": {
		generate.Moves, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first"}, {ID: "second"}}
			c.Process.Moves = []generate.Move{
				{To: "second", Needs: []*generate.Requirement{pain("stated")}},
				{From: []string{"first"}, To: "second", When: hot, Needs: []*generate.Requirement{milestone("demo")}},
			}
			c.Facts = []deal.Fact{says(1, deal.Belief), set(3, "hot", deal.Flag(true))}
		},
		map[int][]string{1: {"unmet: [pain-stated unmet]", "answer to demo: off"}, 3: {"unmet: [demo unmet]", "answer to pain-stated: off"}},
	},

	"a track is walked beside the main walk": {
		generate.Tracks, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first", Exit: []*generate.Requirement{{Kind: generate.Reached, Subject: "legal"}}}, {ID: "second"}}
			c.Process.Tracks = []generate.Track{{ID: "legal", Stages: []generate.Stage{
				{ID: "legal_1", Enter: []*generate.Requirement{pain("stated")}, Exit: []*generate.Requirement{milestone("demo")}}, {ID: "legal_2", Exit: []*generate.Requirement{pain("committed")}},
			}}}
			c.Facts = []deal.Fact{says(1, deal.Statement), deal.Milestone{Stamp: on(3), Milestone: "demo"}, says(5, deal.Act), denies(8)}
		},
		map[int][]string{
			0: {"track: none"}, 1: {"track: legal_1", "stage: first", "remaining: 1"}, 3: {"track: legal_2", "stage: first"},
			5: {"track: done", "stage: second", "remaining: 0"}, 8: {"track: none", "stage: first"},
		},
	},

	"a lost end is believed, and owes what it asks for": {
		generate.Owing, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first"}}
			c.Process.Ends = []generate.End{{ID: "won", Kind: "won"}, {ID: "lost", Kind: "lost", Reasons: []string{"price", "timing"}, Needs: []*generate.Requirement{
				milestone("demo"), {Kind: generate.OfAttribute, Subject: "reason", Compare: []generate.Comparison{{Op: "is", Values: []generate.Operand{{Value: deal.Text("price")}}}}},
			}}}
			c.Facts = []deal.Fact{
				deal.Stage{Stamp: on(1), Stage: "lost", Reason: []string{"weather"}}, deal.Stage{Stamp: on(3), Stage: "lost", Reason: []string{"timing"}},
				deal.Stage{Stamp: on(5), Stage: "lost", Reason: []string{"price"}}, deal.Stage{Stamp: on(7), Stage: "first"},
			}
		},
		map[int][]string{
			1: {"stands: lost", "owing: [demo reason-is-price a reason]"}, 3: {"owing: [demo reason-is-price]"}, 5: {"owing: [demo]"}, 7: {"stands: none", "owing: []"},
		},
	},

	"a quiet period waits, to its last day": {
		generate.Calendars, func(c *generate.Case) {
			c.Process.Calendar = &generate.Calendar{Quiet: []generate.Quiet{{From: generate.Start.Add(3), To: generate.Start.Add(5)}}}
			gate(pain("stated")).and(says(0, deal.Belief))(c)
		},
		map[int][]string{2: {"waits: false"}, 3: {"waits: true"}, 5: {"waits: true"}, 6: {"waits: false"}},
	},
	"a stage that waits does so within its limit, in which quiet days do not count": {
		generate.Clocks | generate.Calendars, func(c *generate.Case) {
			gate(pain("stated")).and(says(0, deal.Belief), deal.Pause{Stamp: on(4), Until: generate.Start.Add(5), Why: "holidays"})(c)
			c.Process.Stages[0].WaitsFor, c.Process.Stages[0].Limits = deal.Buyer, []generate.Limit{{Of: lasts("3d")}}
			c.Process.Calendar = &generate.Calendar{Quiet: []generate.Quiet{{From: generate.Start.Add(2), To: generate.Start.Add(2)}}}
		},
		map[int][]string{1: {"waits: true"}, 3: {"waits: true"}, 6: {"waits: true"}, 7: {"waits: false"}},
	},
	"a limit counts from the day of a stage": {
		generate.Clocks | generate.WorkingDays, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{
				{ID: "first"}, {ID: "second", WaitsFor: deal.ThirdParty, Limits: []generate.Limit{{Of: lasts("5wd"), From: "first"}}, Exit: []*generate.Requirement{pain("stated")}},
			}
			c.Facts = []deal.Fact{deal.Milestone{Stamp: on(0), Milestone: "demo"}}
		},
		map[int][]string{7: {"waits: true"}, 8: {"waits: false"}},
	},
	"of several limits the first that applies counts": {
		generate.Clocks, func(c *generate.Case) {
			gate(pain("stated")).and(says(0, deal.Belief), set(4, "hot", deal.Flag(true)), deal.CloseDate{Stamp: on(8), Day: generate.Start.Add(15)})(c)
			c.Process.Stages[0].WaitsFor = deal.ThirdParty
			c.Process.Stages[0].Limits = []generate.Limit{{Of: lasts("5d"), Before: "close_date", When: hot}, {Of: lasts("2d")}}
		},
		map[int][]string{2: {"waits: true"}, 3: {"waits: false"}, 4: {"waits: true"}, 10: {"waits: true"}, 11: {"waits: false"}},
	},

	"a stay is unbroken where its stage is taken back and earned again on one day": {
		generate.StageWhen | generate.Dates, func(c *generate.Case) {
			before := &generate.Requirement{Kind: generate.Dated, Subject: "demo", Before: "entered"}
			c.Process.Stages = []generate.Stage{{ID: "first", When: milestone("demo")}, {ID: "second"},
				{ID: "third", Enter: []*generate.Requirement{{Kind: generate.None, ID: "since", Members: []*generate.Requirement{before}}}}}
			c.Facts = []deal.Fact{says(0, deal.Belief), deal.Milestone{Stamp: on(3), Milestone: "demo"}}
		},
		map[int][]string{
			2: {"earned: [second]", "stage: second", "entered: 2026-01-05"},
			3: {"earned: [first second third]", "stage: third", "entered: 2026-01-08"}, // in the second since the 5th: not before the milestone
			9: {"stage: third", "entered: 2026-01-08"},
		},
	},
	"a step that is too far off switches nothing, and time that brings it near takes nothing back": {
		generate.Dates, func(c *generate.Case) {
			stated := pain("stated")
			stated.When = &generate.Requirement{Kind: generate.NextStep, Within: lasts("9d"), Owner: "buyer"}
			c.Process.Stages = []generate.Stage{{ID: "first", Exit: []*generate.Requirement{milestone("demo")}},
				{ID: "second", Enter: []*generate.Requirement{{Kind: generate.Dated, Subject: "demo", After: "entered"}, stated}}}
			c.Facts = []deal.Fact{deal.Milestone{Stamp: on(0), Milestone: "demo"}, deal.NextStep{Stamp: on(4), Step: "go on", Due: generate.Start.Add(17), Owner: deal.SomeBuyer}}
		},
		map[int][]string{
			4: {"stage: second", "entered: 2026-01-05", "answer to pain-stated: off"},
			9: {"stage: second", "entered: 2026-01-05", "answer to pain-stated: unknown"},
		},
	},
	"a step that is near enough switches a demand on, and takes the stage back": {
		generate.Dates, func(c *generate.Case) {
			stated := pain("stated")
			stated.When = &generate.Requirement{Kind: generate.NextStep, Within: lasts("9d"), Owner: "buyer"}
			gate(stated).and(says(0, deal.Belief), deal.NextStep{Stamp: on(4), Step: "go on", Due: generate.Start.Add(12), Owner: deal.SomeBuyer})(c)
		},
		map[int][]string{3: {"stage: second"}, 4: {"stage: first"}, 13: {"stage: second", "answer to pain-stated: off"}},
	},
	"a stage that is the nearest only while another is shown is not shown for it": {
		generate.Moves | generate.Dates, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first", Optional: true, Exit: []*generate.Requirement{pain("stated")}}, {ID: "second", Exit: []*generate.Requirement{pain("committed")}}}
			c.Process.Moves = []generate.Move{{From: []string{"first"}, To: "won",
				When: &generate.Requirement{Kind: generate.Dated, Subject: "demo", After: "entered", AtLeast: lasts("5d")}}}
			c.Facts = []deal.Fact{says(0, deal.Belief), deal.Milestone{Stamp: on(7), Milestone: "demo"}, deal.Stage{Stamp: on(12), Stage: "first"}}
		},
		map[int][]string{
			6:  {"earned: [first second]", "stage: second", "entered: 2026-01-05"},
			7:  {"stage: second", "entered: 2026-01-05"}, // from the first the way to won is open until its own stay begins
			14: {"stage: second", "entered: 2026-01-05"},
		},
	},
	"a won claim that rests on the exit of a stage falls with the stage": {
		generate.StageWhen, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first", When: pain("committed")}}
			c.Facts = []deal.Fact{deal.Stage{Stamp: on(0), Stage: "won"}, denies(4)}
		},
		map[int][]string{3: {"stands: won"}, 4: {"stands: none", "claimed: won"}},
	},
	"what is recommended where it is asked for switches a stage all the same": {
		generate.StageWhen, func(c *generate.Case) {
			stated := pain("stated")
			stated.When = hot
			recommended := milestone("demo")
			recommended.Optional = deal.Yes
			c.Process.Shared = []generate.Shared{{ID: "shared", Requirement: recommended}}
			c.Process.Stages = []generate.Stage{{ID: "first", When: &generate.Requirement{Kind: generate.Use, Subject: "shared"}, Exit: []*generate.Requirement{stated}}, {ID: "second"}}
			c.Facts = []deal.Fact{set(0, "hot", deal.Flag(true)), deal.Milestone{Stamp: on(2), Milestone: "demo"}}
		},
		map[int][]string{1: {"stage: second", "answer to pain-stated: off"}, 2: {"stage: first", "answer to pain-stated: unknown"}},
	},
	"a stage that a fact puts before the one shown is passed from where the deal stood": {
		generate.StageWhen | generate.Dates, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first", When: milestone("demo"), Enter: []*generate.Requirement{{Kind: generate.Dated, Subject: "demo", After: "entered"}}}, {ID: "second"}}
			c.Facts = []deal.Fact{says(0, deal.Belief), deal.Milestone{Stamp: on(5), Milestone: "demo"}}
		},
		map[int][]string{4: {"earned: [second]", "entered: 2026-01-05"}, 5: {"earned: [first second]", "stage: second", "entered: 2026-01-05"}},
	},
	"of two stages the later is shown from the day on which it would be as near": {
		generate.Dates, func(c *generate.Case) {
			agreed := &generate.Requirement{Kind: generate.NextStep, Owner: "seller"}
			late := &generate.Requirement{Kind: generate.Dated, Subject: "demo", Before: "entered", AtLeast: lasts("5d")}
			c.Process.Stages = []generate.Stage{{ID: "first", Optional: true, Exit: []*generate.Requirement{agreed}}, {ID: "second", Next: []string{"won", "third"}},
				{ID: "third", Exit: []*generate.Requirement{stay("3d"), late}}}
			c.Facts = []deal.Fact{says(0, deal.Belief), deal.Milestone{Stamp: on(4), Milestone: "demo"}}
		},
		map[int][]string{8: {"stage: first", "entered: 2026-01-05"}, 9: {"stage: third", "entered: 2026-01-14"}},
	},
	"what a move back needs is asked nowhere when the move is forbidden": {
		generate.Moves, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first"}, {ID: "second"}}
			c.Process.Moves = []generate.Move{{To: "earlier", Needs: []*generate.Requirement{pain("stated")}}, {From: []string{"second"}, To: "first", Forbid: true}}
		},
		map[int][]string{0: {"answer to pain-stated: off"}},
	},
	"what a move back needs is asked nowhere while one that names the places takes its place": {
		generate.Moves, func(c *generate.Case) {
			c.Process.Stages = []generate.Stage{{ID: "first"}, {ID: "second"}}
			c.Process.Moves = []generate.Move{{To: "earlier", Needs: []*generate.Requirement{milestone("demo")}}, {From: []string{"second"}, To: "first", When: hot}}
			c.Facts = []deal.Fact{set(3, "hot", deal.Flag(true))}
		},
		map[int][]string{2: {"answer to demo: unmet"}, 3: {"answer to demo: off"}},
	},
}

// sometimes makes three stages, the second of which is there while it is hot.
func sometimes(c *generate.Case) {
	c.Process.Stages = []generate.Stage{
		{ID: "first", Exit: []*generate.Requirement{milestone("demo")}}, {ID: "second", When: hot, Exit: []*generate.Requirement{pain("stated")}}, {ID: "third"},
	}
}

// skip makes three stages with two demands between the first and the third.
func skip(c *generate.Case) {
	c.Process.Stages = []generate.Stage{
		{ID: "first", Exit: []*generate.Requirement{milestone("demo")}}, {ID: "second", Exit: []*generate.Requirement{milestone("blocker")}}, {ID: "third"},
	}
}

var hot = &generate.Requirement{Kind: generate.OfAttribute, Subject: "hot", Compare: []generate.Comparison{{Op: "is", Values: []generate.Operand{{Value: deal.Flag(true)}}}}}

type change func(*generate.Case)

// gate makes two stages with a gate between them.
func gate(asks ...*generate.Requirement) change {
	return func(c *generate.Case) {
		c.Process.Stages = []generate.Stage{{ID: "first", Exit: asks}, {ID: "second"}}
	}
}

// and adds some people, and facts.
func (f change) and(facts ...deal.Fact) change {
	return func(c *generate.Case) {
		f(c)
		c.Process.Roles = []generate.Role{{ID: "boss", Side: deal.Buyer}, {ID: "champion", Side: deal.Buyer}, {ID: "rep", Side: deal.Seller}, {ID: "chief", Side: deal.Seller}}
		c.Facts = append([]deal.Fact{
			deal.Person{Stamp: on(0), Person: "ann", Side: deal.Buyer, Roles: []string{"boss"}},
			deal.Person{Stamp: on(0), Person: "eva", Side: deal.Seller, Roles: []string{"chief"}},
		}, facts...)
	}
}

func milestone(id string) *generate.Requirement {
	return &generate.Requirement{Kind: generate.OfMilestone, Subject: id}
}

func approval(roles ...string) *generate.Requirement {
	return &generate.Requirement{Kind: generate.Approved, Names: roles, ID: "ok"}
}

func every(roles ...string) *generate.Requirement {
	r := approval(roles...)
	r.Every = true
	return r
}

func inOrder(roles ...string) *generate.Requirement {
	r := every(roles...)
	r.InOrder = true
	return r
}

// stay asks for so long in the stage.
func stay(least string) *generate.Requirement {
	return &generate.Requirement{Kind: generate.Dated, Subject: "today", After: "entered", AtLeast: lasts(least)}
}

func waivable(r *generate.Requirement) *generate.Requirement {
	r.Waivable = []string{"chief"}
	return r
}

func decides(day int, by string) deal.Fact {
	return deal.Approval{Stamp: on(day), Approval: "ok", By: by}
}

func rejects(day int, by string) deal.Fact {
	return deal.Approval{Stamp: on(day), Approval: "ok", By: by, Rejected: true}
}

func waives(day int, what, by string, until int) deal.Fact {
	return deal.Waive{Stamp: on(day), Requirement: what, By: by, Why: "in a hurry", Until: generate.Start.Add(until)}
}

func gone(day int, who string) deal.Fact {
	side := deal.Buyer
	if who == "eva" {
		side = deal.Seller
	}
	return deal.Person{Stamp: on(day), Person: who, Side: side, Gone: deal.Yes}
}

func TestWhatComesOutIsWhatTheTextSays(t *testing.T) {
	for name, b := range beyond {
		t.Run(name, func(t *testing.T) {
			c := small(b.change)
			model := reference.New(c)
			for day, lines := range b.says {
				card := referenceCard(model.Card(c.Facts, generate.Start.Add(day)))
				for _, line := range lines {
					require.Contains(t, card, line, "on day %d", day)
				}
			}
			if b.needs&generate.Pending == 0 {
				compareEveryDay(t, c)
			}
		})
	}
}
