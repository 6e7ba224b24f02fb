package land_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/reference"
)

// grid loads plots on a grid of hundredths of a degree around Alès and answers their positions by name.
func (b *bench) grid() map[string]reference.Point {
	b.t.Helper()
	at := map[string]reference.Point{}
	content := "external_plot_id,name,commune_code,area_m2,point_longitude,point_latitude\n"
	for i := range 15 {
		for j := range 15 {
			p := reference.Point{Longitude: 4 + float64(i)/100, Latitude: 44 + float64(j)/100}
			name := fmt.Sprintf("Lot %02d-%02d", i, j)
			at[name] = p
			content += fmt.Sprintf("%d-%d,%s,30007,%d,%v,%v\n", i, j, name, 1000+i, p.Longitude, p.Latitude)
		}
	}
	if counts, refused := b.load("plots", content); counts.Added != 225 {
		b.t.Fatal(counts, refused)
	}
	return at
}

// pages reads a list to its end.
func (b *bench) pages(r *landv1.ListPlotsRequest) (names []string) {
	b.t.Helper()
	for {
		answer := must[*landv1.ListPlotsResponse](b.t)(b.Plots.ListPlots(b.as("cci"), r))
		for _, p := range answer.GetPlots() {
			names = append(names, p.GetName())
		}
		if r.PageToken = answer.GetNextPageToken(); r.GetPageToken() == "" {
			return names
		}
	}
}

func TestListPlots_byBoxAndRadiusAreExact(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		at := b.grid()
		centre := reference.Point{Longitude: 4.07, Latitude: 44.07}
		for name, c := range map[string]struct {
			r    *landv1.ListPlotsRequest
			want func(reference.Point, string) bool
		}{
			"box": {&landv1.ListPlotsRequest{Bbox: "4.025,44.015,4.085,44.105", PageSize: 7}, func(p reference.Point, _ string) bool {
				return p.Longitude >= 4.025 && p.Longitude <= 4.085 && p.Latitude >= 44.015 && p.Latitude <= 44.105
			}},
			"box and filter": {&landv1.ListPlotsRequest{Bbox: "3,43,5,45", Filter: "areaM2 = 1003", PageSize: 4}, func(_ reference.Point, name string) bool { return name[4:6] == "03" }},
			"radius":         {&landv1.ListPlotsRequest{Near: "4.07,44.07", RadiusKm: 4, PageSize: 10}, func(p reference.Point, _ string) bool { return reference.Distance(centre, p) <= 4 }},
			"elsewhere":      {&landv1.ListPlotsRequest{Bbox: "-1,47,0,48"}, func(reference.Point, string) bool { return false }},
		} {
			want := 0
			for plot, p := range at {
				if c.want(p, plot) {
					want++
				}
			}
			seen := map[string]bool{}
			for _, plot := range b.pages(proto.Clone(c.r).(*landv1.ListPlotsRequest)) {
				if seen[plot] || !c.want(at[plot], plot) {
					t.Errorf("%s: %s is there wrongly or twice", name, plot)
				}
				seen[plot] = true
			}
			if len(seen) != want {
				t.Errorf("%s: %d plots, want %d", name, len(seen), want)
			}
		}
	})
}

