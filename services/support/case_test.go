package support_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// form asks for premises and for money, in words that no event may hold; the two chambers may see the case.
func form() *supportv1.RequestForm {
	return &supportv1.RequestForm{
		Company: &supportv1.CompanyForm{Siret: dumas}, Origin: supportv1.CaseOrigin_CASE_ORIGIN_COUNTER, Description: "Secret de famille",
		Contact:  &supportv1.Contact{Name: "Personne Inventée", Email: "personne@example.org", Phone: "+33466010203"},
		Consents: []*supportv1.Consent{{BodyId: "cci", Channel: supportv1.Channel_CHANNEL_COUNTER}, {BodyId: "cma"}},
		Needs: []*supportv1.NeedForm{
			{SubjectCode: "land.premises", Description: "Secret d'atelier", Land: &commonv1.LandNeed{MinAreaM2: 800}},
			{SubjectCode: "finance.investment"},
		},
	}
}

// opened is a case that the body in charge, myriapolis, has just received.
func (b *bench) opened() *supportv1.Case {
	b.t.Helper()
	got, err := b.Cases.OpenCase(b.as("myriapolis"), form())
	if err != nil {
		b.t.Fatal(err)
	}
	return got.GetCase()
}

// refer sends the case to a body.
func (b *bench) refer(caseID, body string) *supportv1.Referral {
	b.t.Helper()
	got, err := b.Referrals.CreateReferral(b.as("myriapolis"), &supportv1.CreateReferralRequest{CaseId: caseID, BodyId: body, Note: "Secret de passage"})
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// status is where the case stands now.
func (b *bench) status(caseID string) supportv1.CaseStatus {
	b.t.Helper()
	got, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: caseID})
	if err != nil {
		b.t.Fatal(err)
	}
	return got.GetStatus()
}

func TestOpenCase_isReceivedWithItsReceipt(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		asked := form()
		asked.ClientRequestId, asked.ExternalReference = "phone-1", "M-17"
		got, err := b.Cases.OpenCase(b.as("myriapolis"), asked)
		if err != nil {
			t.Fatal(err)
		}
		c, r := got.GetCase(), got.GetReceipt()
		if c.GetNumber() != "HUP-2026-000001" || c.GetStatusLabel() != "Reçue" || c.GetLeadBodyId() != "myriapolis" || c.GetDueDate() != "2026-11-30" {
			t.Errorf("%v", c)
		}
		if r.GetNumber() != c.GetNumber() || r.GetDueDate() != c.GetDueDate() || !strings.Contains(r.GetText(), "lundi 30 novembre 2026") {
			t.Errorf("%v", r)
		}
		again, err := b.Cases.OpenCase(b.as("myriapolis"), asked)
		if err != nil || again.GetCase().GetCaseId() != c.GetCaseId() {
			t.Errorf("sent twice: %v, %v", again, err)
		}
		other := b.opened()
		if !slices.Equal(other.GetPossibleDuplicateIds(), []string{c.GetCaseId()}) || other.GetNumber() != "HUP-2026-000002" {
			t.Errorf("the likely duplicate is not told: %v", other)
		}
		list, err := b.Cases.ListCases(b.as("myriapolis"), &supportv1.ListCasesRequest{Filter: `externalReference = "M-17" AND bodyId = "mine" AND subjectCode = "land.premises" AND unanswered = true`})
		if err != nil || len(list.GetCases()) != 1 {
			t.Errorf("%v, %v", list, err)
		}
	})
}

