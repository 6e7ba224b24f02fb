package support_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// desks are the services of the permanences and of the comité.
type desks struct {
	Permanences  supportv1.PermanenceServiceServer
	Appointments supportv1.AppointmentServiceServer
	Feeds        supportv1.CalendarFeedServiceServer
	Meetings     supportv1.MeetingServiceServer
}

func (d *desks) register(impl any) {
	switch s := impl.(type) {
	case supportv1.PermanenceServiceServer:
		d.Permanences = s
	case supportv1.AppointmentServiceServer:
		d.Appointments = s
	case supportv1.CalendarFeedServiceServer:
		d.Feeds = s
	case supportv1.MeetingServiceServer:
		d.Meetings = s
	}
}

// paris is an instant as the clock on the wall shows it.
func paris(t testing.TB, wall string) *timestamppb.Timestamp {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", wall, calendar.Paris)
	if err != nil {
		t.Fatal(err)
	}
	return timestamppb.New(at)
}

// thursdays is a permanence of a body, each Thursday from nine to ten in slots of half an hour.
func thursdays(body, room string) *supportv1.Permanence {
	return &supportv1.Permanence{
		BodyId: body, Title: "Permanence de " + body, Room: room, SlotMinutes: 30, SubjectCodes: []string{"finance.investment"},
		Recurrence: &supportv1.Recurrence{Frequency: supportv1.Frequency_FREQUENCY_WEEKLY, Weekday: 4, StartMinute: 540, EndMinute: 600},
	}
}

