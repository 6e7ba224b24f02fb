package rpc

import (
	"context"
	"regexp"
	"slices"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/members"
	"hup.example/services/support/internal/store"
)

// Messages answers MessageService.
type Messages struct {
	supportv1.UnimplementedMessageServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Members *members.Client
	Post    app.PostMessage
	Uploads *app.TakeUpload
}

// PostMessage writes into the thread of a case.
func (s *Messages) PostMessage(ctx context.Context, r *supportv1.PostMessageRequest) (*supportv1.Message, error) {
	people, err := s.Members.Of(ctx, actor.From(ctx).Territory, r.GetMentionedPersonIds()...)
	if err != nil {
		return nil, err
	}
	if err := s.Uploads.Ready(ctx, r.GetUploadIds()...); err != nil {
		return nil, err
	}
	return s.do(ctx, func(tx *kit.Tx) (*domain.Message, error) { return s.Post.Do(tx, r, people) })
}

// UpdateMessage replaces the text.
func (s *Messages) UpdateMessage(ctx context.Context, r *supportv1.UpdateMessageRequest) (*supportv1.Message, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Message, error) { return s.Post.Edit(tx, r.GetMessage(), r.GetUpdateMask()) })
}

// DeleteMessage takes the text away.
func (s *Messages) DeleteMessage(ctx context.Context, r *supportv1.DeleteMessageRequest) (*supportv1.Message, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Message, error) { return s.Post.Delete(tx, r.GetMessageId()) })
}

func (s *Messages) do(ctx context.Context, use func(*kit.Tx) (*domain.Message, error)) (*supportv1.Message, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Message, error) {
		m, err := use(tx)
		if err != nil {
			return nil, err
		}
		seen := []*supportv1.Message{s.answer(ctx, &tx.View, m)}
		return seen[0], withFiles(ctx, s.Present, &tx.View, seen)
	})
}

// GetMessage answers a message to those who may read it.
func (s *Messages) GetMessage(ctx context.Context, r *supportv1.GetMessageRequest) (*supportv1.Message, error) {
	view := s.Store.View(ctx)
	m, err := store.Messages.Get(view, r.GetMessageId())
	if err != nil {
		return nil, err
	}
	c, err := store.Cases.Get(view, m.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	if !m.Visible(view.Actor, c) {
		return nil, errs.NotFound("message")
	}
	seen, err := s.answers(ctx, view, []*domain.Message{m})
	if err != nil {
		return nil, err
	}
	return seen[0], nil
}

// ListMessages lists the messages that the caller may read, of all cases or of one.
func (s *Messages) ListMessages(ctx context.Context, r *supportv1.ListMessagesRequest) (*supportv1.ListMessagesResponse, error) {
	view := s.Store.View(ctx)
	if r.GetCaseId() != "" {
		if _, err := seen(view, r.GetCaseId()); err != nil {
			return nil, err
		}
	}
	if err := unreadOnly(r.GetFilter()); err != nil {
		return nil, err
	}
	found, next, err := store.ListMessages(view, s.Signer, r, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListMessagesResponse{NextPageToken: next}
	if answer.Messages, err = s.answers(ctx, view, found); err != nil {
		return nil, err
	}
	return answer, page.Trim(answer.GetMessages(), r.GetFields())
}

// CountMessages counts them.
func (s *Messages) CountMessages(ctx context.Context, r *supportv1.CountMessagesRequest) (*supportv1.Count, error) {
	if err := unreadOnly(r.GetFilter()); err != nil {
		return nil, err
	}
	n, more, err := store.CountMessages(s.Store.View(ctx), r.GetFilter())
	return &supportv1.Count{Count: int32(n), More: more}, err
}

// notUnread is a filter that asks for what was read.
var notUnread = regexp.MustCompile(`\bunread\s*[=:]\s*"?(?:[^t\s"]|t[^r])`)

// unreadOnly refuses to filter by what was read: that is nearly all, and no index has it.
func unreadOnly(filter string) error {
	if notUnread.MatchString(filter) {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "filter", Reason: "FILTER_VALUE", Params: map[string]string{"kind": "true", "field": "unread"}})
	}
	return nil
}

// MarkMessagesRead says that the caller has read a thread.
func (s *Messages) MarkMessagesRead(ctx context.Context, r *supportv1.MarkMessagesReadRequest) (*supportv1.MarkMessagesReadResponse, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.MarkMessagesReadResponse, error) {
		c, err := seen(&tx.View, r.GetCaseId())
		if err != nil {
			return nil, err
		}
		until := tx.Now
		if r.GetMessageId() != "" {
			m, err := store.Messages.Get(tx, r.GetMessageId())
			if err != nil {
				return nil, err
			}
			if m.State.GetCaseId() != c.ID || !m.Visible(tx.Actor, c) {
				return nil, errs.NotFound("message")
			}
			until = m.State.GetCreatedTime().AsTime()
		}
		if tx.Actor.Kind == actor.Person {
			if err := store.ReadUntil(tx, c.ID, until); err != nil {
				return nil, err
			}
		}
		left, err := store.Unread(&tx.View, c.ID)
		return &supportv1.MarkMessagesReadResponse{UnreadCount: left[c.ID]}, err
	})
}

// answers are the messages as this caller sees them, with those marked that it has not read.
func (s *Messages) answers(ctx context.Context, v *kit.View, found []*domain.Message) ([]*supportv1.Message, error) {
	var cases []string
	for _, m := range found {
		cases = append(cases, m.State.GetCaseId())
	}
	slices.Sort(cases)
	read, err := store.ReadTimes(v, slices.Compact(cases)...)
	if err != nil {
		return nil, err
	}
	answers := make([]*supportv1.Message, len(found))
	for i, m := range found {
		answers[i] = s.answer(ctx, v, m)
		at, known := read[m.State.GetCaseId()]
		answers[i].Unread = v.Actor.Kind == actor.Person && m.State.GetAuthorPersonId() != v.Actor.ID && m.State.GetDeletedTime() == nil &&
			(!known || m.State.GetCreatedTime().AsTime().After(at))
	}
	return answers, withFiles(ctx, s.Present, v, answers)
}

func (s *Messages) answer(ctx context.Context, v *kit.View, m *domain.Message) *supportv1.Message {
	seen := present.Resource(ctx, s.Present, m.State, m.Version)
	seen.AllowedActions = m.Actions(v.Actor, v.Now)
	return seen
}
