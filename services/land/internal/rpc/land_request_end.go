package rpc

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/patch"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"

	"google.golang.org/protobuf/proto"
)

// changeable are the fields of a land request that an update may change.
var changeable = []string{
	"need", "requirements", "description", "use", "naf", "budget", "zone_ids", "created_job_count", "kept_job_count", "origin",
	"confidentiality", "external_references",
}

// UpdateLandRequest changes what is looked for.
func (s *LandRequests) UpdateLandRequest(ctx context.Context, r *landv1.UpdateLandRequestRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequest().GetLandRequestId(), func(_ *kit.Tx, lr *domain.LandRequest) error {
		to := proto.Clone(lr.State).(*landv1.LandRequest)
		if _, err := patch.Apply(to, r.GetLandRequest(), r.GetUpdateMask(), "land_request_id", changeable...); err != nil {
			return err
		}
		return lr.Change(to, s.Store.Clock().Now())
	})
}

// SubmitLandRequest sends a draft.
func (s *LandRequests) SubmitLandRequest(ctx context.Context, r *landv1.SubmitLandRequestRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequestId(), func(tx *kit.Tx, lr *domain.LandRequest) error { return lr.Submit(tx.Actor, tx.Now) })
}

// NegotiateLandRequest says that terms are discussed for an asset of the selection.
func (s *LandRequests) NegotiateLandRequest(ctx context.Context, r *landv1.NegotiateLandRequestRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequestId(), func(tx *kit.Tx, lr *domain.LandRequest) error {
		return lr.Negotiate(tx.Actor, r.GetAssetId(), r.GetReasonNote(), tx.Now)
	})
}

// SignLandRequest ends a request that a private owner met: the asset leaves the market.
func (s *LandRequests) SignLandRequest(ctx context.Context, r *landv1.SignLandRequestRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequestId(), func(tx *kit.Tx, lr *domain.LandRequest) error {
		asset, err := s.Options.Assets.Get(tx, r.GetAssetId())
		if err == nil && !asset.Visible(tx.Actor) {
			err = errs.NotFound("asset")
		}
		if errs.Is(err, "NOT_FOUND") {
			return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "assetId", Reason: "ASSET_UNKNOWN"})
		}
		if err != nil {
			return err
		}
		if held, err := store.Held(&tx.View, r.GetAssetId()); err != nil || held {
			return orHeld(err, r.GetAssetId())
		}
		area := r.GetAreaM2()
		if area == 0 {
			area = asset.Asset().AreaM2
		}
		if err := lr.Sign(tx.Actor, asset.Asset(), area, r.GetReasonNote(), tx.Now); err != nil {
			return err
		}
		if asset.Asset().OnMarket {
			if err := asset.Stand(standsAs(r.GetTenure()), "", tx.Now); err != nil {
				return err
			}
		}
		if err := s.Options.Assets.Put(tx, asset); err != nil {
			return err
		}
		if err := s.endOptions(tx, lr); err != nil {
			return err
		}
		return s.Options.Dismiss(tx, r.GetAssetId())
	})
}

// standsAs is the availability of an asset that somebody bought or rents.
func standsAs(tenure commonv1.LandTenure) landv1.AssetAvailability {
	if tenure == commonv1.LandTenure_LAND_TENURE_RENT {
		return landv1.AssetAvailability_ASSET_AVAILABILITY_LET
	}
	return landv1.AssetAvailability_ASSET_AVAILABILITY_SOLD
}

// orHeld is the error, or else that a deal holds the asset.
func orHeld(err error, assetID string) error {
	if err != nil {
		return err
	}
	return errs.State("ASSET_HELD").With("assetId", assetID)
}

// FailLandRequest ends a request that found nothing.
func (s *LandRequests) FailLandRequest(ctx context.Context, r *landv1.FailLandRequestRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequestId(), func(tx *kit.Tx, lr *domain.LandRequest) error {
		if err := lr.Fail(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now); err != nil {
			return err
		}
		return s.endOptions(tx, lr)
	})
}

// WithdrawLandRequest ends a request that the company gives up.
func (s *LandRequests) WithdrawLandRequest(ctx context.Context, r *landv1.WithdrawLandRequestRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequestId(), func(tx *kit.Tx, lr *domain.LandRequest) error {
		if err := lr.Withdraw(tx.Actor, r.GetReason(), r.GetReasonNote(), tx.Now); err != nil {
			return err
		}
		return s.endOptions(tx, lr)
	})
}

// endOptions writes a request that has ended, and gives its options up: those who wait behind them move up.
func (s *LandRequests) endOptions(tx *kit.Tx, lr *domain.LandRequest) error {
	if err := store.LandRequests.Put(tx, lr); err != nil {
		return err
	}
	return s.Options.EndOf(tx, lr.ID)
}
