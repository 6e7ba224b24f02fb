package support_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/idem"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/store"
)

// guests are the companies of so many cases.
func (b *bench) guests(n int) (companies []context.Context) {
	b.t.Helper()
	for _, id := range b.many(n) {
		companies = append(companies, b.company(b.read(id).GetCompany().GetCompanyId()))
	}
	return companies
}

// seats are how many seats of the slots of a permanence are taken, by slot, and how often more than once.
func (b *bench) seats(t *testing.T, p string) (taken map[int64]int, twice int) {
	t.Helper()
	rows, err := b.store.DB().Read().Query(t.Context(),
		`SELECT planned_us, seat, count(*) FROM appointment WHERE permanence_id = $1 AND holds_seat GROUP BY planned_us, seat`, p)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	taken = map[int64]int{}
	for rows.Next() {
		var planned, seat int64
		var n int
		if err := rows.Scan(&planned, &seat, &n); err != nil {
			t.Fatal(err)
		}
		taken[planned] += n
		if n > 1 {
			twice++
		}
	}
	return taken, twice
}

// TestAppointment_aHundredAtOnceNeverOverbook: a hundred companies want the three seats of a slot at the same moment, on PostgreSQL
// through two processes; the database's own rule is taken away, so that only the service holds it.
func TestAppointment_aHundredAtOnceNeverOverbook(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		processes := []*bench{b}
		if strings.HasPrefix(url, "postgres") {
			processes = append(processes, open(t, url))
		}
		asked := thursdays("initiative", "Salle 1")
		asked.SeatsPerSlot = 3
		p := b.permanence(asked).GetPermanenceId()
		companies := b.guests(100)
		for _, index := range []string{"appointment_seat", "appointment_requester"} {
			b.statement(t, "DROP INDEX "+index)
		}
		refusals := b.rush(companies, func(i int, company context.Context) error {
			_, err := processes[i%len(processes)].book(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00")})
			return err
		})
		booked := 0
		for _, err := range refusals {
			if err == nil {
				booked++
			} else if !errs.Is(err, "SLOT_FULL") {
				t.Error(err)
			}
		}
		if taken, twice := b.seats(t, p); booked != 3 || twice != 0 || len(taken) != 1 {
			t.Errorf("%d of 100 have one of 3 seats: %v, %d of them twice", booked, taken, twice)
		}
	})
}

// statement changes the database behind the service's back.
func (b *bench) statement(t *testing.T, query string) {
	t.Helper()
	err := b.store.Update(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(tx.Ctx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// rush lets all do the same at the same moment.
func (b *bench) rush(companies []context.Context, do func(int, context.Context) error) []error {
	var group sync.WaitGroup
	start, refusals := make(chan struct{}), make([]error, len(companies))
	for i, company := range companies {
		group.Go(func() {
			<-start
			refusals[i] = do(i, company)
		})
	}
	close(start)
	group.Wait()
	return refusals
}

// TestAppointment_sentTwiceIsBookedOnce: by its key and by the sender's own id, fifty times at once; and the same company without
// either has one seat.
func TestAppointment_sentTwiceIsBookedOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		asked := thursdays("initiative", "Salle 1")
		asked.SeatsPerSlot = 50
		p := b.permanence(asked).GetPermanenceId()
		for i, company := range b.guests(3) {
			same := make([]context.Context, 50)
			for k := range same {
				same[k] = company
			}
			ids := make([]string, len(same))
			refusals := b.rush(same, func(k int, ctx context.Context) error {
				ask := &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00")}
				switch i {
				case 0:
					ctx = idem.With(ctx, idem.Request{Territory: "ales", Caller: "per_company", Key: "one", Hash: []byte("same")})
				case 1:
					ask.ClientRequestId = "phone-1"
				}
				got, err := b.book(ctx, ask)
				ids[k] = got.GetAppointmentId()
				return err
			})
			slices.Sort(ids)
			distinct := slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
			if len(distinct) != 1 {
				t.Errorf("way %d: %d appointments", i, len(distinct))
			}
			for _, err := range refusals {
				if i < 2 && err != nil || i == 2 && err != nil && !errs.Is(err, "SLOT_TWICE") {
					t.Errorf("way %d: %v", i, err)
				}
			}
		}
	})
}

