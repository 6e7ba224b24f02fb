package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Subjects answers SubjectService.
type Subjects struct {
	supportv1.UnimplementedSubjectServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
}

// GetSubject answers one subject.
func (s *Subjects) GetSubject(ctx context.Context, r *supportv1.GetSubjectRequest) (*supportv1.Subject, error) {
	view := s.Store.View(ctx)
	found, err := store.Subjects.Get(view, r.GetSubjectCode())
	if err != nil {
		return nil, err
	}
	if asked := r.GetVersion(); asked != 0 && asked != found.State.GetVersion() {
		was, err := store.SubjectAt(view, r.GetSubjectCode(), asked)
		if err != nil {
			return nil, err
		}
		return present.Resource(ctx, s.Present, was, found.Version), nil // it can't be changed any more
	}
	return s.answer(ctx, view.Actor, found), nil
}

// ListSubjects lists the tree: themes and subjects in their order.
func (s *Subjects) ListSubjects(ctx context.Context, r *supportv1.ListSubjectsRequest) (*supportv1.ListSubjectsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := page.Of(view, store.Subjects, store.SubjectList, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListSubjectsResponse{NextPageToken: next}
	for _, one := range found {
		answer.Subjects = append(answer.Subjects, s.answer(ctx, view.Actor, one))
	}
	return answer, page.Trim(answer.GetSubjects(), r.GetFields())
}

// CreateSubject adds a subject.
func (s *Subjects) CreateSubject(ctx context.Context, r *supportv1.CreateSubjectRequest) (*supportv1.Subject, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.Subject, error) {
		return app.KeepSubjects{}.Add(tx, r.GetSubject())
	})
}

// UpdateSubject changes a subject.
func (s *Subjects) UpdateSubject(ctx context.Context, r *supportv1.UpdateSubjectRequest) (*supportv1.Subject, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.Subject, error) {
		return app.KeepSubjects{}.Change(tx, r.GetSubject(), r.GetUpdateMask())
	})
}

func (s *Subjects) write(ctx context.Context, do func(*kit.Tx) (*domain.Subject, error)) (*supportv1.Subject, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Subject, error) {
		written, err := do(tx)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, written), nil
	})
}

func (s *Subjects) answer(ctx context.Context, a actor.Actor, of *domain.Subject) *supportv1.Subject {
	seen := present.Resource(ctx, s.Present, of.State, of.Version)
	if domain.KeepsSubjects(a) {
		seen.AllowedActions = []string{"update"}
	}
	return seen
}
