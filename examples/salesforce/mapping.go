package main

import (
	"slices"

	"github.com/headway-go/headway/internal/ydoc"
	"github.com/headway-go/headway/qualify/deal"
	"github.com/headway-go/headway/qualify/diag"
)

// What can be wrong with a mapping besides what can be wrong with any file.
const (
	unknownFile   diag.Code = "mapping/file"      // a file that the export does not have
	unknownColumn diag.Code = "mapping/column"    // a column that the file does not have
	noDealColumn  diag.Code = "mapping/deal"      // a file with facts that does not say which column names the deal
	explainedUse  diag.Code = "mapping/unmapped"  // a file or column that is mapped and said to be unmapped
	maybeColumn   diag.Code = "mapping/constant"  // a fixed text that is the name of a column
	sourceCount   diag.Code = "mapping/source"    // a value that does not say where it comes from, or says it twice
	badWhen       diag.Code = "mapping/when"      // a day that is neither a column nor first nor exported
	badCondition  diag.Code = "mapping/condition" // a condition that is neither a list nor given
)

// mapping says what becomes of an export. What it names keeps its place in the
// file, so that what does not fit the export can be told where it stands.
type mapping struct {
	exported deal.Day
	deals    dealRule
	files    []*fileRule
	facts    []*factRule

	columns []*column // every column that is used, in the order read
	uses    []use     // every place that names a file whose rows are used
	fixed   []fixed   // every fixed text
}

// dealRule says which rows are the deals, and what is said of them once.
type dealRule struct {
	file   string
	deal   *column // nil: a deal is named by the place of its row
	only   []condition
	fields []field
}

// fileRule is what holds for all rows of a file.
type fileRule struct {
	at       ydoc.Value
	name     string
	deal     *column // names the deal that a row is about
	only     []condition
	layout   layout
	joins    []*join
	unmapped []*column  // left out, with a reason
	leftOut  ydoc.Value // the reason why the whole file is left out
}

// join finds the row of another file that a row refers to.
type join struct {
	name     string
	key      *column // of the other file
	by       *column // of this one
	optional bool    // a reference that finds no row is as good as none
	table    *table  // the other file; set by bind, nil when it is not there
}

// column is a column of a file, or of a file that is joined to it.
type column struct {
	at   ydoc.Value
	file string
	text string
	own  bool // of the file itself, never of a joined one

	// Set by bind.
	join  *join // nil for a column of the file itself
	index int   // -1 when there is no such column
}

// use is a place that names a file.
type use struct {
	at   ydoc.Value
	file string
}

// fixed is a text that is the same for every row of a file.
type fixed struct {
	at   ydoc.Value
	file string
	text string
}

var (
	mappingShape = &ydoc.Shape{Name: "the mapping", Keys: []ydoc.Key{
		{Name: "mapping", Need: ydoc.Required}, {Name: "title"}, {Name: "exported", Need: ydoc.Required},
		{Name: "deals", Need: ydoc.Required}, {Name: "files"}, {Name: "facts", Need: ydoc.Required},
	}}
	dealsShape = &ydoc.Shape{Name: "the deals", Keys: []ydoc.Key{
		{Name: "file", Need: ydoc.Required}, {Name: "deal"}, {Name: "only"},
		{Name: "title"}, {Name: "account"}, {Name: "owner"}, {Name: "segment"}, {Name: "process"},
	}}
	fileShape = &ydoc.Shape{Name: "a file", Keys: []ydoc.Key{
		{Name: "deal"}, {Name: "only"}, {Name: "separator"}, {Name: "overflow"}, {Name: "join"}, {Name: "unmapped"},
	}}
	joinShape = &ydoc.Shape{Name: "a join", Keys: []ydoc.Key{
		{Name: "file", Need: ydoc.Required}, {Name: "key", Need: ydoc.Required}, {Name: "by", Need: ydoc.Required}, {Name: "optional"},
	}}
)

