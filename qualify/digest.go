package qualify

import (
	"crypto/sha256"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
)

// Digest is the checksum of what the definition says, down to its titles and its
// version. Comments, spacing, quotes, the order of keys and the name of the file
// have no part in it.
func (f *Framework) Digest() deal.Digest { return f.digest }

func digestOf(v ydoc.Value) deal.Digest { return sha256.Sum256(v.AppendCanonical(nil, nil)) }
