package land_test

import (
	"os"
	"strings"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
)

const plotSquare = `{"type":"Polygon","coordinates":[[[4.08,44.12],[4.09,44.12],[4.09,44.13],[4.08,44.13],[4.08,44.12]]]}`

// lay makes a flood plan of one shape.
func (b *bench) lay(id, level, geometry string) *landv1.RiskLayer {
	b.t.Helper()
	return must[*landv1.RiskLayer](b.t)(b.Risks.CreateRiskLayer(b.as("agglo"), &landv1.CreateRiskLayerRequest{RiskLayer: &landv1.RiskLayer{
		Name: "PPRI " + id, Kind: landv1.RiskLayerKind_RISK_LAYER_KIND_FLOOD, SourceName: "DDTM", SourceDate: "2024-01-31", ExternalLayerId: id,
		ShapesGeojson: `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"nom":"Gardon","niveau":"` + level + `"},"geometry":` + geometry + `}]}`,
	}}))
}

func (b *bench) touches(plotID string) []*landv1.AssetTouch {
	b.t.Helper()
	return must[*landv1.Plot](b.t)(b.Plots.GetPlot(b.as("cci"), &landv1.GetPlotRequest{PlotId: plotID})).GetTouches()
}

func TestRiskLayers_sayHowMuchOfAnAssetTheyTouch(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		plot := must[*landv1.Plot](t)(b.Plots.CreatePlot(b.as("agglo"), &landv1.CreatePlotRequest{Plot: &landv1.Plot{Name: "Lot", CommuneCode: "30007", AreaM2: 890_000,
			BoundaryGeojson: plotSquare, Availability: forSale}}))
		if len(b.touches(plot.GetPlotId())) != 0 {
			t.Fatal("touched before there is a layer")
		}
		// The western half, with a hole of a tenth of the plot in it.
		layer := b.lay("ppri", "fort", `{"type":"Polygon","coordinates":[[[4,44],[4.085,44],[4.085,44.2],[4,44.2],[4,44]],[[4.08,44.12],[4.081,44.12],[4.081,44.13],[4.08,44.13],[4.08,44.12]]]}`)
		touched := b.touches(plot.GetPlotId())
		if len(touched) != 1 || touched[0].GetShareBasisPoints() != 4000 || touched[0].GetRiskLayerId() != layer.GetRiskLayerId() || touched[0].GetFloodRisk() != landv1.FloodRisk_FLOOD_RISK_HIGH {
			t.Fatalf("%v", touched)
		}
		if m2 := touched[0].GetAreaM2(); m2 < 350_000 || m2 > 360_000 || !strings.Contains(touched[0].GetSentence(), "40,0 %") {
			t.Errorf("%v", touched[0])
		}
		list := must[*landv1.ListTouchedAssetsResponse](t)(b.Risks.ListTouchedAssets(b.as("cci"), &landv1.ListTouchedAssetsRequest{RiskLayerId: layer.GetRiskLayerId()}))
		if len(list.GetTouchedAssets()) != 1 || list.GetTouchedAssets()[0].GetAsset().GetAssetId() != plot.GetPlotId() {
			t.Errorf("%v", list)
		}
		// The next version touches a quarter; the first one is replaced, and touches nothing.
		next := b.lay("ppri", "moyen", `{"type":"Polygon","coordinates":[[[4,44],[4.0825,44],[4.0825,44.2],[4,44.2],[4,44]]]}`)
		if touched = b.touches(plot.GetPlotId()); next.GetLayerVersion() != 2 || len(touched) != 1 || touched[0].GetShareBasisPoints() != 2500 || touched[0].GetFloodRisk() != landv1.FloodRisk_FLOOD_RISK_LOW {
			t.Errorf("%v, %v", next, touched)
		}
		if first := must[*landv1.RiskLayer](t)(b.Risks.GetRiskLayer(b.as("cci"), &landv1.GetRiskLayerRequest{RiskLayerId: layer.GetRiskLayerId()})); first.GetStatusLabel() != "Remplacée" {
			t.Errorf("%v", first)
		}
		if _, err := b.Risks.ListTouchedAssets(b.as("cci"), &landv1.ListTouchedAssetsRequest{RiskLayerId: layer.GetRiskLayerId()}); !errs.Is(err, "LAYER_NOT_CURRENT") {
			t.Errorf("%v", err)
		}
		// The plot moves out of it, and back; then the layer is retired.
		move := func(boundary string) {
			must[*landv1.Plot](t)(b.Plots.UpdatePlot(b.as("agglo"), &landv1.UpdatePlotRequest{Plot: &landv1.Plot{PlotId: plot.GetPlotId(), BoundaryGeojson: boundary}}))
		}
		move(strings.ReplaceAll(plotSquare, "[4.0", "[4.9"))
		if len(b.touches(plot.GetPlotId())) != 0 {
			t.Error("the plot is elsewhere")
		}
		move(plotSquare)
		if len(b.touches(plot.GetPlotId())) != 1 {
			t.Error("the plot is back")
		}
		must[*landv1.RiskLayer](t)(b.Risks.RetireRiskLayer(b.as("agglo"), &landv1.RetireRiskLayerRequest{RiskLayerId: next.GetRiskLayerId()}))
		if len(b.touches(plot.GetPlotId())) != 0 {
			t.Error("the layer is retired")
		}
	})
}

