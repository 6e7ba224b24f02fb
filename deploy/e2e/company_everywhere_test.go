package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
)

// ofCompanies are the lists of all services that are filtered by company, with the name of their rows and of the filter.
var ofCompanies = []struct{ path, rows, filter string }{
	{"/v1/cases", "cases", "companyId"}, {"/v1/referrals", "referrals", "companyId"}, {"/v1/exchanges", "exchanges", "companyId"},
	{"/v1/tasks", "tasks", "ownerCompanyId"}, {"/v1/land-requests", "landRequests", "companyId"}, {"/v1/options", "options", "companyId"},
	{"/v1/land-sales", "landSales", "companyId"}, {"/v1/hosting-leases", "hostingLeases", "companyId"},
	{"/v1/recruitment-needs", "recruitmentNeeds", "companyId"}, {"/v1/training-needs", "trainingNeeds", "companyId"},
}

// rowsOf are those of a list that are of a company, for who sees all.
func (p *platform) rowsOf(t *testing.T, i int, company string) []any {
	t.Helper()
	list := ofCompanies[i]
	filter := url.QueryEscape(list.filter + ` = "` + company + `"`)
	rows := p.must(t, "coordinator@hup", http.MethodGet, list.path+"?filter="+filter, nil).list(list.rows)
	for _, row := range rows {
		if of := at(row, "company.companyId"); of != nil && of != company {
			t.Errorf("%s lists one of %v for %s", list.path, of, company)
		}
	}
	return rows
}

// with is a case of the company with its three requests, and one of everything else that names a company.
func (j *job) with(t *testing.T) (company string) {
	t.Helper()
	d := j.opened(t)
	company = d.text("case.company.companyId")
	j.post(t, advisor, "/v1/cases/"+j.caseID+":qualify", map[string]any{})
	j.post(t, advisor, "/v1/cases/"+j.caseID+"/referrals", map[string]any{"bodyId": "cci"})
	j.post(t, advisor, "/v1/exchanges", map[string]any{"companyId": company, "kind": "EXCHANGE_KIND_CALL", "visibility": "MESSAGE_VISIBILITY_PARTNERS"})
	j.post(t, advisor, "/v1/tasks", map[string]any{"caseId": j.caseID, "title": "Envoyer le devis", "visibility": "MESSAGE_VISIBILITY_COMPANY", "recommendation": true, "ownerCompanyId": company})
	of := map[string]any{"companyId": company}
	for path, deal := range map[string]map[string]any{
		"/v1/options": {}, "/v1/land-sales": {"deliberationDate": "2026-11-02"}, "/v1/hosting-leases": {"startDate": "2027-01-01", "monthCount": 12},
	} {
		asset, id := "/v1/premises", "premisesId"
		if path == "/v1/land-sales" {
			asset, id = "/v1/plots", "plotId"
		}
		made := map[string]any{"name": "À " + company, "communeCode": "30007", "areaM2": 700, "availability": "ASSET_AVAILABILITY_FOR_SALE"}
		if asset == "/v1/premises" {
			made["kind"] = "ASSET_KIND_WORKSHOP"
		}
		deal["assetId"], deal["company"] = j.must(t, keeper, http.MethodPost, asset, made).text(id), of
		if path == "/v1/hosting-leases" {
			deal["premisesId"] = deal["assetId"]
			delete(deal, "assetId")
		}
		j.must(t, keeper, http.MethodPost, path, deal)
	}
	return company
}

// eachHas waits until each list has so many rows of each of the companies.
func (p *platform) eachHas(t *testing.T, what string, rows int, companies ...string) {
	t.Helper()
	for _, company := range companies {
		for i, list := range ofCompanies {
			kittest.Eventually(t, func() bool { return len(p.rowsOf(t, i, company)) == rows }, what, ": ", list.path, " of ", company)
		}
	}
}

// TestCompany_isFollowedInEveryList merges a company into another and takes it back: each list of each service has what is its.
func TestCompany_isFollowedInEveryList(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	into := submit(t, p).with(t)
	from := (&job{p, p.must(t, advisor, http.MethodPost, "/v1/requests", twin()).text("case.caseId")}).with(t)
	p.eachHas(t, "one of everything", 1, into, from)
	p.must(t, advisor, http.MethodPost, "/v1/companies:merge", map[string]any{"fromCompanyId": from, "intoCompanyId": into})
	p.eachHas(t, "all is of the company that goes on", 2, into)
	p.eachHas(t, "nothing is of the one that went", 0, from)
	p.must(t, advisor, http.MethodPost, "/v1/companies/"+from+":undoMerge", map[string]any{})
	p.eachHas(t, "each has its own again", 1, into, from)
}

