package facade

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/calendar"
)

// expectedOn are the appointments of a day that the caller's body receives or hosts, and that nobody has called off or held.
func expectedOn(day calendar.Day) string {
	return conditions{
		`deskBodyId = "mine"`, `status = "APPOINTMENT_STATUS_BOOKED"`,
		`startTime >= "` + instant(day.Start()) + `"`, `startTime < "` + instant(day.AddDays(1).Start()) + `"`,
	}.String()
}

// appointmentsOnDesk fills the section of appointments.
func (f *Facade) appointmentsOnDesk(s *hupv1.DeskAppointments) []part {
	appointments := supportv1.NewAppointmentServiceClient(f.Peer("support"))
	return []part{{name: "appointmentsToday", load: func(ctx context.Context) error {
		page, err := appointments.ListAppointments(ctx, &supportv1.ListAppointmentsRequest{Filter: s.GetFilter(), OrderBy: "startTime", PageSize: onDesk})
		s.Appointments = page.GetAppointments()
		return err
	}}, {name: "appointmentsToday", load: func(ctx context.Context) (err error) {
		s.Count, err = appointments.CountAppointments(ctx, &supportv1.CountAppointmentsRequest{Filter: s.GetFilter()})
		return err
	}}}
}
