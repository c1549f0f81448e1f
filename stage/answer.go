package stage

// Answer is what the record says to a requirement.
type Answer uint8

const (
	Off     Answer = iota // it does not apply to this deal
	Unmet                 // no
	Unknown               // the record does not say
	Met                   // yes
	Waived                // it is not met, and somebody who may has made an exception
)

var answerNames = [...]string{"off", "unmet", "unknown", "met", "waived"}

// String is the word of the language for the answer.
func (a Answer) String() string { return answerNames[a] }

// Blocks reports whether an entry of a gate with that answer keeps it closed.
func (a Answer) Blocks() bool { return a == Unmet || a == Unknown }

// Kleene's three-valued logic over the members of a group that apply. Unmet,
// Unknown and Met are in order, so "all" is a minimum and "any" a maximum; Off
// members are dropped, and a group left empty is Off. What is waived is taken as
// met.

func and(a, b Answer) Answer {
	if a == Off || b == Off {
		return max(a, b)
	}
	return min(a, b)
}

func or(a, b Answer) Answer { return max(a, b) }

func not(a Answer) Answer {
	if a == Off {
		return Off
	}
	return Met + Unmet - a
}

// enough answers "so many of these" from how many members were met and
// unknown, of those that apply.
func enough(count, met, unknown, apply int) Answer {
	count = min(count, apply)
	switch {
	case apply == 0:
		return Off
	case met >= count:
		return Met
	case met+unknown >= count:
		return Unknown
	}
	return Unmet
}
