package schema

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/headway-go/headway/internal/ydoc"
)

// Case is a small document in which one key has a value, made of the tables.
type Case struct {
	Kind   string // of file: its first key
	Path   string // where the key stands: "a process/stages/a stage/id"
	Source string
	Line   int // of the key
	Good   bool
	Slip   bool // it is wrong and JSON Schema cannot tell
}

// Cases gives, for every key of every object at one of the places where it can
// stand, documents with each kind of value that the table allows there, and with
// values that it does not.
func Cases() iter.Seq[Case] {
	return func(yield func(Case) bool) {
		for _, f := range files() {
			w := walk{kind: f.kind, seen: map[place]bool{}, yield: yield}
			w.root(f.shape)
			w.object(f.shape, nil, f.shape.Name, func(object string) string { return object })
			if w.stopped {
				return
			}
		}
	}
}

// walk goes through the objects of one kind of file, each once.
type walk struct {
	kind    string
	seen    map[place]bool
	yield   func(Case) bool
	stopped bool
}

// mark stands in a document before the key that the case is about.
const mark = "§"

func (w *walk) emit(path, marked string, good, slip bool) {
	if w.stopped {
		return
	}
	before, _, _ := strings.Cut(marked, mark)
	w.stopped = !w.yield(Case{
		Kind: w.kind, Path: path, Source: strings.Replace(marked, mark, "", 1) + "\n",
		Line: 1 + strings.Count(before, "\n"), Good: good, Slip: slip,
	})
}

// root makes the cases of the object that a file is.
func (w *walk) root(s *ydoc.Shape) {
	least := entries(s, nil, "")
	w.emit(s.Name, mark+inline(least), true, false)
	w.emit(s.Name, mark+inline(append(slices.Clone(least), entry{"zebra", "1"})), false, false)
	for i, e := range least[1:] {
		w.emit(s.Name+" without "+e.key, mark+inline(slices.Delete(slices.Clone(least), i+1, i+2)), false, false)
	}
}

// object makes the cases of each key of an object, and goes on to what stands
// below; document makes a whole document of the object's text.
func (w *walk) object(s *ydoc.Shape, members *ydoc.Choice, path string, document func(object string) string) {
	here := place{thing: s}
	if hasMembers(s) {
		here.members = members
	}
	if w.seen[here] {
		return
	}
	w.seen[here] = true
	for _, k := range s.Keys {
		path := path + "/" + k.Name
		with := func(value string) string { return document(lines(entries(s, members, k.Name), k.Name, value)) }
		for _, value := range good(k.Type, members) {
			w.emit(path, with(value), true, false)
		}
		for _, x := range bad(k.Type, members) {
			w.emit(path, with(x.value), false, x.slip)
		}
		others := slices.DeleteFunc(slices.Clone(s.OneOf), func(key string) bool { return key == k.Name })
		empty := entries(s, members, k.Name)
		if len(others) > 0 {
			empty = append(entries(s, members, others[0]), entry{key: k.Name})
		}
		w.emit(path+" left empty", document(lines(empty, k.Name, "null")), k.Need == ydoc.Optional, false)
		w.below(k.Type, members, path, func(value string) string { return strings.Replace(with(value), mark, "", 1) })
	}
}

func inChoice(s *ydoc.Shape, c *ydoc.Choice) bool { return c != nil && slices.Contains(c.Shapes, s) }

// below goes on to the objects that a value of a type holds.
func (w *walk) below(t ydoc.Type, members *ydoc.Choice, path string, document func(value string) string) {
	switch t := t.(type) {
	case *ydoc.Shape:
		w.object(t, members, path+"/"+t.Name, document)
	case *ydoc.Choice:
		for _, s := range t.Shapes {
			w.object(s, membersOf(t), path+"/"+s.Name, document)
		}
	case ydoc.Members:
		w.below(members, members, path, func(object string) string { return document("[" + object + "]") })
	case ydoc.ListOf:
		w.below(t.Item, members, path, func(object string) string { return document("[" + object + "]") })
	case ydoc.MapOf:
		key := least(t.Key, members)
		w.below(t.Value, members, path, func(object string) string { return document("{" + key + ": " + object + "}") })
	case ydoc.Either:
		for _, a := range t {
			w.below(a, members, path, document)
		}
	}
}

