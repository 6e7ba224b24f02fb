// Package events says what recruitment states to the others, and what it does when others state something.
package events

import (
	"fmt"
	"strconv"
	"strings"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	recruitmenteventv1 "hup.example/proto/gen/go/hup/recruitment/event/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
)

// Facts turns the facts of the domain into journal entries.
func Facts(_ *aggregate.Root, fact any) (store.Entry, error) {
	switch f := fact.(type) {
	case domain.NeedCreated:
		return needCreated(f.Need), nil
	case domain.NeedUpdated:
		return needUpdated(f), nil
	case domain.NeedMoved:
		return needMoved(f), nil
	case domain.NeedSubmitted:
		return needSubmitted(f.Need), nil
	case domain.NeedPublished:
		return needPublished(f.Need), nil
	case domain.NeedSuspended:
		return needSuspended(f.Need), nil
	case domain.HireDeclared:
		return hireDeclared(f), nil
	case domain.NeedFilled:
		return needFilled(f.Need), nil
	case domain.NeedExpired:
		return needExpired(f.Need), nil
	case domain.UnfilledDetected:
		return unfilledDetected(f.Need), nil
	case domain.ExpiryNear:
		return expiryNear(f), nil
	case domain.Told:
		return told(f), nil
	}
	return store.Entry{}, fmt.Errorf("no event for the fact %T", fact)
}

func needCreated(n *recruitmentv1.RecruitmentNeed) store.Entry {
	return store.Entry{Context: caseID(n), Message: &recruitmenteventv1.RecruitmentNeedCreated{
		RecruitmentNeedId: n.GetRecruitmentNeedId(), CompanyId: n.GetCompany().GetCompanyId(), Status: n.GetStatus().String(),
		Origin: n.GetOrigin().String(), PossibleDuplicateIds: n.GetPossibleDuplicateIds(), CaseId: caseID(n), NeedId: needID(n),
	}}
}

func needUpdated(f domain.NeedUpdated) store.Entry {
	return store.Entry{Context: caseID(f.Need), Message: &recruitmenteventv1.RecruitmentNeedUpdated{
		RecruitmentNeedId: f.Need.GetRecruitmentNeedId(), ChangedFields: f.Fields, CaseId: caseID(f.Need), NeedId: needID(f.Need),
	}}
}

func needMoved(f domain.NeedMoved) store.Entry {
	n, old := f.Need, ""
	if f.From != recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_UNSPECIFIED {
		old = f.From.String()
	}
	return store.Entry{Context: caseID(n), Reason: f.Reason, Note: f.Note, Message: &recruitmenteventv1.RecruitmentNeedStatusChanged{
		RecruitmentNeedId: n.GetRecruitmentNeedId(), OldStatus: old, NewStatus: n.GetStatus().String(),
		Terminal: domain.NeedMachine.Terminal(n.GetStatus()), ReasonCode: f.Reason, CaseId: caseID(n), NeedId: needID(n),
	}}
}

// expiryNear asks to tell somebody, once for each last day: a need that is published again is reminded of again.
func expiryNear(f domain.ExpiryNear) store.Entry {
	id := f.Need.GetRecruitmentNeedId()
	return store.Entry{Context: caseID(f.Need), Message: &commoneventv1.NotificationRequested{
		Template: "recruitment_need_expires", RecipientRef: f.Recipient, SubjectId: id,
		Params:    map[string]string{"caseId": caseID(f.Need), "expiryDate": f.Need.GetExpiryDate()},
		DedupeKey: fmt.Sprintf("recruitment_need_expires/%s/%s/%d/%s", id, f.Need.GetExpiryDate(), f.Days, f.Recipient),
	}}
}

func told(f domain.Told) store.Entry {
	n := f.Need
	return store.Entry{Context: caseID(n), Message: &commoneventv1.NotificationRequested{
		Template: f.Template, RecipientRef: f.Recipient, SubjectId: n.GetRecruitmentNeedId(),
		Params:    map[string]string{"caseId": caseID(n), "positions": strconv.Itoa(int(n.GetNeed().GetPositionCount()))},
		DedupeKey: strings.Join([]string{f.Template, n.GetRecruitmentNeedId(), n.GetCompany().GetCompanyId(), f.Recipient}, "/"),
	}}
}

func caseID(n *recruitmentv1.RecruitmentNeed) string { return n.GetCaseLink().GetCaseId() }

func needID(n *recruitmentv1.RecruitmentNeed) string { return n.GetCaseLink().GetNeedId() }

// left is how many positions are still to fill.
func left(n *recruitmentv1.RecruitmentNeed) int32 {
	return n.GetNeed().GetPositionCount() - n.GetHiredCount()
}
