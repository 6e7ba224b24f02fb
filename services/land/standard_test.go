package land_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/module"
)

// write exports a kind in a layout.
func (b *bench) write(kind, layout string) string {
	b.t.Helper()
	var out bytes.Buffer
	if err := b.service.Imports[kind].Exports[layout](b.t.Context(), "ales", &out); err != nil {
		b.t.Fatal(err)
	}
	return out.String()
}

// table reads a table as it is written in files.
func table(t *testing.T, content string, comma rune) [][]string {
	t.Helper()
	in := csv.NewReader(strings.NewReader(content))
	in.Comma = comma
	return must[[][]string](t)(in.ReadAll())
}

func sameTable(t *testing.T, got, want [][]string) {
	t.Helper()
	for i := range want {
		for j := range want[i] {
			if i >= len(got) || j >= len(got[i]) || got[i][j] != want[i][j] {
				t.Errorf("line %d, column %s differs: %q", i+1, want[0][j], want[i][j])
			}
		}
	}
}

func file(t *testing.T, name string) string {
	t.Helper()
	return string(must[[]byte](t)(os.ReadFile("testdata/" + name)))
}

// The example of the standard itself: its position is swapped and its outline is no WKT, which is told, and every text comes back.
func TestCnigFriches_theExampleGoesInAndOut(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		example := file(t, "cnig_friches_exemple.csv")
		counts, refused := b.load("brownfields", example)
		if counts != (module.Counts{Added: 1}) || len(refused) != 0 {
			t.Fatalf("%+v, %v", counts, refused)
		}
		if len(b.warned) != 2 || b.warned[0].Column != "geompoint" || b.warned[1].Column != "geomsurf" || !strings.Contains(b.warned[0].Reason, "inversées") {
			t.Errorf("%v", b.warned)
		}
		sameTable(t, table(t, b.write("brownfields", "cnig"), ','), table(t, example, ','))
		one := must[*landv1.ListBrownfieldsResponse](t)(b.Brownfields.ListBrownfields(b.as("agglo"), &landv1.ListBrownfieldsRequest{})).GetBrownfields()[0]
		if one.GetPoint().GetLatitude() != 49.2527 || one.GetRailDistanceM() != 6000 || one.GetBuildings().GetAreaM2() != 2400 || len(one.GetParcelIds()) != 5 {
			t.Errorf("%v", one)
		}
		if again, _ := b.load("brownfields", b.write("brownfields", "cnig")); again != (module.Counts{Same: 1}) {
			t.Errorf("our own export: %+v", again)
		}
	})
}

func TestCnigFriches_eachRowIsHeldAgainstTheSchema(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	example := table(t, file(t, "cnig_friches_exemple.csv"), ',')
	column := map[string]int{}
	for i, name := range example[0] {
		column[name] = i
	}
	lines := [][]string{example[0]}
	for i, change := range [][2]string{
		{"site_type", "friche nucléaire"}, {"site_identif_date", "18/05/2003"}, {"unite_fonciere_refcad", "12083000AH0035|1208300AH0072"},
		{"bati_surface", "2400,5"}, {"site_nom", ""}, {"urba_zaer", "peut-être"}, {"site_ademe_url", "voir le site"}, {"desserte_distance", "2 km"},
	} {
		line := append([]string(nil), example[1]...)
		line[0] = "x" + string(rune('a'+i))
		line[column[change[0]]] = change[1]
		lines = append(lines, line)
	}
	var content strings.Builder
	_ = csv.NewWriter(&content).WriteAll(lines) // a builder does not fail
	counts, refused := b.load("brownfields", content.String())
	if counts.Refused != 8 || counts.Added != 0 {
		t.Errorf("%+v", counts)
	}
	for i, want := range []string{"site_type", "site_identif_date", "unite_fonciere_refcad", "bati_surface", "site_nom", "urba_zaer", "site_ademe_url", "desserte_distance"} {
		if i >= len(refused) || refused[i].Line != i+2 || refused[i].Column != want {
			t.Errorf("line %d, %s: %v", i+2, want, refused)
			break
		}
	}
	if !strings.Contains(refused[2].Reason, "1208300AH0072") || !strings.Contains(refused[2].Reason, "13 caractères") {
		t.Errorf("%s", refused[2].Reason)
	}
}

