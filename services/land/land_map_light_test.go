package land_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/kittest"
	"hup.example/services/land/internal/geo"
)

// The real brownfields of the Gard, generated assets and zones of a thousand corners: an answer stays light whatever the box and the zoom.
func TestGetLandMap_staysLightForAPhone(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	real, err := os.ReadFile("internal/seed/data/friches_gard.csv")
	if err != nil {
		t.Fatal(err)
	}
	b.load("brownfields", string(real))
	random := rand.New(rand.NewPCG(5, 5))
	rows := bytes.NewBufferString("external_plot_id,name,commune_code,area_m2,confidentiality,allowed_uses,point_longitude,point_latitude\n")
	for i := range 5200 {
		fmt.Fprintf(rows, "p%d,Lot %d du parc d'activités de l'Ancienne Filature,30007,%d,public,craft,%.6f,%.6f\n", i, i, 500+i, 3.3+1.5*random.Float64(), 43.5+.9*random.Float64())
	}
	b.load("plots", rows.String())
	for i := range 130 {
		must[*landv1.Zone](t)(b.Zones.CreateZone(b.as("agglo"), &landv1.CreateZoneRequest{Zone: &landv1.Zone{
			Name: fmt.Sprint("Zone d'activités ", i), CommuneCode: "30007", BoundaryGeojson: star(4+.01*float64(i%13), 44+.01*float64(i/13), 200+10*(i%13)),
		}}))
	}
	for _, zoom := range []int32{0, 9, 13, 22} {
		for _, box := range []string{gardBox, "-5,42,8,51", "4.05,44.05,4.06,44.06"} {
			m := b.mapOf(b.as("cci"), &landv1.GetLandMapRequest{Bbox: box, Zoom: zoom})
			if size := compressed(t, m); size > 100_000 || len(m.GetFeatures()) > 256+60+100 {
				t.Errorf("%s at zoom %d: %d features, %d bytes compressed", box, zoom, len(m.GetFeatures()), size)
			}
			checked(t, m)
		}
	}
	whole := b.mapOf(b.as("cci"), &landv1.GetLandMapRequest{Bbox: gardBox, Zoom: 9})
	if int(whole.GetAssetCount()) != 5399 || !whole.GetMoreZones() || len(whole.GetCommunes()) != 12 || whole.GetCommunes()[0].GetName() != "Montpellier" {
		t.Errorf("%d assets, more zones %t, %v", whole.GetAssetCount(), whole.GetMoreZones(), whole.GetCommunes())
	}
	if m := b.mapOf(b.as("cci"), &landv1.GetLandMapRequest{Bbox: gardBox, Zoom: 9, MinAreaM2: 6000}); !m.GetTooMany() || m.GetAssetCount() != 0 || !strings.Contains(m.GetSentence(), "rapprochez-vous") {
		t.Errorf("a filter over all: %s", m.GetSentence())
	}
	if m := b.mapOf(b.as("cci"), &landv1.GetLandMapRequest{Bbox: "3.9,43.9,4.4,44.2", Zoom: 11, MinAreaM2: 1000}); m.GetTooMany() || m.GetAssetCount() < 300 || len(m.GetFeatures()) > 256+60+100 {
		t.Errorf("a filter over some: %d in %d features", m.GetAssetCount(), len(m.GetFeatures()))
	}
}

// star is a boundary with so many corners, some 400 m wide, and a hole.
func star(lon, lat float64, corners int) string {
	ring := func(radius float64) (text string) {
		for i := range corners + 1 {
			angle := 2 * math.Pi * float64(i%corners) / float64(corners)
			r := radius * (1 + .15*float64(i%corners%2))
			text += fmt.Sprintf(",[%.7f,%.7f]", lon+r*math.Cos(angle)*1.4, lat+r*math.Sin(angle))
		}
		return "[" + text[1:] + "]"
	}
	return `{"type":"Polygon","coordinates":[` + ring(.004) + "," + ring(.001) + "]}"
}

func compressed(t *testing.T, m *landv1.LandMap) int {
	t.Helper()
	text, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(text)
	_ = w.Close()
	return packed.Len()
}

// checked reads each geometry as whoever gets it does.
func checked(t *testing.T, m *landv1.LandMap) {
	t.Helper()
	ids := map[string]bool{}
	for _, f := range m.GetFeatures() {
		text, err := json.Marshal(f.GetGeometry().AsMap())
		if err != nil {
			t.Fatal(err)
		}
		if _, notes, err := geo.Read(string(text), false); err != nil || len(notes) > 0 || ids[f.GetId()] {
			t.Errorf("%s: %v %v, twice: %t", f.GetProperties().GetName(), notes, err, ids[f.GetId()])
		}
		ids[f.GetId()] = true
	}
}
