package stage

import "slices"

// trigger is what a fact about one thing may change.
type trigger struct {
	questions []int32
	switches  bool // one of them is part of a when
	timely    bool // one of them is critical
}

// dependencies notes which questions each kind of fact may change the answer
// of, and which ones time may.
func (c *compiler) dependencies() {
	p := c.p
	p.onElement = make([]trigger, p.framework.Len())
	p.onMilestone = make([]trigger, len(p.milestones))
	p.onAttribute = make([]trigger, len(p.attributes))
	p.onApproval = make([]trigger, len(p.approvals))
	c.switching()
	for i := range p.questions {
		q, at := &p.questions[i], int32(i)
		if q.since >= 0 {
			c.on(&p.onMilestone[q.since], at)
			for _, by := range p.milestones[q.since].voidBy {
				c.on(&p.onMilestone[by], at)
			}
			c.on(&p.onPerson, at)
		}
		switch q.kind {
		case Reached:
			p.asksReached = true
		case DayIs:
			for _, r := range [...]ref{q.day, q.before, q.after} {
				c.dependsOnDay(at, r)
			}
		case Approval:
			c.on(&p.onApproval[q.approval], at)
			c.on(&p.onPerson, at)
		case Score:
			for e := range p.onElement {
				c.on(&p.onElement[e], at)
			}
			c.on(&p.onPerson, at)
		case Element:
			c.on(&p.onElement[q.element], at)
			c.on(&p.onPerson, at)
		case Milestone:
			c.on(&p.onMilestone[q.milestone], at)
			for _, by := range p.milestones[q.milestone].voidBy {
				c.on(&p.onMilestone[by], at)
			}
			c.on(&p.onPerson, at)
		case Engaged:
			c.on(&p.onMeeting, at)
			c.on(&p.onPerson, at)
		case Known:
			c.on(&p.onPerson, at)
			c.on(&p.onKnown, at)
		case NextStep:
			c.on(&p.onStep, at)
			c.on(&p.onPerson, at)
		case Attribute:
			c.on(&p.onAttribute[q.attribute], at)
			for _, t := range q.tests {
				for _, v := range t.values {
					if v.attribute >= 0 {
						c.on(&p.onAttribute[v.attribute], at)
					}
				}
			}
		}
	}
	p.lowers = make([]bool, len(p.milestones))
	for m := range p.milestones {
		p.lowers[m] = slices.ContainsFunc(p.onMilestone[m].questions, func(i int32) bool {
			q := &p.questions[i]
			return q.kind != Milestone || int(q.milestone) != m || int(q.since) == m
		})
	}
}

// on has a question be asked again by a trigger. Questions come in their order.
func (c *compiler) on(t *trigger, question int32) {
	if n := len(t.questions); n > 0 && t.questions[n-1] == question {
		return
	}
	t.questions = append(t.questions, question)
	t.switches = t.switches || c.switches[question]
	t.timely = t.timely || c.timely[question]
}

// switching finds the critical questions: those that can open a gate, or switch a
// demand, by time; and those that are part of a when.
func (c *compiler) switching() {
	p := c.p
	c.timely, c.switches = make([]bool, len(p.questions)), make([]bool, len(p.questions))
	take := func(n *node, inWhen bool) {
		if n.question >= 0 {
			c.timely[n.question] = true
			c.switches[n.question] = c.switches[n.question] || inWhen
			kind := p.questions[n.question].kind
			p.clocked = p.clocked || inWhen && (kind == DayIs || kind == NextStep)
		}
	}
	condition := func(i int32) {
		if i >= 0 {
			p.walkNode(i, func(m *node) { take(m, true) })
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
			p.walkNode(q.node, func(m *node) { take(m, false) })
		case q.kind == NextStep && !q.within.IsZero(), q.kind == DayIs:
			c.timely[n.question] = true
		}
	}
	for i, yes := range c.timely {
		if yes {
			p.critical = append(p.critical, int32(i))
		}
	}
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
		c.on(&p.onAttribute[r.of], question)
	case milestoneRef:
		c.on(&p.onMilestone[r.of], question)
		for _, by := range p.milestones[r.of].voidBy {
			c.on(&p.onMilestone[by], question)
		}
		c.on(&p.onPerson, question)
	case placeRef:
		p.asksReached = true
		p.onWalk = append(p.onWalk, question)
	case enteredRef:
		p.asksEntered = true
		p.onWalk = append(p.onWalk, question)
	}
}
