package e2e

import (
	"net/http"
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
)

const keeper = "advisor@agglo"

// TestLand_fromTheMatchToTheLease follows the story of the counter: the need of a case finds a workshop, an option holds it, the
// second in the queue knows its rank, the keeper's desk shows what ends, and the lease signs the request.
func TestLand_fromTheMatchToTheLease(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	j := submit(t, p)
	request := j.opened(t).text("landRequests.0.landRequestId")
	j.post(t, advisor, "/v1/land-requests/"+request+":qualify", map[string]any{})
	matches := j.must(t, advisor, http.MethodGet, "/v1/land-requests/"+request+"/matches", nil)
	if matches.list("matches") == nil || !strings.Contains(matches.text("sentence"), "conviennent") {
		t.Fatalf("%s", matches.told())
	}
	asset := matches.text("matches.0.asset.assetId")
	first := j.post(t, advisor, "/v1/options", map[string]any{"assetId": asset, "landRequestId": request, "periodDays": 10}).text("optionId")
	second := j.post(t, chamber, "/v1/options", map[string]any{"assetId": asset, "company": map[string]any{"name": "Une autre"}})
	if second.body["rank"] != float64(2) {
		t.Errorf("the second of the queue has rank %v", second.body["rank"])
	}
	if refused := j.call(t, chamber, http.MethodPost, "/v1/options/"+second.text("optionId")+":grant", map[string]any{}); refused.status != http.StatusForbidden || refused.text("reason") != "KEEPER_ONLY" {
		t.Errorf("who waits grants: %s", refused.told())
	}
	j.post(t, keeper, "/v1/options/"+first+":grant", map[string]any{})
	if held := j.call(t, keeper, http.MethodPost, "/v1/options/"+second.text("optionId")+":grant", map[string]any{}); held.status != http.StatusConflict || held.text("reason") != "OPTION_HELD" {
		t.Errorf("a second option is granted: %s", held.told())
	}
	desk := j.must(t, keeper, http.MethodGet, "/v1/desk", nil)
	shown := false
	for _, o := range desk.list("endingOptions.options") {
		shown = shown || at(o, "optionId") == first
	}
	if !shown {
		t.Errorf("the keeper's desk shows %v", desk.at("endingOptions"))
	}
	kittest.Eventually(t, func() bool {
		return j.dossier(t).text("case.needs.0.linkedStatus") == "LAND_REQUEST_STATUS_OPTION_GRANTED"
	}, "the case shows that the option is granted")
	lease := j.post(t, keeper, "/v1/hosting-leases", map[string]any{"premisesId": asset, "optionId": first, "startDate": "2027-01-01", "monthCount": 24})
	if lease.text("endDate") != "2028-12-31" || lease.text("landRequestId") != request {
		t.Errorf("%s", lease.told())
	}
	signed := j.must(t, advisor, http.MethodGet, "/v1/land-requests/"+request, nil)
	if signed.text("status") != "LAND_REQUEST_STATUS_SIGNED" {
		t.Errorf("%s", signed.told())
	}
	if waiting := j.must(t, chamber, http.MethodGet, "/v1/options/"+second.text("optionId"), nil); waiting.text("status") != "OPTION_STATUS_REFUSED" {
		t.Errorf("who waited for what is let is %s", waiting.text("status"))
	}
}

// TestLand_tellsWhoWaits asks for what is not there, and puts it on the market: the request is told by itself.
func TestLand_tellsWhoWaits(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	request := p.must(t, advisor, http.MethodPost, "/v1/land-requests", map[string]any{
		"company": map[string]any{"name": "Laboratoire"}, "need": map[string]any{"assetKinds": []any{"ASSET_KIND_LABORATORY"}, "minAreaM2": 3000, "communeCodes": []any{"30007"}},
	}).text("landRequestId")
	nothing := p.must(t, advisor, http.MethodGet, "/v1/land-requests/"+request+"/matches", nil)
	if nothing.body["nothingNow"] != true || !strings.Contains(nothing.text("sentence"), "Rien ne convient pour l'instant") {
		t.Errorf("%s", nothing.told())
	}
	premises := p.must(t, keeper, http.MethodPost, "/v1/premises", map[string]any{
		"name": "Laboratoire neuf", "kind": "ASSET_KIND_LABORATORY", "communeCode": "30007", "areaM2": 3200, "availability": "ASSET_AVAILABILITY_FOR_SALE",
		"confidentiality": "ASSET_CONFIDENTIALITY_PUBLIC",
	}).text("premisesId")
	kittest.Eventually(t, func() bool {
		found := p.must(t, advisor, http.MethodGet, "/v1/land-requests/"+request+"/matches", nil)
		return found.text("matches.0.asset.assetId") == premises && found.text("matches.0.foundTime") != ""
	}, "the request is told of the new laboratory")
	back := p.must(t, advisor, http.MethodGet, "/v1/premises/"+premises+"/matches", nil)
	if back.text("matches.0.landRequest.landRequestId") != request {
		t.Errorf("%s", back.told())
	}
}
