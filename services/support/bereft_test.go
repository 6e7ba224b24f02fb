package support_test

import (
	"slices"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// moves are what somebody of a body may do with a referral, by the single read; the list of referrals has to say the same.
func (b *bench) moves(body, referralID string, roles ...actor.Role) []string {
	b.t.Helper()
	one, err := b.Referrals.GetReferral(b.as(body, roles...), &supportv1.GetReferralRequest{ReferralId: referralID})
	if err != nil {
		b.t.Fatal(err)
	}
	list, err := b.Referrals.ListReferrals(b.as(body, roles...), &supportv1.ListReferralsRequest{Filter: `caseId = "` + one.GetCaseId() + `"`})
	if err != nil {
		b.t.Fatal(err)
	}
	i := slices.IndexFunc(list.GetReferrals(), func(r *supportv1.ListedReferral) bool { return r.GetReferralId() == referralID })
	if i < 0 || !slices.Equal(list.GetReferrals()[i].GetAllowedActions(), one.GetAllowedActions()) {
		b.t.Errorf("%s: the list says %v, the single read %v", body, list.GetReferrals(), one.GetAllowedActions())
	}
	return one.GetAllowedActions()
}

func (b *bench) closeReferral(body, referralID string, roles ...actor.Role) error {
	_, err := b.Referrals.CloseReferral(b.as(body, roles...), &supportv1.CloseReferralRequest{ReferralId: referralID, Outcome: supportv1.ReferralOutcome_REFERRAL_OUTCOME_NO_HELP})
	return err
}

// TestReferral_withoutConsentIsInTheHandsOfTheBodyInCharge: it may hand over or end what it could not touch before, nobody
// else may, and the body that had it is told.
func TestReferral_withoutConsentIsInTheHandsOfTheBodyInCharge(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		id := c.GetCaseId()
		taken, other := b.refer(id, "cci"), b.refer(id, "cma")
		b.accept(taken)
		b.accept(other)
		if got := b.moves("myriapolis", taken.GetReferralId()); len(got) != 0 {
			t.Errorf("while the company agrees: %v", got)
		}
		if err := b.closeReferral("myriapolis", taken.GetReferralId()); !errs.Is(err, "NOT_YOUR_REFERRAL") {
			t.Errorf("the work of another: %v", err)
		}
		_, err := b.Cases.SetConsents(b.company(c.GetCompany().GetCompanyId()), &supportv1.SetConsentsRequest{CaseId: id, Consents: []*supportv1.Consent{{BodyId: "cci", Withdrawn: true}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := b.moves("myriapolis", taken.GetReferralId()); !slices.Equal(got, []string{"close", "redirect"}) && !slices.Equal(got, []string{"redirect", "close"}) {
			t.Errorf("the body in charge may %v", got)
		}
		if got := b.moves("hup", taken.GetReferralId(), actor.HupCoordinator); !slices.Contains(got, "close") {
			t.Errorf("the coordination may %v", got)
		}
		if err := b.closeReferral("cma", taken.GetReferralId()); !errs.Is(err, "NOT_YOUR_REFERRAL") {
			t.Errorf("another body: %v", err)
		}
		if got := b.moves("myriapolis", other.GetReferralId()); len(got) != 0 {
			t.Errorf("of the body that has the consent: %v", got)
		}
		if err := b.closeReferral("myriapolis", taken.GetReferralId()); err != nil {
			t.Fatal(err)
		}
		if told := b.notices(id)["referral_ended"]; len(told) != 1 || told[0].GetRecipientRef() != "body:cci" {
			t.Errorf("%v", told)
		}
	})
}

// TestArchive_endsWhatWasAcceptedOfACaseThatWasGivenUp, when nobody did before.
func TestArchive_endsWhatWasAcceptedOfACaseThatWasGivenUp(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		r := b.refer(c.GetCaseId(), "cci")
		b.accept(r)
		_, err := b.Cases.WithdrawCase(b.company(c.GetCompany().GetCompanyId()), &supportv1.WithdrawCaseRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_NO_LONGER_WANTED})
		if err != nil {
			t.Fatal(err)
		}
		if got := b.referral("cci", r.GetReferralId()); got.GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED || !slices.Contains(got.GetAllowedActions(), "close") {
			t.Errorf("the body says how its work ended: %v", got)
		}
		if _, err := b.Cases.ArchiveCase(b.as("myriapolis"), &supportv1.ArchiveCaseRequest{CaseId: c.GetCaseId()}); err != nil {
			t.Fatal(err)
		}
		if got := b.referral("cci", r.GetReferralId()); got.GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_NO_HELP || b.status(c.GetCaseId()) != supportv1.CaseStatus_CASE_STATUS_ARCHIVED {
			t.Errorf("%v", got)
		}
	})
}
