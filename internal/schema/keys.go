package schema

import (
	"iter"

	"github.com/headway-go/headway/internal/ydoc"
)

// Keys gives every key of the language with the object that it is a key of, each
// object once.
func Keys() iter.Seq2[ydoc.Key, *ydoc.Shape] {
	return func(yield func(ydoc.Key, *ydoc.Shape) bool) {
		seen := map[ydoc.Type]bool{}
		for _, f := range files() {
			if !keysBelow(f.shape, seen, yield) {
				return
			}
		}
	}
}

func keysBelow(t ydoc.Type, seen map[ydoc.Type]bool, yield func(ydoc.Key, *ydoc.Shape) bool) bool {
	switch t := t.(type) {
	case *ydoc.Shape:
		if seen[t] {
			return true
		}
		seen[t] = true
		for _, k := range t.Keys {
			if !yield(k, t) || !keysBelow(k.Type, seen, yield) {
				return false
			}
		}
	case *ydoc.Choice:
		if seen[t] {
			return true
		}
		seen[t] = true
		for _, s := range t.Shapes {
			if !keysBelow(s, seen, yield) {
				return false
			}
		}
	case ydoc.ListOf:
		return keysBelow(t.Item, seen, yield)
	case ydoc.MapOf:
		return keysBelow(t.Value, seen, yield)
	case ydoc.Either:
		for _, a := range t {
			if !keysBelow(a, seen, yield) {
				return false
			}
		}
	}
	return true
}
