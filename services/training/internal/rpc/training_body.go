package rpc

import (
	"context"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/app"
	"hup.example/services/training/internal/domain"
	"hup.example/services/training/internal/store"
)

// TrainingBodies answers TrainingBodyService. All who may call see all bodies: the list is public.
type TrainingBodies struct {
	trainingv1.UnimplementedTrainingBodyServiceServer
	Catalogue
	Keep app.KeepBody
}

// GetTrainingBody answers one body.
func (s *TrainingBodies) GetTrainingBody(ctx context.Context, r *trainingv1.GetTrainingBodyRequest) (*trainingv1.TrainingBody, error) {
	view := s.Store.View(ctx)
	b, err := store.TrainingBodies.Get(view, r.GetTrainingBodyId())
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, view.Actor, b), nil
}

// ListTrainingBodies lists the bodies.
func (s *TrainingBodies) ListTrainingBodies(ctx context.Context, r *trainingv1.ListTrainingBodiesRequest) (*trainingv1.ListTrainingBodiesResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := page.Of(view, store.TrainingBodies, store.TrainingBodyList, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &trainingv1.ListTrainingBodiesResponse{NextPageToken: next}
	for _, b := range found {
		answer.TrainingBodies = append(answer.TrainingBodies, s.answer(ctx, view.Actor, b))
	}
	return answer, page.Trim(answer.GetTrainingBodies(), r.GetFields())
}

// CreateTrainingBody adds a body.
func (s *TrainingBodies) CreateTrainingBody(ctx context.Context, r *trainingv1.CreateTrainingBodyRequest) (*trainingv1.TrainingBody, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*trainingv1.TrainingBody, error) {
		b, err := s.Keep.Add(tx, r.GetTrainingBody())
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, b), nil
	})
}

// UpdateTrainingBody changes fields of a body.
func (s *TrainingBodies) UpdateTrainingBody(ctx context.Context, r *trainingv1.UpdateTrainingBodyRequest) (*trainingv1.TrainingBody, error) {
	return change(ctx, s.Store, store.TrainingBodies, r.GetTrainingBody().GetTrainingBodyId(), s.answer, func(tx *kit.Tx, b *domain.TrainingBody) error {
		return s.Keep.Change(tx, b, r)
	})
}

func (s *TrainingBodies) answer(ctx context.Context, a actor.Actor, b *domain.TrainingBody) *trainingv1.TrainingBody {
	seen := present.Resource(ctx, s.Present, b.State, b.Version)
	seen.AllowedActions = actions(nil, a, b, true)
	return seen
}