func TestListPlots_saysWhatIsWrongWithThePlace(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	b.grid()
	for name, c := range map[string]struct {
		r      *landv1.ListPlotsRequest
		reason string
	}{
		"three numbers": {&landv1.ListPlotsRequest{Bbox: "4,44,5"}, "PLACE_UNREADABLE"},
		"no degrees":    {&landv1.ListPlotsRequest{Near: "quatre,44"}, "PLACE_UNREADABLE"},
		"not a number":  {&landv1.ListPlotsRequest{Near: "NaN,44"}, "PLACE_UNREADABLE"},
		"the wrong way": {&landv1.ListPlotsRequest{Bbox: "5,44,4,45"}, "PLACE_UNREADABLE"},
		"both":          {&landv1.ListPlotsRequest{Bbox: "4,44,5,45", Near: "4,44"}, "PLACE_UNREADABLE"},
		"swapped":       {&landv1.ListPlotsRequest{Near: "44.12,4.08"}, "PLACE_SWAPPED"},
		"swapped box":   {&landv1.ListPlotsRequest{Bbox: "43,4,45,5"}, "PLACE_SWAPPED"},
		"an order":      {&landv1.ListPlotsRequest{Bbox: "4,44,5,45", OrderBy: "name"}, "PLACE_ORDER"},
	} {
		_, err := b.Plots.ListPlots(b.as("cci"), c.r)
		if e, ok := errs.As(err); !ok || len(e.Fields) == 0 || e.Fields[0].Reason != c.reason {
			t.Errorf("%s: %v", name, err)
		}
	}
	first := must[*landv1.ListPlotsResponse](t)(b.Plots.ListPlots(b.as("cci"), &landv1.ListPlotsRequest{Bbox: "4,44,5,45", PageSize: 5}))
	if _, err := b.Plots.ListPlots(b.as("cci"), &landv1.ListPlotsRequest{Bbox: "4,44,4.1,45", PageSize: 5, PageToken: first.GetNextPageToken()}); err == nil {
		t.Error("the token of another box is taken")
	}
}

// Off the market nobody else finds it by its place, however small the box.
func TestListPremises_byPlaceHideWhatIsOffTheMarket(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	b.load("premises", "external_premises_id,name,kind,commune_code,area_m2,confidentiality,body_id,point_latitude,point_longitude\n"+
		"p1,Atelier caché,workshop,30007,850,owner_body,agglo,44.1,4.1\n")
	for body, want := range map[string]int{"agglo": 1, "cci": 0} {
		for _, r := range []*landv1.ListPremisesRequest{{Bbox: "4.0999,44.0999,4.1001,44.1001"}, {Near: "4.1,44.1", RadiusKm: 1}} {
			if got := len(must[*landv1.ListPremisesResponse](t)(b.Premises.ListPremises(b.as(body), r)).GetPremises()); got != want {
				t.Errorf("%s sees %d", body, got)
			}
		}
	}
}

func TestUpdateZone_refusesABoundaryThatIsWrongAndClosesAnOpenOne(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	make := func(boundary string) (*landv1.Zone, error) {
		return b.Zones.CreateZone(b.as("agglo"), &landv1.CreateZoneRequest{Zone: &landv1.Zone{Name: "Zone", CommuneCode: "30007", BoundaryGeojson: boundary}})
	}
	for boundary, reason := range map[string]string{
		`{"type":"Polygon","coordinates":[[[4,44],[4.01,44.01],[4.01,44],[4,44.01],[4,44]]]}`: "GEOMETRY_CROSSES",
		`{"type":"Polygon","coordinates":[[[44,4],[44,4.01],[44.01,4.01],[44,4]]]}`:           "GEOMETRY_SWAPPED",
		`{"type":"Point","coordinates":[4,44]}`:                                               "GEOMETRY_NO_AREA",
		`ici`:                                                                                 "GEOMETRY_UNREADABLE",
	} {
		_, err := make(boundary)
		if e, ok := errs.As(err); !ok || len(e.Fields) != 1 || e.Fields[0].Reason != reason || e.Fields[0].Path != "boundaryGeojson" {
			t.Errorf("%s: %v", reason, err)
		}
	}
	made := must[*landv1.Zone](t)(make(`{"type":"Polygon","coordinates":[[[4,44],[4.01,44],[4.01,44.01]]]}`))
	if made.GetBoundaryGeojson() != `{"type":"Polygon","coordinates":[[[4,44],[4.01,44],[4.01,44.01],[4,44]]]}` {
		t.Errorf("%s", made.GetBoundaryGeojson())
	}
	found := must[*landv1.ListZonesResponse](t)(b.Zones.ListZones(b.as("cci"), &landv1.ListZonesRequest{Bbox: "4.004,44.004,4.006,44.006"})).GetZones()
	if len(found) != 1 {
		t.Errorf("the zone is found in the middle of its boundary: %v", found)
	}
}

