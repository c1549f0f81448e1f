package qualify

import (
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// The bounds of what a framework may say. They keep every score within exact
// arithmetic.
const (
	maxElements = 200
	maxWeight   = 10_000
	maxPoints   = 10_000
	maxRoles    = 60
)

// Decode reads and compiles a framework from YAML. The error is a [diag.List]
// of everything that is wrong, or what the reader said.
func Decode(file string, r io.Reader) (*Framework, error) {
	src, err := ydoc.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var list diag.List
	var f *Framework
	if v, ok := ydoc.Parse(file, src, &list); ok {
		f = Compile(v)
	}
	list.Sort()
	if err := list.Err(); err != nil {
		return nil, err
	}
	return f, nil
}

// Compile compiles a framework from a document that has been parsed; what is
// wrong goes into the document's list. It is for packages of this module;
// everybody else has [Decode].
func Compile(v ydoc.Value) *Framework {
	o, ok := v.Object(frameworkShape)
	if !ok {
		return nil
	}
	c := &compiler{f: &Framework{byID: map[string]int{}, readers: map[string][]int{}}}
	c.f.id, _ = o.Get("framework").ID()
	c.f.title, _ = o.Get("title").Text()
	c.f.version, _ = o.Get("version").Text()
	c.f.about, _ = o.Get("about").Text()
	c.f.source, _ = o.Get("source").Text()
	c.levels(o.Get("levels"))
	c.elements(o.Get("elements"))
	c.score(o.Get("score"))
	c.f.digest = digestOf(v)
	if !v.Wrong() {
		c.doubts()
	}
	return c.f
}

type compiler struct {
	f    *Framework
	ways [][]way // of the framework's ladder, by rank
	own  []ruled // levels that the framework rules for itself
}

func (c *compiler) levels(v ydoc.Value) {
	if !v.Given() {
		c.f.levels, c.ways = standardLadder()
		return
	}
	c.f.levels, c.ways = []level{{}}, [][]way{nil}
	seen := ids{what: "level"}
	for item := range v.Items() {
		o, ok := item.Object(levelShape)
		if !ok {
			continue
		}
		l := level{points: len(c.f.levels)}
		if l.id, ok = seen.read(o.Get("id")); ok && l.id == Unknown {
			o.Get("id").Report(diag.Reserved, `"unknown" is the level below the first and needs no definition`, "take it out of the list")
		}
		l.means, _ = o.Get("means").Text()
		if p := o.Get("points"); p.Given() {
			if n, ok := p.Int(0, maxPoints); ok {
				l.points = n
				if last := c.f.levels[len(c.f.levels)-1]; n < last.points {
					p.Report(diag.FrameworkPoints, fmt.Sprintf("%d points are fewer than the %d of the level below", n, last.points),
						"more proof never counts less: list the levels weakest first")
				}
			}
		}
		c.f.levels = append(c.f.levels, l)
		c.ways = append(c.ways, c.shownBy(o.Get("shown_by")))
		c.own = append(c.own, ruled{o.Get("id"), len(c.ways) - 1, c.ways[len(c.ways)-1]})
	}
	switch n := len(c.f.levels) - 1; {
	case n == 0:
		v.Report(diag.EmptyList, "a ladder needs at least one level", "leave levels out for the standard ladder")
		c.f.levels, c.ways = standardLadder()
	case n > MaxLevels:
		v.Report(diag.OutOfRange, fmt.Sprintf("%d levels are more than %d", n, MaxLevels), "leave some out: nobody tells so many apart")
		c.f.levels, c.ways = c.f.levels[:MaxLevels+1], c.ways[:MaxLevels+1]
	case c.f.levels[n].points == 0:
		v.Report(diag.FrameworkPoints, "the highest level counts no points", "give it points, or leave points out")
	}
}

func (c *compiler) shownBy(v ydoc.Value) []way {
	var ways []way
	for item := range v.Items() {
		o, ok := item.Object(wayShape)
		if !ok {
			continue
		}
		w := way{people: 1}
		for form := range o.Get("form").OneOrMore() {
			if i, ok := form.Word(deal.Forms()...); ok {
				w.forms |= 1 << (i + 1)
			}
		}
		if !o.Get("form").Given() {
			w.forms = anyForm
		}
		if side := o.Get("side"); side.Given() {
			if i, ok := side.Word(sideWords...); ok {
				w.side = deal.Side(i + 1)
			}
		}
		for role := range o.Get("role").OneOrMore() {
			if id, ok := role.ID(); ok {
				w.roles |= c.role(role, id)
			}
		}
		if people := o.Get("people"); people.Given() {
			w.people, _ = people.Int(1, MaxPeople)
		}
		ways = append(ways, w)
	}
	if v.Given() && v.Len() == 0 {
		v.Report(diag.EmptyList, "nothing shows this level", "name at least one way; {} is any evidence at all")
	}
	return ways
}

func (c *compiler) role(v ydoc.Value, id string) uint64 {
	i := slices.Index(c.f.roles, id)
	if i < 0 {
		i = len(c.f.roles)
		if i >= maxRoles {
			v.Report(diag.OutOfRange, fmt.Sprintf("more than %d roles", maxRoles), "leave some out")
			return 0
		}
		c.f.roles = append(c.f.roles, id)
	}
	return 1 << i
}

func (c *compiler) elements(v ydoc.Value) {
	seen := ids{what: "element"}
	weights := 0
	reads := make([]ydoc.Value, 0, v.Len())
	for item := range v.Items() {
		o, ok := item.Object(elementShape)
		if !ok {
			continue
		}
		if len(c.f.elements) == maxElements {
			item.Report(diag.OutOfRange, fmt.Sprintf("more than %d elements", maxElements), "make two frameworks of it")
			break
		}
		e := element{weight: 1, shows: make([]string, len(c.f.levels))}
		e.id, ok = seen.read(o.Get("id"))
		if ok {
			c.f.byID[e.id] = len(c.f.elements)
			c.f.readers[e.id] = append(c.f.readers[e.id], len(c.f.elements))
		}
		e.title, _ = o.Get("title").Text()
		e.letter, _ = o.Get("letter").Text()
		e.about, _ = o.Get("about").Text()
		e.ask = o.Get("ask").Texts()
		if w := o.Get("weight"); w.Given() {
			e.weight, _ = w.Int(0, maxWeight)
		}
		weights += e.weight
		if b := o.Get("essential"); b.Given() {
			e.essential, _ = b.Bool()
		}
		if d := o.Get("valid_for"); d.Given() {
			e.validFor, _ = ydoc.Parsed(d, diag.BadDuration, deal.DurationHint, deal.ParseDuration)
		}
		for key, text := range entries(o.Get("shows")) {
			if rank, ok := c.rank(key); ok {
				e.shows[rank], _ = text.Text()
			}
		}
		e.ladder = c.ladder(o.Get("levels"))
		reads = append(reads, o.Get("reads"))
		c.f.elements = append(c.f.elements, e)
	}
	for i, r := range reads {
		for other := range r.OneOrMore() {
			id, ok := other.ID()
			if !ok {
				continue
			}
			if slices.Contains(c.f.readers[id], i) {
				other.Report(diag.Duplicate, fmt.Sprintf("evidence for %q counts here already", id), "take it out of the list")
				continue
			}
			c.f.readers[id] = append(c.f.readers[id], i)
		}
	}
	switch {
	case v.Given() && v.Len() == 0:
		v.Report(diag.EmptyList, "a framework needs at least one element", "as in elements: [{id: pain, title: Pain}]")
	case len(c.f.elements) > 0 && weights == 0:
		v.Report(diag.FrameworkWeights, "no element has any weight", "give at least one a weight above 0")
	}
}

// ladder gives the rule of one element: the framework's, with the levels that
// the element rules for itself. They are read weakest first, so that the order of
// keys has no part in that of roles.
func (c *compiler) ladder(v ydoc.Value) ladder {
	ways := slices.Clone(c.ways)
	keys, lists := make([]ydoc.Value, len(ways)), make([]ydoc.Value, len(ways))
	for key, list := range entries(v) {
		if rank, ok := c.rank(key); ok {
			keys[rank], lists[rank] = key, list
		}
	}
	for rank, key := range keys {
		if key.Given() {
			ways[rank] = c.shownBy(lists[rank])
			c.own = append(c.own, ruled{key, rank, ways[rank]})
		}
	}
	return newLadder(ways)
}

// rank reads the id of a level of the ladder.
func (c *compiler) rank(v ydoc.Value) (int, bool) {
	id, ok := v.ID()
	if !ok {
		return 0, false
	}
	l, ok := c.f.Level(id)
	if !ok {
		var known []string
		for l := range c.f.Levels() {
			known = append(known, l.ID())
		}
		v.Report(diag.UnknownLevel, fmt.Sprintf("no level %q in this framework", id), ydoc.OneOf(id, known))
	}
	return l.rank, ok
}

func (c *compiler) score(v ydoc.Value) {
	if !v.Given() {
		return
	}
	o, ok := v.Object(scoreShape)
	if !ok {
		return
	}
	if m := o.Get("method"); m.Given() {
		i, _ := m.Word(methodNames[:]...)
		c.f.method = Method(i)
	}
	bands := o.Get("bands")
	seen := ids{what: "band"}
	for item := range bands.Items() {
		o, ok := item.Object(bandShape)
		if !ok {
			continue
		}
		var b band
		b.id, _ = seen.read(o.Get("id"))
		b.title, _ = o.Get("title").Text()
		if b.from, ok = o.Get("from").Int(0, 100); ok {
			switch n := len(c.f.bands); {
			case n == 0 && b.from != 0:
				o.Get("from").Report(diag.FrameworkBands, fmt.Sprintf("the lowest band begins at %d, so nothing below it has a band", b.from),
					"begin it at 0")
			case n > 0 && b.from <= c.f.bands[n-1].from:
				o.Get("from").Report(diag.FrameworkBands, fmt.Sprintf("%d is not above %d, where the band before begins", b.from, c.f.bands[n-1].from),
					"list the bands lowest first")
			}
		}
		c.f.bands = append(c.f.bands, b)
	}
}

// ids reads identifiers that may be there once.
type ids struct {
	what string
	seen map[string]ydoc.Value
}

func (s *ids) read(v ydoc.Value) (string, bool) {
	id, ok := v.ID()
	if !ok {
		return "", false
	}
	if first, ok := s.seen[id]; ok {
		v.Report(diag.Duplicate, fmt.Sprintf("the %s %q is there already", s.what, id), "give one of them another id",
			diag.Related{Pos: first.Pos(), Message: "the first one"})
		return id, false
	}
	if s.seen == nil {
		s.seen = map[string]ydoc.Value{}
	}
	s.seen[id] = v
	return id, true
}

// entries gives the keys of a mapping that may be left out.
func entries(v ydoc.Value) iter.Seq2[ydoc.Value, ydoc.Value] {
	if !v.Given() {
		return func(func(ydoc.Value, ydoc.Value) bool) {}
	}
	return v.Entries()
}
