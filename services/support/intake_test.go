package support_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/etag"
	"hup.example/services/kit/kittest"
)

// told are the keys of the notifications with a template that were asked for about a case.
func (b *bench) told(caseID, template string) []string {
	_, said := b.lines(caseID)
	var keys []string
	for _, m := range said {
		if n, ok := m.(*commoneventv1.NotificationRequested); ok && n.GetTemplate() == template {
			keys = append(keys, n.GetRecipientRef()+" "+strings.TrimPrefix(n.GetDedupeKey(), caseID+":"))
		}
	}
	return keys
}

// update changes a case, with an If-Match when one is given.
func (b *bench) update(body string, said *supportv1.Case, match string, fields ...string) (*supportv1.Case, error) {
	r := &supportv1.UpdateCaseRequest{Case: said}
	if len(fields) > 0 {
		r.UpdateMask = &fieldmaskpb.FieldMask{Paths: fields}
	}
	return b.Cases.UpdateCase(etag.With(b.as(body), match), r)
}

func TestCounter_oneCallWithASiretAndASubject(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		form := &supportv1.CounterForm{Company: &supportv1.CompanyForm{Siret: dumas}, SubjectCode: "finance.investment"}
		if _, err := b.Cases.OpenAtCounter(b.as("myriapolis"), form); badField(err) != "contact" {
			t.Fatalf("nobody is known there yet: %v", err)
		}
		form.Contact = &supportv1.Contact{Name: "Personne Inventée", Phone: "+33466010203"}
		first, err := b.Cases.OpenAtCounter(b.as("myriapolis"), form)
		if err != nil {
			t.Fatal(err)
		}
		c := first.GetCase()
		if c.GetOrigin() != supportv1.CaseOrigin_CASE_ORIGIN_COUNTER || c.GetUrgency() != supportv1.Urgency_URGENCY_NORMAL || c.GetStatus() != supportv1.CaseStatus_CASE_STATUS_RECEIVED ||
			c.GetLeadBodyId() != "myriapolis" || first.GetReceipt().GetNumber() != c.GetNumber() || first.GetReceipt().GetContactBodyName() == "" {
			t.Errorf("%v", first)
		}
		again, err := b.Cases.OpenAtCounter(b.as("myriapolis"), &supportv1.CounterForm{
			Company: &supportv1.CompanyForm{Siret: dumas}, SubjectCode: "training.skills", Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED, OutcomeNote: "Renseigné au guichet.", ClientRequestId: "counter-1",
		})
		if err != nil || again.GetCase().GetContact().GetPhone() != "+33466010203" || again.GetCase().GetStatus() != supportv1.CaseStatus_CASE_STATUS_HELPED {
			t.Fatalf("the contact that is known, and the outcome in the same call: %v, %v", again, err)
		}
		if _, err := b.Cases.OpenAtCounter(b.as("cci"), &supportv1.CounterForm{Company: &supportv1.CompanyForm{Siret: dumas}, SubjectCode: "training.skills"}); badField(err) != "contact" {
			t.Errorf("another body does not learn whom the others know: %v", err)
		}
		twice, err := b.Cases.OpenAtCounter(b.as("myriapolis"), &supportv1.CounterForm{Company: &supportv1.CompanyForm{Siret: dumas}, SubjectCode: "training.skills",
			Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED, ClientRequestId: "counter-1"})
		if err != nil || twice.GetCase().GetCaseId() != again.GetCase().GetCaseId() {
			t.Errorf("sent twice: %v, %v", twice, err)
		}
		named, err := b.Cases.OpenAtCounter(b.as("myriapolis"), &supportv1.CounterForm{
			Company: &supportv1.CompanyForm{Name: "Menuiserie Roux", CommuneCode: "30007"}, SubjectCode: "finance.investment", Contact: form.GetContact(),
		})
		if err != nil || named.GetCase().GetCompany().GetVerification() != commonv1.Verification_VERIFICATION_UNVERIFIED {
			t.Errorf("by name and commune: %v, %v", named, err)
		}
	})
}

// badField is the first field that a refusal names.
func badField(err error) string {
	if e, ok := errs.As(err); ok && len(e.Fields) > 0 {
		return e.Fields[0].Path
	}
	return ""
}

