package rpc

import (
	"context"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// Options answers OptionService.
type Options struct {
	landv1.UnimplementedOptionServiceServer
	deals[*domain.Option, *landv1.Option]
	use app.Deals
}

// NewOptions makes the server.
func NewOptions(d Deps, requests *LandRequests, use app.Deals) *Options {
	return &Options{use: use, deals: deals[*domain.Option, *landv1.Option]{
		Deps: d, requests: requests, companies: requests.Companies, table: store.Options, list: store.OptionList,
		state: func(o *domain.Option) *landv1.Option { return o.State },
		seen: func(a actor.Actor, o *domain.Option, m *landv1.Option) *landv1.AssetSummary {
			m.AllowedActions = o.Allowed(a)
			return m.GetAsset()
		},
		possible: grantable,
	}}
}

// GetOption answers one option.
func (s *Options) GetOption(ctx context.Context, r *landv1.GetOptionRequest) (*landv1.Option, error) {
	return s.get(ctx, r.GetOptionId())
}

// ListOptions lists the options that the caller may see.
func (s *Options) ListOptions(ctx context.Context, r *landv1.ListOptionsRequest) (*landv1.ListOptionsResponse, error) {
	found, next, err := s.page(ctx, r, r.GetFields())
	if err != nil {
		return nil, err
	}
	return &landv1.ListOptionsResponse{Options: found, NextPageToken: next}, nil
}

// CountOptions counts them.
func (s *Options) CountOptions(ctx context.Context, r *landv1.CountOptionsRequest) (*commonv1.Count, error) {
	view := s.Store.View(ctx)
	n, more, err := store.OptionList.Count(view, r.GetFilter(), store.VisibleDeals(view.Actor)...)
	return &commonv1.Count{Count: int32(n), More: more}, err
}

// CreateOption asks for an option.
func (s *Options) CreateOption(ctx context.Context, r *landv1.CreateOptionRequest) (*landv1.Option, error) {
	said := clearOutput(r.GetOption())
	if err := s.sees(ctx, said.GetLandRequestId()); err != nil {
		return nil, err
	}
	var err error
	if said.Company, err = s.companies.Complete(ctx, said.GetCompany()); err != nil {
		return nil, err
	}
	return s.create(ctx, func(tx *kit.Tx) (*domain.Option, error) {
		return app.RequestOption{Deals: s.use}.Do(tx, proto.Clone(said).(*landv1.Option))
	})
}

// GrantOption holds the asset for the first of the queue.
func (s *Options) GrantOption(ctx context.Context, r *landv1.GrantOptionRequest) (*landv1.Option, error) {
	return s.change(ctx, r.GetOptionId(), func(tx *kit.Tx) (*domain.Option, error) {
		return s.answering().Grant(tx, r.GetOptionId(), r.GetPeriodDays(), r.GetReasonNote())
	})
}

// RefuseOption ends an option that waits.
func (s *Options) RefuseOption(ctx context.Context, r *landv1.RefuseOptionRequest) (*landv1.Option, error) {
	return s.change(ctx, r.GetOptionId(), func(tx *kit.Tx) (*domain.Option, error) {
		return s.answering().Refuse(tx, r.GetOptionId(), r.GetReason(), r.GetReasonNote())
	})
}

// ExtendOption moves the end of a granted option.
func (s *Options) ExtendOption(ctx context.Context, r *landv1.ExtendOptionRequest) (*landv1.Option, error) {
	return s.change(ctx, r.GetOptionId(), func(tx *kit.Tx) (*domain.Option, error) {
		return s.answering().Extend(tx, r.GetOptionId(), r.GetEndDate(), r.GetReasonNote())
	})
}

// LiftOption gives an option up.
func (s *Options) LiftOption(ctx context.Context, r *landv1.LiftOptionRequest) (*landv1.Option, error) {
	return s.change(ctx, r.GetOptionId(), func(tx *kit.Tx) (*domain.Option, error) {
		return s.answering().Lift(tx, r.GetOptionId(), r.GetReason(), r.GetReasonNote())
	})
}

// ConvertOption ends a granted option with the sale file that it was for.
func (s *Options) ConvertOption(ctx context.Context, r *landv1.ConvertOptionRequest) (*landv1.Option, error) {
	return s.change(ctx, r.GetOptionId(), func(tx *kit.Tx) (*domain.Option, error) {
		o, err := store.Options.Target(tx, r.GetOptionId())
		if err != nil {
			return nil, err
		}
		if err := domain.OptionMachine.Check(o.State.GetStatus(), "convert", tx.Actor); err != nil {
			return nil, err
		}
		if _, err := (app.SellAsset{Deals: s.use}).Open(tx, domain.SaleOf(o, r)); err != nil {
			return nil, err
		}
		return store.Options.Get(tx, o.ID)
	})
}

func (s *Options) answering() app.AnswerOption { return app.AnswerOption{Deals: s.use} }
