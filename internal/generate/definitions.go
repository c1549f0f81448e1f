package generate

import (
	"fmt"
	"slices"

	"github.com/headway-go/headway/qualify/deal"
)

// The names that definitions and facts are made of. They are few, so that the
// same thing is meant again and again.
var (
	elementIDs   = []string{"pain", "money", "power", "plan", "rival"}
	milestoneIDs = []string{"demo", "trial", "quote", "signed"}
	stageIDs     = []string{"first", "second", "third", "fourth", "fifth", "sixth"}
	trackIDs     = []string{"legal", "tech"}
	reasonIDs    = []string{"price", "timing", "rival"}
	levelIDs     = []string{"weak", "fair", "good", "strong"}

	buyerRoles  = []string{"champion", "boss"}
	sellerRoles = []string{"rep", "chief"}
	thirdRoles  = []string{"adviser"}
	payer       = "economic_buyer" // a role of the buyer's that only some processes have
	allRoles    = slices.Concat(buyerRoles, sellerRoles, thirdRoles)

	attributes = []Attribute{
		{ID: "amount", Type: "decimal"},
		{ID: "seats", Type: "integer"},
		{ID: "region", Type: "text"},
		{ID: "hot", Type: "flag"},
		{ID: "begin", Type: "day"},
		{ID: "budget", Type: "decimal"},
		{ID: "finish", Type: "day"},
	}
)

func (s source) framework(only Only) Framework {
	f := Framework{ID: "frame"}
	if !only.Standard && s.chance(55) {
		points, own := 0, s.chance(40)
		for _, id := range levelIDs[:s.between(1, len(levelIDs))] {
			l := Level{ID: id, ShownBy: s.ways()}
			if own {
				points += s.between(1, 3)
				l.Points = points
			}
			f.Levels = append(f.Levels, l)
		}
	}
	for _, id := range elementIDs[:s.between(2, len(elementIDs))] {
		e := Element{ID: id, Weight: -1, Essential: s.chance(15)}
		if s.chance(50) {
			e.Weight = s.between(0, 4)
		}
		if s.chance(60) {
			e.ValidFor = s.span()
		}
		if !only.Standard && s.chance(20) {
			for _, l := range some(s, f.Ladder(), s.between(1, 2)) {
				e.Levels = append(e.Levels, Level{ID: l.ID, ShownBy: s.ways()})
			}
		}
		if s.chance(25) {
			e.Reads = append(e.Reads, "alias")
		}
		if other := pick(s, elementIDs...); other != id && s.chance(15) {
			e.Reads = append(e.Reads, other)
		}
		f.Elements = append(f.Elements, e)
	}
	if f.Elements[0].Weight == 0 {
		f.Elements[0].Weight = 1 // some element has to weigh something
	}
	switch s.IntN(5) {
	case 0:
		f.Method = "weakest"
	case 1:
		f.Method = "sum"
	case 2:
		f.Method = "weighted"
	}
	if s.chance(30) {
		f.Bands = []Band{{"low", 0}, {"middle", s.between(20, 50)}, {"high", s.between(60, 90)}}
	}
	return f
}

func (s source) ways() []Way {
	list := make([]Way, s.between(1, 2))
	for i := range list {
		w := &list[i]
		if s.chance(60) {
			w.Forms = some(s, []deal.Form{deal.Belief, deal.Inferred, deal.Public, deal.Statement, deal.Document, deal.Act}, s.between(1, 4))
		}
		if s.chance(50) {
			w.Side = pick(s, deal.Buyer, deal.Buyer, deal.Seller, deal.ThirdParty)
		}
		if s.chance(20) {
			w.Roles = some(s, allRoles, s.between(1, 2))
		}
		if s.chance(30) {
			w.People = s.between(1, 2)
		}
	}
	return list
}

