package e2e

import (
	"net/http"
	"slices"
	"testing"

	"hup.example/services/kit/kittest"
)

// TestConsent_takenBackWhileAReferralIsOnItsWay: the chamber is asked, and before it could know, the company takes its
// consent back. From that answer on the chamber reads nothing of the case in any service; its open stream ends without a
// word of what comes after; the lists of the other services follow by event.
func TestConsent_takenBackWhileAReferralIsOnItsWay(t *testing.T) {
	p, _ := inOneProcess(t, t.TempDir(), "")
	j := submit(t, p)
	d := j.opened(t)
	parts := []string{
		"/v1/land-requests/" + d.text("landRequests.0.landRequestId"), "/v1/recruitment-needs/" + d.text("recruitmentNeeds.0.recruitmentNeedId"),
		"/v1/training-needs/" + d.text("trainingNeeds.0.trainingNeedId"), "/v1/cases/" + j.caseID, "/v1/cases/" + j.caseID + "/dossier", "/v1/cases/" + j.caseID + "/timeline",
	}
	for _, path := range parts {
		j.must(t, chamber, http.MethodGet, path, nil)
	}
	listed := func(path, list string) bool {
		return slices.ContainsFunc(j.must(t, chamber, http.MethodGet, path, nil).list(list), func(row any) bool { return at(row, "caseLink.caseId") == j.caseID })
	}
	kittest.Eventually(t, func() bool {
		return listed("/v1/land-requests", "landRequests") && listed("/v1/recruitment-needs", "recruitmentNeeds") && listed("/v1/training-needs", "trainingNeeds")
	}, "the chamber lists the requests of the case")
	stream, _ := p.watch(t, chamber, j.caseID, "")
	advisors, _ := p.watch(t, advisor, j.caseID, "")

	sent := j.must(t, advisor, http.MethodPost, "/v1/cases/"+j.caseID+"/referrals", map[string]any{"bodyId": "cci", "note": "Une menuisière pressée."})
	j.must(t, "company@"+siret, http.MethodPost, "/v1/cases/"+j.caseID+"/consents", map[string]any{"consents": []any{map[string]any{"bodyId": "cci", "withdrawn": true}}})
	for _, path := range parts {
		if a := j.call(t, chamber, http.MethodGet, path, nil); a.status != http.StatusNotFound {
			t.Errorf("the chamber reads %s: %d", path, a.status)
		}
	}
	known := j.must(t, chamber, http.MethodGet, "/v1/referrals/"+sent.text("referralId"), nil)
	if known.text("cancelReason") != "CANCEL_REASON_CONSENT_WITHDRAWN" || known.text("note") != "" || known.at("company") != nil {
		t.Errorf("the chamber reads of its referral: %s", known.told())
	}
	late := j.call(t, chamber, http.MethodPost, "/v1/referrals/"+sent.text("referralId")+":accept", map[string]any{})
	if late.status != http.StatusConflict || late.text("reason") != "ILLEGAL_TRANSITION" {
		t.Errorf("the chamber accepts: %s", late.told())
	}
	j.must(t, advisor, http.MethodPost, "/v1/cases/"+j.caseID+"/messages", map[string]any{"visibility": "MESSAGE_VISIBILITY_PARTNERS", "text": "Entre nous."})
	advisors.saw(t, "hup.support.message_posted.v1")
	kittest.Eventually(t, stream.over, "the stream of the chamber ends")
	if _, types := stream.last(); slices.Contains(types, "hup.support.message_posted.v1") {
		t.Errorf("the chamber was told %v", types)
	}
	kittest.Eventually(t, func() bool {
		return !listed("/v1/land-requests", "landRequests") && !listed("/v1/recruitment-needs", "recruitmentNeeds") && !listed("/v1/training-needs", "trainingNeeds")
	}, "the lists of the other services follow")
}
