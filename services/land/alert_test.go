package land_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

func TestAssetPublished_tellsTheRequestsThatWait(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		company := id.New("com")
		caseID, _ := b.received(company)
		other := b.looking("cci", "Une autre")
		far := b.looking("cci", "Ailleurs")
		must[*landv1.LandRequest](t)(b.Requests.UpdateLandRequest(b.as("cci"), &landv1.UpdateLandRequestRequest{LandRequest: &landv1.LandRequest{
			LandRequestId: far.GetLandRequestId(), Need: &commonv1.LandNeed{MinAreaM2: 800, MaxAreaM2: 1200, CommuneCodes: []string{"75056"}, RadiusKm: 5},
		}, UpdateMask: masked("need")}))
		b.addPremises(850, offMarket, nil)
		if n := b.fire(); n != 1 || len(said[*landeventv1.MatchFound](b)) != 0 {
			t.Errorf("%d timers; what is off the market of another body is told: %v", n, said[*landeventv1.MatchFound](b))
		}
		small := b.addPremises(700, public, nil)
		b.fire()
		if found := said[*landeventv1.MatchFound](b); len(found) != 0 {
			t.Errorf("a near miss is told: %v", found)
		}
		must[*landv1.Premises](t)(b.Premises.UpdatePremises(b.as("agglo"), &landv1.UpdatePremisesRequest{Premises: &landv1.Premises{PremisesId: small.GetPremisesId(), AreaM2: 900}}))
		b.fire()
		found := said[*landeventv1.MatchFound](b)
		if len(found) != 2 || found[0].GetAssetId() != small.GetPremisesId() || found[0].GetScore() < 50 || found[0].GetNearMiss() {
			t.Fatalf("told of what now fits: %v", found)
		}
		if told := b.told("land_match_found"); !slices.Equal(told, []string{"body:myriapolis", "person:per_cci"}) {
			t.Errorf("told %v", told)
		}
		b.clock.Advance(25 * time.Hour) // the next business day is over
		b.fire()
		if told := b.told("land_match_found"); !slices.Contains(told, "contact:"+caseID) || len(told) != 3 {
			t.Errorf("the company is told second: %v", told)
		}
		must[*landv1.Premises](t)(b.Premises.UpdatePremises(b.as("agglo"), &landv1.UpdatePremisesRequest{Premises: &landv1.Premises{PremisesId: small.GetPremisesId(), AreaM2: 910}}))
		b.fire()
		if n := len(said[*landeventv1.MatchFound](b)); n != 2 {
			t.Errorf("told again: %d", n)
		}
		if seen := b.matches("cci", other.GetLandRequestId(), 0, "").GetMatches(); len(seen) != 1 || seen[0].GetFoundTime() == nil {
			t.Errorf("%v", seen)
		}
	})
}

func TestAssetPublished_leavesTheCompanyToItsAdvisorWhoSetItAside(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	caseID, _ := b.received(id.New("com"))
	b.addPremises(900, public, nil)
	b.fire()
	request := b.requests("myriapolis", "")[0].GetLandRequestId()
	match := b.matches("myriapolis", request, 0, "").GetMatches()[0]
	must[*landv1.Match](t)(b.Requests.RefuseMatch(b.as("myriapolis"), &landv1.RefuseMatchRequest{LandRequestId: request, MatchId: match.GetMatchId(), Reason: landv1.LandObstacle_LAND_OBSTACLE_ACCESS}))
	b.clock.Advance(72 * time.Hour)
	b.fire()
	if told := b.told("land_match_found"); slices.Contains(told, "contact:"+caseID) {
		t.Errorf("told %v", told)
	}
}

