package voice

import (
	"fmt"
	"strings"

	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// Outcome says where a deal stands.
func Outcome(o score.Outcome) string {
	return fmt.Sprintf("%s; %s; score %s", stageWords(o.Stage), openWords(o), Score(o.Score))
}

// Moved says how far a deal would move.
func Moved(today, then score.Outcome) string {
	var parts []string
	switch {
	case then.Stages > 0:
		parts = append(parts, fmt.Sprintf("%s further, to %s", Count(then.Stages, "stage", "stages"), stageWords(then.Stage)))
	case then.Stage != today.Stage:
		parts = append(parts, "to "+stageWords(then.Stage))
	default:
		parts = append(parts, "no stage further")
	}
	left := openWords(then)
	switch fewer := today.Remaining - then.Remaining; {
	case then.Remaining == stage.NoWay:
	case fewer > 0:
		left = fmt.Sprintf("%d open, %d fewer", then.Remaining, fewer)
	case fewer < 0:
		left = fmt.Sprintf("%d open, %d more", then.Remaining, -fewer)
	}
	parts = append(parts, left)
	if then.Score != today.Score {
		parts = append(parts, "score "+Score(then.Score))
	}
	return strings.Join(parts, "; ")
}

func stageWords(s stage.Stage) string {
	if s.IsZero() {
		return "no stage yet"
	}
	return fmt.Sprintf("%s (%s)", s.Title(), s.ID())
}

func openWords(o score.Outcome) string {
	if o.Remaining == stage.NoWay {
		return "no way to won"
	}
	return fmt.Sprintf("%d open on the way to won", o.Remaining)
}

// Missing says who is missing for a requirement.
func Missing(m score.Missing) string {
	role := strings.ReplaceAll(strings.Join(m.Roles, " or "), "_", " ")
	if len(m.Known) > 0 {
		between := " or "
		if m.Together {
			between = " and "
		}
		return "invite " + People(m.Known, between)
	}
	switch {
	case role == "":
		return "it takes more of their people than are on record"
	case m.Have == 0:
		return "nobody on record has the role of " + role
	}
	return fmt.Sprintf("%s on record as %s, and it takes more", Count(m.Have, "person is", "people are"), role)
}

// Reason says why no meeting meets a requirement.
func Reason(r score.Reason) string {
	switch r {
	case score.NotYet:
		return "a day has to come, or to be set"
	case score.OurSide:
		return "that is for our own side to do"
	case score.Outside:
		return "that is for a third party to do"
	case score.Derived:
		return "it follows from other requirements"
	case score.Against:
		return "something stands against it that has to be taken back"
	case score.OnRecord:
		return "the value on record is another"
	case score.NoMeeting:
		return "nobody can show it in a meeting"
	}
	return r.String()
}
