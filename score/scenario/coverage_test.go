package scenario_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/score/scenario"
)

// seen writes a coverage down shortly: requirements with + for met and - for
// not met (? for not known alone), ways that were gone, levels that were stood
// at.
func seen(c *scenario.Coverage) (asked, ways, levels string) {
	var a, w, l []string
	for p := range c.Processes() {
		for x := range p.Asked() {
			s := x.Requirement.ID()
			if x.Met() {
				s += "+"
			}
			switch {
			case x.OnlyUnknown():
				s += "?"
			case x.NotMet():
				s += "-"
			}
			a = append(a, s)
		}
		for x := range p.Ways() {
			if x.Gone {
				w = append(w, x.Edge.From().ID()+">"+x.Edge.To().ID())
			}
		}
		for x := range p.Levels() {
			if x.Seen {
				l = append(l, x.Element.ID()+" "+x.Level.ID())
			}
		}
	}
	return strings.Join(a, " "), strings.Join(w, " "), strings.Join(l, ", ")
}

// story gives a scenario on the story that the good ones are built on.
func story(facts, expect string) string {
	return fmt.Sprintf("scenario: s\ngiven: good/story.yaml\nfacts: [%s]\nexpect: [%s]\n", facts, expect)
}

// alone gives the coverage of one scenario, with no other that expects anything.
func alone(t *testing.T, src string) *scenario.Coverage {
	t.Helper()
	fsys := files(t, "playbook good", src)
	base := fsys["good/story.yaml"]
	head, _, _ := strings.Cut(string(base.Data), "expect:")
	base.Data = []byte(head + "expect: []\n")
	for _, name := range []string{"good/order.yaml", "good/later.yaml", "good/fixture.yaml"} {
		delete(fsys, name)
	}
	if !strings.Contains(src, "given:") {
		delete(fsys, "good/story.yaml")
	}
	return load(t, fsys).Run().Coverage()
}

func TestCoverageIsWhatAnExpectationLooksAt(t *testing.T) {
	asked, ways, levels := seen(alone(t, story("", "{at: +1d, gate: closed}")))
	require.Equal(t, "talked+ pain-stated+ step- visited- champion-stated? tested- pain-corroborated- known-finance- finance no_objection+ ordered-", asked)
	require.Equal(t, "none>talk", ways, "what happened later was not looked at")
	require.Equal(t, "pain stated", levels)

	asked, ways, levels = seen(alone(t, story("", "{between: [+0d, +5d], lost: []}")))
	require.Equal(t, "talked+- pain-stated+? step+- visited- champion-stated+? tested- pain-corroborated- known-finance- finance no_objection+ ordered-", asked, "both ends are looked at")
	require.Equal(t, "none>talk talk>test", ways)
	require.Equal(t, "pain stated, champion stated", levels, "just that level: champion was never seen as asserted")
}

func TestAWayIntoAWonEndIsGoneWhenTheDealStandsThere(t *testing.T) {
	_, ways, _ := seen(alone(t, story("{stage: won, on: +6d}", "{at: +6d, claimed: won}")))
	require.Equal(t, "none>talk talk>test", ways, "called won is not won")
	_, ways, _ = seen(alone(t, story("{stage: won, on: +6d}, {milestone: ordered, on: +7d}", "{at: +7d, claimed: won}")))
	require.Equal(t, "none>talk talk>test test>won", ways)
}

func TestSegmentsOfOneProcessAreOne(t *testing.T) {
	c := alone(t, "scenario: s\nsegment: west\nfacts: []\nexpect: [{at: +1d, gate: closed}]\n")
	require.Len(t, slices.Collect(c.Processes()), 1)
	asked, _, _ := seen(c)
	require.Contains(t, asked, "talked-")
	c = alone(t, "scenario: s\nprocess: sale\nfacts: []\nexpect: [{at: +1d, gate: closed}]\n")
	asked, _, _ = seen(c)
	require.Contains(t, asked, "talked-")
}

func TestWhatComesWithHeadwayIsNotCovered(t *testing.T) {
	c := alone(t, "scenario: s\nprocess: smb\nfacts: []\nexpect: [{at: +1d, gate: closed}]\n")
	n, of := c.Share()
	require.Zero(t, n)
	require.Positive(t, of)
}

func TestTheShareIsOfAllThatThereIs(t *testing.T) {
	c := alone(t, story("", "{at: +1d, gate: closed}"))
	n, of := c.Share()
	// Eleven requirements count twice; five ways; pain to corroborated, champion to stated.
	require.Equal(t, 2*11+5+5, of)
	require.Equal(t, 10+1+1, n)
	require.True(t, c.AtLeast(37))
	require.False(t, c.AtLeast(38), "12 of 32 are 37.5 %")
}