// entry is a key with its value.
type entry struct{ key, value string }

// entries are the least keys that an object needs, and one more.
func entries(s *ydoc.Shape, members *ydoc.Choice, more string) []entry {
	var out []entry
	one := len(s.OneOf) == 0 || slices.Contains(s.OneOf, more)
	for _, k := range s.Keys {
		first := !one && k.Name == s.OneOf[0]
		if k.Need == ydoc.Required || k.Name == more || first {
			value := least(k.Type, members)
			switch k.Name {
			case "id":
				value = slug(s.Name) // two of one id would be another mistake
			case "framework":
				value = "our_own" // a built-in one would be read anew for each document
			}
			out = append(out, entry{k.Name, value})
		}
	}
	return out
}

// lines is an object with a key on each line, one of them marked and with a value
// of its own.
func lines(entries []entry, key, value string) string {
	var out []string
	for _, e := range entries {
		if e.key == key {
			e = entry{mark + key, value}
		}
		out = append(out, e.key+": "+e.value)
	}
	return "{\n" + strings.Join(out, ",\n") + "\n}"
}

func inline(entries []entry) string {
	var out []string
	for _, e := range entries {
		out = append(out, e.key+": "+e.value)
	}
	return "{" + strings.Join(out, ", ") + "}"
}

// least gives one value that a type allows, on one line.
func least(t ydoc.Type, members *ydoc.Choice) string {
	switch t := t.(type) {
	case ydoc.ListOf:
		return "[" + strings.Join(slices.Repeat([]string{least(t.Item, members)}, max(t.Least, 1)), ", ") + "]"
	case ydoc.MapOf:
		return "{" + least(t.Key, members) + ": " + least(t.Value, members) + "}"
	case ydoc.Members:
		return "[" + least(members, members) + "]"
	case ydoc.Either:
		return least(t[0], members)
	case *ydoc.Shape:
		return inline(entries(t, members, ""))
	case *ydoc.Choice:
		return least(t.Shapes[0], membersOf(t))
	}
	return good(t, members)[0]
}

// good gives values that a type allows, on a line each.
func good(t ydoc.Type, members *ydoc.Choice) []string {
	switch t := t.(type) {
	case ydoc.Text:
		return []string{"a text", `"12"`, "12", "1.0", `"a: text\nof two lines"`}
	case ydoc.ID:
		return append(slices.Clone(t.Known), "pain", "2b", "a-b_c", "42", `"42"`)
	case ydoc.Name:
		return append(slices.Clone(t.Known), "Jane Ross", "42", "“日本”", strings.Repeat("é", 200))
	case ydoc.Int:
		if t.Max == ydoc.Unbounded {
			return []string{fmt.Sprint(t.Min)} // more depends on what else is written
		}
		return []string{fmt.Sprint(t.Min), fmt.Sprint(t.Max)}
	case ydoc.Bool:
		return []string{"true", "false"}
	case ydoc.Words:
		return t
	case ydoc.Spelled:
		return t.Good
	case ydoc.Single:
		if t.Null {
			return append(slices.Clone(t.Good), "null")
		}
		return t.Good
	case ydoc.ListOf:
		return goodLists(t, members)
	case ydoc.MapOf:
		var out []string
		for _, value := range good(t.Value, members) {
			out = append(out, "{"+least(t.Key, members)+": "+value+"}")
		}
		for _, key := range good(t.Key, members) {
			out = append(out, "{"+key+": "+least(t.Value, members)+"}")
		}
		if t.Least == 0 {
			out = append(out, "{}")
		}
		return out
	case ydoc.Either:
		var out []string
		for _, a := range t {
			out = append(out, good(a, members)...)
		}
		return out
	case ydoc.Members:
		return good(ydoc.ListOf{Item: members, Least: 1}, members)
	case *ydoc.Shape:
		out := []string{least(t, members)}
		for _, key := range t.OneOf[min(1, len(t.OneOf)):] {
			out = append(out, inline(entries(t, members, key)))
		}
		return out
	case *ydoc.Choice:
		var out []string
		for _, s := range t.Shapes {
			out = append(out, least(s, membersOf(t)))
		}
		return out
	}
	panic("schema: a key has no type")
}

