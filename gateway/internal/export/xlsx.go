package export

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// mostRows and mostCharacters are what a sheet and a cell of Excel can hold.
	mostRows       = 1 << 20
	mostCharacters = 1<<15 - 1
)

// The styles of cells, by their place in the part of styles.
const (
	plain = iota
	bold
	moment // an instant, as a date and a time
)

// book is an XLSX file (ECMA-376), written as it comes: an archive of parts in XML, of which one sheet is open (docs/adr/0020).
// Texts are cells of type text, which no spreadsheet evaluates.
type book struct {
	zip    *zip.Writer
	sheet  *bufio.Writer
	sheets int
	line   int
	head   []any
}

func openXLSX(w io.Writer) file { return &book{zip: zip.NewWriter(w)} }

func (b *book) row(values []any) error {
	if b.head == nil {
		b.head = values
		if err := b.parts(fixed); err != nil {
			return err
		}
		return b.begin()
	}
	if b.line == mostRows {
		if err := b.begin(); err != nil {
			return err
		}
	}
	return b.put(values, plain)
}

// begin starts a sheet with the headings: the first one, or the next when one is full.
func (b *book) begin() error {
	if err := b.finish(); err != nil {
		return err
	}
	b.sheets++
	part, err := b.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", b.sheets))
	if err != nil {
		return err
	}
	b.sheet, b.line = bufio.NewWriter(part), 0
	_, _ = b.sheet.WriteString(xml.Header + `<worksheet xmlns="` + mainSpace + `"><sheetData>`) // the buffer keeps the error
	return b.put(b.head, bold)
}

// finish ends the sheet that is open, if one is.
func (b *book) finish() error {
	if b.sheet == nil {
		return nil
	}
	_, _ = b.sheet.WriteString(`</sheetData></worksheet>`)
	return b.sheet.Flush()
}

func (b *book) put(values []any, style int) error {
	b.line++
	row := strconv.Itoa(b.line)
	_, _ = b.sheet.WriteString(`<row r="` + row + `">`)
	for i, v := range values {
		b.cell(columnName(i)+row, v, style)
	}
	_, err := b.sheet.WriteString(`</row>`)
	return err
}

func (b *book) cell(at string, v any, style int) {
	number := ""
	switch of := v.(type) {
	case nil:
		return
	case time.Time:
		number, style = serial(of), moment
	case int64:
		number = text(of)
	case float64:
		number = strconv.FormatFloat(of, 'f', -1, 64)
	}
	_, _ = fmt.Fprintf(b.sheet, `<c r="%s" s="%d"`, at, style)
	if number != "" {
		_, _ = b.sheet.WriteString(`><v>` + number + `</v></c>`)
		return
	}
	_, _ = b.sheet.WriteString(` t="inlineStr"><is><t xml:space="preserve">`)
	_ = xml.EscapeText(b.sheet, []byte(bounded(text(v))))
	_, _ = b.sheet.WriteString(`</t></is></c>`)
}

// columnName is how spreadsheets call a column, the first of which is 0: A, …, Z, AA, ….
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// serial is an instant as spreadsheets count: days since the end of 1899, as the clock on the wall shows it.
func serial(t time.Time) string {
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	days := float64(wall.Unix()-time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).Unix()) / (24 * 60 * 60)
	return strconv.FormatFloat(math.Round(days*1e8)/1e8, 'f', -1, 64)
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

func (b *book) flush() error {
	if err := b.sheet.Flush(); err != nil {
		return err
	}
	return b.zip.Flush()
}

func (b *book) end() error {
	if err := b.finish(); err != nil {
		return err
	}
	if err := b.parts(listing(b.sheets)); err != nil {
		return err
	}
	return b.zip.Close()
}

func (b *book) parts(parts [][2]string) error {
	for _, p := range parts {
		part, err := b.zip.Create(p[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(part, xml.Header+p[1]); err != nil {
			return err
		}
	}
	return nil
}
