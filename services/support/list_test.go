package support_test

import (
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/store"
)

func TestListCases_showsTheSummaryAndTheSameOfRowsWrittenBefore(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		opened := b.opened()
		b.refer(opened.GetCaseId(), "cci")
		lists := func() (*supportv1.ListedCase, *supportv1.ListedReferral) {
			cases, err := b.Cases.ListCases(b.as("cci"), &supportv1.ListCasesRequest{Filter: `open = true`})
			if err != nil || len(cases.GetCases()) != 1 {
				t.Fatalf("%v, %v", cases, err)
			}
			referrals, err := b.Referrals.ListReferrals(b.as("cci"), &supportv1.ListReferralsRequest{Filter: `bodyId = "mine" AND unanswered = true`})
			if err != nil || len(referrals.GetReferrals()) != 1 {
				t.Fatalf("%v, %v", referrals, err)
			}
			return cases.GetCases()[0], referrals.GetReferrals()[0]
		}
		c, r := lists()
		got, err := b.Cases.GetCase(b.as("cci"), &supportv1.GetCaseRequest{CaseId: opened.GetCaseId()})
		if err != nil || c.GetEtag() != got.GetEtag() || c.GetStatusLabel() != got.GetStatusLabel() || !slices.Equal(c.GetAllowedActions(), listedActions(got)) || len(c.GetNeeds()) != len(got.GetNeeds()) {
			t.Errorf("listed %v\nread %v, %v", c, got, err)
		}
		whole, err := b.Referrals.GetReferral(b.as("cci"), &supportv1.GetReferralRequest{ReferralId: r.GetReferralId()})
		if err != nil || r.GetEtag() != whole.GetEtag() || !slices.Equal(r.GetAllowedActions(), whole.GetAllowedActions()) || len(r.GetAllowedActions()) == 0 {
			t.Errorf("listed %v\nread %v, %v", r, whole, err)
		}
		err = b.store.Update(b.as("cci"), func(tx *store.Tx) error {
			_, err := tx.Exec(tx.Ctx, `UPDATE support_case SET summary = ''`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if before, _ := lists(); !proto.Equal(before, c) {
			t.Errorf("of a row without a summary %v\nof one with %v", before, c)
		}
	})
}

// listedActions are those that a list tells, too: who follows a case is known where one is read.
func listedActions(c *supportv1.Case) []string {
	return slices.DeleteFunc(slices.Clone(c.GetAllowedActions()), func(action string) bool { return action == "follow" || action == "unfollow" })
}

// TestListReferrals_aSearchLooksInWhatTheReaderSees: what others have does not fill the search's limit, and who comes to see
// the case finds what was sent before.
func TestListReferrals_aSearchLooksInWhatTheReaderSees(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		opened := b.opened()
		b.refer(opened.GetCaseId(), "cci")
		found := func(body string, roles ...actor.Role) (n int) {
			got, err := b.Referrals.ListReferrals(b.as(body, roles...), &supportv1.ListReferralsRequest{Filter: `text : "` + opened.GetNumber() + `"`})
			if err != nil {
				t.Fatal(err)
			}
			return len(got.GetReferrals())
		}
		if found("myriapolis") != 1 || found("cci") != 1 || found("imt") != 0 || found("cma") != 1 || found("hup", actor.HupCoordinator) != 1 {
			t.Errorf("one referral: the sender finds %d, the body %d, a stranger %d, the coordination %d",
				found("myriapolis"), found("cci"), found("imt"), found("hup", actor.HupCoordinator))
		}
		b.refer(opened.GetCaseId(), "cma")
		if found("cma") != 2 || found("cci") != 2 {
			t.Errorf("two referrals: the second body finds %d, the first %d", found("cma"), found("cci"))
		}
		if _, err := b.Cases.SetConsents(b.as("myriapolis"), &supportv1.SetConsentsRequest{CaseId: opened.GetCaseId(), Consents: []*supportv1.Consent{{BodyId: "cma", Withdrawn: true}}}); err != nil {
			t.Fatal(err)
		}
		if found("cma") != 1 || found("cci") != 2 {
			t.Errorf("consent withdrawn: that body finds %d, the other %d", found("cma"), found("cci"))
		}
		if err := b.service.Rebuild(t.Context()); err != nil || found("cma") != 1 || found("cci") != 2 {
			t.Errorf("rebuilt: %d, %d, %v", found("cma"), found("cci"), err)
		}
	})
}