func TestOpenCase_isLedByTheBodyThatTheTerritorySet(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	first := b.opened()
	byCompany, err := b.Cases.OpenCase(b.company(first.GetCompany().GetCompanyId()), form())
	if err != nil || byCompany.GetCase().GetLeadBodyId() != "myriapolis" {
		t.Errorf("a company's: %v, %v", byCompany.GetCase(), err)
	}
	client := actor.With(t.Context(), actor.Actor{Kind: actor.Client, ID: "client:cci", Territory: "ales", BodyID: "cci"})
	byClient, err := b.Cases.OpenCase(client, form())
	if err != nil || byClient.GetCase().GetLeadBodyId() != "myriapolis" || byClient.GetCase().GetCreatedByBodyId() != "cci" {
		t.Errorf("a client's: %v, %v", byClient.GetCase(), err)
	}
	unknown := form()
	unknown.Needs[0].SubjectCode = "land.castle"
	if _, err := b.Cases.OpenCase(b.as("cci"), unknown); !errs.Is(err, "UNKNOWN_SUBJECT") {
		t.Errorf("an unknown subject: %v", err)
	}
}

func TestGetNeed_givesWhatAServiceNeeds(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		service := actor.With(t.Context(), actor.Actor{Kind: actor.Service, ID: "land"})
		got, err := b.Support.GetNeed(service, &supportv1.GetNeedRequest{Territory: "ales", NeedId: c.GetNeeds()[0].GetNeedId()})
		if err != nil || got.GetNeed().GetLand().GetMinAreaM2() != 800 || got.GetCaseLink().GetCaseNumber() != c.GetNumber() || got.GetCompany().GetSiret() != dumas {
			t.Errorf("%v, %v", got, err)
		}
		if _, err := b.Support.GetNeed(service, &supportv1.GetNeedRequest{Territory: "nimes", NeedId: c.GetNeeds()[0].GetNeedId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("another territory: %v", err)
		}
	})
}

func TestTakeCharge_closesInTheSameCall(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		got, err := b.Cases.TakeChargeOfCase(b.as("myriapolis"), &supportv1.TakeChargeOfCaseRequest{CaseId: c.GetCaseId(), Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED})
		if err != nil || got.GetStatus() != supportv1.CaseStatus_CASE_STATUS_HELPED || got.GetReferrals()[0].GetStatusLabel() != "Aide apportée" || got.GetFirstAnswerTime() == nil {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestCloseCase_isRefusedWhileAPartIsOpen(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		r := b.refer(c.GetCaseId(), "cci")
		closing := &supportv1.CloseCaseRequest{CaseId: c.GetCaseId(), Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED}
		if _, err := b.Cases.CloseCase(b.as("myriapolis"), closing); !errs.Is(err, "OPEN_PARTS") {
			t.Fatalf("while cci has not answered: %v", err)
		}
		if _, err := b.Referrals.AcceptReferral(b.as("cci"), &supportv1.AcceptReferralRequest{ReferralId: r.GetReferralId(), AssignedPersonId: "me"}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Referrals.CloseReferral(b.as("cci"), &supportv1.CloseReferralRequest{ReferralId: r.GetReferralId(), Outcome: supportv1.ReferralOutcome_REFERRAL_OUTCOME_HELPED}); err != nil {
			t.Fatal(err)
		}
		got, err := b.Cases.CloseCase(b.as("myriapolis"), closing)
		if err != nil || got.GetStatus() != supportv1.CaseStatus_CASE_STATUS_HELPED {
			t.Errorf("%v, %v", got, err)
		}
	})
}

// TestReferrals_answeredAtTheSameInstant: each answer counts, and the case knows both.
func TestReferrals_answeredAtTheSameInstant(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		first, second := b.refer(c.GetCaseId(), "cci"), b.refer(c.GetCaseId(), "cma")
		var wg sync.WaitGroup
		var accepted, declined error
		wg.Go(func() {
			_, accepted = b.Referrals.AcceptReferral(b.as("cci"), &supportv1.AcceptReferralRequest{ReferralId: first.GetReferralId()})
		})
		wg.Go(func() {
			_, declined = b.Referrals.DeclineReferral(b.as("cma"), &supportv1.DeclineReferralRequest{
				ReferralId: second.GetReferralId(), Reason: supportv1.DeclineReason_DECLINE_REASON_NOT_CONCERNED, NextBodyId: "adie",
			})
		})
		wg.Wait()
		got, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: c.GetCaseId()})
		if accepted != nil || declined != nil || err != nil {
			t.Fatal(accepted, declined, err)
		}
		statuses := []supportv1.ReferralStatus{got.GetReferrals()[0].GetStatus(), got.GetReferrals()[1].GetStatus()}
		if !slices.Equal(statuses, []supportv1.ReferralStatus{supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED, supportv1.ReferralStatus_REFERRAL_STATUS_DECLINED}) {
			t.Errorf("%v", statuses)
		}
	})
}

