package recruitment_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/messages"
	"hup.example/services/recruitment"
)

const day = 24 * time.Hour

func received() *supporteventv1.CaseReceived {
	return &supporteventv1.CaseReceived{CaseId: caseID, Needs: []*supporteventv1.ReceivedNeed{
		{NeedId: needID, LinkedKind: "LINKED_KIND_RECRUITMENT_NEED"}, {NeedId: "nee_other", LinkedKind: "LINKED_KIND_TRAINING_NEED"},
	}}
}

// opened is the need that the case opened.
func (w *world) opened() *recruitmentv1.RecruitmentNeed {
	w.t.Helper()
	w.event("hup.support.case_received.v1", received())
	all := w.list(advisor, "")
	if len(all) != 1 {
		w.t.Fatalf("the case opened %d needs", len(all))
	}
	return all[0]
}

func (w *world) list(a actor.Actor, filter string) []*recruitmentv1.RecruitmentNeed {
	w.t.Helper()
	got, err := w.needs.ListRecruitmentNeeds(w.as(a), &recruitmentv1.ListRecruitmentNeedsRequest{Filter: filter})
	if err != nil {
		w.t.Fatalf("list %q: %v", filter, err)
	}
	return got.GetRecruitmentNeeds()
}

// publish creates, submits, qualifies and publishes a need of the advisor.
func (w *world) publish(visibility recruitmentv1.RecruitmentNeedVisibility) string {
	w.t.Helper()
	ctx := w.as(advisor)
	n := must[*recruitmentv1.RecruitmentNeed](w.t)(w.needs.CreateRecruitmentNeed(ctx, &recruitmentv1.CreateRecruitmentNeedRequest{
		Company: &commonv1.CompanySnapshot{CompanyId: companyID}, Need: welder(), Visibility: visibility,
	}))
	id := n.GetRecruitmentNeedId()
	must[*recruitmentv1.RecruitmentNeed](w.t)(w.needs.SubmitRecruitmentNeed(ctx, &recruitmentv1.SubmitRecruitmentNeedRequest{RecruitmentNeedId: id}))
	must[*recruitmentv1.RecruitmentNeed](w.t)(w.needs.QualifyRecruitmentNeed(ctx, &recruitmentv1.QualifyRecruitmentNeedRequest{RecruitmentNeedId: id}))
	must[*recruitmentv1.RecruitmentNeed](w.t)(w.needs.PublishRecruitmentNeed(ctx, &recruitmentv1.PublishRecruitmentNeedRequest{RecruitmentNeedId: id}))
	return id
}

func (w *world) get(a actor.Actor, id string) (*recruitmentv1.RecruitmentNeed, error) {
	return w.needs.GetRecruitmentNeed(w.as(a), &recruitmentv1.GetRecruitmentNeedRequest{RecruitmentNeedId: id})
}

func TestCaseReceived_opensTheNeedOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		n := w.opened()
		w.event("hup.support.case_received.v1", received())
		if all := w.list(advisor, ""); len(all) != 1 {
			t.Fatalf("the event sent twice opened %d needs", len(all))
		}
		if n.GetStatusLabel() != "À qualifier" || n.GetCaseLink().GetNeedId() != needID || n.GetCompany().GetCompanyId() != companyID {
			t.Errorf("opened %v", n)
		}
		if facts := w.facts(n.GetRecruitmentNeedId()); !slices.Equal(facts, []string{
			"hup.recruitment.recruitment_need_created.v1", "hup.recruitment.recruitment_need_status_changed.v1", "hup.recruitment.need_submitted.v1",
		}) {
			t.Errorf("facts %v", facts)
		}
	})
}

