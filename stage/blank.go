package stage

// blankCache is how far a deal with no facts but these attributes would be from
// won. Attributes change seldom, so the last answer mostly serves again.
type blankCache struct {
	known  bool
	earned placeSet // what it would have earned, having nothing to show for it
	under  []Answer // to the questions about attributes
	remain int
}

// blankRemaining is how many demands a deal with the same attributes and no
// other fact would have open.
func (w *Position) blankRemaining() int {
	b := &w.blank
	same := b.known && len(w.waivers) == 0
	k := 0
	for i := range w.p.questions {
		var live Answer
		switch q := &w.p.questions[i]; q.kind {
		case Attribute:
			live = w.answer(int32(i)).live
		case DayIs:
			live, _ = w.askDay(q, blankReading)
		default:
			continue
		}
		if k == len(b.under) {
			b.under = append(b.under, live)
			same = false
		} else if b.under[k] != live {
			b.under[k] = live
			same = false
		}
		k++
	}
	if !same {
		w.blankWalk()
		w.openBlank.stale = true
		r := w.routeToWon(1, blankReading)
		b.remain = r.left()
		b.known = len(w.waivers) == 0
	}
	return b.remain
}

// blankLeaf answers a question of the record for a deal with no facts but these
// attributes, and whether a stage is reached.
func (w *Position) blankLeaf(i int32) Answer {
	switch q := &w.p.questions[i]; q.kind {
	case Reached:
		return yes(w.blank.earned.has(q.place))
	case Attribute:
		return w.answer(i).live
	case DayIs:
		live, _ := w.askDay(q, blankReading)
		return live
	case Element:
		return Unknown
	case Score:
		return yes(q.percent == 0)
	}
	return Unmet
}

// blankWalk works out which stages a deal without facts would have earned, which
// matters when a gate asks for a stage to be reached.
func (w *Position) blankWalk() {
	w.blank.earned = w.p.starts
	for again := w.p.asksReached; again; {
		again = false
		for _, i := range w.p.order {
			e := &w.p.edges[i]
			if w.blank.earned.has(e.from) && !w.blank.earned.has(e.to) && w.passable(e, blankReading) && w.opens(e.gate, blankReading, nil) {
				w.blank.earned |= 1 << e.to
				again = true
			}
		}
	}
}
