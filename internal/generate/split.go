package generate

import "fmt"

// Split is a value for each of some segments, in the place of one for all. The
// nil Split is no such thing.
type Split[T any] []For[T]

// For is the value for one segment, or for all others.
type For[T any] struct {
	Segment string // Others is all that are not written down
	Value   T
}

// Others stands for the segments that a split does not name.
const Others = "others"

// Of gives the value for a segment, and whether there is one. A deal without a
// segment is one of the others.
func (s Split[T]) Of(segment string) (T, bool) {
	for _, f := range s {
		if f.Segment == segment && segment != "" {
			return f.Value, true
		}
	}
	for _, f := range s {
		if f.Segment == Others {
			return f.Value, true
		}
	}
	var none T
	return none, false
}

// text writes a value, or the split in its place when there is one. The zero
// value is nothing to write.
func text[T comparable](one T, split Split[T]) string {
	var zero T
	if split == nil {
		if one == zero {
			return ""
		}
		return fmt.Sprint(one)
	}
	var entries []string
	for _, f := range split {
		entries = append(entries, fmt.Sprintf("%s: %v", f.Segment, f.Value))
	}
	return mapping(entries)
}

// split gives some of the segments values of their own, sometimes.
func split[T any](s source, p *Process, value func() T) Split[T] {
	if !s.has(PerSegment) || !s.chance(8) {
		return nil
	}
	segments := p.Segments
	if segments == nil {
		segments = []string{p.ID}
	}
	var out Split[T]
	for _, segment := range segments {
		if s.chance(65) {
			out = append(out, For[T]{segment, value()})
		}
	}
	if out == nil || s.chance(45) {
		out = append(out, For[T]{Others, value()})
	}
	return out
}
