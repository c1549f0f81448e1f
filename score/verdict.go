package score

import "slices"

// Verdict is what became of a deal between two days. The verdicts are in order,
// worst first; busy and stalled are no ranking of chances and are not to be
// shown as one. The zero Verdict is none.
type Verdict uint8

const (
	NoVerdict   Verdict = iota
	Lost                // it stands at a lost end
	Left                // it stands at a left end
	Regressed           // a fact took something back
	Stalled             // nothing came of it, and nobody did anything
	Busy                // something was done, and nothing came of it
	Waiting             // it is legitimately quiet, or the buyer owes the next step
	Progressing         // something was gained
	Advanced            // something was gained, and a stage was earned
	Won                 // it stands at a won end, and the record bears it out
)

var verdictNames = [...]string{"", "lost", "left", "regressed", "stalled", "busy", "waiting", "progressing", "advanced", "won"}

// Verdicts gives the words of the language for the verdicts, worst first.
func Verdicts() []string { return slices.Clone(verdictNames[1:]) }

// String is the word of the language for the verdict.
func (v Verdict) String() string { return verdictNames[v] }

// Signs is a set of what can be said about a deal between two days, a bit each.
type Signs uint16

const (
	StandsWon  Signs = 1 << iota // at a won end that the record bears out
	StandsLost                   // at a lost end
	StandsLeft                   // at a left end
	Loss                         // a fact took something
	Back                         // the stage that was earned is not earned any more
	Further                      // more demands are open than without the new facts
	Gain                         // an outcome that holds, did not, and is the buyer's own work
	Forward                      // the stage that is earned now was not earned before
	Wait                         // there is a declared reason to be quiet on the last day: see [Waits]
	Touch                        // something was done: an activity, evidence, a milestone, an approval, a step done
	Lapse                        // time took something
	Typed                        // something was typed: a claim, a close date, an attribute, a person, a step, a waiver, a pause
)

// signNames are the words for the signs, in the order of their bits.
var signNames = [...]string{"won", "lost", "left", "loss", "back", "further", "gain", "forward", "wait", "touch", "lapse", "typed"}

// Has reports whether all of some signs are there.
func (s Signs) Has(all Signs) bool { return s&all == all }

// Strings gives the words for the signs that are there, in order.
func (s Signs) Strings() []string {
	out := []string{}
	for i, name := range signNames {
		if s&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	return out
}

// table gives each set of signs exactly one verdict: that of the first row all
// of whose signs are there. [Lapse] and [Typed] are shown and decide nothing.
var table = [...]struct {
	all     Signs
	verdict Verdict
}{
	{StandsWon, Won},
	{StandsLost, Lost},
	{StandsLeft, Left},
	{Loss | Back, Regressed},
	{Loss | Further, Regressed},
	{Gain | Forward, Advanced},
	{Gain, Progressing},
	{Loss, Regressed},
	{Wait, Waiting},
	{Touch, Busy},
	{0, Stalled},
}

// Verdict gives the one verdict of a set of signs.
func (s Signs) Verdict() Verdict {
	for _, row := range table {
		if s.Has(row.all) {
			return row.verdict
		}
	}
	panic("score: the last row of the table asks for nothing")
}