func TestCaseEnded_cancelsWhatItOpened(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		n := w.opened()
		w.event("hup.support.case_status_changed.v1", &supporteventv1.CaseStatusChanged{CaseId: caseID, NewStatus: "CASE_STATUS_QUALIFIED"})
		withdrawn := &supporteventv1.CaseStatusChanged{CaseId: caseID, NewStatus: "CASE_STATUS_WITHDRAWN"}
		w.event("hup.support.case_status_changed.v1", withdrawn)
		w.event("hup.support.case_status_changed.v1", withdrawn)
		got := must[*recruitmentv1.RecruitmentNeed](t)(w.get(advisor, n.GetRecruitmentNeedId()))
		if got.GetStatus() != recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_CANCELLED ||
			got.GetCancellationReason() != recruitmentv1.CancellationReason_CANCELLATION_REASON_CASE_WITHDRAWN || got.GetEtag() != `"2"` {
			t.Errorf("after the case ended twice: %v %v %s", got.GetStatus(), got.GetCancellationReason(), got.GetEtag())
		}
	})
}

func TestCaseAccess_decidesWhoSeesTheNeed(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		id := w.opened().GetRecruitmentNeedId()
		readers := func(version int64, bodies ...string) {
			w.event("hup.support.case_access_changed.v1", &supporteventv1.CaseAccessChanged{
				CaseId: caseID, Version: version, ReaderBodyIds: bodies, CompanyId: companyID,
			})
		}
		readers(2, "plie", "cci")
		readers(1, "plie") // late: an older version changes nothing
		if len(w.list(stranger, "")) != 1 || len(w.list(company, "")) != 1 || len(w.list(competitor, "")) != 0 {
			t.Error("lists do not follow the readers of the case")
		}
		_, err := w.get(stranger, id) // the case's owner says no: a consent withdrawn acts at once
		want(t, err, codes.NotFound, "NOT_FOUND")
		w.directory.away = true
		_, err = w.get(company, id)
		if err != nil {
			t.Errorf("the company does not see its own need while support is away: %v", err)
		}
		_, err = w.get(stranger, id)
		want(t, err, codes.Unavailable, "ACCESS_UNKNOWN")
	})
}

func TestPublish_showsWhatTheVisibilityAllows(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		partners := w.publish(recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_PARTNERS_ONLY)
		public := w.publish(recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_PUBLIC)
		hidden := w.publish(recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_CONFIDENTIAL_NAME)

		_, err := w.get(jobseeker, partners)
		want(t, err, codes.NotFound, "NOT_FOUND")
		if n := must[*recruitmentv1.RecruitmentNeed](t)(w.get(jobseeker, public)); n.GetCompany().GetName() == "" || n.GetAssignedPersonId() != "" || len(n.GetAllowedActions()) > 0 {
			t.Errorf("a jobseeker reads %v", n)
		}
		if n := must[*recruitmentv1.RecruitmentNeed](t)(w.get(jobseeker, hidden)); n.GetCompany().GetName() != "" || n.GetCompany().GetSiret() != "" || n.GetCompany().GetCompanyId() != "" {
			t.Errorf("a confidential name is told: %v", n.GetCompany())
		}
		if len(w.list(jobseeker, "")) != 2 || len(w.list(jobseeker, `text:"soudeur"`)) != 2 || len(w.list(jobseeker, `text:"cevenole"`)) != 1 {
			t.Error("a jobseeker's list or search shows too much or too little")
		}
		_, err = w.needs.ListRecruitmentNeeds(w.as(jobseeker), &recruitmentv1.ListRecruitmentNeedsRequest{Filter: `companyId = "` + companyID + `"`})
		want(t, err, codes.InvalidArgument, "INVALID_FIELDS")

		if all := w.list(stranger, `companyId = "`+companyID+`"`); len(all) != 3 || len(all[0].GetAllowedActions()) > 0 {
			t.Errorf("another body sees %d published needs", len(all))
		}
		_, err = w.needs.CancelRecruitmentNeed(w.as(stranger), &recruitmentv1.CancelRecruitmentNeedRequest{
			RecruitmentNeedId: public, Reason: recruitmentv1.CancellationReason_CANCELLATION_REASON_OTHER,
		})
		want(t, err, codes.PermissionDenied, "NOT_ALLOWED")
		if len(w.list(competitor, "")) != 0 || len(w.list(coordinator, "")) != 3 {
			t.Error("a competitor sees needs, or the coordinator misses some")
		}
	})
}

