package land_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/kittest"
)

const (
	forSale   = landv1.AssetAvailability_ASSET_AVAILABILITY_FOR_SALE
	isSold    = landv1.AssetAvailability_ASSET_AVAILABILITY_SOLD
	optioned  = landv1.AssetAvailability_ASSET_AVAILABILITY_OPTIONED
	public    = landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PUBLIC
	partners  = landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PARTNERS
	offMarket = landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_OWNER_BODY
)

// addPremises adds premises that agglo keeps.
func (b *bench) addPremises(areaM2 int32, confidentiality landv1.AssetConfidentiality, more func(*landv1.Premises)) *landv1.Premises {
	b.t.Helper()
	p := &landv1.Premises{
		Name: "Atelier Bruèges", Kind: commonv1.AssetKind_ASSET_KIND_WORKSHOP, CommuneCode: "30007", AreaM2: areaM2,
		Availability: forSale, Confidentiality: confidentiality, Tenure: commonv1.LandTenure_LAND_TENURE_RENT,
		RentPerM2Year: &commonv1.Money{AmountCents: 6000, Currency: "EUR"},
		OwnerContact:  &landv1.OwnerContact{Name: "Mme Propriétaire", Phone: "+33466000000"},
	}
	if more != nil {
		more(p)
	}
	return must[*landv1.Premises](b.t)(b.Premises.CreatePremises(b.as("agglo"), &landv1.CreatePremisesRequest{Premises: p}))
}

func TestPremises_offTheMarketExistForTheirBodyAndTheCoordinator(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		secret, shared, open := b.addPremises(900, offMarket, nil), b.addPremises(900, partners, nil), b.addPremises(900, public, nil)
		coordinator := b.as("hup", actor.HupCoordinator)
		for name, x := range map[string]struct {
			sees []string
			list func() (*landv1.ListPremisesResponse, error)
			get  func(id string) error
		}{
			"its body": {sees: []string{secret.GetPremisesId(), shared.GetPremisesId(), open.GetPremisesId()},
				list: func() (*landv1.ListPremisesResponse, error) {
					return b.Premises.ListPremises(b.as("agglo"), &landv1.ListPremisesRequest{})
				},
				get: func(id string) error {
					_, err := b.Premises.GetPremises(b.as("agglo"), &landv1.GetPremisesRequest{PremisesId: id})
					return err
				}},
			"another body": {sees: []string{shared.GetPremisesId(), open.GetPremisesId()},
				list: func() (*landv1.ListPremisesResponse, error) {
					return b.Premises.ListPremises(b.as("cci"), &landv1.ListPremisesRequest{})
				},
				get: func(id string) error {
					_, err := b.Premises.GetPremises(b.as("cci"), &landv1.GetPremisesRequest{PremisesId: id})
					return err
				}},
			"the coordinator": {sees: []string{secret.GetPremisesId(), shared.GetPremisesId(), open.GetPremisesId()},
				list: func() (*landv1.ListPremisesResponse, error) {
					return b.Premises.ListPremises(coordinator, &landv1.ListPremisesRequest{})
				},
				get: func(id string) error {
					_, err := b.Premises.GetPremises(coordinator, &landv1.GetPremisesRequest{PremisesId: id})
					return err
				}},
			"a company": {sees: []string{open.GetPremisesId()},
				list: func() (*landv1.ListPremisesResponse, error) {
					return b.Premises.ListPremises(b.company("com_1"), &landv1.ListPremisesRequest{})
				},
				get: func(id string) error {
					_, err := b.Premises.GetPremises(b.company("com_1"), &landv1.GetPremisesRequest{PremisesId: id})
					return err
				}},
		} {
			var listed []string
			for _, p := range must[*landv1.ListPremisesResponse](t)(x.list()).GetPremises() {
				listed = append(listed, p.GetPremisesId())
				if name != "its body" && p.GetOwnerContact() != nil {
					t.Errorf("%s reads the owner's contact", name)
				}
			}
			slices.Sort(listed)
			if !slices.Equal(listed, x.sees) {
				t.Errorf("%s lists %d premises, want %d", name, len(listed), len(x.sees))
			}
			for _, p := range []*landv1.Premises{secret, shared, open} {
				if err := x.get(p.GetPremisesId()); (err == nil) != slices.Contains(x.sees, p.GetPremisesId()) || err != nil && !errs.Is(err, "NOT_FOUND") {
					t.Errorf("%s gets %s: %v", name, p.GetConfidentiality(), err)
				}
			}
		}
	})
}

