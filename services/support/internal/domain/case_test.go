package domain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
)

// settle does what the store does once an aggregate is written.
func settle(r *aggregate.Root) { r.Settle(r.Version+1, nil, nil) }

func TestReceive_promisesFiveBusinessDays(t *testing.T) {
	for received, due := range map[string]string{
		"2026-12-24T09:00:00+01:00": "2027-01-04", "2026-11-20T09:00:00+01:00": "2026-11-27", "2026-11-20T17:00:00+01:00": "2026-11-30",
	} {
		at, _ := time.Parse(time.RFC3339, received)
		if c := aCase(t, at); c.State.GetDueDate() != due {
			t.Errorf("received %s: due %s, want %s", received, c.State.GetDueDate(), due)
		}
	}
}

func TestNewCase_takesTheTimeOfAVisitFromAdvisorsOnly(t *testing.T) {
	for _, row := range []struct {
		who  actor.Actor
		ago  time.Duration
		take bool
	}{
		{lead, 29 * 24 * time.Hour, true}, {lead, 31 * 24 * time.Hour, false}, {lead, -time.Minute, false}, {company, time.Hour, false},
	} {
		form := aForm()
		form.ReceivedTime = timestamppb.New(monday.Add(-row.ago))
		_, err := NewCase("ales", row.who, anOpening(form), monday)
		if row.take != (err == nil) || err != nil && !errs.Is(err, "RECEIVED_TIME") {
			t.Errorf("%s, %s ago: %v", row.who.ID, row.ago, err)
		}
	}
}

func TestNewCase_checksTheAnswers(t *testing.T) {
	opening := anOpening(aForm())
	opening.Subjects["finance.investment"] = &supportv1.Subject{Questions: []*supportv1.Question{
		{QuestionCode: "amount", Kind: supportv1.QuestionKind_QUESTION_KIND_AMOUNT, Required: true, Label: "Combien ?"},
		{QuestionCode: "use", Kind: supportv1.QuestionKind_QUESTION_KIND_SINGLE, Choices: []*supportv1.Choice{{Code: "machine"}}},
	}}
	for answers, bad := range map[string]int{"": 1, "amount=12,5": 1, "amount=1250": 0, "amount=1250 use=machine": 0, "amount=1250 use=car": 1, "amount=1 size=2": 1} {
		var said []*supportv1.Answer
		for pair := range strings.FieldsSeq(answers) {
			code, value, _ := strings.Cut(pair, "=")
			said = append(said, &supportv1.Answer{QuestionCode: code, Value: value})
		}
		opening.Form.Needs[1].Answers = said
		_, err := NewCase("ales", lead, opening, monday)
		e, _ := errs.As(err)
		if bad == 0 && err != nil || bad > 0 && (e == nil || e.Reason != "BAD_ANSWER" || len(e.Fields) != bad) {
			t.Errorf("%q: %v", answers, err)
		}
	}
}

func TestLevel_byPlaceInTheCase(t *testing.T) {
	c := aCase(t, monday)
	c.State.CreatedByBodyId = "region"
	client := actor.Actor{Kind: actor.Client, ID: "client:cci", Territory: "ales", BodyID: "cci"}
	elsewhere := cci
	elsewhere.Territory = "nimes"
	stranger := company
	stranger.CompanyID = "com_2"
	if _, err := c.SetConsents(lead, []*supportv1.Consent{{BodyId: "cma", Withdrawn: true}}, monday); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name string
		a    actor.Actor
		want Level
	}{
		{"the body in charge", lead, AsOwner},
		{"a body with the consent", cci, AsPartner},
		{"its client", client, AsPartner},
		{"a body whose consent was taken back", cma, Nothing},
		{"the body that entered it", person("p", "region", actor.HupAdvisor), AsPartner},
		{"another body", person("p", "plie", actor.HupAdvisor), Nothing},
		{"a client of another body", actor.Actor{Kind: actor.Client, ID: "c", Territory: "ales", BodyID: "plie"}, Nothing},
		{"the company", company, AsCompany},
		{"another company", stranger, Nothing},
		{"a company user without a company", actor.Actor{Kind: actor.Person, Territory: "ales", Roles: []actor.Role{actor.CompanyUser}}, Nothing},
		{"the coordination", hup, AsCoordinator},
		{"an auditor of the body in charge", person("p", "myriapolis", actor.Auditor), Nothing},
		{"a jobseeker", person("p", "cci", actor.Jobseeker), Nothing},
		{"the same body in another territory", elsewhere, Nothing},
		{"nobody", actor.Actor{}, Nothing},
		{"the platform", actor.Of("ales", "support"), AsOwner},
	} {
		if got := c.Level(row.a); got != row.want {
			t.Errorf("%s: %d, want %d", row.name, got, row.want)
		}
	}
}

