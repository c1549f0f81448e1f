package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
	"github.com/headway-go/headway/stage"
)

// defaultStart is +0d of a scenario that does not say when it starts.
var defaultStart = deal.DayOf(2026, time.January, 5)

// read reads a scenario, and before it the one that it is built on: days are
// counted from the start, which may stand there.
func (l *loader) read(d *draft) {
	if d == nil || d.read {
		return
	}
	d.reading = true
	o := d.object
	title := o.Get("scenario")
	if d.name, _ = title.Text(); strings.TrimSpace(d.name) == "" && title.Kind() == ydoc.Scalar {
		title.Report(diag.BadName, "the name is empty", "say in a few words what the scenario shows")
	}
	d.process, d.segment = readName(o.Get("process")), readName(o.Get("segment"))
	d.start = defaultStart
	if given := o.Get("given"); given.Given() {
		l.build(d, given)
	}
	if start := o.Get("start"); start.Given() {
		if day, ok := deal.ReadDay(start, deal.Day{}); ok {
			d.start = day
		}
	}
	d.facts = append(d.facts, deal.ReadFacts(o.Get("facts"), d.start)...)
	for item := range o.Get("expect").Items() {
		if e, ok := d.readExpectation(item); ok {
			d.expectations = append(d.expectations, e)
		}
	}
	d.reading, d.read = false, true
}

// build takes over what the scenario has that another is built on.
func (l *loader) build(d *draft, given ydoc.Value) {
	base := l.find(given)
	if base == nil {
		return
	}
	base.givenBy++
	if base.reading {
		given.Report(diag.ScenarioGiven, "a scenario is built on itself", "take given out of one of them")
		return
	}
	d.base = base
	l.read(base)
	d.start = base.start
	d.facts = slices.Clone(base.facts)
	if d.process.id == "" {
		d.process = base.process
	}
	if d.segment.id == "" {
		d.segment = base.segment
	}
}

func readName(v ydoc.Value) name {
	id, _ := v.ID()
	return name{v, id}
}

func (d *draft) readExpectation(v ydoc.Value) (expectation, bool) {
	at, between := v.Has("at"), v.Has("between")
	switch {
	case v.Kind() != ydoc.Mapping:
		v.Report(diag.YAMLKind, "wanted: an expectation, a mapping", "as in {at: +10d, stage: qualify}")
		return expectation{}, false
	case at == between:
		v.Report(diag.ScenarioExpectation, "an expectation is at a day, or between two days", "write at: +10d, or between: [+5d, +11d]")
		return expectation{}, false
	case at:
		return d.readChecks(v, atShape, aspectsAt)
	}
	return d.readChecks(v, betweenShape, aspectsBetween)
}

func (d *draft) readChecks(v ydoc.Value, shape *ydoc.Shape, aspects []*aspect) (e expectation, ok bool) {
	o, ok := v.Object(shape)
	if !ok {
		return e, false
	}
	if shape == atShape {
		e.to, _ = deal.ReadDay(o.Get("at"), d.start)
	} else {
		e.from, e.to = d.readWindow(o.Get("between"))
	}
	for _, a := range aspects {
		v := o.Get(a.key)
		switch v.Kind() {
		case ydoc.Absent:
			continue
		case ydoc.Null:
			// Elsewhere a key without a value is as good as none. Here somebody
			// would believe that something is checked.
			v.Report(diag.YAMLNull, fmt.Sprintf("nothing is expected of %s", a.key), "write what must come out, [] for a list with nothing in it, or leave the key out")
			continue
		}
		e.checks = append(e.checks, a.read(v)...)
	}
	if v.Len() == 1 {
		v.Report(diag.ScenarioExpectation, "this expectation expects nothing", "its keys are "+strings.Join(shape.Names()[1:], ", "))
	}
	return e, true
}

func (d *draft) readWindow(v ydoc.Value) (from, to deal.Day) {
	days := slices.Collect(v.Items())
	if v.Kind() == ydoc.List && len(days) != 2 {
		v.Report(diag.ScenarioExpectation, fmt.Sprintf("%d days stand here; wanted: two", len(days)), "write the first and the last, as in [+5d, +11d]")
	}
	if len(days) != 2 {
		return from, to
	}
	from, first := deal.ReadDay(days[0], d.start)
	to, last := deal.ReadDay(days[1], d.start)
	if first && last && to.Before(from) {
		v.Report(diag.ScenarioExpectation, fmt.Sprintf("%v lies after %v", from, to), "write the earlier day first")
	}
	return from, to
}