func (b *bench) permanence(p *supportv1.Permanence) *supportv1.Permanence {
	b.t.Helper()
	got, err := b.Permanences.CreatePermanence(b.as("myriapolis"), &supportv1.CreatePermanenceRequest{Permanence: p})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func (b *bench) book(ctx context.Context, a *supportv1.Appointment) (*supportv1.Appointment, error) {
	return b.Appointments.CreateAppointment(ctx, &supportv1.CreateAppointmentRequest{Appointment: a})
}

func (b *bench) booked(ctx context.Context, a *supportv1.Appointment) *supportv1.Appointment {
	b.t.Helper()
	got, err := b.book(ctx, a)
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func (b *bench) appointment(ctx context.Context, id string) *supportv1.Appointment {
	b.t.Helper()
	got, err := b.Appointments.GetAppointment(ctx, &supportv1.GetAppointmentRequest{AppointmentId: id})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// agreed is a case whose company lets initiative see it, and the context of a call by that company.
func (b *bench) agreed() (*supportv1.Case, context.Context) {
	b.t.Helper()
	c := b.opened()
	_, err := b.Cases.SetConsents(b.as("myriapolis"), &supportv1.SetConsentsRequest{CaseId: c.GetCaseId(), Consents: []*supportv1.Consent{{BodyId: "initiative"}}})
	if err != nil {
		b.t.Fatal(err)
	}
	return c, b.company(c.GetCompany().GetCompanyId())
}

// free are the free seats of the slots of a day.
func (b *bench) free(id, day string) (seats []int32) {
	b.t.Helper()
	got, err := b.Permanences.FindSlots(b.as("cci"), &supportv1.FindSlotsRequest{PermanenceId: id, From: day, To: day})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, s := range got.GetSlots() {
		seats = append(seats, s.GetFreeSeats())
	}
	return seats
}

func TestPermanence_isKeptByItsBodyAndItsHost(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	p := b.permanence(thursdays("initiative", "Salle 1"))
	if p.GetHostBodyId() != "myriapolis" || p.GetPlace() == "" || p.GetSeatsPerSlot() != 1 || p.GetFromDate() != "2026-11-23" {
		t.Errorf("%v", p)
	}
	for who, may := range map[string]bool{"initiative": true, "myriapolis": true, "cci": false, "adie": false} {
		got, err := b.Permanences.GetPermanence(b.as(who), &supportv1.GetPermanenceRequest{PermanenceId: p.GetPermanenceId()})
		if err != nil || (len(got.GetAllowedActions()) > 0) != may {
			t.Errorf("%s may %v %v", who, got.GetAllowedActions(), err)
		}
		_, err = b.Permanences.UpdatePermanence(b.as(who), &supportv1.UpdatePermanenceRequest{Permanence: &supportv1.Permanence{
			PermanenceId: p.GetPermanenceId(), Description: who}})
		if may != (err == nil) || !may && !errs.Is(err, "NOT_YOUR_PERMANENCE") {
			t.Errorf("%s changes it: %v", who, err)
		}
	}
	_, err := b.Permanences.CreatePermanence(b.as("cci"), &supportv1.CreatePermanenceRequest{Permanence: thursdays("adie", "Salle 2")})
	if !errs.Is(err, "NOT_YOUR_PERMANENCE") {
		t.Error(err)
	}
}

func TestPermanence_everyBadFieldIsTold(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	bad := func(p *supportv1.Permanence) (paths []string) {
		_, err := b.Permanences.CreatePermanence(b.as("myriapolis"), &supportv1.CreatePermanenceRequest{Permanence: p})
		refused, ok := errs.As(err)
		if !ok {
			t.Fatal(err)
		}
		for _, f := range refused.Fields {
			paths = append(paths, strings.TrimPrefix(f.Path, "permanence."))
		}
		slices.Sort(paths)
		return paths
	}
	if got := bad(&supportv1.Permanence{BodyId: "mine", AntennaId: "nulle-part", UntilDate: "2020-01-01"}); !slices.Equal(got, []string{
		"antennaId", "recurrence.endMinute", "recurrence.frequency", "room", "slotMinutes", "subjectCodes", "title", "untilDate"}) {
		t.Errorf("%q", got)
	}
	p := thursdays("mine", "Salle 1")
	p.Recurrence = &supportv1.Recurrence{Frequency: supportv1.Frequency_FREQUENCY_MONTHLY, Dates: []string{"2026-12-01"}, StartMinute: 540, EndMinute: 550}
	if got := bad(p); !slices.Equal(got, []string{"recurrence.dates", "recurrence.weekOfMonth", "recurrence.weekday", "slotMinutes"}) {
		t.Errorf("%q", got)
	}
}

func TestPermanence_aRoomHasOneAtATime(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		first := b.permanence(thursdays("initiative", "Salle Cévennes"))
		_, err := b.Permanences.CreatePermanence(b.as("myriapolis"), &supportv1.CreatePermanenceRequest{Permanence: thursdays("adie", "salle  CEVENNES")})
		refused, _ := errs.As(err)
		if refused == nil || refused.Reason != "ROOM_TAKEN" || refused.Params["permanence"] != first.GetTitle() || refused.Params["when"] != "jeudi 26 novembre 2026 à 9 h 00" {
			t.Fatalf("%v %v", err, refused.Params)
		}
		later := thursdays("adie", "salle cevennes")
		later.Recurrence.StartMinute, later.Recurrence.EndMinute = 600, 660
		second := b.permanence(later)
		_, err = b.Permanences.MoveSlots(b.as("myriapolis"), &supportv1.MoveSlotsRequest{
			PermanenceId: second.GetPermanenceId(), Date: "2026-12-03", NewStartTime: paris(t, "2026-12-03 09:30"), ReasonNote: "avancée"})
		if !errs.Is(err, "ROOM_TAKEN") {
			t.Error(err)
		}
		var group sync.WaitGroup // many want one room at once
		refusals := make(chan error, 20)
		for i := range 20 {
			group.Go(func() {
				_, err := b.Permanences.CreatePermanence(b.as("myriapolis"), &supportv1.CreatePermanenceRequest{Permanence: thursdays("crealia", fmt.Sprint("Salle ", i%2))})
				refusals <- err
			})
		}
		group.Wait()
		close(refusals)
		made := 0
		for err := range refusals {
			if err == nil {
				made++
			} else if !errs.Is(err, "ROOM_TAKEN") {
				t.Error(err)
			}
		}
		if made != 2 {
			t.Errorf("two rooms were given %d times", made)
		}
	})
}

func TestAppointment_isBookedMovedAndEnds(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		p := b.permanence(thursdays("initiative", "Salle 1")).GetPermanenceId()
		c, company := b.agreed()
		a := b.booked(b.as("myriapolis"), &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00"), CaseId: c.GetCaseId(), Note: "Secret d'atelier"})
		if a.GetCompanyId() != c.GetCompany().GetCompanyId() || a.GetSubjectCode() != "finance.investment" || a.GetBodyId() != "initiative" {
			t.Errorf("%v", a)
		}
		if got := b.free(p, "2026-11-26"); !slices.Equal(got, []int32{0, 1}) {
			t.Errorf("free: %v", got)
		}
		b.refusedSlots(t, p, c.GetCaseId(), company)
		moved, err := b.Appointments.MoveAppointment(company, &supportv1.MoveAppointmentRequest{AppointmentId: a.GetAppointmentId(), StartTime: paris(t, "2026-12-03 09:30")})
		if err != nil || moved.GetAppointmentId() != a.GetAppointmentId() || len(moved.GetChanges()) != 1 || !moved.GetChanges()[0].GetStartTime().AsTime().Equal(a.GetStartTime().AsTime()) {
			t.Fatalf("%v %v", moved, err)
		}
		if before, now := b.free(p, "2026-11-26"), b.free(p, "2026-12-03"); !slices.Equal(before, []int32{1, 1}) || !slices.Equal(now, []int32{1, 0}) {
			t.Errorf("free: %v, then %v", before, now)
		}
		if _, err := b.Appointments.MarkNoShow(b.as("initiative"), &supportv1.MarkNoShowRequest{AppointmentId: a.GetAppointmentId()}); !errs.Is(err, "APPOINTMENT_AHEAD") {
			t.Error(err)
		}
		if _, err := b.Appointments.ExcuseAppointment(company, &supportv1.ExcuseAppointmentRequest{AppointmentId: a.GetAppointmentId(), ReasonNote: "grippe"}); err != nil {
			t.Fatal(err)
		}
		if got := b.free(p, "2026-12-03"); !slices.Equal(got, []int32{1, 1}) {
			t.Errorf("free: %v", got)
		}
		if contact := "contact:" + c.GetCaseId(); b.count("appointment_booked", contact) != 1 || b.count("appointment_moved", contact) != 1 {
			t.Errorf("%v", b.asked())
		}
		if b.count("appointment_excused", "body:initiative") != 1 {
			t.Errorf("initiative is not told: %v", b.asked())
		}
		if types, _ := b.lines(c.GetCaseId()); !slices.Contains(types, "appointment_booked") || !slices.Contains(types, "appointment_changed") || !slices.Contains(types, "appointment_status_changed") {
			t.Errorf("the case's lines: %q", types)
		}
	})
}

