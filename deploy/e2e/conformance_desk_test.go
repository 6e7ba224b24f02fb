package e2e

import (
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/conformance"
)

// deskDay is a business day that no check of the suite reaches.
func deskDay(w *conformance.World) calendar.Day {
	return calendar.AddBusinessDays(calendar.DayOf(w.Clock.Now()), 20)
}

func permanence(w *conformance.World, n int) *supportv1.CreatePermanenceRequest {
	return &supportv1.CreatePermanenceRequest{Permanence: &supportv1.Permanence{
		BodyId: conformance.Advisor().BodyID, Title: fmt.Sprint("Permanence ", n), Room: fmt.Sprint("Salle ", n), SlotMinutes: 30, SubjectCodes: []string{"finance.investment"},
		FromDate: calendar.DayOf(w.Clock.Now()).String(),
		Recurrence: &supportv1.Recurrence{
			Frequency: supportv1.Frequency_FREQUENCY_DATES, Dates: []string{deskDay(w).String()}, StartMinute: 0, EndMinute: 240,
		},
	}}
}

func permanences() conformance.Resource {
	return conformance.Resource{
		Shared: true,
		Create: func(w *conformance.World, n int) proto.Message { return permanence(w, n) },
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.UpdatePermanenceRequest{Permanence: &supportv1.Permanence{PermanenceId: id, Description: "Changée."}, UpdateMask: mask("description")}
		},
	}
}

func appointments() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &supportv1.CreateAppointmentRequest{Appointment: &supportv1.Appointment{
				PermanenceId: w.Made(conformance.Advisor(), permanence(w, n)), StartTime: timestamppb.New(deskDay(w).Start()),
				CaseId: w.Made(conformance.Advisor(), quietForm(n)), Note: "Un prêt.",
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.UpdateAppointmentRequest{Appointment: &supportv1.Appointment{AppointmentId: id, Note: "Deux prêts."}, UpdateMask: mask("note")}
		},
	}
}

func calendarFeeds() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &supportv1.CreateCalendarFeedRequest{CalendarFeed: &supportv1.CalendarFeed{PermanenceId: w.Made(conformance.Advisor(), permanence(w, n))}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.RevokeCalendarFeedRequest{CalendarFeedId: id}
		},
	}
}

func meetings() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &supportv1.CreateMeetingRequest{Meeting: &supportv1.Meeting{
				Title: fmt.Sprint("Comité ", n), HeldDate: deskDay(w).String(), Participants: []*supportv1.MeetingParticipant{{BodyId: "cci"}},
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.UpdateMeetingRequest{Meeting: &supportv1.Meeting{MeetingId: id, Place: "Salle 1"}, UpdateMask: mask("place")}
		},
	}
}