func TestReferral_isAnsweredByItsBodyOnly(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	c := b.opened()
	r := b.refer(c.GetCaseId(), "cci")
	accept := &supportv1.AcceptReferralRequest{ReferralId: r.GetReferralId()}
	if _, err := b.Referrals.AcceptReferral(b.as("cma"), accept); !errs.Is(err, "NOT_YOUR_REFERRAL") {
		t.Errorf("another body of the case: %v", err)
	}
	if _, err := b.Referrals.AcceptReferral(b.as("plie"), accept); !errs.Is(err, "NOT_FOUND") {
		t.Errorf("a body outside the case: %v", err)
	}
	if _, err := b.Referrals.CreateReferral(b.as("myriapolis"), &supportv1.CreateReferralRequest{CaseId: c.GetCaseId(), BodyId: "plie"}); !errs.Is(err, "CONSENT_MISSING") {
		t.Errorf("sent without consent: %v", err)
	}
}

func TestSetConsents_actsAtOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		r := b.refer(c.GetCaseId(), "cci")
		_, err := b.Cases.SetConsents(b.company(c.GetCompany().GetCompanyId()), &supportv1.SetConsentsRequest{CaseId: c.GetCaseId(), Consents: []*supportv1.Consent{{BodyId: "cci", Withdrawn: true}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Cases.GetCase(b.as("cci"), &supportv1.GetCaseRequest{CaseId: c.GetCaseId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("cci still sees the case: %v", err)
		}
		got, err := b.Referrals.GetReferral(b.as("cci"), &supportv1.GetReferralRequest{ReferralId: r.GetReferralId()})
		if err != nil || got.GetCancelReason() != supportv1.CancelReason_CANCEL_REASON_CONSENT_WITHDRAWN {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestWithdraw_takesBackWhatWasSent_andReopenGoesOn(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		b.refer(c.GetCaseId(), "cci")
		company := b.company(c.GetCompany().GetCompanyId())
		got, err := b.Cases.WithdrawCase(company, &supportv1.WithdrawCaseRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_SOLVED_ELSEWHERE})
		if err != nil || got.GetReferrals()[0].GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_CANCELLED {
			t.Fatalf("%v, %v", got, err)
		}
		got, err = b.Cases.ReopenCase(company, &supportv1.ReopenCaseRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_NEW_ELEMENT})
		last := got.GetReferrals()[len(got.GetReferrals())-1]
		if err != nil || got.GetStatus() != supportv1.CaseStatus_CASE_STATUS_IN_PROGRESS || last.GetBodyId() != "myriapolis" || last.GetStatus() != supportv1.ReferralStatus_REFERRAL_STATUS_SENT {
			t.Errorf("%v, %v", got, err)
		}
	})
}

func TestListReferralProposals_explainsEachBody(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	c := b.opened()
	list := func() []*supportv1.ReferralProposal {
		got, err := b.Cases.ListReferralProposals(b.as("myriapolis"), &supportv1.ListReferralProposalsRequest{CaseId: c.GetCaseId()})
		if err != nil {
			t.Fatal(err)
		}
		return got.GetReferralProposals()
	}
	before := list()
	if len(before) == 0 {
		t.Fatal("nobody is proposed")
	}
	for _, p := range before {
		if !strings.HasPrefix(p.GetSentence(), p.GetBodyName()+" : ") || len(p.GetRulesFired()) == 0 || len(p.GetNeedIds()) == 0 {
			t.Errorf("not explained: %v", p)
		}
	}
	i := slices.IndexFunc(before, func(p *supportv1.ReferralProposal) bool { return p.GetConsentGiven() })
	if i < 0 {
		t.Fatalf("nobody with consent: %v", before)
	}
	sent := b.refer(c.GetCaseId(), before[i].GetBodyId())
	if sent.GetSentence() != before[i].GetSentence() || !slices.Equal(sent.GetRulesFired(), before[i].GetRulesFired()) {
		t.Errorf("the reasons are not kept with the referral: %v", sent)
	}
	if slices.ContainsFunc(list(), func(p *supportv1.ReferralProposal) bool { return p.GetBodyId() == sent.GetBodyId() }) {
		t.Error("a body that was asked is proposed again")
	}
}

// TestAccess_theListsAgreeWithThePolicy: for every actor, a case is in the list, is answered and is allowed, or none of
// the three; and the projection computed again is the one kept live.
func TestAccess_theListsAgreeWithThePolicy(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		cases := b.someCases()
		callers := map[string]actor.Actor{
			"hup":     {Kind: actor.Person, ID: "hup", Territory: "ales", BodyID: "hup", Roles: []actor.Role{actor.HupCoordinator}},
			"company": {Kind: actor.Person, ID: "c", Territory: "ales", CompanyID: cases[0].GetCompany().GetCompanyId(), Roles: []actor.Role{actor.CompanyUser}},
			"nimes":   {Kind: actor.Person, ID: "n", Territory: "nimes", BodyID: "myriapolis", Roles: []actor.Role{actor.HupAdvisor}},
		}
		for _, body := range []string{"myriapolis", "cci", "cma", "region", "plie"} {
			callers[body] = actor.Actor{Kind: actor.Person, ID: body, Territory: "ales", BodyID: body, Roles: []actor.Role{actor.PartnerExpert}}
			callers["client:"+body] = actor.Actor{Kind: actor.Client, ID: body, Territory: "ales", BodyID: body}
		}
		before := b.readers()
		for name, a := range callers {
			b.agree(t, name, a, cases)
		}
		if err := b.service.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		if after := b.readers(); !slices.Equal(before, after) || len(before) == 0 {
			t.Errorf("rebuilt: %v, kept: %v", after, before)
		}
	})
}