// process makes a process on a framework. Stages ask for requirements out of a
// pool, so that one and the same is asked for at several gates.
func (s source) process(f *Framework, only Only) Process {
	p := Process{ID: "way", Framework: f.ID}
	if s.chance(35) {
		p.Segments = []string{"small", "large"}
	}
	for i, id := range allRoles {
		p.Roles = append(p.Roles, Role{id, roleSide(i)})
	}
	if s.chance(25) {
		p.Roles = append(p.Roles, Role{payer, deal.Buyer}) // of whom a signal tells
	}
	for _, id := range milestoneIDs[:s.between(1, len(milestoneIDs))] {
		m := Milestone{ID: id}
		if s.chance(45) {
			m.By = pick(s, deal.Buyer, deal.Seller, deal.ThirdParty)
		}
		if s.chance(35) {
			m.ValidFor, m.ValidForBy = s.span(), split(s, &p, s.span)
		}
		p.Milestones = append(p.Milestones, m)
	}
	for i := range p.Milestones {
		if other := pick(s, p.Milestones...); other.ID != p.Milestones[i].ID && s.chance(50) {
			p.Milestones[i].VoidBy = []string{other.ID}
		}
	}
	for _, a := range some(s, attributes, s.between(1, 5)) {
		if s.chance(35) {
			a.Default = s.value(a.Type)
		}
		p.Attributes = append(p.Attributes, a)
	}
	stages := s.between(2, len(stageIDs))
	for _, id := range stageIDs[:stages] {
		p.Stages = append(p.Stages, Stage{ID: id})
	}
	s.tracks(&p)
	d := demander{source: s, f: f, p: &p, only: only}
	d.fillPool()
	d.share()
	for i := range p.Stages {
		st := &p.Stages[i]
		d.stage = i
		if s.chance(30) {
			st.Enter = d.list(1, 2)
		}
		if s.chance(85) {
			st.Exit = d.list(1, 3)
		}
		st.Optional = s.chance(20)
		if s.has(StageWhen) && !only.NoWhen && s.chance(15) {
			st.When = d.presence()
		}
	}
	if s.chance(60) {
		p.Ends = s.ends(&d)
	}
	for i := range p.Stages {
		if s.chance(45) {
			p.Stages[i].Next = s.next(&p, i)
		}
	}
	d.rest()
	return p
}

// tracks makes the stages of tracks, without what they ask for.
func (s source) tracks(p *Process) {
	if !s.has(Tracks) || s.chance(55) {
		return
	}
	for _, id := range some(s, trackIDs, s.between(1, len(trackIDs))) {
		t := Track{ID: id}
		for i := range s.between(1, 3) {
			t.Stages = append(t.Stages, Stage{ID: fmt.Sprintf("%s_%d", id, i+1)})
		}
		p.Tracks = append(p.Tracks, t)
	}
}

func roleSide(i int) deal.Side {
	switch {
	case i < len(buyerRoles):
		return deal.Buyer
	case i < len(buyerRoles)+len(sellerRoles):
		return deal.Seller
	}
	return deal.ThirdParty
}

func (s source) ends(d *demander) []End {
	d.stage = len(d.p.Stages)
	won := []End{{ID: "won", Kind: "won"}}
	if s.chance(40) {
		won = append(won, End{ID: "renewed", Kind: "won"})
	}
	for i := range won {
		d.needs(&won[i], 65)
	}
	out := append(won, End{ID: "lost", Kind: "lost"})
	if s.chance(85) {
		out = append(out, End{ID: "parked", Kind: "left"})
	}
	for i := len(won); i < len(out) && s.has(Owing); i++ {
		d.needs(&out[i], 45)
	}
	if e := &out[len(out)-1]; e.Kind == "left" && s.has(Clocks) && s.chance(75) {
		e.Wake, e.WakeBy = d.short(), split(s, d.p, d.short)
	}
	return out
}

// needs gives an end reasons, and so many times in a hundred needs.
func (d *demander) needs(e *End, percent int) {
	d.end = e
	if d.has(Owing) && d.chance(45) {
		e.Reasons = some(d.source, reasonIDs, d.between(1, 3))
	}
	if d.chance(percent) {
		e.Needs = d.list(1, 2)
	}
	d.end = nil
}

// next lists where a stage leads: mostly on, sometimes far on, back, or to an
// end.
func (s source) next(p *Process, stage int) []string {
	var out []string
	add := func(id string) {
		if !slices.Contains(out, id) && id != p.Stages[stage].ID {
			out = append(out, id)
		}
	}
	for range s.between(1, 3) {
		switch {
		case s.chance(50) && stage+1 < len(p.Stages):
			add(p.Stages[stage+1].ID)
		case s.chance(40) && stage+1 < len(p.Stages):
			add(p.Stages[s.between(stage+1, len(p.Stages)-1)].ID)
		case s.chance(40) && stage > 0:
			add(p.Stages[s.IntN(stage)].ID)
		case s.chance(25):
			add(pick(s, p.AllEnds()...).ID)
		default:
			add("won")
		}
	}
	if len(out) == 0 {
		out = append(out, "won")
	}
	return out
}

// value gives a value for an attribute of a type. There are few, so that bounds
// are met exactly.
func (s source) value(kind string) deal.Value {
	switch kind {
	case "integer":
		return deal.Number(pick[int64](s, 0, 1, 5, 10) * deal.Decimals)
	case "decimal":
		return deal.Number(pick[int64](s, 0, 50_000, 100_000, 125_000, 1_000_000, -10_000))
	case "flag":
		return deal.Flag(s.chance(50))
	case "day":
		return deal.Text(Start.Add(10 * s.IntN(7)).String())
	case "text":
		return deal.Text(pick(s, "red", "green", "dark blue"))
	}
	panic(fmt.Sprintf("no attribute is of type %q", kind))
}
