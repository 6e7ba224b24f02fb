package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/module"
	"hup.example/services/kit/sheet"
)

// open finds out what the file is, a table or GeoJSON, and answers how its rows are read.
func (r *run[A, M]) open(file io.Reader) (next func() (row[M], error), err error) {
	text := bufio.NewReaderSize(file, 1<<16)
	if start, _ := text.Peek(512); bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\ufeff")), " \r\n\t"), []byte("{")) {
		return r.features(text)
	}
	rows, err := sheet.Open(text, r.refuse)
	if err != nil {
		return nil, err
	}
	header := rows.Header()
	layout, err := of(r.Layouts, header)
	if err != nil {
		return nil, err
	}
	for _, w := range layout.absent(header) {
		r.tell([]said{{w, 1}})
	}
	return func() (row[M], error) {
		read, err := rows.Next()
		if err != nil {
			return row[M]{}, err
		}
		return row[M]{line: read.Line, cells: read.Cells(), layout: layout}, nil
	}, nil
}

// Feature is one GeoJSON feature as it is read.
type Feature struct {
	Properties map[string]any  `json:"properties"`
	Geometry   json.RawMessage `json:"geometry"`
}

var errNoCollection = errors.New("ce fichier GeoJSON n'est pas une FeatureCollection")

// features reads a FeatureCollection one feature at a time, whatever its size. A line is the number of the feature.
func (r *run[A, M]) features(text *bufio.Reader) (func() (row[M], error), error) {
	if mark, _ := text.Peek(3); string(mark) == "\ufeff" {
		_, _ = text.Discard(3) // just peeked
	}
	next, err := Features(text)
	if err != nil {
		return nil, err
	}
	line := 0
	return func() (row[M], error) {
		for {
			f, err := next()
			if err != nil {
				return row[M]{}, err
			}
			line++
			cells := f.Cells()
			layout, err := ofFeature(r.Layouts, cells)
			if err != nil {
				r.refuse(module.Refusal{Line: line, Reason: err.Error()})
				continue
			}
			return row[M]{line: line, cells: cells, layout: layout, geometry: f.Shape()}, nil
		}
	}, nil
}

// Features reads the features of a collection one by one; io.EOF after the last.
func Features(file io.Reader) (next func() (Feature, error), err error) {
	in := json.NewDecoder(file)
	in.UseNumber()
	for depth := 0; ; {
		token, err := in.Token()
		if err != nil {
			return nil, errNoCollection
		}
		switch d, _ := token.(json.Delim); {
		case d == '{' || d == '[':
			depth++
		case d == '}' || d == ']':
			depth--
		case depth == 1 && token == "features":
			if open, err := in.Token(); err != nil || open != json.Delim('[') {
				return nil, errNoCollection
			}
			return func() (f Feature, err error) {
				if !in.More() {
					return f, io.EOF
				}
				if err = in.Decode(&f); err != nil {
					err = fmt.Errorf("le fichier GeoJSON ne se lit pas jusqu'au bout : %w", err)
				}
				return f, err
			}, nil
		}
	}
}

// Shape is the geometry as it was written, empty without one.
func (f Feature) Shape() string {
	if string(f.Geometry) == "null" {
		return ""
	}
	return string(f.Geometry)
}

// Cells are the properties as text.
func (f Feature) Cells() map[string]string {
	cells := map[string]string{}
	for name, value := range f.Properties {
		switch v := value.(type) {
		case nil:
		case string:
			cells[name] = v
		case bool:
			cells[name] = map[bool]string{true: "oui", false: "non"}[v]
		case json.Number:
			cells[name] = v.String()
		case float64:
			cells[name] = strconv.FormatFloat(v, 'f', -1, 64)
		default:
			text, _ := json.Marshal(v) // it was read from JSON
			cells[name] = string(text)
		}
	}
	return cells
}

// ofFeature finds the layout of a feature: the one whose id it has, one whose marks it has first. Features leave out what is empty.
func ofFeature[M proto.Message](layouts []Layout[M], cells map[string]string) (found Layout[M], err error) {
	for _, l := range layouts {
		if _, ok := cells[l.Key]; !ok {
			continue
		}
		if len(l.Marks) == 0 || slices.ContainsFunc(l.Marks, func(m string) bool { _, ok := cells[m]; return ok }) {
			return l, nil
		}
		if found.Key == "" {
			found = l
		}
	}
	if found.Key == "" {
		err = fmt.Errorf("L'identifiant manque parmi les propriétés : donnez %s.", layouts[len(layouts)-1].Key) //nolint:staticcheck // a sentence for people
	}
	return found, err
}
