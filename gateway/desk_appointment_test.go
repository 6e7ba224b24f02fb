package gateway_test

import (
	"context"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// appointments plays support's list of appointments.
type appointments struct {
	supportv1.UnimplementedAppointmentServiceServer
	asked func(filter, order string)
}

func (a *appointments) ListAppointments(_ context.Context, r *supportv1.ListAppointmentsRequest) (*supportv1.ListAppointmentsResponse, error) {
	a.asked(r.GetFilter(), r.GetOrderBy())
	return &supportv1.ListAppointmentsResponse{Appointments: []*supportv1.Appointment{{CaseId: caseID}}}, nil
}

func (a *appointments) CountAppointments(_ context.Context, r *supportv1.CountAppointmentsRequest) (*supportv1.Count, error) {
	a.asked(r.GetFilter(), "")
	return &supportv1.Count{Count: 12}, nil
}

func TestGetDesk_tellsWhoIsExpectedToday(t *testing.T) {
	desk := &asked{}
	all := make(chan string, 4)
	w := open(t, withDesk(desk), func(w *world) {
		supportv1.RegisterAppointmentServiceServer(w.server, &appointments{asked: func(filter, order string) { all <- filter + " by " + order }})
	})
	got := w.call(advisor, "GET", "/v1/desk", "")
	section, _ := got.json["appointmentsToday"].(map[string]any)
	const want = `deskBodyId = "mine" AND status = "APPOINTMENT_STATUS_BOOKED" AND startTime >= "2026-11-22T23:00:00Z" AND startTime < "2026-11-23T23:00:00Z"`
	if section["filter"] != want || section["count"].(map[string]any)["count"] != float64(12) || len(section["appointments"].([]any)) != 1 {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
	close(all)
	said := map[string]bool{}
	for one := range all {
		said[one] = true
	}
	if len(said) != 2 || !said[want+" by startTime"] || !said[want+" by "] {
		t.Errorf("asked %v", said)
	}
}
