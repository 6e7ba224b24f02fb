package events

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// permanenceFact is the journal entry of a fact about a permanence.
func permanenceFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.PermanenceChanged:
		return of("", &supporteventv1.PermanenceChanged{
			PermanenceId: f.Permanence.GetPermanenceId(), BodyId: f.Permanence.GetBodyId(), ChangedFields: f.Fields, Date: f.Date,
		}), true
	case domain.PermanenceMoved:
		to := f.Permanence.GetStatus()
		return of("", &supporteventv1.PermanenceStatusChanged{
			PermanenceId: f.Permanence.GetPermanenceId(), BodyId: f.Permanence.GetBodyId(), OldStatus: code(f.From), NewStatus: to.String(),
			Terminal: domain.PermanenceMachine.Terminal(to),
		}), true
	}
	return store.Entry{}, false
}

// feedFact is the journal entry of a fact about a calendar's address; never the address.
func feedFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.FeedCreated:
		return of("", &supporteventv1.CalendarFeedCreated{
			CalendarFeedId: f.Feed.GetCalendarFeedId(), BodyId: f.Feed.GetBodyId(), PermanenceId: f.Feed.GetPermanenceId(), AppointmentId: f.Feed.GetAppointmentId(),
		}), true
	case domain.FeedChanged:
		return of("", &supporteventv1.CalendarFeedChanged{
			CalendarFeedId: f.Feed.GetCalendarFeedId(), AuthorCompanyId: f.Feed.GetAuthorCompanyId(),
		}), true
	case domain.FeedMoved:
		to := f.Feed.GetStatus()
		return of("", &supporteventv1.CalendarFeedStatusChanged{
			CalendarFeedId: f.Feed.GetCalendarFeedId(), OldStatus: code(f.From), NewStatus: to.String(), Terminal: domain.FeedMachine.Terminal(to),
		}), true
	}
	return store.Entry{}, false
}

// appointmentFact is the journal entry of a fact about an appointment. Its context is its case, if it has one.
func appointmentFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.AppointmentBooked:
		a := f.Appointment
		return of(a.GetCaseId(), &supporteventv1.AppointmentBooked{
			AppointmentId: a.GetAppointmentId(), CaseId: a.GetCaseId(), CompanyId: a.GetCompanyId(), PermanenceId: a.GetPermanenceId(),
			BodyId: a.GetBodyId(), SubjectCode: a.GetSubjectCode(), StartTime: a.GetStartTime(),
		}), true
	case domain.AppointmentChanged:
		a := f.Appointment
		return of(a.GetCaseId(), &supporteventv1.AppointmentChanged{
			AppointmentId: a.GetAppointmentId(), CaseId: a.GetCaseId(), CompanyId: a.GetCompanyId(), PermanenceId: a.GetPermanenceId(),
			BodyId: a.GetBodyId(), StartTime: a.GetStartTime(), ChangedFields: f.Fields,
		}), true
	case domain.AppointmentMoved:
		a := f.Appointment
		entry := of(a.GetCaseId(), &supporteventv1.AppointmentStatusChanged{
			AppointmentId: a.GetAppointmentId(), CaseId: a.GetCaseId(), CompanyId: a.GetCompanyId(), PermanenceId: a.GetPermanenceId(),
			BodyId: a.GetBodyId(), OldStatus: code(f.From), NewStatus: a.GetStatus().String(), Terminal: domain.AppointmentMachine.Terminal(a.GetStatus()),
			ReasonCode: code(a.GetReason()), StartTime: a.GetStartTime(),
		})
		entry.Reason, entry.Note = code(a.GetReason()), f.Note
		return entry, true
	}
	return store.Entry{}, false
}