func TestCnigFriches_saysWhatIsWrongWithTheFile(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	example := table(t, file(t, "cnig_friches_exemple.csv"), ',')
	with := func(comma rune, drop ...string) string {
		var out strings.Builder
		w := csv.NewWriter(&out)
		w.Comma = comma
		for _, line := range example {
			var kept []string
			for i, cell := range line {
				if !strings.Contains(strings.Join(drop, ","), example[0][i]) {
					kept = append(kept, cell)
				}
			}
			_ = w.Write(kept) // a builder does not fail
		}
		w.Flush()
		return out.String()
	}
	read := func(content string) error {
		_, err := b.service.Imports["brownfields"].Read(t.Context(), "ales", "x.csv", strings.NewReader(content), func(module.Refusal) {})
		return err
	}
	if err := read(with('\t')); err == nil || !strings.Contains(err.Error(), "séparateur") {
		t.Errorf("tabs: %v", err)
	}
	if err := read(with(',', "comm_insee")); err == nil || !strings.Contains(err.Error(), "comm_insee") {
		t.Errorf("a column that nothing can do without: %v", err)
	}
	if counts, _ := b.load("brownfields", with(';', "urba_zaer")); counts.Added != 1 || len(b.warned) == 0 || b.warned[0].Column != "urba_zaer" || b.warned[0].Line != 1 {
		t.Errorf("a column that only the standard asks for: %+v, %v", counts, b.warned)
	}
	windows := strings.ReplaceAll(with(','), "é", "\xe9")
	if counts, refused := b.load("brownfields", windows); counts.Refused != 1 || !strings.Contains(refused[0].Reason, "UTF-8") {
		t.Errorf("Windows-1252: %+v, %v", counts, refused)
	}
}

func TestCartofriches_keepsWhatTheListsDoNotKnow(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	const content = "site_id,site_nom,comm_insee,unite_fonciere_refcad,urba_zone_type\na,Filature,30132,301320000A0253|30132000A0028,Ux\nb,Mine,30132,,Ux\n"
	counts, refused := b.load("brownfields", content)
	if counts != (module.Counts{Added: 2}) || len(refused) != 0 {
		t.Fatalf("%+v, %v", counts, refused)
	}
	told := map[string]string{}
	for _, w := range b.warned {
		told[w.Column] += w.Reason
	}
	if !strings.Contains(told["unite_fonciere_refcad"], "13 caractères") || !strings.Contains(told["urba_zone_type"], "(2 lignes)") {
		t.Errorf("%v", b.warned)
	}
	if out := b.write("brownfields", "cartofriches"); !strings.Contains(out, "301320000A0253|30132000A0028") || strings.Count(out, "Ux") != 2 {
		t.Errorf("%s", out)
	}
}

// What comes from Cartofriches with other words goes out in those of the standard, so that others can read it.
func TestCnigFriches_anExportIsAlwaysOfTheStandard(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	b.load("brownfields", string(must[[]byte](t)(os.ReadFile(gard))))
	other := open(t, kittest.SQLite(t))
	if counts, refused := other.load("brownfields", b.write("brownfields", "cnig")); counts != (module.Counts{Added: 199}) {
		t.Errorf("%+v, %v", counts, refused)
	}
}

const siteHeader = "site_id;pole_id;site_nom;site_type;site_vocadomi;site_etat;site_surf_brute;site_surf_utile;site_identif_date;site_actu_date;site_epci_nom;site_epci_siren;site_comm_nom;site_comm_insee;site_moa_type;site_uf_nbre;site_uf_vacant_nbre;site_taux_vacance;site_geomsurf;site_geompoint;site_voca_industrielle;site_voca_commerciale;reseau_gaz;reseau_fibre_optique;gare_nom;gare_dist"

