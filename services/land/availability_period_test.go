package land_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// periods are how an asset stood, read page by page.
func (b *bench) periods(body, assetID string) (told []string) {
	b.t.Helper()
	for r := (&landv1.ListAvailabilityPeriodsRequest{AssetId: assetID, PageSize: 2}); ; {
		page := must[*landv1.ListAvailabilityPeriodsResponse](b.t)(b.Balance.ListAvailabilityPeriods(b.as(body), r))
		for _, p := range page.GetPeriods() {
			told = append(told, fmt.Sprintf("%s–%s %d %s %v", p.GetFromDate(), p.GetToDate(), p.GetDayCount(), p.GetAvailabilityLabel(), p.GetOffered()))
		}
		if r.PageToken = page.GetNextPageToken(); r.GetPageToken() == "" {
			return told
		}
	}
}

func TestAvailabilityPeriods_tellHowAnAssetStoodAtTheEndOfEachDay(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		plot := b.addPlot(10_000, nil).GetPlotId()
		put := func(to landv1.AssetAvailability) {
			must[*landv1.Plot](t)(b.Plots.UpdatePlot(b.as("agglo"), &landv1.UpdatePlotRequest{Plot: &landv1.Plot{PlotId: plot, Availability: to}}))
		}
		if got := b.periods("cci", plot); !slices.Equal(got, []string{"2026-11-23– 1 Disponible true"}) {
			t.Fatalf("new: %v", got)
		}
		b.clock.Advance(48 * time.Hour) // the 25th
		put(landv1.AssetAvailability_ASSET_AVAILABILITY_RESERVED_BY_DELIBERATION)
		put(landv1.AssetAvailability_ASSET_AVAILABILITY_SOLD)
		b.clock.Advance(24 * time.Hour)
		must[*landv1.Plot](t)(b.Plots.UpdatePlot(b.as("agglo"), &landv1.UpdatePlotRequest{Plot: &landv1.Plot{PlotId: plot, AreaM2: 11_000}}))
		b.clock.Advance(24 * time.Hour) // there and back in a day
		put(landv1.AssetAvailability_ASSET_AVAILABILITY_NOT_FOR_SALE)
		put(forSale)
		put(landv1.AssetAvailability_ASSET_AVAILABILITY_SOLD)
		b.clock.Advance(24 * time.Hour)
		put(landv1.AssetAvailability_ASSET_AVAILABILITY_NOT_FOR_SALE)
		want := []string{"2026-11-28– 1 Non commercialisable false", "2026-11-25–2026-11-27 3 Vendu false", "2026-11-23–2026-11-24 2 Disponible true"}
		if got := b.periods("cci", plot); !slices.Equal(got, want) {
			t.Errorf("%v", got)
		}
		if err := b.service.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := b.periods("cci", plot); !slices.Equal(got, want) {
			t.Errorf("after a rebuild: %v", got)
		}
	})
}

// What was off the market stays the secret of its body, also when all may know of the asset later.
func TestAvailabilityPeriods_keepWhatWasOffTheMarket(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		id := b.addPremises(500, offMarket, nil).GetPremisesId()
		if _, err := b.Balance.ListAvailabilityPeriods(b.as("cci"), &landv1.ListAvailabilityPeriodsRequest{AssetId: id}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("%v", err)
		}
		b.clock.Advance(72 * time.Hour)
		must[*landv1.Premises](t)(b.Premises.UpdatePremises(b.as("agglo"), &landv1.UpdatePremisesRequest{Premises: &landv1.Premises{PremisesId: id, Confidentiality: public}}))
		b.clock.Advance(24 * time.Hour)
		must[*landv1.Premises](t)(b.Premises.UpdatePremises(b.as("agglo"), &landv1.UpdatePremisesRequest{Premises: &landv1.Premises{PremisesId: id,
			Availability: landv1.AssetAvailability_ASSET_AVAILABILITY_LET}}))
		for body, want := range map[string][]string{
			"cci":   {"2026-11-27– 1 Loué false", "2026-11-26–2026-11-26 1 Disponible true"},
			"agglo": {"2026-11-27– 1 Loué false", "2026-11-23–2026-11-26 4 Disponible true"},
		} {
			if got := b.periods(body, id); !slices.Equal(got, want) {
				t.Errorf("%s is told %v", body, got)
			}
		}
	})
}

func TestAvailabilityPeriods_sayOfABrownfieldWhetherItIsOffered(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	id := must[*landv1.Brownfield](t)(b.Brownfields.CreateBrownfield(b.as("agglo"), &landv1.CreateBrownfieldRequest{Brownfield: &landv1.Brownfield{
		Name: "Filature", CommuneCode: "30007", AreaM2: 4000}})).GetBrownfieldId()
	b.clock.Advance(24 * time.Hour)
	must[*landv1.Brownfield](t)(b.Brownfields.UpdateBrownfield(b.as("agglo"), &landv1.UpdateBrownfieldRequest{Brownfield: &landv1.Brownfield{BrownfieldId: id, Offered: true}}))
	want := []string{"2026-11-24– 1 Offerte par son propriétaire true", "2026-11-23–2026-11-23 1 Non offerte par son propriétaire false"}
	if got := b.periods("cci", id); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