func TestRiskLayers_areHardCriteriaOfTheMatching(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	must[*landv1.Plot](t)(b.Plots.CreatePlot(b.as("agglo"), &landv1.CreatePlotRequest{Plot: &landv1.Plot{Name: "Lot", CommuneCode: "30007", AreaM2: 2000, BoundaryGeojson: plotSquare, Availability: forSale}}))
	request := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(b.as("agglo"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
		Company: &commonv1.CompanySnapshot{Name: "Menuiserie", CommuneCode: "30007"}, Need: &commonv1.LandNeed{MinAreaM2: 1000, CommuneCodes: []string{"30007"}, RadiusKm: 20},
	}}))
	flood := func() (sentence string, nearMiss bool) {
		matches := must[*landv1.ListMatchesResponse](t)(b.Requests.ListMatches(b.as("agglo"), &landv1.ListMatchesRequest{LandRequestId: request.GetLandRequestId()})).GetMatches()
		if len(matches) != 1 {
			t.Fatalf("%v", matches)
		}
		for _, c := range matches[0].GetCriteria() {
			if c.GetCode() == landv1.MatchCriterionCode_MATCH_CRITERION_CODE_FLOOD_RISK {
				sentence = c.GetSentence()
			}
		}
		return sentence, matches[0].GetNearMiss()
	}
	if _, near := flood(); near {
		t.Error("a near miss before there is a layer")
	}
	b.lay("ppri", "fort", plotSquare)
	if sentence, near := flood(); !near || !strings.Contains(sentence, "aléa fort") {
		t.Errorf("%s, %v", sentence, near)
	}
}

func TestRiskLayers_showNobodyWhatIsOffTheMarket(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	b.load("premises", "external_premises_id,name,kind,commune_code,area_m2,confidentiality,body_id,point_latitude,point_longitude\n"+
		"p1,Atelier caché,workshop,30007,850,owner_body,agglo,44.125,4.085\n")
	layer := b.lay("ppri", "fort", plotSquare)
	for body, want := range map[string]int{"agglo": 1, "cci": 0} {
		list := must[*landv1.ListTouchedAssetsResponse](t)(b.Risks.ListTouchedAssets(b.as(body), &landv1.ListTouchedAssetsRequest{RiskLayerId: layer.GetRiskLayerId()}))
		if len(list.GetTouchedAssets()) != want {
			t.Errorf("%s sees %d", body, len(list.GetTouchedAssets()))
		}
	}
}

