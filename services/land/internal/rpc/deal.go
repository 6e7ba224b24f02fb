package rpc

import (
	"context"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// deal is an option, a sale or a lease.
type deal interface {
	aggregate.Aggregate
	Parties() domain.Parties
}

// deals answers what options, sales and leases are asked alike.
type deals[A deal, M proto.Message] struct {
	Deps
	// Requests knows who may see a land request, Companies what the directory knows.
	requests  *LandRequests
	companies Companies
	table     *kit.Table[A, M]
	list      *page.List
	// state is what is known of it, seen what the actor may not see taken from a copy.
	state func(A) M
	seen  func(a actor.Actor, of A, m M) *landv1.AssetSummary
	// possible takes away the actions that other rows forbid; nil when none do.
	possible func(v *kit.View, answered ...M) error
}

func (s deals[A, M]) get(ctx context.Context, dealID string) (none M, err error) {
	view := s.Store.View(ctx)
	found, err := s.visible(view, dealID)
	if err != nil {
		return none, err
	}
	return s.answer(ctx, view, found)
}

func (s deals[A, M]) page(ctx context.Context, r page.Request, fields *fieldmaskpb.FieldMask) (answered []M, next string, err error) {
	view := s.Store.View(ctx)
	found, next, err := page.Of(view, s.table, s.list, s.Signer, r, store.VisibleDeals(view.Actor)...)
	if err != nil {
		return nil, "", err
	}
	for _, one := range found {
		answered = append(answered, s.shown(ctx, view.Actor, one))
	}
	if err := s.narrow(view, answered...); err != nil {
		return nil, "", err
	}
	return answered, next, page.Trim(answered, fields)
}

// visible answers the deal to who takes part in it, and NOT_FOUND to all others.
func (s deals[A, M]) visible(view *kit.View, dealID string) (A, error) {
	found, err := s.table.Get(view, dealID)
	if err != nil {
		return found, err
	}
	p := found.Parties()
	return found, s.Access.Require(view.Ctx, view.Actor, s.table.Kind, p.CaseID, p.AskerID, p.KeeperID, p.CompanyID)
}

// sees checks that the caller may see the request: that is asked before
// the transaction.
func (s deals[A, M]) sees(ctx context.Context, requestID string) error {
	if requestID == "" {
		return nil
	}
	_, err := s.requests.visible(s.Store.View(ctx), requestID)
	if errs.Is(err, "NOT_FOUND") {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "landRequestId", Reason: "REQUEST_UNKNOWN"})
	}
	return err
}

// create makes a deal.
func (s deals[A, M]) create(ctx context.Context, make func(*kit.Tx) (A, error)) (M, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (none M, err error) {
		made, err := make(tx)
		if err != nil {
			return none, err
		}
		return s.answer(ctx, &tx.View, made)
	})
}

// change applies a use case to the deal that the call names.
func (s deals[A, M]) change(ctx context.Context, dealID string, command func(*kit.Tx) (A, error)) (none M, err error) {
	if _, err := s.visible(s.Store.View(ctx), dealID); err != nil {
		return none, err
	}
	return s.create(ctx, command)
}

// answer is the deal as this caller sees it.
func (s deals[A, M]) answer(ctx context.Context, v *kit.View, of A) (M, error) {
	m := s.shown(ctx, v.Actor, of)
	return m, s.narrow(v, m)
}

func (s deals[A, M]) narrow(v *kit.View, answered ...M) error {
	if s.possible == nil {
		return nil
	}
	return s.possible(v, answered...)
}

func (s deals[A, M]) shown(ctx context.Context, a actor.Actor, of A) M {
	m := present.Resource(ctx, s.Present, s.state(of), of.Base().Version)
	if asset := s.seen(a, of, m); asset != nil {
		s.label(ctx, asset)
	}
	return m
}