func TestActions_ofEachPlace(t *testing.T) {
	c := aCase(t, monday)
	for _, row := range []struct {
		name string
		a    actor.Actor
		want []string
	}{
		{"in charge", lead, []string{"qualify", "refer", "takeCharge", "requestInfo", "withdraw", "declareInadmissible", "markDuplicate", "assign", "setConsents", "update", "linkDuplicate", "follow"}},
		{"partner", cci, []string{"takeCharge", "update", "follow"}},
		{"company", company, []string{"withdraw", "setConsents", "update"}},
		{"stranger", person("p", "plie", actor.HupAdvisor), nil},
	} {
		if got := c.Actions(row.a); !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
	}
}

func TestClose_namesWhatIsOpenAndWhoMayEndIt(t *testing.T) {
	c := aCase(t, monday)
	if _, err := Send(lead, c, Sending{BodyID: "cci"}, monday); err != nil {
		t.Fatal(err)
	}
	c.Link(c.State.GetNeeds()[0].GetNeedId(), "lrq_7", "LAND_REQUEST_STATUS_RECEIVED", false, 1, monday)
	err := c.Close(lead, Ending{Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED}, monday)
	e, ok := errs.As(err)
	if !ok || e.Reason != "OPEN_PARTS" {
		t.Fatalf("got %v", err)
	}
	for _, part := range []string{"cci", "lrq_7"} {
		if !strings.Contains(e.Params["parts"], part) {
			t.Errorf("%s is not named: %s", part, e.Params["parts"])
		}
	}
	if !slices.ContainsFunc(e.Moves, func(m errs.Move) bool { return m.Action == "cancel" && slices.Contains(m.Actors, "hup_advisor") }) {
		t.Errorf("nobody is told to be able to end it: %+v", e.Moves)
	}
}

