// Package schemacheck holds the JSON Schema in testdata/schema against a
// validator that knows nothing of headway: it is valid itself, it accepts
// whatever the compiler accepts, and refuses what the compiler says is wrong in
// shape, on the same line.
//
// It is a module of its own, so that nobody who uses the library pays for the
// validator.
package schemacheck
