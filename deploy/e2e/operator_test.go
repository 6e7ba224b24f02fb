package e2e

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hup.example/services/kit/db"
	"hup.example/services/kit/kittest"
)

// call calls the API as a demo identity and reads the answer.
func (s *server) call(token, method, path, body string) (answer map[string]any) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	if err := json.NewDecoder(got.Body).Decode(&answer); err != nil || got.StatusCode != http.StatusOK {
		s.t.Fatalf("%s %s: %d, %v %v", method, path, got.StatusCode, answer, err)
	}
	return answer
}

// openCase enters a request at the counter and answers the case's id.
func (s *server) openCase(token string) string {
	s.t.Helper()
	answer := s.call(token, "POST", "/v1/requests", `{"company": {"name": "Atelier des Cévennes", "communeCode": "30007"},
		"contact": {"name": "Camille Exemple", "email": "camille@example.org"}, "origin": "CASE_ORIGIN_COUNTER", "description": "Une machine.",
		"needs": [{"subjectCode": "finance.investment"}]}`)
	return answer["case"].(map[string]any)["caseId"].(string)
}

// wantsWorkshop opens a case that needs a workshop, and qualifies the land request that land opens for it.
func (s *server) wantsWorkshop(token string) (caseID, request string) {
	s.t.Helper()
	opened := s.call(token, "POST", "/v1/requests", `{"company": {"siret": "90948492500013"}, "contact": {"name": "Camille Exemple", "email": "camille@example.org"},
		"origin": "CASE_ORIGIN_COUNTER", "needs": [{"subjectCode": "land.premises", "land": {"assetKinds": ["ASSET_KIND_WORKSHOP"], "tenure": "LAND_TENURE_RENT",
		"minAreaM2": 800, "maxAreaM2": 1200, "communeCodes": ["30007"], "radiusKm": 20}}]}`)
	caseID = opened["case"].(map[string]any)["caseId"].(string)
	kittest.Eventually(s.t, func() bool {
		request, _ = at(s.call(token, "GET", "/v1/cases/"+caseID, ""), "needs.0.linkedId").(string)
		return request != ""
	}, "the need opens its land request")
	s.call(token, "POST", "/v1/land-requests/"+request+":qualify", `{}`)
	return caseID, request
}

func TestOperator_worksBesideARunningServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("a-long-name/", 12)) // longer than the path of a socket may be
	s := serve(t, dir, "--demo")
	if strings.Contains(s.said(), "level=WARN") {
		t.Errorf("a fresh start warns:\n%s", s.said())
	}
	hup(t, "import", "brownfields", write(t, brokenRows), "--data", dir).exits(3, ":3:site_id: ", ":4:site_surface_m2: ").says("1 added")
	if out := hup(t, "export", "brownfields", "--data", dir).exits(0); !strings.Contains(out.out, "\n1,Bonne,") {
		t.Error("the export has not what the import took")
	}
	hup(t, "import", "wolves", gard, "--data", dir).exits(1, "brownfields, communes")
	hup(t, "token", "--data", dir, "--as", "advisor@nowhere").exits(1, "advisor@myriapolis")
	hup(t, "serve", "--data", dir).exits(1, "in use by another process")
	hup(t, "migrate", "--data", dir).exits(1, "in use by another process")
	hup(t, "restore", "--data", dir, "--from", dir).exits(1, "in use by another process")
	hup(t, "doctor", "--data", dir).exits(0).says("/readyz")
	hup(t, "events", "replay", "--service", "land", "--source", "support", "--data", dir).exits(0, "0 events applied")
	hup(t, "events", "replay", "--service", "land", "--source", "wolves", "--data", dir).exits(1, "land", "wolves")
	hup(t, "audit", "verify", "--data", dir).exits(0, "land: ", "the journals are intact")
	hup(t, "rebuild", "--data", dir).exits(0, "support: ", "done")
	hup(t, "rebuild", "--service", "wolves", "--data", dir).exits(1, "wolves")
	s.stop()
	hup(t, "rebuild", "--service", "support", "--data", dir).exits(0, "support: ")
	hup(t, "token", "--data", dir, "--as", "advisor@cci").exits(0)
}

