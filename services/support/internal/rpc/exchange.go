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
	"hup.example/services/support/internal/members"
	"hup.example/services/support/internal/store"
)

// Exchanges answers ExchangeService.
type Exchanges struct {
	supportv1.UnimplementedExchangeServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Members *members.Client
	Log     app.LogExchange
}

// CreateExchange logs an exchange.
func (s *Exchanges) CreateExchange(ctx context.Context, r *supportv1.CreateExchangeRequest) (*supportv1.Exchange, error) {
	return s.write(ctx, r.GetExchange(), func(tx *kit.Tx, people domain.Roster) (*domain.Exchange, error) {
		return s.Log.Do(tx, r.GetExchange(), people)
	})
}

// UpdateExchange changes an exchange that the caller logged.
func (s *Exchanges) UpdateExchange(ctx context.Context, r *supportv1.UpdateExchangeRequest) (*supportv1.Exchange, error) {
	return s.write(ctx, r.GetExchange(), func(tx *kit.Tx, people domain.Roster) (*domain.Exchange, error) {
		return s.Log.Change(tx, r.GetExchange(), r.GetUpdateMask(), people)
	})
}

func (s *Exchanges) write(ctx context.Context, said *supportv1.Exchange, do func(*kit.Tx, domain.Roster) (*domain.Exchange, error)) (*supportv1.Exchange, error) {
	people, err := s.people(ctx, said)
	if err != nil {
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Exchange, error) {
		e, err := do(tx, people)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, tx.Actor, e), nil
	})
}

// BatchCreateExchanges logs several, or none.
func (s *Exchanges) BatchCreateExchanges(ctx context.Context, r *supportv1.BatchCreateExchangesRequest) (*supportv1.BatchCreateExchangesResponse, error) {
	people, err := s.people(ctx, r.GetExchanges()...)
	if err != nil {
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.BatchCreateExchangesResponse, error) {
		logged, err := s.Log.All(tx, r.GetExchanges(), people)
		if err != nil {
			return nil, err
		}
		answer := &supportv1.BatchCreateExchangesResponse{}
		for _, e := range logged {
			answer.Exchanges = append(answer.Exchanges, s.answer(ctx, tx.Actor, e))
		}
		return answer, nil
	})
}

// people asks who took part, other than the caller.
func (s *Exchanges) people(ctx context.Context, said ...*supportv1.Exchange) (domain.Roster, error) {
	a := actor.From(ctx)
	var asked []string
	for _, e := range said {
		for _, id := range e.GetPersonIds() {
			if id != a.ID {
				asked = append(asked, id)
			}
		}
	}
	return s.Members.Of(ctx, a.Territory, asked...)
}

// GetExchange answers an exchange to those who may see it.
func (s *Exchanges) GetExchange(ctx context.Context, r *supportv1.GetExchangeRequest) (*supportv1.Exchange, error) {
	view := s.Store.View(ctx)
	e, err := store.Exchanges.Get(view, r.GetExchangeId())
	if err != nil {
		return nil, err
	}
	c, err := caseOf(view, e.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	if !e.Visible(view.Actor, c) {
		return nil, errs.NotFound("exchange")
	}
	return s.answer(ctx, view.Actor, e), nil
}

// ListExchanges lists the exchanges that the caller may see.
func (s *Exchanges) ListExchanges(ctx context.Context, r *supportv1.ListExchangesRequest) (*supportv1.ListExchangesResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := store.ListExchanges(view, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListExchangesResponse{NextPageToken: next}
	for _, e := range found {
		answer.Exchanges = append(answer.Exchanges, s.answer(ctx, view.Actor, e))
	}
	return answer, page.Trim(answer.GetExchanges(), r.GetFields())
}

func (s *Exchanges) answer(ctx context.Context, a actor.Actor, e *domain.Exchange) *supportv1.Exchange {
	seen := present.Resource(ctx, s.Present, e.State, e.Version)
	if e.MayChange(a) {
		seen.AllowedActions = []string{"update"}
	}
	return seen
}

// caseOf is the case of something that may have none, whoever asks.
func caseOf(v *kit.View, caseID string) (*domain.Case, error) {
	if caseID == "" {
		return nil, nil
	}
	return store.Cases.Get(v, caseID)
}
