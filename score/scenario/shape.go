package scenario

import "github.com/headway-go/headway/internal/ydoc"

// The keys of a scenario and of what it expects, in tables.
var (
	scenarioShape = &ydoc.Shape{Name: "a scenario", Keys: []ydoc.Key{
		{Name: "scenario", Need: ydoc.Required}, {Name: "process"}, {Name: "segment"}, {Name: "start"}, {Name: "given"},
		{Name: "facts", Need: ydoc.Required}, {Name: "expect", Need: ydoc.Required},
	}}
	atShape      = &ydoc.Shape{Name: "an expectation at a day", Keys: expectationKeys("at", aspectsAt)}
	betweenShape = &ydoc.Shape{Name: "an expectation between two days", Keys: expectationKeys("between", aspectsBetween)}
	boundsShape  = &ydoc.Shape{Name: "bounds", Keys: []ydoc.Key{{Name: "at_least"}, {Name: "at_most"}}}
	signalsShape = &ydoc.Shape{Name: "the signals", Keys: []ydoc.Key{{Name: "has"}, {Name: "lacks"}}}
)

func expectationKeys(when string, aspects []*aspect) []ydoc.Key {
	keys := []ydoc.Key{{Name: when, Need: ydoc.Required}}
	for _, a := range aspects {
		keys = append(keys, ydoc.Key{Name: a.key})
	}
	return keys
}
