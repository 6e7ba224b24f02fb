package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Appointments is the table of appointments. The rules of seats are those of the unique indexes, too.
var Appointments = kit.Table[*domain.Appointment, *supportv1.Appointment]{
	Name: "appointment", Kind: "appointment", Taken: "SLOT_FULL",
	Columns: []kit.Column[*domain.Appointment]{
		{Name: "status", Value: func(a *domain.Appointment) any { return a.State.GetStatus().String() }},
		{Name: "holds_seat", Value: func(a *domain.Appointment) any { return a.HoldsSeat() }},
		{Name: "permanence_id", Value: func(a *domain.Appointment) any { return a.State.GetPermanenceId() }},
		{Name: "planned_us", Value: func(a *domain.Appointment) any { return clock.Micros(timeOf(a.State.GetPlannedTime())) }},
		{Name: "seat", Value: func(a *domain.Appointment) any { return int64(a.State.GetSeat()) }},
		{Name: "requester", Value: func(a *domain.Appointment) any { return a.Requester() }},
		{Name: "body_id", Value: func(a *domain.Appointment) any { return a.State.GetBodyId() }},
		{Name: "host_body_id", Value: func(a *domain.Appointment) any { return a.State.GetHostBodyId() }},
		{Name: "case_id", Value: func(a *domain.Appointment) any { return a.State.GetCaseId() }},
		{Name: "company_id", Value: func(a *domain.Appointment) any { return a.State.GetCompanyId() }},
		{Name: "subject_code", Value: func(a *domain.Appointment) any { return a.State.GetSubjectCode() }},
		{Name: "author_body_id", Value: func(a *domain.Appointment) any { return a.State.GetAuthorBodyId() }},
		{Name: "start_us", Value: func(a *domain.Appointment) any { return clock.Micros(timeOf(a.State.GetStartTime())) }},
		{Name: "created_us", Value: func(a *domain.Appointment) any { return clock.Micros(timeOf(a.State.GetCreatedTime())) }},
		{Name: "updated_us", Value: func(a *domain.Appointment) any { return clock.Micros(timeOf(a.State.GetUpdatedTime())) }},
	},
	Encode: func(a *domain.Appointment) *supportv1.Appointment { return a.State },
	Decode: func(m *supportv1.Appointment) *domain.Appointment { return &domain.Appointment{State: m} },
}.Open()

var appointmentList = &page.List{
	Name: "appointments", Kind: "appointment", From: "appointment t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "permanenceId", Column: "t.permanence_id"},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "deskBodyId", Where: ofDesk, Word: page.Mine},
		{Name: "caseId", Column: "t.case_id"},
		{Name: "companyId", Column: "t.company_id"},
		{Name: "subjectCode", Column: "t.subject_code"},
		{Name: "authorBodyId", Column: "t.author_body_id", Word: page.Mine},
		{Name: "startTime", Column: "t.start_us", Kind: page.Time},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "startTime", Column: "t.start_us", Kind: page.Time},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}

// ListAppointments answers a page of the appointments that the actor may see.
func ListAppointments(v *kit.View, signer *page.Signer, r page.Request) ([]*domain.Appointment, string, error) {
	return page.Of(v, Appointments, appointmentList, signer, r, appointmentsOf(v.Actor)...)
}

// CountAppointments counts them.
func CountAppointments(v *kit.View, filter string) (n int, more bool, err error) {
	return appointmentList.Count(v, filter, appointmentsOf(v.Actor)...)
}

// appointmentsOf is domain.Appointment.Visible as a condition.
func appointmentsOf(a actor.Actor) []page.Cond {
	switch {
	case a.Has(actor.HupCoordinator):
		return nil
	case a.Has(actor.CompanyUser):
		return []page.Cond{{SQL: "t.company_id = ? AND t.company_id <> ''", Args: []any{a.CompanyID}}}
	}
	return []page.Cond{{
		SQL:  "(" + ofDesk + " OR t.author_body_id = ? AND t.case_id = '' OR t.case_id <> '' AND " + readsCase + ")",
		Args: []any{a.BodyID, a.BodyID, access.Reader(a)},
	}}
}
