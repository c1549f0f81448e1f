// Package house holds the tests about the house itself: that its layers point
// one way, that the core is pure, and that what the documents show is what
// there is.
package house