// TestPermanence_slotsChangeWhileTheyAreBooked: a day is called off, moved, and closed by the body's absence while thirty companies
// book it: nobody is left with a seat in a slot that is not held, and who lost it is told.
func TestPermanence_slotsChangeWhileTheyAreBooked(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		other := b
		if strings.HasPrefix(url, "postgres") {
			other = open(t, url)
		}
		companies := b.guests(31)
		for i, change := range []func(p string) error{
			func(p string) error {
				_, err := other.Permanences.CancelSlots(b.as("myriapolis"), &supportv1.CancelSlotsRequest{PermanenceId: p, Date: "2026-11-26", ReasonNote: "grève"})
				return err
			},
			func(p string) error {
				_, err := other.Permanences.MoveSlots(b.as("myriapolis"), &supportv1.MoveSlotsRequest{
					PermanenceId: p, Date: "2026-11-26", NewStartTime: paris(t, "2026-11-27 14:00"), ReasonNote: "salle prise"})
				return err
			},
			func(string) error {
				_, err := other.Bodies.UpdatePartnerBody(b.as("initiative", "body_manager"), &supportv1.UpdatePartnerBodyRequest{PartnerBody: &supportv1.PartnerBody{
					PartnerBodyId: "initiative", Absences: []*supportv1.Absence{{FromDate: "2026-11-26", ToDate: "2026-11-26"}}}})
				return err
			},
		} {
			asked := thursdays("initiative", fmt.Sprint("Salle ", i))
			asked.SeatsPerSlot = 30
			p := b.permanence(asked).GetPermanenceId()
			before := b.count("appointment_revoked", "person:per_company") + b.count("appointment_moved", "person:per_company")
			refusals := b.rush(companies, func(k int, company context.Context) error {
				if k == 15 {
					return change(p)
				}
				_, err := b.book(company, &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-11-26 09:00")})
				return err
			})
			b.nobodyIsLost(t, p, refusals, before)
		}
	})
}

// nobodyIsLost: each appointment that is still booked has a slot that is held, at that time, and each company that was answered
// yes has such an appointment or was told.
func (b *bench) nobodyIsLost(t *testing.T, p string, answers []error, before int) {
	t.Helper()
	slots, err := b.Permanences.FindSlots(b.as("myriapolis"), &supportv1.FindSlotsRequest{PermanenceId: p, From: "2026-11-23", To: "2026-12-01"})
	if err != nil {
		t.Fatal(err)
	}
	list, err := b.Appointments.ListAppointments(b.as("myriapolis"), &supportv1.ListAppointmentsRequest{Filter: `permanenceId = "` + p + `"`, PageSize: 200})
	if err != nil {
		t.Fatal(err)
	}
	accepted := -1 // the change itself
	for _, err := range answers {
		if err == nil {
			accepted++
		} else if !errs.Is(err, "SLOT_CLOSED") && !errs.Is(err, "SLOT_UNKNOWN") {
			t.Error(err)
		}
	}
	if len(list.GetAppointments()) != accepted {
		t.Errorf("%d were booked, %d said so", len(list.GetAppointments()), accepted)
	}
	moved := 0
	for _, a := range list.GetAppointments() {
		held := slices.ContainsFunc(slots.GetSlots(), func(s *supportv1.Slot) bool { return s.GetStartTime().AsTime().Equal(a.GetStartTime().AsTime()) })
		if booked := a.GetStatus() == supportv1.AppointmentStatus_APPOINTMENT_STATUS_BOOKED; booked != held {
			t.Errorf("%s of %s is held: %v", a.GetStatus(), a.GetStartTime().AsTime(), held)
		}
		moved += len(a.GetChanges())
	}
	const them = "person:per_company" // each of the companies has one person, of one name
	if told := b.count("appointment_revoked", them) + b.count("appointment_moved", them) - before; told != moved {
		t.Errorf("%d lost their slot or have another one, %d were told", moved, told)
	}
}

