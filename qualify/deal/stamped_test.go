package deal_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
)

func TestAFactWithAnotherStampIsOtherwiseTheSame(t *testing.T) {
	was := deal.Stamp{On: deal.DayOf(2026, time.January, 5), Ref: "call 7"}
	is := deal.Stamp{On: deal.DayOf(2026, time.January, 3), Noted: deal.DayOf(2026, time.January, 6)}
	facts := []deal.Fact{
		deal.Evidence{Stamp: was, Element: "pain", Form: deal.Act, From: "ann", Level: "stated", Refutes: true},
		deal.Milestone{Stamp: was, Milestone: "signed", By: "ann", Void: true},
		deal.Activity{Stamp: was, Activity: "call", With: []string{"ann"}, Reached: true, Inbound: true},
		deal.Stage{Stamp: was, Stage: "lost", Reason: []string{"price"}},
		deal.CloseDate{Stamp: was, Day: is.On},
		deal.NextStep{Stamp: was, Step: "figures", Due: is.On, Owner: "ann", ID: "s1"},
		deal.StepDone{Stamp: was, Step: "s1", Missed: true},
		deal.Person{Stamp: was, Person: "ann", Side: deal.Buyer, Roles: []string{"champion"}, Gone: deal.Yes},
		deal.Set{Stamp: was, Values: []deal.Setting{{Attribute: "amount", Value: deal.Number(1)}}},
		deal.Approval{Stamp: was, Approval: "go", By: "ann", Rejected: true},
		deal.Waive{Stamp: was, Requirement: "go", By: "ann", Why: "in a hurry", Until: is.On},
		deal.Pause{Stamp: was, Until: is.On, Why: "holidays", By: "ann"},
	}
	kinds := map[string]bool{}
	for _, f := range facts {
		got := deal.Stamped(f, is)
		require.Equal(t, is, got.When())
		require.Equal(t, was, reflect.ValueOf(f).FieldByName("Stamp").Interface(), "the fact itself stays")
		require.Equal(t, f, deal.Stamped(got, was))
		kinds[f.Kind()] = true
	}
	require.Len(t, kinds, 12, "every kind of fact")
	require.Panics(t, func() { deal.Stamped(nil, is) })
	require.Panics(t, func() { deal.Stamped(&deal.Pause{}, is) })
}