func TestRecordHires_fillsTheNeed(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		id := w.publish(recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_PUBLIC)
		hire := func(count int32) (*recruitmentv1.RecruitmentNeed, error) {
			return w.needs.RecordHires(w.as(company), &recruitmentv1.RecordHiresRequest{RecruitmentNeedId: id, Count: count})
		}
		_, err := hire(3)
		want(t, err, codes.FailedPrecondition, "TOO_MANY_HIRES")
		if n := must[*recruitmentv1.RecruitmentNeed](t)(hire(1)); n.GetStatusLabel() != "Partiellement pourvue" || n.GetHires()[0].GetHireDate() != "2026-11-23" {
			t.Errorf("after one hire: %v", n)
		}
		if n := must[*recruitmentv1.RecruitmentNeed](t)(hire(1)); n.GetStatusLabel() != "Pourvue" || n.GetClosedTime() == nil {
			t.Errorf("after the last hire: %v", n)
		}
		_, err = hire(1)
		want(t, err, codes.FailedPrecondition, "ILLEGAL_TRANSITION")
		_, err = w.needs.UpdateRecruitmentNeed(w.as(advisor), &recruitmentv1.UpdateRecruitmentNeedRequest{
			RecruitmentNeed: &recruitmentv1.RecruitmentNeed{RecruitmentNeedId: id, Need: welder()},
		})
		want(t, err, codes.FailedPrecondition, "RECRUITMENT_NEED_CLOSED")
		figures, err := w.figures.ListFigures(t.Context(), &commonv1.ListFiguresRequest{Territory: "ales", FromDate: "2026-11-01", ToDate: "2026-11-30"})
		if err != nil || len(figures.GetFigures()) != 4 {
			t.Fatalf("figures %v, %v", figures, err)
		}
		if all, rate := figures.GetFigures()[0], figures.GetFigures()[3]; all.GetValue() != 1 || all.GetBreakdown()[0].GetLabel() != "Pourvue" || rate.GetValue() != 1 || rate.GetLabel() != "Part des postes pourvus" {
			t.Errorf("figures %v", figures)
		}
		english := metadata.AppendToOutgoingContext(t.Context(), "accept-language", "en")
		figures, err = w.figures.ListFigures(english, &commonv1.ListFiguresRequest{Territory: "ales", FromDate: "2026-11-01", ToDate: "2026-11-30"})
		if err != nil || figures.GetFigures()[3].GetLabel() != "Share of positions filled" || !strings.HasPrefix(figures.GetFigures()[0].GetFormula(), "Number of recruitment needs") {
			t.Errorf("figures in English %v, %v", figures, err)
		}
	})
}

func TestTimers_followThePublication(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		id := w.publish(recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_PUBLIC)
		before := len(w.facts(id))
		for _, step := range []struct {
			days int
			fact string
		}{
			{44, ""}, {1, "hup.recruitment.unfilled_detected.v1"}, {8, "hup.recruitment.notification_requested.v1"}, {5, ""},
			{1, "hup.recruitment.notification_requested.v1"}, {2, "hup.recruitment.recruitment_need_status_changed.v1"},
		} {
			w.pass(time.Duration(step.days) * day)
			facts := w.facts(id)[before:]
			if step.fact == "" && len(facts) > 0 || step.fact != "" && (len(facts) == 0 || facts[0] != step.fact) {
				t.Errorf("%d days later: %v, want %q", step.days, facts, step.fact)
			}
			before += len(facts)
		}
		n := must[*recruitmentv1.RecruitmentNeed](t)(w.get(advisor, id))
		if n.GetStatusLabel() != "Expirée" || !slices.Equal(n.GetAllowedActions(), []string{"reopen"}) {
			t.Errorf("after 61 days: %v %v", n.GetStatusLabel(), n.GetAllowedActions())
		}
		n = must[*recruitmentv1.RecruitmentNeed](t)(w.needs.ReopenRecruitmentNeed(w.as(advisor), &recruitmentv1.ReopenRecruitmentNeedRequest{
			RecruitmentNeedId: id, Reason: recruitmentv1.ReopeningReason_REOPENING_REASON_STILL_HIRING,
		}))
		if n.GetStatusLabel() != "Diffusée" || n.GetUnfilledDetectedTime() != nil || n.GetExpiryDate() != "2027-03-24" {
			t.Errorf("reopened: %v", n)
		}
	})
}

