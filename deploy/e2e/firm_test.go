package e2e

import (
	"net/http"
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
)

// twin is the same company, met without its SIRET.
func twin() map[string]any {
	r := request("Nous nous agrandissons.")
	r["company"] = map[string]any{"name": "Le jumeau", "communeCode": "30007"}
	return r
}

// companyOf are the companies of the requests that the services opened for the case.
func (j *job) companyOf(t *testing.T) (ids [4]string) {
	t.Helper()
	d := j.dossier(t)
	for i, path := range []string{"case", "landRequests.0", "recruitmentNeeds.0", "trainingNeeds.0"} {
		ids[i] = d.text(path + ".company.companyId")
	}
	return ids
}

func (j *job) are(t *testing.T, company, what string) {
	t.Helper()
	kittest.Eventually(t, func() bool { return j.companyOf(t) == [4]string{company, company, company, company} }, what)
}

func TestMerge_reachesEveryService(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	kept := submit(t, p)
	went := &job{p, p.must(t, advisor, http.MethodPost, "/v1/requests", twin()).text("case.caseId")}
	kept.opened(t)
	went.opened(t)
	into, from := kept.companyOf(t)[0], went.companyOf(t)[0]

	duplicates := p.must(t, advisor, http.MethodGet, "/v1/companies/"+into+"/duplicates", nil)
	if duplicates.text("duplicates.0.companyId") != from || duplicates.text("duplicates.0.reasons.0") == "" {
		t.Errorf("proposed: %v", duplicates.body)
	}
	p.must(t, advisor, http.MethodPost, "/v1/companies:merge", map[string]any{"fromCompanyId": from, "intoCompanyId": into})
	went.are(t, into, "the requests of all services follow the merge")
	if got := p.must(t, advisor, http.MethodGet, "/v1/companies/"+from, nil); got.text("companyId") != into {
		t.Errorf("the merged id leads to %s", got.text("companyId"))
	}
	if got := p.must(t, "company@"+siret, http.MethodGet, "/v1/cases/"+went.caseID, nil); got.text("caseId") != went.caseID {
		t.Error("the company does not see the case that became its own")
	}
	p.must(t, advisor, http.MethodPost, "/v1/companies/"+from+":undoMerge", map[string]any{})
	went.are(t, from, "the requests of all services follow the undo")
	kept.are(t, into, "and those of the other company stay")
}

func TestPortfolio_isOnTheDesk(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	j := submit(t, p)
	company := j.opened(t).text("case.company.companyId")
	if desk := p.must(t, advisor, http.MethodGet, "/v1/desk", nil); len(desk.list("portfolio.companies")) != 0 {
		t.Errorf("followed before: %v", desk.at("portfolio"))
	}
	p.must(t, advisor, http.MethodPost, "/v1/companies/"+company+":assign", map[string]any{"personId": "me"})
	desk := p.must(t, advisor, http.MethodGet, "/v1/desk", nil)
	if desk.text("portfolio.companies.0.companyId") != company || desk.at("portfolio.count.count") != 1.0 || desk.text("portfolio.filter") == "" {
		t.Errorf("the desk: %v", desk.at("portfolio"))
	}
	if others := p.must(t, chamber, http.MethodGet, "/v1/desk", nil); len(others.list("portfolio.companies")) != 0 {
		t.Errorf("another advisor follows it, too: %v", others.at("portfolio"))
	}
	// Files hold what the caller's list holds.
	for as, rows := range map[string]int{advisor: 2, "company@" + siret: 2, "advisor@cma": 1} {
		if got := strings.Count(p.bytes(t, as, "/v1/cases?format=csv"), "\r\n"); got != rows {
			t.Errorf("%s exports %d lines of cases, want %d", as, got, rows)
		}
	}
	if got := p.bytes(t, "jobseeker@plie", "/v1/cases?format=csv"); !strings.Contains(got, `"status":403`) {
		t.Errorf("a jobseeker exports cases: %.200s", got)
	}
}
