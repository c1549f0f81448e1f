package stage

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// certainty is what is known about an answer before any deal meets it.
type certainty uint8

const (
	unasked certainty = iota // nobody has looked yet
	depends                  // on the deal
	holds                    // for every deal
	fails                    // for every deal
)

func (c certainty) not() certainty {
	switch c {
	case holds:
		return fails
	case fails:
		return holds
	}
	return c
}

// certain works out whether a node has the same answer for every deal, its own
// condition left out.
func (l *linter) certain(i int32) certainty {
	if l.fixed[i] == unasked {
		l.fixed[i] = l.judge(&l.p.nodes[i])
	}
	return l.fixed[i]
}

func (l *linter) judge(n *node) certainty {
	if n.question >= 0 {
		c, _, _ := l.leaf(&l.p.questions[n.question])
		return c
	}
	hold, fail, asked := 0, 0, 0
	for _, m := range n.members {
		x := &l.p.nodes[m]
		if x.optional || x.when >= 0 && l.certain(x.when) == fails {
			continue // dropped
		}
		asked++
		switch l.certain(m) {
		case holds:
			if x.when < 0 || n.kind == All {
				hold++
			}
		case fails:
			if x.when < 0 {
				fail++
			}
		}
	}
	want := asked
	switch n.kind {
	case unless:
		return l.certain(n.members[0]).not()
	case surely:
		return l.certain(n.members[0])
	case Any:
		want = min(asked, 1)
	case SomeOf:
		want = min(asked, int(n.count))
	}
	switch {
	case asked == 0:
		return depends // it does not apply
	case hold >= want:
		return holds
	case asked-fail < want:
		return fails
	}
	return depends
}

// leaf is certain for a question. Where the question itself makes it so, code
// and why say how.
func (l *linter) leaf(q *question) (c certainty, code diag.Code, why string) {
	p := l.p
	switch q.kind {
	case segment:
		return [...]certainty{Unmet: fails, Unknown: depends, Met: holds}[q.constant], "", ""
	case None:
		return l.certain(q.node).not(), "", ""
	case Attribute:
		if !meetable(q.tests, p.attributes[q.attribute].kind) {
			return fails, diag.Contradiction, "no value is " + p.words(q)
		}
	case Milestone:
		if side, no := l.strangers(q.roles, p.milestones[q.milestone].by); no {
			return fails, diag.WrongSide, fmt.Sprintf("%s is reached by the %v's side, and %s is a role of the %v's", p.milestones[q.milestone].id, p.milestones[q.milestone].by, p.roleNames(q.roles), side)
		}
	case Element:
		if reach := l.reach(q.element); int(q.rank) > reach {
			e := p.framework.At(int(q.element))
			return fails, diag.OutOfReach, fmt.Sprintf("nothing shows %s at the level %s: the roles that its ways ask for are of another side", e.ID(), p.framework.LevelAt(int(q.rank)).ID())
		}
	case Score:
		if q.percent == 0 {
			return holds, diag.AlwaysMet, "every deal has a score of at least 0%"
		}
	case DayIs:
		if longer(q.atLeast, q.atMost) {
			return fails, diag.Contradiction, fmt.Sprintf("no two days are at least %v and at most %v apart", q.atLeast, q.atMost)
		}
		if q.atLeast.IsZero() && q.atMost.IsZero() && notAfter(q.day, q.before) && notAfter(q.after, q.day) {
			return holds, diag.AlwaysMet, "every day is so: " + p.words(q)
		}
	}
	return depends, "", ""
}

// strangers reports whether none of some roles is of a side, and of which they
// are.
func (l *linter) strangers(roles uint64, side deal.Side) (other deal.Side, none bool) {
	for i, r := range l.p.roles {
		if roles&(1<<i) == 0 {
			continue
		}
		if r.side == deal.NoSide || r.side == side {
			return other, false
		}
		other = r.side
	}
	return other, roles != 0
}

// reach is the highest rank at which an element can stand at all.
func (l *linter) reach(element int32) int {
	return max(l.reachOf(element, deal.Buyer), l.reachOf(element, deal.Seller), l.reachOf(element, deal.ThirdParty))
}

// reachOf is the highest rank that one side alone can show of an element.
func (l *linter) reachOf(element int32, side deal.Side) int {
	return l.p.framework.At(int(element)).Reach(side, func(role string) bool {
		i, ok := l.p.byRole[role]
		return ok && (l.p.roles[i].side == deal.NoSide || l.p.roles[i].side == side)
	}).Rank()
}

// notAfter reports whether a day is never after another, as far as that is known
// of every deal. A day that is not given is after nothing and before nothing.
func notAfter(a, b ref) bool {
	if a.kind == noRef || b.kind == noRef || a == b {
		return true
	}
	order := map[refKind]int{enteredRef: 1, quarterStartRef: 1, todayRef: 2, quarterEndRef: 3, fiscalYearEndRef: 4}
	return order[a.kind] > 0 && order[a.kind] < order[b.kind]
}

// longer reports whether a duration is longer than another for sure, whatever
// days they are counted from, holidays apart.
func longer(a, b deal.Duration) bool {
	return !a.IsZero() && !b.IsZero() && leastDays(a) > mostDays(b)
}

// leastDays and mostDays are how many calendar days a duration takes in a week
// of five working days.
func leastDays(d deal.Duration) int {
	if !d.Working() || d.Days() == 0 {
		return d.Days()
	}
	return d.Days() + (d.Days()-1)/5*2
}

func mostDays(d deal.Duration) int {
	if !d.Working() {
		return d.Days()
	}
	return d.Days() + (d.Days()+4)/5*2
}

// meetable reports whether some value meets every one of some comparisons.
// Those with other attributes are left out.
func meetable(tests []test, kind AttributeType) bool {
	const most = 1 << 62
	low, high, step := int64(-most), int64(most), int64(1)
	if kind == Integer {
		step = deal.Decimals
	}
	for _, t := range tests {
		if slices.ContainsFunc(t.values, func(v operand) bool { return v.attribute >= 0 }) {
			continue
		}
		switch t.op {
		case "is", "in":
			if !slices.ContainsFunc(t.values, func(v operand) bool { return meets(v.value, tests) }) {
				return false
			}
		case "at_least":
			low = max(low, t.values[0].value.number)
		case "above":
			low = max(low, t.values[0].value.number+step)
		case "at_most":
			high = min(high, t.values[0].value.number)
		case "below":
			high = min(high, t.values[0].value.number-step)
		}
	}
	return low <= high
}

// meets reports whether a value meets every one of some comparisons.
func meets(have scalar, tests []test) bool {
	for _, t := range tests {
		if t.holds(have, func(v operand) scalar {
			if v.attribute >= 0 {
				return have // it may be
			}
			return v.value
		}) == Unmet && !slices.ContainsFunc(t.values, func(v operand) bool { return v.attribute >= 0 }) {
			return false
		}
	}
	return true
}
