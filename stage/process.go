package stage

import (
	"iter"
	"slices"

	"github.com/headway-go/headway/qualify"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// The bounds of a process. They keep every answer within small whole numbers
// and every question about ways within a known time; a process beyond them is
// refused with a code.
const (
	MaxPlaces   = 62  // stages and ends, those of tracks among them and two more for each track
	MaxDemands  = 256 // different leaf requirements
	MaxRoles    = 60
	MaxWays     = 512    // different ways from one place to another
	MaxAllWays  = 16_384 // over all pairs of places
	MaxBranches = 4_096  // choices of entangled branches on one way
	MaxEntries  = 255    // things that one gate asks for
	maxPeople   = qualify.MaxPeople
	maxNodes    = 20_000 // places where something is asked, every use written out
)

// Process is the sales process of one segment, compiled and flat: names are
// small integers, shared requirements are resolved. It cannot be changed and
// may be used by any number of goroutines.
type Process struct {
	id, title, version, about, source string
	digest                            deal.Digest

	segment    string // "" for a deal that names none
	segments   []string
	framework  *qualify.Framework
	roles      []role
	milestones []milestone
	attributes []attribute // the built-in ones first
	calendar   *calendar
	places     []place // 0 is the start, then the stages, the ends, and the places of each track
	stages     int     // how many of the places are stages of the main walk
	ends       int     // the first place behind the ends
	tracks     []track
	moves      []move
	approvals  []string // the ids of requirements that approvals answer
	watches    [signals]watch
	applies    int32 // a condition; none when the process does not say

	questions    []question
	requirements []requirement // by id; the leaves first in the order met, see leaves
	leaves       []int32       // requirements that are demands, in definition order
	nodes        []node
	edges        []edge
	roots        []int32   // everything that is asked for on the way to won and in the tracks
	applied      demandSet // demands under roots that apply to every deal and are not optional
	doubtful     []int32   // nodes under roots with demands that do so only for some
	ways         ways
	out          [][]int32 // edges, by the place they begin at
	order        []int32   // edges to stages, in the order in which they can be crossed on one day
	first        []int32   // those of them out of a start
	starts       placeSet
	conditional  placeSet  // stages that are there under a condition alone
	quits        placeSet  // lost and left ends
	wonBy        [][]borne // by place: what bears out the claim that a deal is won there

	byRole, byMilestone, byAttribute, byPlace map[string]int
	byRequirement, byApproval                 map[string]int

	// What a fact may change: questions by what they read.
	onElement, onMilestone, onAttribute []trigger
	onPerson, onMeeting, onStep         trigger
	onApproval                          []trigger
	onKnown                             trigger // those that somebody new can change
	onWalk                              []int32 // those about the day on which a stage was earned
	critical                            []int32 // questions that can open a gate, or switch a demand, by time
	asksReached                         bool    // something asks which stages are earned, or since when
	asksEntered                         bool    // something asks for the day the present stage was entered
	clocked                             bool    // a condition is about a day or a step, so that time alone can switch a demand
	expects                             bool    // some stage says how long it is expected to take
	lowers                              []bool  // by milestone: reaching it can undo something
}

type role struct {
	id   string
	side deal.Side
}

type milestone struct {
	id, title string
	by        deal.Side
	validFor  deal.Duration
	voidBy    []int32
	ask       []string
}

type attribute struct {
	id       string
	kind     AttributeType
	unit     string
	fallback deal.Value
}

// The attributes that every process has.
const (
	closeDate = iota
	segmentAttribute
	ownerAttribute
	reasonAttribute // the reasons of an end; asked for in its needs alone
	builtIns
)

// AttributeType is what kind of value an attribute has.
type AttributeType uint8

const (
	Integer AttributeType = iota
	Decimal
	Text
	Flag
	Day
)

var attributeTypes = [...]string{"integer", "decimal", "text", "flag", "day"}

// String is the word of the language for the type.
func (t AttributeType) String() string { return attributeTypes[t] }

// PlaceKind tells stages from ends, and the ends from each other.
type PlaceKind uint8

const (
	NoPlace PlaceKind = iota
	Open              // a stage
	Won
	Lost
	Left   // neither won nor lost: handed over, parked, withdrawn by us
	passed // behind the last stage of a track
)

var endKinds = [...]string{"won", "lost", "left"}

// String is the word of the language for an end's kind, "open" for a stage.
func (k PlaceKind) String() string {
	switch k {
	case NoPlace:
		return ""
	case Open:
		return "open"
	case passed:
		return "done"
	}
	return endKinds[k-Won]
}

// Forecast is the label under which a team forecasts the deals of a stage. The
// zero Forecast is none.
type Forecast uint8

const (
	NoForecast Forecast = iota
	Omitted
	Pipeline
	BestCase
	Commit
)

var forecasts = [...]string{"", "omitted", "pipeline", "best_case", "commit"}

// String is the word of the language for the label.
func (f Forecast) String() string { return forecasts[f] }

type place struct {
	id, title, purpose string
	kind               PlaceKind
	probability        int // percent; -1: not said
	forecast           Forecast
	optional           bool
	pos                diag.Pos
	when               int32   // the condition under which a stage exists
	gone               bool    // the segment alone decides that it does not
	enter, exit        []int32 // roots of a stage's requirements; of an end, enter is its needs
	clocks
	involve []int32 // roles
	reasons []string
	wake    deal.Duration
	wakeAt  diag.Pos
}

// track is a second walk of the same deal.
type track struct {
	id, title   string
	start, done int32 // its places, the stages between them
}

// requirement is one thing asked for under one id, wherever it stands.
type requirement struct {
	id, title, why string
	ask            []string
	pos            diag.Pos
	kind           Kind
	question       int32 // of a leaf; -1 for a group
	node           int32 // one node that asks it
	leaf           int32 // its index in leaves; -1 for a group
}

// node is one place where something is asked: a leaf or a group, with the
// wrappers that it has there.
type node struct {
	kind        Kind
	question    int32 // of a leaf
	count       int32 // of some_of
	members     []int32
	when        int32  // a condition
	requirement int32  // -1 within conditions and under none
	waivable    uint64 // by which roles
	optional    bool
	private     bool // a group whose demands stand nowhere else
	group       int32
}

// edge is a way from one place to the next, with its gate: the roots of all
// that it asks for.
type edge struct {
	from, to int32
	there    int32 // the condition under which there is such a way
	next     bool  // made by next, and not by a move alone
	gate     []int32
	standing []int32 // the leaves of the gate that are asked at its crossing alone
	plain    []int32 // the questions that must be answered yes for it to be open, whatever else
	rest     []int32 // the roots that are none of those
}

// borne is one set of requirements that bears out a won claim.
type borne struct {
	edge     int32 // whose exit it is; -1: the needs of the end
	roots    []int32
	standing []int32
}

// ID is the process's id.
func (p *Process) ID() string { return p.id }

// Title is the process's title.
func (p *Process) Title() string { return p.title }

// Version is the team's own version of the definition; may be empty.
func (p *Process) Version() string { return p.version }

// About says what the process is; may be empty.
func (p *Process) About() string { return p.about }

// Source names who published the process; may be empty.
func (p *Process) Source() string { return p.source }

// Segment is the segment that this process was compiled for; "" for deals that
// name none.
func (p *Process) Segment() string { return p.segment }

// Segments gives all segments that the definition is for.
func (p *Process) Segments() []string { return slices.Clone(p.segments) }

// Framework is the qualification framework of the process.
func (p *Process) Framework() *qualify.Framework { return p.framework }

// Stages gives the stages in definition order, without the ends.
func (p *Process) Stages() iter.Seq[Stage] { return p.placesFrom(1, 1+p.stages) }

// Ends gives the ends in definition order.
func (p *Process) Ends() iter.Seq[Stage] { return p.placesFrom(1+p.stages, p.ends) }

func (p *Process) placesFrom(from, to int) iter.Seq[Stage] {
	return func(yield func(Stage) bool) {
		for i := from; i < to; i++ {
			if !yield(Stage{p, int32(i)}) {
				return
			}
		}
	}
}

// Stage finds a stage or an end by its id.
func (p *Process) Stage(id string) (Stage, bool) {
	i, ok := p.claimable(id)
	if !ok {
		return Stage{}, false
	}
	return Stage{p, i}, true
}

// claimable finds a place of the main walk, the only ones that a CRM can claim.
func (p *Process) claimable(id string) (int32, bool) {
	i, ok := p.byPlace[id]
	return int32(i), ok && i < p.ends
}

// Demands gives the leaf requirements in definition order: everything that can
// be open on the way to won, each once.
func (p *Process) Demands() iter.Seq[Requirement] {
	return func(yield func(Requirement) bool) {
		for _, i := range p.leaves {
			if !yield(Requirement{p, i}) {
				return
			}
		}
	}
}

// Requirements gives everything that has an id, groups and leaves, each once.
func (p *Process) Requirements() iter.Seq[Requirement] {
	return func(yield func(Requirement) bool) {
		for i := range p.requirements {
			if !yield(Requirement{p, int32(i)}) {
				return
			}
		}
	}
}

// Requirement finds a requirement by its id.
func (p *Process) Requirement(id string) (Requirement, bool) {
	i, ok := p.byRequirement[id]
	if !ok {
		return Requirement{}, false
	}
	return Requirement{p, int32(i)}, true
}

// HasAttribute reports whether the process declares an attribute, or has it
// built in.
func (p *Process) HasAttribute(id string) bool {
	_, ok := p.byAttribute[id]
	return ok
}

// Tracks gives the tracks in definition order.
func (p *Process) Tracks() iter.Seq[Track] {
	return func(yield func(Track) bool) {
		for i := range p.tracks {
			if !yield(Track{p, int32(i)}) {
				return
			}
		}
	}
}

// Track is a handle to a second walk of the same deal, beside the main one.
// Handles compare with ==; the zero Track is none.
type Track struct {
	p *Process
	i int32
}

// IsZero reports whether t is no track.
func (t Track) IsZero() bool { return t.p == nil }

// ID is the track's id; "" for the zero Track.
func (t Track) ID() string {
	if t.p == nil {
		return ""
	}
	return t.p.tracks[t.i].id
}

// String is the track's id.
func (t Track) String() string { return t.ID() }

// Title is the track's title; empty for the zero Track.
func (t Track) Title() string {
	if t.p == nil {
		return ""
	}
	return t.p.tracks[t.i].title
}

// Stages gives the stages of the track in definition order.
func (t Track) Stages() iter.Seq[Stage] {
	if t.p == nil {
		return func(func(Stage) bool) {}
	}
	return t.p.placesFrom(int(t.p.tracks[t.i].start)+1, int(t.p.tracks[t.i].done))
}

// Stage is a handle to a stage or an end of a process. Handles compare with ==.
// The zero Stage is none: where a deal stands that has not earned the first.
type Stage struct {
	p *Process
	i int32
}

func (p *Process) stage(i int32) Stage {
	if i == 0 {
		return Stage{}
	}
	return Stage{p, i}
}

// IsZero reports whether s is no stage.
func (s Stage) IsZero() bool { return s.p == nil }

// ID is the id; "none" for the zero Stage.
func (s Stage) ID() string {
	if s.p == nil {
		return "none"
	}
	return s.p.places[s.i].id
}

// String is the id.
func (s Stage) String() string { return s.ID() }

// Title is the title; empty for the zero Stage.
func (s Stage) Title() string {
	if s.p == nil {
		return ""
	}
	return s.p.places[s.i].title
}

// Purpose says where the buyer is; may be empty.
func (s Stage) Purpose() string {
	if s.p == nil {
		return ""
	}
	return s.p.places[s.i].purpose
}

// Kind tells a stage from an end, and the ends from each other; [NoPlace] for
// the zero Stage.
func (s Stage) Kind() PlaceKind {
	if s.p == nil {
		return NoPlace
	}
	return s.p.places[s.i].kind
}

// Optional reports whether the stage may be passed over.
func (s Stage) Optional() bool { return s.p != nil && s.p.places[s.i].optional }

// Probability is the team's constant for the stage, in percent, and whether
// they gave one. It is shown beside what was earned and never mixed with it.
func (s Stage) Probability() (percent int, ok bool) {
	if s.p == nil || s.p.places[s.i].probability < 0 {
		return 0, false
	}
	return s.p.places[s.i].probability, true
}

// Forecast is the label under which the team forecasts deals in the stage.
func (s Stage) Forecast() Forecast {
	if s.p == nil {
		return NoForecast
	}
	return s.p.places[s.i].forecast
}

// WaitsFor is the side whose silence is normal in the stage; NoSide for most.
func (s Stage) WaitsFor() deal.Side {
	if s.p == nil {
		return deal.NoSide
	}
	return s.p.places[s.i].waitsFor
}

// Involves gives the roles that have to take part in the stage, in definition
// order.
func (s Stage) Involves() iter.Seq2[string, deal.Side] {
	return func(yield func(string, deal.Side) bool) {
		if s.p == nil {
			return
		}
		for _, r := range s.p.places[s.i].involve {
			if role := &s.p.roles[r]; !yield(role.id, role.side) {
				return
			}
		}
	}
}

// Reasons gives the reasons that an end may have; empty for any.
func (s Stage) Reasons() []string {
	if s.p == nil {
		return nil
	}
	return slices.Clone(s.p.places[s.i].reasons)
}

// Order is the place in definition order, stages from 1, the ends behind them;
// 0 for the zero Stage.
func (s Stage) Order() int { return int(s.i) }

// Next gives the places that can follow, in definition order, those that lie
// behind optional stages among them.
func (s Stage) Next() iter.Seq[Stage] {
	return func(yield func(Stage) bool) {
		if s.p == nil {
			return
		}
		for _, e := range s.p.out[s.i] {
			if !yield(Stage{s.p, s.p.edges[e].to}) {
				return
			}
		}
	}
}

// Requirement is a handle to something that a process asks for under one id.
// Handles compare with ==; the zero Requirement is none.
type Requirement struct {
	p *Process
	i int32
}

// IsZero reports whether r is no requirement.
func (r Requirement) IsZero() bool { return r.p == nil }

func (r Requirement) get() *requirement { return &r.p.requirements[r.i] }

// ID is the requirement's id; "" for the zero Requirement.
func (r Requirement) ID() string {
	if r.p == nil {
		return ""
	}
	return r.get().id
}

// String is the requirement's id.
func (r Requirement) String() string { return r.ID() }

// Kind tells what the requirement asks for, or how it combines others.
func (r Requirement) Kind() Kind { return r.get().kind }

// Title is the title that was given, or else one made of what is asked for.
func (r Requirement) Title() string { return r.get().title }

// Element is the element that the requirement is about, if it is about one.
func (r Requirement) Element() (e qualify.Element, ok bool) {
	if q := r.get().question; q >= 0 && r.p.questions[q].kind == Element {
		return r.p.framework.At(int(r.p.questions[q].element)), true
	}
	return e, false
}

// Level is the level at which the requirement asks for an element, if it is
// about one.
func (r Requirement) Level() (l qualify.Level, ok bool) {
	if q := r.get().question; q >= 0 && r.p.questions[q].kind == Element {
		return r.p.framework.LevelAt(int(r.p.questions[q].rank)), true
	}
	return l, false
}

// Roles gives the roles of which the demand asks for somebody, in definition
// order, and whose they are. It gives none when the demand asks for no role:
// which roles an element's levels want, [qualify.Element.Ways] tells.
func (r Requirement) Roles() (roles []string, sides []deal.Side) {
	if q := r.get().question; q >= 0 {
		for i, role := range r.p.roles {
			if r.p.questions[q].roles&(1<<i) != 0 {
				roles, sides = append(roles, role.id), append(sides, role.side)
			}
		}
	}
	return roles, sides
}

// Forms gives the forms of which some of what counts for the element has to be,
// weakest first; none when the demand names none.
func (r Requirement) Forms() (forms []deal.Form) {
	if q := r.get().question; q >= 0 {
		for form := deal.Belief; form <= deal.Act; form++ {
			if r.p.questions[q].forms&(1<<form) != 0 {
				forms = append(forms, form)
			}
		}
	}
	return forms
}

// Milestone is the id of the milestone that the requirement is about, if it is
// about one, and the side that reaches it.
func (r Requirement) Milestone() (id string, by deal.Side, ok bool) {
	if q := r.get().question; q >= 0 && r.p.questions[q].kind == Milestone {
		m := &r.p.milestones[r.p.questions[q].milestone]
		return m.id, m.by, true
	}
	return "", deal.NoSide, false
}

// Why says why it is asked for; may be empty.
func (r Requirement) Why() string { return r.get().why }

// Ask gives the questions to ask next: the requirement's own, or else those of
// the element or the milestone it is about.
func (r Requirement) Ask() []string {
	q := r.get()
	if len(q.ask) > 0 || q.question < 0 {
		return slices.Clone(q.ask)
	}
	switch x := r.p.questions[q.question]; x.kind {
	case Element:
		return r.p.framework.At(int(x.element)).Ask()
	case Milestone:
		return slices.Clone(r.p.milestones[x.milestone].ask)
	}
	return nil
}

// Pos is where the requirement is written.
func (r Requirement) Pos() diag.Pos { return r.get().pos }

// Demand reports whether r is a leaf that can be open on the way to won, and
// not a group.
func (r Requirement) Demand() bool { return r.get().leaf >= 0 }

// walkNode visits a node, its conditions, its members and what is under none.
func (p *Process) walkNode(i int32, visit func(*node)) {
	n := &p.nodes[i]
	visit(n)
	if n.when >= 0 {
		p.walkNode(n.when, visit)
	}
	for _, m := range n.members {
		p.walkNode(m, visit)
	}
	if n.question >= 0 && p.questions[n.question].kind == None {
		p.walkNode(p.questions[n.question].node, visit)
	}
}