// A place of two numbers has no shape that would tell: the API refuses what is swapped, a file is put right and told.
func TestPoint_thatIsSwappedIsRefusedAndInFilesPutRight(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for reason, at := range map[string]*commonv1.Point{
			"PLACE_SWAPPED": {Longitude: 44.12, Latitude: 4.08}, "POINT_OUTSIDE": {Longitude: 4.08, Latitude: -44.12},
		} {
			_, zone := b.Zones.CreateZone(b.as("agglo"), &landv1.CreateZoneRequest{Zone: &landv1.Zone{Name: "Zone", CommuneCode: "30007", Point: at}})
			_, plot := b.Plots.CreatePlot(b.as("agglo"), &landv1.CreatePlotRequest{Plot: &landv1.Plot{Name: "Lot", CommuneCode: "30007", AreaM2: 900, Point: at}})
			_, premises := b.Premises.CreatePremises(b.as("agglo"), &landv1.CreatePremisesRequest{Premises: &landv1.Premises{
				Name: "Atelier", Kind: commonv1.AssetKind_ASSET_KIND_WORKSHOP, CommuneCode: "30007", AreaM2: 900, Point: at}})
			_, brownfield := b.Brownfields.CreateBrownfield(b.as("agglo"), &landv1.CreateBrownfieldRequest{Brownfield: &landv1.Brownfield{Name: "Filature", CommuneCode: "30007", Point: at}})
			for _, err := range []error{zone, plot, premises, brownfield} {
				if e, ok := errs.As(err); !ok || len(e.Fields) != 1 || e.Fields[0].Path != "point.longitude" || e.Fields[0].Reason != reason {
					t.Errorf("%s: %v", reason, err)
				}
			}
		}
		plots := "external_plot_id,name,commune_code,area_m2,point_latitude,point_longitude\nP1,Lot,30007,900,4.08,44.12\nP2,Lot,30007,900,44.12,-94\n"
		counts, refused := b.load("plots", plots)
		if counts.Added != 1 || len(b.warned) != 1 || b.warned[0].Column != "point_longitude" || len(refused) != 1 || refused[0].Column != "point_longitude" {
			t.Errorf("%+v, %v, %v", counts, b.warned, refused)
		}
		lot := must[*landv1.ListPlotsResponse](t)(b.Plots.ListPlots(b.as("agglo"), &landv1.ListPlotsRequest{})).GetPlots()[0]
		if lot.GetPoint().GetLatitude() != 44.12 || lot.GetPoint().GetLongitude() != 4.08 {
			t.Errorf("%v", lot.GetPoint())
		}
		sites := "site_id,site_nom,comm_insee,lon,lat\nA,Filature,30007,44.12,4.08\nB,Forge,30007,4.08,-44.12\n"
		if counts, refused := b.load("brownfields", sites); counts.Added != 2 || len(refused) != 0 || len(b.warned) != 2 ||
			b.warned[0].Column != "lon" || !strings.Contains(b.warned[0].Reason, "inversées") || !strings.Contains(b.warned[1].Reason, "hors de France") {
			t.Errorf("%+v, %v, %v", counts, b.warned, refused)
		}
		found := must[*landv1.ListBrownfieldsResponse](t)(b.Brownfields.ListBrownfields(b.as("agglo"), &landv1.ListBrownfieldsRequest{Near: "4.08,44.12", RadiusKm: 1})).GetBrownfields()
		if len(found) == 0 || found[0].GetPoint().GetLongitude() != 4.08 {
			t.Errorf("%v", found)
		}
		for i, row := range table(t, b.write("brownfields", "cartofriches"), ',')[1:] {
			if want := [][]string{{"44.12", "4.08"}, {"4.08", "-44.12"}}[i]; !slices.Equal(row[len(row)-2:], want) {
				t.Errorf("the text of %s is %v", row[0], row[len(row)-2:])
			}
		}
		if counts, _ := b.load("brownfields", sites); counts.Same != 2 {
			t.Errorf("the second time: %+v", counts)
		}
	})
}
