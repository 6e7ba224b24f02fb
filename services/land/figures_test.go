package land_test

import (
	"math"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

func TestListFigures_holdSupplyAgainstDemand(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.addPremises(8000, public, nil)
		b.addPremises(2000, offMarket, nil)
		b.addPremises(5000, public, func(p *landv1.Premises) { p.Availability = isSold })
		b.load("brownfields", "site_id,site_nom,comm_insee,site_surface_m2\na,Filature,30132,30000\n")
		request := b.asked()
		b.asked()
		must[*landv1.LandRequest](t)(b.Requests.FailLandRequest(b.as("agglo"), &landv1.FailLandRequestRequest{
			LandRequestId: request.GetLandRequestId(), Reason: landv1.LandObstacle_LAND_OBSTACLE_FLOOD_RISK,
		}))
		ask := func(territory, from, to string) map[string]*commonv1.Figure {
			found := map[string]*commonv1.Figure{}
			answer := must[*commonv1.ListFiguresResponse](t)(b.Land.ListFigures(t.Context(), &commonv1.ListFiguresRequest{Territory: territory, FromDate: from, ToDate: to}))
			for _, f := range answer.GetFigures() {
				if f.GetLabel() == "" || f.GetFormula() == "" || f.GetUnit() == 0 {
					t.Errorf("%v", f)
				}
				found[f.GetCode()] = f
			}
			return found
		}
		got := ask("ales", "2026-11-23", "2026-11-23")
		for code, want := range map[string]float64{
			"land_supply_hectares": 1, "land_brownfield_hectares": 3, "land_off_market_assets": 1, "land_requests": 2,
			"land_demand_hectares": 0.16, "land_requests_met": 0, "land_requests_failed": 1, "land_failed_hectares": 0.08,
		} {
			if f := got[code]; f == nil || math.Abs(f.GetValue()-want) > 1e-9 {
				t.Errorf("%s: %v, want %v", code, f.GetValue(), want)
			}
		}
		if parts := got["land_requests_failed"].GetBreakdown(); len(parts) != 1 || parts[0].GetLabel() != "Risque d'inondation" {
			t.Errorf("%v", parts)
		}
		if n := ask("ales", "2026-11-01", "2026-11-22")["land_requests"].GetValue(); n != 0 {
			t.Errorf("%v requests before they were made", n)
		}
		if n := ask("nimes", "2026-11-23", "2026-11-23")["land_supply_hectares"].GetValue(); n != 0 {
			t.Errorf("another territory offers %v ha", n)
		}
		_, err := b.Land.ListFigures(t.Context(), &commonv1.ListFiguresRequest{Territory: "ales", FromDate: "2026-11-23", ToDate: "2026-11-22"})
		if !errs.Is(err, "INVALID_FIELDS") {
			t.Errorf("days out of order: %v", err)
		}
	})
}

// A brownfield of the inventory is no supply before its owner offers it: then it counts, and who waits for one is told.
func TestBrownfield_isSupplyWhileItsOwnerOffersIt(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ctx := b.as("agglo")
		site := must[*landv1.Brownfield](t)(b.Brownfields.CreateBrownfield(ctx, &landv1.CreateBrownfieldRequest{Brownfield: &landv1.Brownfield{
			Name: "Filature", CommuneCode: "30007", AreaM2: 30_000, SoilPollution: landv1.SoilPollution_SOIL_POLLUTION_SUPPOSED,
		}}))
		r := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(ctx, &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
			Company: &commonv1.CompanySnapshot{Name: "A"}, Need: &commonv1.LandNeed{MinAreaM2: 20_000, CommuneCodes: []string{"30007"}},
		}}))
		must[*landv1.LandRequest](t)(b.Requests.QualifyLandRequest(ctx, &landv1.QualifyLandRequestRequest{LandRequestId: r.GetLandRequestId()}))
		stands := func() (supply float64, offered int64, near bool, told int) {
			for _, f := range must[*commonv1.ListFiguresResponse](t)(b.Land.ListFigures(t.Context(), &commonv1.ListFiguresRequest{Territory: "ales", FromDate: "2026-11-23", ToDate: "2026-11-23"})).GetFigures() {
				if f.GetCode() == "land_supply_hectares" {
					supply = f.GetValue()
				}
			}
			total := must[*landv1.LandBalance](t)(b.Balance.GetLandBalance(ctx, &landv1.GetLandBalanceRequest{})).GetTotal()
			b.fire()
			return supply, total.GetOffered().GetCount(), b.matches("agglo", r.GetLandRequestId(), 0, "").GetMatches()[0].GetNearMiss(), len(said[*landeventv1.MatchFound](b))
		}
		offer := func(is bool) {
			must[*landv1.Brownfield](t)(b.Brownfields.UpdateBrownfield(ctx, &landv1.UpdateBrownfieldRequest{
				Brownfield: &landv1.Brownfield{BrownfieldId: site.GetBrownfieldId(), Offered: is}, UpdateMask: masked("offered"),
			}))
		}
		if supply, offered, near, told := stands(); supply != 0 || offered != 0 || !near || told != 0 {
			t.Errorf("found: %v ha, %d offered, near %v, %d told", supply, offered, near, told)
		}
		offer(true)
		if supply, offered, near, told := stands(); supply != 3 || offered != 1 || near || told != 1 {
			t.Errorf("offered: %v ha, %d offered, near %v, %d told", supply, offered, near, told)
		}
		offer(false)
		if supply, offered, near, told := stands(); supply != 0 || offered != 0 || !near || told != 1 {
			t.Errorf("no longer: %v ha, %d offered, near %v, %d told", supply, offered, near, told)
		}
	})
}
