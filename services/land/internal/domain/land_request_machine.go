package domain

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/machine"
)

// The statuses of a land request, as short names.
const (
	draft           = landv1.LandRequestStatus_LAND_REQUEST_STATUS_DRAFT
	received        = landv1.LandRequestStatus_LAND_REQUEST_STATUS_RECEIVED
	qualified       = landv1.LandRequestStatus_LAND_REQUEST_STATUS_QUALIFIED
	searching       = landv1.LandRequestStatus_LAND_REQUEST_STATUS_SEARCHING
	shortlisted     = landv1.LandRequestStatus_LAND_REQUEST_STATUS_SHORTLISTED
	visitPlanned    = landv1.LandRequestStatus_LAND_REQUEST_STATUS_VISIT_PLANNED
	optionRequested = landv1.LandRequestStatus_LAND_REQUEST_STATUS_OPTION_REQUESTED
	optionGranted   = landv1.LandRequestStatus_LAND_REQUEST_STATUS_OPTION_GRANTED
	negotiating     = landv1.LandRequestStatus_LAND_REQUEST_STATUS_NEGOTIATING
	signed          = landv1.LandRequestStatus_LAND_REQUEST_STATUS_SIGNED
	failed          = landv1.LandRequestStatus_LAND_REQUEST_STATUS_FAILED
	withdrawn       = landv1.LandRequestStatus_LAND_REQUEST_STATUS_WITHDRAWN
	onHold          = landv1.LandRequestStatus_LAND_REQUEST_STATUS_ON_HOLD
)

type statuses = []landv1.LandRequestStatus

var (
	// staff are those who work on requests and on the register.
	staff = []actor.Role{actor.HupAdvisor, actor.BodyManager, actor.HupCoordinator, actor.PartnerAPI}
	// staffAndCompany may give a request up.
	staffAndCompany = append([]actor.Role{actor.CompanyUser}, staff...)

	// active are the statuses of a request that somebody works on.
	active = statuses{received, qualified, searching, shortlisted, visitPlanned, optionRequested, optionGranted, negotiating}
	// unfinished adds those that only wait.
	unfinished = append(statuses{draft, onHold}, active...)
)

// RequestMachine is the state machine of a land request. Source: design of the domain, section 6. Moves that no role
// makes follow from what happens to matches, options and sales.
var RequestMachine = append(machine.Machine[landv1.LandRequestStatus]{
	{Action: "submit", From: statuses{draft}, To: received, By: staffAndCompany},
	{Action: "qualify", From: statuses{received}, To: qualified, By: staff},
	{Action: "search", From: statuses{qualified, shortlisted}, To: searching},
	{Action: "shortlist", From: active[1:], To: shortlisted, By: staff},
	{Action: "planVisit", From: statuses{shortlisted, visitPlanned}, To: visitPlanned, By: staff},
	{Action: "requestOption", From: statuses{shortlisted, visitPlanned}, To: optionRequested},
	{Action: "grantOption", From: statuses{shortlisted, visitPlanned, optionRequested}, To: optionGranted},
	{Action: "negotiate", From: statuses{shortlisted, visitPlanned, optionRequested, optionGranted}, To: negotiating, By: staff},
	{Action: "lapse", From: statuses{optionRequested, optionGranted, negotiating}, To: shortlisted},
	{Action: "lapse", From: statuses{optionGranted, negotiating}, To: optionRequested},
	{Action: "lapse", From: statuses{negotiating}, To: optionGranted},
	{Action: "sign", From: statuses{optionGranted, negotiating}, To: signed, By: staff},
	{Action: "hold", From: active, To: onHold, By: staff},
	{Action: "fail", From: unfinished, To: failed, By: staff},
	{Action: "withdraw", From: unfinished, To: withdrawn, By: staffAndCompany},
}, resumptions()...)

// resumptions lead a paused request back to where it came from.
func resumptions() (moves machine.Machine[landv1.LandRequestStatus]) {
	for _, to := range active {
		moves = append(moves, machine.Move[landv1.LandRequestStatus]{Action: "resume", From: statuses{onHold}, To: to, By: staff})
	}
	return moves
}
