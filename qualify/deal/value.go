package deal

import (
	"errors"
	"strconv"
	"strings"
)

// Value is what an attribute was set to: a number, a text, a flag, or nothing
// any more. Values compare with ==. The zero Value is nothing.
//
// A day is kept as its text; what an attribute's value means is the business of
// the process that declares the attribute.
type Value struct {
	kind ValueKind
	num  int64 // a number in 1/10000, a flag as 0 or 1
	text string
}

// ValueKind tells the kinds of values apart.
type ValueKind uint8

const (
	NoValue ValueKind = iota
	NumberValue
	TextValue
	FlagValue
)

// Decimals is how many units a whole number has: numbers are exact to four
// decimal places.
const Decimals = 10_000

// Number gives a number from its count of ten-thousandths: 12.5 is
// Number(125_000).
func Number(tenThousandths int64) Value { return Value{kind: NumberValue, num: tenThousandths} }

// Text gives a text. The empty text is no value.
func Text(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{kind: TextValue, text: s}
}

// Flag gives a yes or a no.
func Flag(yes bool) Value {
	v := Value{kind: FlagValue}
	if yes {
		v.num = 1
	}
	return v
}

// Kind tells what kind of value v is.
func (v Value) Kind() ValueKind { return v.kind }

// Number gives a number in 1/10000, and whether v is one.
func (v Value) Number() (int64, bool) { return v.num, v.kind == NumberValue }

// Text gives a text, and whether v is one.
func (v Value) Text() (string, bool) { return v.text, v.kind == TextValue }

// Flag gives a flag, and whether v is one.
func (v Value) Flag() (yes, ok bool) { return v.num != 0 && v.kind == FlagValue, v.kind == FlagValue }

// String gives the value as a person would write it, and "" for nothing.
func (v Value) String() string {
	switch v.kind {
	case NumberValue:
		return FormatNumber(v.num)
	case TextValue:
		return v.text
	case FlagValue:
		return strconv.FormatBool(v.num != 0)
	}
	return ""
}

// FormatNumber writes a count of ten-thousandths as a decimal, without zeros at
// its end: 125000 is "12.5".
func FormatNumber(n int64) string {
	sign := ""
	u := uint64(n)
	if n < 0 {
		sign, u = "-", -u
	}
	s := sign + strconv.FormatUint(u/Decimals, 10)
	if f := u % Decimals; f != 0 {
		s += "." + strings.TrimRight(strconv.FormatUint(Decimals+f, 10)[1:], "0")
	}
	return s
}

var (
	errNoNumber = errors.New("no number")
	errPlaces   = errors.New("more than four decimal places")
	errTooBig   = errors.New("too large")
)

// ParseNumber reads a decimal with at most four places, as in -12.5, into a
// count of ten-thousandths.
func ParseNumber(s string) (int64, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, places, point := strings.Cut(digits, ".")
	if whole == "" || point && places == "" || len(whole) > 1 && whole[0] == '0' || !allDigits(whole) || !allDigits(places) {
		return 0, errNoNumber
	}
	if len(strings.TrimRight(places, "0")) > 4 {
		return 0, errPlaces
	}
	places = (places + "0000")[:4]
	sign := ""
	if negative {
		sign = "-"
	}
	n, err := strconv.ParseInt(sign+whole+places, 10, 64)
	if err != nil {
		return 0, errTooBig
	}
	return n, nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
