// Package domain holds the aggregates of training, their state machines and their rules. The state of an aggregate is its
// resource message (docs/adr/0002): what the API answers is what the domain decides on and what the store keeps.
package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// TrainingNeed is a company's need that people learn something: from a case, or written down by an advisor.
type TrainingNeed struct {
	aggregate.Root
	// State is what is known of the need.
	State *trainingv1.TrainingNeed
}

// The facts a training need states.
type (
	// NeedExpressed: the need came in.
	NeedExpressed struct{ Need *trainingv1.TrainingNeed }
	// NeedMoved: the need went from one status to another.
	NeedMoved struct {
		Need   *trainingv1.TrainingNeed
		From   trainingv1.TrainingNeedStatus
		Reason string
		Note   string
	}
)

// ExpressNeed makes a need out of what was said. The caller has checked the values.
func ExpressNeed(territory string, said *trainingv1.TrainingNeed, now time.Time) (*TrainingNeed, error) {
	if c := said.GetCompany(); c.GetCompanyId() == "" && c.GetSiret() == "" && c.GetName() == "" {
		return nil, errs.InvalidField("company", "COMPANY_REQUIRED", "Indiquez l'entreprise : son identifiant, son SIRET ou son nom.")
	}
	n := &TrainingNeed{Root: aggregate.Root{Territory: territory, ID: id.New("tnd")}, State: said}
	said.TrainingNeedId = n.ID
	said.Status = trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_EXPRESSED
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	if said.GetNeed() == nil {
		said.Need = &commonv1.SkillsNeed{}
	}
	said.Need.PersonCount = max(1, said.GetNeed().GetPersonCount())
	n.Record(NeedExpressed{said})
	return n, nil
}

// Qualify says that the need is understood; what the advisor found out replaces what the company said.
func (n *TrainingNeed) Qualify(a actor.Actor, found *trainingv1.QualifyTrainingNeedRequest, now time.Time) error {
	if err := n.move(a, "qualify", trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_QUALIFIED, "", "", now); err != nil {
		return err
	}
	if found.GetNeed() != nil {
		n.State.Need = found.GetNeed()
	}
	if found.GetDomain() != nil {
		n.State.Domain = found.GetDomain()
	}
	n.State.TargetLevel = found.GetTargetLevel()
	n.State.Modality, n.State.Cause = found.GetModality(), found.GetCause()
	n.State.AssignedPersonId = found.GetAssignedPersonId()
	return nil
}

// Match says which offer answers the need, or which session was opened for it.
func (n *TrainingNeed) Match(a actor.Actor, offerID, sessionID string, now time.Time) error {
	to := trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_MATCHED
	if sessionID != "" {
		to = trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_SESSION_OPENED
	}
	if err := n.move(a, "match", to, "", "", now); err != nil {
		return err
	}
	n.State.TrainingOfferId, n.State.TrainingSessionId = offerID, sessionID
	return nil
}

// Meet says that the people were trained.
func (n *TrainingNeed) Meet(a actor.Actor, trained int32, now time.Time) error {
	if err := n.move(a, "meet", trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_MET, "", "", now); err != nil {
		return err
	}
	n.State.TrainedPersonCount = trained
	n.State.ClosedTime = timestamppb.New(now)
	return nil
}

// Drop gives the need up, for a reason.
func (n *TrainingNeed) Drop(a actor.Actor, reason trainingv1.TrainingNeedDropReason, note string, now time.Time) error {
	if err := n.move(a, "drop", trainingv1.TrainingNeedStatus_TRAINING_NEED_STATUS_DROPPED, reason.String(), note, now); err != nil {
		return err
	}
	n.State.DropReason, n.State.ReasonNote = reason, note
	n.State.ClosedTime = timestamppb.New(now)
	return nil
}

// Open says whether somebody still works on the need.
func (n *TrainingNeed) Open() bool { return !NeedMachine.Terminal(n.State.GetStatus()) }

func (n *TrainingNeed) move(a actor.Actor, action string, to trainingv1.TrainingNeedStatus, reason, note string, now time.Time) error {
	from := n.State.GetStatus()
	if err := NeedMachine.Check(from, action, a); err != nil {
		return err
	}
	n.State.Status, n.State.UpdatedTime = to, timestamppb.New(now)
	n.Record(NeedMoved{Need: n.State, From: from, Reason: reason, Note: note})
	return nil
}
