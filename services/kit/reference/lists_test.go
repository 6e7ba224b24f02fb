package reference_test

import (
	"math"
	"slices"
	"testing"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/reference"
)

func TestLists_holdWhatTheirSourceSays(t *testing.T) {
	for name, c := range map[string]struct{ got, want int }{
		"communes":       {reference.Communes().Len(), 4446},
		"epcis":          {reference.EPCIs().Len(), 164},
		"departments":    {reference.Departments().Len(), 109},
		"regions":        {reference.Regions().Len(), 26},
		"activities":     {reference.Activities().Len(), 732 + 747},
		"legal forms":    {reference.LegalForms().Len(), 260},
		"headcounts":     {reference.Headcounts().Len(), 16},
		"agreements":     {reference.Agreements().Len(), 333},
		"occupations":    {reference.Rome().Len(), 1584},
		"job titles":     {reference.Rome().JobTitles().Len(), 11522},
		"specialities":   {reference.Specialities().Len(), 115},
		"certifications": {reference.Certifications().Len(), 4588},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", name, c.got, c.want)
		}
	}
}

func TestLists_fitTogether(t *testing.T) {
	for commune := range reference.Communes().All() {
		if _, ok := reference.EPCIs().Get(commune.EPCISIREN); !ok {
			t.Errorf("%s is in an unknown EPCI", commune.Name)
		}
		if _, ok := reference.Departments().Get(commune.DepartmentCode); !ok {
			t.Errorf("%s is in an unknown department", commune.Name)
		}
		if reference.Check(commonv1.Code_CODE_COMMUNE, commune.Code) != nil || len(commune.Postcodes) == 0 || commune.Point == (reference.Point{}) {
			t.Errorf("%+v", commune)
		}
	}
	for epci := range reference.EPCIs().All() {
		if _, err := reference.EPCICode(epci.SIREN); err != nil {
			t.Errorf("%s: %v", epci.Name, err)
		}
	}
	for occupation := range reference.Rome().All() {
		if _, ok := reference.Rome().Get(occupation.ParentCode); !ok || occupation.Definition == "" {
			t.Errorf("%s has no parent or no definition", occupation.Code)
		}
	}
}

func TestCommunes_knowAles(t *testing.T) {
	ales, ok := reference.Communes().Get("30007")
	if !ok || ales.Name != "Alès" || ales.EPCISIREN != "200066918" || ales.Population != 46125 || ales.EmploymentZone != "Alès-Le Vigan" || ales.EmploymentCommitteeCode != "CLPE30003" {
		t.Errorf("%+v", ales)
	}
	if members := reference.Communes().OfEPCI("200066918"); len(members) != 71 {
		t.Errorf("the agglomeration has %d communes", len(members))
	}
	if sharing := reference.Communes().WithPostcode("30140"); len(sharing) < 2 {
		t.Errorf("30140 has %d communes", len(sharing))
	}
}

func TestCommunes_followThoseThatAreNoMore(t *testing.T) {
	for former, want := range map[string]string{"30094": "Thoiras-Corbès", "30190": "Val-d'Aigoual", "30157": "Bréau-Mars", "30118": "Bessèges"} {
		if _, ok := reference.Communes().Get(former); ok {
			t.Errorf("%s is a commune of today", former)
		}
		if current, ok := reference.Communes().Current(former); !ok || current.Name != want {
			t.Errorf("%s became %s, want %s", former, current.Name, want)
		}
	}
	if former, ok := reference.Communes().Former("30190"); !ok || former.Since.String() != "2019-01-01" {
		t.Errorf("%+v", former)
	}
	if _, ok := reference.Communes().Current("75056"); ok {
		t.Error("Paris is not in the list")
	}
}

func TestCommunes_areFoundAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{
		"ales": "30007", "ALES CEDEX": "30007", "30100": "30007", "st christol les ales": "30243", "ST-MARTIN-DE-VALGALGUES": "30284",
		"la grand combe": "30132", "Valleraugue": "30339", "corbes": "30329", "thoi": "30329", "CLERMONT L HERAULT": "34079", "30132": "30132",
	} {
		found := reference.Communes().Search(typed, 3)
		if len(found) == 0 || found[0].Code != want {
			t.Errorf("%q finds %v, want %s first", typed, found, want)
		}
	}
	if found := reference.Communes().Search("xyzzy", 3); len(found) != 0 {
		t.Errorf("found %v", found)
	}
	if found := reference.Communes().Search("saint", 7); len(found) != 7 {
		t.Errorf("the limit gave %d", len(found))
	}
}

func TestDistance_isTheGreatCircle(t *testing.T) {
	paris, london := reference.Point{Latitude: 48.8566, Longitude: 2.3522}, reference.Point{Latitude: 51.5074, Longitude: -0.1278}
	if km := reference.Distance(paris, london); math.Abs(km-343.6) > 0.5 {
		t.Errorf("Paris to London: %.1f km", km)
	}
	if km := reference.Distance(reference.Point{Longitude: -180}, reference.Point{Longitude: 180}); km > 1e-6 {
		t.Errorf("over the date line: %f km", km)
	}
	if km, ok := reference.Communes().Distance("30007", "30010"); !ok || km < 11 || km > 14 {
		t.Errorf("Alès to Anduze: %.1f km, %v", km, ok)
	}
	if _, ok := reference.Communes().Distance("30007", "75056"); ok {
		t.Error("the distance to a commune that we do not know was given")
	}
}

