package ydoc

import (
	"fmt"
	"strings"
)

// DidYouMean gives the hint "did you mean …?" with the word nearest to the one
// written, or "" when none is near.
func DidYouMean(written string, words []string) string {
	if w := nearest(written, words); w != "" {
		return fmt.Sprintf("did you mean %q?", w)
	}
	return ""
}

// OneOf gives the hint "did you mean …?" or, when no word is near, the list of
// what there is.
func OneOf(written string, words []string) string {
	if hint := DidYouMean(written, words); hint != "" {
		return hint
	}
	const most = 12
	switch {
	case len(words) == 0:
		return "there is none to choose from"
	case len(words) > most:
		return fmt.Sprintf("there are %s and %d more", strings.Join(words[:most], ", "), len(words)-most)
	case len(words) == 1:
		return "there is " + words[0]
	}
	return "there are " + strings.Join(words, ", ")
}

// nearest gives the word that takes the fewest edits to reach, the first of
// several, if they are few for its length and leave something of what was written.
func nearest(written string, words []string) string {
	best, least := "", min(len(written)/3+1, len(written)-1)
	if len(written) > 64 {
		return ""
	}
	for _, w := range words {
		if n := edits(written, w); n <= least && (n < least || best == "") {
			best, least = w, n
		}
	}
	return best
}

// edits counts the letters to add, drop, replace or swap with their neighbour
// to get from a to b (optimal string alignment).
func edits(a, b string) int {
	var two, one, row []int
	one = make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row = make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(one[j]+1, row[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
		}
		two, one = one, row
	}
	return one[len(b)]
}
