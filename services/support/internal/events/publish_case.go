package events

import (
	commoneventv1 "hup.example/proto/gen/go/hup/common/event/v1"
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// caseFact is the journal entry of a fact about a case, a referral or a message. Its context is the case.
func caseFact(root *aggregate.Root, fact any) (store.Entry, bool) {
	if entry, ok := caseState(root, fact); ok {
		return entry, true
	}
	if entry, ok := caseWork(fact); ok {
		return entry, true
	}
	return referralFact(fact)
}

// caseState are the facts about where a case stands and who sees it.
func caseState(root *aggregate.Root, fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.CaseReceived:
		return of(f.Case.GetCaseId(), caseReceived(f.Case)), true
	case domain.CaseMoved:
		return caseMoved(f), true
	case domain.CaseReopened:
		return of(f.Case.GetCaseId(), &supporteventv1.CaseReopened{
			CaseId: f.Case.GetCaseId(), ReasonCode: code(f.Reason), ReferralId: f.ReferralID,
		}), true
	case domain.CaseArchived:
		return of(f.CaseID, &supporteventv1.CaseArchived{CaseId: f.CaseID}), true
	case domain.CaseDeleted:
		return of(f.CaseID, &supporteventv1.CaseDeleted{CaseId: f.CaseID}), true
	case domain.CaseUpdated:
		return of(f.CaseID, &supporteventv1.CaseUpdated{CaseId: f.CaseID, ChangedFields: f.Fields}), true
	case domain.BulkMoved:
		return bulkMoved(f), true
	case domain.CaseTied:
		return of(f.CaseID, &supporteventv1.CaseLinked{CaseId: f.CaseID, OtherCaseId: f.OtherID}), true
	case domain.CaseUntied:
		return of(f.CaseID, &supporteventv1.CaseUnlinked{CaseId: f.CaseID, OtherCaseId: f.OtherID}), true
	case domain.CaseCompanyChanged:
		return caseCompanyChanged(f), true
	case domain.AccessChanged:
		return of(f.Case.ID, &supporteventv1.CaseAccessChanged{
			CaseId: f.Case.ID, ReaderBodyIds: f.Case.Bodies(), CompanyId: f.Case.State.GetCompany().GetCompanyId(), Version: root.Version + 1,
		}), true
	case domain.ConsentChanged:
		return of(f.CaseID, &supporteventv1.ConsentChanged{
			CaseId: f.CaseID, BodyId: f.Consent.GetBodyId(), Withdrawn: f.Consent.GetWithdrawn(),
			Channel: f.Consent.GetChannel().String(), TextVersion: f.Consent.GetTextVersion(),
		}), true
	}
	return store.Entry{}, false
}

