package ydoc

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/diag"
)

// Shape is the table of keys of one kind of object of the language. The same
// table drives reading, the check for unknown and missing keys, the hints, and
// the JSON Schema.
type Shape struct {
	Name  string // what a person calls it, with its article: "a process"
	Keys  []Key
	OneOf []string // keys of which it needs one at least; nil: of none
}

// Key is one key of a Shape.
type Key struct {
	Name  string
	Need  Need
	Type  Type
	About string // what it says, for whoever writes it: meaning, unit, default
}

// Needs is a key that must be given.
func Needs(name string, t Type, about string) Key { return Key{name, Required, t, about} }

// May is a key that may be left out.
func May(name string, t Type, about string) Key { return Key{name, Optional, t, about} }

// Need says whether a key may or must be given.
type Need uint8

const (
	Optional Need = iota // it may be left out or left empty
	Required
	Filled // it may be left out, and left empty it is a mistake
)

// Names gives the names of the keys.
func (s *Shape) Names() []string {
	var out []string
	for _, k := range s.Keys {
		out = append(out, k.Name)
	}
	return out
}

// Object is a mapping read as a Shape.
type Object struct {
	Value
	shape  *Shape
	values []Value // by index of the key in the shape
}

// Object reads v as an object of the given shape. Unknown keys and missing ones
// are reported here and do not keep the rest from being read; false means that v
// is no mapping.
func (v Value) Object(s *Shape) (*Object, bool) {
	if v.Kind() != Mapping {
		switch v.Kind() {
		case Null:
			v.Report(diag.YAMLNull, "nothing stands here; wanted: "+s.Name, "its keys are "+strings.Join(s.Names(), ", "))
		case Scalar, List:
			v.Report(diag.YAMLKind, v.kindWords()+" stands here; wanted: "+s.Name+", as keys with values", "its keys are "+strings.Join(s.Names(), ", "))
		}
		return nil, false
	}
	o := &Object{Value: v, shape: s, values: make([]Value, len(s.Keys))}
	for key, value := range v.Entries() {
		name := key.n.Value
		i := slices.IndexFunc(s.Keys, func(k Key) bool { return k.Name == name })
		switch {
		case i < 0 && value.n.Kind == 0: // a word alone in braces, said by the checker
		case i < 0:
			hint := DidYouMean(name, s.Names())
			if hint == "" {
				hint = "the keys of " + s.Name + " are " + strings.Join(s.Names(), ", ")
			}
			key.Report(diag.YAMLUnknownKey, fmt.Sprintf("%s has no key %q", s.Name, name), hint)
		default:
			o.values[i] = value
		}
	}
	for i, k := range s.Keys {
		if k.Need == Required && o.values[i].n == nil {
			v.Report(diag.YAMLMissingKey, fmt.Sprintf("%s needs the key %q", s.Name, k.Name), "add "+k.Name+": …")
		}
	}
	return o, true
}

func (v Value) kindWords() string {
	if v.Kind() == List {
		return "a list"
	}
	return "a single value"
}

// Get gives the value of a key of the shape; the zero Value when it is absent.
// An optional key that is there without a value is as good as absent; any other
// is reported when it is read.
func (o *Object) Get(key string) Value {
	for i, k := range o.shape.Keys {
		if k.Name == key {
			if k.Need == Optional && o.values[i].Kind() == Null {
				return Value{}
			}
			return o.values[i]
		}
	}
	panic("ydoc: " + o.shape.Name + " has no key " + key + " in its table")
}

// FirstKey gives the first key of a mapping, as text and as a value with a
// place; false when v is no mapping or an empty one.
func (v Value) FirstKey() (Value, bool) {
	for key := range v.Entries() {
		return key, true
	}
	return Value{}, false
}

// Has reports whether a mapping has the key.
func (v Value) Has(key string) bool {
	if v.Kind() != Mapping {
		return false
	}
	for k := range v.Entries() {
		if k.n.Value == key {
			return true
		}
	}
	return false
}
