package land_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
)

const gard = "internal/seed/data/friches_gard.csv"

// load reads a file of a kind into ales; warnings are kept beside.
func (b *bench) load(kind, content string) (module.Counts, []module.Refusal) {
	b.t.Helper()
	var refused []module.Refusal
	b.warned = nil
	counts, err := b.service.Imports[kind].Read(b.t.Context(), "ales", kind+".csv", strings.NewReader(content), func(r module.Refusal) {
		if r.Warning {
			b.warned = append(b.warned, r)
		} else {
			refused = append(refused, r)
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return counts, refused
}

func TestBrownfields_comeInAndGoOutAsTheyWere(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		file := string(must[[]byte](t)(os.ReadFile(gard)))
		counts, refused := b.load("brownfields", file)
		if counts.Added != 199 || len(refused) != 0 {
			t.Fatalf("%+v, %v", counts, refused)
		}
		if counts, _ := b.load("brownfields", file); counts != (module.Counts{Same: 199}) {
			t.Errorf("the second run: %+v", counts)
		}
		var out bytes.Buffer
		if err := b.service.Imports["brownfields"].Export(t.Context(), "ales", &out); err != nil {
			t.Fatal(err)
		}
		if out.String() != file {
			t.Errorf("the export differs from the file: %d bytes for %d", out.Len(), len(file))
		}
		out.Reset()
		if err := b.service.Imports["brownfields"].Export(t.Context(), "nimes", &out); err != nil || strings.Count(out.String(), "\n") != 1 {
			t.Errorf("another territory exports %q, %v", out.String(), err)
		}
	})
}

func TestBrownfields_areReadByTheWordsOfTheirSource(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	counts, refused := b.load("brownfields", "\ufefflat;lon;comm_insee;site_nom;site_id;site_type;site_statut;sol_pollution_existe;site_surface_m2;desserte_route_m;couleur\n"+
		"44.2;4.03;30132;Centrale du Fesc;30132_7777;Friche d’habitat;friche sans projet;pollution avérée;12565,55;0;bleu\n"+
		"44.2;4.03;30132;;30132_8;moulinière;inconnu;;;;\n")
	if counts.Added != 2 || len(refused) != 0 {
		t.Fatalf("%+v, %v", counts, refused)
	}
	found := must[*landv1.ListBrownfieldsResponse](t)(b.Brownfields.ListBrownfields(b.as("agglo"), &landv1.ListBrownfieldsRequest{})).GetBrownfields()
	power, mill := found[1], found[0]
	if power.GetType() != landv1.BrownfieldType_BROWNFIELD_TYPE_HOUSING || power.GetStatusLabel() != "Friche sans projet" ||
		power.GetSoilPollution() != landv1.SoilPollution_SOIL_POLLUTION_PROVEN || power.GetAreaM2() != 12566 || power.RoadDistanceM == nil ||
		power.GetSourceColumns()["couleur"] != "bleu" || power.GetCommune() != "La Grand-Combe" || power.GetPoint().GetLatitude() != 44.2 {
		t.Errorf("%v", power)
	}
	if mill.GetType() != landv1.BrownfieldType_BROWNFIELD_TYPE_OTHER || mill.GetSourceColumns()["site_type"] != "moulinière" || mill.GetStatus() != 0 || mill.GetName() != "30132_8" || mill.RoadDistanceM != nil {
		t.Errorf("%v", mill)
	}
}

func TestBrownfields_keepWhatWasCorrectedHere(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	const header = "site_id,site_nom,comm_insee,site_surface_m2\n"
	b.load("brownfields", header+"a,Filature,30132,1000.4\n")
	one := must[*landv1.ListBrownfieldsResponse](t)(b.Brownfields.ListBrownfields(b.as("agglo"), &landv1.ListBrownfieldsRequest{})).GetBrownfields()[0]
	must[*landv1.Brownfield](t)(b.Brownfields.UpdateBrownfield(b.as("agglo"), &landv1.UpdateBrownfieldRequest{
		Brownfield: &landv1.Brownfield{BrownfieldId: one.GetBrownfieldId(), Name: "Ancienne filature"},
	}))
	if counts, _ := b.load("brownfields", header+"a,Filature,30132,2000.4\n"); counts != (module.Counts{Changed: 1}) {
		t.Errorf("%+v", counts)
	}
	var out bytes.Buffer
	if err := b.service.Imports["brownfields"].Export(t.Context(), "ales", &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "\na,Ancienne filature,") || !strings.Contains(out.String(), ",2000.4,") {
		t.Errorf("%s", out.String())
	}
}

func TestImport_refusesBrokenRowsAndTakesTheOthers(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		counts, refused := b.load("brownfields", "site_id,site_nom,comm_insee,site_surface_m2,lat,lon\n"+
			"1,Bonne,30132,10,44.2,4.0\n"+
			",Sans identifiant,30132,10,,\n"+
			"3,Surface,30132,beaucoup,,\n"+
			"4,Commune,ALES,10,,\n"+
			"5,Point,30132,10,98.1,4.0\n"+
			"6,Sans commune,,10,,\n"+
			"1,Deux fois,30132,10,,\n"+
			"7,Trop,courte\n"+
			"8,\"Guillemet\"mal placé,30132,10,,\n"+
			"9,Octets \xff\xfe,30132,10,,\n"+
			"10,Négative,30132,-5,,\n"+
			"11,Bonne aussi,30133,,,\n")
		if counts.Added != 2 || counts.Refused != 10 || len(refused) != 10 {
			t.Errorf("%+v", counts)
		}
		want := map[int]string{3: "site_id", 4: "site_surface_m2", 5: "comm_insee", 6: "lat", 7: "comm_insee", 8: "site_id", 9: "", 10: "", 11: "site_nom", 12: "site_surface_m2"}
		for _, r := range refused {
			if column, ok := want[r.Line]; !ok || column != r.Column || r.Reason == "" {
				t.Errorf("line %d, column %q: %s", r.Line, r.Column, r.Reason)
			}
		}
		_, err := b.service.Imports["brownfields"].Read(t.Context(), "ales", "x.csv", strings.NewReader("a,b\n1,2\n"), nil)
		if err == nil {
			t.Error("a file of another layout is taken")
		}
	})
}