func goodLists(t ydoc.ListOf, members *ydoc.Choice) []string {
	items := good(t.Item, members)
	if t.Least > 1 {
		return []string{"[" + strings.Join(slices.Repeat(items[:1], t.Least), ", ") + "]"}
	}
	var out []string
	for _, item := range items {
		out = append(out, "["+item+"]")
	}
	if t.Least == 0 {
		out = append(out, "[]")
	}
	return out
}

// wrong is a value that a type does not allow.
type wrong struct {
	value string
	slip  bool // JSON Schema cannot tell
}

// bad gives values that a type does not allow, on a line each: among them, for a
// single value, a list of a good one and a good one for each segment.
func bad(t ydoc.Type, members *ydoc.Choice) []wrong {
	out := badValues(t, members)
	if k := kinds(t); len(k) == 1 && k[0] == scalar {
		value := least(t, members)
		out = append(out, wrongs("["+value+"]", "{others: "+value+"}")...)
	}
	return out
}

func badValues(t ydoc.Type, members *ydoc.Choice) []wrong {
	switch t := t.(type) {
	case ydoc.Text:
		var out []wrong
		if t.Some {
			out = append(out, wrongs(`""`, `"  "`)...)
		}
		return out
	case ydoc.ID:
		return append(wrongs("Big Deal", "_x", `""`, "-5", "1.5", "é"), wrongs(t.Not...)...)
	case ydoc.Name:
		return append(wrongs(`""`, `"a\tb"`, `"\u0085"`, strings.Repeat("é", 201)), wrongs(t.Not...)...)
	case ydoc.Int:
		out := wrongs(fmt.Sprint(t.Min-1), "3.7", `"5"`, "1_0", "many")
		if t.Max != ydoc.Unbounded {
			out = append(out, wrongs(fmt.Sprint(t.Max+1))...)
		}
		return append(out, wrong{"01", true}, wrong{"1.0", true})
	case ydoc.Bool:
		return append(wrongs("yes", `"true"`, "1"), wrong{"True", true})
	case ydoc.Words:
		return append(wrongs(otherWords(t)...), wrongs(`""`, "5")...)
	case ydoc.Spelled:
		return append(wrongs(t.Bad...), wrongs(`""`, "5")...)
	case ydoc.Single:
		return nil
	case ydoc.ListOf:
		return badLists(t, members)
	case ydoc.MapOf:
		out := wrongs("word", "[word]")
		for _, x := range bad(t.Value, members) {
			out = append(out, wrong{"{" + least(t.Key, members) + ": " + x.value + "}", x.slip})
		}
		if single, ok := t.Value.(ydoc.Single); !ok || !single.Null {
			out = append(out, wrongs("{"+least(t.Key, members)+": null}")...)
		}
		for _, x := range bad(t.Key, members) {
			if looks(x.value) == scalar && x.value != "-5" && x.value != "1.5" {
				out = append(out, wrong{"{" + x.value + ": " + least(t.Value, members) + "}", x.slip})
			}
		}
		if t.Least > 0 {
			out = append(out, wrongs("{}")...)
		}
		return out
	case ydoc.Either:
		return badEither(t, members)
	case ydoc.Members:
		return wrongs("word", "[]", "[word]", "{a: b}", "[{}]", "[{zebra: 1}]")
	case *ydoc.Shape:
		return append(wrongs("word", "[word]"), badObjects(t, members)...)
	case *ydoc.Choice:
		out := wrongs("word", "[word]", "{}", "{zebra: 1}")
		if len(t.Shapes) > 1 {
			both := append(entries(t.Shapes[0], membersOf(t), ""), entries(t.Shapes[1], membersOf(t), "")[0])
			out = append(out, wrongs(inline(both))...)
		}
		for _, s := range t.Shapes {
			out = append(out, badObjects(s, membersOf(t))...)
		}
		return out
	}
	panic("schema: a key has no type")
}

