package generate

import (
	"math/rand/v2"

	"github.com/headway-go/headway/qualify/deal"
)

// Case is a playbook of one process, and a deal.
type Case struct {
	Framework Framework
	Process   Process
	Header    deal.Header
	Facts     []deal.Fact // in the order noted
}

// Only says what a case is not to have. The zero Only leaves nothing out.
type Only struct {
	NoNone     bool // no requirement or condition of the kind none
	NoWhen     bool // no requirement that is switched by a condition
	NoHorizon  bool // no next step that has to be near
	Standard   bool // no ladder but the standard one
	NoRefusals bool // no evidence against an element, and nothing undone
	Without    Part
	Ahead      bool // what the engine does not have yet is not left out
}

// New makes a case.
func New(r *rand.Rand, only Only) *Case {
	s := source{r, only.parts()}
	c := &Case{Framework: s.framework(only)}
	c.Process = s.process(&c.Framework, only)
	c.Header = deal.Header{ID: "acme"}
	if c.Process.Segments != nil {
		c.Header.Segment = pick(s, c.Process.Segments...)
	} else if s.chance(30) {
		c.Header.Segment = c.Process.ID
	}
	if c.Process.Applies != nil && s.chance(30) {
		c.Header.Process = c.Process.ID
	}
	if s.chance(40) {
		c.Header.Owner = pick(s, people[3], "nobody")
	}
	c.Facts = newWriter(s, c, only).facts()
	s.words(c)
	return c
}

// Seeded is New from a seed.
func Seeded(seed uint64, only Only) *Case { return New(Rand(seed), only) }

// Rand gives the source of random numbers of a seed.
func Rand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x68656164)) }

// More makes facts about the deal of the case beyond those that it has, in the
// order noted and of all kinds.
func (c *Case) More(r *rand.Rand, only Only, n int) []deal.Fact {
	w := newWriter(source{r, only.parts()}, c, only)
	out := make([]deal.Fact, n)
	for i := range out {
		out[i] = w.any()
	}
	SortNoted(out)
	return out
}

// Files gives the definitions of the case by the name of their file.
func (c *Case) Files() map[string]string {
	return map[string]string{
		"framework.yaml": c.Framework.YAML(),
		"process.yaml":   c.Process.YAML(),
	}
}

// Record puts the facts of the case, or others in their place, on record. The
// error is that of the first fact that the record refuses.
func (c *Case) Record(facts []deal.Fact) (*deal.Record, error) {
	rec := deal.New(c.Header)
	for _, f := range facts {
		if err := rec.Append(f); err != nil {
			return nil, err
		}
	}
	return rec, nil
}
