package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/score"
	"github.com/headway-go/headway/score/voice"
	"github.com/headway-go/headway/stage"
)

// plan says what to take up in the next meeting about a deal.
func plan(c *command) (int, error) {
	if c.most < 0 {
		return 0, usagef("-max %d is no number of things; write 1 or more, or 0 for all", c.most)
	}
	m := score.Meeting{Max: c.most}
	for _, name := range strings.Split(c.with, ",") {
		if name = strings.TrimSpace(name); name != "" {
			m.With = append(m.With, name)
		}
	}
	if c.with != "" && m.With == nil {
		return 0, usagef("-with names nobody; write people with commas between, or leave it out")
	}
	book, rec, _, day, err := c.chosen()
	if err != nil {
		return 0, err
	}
	p, err := score.Prepare(book, rec, day, m)
	if err != nil {
		return 0, err
	}
	if c.format == "json" {
		writeJSON(&c.out, planOf(p))
	} else {
		w := planText{c: c, b: &c.out, p: p}
		w.text(c.with == "")
	}
	return fine, nil
}

// planText writes a plan for whoever makes the call.
type planText struct {
	c *command
	b *strings.Builder
	p *score.Plan
}

func (w *planText) head(s string) {
	w.b.WriteString("\n" + w.c.style.bold(diag.Printable(s)) + "\n")
}

func (w *planText) say(label, text string) {
	if text != "" {
		wrap(w.b, 2, label, 12, text)
	}
}

func (w *planText) text(everybody bool) {
	p, card := w.p, w.p.Card()
	rec := card.Record()
	name := rec.Title
	if name == "" {
		name = rec.ID
	}
	fmt.Fprintf(w.b, "%s%s\n", w.c.style.bold(diag.Printable(name)), w.c.sample())
	w.say("deal", fmt.Sprintf("%s, on %v, process %s", rec.ID, card.Day(), card.Process().Title()))
	w.say("today", voice.Outcome(p.Today()))
	there := voice.People(p.People(), ", ")
	switch {
	case everybody:
		there = "whoever of these can come: " + there
	case there == "":
		there = "nobody who is on record"
	}
	w.say("there", there)
	for _, name := range p.Unknown() {
		w.say("unknown", name+": nobody on record is called so, and nothing is expected of them")
	}
	for _, x := range p.Gone() {
		w.say("gone", voice.Person(x)+": has left, and nothing is expected of them")
	}
	if s := card.Position().Stands(); !s.IsZero() {
		w.say("plan", fmt.Sprintf("nothing: the deal stands at %s (%s)", s.Title(), s.ID()))
		return
	}
	switch n := len(p.Asks()); {
	case p.Today().Remaining == stage.NoWay:
		w.say("plan", "nothing: no way to won is left for this deal")
	case p.Today().Remaining == 0:
		w.say("plan", "nothing is open on the way to won")
	case n == 0:
		w.say("plan", "nothing that is open can be taken up with them")
	default:
		all := "the one thing below"
		if n > 1 {
			all = fmt.Sprintf("all %d things below", n)
		}
		w.say("if met", all+": "+voice.Moved(p.Today(), p.Together()))
	}
	w.asks()
	if later := p.Later(); len(later) > 0 {
		w.head(fmt.Sprintf("IF THERE IS MORE TIME (%d)", len(later)))
		for i, a := range later {
			w.say(fmt.Sprint(len(p.Asks())+i+1), a.Requirement.Title()+" ("+a.Requirement.ID()+"), "+voice.Who(a.People, a.Together, p.People()))
		}
	}
	w.missing()
	if len(p.Elsewhere()) > 0 {
		w.head("NOT IN A MEETING WITH THEM")
		for _, e := range p.Elsewhere() {
			w.say(voice.Answer(e.Answer), voice.Wanted(e.Requirement, e.AtGate)+": "+voice.Reason(e.Why))
		}
	}
}

// missing writes for what somebody is missing, once for all that the same people
// are missing for.
func (w *planText) missing() {
	var who []string
	for _, m := range w.p.Missing() {
		if words := voice.Missing(m); !slices.Contains(who, words) {
			who = append(who, words)
		}
	}
	if len(who) > 0 {
		w.head("SOMEBODY IS MISSING")
	}
	for _, words := range who {
		w.say("who", words)
		for _, m := range w.p.Missing() {
			if voice.Missing(m) == words {
				w.say("  for", voice.Wanted(m.Requirement, m.AtGate))
			}
		}
	}
}

// asks writes what to take up, by who has to be there. The numbers are the order
// over all of them.
func (w *planText) asks() {
	number := map[stage.Requirement]int{}
	for i, a := range w.p.Asks() {
		number[a.Requirement] = i + 1
	}
	for _, g := range w.p.Groups() {
		w.head("WITH " + strings.ToUpper(voice.Who(g.People, g.Together, w.p.People())))
		for _, a := range g.Asks {
			r := a.Requirement
			w.say(fmt.Sprint(number[r]), voice.Wanted(r, a.AtGate))
			for i, ask := range r.Ask() {
				if i == 2 {
					break
				}
				w.say("  ask", "\u201c"+ask+"\u201d")
			}
			for _, l := range a.Levels() {
				e, _ := r.Element()
				if ours := e.Reach(deal.Seller, anyRole); l.Rank() > ours.Rank() || l == a.Levels()[len(a.Levels())-1] {
					w.say("  counts", voice.Counts(e, l)) // what we can say ourselves is no proof to ask for
				}
			}
			w.say("  needs", voice.Refined(r))
			w.say("  with it", voice.Titles(a.Also))
			w.say("  moves", voice.Moved(w.p.Today(), a.Outcome))
		}
	}
}

func anyRole(string) bool { return true }

