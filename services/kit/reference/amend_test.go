package reference_test

import (
	"strings"
	"testing"

	"hup.example/services/kit/reference"
)

func amend(t *testing.T, dir, file string) (reference.Amendment, []string) {
	t.Helper()
	var refused []string
	done, err := reference.AmendCommunes(dir, "/tmp/communes 2027.csv", "2027-01-01", strings.NewReader(file), func(_ int, column, reason string) {
		if reason == "" {
			t.Error("a refusal without a reason")
		}
		refused = append(refused, column)
	})
	if err != nil {
		t.Fatal(err)
	}
	return done, refused
}

func TestAmendCommunes_laysRowsOverTheList(t *testing.T) {
	dir := overlay(t, nil)
	before := reference.Communes().Len()
	file := "\ufeffpopulation,nom,code_insee,lat,lon\n50000,Alès,30007,44.12513,4.08857\n12,Neuve,13999,43.5,5.1\n"
	if done, refused := amend(t, dir, file); done != (reference.Amendment{Added: 1, Changed: 1}) || len(refused) != 0 {
		t.Fatalf("%+v, %v", done, refused)
	}
	if done, _ := amend(t, dir, file); done != (reference.Amendment{Same: 2}) {
		t.Errorf("a second time: %+v", done)
	}
	if err := reference.LoadOverlay(dir); err != nil {
		t.Fatal(err)
	}
	ales, _ := reference.Communes().Get("30007")
	if reference.Communes().Len() != before+1 || ales.Population != 50000 || ales.EPCISIREN != "200066918" {
		t.Errorf("%d communes, %+v", reference.Communes().Len(), ales)
	}
	if source := reference.Communes().Source(); source.Version != "importé de communes 2027.csv" || source.Date != "2027-01-01" {
		t.Errorf("%+v", source)
	}
	var out strings.Builder
	if err := reference.WriteCommunes(dir, &out); err != nil {
		t.Fatal(err)
	}
	if done, refused := amend(t, dir, out.String()); done.Added+done.Changed+len(refused) != 0 || done.Same != before+1 {
		t.Errorf("what was written is read as %+v", done)
	}
}

func TestAmendCommunes_refusesWhatItCannotRead(t *testing.T) {
	dir := overlay(t, nil)
	done, refused := amend(t, dir, "code_insee,nom,lat,epci_siren\nAlès,Alès,44.1,\n30007,,44.1,\n30007,Alès,quarante,\n30007,Alès,44.1,123456789\n30007,Alès\n")
	if done.Refused != 5 || strings.Join(refused, " ") != "code_insee nom lat epci_siren " {
		t.Errorf("%+v, %q", done, refused)
	}
	_, err := reference.AmendCommunes(dir, "x", "", strings.NewReader("siret,nom\n"), nil)
	if err == nil {
		t.Error("a file of something else was read")
	}
}
