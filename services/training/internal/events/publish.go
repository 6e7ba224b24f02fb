// Package events says what training states to the others, and what it does when others state something.
package events

import (
	"fmt"
	"strings"

	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	trainingeventv1 "hup.example/proto/gen/go/hup/training/event/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// Facts turns the facts of the domain into journal entries.
func Facts(_ *aggregate.Root, fact any) (store.Entry, error) {
	for _, entryOf := range []func(any) (store.Entry, bool){needEntry, bodyEntry, offerEntry, sessionEntry} {
		if entry, ok := entryOf(fact); ok {
			return entry, nil
		}
	}
	return store.Entry{}, fmt.Errorf("no event for the fact %T", fact)
}

func needEntry(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.NeedExpressed:
		return needExpressed(f.Need), true
	case domain.NeedMoved:
		return needMoved(f), true
	case domain.NeedUpdated:
		return of(f.Need, &trainingeventv1.TrainingNeedUpdated{
			TrainingNeedId: f.Need.GetTrainingNeedId(), CaseId: caseID(f.Need), NeedId: needID(f.Need), ChangedFields: f.Fields,
		}), true
	case domain.NeedQualified:
		return of(f.Need, &trainingeventv1.TrainingNeedQualified{
			TrainingNeedId: f.Need.GetTrainingNeedId(), CaseId: caseID(f.Need), NeedId: needID(f.Need), Status: f.Need.GetStatus().String(),
			Formacodes: f.Need.GetDomain().GetFormacodes(), RomeCodes: f.Need.GetDomain().GetRomeCodes(),
		}), true
	case domain.NeedMatched:
		return of(f.Need, &trainingeventv1.TrainingNeedMatched{
			TrainingNeedId: f.Need.GetTrainingNeedId(), CaseId: caseID(f.Need), NeedId: needID(f.Need), Status: f.Need.GetStatus().String(),
			TrainingOfferId: f.Need.GetTrainingOfferId(), TrainingSessionId: f.Need.GetTrainingSessionId(),
		}), true
	case domain.NeedMet:
		return of(f.Need, &trainingeventv1.TrainingNeedMet{
			TrainingNeedId: f.Need.GetTrainingNeedId(), CaseId: caseID(f.Need), NeedId: needID(f.Need), Status: f.Need.GetStatus().String(),
			TrainedPersonCount: f.Need.GetTrainedPersonCount(),
		}), true
	case domain.NeedDropped:
		return of(f.Need, &trainingeventv1.TrainingNeedDropped{
			TrainingNeedId: f.Need.GetTrainingNeedId(), CaseId: caseID(f.Need), NeedId: needID(f.Need), Status: f.Need.GetStatus().String(),
			Reason: f.Need.GetDropReason().String(),
		}), true
	case domain.Told:
		return of(f.Need, &commoneventv1.NotificationRequested{
			Template: f.Template, RecipientRef: f.Recipient, SubjectId: f.Need.GetTrainingNeedId(),
			DedupeKey: strings.Join([]string{f.Template, f.Need.GetTrainingNeedId(), f.Need.GetCompany().GetCompanyId(), f.Recipient}, "/"),
		}), true
	}
	return store.Entry{}, false
}

func needExpressed(n *trainingv1.TrainingNeed) store.Entry {
	return of(n, &trainingeventv1.TrainingNeedExpressed{
		TrainingNeedId: n.GetTrainingNeedId(), CaseId: caseID(n), NeedId: needID(n),
		RomeCode: n.GetNeed().GetRomeCode(), PersonCount: n.GetNeed().GetPersonCount(), Status: n.GetStatus().String(),
		CompanyId: n.GetCompany().GetCompanyId(), CommuneCode: n.GetNeed().GetCommuneCode(), SubjectCode: n.GetSubjectCode(),
	})
}

func needMoved(f domain.NeedMoved) store.Entry {
	entry := of(f.Need, &trainingeventv1.TrainingNeedStatusChanged{
		TrainingNeedId: f.Need.GetTrainingNeedId(), CaseId: caseID(f.Need), NeedId: needID(f.Need),
		OldStatus: old(f.From), NewStatus: f.Need.GetStatus().String(),
		Terminal: domain.NeedMachine.Terminal(f.Need.GetStatus()), ReasonCode: f.Reason,
	})
	entry.Reason, entry.Note = f.Reason, f.Note
	return entry
}
