package stage

import (
	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
)

// timeline is a record in the small integers of a process: what happened, in the
// order of the day it happened. It is made once for a record and serves every
// day and every view.
type timeline struct {
	events []event
	voices []qualify.Voice // of those who took part in activities
	values []scalar        // of attributes
	steps  map[string]int32
	agreed int32 // next steps
	facts  int   // how many facts of the record it was made of
	late   []late
	ours   map[string]int32 // of everybody who is ever said to be the seller's: the first fact that says so
}

// event is a fact, or a part of one, that the process knows.
type event struct {
	on      deal.Day
	fact    int32 // its index in the record
	kind    eventKind
	form    deal.Form
	claims  uint8 // rank; 0: does not say
	flag    bool  // refutes, void, reached, missed
	inbound bool  // of an activity
	voice   qualify.Voice
	subject int32  // element, milestone, place, step, attribute, or the first of its voices
	many    int32  // how many voices
	roles   uint64 // of a person, or in whose name it was decided
	day     deal.Day
}

type eventKind uint8

const (
	evidenceEvent eventKind = iota
	milestoneEvent
	activityEvent
	claimEvent
	stepEvent
	stepDoneEvent
	personEvent
	attributeEvent
	pauseEvent
	approvalEvent
	waiveEvent
)

// read makes the timeline of a record. What the process does not know is left
// out; [Position.Strays] finds it again.
func (t *timeline) read(p *Process, rec *deal.Record, l *qualify.Ledger) {
	t.events, t.voices, t.values = t.events[:0], t.voices[:0], t.values[:0]
	if t.steps == nil {
		t.steps, t.ours = make(map[string]int32), make(map[string]int32)
	}
	clear(t.steps)
	clear(t.ours)
	t.agreed, t.facts = 0, rec.Len()
	t.late = t.late[:0]
	for i := range rec.Len() {
		fact := rec.ByDay(i)
		t.add(p, l, fact, rec.Fact(fact))
	}
	t.sortLate(rec)
}

func (t *timeline) add(p *Process, l *qualify.Ledger, at int, fact deal.Fact) {
	e := event{fact: int32(at)}
	switch x := fact.(type) {
	case deal.Evidence:
		claims, ok := p.framework.Claims(x.Level)
		if !ok || !p.framework.Reads(x.Element) {
			return
		}
		e.on, e.kind, e.form, e.claims, e.flag, e.voice = x.On, evidenceEvent, x.Form, uint8(claims), x.Refutes, l.Voice(x.From)
		for element := range p.framework.Readers(x.Element) {
			e.subject = int32(element)
			t.events = append(t.events, e)
		}
		t.notes(e, x.Stamp)
		return
	case deal.Milestone:
		i, ok := p.byMilestone[x.Milestone]
		if !ok {
			return
		}
		e.on, e.kind, e.subject, e.flag, e.voice = x.On, milestoneEvent, int32(i), x.Void, l.Voice(x.By)
		if x.By == "" {
			e.voice = l.Voice(sideWho(p.milestones[i].by))
		}
		t.notes(e, x.Stamp)
	case deal.Activity:
		e.on, e.kind, e.flag, e.inbound = x.On, activityEvent, x.Reached, x.Inbound
		e.subject, e.many = int32(len(t.voices)), int32(len(x.With))
		for _, name := range x.With {
			t.voices = append(t.voices, l.Voice(deal.Who(name)))
		}
	case deal.Stage:
		i, ok := p.claimable(x.Stage)
		if !ok {
			return
		}
		e.on, e.kind, e.subject = x.On, claimEvent, i
	case deal.CloseDate:
		e.on, e.kind, e.subject = x.On, attributeEvent, closeDate
		t.set(e, scalar{number: int64(x.Day.Number()), given: !x.Day.IsZero()})
		return
	case deal.NextStep:
		e.on, e.kind, e.voice, e.day = x.On, stepEvent, l.Voice(x.Owner), x.Due
		e.flag = x.Owner == deal.BothSides
		e.subject = t.step(x.ID)
	case deal.StepDone:
		i, ok := t.steps[x.Step]
		if !ok {
			return
		}
		e.on, e.kind, e.subject, e.flag = x.On, stepDoneEvent, i, x.Missed
	case deal.Person:
		e.on, e.kind, e.voice, e.roles = x.On, personEvent, l.Voice(deal.Who(x.Person)), p.roleBits(x.Roles)
		if first, known := t.ours[x.Person]; x.Side == deal.Seller && (!known || e.fact < first) {
			t.ours[x.Person] = e.fact
		}
	case deal.Set:
		e.on, e.kind = x.On, attributeEvent
		for _, s := range x.Values {
			i, ok := p.byAttribute[s.Attribute]
			if !ok || i == closeDate || i == reasonAttribute {
				continue
			}
			if v, ok := scalarOf(s.Value, p.attributes[i].kind); ok {
				e.subject = int32(i)
				t.set(e, v)
			}
		}
		return
	case deal.Pause:
		e.on, e.kind, e.day = x.On, pauseEvent, x.Until
	case deal.Approval:
		i, ok := p.byApproval[x.Approval]
		if !ok {
			return
		}
		e.on, e.kind, e.subject, e.flag = x.On, approvalEvent, int32(i), x.Rejected
		e.roles, e.voice = t.by(p, l, x.By)
		t.notes(e, x.Stamp)
	case deal.Waive:
		i, ok := p.byRequirement[x.Requirement]
		if !ok {
			return
		}
		e.on, e.kind, e.subject, e.day = x.On, waiveEvent, int32(i), x.Until
		e.roles, e.voice = t.by(p, l, x.By)
	default:
		return
	}
	t.events = append(t.events, e)
}

func (t *timeline) set(e event, v scalar) {
	e.many = int32(len(t.values))
	t.values = append(t.values, v)
	t.events = append(t.events, e)
}

// by tells who decided: a role, or a person with the roles they are known for on
// the day looked at.
func (t *timeline) by(p *Process, l *qualify.Ledger, name string) (roles uint64, voice qualify.Voice) {
	if i, ok := p.byRole[name]; ok {
		return 1 << i, l.Voice("")
	}
	return 0, l.Voice(deal.Who(name))
}

// step gives the number of a next step. One without an id is a step of its own,
// which nothing can refer to.
func (t *timeline) step(id string) int32 {
	if i, ok := t.steps[id]; ok && id != "" {
		return i
	}
	i := t.agreed
	t.agreed++
	if id != "" {
		t.steps[id] = i
	}
	return i
}

func (p *Process) roleBits(roles []string) uint64 {
	var set uint64
	for _, r := range roles {
		if i, ok := p.byRole[r]; ok {
			set |= 1 << i
		}
	}
	return set
}

func sideWho(s deal.Side) deal.Who {
	switch s {
	case deal.Buyer:
		return deal.SomeBuyer
	case deal.Seller:
		return deal.SomeSeller
	case deal.ThirdParty:
		return deal.SomeThirdParty
	}
	return ""
}
