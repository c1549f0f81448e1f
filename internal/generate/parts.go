package generate

// Part is a set of constructs of the language, a bit each, that a case may do
// without.
type Part uint32

// The constructs that can be left out.
const (
	Approvals   Part = 1 << iota // requirements that ask for approvals
	Waivers                      // requirements that can be waived
	Scores                       // requirements that ask for a score
	Always                       // requirements at every gate
	PerSegment                   // values per segment
	WorkingDays                  // durations in working days
	Calendars                    // the calendar of a process
	Dates                        // requirements that compare days
	Stays                        // days of the walk: when a stage was entered or earned
	StageWhen                    // stages that are there for some deals only
	Moves                        // moves
	Tracks                       // tracks
	Owing                        // needs of ends that are not won, and reasons
	Clocks                       // silence, expected times, limits, waiting, wake
	Applies                      // which deals belong to a process
	Settings                     // thresholds of signals
)

// Pending is what the engine does not have yet. A case has none of it, unless
// it is made ahead.
const Pending Part = 0

// parts gives what a case may have.
func (o Only) parts() Part {
	out := ^o.Without
	if !o.Ahead {
		out &^= Pending
	}
	return out
}