// someCases are cases of several kinds: refused, answered, withdrawn consent, entered by others, a draft.
func (b *bench) someCases() []*supportv1.Case {
	first, second := b.opened(), b.opened()
	b.refer(first.GetCaseId(), "cci")
	if _, err := b.Cases.SetConsents(b.as("myriapolis"), &supportv1.SetConsentsRequest{CaseId: second.GetCaseId(), Consents: []*supportv1.Consent{{BodyId: "cma", Withdrawn: true}, {BodyId: "region"}}}); err != nil {
		b.t.Fatal(err)
	}
	byOthers, err := b.Cases.OpenCase(b.as("cci"), form())
	if err != nil {
		b.t.Fatal(err)
	}
	draft, err := b.Cases.CreateCase(b.as("myriapolis"), form())
	if err != nil {
		b.t.Fatal(err)
	}
	return []*supportv1.Case{first, second, byOthers.GetCase(), draft}
}

func (b *bench) agree(t *testing.T, name string, a actor.Actor, cases []*supportv1.Case) {
	ctx := actor.With(t.Context(), a)
	list, err := b.Cases.ListCases(ctx, &supportv1.ListCasesRequest{})
	if err != nil {
		t.Fatal(err)
	}
	roles := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		roles[i] = string(r)
	}
	for _, c := range cases {
		at := slices.IndexFunc(list.GetCases(), func(l *supportv1.ListedCase) bool { return l.GetCaseId() == c.GetCaseId() })
		listed := at >= 0
		got, err := b.Cases.GetCase(ctx, &supportv1.GetCaseRequest{CaseId: c.GetCaseId()})
		checked, checkErr := b.Access.CheckAccess(t.Context(), &authv1.CheckAccessRequest{
			Territory: a.Territory, ContextId: c.GetCaseId(), ActorId: a.ID, BodyId: a.BodyID, CompanyId: a.CompanyID, Roles: roles,
		})
		if listed != (err == nil) || checkErr != nil || listed != checked.GetAllowed() || listed != (checked.GetLevel() != authv1.AccessLevel_ACCESS_LEVEL_UNSPECIFIED) || err != nil && !errs.Is(err, "NOT_FOUND") {
			t.Errorf("%s and a case %s: listed %v, read %v, allowed %v", name, c.GetStatus(), listed, err, checked.GetAllowed())
		}
		if listed && !slices.Equal(list.GetCases()[at].GetAllowedActions(), got.GetAllowedActions()) {
			t.Errorf("%s may %v with a case %s, the list says %v", name, got.GetAllowedActions(), c.GetStatus(), list.GetCases()[at].GetAllowedActions())
		}
	}
}