// The example of the standard has a semicolon too many in a list, so that this one is ours.
const siteLine = `80024_SITE-ECO_00001;80024_POLE-ECO_00162;ZAC Les Bornes du Temps;zone d'activité économique;entrepôts, logistique;existant et actif;37.2;35.3;2016-03-26;2023-08-29;Communauté de Communes Nièvre et Somme;200071223;Argoeuves;80024;EPCI;15;2;13.3;"{""type"": ""Polygon"", ""coordinates"": [[[643000.5,6980000],[644000,6980000],[644000,6981000],[643000.5,6980000]]]}";2.2167, 49.9353;oui;non;;oui;Abbeville;15.25`

func TestCnigSites_theTablesGoInAndOut(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		sites := siteHeader + "\n" + siteLine + "\n"
		counts, refused := b.load("zones", sites)
		if counts != (module.Counts{Added: 1}) || len(refused) != 0 || len(b.warned) != 1 || !strings.Contains(b.warned[0].Reason, "Lambert 93") {
			t.Fatalf("%+v, %v, %v", counts, refused, b.warned)
		}
		zone := must[*landv1.ListZonesResponse](t)(b.Zones.ListZones(b.as("agglo"), &landv1.ListZonesRequest{})).GetZones()[0]
		if zone.GetGrossAreaM2() != 372_000 || zone.GetVacancyBasisPoints() != 1330 || zone.GetAccess().GetStationDistanceM() != 15_250 ||
			zone.GetVocation() != landv1.ZoneVocation_ZONE_VOCATION_LOGISTICS || len(zone.GetNetworks()) != 1 || len(zone.GetVocations()) != 1 || zone.GetBoundaryGeojson() == "" {
			t.Errorf("%v", zone)
		}
		exported := table(t, b.write("zones", "cnig"), ';')
		column := map[string]string{}
		for i, name := range exported[0] {
			column[name] = exported[1][i]
		}
		for i, name := range strings.Split(siteHeader, ";") {
			if want := table(t, sites, ';')[1][i]; column[name] != want {
				t.Errorf("%s is %q, was %q", name, column[name], want)
			}
		}
		terrains := file(t, "cnig_terrain_eco_exemple.csv")
		if counts, refused := b.load("plots", terrains); counts != (module.Counts{Added: 1}) || len(refused) != 0 {
			t.Fatalf("%+v, %v", counts, refused)
		}
		sameTable(t, table(t, b.write("plots", "cnig"), ';'), table(t, terrains, ';'))
		plot := must[*landv1.ListPlotsResponse](t)(b.Plots.ListPlots(b.as("agglo"), &landv1.ListPlotsRequest{})).GetPlots()[0]
		if plot.GetZoneId() != zone.GetZoneId() || plot.GetCommuneCode() != "80024" || plot.GetAvailability() != landv1.AssetAvailability_ASSET_AVAILABILITY_SOLD ||
			plot.GetSalePrice().GetAmountCents() != 53_000_000 || plot.GetPricePerM2().GetAmountCents() != 535 || plot.GetAreaM2() != 99_000 {
			t.Errorf("%v", plot)
		}
		for kind, export := range map[string]string{"zones": b.write("zones", "cnig"), "plots": b.write("plots", "cnig")} {
			if again, _ := b.load(kind, export); again.Same != 1 || again.Refused != 0 {
				t.Errorf("our own export of %s: %+v", kind, again)
			}
		}
		poles := file(t, "cnig_pole_eco_exemple.csv")
		if counts, refused := b.load("poles", poles); counts != (module.Counts{Added: 1}) || len(refused) != 0 {
			t.Errorf("%+v, %v", counts, refused)
		}
		sameTable(t, table(t, b.write("poles", "cnig"), ';'), table(t, poles, ';'))
		if counts, refused := b.load("plots", strings.Replace(terrains, ";80024_SITE-ECO_00001;", ";ailleurs;", 1)); counts.Refused != 1 || refused[0].Column != "site_id" {
			t.Errorf("a plot of no site: %+v, %v", counts, refused)
		}
	})
}