// read reads the value of a key: one check, or of a mapping one for each entry.
// What is wrong is reported, and what is right of it still looked up; no such
// check is ever made.
func (a *aspect) read(v ydoc.Value) []check {
	switch a.form {
	case someIDs:
		return a.readSet(v)
	case raised:
		if v.Kind() == ydoc.Mapping {
			return a.readPart(v)
		}
		return a.readSet(v)
	case count:
		n, _ := v.Int(0, stage.MaxDemands)
		return a.one(v, span{n, n})
	case percent:
		return a.readPercent(v)
	case each:
		return a.readEach(v)
	}
	return a.readWord(v)
}

func (a *aspect) one(v ydoc.Value, w want, named ...named) []check {
	return []check{{aspect: a, at: v.Pos(), want: w, named: named}}
}

// readWord reads a word of a closed list, or a name.
func (a *aspect) readWord(v ydoc.Value) []check {
	if a.words != nil {
		i, _ := v.Word(a.words...)
		return a.one(v, word(a.words[i]))
	}
	id, _ := v.ID()
	return a.one(v, word(id), named{name{v, id}, a.names})
}

func (a *aspect) readSet(v ydoc.Value) []check {
	ids, names := a.readIDs(v)
	return a.one(v, set(ids), names...)
}

func (a *aspect) readIDs(v ydoc.Value) (ids []string, names []named) {
	if v.Kind() == ydoc.Mapping {
		v.Report(diag.YAMLKind, "wanted: a list of ids", "write them in [ ], or [] for none")
		return nil, nil
	}
	for item := range v.OneOrMore() {
		id, _ := item.ID()
		ids, names = append(ids, id), append(names, named{name{item, id}, a.names})
	}
	return ids, names
}

func (a *aspect) readPart(v ydoc.Value) []check {
	o, ok := v.Object(signalsShape)
	if !ok {
		return nil
	}
	if v.Len() == 0 {
		v.Report(diag.EmptyList, "no signal is named", "name at least one under has or lacks")
	}
	has, lacks := o.Get("has"), o.Get("lacks")
	for _, v := range []ydoc.Value{has, lacks} {
		if v.Kind() == ydoc.Null || v.Kind() == ydoc.List && v.Len() == 0 {
			v.Report(diag.EmptyList, "no signal is named", "name at least one; to say that there is no signal at all, write signals: []")
		}
	}
	there, first := a.readIDs(has)
	missing, second := a.readIDs(lacks)
	return a.one(v, part{there, missing}, append(first, second...)...)
}

func (a *aspect) readPercent(v ydoc.Value) []check {
	if v.Kind() != ydoc.Mapping {
		n, _ := v.Int(0, 100)
		return a.one(v, span{n, n})
	}
	o, ok := v.Object(boundsShape)
	if !ok {
		return nil
	}
	w := span{unbounded, unbounded}
	least, most := o.Get("at_least"), o.Get("at_most")
	if least.Kind() != ydoc.Absent {
		w.least, _ = least.Int(0, 100)
	}
	if most.Kind() != ydoc.Absent {
		w.most, ok = most.Int(0, 100)
	}
	switch {
	case v.Len() == 0:
		v.Report(diag.EmptyList, "no bound is given", "give at_least, at_most or both")
	case ok && w.most != unbounded && w.most < w.least:
		v.Report(diag.OutOfRange, fmt.Sprintf("nothing is at least %d and at most %d", w.least, w.most), "write the smaller one under at_least")
	}
	return a.one(v, w)
}

func (a *aspect) readEach(v ydoc.Value) []check {
	var out []check
	for key, v := range v.Entries() {
		id, _ := key.ID()
		if v.Kind() == ydoc.Null {
			v.Report(diag.YAMLNull, fmt.Sprintf("nothing is expected of %s", id), "write what must come out, or leave it out")
			continue
		}
		for _, c := range a.readWord(v) {
			c.about = id
			if a.of != nil {
				c.named[0].of = a.of(id)
			}
			c.named = append(c.named, named{name{key, id}, a.about})
			out = append(out, c)
		}
	}
	if v.Kind() == ydoc.Mapping && v.Len() == 0 {
		v.Report(diag.EmptyList, fmt.Sprintf("nothing is expected of %s", a.key), "name at least one, or leave the key out")
	}
	return out
}
