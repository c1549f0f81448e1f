//go:build !race

package reference_test

const raced = false
