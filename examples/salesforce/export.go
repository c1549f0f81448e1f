package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// export is the files of one folder, each a table.
type export struct {
	names  []string          // of all of them, in order
	tables map[string]*table // those whose rows are used
}

// table is one file. All its rows are kept, because others may refer to
// them.
type table struct {
	name   string
	header []string
	uses   []columnUse // by column
	rows   []*row
	index  map[int]map[string]*row // by key column, then by key
}

type columnUse uint8

const (
	unused columnUse = iota
	used
	explained
)

// row is one row and what became of it.
type row struct {
	table   *table
	line    int // on which it begins; the header is on line 1
	cells   []string
	mapped  bool     // a deal or a fact was made of it
	looked  bool     // another row refers to it
	passed  []string // why it was passed over
	refused []string // why it could not be mapped
}

// pass says why a row is passed over.
func (r *row) pass(why string) {
	if !slices.Contains(r.passed, why) {
		r.passed = append(r.passed, why)
	}
}

// refuse says why a row cannot be mapped.
func (r *row) refuse(err error) {
	if !slices.Contains(r.refused, err.Error()) {
		r.refused = append(r.refused, err.Error())
	}
}

// cell gives what stands in a column, without the spaces around it. A row that
// refers to no row of a joined file has nothing there.
func (r *row) cell(c *column) (string, error) {
	if c.join == nil {
		return r.at(c.index), nil
	}
	key := r.at(c.join.by.index)
	if key == "" {
		return "", nil
	}
	other := c.join.table.index[c.join.key.index][key]
	switch {
	case other == nil && c.join.optional:
		return "", nil
	case other == nil:
		return "", fmt.Errorf("%s: no row of %s has the %s %q", c.join.by.text, c.join.table.name, c.join.key.text, key)
	}
	other.looked = true
	return other.at(c.index), nil
}

func (r *row) at(index int) string { return strings.TrimSpace(r.cells[index]) }

// openExport reads the files of a folder that a mapping uses. A file that is
// not there is said by bind, where the mapping names it.
func openExport(fsys fs.FS, m *mapping) (*export, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	exp := &export{tables: map[string]*table{}}
	for _, e := range entries {
		if ext := path.Ext(e.Name()); !e.IsDir() && (strings.EqualFold(ext, ".csv") || isJSON(e.Name())) {
			exp.names = append(exp.names, e.Name())
		}
	}
	if len(exp.names) == 0 {
		return nil, errors.New("there is no .csv or .json file in it")
	}
	var wrong []error
	for _, name := range m.needs() {
		if !slices.Contains(exp.names, name) {
			continue
		}
		t, err := openTable(fsys, name, m)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %s", name, reason(err)))
		}
		exp.tables[name] = t
	}
	return exp, errors.Join(wrong...)
}

func openTable(fsys fs.FS, name string, m *mapping) (*table, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if isJSON(name) {
		return readObjects(name, f)
	}
	var l layout
	if r := m.rule(name); r != nil {
		l = r.layout
	}
	return readTable(name, f, l)
}

// layout is how the rows of a CSV file are written.
type layout struct {
	separator rune   // between fields; 0 for a comma
	overflow  string // the column that takes fields too many; "" for none
}

// separators are what can stand between fields, by the words of a mapping.
var separators = []struct {
	word string
	rune rune
}{{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}}

var byteOrderMark = []byte("\ufeff")

// noCSV says why a file is none, by its beginning; nil when it may be one.
func noCSV(start []byte, separator rune) error {
	switch {
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return errors.New("it is written in UTF-16: export it as UTF-8")
	case bytes.IndexByte(start, 0) >= 0:
		return errors.New("it is no text (a zero byte stands in it): export it as CSV, in UTF-8")
	}
	header, _, _ := bytes.Cut(start, []byte("\n"))
	met := map[rune]bool{}
	for i, part := range strings.Split(string(header), `"`) {
		if i%2 == 0 { // not in quotes
			for _, r := range part {
				met[r] = true
			}
		}
	}
	for _, s := range separators {
		if !met[separator] && met[s.rune] {
			return fmt.Errorf("the fields are separated by %[1]ss: write separator: %[1]s under files", s.word)
		}
	}
	return nil
}

