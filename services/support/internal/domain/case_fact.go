package domain

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// The facts that a case states.
type (
	// CaseReceived: the case came in, and the clock runs.
	CaseReceived struct{ Case *supportv1.Case }
	// CaseMoved: the case went from one status to another; From is unspecified when it was born.
	CaseMoved struct {
		Case     *supportv1.Case
		From, To supportv1.CaseStatus
		Reason   supportv1.CaseReason
		Note     string
	}
	// CaseAssigned: somebody has the case now.
	CaseAssigned struct{ Case *supportv1.Case }
	// CaseQualified: the case is in scope. The note is what the advisor understood.
	CaseQualified struct {
		Case *supportv1.Case
		Note string
	}
	// InfoRequested: the company is asked for something, and the clock stands still.
	InfoRequested struct {
		Case   *supportv1.Case
		Reason supportv1.CaseReason
	}
	// InfoReceived: the answer came.
	InfoReceived struct{ Case *supportv1.Case }
	// CaseReopened: a closed case goes on.
	CaseReopened struct {
		Case       *supportv1.Case
		Reason     supportv1.CaseReason
		ReferralID string
	}
	// CaseArchived: the case is read only from now on.
	CaseArchived struct{ CaseID string }
	// CaseDeleted: a draft is gone.
	CaseDeleted struct{ CaseID string }
	// PromiseNear: business day 2 or 4 of the case's clock has come.
	PromiseNear struct {
		Case        *supportv1.Case
		BusinessDay int32
	}
	// PromiseBroken: nobody answered in time.
	PromiseBroken struct{ Case *supportv1.Case }
	// NeedLinked: a service opened its request for a need, or that request moved.
	NeedLinked struct {
		CaseID string
		Need   *supportv1.Need
	}
	// ReferralFollowed: the case keeps a new state of a referral.
	ReferralFollowed struct {
		CaseID   string
		Referral *supportv1.ReferralSummary
	}
	// ConsentChanged: the company said something new of one body.
	ConsentChanged struct {
		CaseID  string
		Consent *supportv1.Consent
	}
	// CaseUpdated: fields were changed, named as in the JSON.
	CaseUpdated struct {
		CaseID string
		Fields []string
	}
	// CaseTied: the case is about the same as another; CaseUntied: it is not.
	CaseTied   struct{ CaseID, OtherID string }
	CaseUntied struct{ CaseID, OtherID string }
	// SatisfactionRecorded: the company told what it thinks of the help.
	SatisfactionRecorded struct{ Case *supportv1.Case }
	// AccessChanged: others may see the case from now on.
	AccessChanged struct{ Case *Case }
	// Told: somebody is to be told something.
	Told struct {
		// Template of the words; Recipient by kind and id; sent once a key.
		Template, Recipient, Key string
		SubjectID, CaseID        string
		// Params are what the words need: ids, codes, numbers and days.
		Params map[string]string
	}
	// RerouteOffered: nobody answered by business day 10 of the case's clock, or of a referral's.
	RerouteOffered struct{ CaseID, ReferralID, BodyID, ProposedBodyID string }
)
