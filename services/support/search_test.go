package support_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/kittest"
)

// partial is an answer of the public search about a sole trader who does not let its identity be published.
const partial = `{"results": [{"nom_complet": "CAMILLE INVENTEE", "nature_juridique": "1000", "statut_diffusion": "P", "siege": {"siret": "91234567500017",
 "adresse": "1 RUE X", "commune": "30007", "latitude": "44.1", "longitude": "4.1", "activite_principale": "43.32A", "etat_administratif": "A"}}]}`

// search is the public search that gives one answer; it counts the questions.
func search(t *testing.T, kind, body string) (url string, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

func TestSearchAPI_tellsWhoACompanyIs(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		address, asked := search(t, "application/json", partial)
		b := open(t, url, "search-api-url", address)
		met, _ := b.receive(&supportv1.CompanyForm{Siret: "91234567500017"})
		b.receive(&supportv1.CompanyForm{Siret: "91234567500017"})
		got, err := b.Companies.GetCompany(b.as("cci"), &supportv1.GetCompanyRequest{CompanyId: met.GetCompanyId()})
		if err != nil || got.GetLegalName() != "CAMILLE INVENTEE" || got.GetSource() != supportv1.CompanySource_COMPANY_SOURCE_SEARCH_API || got.GetSourceTime() == nil {
			t.Errorf("%v, %v", got, err)
		}
		if asked.Load() != 1 {
			t.Errorf("asked %d times for one company", asked.Load())
		}
		b.clock.Advance(31 * 24 * time.Hour)
		if b.receive(&supportv1.CompanyForm{Siret: "91234567500017"}); asked.Load() != 2 {
			t.Errorf("asked %d times after a month", asked.Load())
		}
	})
}

func TestSearchAPI_thatIsDownIsDoneWithout(t *testing.T) {
	address, _ := search(t, "text/html", "<html>maintenance</html>")
	b := open(t, kittest.SQLite(t), "search-api-url", address)
	met, _ := b.receive(&supportv1.CompanyForm{Siret: "91234567500017"})
	if met.GetVerification() != commonv1.Verification_VERIFICATION_UNVERIFIED {
		t.Errorf("%v", met)
	}
}

func TestPartialDiffusion_isMaskedForThoseWhoMayNotSeeIt(t *testing.T) {
	address, _ := search(t, "application/json", partial)
	b := open(t, kittest.SQLite(t), "search-api-url", address)
	met, _ := b.receive(&supportv1.CompanyForm{Siret: "91234567500017"})
	if met.GetName() == "" || met.GetName() == "CAMILLE INVENTEE" {
		t.Errorf("other services keep the name %q", met.GetName())
	}
	client := actor.With(t.Context(), actor.Actor{Kind: actor.Client, ID: "client:cci", Territory: "ales", BodyID: "cci"})
	masked, err := b.Companies.GetCompany(client, &supportv1.GetCompanyRequest{CompanyId: met.GetCompanyId()})
	if err != nil || masked.GetName() == "CAMILLE INVENTEE" || masked.GetLegalName() == "CAMILLE INVENTEE" || masked.GetAddress() != "" || masked.GetPoint() != nil || masked.GetCommuneCode() != "30007" {
		t.Errorf("a partner's system reads %v, %v", masked, err)
	}
	other, err := b.Companies.LookupCompany(b.company("com_other"), &supportv1.LookupCompanyRequest{Siret: "91234567500017"})
	if err != nil || other.GetName() == "CAMILLE INVENTEE" || other.GetAddress() != "" {
		t.Errorf("another company reads %v, %v", other, err)
	}
	own, err := b.Companies.GetCompany(b.company(met.GetCompanyId()), &supportv1.GetCompanyRequest{CompanyId: met.GetCompanyId()})
	if err != nil || own.GetName() != "CAMILLE INVENTEE" || own.GetAddress() == "" {
		t.Errorf("its own people read %v, %v", own, err)
	}
}
