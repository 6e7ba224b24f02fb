package e2e

import (
	"net/http"
	"testing"

	"hup.example/services/kit/kittest"
)

// leaver is the advisor whose role ends, and partner the system whose key is revoked; each has an access token for minutes more.
const (
	leaver  = "advisor@cma"
	partner = "client:region"
)

// places are where each part answers: the gateway itself, then every service.
var places = []string{"/v1/me", "/v1/cases", "/v1/land-requests", "/v1/recruitment-needs", "/v1/training-needs", "/v1/memberships", "/v1/webhooks"}

func TestAccess_endsBeforeItsTokensInOneProcess(t *testing.T) {
	for engine, db := range map[string]func(*testing.T) string{"sqlite": func(*testing.T) string { return "" }, "postgres": databases} {
		t.Run(engine, func(t *testing.T) {
			dir, db := t.TempDir(), db(t)
			p, running := inOneProcess(t, dir, db)
			p.endAccess(t)
			running.stop(t)
			again := restart(t, running, dir, db)
			again.tokens = p.tokens
			again.refusesLeavers(t)
		})
	}
}

func TestAccess_endsBeforeItsTokensInSeparateProcesses(t *testing.T) {
	p := separate(t)
	p.endAccess(t)
	for _, part := range []string{"identity", "land", "gateway"} {
		p.processes[part].stop(t)
	}
	for _, part := range []string{"land", "gateway"} {
		p.start(part).ready(t)
	}
	for _, as := range []string{leaver, partner} {
		if a, err := p.try(t, as, http.MethodGet, "/v1/land-requests", nil); err != nil || a.status < http.StatusBadRequest {
			t.Errorf("land, started again without identity, answers %s with %d %s, %v", as, a.status, a.told(), err)
		}
	}
	p.start("identity").ready(t)
	kittest.Eventually(t, func() bool { return p.unauthorized(t, leaver, "/v1/me") }, "the gateway, started without identity, learns from it who left")
	kittest.Eventually(t, func() bool { return p.unauthorized(t, leaver, "/v1/land-requests") }, "land does, too")
	p.refusesLeavers(t)
}

// endAccess ends a role and a key whose tokens have been used in every part, and waits until all parts refuse them.
func (p *platform) endAccess(t *testing.T) {
	t.Helper()
	j := submit(t, p)
	j.post(t, advisor, "/v1/cases/"+j.caseID+":qualify", map[string]any{})
	me := p.must(t, leaver, http.MethodGet, "/v1/me", nil)
	key := p.must(t, partner, http.MethodGet, "/v1/me", nil)
	for _, as := range []string{leaver, partner, advisor} {
		for _, path := range places {
			if p.unauthorized(t, as, path) {
				t.Fatalf("GET %s refuses %s, whose access has not ended", path, as)
			}
		}
	}
	j.post(t, advisor, "/v1/cases/"+j.caseID+"/consents", map[string]any{"consents": []any{map[string]any{"bodyId": "cma", "channel": "CHANNEL_COUNTER"}}})
	theirs, _ := p.watch(t, leaver, j.caseID, "")
	ours, _ := p.watch(t, advisor, j.caseID, "")
	p.must(t, "admin@hup", http.MethodPost, "/v1/memberships/"+me.text("membershipId")+":end", map[string]any{"reason": "MEMBERSHIP_END_REASON_LEFT"})
	p.must(t, "admin@hup", http.MethodPost, "/v1/clients/"+key.text("clientId")+":revoke", map[string]any{"reason": "CLIENT_REVOCATION_REASON_BODY_LEFT"})
	for _, as := range []string{leaver, partner} {
		for _, path := range places {
			kittest.Eventually(t, func() bool { return p.unauthorized(t, as, path) }, "GET ", path, " refuses ", as)
		}
	}
	p.refusesLeavers(t)
	kittest.Eventually(t, theirs.over, "the open stream of ", leaver, " ends")
	after := j.post(t, advisor, "/v1/cases/"+j.caseID+"/messages", map[string]any{"visibility": "MESSAGE_VISIBILITY_PARTNERS", "text": "Suite."}).text("messageId")
	ours.sawThing(t, after)
	if theirs.tells(after) {
		t.Errorf("%s is told what was written after the end", leaver)
	}
}

// refusesLeavers: whose access ended is told so at once everywhere, and nobody else is refused.
func (p *platform) refusesLeavers(t *testing.T) {
	t.Helper()
	for _, path := range places {
		for _, as := range []string{leaver, partner} {
			if a := p.call(t, as, http.MethodGet, path, nil); a.status != http.StatusUnauthorized || a.text("reason") != "ACCESS_ENDED" {
				t.Errorf("GET %s answers %s, whose access ended, with %d %s", path, as, a.status, a.told())
			}
		}
		if p.unauthorized(t, advisor, path) {
			t.Errorf("GET %s refuses an advisor whose access has not ended", path)
		}
	}
}

func (p *platform) unauthorized(t *testing.T, as, path string) bool {
	t.Helper()
	a, err := p.try(t, as, http.MethodGet, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a.status == http.StatusUnauthorized
}
