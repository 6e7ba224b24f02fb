package land_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

const gardBox = "3.2,43.4,4.9,44.5"

func (b *bench) mapOf(ctx context.Context, r *landv1.GetLandMapRequest) *landv1.LandMap {
	b.t.Helper()
	return must[*landv1.LandMap](b.t)(b.Map.GetLandMap(ctx, r))
}

// names are the assets and zones of an answer, and its squares with their counts.
func names(m *landv1.LandMap) (found []string) {
	for _, f := range m.GetFeatures() {
		if f.GetProperties().GetItem() == landv1.LandMapItem_LAND_MAP_ITEM_CLUSTER {
			found = append(found, fmt.Sprintf("%s ×%d", f.GetProperties().GetName(), f.GetProperties().GetCount()))
			continue
		}
		found = append(found, f.GetProperties().GetName())
	}
	slices.Sort(found)
	return found
}

func TestGetLandMap_showsFewAssetsOneByOneAndFilters(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		zone := must[*landv1.Zone](t)(b.Zones.CreateZone(b.as("agglo"), &landv1.CreateZoneRequest{Zone: &landv1.Zone{
			Name: "Zone", CommuneCode: "30007", BoundaryGeojson: `{"type":"Polygon","coordinates":[[[4.05,44.1],[4.07,44.1],[4.07,44.12],[4.05,44.12],[4.05,44.1]]]}`,
		}}))
		b.load("plots", "external_plot_id,name,commune_code,area_m2,zone_external_id,allowed_uses,confidentiality,point_longitude,point_latitude,availability\n"+
			"1,Petit,30007,900,,craft,public,4.06,44.11,for_sale\n2,Grand,30007,9000,,industry|logistics,public,4.08,44.12,for_sale\n"+
			"3,Sans usage,30007,2000,,,public,4.1,44.13,sold\n4,Sans lieu,30007,3000,,craft,public,,,for_sale\n")
		first := must[*landv1.ListPlotsResponse](t)(b.Plots.ListPlots(b.as("cci"), &landv1.ListPlotsRequest{Filter: `areaM2 = 9000`})).GetPlots()[0]
		must[*landv1.Plot](t)(b.Plots.UpdatePlot(b.as("agglo"), &landv1.UpdatePlotRequest{Plot: &landv1.Plot{PlotId: first.GetPlotId(), ZoneId: zone.GetZoneId()}, UpdateMask: masked("zone_id")}))
		layer := must[*landv1.RiskLayer](t)(b.Risks.CreateRiskLayer(b.as("agglo"), &landv1.CreateRiskLayerRequest{RiskLayer: &landv1.RiskLayer{
			Name: "PPRI", Kind: landv1.RiskLayerKind_RISK_LAYER_KIND_FLOOD, SourceName: "DDTM", SourceDate: "2024-01-31",
			ShapesGeojson: `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"niveau":"fort"},"geometry":{"type":"Polygon","coordinates":[[[4.055,44.105],[4.065,44.105],[4.06,44.115],[4.055,44.105]]]}}]}`,
		}}))
		all := []string{"Grand", "Petit", "Sans lieu", "Sans usage", "Zone"}
		for name, c := range map[string]struct {
			r    *landv1.GetLandMapRequest
			want []string
		}{
			"all":          {&landv1.GetLandMapRequest{}, all},
			"a use":        {&landv1.GetLandMapRequest{Use: landv1.LandUse_LAND_USE_CRAFT}, []string{"Petit", "Sans lieu", "Sans usage", "Zone"}},
			"areas":        {&landv1.GetLandMapRequest{MinAreaM2: 1000, MaxAreaM2: 3000}, []string{"Sans lieu", "Sans usage", "Zone"}},
			"kind":         {&landv1.GetLandMapRequest{Kinds: []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_OFFICE}}, []string{"Zone"}},
			"availability": {&landv1.GetLandMapRequest{Availabilities: []landv1.AssetAvailability{landv1.AssetAvailability_ASSET_AVAILABILITY_SOLD}}, []string{"Sans usage", "Zone"}},
			"zone":         {&landv1.GetLandMapRequest{ZoneId: zone.GetZoneId()}, []string{"Grand", "Zone"}},
			"layer":        {&landv1.GetLandMapRequest{RiskLayerId: layer.GetRiskLayerId()}, []string{"Petit", "Zone"}},
			"no box":       {&landv1.GetLandMapRequest{Bbox: " "}, all},
			"a commune":    {&landv1.GetLandMapRequest{Bbox: " ", CommuneCode: "30007"}, all},
			"elsewhere":    {&landv1.GetLandMapRequest{Bbox: " ", CommuneCode: "30189"}, nil},
			"box":          {&landv1.GetLandMapRequest{Bbox: "4.09,44.12,4.11,44.14"}, []string{"Sans usage"}},
		} {
			c.r.Bbox, c.r.Zoom = strings.TrimSpace(cmp.Or(c.r.GetBbox(), gardBox)), 14
			if got := names(b.mapOf(b.as("cci"), c.r)); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
		for _, f := range b.mapOf(b.as("cci"), &landv1.GetLandMapRequest{Bbox: gardBox, Zoom: 14}).GetFeatures() {
			p, kind := f.GetProperties(), f.GetGeometry().GetFields()["type"].GetStringValue()
			if p.GetApproximate() != (p.GetName() == "Sans lieu") || (kind == "Polygon") != (p.GetName() == "Zone") {
				t.Errorf("%s is drawn as %s, approximate %t", p.GetName(), kind, p.GetApproximate())
			}
		}
	})
}