// caseWork are the facts about the work on a case.
func caseWork(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.CaseAssigned:
		return of(f.Case.GetCaseId(), &supporteventv1.CaseAssigned{
			CaseId: f.Case.GetCaseId(), LeadBodyId: f.Case.GetLeadBodyId(), AssignedPersonId: f.Case.GetAssignedPersonId(),
		}), true
	case domain.CaseQualified:
		entry := of(f.Case.GetCaseId(), &supporteventv1.CaseQualified{CaseId: f.Case.GetCaseId(), Urgency: f.Case.GetUrgency().String()})
		entry.Note = f.Note
		return entry, true
	case domain.InfoRequested:
		return of(f.Case.GetCaseId(), &supporteventv1.CaseInfoRequested{CaseId: f.Case.GetCaseId(), ReasonCode: code(f.Reason)}), true
	case domain.InfoReceived:
		return of(f.Case.GetCaseId(), &supporteventv1.CaseInfoReceived{
			CaseId: f.Case.GetCaseId(), Status: f.Case.GetStatus().String(), DueDate: f.Case.GetDueDate(),
		}), true
	case domain.PromiseNear:
		return of(f.Case.GetCaseId(), &supporteventv1.CaseSlaWarning{
			CaseId: f.Case.GetCaseId(), BodyId: f.Case.GetLeadBodyId(), BusinessDay: f.BusinessDay, DueDate: f.Case.GetDueDate(),
		}), true
	case domain.PromiseBroken:
		return of(f.Case.GetCaseId(), &supporteventv1.CaseSlaBreached{
			CaseId: f.Case.GetCaseId(), BodyId: f.Case.GetLeadBodyId(), DueDate: f.Case.GetDueDate(),
		}), true
	case domain.NeedLinked:
		return of(f.CaseID, &supporteventv1.NeedLinked{
			CaseId: f.CaseID, NeedId: f.Need.GetNeedId(), LinkedKind: f.Need.GetLinkedKind().String(), LinkedId: f.Need.GetLinkedId(),
			LinkedStatus: f.Need.GetLinkedStatus(), LinkedTerminal: f.Need.GetLinkedTerminal(),
		}), true
	case domain.ReferralFollowed:
		return of(f.CaseID, &supporteventv1.CaseReferralChanged{
			CaseId: f.CaseID, ReferralId: f.Referral.GetReferralId(), BodyId: f.Referral.GetBodyId(), Status: f.Referral.GetStatus().String(),
		}), true
	case domain.SatisfactionRecorded:
		return of(f.Case.GetCaseId(), &supporteventv1.SatisfactionRecorded{
			CaseId: f.Case.GetCaseId(), LeadBodyId: f.Case.GetLeadBodyId(), Outcome: code(f.Case.GetOutcome()), Marks: f.Case.GetSatisfaction().GetMarks(),
		}), true
	case domain.Told:
		return of(f.CaseID, &commoneventv1.NotificationRequested{
			Template: f.Template, RecipientRef: f.Recipient, SubjectId: f.SubjectID, DedupeKey: f.Key, Params: f.Named(),
		}), true
	case domain.RerouteOffered:
		return of(f.CaseID, &supporteventv1.CaseRerouteOffered{
			CaseId: f.CaseID, ReferralId: f.ReferralID, BodyId: f.BodyID, BusinessDay: domain.RerouteDay, ProposedBodyId: f.ProposedBodyID,
		}), true
	}
	return store.Entry{}, false
}

func caseReceived(c *supportv1.Case) *supporteventv1.CaseReceived {
	e := &supporteventv1.CaseReceived{
		CaseId: c.GetCaseId(), Number: c.GetNumber(), CommuneCode: c.GetCompany().GetCommuneCode(), Status: c.GetStatus().String(),
		CompanyId: c.GetCompany().GetCompanyId(), ProjectLeaderId: c.GetProjectLeaderId(), LeadBodyId: c.GetLeadBodyId(),
		Origin: c.GetOrigin().String(), ReceivedTime: c.GetReceivedTime(), DueDate: c.GetDueDate(),
	}
	for _, n := range c.GetNeeds() {
		e.SubjectCodes = append(e.SubjectCodes, n.GetSubjectCode())
		e.Needs = append(e.Needs, &supporteventv1.ReceivedNeed{
			NeedId: n.GetNeedId(), SubjectCode: n.GetSubjectCode(), LinkedKind: n.GetLinkedKind().String(),
		})
	}
	return e
}

func caseMoved(f domain.CaseMoved) store.Entry {
	c := f.Case
	entry := of(c.GetCaseId(), &supporteventv1.CaseStatusChanged{
		CaseId: c.GetCaseId(), OldStatus: code(f.From), NewStatus: f.To.String(), Terminal: domain.Ended(f.To),
		ReasonCode: code(f.Reason), Number: c.GetNumber(), CompanyId: c.GetCompany().GetCompanyId(), Outcome: code(c.GetOutcome()),
		GapRecorded: c.GetGapRecorded(), DuplicateOfCaseId: c.GetDuplicateOfCaseId(),
	})
	entry.Reason, entry.Note = code(f.Reason), f.Note
	return entry
}
