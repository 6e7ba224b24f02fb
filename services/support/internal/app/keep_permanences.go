package app

import (
	"slices"

	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// KeepPermanences adds and changes the permanences. A change takes along, or revokes, the appointments that it concerns.
type KeepPermanences struct{ Directory Directory }

// Add adds one; sent again with its own request id, it answers the one that was added.
func (u KeepPermanences) Add(tx *kit.Tx, said *supportv1.Permanence) (*domain.Permanence, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.Permanences.Get(tx, known)
	}
	switch said.GetBodyId() {
	case "":
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "permanence.bodyId", Reason: "required"})
	case "mine":
		said.BodyId = tx.Actor.BodyID
	}
	body, err := u.Directory.Body(tx, said.GetBodyId())
	if err != nil {
		return nil, err
	}
	p := domain.NewPermanence(tx.Actor.Territory, body, said, tx.Now)
	if err := p.Check(tx.Actor, "update"); err != nil {
		return nil, err
	}
	if err := u.fits(tx, p, true); err != nil {
		return nil, err
	}
	p.Added()
	if err := store.Permanences.Put(tx, p); err != nil {
		return nil, err
	}
	return p, tx.Made(said.GetClientRequestId(), p.ID)
}

// fits refuses a permanence that can't be held: what is said of it, its subjects, its room.
func (u KeepPermanences) fits(tx *kit.Tx, p *domain.Permanence, subjects bool) error {
	host, err := store.PartnerBodies.Get(tx, p.State.GetHostBodyId())
	if err != nil {
		return err
	}
	if err := p.Tidy(host.State); err != nil {
		return err
	}
	for _, code := range p.State.GetSubjectCodes() {
		if !subjects {
			break
		}
		if _, err := u.Directory.Subject(tx, code); err != nil {
			return err
		}
	}
	return u.roomIsFree(tx, p)
}

// roomIsFree refuses a permanence that would be in a room together with another one, and says with which. Who is away keeps the room:
// an absence may be taken back.
func (u KeepPermanences) roomIsFree(tx *kit.Tx, p *domain.Permanence) error {
	others, err := store.InRoom(tx, p)
	if err != nil {
		return err
	}
	plan := domain.Plan{Permanence: p.State}
	for _, other := range others {
		if at, meet := plan.Meets(domain.Plan{Permanence: other.State}, calendar.DayOf(tx.Now)); meet {
			return errs.State("ROOM_TAKEN").With("permanence", other.State.GetTitle()).With("permanenceId", other.ID).With("when", domain.InWords(at))
		}
	}
	return nil
}

// planOf is the plan of a permanence with the absences that its body has now.
func planOf(from kit.Source, p *domain.Permanence) (domain.Plan, error) {
	body, err := store.PartnerBodies.Get(from, p.State.GetBodyId())
	if err != nil {
		return domain.Plan{}, err
	}
	return domain.Plan{Permanence: p.State, Body: body.State}, nil
}

// Change changes fields.
func (u KeepPermanences) Change(tx *kit.Tx, said *supportv1.Permanence, mask *fieldmaskpb.FieldMask) (*domain.Permanence, error) {
	p, err := u.target(tx, said.GetPermanenceId(), "update")
	if err != nil {
		return nil, err
	}
	fields, err := patch.Apply(p.State, said, mask, "permanence_id", domain.PermanenceFields...)
	if err != nil || len(fields) == 0 {
		return p, err
	}
	if slices.Contains(fields, "antennaId") && !slices.Contains(fields, "place") {
		p.State.Place = "" // that of the antenna now
	}
	if err := u.fits(tx, p, slices.Contains(fields, "subjectCodes")); err != nil {
		return nil, err
	}
	p.Updated(fields, tx.Now)
	return p, u.put(tx, p, supportv1.AppointmentReason_APPOINTMENT_REASON_PERMANENCE_CHANGED, "")
}

// CancelSlots calls off a day, or one slot.
func (u KeepPermanences) CancelSlots(tx *kit.Tx, r *supportv1.CancelSlotsRequest) (*domain.Permanence, error) {
	p, slots, err := u.slots(tx, r.GetPermanenceId(), "cancelSlots", r.GetDate(), r.GetStartTime())
	if err != nil {
		return nil, err
	}
	p.CancelSlots(slots, r.GetStartTime() == nil, r.GetReasonNote(), tx.Now)
	return p, u.put(tx, p, supportv1.AppointmentReason_APPOINTMENT_REASON_SLOT_CANCELLED, r.GetReasonNote())
}

