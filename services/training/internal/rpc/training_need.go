// Package rpc answers the gRPC calls of training.
package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/app"
	"hup.example/services/training/internal/domain"
	"hup.example/services/training/internal/store"
)

// TrainingNeeds answers TrainingNeedService.
type TrainingNeeds struct {
	trainingv1.UnimplementedTrainingNeedServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Access  *access.Checker
	Present *present.Presenter
	// Support knows the companies and the needs of cases.
	Support supportv1.SupportServiceClient
	Express app.ExpressNeed
	Match   app.MatchNeed
}

// GetTrainingNeed answers one need to those who may see its case, or whose body wrote it down.
func (s *TrainingNeeds) GetTrainingNeed(ctx context.Context, r *trainingv1.GetTrainingNeedRequest) (*trainingv1.TrainingNeed, error) {
	view := s.Store.View(ctx)
	n, err := store.TrainingNeeds.Get(view, r.GetTrainingNeedId())
	if err != nil {
		return nil, err
	}
	if err := s.visible(ctx, view.Actor, n); err != nil {
		return nil, err
	}
	return s.answer(ctx, view.Actor, n), nil
}

// ListTrainingNeeds lists the needs that the caller may see.
func (s *TrainingNeeds) ListTrainingNeeds(ctx context.Context, r *trainingv1.ListTrainingNeedsRequest) (*trainingv1.ListTrainingNeedsResponse, error) {
	view := s.Store.View(ctx)
	owner := "t.body_id"
	if view.Actor.Has(actor.CompanyUser) {
		owner = "t.company_id"
	}
	scope := access.Readable(view.Actor, "t.case_id", owner)
	found, next, err := page.Of(view, store.TrainingNeeds, store.TrainingNeedList, s.Signer, r, scope...)
	if err != nil {
		return nil, err
	}
	answer := &trainingv1.ListTrainingNeedsResponse{NextPageToken: next}
	for _, n := range found {
		answer.TrainingNeeds = append(answer.TrainingNeeds, s.answer(ctx, view.Actor, n))
	}
	return answer, page.Trim(answer.GetTrainingNeeds(), r.GetFields())
}

// QualifyTrainingNeed says that the need is understood.
func (s *TrainingNeeds) QualifyTrainingNeed(ctx context.Context, r *trainingv1.QualifyTrainingNeedRequest) (*trainingv1.TrainingNeed, error) {
	return s.change(ctx, r.GetTrainingNeedId(), func(tx *kit.Tx, n *domain.TrainingNeed) error {
		if err := app.Canonical(r); err != nil {
			return err
		}
		return n.Qualify(tx.Actor, r, tx.Now)
	})
}

// MatchTrainingNeed says which offer or session answers the need.
func (s *TrainingNeeds) MatchTrainingNeed(ctx context.Context, r *trainingv1.MatchTrainingNeedRequest) (*trainingv1.TrainingNeed, error) {
	return s.change(ctx, r.GetTrainingNeedId(), func(tx *kit.Tx, n *domain.TrainingNeed) error {
		return s.Match.Do(tx, n, r)
	})
}

// MeetTrainingNeed says that the people were trained.
func (s *TrainingNeeds) MeetTrainingNeed(ctx context.Context, r *trainingv1.MeetTrainingNeedRequest) (*trainingv1.TrainingNeed, error) {
	return s.change(ctx, r.GetTrainingNeedId(), func(tx *kit.Tx, n *domain.TrainingNeed) error {
		return n.Meet(tx.Actor, r.GetTrainedPersonCount(), r.GetReasonNote(), tx.Now)
	})
}

// DropTrainingNeed gives the need up.
func (s *TrainingNeeds) DropTrainingNeed(ctx context.Context, r *trainingv1.DropTrainingNeedRequest) (*trainingv1.TrainingNeed, error) {
	return s.change(ctx, r.GetTrainingNeedId(), func(tx *kit.Tx, n *domain.TrainingNeed) error {
		return n.Drop(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now)
	})
}

// change applies a command to the need that the call names. Who may see it is asked before the transaction: the owner
// of the case answers over the network.
func (s *TrainingNeeds) change(ctx context.Context, needID string, command func(*kit.Tx, *domain.TrainingNeed) error) (*trainingv1.TrainingNeed, error) {
	view := s.Store.View(ctx)
	n, err := store.TrainingNeeds.Get(view, needID)
	if err != nil {
		return nil, err
	}
	if err := s.visible(ctx, view.Actor, n); err != nil {
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*trainingv1.TrainingNeed, error) {
		n, err := store.TrainingNeeds.Target(tx, needID)
		if err != nil {
			return nil, err
		}
		if err := command(tx, n); err != nil {
			return nil, err
		}
		if err := store.TrainingNeeds.Put(tx, n); err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, n), nil
	})
}

func (s *TrainingNeeds) visible(ctx context.Context, a actor.Actor, n *domain.TrainingNeed) error {
	return s.Access.Require(ctx, a, "training_need", n.State.GetCaseLink().GetCaseId(), n.State.GetBodyId(), n.State.GetCompany().GetCompanyId())
}

// answer is the need as this caller sees it.
func (s *TrainingNeeds) answer(ctx context.Context, a actor.Actor, n *domain.TrainingNeed) *trainingv1.TrainingNeed {
	seen := present.Resource(ctx, s.Present, n.State, n.Version)
	seen.AllowedActions = domain.NeedMachine.Allowed(seen.GetStatus(), a)
	return seen
}
