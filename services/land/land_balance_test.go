package land_test

import (
	"fmt"
	"testing"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// What the agglomeration knew of 2022: 4 ha of activity land for 17 ha asked. Entered call by call, the table says the same.
func TestLandBalance_tellsFourHectaresForSeventeen(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ctx := b.as("agglo")
		var zones []*landv1.Zone
		for _, name := range []string{"Bruèges", "Croupillac"} {
			zones = append(zones, must[*landv1.Zone](t)(b.Zones.CreateZone(ctx, &landv1.CreateZoneRequest{Zone: &landv1.Zone{Name: name, CommuneCode: "30007"}})))
		}
		var plots []*landv1.Plot
		for i, area := range []int32{15_000, 25_000, 6_000} { // the last is sold in the year
			plots = append(plots, b.addPlot(area, func(p *landv1.Plot) {
				p.Name, p.ZoneId, p.AllowedUses = fmt.Sprint("Lot ", i), zones[i%2].GetZoneId(), []landv1.LandUse{landv1.LandUse_LAND_USE_INDUSTRY}
			}))
		}
		b.addPlot(90_000, func(p *landv1.Plot) { p.Availability = isSold })
		ask := func(area int32, zone string) *landv1.LandRequest {
			r := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(ctx, &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
				Company: &commonv1.CompanySnapshot{Name: "Entreprise"}, Need: &commonv1.LandNeed{MinAreaM2: area}, Use: landv1.LandUse_LAND_USE_INDUSTRY, ZoneIds: []string{zone},
			}}))
			return must[*landv1.LandRequest](t)(b.Requests.QualifyLandRequest(ctx, &landv1.QualifyLandRequestRequest{LandRequestId: r.GetLandRequestId()}))
		}
		met, lost := ask(5_000, zones[0].GetZoneId()), ask(60_000, zones[1].GetZoneId())
		ask(105_000, zones[0].GetZoneId())
		must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(ctx, &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
			Company: &commonv1.CompanySnapshot{Name: "Brouillon"}, Need: &commonv1.LandNeed{MinAreaM2: 999}, Draft: true,
		}}))
		sale := must[*landv1.LandSale](t)(b.openSale("agglo", plots[2].GetPlotId(), met))
		must[*landv1.LandSale](t)(b.Sales.SignPromise(ctx, &landv1.SignPromiseRequest{LandSaleId: sale.GetLandSaleId(), PromiseDate: "2026-11-03"}))
		must[*landv1.LandSale](t)(b.Sales.SignDeed(ctx, &landv1.SignDeedRequest{LandSaleId: sale.GetLandSaleId(), DeedDate: "2026-11-23"}))
		must[*landv1.LandRequest](t)(b.Requests.FailLandRequest(ctx, &landv1.FailLandRequestRequest{LandRequestId: lost.GetLandRequestId(), Reason: landv1.LandObstacle_LAND_OBSTACLE_SURFACE}))

		got := must[*landv1.LandBalance](t)(b.Balance.GetLandBalance(ctx, &landv1.GetLandBalanceRequest{}))
		total := got.GetTotal()
		if got.GetSentence() != "4 ha offerts pour 17 ha demandés en 2026." || len(got.GetFormulas()) != 4 {
			t.Errorf("%s; %d formulas", got.GetSentence(), len(got.GetFormulas()))
		}
		if total.GetAsked().GetCount() != 3 || total.GetOffered().GetCount() != 2 || total.GetMet().GetHectares() != 0.6 || total.GetFailed().GetAreaM2() != 60_000 {
			t.Errorf("%v", total)
		}
		if by := total.GetFailedByReason(); len(by) != 1 || by[0].GetReasonLabel() != "Surface" || by[0].GetAmount().GetHectares() != 6 {
			t.Errorf("%v", by)
		}
		one := must[*landv1.LandBalance](t)(b.Balance.GetLandBalance(ctx, &landv1.GetLandBalanceRequest{ZoneId: zones[0].GetZoneId()}))
		if len(one.GetLines()) != 1 || one.GetLines()[0].GetZoneName() != "Bruèges" || one.GetLines()[0].GetUseLabel() != "Industrie" || one.GetTotal().GetOffered().GetHectares() != 1.5 || one.GetTotal().GetAsked().GetHectares() != 11 || one.GetTotal().GetMet().GetHectares() != 0.6 {
			t.Errorf("%v", one)
		}
		if before := must[*landv1.LandBalance](t)(b.Balance.GetLandBalance(ctx, &landv1.GetLandBalanceRequest{Year: 2025})); before.GetTotal().GetAsked().GetCount()+before.GetTotal().GetOffered().GetCount() != 0 {
			t.Errorf("the year before: %v", before.GetTotal())
		}
		for _, year := range []int32{1999, 2027} {
			if _, err := b.Balance.GetLandBalance(ctx, &landv1.GetLandBalanceRequest{Year: year}); !errs.Is(err, "INVALID_FIELDS") {
				t.Errorf("%d: %v", year, err)
			}
		}
	})
}

func TestAvailabilityDays_addUpToWhatIsThere(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ctx := b.as("agglo")
		plot := b.addPlot(10_000, nil)
		b.clock.Advance(48 * time.Hour)
		b.addPremises(500, offMarket, nil)
		must[*landv1.Plot](t)(b.Plots.UpdatePlot(ctx, &landv1.UpdatePlotRequest{Plot: &landv1.Plot{PlotId: plot.GetPlotId(), AreaM2: 12_000}}))
		b.clock.Advance(24 * time.Hour)
		must[*landv1.Plot](t)(b.Plots.UpdatePlot(ctx, &landv1.UpdatePlotRequest{Plot: &landv1.Plot{PlotId: plot.GetPlotId(), Availability: landv1.AssetAvailability_ASSET_AVAILABILITY_NOT_FOR_SALE}}))
		got := must[*landv1.ListAvailabilityDaysResponse](t)(b.Balance.ListAvailabilityDays(ctx, &landv1.ListAvailabilityDaysRequest{FromDate: "2026-11-22"})).GetDays()
		want := []string{"2026-11-26 1 500", "2026-11-25 2 12500", "2026-11-24 1 10000", "2026-11-23 1 10000", "2026-11-22 0 0"}
		for i, day := range got {
			if s := fmt.Sprint(day.GetDate(), " ", day.GetOffered().GetCount(), " ", day.GetOffered().GetAreaM2()); i >= len(want) || s != want[i] {
				t.Errorf("day %d: %s", i, s)
			}
		}
		for _, bad := range []*landv1.ListAvailabilityDaysRequest{{FromDate: "2026-11-25", ToDate: "2026-11-24"}, {FromDate: "2020-01-01"}, {ToDate: "2030-01-01"}} {
			if _, err := b.Balance.ListAvailabilityDays(ctx, bad); !errs.Is(err, "INVALID_FIELDS") {
				t.Errorf("%v: %v", bad, err)
			}
		}
	})
}
