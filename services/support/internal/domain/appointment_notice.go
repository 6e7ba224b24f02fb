package domain

import (
	"time"

	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
)

// The templates of the messages about appointments.
const (
	noticeBooked             = "appointment_booked"
	noticeBookedHere         = "appointment_booked_here"
	noticeAppointmentMoved   = "appointment_moved"
	noticeAppointmentExcused = "appointment_excused"
	noticeAppointmentRevoked = "appointment_revoked"
	noticeCaseEnded          = "appointment_case_ended"
	noticeCaseEndedHere      = "appointment_case_ended_here"
	noticeAppointmentDay     = "appointment_reminder"
	noticeAppointmentSoon    = "appointment_soon"
)

// remindHour is when people are reminded the day before, in Paris; soon is how long before the second reminder goes out.
const (
	remindHour = 9
	soon       = 2 * time.Hour
)

// DayBefore is when the company is reminded.
func (a *Appointment) DayBefore() time.Time {
	return wall(calendar.DayOf(a.State.GetStartTime().AsTime()).AddDays(-1), remindHour*60)
}

// HoursBefore is when the company that wants it is reminded again; the zero time when it does not.
func (a *Appointment) HoursBefore() time.Time {
	if !a.State.GetRemindTwoHours() {
		return time.Time{}
	}
	return a.State.GetStartTime().AsTime().Add(-soon)
}

// RemindDay and RemindSoon have the company reminded, once for each time that the appointment had.
func (a *Appointment) RemindDay() { a.tellCompany(noticeAppointmentDay, a.dated("day")) }

// RemindSoon is the second reminder.
func (a *Appointment) RemindSoon() { a.tellCompany(noticeAppointmentSoon, a.dated("soon")) }

func (a *Appointment) dated(word string) string {
	return word + ":" + a.State.GetStartTime().AsTime().UTC().Format(time.RFC3339)
}

// occasion is a word and how often the appointment changed.
func (a *Appointment) occasion(word string) string { return occasion(word, a.Version+1) }

// tellCompany tells the contact of the case, or who booked for the company without a case.
func (a *Appointment) tellCompany(template, occasion string) {
	to := "contact:" + a.State.GetCaseId()
	if a.State.GetCaseId() == "" {
		to = "person:" + a.State.GetAuthorPersonId()
	}
	a.tell(template, to, occasion, a.State.GetCaseId())
}

// tellHost tells the body that receives. It may not see the case: what it is told is not of it.
func (a *Appointment) tellHost(template, occasion string) {
	a.tell(template, toBody(a.State.GetBodyId()), occasion, "")
}

// tellAuthor tells who booked for the company, unless it did the change itself.
func (a *Appointment) tellAuthor(who actor.Actor, template string) {
	if body := a.State.GetAuthorBodyId(); body != "" && body != who.BodyID {
		a.tell(template, toPerson(a.State.GetAuthorPersonId(), body), a.occasion("author"), a.State.GetCaseId())
	}
}

func (a *Appointment) tell(template, to, occasion, caseID string) {
	s := a.State
	start := s.GetStartTime().AsTime()
	a.Record(Told{
		Template: template, Recipient: to, Key: a.ID + ":" + occasion, SubjectID: a.ID, CaseID: caseID,
		Params: pairs(nil, "bodyId", s.GetBodyId(), "startDate", calendar.DayOf(start).String(), "hour", hourInWords(start), "place", s.GetPlace(), "room", s.GetRoom()),
	})
}