// refusedSlots are bookings that can't be, each with what else there is; the slot of 26 November at nine is the company's.
func (b *bench) refusedSlots(t *testing.T, p, caseID string, company context.Context) {
	t.Helper()
	other, _ := b.receive(&supportv1.CompanyForm{Name: "Atelier d'en face", CommuneCode: "30007"})
	for at, x := range map[string]struct {
		who    context.Context
		caseID string
		reason string
	}{
		"2026-11-26 09:00": {company, caseID, "SLOT_TWICE"},
		"2026-11-26 09:10": {company, caseID, "SLOT_UNKNOWN"},
		"2026-11-19 09:00": {company, caseID, "SLOT_UNKNOWN"}, // before the permanence began
		"2027-05-06 09:00": {company, caseID, "SLOT_CLOSED"},  // Ascension
	} {
		_, err := b.book(x.who, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, at), CaseId: x.caseID})
		refused, _ := errs.As(err)
		if refused == nil || refused.Reason != x.reason || len(refused.Fields) != 3 || refused.Fields[0].Params["time"] != "2026-11-26T08:30:00Z" ||
			len(refused.Offers) != 3 || refused.Offers[0] != (errs.Offer{Path: "startTime", Value: "2026-11-26T08:30:00Z", Label: refused.Fields[0].Params["when"]}) {
			t.Errorf("%s: %v %v", at, err, refused)
		}
	}
	if _, err := b.book(b.company(other.GetCompanyId()), &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00")}); !errs.Is(err, "SLOT_FULL") {
		t.Error(err)
	}
	if _, err := b.book(b.company(other.GetCompanyId()), &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00"), CaseId: caseID}); !errs.Is(err, "NOT_FOUND") {
		t.Errorf("another company books of the case: %v", err)
	}
	if _, err := b.book(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:30"), SubjectCode: "land.premises"}); !errs.Is(err, "SUBJECT_NOT_OFFERED") {
		t.Error(err)
	}
}

