package schema

import (
	"slices"
	"strconv"

	"github.com/headway-go/headway/internal/ydoc"
)

// generator makes a definition of every object that it comes across.
type generator struct {
	prefix string // of the names of what is inside of a kind of file
	defs   []*definition
	names  map[place]string
}

type definition struct {
	name string
	node ydoc.Fields
}

// place is an object and what its groups are of, which may make two of one.
type place struct {
	thing   ydoc.Type // a *ydoc.Shape or a *ydoc.Choice
	members *ydoc.Choice
}

// object gives the reference to the definition of an object.
func (g *generator) object(s *ydoc.Shape, members *ydoc.Choice) string {
	name := slug(s.Name)
	if hasMembers(s) {
		name += "_" + slug(members.Name)
	} else {
		members = nil // it is the same wherever it stands
	}
	return g.define(place{s, members}, name, func() ydoc.Fields { return g.shape(s, members) })
}

func hasMembers(s *ydoc.Shape) bool {
	return slices.ContainsFunc(s.Keys, func(k ydoc.Key) bool { _, yes := k.Type.(ydoc.Members); return yes })
}

// choice gives the reference to the definition of a choice.
func (g *generator) choice(c *ydoc.Choice) string {
	return g.define(place{c, nil}, slug(c.Name), func() ydoc.Fields {
		members := membersOf(c)
		var branches []ydoc.Out
		for _, s := range c.Shapes {
			kind := s.Keys[0].Name
			ref := g.define(place{s, members}, slug(c.Name)+"."+kind, func() ydoc.Fields { return g.shape(s, members) })
			branches = append(branches, ydoc.Fields{
				{Key: "if", Value: ydoc.Fields{{Key: "required", Value: []ydoc.Out{kind}}}},
				{Key: "then", Value: ydoc.Fields{{Key: "$ref", Value: ref}}},
			})
		}
		return ydoc.Fields{
			{Key: "anyOf", Value: oneOfKeys(c.Shapes)},
			{Key: "allOf", Value: branches},
		}
	})
}

func membersOf(c *ydoc.Choice) *ydoc.Choice {
	if c.Members != nil {
		return c.Members
	}
	return c
}

// define makes a definition once and gives the reference to it. The first of a
// kind of file is the file itself; the names of the others begin with it.
func (g *generator) define(p place, name string, make func() ydoc.Fields) string {
	if known, ok := g.names[p]; ok {
		return known
	}
	name = g.prefix + name
	if g.prefix == "" {
		g.prefix = name + "."
	}
	d := &definition{name: name}
	g.defs = append(g.defs, d)
	g.names[p] = "#/$defs/" + name
	d.node = make()
	return g.names[p]
}

// shape is an object with its keys. It says nothing about other kinds of values:
// whoever refers to it says that it is an object, or what else it may be.
func (g *generator) shape(s *ydoc.Shape, members *ydoc.Choice) ydoc.Fields {
	var properties ydoc.Fields
	var required, oneOf []ydoc.Out
	for _, k := range s.Keys {
		n := g.node(k.Type, members)
		if k.Need == ydoc.Optional {
			n = orNull(n)
		} else if k.Need == ydoc.Required {
			required = append(required, k.Name)
		}
		properties = append(properties, ydoc.Field{Key: k.Name, Value: append(ydoc.Fields{{Key: "description", Value: k.About}}, n...)})
	}
	for _, key := range s.OneOf {
		oneOf = append(oneOf, ydoc.Fields{{Key: "required", Value: []ydoc.Out{key}}})
	}
	out := ydoc.Fields{{Key: "title", Value: s.Name}, {Key: "properties", Value: properties}, {Key: "additionalProperties", Value: ydoc.Plain("false")}}
	if required != nil {
		out = append(out, ydoc.Field{Key: "required", Value: required})
	}
	if oneOf != nil {
		out = append(out, ydoc.Field{Key: "anyOf", Value: oneOf})
	}
	return out
}

// node is the schema of a type.
func (g *generator) node(t ydoc.Type, members *ydoc.Choice) ydoc.Fields {
	switch t := t.(type) {
	case ydoc.Text:
		if t.Some {
			return append(ydoc.Fields{typed("string", "number")}, pattern(`\S`, "a text that is not empty")...)
		}
		return ydoc.Fields{typed("string", "number")}
	case ydoc.ID:
		n := append(ydoc.Fields{typed("string", "integer"), {Key: "minimum", Value: number(0)}},
			pattern(ydoc.IDPattern, "an id: small letters a-z, digits, _ and -, the first a letter or a digit")...)
		return append(n, words(t.Known, t.Not)...)
	case ydoc.Name:
		n := append(ydoc.Fields{typed("string", "number"), {Key: "maxLength", Value: number(200)}},
			pattern("^[^\u0000-\u001f\u007f-\u009f]+$", "a name: 1 to 200 characters, none of them a control character")...)
		return append(n, words(t.Known, t.Not)...)
	case ydoc.Int:
		n := ydoc.Fields{typed("integer"), {Key: "minimum", Value: number(t.Min)}}
		if t.Max != ydoc.Unbounded {
			n = append(n, ydoc.Field{Key: "maximum", Value: number(t.Max)})
		}
		return n
	case ydoc.Bool:
		return ydoc.Fields{typed("boolean")}
	case ydoc.Words:
		return ydoc.Fields{{Key: "enum", Value: list(t)}}
	case ydoc.Spelled:
		n := append(ydoc.Fields{typed("string")}, pattern(t.Pattern, t.What+", as in "+t.Good[0])...)
		if t.Format != "" {
			n = append(n, ydoc.Field{Key: "format", Value: t.Format})
		}
		return n
	case ydoc.Single:
		n := ydoc.Fields{typed("string", "number", "boolean")}
		if t.Null {
			n = orNull(n)
		}
		return n
	case ydoc.ListOf:
		n := ydoc.Fields{typed("array"), {Key: "items", Value: g.node(t.Item, members)}}
		n = appendCount(n, "minItems", t.Least)
		return appendCount(n, "maxItems", t.Most)
	case ydoc.MapOf:
		key := g.node(t.Key, members)
		key = slices.DeleteFunc(key, func(f ydoc.Field) bool { return f.Key == "minimum" || f.Key == "type" || f.Key == "examples" }) // keys are texts
		n := ydoc.Fields{typed("object"), {Key: "propertyNames", Value: key}, {Key: "additionalProperties", Value: g.node(t.Value, members)}}
		return appendCount(n, "minProperties", t.Least)
	case ydoc.Either:
		return either(g.alternatives(t, members))
	case ydoc.Members:
		return g.node(ydoc.ListOf{Item: members, Least: 1}, members)
	case *ydoc.Choice:
		return ydoc.Fields{typed("object"), {Key: "$ref", Value: g.choice(t)}}
	case *ydoc.Shape:
		return ydoc.Fields{typed("object"), {Key: "$ref", Value: g.object(t, members)}}
	}
	panic("schema: a key has no type")
}

