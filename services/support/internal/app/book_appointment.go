package app

import (
	"slices"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// BookAppointment books slots of permanences.
type BookAppointment struct {
	File
	Directory Directory
}

// Do books one; sent again with its own request id, it answers the one that was booked.
func (u BookAppointment) Do(tx *kit.Tx, said *supportv1.Appointment) (*domain.Appointment, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.again(tx, known, nil)
	}
	if err := missing(tx.Actor, said); err != nil {
		return nil, err
	}
	guest, err := u.guest(tx, said)
	if err != nil {
		return nil, err
	}
	p, err := store.Permanences.Get(tx, said.GetPermanenceId())
	if err != nil {
		return nil, err
	}
	if c := guest.Case; c != nil && !tx.Actor.Has(actor.CompanyUser) && !c.Allows(p.State.GetBodyId()) {
		return nil, errs.State("CONSENT_MISSING").With("body", p.State.GetBodyId())
	}
	if err := store.HoldPermanence(tx, p); err != nil {
		return nil, err
	}
	if known, err = tx.Once(said.GetClientRequestId()); err != nil || known != "" { // its twin may have been first
		return u.again(tx, known, err)
	}
	asking := &domain.Appointment{State: &supportv1.Appointment{CompanyId: said.GetCompanyId(), CaseId: said.GetCaseId()}}
	if guest.Case != nil {
		asking.State.CompanyId, asking.State.ProjectLeaderId = guest.Case.State.GetCompany().GetCompanyId(), guest.Case.State.GetProjectLeaderId()
	}
	slot, seat, err := freeSeat(tx, p, said.GetStartTime().AsTime(), asking.Requester())
	if err != nil {
		return nil, err
	}
	a, err := domain.Book(tx.Actor.Territory, tx.Actor, p, slot, seat, guest, said, tx.Now)
	if err != nil {
		return nil, err
	}
	if err := putAppointment(tx, a); err != nil {
		return nil, err
	}
	return a, tx.Made(said.GetClientRequestId(), a.ID)
}

// again is what was booked before under the sender's own id.
func (BookAppointment) again(tx *kit.Tx, id string, err error) (*domain.Appointment, error) {
	if err != nil {
		return nil, err
	}
	return store.Appointments.Get(tx, id)
}

// missing are the fields that a booking must have.
func missing(who actor.Actor, said *supportv1.Appointment) error {
	var bad []errs.Field
	if said.GetPermanenceId() == "" {
		bad = append(bad, errs.Field{Path: "appointment.permanenceId", Reason: "required"})
	}
	if said.GetStartTime() == nil {
		bad = append(bad, errs.Field{Path: "appointment.startTime", Reason: "required"})
	}
	if said.GetCaseId() == "" && !who.Has(actor.CompanyUser) {
		bad = append(bad, errs.Field{Path: "appointment.caseId", Reason: "appointment.who"})
	}
	if len(bad) > 0 {
		return errs.Invalid("INVALID_FIELDS", bad...)
	}
	return nil
}

// guest is who comes: of a case that the actor sees, or a company; a company user books for its own only.
func (u BookAppointment) guest(tx *kit.Tx, said *supportv1.Appointment) (domain.Guest, error) {
	if tx.Actor.Has(actor.CompanyUser) {
		if said.GetCompanyId() != "" && said.GetCompanyId() != tx.Actor.CompanyID {
			return domain.Guest{}, errs.NotFound("company")
		}
		said.CompanyId = tx.Actor.CompanyID
	}
	if said.GetCaseId() == "" {
		company, err := u.Directory.Company(tx, said.GetCompanyId())
		if err != nil {
			return domain.Guest{}, err
		}
		return domain.Guest{Company: snapshotOf(company)}, nil
	}
	c, err := u.visible(tx, said.GetCaseId())
	if err != nil {
		return domain.Guest{}, err
	}
	if id := c.State.GetCompany().GetCompanyId(); said.GetCompanyId() != "" && said.GetCompanyId() != id {
		return domain.Guest{}, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "appointment.companyId", Reason: "appointment.other_company"})
	}
	if !c.Open() {
		return domain.Guest{}, domain.CaseMachine.Refuse(c.State.GetStatus(), "book")
	}
	return domain.Guest{Case: c}, nil
}

// freeSeat finds a free seat of the slot that begins then, for somebody who has none in it. The permanence is held: an absence that
// was just told, or a seat that was just taken, counts.
func freeSeat(tx *kit.Tx, p *domain.Permanence, start time.Time, requester string) (domain.Slot, int32, error) {
	var none domain.Slot
	plan, err := planOf(tx, p)
	if err != nil {
		return none, 0, err
	}
	slot, held := plan.At(start)
	if !held {
		return none, 0, nextFree(&tx.View, plan, tx.Now, noSlot(plan, start))
	}
	if !slot.Start.After(tx.Now) {
		return none, 0, nextFree(&tx.View, plan, tx.Now, errs.State("SLOT_PAST"))
	}
	taken, err := store.SeatsOf(&tx.View, p.ID, slot.Planned)
	if err != nil {
		return none, 0, err
	}
	if slices.ContainsFunc(taken, func(s store.Seat) bool { return s.Requester == requester }) {
		return none, 0, nextFree(&tx.View, plan, tx.Now, errs.State("SLOT_TWICE").With("when", domain.InWords(slot.Start)))
	}
	for seat := range p.State.GetSeatsPerSlot() {
		if !slices.ContainsFunc(taken, func(s store.Seat) bool { return s.Number == seat }) {
			return slot, seat, nil
		}
	}
	return none, 0, nextFree(&tx.View, plan, tx.Now, errs.State("SLOT_FULL").With("when", domain.InWords(slot.Start)))
}

// noSlot says why there is no slot at an instant.
func noSlot(plan domain.Plan, start time.Time) error {
	day := calendar.DayOf(start)
	closed := plan.ClosedDays(day, day)
	if len(closed) == 0 {
		return errs.State("SLOT_UNKNOWN")
	}
	return errs.State("SLOT_CLOSED").With("day", day.InWords()).With("why", closed[0].GetLabel())
}

// The next free slots that a refusal offers: so many, and how many days ahead they are looked for.
const (
	offered  = 3
	lookedIn = 92
)

// nextFree adds the next free slots to a refusal.
func nextFree(v *kit.View, plan domain.Plan, now time.Time, refusal error) error {
	refused, ok := errs.As(refusal)
	if !ok {
		return refusal
	}
	today := calendar.DayOf(now)
	taken, err := store.SeatsTaken(v, plan.Permanence.GetPermanenceId(), now, today.AddDays(lookedIn).End())
	if err != nil {
		return err
	}
	for _, s := range plan.Between(today, today.AddDays(lookedIn)) {
		if s.Start.After(now) && taken[clock.Micros(s.Planned)] < plan.Permanence.GetSeatsPerSlot() && len(refused.Fields) < offered {
			refused.Fields = append(refused.Fields, errs.Field{Path: "startTime", Reason: "next_slot", Params: map[string]string{
				"when": domain.InWords(s.Start), "time": s.Start.UTC().Format(time.RFC3339),
			}})
			refused.Offers = append(refused.Offers, errs.Offer{Path: "startTime", Value: s.Start.UTC().Format(time.RFC3339), Label: domain.InWords(s.Start)})
		}
	}
	return refused
}
