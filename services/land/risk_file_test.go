package land_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
	kit "hup.example/services/kit/store"
)

// polygons makes a layer while it is read: n polygons of some hundred corners around a lattice, one of them crossing itself, and at its
// end the square of the tests.
type polygons struct {
	n, broken, at int
	rest          bytes.Buffer
	// told is called now and then.
	told func()
}

const corners = 300

func (p *polygons) Read(to []byte) (int, error) {
	if p.at == 0 {
		p.rest.WriteString(`{"type":"FeatureCollection","features":[`)
	}
	for p.rest.Len() < len(to) && p.at <= p.n {
		p.at++
		p.write()
		if p.at%500 == 0 && p.told != nil {
			p.told()
		}
	}
	n, err := p.rest.Read(to)
	if n == 0 && p.at > p.n {
		err = io.EOF
	}
	return n, err
}

func (p *polygons) write() {
	if p.at == p.n+1 {
		fmt.Fprintf(&p.rest, `{"type":"Feature","properties":{"nom":"Gardon","niveau":"fort"},"geometry":%s}]}`, plotSquare)
		return
	}
	east, north := 3+float64(p.at%300)/200, 43+float64(p.at/300)/200
	if p.at == p.broken {
		fmt.Fprintf(&p.rest, `{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[4,44],[4.01,44.01],[4.01,44],[4,44.01],[4,44]]]}},`)
		return
	}
	fmt.Fprintf(&p.rest, `{"type":"Feature","properties":{"id":"%d","niveau":"moyen"},"geometry":{"type":"Polygon","coordinates":[[`, p.at)
	for i := range corners {
		angle := 2 * math.Pi * float64(i%(corners-1)) / (corners - 1)
		if i > 0 {
			p.rest.WriteByte(',')
		}
		fmt.Fprintf(&p.rest, "[%.7f,%.7f]", east+0.001*math.Cos(angle), north+0.001*math.Sin(angle))
	}
	p.rest.WriteString(`]]}},`)
}

// read reads a file of a flood plan.
func (b *bench) read(content io.Reader) (counts module.Counts, told []module.Refusal, err error) {
	options := map[string][]string{"kind": {"flood"}, "source": {"DDTM"}, "date": {"2024-01-31"}, "id": {"ppri"}}
	counts, err = b.service.Imports["risk-layers"].ReadFile(b.t.Context(), module.File{Territory: "ales", Name: "ppri.geojson", Content: content,
		Options: options, Refused: func(r module.Refusal) { told = append(told, r) }, Progress: func(int64, module.Counts) {}})
	return counts, told, err
}

func (b *bench) rows(table string) (n int) {
	b.t.Helper()
	if err := b.store.DB().Read().QueryRow(b.t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		b.t.Fatal(err)
	}
	return n
}

func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A layer is laid part by part: memory holds a part of it, what is wrong in the middle is told by its number, and the version of before
// counts until the new one is whole.
func TestRiskLayerFile_isLaidPartByPart(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		plot := b.square()
		b.lay("ppri", "moyen", plotSquare)
		before, most := live(), uint64(0)
		file := &polygons{n: 2500, broken: 1201, told: func() {
			most = max(most, live())
			if touched := b.touches(plot); len(touched) != 1 || touched[0].GetFloodRisk() != landv1.FloodRisk_FLOOD_RISK_LOW {
				t.Errorf("half of the new version is seen: %v", touched)
			}
		}}
		counts, told, err := b.read(file)
		if err != nil || counts != (module.Counts{Added: 2500, Refused: 1}) || len(told) != 1 || told[0].Line != 1201 || !strings.Contains(told[0].Reason, "se croise") {
			t.Fatalf("%+v, %v, %v", counts, told, err)
		}
		// The text of the file alone has 16 megabytes, its geometries as much.
		if most > before+10<<20 {
			t.Errorf("%d MB are in memory", (most-before)>>20)
		}
		if touched := b.touches(plot); len(touched) != 1 || touched[0].GetFloodRisk() != landv1.FloodRisk_FLOOD_RISK_HIGH || touched[0].GetShareBasisPoints() != 10_000 {
			t.Errorf("%v", touched)
		}
		shapes, squares := b.rows("risk_shape"), b.rows("map_square")
		if counts, _, err := b.read(&polygons{n: 2500, broken: 1201}); err != nil || counts.Same != 2500 || counts.Added != 0 {
			t.Errorf("the same file again: %+v, %v", counts, err)
		}
		if b.rows("risk_shape") != shapes || b.rows("map_square") != squares || b.rows("risk_laying") != 0 {
			t.Errorf("%d shapes and %d squares, then %d and %d", shapes, squares, b.rows("risk_shape"), b.rows("map_square"))
		}
	})
}

