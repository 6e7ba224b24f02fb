package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
)

// siret is a company of the demo: a real training body of Alès.
const siret = "90948492500013"

// request is the form of a whole situation, with a need for each service and one that is referred.
func request(description string) map[string]any {
	return map[string]any{
		"company": map[string]any{"siret": siret},
		"contact": map[string]any{"name": "Camille Exemple", "email": "camille@example.org", "phone": "+33466000001", "role": "gérante", "preferredChannel": "CHANNEL_PHONE"},
		"origin":  "CASE_ORIGIN_COUNTER", "urgency": "URGENCY_NORMAL", "description": description,
		"consents": []any{map[string]any{"bodyId": "cci", "channel": "CHANNEL_COUNTER", "textVersion": "2026-01"}},
		"needs": []any{
			map[string]any{"subjectCode": "land.premises", "description": "Un atelier plus grand", "land": map[string]any{
				"assetKinds": []any{"ASSET_KIND_WORKSHOP", "ASSET_KIND_BROWNFIELD"}, "tenure": "LAND_TENURE_RENT", "minAreaM2": 800, "maxAreaM2": 1200,
				"communeCodes": []any{"30007"}, "radiusKm": 20, "neededByDate": "2027-06-30"}},
			map[string]any{"subjectCode": "recruitment.hire", "recruitment": map[string]any{
				"romeCode": "H2913", "title": "Soudeur", "positionCount": 2, "contractKind": "CONTRACT_KIND_CDI", "communeCode": "30007"}},
			map[string]any{"subjectCode": "training.skills", "training": map[string]any{"romeCode": "H2913", "personCount": 4, "topic": "Soudage TIG"}},
			map[string]any{"subjectCode": "finance.investment", "description": "Une machine de découpe."},
		},
	}
}

const (
	advisor = "advisor@myriapolis"
	chamber = "advisor@cci"
)

// job is a case on its way through the main job.
type job struct {
	*platform
	caseID string
}

// submit sends the form and reads the receipt.
func submit(t *testing.T, p *platform) *job {
	t.Helper()
	a := p.must(t, advisor, http.MethodPost, "/v1/requests", request("Nous nous agrandissons."))
	for _, path := range []string{"case.caseId", "case.number", "receipt.number", "receipt.dueDate", "receipt.contactBodyId", "case.company.name"} {
		if a.text(path) == "" {
			t.Errorf("the answer to the request has no %s", path)
		}
	}
	if a.text("case.status") != "CASE_STATUS_RECEIVED" || a.text("case.statusLabel") == "" {
		t.Errorf("the case is %s « %s »", a.text("case.status"), a.text("case.statusLabel"))
	}
	return &job{p, a.text("case.caseId")}
}

func (j *job) dossier(t *testing.T) answer {
	t.Helper()
	return j.must(t, advisor, http.MethodGet, "/v1/cases/"+j.caseID+"/dossier", nil)
}

// opened waits until the three services have opened their requests, and the case shows them.
func (j *job) opened(t *testing.T) answer {
	t.Helper()
	var d answer
	kittest.Eventually(t, func() bool {
		d = j.dossier(t)
		for i := range 3 {
			if at(d.body, "case.needs."+string(rune('0'+i))+".linkedId") == "" {
				return false
			}
		}
		return len(d.list("landRequests")) == 1 && len(d.list("recruitmentNeeds")) == 1 && len(d.list("trainingNeeds")) == 1
	}, "the dossier shows the requests that land, recruitment and training opened")
	for _, path := range []string{"landRequests.0.landRequestId", "landRequests.0.statusLabel", "recruitmentNeeds.0.recruitmentNeedId",
		"recruitmentNeeds.0.statusLabel", "trainingNeeds.0.trainingNeedId", "trainingNeeds.0.statusLabel", "case.needs.0.linkedStatusLabel"} {
		if d.text(path) == "" {
			t.Errorf("the dossier has no %s", path)
		}
	}
	if len(d.list("missing")) > 0 {
		t.Errorf("missing: %v", d.list("missing"))
	}
	return d
}

func (j *job) post(t *testing.T, as, path string, body map[string]any) answer {
	t.Helper()
	return j.must(t, as, http.MethodPost, path, body)
}

func filter(text string) string { return "?filter=" + url.QueryEscape(text) }

// run does the main job from the counter to the closed case, watched by a stream.
func (j *job) run(t *testing.T) {
	t.Helper()
	d := j.opened(t)
	if len(d.list("proposals")) == 0 {
		t.Error("nobody is proposed for the need of finance")
	}
	stream, _ := j.watch(t, advisor, j.caseID, "")
	j.post(t, advisor, "/v1/cases/"+j.caseID+":qualify", map[string]any{"urgency": "URGENCY_HIGH"})
	stream.saw(t, "hup.support.case_qualified.v1")
	j.referral(t, d)
	stream.saw(t, "hup.support.referral_sent.v1")
	stream.saw(t, "hup.support.referral_status_changed.v1")
	j.shortlist(t, d)
	stream.saw(t, "hup.land.land_request_status_changed.v1")
	j.refusedWhileOpen(t)
	j.endParts(t, d)
	closed := j.closes(t)
	if closed.text("status") != "CASE_STATUS_HELPED" {
		t.Errorf("the closed case is %s", closed.text("status"))
	}
	stream.saw(t, "hup.support.case_status_changed.v1")
	if after := j.dossier(t); len(after.list("timeline")) < 6 {
		t.Errorf("the timeline has %d entries", len(after.list("timeline")))
	}
}

