package events

import (
	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

func assetFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.AssetMoved:
		return store.Entry{Message: assetMoved(f)}, true
	case domain.AssetPublished:
		return store.Entry{Message: &landeventv1.AssetPublished{
			AssetId: f.Asset.ID, Kind: f.Asset.Kind.String(), Availability: statusName(f.Asset.Availability), CommuneCode: f.Asset.CommuneCode,
			AreaM2: f.Asset.AreaM2, Confidentiality: f.Asset.Confidentiality.String(), ZoneId: f.Asset.ZoneID,
		}}, true
	case domain.AssetWithdrawn:
		return store.Entry{Message: &landeventv1.AssetWithdrawn{
			AssetId: f.Asset.ID, Kind: f.Asset.Kind.String(), Availability: statusName(f.Asset.Availability),
		}}, true
	case domain.AssetChanged:
		return store.Entry{Message: &landeventv1.AssetChanged{
			AssetId: f.Asset.ID, Kind: f.Asset.Kind.String(), Availability: statusName(f.Asset.Availability), CommuneCode: f.Asset.CommuneCode,
			AreaM2: f.Asset.AreaM2, Confidentiality: f.Asset.Confidentiality.String(), ZoneId: f.Asset.ZoneID, Fields: f.Fields,
		}}, true
	case domain.ZoneChanged:
		return store.Entry{Message: &landeventv1.ZoneChanged{ZoneId: f.Zone.GetZoneId(), State: f.Zone.GetState().String(), CommuneCode: f.Zone.GetCommuneCode()}}, true
	case domain.VacancyCounted:
		rate := f.Zone.GetVacancyRate()
		return store.Entry{Message: &landeventv1.VacancyRateChanged{
			ZoneId: f.Zone.GetZoneId(), OldBasisPoints: f.Old.GetBasisPoints(), NewBasisPoints: rate.GetBasisPoints(), LandUnitCount: rate.GetLandUnitCount(),
			VacantLandUnitCount: rate.GetVacantLandUnitCount(), CountedDate: rate.GetCountedDate(),
		}}, true
	case domain.ZoneMoved:
		return store.Entry{Message: &landeventv1.ZoneStatusChanged{ZoneId: f.Zone.GetZoneId(), OldStatus: statusName(f.Old), NewStatus: f.Zone.GetState().String()}}, true
	}
	return store.Entry{}, false
}

// assetMoved is the status event of the asset's own kind.
func assetMoved(f domain.AssetMoved) proto.Message {
	switch f.Asset.Kind {
	case commonv1.AssetKind_ASSET_KIND_PLOT:
		return &landeventv1.PlotStatusChanged{PlotId: f.Asset.ID, OldStatus: f.Old, NewStatus: f.Asset.Status}
	case commonv1.AssetKind_ASSET_KIND_BROWNFIELD:
		return &landeventv1.BrownfieldStatusChanged{BrownfieldId: f.Asset.ID, OldStatus: f.Old, NewStatus: f.Asset.Status}
	default:
		return &landeventv1.PremisesStatusChanged{PremisesId: f.Asset.ID, OldStatus: f.Old, NewStatus: f.Asset.Status}
	}
}