// A file that breaks off leaves the version of before, and nothing else; a plot that comes meanwhile is held against what is laid.
func TestRiskLayerFile_thatBreaksOffChangesNothing(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		plot := b.square()
		b.lay("ppri", "moyen", plotSquare)
		shapes, squares := b.rows("risk_shape"), b.rows("map_square")
		whole := must[[]byte](t)(io.ReadAll(&polygons{n: 600}))
		_, _, err := b.read(bytes.NewReader(whole[:len(whole)/2]))
		if err == nil || !strings.Contains(err.Error(), "ne se lit pas jusqu'au bout") {
			t.Errorf("%v", err)
		}
		if b.rows("risk_shape") != shapes || b.rows("map_square") != squares || b.rows("risk_laying") != 0 || len(b.touches(plot)) != 1 {
			t.Errorf("something is left of it")
		}
		late := ""
		file := io.MultiReader(bytes.NewReader(whole[:len(whole)-300]), then(func() { late = b.square() }), bytes.NewReader(whole[len(whole)-300:]))
		if counts, _, err := b.read(file); err != nil || counts.Added != 601 {
			t.Fatalf("%+v, %v", counts, err)
		}
		if touched := b.touches(late); len(touched) != 1 || touched[0].GetFloodRisk() != landv1.FloodRisk_FLOOD_RISK_HIGH {
			t.Errorf("%v", touched)
		}
	})
}

// then is a reader of nothing that does something when it is come to.
type then func()

func (do then) Read([]byte) (int, error) { do(); return 0, io.EOF }

// square is a plot with the square of the tests as its boundary.
func (b *bench) square() string {
	b.t.Helper()
	return must[*landv1.Plot](b.t)(b.Plots.CreatePlot(b.as("agglo"), &landv1.CreatePlotRequest{Plot: &landv1.Plot{
		Name: "Lot", CommuneCode: "30007", AreaM2: 890_000, BoundaryGeojson: plotSquare, Availability: forSale,
	}})).GetPlotId()
}

// What touches what, where it lies, and the land units of the zones are computed again from the records.
func TestRebuild_computesWhatIsDerived(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		zone := must[*landv1.Zone](t)(b.Zones.CreateZone(b.as("agglo"), &landv1.CreateZoneRequest{Zone: &landv1.Zone{Name: "Bruèges", CommuneCode: "30007", BoundaryGeojson: plotSquare}})).GetZoneId()
		b.square()
		b.addPlot(900, func(p *landv1.Plot) { p.ZoneId, p.VacantSinceDate = zone, "2020-01-01" })
		b.addPremises(900, public, nil)
		b.lay("ppri", "fort", plotSquare)
		b.lay("vieux", "fort", plotSquare)
		b.lay("vieux", "moyen", plotSquare)
		derived := map[string]string{
			"asset_touch": "asset_id, layer_id, shape_no, share_bp, touched_m2, flood", "map_square": "what, square, owner_id, shape_no",
			"land_unit": "asset_id, zone_id, vacant_since_on", "asset_index": "asset_id, kind, area_m2, lost, spot, traits, offered", "place": "record_id, kind, tile",
		}
		before := map[string][]string{}
		for table, columns := range derived {
			before[table] = b.dump(table, columns)
			if len(before[table]) == 0 {
				t.Fatalf("%s is empty", table)
			}
			err := b.store.Update(b.as("agglo"), func(tx *kit.Tx) error {
				_, err := tx.Exec(tx.Ctx, "DELETE FROM "+table)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			if err := b.service.Rebuild(t.Context()); err != nil {
				t.Fatal(err)
			}
			for table, columns := range derived {
				if got := b.dump(table, columns); !reflect.DeepEqual(got, before[table]) {
					t.Errorf("%s:\n%s\nbefore\n%s", table, strings.Join(got, "\n"), strings.Join(before[table], "\n"))
				}
			}
		}
	})
}

// dump is what a table holds, row by row.
func (b *bench) dump(table, columns string) (lines []string) {
	b.t.Helper()
	rows, err := b.store.DB().Read().Query(b.t.Context(), "SELECT "+columns+" FROM "+table+" ORDER BY "+columns)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	names, _ := rows.Columns()
	for rows.Next() {
		values, places := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			b.t.Fatal(err)
		}
		lines = append(lines, fmt.Sprint(values...))
	}
	return lines
}
