package support

import (
	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/support/internal/app"
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
	return func(r grpc.ServiceRegistrar) {
		supportv1.RegisterPermanenceServiceServer(r, permanences)
		supportv1.RegisterAppointmentServiceServer(r, appointments)
	}
}