// alternatives are the schemas of each of several types, those within those
// among them.
func (g *generator) alternatives(t ydoc.Either, members *ydoc.Choice) []ydoc.Fields {
	var out []ydoc.Fields
	for _, a := range t {
		if inner, ok := a.(ydoc.Either); ok {
			out = append(out, g.alternatives(inner, members)...)
			continue
		}
		out = append(out, g.node(a, members))
	}
	return out
}

// either joins schemas. Those for different kinds of values become one, because
// most keywords are about one kind and say nothing about the others, and what is
// wrong is then said once; the rest are put side by side.
func either(alternatives []ydoc.Fields) ydoc.Fields {
	var joined []ydoc.Fields
next:
	for _, a := range alternatives {
		for i, other := range joined {
			if disjoint(a, other) {
				joined[i] = join(other, a)
				continue next
			}
		}
		joined = append(joined, a)
	}
	if len(joined) == 1 {
		return joined[0]
	}
	var out []ydoc.Out
	for _, n := range joined {
		out = append(out, n)
	}
	return ydoc.Fields{{Key: "anyOf", Value: out}}
}

// disjoint reports whether two schemas can be joined: they are about different
// kinds of values, and no keyword of the one is about those of the other.
func disjoint(a, b ydoc.Fields) bool {
	for _, x := range a {
		if x.Key == "enum" || x.Key == "anyOf" {
			return false
		}
		for _, y := range b {
			switch {
			case y.Key == "enum" || y.Key == "anyOf", x.Key == y.Key && x.Key != "type":
				return false
			case x.Key == "type" && y.Key == "type" && slices.ContainsFunc(types(x), func(t ydoc.Out) bool { return slices.Contains(types(y), t) }):
				return false
			}
		}
	}
	return true
}

func join(a, b ydoc.Fields) ydoc.Fields {
	out := slices.Clone(a)
	for _, x := range b {
		if x.Key == "type" {
			out[0] = ydoc.Field{Key: "type", Value: append(slices.Clone(types(out[0])), types(x)...)}
			continue
		}
		out = append(out, x)
	}
	return out
}

// orNull lets a value be left empty.
func orNull(n ydoc.Fields) ydoc.Fields {
	n = slices.Clone(n)
	switch n[0].Key {
	case "type":
		n[0].Value = append(slices.Clone(types(n[0])), "null")
	case "enum":
		n[0].Value = append(slices.Clone(n[0].Value.([]ydoc.Out)), ydoc.Plain("null"))
	case "anyOf":
		alternatives := slices.Clone(n[0].Value.([]ydoc.Out))
		alternatives[0] = orNull(alternatives[0].(ydoc.Fields)) // what editors then propose for an empty value
		n[0].Value = alternatives
	}
	return n
}

// types are the kinds of values of the field type, which is the first of a
// schema.
func types(f ydoc.Field) []ydoc.Out {
	if one, ok := f.Value.(string); ok {
		return []ydoc.Out{one}
	}
	return f.Value.([]ydoc.Out)
}

// pattern is a pattern with the words that editors have for what does not match
// it. The keyword for these is no part of JSON Schema, which lets it stand.
func pattern(expression, wanted string) ydoc.Fields {
	return ydoc.Fields{{Key: "pattern", Value: expression}, {Key: "patternErrorMessage", Value: "wanted: " + wanted}}
}

func typed(kinds ...string) ydoc.Field {
	if len(kinds) == 1 {
		return ydoc.Field{Key: "type", Value: kinds[0]}
	}
	return ydoc.Field{Key: "type", Value: list(kinds)}
}

func words(known, not []string) ydoc.Fields {
	var out ydoc.Fields
	if len(not) > 0 {
		out = append(out, ydoc.Field{Key: "not", Value: ydoc.Fields{{Key: "enum", Value: list(not)}}})
	}
	if len(known) > 0 {
		out = append(out, ydoc.Field{Key: "examples", Value: list(known)})
	}
	return out
}

func appendCount(n ydoc.Fields, key string, count int) ydoc.Fields {
	if count > 0 {
		n = append(n, ydoc.Field{Key: key, Value: number(count)})
	}
	return n
}

func list(words []string) []ydoc.Out {
	var out []ydoc.Out
	for _, w := range words {
		out = append(out, w)
	}
	return out
}

func number(n int) ydoc.Plain { return ydoc.Plain(strconv.Itoa(n)) }
