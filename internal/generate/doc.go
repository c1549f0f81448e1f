// Package generate makes random playbooks and deals for property tests.
//
// A [Case] is a small framework, a small process and a deal: few stages, few
// elements, few days and short spans of validity, so that facts collide and
// lapse all the time. [New] makes one from a source of random numbers and
// nothing else, so that a seed is all that is needed to have a case again; an
// [Only] leaves parts of the language out of it, for laws that do not hold with
// them.
//
// Definitions are plain structs of this package's own. They print as YAML for
// the library to load, and package reference reads them as they are: neither
// sees the definitions through the other's eyes.
package generate
