// Package pdf draws pages for people, to print or to keep: letters that French needs, a head, facts by name, parts.
package pdf

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"github.com/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// Margin is that of each side, in millimetres.
const Margin = 25

const (
	label = 50
	line  = 6
)

// ink and rule are the two colours: of the head, and of the lines between parts.
var ink, rule = [3]int{0, 0, 145}, [3]int{200, 200, 210}

// Sheet is a document that is being drawn.
type Sheet struct{ *fpdf.Fpdf }

// New begins a document in French. The same words at the same instant are the same bytes.
func New(title, subject, author string, made time.Time) Sheet {
	s := Sheet{fpdf.New("P", "mm", "A4", "")}
	s.AddUTF8FontFromBytes("go", "", goregular.TTF)
	s.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	s.SetLang("fr-FR")
	s.SetTitle(title, true)
	s.SetSubject(subject, true)
	s.SetAuthor(author, true)
	s.SetProducer("Hup", true)
	s.SetCreationDate(made)
	s.SetModificationDate(made)
	s.SetCatalogSort(true)
	s.SetMargins(Margin, Margin, Margin)
	s.AddPage()
	return s
}

// Head writes who speaks and what this is.
func (s Sheet) Head(from, title, under string) {
	s.SetTextColor(ink[0], ink[1], ink[2])
	s.Line("B", 11, "Guichet économique unique")
	s.SetTextColor(0, 0, 0)
	s.Line("", 10, from)
	s.Ln(14)
	s.Line("B", 20, title)
	s.Ln(2)
	s.Line("", 12, under)
	s.Ln(4)
	s.Part()
}

// Row is one fact with its name; one that is not known is left out.
func (s Sheet) Row(name, value string) {
	if value == "" {
		return
	}
	s.SetFont("go", "B", 10)
	s.CellFormat(label, line, name, "", 0, "L", false, 0, "")
	s.SetFont("go", "", 10)
	s.MultiCell(0, line, value, "", "L", false)
}

// Line writes a text, over as many lines as it takes.
func (s Sheet) Line(style string, size float64, text string) {
	s.SetFont("go", style, size)
	s.MultiCell(0, size*0.5+0.5, text, "", "L", false)
}

// Part ends a part of the page with a line.
func (s Sheet) Part() {
	width, _ := s.GetPageSize()
	s.SetDrawColor(rule[0], rule[1], rule[2])
	s.Fpdf.Line(Margin, s.GetY(), width-Margin, s.GetY())
	s.Ln(5)
}

// Bytes is the document.
func (s Sheet) Bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := s.Output(&b); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return b.Bytes(), nil
}

// Answer writes a document to who asked for it.
func Answer(w http.ResponseWriter, name string, page []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Language", "fr")
	h.Set("Content-Disposition", `inline; filename="`+name+`.pdf"`)
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(page) // the caller may be gone
}
