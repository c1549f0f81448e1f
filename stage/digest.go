package stage

import (
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// Digest is the checksum of what the definition says, for all of its segments and
// down to its titles and its version, and of the framework that it uses. Comments,
// spacing, quotes, the order of keys and the names of files have no part in it.
func (p *Process) Digest() deal.Digest { return p.digest }

// Digest is the checksum of all processes and frameworks in the playbook's own
// files, whichever files they stand in. Scenarios and deals beside them have no
// part in it, nor has a process that comes with headway and is not among them.
func (b *Playbook) Digest() deal.Digest { return b.digest }

// digestOf gives the digest of a process. Whether a word that is compared with an
// attribute names another one or stands for itself is a matter of quotes, and
// known once it is compiled.
func digestOf(d *definition, f *qualify.Framework, compiled []*compiler) deal.Digest {
	var names map[ydoc.Value]bool
	for _, c := range compiled {
		for _, v := range c.namedAttributes {
			if names == nil {
				names = map[ydoc.Value]bool{}
			}
			names[v] = true
		}
	}
	framework := f.Digest()
	return sha256.Sum256(append(d.whole.AppendCanonical(nil, names), framework[:]...))
}

// digestOfAll gives the digest of a playbook: that of a list of what it holds, by
// kind and id.
func (b *Playbook) digestOfAll() deal.Digest {
	var lines []string
	for _, f := range b.frameworks {
		lines = append(lines, "framework "+f.ID()+" "+f.Digest().String()+"\n")
	}
	for p := range b.Processes() {
		lines = append(lines, "process "+p.ID()+" "+p.Digest().String()+"\n")
	}
	slices.Sort(lines)
	return sha256.Sum256([]byte(strings.Join(lines, "")))
}
