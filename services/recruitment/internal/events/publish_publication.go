package events

import (
	recruitmenteventv1 "hup.example/proto/gen/go/hup/recruitment/event/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
)

func needSubmitted(n *recruitmentv1.RecruitmentNeed) store.Entry {
	return store.Entry{Context: caseID(n), Message: &recruitmenteventv1.NeedSubmitted{
		RecruitmentNeedId: n.GetRecruitmentNeedId(), CompanyId: n.GetCompany().GetCompanyId(), RomeCode: n.GetNeed().GetRomeCode(),
		CommuneCode: n.GetNeed().GetCommuneCode(), PositionCount: n.GetNeed().GetPositionCount(), CaseId: caseID(n), NeedId: needID(n),
	}}
}

func needPublished(n *recruitmentv1.RecruitmentNeed) store.Entry {
	return store.Entry{Context: caseID(n), Message: &recruitmenteventv1.NeedPublished{
		RecruitmentNeedId: n.GetRecruitmentNeedId(), CompanyId: n.GetCompany().GetCompanyId(), RomeCode: n.GetNeed().GetRomeCode(),
		CommuneCode: n.GetNeed().GetCommuneCode(), ContractKind: n.GetNeed().GetContractKind().String(), OpenPositionCount: left(n),
		Visibility: n.GetVisibility().String(), ExpiryDate: n.GetExpiryDate(), CaseId: caseID(n), NeedId: needID(n),
	}}
}

func needSuspended(n *recruitmentv1.RecruitmentNeed) store.Entry {
	return store.Entry{Context: caseID(n), Reason: n.GetSuspensionReason().String(), Message: &recruitmenteventv1.NeedSuspended{
		RecruitmentNeedId: n.GetRecruitmentNeedId(), ReasonCode: n.GetSuspensionReason().String(), CaseId: caseID(n), NeedId: needID(n),
	}}
}

func hireDeclared(f domain.HireDeclared) store.Entry {
	n := f.Need
	return store.Entry{Context: caseID(n), Message: &recruitmenteventv1.HireDeclared{
		RecruitmentNeedId: n.GetRecruitmentNeedId(), CompanyId: n.GetCompany().GetCompanyId(), RomeCode: n.GetNeed().GetRomeCode(),
		Count: f.Hire.GetCount(), HiredCount: n.GetHiredCount(), PositionCount: n.GetNeed().GetPositionCount(),
		HireDate: f.Hire.GetHireDate(), Channel: f.Hire.GetChannel().String(), CaseId: caseID(n), NeedId: needID(n),
	}}
}

func needFilled(n *recruitmentv1.RecruitmentNeed) store.Entry {
	return store.Entry{Context: caseID(n), Message: &recruitmenteventv1.NeedFilled{
		RecruitmentNeedId: n.GetRecruitmentNeedId(), CompanyId: n.GetCompany().GetCompanyId(), RomeCode: n.GetNeed().GetRomeCode(),
		HiredCount: n.GetHiredCount(), CaseId: caseID(n), NeedId: needID(n),
	}}
}

func needExpired(n *recruitmentv1.RecruitmentNeed) store.Entry {
	return store.Entry{Context: caseID(n), Message: &recruitmenteventv1.NeedExpired{
		RecruitmentNeedId: n.GetRecruitmentNeedId(), CompanyId: n.GetCompany().GetCompanyId(), RomeCode: n.GetNeed().GetRomeCode(),
		OpenPositionCount: left(n), ExpiryDate: n.GetExpiryDate(), CaseId: caseID(n), NeedId: needID(n),
	}}
}

func unfilledDetected(n *recruitmentv1.RecruitmentNeed) store.Entry {
	found := &recruitmenteventv1.UnfilledDetected{
		RecruitmentNeedId: n.GetRecruitmentNeedId(), CompanyId: n.GetCompany().GetCompanyId(), RomeCode: n.GetNeed().GetRomeCode(),
		CommuneCode: n.GetNeed().GetCommuneCode(), OpenPositionCount: left(n), PublishedTime: n.GetPublishedTime(), CaseId: caseID(n), NeedId: needID(n),
	}
	for _, reason := range n.GetDifficultyReasons() {
		found.DifficultyReasons = append(found.DifficultyReasons, reason.String())
	}
	for _, skill := range n.GetDetails().GetSkillsToAcquire() {
		if skill.GetCode() != "" {
			found.SkillCodes = append(found.SkillCodes, skill.GetCode())
		}
	}
	return store.Entry{Context: caseID(n), Message: found}
}
