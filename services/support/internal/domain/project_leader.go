package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/machine"
)

// ProjectLeader is a person with a project and no company yet.
type ProjectLeader struct {
	aggregate.Root
	// State is what is known of the person and the project.
	State *supportv1.ProjectLeader
}

// The facts a project leader states.
type (
	// LeaderCreated: the person was met.
	LeaderCreated struct{ Leader *supportv1.ProjectLeader }
	// LeaderAttached: the project became a company, and its cases are the company's.
	LeaderAttached struct {
		Leader  *supportv1.ProjectLeader
		CaseIDs []string
	}
	// LeaderMoved: the project leader went from one status to another.
	LeaderMoved struct {
		Leader *supportv1.ProjectLeader
		From   supportv1.ProjectLeaderStatus
	}
)

// LeaderMachine is the state machine of a project leader.
var LeaderMachine = machine.Machine[supportv1.ProjectLeaderStatus]{
	{
		Action: "attachSiret",
		From:   []supportv1.ProjectLeaderStatus{supportv1.ProjectLeaderStatus_PROJECT_LEADER_STATUS_OPEN},
		To:     supportv1.ProjectLeaderStatus_PROJECT_LEADER_STATUS_ATTACHED,
		By:     []actor.Role{actor.HupAdvisor, actor.BodyManager, actor.HupCoordinator, actor.PartnerAPI},
	},
}

// NewProjectLeader notes a person with a project, and how to reach it.
func NewProjectLeader(territory string, said *supportv1.ProjectLeaderForm, contact *supportv1.Contact, now time.Time) *ProjectLeader {
	l := &ProjectLeader{Root: aggregate.Root{Territory: territory, ID: id.New("pld")}}
	l.State = &supportv1.ProjectLeader{
		ProjectLeaderId: l.ID, Status: supportv1.ProjectLeaderStatus_PROJECT_LEADER_STATUS_OPEN,
		Contact: &supportv1.Contact{
			Name: said.GetName(), Email: contact.GetEmail(), Phone: contact.GetPhone(), Role: contact.GetRole(),
			PreferredChannel: contact.GetPreferredChannel(),
		},
		Project: said.GetProject(), CommuneCode: said.GetCommuneCode(),
		CreatedTime: timestamppb.New(now), UpdatedTime: timestamppb.New(now),
	}
	l.Record(LeaderCreated{l.State})
	l.Record(LeaderMoved{Leader: l.State})
	return l
}

// Attach ties the project to the company that it became; the cases are those that follow it.
func (l *ProjectLeader) Attach(a actor.Actor, companyID string, caseIDs []string, now time.Time) error {
	from := l.State.GetStatus()
	if from == supportv1.ProjectLeaderStatus_PROJECT_LEADER_STATUS_ATTACHED {
		return errs.State("ALREADY_ATTACHED").With("company", l.State.GetCompanyId())
	}
	if err := LeaderMachine.Check(from, "attachSiret", a); err != nil {
		return err
	}
	l.State.Status, l.State.CompanyId = supportv1.ProjectLeaderStatus_PROJECT_LEADER_STATUS_ATTACHED, companyID
	l.State.AttachedTime, l.State.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	l.Record(LeaderAttached{Leader: l.State, CaseIDs: caseIDs})
	l.Record(LeaderMoved{Leader: l.State, From: from})
	return nil
}

// Snapshot is what the cases keep of a person with a project: no id of a company.
func (l *ProjectLeader) Snapshot() *commonv1.CompanySnapshot {
	return &commonv1.CompanySnapshot{Name: l.State.GetContact().GetName(), CommuneCode: l.State.GetCommuneCode()}
}

// SeesLeaders says whether the actor may see the project leaders of the territory.
func SeesLeaders(a actor.Actor) bool {
	return a.Works() || a.Kind == actor.Service || a.Kind == actor.System
}

// BelongTo says that the company it became is another record: two were one, or are two again.
func (l *ProjectLeader) BelongTo(companyID string, now time.Time) {
	l.State.CompanyId, l.State.UpdatedTime = companyID, timestamppb.New(now)
	l.Record(LeaderAttached{Leader: l.State})
}
