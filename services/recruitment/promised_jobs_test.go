package recruitment_test

import (
	"slices"
	"testing"

	"google.golang.org/grpc/codes"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/actor"
)

const (
	landID   = "lrq_00000000000000000000000001"
	agglo    = "agglo"
	drafted  = recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_DRAFT
	fromLand = recruitmentv1.RecruitmentNeedOrigin_RECRUITMENT_NEED_ORIGIN_LAND_REQUEST
)

// signed is what land states of a request of a case that promised jobs.
func signed(created, kept int32) *landeventv1.LandRequestSigned {
	return &landeventv1.LandRequestSigned{
		LandRequestId: landID, CaseId: caseID, NeedId: needID, CompanyId: companyID, CreatedJobCount: created, KeptJobCount: kept, BodyId: agglo, CommuneCode: "30165",
	}
}

func TestLandSigned_draftsTheJobsPromisedOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.eventOf("land", "hup.land.land_request_signed.v1", signed(6, 4))
		w.eventOf("land", "hup.land.land_request_signed.v1", signed(6, 4))
		all := w.list(advisor, `caseId = "`+caseID+`"`)
		if len(all) != 1 {
			t.Fatalf("the event sent twice drafted %d needs", len(all))
		}
		n := all[0]
		if n.GetStatus() != drafted || n.GetOrigin() != fromLand || n.GetLandRequestId() != landID || n.GetNeed().GetPositionCount() != 6 ||
			n.GetNeed().GetCommuneCode() != "30165" || n.GetBodyId() != "plie" || n.GetCaseLink().GetNeedId() != "" || n.GetCaseLink().GetCaseNumber() == "" {
			t.Errorf("drafted %v", n)
		}
		if told := w.told("recruitment_need_drafted"); !slices.Equal(told, []string{"body:plie", "contact:" + caseID}) {
			t.Errorf("told %v", told)
		}
		if mine := w.list(company, ""); len(mine) != 1 || !slices.Contains(mine[0].GetAllowedActions(), "submit") {
			t.Errorf("the company sees %v", mine)
		}
		if len(w.list(jobseeker, "")) != 0 {
			t.Error("a jobseeker sees a draft")
		}
		ctx, id := w.as(advisor), n.GetRecruitmentNeedId()
		_, err := w.needs.PublishRecruitmentNeed(ctx, &recruitmentv1.PublishRecruitmentNeedRequest{RecruitmentNeedId: id})
		want(t, err, codes.FailedPrecondition, "ILLEGAL_TRANSITION")
		_, err = w.needs.SubmitRecruitmentNeed(ctx, &recruitmentv1.SubmitRecruitmentNeedRequest{RecruitmentNeedId: id})
		want(t, err, codes.FailedPrecondition, "RECRUITMENT_NEED_INCOMPLETE")
		w.event("hup.support.case_status_changed.v1", &supporteventv1.CaseStatusChanged{CaseId: caseID, NewStatus: "CASE_STATUS_WITHDRAWN"})
		got := must[*recruitmentv1.RecruitmentNeed](t)(w.get(advisor, id))
		if got.GetStatus() != recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_CANCELLED {
			t.Errorf("the case is withdrawn, the draft is %s", got.GetStatus())
		}
		w.eventOf("land", "hup.land.land_request_signed.v1", signed(6, 4))
		if again := w.list(advisor, ""); len(again) != 1 {
			t.Errorf("what was given up is drafted again: %d", len(again))
		}
	})
}

func TestLandSigned_draftsNothingWithoutNewJobs(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		nobody, ceased := signed(5, 0), signed(5, 0)
		nobody.CompanyId, nobody.NeedId, nobody.CaseId = "", "", ""
		ceased.CompanyId = otherFirm
		w.directory.companies[otherFirm] = &commonv1.CompanySnapshot{CompanyId: otherFirm, Ceased: true}
		for what, event := range map[string]*landeventv1.LandRequestSigned{
			"kept jobs only": signed(0, 12), "no jobs": signed(0, 0), "no company": nobody, "one that has closed": ceased,
		} {
			w.eventOf("land", "hup.land.land_request_signed.v1", event)
			if all := w.list(coordinator, ""); len(all) != 0 {
				t.Fatalf("%s drafted %v", what, all)
			}
		}
		// Nobody told new jobs from kept ones: those that the company wrote in its request are proposed.
		w.directory.needs[needID].Need.Land = &commonv1.LandNeed{JobCount: 3}
		w.eventOf("land", "hup.land.land_request_signed.v1", signed(0, 0))
		if all := w.list(coordinator, ""); len(all) != 1 || all[0].GetNeed().GetPositionCount() != 3 {
			t.Errorf("drafted %v", all)
		}
	})
}

func TestLandSigned_withoutACaseIsTheBodysOfTheRequest(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		alone := signed(2, 0)
		alone.CaseId, alone.NeedId = "", ""
		w.eventOf("land", "hup.land.land_request_signed.v1", alone)
		keeper := person("per_9", agglo, actor.HupAdvisor)
		if all := w.list(keeper, `status = "RECRUITMENT_NEED_STATUS_DRAFT"`); len(all) != 1 || all[0].GetCompany().GetName() == "" {
			t.Errorf("drafted %v", all)
		}
		if told := w.told("recruitment_need_drafted"); !slices.Equal(told, []string{"body:agglo"}) {
			t.Errorf("told %v", told)
		}
	})
}

func TestCompanyClosed_isToldOfOpenNeeds(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.opened()
		w.publish(recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_PUBLIC)
		w.directory.companies[companyID].Ceased = true
		for range 2 {
			w.event("hup.support.company_updated.v1", &supporteventv1.CompanyUpdated{CompanyId: companyID})
		}
		if open, all := len(w.list(advisor, `companyCeased = false`)), w.list(advisor, `companyCeased = true`); open != 0 || len(all) != 2 || !all[0].GetCompany().GetCeased() {
			t.Errorf("closed: %v, others: %d", all, open)
		}
		if told := w.told("recruitment_need_company_closed"); !slices.Equal(told, []string{"body:plie"}) {
			t.Errorf("told %v", told)
		}
	})
}