func TestDuplicates_areExplainedAndTied(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		first := b.opened()
		second := b.opened()
		d := second.GetPossibleDuplicates()
		if len(d) != 1 || d[0].GetCaseId() != first.GetCaseId() || d[0].GetNumber() != first.GetNumber() || d[0].GetScore() != 100 ||
			!slices.Equal(d[0].GetReasons(), []string{"Même demandeur (45 points)", "Même adresse électronique de contact (20 points)",
				"Mêmes sujets : land.premises, finance.investment (20 points)", "Reçues à moins de 2 jours d'écart (15 points)"}) {
			t.Fatalf("%v", d)
		}
		project := form()
		project.Company = &supportv1.CompanyForm{ProjectLeader: &supportv1.ProjectLeaderForm{Name: "Personne Inventée"}}
		project.Needs = project.Needs[1:]
		person, err := b.Cases.OpenCase(b.as("myriapolis"), project)
		if err != nil || len(person.GetCase().GetPossibleDuplicateIds()) != 2 || person.GetCase().GetPossibleDuplicates()[0].GetScore() != 55 {
			t.Errorf("the same person without a company: %v, %v", person.GetCase().GetPossibleDuplicates(), err)
		}
		elsewhere := form()
		elsewhere.Needs = []*supportv1.NeedForm{{SubjectCode: "training.skills"}}
		if other, err := b.Cases.OpenCase(b.as("myriapolis"), elsewhere); err != nil || len(other.GetCase().GetPossibleDuplicateIds()) != 0 {
			t.Errorf("another subject: %v, %v", other.GetCase().GetPossibleDuplicates(), err)
		}
		link := &supportv1.LinkDuplicateRequest{CaseId: second.GetCaseId(), OtherCaseId: first.GetCaseId()}
		for range 2 {
			got, err := b.Cases.LinkDuplicate(b.as("myriapolis"), link)
			if err != nil || len(got.GetLinkedCases()) != 1 || got.GetLinkedCases()[0].GetNumber() != first.GetNumber() || !slices.Contains(got.GetAllowedActions(), "unlinkDuplicate") {
				t.Fatalf("%v, %v", got, err)
			}
		}
		b.bothTied(first, second)
		if _, err := b.Cases.LinkDuplicate(b.as("myriapolis"), &supportv1.LinkDuplicateRequest{CaseId: first.GetCaseId(), OtherCaseId: first.GetCaseId()}); !errs.Is(err, "DUPLICATE_TARGET") {
			t.Errorf("itself: %v", err)
		}
		if got, err := b.Cases.UnlinkDuplicate(b.as("myriapolis"), &supportv1.UnlinkDuplicateRequest{CaseId: first.GetCaseId(), OtherCaseId: second.GetCaseId()}); err != nil || len(got.GetLinkedCases()) != 0 {
			t.Errorf("%v, %v", got, err)
		}
	})
}

// bothTied: both cases show the link to who is in charge; neither ended; partners and the company see nothing of other cases.
func (b *bench) bothTied(first, second *supportv1.Case) {
	b.t.Helper()
	got, err := b.Cases.GetCase(b.as("myriapolis"), &supportv1.GetCaseRequest{CaseId: first.GetCaseId()})
	if err != nil || len(got.GetLinkedCases()) != 1 || got.GetLinkedCases()[0].GetCaseId() != second.GetCaseId() || got.GetStatus() != supportv1.CaseStatus_CASE_STATUS_RECEIVED {
		b.t.Errorf("the other side: %v, %v", got, err)
	}
	for name, ctx := range map[string]func() (*supportv1.Case, error){
		"partner": func() (*supportv1.Case, error) {
			return b.Cases.GetCase(b.as("cci"), &supportv1.GetCaseRequest{CaseId: second.GetCaseId()})
		},
		"company": func() (*supportv1.Case, error) {
			return b.Cases.GetCase(b.company(second.GetCompany().GetCompanyId()), &supportv1.GetCaseRequest{CaseId: second.GetCaseId()})
		},
	} {
		if seen, err := ctx(); err != nil || len(seen.GetLinkedCases())+len(seen.GetPossibleDuplicates()) != 0 || len(seen.GetPossibleDuplicateIds()) != 1 {
			b.t.Errorf("%s: %v, %v", name, seen, err)
		}
	}
}

