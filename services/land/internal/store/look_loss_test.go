package store

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/db"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/migrate"
	"hup.example/services/kit/reference"
	"hup.example/services/land/internal/domain"
)

// No asset is passed by that a request does not exclude, and none loses less than the engine says, so that a search misses nothing.
func TestLoss_isNeverMoreThanAnAssetLoses(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		assets := someAssets(400)
		d := filledWith(t, url, assets)
		random, passed, lost := rand.New(rand.NewPCG(3, 3)), 0, 0
		centre, _ := reference.Communes().Current("30007")
		for range 60 {
			r := someDemands(random)
			reach, by := domain.ReachOf(r), inCommunes
			if len(reach.Communes) > 0 {
				by = awayFrom(centre.Point, 0)
			}
			args := by.args(reach)
			rows, err := d.Read().Query(t.Context(), numberedAfter(len(args), "SELECT t.area_m2, "+by.total+`, CASE WHEN t.lacks & ? = 0 AND (t.use_mask = 0 OR t.use_mask & ? <> 0) THEN 1 ELSE 0 END
 FROM asset_index t`), append(args, reach.Demands.Hard, reach.Demands.Uses)...)
			if err != nil {
				t.Fatal(err)
			}
			for rows.Next() {
				var number, points, may int64
				if err := rows.Scan(&number, &points, &may); err != nil {
					t.Fatal(err)
				}
				a := assets[number-1]
				switch fit := domain.Judge(r, a); {
				case slices.Contains(reach.Communes, a.CommuneCode): // looked at by the commune
				case may == 0:
					passed++
					if fit.Outcome != domain.Excluded {
						t.Fatalf("passed by, though it is not excluded: %+v for %v", a, r)
					}
				case int64(100-fit.Score) < points:
					t.Fatalf("loses %d points, the engine says %d: %+v for %v", 100-fit.Score, points, a, r)
				case points > 0:
					lost++
				}
			}
			if err := rows.Err(); err != nil {
				t.Fatal(err)
			}
		}
		if passed < 1000 || lost < 1000 {
			t.Errorf("%d passed by, %d lose points: that proves little", passed, lost)
		}
	})
}

// someAssets are random ones, with all that a search compares; the area is the number of the asset.
func someAssets(n int) (all []domain.Asset) {
	random := rand.New(rand.NewPCG(2, 2))
	yes := func() bool { return random.IntN(2) == 0 }
	for i := range n {
		a := domain.Asset{
			ID: "prm_" + strconv.Itoa(i), Kind: commonv1.AssetKind(1 + random.IntN(9)), CommuneCode: "30007", AreaM2: int32(i + 1), OnMarket: true,
			ToBuy: yes(), ToRent: yes(), PriceCents: int64(random.IntN(9000) - 1000), RentCents: int64(random.IntN(9000) - 1000), LorryAccess: yes(), Rail: yes(), Fibre: yes(),
			Visibility: yes(), Measured: yes(), Offered: yes(), PowerKVA: int32(random.IntN(100)), HeightCM: int32(random.IntN(900)), PluZone: landv1.PluZone(random.IntN(8)),
			FloodRisk: landv1.FloodRisk(random.IntN(4)), Pollution: landv1.SoilPollution(random.IntN(6)), MaxIcpe: landv1.IcpeRegime(random.IntN(5)),
			PriceConfidentiality: landv1.AssetConfidentiality(random.IntN(4)),
		}
		if yes() {
			a.CommuneCode = "30132"
			a.Point = &commonv1.Point{Latitude: 44.12 + random.NormFloat64()/5, Longitude: 4.08 + random.NormFloat64()/5}
		}
		a.PriceCents, a.RentCents = max(0, a.PriceCents), max(0, a.RentCents)
		if yes() {
			a.AllowedUses = []landv1.LandUse{landv1.LandUse(1 + random.IntN(4))}
		}
		all = append(all, a)
	}
	return all
}

// someDemands ask anything but an area, half of them near Alès.
func someDemands(random *rand.Rand) *landv1.LandRequest {
	yes := func() bool { return random.IntN(2) == 0 }
	r := &landv1.LandRequest{
		Use: landv1.LandUse(random.IntN(4)),
		Need: &commonv1.LandNeed{
			Tenure: commonv1.LandTenure(random.IntN(3)), MaxPricePerM2: &commonv1.Money{AmountCents: int64(max(0, random.IntN(8000)-2000))},
		},
		Requirements: &landv1.LandRequirements{
			PowerKva: int32(random.IntN(100)), HeightCm: int32(random.IntN(900)), Rail: yes(), Fibre: yes(), LorryAccess: yes(), Visibility: yes(),
			IcpeRegime: landv1.IcpeRegime(random.IntN(4)),
		},
	}
	if yes() {
		r.Need.CommuneCodes, r.Need.RadiusKm = []string{"30007"}, int32(random.IntN(40))
	}
	return r
}

// filledWith is a database of the service with the rows of the assets.
func filledWith(t *testing.T, url string, assets []domain.Asset) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), "land", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := migrate.Up(t.Context(), d, migrate.Set{Table: "migration", Files: os.DirFS("../../migrations")}); err != nil {
		t.Fatal(err)
	}
	err = d.Update(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for _, a := range assets {
			if err := putAsset.Rows(ctx, tx, AssetRow("ales", a)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