func TestPremises_areImportedByFieldNamesAndFrenchWords(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.load("zones", "external_site_id,name,commune_code,state\nz1,Zone Une,30007,existing\n")
		const file = "area_m2,kind,name,external_premises_id,commune_code,zone_external_id,rent_per_m2_year,availability,fibre,confidentiality\n" +
			"850,Atelier,Atelier 1,p1,30007,z1,\"66,50\",for_sale,oui,public\n" +
			"120,office,Bureau 2,p2,30007,,,Disponible,non,partners\n" +
			"120,château,Bureau 3,p3,30007,,,,,\n" +
			"120,office,Bureau 4,p4,30007,z9,,,,\n"
		counts, refused := b.load("premises", file)
		if counts.Added != 2 || len(refused) != 2 || refused[0].Column != "kind" || refused[1].Column != "zone_external_id" {
			t.Fatalf("%+v, %v", counts, refused)
		}
		if counts, _ := b.load("premises", file); counts.Same != 2 {
			t.Errorf("the second run: %+v", counts)
		}
		one := must[*landv1.ListPremisesResponse](t)(b.Premises.ListPremises(b.as("cci"), &landv1.ListPremisesRequest{Filter: `externalPremisesId = "p1"`})).GetPremises()[0]
		if one.GetRentPerM2Year().GetAmountCents() != 6650 || !one.GetFibre() || one.GetAvailability() != forSale || one.GetZoneId() == "" {
			t.Errorf("%v", one)
		}
		counts, refused = b.load("premises", "external_premises_id,name,kind,commune_code,area_m2,availability\np1,Atelier 1,workshop,30007,850,sold\n")
		if counts.Changed != 1 {
			t.Fatalf("%+v, %v", counts, refused)
		}
		counts, refused = b.load("premises", "external_premises_id,name,kind,commune_code,area_m2,availability\np1,Atelier 1,workshop,30007,850,for_sale\n")
		if counts.Refused != 1 || !strings.Contains(refused[0].Reason, "not_for_sale") {
			t.Errorf("sold premises go back on the market: %+v, %v", counts, refused)
		}
	})
}

func TestSeed_isTheSameTheSecondTime(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		lines := func() (n int) {
			if err := b.store.DB().Read().QueryRow(t.Context(), "SELECT count(*) FROM journal").Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if err := b.service.Seed(t.Context()); err != nil {
			t.Fatal(err)
		}
		first := lines()
		if err := b.service.Seed(t.Context()); err != nil {
			t.Fatal(err)
		}
		if again := lines(); again != first || first < 240 {
			t.Errorf("%d facts, then %d", first, again)
		}
		ctx := b.as("agglo")
		for _, p := range must[*landv1.ListPremisesResponse](t)(b.Premises.ListPremises(ctx, &landv1.ListPremisesRequest{PageSize: 200})).GetPremises() {
			if !p.GetDemonstration() || !strings.Contains(p.GetName(), "démonstration") || !strings.Contains(p.GetName(), p.GetCommune()) {
				t.Errorf("%s in %s, demonstration %v", p.GetName(), p.GetCommune(), p.GetDemonstration())
			}
		}
		brownfields := must[*landv1.ListBrownfieldsResponse](t)(b.Brownfields.ListBrownfields(ctx, &landv1.ListBrownfieldsRequest{Filter: `communeCode = "30132" AND demonstration = false`}))
		if len(brownfields.GetBrownfields()) == 0 {
			t.Error("no real brownfield of La Grand-Combe")
		}
	})
}

// The inventory may have sites larger than anybody can ask for: they go in, are found by who asks for much, and don't stop the file.
func TestBrownfields_ofAThousandSquareKilometresGoIn(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		counts, refused := b.load("brownfields", "site_id,site_nom,comm_insee,site_surface_m2\nA,Bassin minier,30007,1000000000\nB,Forge,30007,-5\nC,Usine,30007,1000000001\nD,Filature,30007,0\n")
		if counts.Added != 2 || len(refused) != 2 || refused[0].Line != 3 || refused[1].Line != 4 || refused[1].Column != "site_surface_m2" {
			t.Fatalf("%+v, %v", counts, refused)
		}
		large := must[*landv1.ListBrownfieldsResponse](t)(b.Brownfields.ListBrownfields(b.as("agglo"), &landv1.ListBrownfieldsRequest{Filter: `externalSiteId = "A"`})).GetBrownfields()[0]
		asked := must[*landv1.LandRequest](t)(b.Requests.CreateLandRequest(b.as("agglo"), &landv1.CreateLandRequestRequest{LandRequest: &landv1.LandRequest{
			Company: &commonv1.CompanySnapshot{Name: "Grands espaces"}, Need: &commonv1.LandNeed{MinAreaM2: 100_000_000, CommuneCodes: []string{"30007"}},
		}}))
		seen := must[*landv1.ListAssetMatchesResponse](t)(b.Requests.ListAssetMatches(b.as("agglo"), &landv1.ListAssetMatchesRequest{AssetId: large.GetBrownfieldId()})).GetMatches()
		if len(seen) != 1 || seen[0].GetLandRequest().GetLandRequestId() != asked.GetLandRequestId() {
			t.Errorf("%v", seen)
		}
	})
}