// The two ends agree: an asset lists a request exactly when the request lists the asset, with the same score.
func TestListAssetMatches_isTheOtherEndOfListMatches(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		var assets []string
		for i, x := range []struct {
			area    int32
			commune string
		}{{900, "30007"}, {650, "30007"}, {5000, "30007"}, {1000, "30132"}, {900, "75056"}} {
			assets = append(assets, b.addPremises(x.area, public, func(p *landv1.Premises) {
				p.CommuneCode, p.Name = x.commune, fmt.Sprint("Local ", i)
				if x.area == 5000 {
					p.DivisibleFromM2 = 500
				}
			}).GetPremisesId())
		}
		var requests []string
		for _, need := range []*commonv1.LandNeed{
			workshop(), {}, {MinAreaM2: 4000}, {MaxAreaM2: 700, CommuneCodes: []string{"30007"}}, {AssetKinds: []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_PLOT}},
			{MinAreaM2: 900, CommuneCodes: []string{"30132"}, RadiusKm: 500},
		} {
			requests = append(requests, must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(b.as("agglo"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
				Company: &commonv1.CompanySnapshot{Name: "A"}, Need: need,
			}})).GetLandRequestId())
		}
		there, here := map[string]int32{}, map[string]int32{}
		for _, r := range requests {
			for _, m := range b.matches("agglo", r, 200, "").GetMatches() {
				there[m.GetMatchId()] = m.GetScore()
			}
		}
		for _, a := range assets {
			got := must[*landv1.ListAssetMatchesResponse](t)(b.Requests.ListAssetMatches(b.as("agglo"), &landv1.ListAssetMatchesRequest{AssetId: a}))
			for _, m := range got.GetMatches() {
				here[m.GetMatch().GetMatchId()] = m.GetMatch().GetScore()
				if m.GetLandRequest().GetStatusLabel() != "Reçue" || m.GetLandRequest().GetCompany().GetName() != "A" || len(m.GetLandRequest().GetAllowedActions()) == 0 {
					t.Errorf("%v", m.GetLandRequest())
				}
			}
		}
		if len(here) == 0 || fmt.Sprint(here) != fmt.Sprint(there) {
			t.Errorf("from the asset %v\nfrom the request %v", here, there)
		}
		if _, err := b.Requests.ListAssetMatches(b.as("cma"), &landv1.ListAssetMatchesRequest{AssetId: b.addPremises(900, offMarket, nil).GetPremisesId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("what is off the market of another body: %v", err)
		}
		if got := must[*landv1.ListAssetMatchesResponse](t)(b.Requests.ListAssetMatches(b.as("cma"), &landv1.ListAssetMatchesRequest{AssetId: assets[0]})); len(got.GetMatches()) != 0 {
			t.Errorf("another body sees %d requests", len(got.GetMatches()))
		}
	})
}

func TestMatches_joinAPlotAndItsNeighbour(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		zone := must[*landv1.Zone](t)(b.Zones.CreateZone(b.as("agglo"), &landv1.CreateZoneRequest{Zone: &landv1.Zone{Name: "Bruèges", CommuneCode: "30007"}})).GetZoneId()
		at := func(name string, area int32, east float64) *landv1.Plot {
			return b.addPlot(area, func(p *landv1.Plot) {
				p.Name, p.ZoneId, p.Point = name, zone, &commonv1.Point{Latitude: 44.1, Longitude: 4.1 + east}
			})
		}
		at("Lot 3", 1200, 0)
		at("Lot 4", 900, 0.0005) // forty metres
		at("Lot 9", 900, 0.01)   // eight hundred
		request := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(b.as("agglo"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
			Company: &commonv1.CompanySnapshot{Name: "A"}, Need: &commonv1.LandNeed{AssetKinds: []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_PLOT}, MinAreaM2: 2000, CommuneCodes: []string{"30007"}},
		}})).GetLandRequestId()
		must[*landv1.LandRequest](t)(b.Requests.QualifyLandRequest(b.as("agglo"), &landv1.QualifyLandRequestRequest{LandRequestId: request}))
		found := b.matches("agglo", request, 0, "").GetMatches()
		if len(found) != 1 || len(found[0].GetJoinedAssets()) != 1 || !strings.Contains(found[0].GetSentence(), "en réunissant Lot 3 (1 200 m²) et Lot 4 (900 m²) : 2 100 m² à Alès") {
			t.Fatalf("%v", found)
		}
		kept := must[*landv1.Match](t)(b.Requests.KeepMatch(b.as("agglo"), &landv1.KeepMatchRequest{LandRequestId: request, MatchId: found[0].GetMatchId()}))
		if len(kept.GetJoinedAssets()) != 1 || kept.GetJoinedAssets()[0].GetKindLabel() != "Terrain" {
			t.Errorf("%v", kept)
		}
		again := b.matches("agglo", request, 0, "").GetMatches()
		if len(again) != 1 || again[0].GetMatchId() != kept.GetMatchId() || again[0].GetStatusLabel() != "Retenu" {
			t.Errorf("%v", again)
		}
		listed := must[*landv1.LandRequest](t)(b.Requests.ShortlistLandRequest(b.as("agglo"), &landv1.ShortlistLandRequestRequest{LandRequestId: request, MatchIds: []string{kept.GetMatchId()}}))
		if len(listed.GetShortlist()) != 2 {
			t.Errorf("%d assets in the selection", len(listed.GetShortlist()))
		}
	})
}

