package imports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The Sirene API answers establishments with their unit, an address and their periods, the newest first: here they are rows
// with the columns of both stock files.

// jsonFile are the rows of an answer of the API, or of a list of establishments, read one after the other.
type jsonFile struct {
	decoder *json.Decoder
	// list is whether there are more behind one.
	list  bool
	at    map[string]int
	cells []string
	line  int
	// one is the establishment of an answer about one.
	one map[string]json.RawMessage
}

func jsonRows(file io.Reader) (rows, error) {
	f := &jsonFile{decoder: json.NewDecoder(utf8Text(file)), at: map[string]int{}, cells: make([]string, len(stockColumns)), line: 1}
	for i, name := range stockColumns {
		f.at[name] = i
	}
	if err := f.open(); err != nil {
		return nil, fmt.Errorf("le fichier JSON n'est pas une réponse de l'API Sirene (etablissement ou etablissements) : %w", err)
	}
	return f, nil
}

// open goes to the establishments.
func (f *jsonFile) open() error {
	start, err := f.decoder.Token()
	if err != nil || start == json.Delim('[') {
		f.list = true
		return err
	}
	for f.decoder.More() {
		name, err := f.decoder.Token()
		if err != nil {
			return err
		}
		switch name {
		case "etablissements":
			f.list = true
			_, err := f.decoder.Token()
			return err
		case "etablissement":
			return f.decoder.Decode(&f.one)
		}
		var other json.RawMessage
		if err := f.decoder.Decode(&other); err != nil {
			return err
		}
	}
	return errors.New("il n'y a pas d'établissement")
}

func (f *jsonFile) header() []string { return stockColumns }

func (f *jsonFile) next() ([]string, int, error) {
	place := f.one
	f.one = nil
	switch {
	case place != nil:
	case f.list && f.decoder.More():
		if err := f.decoder.Decode(&place); err != nil {
			return nil, 0, fmt.Errorf("le fichier JSON ne se lit plus : %w", err)
		}
	default:
		return nil, 0, io.EOF
	}
	clear(f.cells)
	f.line++
	if err := f.fill(place); err != nil {
		return nil, 0, &broken{f.line, "Cet établissement n'a pas la forme de l'API Sirene."}
	}
	return f.cells, f.line, nil
}

// fill puts the values of an object into the row; those of the objects in it, too, and of the first of a list: the period of today.
func (f *jsonFile) fill(object map[string]json.RawMessage) error {
	for name, value := range object {
		raw := strings.TrimSpace(string(value))
		switch {
		case raw == "null":
		case strings.HasPrefix(raw, "{"):
			var inner map[string]json.RawMessage
			if err := json.Unmarshal(value, &inner); err != nil {
				return err
			}
			if err := f.fill(inner); err != nil {
				return err
			}
		case strings.HasPrefix(raw, "["):
			var list []map[string]json.RawMessage
			if err := json.Unmarshal(value, &list); err != nil {
				return err
			}
			if len(list) > 0 {
				if err := f.fill(list[0]); err != nil {
					return err
				}
			}
		default:
			i, ok := f.at[name]
			if !ok {
				continue
			}
			var text string
			if json.Unmarshal(value, &text) != nil {
				text = raw // a number or a truth
			}
			f.cells[i] = text
		}
	}
	return nil
}

func (f *jsonFile) skip(n int64) error { return skipEach(f, n) }