func TestDraft_isResumedRelaunchedAndSent(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		b.asksInvestment(1)
		draft, err := b.Cases.CreateCase(b.as("myriapolis"), form())
		if err != nil {
			t.Fatalf("a required question may wait: %v", err)
		}
		if _, err := b.Cases.SubmitCase(b.as("myriapolis"), &supportv1.SubmitCaseRequest{CaseId: draft.GetCaseId()}); !errs.Is(err, "BAD_ANSWER") || badField(err) != "needs[1].answers" {
			t.Fatalf("and then no longer: %v", err)
		}
		b.days(13)
		b.days(2)
		if got := b.told(draft.GetCaseId(), "case_draft_reminder"); !slices.Equal(got, []string{"person:per_myriapolis draft:3", "person:per_myriapolis draft:14"}) {
			t.Errorf("reminders: %v", got)
		}
		needs := draft.GetNeeds()
		needs[1].Answers = []*supportv1.Answer{{QuestionCode: "montant", Value: "250000"}}
		needs = append(needs, &supportv1.Need{SubjectCode: "training.skills", Training: &commonv1.SkillsNeed{Topic: "Soudage"}})
		got, err := b.update("myriapolis", &supportv1.Case{CaseId: draft.GetCaseId(), Needs: needs, Description: "Autrement", Urgency: supportv1.Urgency_URGENCY_HIGH}, draft.GetEtag())
		if err == nil {
			t.Fatalf("the reminders changed it: %v", got)
		}
		got, err = b.update("myriapolis", &supportv1.Case{CaseId: draft.GetCaseId(), Needs: needs, Description: "Autrement", Urgency: supportv1.Urgency_URGENCY_HIGH}, "")
		if err != nil || len(got.GetNeeds()) != 3 || got.GetNeeds()[2].GetLinkedKind() != supportv1.LinkedKind_LINKED_KIND_TRAINING_NEED || got.GetDescription() != "Autrement" {
			t.Fatalf("%v, %v", got, err)
		}
		sent, err := b.Cases.SubmitCase(b.as("myriapolis"), &supportv1.SubmitCaseRequest{CaseId: draft.GetCaseId()})
		if err != nil || sent.GetNumber() == "" {
			t.Fatalf("%v, %v", sent, err)
		}
		b.days(60)
		b.status(draft.GetCaseId())
	})
}

// asksInvestment makes the subject of an investment ask for its amount, in version n+1.
func (b *bench) asksInvestment(version int32) {
	b.t.Helper()
	got, err := b.Subjects.UpdateSubject(b.as("hup", actor.HupCoordinator), &supportv1.UpdateSubjectRequest{Subject: &supportv1.Subject{
		SubjectCode: "finance.investment", Questions: []*supportv1.Question{{QuestionCode: "montant", Label: "Combien ?", Kind: supportv1.QuestionKind_QUESTION_KIND_AMOUNT, Required: true}},
	}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"questions"}}})
	if err != nil || got.GetVersion() != version+1 {
		b.t.Fatal(got, err)
	}
}

func TestSubject_keepsTheMeaningThatACaseWasOpenedWith(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		asked := form()
		asked.Needs[1].Answers = []*supportv1.Answer{{QuestionCode: "nature", Values: []string{"machines", "travaux"}}}
		opened, err := b.Cases.OpenCase(b.as("myriapolis"), asked)
		if err != nil {
			t.Fatal(err)
		}
		c := opened.GetCase()
		b.asksInvestment(1)
		old, err := b.Subjects.GetSubject(b.as("cci"), &supportv1.GetSubjectRequest{SubjectCode: "finance.investment", Version: c.GetNeeds()[1].GetSubjectVersion()})
		if err != nil || old.GetVersion() != 1 || !slices.ContainsFunc(old.GetQuestions(), func(q *supportv1.Question) bool { return q.GetQuestionCode() == "nature" && len(q.GetChoices()) > 0 }) {
			t.Errorf("version 1: %v, %v", old, err)
		}
		if _, err := b.Subjects.GetSubject(b.as("cci"), &supportv1.GetSubjectRequest{SubjectCode: "finance.investment", Version: 9}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("a version that never was: %v", err)
		}
		ask := &supportv1.RequestInfoRequest{CaseId: c.GetCaseId(), Reason: supportv1.CaseReason_CASE_REASON_NEED_UNCLEAR, ReasonNote: "Des travaux aussi ?"}
		if _, err := b.Cases.RequestInfo(b.as("myriapolis"), ask); err != nil {
			t.Fatal(err)
		}
		answer := &supportv1.ProvideInfoRequest{CaseId: c.GetCaseId(), Needs: []*supportv1.NeedAnswers{{
			NeedId: c.GetNeeds()[1].GetNeedId(), Answers: []*supportv1.Answer{{QuestionCode: "nature", Values: []string{"travaux"}}},
		}}}
		got, err := b.Cases.ProvideInfo(b.company(c.GetCompany().GetCompanyId()), answer)
		if err != nil || !slices.Equal(got.GetNeeds()[1].GetAnswers()[0].GetValues(), []string{"travaux"}) {
			t.Errorf("an answer to the question as it was: %v, %v", got, err)
		}
		if told := b.told(c.GetCaseId(), "case_info_received"); !slices.Equal(told, []string{"body:myriapolis answered:1"}) {
			t.Errorf("who is told: %v", told)
		}
	})
}

