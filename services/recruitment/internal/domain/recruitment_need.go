// Package domain holds the aggregates of recruitment, their state machines and their rules. The state of an aggregate is
// its resource message (docs/adr/0002): what the API answers is what the domain decides on and what the store keeps.
package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// RecruitmentNeed is one position, or several alike, that a company wants to fill.
type RecruitmentNeed struct {
	aggregate.Root
	// State is what is known of the need.
	State *recruitmentv1.RecruitmentNeed
}

// Draft makes a need that somebody still writes.
func Draft(a actor.Actor, said *recruitmentv1.RecruitmentNeed, now time.Time) (*RecruitmentNeed, error) {
	if said.GetExpiryDate() != "" {
		if err := checkExpiry(said.GetExpiryDate(), now); err != nil {
			return nil, err
		}
	}
	if a.Kind == actor.Person {
		said.CreatedByPersonId = a.ID
	}
	said.Origin = originOf(a)
	return open(a.Territory, said, draft, now), nil
}

// OpenOfCase makes the need that a need of a case asks for: it waits for an advisor at once.
func OpenOfCase(territory string, said *recruitmentv1.RecruitmentNeed, now time.Time) *RecruitmentNeed {
	said.Origin = recruitmentv1.RecruitmentNeedOrigin_RECRUITMENT_NEED_ORIGIN_CASE
	said.SubmittedTime = timestamppb.New(now)
	n := open(territory, said, submitted, now)
	n.Record(NeedSubmitted{n.State})
	return n
}

// DraftOfLand makes the need that the jobs promised for land suggest: somebody completes it, and the body in charge and the
// company are told that it is there.
func DraftOfLand(territory string, said *recruitmentv1.RecruitmentNeed, now time.Time) *RecruitmentNeed {
	said.Origin = recruitmentv1.RecruitmentNeedOrigin_RECRUITMENT_NEED_ORIGIN_LAND_REQUEST
	n := open(territory, said, draft, now)
	n.tell("recruitment_need_drafted", n.followers()...)
	return n
}

func open(territory string, said *recruitmentv1.RecruitmentNeed, status recruitmentv1.RecruitmentNeedStatus, now time.Time) *RecruitmentNeed {
	n := &RecruitmentNeed{Root: aggregate.Root{Territory: territory, ID: id.New("jbn")}, State: said}
	said.RecruitmentNeedId, said.Status = n.ID, status
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	if said.GetNeed() == nil {
		said.Need = &commonv1.HiringNeed{}
	}
	said.Need.PositionCount = max(1, said.GetNeed().GetPositionCount())
	n.Record(NeedCreated{said})
	n.Record(NeedMoved{Need: said})
	return n
}

func originOf(a actor.Actor) recruitmentv1.RecruitmentNeedOrigin {
	switch {
	case a.Has(actor.CompanyUser):
		return recruitmentv1.RecruitmentNeedOrigin_RECRUITMENT_NEED_ORIGIN_COMPANY
	case a.Kind == actor.Client:
		return recruitmentv1.RecruitmentNeedOrigin_RECRUITMENT_NEED_ORIGIN_PARTNER
	}
	return recruitmentv1.RecruitmentNeedOrigin_RECRUITMENT_NEED_ORIGIN_ADVISOR
}

// Open says whether somebody still works on the need.
func (n *RecruitmentNeed) Open() bool { return !NeedMachine.Terminal(n.State.GetStatus()) }

// Shown says whether the need is advertised to those whom its visibility allows.
func (n *RecruitmentNeed) Shown() bool {
	return n.State.GetStatus() == published || n.State.GetStatus() == partiallyFilled
}

// Left is how many positions are still to fill.
func (n *RecruitmentNeed) Left() int32 {
	return n.State.GetNeed().GetPositionCount() - n.State.GetHiredCount()
}

// Submit hands a draft to the advisors.
func (n *RecruitmentNeed) Submit(a actor.Actor, now time.Time) error {
	if err := n.move(a, "submit", submitted, "", "", now); err != nil {
		return err
	}
	s := n.State
	if s.GetNeed().GetTitle() == "" && s.GetNeed().GetRomeCode() == "" {
		return incomplete("need.title")
	}
	s.SubmittedTime = timestamppb.New(now)
	n.Record(NeedSubmitted{s})
	return nil
}

// Qualify says that an advisor checked the need. Who qualifies a need that nobody has takes charge of it.
func (n *RecruitmentNeed) Qualify(a actor.Actor, now time.Time) error {
	if err := n.move(a, "qualify", qualified, "", "", now); err != nil {
		return err
	}
	var missing []string
	need := n.State.GetNeed()
	for _, field := range []struct{ path, value string }{
		{"need.romeCode", need.GetRomeCode()}, {"need.title", need.GetTitle()}, {"need.communeCode", need.GetCommuneCode()},
	} {
		if field.value == "" {
			missing = append(missing, field.path)
		}
	}
	if need.GetContractKind() == commonv1.ContractKind_CONTRACT_KIND_UNSPECIFIED {
		missing = append(missing, "need.contractKind")
	}
	if len(missing) > 0 {
		return incomplete(missing...)
	}
	if n.State.GetBodyId() == "" {
		n.State.BodyId = a.BodyID
	}
	if n.State.GetAssignedPersonId() == "" && a.Kind == actor.Person {
		n.State.AssignedPersonId = a.ID
	}
	return nil
}

// Cancel gives the need up, for a reason.
func (n *RecruitmentNeed) Cancel(a actor.Actor, reason recruitmentv1.CancellationReason, note string, now time.Time) error {
	if err := n.move(a, "cancel", cancelled, reason.String(), note, now); err != nil {
		return err
	}
	n.State.CancellationReason, n.State.ReasonNote = reason, note
	n.State.ClosedTime = timestamppb.New(now)
	return nil
}

// incomplete refuses a move with the fields that it demands.
func incomplete(paths ...string) error {
	err := errs.State("RECRUITMENT_NEED_INCOMPLETE")
	for _, path := range paths {
		err.Fields = append(err.Fields, errs.Field{Path: path, Reason: "required"})
	}
	return err
}

// move checks the move and makes it. A command that keeps the status states no move.
func (n *RecruitmentNeed) move(a actor.Actor, action string, to recruitmentv1.RecruitmentNeedStatus, reason, note string, now time.Time) error {
	from := n.State.GetStatus()
	if err := NeedMachine.Check(from, action, a); err != nil {
		return err
	}
	n.State.Status, n.State.UpdatedTime = to, timestamppb.New(now)
	if from != to {
		n.Record(NeedMoved{Need: n.State, From: from, Reason: reason, Note: note})
	}
	return nil
}
