package schema

import (
	"slices"

	"github.com/headway-go/headway/qualify/diag"
)

// shapes are the codes of what is wrong with what a file looks like: what a
// schema can see. The others are about text that is no YAML, about limits of
// size, and about what things mean together.
var shapes = []diag.Code{
	diag.YAMLUnknownKey, diag.YAMLMissingKey, diag.YAMLNull, diag.YAMLKind,
	diag.BadID, diag.BadName, diag.BadNumber, diag.OutOfRange, diag.BadWord, diag.BadDay, diag.BadDuration, diag.EmptyList, diag.Reserved,
	diag.FactKind, diag.RequirementKind, diag.BadSignal, diag.ScenarioExpectation,
}

// Shape reports whether a code is about what a file looks like.
func Shape(c diag.Code) bool { return slices.Contains(shapes, c) }