// A plot that completes another one is told as the two are: once, to who can use neither alone.
func TestAssetPublished_tellsOfAPlotThatCompletesItsNeighbour(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		zone := must[*landv1.Zone](t)(b.Zones.CreateZone(b.as("agglo"), &landv1.CreateZoneRequest{Zone: &landv1.Zone{Name: "Bruèges", CommuneCode: "30007"}})).GetZoneId()
		at := func(area int32, east float64, confidentiality landv1.AssetConfidentiality) *landv1.Plot {
			return b.addPlot(area, func(p *landv1.Plot) {
				p.Name, p.ZoneId, p.Point, p.Confidentiality = "Lot", zone, &commonv1.Point{Latitude: 44.1, Longitude: 4.1 + east}, confidentiality
			})
		}
		wants := func(body string, least int32) string {
			r := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(b.as(body), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
				Company: &commonv1.CompanySnapshot{Name: "A"}, Need: &commonv1.LandNeed{AssetKinds: []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_PLOT}, MinAreaM2: least, CommuneCodes: []string{"30007"}},
			}}))
			return must[*landv1.LandRequest](t)(b.Requests.QualifyLandRequest(b.as(body), &landv1.QualifyLandRequestRequest{LandRequestId: r.GetLandRequestId()})).GetLandRequestId()
		}
		both, one := wants("cci", 2000), wants("cma", 1000)
		first := at(1200, 0, public)
		b.fire()
		if found := said[*landeventv1.MatchFound](b); len(found) != 1 || found[0].GetLandRequestId() != one {
			t.Fatalf("the plot alone: %v", found)
		}
		at(900, 0.01, public) // eight hundred metres away
		second := at(900, 0.0005, public)
		for b.fire() > 0 {
		}
		found := said[*landeventv1.MatchFound](b)
		if len(found) != 2 || found[1].GetLandRequestId() != both || found[1].GetAssetId() != first.GetPlotId() && found[1].GetAssetId() != second.GetPlotId() {
			t.Fatalf("both together: %v", found)
		}
		listed := b.matches("cci", both, 0, "").GetMatches()
		if len(listed) != 1 || listed[0].GetMatchId() != found[1].GetMatchId() || listed[0].GetFoundTime() == nil || len(listed[0].GetJoinedAssets()) != 1 {
			t.Errorf("%v", listed)
		}
		at(950, -0.0005, offMarket) // of agglo, which cci does not know of
		must[*landv1.Plot](t)(b.Plots.UpdatePlot(b.as("agglo"), &landv1.UpdatePlotRequest{Plot: &landv1.Plot{PlotId: second.GetPlotId(), AreaM2: 910}}))
		for b.fire() > 0 {
		}
		if again := said[*landeventv1.MatchFound](b); len(again) != 2 {
			t.Errorf("told again, or of a secret: %v", again[2:])
		}
	})
}
