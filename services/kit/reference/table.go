package reference

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strconv"
)

// table is a CSV file in memory, its columns found by name.
type table struct {
	columns map[string]int
	records [][]string
}

// row is one line of a table.
type row struct {
	table  *table
	record []string
}

// readTable reads name, or name.gz, and refuses a file without the columns that the list needs.
func readTable(folder fs.FS, name string, columns ...string) (*table, error) {
	file, err := open(folder, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reference: %s: %w", name, err)
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("reference: %s is empty", name)
	}
	t := &table{columns: map[string]int{}, records: records[1:]}
	for i, column := range records[0] {
		t.columns[column] = i
	}
	for _, column := range columns {
		if _, ok := t.columns[column]; !ok {
			return nil, fmt.Errorf("reference: %s has no column %s", name, column)
		}
	}
	return t, nil
}

// open prefers the plain file to the compressed one.
func open(folder fs.FS, name string) (io.ReadCloser, error) {
	file, err := folder.Open(name)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	packed, err := folder.Open(name + ".gz")
	if err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		packed.Close()
		return nil, fmt.Errorf("reference: %s.gz: %w", name, err)
	}
	return unpacked, nil
}

func (t *table) rows() iter.Seq[row] {
	return func(yield func(row) bool) {
		for _, record := range t.records {
			if !yield(row{t, record}) {
				return
			}
		}
	}
}

// get is the text of a column that readTable was asked for.
func (r row) get(column string) string { return r.record[r.table.columns[column]] }

// number is the number of a column, 0 when it is empty or not a number.
func (r row) number(column string) float64 {
	n, _ := strconv.ParseFloat(r.get(column), 64)
	return n
}
