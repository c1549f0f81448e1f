package stage

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// The words by which an outcome gives away that it is what the seller does: what
// sellers hand out or hold, what is done with it, and what is activity by
// itself. SPEC.md lists them.
var (
	sellersThings = []string{"proposal", "quote", "quotation", "offer", "contract", "agreement", "tender", "bid", "deck", "slides", "presentation",
		"pricing", "brochure", "material", "information", "email", "mail", "letter", "invoice", "demo", "nda", "pitch"}
	sellersDoing = []string{"sent", "submitted", "delivered", "issued", "emailed", "mailed", "presented", "shared", "given", "gave", "held", "shown", "prepared", "done"}
	sellersActs  = []string{"follow up", "followed up", "followup", "called", "emailed", "voicemail", "reached out", "checked in", "touched base", "demoed", "pitched", "chased"}
	buyersWords  = []string{"buyer", "customer", "client", "prospect", "they", "their", "he", "she", "somebody", "someone", "who"}
)

// language looks at the title of what the buyer is to have done.
func (l *linter) language(i int32, q *question) {
	r := l.c.written[i]
	title, at := r.title, l.at(i)
	switch q.kind {
	case Milestone:
		m := &l.p.milestones[q.milestone]
		if m.by == deal.Seller {
			return
		}
		if title == "" {
			title, at = m.title, l.milestone(m.id)
		}
	case Element, Engaged:
	default:
		return
	}
	if said := l.sellersDoing(title); said != "" {
		l.doubt(at, diag.SellerWords, fmt.Sprintf("%q is what the seller does, and the buyer is to have done this: %s", said, title),
			"say what the buyer did upon it, or give the milestone by: seller")
	}
}

// milestone gives where a milestone is defined.
func (l *linter) milestone(id string) ydoc.Value {
	i := slices.IndexFunc(l.c.d.milestones, func(m milestoneDef) bool { return m.text == id })
	return l.c.d.milestones[i].at
}

// sellersDoing finds the words in a title that say what the seller does, unless
// somebody of another side is named before as who did it.
func (l *linter) sellersDoing(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	const near = 3 // words between what is done and what it is done with
	thing, doing := -near-1, -near-1
	for i, w := range words {
		if l.others(strings.TrimSuffix(w, "'s")) {
			return ""
		}
		for _, act := range sellersActs {
			if strings.HasPrefix(strings.Join(words[i:], " ")+" ", act+" ") {
				return act
			}
		}
		if slices.Contains(sellersThings, w) {
			thing = i
		}
		if slices.Contains(sellersDoing, w) {
			doing = i
		}
		if first, last := min(thing, doing), max(thing, doing); first >= 0 && last-first <= near {
			return strings.Join(words[first:last+1], " ")
		}
	}
	return ""
}

// others reports whether a word names somebody who is not of the seller's side.
func (l *linter) others(word string) bool {
	if slices.Contains(buyersWords, word) || slices.Contains(buyersWords, strings.TrimSuffix(word, "s")) {
		return true
	}
	for _, r := range l.p.roles {
		if r.side != deal.Seller && slices.Contains(strings.Split(r.id, "_"), word) {
			return true
		}
	}
	return false
}