// readMapping reads a mapping. What is wrong goes into the list; nil means that
// nothing of it can be read.
func readMapping(file string, src []byte, list *diag.List) *mapping {
	v, ok := ydoc.Parse(file, src, list)
	if !ok {
		return nil
	}
	o, ok := v.Object(mappingShape)
	if !ok {
		return nil
	}
	m := &mapping{}
	o.Get("mapping").ID()
	o.Get("title").Text()
	m.exported, _ = ydoc.Parsed(o.Get("exported"), diag.BadDay, deal.DayHint, deal.ParseDay)
	m.readDeals(o.Get("deals"))
	for name, v := range o.Get("files").Entries() {
		m.readFile(name, v)
	}
	if facts := o.Get("facts"); facts.Kind() == ydoc.List && facts.Len() == 0 {
		facts.Report(diag.EmptyList, "no fact is made of anything", "as in - {file: history.csv, stage: {column: StageName}, on: {column: CreatedDate}}")
	}
	for v := range o.Get("facts").Items() {
		m.readFact(v)
	}
	return m
}

func (m *mapping) readDeals(v ydoc.Value) {
	if v.Kind() == ydoc.Absent {
		return
	}
	o, ok := v.Object(dealsShape)
	if !ok {
		return
	}
	m.deals.file = m.file(o.Get("file"))
	m.deals.deal = m.column(m.deals.file, o.Get("deal"))
	m.deals.only = m.conditions(m.deals.file, o.Get("only"))
	for _, k := range dealKeys {
		if f := m.field(m.deals.file, k, o.Get(k.name)); len(f.sources) > 0 {
			m.deals.fields = append(m.deals.fields, f)
		}
	}
}

func (m *mapping) readFile(name, v ydoc.Value) {
	file, _ := name.Raw()
	r := &fileRule{at: name, name: file}
	m.files = append(m.files, r)
	o, ok := v.Object(fileShape)
	if !ok {
		return
	}
	if at := o.Get("deal"); at.Given() && file == m.deals.file {
		at.Report(diag.Duplicate, "which column of this file names the deal is said under deals already", "take this one out")
	} else {
		r.deal = m.column(file, at)
	}
	r.only = m.conditions(file, o.Get("only"))
	if v := o.Get("separator"); v.Given() {
		var words []string
		for _, s := range separators {
			words = append(words, s.word)
		}
		i, _ := v.Word(words...)
		r.layout.separator = separators[i].rune
	}
	if c := m.own(file, o.Get("overflow")); c != nil {
		r.layout.overflow = c.text
	}
	for name, v := range o.Get("join").Entries() {
		m.readJoin(r, name, v)
	}
	switch why := o.Get("unmapped"); why.Kind() {
	case ydoc.Absent:
	case ydoc.Mapping:
		for at, reason := range why.Entries() {
			reason.Text()
			text, _ := at.Raw()
			r.unmapped = append(r.unmapped, &column{at: at, file: file, text: text})
		}
	default:
		if _, ok := why.Text(); ok {
			r.leftOut = why
		}
	}
}

func (m *mapping) readJoin(r *fileRule, name, v ydoc.Value) {
	id, ok := name.ID()
	if !ok {
		return
	}
	o, ok := v.Object(joinShape)
	if !ok {
		return
	}
	other := m.file(o.Get("file"))
	j := &join{name: id, key: m.own(other, o.Get("key")), by: m.own(r.name, o.Get("by"))}
	if v := o.Get("optional"); v.Given() {
		j.optional, _ = v.Bool()
	}
	if j.key != nil && j.by != nil {
		r.joins = append(r.joins, j)
	}
}

// file reads the name of a file whose rows are used.
func (m *mapping) file(v ydoc.Value) string {
	name, ok := v.Text()
	if ok {
		m.uses = append(m.uses, use{v, name})
	}
	return name
}

// column reads the name of a column that is used; nil when there is none.
func (m *mapping) column(file string, v ydoc.Value) *column {
	text, ok := v.Text()
	if !ok {
		return nil
	}
	c := &column{at: v, file: file, text: text}
	m.columns = append(m.columns, c)
	return c
}

// own reads the name of a column of the file itself.
func (m *mapping) own(file string, v ydoc.Value) *column {
	c := m.column(file, v)
	if c != nil {
		c.own = true
	}
	return c
}

// rule gives what is said of a file as a whole; nil when nothing is.
func (m *mapping) rule(file string) *fileRule {
	for _, r := range m.files {
		if r.name == file {
			return r
		}
	}
	return nil
}

// needs names every file whose rows are wanted, each once.
func (m *mapping) needs() []string {
	var names []string
	add := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, u := range m.uses {
		add(u.file)
	}
	for _, r := range m.files {
		if !r.leftOut.Given() {
			add(r.name)
		}
	}
	return names
}
