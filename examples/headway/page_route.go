package main

import (
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/stage"
)

// route is the stages of a process or of a track, as a strip of stops.
type route struct {
	Title string
	Track bool // it lies beside the main walk
	Stops []stop
}

// stop is a stage or an end on a strip. What it is to the deal is said in
// words; the class only shows it.
type stop struct {
	Title string
	Class string
	Notes []string
}

// routesOf gives the strip of the process, and one for each of its tracks that
// the deal has begun.
func routesOf(r *score.Row, pos *stage.Position) []route {
	main := route{Title: r.Process.Title()}
	for s := range r.Process.Stages() {
		if pos.There(s) || s == r.Claimed || s == r.Earned {
			main.Stops = append(main.Stops, stopOf(r, pos, s))
		}
	}
	for s := range r.Process.Ends() {
		// Of the ends only those of won lie ahead; of the others the one it went to.
		if s.Kind() == stage.Won || s == r.Claimed || s == r.Stands {
			main.Stops = append(main.Stops, stopOf(r, pos, s))
		}
	}
	out := []route{main}
	for t := range r.Process.Tracks() {
		if at, done := pos.At(t); !at.IsZero() || done {
			out = append(out, trackOf(t, at, pos))
		}
	}
	return out
}

func stopOf(r *score.Row, pos *stage.Position, s stage.Stage) stop {
	p := stop{Title: s.Title(), Class: "place"}
	note := func(there bool, class, words string) {
		if there {
			p.Class += " " + class
			if words != "" {
				p.Notes = append(p.Notes, words)
			}
		}
	}
	here := s == r.Stands || r.Stands.IsZero() && s == r.Earned
	note(s.Kind() != stage.Open, "end", "")
	note(here, "here", "stands here")
	note(!here && s.Kind() == stage.Open && pos.Earned(s), "earned", "earned")
	note(s == r.Claimed, "claimed", "CRM says")
	note(!r.Closed && r.Stands.IsZero() && s == r.Gate, "next", "next gate")
	return p
}

func trackOf(t stage.Track, at stage.Stage, pos *stage.Position) route {
	out := route{Title: t.Title(), Track: true}
	for s := range t.Stages() {
		switch {
		case s == at:
			out.Stops = append(out.Stops, stop{s.Title(), "place here", []string{"stands here"}})
		case pos.Earned(s):
			out.Stops = append(out.Stops, stop{s.Title(), "place earned", []string{"earned"}})
		default:
			out.Stops = append(out.Stops, stop{Title: s.Title(), Class: "place"})
		}
	}
	return out
}
