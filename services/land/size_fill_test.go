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
	assets   []domain.Asset
}

var someKindsOfAssets = []commonv1.AssetKind{
	commonv1.AssetKind_ASSET_KIND_WORKSHOP, commonv1.AssetKind_ASSET_KIND_WAREHOUSE, commonv1.AssetKind_ASSET_KIND_OFFICE, commonv1.AssetKind_ASSET_KIND_SHOP,
}

// atATime is how many records one unit of work writes.
const atATime = 2000

// fill makes n plots and premises, the brownfields and the requests that go with them, and lets the engine learn how much there is, as
// it does by itself in time.
func (f *filled) fill(t *testing.B, n int, places []reference.Commune) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	into := newRows()
	f.each(t, n+n/60, func(tx *kit.Tx, i int) error {
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
	f.each(t, n/12, func(tx *kit.Tx, _ int) error {
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
	err := f.store.DB().Update(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, "ANALYZE")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// each makes n records, many in a unit of work.
func (f *filled) each(t *testing.B, n int, make func(tx *kit.Tx, i int) error) {
	t.Helper()
	for done := 0; done < n; done += atATime {
		err := f.store.Update(f.as("agglo"), func(tx *kit.Tx) error {
			for i := range min(atATime, n-done) {
				if err := make(tx, done+i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// rows are the statements that write an asset and what it is found by, without its journal: a million of them are many.
type rows struct {
	index, place *db.Insert
	records      map[string]*db.Insert
}

func newRows() *rows {
	return &rows{
		records: map[string]*db.Insert{},
		index: db.NewInsert("asset_index", strings.Fields(`territory asset_id kind on_market area_m2 least_m2 commune_code lat_e6 lon_e6 availability confidentiality
 body_id zone_id use_code cell spot lost traits`), ""),
		place: db.NewInsert("place", strings.Fields("territory record_id kind tile lat_e6 lon_e6"), ""),
	}
}

// asset is a record of the register that lies somewhere.
type asset[M proto.Message] interface {
	domain.Record[M]
	Asset() domain.Asset
}

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
	if into.records[table.Name] == nil {
		into.records[table.Name] = db.NewInsert(table.Name, columns, "")
	}
	at, _ := a.Position()
	lat, lon := int64(at.Latitude*1e6), int64(at.Longitude*1e6)
	if err := into.records[table.Name].Rows(tx.Ctx, tx, row); err != nil {
		return err
	}
	if err := into.place.Rows(tx.Ctx, tx, []any{"ales", a.ID, table.Name, domain.TileOf(at), lat, lon}); err != nil {
		return err
	}
	return into.index.Rows(tx.Ctx, tx, []any{"ales", a.ID, a.Kind.String(), a.OnMarket, int64(a.AreaM2), int64(a.LeastArea()), a.CommuneCode, lat, lon,
		a.Availability.String(), a.Confidentiality.String(), a.BodyID, "", "", (lat+90_000_000)/500_000*1000 + (lon+180_000_000)/500_000,
		(lat+90_000_000)/100_000*10_000 + (lon+180_000_000)/100_000, a.Lost(), a.Traits()})
}
