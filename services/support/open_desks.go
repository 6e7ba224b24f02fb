package support

import (
	"net/http"
	"strings"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/ical"
	"hup.example/services/support/internal/rpc"
	"hup.example/services/support/internal/store"
)

// openDesks builds the permanences with their appointments, and answers how to register it.
func openDesks(h module.Host, words *present.Presenter, s *module.Service, directory app.Records) func(grpc.ServiceRegistrar) {
	file := app.File{Cases: store.Cases, Referrals: store.Referrals}
	permanences := &rpc.Permanences{Store: h.Store, Signer: h.Signer, Present: words, Keep: app.KeepPermanences{Directory: directory}}
	keep := app.KeepAppointments{File: file}
	appointments := &rpc.Appointments{
		Store: h.Store, Signer: h.Signer, Present: words, Book: app.BookAppointment{File: file, Directory: directory}, Keep: keep,
	}
	s.Timers[app.AppointmentDay], s.Timers[app.AppointmentSoon] = keep.RemindDay, keep.RemindSoon
	feeds := app.KeepFeeds{File: file, Links: app.Links{Key: h.Secret("calendar links"), Page: strings.TrimSuffix(h.PublicURL, "/") + strings.TrimSuffix(ical.Path, "/")}}
	calendars := &rpc.CalendarFeeds{Store: h.Store, Signer: h.Signer, Present: words, Keep: feeds}
	if s.Routes == nil {
		s.Routes = map[string]http.Handler{}
	}
	s.Routes[ical.Path] = &ical.Server{Store: h.Store, Feeds: feeds, Log: h.Log, PublicURL: h.PublicURL}
	meetings := &rpc.Meetings{Store: h.Store, Signer: h.Signer, Present: words, Keep: app.KeepMeetings{File: file, Directory: directory}}
	return func(r grpc.ServiceRegistrar) {
		supportv1.RegisterPermanenceServiceServer(r, permanences)
		supportv1.RegisterAppointmentServiceServer(r, appointments)
		supportv1.RegisterCalendarFeedServiceServer(r, calendars)
		supportv1.RegisterMeetingServiceServer(r, meetings)
	}
}
