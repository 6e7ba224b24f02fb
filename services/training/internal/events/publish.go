// Package events says what training states to the others, and what it does when others state something.
package events

import (
	"fmt"

	trainingeventv1 "hup.example/proto/gen/go/hup/training/event/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// Facts turns the facts of the domain into journal entries.
func Facts(_ *aggregate.Root, fact any) (store.Entry, error) {
	switch f := fact.(type) {
	case domain.NeedExpressed:
		return needExpressed(f.Need), nil
	case domain.NeedMoved:
		return needMoved(f), nil
	}
	return store.Entry{}, fmt.Errorf("no event for the fact %T", fact)
}

func needExpressed(n *trainingv1.TrainingNeed) store.Entry {
	return store.Entry{Context: n.GetCaseLink().GetCaseId(), Message: &trainingeventv1.TrainingNeedExpressed{
		TrainingNeedId: n.GetTrainingNeedId(), CaseId: n.GetCaseLink().GetCaseId(), NeedId: n.GetCaseLink().GetNeedId(),
		RomeCode: n.GetNeed().GetRomeCode(), PersonCount: n.GetNeed().GetPersonCount(), Status: n.GetStatus().String(),
		CompanyId: n.GetCompany().GetCompanyId(), CommuneCode: n.GetNeed().GetCommuneCode(), SubjectCode: n.GetSubjectCode(),
	}}
}

func needMoved(f domain.NeedMoved) store.Entry {
	n := f.Need
	return store.Entry{Context: n.GetCaseLink().GetCaseId(), Reason: f.Reason, Note: f.Note, Message: &trainingeventv1.TrainingNeedStatusChanged{
		TrainingNeedId: n.GetTrainingNeedId(), CaseId: n.GetCaseLink().GetCaseId(), NeedId: n.GetCaseLink().GetNeedId(),
		OldStatus: f.From.String(), NewStatus: n.GetStatus().String(),
		Terminal: domain.NeedMachine.Terminal(n.GetStatus()), ReasonCode: f.Reason,
	}}
}
