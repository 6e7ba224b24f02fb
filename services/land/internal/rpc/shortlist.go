package rpc

import (
	"context"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// ShortlistLandRequest proposes a selection of assets to the company.
func (s *LandRequests) ShortlistLandRequest(ctx context.Context, r *landv1.ShortlistLandRequestRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequestId(), func(tx *kit.Tx, request *domain.LandRequest) error {
		choices, err := s.choices(tx, request, r)
		if err != nil {
			return err
		}
		return request.Shortlist(tx.Actor, choices, r.GetReasonNote(), tx.Now)
	})
}

// choices are the assets that matches propose, then those named by their id.
func (s *LandRequests) choices(tx *kit.Tx, request *domain.LandRequest, r *landv1.ShortlistLandRequestRequest) (choices []domain.Choice, err error) {
	for _, matchID := range r.GetMatchIds() {
		m, _, err := s.matchOf(tx, request, matchID)
		if err != nil {
			return nil, err
		}
		for _, assetID := range domain.AssetIDs(m.State) {
			asset, err := s.available(tx, assetID)
			if err != nil {
				return nil, err
			}
			choices = append(choices, domain.Choice{Asset: asset.Summary(), MatchID: matchID})
		}
	}
	for _, assetID := range r.GetAssetIds() {
		asset, err := s.available(tx, assetID)
		if err != nil {
			return nil, err
		}
		choices = append(choices, domain.Choice{Asset: asset.Summary(), MatchID: ""})
	}
	return choices, nil
}

// available is an asset that can be proposed.
func (s *LandRequests) available(tx *kit.Tx, assetID string) (domain.Asset, error) {
	found, err := s.Matching.Assets(&tx.View, []string{assetID})
	switch {
	case err != nil:
		return domain.Asset{}, err
	case len(found) == 0:
		return domain.Asset{}, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "assetIds", Reason: "ASSET_UNKNOWN"})
	case !found[0].OnMarket:
		return domain.Asset{}, errs.State("ASSET_UNAVAILABLE").With("assetId", assetID)
	}
	return found[0], nil
}
