package domain

import (
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/machine"
)

// The statuses of a recruitment need, as short names.
const (
	draft           = recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_DRAFT
	submitted       = recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_SUBMITTED
	qualified       = recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_QUALIFIED
	published       = recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_PUBLISHED
	suspended       = recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_SUSPENDED
	partiallyFilled = recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_PARTIALLY_FILLED
	filled          = recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_FILLED
	expired         = recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_EXPIRED
	cancelled       = recruitmentv1.RecruitmentNeedStatus_RECRUITMENT_NEED_STATUS_CANCELLED
)

type statuses = []recruitmentv1.RecruitmentNeedStatus

var (
	// staff are those who check, show and follow needs.
	staff = []actor.Role{actor.HupAdvisor, actor.BodyManager, actor.HupCoordinator, actor.PartnerAPI}
	// staffAndCompany may do what is the company's own business.
	staffAndCompany = append([]actor.Role{actor.CompanyUser}, staff...)

	// running are the statuses of a need whose time runs.
	running = statuses{published, suspended, partiallyFilled}
	// unfinished are those of a need that somebody still works on.
	unfinished = append(statuses{draft, submitted, qualified}, running...)
)

// NeedMachine is the state machine of a recruitment need. Source: design of the domain, section 5. Only the platform
// lets a need expire.
var NeedMachine = machine.Machine[recruitmentv1.RecruitmentNeedStatus]{
	{Action: "submit", From: statuses{draft}, To: submitted, By: staffAndCompany},
	{Action: "qualify", From: statuses{submitted}, To: qualified, By: staff},
	{Action: "publish", From: statuses{qualified}, To: published, By: staff},
	{Action: "suspend", From: statuses{published, partiallyFilled}, To: suspended, By: staffAndCompany},
	{Action: "resume", From: statuses{suspended}, To: published, By: staffAndCompany},
	{Action: "resume", From: statuses{suspended}, To: partiallyFilled, By: staffAndCompany},
	{Action: "recordHires", From: running, To: partiallyFilled, By: staffAndCompany},
	{Action: "recordHires", From: running, To: filled, By: staffAndCompany},
	{Action: "expire", From: running, To: expired},
	{Action: "cancel", From: unfinished, To: cancelled, By: staffAndCompany},
	{Action: "reopen", From: statuses{expired}, To: published, By: staffAndCompany},
	{Action: "reopen", From: statuses{expired}, To: partiallyFilled, By: staffAndCompany},
}
