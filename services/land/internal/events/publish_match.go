package events

import (
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

func matchFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.MatchFound:
		return ofCase(f.Request, &landeventv1.MatchFound{
			MatchId: f.Match.GetMatchId(), LandRequestId: f.Match.GetLandRequestId(), AssetId: f.Match.GetAsset().GetAssetId(),
			Kind: f.Match.GetAsset().GetKind().String(), CaseId: f.Request.GetCaseLink().GetCaseId(), NeedId: f.Request.GetCaseLink().GetNeedId(),
			Score: f.Match.GetScore(), NearMiss: f.Match.GetNearMiss(),
		}), true
	case domain.MatchKept:
		return ofCase(f.Request, &landeventv1.MatchKept{
			MatchId: f.Match.GetMatchId(), LandRequestId: f.Match.GetLandRequestId(), AssetId: f.Match.GetAsset().GetAssetId(),
			Kind: f.Match.GetAsset().GetKind().String(), CaseId: f.Request.GetCaseLink().GetCaseId(), NeedId: f.Request.GetCaseLink().GetNeedId(),
		}), true
	case domain.MatchRefused:
		entry := ofCase(f.Request, &landeventv1.MatchRefused{
			MatchId: f.Match.GetMatchId(), LandRequestId: f.Match.GetLandRequestId(), AssetId: f.Match.GetAsset().GetAssetId(),
			Kind: f.Match.GetAsset().GetKind().String(), CaseId: f.Request.GetCaseLink().GetCaseId(), NeedId: f.Request.GetCaseLink().GetNeedId(),
			Reason: f.Match.GetRefuseReason().String(),
		})
		entry.Reason, entry.Note = f.Match.GetRefuseReason().String(), f.Note
		return entry, true
	}
	return store.Entry{}, false
}