// What a caller finds on the map is what its lists have, whatever was changed, moved, hidden and rebuilt before.
func TestGetLandMap_countsWhatTheListsHave(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		random := rand.New(rand.NewPCG(7, 7))
		for i := range 300 {
			b.premisesAt(t, i, random)
		}
		b.shuffle(t, random)
		callers := map[string]context.Context{
			"agglo": b.as("agglo"), "cci": b.as("cci"), "coordinator": b.as("hup", actor.HupCoordinator), "company": b.company("com_1"),
		}
		before := map[string]*landv1.LandMap{}
		for name, ctx := range callers {
			for _, zoom := range []int32{1, 8, 11, 14} {
				r := &landv1.GetLandMapRequest{Bbox: gardBox, Zoom: zoom, Kinds: []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_WORKSHOP}}
				m, listed := b.mapOf(ctx, r), b.premisesListed(ctx, `kind = "ASSET_KIND_WORKSHOP"`)
				if int(m.GetAssetCount()) != listed {
					t.Errorf("%s at zoom %d: %d on the map, %d in the list", name, zoom, m.GetAssetCount(), listed)
				}
				before[name] = m
			}
		}
		if len(before["coordinator"].GetFeatures()) == len(before["company"].GetFeatures()) {
			t.Error("the coordinator and a company see the same")
		}
		if err := b.service.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		for name, ctx := range callers {
			again := b.mapOf(ctx, &landv1.GetLandMapRequest{Bbox: gardBox, Zoom: 14, Kinds: []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_WORKSHOP}})
			if !proto.Equal(again, before[name]) {
				t.Errorf("%s: rebuilt, the map differs", name)
			}
		}
	})
}

// Whatever is hidden from a body, and wherever: of its map only the count of the whole territory changes.
func TestGetLandMap_tellsNothingOfWhereASecretIs(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	random := rand.New(rand.NewPCG(3, 3))
	for i := range 250 {
		b.premisesAt(t, i, random)
	}
	boxes := []*landv1.GetLandMapRequest{{Bbox: gardBox, Zoom: 7}, {Bbox: "4.0999,44.0999,4.1001,44.1001", Zoom: 20}, {Bbox: gardBox, Zoom: 12, MinAreaM2: 10}}
	before := make([]*landv1.LandMap, len(boxes))
	for i, r := range boxes {
		before[i] = b.mapOf(b.as("cci"), r)
	}
	b.load("premises", "external_premises_id,name,kind,commune_code,area_m2,availability,confidentiality,body_id,point_latitude,point_longitude\n"+
		"secret,Atelier caché,workshop,30007,850,for_sale,owner_body,agglo,44.1,4.1\n")
	for i, r := range boxes {
		after := b.mapOf(b.as("cci"), r)
		if after.GetOffMarketCount() != before[i].GetOffMarketCount()+1 || !strings.Contains(after.GetSentence(), "hors marché") {
			t.Errorf("%s: %d off the market, then %d: %s", r.GetBbox(), before[i].GetOffMarketCount(), after.GetOffMarketCount(), after.GetSentence())
		}
		after.OffMarketCount, after.Sentence = before[i].GetOffMarketCount(), before[i].GetSentence()
		if !proto.Equal(before[i], after) {
			t.Errorf("%s: the map of another body changes with a secret", r.GetBbox())
		}
	}
	if own := names(b.mapOf(b.as("agglo"), boxes[1])); !slices.Equal(own, []string{"Atelier caché"}) {
		t.Errorf("its own body sees %v", own)
	}
}

