package stage

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
)

func TestQuestionsThatDifferInAnythingHaveDifferentContents(t *testing.T) {
	within, err := deal.ParseDuration("3d")
	require.NoError(t, err)
	different := []question{
		{}, {kind: Element}, {element: 1}, {rank: 1}, {roles: 1}, {forms: 1}, {people: 1}, {within: within}, {since: 1}, {milestone: 1},
		{approval: 1}, {every: true}, {inOrder: true}, {order: []uint64{1}}, {day: ref{kind: todayRef}}, {before: ref{kind: todayRef}},
		{after: ref{kind: todayRef}}, {atLeast: within}, {atMost: within}, {percent: 1}, {owner: "both"}, {attribute: 1}, {tests: []test{{op: "is"}}},
		{place: 1}, {node: 1}, {constant: Met}, {segments: "s"}, {standing: true},
	}
	require.Len(t, different, reflect.TypeFor[question]().NumField()+1, "one for each field, and one for none")
	different = append(different, question{day: ref{of: 1}}, question{order: []uint64{1, 2}}, question{tests: []test{{op: "is", values: []operand{{attribute: 1}}}}},
		question{tests: []test{{op: "is", values: []operand{{value: scalar{number: 1}}}}}}, question{tests: []test{{op: "is", values: []operand{{value: scalar{text: "a"}}}}}})
	seen := map[string]int{}
	for i := range different {
		text := different[i].content()
		other, ok := seen[text]
		require.False(t, ok, "%+v and %+v", different[i], different[other])
		seen[text] = i
	}
	week, err := deal.ParseDuration("1w")
	require.NoError(t, err)
	days, err := deal.ParseDuration("7d")
	require.NoError(t, err)
	require.Equal(t, (&question{within: week}).content(), (&question{within: days}).content(), "a week is seven days")
}