func TestAppointment_aPastSlotIsRefusedAndWhoCameIsSaid(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	p := b.permanence(thursdays("initiative", "Salle 1")).GetPermanenceId()
	c, company := b.agreed()
	first := b.booked(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00"), CaseId: c.GetCaseId()}).GetAppointmentId()
	b.clock.Set(paris(t, "2026-11-26 09:00").AsTime())
	if _, err := b.book(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00")}); !errs.Is(err, "SLOT_PAST") {
		t.Error(err)
	}
	if _, err := b.Appointments.MarkNoShow(b.as("initiative"), &supportv1.MarkNoShowRequest{AppointmentId: first}); err != nil {
		t.Fatal(err)
	}
	got, err := b.Permanences.GetPermanence(b.as("myriapolis"), &supportv1.GetPermanenceRequest{PermanenceId: p})
	if err != nil || got.GetAttendance().GetNoShow() != 1 || got.GetAttendance().GetBooked() != 0 {
		t.Errorf("%v %v", got.GetAttendance(), err)
	}
	if f := b.figure("appointments_no_show_ratio", "2026-11-26", "2026-11-26"); f.GetNumerator() != 1 || f.GetDenominator() != 1 || f.GetBreakdown()[0].GetCode() != "initiative" {
		t.Errorf("%v", f)
	}
	if other, err := b.Permanences.GetPermanence(b.as("cci"), &supportv1.GetPermanenceRequest{PermanenceId: p}); err != nil || other.GetAttendance() != nil {
		t.Errorf("cci reads how they went: %v %v", other.GetAttendance(), err)
	}
	if _, err := b.Appointments.CompleteAppointment(b.as("initiative"), &supportv1.CompleteAppointmentRequest{AppointmentId: first}); err != nil {
		t.Errorf("what was said by mistake stays: %v", err)
	}
	if _, err := b.Appointments.RevokeAppointment(b.as("initiative"), &supportv1.RevokeAppointmentRequest{AppointmentId: first, Reason: 1}); !errs.Is(err, "ILLEGAL_TRANSITION") {
		t.Error(err)
	}
}

// TestAppointment_isReadByWhoReceivesAndWhoSeesTheCase asks single reads, lists and counts: all say the same, before and after
// the consent is withdrawn; who does not see the case reads the appointment without it.
func TestAppointment_isReadByWhoReceivesAndWhoSeesTheCase(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		p := b.permanence(thursdays("initiative", "Salle 1")).GetPermanenceId()
		c, company := b.agreed()
		readers := b.everybody(c.GetCompany().GetCompanyId())
		readers["initiative"], readers["adie"], readers["client of initiative"] = b.as("initiative"), b.as("adie"), b.client("initiative")
		withCase := b.booked(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00"), CaseId: c.GetCaseId()}).GetAppointmentId()
		alone := b.booked(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:30")}).GetAppointmentId()
		look := func(id, read, seesCase string) {
			t.Helper()
			for who, ctx := range readers {
				name := strings.ReplaceAll(who, " ", "_")
				may := slices.Contains(strings.Fields(read), name)
				got, err := b.Appointments.GetAppointment(ctx, &supportv1.GetAppointmentRequest{AppointmentId: id})
				if may != (err == nil) || err != nil && !errs.Is(err, "NOT_FOUND") {
					t.Errorf("%s reads: %v", who, err)
				}
				if sees := slices.Contains(strings.Fields(seesCase), name); err == nil && sees != (got.GetCaseId() != "") {
					t.Errorf("%s reads the case %q", who, got.GetCaseId())
				}
				list, err := b.Appointments.ListAppointments(ctx, &supportv1.ListAppointmentsRequest{})
				if err != nil {
					t.Fatal(err)
				}
				i := slices.IndexFunc(list.GetAppointments(), func(a *supportv1.Appointment) bool { return a.GetAppointmentId() == id })
				if may != (i >= 0) || may && list.GetAppointments()[i].GetCaseId() != got.GetCaseId() {
					t.Errorf("%s lists it at %d", who, i)
				}
				if n, err := b.Appointments.CountAppointments(ctx, &supportv1.CountAppointmentsRequest{}); err != nil || int(n.GetCount()) != len(list.GetAppointments()) {
					t.Errorf("%s counts %v of %d, %v", who, n, len(list.GetAppointments()), err)
				}
			}
		}
		ours := "author colleague client coordinator company cci initiative client_of_initiative"
		look(withCase, ours, ours)
		look(alone, "author colleague client coordinator company initiative client_of_initiative", "")
		b.withdraw(c.GetCaseId(), "initiative")
		b.withdraw(c.GetCaseId(), "cci")
		look(withCase, strings.ReplaceAll(ours, " cci", ""), "author colleague client coordinator company")
		if got := b.appointment(b.as("initiative"), withCase); !slices.Contains(got.GetAllowedActions(), "revoke") {
			t.Errorf("who receives may %v", got.GetAllowedActions())
		}
	})
}

func TestAppointment_ofACaseNeedsTheCompanysConsent(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	p := b.permanence(thursdays("initiative", "Salle 1")).GetPermanenceId()
	c := b.opened()
	ask := &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00"), CaseId: c.GetCaseId()}
	if _, err := b.book(b.as("myriapolis"), ask); !errs.Is(err, "CONSENT_MISSING") {
		t.Errorf("an advisor books without the company's consent: %v", err)
	}
	if _, err := b.book(b.as("agglo"), ask); !errs.Is(err, "NOT_FOUND") {
		t.Errorf("who does not see the case books: %v", err)
	}
	b.booked(b.company(c.GetCompany().GetCompanyId()), ask) // the company decides itself whom it sees
}

// TestAppointment_remindsOnceAtItsTime: the day before at nine, two hours before when that is wanted, and not what was called off.
func TestAppointment_remindsOnceAtItsTime(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	p := b.permanence(thursdays("initiative", "Salle 1")).GetPermanenceId()
	c, company := b.agreed()
	contact := "contact:" + c.GetCaseId()
	a := b.booked(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00"), CaseId: c.GetCaseId(), RemindTwoHours: true}).GetAppointmentId()
	told := func(at string, day, soon int) {
		t.Helper()
		b.clock.Set(paris(t, at).AsTime())
		b.fire()
		if b.count("appointment_reminder", contact) != day || b.count("appointment_soon", contact) != soon {
			t.Errorf("at %s: %v", at, b.asked())
		}
	}
	told("2026-11-25 08:59", 0, 0)
	told("2026-11-25 09:00", 1, 0)
	if _, err := b.Appointments.MoveAppointment(company, &supportv1.MoveAppointmentRequest{AppointmentId: a, StartTime: paris(t, "2026-12-03 09:30")}); err != nil {
		t.Fatal(err)
	}
	told("2026-11-26 08:00", 1, 0)
	told("2026-12-02 09:00", 2, 0)
	told("2026-12-03 07:30", 2, 1)
	told("2026-12-03 09:00", 2, 1)
	second := b.booked(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-12-10 09:00"), CaseId: c.GetCaseId(), RemindTwoHours: true}).GetAppointmentId()
	if _, err := b.Appointments.RevokeAppointment(b.as("initiative"), &supportv1.RevokeAppointmentRequest{AppointmentId: second, Reason: supportv1.AppointmentReason_APPOINTMENT_REASON_ABSENT}); err != nil {
		t.Fatal(err)
	}
	told("2026-12-10 09:00", 2, 1)
}

func TestAppointment_ofACaseThatHasEndedIsRefused(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	p := b.permanence(thursdays("initiative", "Salle 1")).GetPermanenceId()
	c, company := b.agreed()
	if _, err := b.Cases.WithdrawCase(company, &supportv1.WithdrawCaseRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_PROJECT_DROPPED}); err != nil {
		t.Fatal(err)
	}
	ask := &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00"), CaseId: c.GetCaseId()}
	if _, err := b.book(company, ask); !errs.Is(err, "ILLEGAL_TRANSITION") {
		t.Error(err)
	}
	for name, bad := range map[string]*supportv1.Appointment{"no permanence": {CaseId: c.GetCaseId()}, "no case": {PermanenceId: p, StartTime: ask.StartTime}} {
		if _, err := b.book(b.as("myriapolis"), bad); !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// BenchmarkCreateAppointment books seat after seat of one slot, each by another company, on SQLite.
func BenchmarkCreateAppointment(b *testing.B) {
	w := open(b, kittest.SQLite(b))
	asked := thursdays("initiative", "Salle 1")
	asked.SeatsPerSlot, asked.Recurrence.Frequency, asked.FromDate = 100, supportv1.Frequency_FREQUENCY_WEEKLY, "2026-11-23"
	p := w.permanence(asked).GetPermanenceId()
	companies, slot := w.guests(100), paris(b, "2026-11-26 09:00").AsTime()
	n := 0
	for b.Loop() {
		if n == len(companies) {
			n, slot = 0, slot.AddDate(0, 0, 7)
		}
		w.booked(companies[n], &supportv1.Appointment{PermanenceId: p, StartTime: timestamppb.New(slot)})
		n++
	}
}
