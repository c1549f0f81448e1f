package stage

import "slices"

// dependencies notes which questions each kind of fact may change the answer
// of, and which ones time may.
func (c *compiler) dependencies() {
	p := c.p
	p.onElement = make([][]int32, p.framework.Len())
	p.onMilestone = make([][]int32, len(p.milestones))
	p.onAttribute = make([][]int32, len(p.attributes))
	p.onApproval = make([][]int32, len(p.approvals))
	p.switches = make([]bool, len(p.questions))
	for i := range p.questions {
		q, at := &p.questions[i], int32(i)
		if q.since >= 0 {
			p.onMilestone[q.since] = append(p.onMilestone[q.since], at)
			for _, by := range p.milestones[q.since].voidBy {
				p.onMilestone[by] = append(p.onMilestone[by], at)
			}
			p.onPerson = append(p.onPerson, at)
		}
		switch q.kind {
		case Reached:
			p.asksReached = true
		case DayIs:
			for _, r := range [...]ref{q.day, q.before, q.after} {
				c.dependsOnDay(at, r)
			}
		case Approval:
			p.onApproval[q.approval] = append(p.onApproval[q.approval], at)
			p.onPerson = append(p.onPerson, at)
		case Score:
			for e := range p.onElement {
				p.onElement[e] = append(p.onElement[e], at)
			}
			p.onPerson = append(p.onPerson, at)
		case Element:
			p.onElement[q.element] = append(p.onElement[q.element], at)
			p.onPerson = append(p.onPerson, at)
		case Milestone:
			p.onMilestone[q.milestone] = append(p.onMilestone[q.milestone], at)
			for _, by := range p.milestones[q.milestone].voidBy {
				p.onMilestone[by] = append(p.onMilestone[by], at)
			}
			p.onPerson = append(p.onPerson, at)
		case Engaged:
			p.onMeeting = append(p.onMeeting, at)
			p.onPerson = append(p.onPerson, at)
		case Known:
			p.onPerson, p.onKnown = append(p.onPerson, at), append(p.onKnown, at)
		case NextStep:
			p.onStep = append(p.onStep, at)
			p.onPerson = append(p.onPerson, at)
		case Attribute:
			p.onAttribute[q.attribute] = append(p.onAttribute[q.attribute], at)
			for _, t := range q.tests {
				for _, v := range t.values {
					if v.attribute >= 0 {
						p.onAttribute[v.attribute] = append(p.onAttribute[v.attribute], at)
					}
				}
			}
		}
	}
	p.lowers = make([]bool, len(p.milestones))
	for m := range p.milestones {
		p.lowers[m] = slices.ContainsFunc(p.onMilestone[m], func(i int32) bool {
			q := &p.questions[i]
			return q.kind != Milestone || int(q.milestone) != m || int(q.since) == m
		})
	}
	critical := make([]bool, len(p.questions))
	timely := func(n *node, inWhen bool) {
		if n.question >= 0 {
			critical[n.question] = true
			p.switches[n.question] = p.switches[n.question] || inWhen
			kind := p.questions[n.question].kind
			p.clocked = p.clocked || inWhen && (kind == DayIs || kind == NextStep)
		}
	}
	condition := func(i int32) {
		if i >= 0 {
			p.walkNode(i, func(m *node) { timely(m, true) })
		}
	}
	for i := range p.places {
		condition(p.places[i].when)
		if p.places[i].when >= 0 {
			p.conditional |= 1 << i
		}
	}
	for i := range p.edges {
		condition(p.edges[i].there)
	}
	for i := range p.nodes {
		n := &p.nodes[i]
		condition(n.when)
		if n.question < 0 {
			continue
		}
		switch q := &p.questions[n.question]; {
		case q.kind == None:
			p.walkNode(q.node, func(m *node) { timely(m, false) })
		case q.kind == NextStep && !q.within.IsZero(), q.kind == DayIs:
			critical[n.question] = true
		}
	}
	for i, yes := range critical {
		if yes {
			p.critical = append(p.critical, int32(i))
		}
	}
	p.timely = critical
}

// demands tells the demands that apply to every deal from those that have to be
// asked about.
func (c *compiler) demands(roots []int32) {
	p := c.p
	for _, i := range roots {
		switch n := &p.nodes[i]; {
		case n.optional:
		case n.when >= 0 || n.question >= 0 && !p.questions[n.question].plain():
			p.doubtful = append(p.doubtful, i)
		case n.question >= 0:
			p.applied.add(p.requirements[n.requirement].leaf)
		default:
			c.demands(n.members)
		}
	}
}

// dependsOnDay notes what can give a question another day to compare.
func (c *compiler) dependsOnDay(question int32, r ref) {
	p := c.p
	switch r.kind {
	case attributeRef:
		p.onAttribute[r.of] = append(p.onAttribute[r.of], question)
	case milestoneRef:
		p.onMilestone[r.of] = append(p.onMilestone[r.of], question)
		for _, by := range p.milestones[r.of].voidBy {
			p.onMilestone[by] = append(p.onMilestone[by], question)
		}
		p.onPerson = append(p.onPerson, question)
	case placeRef:
		p.asksReached = true
		p.onWalk = append(p.onWalk, question)
	case enteredRef:
		p.asksEntered = true
		p.onWalk = append(p.onWalk, question)
	}
}
