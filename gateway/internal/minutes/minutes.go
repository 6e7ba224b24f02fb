// Package minutes draws the minutes of a comité, to print or to keep.
package minutes

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"

	"hup.example/gateway/internal/pdf"
	"hup.example/gateway/internal/problem"
	"hup.example/gateway/internal/rest"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
)

// Path is where the document of a meeting is.
const Path = "/v1/meetings/{meeting_id}/minutes.pdf"

// Server serves the document.
type Server struct {
	// Conn reaches support for the world outside, with all checks.
	Conn grpc.ClientConnInterface
	// Problems answers errors.
	Problems *problem.Answerer
}

// Get answers the minutes of a meeting as a PDF, to those who may read them.
func (s *Server) Get(w http.ResponseWriter, r *http.Request, params map[string]string) {
	ctx, err := rest.Outgoing(r)
	if err != nil {
		s.Problems.Answer(w, r, err)
		return
	}
	found, err := supportv1.NewMeetingServiceClient(s.Conn).GetMeetingMinutes(ctx, &supportv1.GetMeetingMinutesRequest{MeetingId: params["meeting_id"]})
	if err != nil {
		s.Problems.Answer(w, r, err)
		return
	}
	page, err := Draw(found)
	if err != nil {
		s.Problems.Answer(w, r, errs.Internal(err))
		return
	}
	pdf.Answer(w, "compte-rendu-"+found.GetHeldDate(), page)
}

// Draw makes the document. The same minutes are the same bytes.
func Draw(m *supportv1.MeetingMinutes) ([]byte, error) {
	s := pdf.New("Compte rendu : "+m.GetTitle(), "Compte rendu du comité", m.GetBodyName(), m.GetClosedTime().AsTime())
	s.Head(m.GetBodyName(), m.GetTitle(), "Compte rendu, "+inWords(m.GetHeldDate()))
	s.Row("Lieu", m.GetPlace())
	s.Row("Présents", strings.Join(append([]string{m.GetBodyName()}, bodies(m, false)...), "\n"))
	s.Row("Absents", strings.Join(bodies(m, true), "\n"))
	s.Ln(2)
	s.Part()
	for _, i := range m.GetItems() {
		item(s, i)
	}
	if n := m.GetWithheldItemCount(); n > 0 {
		s.Line("", 10, fmt.Sprintf("Dossiers dont tous les présents n'ont pas connaissance, et dont la décision est dans le dossier seulement : %d.", n))
		s.Ln(3)
	}
	s.Line("", 10, m.GetNote())
	return s.Bytes()
}

// bodies are those that took part, or that were not there, with who came.
func bodies(m *supportv1.MeetingMinutes, absent bool) (names []string) {
	for _, p := range m.GetParticipants() {
		if p.GetAbsent() != absent {
			continue
		}
		name := p.GetBodyName()
		if p.GetNames() != "" {
			name += " (" + p.GetNames() + ")"
		}
		names = append(names, name)
	}
	return names
}

func item(s pdf.Sheet, i *supportv1.MinutesItem) {
	s.Line("B", 11, i.GetCaseNumber()+" — "+i.GetCompanyName())
	s.Ln(1)
	s.Row("À l'ordre du jour", cmp.Or(strings.Join(i.GetReasons(), "\n"), "À la demande d'un participant"))
	s.Row("Décision", cmp.Or(i.GetKindLabel(), "Aucune"))
	s.Row("", i.GetText())
	s.Row("Organisme chargé", i.GetBodyName())
	s.Row("Échéance", inWords(i.GetDueDate()))
	s.Row("Dossier", i.GetCaseStatusLabel())
	s.Ln(2)
	s.Part()
}

// inWords is the day as the French write it; empty for none.
func inWords(date string) string {
	day, err := calendar.ParseDay(date)
	if err != nil {
		return date
	}
	return day.InWords()
}
