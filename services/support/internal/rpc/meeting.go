package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Meetings answers MeetingService.
type Meetings struct {
	supportv1.UnimplementedMeetingServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Keep    app.KeepMeetings
}

// CreateMeeting calls a meeting.
func (s *Meetings) CreateMeeting(ctx context.Context, r *supportv1.CreateMeetingRequest) (*supportv1.Meeting, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Meeting, error) { return s.Keep.Add(tx, r.GetMeeting()) })
}

// UpdateMeeting changes a meeting.
func (s *Meetings) UpdateMeeting(ctx context.Context, r *supportv1.UpdateMeetingRequest) (*supportv1.Meeting, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Meeting, error) { return s.Keep.Change(tx, r.GetMeeting(), r.GetUpdateMask()) })
}

// RefreshAgenda makes the agenda again.
func (s *Meetings) RefreshAgenda(ctx context.Context, r *supportv1.RefreshAgendaRequest) (*supportv1.Meeting, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Meeting, error) { return s.Keep.Refresh(tx, r.GetMeetingId()) })
}

// AddMeetingItem puts a case on the agenda.
func (s *Meetings) AddMeetingItem(ctx context.Context, r *supportv1.AddMeetingItemRequest) (*supportv1.Meeting, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Meeting, error) { return s.Keep.AddItem(tx, r.GetMeetingId(), r.GetCaseId()) })
}

// RemoveMeetingItem takes a case off the agenda.
func (s *Meetings) RemoveMeetingItem(ctx context.Context, r *supportv1.RemoveMeetingItemRequest) (*supportv1.Meeting, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Meeting, error) {
		return s.Keep.RemoveItem(tx, r.GetMeetingId(), r.GetItemId())
	})
}

// StartMeeting begins the meeting.
func (s *Meetings) StartMeeting(ctx context.Context, r *supportv1.StartMeetingRequest) (*supportv1.Meeting, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Meeting, error) { return s.Keep.Start(tx, r.GetMeetingId()) })
}

// DecideMeetingItem decides what is done with a case.
func (s *Meetings) DecideMeetingItem(ctx context.Context, r *supportv1.DecideMeetingItemRequest) (*supportv1.Meeting, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Meeting, error) { return s.Keep.Decide(tx, r) })
}

// CloseMeeting ends the meeting.
func (s *Meetings) CloseMeeting(ctx context.Context, r *supportv1.CloseMeetingRequest) (*supportv1.Meeting, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Meeting, error) {
		return s.Keep.Close(tx, r.GetMeetingId(), r.GetMinutesNote())
	})
}

// CancelMeeting calls the meeting off.
func (s *Meetings) CancelMeeting(ctx context.Context, r *supportv1.CancelMeetingRequest) (*supportv1.Meeting, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Meeting, error) {
		return s.Keep.Cancel(tx, r.GetMeetingId(), r.GetReasonNote())
	})
}

func (s *Meetings) do(ctx context.Context, use func(*kit.Tx) (*domain.Meeting, error)) (*supportv1.Meeting, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Meeting, error) {
		m, err := use(tx)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, &tx.View, m)
	})
}

// GetMeeting answers a meeting to those who may know of it.
func (s *Meetings) GetMeeting(ctx context.Context, r *supportv1.GetMeetingRequest) (*supportv1.Meeting, error) {
	view := s.Store.View(ctx)
	m, err := readable(view, r.GetMeetingId())
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, view, m)
}

func readable(v *kit.View, id string) (*domain.Meeting, error) {
	m, err := store.Meetings.Get(v, id)
	if err == nil && !m.Readable(v.Actor) {
		err = errs.NotFound("meeting")
	}
	return m, err
}

// ListMeetings lists the meetings that the caller may know of.
func (s *Meetings) ListMeetings(ctx context.Context, r *supportv1.ListMeetingsRequest) (*supportv1.ListMeetingsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := store.ListMeetings(view, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListMeetingsResponse{NextPageToken: next}
	for _, m := range found {
		m.State.Items = nil
		one, err := s.answer(ctx, view, m)
		if err != nil {
			return nil, err
		}
		answer.Meetings = append(answer.Meetings, one)
	}
	return answer, page.Trim(answer.GetMeetings(), r.GetFields())
}

// answer is the meeting as this caller sees it: the items of the cases that it may see, each with its case as it is now.
func (s *Meetings) answer(ctx context.Context, v *kit.View, m *domain.Meeting) (*supportv1.Meeting, error) {
	seen := present.Resource(ctx, s.Present, m.State, m.Version)
	seen.AllowedActions = m.Actions(v.Actor)
	items := seen.GetItems()
	seen.Items = nil
	for _, i := range items {
		c, err := caseOf(v, i.GetCaseId())
		if err != nil && !errs.Is(err, "NOT_FOUND") {
			return nil, err
		}
		if err != nil || c.Level(v.Actor) <= domain.AsCompany {
			seen.HiddenItemCount++
			continue
		}
		if err := s.tell(ctx, v, i, c); err != nil {
			return nil, err
		}
		seen.Items = append(seen.Items, i)
	}
	return seen, nil
}

// tell adds to an item what its case says now.
func (s *Meetings) tell(ctx context.Context, v *kit.View, i *supportv1.MeetingItem, c *domain.Case) (err error) {
	i.CaseNumber, i.CaseStatus, i.ClosedSince = c.State.GetNumber(), c.State.GetStatus(), !c.Open()
	i.CaseStatusLabel = s.Present.Word(ctx, c.State.GetStatus().String())
	if d := i.GetDecision(); d != nil {
		d.KindLabel = s.Present.Word(ctx, d.GetKind().String())
	}
	for _, r := range i.GetReasons() {
		r.Label = s.why(ctx, r)
	}
	i.CompanyName, err = publicName(v, c)
	return err
}

// why says a reason in the caller's language: in French as it was found, with its days and numbers, else by its kind.
func (s *Meetings) why(ctx context.Context, r *supportv1.StuckReason) string {
	if s.Present.Language(ctx) == messages.French {
		return r.GetLabel()
	}
	return s.Present.Word(ctx, r.GetKind().String())
}

// publicName is who asked, as it may be published: a person with a project has no name.
func publicName(v *kit.View, c *domain.Case) (string, error) {
	id := c.State.GetCompany().GetCompanyId()
	if id == "" {
		return "Porteur de projet", nil
	}
	company, err := store.Companies.Get(v, id)
	if err != nil {
		return "", err
	}
	return company.State.GetName(), nil // masked, where the company does not let it be published
}
