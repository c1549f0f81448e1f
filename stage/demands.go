package stage

import "math/bits"

// demandSet is a set of demands, by their index among the leaves of a process.
type demandSet [MaxDemands / 64]uint64

func (s *demandSet) add(i int32)      { s[i>>6] |= 1 << (i & 63) }
func (s *demandSet) has(i int32) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s *demandSet) put(i int32, in bool) {
	if in {
		s.add(i)
	} else {
		s[i>>6] &^= 1 << (i & 63)
	}
}

func (s *demandSet) union(t *demandSet) {
	for i := range s {
		s[i] |= t[i]
	}
}

func (s *demandSet) len() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}
