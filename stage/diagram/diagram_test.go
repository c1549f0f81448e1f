package diagram_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/stage"
	"github.com/headway-go/headway/stage/diagram"
)

const open = `
	+0 person: ann, side: buyer, roles: [user, economic_buyer]
	+0 evidence: pain, form: statement, from: ann
	+0 evidence: economic_buyer, form: statement, from: ann
	+0 next_step: try it, due: +5, owner: buyer, id: try
	+2 milestone: trial_started`

// drawn gives the Mermaid text of a small deal on a day.
func drawn(t *testing.T, facts string, day int) string {
	t.Helper()
	p, ok := stage.Builtin().Process("smb", "")
	require.True(t, ok)
	return diagram.At(look(p, story.Tell("segment: smb", facts), story.Day(day))).Mermaid()
}

func TestADealIsDrawnWhereItStands(t *testing.T) {
	for _, c := range []struct {
		name       string
		facts      string
		day        int
		has, lacks []string
	}{
		{"a stage that is earned, and the gate before it", open, 3,
			[]string{`s_discover("Discover<br/>earned")`, `s_trial("Trial<br/>the deal stands here, since 2026#45;01#45;07")`, "==>|", "closed, 2 requirements missing",
				"• unknown#58; buyer told us what they will go by<br/>", "• unmet#58; buyer told us that the trial did what they need<br/>"},
			[]string{"claimed"}},
		{"met and unknown on one gate", open, 1, []string{"closed, 1 requirement missing<br/>• met#58; buyer told us about the problem", "class s_discover here"}, []string{"class s_trial here"}},
		{"a claim ahead", open + "\n+3 stage: decide", 3, []string{`s_decide("Decide<br/>claimed by the CRM, since 2026#45;01#45;08")`, "2 demands ahead of what was earned"}, nil},
		{"a claim of the stage it stands at", open + "\n+3 stage: trial", 3, []string{`01#45;07<br/>claimed by the CRM`}, []string{"ahead of"}},
		{"won, borne out", open + "\n+4 milestone: order_placed\n+4 stage: won", 5,
			[]string{`s_won(["Won<br/>the deal stands here<br/>claimed by the CRM, since 2026#45;01#45;09"])`, "at the end Won"}, []string{"before this gate", "not borne out"}},
		{"won on the CRM's word alone", open + "\n+4 stage: won", 5,
			[]string{`s_won(["Won<br/>claimed by the CRM, since 2026#45;01#45;09, not borne out"])`, "before this gate"}, []string{"at the end"}},
		{"lost", open + "\n+4 stage: lost", 5, []string{`s_lost{{"Lost<br/>the deal stands here<br/>claimed by the CRM`, `s_trial("Trial<br/>earned")`}, []string{"before this gate"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := drawn(t, c.facts, c.day)
			for _, s := range c.has {
				require.Contains(t, got, s)
			}
			for _, s := range c.lacks {
				require.NotContains(t, got, s)
			}
		})
	}
}

func TestADealThatHasEarnedNothingStandsAtTheStart(t *testing.T) {
	p, _ := everything(t, "small")
	got := diagram.At(look(p, story.Tell("segment: small", "+0 activity: mail"), story.Day(1))).Mermaid()
	require.Contains(t, got, `s_none(("start<br/>the deal stands here#58; nothing earned yet"))`)
	require.Contains(t, got, `s_none -->|"the deal stands before this gate#58; closed, 1 requirement missing<br/>• unmet#58; user known"| s_talk`)
	require.Contains(t, got, "earned nothing yet")
}

func TestAnOpenGateSaysSo(t *testing.T) {
	// A gate between stages is crossed on the day on which it opens. That of a won
	// end stays open until the CRM says won.
	got := drawn(t, open+`
		+3 evidence: decision_criteria, form: statement, from: ann
		+3 milestone: trial_confirmed
		+3 activity: talk, with: [ann], reached: true
		+3 evidence: decision_process, form: statement, from: ann
		+4 milestone: order_placed`, 5)
	require.Contains(t, got, "the deal stands before this gate#58; open<br/>• met#58; the person who decides")
	require.Contains(t, got, "• unknown#58; buyer told us what else they could do #40;optional#41;")
}

func TestADiagramOutlivesItsPosition(t *testing.T) {
	p, _ := stage.Builtin().Process("smb", "")
	rec := story.Tell("segment: smb", open)
	w := look(p, rec, story.Day(1))
	d := diagram.At(w)
	before := d.Mermaid() + d.DOT() + d.SVG()
	w.Look(rec.AsOf(story.Day(9)), story.Day(9))
	require.NotEqual(t, before, diagram.At(w).Mermaid()+diagram.At(w).DOT()+diagram.At(w).SVG())
	require.Equal(t, before, d.Mermaid()+d.DOT()+d.SVG())
}

// TestColourIsNeverAlone: what a colour says is also said by a word, in the
// place where the colour is.
func TestColourIsNeverAlone(t *testing.T) {
	p, rec := everything(t, "large")
	svg := diagram.At(look(p, rec, deal.DayOf(2026, 1, 25))).SVG()
	for _, word := range []string{">earned<", ">the deal stands here, since 2026-01-10<", ">claimed by the CRM, since 2026-01-25<", ">met<", ">unmet<", ">unknown<", ">holds<", ">optional<", "thick arrow: a gate that the deal has crossed"} {
		require.Contains(t, svg, word)
	}
	require.Equal(t, strings.Count(svg, `fill="#1a7f37">met<`), strings.Count(svg, ">met<"))
}
