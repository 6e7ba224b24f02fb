package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// ProjectLeaders answers ProjectLeaderService.
type ProjectLeaders struct {
	supportv1.UnimplementedProjectLeaderServiceServer
	Attach  app.AttachSiret
	Signer  *page.Signer
	Present *present.Presenter
}

// GetProjectLeader answers one project leader.
func (s *ProjectLeaders) GetProjectLeader(ctx context.Context, r *supportv1.GetProjectLeaderRequest) (*supportv1.ProjectLeader, error) {
	view := s.Attach.Records.Store.View(ctx)
	if !domain.SeesLeaders(view.Actor) {
		return nil, errs.NotFound("project_leader")
	}
	l, err := store.ProjectLeaders.Get(view, r.GetProjectLeaderId())
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, view.Actor, l), nil
}

// ListProjectLeaders lists the project leaders of the territory.
func (s *ProjectLeaders) ListProjectLeaders(ctx context.Context, r *supportv1.ListProjectLeadersRequest) (*supportv1.ListProjectLeadersResponse, error) {
	view := s.Attach.Records.Store.View(ctx)
	if !domain.SeesLeaders(view.Actor) {
		return &supportv1.ListProjectLeadersResponse{}, nil
	}
	found, next, err := page.Of(view, store.ProjectLeaders, store.ProjectLeaderList, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListProjectLeadersResponse{NextPageToken: next}
	for _, l := range found {
		answer.ProjectLeaders = append(answer.ProjectLeaders, s.answer(ctx, view.Actor, l))
	}
	return answer, page.Trim(answer.GetProjectLeaders(), r.GetFields())
}

// AttachSiret ties the project to the company that it became.
func (s *ProjectLeaders) AttachSiret(ctx context.Context, r *supportv1.AttachSiretRequest) (*supportv1.ProjectLeader, error) {
	s.Attach.Records.Prepare(ctx, r.GetSiret())
	return kit.Write(ctx, s.Attach.Records.Store, func(tx *kit.Tx) (*supportv1.ProjectLeader, error) {
		l, err := s.Attach.Do(tx, r.GetProjectLeaderId(), r.GetSiret())
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, l), nil
	})
}

func (s *ProjectLeaders) answer(ctx context.Context, a actor.Actor, l *domain.ProjectLeader) *supportv1.ProjectLeader {
	seen := present.Resource(ctx, s.Present, l.State, l.Version)
	seen.AllowedActions = domain.LeaderMachine.Allowed(seen.GetStatus(), a)
	return seen
}