// referral sends the case to the chamber, which accepts and closes as helped.
func (j *job) referral(t *testing.T, d answer) {
	t.Helper()
	sent := j.post(t, advisor, "/v1/cases/"+j.caseID+"/referrals", map[string]any{
		"bodyId": "cci", "needIds": []any{d.text("case.needs.3.needId")}, "note": "Une machine à financer."})
	id := sent.text("referralId")
	listed := j.must(t, chamber, http.MethodGet, "/v1/referrals"+filter(`bodyId = "mine" AND status = "REFERRAL_STATUS_SENT"`), nil)
	found := false
	for _, r := range listed.list("referrals") {
		found = found || at(r, "referralId") == id
	}
	if !found {
		t.Errorf("the chamber does not see the referral %s", id)
	}
	j.post(t, chamber, "/v1/referrals/"+id+":accept", map[string]any{})
	ended := j.post(t, chamber, "/v1/referrals/"+id+":close", map[string]any{"outcome": "REFERRAL_OUTCOME_HELPED", "outcomeNote": "Prêt accordé."})
	if ended.text("status") != "REFERRAL_STATUS_HELPED" {
		t.Errorf("the closed referral is %s", ended.text("status"))
	}
}

// shortlist takes the best matches of the land request.
func (j *job) shortlist(t *testing.T, d answer) {
	t.Helper()
	id := d.text("landRequests.0.landRequestId")
	j.post(t, advisor, "/v1/land-requests/"+id+":qualify", map[string]any{})
	matches := j.must(t, advisor, http.MethodGet, "/v1/land-requests/"+id+"/matches", nil).list("matches")
	if len(matches) == 0 {
		t.Fatal("no asset matches the land request")
	}
	if at(matches[0], "asset.name") == "" || at(matches[0], "sentence") == "" {
		t.Errorf("the best match is not explained: %v", matches[0])
	}
	listed := j.post(t, advisor, "/v1/land-requests/"+id+":shortlist", map[string]any{"matchIds": []any{at(matches[0], "matchId")}})
	if listed.text("status") != "LAND_REQUEST_STATUS_SHORTLISTED" {
		t.Errorf("the land request is %s", listed.text("status"))
	}
}

// refusedWhileOpen: the case can't be closed while a part is open, and the refusal says which.
func (j *job) refusedWhileOpen(t *testing.T) {
	t.Helper()
	a := j.call(t, advisor, http.MethodPost, "/v1/cases/"+j.caseID+":close", map[string]any{"outcome": "CASE_OUTCOME_HELPED"})
	if a.status != http.StatusConflict || a.text("reason") == "" || a.text("detail") == "" {
		t.Fatalf("closing with open parts answers %d %s", a.status, a.told())
	}
	for _, part := range []string{"lrq_", "jbn_", "tnd_"} {
		if !strings.Contains(a.told(), part) {
			t.Errorf("the refusal does not name the open part %s…: %s", part, a.told())
		}
	}
}

// endParts ends what land, recruitment and training opened.
func (j *job) endParts(t *testing.T, d answer) {
	t.Helper()
	j.post(t, advisor, "/v1/land-requests/"+d.text("landRequests.0.landRequestId")+":withdraw", map[string]any{"reason": "LAND_REQUEST_WITHDRAW_REASON_FOUND_ELSEWHERE"})
	j.post(t, advisor, "/v1/recruitment-needs/"+d.text("recruitmentNeeds.0.recruitmentNeedId")+":cancel", map[string]any{"reason": "CANCELLATION_REASON_HIRED_ELSEWHERE"})
	j.post(t, advisor, "/v1/training-needs/"+d.text("trainingNeeds.0.trainingNeedId")+":drop", map[string]any{"reason": "TRAINING_NEED_DROP_REASON_PERIOD"})
}

// closes waits until the case knows that its parts ended, then closes it as helped.
func (j *job) closes(t *testing.T) (closed answer) {
	t.Helper()
	kittest.Eventually(t, func() bool {
		closed = j.call(t, advisor, http.MethodPost, "/v1/cases/"+j.caseID+":close", map[string]any{"outcome": "CASE_OUTCOME_HELPED", "outcomeNote": "Tout est trouvé."})
		if closed.status != http.StatusOK && closed.status != http.StatusConflict {
			t.Fatalf("closing answers %d %s", closed.status, closed.told())
		}
		return closed.status == http.StatusOK
	}, "the case can be closed once its parts ended")
	return closed
}
