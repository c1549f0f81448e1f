package ydoc

// Type says what may stand under a key. The tables of keys have it so that more
// can be made of them than a reader: the JSON Schema is generated from them.
// Nothing is read by it; that the tables and the reading code agree is tested,
// key by key (package internal/schema). A Type is one of the types of this file,
// or a [*Shape] or a [*Choice].
type Type interface{ isType() }

type (
	// Text is any single value, taken as text.
	Text struct {
		Some bool // it has more than blanks
	}

	// ID is an identifier: see [Value.ID].
	ID struct {
		Known []string // those with a meaning of their own here, to be proposed
		Not   []string // those that mean something else here
	}

	// Name is a name from outside: see [Value.Name].
	Name struct {
		Known []string
		Not   []string
	}

	// Int is a whole number within bounds.
	Int struct{ Min, Max int }

	// Bool is true or false.
	Bool struct{}

	// Words are a closed list of words, one of which it is.
	Words []string

	// Spelled is a text of one form.
	Spelled struct {
		What      string // as people call it, with its article
		Pattern   string // a regular expression that Go and JavaScript read alike
		Format    string // of JSON Schema: what the pattern does not say; may be empty
		Good, Bad []string
	}

	// Single is any single value. Which ones make sense depends on what else is
	// written.
	Single struct {
		Null bool     // a null that is written out is one too
		Good []string // some that make sense beside the shortest of what else is written
	}

	// ListOf is a list of so many items at least, and at most unless that is 0.
	ListOf struct {
		Item        Type
		Least, Most int
	}

	// MapOf is a mapping whose keys are the author's words, so many at least.
	MapOf struct {
		Key, Value Type // the key is an ID or a Name
		Least      int
	}

	// Either is one of several types, told apart by what they look like.
	Either []Type

	// Members are a list, not empty, of what the [Choice] around it is of.
	Members struct{}

	// Choice is one of several objects, told apart by a key that each of them
	// needs and has first in its table.
	Choice struct {
		Name    string // as people call it, with its article
		Shapes  []*Shape
		Members *Choice // what its groups are of; nil: of itself
	}
)

// Unbounded is the Max of an [Int] whose upper bound depends on what else is
// written.
const Unbounded = int(^uint(0) >> 1)

// OneOrMore is one of something, or a list of them, which may be empty.
func OneOrMore(t Type) Type { return Either{t, ListOf{Item: t}} }

// Some is one of something, or a list of at least one.
func Some(t Type) Type { return Either{t, ListOf{Item: t, Least: 1}} }

// Texts are one text or a list of them.
var Texts = OneOrMore(Text{})

func (Text) isType()    {}
func (ID) isType()      {}
func (Name) isType()    {}
func (Int) isType()     {}
func (Bool) isType()    {}
func (Words) isType()   {}
func (Spelled) isType() {}
func (Single) isType()  {}
func (ListOf) isType()  {}
func (MapOf) isType()   {}
func (Either) isType()  {}
func (Members) isType() {}
func (*Choice) isType() {}
func (*Shape) isType()  {}
