// Package receipt draws the receipt of a request (CRPA L112-11) on one page, to print or to keep.
package receipt

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/problem"
	"hup.example/gateway/internal/rest"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
)

// Path is where the page of a case is.
const Path = "/v1/cases/{case_id}/receipt.pdf"

// Server serves the page.
type Server struct {
	// Conn reaches support for the world outside, with all checks.
	Conn grpc.ClientConnInterface
	// Problems answers errors.
	Problems *problem.Answerer
}

// Get answers the receipt of a case as a PDF, to those who may see the case.
func (s *Server) Get(w http.ResponseWriter, r *http.Request, params map[string]string) {
	ctx, err := rest.Outgoing(r)
	if err != nil {
		s.Problems.Answer(w, r, err)
		return
	}
	found, err := supportv1.NewCaseServiceClient(s.Conn).GetReceipt(ctx, &supportv1.GetReceiptRequest{CaseId: params["case_id"]})
	if err != nil {
		s.Problems.Answer(w, r, err)
		return
	}
	page, err := Draw(found)
	if err != nil {
		s.Problems.Answer(w, r, errs.Internal(err))
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Language", "fr")
	h.Set("Content-Disposition", `inline; filename="recepisse-`+found.GetNumber()+`.pdf"`)
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(page) // the caller may be gone
}

// The measures of the page, in millimetres.
const (
	margin = 25
	label  = 50
	line   = 6
)

// ink and rule are the two colours: of the head, and of the lines between parts.
var ink, rule = [3]int{0, 0, 145}, [3]int{200, 200, 210}

// sheet is a page that is being drawn.
type sheet struct{ *fpdf.Fpdf }

// Draw makes the page. The same receipt is the same bytes.
func Draw(r *supportv1.Receipt) ([]byte, error) {
	s := sheet{fpdf.New("P", "mm", "A4", "")}
	s.AddUTF8FontFromBytes("go", "", goregular.TTF)
	s.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	s.SetLang("fr-FR")
	s.SetTitle("Accusé de réception de la demande "+r.GetNumber(), true)
	s.SetSubject("Accusé de réception, article L112-11 du code des relations entre le public et l'administration", true)
	s.SetAuthor(r.GetContactBodyName(), true)
	s.SetProducer("Hup", true)
	received := r.GetReceivedTime().AsTime()
	s.SetCreationDate(received)
	s.SetModificationDate(received)
	s.SetCatalogSort(true)
	s.SetMargins(margin, margin, margin)
	s.AddPage()
	s.head(r)
	s.facts(r, received.In(calendar.Paris))
	s.rights(r)
	s.foot()
	var b bytes.Buffer
	if err := s.Output(&b); err != nil {
		return nil, fmt.Errorf("receipt: %w", err)
	}
	return b.Bytes(), nil
}

func (s sheet) head(r *supportv1.Receipt) {
	s.SetTextColor(ink[0], ink[1], ink[2])
	s.write("B", 11, "Guichet économique unique")
	s.SetTextColor(0, 0, 0)
	s.write("", 10, r.GetContactBodyName())
	s.Ln(14)
	s.write("B", 20, "Accusé de réception")
	s.Ln(2)
	s.write("", 12, "Demande n° "+r.GetNumber())
	s.Ln(4)
	s.part()
}

// facts are what the law asks for: when, what, who is in charge, by when.
func (s sheet) facts(r *supportv1.Receipt, received time.Time) {
	s.row("Reçue le", calendar.DayOf(received).InWords()+fmt.Sprintf(" à %d h %02d", received.Hour(), received.Minute()))
	s.row("Présentée par", r.GetRequesterName())
	s.row("Objet", strings.Join(r.GetSubjectLabels(), between(r.GetSubjectLabels())))
	if due, err := calendar.ParseDay(r.GetDueDate()); err == nil {
		s.row("Réponse au plus tard", due.InWords())
	}
	s.Ln(2)
	s.part()
	s.row("Service en charge", cmp.Or(r.GetContactBodyName(), r.GetContactBodyId()))
	s.row("Adresse", r.GetContactBodyAddress())
	s.row("Courriel", r.GetContactBodyEmail())
	s.row("Téléphone", r.GetContactBodyPhone())
	s.Ln(2)
	s.part()
}

// between keeps a long list of subjects on the page: a few have a line each, many share them.
func between(subjects []string) string {
	if len(subjects) <= 5 {
		return "\n"
	}
	return " ; "
}

func (s sheet) rights(r *supportv1.Receipt) {
	s.write("", 10, r.GetText())
	s.Ln(3)
	s.write("", 10, "La date d'échéance tient compte des jours ouvrés et des jours fériés de France métropolitaine. Elle est reportée du temps pendant "+
		"lequel des informations vous sont demandées. Cette demande d'accompagnement ne donne pas lieu à une décision implicite d'acceptation ou de rejet.")
	s.Ln(3)
	s.write("", 10, "Vous pouvez à tout moment consulter votre dossier, savoir quels organismes l'ont lu, retirer votre accord à l'un d'eux, "+
		"et demander à accéder à vos données, à les rectifier ou à les effacer auprès du service en charge.")
}

func (s sheet) foot() {
	s.SetAutoPageBreak(false, 0)
	s.SetY(-margin)
	s.SetTextColor(90, 90, 90)
	s.write("", 8, "Accusé de réception délivré en application des articles L112-11 et R112-11-1 et suivants du code des relations entre le public et l'administration.")
}

// row is one fact with its name; one that is not known is left out.
func (s sheet) row(name, value string) {
	if value == "" {
		return
	}
	s.SetFont("go", "B", 10)
	s.CellFormat(label, line, name, "", 0, "L", false, 0, "")
	s.SetFont("go", "", 10)
	s.MultiCell(0, line, value, "", "L", false)
}

func (s sheet) write(style string, size float64, text string) {
	s.SetFont("go", style, size)
	s.MultiCell(0, size*0.5+0.5, text, "", "L", false)
}

// part ends a part of the page with a line.
func (s sheet) part() {
	width, _ := s.GetPageSize()
	s.SetDrawColor(rule[0], rule[1], rule[2])
	s.Line(margin, s.GetY(), width-margin, s.GetY())
	s.Ln(5)
}

// Negotiate answers the page also where the receipt is asked for as application/pdf.
func Negotiate(api http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/v1/cases/") && strings.HasSuffix(r.URL.Path, "/receipt") {
			w.Header().Add("Vary", "Accept")
			if wantsPage(r.Header.Get("Accept")) {
				page := *r
				u := *r.URL
				u.Path, u.RawPath, page.URL = u.Path+".pdf", "", &u
				r = &page
			}
		}
		api.ServeHTTP(w, r)
	})
}

// wantsPage is whether a PDF is named, and JSON not before it.
func wantsPage(accept string) bool {
	for kind := range strings.SplitSeq(accept, ",") {
		switch name, _, _ := strings.Cut(strings.TrimSpace(kind), ";"); strings.ToLower(name) {
		case "application/pdf":
			return true
		case "application/json", "*/*", "application/*":
			return false
		}
	}
	return false
}