func TestBackup_isRestoredWithItsCases(t *testing.T) {
	root := t.TempDir()
	dir, copied, back := filepath.Join(root, "data"), filepath.Join(root, "copy"), filepath.Join(root, "back")
	s := serve(t, dir, "--demo")
	advisor := s.token("advisor@myriapolis")
	id := s.openCase(advisor)
	before := s.call(advisor, "GET", "/v1/cases/"+id, "")
	hup(t, "backup", "--data", dir, "--to", copied).exits(0, "support.db", "secret")
	hup(t, "backup", "--data", dir, "--to", copied).exits(1, "already holds a backup")
	s.stop()
	hup(t, "restore", "--data", dir, "--from", copied).exits(1, "holds data already")
	hup(t, "restore", "--data", back, "--from", root).exits(1, "holds no backup")
	hup(t, "restore", "--data", back, "--from", copied).exits(0, "support.db")
	s = serve(t, back)
	if after := s.call(s.token("advisor@myriapolis"), "GET", "/v1/cases/"+id, ""); after["number"] != before["number"] || after["etag"] != before["etag"] {
		t.Errorf("%v became %v", before, after)
	}
}

func TestAudit_findsALineThatWasChanged(t *testing.T) {
	dir := t.TempDir()
	hup(t, "import", "brownfields", gard, "--data", dir).exits(0)
	hup(t, "audit", "verify", "--data", dir).exits(0, "land: ")
	d, err := db.Open(t.Context(), "land", db.URLIn(dir, "land"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Pool().ExecContext(t.Context(), `UPDATE journal SET actor = 'nobody' WHERE id = (SELECT id FROM journal LIMIT 1)`); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	hup(t, "audit", "verify", "--data", dir).exits(1, "land: line ", "1 faults")
}

func TestServe_stopsWithAnOpenStream(t *testing.T) {
	s := serve(t, t.TempDir(), "--demo")
	advisor := s.token("advisor@myriapolis")
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/v1/cases/"+s.openCase(advisor)+"/dossier:watch", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+advisor)
	stream, err := http.DefaultClient.Do(r)
	if err != nil || stream.StatusCode != http.StatusOK {
		t.Fatal(stream, err)
	}
	defer func() { _ = stream.Body.Close() }()
	if _, err := bufio.NewReader(stream.Body).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	s.stop() // a part that hangs makes the exit code 1
}

func TestServe_saysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	taken := strings.TrimPrefix(serve(t, t.TempDir()).url, "http://")
	settings := filepath.Join(dir, "hup.yaml")
	if err := os.WriteFile(settings, []byte("htpp: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		args string
		exit int
		says string
	}{
		{"--http " + taken, 1, "--http: listen tcp " + taken},
		{"--grpc " + taken + " --http 127.0.0.1:0", 1, "--grpc: listen tcp " + taken},
		{"--htpp x", 2, "-htpp; hup serve --help"},
		{"--config " + settings, 2, `unknown key "htpp"; known: clamd-url, clock-offset, `},
		{"--config " + dir + "/nowhere.yaml", 2, "nowhere.yaml"},
		{"wolves", 1, `"wolves"`},
		{"--only land", 1, "missing --nats"},
		{"--only wolves", 1, "known: gateway, support"},
		{"--clock-offset 24h", 1, "--demo"},
	} {
		r := hup(t, append([]string{"serve", "--data", dir}, strings.Fields(x.args)...)...).exits(x.exit, x.says)
		if n := strings.Count(r.err, "\n"); n != 1 {
			t.Errorf("hup serve %s says %d lines:\n%s", x.args, n, r.err)
		}
	}
}

func TestHup_tellsItsCommands(t *testing.T) {
	dir := t.TempDir()
	hup(t, "--help").exits(0, "serve", "backup", "doctor")
	hup(t, "wolves").exits(2, `"wolves"`)
	hup(t, "version").exits(0).says("\n")
	hup(t, "migrate", "--data", dir).exits(0)
	hup(t, "doctor", "--data", dir).exits(0).says("land         fine")
	hup(t, "token", "--data", dir, "--as", "advisor@cci").exits(1, "--demo")
	hup(t, "token", "--data", dir, "--as", "advisor@cci", "--demo").exits(1, "--demo")
	for _, name := range []string{"serve", "token", "import", "export", "backup", "restore", "migrate", "audit", "events", "doctor"} {
		hup(t, name, "--help").exits(0, "Example: hup "+name, "--data")
	}
}