// TestPermanence_aChangeTakesAppointmentsAlong: another room keeps the slot, other times revoke it, the end revokes what is later;
// each has its history, and both the company and the advisor who booked are told.
func TestPermanence_aChangeTakesAppointmentsAlong(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		p := b.permanence(thursdays("initiative", "Salle 1")).GetPermanenceId()
		c, _ := b.agreed()
		contact := "contact:" + c.GetCaseId()
		book := func(at string) string {
			return b.booked(b.as("myriapolis"), &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, at), CaseId: c.GetCaseId()}).GetAppointmentId()
		}
		first, second := book("2026-11-26 09:00"), book("2026-12-03 09:30")
		change := func(said *supportv1.Permanence) {
			t.Helper()
			said.PermanenceId = p
			if _, err := b.Permanences.UpdatePermanence(b.as("initiative"), &supportv1.UpdatePermanenceRequest{Permanence: said}); err != nil {
				t.Fatal(err)
			}
		}
		change(&supportv1.Permanence{Room: "Salle 2"})
		if a := b.appointment(b.as("cci"), first); a.GetRoom() != "Salle 2" || a.GetChanges()[0].GetRoom() != "Salle 1" || a.GetSequence() != 1 {
			t.Errorf("%v", a)
		}
		if b.count("appointment_moved", contact) != 2 || b.count("appointment_moved", "person:per_myriapolis") != 2 {
			t.Errorf("%v", b.asked())
		}
		change(&supportv1.Permanence{Recurrence: &supportv1.Recurrence{Frequency: supportv1.Frequency_FREQUENCY_WEEKLY, Weekday: 4, StartMinute: 540, EndMinute: 570}})
		if a := b.appointment(b.as("cci"), second); a.GetStatus() != supportv1.AppointmentStatus_APPOINTMENT_STATUS_REVOKED ||
			a.GetReason() != supportv1.AppointmentReason_APPOINTMENT_REASON_PERMANENCE_CHANGED || len(a.GetChanges()) != 2 {
			t.Errorf("%v", a)
		}
		third := book("2026-12-10 09:00")
		if _, err := b.Permanences.EndPermanence(b.as("initiative"), &supportv1.EndPermanenceRequest{PermanenceId: p, LastDate: "2026-12-03", ReasonNote: "fin"}); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{first: "APPOINTMENT_STATUS_BOOKED", third: "APPOINTMENT_STATUS_REVOKED"} {
			if a := b.appointment(b.as("cci"), id); a.GetStatus().String() != want {
				t.Errorf("%v", a)
			}
		}
		if b.count("appointment_revoked", contact) != 2 || b.count("appointment_revoked", "person:per_myriapolis") != 2 {
			t.Errorf("%v", b.asked())
		}
		if _, err := b.book(b.as("myriapolis"), &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, "2026-12-10 09:00"), CaseId: c.GetCaseId()}); !errs.Is(err, "SLOT_UNKNOWN") {
			t.Error(err)
		}
	})
}

// TestMerge_appointmentsFollowAndComeBack: but for one of a slot in which the other company has a seat itself.
func TestMerge_appointmentsFollowAndComeBack(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	asked := thursdays("initiative", "Salle 1")
	asked.SeatsPerSlot = 2
	p := b.permanence(asked).GetPermanenceId()
	from, into := b.named("Menuiserie Étoile").GetCompanyId(), b.named("Menuiserie de l'Etoile").GetCompanyId()
	book := func(company, at string) string {
		return b.booked(b.company(company), &supportv1.Appointment{PermanenceId: p, StartTime: paris(t, at)}).GetAppointmentId()
	}
	moves, stays := book(from, "2026-11-26 09:00"), book(from, "2026-11-26 09:30")
	book(into, "2026-11-26 09:30")
	owner := func(id string) string { return b.appointment(b.as("initiative"), id).GetCompanyId() }
	if _, err := b.merge(from, into); err != nil || owner(moves) != into || owner(stays) != from {
		t.Errorf("%v, they are of %s and %s", err, owner(moves), owner(stays))
	}
	if _, err := b.undo(from); err != nil || owner(moves) != from {
		t.Errorf("%v, it is of %s", err, owner(moves))
	}
}