func TestUpdatePremises_movesWithinTheMachine(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		p := b.addPremises(900, partners, nil)
		update := func(body string, to *landv1.Premises, mask ...string) (*landv1.Premises, error) {
			to.PremisesId = p.GetPremisesId()
			r := &landv1.UpdatePremisesRequest{Premises: to}
			if len(mask) > 0 {
				r.UpdateMask = &fieldmaskpb.FieldMask{Paths: mask}
			}
			return b.Premises.UpdatePremises(b.as(body), r)
		}
		moved := must[*landv1.Premises](t)(update("cci", &landv1.Premises{Availability: optioned, AreaM2: 950}))
		if moved.GetAvailabilityLabel() != "Réservé par option" || moved.GetAreaM2() != 950 || moved.GetEtag() == p.GetEtag() {
			t.Fatalf("%v", moved)
		}
		same := must[*landv1.Premises](t)(update("cci", &landv1.Premises{AreaM2: 950}, "area_m2"))
		if same.GetEtag() != moved.GetEtag() {
			t.Error("an update that changes nothing makes a version")
		}
		must[*landv1.Premises](t)(update("agglo", &landv1.Premises{Availability: isSold}))
		_, err := update("agglo", &landv1.Premises{Availability: forSale})
		if e, ok := errs.As(err); !ok || e.Reason != "ILLEGAL_TRANSITION" || len(e.Moves) != 1 || e.Moves[0].To != "ASSET_AVAILABILITY_NOT_FOR_SALE" {
			t.Errorf("sold premises go back on the market: %v", err)
		}
		for what, to := range map[string]*landv1.Premises{
			"takes the record over": {BodyId: "cci"}, "hides it": {Confidentiality: offMarket}, "changes whom to call": {OwnerContact: &landv1.OwnerContact{Name: "x"}},
		} {
			if _, err := update("cci", to); !errs.Is(err, "ROLE_MAY_NOT") {
				t.Errorf("another body %s: %v", what, err)
			}
		}
		if _, err := update("agglo", &landv1.Premises{ZoneId: id.New("zon")}); err == nil {
			t.Error("a zone that does not exist is taken")
		}
	})
}

