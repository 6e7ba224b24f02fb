package domain_test

import (
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/reference"
	"hup.example/services/land/internal/domain"
)

// askingMuch is a request that asks for something of every criterion, and near an asset that is not quite it.
func askingMuch() (*landv1.LandRequest, domain.Asset) {
	return &landv1.LandRequest{
			Use: landv1.LandUse_LAND_USE_CRAFT, ZoneIds: []string{"zon_1"},
			Need: &commonv1.LandNeed{
				AssetKinds: []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_WORKSHOP}, Tenure: commonv1.LandTenure_LAND_TENURE_RENT,
				MinAreaM2: 800, MaxAreaM2: 1200, CommuneCodes: []string{"30007", "30259"}, RadiusKm: 20, NeededByDate: "2027-06-30",
				MaxPricePerM2: &commonv1.Money{AmountCents: 7200},
			},
			Requirements: &landv1.LandRequirements{
				PowerKva: 60, HeightCm: 450, Rail: true, Fibre: true, Visibility: true, LorryAccess: true, IcpeRegime: landv1.IcpeRegime_ICPE_REGIME_DECLARATION,
			},
		}, domain.Asset{
			ID: "prm_1", Kind: commonv1.AssetKind_ASSET_KIND_WORKSHOP, CommuneCode: "30132", Commune: "La Grand-Combe", AreaM2: 700, ToRent: true, RentCents: 8650,
			Point: &commonv1.Point{Latitude: 44.213, Longitude: 4.031}, AvailableFrom: "2027-07-10", PowerKVA: 36, HeightCM: 400, Measured: true,
		}
}

func BenchmarkJudge(b *testing.B) {
	request, asset := askingMuch()
	b.ReportAllocs()
	for b.Loop() {
		domain.Judge(request, asset)
	}
}

// What a search does for each asset that it comes upon.
func BenchmarkAsked(b *testing.B) {
	request, asset := askingMuch()
	asked := domain.NewAsked(request)
	b.ReportAllocs()
	for b.Loop() {
		asked.Judge(&asset)
	}
}

// The same for a request that wants all the communes of an agglomeration.
func BenchmarkAskedOfManyCommunes(b *testing.B) {
	request, asset := askingMuch()
	request.Need.CommuneCodes = nil
	for commune := range reference.Communes().All() {
		if commune.EPCISIREN == "200066918" && commune.Code != asset.CommuneCode { // Alès Agglomération
			request.Need.CommuneCodes = append(request.Need.CommuneCodes, commune.Code)
		}
	}
	asked := domain.NewAsked(request)
	b.ReportAllocs()
	for b.Loop() {
		asked.Judge(&asset)
	}
	b.ReportMetric(float64(len(request.GetNeed().GetCommuneCodes())), "communes")
}

// What is done for each match that is shown.
func BenchmarkTellMatch(b *testing.B) {
	state, asset := askingMuch()
	request, w := &domain.LandRequest{State: state}, french()
	b.ReportAllocs()
	for b.Loop() {
		domain.TellMatch(w, request, asset)
	}
}