func TestUpdateCase_losesNoUpdate(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		c := b.opened()
		read := c.GetEtag()
		contact := &supportv1.Contact{Name: "Autre Personne", Email: "autre@example.org"}
		if _, err := b.update("myriapolis", &supportv1.Case{CaseId: c.GetCaseId(), Contact: contact}, read, "contact"); err != nil {
			t.Fatal(err)
		}
		_, err := b.update("myriapolis", &supportv1.Case{CaseId: c.GetCaseId(), Description: "De l'autre"}, read, "description")
		e, ok := errs.As(err)
		if !ok || e.Conflict == nil || len(e.Conflict.Changes) == 0 || slices.ContainsFunc(e.Conflict.Changes, func(c errs.Change) bool { return c.Field == "updatedTime" }) || e.Conflict.Changes[0].Field != "contact" || e.Conflict.Changes[0].ByBodyID != "myriapolis" || e.Conflict.Changes[0].TimeUS == 0 {
			t.Fatalf("stale: %v", err)
		}
		got, err := b.update("myriapolis", &supportv1.Case{CaseId: c.GetCaseId(), Description: "De l'autre"}, "", "description")
		if err != nil || got.GetContact().GetName() != "Autre Personne" || got.GetDescription() != "De l'autre" {
			t.Errorf("by field, both win: %v, %v", got, err)
		}
		again, err := b.update("myriapolis", got, got.GetEtag())
		if err != nil || again.GetEtag() != got.GetEtag() {
			t.Errorf("what was read, sent back: %v, %v", again, err)
		}
	})
}

func TestUpdateCase_eachItsOwn(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	c := b.opened()
	reference := func(body, value string) *commonv1.ExternalReference {
		return &commonv1.ExternalReference{BodyId: body, Value: value}
	}
	if _, err := b.update("myriapolis", &supportv1.Case{CaseId: c.GetCaseId(), ExternalReferences: []*commonv1.ExternalReference{reference("", "M-1")}}, ""); err != nil {
		t.Fatal(err)
	}
	got, err := b.update("cci", &supportv1.Case{CaseId: c.GetCaseId(), ExternalReferences: []*commonv1.ExternalReference{reference("cci", "C-1"), reference("myriapolis", "forged")}}, "")
	if err != nil || len(got.GetExternalReferences()) != 2 || got.GetExternalReferences()[0].GetValue() != "M-1" || got.GetExternalReferences()[1].GetValue() != "C-1" {
		t.Errorf("each body its own: %v, %v", got.GetExternalReferences(), err)
	}
	for name, try := range map[string]func() error{
		"a partner changes what was asked": func() error {
			_, err := b.update("cci", &supportv1.Case{CaseId: c.GetCaseId(), Description: "x"}, "")
			return err
		},
		"the company writes references": func() error {
			_, err := b.Cases.UpdateCase(b.company(c.GetCompany().GetCompanyId()), &supportv1.UpdateCaseRequest{
				Case: &supportv1.Case{CaseId: c.GetCaseId(), ExternalReferences: []*commonv1.ExternalReference{reference("", "E-1")}},
			})
			return err
		},
	} {
		if err := try(); !errs.Is(err, "FIELD_LOCKED") {
			t.Errorf("%s: %v", name, err)
		}
	}
	needs := c.GetNeeds()
	needs[0].Land.MinAreaM2 = 900
	if _, err := b.update("myriapolis", &supportv1.Case{CaseId: c.GetCaseId(), Needs: needs}, ""); badField(err) != "case.needs[0]" {
		t.Errorf("what land has read: %v", err)
	}
	if _, err := b.update("plie", &supportv1.Case{CaseId: c.GetCaseId(), Description: "x"}, ""); !errs.Is(err, "NOT_FOUND") {
		t.Errorf("a stranger: %v", err)
	}
}

