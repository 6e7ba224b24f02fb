package land_test

import (
	"testing"
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/kittest"
)

func TestZone_hasTheVacancyRateOfTheLaw(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		year := b.clock.Now().Year()
		b.load("zones", "external_site_id,name,commune_code\nz1,Zone Une,30007\nz2,Zone Deux,30007\n")
		day := func(years int) string { return time.Date(year-years, 1, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }
		b.load("plots", "external_plot_id,name,commune_code,area_m2,zone_external_id,vacant_since_date\n"+
			"a,A,30007,1000,z1,"+day(3)+"\nb,B,30007,1000,z1,"+day(2)+"\nc,C,30007,1000,z1,"+day(1)+"\nd,D,30007,1000,z1,\n")
		b.load("premises", "external_premises_id,name,kind,commune_code,area_m2,zone_external_id,vacant_since_date\n"+
			"p,Atelier,workshop,30007,850,z1,"+day(4)+"\n")
		rate := func(external string) *landv1.ZoneVacancy {
			found := must[*landv1.ListZonesResponse](t)(b.Zones.ListZones(b.as("cci"), &landv1.ListZonesRequest{Filter: `externalSiteId = "` + external + `"`}))
			return found.GetZones()[0].GetVacancyRate()
		}
		// Two full years on 1 January count, one does not: A, B and the workshop of five.
		if r := rate("z1"); r.GetBasisPoints() != 6000 || r.GetLandUnitCount() != 5 || r.GetVacantLandUnitCount() != 3 || r.GetCountedDate() != day(0) || r.GetFormula() == "" {
			t.Errorf("%v", r)
		}
		if rate("z2") != nil {
			t.Error("a zone without land units has a rate")
		}
		b.load("plots", "external_plot_id,name,commune_code,area_m2,zone_external_id\na,A,30007,1000,z2\n")
		if one, two := rate("z1"), rate("z2"); one.GetLandUnitCount() != 4 || one.GetVacantLandUnitCount() != 2 || two.GetBasisPoints() != 10_000 {
			t.Errorf("a plot moved: %v, %v", one, two)
		}
		b.clock.Advance(366 * 24 * time.Hour)
		if fired := b.fire(); fired < 2 {
			t.Errorf("%d timers", fired)
		}
		if r := rate("z1"); r.GetVacantLandUnitCount() != 3 || r.GetCountedDate() == day(0) {
			t.Errorf("after the year turned: %v", r)
		}
		var events int
		if err := b.store.DB().Read().QueryRow(t.Context(), "SELECT count(*) FROM journal WHERE type = 'hup.land.zone_vacancy_rate_changed.v1'").Scan(&events); err != nil || events < 8 {
			t.Errorf("%d events, %v", events, err)
		}
	})
}