func TestRiskLayers_areImportedByVersions(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	b.load("brownfields", string(must[[]byte](t)(os.ReadFile(gard))))
	load := func(content string, options map[string][]string) (module.Counts, []module.Refusal, error) {
		var told []module.Refusal
		counts, err := b.service.Imports["risk-layers"].ReadFile(t.Context(), module.File{Territory: "ales", Name: "pollution.geojson", Content: strings.NewReader(content),
			Options: options, Refused: func(r module.Refusal) { told = append(told, r) }, Progress: func(int64, module.Counts) {}})
		return counts, told, err
	}
	content := `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"_id":"7","Nom_site":"Carnoulès"},"geometry":{"type":"Point","coordinates":[4.0022,44.1183]}},
		{"type":"Feature","properties":{"_id":"8"},"geometry":null},
		{"type":"Feature","properties":{"_id":"9"},"geometry":{"type":"Polygon","coordinates":[[[4,44],[4.01,44.01],[4.01,44],[4,44.01],[4,44]]]}}]}`
	if _, _, err := load(content, nil); err == nil || !strings.Contains(err.Error(), "kind=") {
		t.Errorf("a layer that says nothing of itself: %v", err)
	}
	options := map[string][]string{"kind": {"polluted_site"}, "source": {"Ademe"}, "date": {"2025-01-01"}, "reach": {"200"}}
	counts, told, err := load(content, options)
	if err != nil || counts != (module.Counts{Added: 1, Refused: 1}) || len(told) != 2 || told[0].Line != 3 {
		t.Fatalf("%+v, %v, %v", counts, told, err)
	}
	layer := must[*landv1.ListRiskLayersResponse](t)(b.Risks.ListRiskLayers(b.as("cci"), &landv1.ListRiskLayersRequest{})).GetRiskLayers()[0]
	if layer.GetShapeCount() != 1 || layer.GetSkippedShapeCount() != 2 || layer.GetExternalLayerId() != "pollution" {
		t.Errorf("%v", layer)
	}
	touched := must[*landv1.ListTouchedAssetsResponse](t)(b.Risks.ListTouchedAssets(b.as("cci"), &landv1.ListTouchedAssetsRequest{RiskLayerId: layer.GetRiskLayerId()})).GetTouchedAssets()
	if len(touched) == 0 || touched[0].GetTouch().GetDistanceM() > 200 || !strings.Contains(touched[0].GetTouch().GetSentence(), "Carnoulès") {
		t.Errorf("%v", touched)
	}
	if counts, _, err := load(content, options); err != nil || counts.Same != 1 || counts.Added != 0 {
		t.Errorf("the same file again: %+v, %v", counts, err)
	}
	if counts, _, err := load(strings.Replace(content, "Carnoulès", "Mines de Carnoulès", 1), options); err != nil || counts.Added != 1 {
		t.Errorf("%+v, %v", counts, err)
	}
	all := must[*landv1.ListRiskLayersResponse](t)(b.Risks.ListRiskLayers(b.as("cci"), &landv1.ListRiskLayersRequest{Filter: "status = RISK_LAYER_STATUS_CURRENT"})).GetRiskLayers()
	if len(all) != 1 || all[0].GetLayerVersion() != 2 {
		t.Errorf("%v", all)
	}
}

func TestPlots_inTwoZonesAreTold(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	zone := func(id, west, east string) string {
		return id + ",Zone " + id + `,30007,"{""type"":""Polygon"",""coordinates"":[[[` + west + `,44.1],[` + east + `,44.1],[` + east + `,44.2],[` + west + `,44.2],[` + west + `,44.1]]]}"` + "\n"
	}
	b.load("zones", "external_site_id,name,commune_code,boundary_geojson\n"+zone("a", "4.0", "4.085")+zone("b", "4.083", "4.2"))
	b.load("plots", "external_plot_id,name,commune_code,area_m2,zone_external_id,boundary_geojson\nl,Lot,30007,890000,a,\""+strings.ReplaceAll(plotSquare, `"`, `""`)+"\"\n")
	if len(b.warned) != 1 || !strings.Contains(b.warned[0].Reason, "Zone a") || !strings.Contains(b.warned[0].Reason, "Zone b") {
		t.Errorf("%v", b.warned)
	}
	plot := must[*landv1.ListPlotsResponse](t)(b.Plots.ListPlots(b.as("cci"), &landv1.ListPlotsRequest{})).GetPlots()[0]
	overlaps := must[*landv1.Plot](t)(b.Plots.GetPlot(b.as("cci"), &landv1.GetPlotRequest{PlotId: plot.GetPlotId()})).GetZoneOverlaps()
	if len(overlaps) != 2 || overlaps[0].GetShareBasisPoints() != 7000 || overlaps[1].GetShareBasisPoints() != 5000 {
		t.Errorf("%v", overlaps)
	}
}

func TestRiskLayers_sayEveryFieldThatIsLacking(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	_, err := b.Risks.CreateRiskLayer(b.as("agglo"), &landv1.CreateRiskLayerRequest{RiskLayer: &landv1.RiskLayer{Name: "PPRI"}})
	if e, ok := errs.As(err); !ok || len(e.Fields) != 4 {
		t.Errorf("%v", err)
	}
}
