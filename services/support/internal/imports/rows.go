// Package imports reads the files that operators load into support: streamed, one row after the other, whatever the order
// of their columns.
package imports

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"hup.example/services/kit/module"
)

// rows are the rows of a file.
type rows interface {
	// header names the columns.
	header() []string
	// next is the next row and its line; the cells hold until the one after. A *broken is a row that can't be read; io.EOF comes after the last.
	next() (cells []string, line int, err error)
	// skip passes over rows.
	skip(n int64) error
}

// broken is why a row can't be read.
type broken struct {
	line   int
	reason string
}

// Error implements error.
func (b *broken) Error() string { return b.reason }

// table is a file that is being read, with its columns by name.
type table struct {
	rows
	at map[string]int
	// foreign says that a cell was not UTF-8.
	foreign bool
}

// row is one line of the file.
type row struct {
	table *table
	cells []string
	line  int
}

// tableOf names the columns, whatever their case.
func tableOf(r rows) *table {
	t := &table{rows: r, at: map[string]int{}}
	for i, name := range r.header() {
		t.at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	return t
}

// spell lets columns be named as Insee spells them.
func (t *table) spell(columns ...string) {
	for _, name := range columns {
		if i, ok := t.at[strings.ToLower(name)]; ok {
			t.at[name] = i
		}
	}
}

// has says whether the header names all the columns.
func (t *table) has(columns ...string) bool {
	for _, c := range columns {
		if _, ok := t.at[strings.ToLower(c)]; !ok {
			return false
		}
	}
	return true
}

// read is the next row that can be read; the others are refused. Passed counts all rows, io.EOF comes after the last.
func (t *table) read(refused func(module.Refusal), passed *int64) (row, error) {
	for {
		cells, line, err := t.next()
		var bad *broken
		if err != nil && !errors.As(err, &bad) {
			return row{}, err
		}
		*passed++
		if bad != nil {
			refused(module.Refusal{Line: bad.line, Reason: bad.reason})
			continue
		}
		return row{t, cells, line}, nil
	}
}

// get is the text of a column, empty when the file has no such column. What is not UTF-8 is taken for Windows-1252.
func (r row) get(column string) string {
	i, ok := r.table.at[column]
	if !ok || i >= len(r.cells) {
		return ""
	}
	text := strings.TrimSpace(r.cells[i])
	if utf8.ValidString(text) {
		return text
	}
	r.table.foreign = true
	decoded, err := charmap.Windows1252.NewDecoder().String(text)
	if err != nil {
		return strings.ToValidUTF8(text, "")
	}
	return decoded
}

// unkeepable is a column whose text no database keeps.
func (r row) unkeepable() (column string, found bool) {
	for i, cell := range r.cells {
		if strings.ContainsRune(cell, 0) {
			for name, at := range r.table.at {
				if at == i {
					return name, true
				}
			}
			return "", true
		}
	}
	return "", false
}

// csvFile are the rows of a CSV file.
type csvFile struct {
	csv   *csv.Reader
	names []string
}

// csvRows reads the header. The separator is the sign that the header has more of.
func csvRows(file io.Reader) (rows, error) {
	text := utf8Text(file)
	start, _ := text.Peek(8192)
	header, _, _ := strings.Cut(string(start), "\n")
	f := &csvFile{csv: csv.NewReader(text)}
	switch {
	case strings.Count(header, ";") > strings.Count(header, ","):
		f.csv.Comma = ';'
	case strings.Count(header, "\t") > strings.Count(header, ","):
		f.csv.Comma = '\t'
	}
	f.csv.FieldsPerRecord = -1
	names, err := f.csv.Read()
	if err != nil {
		return nil, fmt.Errorf("le fichier n'a pas d'en-tête lisible : %w", err)
	}
	f.csv.ReuseRecord = true
	f.names = names
	return f, nil
}

func (f *csvFile) header() []string { return f.names }

func (f *csvFile) next() ([]string, int, error) {
	cells, err := f.csv.Read()
	var bad *csv.ParseError
	switch {
	case errors.As(err, &bad):
		return nil, 0, &broken{bad.StartLine, "La ligne n'est pas du CSV : vérifiez les guillemets."}
	case err != nil:
		return nil, 0, err
	}
	line, _ := f.csv.FieldPos(0)
	if len(cells) < len(f.names) {
		return nil, 0, &broken{line, fmt.Sprintf("La ligne a %d colonnes, l'en-tête %d.", len(cells), len(f.names))}
	}
	return cells, line, nil
}

func (f *csvFile) skip(n int64) error { return skipEach(f, n) }

// skipEach reads rows away.
func skipEach(r rows, n int64) error {
	for range n {
		_, _, err := r.next()
		var bad *broken
		if err != nil && !errors.As(err, &bad) {
			return err
		}
	}
	return nil
}
