package rpc

import (
	"context"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// LandSales answers LandSaleService.
type LandSales struct {
	landv1.UnimplementedLandSaleServiceServer
	deals[*domain.LandSale, *landv1.LandSale]
	sell app.SellAsset
}

// NewLandSales makes the server.
func NewLandSales(d Deps, requests *LandRequests, use app.Deals) *LandSales {
	return &LandSales{sell: app.SellAsset{Deals: use}, deals: deals[*domain.LandSale, *landv1.LandSale]{
		Deps: d, requests: requests, companies: requests.Companies, table: store.LandSales, list: store.LandSaleList,
		state: func(s *domain.LandSale) *landv1.LandSale { return s.State },
		seen: func(a actor.Actor, s *domain.LandSale, m *landv1.LandSale) *landv1.AssetSummary {
			s.For(a, m)
			return m.GetAsset()
		},
	}}
}

// GetLandSale answers one sale.
func (s *LandSales) GetLandSale(ctx context.Context, r *landv1.GetLandSaleRequest) (*landv1.LandSale, error) {
	return s.get(ctx, r.GetLandSaleId())
}

// ListLandSales lists the sales that the caller may see.
func (s *LandSales) ListLandSales(ctx context.Context, r *landv1.ListLandSalesRequest) (*landv1.ListLandSalesResponse, error) {
	found, next, err := s.page(ctx, r, r.GetFields())
	if err != nil {
		return nil, err
	}
	return &landv1.ListLandSalesResponse{LandSales: found, NextPageToken: next}, nil
}

// CreateLandSale opens the sale file of an asset.
func (s *LandSales) CreateLandSale(ctx context.Context, r *landv1.CreateLandSaleRequest) (*landv1.LandSale, error) {
	said := clearOutput(r.GetLandSale())
	if err := s.sees(ctx, said.GetLandRequestId()); err != nil {
		return nil, err
	}
	var err error
	if said.Company, err = s.companies.Complete(ctx, said.GetCompany()); err != nil {
		return nil, err
	}
	return s.create(ctx, func(tx *kit.Tx) (*domain.LandSale, error) {
		return s.sell.Open(tx, proto.Clone(said).(*landv1.LandSale))
	})
}

// SignPromise records the promise of sale.
func (s *LandSales) SignPromise(ctx context.Context, r *landv1.SignPromiseRequest) (*landv1.LandSale, error) {
	return s.step(ctx, r.GetLandSaleId(), func(tx *kit.Tx, sale *domain.LandSale) error { return sale.SignPromise(tx.Actor, r, tx.Now) })
}

// FilePermit records that the building permit was asked for.
func (s *LandSales) FilePermit(ctx context.Context, r *landv1.FilePermitRequest) (*landv1.LandSale, error) {
	return s.step(ctx, r.GetLandSaleId(), func(tx *kit.Tx, sale *domain.LandSale) error { return sale.FilePermit(tx.Actor, r, tx.Now) })
}

// GrantPermit records that the building permit was given.
func (s *LandSales) GrantPermit(ctx context.Context, r *landv1.GrantPermitRequest) (*landv1.LandSale, error) {
	return s.step(ctx, r.GetLandSaleId(), func(tx *kit.Tx, sale *domain.LandSale) error { return sale.GrantPermit(tx.Actor, r, tx.Now) })
}

// SignDeed records the deed.
func (s *LandSales) SignDeed(ctx context.Context, r *landv1.SignDeedRequest) (*landv1.LandSale, error) {
	return s.change(ctx, r.GetLandSaleId(), func(tx *kit.Tx) (*domain.LandSale, error) { return s.sell.Sign(tx, r) })
}

// TerminateLandSale ends a sale that will not be signed.
func (s *LandSales) TerminateLandSale(ctx context.Context, r *landv1.TerminateLandSaleRequest) (*landv1.LandSale, error) {
	return s.change(ctx, r.GetLandSaleId(), func(tx *kit.Tx) (*domain.LandSale, error) { return s.sell.Terminate(tx, r) })
}

func (s *LandSales) step(ctx context.Context, saleID string, step func(*kit.Tx, *domain.LandSale) error) (*landv1.LandSale, error) {
	return s.change(ctx, saleID, func(tx *kit.Tx) (*domain.LandSale, error) {
		return s.sell.Step(tx, saleID, func(sale *domain.LandSale) error { return step(tx, sale) })
	})
}
