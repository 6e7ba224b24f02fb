package events

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	trainingeventv1 "hup.example/proto/gen/go/hup/training/event/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

func bodyEntry(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.BodyUpdated:
		return store.Entry{Message: &trainingeventv1.TrainingBodyUpdated{TrainingBodyId: f.Body.GetTrainingBodyId(), ChangedFields: f.Fields}}, true
	case domain.BodyMoved:
		return store.Entry{Message: &trainingeventv1.TrainingBodyStatusChanged{
			TrainingBodyId: f.Body.GetTrainingBodyId(), OldStatus: old(f.From), NewStatus: f.Body.GetStatus().String(),
			Terminal: domain.BodyMachine.Terminal(f.Body.GetStatus()),
		}}, true
	}
	return store.Entry{}, false
}

func offerEntry(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.OfferUpdated:
		return store.Entry{Message: &trainingeventv1.TrainingOfferUpdated{TrainingOfferId: f.Offer.GetTrainingOfferId(), ChangedFields: f.Fields}}, true
	case domain.OfferMoved:
		return store.Entry{Reason: f.Reason, Note: f.Note, Message: &trainingeventv1.TrainingOfferStatusChanged{
			TrainingOfferId: f.Offer.GetTrainingOfferId(), OldStatus: old(f.From), NewStatus: f.Offer.GetStatus().String(),
			Terminal: domain.OfferMachine.Terminal(f.Offer.GetStatus()), ReasonCode: f.Reason,
		}}, true
	case domain.OfferPublished:
		return store.Entry{Message: &trainingeventv1.TrainingOfferPublished{
			TrainingOfferId: f.Offer.GetTrainingOfferId(), TrainingBodyId: f.Offer.GetTrainingBodyId(),
			Formacodes: f.Offer.GetDomain().GetFormacodes(), RomeCodes: f.Offer.GetDomain().GetRomeCodes(),
			CertificationEndDate: f.Offer.GetCertification().GetValidToDate(),
		}}, true
	case domain.OfferSuspended:
		return store.Entry{Reason: f.Offer.GetSuspendReason().String(), Message: &trainingeventv1.TrainingOfferSuspended{
			TrainingOfferId: f.Offer.GetTrainingOfferId(), TrainingBodyId: f.Offer.GetTrainingBodyId(), Reason: f.Offer.GetSuspendReason().String(),
		}}, true
	}
	return store.Entry{}, false
}

func sessionEntry(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.SessionUpdated:
		return store.Entry{Message: &trainingeventv1.TrainingSessionUpdated{
			TrainingSessionId: f.Session.GetTrainingSessionId(), ChangedFields: f.Fields,
		}}, true
	case domain.SessionMoved:
		return store.Entry{Reason: f.Reason, Note: f.Note, Message: &trainingeventv1.TrainingSessionStatusChanged{
			TrainingSessionId: f.Session.GetTrainingSessionId(), OldStatus: old(f.From), NewStatus: f.Session.GetStatus().String(),
			Terminal: domain.SessionMachine.Terminal(f.Session.GetStatus()), ReasonCode: f.Reason,
		}}, true
	case domain.SessionOpened:
		return sessionOpened(f.Session), true
	case domain.SessionFull:
		return store.Entry{Message: &trainingeventv1.TrainingSessionFull{
			TrainingSessionId: f.Session.GetTrainingSessionId(), TrainingOfferId: f.Session.GetTrainingOfferId(),
			TrainingBodyId: f.Session.GetTrainingBodyId(), Capacity: f.Session.GetCapacity(),
		}}, true
	case domain.SessionConfirmed:
		return store.Entry{Message: &trainingeventv1.TrainingSessionConfirmed{
			TrainingSessionId: f.Session.GetTrainingSessionId(), TrainingOfferId: f.Session.GetTrainingOfferId(),
			TrainingBodyId: f.Session.GetTrainingBodyId(), ConfirmedCount: f.Session.GetConfirmedCount(),
		}}, true
	case domain.SessionCompleted:
		return store.Entry{Message: &trainingeventv1.TrainingSessionCompleted{
			TrainingSessionId: f.Session.GetTrainingSessionId(), TrainingOfferId: f.Session.GetTrainingOfferId(),
			TrainingBodyId: f.Session.GetTrainingBodyId(), TrainedPersonCount: f.Session.GetTrainedPersonCount(),
		}}, true
	case domain.SessionCancelled:
		return store.Entry{Message: &trainingeventv1.TrainingSessionCancelled{
			TrainingSessionId: f.Session.GetTrainingSessionId(), TrainingOfferId: f.Session.GetTrainingOfferId(),
			TrainingBodyId: f.Session.GetTrainingBodyId(), Reason: f.Session.GetCancelReason().String(),
		}}, true
	}
	return store.Entry{}, false
}

func sessionOpened(s *trainingv1.TrainingSession) store.Entry {
	return store.Entry{Message: &trainingeventv1.TrainingSessionOpened{
		TrainingSessionId: s.GetTrainingSessionId(), TrainingOfferId: s.GetTrainingOfferId(), TrainingBodyId: s.GetTrainingBodyId(),
		Formacodes: s.GetDomain().GetFormacodes(), RomeCodes: s.GetDomain().GetRomeCodes(), CommuneCode: s.GetPlace().GetCommuneCode(),
		StartDate: s.GetStartDate(), EndDate: s.GetEndDate(), Capacity: s.GetCapacity(), TrainingNeedIds: s.GetTrainingNeedIds(),
	}}
}

// of is the entry of a need, in the context of its case.
func of(n *trainingv1.TrainingNeed, m proto.Message) store.Entry {
	return store.Entry{Context: caseID(n), Message: m}
}

func caseID(n *trainingv1.TrainingNeed) string { return n.GetCaseLink().GetCaseId() }

func needID(n *trainingv1.TrainingNeed) string { return n.GetCaseLink().GetNeedId() }

// old is the full name of the status before; empty for a new record.
func old[S interface {
	~int32
	fmt.Stringer
}](from S) string {
	if from == 0 {
		return ""
	}
	return from.String()
}
