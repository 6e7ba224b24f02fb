package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Messages answers MessageService.
type Messages struct {
	supportv1.UnimplementedMessageServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Post    app.PostMessage
}

// PostMessage writes into the thread of a case.
func (s *Messages) PostMessage(ctx context.Context, r *supportv1.PostMessageRequest) (*supportv1.Message, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Message, error) {
		m, err := s.Post.Do(tx, r)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, m), nil
	})
}

// ListMessages lists the messages of a case that the caller may read.
func (s *Messages) ListMessages(ctx context.Context, r *supportv1.ListMessagesRequest) (*supportv1.ListMessagesResponse, error) {
	view := s.Store.View(ctx)
	if _, err := seen(view, r.GetCaseId()); err != nil {
		return nil, err
	}
	found, next, err := store.ListMessages(view, s.Signer, r, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListMessagesResponse{NextPageToken: next}
	for _, m := range found {
		answer.Messages = append(answer.Messages, s.answer(ctx, m))
	}
	return answer, page.Trim(answer.GetMessages(), r.GetFields())
}

func (s *Messages) answer(ctx context.Context, m *domain.Message) *supportv1.Message {
	return present.Resource(ctx, s.Present, m.State, m.Version)
}
