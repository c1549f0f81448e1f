package stage_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/story"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// towers writes shared requirements that use each other twice, level upon level.
func towers(levels int, group string) string {
	var b strings.Builder
	b.WriteString("process: p\ntitle: P\nframework: meddic\nmilestones: [")
	for i := range levels {
		fmt.Fprintf(&b, "{id: m%d, title: M}, ", i)
	}
	b.WriteString("{id: last, title: L}]\nrequirements:\n  r0: {milestone: last}\n")
	for i := range levels {
		fmt.Fprintf(&b, "  r%d: {id: x%d, %s}\n", i+1, i+1, fmt.Sprintf(group, i, i))
	}
	fmt.Fprintf(&b, "stages: [{id: one, title: O, exit: [{use: r%d}]}]\n", levels)
	return b.String()
}

func load(source string) (*stage.Playbook, error) {
	return stage.Load(fstest.MapFS{"p.yaml": {Data: []byte(source)}})
}

func TestUsesThatDoubleEachOtherAreRefusedInTime(t *testing.T) {
	begun := time.Now()
	_, err := load(towers(40, "all: [{use: r%d}, {use: r%d}]"))
	require.ErrorContains(t, err, string(diag.OutOfRange))
	require.Less(t, time.Since(begun), 5*time.Second)
}

func TestGroupsWithinGroupsAreJudgedInTime(t *testing.T) {
	book, err := load(towers(60, "some_of: {count: 2, of: [{milestone: m%d}, {use: r%d}]}"))
	require.NoError(t, err)
	begun := time.Now()
	card, err := score.Evaluate(book, story.Tell("", "+0 milestone: m3"), story.Day(3))
	require.NoError(t, err)
	require.Equal(t, 60, card.Remaining())
	require.Less(t, time.Since(begun), 5*time.Second)
}

func TestMoreStagesThanThereCanBeAreOneMistake(t *testing.T) {
	var b strings.Builder
	b.WriteString("process: p\ntitle: P\nframework: meddic\nrequirements: {r: {reached: s50}}\nstages:\n")
	for i := range 70 {
		fmt.Fprintf(&b, "  - {id: s%d, title: S, exit: [{reached: s0}]}\n", i)
	}
	_, err := load(b.String())
	require.ErrorContains(t, err, string(diag.OutOfRange))
	require.NotContains(t, err.Error(), string(diag.UnknownStage))
}

func TestOnNoDayNothingHasBegun(t *testing.T) {
	book, err := load("process: p\ntitle: P\nframework: meddic\nstages: [{id: one, title: O, exit: [{day: today, after: entered, at_least: 3d}]}]\n")
	require.NoError(t, err)
	rec := story.Tell("", "")
	p, err := book.For(rec.AsOf(rec.Last()))
	require.NoError(t, err)
	var pos stage.Position
	pos.Bind(p, rec)
	pos.Look(rec.AsOf(rec.Last()), rec.Last())
	require.True(t, pos.Stage().IsZero())
	pos.Look(rec.AsOf(story.Day(9)), story.Day(9))
	require.Equal(t, "one", pos.Stage().ID())
}
