package app

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// HostCompany lets premises to a company for a time, and opens what follows.
type HostCompany struct {
	Deals
	Receive ReceiveRequest
}

// Sign makes the lease; asked again by the same sender it answers what the first call made.
func (u HostCompany) Sign(tx *store.Tx, said *landv1.HostingLease) (*domain.HostingLease, error) {
	known, err := tx.Once(said.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return u.Leases.Get(tx, known)
	}
	t, err := u.sit(tx, said.GetPremisesId())
	if err != nil {
		return nil, err
	}
	b, err := u.bargain(tx, t, said.GetOptionId(), said.GetLandRequestId(), said.GetCompany())
	if err != nil {
		return nil, err
	}
	said.Company, said.LandRequestId, said.CaseId, said.AskerBodyId = b.company, b.requestID(), b.caseID, b.askerID
	earlier, err := u.HostedBefore(tx, said.GetPremisesId(), said.GetCompany())
	if err != nil {
		return nil, err
	}
	lease, err := domain.SignLease(tx.Actor, said, b.asset, earlier, tx.Now)
	if err != nil {
		return nil, err
	}
	lease.State.HeldFrom = b.heldFrom
	as := b.asset.Availability
	if domain.Exclusive(b.asset.Kind) {
		as = landv1.AssetAvailability_ASSET_AVAILABILITY_LET
		if err := u.dismiss(tx, t.queue); err != nil {
			return nil, err
		}
	} else if b.option != nil {
		as = b.heldFrom
	}
	if err := u.close(tx, t, b, lease.ID, as); err != nil {
		return nil, err
	}
	if err := u.signRequest(tx, b.requestID(), b.asset, lease.State.GetAreaM2(), nil); err != nil {
		return nil, err
	}
	if _, err := lease.Pass(tx.Now); err != nil { // a lease that began already runs
		return nil, err
	}
	if err := u.Leases.Put(tx, lease); err != nil {
		return nil, err
	}
	return lease, tx.Made(said.GetClientRequestId(), lease.ID)
}

// Pass is a timer's: the lease begins, its end is told of, or it ends.
func (u HostCompany) Pass(tx *store.Tx, leaseID string) error {
	lease, err := u.Leases.Get(tx, leaseID)
	if err != nil {
		return err
	}
	passed, err := lease.Pass(tx.Now)
	if err != nil || !passed {
		return err
	}
	return u.vacate(tx, lease)
}

// End ends the lease before its time.
func (u HostCompany) End(tx *store.Tx, r *landv1.EndHostingLeaseRequest) (*domain.HostingLease, error) {
	lease, err := u.Leases.Target(tx, r.GetHostingLeaseId())
	if err != nil {
		return nil, err
	}
	if err := lease.End(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now); err != nil {
		return nil, err
	}
	return lease, u.vacate(tx, lease)
}

// vacate writes the lease; when it is over, the premises that it held are free again.
func (u HostCompany) vacate(tx *store.Tx, lease *domain.HostingLease) error {
	if err := u.Leases.Put(tx, lease); err != nil || lease.Open() {
		return err
	}
	t, err := u.sit(tx.As(domain.Platform(tx.Actor)), lease.State.GetPremisesId())
	if err != nil {
		return err
	}
	if t.asset.Asset().Availability != landv1.AssetAvailability_ASSET_AVAILABILITY_LET || !domain.Exclusive(lease.State.GetAsset().GetKind()) {
		return u.rise(tx, t)
	}
	t.first = nil
	if err := t.asset.Stand(lease.State.GetHeldFrom(), "", tx.Now); err != nil {
		return err
	}
	return u.rise(tx, t)
}

// Decide records what follows.
func (u HostCompany) Decide(tx *store.Tx, r *landv1.DecideFollowUpRequest) (*domain.HostingLease, error) {
	lease, err := u.Leases.Target(tx, r.GetHostingLeaseId())
	if err != nil {
		return nil, err
	}
	if err := lease.Decide(tx.Actor, r.GetFollowUp(), r.GetReasonNote(), tx.Now); err != nil {
		return nil, err
	}
	return lease, u.Leases.Put(tx, lease)
}

// MoveOn opens the request for where the company goes next.
func (u HostCompany) MoveOn(tx *store.Tx, leaseID string, need *commonv1.LandNeed, note string) (*domain.HostingLease, error) {
	lease, err := u.Leases.Target(tx, leaseID)
	if err != nil {
		return nil, err
	}
	if lease.State.GetMoveOnRequestId() != "" {
		return nil, errs.State("MOVE_ON_OPENED").With("landRequestId", lease.State.GetMoveOnRequestId())
	}
	if need == nil {
		asset, err := u.Assets.Get(tx, lease.State.GetPremisesId())
		if err != nil {
			return nil, err
		}
		need = lease.NextNeed(asset.Asset())
	}
	next, err := u.Receive.Do(tx, &landv1.LandRequest{
		Company: lease.State.GetCompany(), Need: need, SubjectCode: "land.premises", Description: note,
		Origin: landv1.LandRequestOrigin_LAND_REQUEST_ORIGIN_ENDOGENOUS,
	})
	if err != nil {
		return nil, err
	}
	if err := lease.MoveOn(tx.Actor, next.ID, tx.Now); err != nil {
		return nil, err
	}
	return lease, u.Leases.Put(tx, lease)
}
