package rpc

import (
	"context"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/app"
	"hup.example/services/training/internal/domain"
	"hup.example/services/training/internal/store"
)

// TrainingSessions answers TrainingSessionService. Companies and jobseekers see the sessions that one can follow, people
// of bodies all.
type TrainingSessions struct {
	trainingv1.UnimplementedTrainingSessionServiceServer
	Catalogue
	Keep app.KeepSession
}

// GetTrainingSession answers one session.
func (s *TrainingSessions) GetTrainingSession(ctx context.Context, r *trainingv1.GetTrainingSessionRequest) (*trainingv1.TrainingSession, error) {
	view := s.Store.View(ctx)
	session, err := store.TrainingSessions.Get(view, r.GetTrainingSessionId())
	if err != nil {
		return nil, err
	}
	if !view.Actor.Works() && !session.Listed() {
		return nil, errs.NotFound("training_session")
	}
	return s.answer(ctx, view.Actor, session), nil
}

// ListTrainingSessions lists the sessions that the caller may see.
func (s *TrainingSessions) ListTrainingSessions(ctx context.Context, r *trainingv1.ListTrainingSessionsRequest) (*trainingv1.ListTrainingSessionsResponse, error) {
	view := s.Store.View(ctx)
	var scope []page.Cond
	if !view.Actor.Works() {
		scope = append(scope, store.ListedSessions)
	}
	found, next, err := page.Of(view, store.TrainingSessions, store.TrainingSessionList, s.Signer, r, scope...)
	if err != nil {
		return nil, err
	}
	answer := &trainingv1.ListTrainingSessionsResponse{NextPageToken: next}
	for _, session := range found {
		answer.TrainingSessions = append(answer.TrainingSessions, s.answer(ctx, view.Actor, session))
	}
	return answer, page.Trim(answer.GetTrainingSessions(), r.GetFields())
}

// CreateTrainingSession plans a session.
func (s *TrainingSessions) CreateTrainingSession(ctx context.Context, r *trainingv1.CreateTrainingSessionRequest) (*trainingv1.TrainingSession, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*trainingv1.TrainingSession, error) {
		session, err := s.Keep.Plan(tx, r.GetTrainingSession())
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, session), nil
	})
}

// UpdateTrainingSession changes fields of a session.
func (s *TrainingSessions) UpdateTrainingSession(ctx context.Context, r *trainingv1.UpdateTrainingSessionRequest) (*trainingv1.TrainingSession, error) {
	return s.change(ctx, r.GetTrainingSession().GetTrainingSessionId(), func(tx *kit.Tx, session *domain.TrainingSession) error {
		return s.Keep.Change(tx, session, r)
	})
}

// OpenTrainingSession opens a session to registrations.
func (s *TrainingSessions) OpenTrainingSession(ctx context.Context, r *trainingv1.OpenTrainingSessionRequest) (*trainingv1.TrainingSession, error) {
	return s.change(ctx, r.GetTrainingSessionId(), func(tx *kit.Tx, session *domain.TrainingSession) error {
		return s.Keep.Open(tx, session, r.GetReasonNote())
	})
}

// ConfirmTrainingSession says that a session takes place.
func (s *TrainingSessions) ConfirmTrainingSession(ctx context.Context, r *trainingv1.ConfirmTrainingSessionRequest) (*trainingv1.TrainingSession, error) {
	return s.change(ctx, r.GetTrainingSessionId(), func(tx *kit.Tx, session *domain.TrainingSession) error {
		return session.Confirm(tx.Actor, r.GetReasonNote(), tx.Now)
	})
}

// StartTrainingSession says that a session has begun.
func (s *TrainingSessions) StartTrainingSession(ctx context.Context, r *trainingv1.StartTrainingSessionRequest) (*trainingv1.TrainingSession, error) {
	return s.change(ctx, r.GetTrainingSessionId(), func(tx *kit.Tx, session *domain.TrainingSession) error {
		return session.Start(tx.Actor, r.GetReasonNote(), tx.Now)
	})
}

// CompleteTrainingSession ends a running session.
func (s *TrainingSessions) CompleteTrainingSession(ctx context.Context, r *trainingv1.CompleteTrainingSessionRequest) (*trainingv1.TrainingSession, error) {
	return s.change(ctx, r.GetTrainingSessionId(), func(tx *kit.Tx, session *domain.TrainingSession) error {
		return session.Complete(tx.Actor, r.GetTrainedPersonCount(), r.GetReasonNote(), tx.Now)
	})
}

// CancelTrainingSession cancels a session that has not begun.
func (s *TrainingSessions) CancelTrainingSession(ctx context.Context, r *trainingv1.CancelTrainingSessionRequest) (*trainingv1.TrainingSession, error) {
	return s.change(ctx, r.GetTrainingSessionId(), func(tx *kit.Tx, session *domain.TrainingSession) error {
		return s.Keep.Cancel(tx, session, r.GetReason(), r.GetReasonNote())
	})
}

func (s *TrainingSessions) change(ctx context.Context, id string, command func(*kit.Tx, *domain.TrainingSession) error) (*trainingv1.TrainingSession, error) {
	return change(ctx, s.Store, store.TrainingSessions, id, s.answer, command)
}

// answer keeps to the people of bodies which needs a session answers.
func (s *TrainingSessions) answer(ctx context.Context, a actor.Actor, session *domain.TrainingSession) *trainingv1.TrainingSession {
	seen := present.Resource(ctx, s.Present, session.State, session.Version)
	seen.AllowedActions = actions(domain.SessionMachine.Allowed(seen.GetStatus(), a), a, session, session.CheckToCome() == nil)
	if !a.Works() {
		seen.ReasonNote, seen.TrainingNeedIds = "", nil
	}
	return seen
}
