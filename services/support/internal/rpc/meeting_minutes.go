package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// GetMeetingMinutes answers the minutes of a closed meeting.
func (s *Meetings) GetMeetingMinutes(ctx context.Context, r *supportv1.GetMeetingMinutesRequest) (*supportv1.MeetingMinutes, error) {
	view := s.Store.View(ctx)
	m, err := readable(view, r.GetMeetingId())
	if err != nil {
		return nil, err
	}
	if m.State.GetStatus() != supportv1.MeetingStatus_MEETING_STATUS_CLOSED {
		return nil, errs.State("MEETING_NOT_CLOSED")
	}
	made := &supportv1.MeetingMinutes{
		MeetingId: m.ID, Title: m.State.GetTitle(), HeldDate: m.State.GetHeldDate(), Place: m.State.GetPlace(), Note: m.State.GetMinutesNote(),
		ClosedTime: m.State.GetStatusTime(),
	}
	if made.BodyName, err = bodyName(view, m.State.GetBodyId()); err != nil {
		return nil, err
	}
	for _, p := range m.State.GetParticipants() {
		name, err := bodyName(view, p.GetBodyId())
		if err != nil {
			return nil, err
		}
		made.Participants = append(made.Participants, &supportv1.MinutesParticipant{BodyName: name, Names: p.GetNames(), Absent: p.GetAbsent()})
	}
	return made, s.minuted(ctx, view, m, made)
}

// minuted adds what was decided of the cases that all bodies present could see, still may, and that the reader may see. A consent
// that is taken back acts here, too.
func (s *Meetings) minuted(ctx context.Context, v *kit.View, m *domain.Meeting, made *supportv1.MeetingMinutes) error {
	for _, i := range m.State.GetItems() {
		c, err := caseOf(v, i.GetCaseId())
		if err != nil && !errs.Is(err, "NOT_FOUND") {
			return err
		}
		if err != nil || !i.GetShared() || !c.SharedBy(m.Present()) || c.Level(v.Actor) <= domain.AsCompany {
			made.WithheldItemCount++
			continue
		}
		one := &supportv1.MinutesItem{
			CaseNumber: c.State.GetNumber(), Text: i.GetDecision().GetText(), DueDate: i.GetDecision().GetDueDate(),
			KindLabel: s.Present.Word(ctx, i.GetDecision().GetKind().String()), CaseStatusLabel: s.Present.Word(ctx, c.State.GetStatus().String()),
		}
		for _, r := range i.GetReasons() {
			one.Reasons = append(one.Reasons, s.why(ctx, r))
		}
		if one.CompanyName, err = publicName(v, c); err != nil {
			return err
		}
		if one.BodyName, err = bodyName(v, i.GetDecision().GetBodyId()); err != nil {
			return err
		}
		made.Items = append(made.Items, one)
	}
	return nil
}

// bodyName is what people call a body; its id when the directory does not know it, as that of the coordination.
func bodyName(v *kit.View, bodyID string) (string, error) {
	body, err := store.PartnerBodies.Get(v, bodyID)
	if errs.Is(err, "NOT_FOUND") {
		return bodyID, nil
	}
	if err != nil {
		return "", err
	}
	return body.State.GetName(), nil
}
