package stage

import (
	"fmt"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/diag"
)

// segmented is a value that may be written once, or for each segment. The zero
// segmented is one that was not written.
type segmented[T any] struct {
	cases []segmentCase[T]
}

type segmentCase[T any] struct {
	segment word // empty for a value that is the same for all
	value   T
	at      ydoc.Value
}

// others is the segment, in a value per segment, of all that are not named.
const others = "others"

// readSegmented reads a value, or a mapping of segments to values.
func readSegmented[T any](v ydoc.Value, read func(ydoc.Value) (T, bool)) segmented[T] {
	var out segmented[T]
	if v.Kind() == ydoc.Absent {
		return out
	}
	if v.Kind() != ydoc.Mapping {
		value, _ := read(v)
		return segmented[T]{[]segmentCase[T]{{value: value, at: v}}}
	}
	for key, item := range v.Entries() {
		value, _ := read(item)
		out.cases = append(out.cases, segmentCase[T]{readWord(key), value, item})
	}
	if v.Len() == 0 {
		v.Report(diag.EmptyList, "no segment is named", "write one value, or as in {smb: 5000, others: 10000}")
	}
	return out
}

// given reports whether anything was written.
func (s segmented[T]) given() bool { return len(s.cases) > 0 }

// pick gives the value for the segment that is compiled for, the zero value when
// nothing was written. there is false when segments were written and this one
// is left out: then what the value belongs to does not exist.
func pick[T any](c *compiler, s segmented[T]) (value T, there bool) {
	value, _, there = pickAt(c, s)
	return value, there
}

// pickAt is pick with the place where the value is written.
func pickAt[T any](c *compiler, s segmented[T]) (value T, at ydoc.Value, there bool) {
	there = !s.given()
	for _, x := range s.cases {
		switch {
		case x.segment.at.Kind() == ydoc.Absent, x.segment.text == c.p.segment && c.p.segment != "":
			return x.value, x.at, true
		case x.segment.text == others:
			value, at, there = x.value, x.at, true
		}
	}
	return value, at, there
}

// knowsSegments reports segments of a value that the process is not for.
func knowsSegments[T any](c *compiler, s segmented[T]) {
	for _, x := range s.cases {
		if x.segment.text != "" && x.segment.text != others {
			c.knowsSegment(x.segment)
		}
	}
}

// knowsSegment reports a segment that the process is not for.
func (c *compiler) knowsSegment(w word) bool {
	for _, s := range c.p.segments {
		if s == w.text {
			return true
		}
	}
	w.at.Report(diag.UnknownSegment, fmt.Sprintf("no segment %q in process %s", w.text, c.d.id), ydoc.OneOf(w.text, c.p.segments))
	return false
}
