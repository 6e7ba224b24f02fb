package domain

import (
	"slices"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/machine"
)

// The statuses of a case, as short names.
const (
	draft        = supportv1.CaseStatus_CASE_STATUS_DRAFT
	received     = supportv1.CaseStatus_CASE_STATUS_RECEIVED
	qualified    = supportv1.CaseStatus_CASE_STATUS_QUALIFIED
	inProgress   = supportv1.CaseStatus_CASE_STATUS_IN_PROGRESS
	awaitingInfo = supportv1.CaseStatus_CASE_STATUS_AWAITING_INFO
	withdrawn    = supportv1.CaseStatus_CASE_STATUS_WITHDRAWN
	helped       = supportv1.CaseStatus_CASE_STATUS_HELPED
	noSolution   = supportv1.CaseStatus_CASE_STATUS_NO_SOLUTION
	unreachable  = supportv1.CaseStatus_CASE_STATUS_UNREACHABLE
	inadmissible = supportv1.CaseStatus_CASE_STATUS_INADMISSIBLE
	duplicate    = supportv1.CaseStatus_CASE_STATUS_DUPLICATE
	archived     = supportv1.CaseStatus_CASE_STATUS_ARCHIVED
)

type caseStatuses = []supportv1.CaseStatus

// open are the statuses in which somebody works on the case; closed those in which it has ended, abandoned those of them
// that do not wait for what bodies had taken charge of.
var (
	open      = caseStatuses{received, qualified, inProgress, awaitingInfo}
	closed    = caseStatuses{withdrawn, helped, noSolution, unreachable, inadmissible, duplicate}
	abandoned = caseStatuses{withdrawn, inadmissible, duplicate}
)

// Who may make the moves of a case: advisors and partner clients; experts too; the company too.
var (
	advisors   = []actor.Role{actor.HupAdvisor, actor.BodyManager, actor.HupCoordinator, actor.PartnerAPI}
	experts    = append([]actor.Role{actor.PartnerExpert}, advisors...)
	requesters = append([]actor.Role{actor.CompanyUser}, advisors...)
)

// CaseMachine is the state machine of a case. Source: design of the domain, section 3. Moves with nobody in By are the
// platform's; what leaves the status as it is (assign, setConsents) leads to the status it started from.
var CaseMachine = append(machine.Machine[supportv1.CaseStatus]{
	{Action: "submit", From: caseStatuses{draft}, To: received, By: requesters},
	{Action: "qualify", From: caseStatuses{received}, To: qualified, By: advisors},
	{Action: "refer", From: caseStatuses{received, qualified, inProgress}, To: inProgress, By: advisors},
	{Action: "refer", From: caseStatuses{awaitingInfo}, To: awaitingInfo, By: advisors},
	{Action: "takeCharge", From: caseStatuses{received, qualified, inProgress}, To: inProgress, By: experts},
	{Action: "takeCharge", From: caseStatuses{awaitingInfo}, To: awaitingInfo, By: experts},
	{Action: "requestInfo", From: caseStatuses{received, qualified, inProgress}, To: awaitingInfo, By: advisors},
	{Action: "provideInfo", From: caseStatuses{awaitingInfo}, To: received, By: requesters},
	{Action: "provideInfo", From: caseStatuses{awaitingInfo}, To: qualified, By: requesters},
	{Action: "provideInfo", From: caseStatuses{awaitingInfo}, To: inProgress, By: requesters},
	{Action: "close", From: caseStatuses{inProgress}, To: helped, By: advisors},
	{Action: "close", From: caseStatuses{qualified, inProgress}, To: noSolution, By: advisors},
	{Action: "close", From: caseStatuses{inProgress}, To: unreachable, By: advisors},
	{Action: "withdraw", From: open, To: withdrawn, By: requesters},
	{Action: "declareInadmissible", From: caseStatuses{received, qualified}, To: inadmissible, By: advisors},
	{Action: "markDuplicate", From: caseStatuses{received, qualified}, To: duplicate, By: advisors},
	{Action: "reopen", From: closed, To: inProgress, By: requesters},
	{Action: "archive", From: closed, To: archived, By: advisors},
}, still...)

// still are the actions that move nothing.
var still = slices.Concat(
	staying("assign", open, advisors), staying("setConsents", notArchived(), requesters),
	staying("update", notArchived(), append([]actor.Role{actor.PartnerExpert}, requesters...)),
	staying("linkDuplicate", slices.Concat(open, closed), advisors), staying("unlinkDuplicate", slices.Concat(open, closed), advisors),
	staying("rate", closed, []actor.Role{actor.CompanyUser}),
)

// staying are the lines of an action that moves nothing.
func staying(action string, in caseStatuses, by []actor.Role) machine.Machine[supportv1.CaseStatus] {
	var moves machine.Machine[supportv1.CaseStatus]
	for _, s := range in {
		moves = append(moves, machine.Move[supportv1.CaseStatus]{Action: action, From: caseStatuses{s}, To: s, By: by})
	}
	return moves
}

func notArchived() caseStatuses {
	return append(append(caseStatuses{draft}, open...), closed...)
}