func TestClose_asksForWhatEachOutcomeNeeds(t *testing.T) {
	call := func(at time.Time) *supportv1.ContactAttempt {
		return &supportv1.ContactAttempt{Time: timestamppb.New(at), Channel: supportv1.Channel_CHANNEL_PHONE}
	}
	for _, row := range []struct {
		name   string
		ending Ending
		reason string
	}{
		{"helped", Ending{Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED}, ""},
		{"no solution and nothing said", Ending{Outcome: supportv1.CaseOutcome_CASE_OUTCOME_NO_SOLUTION}, "ORIENTATION_MISSING"},
		{"no solution, somewhere else", Ending{Outcome: supportv1.CaseOutcome_CASE_OUTCOME_NO_SOLUTION, Orientation: "la mairie"}, ""},
		{"no solution, a gap", Ending{Outcome: supportv1.CaseOutcome_CASE_OUTCOME_NO_SOLUTION, NoneExists: true}, ""},
		{"unreachable after one day", Ending{Outcome: supportv1.CaseOutcome_CASE_OUTCOME_UNREACHABLE, Attempts: []*supportv1.ContactAttempt{call(monday), call(monday.Add(-time.Hour))}}, "CONTACT_ATTEMPTS_MISSING"},
		{"unreachable after two days", Ending{Outcome: supportv1.CaseOutcome_CASE_OUTCOME_UNREACHABLE, Attempts: []*supportv1.ContactAttempt{call(monday), call(monday.Add(-24 * time.Hour))}}, ""},
		{"an attempt to come", Ending{Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED, Attempts: []*supportv1.ContactAttempt{call(monday.Add(time.Hour))}}, "INVALID_FIELDS"},
	} {
		c := aCase(t, monday)
		c.State.Status = inProgress
		err := c.Close(lead, row.ending, monday)
		if row.reason == "" && err != nil || row.reason != "" && !errs.Is(err, row.reason) {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

func TestProvideInfo_goesBackAndAddsThePause(t *testing.T) {
	c := aCase(t, monday) // due Monday 30
	if err := c.RequestInfo(lead, supportv1.CaseReason_CASE_REASON_DOCUMENT_MISSING, "", monday.Add(24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	r, err := Send(lead, c, Sending{BodyID: "cci"}, monday.Add(25*time.Hour))
	if err != nil || c.State.GetStatus() != awaitingInfo {
		t.Fatalf("%s, %v", c.State.GetStatus(), err)
	}
	back := monday.Add(3 * 24 * time.Hour) // two business days later
	if err := c.ProvideInfo(company, nil, nil, back); err != nil {
		t.Fatal(err)
	}
	r.Postpone(c.Pauses(back), back)
	if c.State.GetStatus() != inProgress || c.State.GetDueDate() != "2026-12-02" {
		t.Errorf("%s, due %s", c.State.GetStatus(), c.State.GetDueDate())
	}
	if r.State.GetDueDate() != "2026-12-03" { // sent on Tuesday 24, five days, two of pause
		t.Errorf("the referral is due %s", r.State.GetDueDate())
	}
}

func TestSend_needsTheConsentOfTheCompany(t *testing.T) {
	c := aCase(t, monday)
	if _, err := Send(lead, c, Sending{BodyID: "plie"}, monday); !errs.Is(err, "CONSENT_MISSING") {
		t.Errorf("a body without consent: %v", err)
	}
	if _, err := Send(lead, c, Sending{BodyID: "myriapolis"}, monday); err != nil {
		t.Errorf("the body in charge: %v", err)
	}
	if _, err := Send(lead, c, Sending{BodyID: "myriapolis"}, monday); !errs.Is(err, "REFERRAL_ALREADY_SENT") {
		t.Errorf("twice: %v", err)
	}
}

func TestProposedOutcome_followsThePartsOnceAllHaveEnded(t *testing.T) {
	for want, statuses := range map[supportv1.CaseOutcome][]supportv1.ReferralStatus{
		supportv1.CaseOutcome_CASE_OUTCOME_UNSPECIFIED: {referralHelped, sent},
		supportv1.CaseOutcome_CASE_OUTCOME_HELPED:      {referralUnreachable, referralHelped, declined},
		supportv1.CaseOutcome_CASE_OUTCOME_UNREACHABLE: {referralNoHelp, referralUnreachable},
		supportv1.CaseOutcome_CASE_OUTCOME_NO_SOLUTION: {declined, expired},
	} {
		c := aCase(t, monday)
		c.State.Status = inProgress
		for _, s := range statuses {
			c.State.Referrals = append(c.State.Referrals, &supportv1.ReferralSummary{Status: s})
		}
		if got := c.ProposedOutcome(); got != want {
			t.Errorf("%v: %s, want %s", statuses, got, want)
		}
	}
}

func TestMessage_isReadByThoseItIsFor(t *testing.T) {
	c := aCase(t, monday)
	colleague := person("other@myriapolis", "myriapolis", actor.HupAdvisor)
	readers := map[string]actor.Actor{"author": lead, "colleague": colleague, "partner": cci, "company": company, "coordination": hup, "stranger": person("p", "plie", actor.HupAdvisor)}
	for visibility, want := range map[supportv1.MessageVisibility][]string{
		personalNote: {"author"}, ownBody: {"author", "colleague", "coordination"},
		partners: {"author", "colleague", "coordination", "partner"}, withCompany: {"author", "colleague", "company", "coordination", "partner"},
	} {
		m, err := Post(lead, c, &supportv1.PostMessageRequest{Visibility: visibility, Text: "Bonjour"}, nil, monday)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for name, a := range readers {
			if m.Visible(a, c) {
				got = append(got, name)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s is read by %v, want %v", visibility, got, want)
		}
	}
	if _, err := Post(company, c, &supportv1.PostMessageRequest{Visibility: partners, Text: "x"}, nil, monday); !errs.Is(err, "VISIBILITY_NOT_ALLOWED") {
		t.Errorf("the company writes among partners: %v", err)
	}
}

func TestLink_dropsOlderNews(t *testing.T) {
	c := aCase(t, monday)
	need := c.State.GetNeeds()[0]
	if !c.Link(need.GetNeedId(), "lrq_1", "LAND_REQUEST_STATUS_QUALIFIED", false, 3, monday) {
		t.Fatal("the first news is dropped")
	}
	if c.Link(need.GetNeedId(), "lrq_1", "LAND_REQUEST_STATUS_RECEIVED", false, 1, monday) || need.GetLinkedStatus() != "LAND_REQUEST_STATUS_QUALIFIED" {
		t.Errorf("older news counts: %s", need.GetLinkedStatus())
	}
}

func TestReceipt_saysTheNumberAndTheDay(t *testing.T) {
	c := aCase(t, time.Date(2026, time.November, 20, 8, 5, 0, 0, time.UTC))
	r, err := c.Receipt(&supportv1.PartnerBody{Name: "Myriapolis"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"HUP-2026-000001", "vendredi 20 novembre 2026", "à 9 h 05", "vendredi 27 novembre 2026", "Myriapolis"} {
		if !strings.Contains(r.GetText(), part) {
			t.Errorf("%q is not in %q", part, r.GetText())
		}
	}
}

// TestBelongTo_keepsTheNameOfTheProject: the company that it became may be known by its number only.
func TestBelongTo_keepsTheNameOfTheProject(t *testing.T) {
	c := aCase(t, monday)
	c.BelongTo(&commonv1.CompanySnapshot{CompanyId: "com_2", Siret: "35600000000048"}, monday)
	if got := c.State.GetCompany(); got.GetCompanyId() != "com_2" || got.GetName() != "Menuiserie Roux" || got.GetCommuneCode() != "30007" {
		t.Errorf("%v", got)
	}
}