// MoveSlots moves a day, or one slot.
func (u KeepPermanences) MoveSlots(tx *kit.Tx, r *supportv1.MoveSlotsRequest) (*domain.Permanence, error) {
	p, slots, err := u.slots(tx, r.GetPermanenceId(), "moveSlots", r.GetDate(), r.GetStartTime())
	if err != nil {
		return nil, err
	}
	if err := p.MoveSlots(slots, r.GetStartTime() == nil, r.GetNewStartTime().AsTime(), r.GetReasonNote(), tx.Now); err != nil {
		return nil, err
	}
	plan, err := planOf(tx, p)
	if err != nil {
		return nil, err
	}
	if err := plan.CheckMoved(slots[0].Date); err != nil {
		return nil, err
	}
	if err := u.roomIsFree(tx, p); err != nil {
		return nil, err
	}
	return p, u.put(tx, p, supportv1.AppointmentReason_APPOINTMENT_REASON_SLOT_CANCELLED, r.GetReasonNote())
}

// slots are those that a command names.
func (u KeepPermanences) slots(tx *kit.Tx, id, action, date string, start *timestamppb.Timestamp) (*domain.Permanence, []domain.Slot, error) {
	p, err := u.target(tx, id, action)
	if err != nil {
		return nil, nil, err
	}
	plan, err := planOf(tx, p)
	if err != nil {
		return nil, nil, err
	}
	slots, err := plan.SlotsOf(date, start)
	if errs.Is(err, "SLOT_UNKNOWN") {
		err = nextFree(&tx.View, plan, tx.Now, err)
	}
	return p, slots, err
}

// End ends a permanence after a day.
func (u KeepPermanences) End(tx *kit.Tx, r *supportv1.EndPermanenceRequest) (*domain.Permanence, error) {
	p, err := u.target(tx, r.GetPermanenceId(), "end")
	if err != nil {
		return nil, err
	}
	if err := p.End(r.GetLastDate(), tx.Now); err != nil {
		return nil, err
	}
	return p, u.put(tx, p, supportv1.AppointmentReason_APPOINTMENT_REASON_PERMANENCE_CHANGED, r.GetReasonNote())
}

// target is a permanence that the actor may act on, held so that nobody books meanwhile.
func (u KeepPermanences) target(tx *kit.Tx, id, action string) (*domain.Permanence, error) {
	p, err := store.Permanences.Target(tx, id)
	if err != nil {
		return nil, err
	}
	if err := p.Check(tx.Actor, action); err != nil {
		return nil, err
	}
	return p, store.HoldPermanence(tx, p)
}

// put keeps the permanence, and settles who had booked.
func (u KeepPermanences) put(tx *kit.Tx, p *domain.Permanence, reason supportv1.AppointmentReason, note string) error {
	if err := store.Permanences.Put(tx, p); err != nil {
		return err
	}
	return settle(tx, p, reason, note)
}

// settle takes the appointments of a permanence along to where their slots are now, and revokes those whose slot is gone.
func settle(tx *kit.Tx, p *domain.Permanence, reason supportv1.AppointmentReason, note string) error {
	plan, err := planOf(tx, p)
	if err != nil {
		return err
	}
	coming, err := store.ComingTo(tx, p.ID)
	if err != nil {
		return err
	}
	for _, a := range coming {
		slot, held := plan.Find(a.State.GetPlannedTime().AsTime())
		if held && !a.Follow(tx.Actor, p.State, slot, note, tx.Now) {
			continue
		}
		if !held {
			if err := a.Revoke(tx.Actor, reason, note, tx.Now); err != nil {
				return err
			}
		}
		if err := putAppointment(tx, a); err != nil {
			return err
		}
	}
	return nil
}

// bodyAway settles who had booked with a body whose absences changed.
func bodyAway(tx *kit.Tx, bodyID string) error {
	concerned, err := store.PermanencesOf(tx, bodyID)
	if err != nil {
		return err
	}
	for _, p := range concerned {
		if err := store.HoldPermanence(tx, p); err != nil {
			return err
		}
		if err := settle(tx, p, supportv1.AppointmentReason_APPOINTMENT_REASON_ABSENT, ""); err != nil {
			return err
		}
	}
	return nil
}
