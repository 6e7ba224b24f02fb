package export

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

const (
	// mostRows and mostCharacters are what a sheet and a cell of Excel can hold.
	mostRows       = excelize.TotalRows
	mostCharacters = excelize.TotalCellChars
)

// book is an XLSX file. Its rows wait in a file on disk once they are many, for its directory comes last. Texts are cells of type
// text, which no spreadsheet evaluates.
type book struct {
	to     io.Writer
	file   *excelize.File
	sheet  *excelize.StreamWriter
	sheets int
	line   int
	head   []any
	moment int // the style of instants
	bold   int
}

func openXLSX(w io.Writer) file { return &book{to: w, file: excelize.NewFile()} }

func (b *book) row(values []any) error {
	if b.head == nil {
		b.head = values
		return b.begin()
	}
	if b.line == mostRows {
		if err := b.begin(); err != nil {
			return err
		}
	}
	return b.put(values, 0)
}

// begin starts a sheet with the headings: the first one, or the next when one is full.
func (b *book) begin() (err error) {
	if b.sheet != nil {
		if err := b.sheet.Flush(); err != nil {
			return err
		}
	} else if b.moment, err = b.file.NewStyle(&excelize.Style{NumFmt: 22}); err == nil {
		b.bold, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	}
	if err != nil {
		return err
	}
	b.sheets++
	name := fmt.Sprintf("Liste %d", b.sheets)
	if b.sheets == 1 {
		err = b.file.SetSheetName("Sheet1", name)
	} else {
		_, err = b.file.NewSheet(name)
	}
	if err != nil {
		return err
	}
	if b.sheet, err = b.file.NewStreamWriter(name); err != nil {
		return err
	}
	b.line = 0
	return b.put(b.head, b.bold)
}

func (b *book) put(values []any, style int) error {
	b.line++
	cells := make([]any, len(values))
	for i, v := range values {
		switch of := v.(type) {
		case string:
			cells[i] = excelize.Cell{StyleID: style, Value: bounded(of)}
		case time.Time:
			cells[i] = excelize.Cell{StyleID: b.moment, Value: of}
		case bool:
			cells[i] = text(of)
		default:
			cells[i] = v
		}
	}
	at, err := excelize.CoordinatesToCellName(1, b.line)
	if err != nil {
		return err
	}
	return b.sheet.SetRow(at, cells)
}

// bounded cuts a text that no cell can hold, and drops what XML has no way to write.
func bounded(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			return -1
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) <= mostCharacters {
		return s
	}
	return string([]rune(s)[:mostCharacters-1]) + "…"
}

func (b *book) flush() error { return nil }

func (b *book) end() error {
	defer func() { _ = b.file.Close() }() // takes the file on disk away
	if err := b.sheet.Flush(); err != nil {
		return err
	}
	return b.file.Write(b.to)
}
