package export

import (
	"encoding/csv"
	"io"
)

// formats are the files that we write, by the value of the parameter "format".
var formats = map[string]struct {
	mime string
	open func(io.Writer) file
}{
	"csv":  {"text/csv; charset=utf-8; header=present", openCSV},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", openXLSX},
}

// table is a CSV file as French spreadsheets open it by a double click: UTF-8 with its mark, semicolons, decimal commas.
type table struct{ *csv.Writer }

func openCSV(w io.Writer) file {
	_, _ = io.WriteString(w, "\ufeff") // the first row fails, if this does
	t := table{csv.NewWriter(w)}
	t.Comma, t.UseCRLF = ';', true
	return t
}

func (t table) row(values []any) error {
	record := make([]string, len(values))
	for i, v := range values {
		record[i] = text(v)
		if _, typed := v.(string); typed {
			record[i] = harmless(record[i])
		}
	}
	return t.Write(record)
}

func (t table) flush() error { t.Flush(); return t.Error() }

func (t table) end() error { return t.flush() }

// harmless keeps a text from being read as a formula: what begins like one gets an apostrophe, as spreadsheets write it themselves.
func harmless(s string) string {
	if s == "" {
		return s
	}
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return "'" + s
	}
	return s
}
