package support_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/messages"
)

// walkACase takes a case through all that people are told of, and answers its id.
func (b *bench) walkACase() string {
	t := b.t
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	c := b.opened()
	id, company := c.GetCaseId(), b.company(c.GetCompany().GetCompanyId())
	must(b.Cases.AssignCase(b.as("myriapolis"), &supportv1.AssignCaseRequest{CaseId: id, PersonId: "per_colleague"}))
	late := b.refer(id, "cci")
	must(b.Referrals.AssignReferral(b.as("cci"), &supportv1.AssignReferralRequest{ReferralId: late.GetReferralId(), PersonId: "per_expert"}))
	b.days(23) // reminders, breaches, the offers of day 10, expiry
	b.decline(b.refer(id, "cma"))
	third := b.refer(id, "cci")
	must(b.Referrals.RedirectReferral(b.as("cci"), &supportv1.RedirectReferralRequest{ReferralId: third.GetReferralId(), NextBodyId: "cma", Note: "une artisane"}))
	next := b.referral("cci", third.GetReferralId()).GetRedirectedToReferralId()
	must(b.Cases.RequestInfo(b.as("myriapolis"), &supportv1.RequestInfoRequest{CaseId: id, Reason: supportv1.CaseReason_CASE_REASON_DOCUMENT_MISSING}))
	b.days(8)
	must(b.Cases.ProvideInfo(company, &supportv1.ProvideInfoRequest{CaseId: id, Note: "la voici"}))
	b.accept(b.referral("cma", next))
	must(b.Referrals.CloseReferral(b.as("cma"), &supportv1.CloseReferralRequest{ReferralId: next, Outcome: supportv1.ReferralOutcome_REFERRAL_OUTCOME_HELPED}))
	must(b.Cases.CloseCase(b.as("myriapolis"), &supportv1.CloseCaseRequest{CaseId: id, Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED}))
	must(b.Cases.ReopenCase(b.as("myriapolis"), &supportv1.ReopenCaseRequest{CaseId: id, Reason: supportv1.CaseReason_CASE_REASON_HELP_NOT_ENOUGH, ReferralId: next}))
	b.refer(id, "cci")
	must(b.Cases.WithdrawCase(company, &supportv1.WithdrawCaseRequest{CaseId: id, Reason: supportv1.CaseReason_CASE_REASON_NO_LONGER_WANTED}))
	return id
}

// TestNotices_ofAFullCaseAreEachSentOnceAndHaveWords: no key twice, each template in the README with whom it is for, and in
// both languages, with no other parameters than the message carries.
func TestNotices_ofAFullCaseAreEachSentOnceAndHaveWords(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	kittest.Engines(t, func(t *testing.T, url string) {
		b, c := open(t, url), words(t)
		notices := b.notices(b.walkACase())
		keys := map[string]bool{}
		for template, said := range notices {
			messages.CheckKey(t, c, "hup.support", "notice."+template+".title")
			messages.CheckKey(t, c, "hup.support", "notice."+template+".text")
			if !strings.Contains(string(readme), "| `"+template+"` |") {
				t.Errorf("the README does not say whom %s is for", template)
			}
			for _, n := range said {
				// The four questions are asked once a case, which may end twice: the one key is what holds them to that.
				if keys[n.GetDedupeKey()] && template != "case_satisfaction" {
					t.Errorf("%s uses the key %s again", template, n.GetDedupeKey())
				}
				keys[n.GetDedupeKey()] = true
				if n.GetSubjectId() == "" || !strings.Contains(n.GetRecipientRef(), ":") || strings.HasSuffix(n.GetRecipientRef(), ":") {
					t.Errorf("%v", n)
				}
				checkPlaces(t, c, template, n.GetParams())
			}
		}
		for _, template := range documented(string(readme)) {
			messages.CheckKey(t, c, "hup.support", "notice."+template+".title")
			if notices[template] == nil && !slices.Contains([]string{"case_draft_reminder", "coverage_gap", "referral_body_left", "referral_ended", "company_moved", "company_closed", "company_renamed"}, template) {
				t.Errorf("the walk does not tell %s", template)
			}
		}
		if n := len(notices["case_handed_over"]); n != 3 {
			t.Errorf("three bodies were asked after others, the company is told %d times: %v", n, slices.Sorted(maps.Keys(notices)))
		}
	})
}

// documented are the templates that the README lists.
func documented(readme string) (templates []string) {
	_, table, _ := strings.Cut(readme, "| Template |")
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(table, -1) {
		templates = append(templates, m[1])
	}
	return templates
}

var place = regexp.MustCompile(`\{([a-zA-Z]+)\}`)

// checkPlaces: what the words have a place for is a parameter; {body} is the name of the body that bodyId stands for.
func checkPlaces(t *testing.T, c *messages.Catalogue, template string, params map[string]string) {
	t.Helper()
	for _, key := range []string{".title", ".text"} {
		text, _ := c.Text("hup.support", messages.French, "notice."+template+key, nil)
		for _, m := range place.FindAllStringSubmatch(text, -1) {
			if params[m[1]] == "" && params[m[1]+"Id"] == "" {
				t.Errorf("%s%s wants %s, and has %v", template, key, m[1], params)
			}
		}
	}
}

// TestNotices_theDeskAnswerIsOneMessage: who takes charge and closes in one call tells the company once how it ended.
func TestNotices_theDeskAnswerIsOneMessage(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	c := b.opened()
	_, err := b.Cases.TakeChargeOfCase(b.as("myriapolis"), &supportv1.TakeChargeOfCaseRequest{CaseId: c.GetCaseId(), Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED})
	if err != nil {
		t.Fatal(err)
	}
	told := b.notices(c.GetCaseId())
	if len(told["case_ended"]) != 1 || len(told["case_referred"])+len(told["case_taken"]) != 0 {
		t.Errorf("%v", slices.Sorted(maps.Keys(told)))
	}
	other := b.opened().GetCaseId()
	if _, err := b.Cases.TakeChargeOfCase(b.as("myriapolis"), &supportv1.TakeChargeOfCaseRequest{CaseId: other}); err != nil {
		t.Fatal(err)
	}
	if told := b.notices(other); len(told["case_taken"]) != 1 || len(told["case_referred"]) != 0 {
		t.Errorf("%v", slices.Sorted(maps.Keys(told)))
	}
}
