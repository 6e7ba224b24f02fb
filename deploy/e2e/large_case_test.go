package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"

	"hup.example/services/kit/kittest"
)

const (
	manyMessages  = 1000
	manyReferrals = 200
)

// TestDossier_ofALargeCaseIsReadPageByPage: a thread of 1,000 messages and 200 referrals. The dossier answers first pages, and
// their tokens lead through all of each, once.
func TestDossier_ofALargeCaseIsReadPageByPage(t *testing.T) {
	for engine, db := range map[string]func(*testing.T) string{"sqlite": func(*testing.T) string { return "" }, "postgres": databases} {
		t.Run(engine, func(t *testing.T) {
			p, _ := inOneProcess(t, t.TempDir(), db(t))
			id, last := largeCase(t, p)
			path := "/v1/cases/" + id
			kittest.Eventually(t, func() bool { // the timeline has what the journal has numbered
				return p.must(t, advisor, http.MethodGet, path+"/timeline?pageSize=5", nil).tells("timeline", last)
			}, "the timeline tells of the last referral")
			d := p.must(t, advisor, http.MethodGet, path+"/dossier", nil)
			if missing := d.list("missing"); len(missing) > 0 || d.text("case.caseId") != id {
				t.Fatalf("missing %v of %s", missing, d.text("case.caseId"))
			}
			through(t, p, d, "messages", path+"/messages", "messageId", manyMessages)
			through(t, p, d, "referrals", path+"/referrals", "referralId", manyReferrals)
			through(t, p, d, "timeline", path+"/timeline", "entryId", manyMessages+2*manyReferrals)
		})
	}
}

// largeCase writes a case with its thread, and asks bodies again and again.
func largeCase(t *testing.T, p *platform) (id, lastReferral string) {
	t.Helper()
	id = p.must(t, advisor, http.MethodPost, "/v1/requests", map[string]any{
		"company": map[string]any{"name": "Menuiserie Roux", "communeCode": "30007"}, "origin": "CASE_ORIGIN_COUNTER",
		"contact": map[string]any{"name": "Camille Exemple", "phone": "+33466010203"}, "consents": []any{map[string]any{"bodyId": "cci", "channel": "CHANNEL_COUNTER"}},
		"needs": []any{map[string]any{"subjectCode": "finance.investment"}},
	}).text("case.caseId")
	p.must(t, advisor, http.MethodPost, "/v1/cases/"+id+":qualify", map[string]any{})
	var writers sync.WaitGroup
	for w := range senders {
		writers.Go(func() {
			for n := w; n < manyMessages; n += senders {
				body := map[string]any{"visibility": "MESSAGE_VISIBILITY_PARTNERS", "text": fmt.Sprintf("Message %d.", n)}
				if a, err := p.try(t, advisor, http.MethodPost, "/v1/cases/"+id+"/messages", body); err != nil || a.status != http.StatusOK {
					t.Errorf("message %d: %d %s %v", n, a.status, a.told(), err)
					return
				}
			}
		})
	}
	writers.Wait()
	for range manyReferrals {
		r := p.must(t, advisor, http.MethodPost, "/v1/cases/"+id+"/referrals", map[string]any{"bodyId": "cci"})
		lastReferral = r.text("referralId")
		p.must(t, advisor, http.MethodPost, "/v1/referrals/"+lastReferral+":cancel", map[string]any{"reason": "CANCEL_REASON_SENT_BY_MISTAKE"})
	}
	return id, lastReferral
}

// tells is whether a list has a change of the thing.
func (a answer) tells(list, thing string) bool {
	return slices.ContainsFunc(a.list(list), func(row any) bool {
		return at(row, "aggregateId") == thing && at(row, "type") == "hup.support.referral_cancelled.v1"
	})
}

// through goes on from the first page of a part to its end: each row once, at least so many, no page longer than asked for.
func through(t *testing.T, p *platform, d answer, part, path, key string, least int) {
	t.Helper()
	seen := map[any]bool{}
	take := func(rows []any) {
		if len(rows) == 0 || len(rows) > 200 {
			t.Fatalf("a page of %d %s", len(rows), part)
		}
		for _, r := range rows {
			if at(r, key) == nil || seen[at(r, key)] {
				t.Fatalf("%s: %v is there twice, or has no %s", part, r, key)
			}
			seen[at(r, key)] = true
		}
	}
	take(d.list(part))
	token := d.text(part + "NextPageToken")
	if len(seen) >= least || token == "" {
		t.Fatalf("the dossier holds all %d %s at once", len(seen), part)
	}
	for token != "" {
		page := p.must(t, advisor, http.MethodGet, path+"?pageToken="+url.QueryEscape(token), nil)
		take(page.list(part))
		token = page.text("nextPageToken")
	}
	if len(seen) < least {
		t.Errorf("%d %s, want %d", len(seen), part, least)
	}
}