func TestGeoJSON_goesOutAndInAgain(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	b.load("zones", "external_site_id,name,commune_code,boundary_geojson\n"+
		`z1,Zone Une,30007,"{""type"":""Polygon"",""coordinates"":[[[4.08,44.12],[4.09,44.12],[4.09,44.13],[4.08,44.13]]]}"`+"\n")
	if len(b.warned) != 1 || !strings.Contains(b.warned[0].Reason, "non fermé") {
		t.Errorf("%v", b.warned)
	}
	b.load("brownfields", string(must[[]byte](t)(os.ReadFile(gard))))
	for kind, n := range map[string]int{"zones": 1, "brownfields": 199} {
		out := b.write(kind, "geojson")
		if !json.Valid([]byte(out)) || strings.Count(out, `"Feature"`) != n {
			t.Errorf("%s: %s", kind, out)
		}
		if again, refused := b.load(kind, out); again != (module.Counts{Same: n}) {
			t.Errorf("%s again: %+v, %v", kind, again, refused)
		}
		other := open(t, kittest.SQLite(t))
		if counts, refused := other.load(kind, out); counts != (module.Counts{Added: n}) || other.write(kind, "geojson") != out {
			t.Errorf("%s elsewhere: %+v, %v", kind, counts, refused)
		}
	}
}

func TestGeoJSON_saysWhichFeatureIsWrong(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	feature := func(id, geometry string) string {
		return `{"type":"Feature","properties":{"external_plot_id":"` + id + `","name":"Lot","commune_code":30007,"area_m2":1200},"geometry":` + geometry + `}`
	}
	polygon := func(ring string) string { return `{"type":"Polygon","coordinates":[` + ring + `]}` }
	content := `{"type":"FeatureCollection","name":"lots","features":[` + strings.Join([]string{
		feature("good", polygon("[[4,44],[4.01,44],[4.01,44.01],[4,44]]")),
		feature("crossed", polygon("[[4,44],[4.01,44.01],[4.01,44],[4,44.01],[4,44]]")),
		feature("swapped", polygon("[[44,4],[44,4.01],[44.01,4.01],[44,4]]")),
		feature("empty", `{"type":"Polygon","coordinates":[]}`),
		feature("none", "null"),
		`{"type":"Feature","properties":{"name":"sans identifiant"},"geometry":null}`,
		feature("two", `{"type":"MultiPolygon","coordinates":[[[[4,44],[4.01,44],[4.01,44.01],[4,44]]],[[[5,44],[5.01,44],[5.01,44.01],[5,44]]]]}`),
		feature("line", `{"type":"LineString","coordinates":[[4,44],[5,45]]}`),
	}, ",") + `]}`
	counts, refused := b.load("plots", content)
	if counts.Added != 4 || counts.Refused != 4 || len(refused) != 4 {
		t.Fatalf("%+v, %v", counts, refused)
	}
	told := map[int]string{}
	for _, r := range refused {
		told[r.Line] = r.Column + " " + r.Reason
	}
	for line, says := range map[int]string{2: "geometry Un contour se croise", 4: "geometry La géométrie est vide", 6: "identifiant", 8: "LineString"} {
		if !strings.Contains(told[line], says) {
			t.Errorf("feature %d: %q", line, told[line])
		}
	}
	if len(b.warned) != 1 || b.warned[0].Line != 3 || !strings.Contains(b.warned[0].Reason, "inversées") {
		t.Errorf("%v", b.warned)
	}
	_, err := b.service.Imports["plots"].Read(t.Context(), "ales", "x", strings.NewReader(`{"type":"Feature"}`), func(module.Refusal) {})
	if err == nil || !strings.Contains(err.Error(), "FeatureCollection") {
		t.Errorf("%v", err)
	}
}

func TestGeoJSON_tellsNobodyWhatIsOffTheMarket(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	b.load("premises", "external_premises_id,name,kind,commune_code,area_m2,confidentiality,body_id,owner_contact_name,point_latitude,point_longitude\n"+
		"p1,Atelier public,workshop,30007,850,public,agglo,Camille,44.1,4.1\np2,Atelier caché,workshop,30007,850,owner_body,agglo,Dominique,44.1,4.1\n")
	out := b.write("premises", "geojson")
	if !strings.Contains(out, "Atelier public") || strings.Contains(out, "Atelier caché") || strings.Contains(out, "Camille") || strings.Contains(out, "Dominique") {
		t.Errorf("%s", out)
	}
}
