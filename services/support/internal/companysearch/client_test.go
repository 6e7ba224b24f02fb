package companysearch_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"testing"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/kittest"
	"hup.example/services/support/internal/companysearch"
)

const found = companysearch.Invented

// serve answers every question with the handler and counts them.
func serve(t *testing.T, answer http.HandlerFunc) (*companysearch.Client, *atomic.Int32, func(time.Duration)) {
	t.Helper()
	asked := &atomic.Int32{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	clock := kittest.Clock()
	return companysearch.New(s.URL+"/", clock), asked, clock.Advance
}

func say(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestFind_readsTheEstablishmentAskedFor(t *testing.T) {
	client, _, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/search" || len(r.URL.Query().Get("q")) != 14 || r.Header.Get("User-Agent") == "" {
			t.Errorf("asked %s", r.URL)
		}
		say(200, "application/json; charset=utf-8", found)(w, r)
	})
	c, err := client.Find(t.Context(), "38383838300027")
	if err != nil || c == nil {
		t.Fatalf("%v, %v", c, err)
	}
	if c.GetLegalName() != "MENUISERIE INVENTEE" || c.GetTradeName() != "L'ATELIER" || c.GetCommuneCode() != "30007" || c.GetSiren() != "383838383" {
		t.Errorf("%v", c)
	}
	if len(c.GetNaf()) != 1 || c.GetNaf()[0].GetNomenclature() != commonv1.NafNomenclature_NAF_NOMENCLATURE_NAF_REV2 || c.GetHeadcount().GetCode() != "03" {
		t.Errorf("%v", c)
	}
	if c.GetDiffusion() != supportv1.Diffusion_DIFFUSION_OPEN || c.GetPoint().GetLatitude() != 44.12 || c.GetStatus() != supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE {
		t.Errorf("%v", c)
	}
	if c, err := client.Find(t.Context(), "38383838300019"); err != nil || c.GetCommuneCode() != "30189" {
		t.Errorf("the head office: %v, %v", c, err)
	}
	if c, err := client.Find(t.Context(), "55208131766522"); err != nil || c != nil {
		t.Errorf("another SIRET: %v, %v", c, err)
	}
}

func TestFind_keepsWhatIsWithheldOut(t *testing.T) {
	client, _, _ := serve(t, say(200, "application/json", `{"results": [{"nom_complet": "[NON-DIFFUSIBLE]", "nature_juridique": "1000", "statut_diffusion": "P",
 "siege": {"siret": "38383838300019", "adresse": "[NON-DIFFUSIBLE]", "commune": "30007", "latitude": "[NON-DIFFUSIBLE]", "etat_administratif": "F", "date_fermeture": "2024-01-31"}}]}`))
	c, err := client.Find(t.Context(), "38383838300019")
	if err != nil || c.GetDiffusion() != supportv1.Diffusion_DIFFUSION_PARTIAL || c.GetLegalName() != "" || c.GetAddress() != "" || c.GetPoint() != nil {
		t.Errorf("%v, %v", c, err)
	}
	if c.GetStatus() != supportv1.CompanyStatus_COMPANY_STATUS_CEASED || c.GetCessationDate() != "2024-01-31" {
		t.Errorf("%v", c)
	}
}

func TestFind_takesNoOtherAnswer(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"a page of a proxy": say(200, "text/html", "<html>Connexion</html>"),
		"half an answer":    say(200, "application/json", found[:200]),
		"another shape":     say(200, "application/json", `{"erreur": "maintenance"}`),
		"an error":          say(500, "application/json", `{}`),
		"a refusal":         say(400, "application/json", `{"erreur": "q"}`),
	} {
		t.Run(name, func(t *testing.T) {
			client, _, _ := serve(t, answer)
			if c, err := client.Find(t.Context(), "38383838300019"); err == nil {
				t.Errorf("%v was taken", c)
			}
		})
	}
}

func TestFind_leavesAFailingAPIAlone(t *testing.T) {
	sick := &atomic.Bool{}
	sick.Store(true)
	client, asked, advance := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if sick.Load() {
			say(502, "text/html", "")(w, r)
			return
		}
		say(200, "application/json", `{"results": []}`)(w, r)
	})
	find := func() error {
		_, err := client.Find(t.Context(), "38383838300019")
		return err
	}
	for range 8 {
		if find() == nil {
			t.Fatal("a failure was taken")
		}
	}
	if n := asked.Load(); n != 5 {
		t.Errorf("asked %d times, 5 failures are enough", n)
	}
	advance(31 * time.Second)
	if _, _ = find(), find(); asked.Load() != 6 {
		t.Errorf("asked %d times, one try after the rest", asked.Load())
	}
	sick.Store(false)
	advance(31 * time.Second)
	if first, second := find(), find(); first != nil || second != nil || asked.Load() != 8 {
		t.Errorf("%v, %v, asked %d times", first, second, asked.Load())
	}
}

func TestFind_waitsAsLongAsItIsTold(t *testing.T) {
	client, asked, advance := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	for _, wait := range []time.Duration{0, time.Second, 100 * time.Second} {
		advance(wait)
		if _, err := client.Find(t.Context(), "38383838300019"); err == nil {
			t.Fatal("a 429 was taken")
		}
	}
	if asked.Load() != 1 {
		t.Errorf("asked %d times before the time was up", asked.Load())
	}
	advance(30 * time.Second)
	if _, _ = client.Find(t.Context(), "38383838300019"); asked.Load() != 2 {
		t.Errorf("asked %d times after the time was up", asked.Load())
	}
}

var siretAsked = regexp.MustCompile(`^\d{14}$`)

// TestFind_readsRecordedAnswers runs over real answers of the API where HUP_CONTRACT_DATA names their folder: files
// {"requete": …, "reponse": …}.
func TestFind_readsRecordedAnswers(t *testing.T) {
	dir := os.Getenv("HUP_CONTRACT_DATA")
	if dir == "" {
		t.Skip("HUP_CONTRACT_DATA does not name the folder of recorded answers")
	}
	files, err := filepath.Glob(filepath.Join(dir, "recherche-entreprises", "search-*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded answers in %s: %v", dir, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { replay(t, file) })
	}
}

// replay asks for each establishment that a recorded answer holds.
func replay(t *testing.T, file string) {
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		Request string          `json:"requete"`
		Answer  json.RawMessage `json:"reponse"`
	}
	if err := json.Unmarshal(raw, &recorded); err != nil {
		t.Fatal(err)
	}
	var held struct {
		Results []struct {
			Office struct{ SIRET string } `json:"siege"`
		}
	}
	if err := json.Unmarshal(recorded.Answer, &held); err != nil {
		t.Fatal(err)
	}
	sirets := []string{}
	if siretAsked.MatchString(recorded.Request) {
		sirets = append(sirets, recorded.Request)
	}
	if len(held.Results) > 0 {
		sirets = append(sirets, held.Results[0].Office.SIRET)
	}
	client, _, _ := serve(t, say(200, "application/json", string(recorded.Answer)))
	for _, siret := range sirets {
		c, err := client.Find(t.Context(), siret)
		if err != nil || (c == nil) != (len(held.Results) == 0) {
			t.Errorf("%s: %v, %v", siret, c, err)
		}
		if c != nil && (c.GetSiret() != siret || c.GetCommuneCode() == "" && c.GetDiffusion() == supportv1.Diffusion_DIFFUSION_OPEN) {
			t.Errorf("%s: %v", siret, c)
		}
	}
}
