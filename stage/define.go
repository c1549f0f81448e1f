package stage

import (
	"fmt"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// definition is a process as it was written: its words are read and each stands
// by itself, and what they refer to is not looked up yet. One definition is
// compiled into one flat [Process] for each of its segments.
type definition struct {
	whole                             ydoc.Value // its document
	at                                ydoc.Value
	id, title, version, about, source string
	framework                         word
	segments                          []word
	applies                           *requirementDef
	roles                             []roleDef
	milestones                        []milestoneDef
	attributes                        []attributeDef
	calendar                          *calendar
	shared                            []sharedDef
	stages                            []stageDef
	ends                              []endDef
	moves                             []moveDef
	always                            []*requirementDef
	tracks                            []trackDef
	signals                           []signalDef
}

// word is a name as it was written, with its place.
type word struct {
	at   ydoc.Value
	text string
}

type roleDef struct {
	word
	side deal.Side
}

type milestoneDef struct {
	word
	title    string
	by       deal.Side
	validFor segmented[deal.Duration]
	voidBy   []word
	ask      []string
}

type attributeDef struct {
	word
	kind     AttributeType
	unit     string
	fallback ydoc.Value
}

type sharedDef struct {
	word
	requirement *requirementDef
}

type stageDef struct {
	word
	title, purpose string
	probability    segmented[int] // percent
	forecast       Forecast
	when           *requirementDef
	enter, exit    []*requirementDef
	next           []word
	optional       bool
	expected       segmented[deal.Duration]
	limits         []limitDef
	silence        *silenceDef
	involve        []roleDef
	waitsFor       deal.Side
}

type trackDef struct {
	word
	title  string
	stages []stageDef
}

type endDef struct {
	word
	title   string
	kind    PlaceKind
	reasons []word
	needs   []*requirementDef
	wake    segmented[deal.Duration]
}

// define reads a process.
func define(v ydoc.Value) *definition {
	o, ok := v.Object(processShape)
	if !ok {
		return nil
	}
	d := &definition{whole: v, at: o.Get("process")}
	d.id, _ = d.at.ID()
	d.title, _ = o.Get("title").Text()
	d.version, _ = o.Get("version").Text()
	d.about, _ = o.Get("about").Text()
	d.source, _ = o.Get("source").Text()
	d.framework = readWord(o.Get("framework"))
	d.defineSegments(o.Get("segments"))
	if applies := o.Get("applies"); applies.Given() {
		d.applies = defineCondition(applies)
	}
	d.defineRoles(o.Get("roles"))
	for item := range o.Get("milestones").Items() {
		d.defineMilestone(item)
	}
	for item := range o.Get("attributes").Items() {
		d.defineAttribute(item)
	}
	d.calendar = defineCalendar(o.Get("calendar"))
	if shared := o.Get("requirements"); shared.Given() {
		for key, item := range shared.Entries() {
			id, _ := key.ID()
			d.shared = append(d.shared, sharedDef{word{key, id}, defineRequirement(item)})
		}
	}
	d.stages = defineStages(o.Get("stages"), stageShape)
	d.defineEnds(o.Get("ends"))
	for item := range o.Get("moves").Items() {
		d.defineMove(item)
	}
	d.always = defineList(o.Get("always"), defineAlways)
	for item := range o.Get("tracks").Items() {
		d.defineTrack(item)
	}
	if signals := o.Get("signals"); signals.Given() {
		for key, item := range signals.Entries() {
			d.defineSignal(key, item)
		}
	}
	return d
}

func (d *definition) defineSegments(v ydoc.Value) {
	d.segments = readWords(v)
	for _, s := range d.segments {
		if s.text == others {
			s.at.Report(diag.Reserved, fmt.Sprintf("%q means all segments that are not named, and can be none", others), "choose another id")
		}
	}
	if v.Kind() == ydoc.List && v.Len() == 0 {
		v.Report(diag.EmptyList, "a process is for at least one segment", "leave segments out: the segment is then the process's id")
	}
}

func (d *definition) defineRoles(v ydoc.Value) {
	if !v.Given() {
		return
	}
	if o, ok := v.Object(rolesShape); ok {
		d.roles = readRoles(o, deal.Buyer, deal.Seller, deal.ThirdParty)
	}
}

// readRoles reads the roles of each side.
func readRoles(o *ydoc.Object, sides ...deal.Side) []roleDef {
	var out []roleDef
	for _, side := range sides {
		for w := range words(o.Get(side.String())) {
			out = append(out, roleDef{w, side})
		}
	}
	return out
}

func (d *definition) defineMilestone(v ydoc.Value) {
	o, ok := v.Object(milestoneShape)
	if !ok {
		return
	}
	m := milestoneDef{word: readWord(o.Get("id")), by: deal.Buyer}
	m.title, _ = o.Get("title").Text()
	if by := o.Get("by"); by.Given() {
		if i, ok := by.Word(sideWords...); ok {
			m.by = deal.Side(i + 1)
		}
	}
	m.validFor = readSegmented(o.Get("valid_for"), duration)
	m.voidBy = readWords(o.Get("void_by"))
	m.ask = o.Get("ask").Texts()
	d.milestones = append(d.milestones, m)
}

func (d *definition) defineAttribute(v ydoc.Value) {
	o, ok := v.Object(attributeShape)
	if !ok {
		return
	}
	a := attributeDef{word: readWord(o.Get("id")), fallback: o.Get("default")}
	if t := o.Get("type"); t.Kind() != ydoc.Absent {
		i, _ := t.Word(attributeTypes[:]...)
		a.kind = AttributeType(i)
	}
	a.unit, _ = o.Get("unit").Text()
	d.attributes = append(d.attributes, a)
}

// defineStages reads the stages of the main walk or of a track, each with a
// table of keys.
func defineStages(v ydoc.Value, shape *ydoc.Shape) []stageDef {
	var out []stageDef
	for item := range v.Items() {
		if o, ok := item.Object(shape); ok {
			out = append(out, defineStage(o, shape == stageShape))
		}
	}
	if v.Kind() == ydoc.List && v.Len() == 0 {
		v.Report(diag.EmptyList, "at least one stage is needed here", "as in stages: [{id: discover, title: Discover}]")
	}
	return out
}

func defineStage(o *ydoc.Object, main bool) stageDef {
	s := stageDef{word: readWord(o.Get("id"))}
	s.title, _ = o.Get("title").Text()
	s.purpose, _ = o.Get("purpose").Text()
	if when := o.Get("when"); when.Given() {
		s.when = defineCondition(when)
	}
	s.enter = defineRequirements(o.Get("enter"))
	s.exit = defineRequirements(o.Get("exit"))
	s.next = readWords(o.Get("next"))
	if n := o.Get("next"); n.Given() && len(s.next) == 0 && n.Len() == 0 {
		n.Report(diag.EmptyList, "a stage leads somewhere", "leave next out: the stage then leads to the following one")
	}
	if b := o.Get("optional"); b.Given() {
		s.optional, _ = b.Bool()
	}
	s.expected = readSegmented(o.Get("expected"), duration)
	s.limits = defineLimits(o.Get("limit"))
	if !main {
		return s
	}
	s.probability = readSegmented(o.Get("probability"), func(v ydoc.Value) (int, bool) { return v.Int(0, 100) })
	if f := o.Get("forecast"); f.Given() {
		i, _ := f.Word(forecasts[1:]...)
		s.forecast = Forecast(i + 1)
	}
	s.silence = defineSilence(o.Get("silence"))
	if involve := o.Get("involve"); involve.Given() {
		if who, ok := involve.Object(involveShape); ok {
			s.involve = readRoles(who, deal.Buyer, deal.Seller)
		}
	}
	if w := o.Get("waits_for"); w.Given() {
		if i, ok := w.Word(waitedFor[:]...); ok {
			s.waitsFor = [...]deal.Side{deal.Buyer, deal.ThirdParty}[i]
		}
	}
	return s
}

func (d *definition) defineTrack(v ydoc.Value) {
	o, ok := v.Object(trackShape)
	if !ok {
		return
	}
	t := trackDef{word: readWord(o.Get("id"))}
	t.title, _ = o.Get("title").Text()
	t.stages = defineStages(o.Get("stages"), trackStageShape)
	d.tracks = append(d.tracks, t)
}

func (d *definition) defineEnds(v ydoc.Value) {
	for item := range v.Items() {
		d.defineEnd(item)
	}
	if !v.Given() {
		d.ends = []endDef{
			{word: word{d.at, "won"}, title: "Won", kind: Won},
			{word: word{d.at, "lost"}, title: "Lost", kind: Lost},
		}
	}
}

func (d *definition) defineEnd(v ydoc.Value) {
	o, ok := v.Object(endShape)
	if !ok {
		return
	}
	e := endDef{word: readWord(o.Get("id")), kind: Lost}
	e.title, _ = o.Get("title").Text()
	kind, won := o.Get("kind"), o.Get("won")
	if kind.Given() {
		if i, ok := kind.Word(endKinds[:]...); ok {
			e.kind = Won + PlaceKind(i)
		}
	}
	if won.Given() {
		yes, _ := won.Bool()
		if kind.Given() && yes != (e.kind == Won) {
			won.Report(diag.ProcessEnd, fmt.Sprintf("won: %v and kind: %v contradict each other", yes, e.kind), "keep kind")
		}
		if yes {
			e.kind = Won
		}
	}
	e.reasons = readWords(o.Get("reasons"))
	e.needs = defineRequirements(o.Get("needs"))
	if wake := o.Get("wake"); wake.Given() {
		if e.kind != Left {
			wake.Report(diag.ProcessEnd, "only an end of kind left wakes up again", "take wake out, or write kind: left")
		}
		e.wake = readSegmented(wake, duration)
	}
	d.ends = append(d.ends, e)
}