// planJSON is a plan for other programs.
type planJSON struct {
	AsOf      deal.Day        `json:"as_of"`
	Deal      string          `json:"deal"`
	Title     string          `json:"title"`
	Process   string          `json:"process"`
	Stands    *string         `json:"stands"` // the end at which the deal stands; nothing is planned then
	Today     outcomeJSON     `json:"today"`
	With      []personJSON    `json:"with"`
	Unknown   []string        `json:"unknown"` // invited, and nobody on record is called so
	Gone      []string        `json:"gone"`    // invited, and has left
	Asks      []askJSON       `json:"asks"`
	Together  outcomeJSON     `json:"together"` // if all asks are met
	Later     []askJSON       `json:"later"`    // what does not fit
	Missing   []missingJSON   `json:"missing"`
	Elsewhere []elsewhereJSON `json:"elsewhere"`
}

type outcomeJSON struct {
	Stage     string    `json:"stage"`
	Remaining int       `json:"remaining"` // -1 when no way is left
	Score     scoreJSON `json:"score"`
	Stages    int       `json:"stages"` // how many would be earned that are not today
}

type personJSON struct {
	Person string   `json:"person"`
	Name   string   `json:"name"`
	Side   string   `json:"side"`
	Roles  []string `json:"roles"`
}

type askJSON struct {
	ID       string      `json:"id"`
	Title    string      `json:"title"`
	Answer   string      `json:"answer"`
	AtGate   bool        `json:"at_gate"`
	People   []string    `json:"people"`
	Together bool        `json:"together"` // it takes all of the people, not one of them
	Why      string      `json:"why"`
	Ask      []string    `json:"ask"`
	Proof    []proofJSON `json:"proof"`
	Roles    []string    `json:"roles"` // that it asks for by itself, and forms
	Forms    []string    `json:"forms"`
	Also     []string    `json:"also"`    // open demands that are met with it
	Outcome  outcomeJSON `json:"outcome"` // if it alone is met
}

// proofJSON is what counts for one level of an element.
type proofJSON struct {
	Level string         `json:"level"`
	Means string         `json:"means"`
	Shows string         `json:"shows"`
	Ways  []proofWayJSON `json:"ways"`
}

type proofWayJSON struct {
	Forms  []string `json:"forms"` // empty: any
	Side   string   `json:"side"`  // empty: any
	Roles  []string `json:"roles"`
	People int      `json:"people"`
}

type missingJSON struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Answer   string   `json:"answer"`
	AtGate   bool     `json:"at_gate"`
	Roles    []string `json:"roles"`
	Have     int      `json:"have"`  // people on record who have one of the roles
	Known    []string `json:"known"` // on record and not invited
	Together bool     `json:"together"`
}

type elsewhereJSON struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Answer string `json:"answer"`
	AtGate bool   `json:"at_gate"`
	Why    string `json:"why"` // not_yet, our_side, third_party, derived, against, on_record, no_meeting
}

func planOf(p *score.Plan) planJSON {
	card := p.Card()
	out := planJSON{
		AsOf: card.Day(), Deal: card.Record().ID, Title: card.Record().Title, Process: card.Process().ID(), Stands: stageID(card.Position().Stands()),
		Today: outcomeOf(p.Today()), Together: outcomeOf(p.Together()), With: []personJSON{}, Unknown: texts(p.Unknown()), Gone: personIDs(p.Gone()),
		Asks: asksOf(p.Asks()), Later: asksOf(p.Later()), Missing: []missingJSON{}, Elsewhere: []elsewhereJSON{},
	}
	for _, x := range p.People() {
		out.With = append(out.With, personJSON{x.ID, x.Name, x.Side.String(), texts(x.Roles)})
	}
	for _, m := range p.Missing() {
		out.Missing = append(out.Missing, missingJSON{m.Requirement.ID(), m.Requirement.Title(), m.Answer.String(), m.AtGate, texts(m.Roles), m.Have, personIDs(m.Known), m.Together})
	}
	for _, e := range p.Elsewhere() {
		out.Elsewhere = append(out.Elsewhere, elsewhereJSON{e.Requirement.ID(), e.Requirement.Title(), e.Answer.String(), e.AtGate, e.Why.String()})
	}
	return out
}

func outcomeOf(o score.Outcome) outcomeJSON {
	return outcomeJSON{o.Stage.ID(), o.Remaining, scoreJSON{o.Score.Earned, o.Score.Ceiling}, o.Stages}
}

func asksOf(asks []score.Ask) []askJSON {
	out := []askJSON{}
	for _, a := range asks {
		r := a.Requirement
		roles, _ := r.Roles()
		x := askJSON{ID: r.ID(), Title: r.Title(), Answer: a.Answer.String(), AtGate: a.AtGate, People: personIDs(a.People), Together: a.Together,
			Why: r.Why(), Ask: texts(r.Ask()), Proof: []proofJSON{}, Roles: texts(roles), Forms: formIDs(r.Forms()), Also: ids(a.Also), Outcome: outcomeOf(a.Outcome)}
		for _, l := range a.Levels() {
			e, _ := r.Element()
			proof := proofJSON{Level: l.ID(), Means: l.Means(), Shows: e.Shows(l), Ways: []proofWayJSON{}}
			for way := range e.Ways(l) {
				proof.Ways = append(proof.Ways, proofWayJSON{formIDs(way.Forms), way.Side.String(), texts(way.Roles), way.People})
			}
			x.Proof = append(x.Proof, proof)
		}
		out = append(out, x)
	}
	return out
}

func personIDs(people []stage.Person) []string {
	out := []string{}
	for _, x := range people {
		out = append(out, x.ID)
	}
	return out
}

func formIDs(forms []deal.Form) []string {
	out := []string{}
	for _, f := range forms {
		out = append(out, f.String())
	}
	return out
}
