// Package exchange reads files into the register and writes the register back into files. The header decides what a
// column is; the order of the columns is free, the separator a comma or a semicolon. A row that can't be taken is refused
// with its line, its column and the reason; the others go in.
package exchange

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/module"
)

// row is one line of a file, by the names of its header.
type row struct {
	line  int
	cells map[string]string
}

// table reads the rows of a file.
type table struct {
	header []string
	lines  *csv.Reader
}

// openTable reads the header. Columns that must be there and are not make the file one of another layout.
func openTable(file io.Reader, required ...string) (*table, error) {
	buffered := bufio.NewReaderSize(file, 64<<10)
	if mark, _ := buffered.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = buffered.Discard(3) // it was peeked
	}
	start, _ := buffered.Peek(16 << 10)
	first, _, _ := bytes.Cut(start, []byte("\n"))
	t := &table{lines: csv.NewReader(buffered)}
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		t.lines.Comma = ';'
	}
	header, err := t.lines.Read()
	if err != nil {
		return nil, unreadable("Le fichier est vide ou n'est pas un CSV.")
	}
	for _, name := range header {
		t.header = append(t.header, strings.ToLower(strings.TrimSpace(name)))
	}
	for _, name := range required {
		if !slices.Contains(t.header, name) {
			return nil, unreadable("La colonne « " + name + " » manque : ce fichier n'a pas la disposition attendue.")
		}
	}
	t.lines.FieldsPerRecord = len(t.header)
	return t, nil
}

func unreadable(message string) error { return errs.InvalidField("file", "FILE_UNREADABLE", message) }

// next reads a row; io.EOF after the last. A row that can't be read is answered as its refusal.
func (t *table) next() (row, *module.Refusal, error) {
	cells, err := t.lines.Read()
	var broken *csv.ParseError
	switch {
	case errors.As(err, &broken):
		return row{}, &module.Refusal{Line: broken.StartLine, Reason: reasonOf(broken, len(t.header), len(cells))}, nil
	case err != nil:
		return row{}, nil, err
	}
	line, _ := t.lines.FieldPos(0)
	r := row{line: line, cells: make(map[string]string, len(cells))}
	for i, cell := range cells {
		if !utf8.ValidString(cell) || strings.ContainsRune(cell, 0) {
			return row{}, &module.Refusal{Line: line, Column: t.header[i], Reason: "Ce texte n'est pas en UTF-8 : enregistrez le fichier en UTF-8."}, nil
		}
		r.cells[t.header[i]] = cell
	}
	return r, nil, nil
}

func reasonOf(broken *csv.ParseError, want, got int) string {
	if errors.Is(broken.Err, csv.ErrFieldCount) {
		return fmt.Sprintf("La ligne a %d colonnes, l'en-tête en a %d.", got, want)
	}
	return "Un guillemet est mal placé ou n'est pas fermé."
}