// premisesAt makes one somewhere in the Gard, for somebody.
func (b *bench) premisesAt(t *testing.T, i int, random *rand.Rand) {
	t.Helper()
	kinds := []commonv1.AssetKind{commonv1.AssetKind_ASSET_KIND_WORKSHOP, commonv1.AssetKind_ASSET_KIND_WORKSHOP, commonv1.AssetKind_ASSET_KIND_OFFICE}
	must[*landv1.Premises](t)(b.Premises.CreatePremises(b.as("agglo"), &landv1.CreatePremisesRequest{Premises: &landv1.Premises{
		Name: fmt.Sprint("Local ", i), Kind: kinds[i%3], CommuneCode: "30007", AreaM2: int32(100 + i), BodyId: []string{"agglo", "cci", "cma"}[random.IntN(3)],
		Confidentiality: landv1.AssetConfidentiality(random.IntN(4)), Availability: landv1.AssetAvailability_ASSET_AVAILABILITY_FOR_SALE,
		Point: &commonv1.Point{Longitude: 3.3 + 1.5*random.Float64(), Latitude: 43.5 + .9*random.Float64()},
	}}))
}

// shuffle changes who knows of premises, where they are and whether they can be had.
func (b *bench) shuffle(t *testing.T, random *rand.Rand) {
	t.Helper()
	all := must[*landv1.ListPremisesResponse](t)(b.Premises.ListPremises(b.as("hup", actor.HupCoordinator), &landv1.ListPremisesRequest{PageSize: 200})).GetPremises()
	for _, p := range all {
		change := &landv1.Premises{
			PremisesId: p.GetPremisesId(), Confidentiality: landv1.AssetConfidentiality(random.IntN(4)), BodyId: []string{"agglo", "cci"}[random.IntN(2)],
			Availability: landv1.AssetAvailability(1 + random.IntN(3)),
			Point:        &commonv1.Point{Longitude: 3.3 + 1.5*random.Float64(), Latitude: 43.5 + .9*random.Float64()},
		}
		if change.GetAvailability() == p.GetAvailability() {
			change.Point = nil
		}
		must[*landv1.Premises](t)(b.Premises.UpdatePremises(b.as("hup", actor.HupCoordinator), &landv1.UpdatePremisesRequest{
			Premises: change, UpdateMask: masked("confidentiality", "body_id", "availability", "point"),
		}))
	}
}

func (b *bench) premisesListed(ctx context.Context, filter string) (n int) {
	b.t.Helper()
	for r := (&landv1.ListPremisesRequest{Filter: filter, PageSize: 200}); ; {
		page := must[*landv1.ListPremisesResponse](b.t)(b.Premises.ListPremises(ctx, r))
		n += len(page.GetPremises())
		if r.PageToken = page.GetNextPageToken(); r.GetPageToken() == "" {
			return n
		}
	}
}

func TestGetLandMap_saysWhatIsWrongWithTheBox(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	for name, c := range map[string]struct {
		r             *landv1.GetLandMapRequest
		field, reason string
	}{
		"a commune":     {&landv1.GetLandMapRequest{CommuneCode: "75056"}, "communeCode", "COMMUNE_UNKNOWN"},
		"three numbers": {&landv1.GetLandMapRequest{Bbox: "4,44,5"}, "bbox", "PLACE_UNREADABLE"},
		"not a number":  {&landv1.GetLandMapRequest{Bbox: "NaN,44,5,45"}, "bbox", "PLACE_UNREADABLE"},
		"the wrong way": {&landv1.GetLandMapRequest{Bbox: "5,44,4,45"}, "bbox", "PLACE_UNREADABLE"},
		"swapped":       {&landv1.GetLandMapRequest{Bbox: "43,4,45,5"}, "bbox", "PLACE_SWAPPED"},
		"a line":        {&landv1.GetLandMapRequest{Bbox: "4,44,5,44"}, "bbox", "BOX_EMPTY"},
		"a point":       {&landv1.GetLandMapRequest{Bbox: "4,44,4,44"}, "bbox", "BOX_EMPTY"},
		"elsewhere":     {&landv1.GetLandMapRequest{Bbox: "100,20,101,21"}, "bbox", "BOX_OUTSIDE"},
		"areas":         {&landv1.GetLandMapRequest{Bbox: gardBox, MinAreaM2: 5, MaxAreaM2: 4}, "minAreaM2", "AREA_ORDER"},
	} {
		_, err := b.Map.GetLandMap(b.as("cci"), c.r)
		if e, ok := errs.As(err); !ok || len(e.Fields) != 1 || e.Fields[0].Reason != c.reason || e.Fields[0].Path != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}
