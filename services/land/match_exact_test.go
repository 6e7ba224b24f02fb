package land_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/kittest"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// anyOf picks one of some values.
func anyOf[T any](random *rand.Rand, some ...T) T { return some[random.IntN(len(some))] }

// somewhere is a place around Alès, nowhere, or for one in ten at the centre of a commune.
func somewhere(random *rand.Rand) *commonv1.Point {
	if random.IntN(10) == 0 {
		return nil
	}
	return &commonv1.Point{Latitude: 44.13 + random.NormFloat64()/5, Longitude: 4.08 + random.NormFloat64()/5}
}

// register puts random assets into the register: of all kinds, of bodies and confidentialities of all sorts, some without area.
func (b *bench) register(random *rand.Rand, n int) {
	b.t.Helper()
	communes := communesOf(1)
	err := b.store.Update(b.as("agglo"), func(tx *kit.Tx) error {
		for range n {
			flood, area := landv1.FloodRisk(random.IntN(4)), int32(max(0, random.IntN(4000)-100))
			open, commune := anyOf(random, forSale, forSale, isSold), communes[random.IntN(40)].Code
			secrecy, keeper := anyOf(random, public, public, partners, offMarket), anyOf(random, "agglo", "cci")
			var err error
			switch random.IntN(6) {
			case 0:
				err = put(tx, store.Plots, domain.RegisterPlot, &landv1.Plot{
					Name: "Lot", CommuneCode: commune, AreaM2: area, DivisibleFromM2: area / int32(1+random.IntN(4)), Availability: open, Confidentiality: secrecy, BodyId: keeper,
					Point: somewhere(random), FloodRisk: flood, PluZone: landv1.PluZone(random.IntN(6)), PricePerM2: &commonv1.Money{AmountCents: int64(random.IntN(9000))},
					PriceConfidentiality: anyOf(random, public, offMarket), AllowedUses: []landv1.LandUse{landv1.LandUse(1 + random.IntN(4))},
				})
			case 1:
				err = put(tx, store.Brownfields, domain.RegisterBrownfield, &landv1.Brownfield{
					Name: "Friche", CommuneCode: commune, AreaM2: area, Confidentiality: secrecy, BodyId: keeper, Point: somewhere(random), FloodRisk: flood,
					SoilPollution: landv1.SoilPollution(random.IntN(6)), Offered: random.IntN(2) == 0, Status: landv1.BrownfieldStatus(random.IntN(5)),
				})
			default:
				err = put(tx, store.Premises, domain.RegisterPremises, &landv1.Premises{
					Name: "Local", Kind: someKindsOfAssets[random.IntN(4)], CommuneCode: commune, AreaM2: area, Availability: open, Confidentiality: secrecy, BodyId: keeper,
					Point: somewhere(random), FloodRisk: flood, Tenure: commonv1.LandTenure(random.IntN(4)), RentPerM2Year: &commonv1.Money{AmountCents: int64(random.IntN(12000))},
					AvailableFromDate: anyOf(random, "", "2027-01-01", "2027-09-01"), PowerKva: int32(random.IntN(3) * 30), HeightCm: int32(random.IntN(3) * 300),
					Fibre: random.IntN(2) == 0, LorryAccess: random.IntN(2) == 0, MaxIcpeRegime: landv1.IcpeRegime(random.IntN(5)),
				})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// needs is a random request: anywhere or around communes, demanding or not.
func needs(random *rand.Rand) *landv1.LandRequest {
	least := int32(random.IntN(3) * random.IntN(1200))
	need := &commonv1.LandNeed{MinAreaM2: least, MaxAreaM2: anyOf(random, 0, least+300, 4000), Tenure: anyOf(random, 0, commonv1.LandTenure_LAND_TENURE_RENT)}
	if random.IntN(3) > 0 {
		need.AssetKinds = []commonv1.AssetKind{anyOf(random, append(someKindsOfAssets, commonv1.AssetKind_ASSET_KIND_PLOT, commonv1.AssetKind_ASSET_KIND_BROWNFIELD)...)}
	}
	if random.IntN(5) > 0 {
		need.CommuneCodes = anyOf(random, []string{"30007"}, []string{"30007", "30132"}, []string{"30259", "99999"})
		need.RadiusKm = anyOf[int32](random, 0, 8, 20, 60)
	}
	asks := &landv1.LandRequirements{}
	if random.IntN(2) == 0 {
		need.MaxPricePerM2, need.NeededByDate = &commonv1.Money{AmountCents: 5000}, "2027-06-01"
		asks = &landv1.LandRequirements{PowerKva: 40, HeightCm: 400, Fibre: true, IcpeRegime: landv1.IcpeRegime(random.IntN(4))}
	}
	return &landv1.LandRequest{Company: &commonv1.CompanySnapshot{Name: "A"}, Need: need, Requirements: asks, Use: landv1.LandUse(random.IntN(3))}
}

// all are the assets on the market that the actor may know of, read one by one from the records.
func (b *bench) everything(ctx context.Context) (found []domain.Asset) {
	b.t.Helper()
	who := actor.From(ctx)
	view := b.store.View(actor.With(ctx, actor.Of("ales", "land")))
	var ids []string
	told := func(a domain.Asset) error {
		if a.OnMarket && a.Visible(who) {
			ids = append(ids, a.ID)
		}
		return nil
	}
	err := store.Each(store.Plots)(view, func(p *domain.Plot) error { return told(p.Asset()) })
	if err == nil {
		err = store.Each(store.Premises)(view, func(p *domain.Premises) error { return told(p.Asset()) })
	}
	if err == nil {
		err = store.Each(store.Brownfields)(view, func(f *domain.Brownfield) error { return told(f.Asset()) })
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return must[[]domain.Asset](b.t)(store.Assets(b.store.View(ctx), ids))
}

// The matches of a request are the best of the whole register: what holding every asset against it gives, in the same order. Layers
// of risks count, and so do rows of before there were traits.
func TestMatches_areTheBestOfTheWholeRegister(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b, random := open(t, url), rand.New(rand.NewPCG(7, 7))
		b.register(random, 1500)
		b.lay("ppri", "fort", plotSquare)
		ctx, cut := b.as("agglo"), 0
		everything := b.everything(ctx)
		for i := range 40 {
			if i == 30 {
				b.forgetTraits()
			}
			r := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(ctx, &landv1.CreateLandRequestRequest{LandRequest: needs(random)}))
			want := naive(r, everything)
			if len(want) > domain.MostMatches {
				cut++
				want = want[:domain.MostMatches]
			}
			var got []string
			for token := ""; ; {
				page := b.matches("agglo", r.GetLandRequestId(), 90, token)
				for _, m := range page.GetMatches() {
					got = append(got, fmt.Sprint(m.GetScore(), m.GetNearMiss(), m.GetAsset().GetAssetId()))
				}
				if token = page.GetNextPageToken(); token == "" {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%v: %d matches, want %d\n%s\n%s", r.GetNeed(), len(got), len(want), strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
		if cut < 3 || cut > 30 {
			t.Errorf("%d of the requests have more matches than are shown", cut)
		}
	})
}

// naive holds every asset against the request and sorts them.
func naive(r *landv1.LandRequest, all []domain.Asset) (lines []string) {
	var found []domain.Found
	for _, a := range all {
		if fit := domain.Judge(r, a); fit.Outcome != domain.Excluded {
			found = append(found, domain.Found{Asset: a, Fit: fit})
		}
	}
	slices.SortFunc(found, func(x, y domain.Found) int {
		switch {
		case x.Fit.Outcome != y.Fit.Outcome:
			return int(y.Fit.Outcome - x.Fit.Outcome)
		case x.Fit.Score != y.Fit.Score:
			return int(y.Fit.Score - x.Fit.Score)
		case x.Asset.AreaM2 != y.Asset.AreaM2:
			return int(x.Asset.AreaM2 - y.Asset.AreaM2)
		}
		return strings.Compare(x.Asset.ID, y.Asset.ID)
	})
	for _, f := range found {
		lines = append(lines, fmt.Sprint(f.Fit.Score, f.Fit.Outcome == domain.Near, f.Asset.ID))
	}
	return lines
}

// forgetTraits leaves the index as an upgrade finds it.
func (b *bench) forgetTraits() {
	b.t.Helper()
	err := b.store.Update(b.as("agglo"), func(tx *kit.Tx) error {
		_, err := tx.Exec(tx.Ctx, `UPDATE asset_index SET traits = '', lost = 0, whole = FALSE, lacks = 0, price_cents = -1, rent_cents = -1,
 power_kva = -1, height_cm = -1`)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// put makes a record of the register and keeps it.
func put[A domain.Record[M], M proto.Message](tx *kit.Tx, table *kit.Table[A, M], made func(actor.Actor, M, time.Time) (A, error), said M) error {
	record, err := made(tx.Actor, said, tx.Now)
	if err != nil {
		return err
	}
	return table.Put(tx, record)
}
