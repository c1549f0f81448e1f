package generate

import (
	"time"

	"github.com/headway-go/headway/qualify/deal"
)

// Process is a sales process on a framework.
type Process struct {
	ID         string
	Framework  string
	Segments   []string // nil says nothing: the process's id is its only one
	Roles      []Role
	Milestones []Milestone
	Attributes []Attribute
	Shared     []Shared
	Stages     []Stage
	Ends       []End // nil says nothing: won and lost
	Moves      []Move
	Always     []*Requirement
	Tracks     []Track
	Calendar   *Calendar // nil says nothing
	Applies    *Requirement
	Signals    []Signal
	Words      bool // it has everything that is only for people to read
}

// Role is a role of one side.
type Role struct {
	ID   string
	Side deal.Side
}

// Milestone is an outcome that can be reached.
type Milestone struct {
	ID       string
	By       deal.Side // NoSide says nothing: it is the buyer's
	ValidFor deal.Duration
	VoidBy   []string

	ValidForBy Split[deal.Duration]
}

// Owner is the side that the milestone belongs to.
func (m *Milestone) Owner() deal.Side {
	if m.By == deal.NoSide {
		return deal.Buyer
	}
	return m.By
}

// Attribute is a value that the host hands in.
type Attribute struct {
	ID      string
	Type    string     // integer, decimal, text, flag or day
	Default deal.Value // a day is its text
}

// Shared is a requirement that others use by its id.
type Shared struct {
	ID          string
	Requirement *Requirement
}

// Stage is a stage.
type Stage struct {
	ID          string
	Enter, Exit []*Requirement
	Next        []string // nil says nothing
	Optional    bool
	When        *Requirement
	WaitsFor    deal.Side // NoSide says nothing
	Limits      []Limit
	Expected    deal.Duration
	Silence     *Silence
	Probability int // 0 says nothing
	Forecast    string
	Purpose     string
	Buyers      []string // roles to involve
	Sellers     []string

	ExpectedBy    Split[deal.Duration]
	ProbabilityBy Split[int]
}

// Limit is how long a deal may be in a stage, or after a day, or until which
// time before one.
type Limit struct {
	Of     deal.Duration
	From   string // "" says nothing, as does Before
	Before string
	When   *Requirement

	OfBy Split[deal.Duration]
}

// Silence says after how many days without a word from the other side it is
// time to speak up.
type Silence struct {
	Warn, Flag deal.Duration
	When       *Requirement
	Then       string // an end; "" says nothing

	WarnBy, FlagBy Split[deal.Duration]
}

// Move adds edges, or needs to edges, or forbids them.
type Move struct {
	From   []string // nil is any
	To     string   // a stage, an end, or earlier
	When   *Requirement
	Forbid bool
	Needs  []*Requirement
}

// Track is a second walk, beside the main one.
type Track struct {
	ID     string
	Stages []Stage
}

// Calendar says which days are working days, which are quiet, and when the
// fiscal year begins.
type Calendar struct {
	Weekend    []time.Weekday // nil says nothing
	Holidays   []deal.Day
	Quiet      []Quiet
	FiscalYear string // month and day; "" says nothing
}

// Quiet is days on which clocks stand still.
type Quiet struct {
	From, To deal.Day
	Why      string
}

// Signal is what a process says about a signal: that it is off, or its
// thresholds.
type Signal struct {
	ID         string
	Thresholds []Threshold // nil is off
}

// Threshold is a figure from which on a signal is raised: a count, or a duration.
type Threshold struct {
	Name  string
	Count int
	Days  deal.Duration // zero: it is a count

	CountBy Split[int]
	DaysBy  Split[deal.Duration]
}

// End is an end.
type End struct {
	ID    string
	Kind  string // won, lost or left
	Needs []*Requirement

	Reasons []string
	Wake    deal.Duration // of a left end
	WakeBy  Split[deal.Duration]
}

// AllEnds is the ends of the process, those that it does not write down
// among them.
func (p *Process) AllEnds() []End {
	if p.Ends == nil {
		return []End{{ID: "won", Kind: "won"}, {ID: "lost", Kind: "lost"}}
	}
	return p.Ends
}