func TestWithin_beginsWithTheCommuneItself(t *testing.T) {
	near := reference.Communes().Within("30007", 5)
	if len(near) < 3 || near[0].Code != "30007" {
		t.Fatalf("%v", near)
	}
	for _, commune := range near {
		if km, _ := reference.Communes().Distance("30007", commune.Code); km > 5 {
			t.Errorf("%s is %.1f km away", commune.Name, km)
		}
	}
}

func TestNAF_isInOneNomenclature(t *testing.T) {
	joinery, ok := reference.NAF("4332a")
	if !ok || joinery.Code != "43.32A" || joinery.Nomenclature != commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2 {
		t.Errorf("%+v", joinery)
	}
	if _, ok := reference.NAFIn(commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025, "43.32A"); ok {
		t.Error("43.32A is not of NAF 2025")
	}
	if newer, ok := reference.NAFIn(commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_2025, "43.32G"); !ok || newer.Class != "4332" {
		t.Errorf("%+v", newer)
	}
}

func TestActivities_areFoundInEverydayWords(t *testing.T) {
	for typed, want := range map[string]string{"menuiserie bois": "43.32A", "boulangerie": "10.71C", "restaurants": "56.10B", "orthodontie": "86.23Z", "43.32": "43.32C", "4332A": "43.32A"} {
		if found := reference.Activities().Search(typed, 3); len(found) == 0 || found[0].Code != want {
			t.Errorf("%q finds %v, want %s first", typed, found, want)
		}
	}
	if found := reference.Activities().Search("plombiers", 0); len(found) != 0 {
		t.Errorf("a limit of 0 gave %v", found)
	}
}

func TestNAFCode_refusesWithCandidates(t *testing.T) {
	checkVectors(t, reference.NAFCode, []vector{{"43.32A", "43.32A"}, {"4332a", "43.32A"}, {"01.11Y", "01.11Y"}, {"43.32Z", ""}, {"4332", ""}, {"111Z", ""}, {"", ""}})
	for typed, want := range map[string]string{"43.32Z": "43.32A", "4332": "43.32A", "111Z": "01.11Z", "43.23A": "43.32A", "coiffure": "96.02A"} {
		_, err := reference.NAFCode(typed)
		if !proposes(refusal(t, err), want) {
			t.Errorf("%s: %v", typed, err)
		}
	}
}

func TestROME_refusesWithCandidates(t *testing.T) {
	checkVectors(t, reference.ROME, []vector{{"H2913", "H2913"}, {"h 2913", "H2913"}, {"A1101", "A1101"}, {"H2999", ""}, {"Z1101", ""}, {"soudeur", ""}, {"", ""}})
	for typed, want := range map[string]string{"H2931": "H2913", "soudeur": "H2913", "2913": "H2913"} {
		_, err := reference.ROME(typed)
		if !proposes(refusal(t, err), want) {
			t.Errorf("%s: %v", typed, err)
		}
	}
}

func proposes(refused *reference.Error, code string) bool {
	return slices.ContainsFunc(refused.Candidates, func(c reference.Candidate) bool { return c.Code == code && c.Label != "" })
}

func TestRome_isFoundByJobTitles(t *testing.T) {
	for typed, want := range map[string]string{"soudeur": "H2913", "SOUDEUSE (H/F)": "H2913", "boulangers": "D1102", "H2913": "H2913", "développeur web": "M1855"} {
		if found := reference.Rome().Search(typed, 5); len(found) == 0 || found[0].Code != want {
			t.Errorf("%q finds %v", typed, found)
		}
	}
	if titles := reference.Rome().TitlesOf("H2913"); len(titles) < 5 {
		t.Errorf("H2913 has the titles %v", titles)
	}
}

func TestRome_mobilitiesComeFromTheParentSheet(t *testing.T) {
	rome := reference.Rome()
	parent := rome.Mobilities("H2913")
	if len(parent) == 0 || !parent[0].Near {
		t.Fatalf("%v", parent)
	}
	child, ok := rome.Get("H2917")
	if !ok || child.ParentCode != "H2913" || len(rome.Mobilities("H2917")) != len(parent) {
		t.Errorf("%s, of %s, has %d mobilities, its parent %d", child.Code, child.ParentCode, len(rome.Mobilities("H2917")), len(parent))
	}
	for _, mobility := range parent {
		if !rome.Related("H2913", mobility.Target.Code) || mobility.Target.Code == "H2913" {
			t.Errorf("%+v", mobility)
		}
	}
	if rome.Related("H2913", "D1102") || rome.Mobilities("Z9999") != nil {
		t.Error("a welder is related to a baker, or to nothing")
	}
}

func TestCertifications_expire(t *testing.T) {
	caterer, ok := reference.Certifications().Get("RNCP37566")
	if !ok || caterer.Level != 3 || caterer.Expiry.String() != "2026-08-31" || !slices.Contains(caterer.DiplomaCodes, "01022103") {
		t.Fatalf("%+v", caterer)
	}
	if !caterer.ActiveOn(calendar.MustDay("2026-08-31")) || caterer.ActiveOn(calendar.MustDay("2026-09-01")) {
		t.Error("it is registered until 31 August 2026")
	}
	if old, _ := reference.Certifications().Get("RNCP955"); !slices.Contains(old.ReplacedBy, "RNCP39682") {
		t.Errorf("%+v", old)
	}
}
