//go:build race

package score_test

// raced says that the race detector is on, with which everything takes ten times
// as long: then a fifth of the cases has to do.
const raced = true
