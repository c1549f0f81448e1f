package qualify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/qualify"
)

func TestTheOrderOfKeysChangesNothingAboutAFramework(t *testing.T) {
	read := func(levels string) *qualify.Framework {
		f, err := qualify.Decode("f.yaml", strings.NewReader("framework: f\ntitle: F\nelements:\n  - {id: pain, title: Pain, levels: {"+levels+"}}\n"))
		require.NoError(t, err)
		return f
	}
	weak, strong := "stated: [{role: user}]", "committed: [{role: sponsor}]"
	one, other := read(weak+", "+strong), read(strong+", "+weak)
	require.Equal(t, one.Digest(), other.Digest())
	require.Equal(t, []string{"user", "sponsor"}, one.Roles())
	require.Equal(t, one.Roles(), other.Roles())
	require.NotEqual(t, one.Digest(), read(weak).Digest())
}
