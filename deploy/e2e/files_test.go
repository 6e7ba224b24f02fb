package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gard are the real brownfields of the Gard that land brings with it.
const gard = "../../services/land/internal/seed/data/friches_gard.csv"

// brokenRows has one good row in three.
const brokenRows = "site_id,site_nom,comm_insee,site_surface_m2\n1,Bonne,30132,10\n,Sans identifiant,30132,10\n3,Surface,30132,beaucoup\n"

// write makes a file with the text.
func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestImport_worksOnAnEmptyFolderAndTwice(t *testing.T) {
	dir := t.TempDir()
	for _, want := range []string{"199 added, 0 changed, 0 the same, 0 refused", "0 added, 0 changed, 199 the same, 0 refused"} {
		r := hup(t, "import", "brownfields", gard, "--data", dir).exits(0).says(want)
		for line := range strings.Lines(r.err) { // what the layout's own standard would not take is told, and taken
			if !strings.Contains(line, ": avertissement : ") {
				t.Errorf("standard error has %q", line)
			}
		}
	}
	out := filepath.Join(t.TempDir(), "out.csv")
	if r := hup(t, "export", "brownfields", "--data", dir, "-o", out).exits(0); r.out+r.err != "" {
		t.Errorf("an export to a file says %q", r.out+r.err)
	}
	if r := hup(t, "export", "brownfields", "--data", dir).exits(0); r.out != read(t, gard) || read(t, out) != r.out || r.err != "" {
		t.Errorf("the rows that go out are not those that came in; standard error has %q", r.err)
	}
	hup(t, "import", "brownfields", out, "--data", dir).exits(0).says("199 the same")
	hup(t, "export", "wolves", "--data", dir, "-o", out).exits(1, "brownfields")
	if read(t, out) != read(t, gard) {
		t.Error("an export that failed has spoilt the file")
	}
}

func TestImport_tellsEachRefusedRowAndNothingElse(t *testing.T) {
	dir, file := t.TempDir(), write(t, brokenRows)
	r := hup(t, "import", "brownfields", file, "--data", dir).exits(3, file+":3:site_id: ", file+":4:site_surface_m2: ").says("1 added, 0 changed, 0 the same, 2 refused")
	if strings.Count(r.err, "\n") != 2 {
		t.Errorf("more than the two rows on standard error:\n%s", r.err)
	}
	hup(t, "import", "brownfields", write(t, "site_id,site_nom,comm_insee\n,Sans identifiant,30132\n"), "--data", dir).exits(1, ":2:site_id: ")
	hup(t, "import", "brownfields", write(t, "a,b\n1,2\n"), "--data", dir).exits(1, "file.csv")
	hup(t, "import", "brownfields", filepath.Join(dir, "nowhere.csv"), "--data", dir).exits(1, "nowhere.csv")
	hup(t, "import", "brownfields", dir, "--data", dir).exits(1, dir)
	hup(t, "import", "wolves", file, "--data", dir).exits(1, `"wolves"`, "brownfields, communes, companies, ", "plots, poles, premises, quarters, risk-layers")
	hup(t, "import", "brownfields", "--data", dir).exits(1, "KIND FILE")
	hup(t, "import", "brownfields", filepath.Join(dir, "nowhere.csv"), gard, "--data", dir).exits(3, "nowhere.csv").says("199 added")
}

func TestImport_helpListsTheKindsWithTheirLayouts(t *testing.T) {
	hup(t, "import", "--help").exits(0, "--data", "brownfields\n    Cartofriches", "siret, denomination", "code_insee", "external_premises_id", "rncp")
}

func TestImport_readsAndWritesEachKind(t *testing.T) {
	dir := t.TempDir()
	for _, x := range []struct{ kind, file string }{
		{"communes", "code_insee,nom,population\n30007,Alès,41001\n13999,Neuve,12\n"},
		{"companies", "siret,denomination,code_commune\n90948492500013,Inventée,30007\n"},
		{"zones", "external_site_id,name,commune_code\nz1,Zone Une,30007\nz2,Zone Deux,30132\n"},
		{"plots", "external_plot_id,name,commune_code,area_m2,zone_external_id\nl1,Lot 1,30007,2400,z1\n"},
		{"premises", "external_premises_id,name,kind,commune_code,area_m2\np1,Atelier 1,workshop,30007,850\n"},
		{"brownfields", "site_id,site_nom,comm_insee\nf1,Filature,30132\n"},
		{"training-bodies", "siret,raison_sociale,code_commune\n90948492500013,Inventée,30007\n"},
		{"training-offers", "id_formation,siret_gestionnaire,rncp\n24_1,90948492500013,RNCP4911\n"},
	} {
		t.Run(x.kind, func(t *testing.T) {
			rows := strings.Count(x.file, "\n") - 1
			r := hup(t, "import", x.kind, write(t, x.file), "--data", dir).exits(0).says(" 0 refused")
			if strings.Contains(r.out, ": 0 added, 0 changed") {
				t.Errorf("%d rows, and nothing came in: %s", rows, r.out)
			}
			hup(t, "import", x.kind, write(t, x.file), "--data", dir).exits(0).says(": 0 added, 0 changed")
			out := hup(t, "export", x.kind, "--data", dir).exits(0)
			if n := strings.Count(out.out, "\n"); n < rows+1 || out.err != "" {
				t.Errorf("%d lines go out; standard error has %q", n, out.err)
			}
			hup(t, "import", x.kind, write(t, out.out), "--data", dir).exits(0).says(": 0 added, 0 changed")
		})
	}
}
