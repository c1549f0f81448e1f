package score_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

func TestARowNamesTheStageThatTheProcessDoesNotHave(t *testing.T) {
	for _, c := range []struct{ name, facts, claimed, misnamed string }{
		{"none", `{stage: trial, on: 2026-01-05}`, "trial", ""},
		{"the only claim", `{stage: zebra, on: 2026-01-05}`, "none", "zebra"},
		{"the latest claim", `{stage: trial, on: 2026-01-05}, {stage: decidee, on: 2026-01-06}`, "trial", "decidee"},
		{"the latest of two", `{stage: zebra, on: 2026-01-05}, {stage: lion, on: 2026-01-06}`, "none", "lion"},
		{"later on one day", `{stage: trial, on: 2026-01-05}, {stage: zebra, on: 2026-01-05}`, "trial", "zebra"},
		{"earlier on one day", `{stage: zebra, on: 2026-01-05}, {stage: trial, on: 2026-01-05}`, "trial", ""},
		{"set right", `{stage: zebra, on: 2026-01-05}, {stage: trial, on: 2026-01-06}`, "trial", ""},
		{"earlier and noted late", `{stage: trial, on: 2026-01-06}, {stage: zebra, on: 2026-01-05, noted: 2026-01-07}`, "trial", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec, err := deal.Decode("d.yaml", strings.NewReader("deal: D\nprocess: smb\nfacts: ["+c.facts+"]\n"))
			require.NoError(t, err)
			p, err := score.Compare(stage.Builtin(), rec, deal.DayOf(2026, 1, 1), deal.DayOf(2026, 1, 9))
			require.NoError(t, err)
			row := score.RowOf(p)
			require.Equal(t, c.claimed, row.Claimed.String())
			require.Equal(t, c.misnamed, row.Misnamed)
		})
	}
}
