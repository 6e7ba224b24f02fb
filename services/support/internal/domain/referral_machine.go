package domain

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/machine"
)

// The statuses of a referral, as short names.
const (
	sent                = supportv1.ReferralStatus_REFERRAL_STATUS_SENT
	accepted            = supportv1.ReferralStatus_REFERRAL_STATUS_ACCEPTED
	declined            = supportv1.ReferralStatus_REFERRAL_STATUS_DECLINED
	redirected          = supportv1.ReferralStatus_REFERRAL_STATUS_REDIRECTED
	expired             = supportv1.ReferralStatus_REFERRAL_STATUS_EXPIRED
	cancelled           = supportv1.ReferralStatus_REFERRAL_STATUS_CANCELLED
	referralHelped      = supportv1.ReferralStatus_REFERRAL_STATUS_HELPED
	referralNoHelp      = supportv1.ReferralStatus_REFERRAL_STATUS_NO_HELP
	referralUnreachable = supportv1.ReferralStatus_REFERRAL_STATUS_UNREACHABLE
)

type referralStatuses = []supportv1.ReferralStatus

// ended are the statuses of a referral that was accepted and has its outcome.
var ended = referralStatuses{referralHelped, referralNoHelp, referralUnreachable}

// answerers answer for the body that was asked; senders act for the one that asked.
var (
	answerers = []actor.Role{actor.HupAdvisor, actor.BodyManager, actor.PartnerExpert, actor.PartnerAPI}
	senders   = []actor.Role{actor.HupAdvisor, actor.BodyManager, actor.HupCoordinator, actor.PartnerAPI}
	anyStaff  = append([]actor.Role{actor.HupCoordinator}, answerers...)
)

// ReferralMachine is the state machine of a referral. Source: design of the domain, section 3.
var ReferralMachine = machine.Machine[supportv1.ReferralStatus]{
	{Action: "assign", From: referralStatuses{sent}, To: sent, By: answerers},
	{Action: "assign", From: referralStatuses{accepted}, To: accepted, By: answerers},
	{Action: "accept", From: referralStatuses{sent}, To: accepted, By: answerers},
	{Action: "decline", From: referralStatuses{sent}, To: declined, By: answerers},
	{Action: "redirect", From: referralStatuses{sent, accepted}, To: redirected, By: anyStaff},
	{Action: "cancel", From: referralStatuses{sent}, To: cancelled, By: senders},
	{Action: "expire", From: referralStatuses{sent}, To: expired},
	{Action: "close", From: referralStatuses{accepted}, To: referralHelped, By: anyStaff},
	{Action: "close", From: referralStatuses{accepted}, To: referralNoHelp, By: anyStaff},
	{Action: "close", From: referralStatuses{accepted}, To: referralUnreachable, By: anyStaff},
	{Action: "reopen", From: ended, To: accepted, By: anyStaff},
}

// pending says whether a body has to answer the referral, or to end it.
func pending(s supportv1.ReferralStatus) bool { return s == sent || s == accepted }

// involved says whether the body of the referral is, or was, at work on the case.
func involved(s supportv1.ReferralStatus) bool {
	return pending(s) || s == referralHelped || s == referralNoHelp || s == referralUnreachable
}
