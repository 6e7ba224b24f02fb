package events

import (
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// of is the entry of a fact about a case.
func of(caseID string, m proto.Message) store.Entry { return store.Entry{Context: caseID, Message: m} }

// code is the full name of an enum value, empty when it is not set.
func code(v interface {
	Number() protoreflect.EnumNumber
	String() string
}) string {
	if v.Number() == 0 {
		return ""
	}
	return v.String()
}

// referralFact is the journal entry of a fact about a referral.
func referralFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.ReferralMoved:
		return referralMoved(f), true
	case domain.ReferralNear:
		r := f.Referral
		return of(r.GetCaseId(), &supporteventv1.CaseSlaWarning{
			CaseId: r.GetCaseId(), ReferralId: r.GetReferralId(), BodyId: r.GetBodyId(), BusinessDay: f.BusinessDay, DueDate: r.GetDueDate(),
		}), true
	}
	r, m := referralMessage(fact)
	if m == nil {
		return store.Entry{}, false
	}
	return of(r.GetCaseId(), m), true
}

// referralMessage is what is stated of the referral that the fact is about.
func referralMessage(fact any) (*supportv1.Referral, proto.Message) {
	switch f := fact.(type) {
	case domain.ReferralSent:
		return f.Referral, referralSent(f.Referral)
	case domain.ReferralAssigned:
		r := f.Referral
		return r, &supporteventv1.ReferralAssigned{ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId(), AssignedPersonId: r.GetAssignedPersonId()}
	case domain.ReferralAccepted:
		r := f.Referral
		return r, &supporteventv1.ReferralAccepted{ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId(), Late: f.Late}
	case domain.ReferralDeclined:
		r := f.Referral
		return r, &supporteventv1.ReferralDeclined{
			ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId(), ReasonCode: code(r.GetDeclineReason()),
			NextBodyId: r.GetNextBodyId(), Nobody: r.GetNobody(), Late: f.Late,
		}
	case domain.ReferralRedirected:
		r := f.Referral
		return r, &supporteventv1.ReferralRedirected{
			ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId(), NextBodyId: r.GetNextBodyId(),
			RedirectedToReferralId: r.GetRedirectedToReferralId(), Late: f.Late,
		}
	}
	return referralEnd(fact)
}

func referralEnd(fact any) (*supportv1.Referral, proto.Message) {
	switch f := fact.(type) {
	case domain.ReferralExpired:
		r := f.Referral
		return r, &supporteventv1.ReferralExpired{ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId()}
	case domain.ReferralCancelled:
		r := f.Referral
		return r, &supporteventv1.ReferralCancelled{ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId(), ReasonCode: code(r.GetCancelReason())}
	case domain.ReferralClosed:
		r := f.Referral
		return r, &supporteventv1.ReferralClosed{ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId(), Outcome: code(r.GetOutcome())}
	case domain.ReferralReopened:
		r := f.Referral
		return r, &supporteventv1.ReferralReopened{ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId(), ReasonCode: code(r.GetReopenReason())}
	case domain.ReferralPostponed:
		r := f.Referral
		return r, &supporteventv1.ReferralDueChanged{ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId(), DueDate: r.GetDueDate()}
	case domain.ReferralUpdated:
		r := f.Referral
		return r, &supporteventv1.ReferralUpdated{ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId(), ChangedFields: f.Fields}
	case domain.ReferralLate:
		r := f.Referral
		return r, &supporteventv1.CaseSlaBreached{CaseId: r.GetCaseId(), ReferralId: r.GetReferralId(), BodyId: r.GetBodyId(), DueDate: r.GetDueDate()}
	}
	return nil, nil
}

func referralSent(r *supportv1.Referral) proto.Message {
	return &supporteventv1.ReferralSent{
		ReferralId: r.GetReferralId(), CaseId: r.GetCaseId(), BodyId: r.GetBodyId(), SenderBodyId: r.GetSenderBodyId(),
		NeedIds: r.GetNeedIds(), SubjectCodes: r.GetSubjectCodes(), RulesFired: r.GetRulesFired(), DueDate: r.GetDueDate(),
		CompanyId: r.GetCompany().GetCompanyId(),
	}
}

func referralMoved(f domain.ReferralMoved) store.Entry {
	r := f.Referral
	entry := of(r.GetCaseId(), &supporteventv1.ReferralStatusChanged{
		ReferralId: r.GetReferralId(), OldStatus: code(f.From), NewStatus: f.To.String(), Terminal: domain.ReferralMachine.Terminal(f.To),
		ReasonCode: f.Reason, CaseId: r.GetCaseId(), BodyId: r.GetBodyId(),
	})
	entry.Reason, entry.Note = f.Reason, f.Note
	return entry
}