func TestSatisfaction_isAskedOnceAndToldByBody(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		for i := range 5 {
			c := b.opened()
			company := b.company(c.GetCompany().GetCompanyId())
			say := &supportv1.RecordSatisfactionRequest{CaseId: c.GetCaseId(), Marks: []int32{5, 4, 3, 2}, Comment: "Secret d'entreprise"}
			if _, err := b.Ratings.RecordSatisfaction(company, say); !errs.Is(err, "SATISFACTION_CLOSED") {
				t.Errorf("before the end: %v", err)
			}
			if _, err := b.Cases.TakeChargeOfCase(b.as("myriapolis"), &supportv1.TakeChargeOfCaseRequest{CaseId: c.GetCaseId(), Outcome: supportv1.CaseOutcome_CASE_OUTCOME_HELPED}); err != nil {
				t.Fatal(err)
			}
			if got := b.told(c.GetCaseId(), "case_satisfaction"); !slices.Equal(got, []string{"contact:" + c.GetCaseId() + " satisfaction"}) {
				t.Errorf("asked: %v", got)
			}
			if i == 4 {
				b.results(t, true)
				b.byCode(t, c.GetCaseId())
				continue
			}
			if _, err := b.Ratings.RecordSatisfaction(company, say); err != nil {
				t.Fatal(err)
			}
		}
		b.results(t, false)
	})
}

// results are withheld while there are fewer than five, and told then.
func (b *bench) results(t *testing.T, withheld bool) {
	t.Helper()
	ask := &supportv1.ListSatisfactionResultsRequest{FromDate: "2026-01-01", ToDate: "2027-12-31"}
	got, err := b.Ratings.ListSatisfactionResults(b.as("myriapolis", actor.BodyManager), ask)
	if err != nil || len(got.GetResults()) != 1 {
		t.Fatalf("%v, %v", got, err)
	}
	r := got.GetResults()[0]
	if r.GetWithheld() != withheld || r.GetBodyId() != "myriapolis" || withheld && (r.GetAnswerCount() != 0 || len(r.GetMeans()) != 0) ||
		!withheld && (r.GetAnswerCount() != 5 || !slices.Equal(r.GetMeans(), []float64{4.2, 3.4, 2.6, 1.8})) {
		t.Errorf("%v", r)
	}
	if other, err := b.Ratings.ListSatisfactionResults(b.as("cci", actor.BodyManager), ask); err != nil || len(other.GetResults()) != 0 {
		t.Errorf("another body's manager: %v, %v", other, err)
	}
}

// byCode: somebody without account answers by the code of the mail, changes it within a week, and no longer then.
func (b *bench) byCode(t *testing.T, caseID string) {
	t.Helper()
	service := actor.With(t.Context(), actor.Actor{Kind: actor.Service, ID: "notify"})
	issued, err := b.Ratings.IssueSatisfactionCode(service, &supportv1.IssueSatisfactionCodeRequest{Territory: "ales", CaseId: caseID})
	if err != nil || !strings.HasSuffix(issued.GetUrl(), "/satisfaction#"+issued.GetCode()) {
		t.Fatalf("%v, %v", issued, err)
	}
	say := &supportv1.RecordPublicSatisfactionRequest{Code: issued.GetCode(), Marks: []int32{5, 5, 5, 5}}
	if _, err := b.Ratings.RecordPublicSatisfaction(t.Context(), say); err != nil {
		t.Fatal(err)
	}
	b.clock.Advance(6 * 24 * time.Hour)
	say.Marks = []int32{1, 1, 1, 1}
	if _, err := b.Ratings.RecordPublicSatisfaction(t.Context(), say); err != nil {
		t.Errorf("within a week: %v", err)
	}
	b.clock.Advance(2 * 24 * time.Hour)
	if _, err := b.Ratings.RecordPublicSatisfaction(t.Context(), say); !errs.Is(err, "SATISFACTION_CLOSED") {
		t.Errorf("after it: %v", err)
	}
	say.Code = strings.Replace(say.Code, "ales", "nimes", 1)
	if _, err := b.Ratings.RecordPublicSatisfaction(t.Context(), say); badField(err) != "code" {
		t.Errorf("forged: %v", err)
	}
}