// closes is what a register says of the demo's company: closed there, at work elsewhere.
const closes = `siret,dateDernierTraitementEtablissement,codePostalEtablissement,codeCommuneEtablissement,etatAdministratifEtablissement,dateDebut,denominationUsuelleEtablissement,statutDiffusionEtablissement
90948492500013,2026-11-25T05:29:58,30100,30007,F,2026-11-20,CEVENNES FORMATIONS ALES,O
` + elsewhere + `,2026-11-25T05:29:58,30100,30007,A,2026-11-20,CEVENNES FORMATIONS ALES,O
`

const elsewhere = "90948492500021"

// TestCompany_thatHasClosedIsFlaggedInEveryService loads a register that says so beside the running server.
func TestCompany_thatHasClosedIsFlaggedInEveryService(t *testing.T) {
	dir := t.TempDir()
	p, _ := inOneProcess(t, dir, "")
	company := submit(t, p).with(t)
	hup(t, "import", "companies", write(t, closes), "--data", dir).exits(0)
	for _, list := range ofCompanies[4:] {
		kittest.Eventually(t, func() bool {
			found := p.must(t, "coordinator@hup", http.MethodGet, list.path+"?filter="+url.QueryEscape(`companyCeased = true`), nil)
			first := list.rows + ".0.company."
			return len(found.list(list.rows)) == 1 && found.text(first+"companyId") == company && found.text(first+"movedToSiret") == elsewhere
		}, list.path, " flags what is of the company")
	}
	if got := p.must(t, advisor, http.MethodGet, "/v1/companies/"+company, nil); got.text("status") != "COMPANY_STATUS_CEASED" {
		t.Errorf("%s", got.told())
	}
	feed := p.must(t, "client:cci", http.MethodGet, "/v1/events?pageSize=200", nil)
	if text := feed.told(); strings.Contains(text, "CEVENNES") {
		t.Error("an event tells the company's name")
	}
}

// TestLandSigned_draftsTheJobsPromised signs for premises of a case that promises jobs: the draft is in the dossier and waits, the
// case may be closed as helped once its parts have ended.
func TestLandSigned_draftsTheJobsPromised(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	j := submit(t, p)
	d := j.opened(t)
	request := d.text("landRequests.0.landRequestId")
	j.post(t, advisor, "/v1/cases/"+j.caseID+":qualify", map[string]any{})
	j.must(t, advisor, http.MethodPatch, "/v1/land-requests/"+request, map[string]any{"createdJobCount": 6, "keptJobCount": 4})
	j.post(t, advisor, "/v1/land-requests/"+request+":qualify", map[string]any{})
	asset := j.must(t, keeper, http.MethodPost, "/v1/premises", map[string]any{
		"name": "L'atelier promis", "kind": "ASSET_KIND_WORKSHOP", "communeCode": "30007", "areaM2": 900, "availability": "ASSET_AVAILABILITY_FOR_SALE",
		"confidentiality": "ASSET_CONFIDENTIALITY_PUBLIC"}).text("premisesId")
	option := j.post(t, advisor, "/v1/options", map[string]any{"assetId": asset, "landRequestId": request}).text("optionId")
	j.post(t, keeper, "/v1/options/"+option+":grant", map[string]any{})
	j.post(t, keeper, "/v1/hosting-leases", map[string]any{"premisesId": asset, "optionId": option, "startDate": "2027-01-01", "monthCount": 24})
	var draft map[string]any
	kittest.Eventually(t, func() bool {
		for _, n := range j.dossier(t).list("recruitmentNeeds") {
			if at(n, "landRequestId") == request {
				draft = n.(map[string]any)
			}
		}
		return draft != nil
	}, "the dossier shows the draft of the jobs promised")
	if draft["status"] != "RECRUITMENT_NEED_STATUS_DRAFT" || at(draft, "need.positionCount") != float64(6) || at(draft, "need.communeCode") != "30007" {
		t.Errorf("%v", draft)
	}
	j.post(t, advisor, "/v1/recruitment-needs/"+d.text("recruitmentNeeds.0.recruitmentNeedId")+":cancel", map[string]any{"reason": "CANCELLATION_REASON_HIRED_ELSEWHERE"})
	j.post(t, advisor, "/v1/training-needs/"+d.text("trainingNeeds.0.trainingNeedId")+":drop", map[string]any{"reason": "TRAINING_NEED_DROP_REASON_PERIOD"})
	kittest.Eventually(t, func() bool {
		return j.must(t, advisor, http.MethodGet, "/v1/cases/"+j.caseID, nil).text("proposedOutcome") == "CASE_OUTCOME_HELPED"
	}, "the case proposes that it was helped")
	if refused := p.call(t, "jobseeker@plie", http.MethodGet, "/v1/recruitment-needs/"+draft["recruitmentNeedId"].(string), nil); refused.status != http.StatusNotFound {
		t.Errorf("a jobseeker reads a draft: %s", refused.told())
	}
	if closed := j.closes(t); closed.text("status") != "CASE_STATUS_HELPED" {
		t.Errorf("%s", closed.told())
	}
}
