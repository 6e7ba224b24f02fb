package ical

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Path is the folder of the addresses.
const Path = "/calendriers/"

// Server answers calendar programs, which can't sign in: who has the address reads the feed, and no more than it needs.
type Server struct {
	Store *kit.Store
	Feeds app.KeepFeeds
	Log   *slog.Logger
	// PublicURL is where the details are.
	PublicURL string
}

// ServeHTTP answers a feed. An address that is none, was closed or has ended says nothing else.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Referrer-Policy", "no-referrer")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "Cette adresse se lit seulement.", http.StatusMethodNotAllowed)
		return
	}
	text, err := s.read(r)
	switch {
	case errs.Is(err, "NOT_FOUND"):
		h.Set("Cache-Control", "no-store")
		http.Error(w, "Ce calendrier n'existe pas, ou son adresse a été retirée. Demandez-en une autre dans Hup.", http.StatusNotFound)
		return
	case err != nil:
		s.Log.Error("a calendar can't be read", "error", err.Error())
		http.Error(w, "Le calendrier ne peut pas être lu pour l'instant. Réessayez dans quelques minutes.", http.StatusServiceUnavailable)
		return
	}
	sum := sha256.Sum256([]byte(text))
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	h.Set("Cache-Control", "private, max-age=300")
	h.Set("Content-Type", "text/calendar; charset=utf-8; method=PUBLISH")
	h.Set("Content-Disposition", `inline; filename="rendez-vous.ics"`)
	if r.Header.Get("If-None-Match") == h.Get("ETag") {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", fmt.Sprint(len(text)))
	if r.Method == http.MethodGet {
		_, _ = w.Write([]byte(text)) // the caller may be gone
	}
}

func (s *Server) read(r *http.Request) (string, error) {
	territory, id, known := s.Feeds.Open(strings.TrimPrefix(r.URL.Path, Path))
	if !known {
		return "", errs.NotFound("calendar_feed")
	}
	view := s.Store.View(actor.With(r.Context(), actor.Of(territory, "support")))
	f, err := store.CalendarFeeds.Get(view, id)
	if err != nil {
		return "", err
	}
	if !f.Opens(view.Now) {
		return "", errs.NotFound("calendar_feed")
	}
	found, err := store.AppointmentsFed(view, f)
	if err != nil {
		return "", err
	}
	events := make([]Event, len(found))
	for i, a := range found {
		if events[i], err = s.event(view, f, a); err != nil {
			return "", err
		}
	}
	return Write(territory, "Hup : rendez-vous", events), nil
}

// event is the appointment in the words of who reads the feed: the guest reads where to go, the host who comes.
func (s *Server) event(v *kit.View, f *domain.CalendarFeed, a *domain.Appointment) (Event, error) {
	e := Event{Appointment: a.State, Summary: "Rendez-vous : " + a.State.GetTitle(), Description: "Pour le déplacer ou l'annuler : " + s.PublicURL}
	if f.State.GetAppointmentId() != "" {
		return e, nil
	}
	who, err := guest(v, a.State)
	e.Summary = a.State.GetTitle() + " : " + who
	e.Description = "Pourquoi, et qui joindre : " + s.PublicURL
	return e, err
}

// guest names who comes as far as anybody may read it: a calendar program takes the name out of our hands. A person with a project,
// and a company that does not let its name be published, have none.
func guest(v *kit.View, a *supportv1.Appointment) (string, error) {
	if a.GetCompanyId() == "" {
		return "un porteur de projet", nil
	}
	c, err := store.Companies.Get(v, a.GetCompanyId())
	if err != nil {
		return "", err
	}
	return c.State.GetName(), nil // masked, where the company does not let it be published
}
