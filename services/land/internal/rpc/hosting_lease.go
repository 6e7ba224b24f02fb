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

// HostingLeases answers HostingLeaseService.
type HostingLeases struct {
	landv1.UnimplementedHostingLeaseServiceServer
	deals[*domain.HostingLease, *landv1.HostingLease]
	host app.HostCompany
}

// NewHostingLeases makes the server.
func NewHostingLeases(d Deps, requests *LandRequests, host app.HostCompany) *HostingLeases {
	return &HostingLeases{host: host, deals: deals[*domain.HostingLease, *landv1.HostingLease]{
		Deps: d, requests: requests, companies: requests.Companies, table: store.HostingLeases, list: store.HostingLeaseList,
		state: func(l *domain.HostingLease) *landv1.HostingLease { return l.State },
		seen: func(a actor.Actor, l *domain.HostingLease, m *landv1.HostingLease) *landv1.AssetSummary {
			m.AllowedActions = l.Allowed(a)
			return m.GetAsset()
		},
	}}
}

// GetHostingLease answers one lease.
func (s *HostingLeases) GetHostingLease(ctx context.Context, r *landv1.GetHostingLeaseRequest) (*landv1.HostingLease, error) {
	return s.get(ctx, r.GetHostingLeaseId())
}

// ListHostingLeases lists the leases that the caller may see.
func (s *HostingLeases) ListHostingLeases(ctx context.Context, r *landv1.ListHostingLeasesRequest) (*landv1.ListHostingLeasesResponse, error) {
	found, next, err := s.page(ctx, r, r.GetFields())
	if err != nil {
		return nil, err
	}
	return &landv1.ListHostingLeasesResponse{HostingLeases: found, NextPageToken: next}, nil
}

// CreateHostingLease signs a lease of premises.
func (s *HostingLeases) CreateHostingLease(ctx context.Context, r *landv1.CreateHostingLeaseRequest) (*landv1.HostingLease, error) {
	said := clearOutput(r.GetHostingLease())
	if err := s.sees(ctx, said.GetLandRequestId()); err != nil {
		return nil, err
	}
	var err error
	if said.Company, err = s.companies.Complete(ctx, said.GetCompany()); err != nil {
		return nil, err
	}
	return s.create(ctx, func(tx *kit.Tx) (*domain.HostingLease, error) {
		return s.host.Sign(tx, proto.Clone(said).(*landv1.HostingLease))
	})
}

// OpenMoveOn opens the request for where the company goes next.
func (s *HostingLeases) OpenMoveOn(ctx context.Context, r *landv1.OpenMoveOnRequest) (*landv1.HostingLease, error) {
	return s.change(ctx, r.GetHostingLeaseId(), func(tx *kit.Tx) (*domain.HostingLease, error) {
		return s.host.MoveOn(tx, r.GetHostingLeaseId(), r.GetNeed(), r.GetReasonNote())
	})
}

// DecideFollowUp records what follows the lease.
func (s *HostingLeases) DecideFollowUp(ctx context.Context, r *landv1.DecideFollowUpRequest) (*landv1.HostingLease, error) {
	return s.change(ctx, r.GetHostingLeaseId(), func(tx *kit.Tx) (*domain.HostingLease, error) { return s.host.Decide(tx, r) })
}

// EndHostingLease ends a lease before its time.
func (s *HostingLeases) EndHostingLease(ctx context.Context, r *landv1.EndHostingLeaseRequest) (*landv1.HostingLease, error) {
	return s.change(ctx, r.GetHostingLeaseId(), func(tx *kit.Tx) (*domain.HostingLease, error) { return s.host.End(tx, r) })
}