// readers are the rows of the projection.
func (b *bench) readers() []string {
	rows, err := b.store.DB().Read().Query(b.t.Context(), `SELECT territory || ' ' || reader || ' ' || case_id || ' ' || status FROM case_reader UNION ALL SELECT territory || ' ' || value || ' ' || id FROM keyword ORDER BY 1`)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var found []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			b.t.Fatal(err)
		}
		found = append(found, s)
	}
	return found
}

// TestCheckAccess_answersTheLevelsOfTheContract: the domain counts its levels as the contract does.
func TestCheckAccess_answersTheLevelsOfTheContract(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	c := b.opened()
	for _, x := range []struct {
		body, company, role string
		want                authv1.AccessLevel
	}{
		{"plie", "", "hup_advisor", authv1.AccessLevel_ACCESS_LEVEL_UNSPECIFIED},
		{"", c.GetCompany().GetCompanyId(), "company_user", authv1.AccessLevel_ACCESS_LEVEL_COMPANY},
		{"cci", "", "partner_expert", authv1.AccessLevel_ACCESS_LEVEL_PARTNER},
		{"myriapolis", "", "hup_advisor", authv1.AccessLevel_ACCESS_LEVEL_OWNER},
		{"hup", "", "hup_coordinator", authv1.AccessLevel_ACCESS_LEVEL_COORDINATOR},
	} {
		got, err := b.Access.CheckAccess(t.Context(), &authv1.CheckAccessRequest{
			Territory: "ales", ContextId: c.GetCaseId(), ActorId: "x", BodyId: x.body, CompanyId: x.company, Roles: []string{x.role},
		})
		if err != nil || got.GetLevel() != x.want {
			t.Errorf("%s %s: %s, %v", x.role, x.body, got.GetLevel(), err)
		}
	}
}

func TestCount_isOfWhatTheCallerMaySee(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.refer(b.opened().GetCaseId(), "cci")
		b.opened()
		cases := func(body, filter string) int32 {
			got, err := b.Cases.CountCases(b.as(body), &supportv1.CountCasesRequest{Filter: filter})
			if err != nil {
				t.Fatal(err)
			}
			return got.GetCount()
		}
		referrals := func(body string) int32 {
			got, err := b.Referrals.CountReferrals(b.as(body), &supportv1.CountReferralsRequest{Filter: "unanswered = true"})
			if err != nil {
				t.Fatal(err)
			}
			return got.GetCount()
		}
		if all, led, other := cases("myriapolis", ""), cases("cci", `leadBodyId = "mine"`), cases("region", ""); all != 2 || led != 0 || other != 0 {
			t.Errorf("%d cases of the lead, %d led by the chamber, %d of the Region", all, led, other)
		}
		if sent, got, other := referrals("myriapolis"), referrals("cci"), referrals("region"); sent != 1 || got != 1 || other != 0 {
			t.Errorf("%d sent, %d got, %d of another body", sent, got, other)
		}
	})
}