func badLists(t ydoc.ListOf, members *ydoc.Choice) []wrong {
	out := wrongs("word", "{a: b}")
	if t.Least > 0 {
		out = append(out, wrongs("[]")...)
	}
	item := least(t.Item, members)
	if t.Most > 0 {
		out = append(out, wrongs("["+strings.Join(slices.Repeat([]string{item}, t.Most+1), ", ")+"]")...)
	}
	for range t.Least - 1 {
		out = append(out, wrongs("["+item+"]")...)
	}
	for _, x := range append(bad(t.Item, members), wrong{value: "null"}) {
		items := append([]string{x.value}, slices.Repeat([]string{item}, max(t.Least-1, 0))...)
		out = append(out, wrong{"[" + strings.Join(items, ", ") + "]", x.slip})
	}
	return out
}

// badObjects are objects that lack a key, or have one too many. The key that
// tells the objects of a choice apart is left out elsewhere.
func badObjects(s *ydoc.Shape, members *ydoc.Choice) []wrong {
	least := entries(s, members, "")
	out := wrongs(inline(append(slices.Clone(least), entry{"zebra", "1"})))
	for i, e := range least {
		if inChoice(s, members) && e.key == s.Keys[0].Name {
			continue
		}
		out = append(out, wrongs(inline(slices.Delete(slices.Clone(least), i, i+1)))...)
	}
	return out
}

// badEither gives what is bad for one of several types and does not look like
// any other of them.
func badEither(t ydoc.Either, members *ydoc.Choice) []wrong {
	var out []wrong
	for i, a := range t {
		for _, x := range bad(a, members) {
			others := slices.Concat(t[:i], t[i+1:])
			if !slices.ContainsFunc(others, func(b ydoc.Type) bool { return slices.Contains(kinds(b), looks(x.value)) }) {
				out = append(out, x)
			}
		}
	}
	return out
}

// kind is what a value looks like.
type kind uint8

const (
	scalar kind = iota
	sequence
	mapping
)

func looks(value string) kind {
	switch {
	case strings.HasPrefix(value, "["):
		return sequence
	case strings.HasPrefix(value, "{"):
		return mapping
	}
	return scalar
}

// kinds are what the values of a type look like.
func kinds(t ydoc.Type) []kind {
	switch t := t.(type) {
	case ydoc.ListOf, ydoc.Members:
		return []kind{sequence}
	case ydoc.MapOf, *ydoc.Shape, *ydoc.Choice:
		return []kind{mapping}
	case ydoc.Either:
		var out []kind
		for _, a := range t {
			out = append(out, kinds(a)...)
		}
		return out
	}
	return []kind{scalar}
}

func wrongs(values ...string) []wrong {
	var out []wrong
	for _, v := range values {
		out = append(out, wrong{value: v})
	}
	return out
}

// otherWords are the words that other closed lists of the language have, and one
// that none has.
func otherWords(own ydoc.Words) []string {
	out := []string{"zebra", strings.ToUpper(own[0])}
	for k := range Keys() {
		if words, ok := k.Type.(ydoc.Words); ok {
			out = append(out, words...)
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(w string) bool { return slices.Contains(own, w) })
}
