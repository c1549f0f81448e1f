package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

func isJSON(name string) bool { return strings.EqualFold(path.Ext(name), ".json") }

// member is one value within an object, named by the way to it.
type member struct {
	name string // as in "account.name"
	text string // as it is written, without the quotes of a text; "" for null
}

// readObjects reads a JSON file as a table: a list of objects, alone or as the
// one member of an object. Each object is a row, and each value within it a
// cell, whose column is called by the way to it, as in "account.name". A list
// within it is a cell as it is written.
func readObjects(name string, src io.Reader) (*table, error) {
	text, err := io.ReadAll(src)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, byteOrderMark)
	if !utf8.Valid(text) {
		return nil, errors.New("it is no UTF-8: export it again as UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	wrapped, err := openList(d)
	if err != nil {
		return nil, err
	}
	t := &table{name: name, index: map[int]map[string]*row{}}
	line, counted := 1, 0
	for d.More() {
		var object json.RawMessage
		if err := d.Decode(&object); err != nil {
			return nil, err
		}
		start := int(d.InputOffset()) - len(object)
		line += bytes.Count(text[counted:start], []byte("\n"))
		counted = start
		r := &row{table: t, line: line}
		t.rows = append(t.rows, r)
		if err := t.fill(r, object); err != nil {
			r.refuse(err)
			r.cells = nil
		}
	}
	for _, end := range []json.Delim{']', '}'}[:wrapped+1] {
		if token, err := d.Token(); err != nil || token != end {
			return nil, errors.New("it does not end behind its one list of objects")
		}
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something stands behind its one list of objects")
	}
	if len(t.rows) == 0 {
		return nil, errors.New("it is empty; its objects name the columns")
	}
	for r := range t.sound {
		r.cells = slices.Concat(r.cells, make([]string, len(t.header)-len(r.cells)))
	}
	t.uses = make([]columnUse, len(t.header))
	return t, nil
}

// openList goes to the first object of a list; wrapped is 1 when the list is a
// member of an object.
func openList(d *json.Decoder) (wrapped int, err error) {
	token, err := d.Token()
	if token == json.Delim('{') {
		wrapped = 1
		if _, err = d.Token(); err == nil { // its key
			token, err = d.Token()
		}
	}
	switch {
	case err == io.EOF:
		return 0, errors.New("it is empty")
	case err != nil:
		return 0, err
	case token != json.Delim('['):
		return 0, errors.New("it holds no list of objects")
	}
	return wrapped, nil
}

// fill puts what stands in an object into the cells of a row, and gives a
// column to what no object had before.
func (t *table) fill(r *row, object json.RawMessage) error {
	if object[0] != '{' {
		return errors.New("this is no object")
	}
	members, err := membersOf(nil, "", object)
	if err != nil {
		return err
	}
	r.cells = []string{}
	seen := map[int]bool{}
	for _, m := range members {
		i := slices.Index(t.header, m.name)
		if i < 0 {
			i = len(t.header)
			t.header = append(t.header, m.name)
		}
		if seen[i] {
			return fmt.Errorf("it has %q twice", m.name)
		}
		seen[i] = true
		for len(r.cells) <= i {
			r.cells = append(r.cells, "")
		}
		r.cells[i] = m.text
	}
	return nil
}

// membersOf adds the values within an object, in the order written.
func membersOf(members []member, way string, object json.RawMessage) ([]member, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		name := way + strings.TrimSpace(key.(string))
		m := member{name: name}
		switch value[0] {
		case '{':
			if members, err = membersOf(members, name+".", value); err != nil {
				return nil, err
			}
			continue
		case '"':
			if err := json.Unmarshal(value, &m.text); err != nil {
				return nil, err
			}
		case 'n':
		default:
			m.text = string(value)
		}
		members = append(members, m)
	}
	return members, nil
}
