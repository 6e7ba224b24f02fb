// Package imports reads the files that operators load into support: streamed, one row after the other, whatever the order
// of their columns.
package imports

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"hup.example/services/kit/module"
)

// table is a CSV file that is being read.
type table struct {
	rows *csv.Reader
	at   map[string]int
}

// row is one line of the file.
type row struct {
	table *table
	cells []string
	line  int
}

// open reads the header. The separator is the sign that the header has more of; a byte order mark is passed over.
func open(file io.Reader) (*table, error) {
	buffered := bufio.NewReaderSize(file, 1<<16)
	if mark, _ := buffered.Peek(3); string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3)
	}
	start, _ := buffered.Peek(4096)
	header, _, _ := strings.Cut(string(start), "\n")
	t := &table{rows: csv.NewReader(buffered), at: map[string]int{}}
	if strings.Count(header, ";") > strings.Count(header, ",") {
		t.rows.Comma = ';'
	}
	t.rows.FieldsPerRecord = -1
	t.rows.ReuseRecord = true
	names, err := t.rows.Read()
	if err != nil {
		return nil, fmt.Errorf("le fichier n'a pas d'en-tête lisible : %w", err)
	}
	for i, name := range names {
		t.at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	return t, nil
}

// has says whether the header names all the columns.
func (t *table) has(columns ...string) bool {
	for _, c := range columns {
		if _, ok := t.at[c]; !ok {
			return false
		}
	}
	return true
}

// each goes through the rows. A line that is no CSV is refused, and the reading goes on.
func (t *table) each(refused func(module.Refusal), use func(row) error) error {
	for {
		cells, err := t.rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		line, _ := t.rows.FieldPos(0)
		var bad *csv.ParseError
		switch {
		case errors.As(err, &bad):
			refused(module.Refusal{Line: bad.StartLine, Reason: "La ligne n'est pas du CSV : vérifiez les guillemets."})
			continue
		case err != nil:
			return err
		case len(cells) < len(t.at):
			refused(module.Refusal{Line: line, Reason: fmt.Sprintf("La ligne a %d colonnes, l'en-tête %d.", len(cells), len(t.at))})
			continue
		}
		if err := use(row{t, cells, line}); err != nil {
			return err
		}
	}
}

// get is the text of a column, empty when the file has no such column.
func (r row) get(column string) string {
	i, ok := r.table.at[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}
