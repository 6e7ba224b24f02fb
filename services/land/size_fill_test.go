package land_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/db"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// filled is the module on a register that a benchmark fills.
type filled struct {
	*bench
	requests []string
	wide     []string
	assets   []domain.Asset
}

var someKindsOfAssets = []commonv1.AssetKind{
	commonv1.AssetKind_ASSET_KIND_WORKSHOP, commonv1.AssetKind_ASSET_KIND_WAREHOUSE, commonv1.AssetKind_ASSET_KIND_OFFICE, commonv1.AssetKind_ASSET_KIND_SHOP,
}

// atATime is how many records one unit of work writes.
const atATime = 2000

// fill makes n plots and premises, the brownfields and the requests that go with them, and lets PostgreSQL learn how much there is,
// as it does by itself in time.
func (f *filled) fill(t *testing.B, n int, places []reference.Commune) {
	t.Helper()
	if f.kept() {
		f.wanted()
		return
	}
	random := rand.New(rand.NewPCG(1, 2))
	into := newRows()
	f.each(t, n+n/60, into.write, func(tx *kit.Tx, i int) error {
		place := places[random.IntN(len(places))]
		at := &commonv1.Point{Latitude: place.Point.Latitude + random.NormFloat64()/60, Longitude: place.Point.Longitude + random.NormFloat64()/60}
		area, flood, price := int32(50+random.IntN(4000)), landv1.FloodRisk(random.IntN(4)), &commonv1.Money{AmountCents: int64(3000 + random.IntN(9000))}
		switch {
		case i >= n:
			return rowsOf(tx, into, store.Brownfields, domain.RegisterBrownfield, &landv1.Brownfield{Name: "Friche", CommuneCode: place.Code, AreaM2: area, Point: at, FloodRisk: flood})
		case i%3 == 0:
			return rowsOf(tx, into, store.Plots, domain.RegisterPlot, &landv1.Plot{
				Name: "Lot", CommuneCode: place.Code, AreaM2: area, Availability: forSale, Confidentiality: public, Point: at, FloodRisk: flood, PricePerM2: price,
			})
		}
		return rowsOf(tx, into, store.Premises, domain.RegisterPremises, &landv1.Premises{
			Name: "Local", Kind: someKindsOfAssets[random.IntN(4)], CommuneCode: place.Code, AreaM2: area, Availability: forSale, Confidentiality: public, Point: at,
			Tenure: commonv1.LandTenure_LAND_TENURE_RENT, FloodRisk: flood, RentPerM2Year: price, PowerKva: int32(random.IntN(80)), Fibre: random.IntN(2) == 0,
		})
	})
	f.each(t, n/12, nil, func(tx *kit.Tx, _ int) error {
		least := int32(50 + random.IntN(4000))
		r, err := domain.ReceiveLandRequest("ales", &landv1.LandRequest{
			Company: &commonv1.CompanySnapshot{Name: "Entreprise"}, BodyId: "agglo",
			Need: &commonv1.LandNeed{AssetKinds: []commonv1.AssetKind{someKindsOfAssets[random.IntN(4)]}, MinAreaM2: least, MaxAreaM2: least * 3 / 2,
				CommuneCodes: []string{places[random.IntN(len(places))].Code}, RadiusKm: int32(5 + random.IntN(20))},
		}, tx.Now)
		if err != nil {
			return err
		}
		return store.LandRequests.Put(tx, r)
	})
	f.wanted()
	if err := f.store.Update(f.as("agglo"), store.RecountMap); err != nil {
		t.Fatal(err)
	}
	if f.store.DB().Engine != db.PostgreSQL {
		return // SQLite is never told
	}
	err := f.store.DB().Update(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, "ANALYZE")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// kept says whether the database was filled before.
func (f *filled) kept() bool {
	var one int
	err := f.store.DB().Read().QueryRow(f.t.Context(), "SELECT count(*) FROM (SELECT 1 FROM asset_index LIMIT 100) a").Scan(&one)
	if err != nil {
		f.t.Fatal(err)
	}
	return one == 100
}

// each makes n records, many in a unit of work, which ends with another thing.
func (f *filled) each(t testing.TB, n int, end func(tx *kit.Tx) error, make func(tx *kit.Tx, i int) error) {
	t.Helper()
	for done := 0; done < n; done += atATime {
		err := f.store.Update(f.as("agglo"), func(tx *kit.Tx) error {
			for i := range min(atATime, n-done) {
				if err := make(tx, done+i); err != nil {
					return err
				}
			}
			if end == nil {
				return nil
			}
			return end(tx)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// rows are what is written of assets and what they are found by, without their journal: a million of them are many.
type rows struct {
	into    map[string]*db.Insert
	waiting map[string][][]any
}

func newRows() *rows {
	return &rows{waiting: map[string][][]any{}, into: map[string]*db.Insert{
		"asset_index": db.NewInsert("asset_index", store.AssetColumns, ""),
		"place":       db.NewInsert("place", strings.Fields("territory record_id kind tile lat_e6 lon_e6"), ""),
	}}
}

func (r *rows) add(table string, row ...any) { r.waiting[table] = append(r.waiting[table], row) }

// write writes what waits.
func (r *rows) write(tx *kit.Tx) error {
	for table, waiting := range r.waiting {
		if err := r.into[table].Rows(tx.Ctx, tx, waiting...); err != nil {
			return err
		}
		r.waiting[table] = waiting[:0]
	}
	return nil
}

// asset is a record of the register that lies somewhere.
type asset[M proto.Message] interface {
	domain.Record[M]
	Asset() domain.Asset
}

// rowsOf makes a record and keeps its rows for later.
func rowsOf[A asset[M], M proto.Message](tx *kit.Tx, into *rows, table *kit.Table[A, M], register func(actor.Actor, M, time.Time) (A, error), said M) error {
	record, err := register(tx.Actor, said, tx.Now)
	if err != nil {
		return err
	}
	data, err := proto.Marshal(table.Encode(record))
	if err != nil {
		return err
	}
	a := record.Asset()
	row, columns := []any{"ales", a.ID, int64(1), []byte{}, data}, []string{"territory", "id", "version", "head", "record"}
	for _, c := range table.Columns {
		row, columns = append(row, c.Value(record)), append(columns, c.Name)
	}
	if into.into[table.Name] == nil {
		into.into[table.Name] = db.NewInsert(table.Name, columns, "")
	}
	at, _ := a.Position()
	lat, lon := int64(at.Latitude*1e6), int64(at.Longitude*1e6)
	into.add(table.Name, row...)
	into.add("place", "ales", a.ID, table.Name, domain.TileOf(at), lat, lon)
	into.add("asset_index", store.AssetRow("ales", a)...)
	return nil
}
