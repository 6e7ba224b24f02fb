package domain

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// The facts that a referral states.
type (
	// ReferralSent: a body was asked to help.
	ReferralSent struct{ Referral *supportv1.Referral }
	// ReferralMoved: the referral went from one status to another; From is unspecified when it was born.
	ReferralMoved struct {
		Referral *supportv1.Referral
		From, To supportv1.ReferralStatus
		Reason   string
		Note     string
	}
	// ReferralAssigned: a person of the body has it.
	ReferralAssigned struct{ Referral *supportv1.Referral }
	// ReferralAccepted: the body helps.
	ReferralAccepted struct {
		Referral *supportv1.Referral
		Late     bool
	}
	// ReferralDeclined: the body does not help.
	ReferralDeclined struct {
		Referral *supportv1.Referral
		Late     bool
	}
	// ReferralRedirected: another body took over.
	ReferralRedirected struct {
		Referral *supportv1.Referral
		Late     bool
	}
	// ReferralExpired: no answer came.
	ReferralExpired struct{ Referral *supportv1.Referral }
	// ReferralCancelled: the referral was taken back.
	ReferralCancelled struct{ Referral *supportv1.Referral }
	// ReferralClosed: an accepted referral ended.
	ReferralClosed struct{ Referral *supportv1.Referral }
	// ReferralReopened: a closed referral goes on.
	ReferralReopened struct{ Referral *supportv1.Referral }
	// ReferralPostponed: its clock stood still with the case's.
	ReferralPostponed struct{ Referral *supportv1.Referral }
	// ReferralUpdated: fields were changed, named as in the JSON.
	ReferralUpdated struct {
		Referral *supportv1.Referral
		Fields   []string
	}
	// ReferralNear: business day 2 or 4 of its clock has come.
	ReferralNear struct {
		Referral    *supportv1.Referral
		BusinessDay int32
	}
	// ReferralLate: the body did not answer in time.
	ReferralLate struct{ Referral *supportv1.Referral }
)
