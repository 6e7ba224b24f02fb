// Package receipt draws the receipt of a request (CRPA L112-11) on one page, to print or to keep.
package receipt

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/pdf"
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
	pdf.Answer(w, "recepisse-"+found.GetNumber(), page)
}

// sheet is a page that is being drawn.
type sheet struct{ pdf.Sheet }

// Draw makes the page. The same receipt is the same bytes.
func Draw(r *supportv1.Receipt) ([]byte, error) {
	received := r.GetReceivedTime().AsTime()
	s := sheet{pdf.New("Accusé de réception de la demande "+r.GetNumber(), "Accusé de réception, article L112-11 du code des relations entre le public et l'administration",
		r.GetContactBodyName(), received)}
	s.Head(r.GetContactBodyName(), "Accusé de réception", "Demande n° "+r.GetNumber())
	s.facts(r, received.In(calendar.Paris))
	s.rights(r)
	s.foot()
	return s.Bytes()
}

// facts are what the law asks for: when, what, who is in charge, by when.
func (s sheet) facts(r *supportv1.Receipt, received time.Time) {
	s.Row("Reçue le", calendar.DayOf(received).InWords()+fmt.Sprintf(" à %d h %02d", received.Hour(), received.Minute()))
	s.Row("Présentée par", r.GetRequesterName())
	s.Row("Objet", strings.Join(r.GetSubjectLabels(), between(r.GetSubjectLabels())))
	if due, err := calendar.ParseDay(r.GetDueDate()); err == nil {
		s.Row("Réponse au plus tard", due.InWords())
	}
	s.Ln(2)
	s.Part()
	s.Row("Service en charge", cmp.Or(r.GetContactBodyName(), r.GetContactBodyId()))
	s.Row("Adresse", r.GetContactBodyAddress())
	s.Row("Courriel", r.GetContactBodyEmail())
	s.Row("Téléphone", r.GetContactBodyPhone())
	s.Ln(2)
	s.Part()
}

// between keeps a long list of subjects on the page: a few have a line each, many share them.
func between(subjects []string) string {
	if len(subjects) <= 5 {
		return "\n"
	}
	return " ; "
}

func (s sheet) rights(r *supportv1.Receipt) {
	s.Line("", 10, r.GetText())
	s.Ln(3)
	s.Line("", 10, "La date d'échéance tient compte des jours ouvrés et des jours fériés de France métropolitaine. Elle est reportée du temps pendant "+
		"lequel des informations vous sont demandées. Cette demande d'accompagnement ne donne pas lieu à une décision implicite d'acceptation ou de rejet.")
	s.Ln(3)
	s.Line("", 10, "Vous pouvez à tout moment consulter votre dossier, savoir quels organismes l'ont lu, retirer votre accord à l'un d'eux, "+
		"et demander à accéder à vos données, à les rectifier ou à les effacer auprès du service en charge.")
}

func (s sheet) foot() {
	s.SetAutoPageBreak(false, 0)
	s.SetY(-pdf.Margin)
	s.SetTextColor(90, 90, 90)
	s.Line("", 8, "Accusé de réception délivré en application des articles L112-11 et R112-11-1 et suivants du code des relations entre le public et l'administration.")
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
