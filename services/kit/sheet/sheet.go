// Package sheet reads the rows of an imported CSV file by the names of its columns. A row that cannot be read is refused
// with its line, and the others go on.
package sheet

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"hup.example/services/kit/module"
)

// Reader reads one file.
type Reader struct {
	csv     *csv.Reader
	columns map[string]int
	refused func(module.Refusal)
	// Refused is how many rows were refused.
	Refused int
}

// Row is one row that could be read.
type Row struct {
	columns map[string]int
	values  []string
	// Line counts from 1, the header included.
	Line int
}

// Open reads the header. Columns may stand in any order, more than those needed may be there, and a semicolon is taken for
// a comma. A file without the needed columns is refused as a whole.
func Open(file io.Reader, refused func(module.Refusal), needed ...string) (*Reader, error) {
	text := bufio.NewReader(file)
	if mark, err := text.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = text.Discard(3) // just peeked
	}
	r := &Reader{csv: csv.NewReader(text), columns: map[string]int{}, refused: refused}
	first, _ := text.Peek(4096)
	switch top, _, _ := strings.Cut(string(first), "\n"); {
	case len(first) == 0:
		return nil, errors.New("ce fichier est vide : il lui faut une ligne de noms de colonnes, puis une ligne par fiche")
	case strings.Contains(top, "\x00"):
		return nil, errors.New("ce fichier n'est pas en UTF-8, mais sans doute en UTF-16 : enregistrez-le en UTF-8")
	case strings.Contains(top, ";") && !strings.Contains(top, ","):
		r.csv.Comma = ';'
	}
	header, err := r.csv.Read()
	if err != nil {
		return nil, fmt.Errorf("l'en-tête du fichier ne se lit pas : %w", err)
	}
	for i, name := range header {
		r.columns[strings.TrimSpace(name)] = i
	}
	missing := slices.DeleteFunc(slices.Clone(needed), r.Has) // the caller keeps its list
	if len(missing) > 0 {
		return nil, fmt.Errorf("il manque des colonnes à ce fichier : %s", strings.Join(missing, ", "))
	}
	return r, nil
}

// Header is the names of the columns in their order.
func (r *Reader) Header() []string {
	names := make([]string, len(r.columns))
	for name, i := range r.columns {
		names[i] = name
	}
	return names
}

// Has says whether the file has a column.
func (r *Reader) Has(column string) bool {
	_, ok := r.columns[column]
	return ok
}

// Next is the next row that can be read; io.EOF after the last.
func (r *Reader) Next() (Row, error) {
	for {
		values, err := r.csv.Read()
		var broken *csv.ParseError
		switch {
		case errors.As(err, &broken):
			r.refuse(module.Refusal{Line: broken.StartLine, Reason: "Cette ligne ne se lit pas : guillemets ou nombre de colonnes. Corrigez-la."})
		case err != nil:
			return Row{}, err
		default:
			at, _ := r.csv.FieldPos(0)
			row := Row{columns: r.columns, values: values, Line: at}
			if column, ok := row.unreadable(); ok {
				r.Refuse(row, column, "Ce texte n'est pas en UTF-8 : enregistrez le fichier en UTF-8.")
				continue
			}
			return row, nil
		}
	}
}

// Refuse refuses a row for the value of a column, or as a whole when none is named.
func (r *Reader) Refuse(row Row, column, reason string) {
	r.refuse(module.Refusal{Line: row.Line, Column: column, Reason: reason})
}

func (r *Reader) refuse(why module.Refusal) {
	r.Refused++
	r.refused(why)
}

// unreadable is a column whose text no part can keep.
func (r Row) unreadable() (column string, found bool) {
	for name, i := range r.columns {
		if !utf8.ValidString(r.values[i]) || strings.ContainsRune(r.values[i], 0) {
			return name, true
		}
	}
	return "", false
}

// Cells are all columns by name, as they were written.
func (r Row) Cells() map[string]string {
	cells := make(map[string]string, len(r.columns))
	for name, i := range r.columns {
		cells[name] = r.values[i]
	}
	return cells
}

// Get is the value of a column without the blanks around it, empty when the file has no such column.
func (r Row) Get(column string) string {
	i, ok := r.columns[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(r.values[i])
}
