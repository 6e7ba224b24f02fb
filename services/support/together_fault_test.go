package support_test

import (
	"fmt"
	"sync"
	"testing"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// TestConsent_withdrawnWhileAReferralIsOnItsWay: whichever comes first, the body ends without the case and nobody waits
// for its answer.
func TestConsent_withdrawnWhileAReferralIsOnItsWay(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for range 8 {
			c := b.opened()
			var at sync.WaitGroup
			at.Go(func() {
				_, err := b.Referrals.CreateReferral(b.as("myriapolis"), &supportv1.CreateReferralRequest{CaseId: c.GetCaseId(), BodyId: "cci"})
				if err != nil && !errs.Is(err, "CONSENT_MISSING") {
					t.Errorf("sent at the same instant: %v", err)
				}
			})
			at.Go(func() { b.withdraw(c.GetCaseId(), "cci") })
			at.Wait()
			got, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: c.GetCaseId()})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range got.GetReferrals() {
				if r.GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_CANCELLED {
					t.Errorf("a referral to a body without consent is %s", r.GetStatus())
				}
			}
			if _, err := b.Cases.GetCase(b.as("cci"), &supportv1.GetCaseRequest{CaseId: c.GetCaseId()}); !errs.Is(err, "NOT_FOUND") {
				t.Errorf("the body still sees the case: %v", err)
			}
			_, err = b.Messages.PostMessage(b.as("cci"), &supportv1.PostMessageRequest{CaseId: c.GetCaseId(), Visibility: visibilities["body"], Text: "Non"})
			if !errs.Is(err, "NOT_FOUND") {
				t.Errorf("the body still writes: %v", err)
			}
		}
	})
}

// big is a case with 1,000 messages of all levels by two bodies, and 200 referrals.
func (b *bench) big(t *testing.T) *supportv1.Case {
	t.Helper()
	c := b.opened()
	hup := b.as("hup", actor.HupCoordinator)
	var consents []*supportv1.Consent
	for n := range 200 {
		id := fmt.Sprintf("organisme-%03d", n)
		_, err := b.Bodies.CreatePartnerBody(hup, &supportv1.CreatePartnerBodyRequest{PartnerBody: &supportv1.PartnerBody{
			PartnerBodyId: id, Name: "Organisme fictif", Kind: supportv1.PartnerBodyKind_PARTNER_BODY_KIND_OTHER,
		}})
		if err != nil {
			t.Fatal(err)
		}
		consents = append(consents, &supportv1.Consent{BodyId: id, Channel: supportv1.Channel_CHANNEL_COUNTER})
	}
	for ; len(consents) > 0; consents = consents[min(50, len(consents)):] {
		said := &supportv1.SetConsentsRequest{CaseId: c.GetCaseId(), Consents: consents[:min(50, len(consents))]}
		if _, err := b.Cases.SetConsents(b.as("myriapolis"), said); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 200 {
		b.refer(c.GetCaseId(), fmt.Sprintf("organisme-%03d", n))
	}
	levels := []string{"personal", "body", "partners", "company"}
	for n := range 1000 {
		b.post([]string{"myriapolis", "organisme-001"}[n%2], c.GetCaseId(), visibilities[levels[n/2%4]])
	}
	return c
}

// TestCase_withThousandMessagesAnswersPageByPage: each list of the dossier begins with a page and its token, stays light,
// and ends with all of it, each once.
func TestCase_withThousandMessagesAnswersPageByPage(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	c := b.big(t)
	reader := b.as("organisme-001")
	walk := func(what string, want int, page func(token string) (proto.Message, []string, string, error)) {
		t.Helper()
		seen := map[string]bool{}
		for token, pages := "", 0; ; pages++ {
			answer, ids, next, err := page(token)
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			if size := proto.Size(answer); size > 256<<10 || len(ids) > 50 {
				t.Errorf("a page of %s has %d rows and %d bytes", what, len(ids), size)
			}
			for _, id := range ids {
				if seen[id] {
					t.Errorf("%s: %s is on two pages", what, id)
				}
				seen[id] = true
			}
			if next == "" || pages > 100 {
				break
			}
			token = next
		}
		if len(seen) != want {
			t.Errorf("%d %s in all, want %d", len(seen), what, want)
		}
	}
	walk("messages", 500+250, func(token string) (proto.Message, []string, string, error) {
		got, err := b.Messages.ListMessages(reader, &supportv1.ListMessagesRequest{CaseId: c.GetCaseId(), PageToken: token})
		return got, idsOf(got.GetMessages(), (*supportv1.Message).GetMessageId), got.GetNextPageToken(), err
	})
	walk("referrals", 200, func(token string) (proto.Message, []string, string, error) {
		got, err := b.Referrals.ListReferrals(reader, &supportv1.ListReferralsRequest{CaseId: c.GetCaseId(), PageToken: token})
		return got, idsOf(got.GetReferrals(), (*supportv1.ListedReferral).GetReferralId), got.GetNextPageToken(), err
	})
	got, err := b.Cases.GetCase(reader, &supportv1.GetCaseRequest{CaseId: c.GetCaseId()})
	if err != nil || got.GetUnreadCount() != 250 || len(got.GetReferrals()) != 200 || proto.Size(got) > 256<<10 {
		t.Errorf("%d unread, %d referrals, %d bytes, %v", got.GetUnreadCount(), len(got.GetReferrals()), proto.Size(got), err)
	}
}

func idsOf[R any](rows []R, id func(R) string) []string {
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = id(r)
	}
	return all
}