func TestRegister_isMadeOnceAndListedInOrder(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		ctx := b.as("agglo")
		for _, name := range []string{"Pist Oasis", "Écoparc", "Bruèges"} {
			for range 2 {
				must[*landv1.Zone](t)(b.Zones.CreateZone(ctx, &landv1.CreateZoneRequest{Zone: &landv1.Zone{
					Name: name, CommuneCode: "30007", ClientRequestId: name, ExternalSiteId: name, Etag: "ignored", State: landv1.ZoneState_ZONE_STATE_EXISTING,
				}}))
			}
		}
		_, err := b.Zones.CreateZone(ctx, &landv1.CreateZoneRequest{Zone: &landv1.Zone{Name: "x", CommuneCode: "30007", ExternalSiteId: "Écoparc"}})
		if !errs.Is(err, "EXTERNAL_ID_TAKEN") {
			t.Errorf("an id of the source twice: %v", err)
		}
		var names []string
		for _, z := range must[*landv1.ListZonesResponse](t)(b.Zones.ListZones(ctx, &landv1.ListZonesRequest{})).GetZones() {
			names = append(names, z.GetName())
			if z.GetCommune() != "Alès" || z.GetStateLabel() != "Existante et active" {
				t.Errorf("%v", z)
			}
		}
		if !slices.Equal(names, []string{"Bruèges", "Écoparc", "Pist Oasis"}) {
			t.Errorf("%v", names)
		}
		zone := must[*landv1.ListZonesResponse](t)(b.Zones.ListZones(ctx, &landv1.ListZonesRequest{Filter: `text : "ecop"`})).GetZones()[0]
		plot := must[*landv1.Plot](t)(b.Plots.CreatePlot(ctx, &landv1.CreatePlotRequest{Plot: &landv1.Plot{
			Name: "Lot 1", CommuneCode: "30007", ZoneId: zone.GetZoneId(), AreaM2: 4000, PricePerM2: &commonv1.Money{AmountCents: 4500}, PriceConfidentiality: partners,
		}}))
		if plot.GetAvailability() != landv1.AssetAvailability_ASSET_AVAILABILITY_NOT_FOR_SALE || plot.GetPricePerM2() == nil {
			t.Errorf("%v", plot)
		}
		seen := must[*landv1.ListPlotsResponse](t)(b.Plots.ListPlots(b.company("com_1"), &landv1.ListPlotsRequest{Filter: `zoneId = "` + zone.GetZoneId() + `" AND areaM2 >= 4000`})).GetPlots()
		if len(seen) != 1 || seen[0].GetPricePerM2() != nil || len(seen[0].GetAllowedActions()) != 0 {
			t.Errorf("a company sees %v", seen)
		}
	})
}

// What the contract requires is asked for, all of it at once: an update sends the same message, so that its rules can't.
func TestRegister_refusesARecordThatLacksWhatIsRequired(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	ctx := b.as("agglo")
	lacking := func(err error) string {
		e, ok := errs.As(err)
		if !ok {
			return fmt.Sprint(err)
		}
		var paths []string
		for _, f := range e.Fields {
			paths = append(paths, f.Path+" "+f.Reason)
		}
		return strings.Join(paths, ", ")
	}
	_, zone := b.Zones.CreateZone(ctx, &landv1.CreateZoneRequest{Zone: &landv1.Zone{}})
	_, plot := b.Plots.CreatePlot(ctx, &landv1.CreatePlotRequest{Plot: &landv1.Plot{}})
	_, zero := b.Plots.CreatePlot(ctx, &landv1.CreatePlotRequest{Plot: &landv1.Plot{Name: "Lot", CommuneCode: "30007"}})
	_, premises := b.Premises.CreatePremises(ctx, &landv1.CreatePremisesRequest{Premises: &landv1.Premises{}})
	_, brownfield := b.Brownfields.CreateBrownfield(ctx, &landv1.CreateBrownfieldRequest{Brownfield: &landv1.Brownfield{}})
	_, request := b.Requests.CreateLandRequest(ctx, &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{}})
	made := b.addPremises(850, public, nil)
	_, emptied := b.Premises.UpdatePremises(ctx, &landv1.UpdatePremisesRequest{
		Premises: &landv1.Premises{PremisesId: made.GetPremisesId()}, UpdateMask: masked("name", "area_m2"),
	})
	for _, c := range []struct {
		what, want string
		err        error
	}{
		{"a zone", "name required, communeCode required", zone},
		{"a plot", "name required, communeCode required, areaM2 required", plot},
		{"an area of 0", "areaM2 required", zero},
		{"premises", "name required, kind required, communeCode required, areaM2 required", premises},
		{"a brownfield", "name required, communeCode required", brownfield},
		{"a request", "company required, need required", request},
		{"premises that are emptied", "name required, areaM2 required", emptied},
	} {
		if got := lacking(c.err); got != c.want {
			t.Errorf("%s: %s", c.what, got)
		}
	}
}
