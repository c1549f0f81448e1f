package main

import (
	"bufio"
	"bytes"
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

// export is the CSV files of one folder.
type export struct {
	names  []string          // of all of them, in order
	tables map[string]*table // those whose rows are used
}

// table is one CSV file. All its rows are kept, because others may refer to
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
		if !e.IsDir() && strings.EqualFold(path.Ext(e.Name()), ".csv") {
			exp.names = append(exp.names, e.Name())
		}
	}
	if len(exp.names) == 0 {
		return nil, errors.New("there is no .csv file in it")
	}
	for _, name := range m.needs() {
		if !slices.Contains(exp.names, name) {
			continue
		}
		f, err := fsys.Open(name)
		if err != nil {
			return nil, err
		}
		overflow := ""
		if r := m.rule(name); r != nil && r.overflow != nil {
			overflow = r.overflow.text
		}
		t, err := readTable(name, f, overflow)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		exp.tables[name] = t
	}
	return exp, nil
}

var byteOrderMark = []byte("\ufeff")

// readTable reads one CSV file. A row that is no row of it is kept as refused;
// an error means that nothing of the file can be used. Fields too many go into
// the overflow column, if there is one.
func readTable(name string, src io.Reader, overflow string) (*table, error) {
	b := bufio.NewReader(src)
	if mark, _ := b.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		b.Discard(len(mark))
	}
	r := csv.NewReader(b)
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
	over := slices.Index(t.header, overflow)
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return t, nil
		}
		row := &row{table: t, cells: cells}
		t.rows = append(t.rows, row)
		var wrong *csv.ParseError
		switch extra := len(cells) - len(t.header); {
		case errors.As(err, &wrong):
			row.line, row.cells = wrong.StartLine, nil
			row.refuse(fmt.Errorf("this is no row: %w; look at the quotes from here to line %d", wrong.Err, wrong.Line))
			continue
		case err != nil:
			return nil, err
		case extra > 0 && over >= 0:
			row.cells = slices.Concat(cells[:over], []string{strings.Join(cells[over:over+extra+1], ",")}, cells[over+extra+1:])
		case extra > 0:
			row.refuse(fmt.Errorf("it has %d fields and the header %d; if a text without quotes has commas in it, name its column with overflow", len(cells), len(t.header)))
		case extra < 0:
			row.refuse(fmt.Errorf("it has %d fields and the header %d", len(cells), len(t.header)))
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
