package land_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"hup.example/services/kit/kittest"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/geo"
	"hup.example/services/land/internal/store"
)

// What is kept of touches is what holding every asset against every shape gives, whichever came first: shapes with holes and of several
// parts, points that reach some way, shapes as large as a district; assets at a point and with a boundary.
func TestRiskLayers_touchWhatEveryAssetAgainstEveryShapeTouches(t *testing.T) {
	file := crowdedPlan(120)
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		crowd := func(seed uint64) {
			random := rand.New(rand.NewPCG(seed, 2))
			(&filled{bench: b}).each(t, 60, nil, func(tx *kit.Tx, i int) error {
				return bounded(tx, random, i, 4.05+random.Float64()/20, 44.1+random.Float64()/20)
			})
		}
		crowd(1)
		if counts, told, err := b.read(bytes.NewReader(file)); err != nil || counts.Added != 120 {
			t.Fatal(counts, told, err)
		}
		crowd(2)
		got, want := b.dump("asset_touch", "asset_id, shape_no, share_bp, touched_m2, distance_m"), b.everyTouch(file)
		slices.Sort(got)
		if !slices.Equal(got, want) || len(want) < 100 {
			t.Errorf("%d touches, want %d: %s", len(got), len(want), firstUnlike(got, want))
		}
	})
}

func firstUnlike(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("%s, want %s", got[i], want[i])
		}
	}
	return "one has more"
}

// crowdedPlan is a plan whose shapes lie over each other; each fifth is a point, each seventh as large as a district.
func crowdedPlan(n int) []byte {
	random := rand.New(rand.NewPCG(5, 6))
	var file bytes.Buffer
	for i := range n {
		file.WriteString(map[bool]string{true: `{"type":"FeatureCollection","features":[`, false: ","}[i == 0])
		file.WriteString(`{"type":"Feature","properties":{},"geometry":`)
		east, north, radius := 4.05+random.Float64()/20, 44.1+random.Float64()/20, 0.001+random.Float64()/200
		switch {
		case i%5 == 0:
			fmt.Fprintf(&file, `{"type":"Point","coordinates":[%.6f,%.6f]}}`, east, north)
			continue
		case i%7 == 0:
			radius = 0.3
		}
		file.WriteString(`{"type":"MultiPolygon","coordinates":[[`)
		ringAround(&file, random, east, north, radius, 40)
		file.WriteByte(',')
		ringAround(&file, random, east, north, radius/3, 20)
		file.WriteString("],[")
		ringAround(&file, random, east+radius*4, north, radius/2, 30)
		file.WriteString("]]}}")
	}
	file.WriteString("]}")
	return file.Bytes()
}

// everyTouch holds every asset against every shape of a file.
func (b *bench) everyTouch(file []byte) (lines []string) {
	b.t.Helper()
	var plan struct {
		Features []struct {
			Geometry json.RawMessage `json:"geometry"`
		} `json:"features"`
	}
	if err := json.NewDecoder(bytes.NewReader(file)).Decode(&plan); err != nil && err != io.EOF {
		b.t.Fatal(err)
	}
	for _, assetID := range b.dump("asset_index", "asset_id") {
		assets, err := store.Assets(b.store.View(b.as("agglo")), []string{assetID})
		if err != nil || len(assets) != 1 {
			b.t.Fatal(assets, err)
		}
		mine := geo.Point(assets[0].Point.GetLongitude(), assets[0].Point.GetLatitude())
		if assets[0].Boundary != "" {
			mine = must[geo.Shape](b.t)(geo.Kept(assets[0].Boundary))
		}
		for i, f := range plan.Features {
			form, _, err := geo.Read(string(f.Geometry), false)
			if err != nil {
				b.t.Fatal(err)
			}
			share, area, distance := 0.0, 0.0, 0.0
			if form.IsPoint() {
				if distance = mine.Distance(form.Centre()); distance > 50 {
					continue
				}
			} else if share, area = mine.Inside(form); math.Round(share*10_000) == 0 && math.Round(area) == 0 {
				continue
			}
			lines = append(lines, fmt.Sprint(assetID, int64(i+1), int64(math.Round(share*10_000)), int64(math.Round(area)), int64(math.Round(distance))))
		}
	}
	slices.Sort(lines)
	return lines
}