func TestCreate_linksLikelyDuplicatesBothWays(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		create := func(title, key string) *recruitmentv1.RecruitmentNeed {
			need := welder()
			need.Title = title
			return must[*recruitmentv1.RecruitmentNeed](t)(w.needs.CreateRecruitmentNeed(w.as(advisor), &recruitmentv1.CreateRecruitmentNeedRequest{
				Company: &commonv1.CompanySnapshot{Siret: siret}, Need: need, ClientRequestId: key,
			}))
		}
		first, second := create("Soudeur H/F", "a"), create("SOUDEUR (f/h)", "b")
		if other := create("Chaudronnier", "c"); len(other.GetPossibleDuplicateIds()) > 0 {
			t.Errorf("another title is a duplicate: %v", other.GetPossibleDuplicateIds())
		}
		if !slices.Equal(second.GetPossibleDuplicateIds(), []string{first.GetRecruitmentNeedId()}) {
			t.Errorf("the second knows %v", second.GetPossibleDuplicateIds())
		}
		again := create("Soudeur H/F", "a")
		if again.GetRecruitmentNeedId() != first.GetRecruitmentNeedId() || !slices.Equal(again.GetPossibleDuplicateIds(), []string{second.GetRecruitmentNeedId()}) {
			t.Errorf("sent again: %v", again)
		}
		w.pass(31 * day)
		if late := create("Soudeur", "d"); len(late.GetPossibleDuplicateIds()) > 0 {
			t.Errorf("after a month: %v", late.GetPossibleDuplicateIds())
		}
	})
}

func TestCreate_knowsTheCompanyAndTheCase(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		create := func(a actor.Actor, r *recruitmentv1.CreateRecruitmentNeedRequest) (*recruitmentv1.RecruitmentNeed, error) {
			r.Need = welder()
			return w.needs.CreateRecruitmentNeed(w.as(a), r)
		}
		_, err := create(advisor, &recruitmentv1.CreateRecruitmentNeedRequest{Company: &commonv1.CompanySnapshot{CompanyId: otherFirm}})
		want(t, err, codes.NotFound, "COMPANY_NOT_FOUND")
		unknown := must[*recruitmentv1.RecruitmentNeed](t)(create(advisor, &recruitmentv1.CreateRecruitmentNeedRequest{Company: &commonv1.CompanySnapshot{Siret: "90948492500013"}}))
		if unknown.GetCompany().GetVerification() != commonv1.Verification_VERIFICATION_UNVERIFIED {
			t.Errorf("an unknown SIRET is not flagged: %v", unknown.GetCompany())
		}
		if own := must[*recruitmentv1.RecruitmentNeed](t)(create(company, &recruitmentv1.CreateRecruitmentNeedRequest{})); own.GetCompany().GetCompanyId() != companyID {
			t.Errorf("a company's own need: %v", own)
		}
		of := func(a actor.Actor) (*recruitmentv1.RecruitmentNeed, error) {
			return create(a, &recruitmentv1.CreateRecruitmentNeedRequest{Company: &commonv1.CompanySnapshot{Siret: siret}, CaseId: caseID, NeedId: needID})
		}
		_, err = of(stranger)
		want(t, err, codes.NotFound, "CASE_NEED_NOT_FOUND")
		must[*recruitmentv1.RecruitmentNeed](t)(of(advisor))
		_, err = of(advisor)
		want(t, err, codes.AlreadyExists, "CASE_NEED_ALREADY_LINKED")
	})
}

