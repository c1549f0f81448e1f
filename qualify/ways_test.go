package qualify_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify"
)

func TestTheWaysToALevelAreThoseThatWereDefined(t *testing.T) {
	f, ok := qualify.Builtin("meddpicc")
	require.True(t, ok)
	ways := func(element, level string) (out []string) {
		e, ok := f.Element(element)
		require.True(t, ok)
		l, ok := f.Level(level)
		require.True(t, ok)
		for w := range e.Ways(l) {
			out = append(out, fmt.Sprintf("%v %v %v %d", w.Forms, w.Side, w.Roles, w.People))
		}
		return out
	}
	require.Equal(t, []string{"[]  [] 1"}, ways("metrics", "asserted"))
	require.Equal(t, []string{"[document act] buyer [] 1", "[statement] buyer [] 2"}, ways("metrics", "corroborated"))
	require.Equal(t, []string{"[act] buyer [] 1"}, ways("metrics", "committed"))
	require.Equal(t, []string{"[statement document act] buyer [economic_buyer] 1"}, ways("economic_buyer", "corroborated"))
	e, _ := f.Element("metrics")
	for range e.Ways(qualify.Level{}) {
		require.Fail(t, "unknown needs no proof")
	}
	require.Same(t, f, e.Framework())
}
