package domain

import (
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// Choice is an asset that an advisor chose, and the match it came from, if any.
type Choice struct {
	Asset   *landv1.AssetSummary
	MatchID string
}

// Shortlist proposes the assets to the company. Assets that are in the selection already stay as they were chosen.
func (r *LandRequest) Shortlist(a actor.Actor, choices []Choice, note string, now time.Time) error {
	if err := r.move(a, "shortlist", shortlisted, "", note, now); err != nil {
		return err
	}
	r.add(a, choices, now)
	return nil
}

func (r *LandRequest) add(a actor.Actor, choices []Choice, now time.Time) {
	fact := RequestShortlisted{Request: r.State}
	for _, c := range choices {
		fact.AssetIDs = append(fact.AssetIDs, c.Asset.GetAssetId())
		if r.Shortlisted(c.Asset.GetAssetId()) {
			continue
		}
		r.State.Shortlist = append(r.State.Shortlist, &landv1.ShortlistedAsset{
			Asset: c.Asset, MatchId: c.MatchID, AddedTime: timestamppb.New(now), BodyId: a.BodyID,
		})
	}
	r.Record(fact)
}

// Shortlisted says whether the asset is in the selection.
func (r *LandRequest) Shortlisted(assetID string) bool {
	return slices.ContainsFunc(r.State.GetShortlist(), func(s *landv1.ShortlistedAsset) bool { return s.GetAsset().GetAssetId() == assetID })
}

// PlanVisit plans a visit of assets of the selection, all of them when none is named.
func (r *LandRequest) PlanVisit(a actor.Actor, asked *landv1.PlanVisitRequest, now time.Time) error {
	if !asked.GetVisitTime().AsTime().After(now) {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "visitTime", Reason: "DATE_PAST"})
	}
	if err := RequestMachine.Check(r.State.GetStatus(), "planVisit", a); err != nil {
		return err
	}
	visit := &landv1.LandVisit{
		VisitTime: asked.GetVisitTime(), AssetIds: asked.GetAssetIds(), GuidePersonId: asked.GetGuidePersonId(), Note: asked.GetReasonNote(),
	}
	for _, assetID := range visit.GetAssetIds() {
		if !r.Shortlisted(assetID) {
			return errs.State("ASSET_NOT_SHORTLISTED").With("assetId", assetID)
		}
	}
	if len(visit.GetAssetIds()) == 0 {
		for _, s := range r.State.GetShortlist() {
			visit.AssetIds = append(visit.AssetIds, s.GetAsset().GetAssetId())
		}
	}
	if visit.GetGuidePersonId() == "" && a.Kind == actor.Person {
		visit.GuidePersonId = a.ID
	}
	if err := r.move(a, "planVisit", visitPlanned, "", asked.GetReasonNote(), now); err != nil {
		return err
	}
	r.State.Visits = append(r.State.Visits, visit)
	r.Record(VisitPlanned{Request: r.State, Visit: visit})
	return nil
}

// Search says that the register is being gone through: somebody answered a match of a request that was only qualified.
// In any other status it changes nothing.
func (r *LandRequest) Search(now time.Time) error {
	if r.State.GetStatus() != qualified {
		return nil
	}
	return r.move(actor.Of(r.Territory, "land"), "search", searching, "", "", now)
}

// Resembles says whether two requests of the same company may be the same: they could be met by the same asset.
func Resembles(a, b *commonv1.LandNeed) bool {
	return sameKinds(a.GetAssetKinds(), b.GetAssetKinds()) && sameTenure(a.GetTenure(), b.GetTenure()) &&
		below(a.GetMinAreaM2(), b.GetMaxAreaM2()) && below(b.GetMinAreaM2(), a.GetMaxAreaM2())
}

func sameKinds(a, b []commonv1.AssetKind) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(k commonv1.AssetKind) bool { return slices.Contains(b, k) })
}

func sameTenure(a, b commonv1.LandTenure) bool { return a == 0 || b == 0 || a == b }

// below says whether a least area fits under a most area; no upper bound fits all.
func below(least, most int32) bool { return most == 0 || least <= most }
