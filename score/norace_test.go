//go:build !race

package score_test

const raced = false