func TestUpdate_changesTheFieldsOfTheMask(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		n := w.opened()
		update := func(a actor.Actor, said *recruitmentv1.RecruitmentNeed, paths ...string) (*recruitmentv1.RecruitmentNeed, error) {
			said.RecruitmentNeedId = n.GetRecruitmentNeedId()
			return w.needs.UpdateRecruitmentNeed(w.as(a), &recruitmentv1.UpdateRecruitmentNeedRequest{
				RecruitmentNeed: said, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths},
			})
		}
		reference := []*commonv1.ExternalReference{{Value: "PLIE-7"}}
		got := must[*recruitmentv1.RecruitmentNeed](t)(update(advisor, &recruitmentv1.RecruitmentNeed{ExternalReferences: reference, AssignedPersonId: "per_9"}))
		if got.GetExternalReferences()[0].GetBodyId() != "plie" || got.GetAssignedPersonId() != "per_9" {
			t.Errorf("updated %v", got)
		}
		if len(w.list(advisor, `externalReference = "PLIE-7"`)) != 1 {
			t.Error("the reference is not found")
		}
		_, err := update(company, &recruitmentv1.RecruitmentNeed{AssignedPersonId: "per_5"}, "assigned_person_id")
		want(t, err, codes.InvalidArgument, "INVALID_FIELDS")
		_, err = update(advisor, &recruitmentv1.RecruitmentNeed{ExpiryDate: "2026-11-23"}, "expiry_date")
		want(t, err, codes.InvalidArgument, "EXPIRY_DATE_OUT_OF_RANGE")
		same := must[*recruitmentv1.RecruitmentNeed](t)(update(advisor, &recruitmentv1.RecruitmentNeed{AssignedPersonId: "per_9"}, "assigned_person_id"))
		if same.GetEtag() != got.GetEtag() {
			t.Errorf("a change that changes nothing is a version: %s after %s", same.GetEtag(), got.GetEtag())
		}
	})
}

func TestCompanyUpdated_refreshesTheSnapshot(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		id := w.opened().GetRecruitmentNeedId()
		w.directory.companies[companyID].Name = "Chaudronnerie des Cévennes"
		for range 2 {
			w.event("hup.support.company_updated.v1", &supporteventv1.CompanyUpdated{CompanyId: companyID})
		}
		if n := must[*recruitmentv1.RecruitmentNeed](t)(w.get(advisor, id)); n.GetCompany().GetName() != "Chaudronnerie des Cévennes" || n.GetEtag() != `"2"` {
			t.Errorf("refreshed twice: %v %s", n.GetCompany(), n.GetEtag())
		}
	})
}

func TestSeed_isWrittenOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for range 2 {
			if err := w.service.Seed(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if all, open := w.list(coordinator, ""), w.list(jobseeker, ""); len(all) != 3 || len(open) != 2 {
			t.Errorf("the demonstration has %d needs, %d for all", len(all), len(open))
		}
	})
}

func TestMessages_sayEverythingInBothLanguages(t *testing.T) {
	words := messages.New()
	if err := words.Add("hup.recruitment", recruitment.Module().Messages); err != nil {
		t.Fatal(err)
	}
	messages.CheckFiles(t, words, "hup.recruitment")
	messages.CheckEnum(t, words, "hup.recruitment", recruitmentv1.ErrorReason(0).Descriptor())
	messages.CheckEnum(t, words, "hup.recruitment", recruitmentv1.RecruitmentNeedStatus(0).Descriptor())
}