// readTable reads one CSV file. A row that is no row of it is kept as refused;
// an error means that nothing of the file can be used.
func readTable(name string, src io.Reader, l layout) (*table, error) {
	b := bufio.NewReaderSize(src, 64<<10)
	start, err := b.Peek(64 << 10)
	if err != nil && err != io.EOF {
		return nil, err
	}
	separator := cmp.Or(l.separator, ',')
	if err := noCSV(start, separator); err != nil {
		return nil, err
	}
	if mark, _ := b.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		b.Discard(len(mark))
	}
	r := csv.NewReader(b)
	r.Comma = separator
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err == io.EOF {
		return nil, errors.New("it is empty; the first row names the columns")
	}
	if err != nil {
		return nil, err
	}
	t := &table{name: name, index: map[int]map[string]*row{}}
	for _, column := range header {
		column = strings.TrimSpace(column)
		switch {
		case !utf8.ValidString(column):
			return nil, errors.New("it is no UTF-8: export it again as UTF-8")
		case column != "" && slices.Contains(t.header, column):
			return nil, fmt.Errorf("two columns are called %q: give one another name", column)
		}
		t.header = append(t.header, column)
	}
	t.uses = make([]columnUse, len(t.header))
	over := slices.Index(t.header, l.overflow)
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return t, nil
		}
		row := &row{table: t, cells: cells}
		t.rows = append(t.rows, row)
		var wrong *csv.ParseError
		switch extra := len(cells) - len(t.header); {
		case errors.As(err, &wrong) && wrong.Line > wrong.StartLine:
			return nil, fmt.Errorf("a quote that is opened in line %d is not closed properly by line %d, so rows would be lost: mend the quotes there", wrong.StartLine, wrong.Line)
		case errors.As(err, &wrong):
			row.line, row.cells = wrong.StartLine, nil
			row.refuse(fmt.Errorf("this is no row: %w; look at the quotes in it", wrong.Err))
			continue
		case err != nil:
			return nil, err
		case extra > 0 && over >= 0:
			row.cells = slices.Concat(cells[:over], []string{strings.Join(cells[over:over+extra+1], string(separator))}, cells[over+extra+1:])
		case extra > 0:
			row.refuse(fmt.Errorf("it has %d fields and the header %d%s; if a text without quotes has commas in it, name its column with overflow", len(cells), len(t.header), goesOn(r, cells)))
		case extra < 0:
			row.refuse(fmt.Errorf("it has %d fields and the header %d%s", len(cells), len(t.header), goesOn(r, cells)))
		}
		row.line, _ = r.FieldPos(0)
		if !utf8.ValidString(strings.Join(cells, "")) {
			row.refuse(errors.New("it is no UTF-8: export the file again as UTF-8"))
		}
		if len(row.refused) > 0 {
			row.cells = nil
		}
	}
}

// goesOn says of a row that is over several lines how far it goes.
func goesOn(r *csv.Reader, cells []string) string {
	first, _ := r.FieldPos(0)
	last, _ := r.FieldPos(len(cells) - 1)
	last += strings.Count(cells[len(cells)-1], "\n")
	if last == first {
		return ""
	}
	return fmt.Sprintf(", and goes on to line %d: if a quote is lost, other rows are in it", last)
}

// sound gives the rows that could be read.
func (t *table) sound(yield func(*row) bool) {
	for _, r := range t.rows {
		if r.cells != nil && !yield(r) {
			return
		}
	}
}

// key makes the rows findable by a column. Of two rows with one key the first
// is found, and the other refused.
func (t *table) key(c *column) {
	if t.index[c.index] != nil {
		return
	}
	found := map[string]*row{}
	t.index[c.index] = found
	for r := range t.sound {
		key := r.at(c.index)
		if first := found[key]; first != nil && key != "" {
			r.refuse(errTwice(c, key, first))
			continue
		}
		found[key] = r
	}
}

func errTwice(c *column, key string, first *row) error {
	return fmt.Errorf("%s: %q stands in line %d already, and the first is taken", c.text, key, first.line)
}
