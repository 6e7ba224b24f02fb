// Package domain holds the aggregates of training, their state machines and their rules. The state of an aggregate is its
// resource message (docs/adr/0002): what the API answers is what the domain decides on and what the store keeps.
package domain

import (
	"time"

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
	// NeedUpdated: fields changed, without a move.
	NeedUpdated struct {
		Need   *trainingv1.TrainingNeed
		Fields []string
	}
	// NeedMoved: the need went from one status to another; From is unspecified for a new one.
	NeedMoved struct {
		Need   *trainingv1.TrainingNeed
		From   trainingv1.TrainingNeedStatus
		Reason string
		Note   string
	}
	// NeedQualified: the need is understood.
	NeedQualified struct{ Need *trainingv1.TrainingNeed }
	// NeedMatched: an offer or a session answers the need.
	NeedMatched struct{ Need *trainingv1.TrainingNeed }
	// NeedMet: people were trained.
	NeedMet struct{ Need *trainingv1.TrainingNeed }
	// Told: somebody is to be told something of the need, once for each company that it was of.
	Told struct {
		Need                *trainingv1.TrainingNeed
		Template, Recipient string
	}
	// NeedDropped: the need was given up.
	NeedDropped struct{ Need *trainingv1.TrainingNeed }
)

// ExpressNeed makes a need out of what was said; what people cannot say of it is passed over. The caller has checked the
// values.
func ExpressNeed(territory string, said *trainingv1.TrainingNeed, now time.Time) (*TrainingNeed, error) {
	if c := said.GetCompany(); c.GetCompanyId() == "" && c.GetSiret() == "" && c.GetName() == "" {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "company", Reason: "COMPANY_REQUIRED"})
	}
	n := &TrainingNeed{Root: aggregate.Root{Territory: territory, ID: id.New("tnd")}}
	n.State = &trainingv1.TrainingNeed{
		TrainingNeedId: n.ID, Status: expressed, CreatedTime: stamp(now), UpdatedTime: stamp(now),
		ExternalReferences: said.GetExternalReferences(), Company: said.GetCompany(), CaseLink: said.GetCaseLink(), Need: said.GetNeed(),
		Domain: said.GetDomain(), SubjectCode: said.GetSubjectCode(), Description: said.GetDescription(), TargetLevel: said.GetTargetLevel(),
		Modality: said.GetModality(), Rhythm: said.GetRhythm(), DurationMinutes: said.GetDurationMinutes(), Budget: said.GetBudget(),
		Cause: said.GetCause(), RecruitmentNeedId: said.GetRecruitmentNeedId(), BodyId: said.GetBodyId(),
		AssignedPersonId: said.GetAssignedPersonId(), ClientRequestId: said.GetClientRequestId(),
	}
	n.settle()
	n.Record(NeedExpressed{n.State})
	n.Record(NeedMoved{Need: n.State})
	return n, nil
}

// settle keeps what follows from the need's own words.
func (n *TrainingNeed) settle() {
	if n.State.GetNeed() == nil {
		n.State.Need = &commonv1.SkillsNeed{}
	}
	n.State.Need.PersonCount = max(1, n.State.GetNeed().GetPersonCount())
	n.State.GroupingKey = groupingKey(n.State)
}

// Qualify says that the need is understood; what the advisor found out replaces what the company said, and what is absent
// is left.
func (n *TrainingNeed) Qualify(a actor.Actor, found *trainingv1.QualifyTrainingNeedRequest, now time.Time) error {
	if err := n.move(a, "qualify", qualified, "", "", now); err != nil {
		return err
	}
	s := n.State
	if found.GetNeed() != nil {
		s.Need = found.GetNeed()
	}
	if found.GetDomain() != nil {
		s.Domain = found.GetDomain()
	}
	if found.GetTargetLevel() != 0 {
		s.TargetLevel = found.GetTargetLevel()
	}
	if found.GetModality() != 0 {
		s.Modality = found.GetModality()
	}
	if found.GetCause() != 0 {
		s.Cause = found.GetCause()
	}
	s.AssignedPersonId = found.GetAssignedPersonId()
	if s.AssignedPersonId == "" && a.Kind == actor.Person {
		s.AssignedPersonId = a.ID
	}
	n.settle()
	n.Record(NeedQualified{s})
	return nil
}

// Match says which offer answers the need, or which session was opened for it.
func (n *TrainingNeed) Match(a actor.Actor, offerID, sessionID, note string, now time.Time) error {
	to := matched
	if sessionID != "" {
		to = sessionOpened
	}
	if err := n.move(a, "match", to, "", note, now); err != nil {
		return err
	}
	n.State.TrainingOfferId, n.State.TrainingSessionId, n.State.ReasonNote = offerID, sessionID, note
	n.Record(NeedMatched{n.State})
	return nil
}

// Release takes the need back to qualified because the session that answered it was cancelled.
func (n *TrainingNeed) Release(a actor.Actor, reason string, now time.Time) error {
	if err := n.move(a, "release", qualified, reason, "", now); err != nil {
		return err
	}
	n.State.TrainingOfferId, n.State.TrainingSessionId = "", ""
	return nil
}

// Meet says that the people were trained.
func (n *TrainingNeed) Meet(a actor.Actor, trained int32, note string, now time.Time) error {
	if err := n.move(a, "meet", met, "", note, now); err != nil {
		return err
	}
	n.State.TrainedPersonCount, n.State.ReasonNote, n.State.ClosedTime = trained, note, stamp(now)
	n.Record(NeedMet{n.State})
	return nil
}

// Drop gives the need up, for a reason.
func (n *TrainingNeed) Drop(a actor.Actor, reason trainingv1.TrainingNeedDropReason, note string, now time.Time) error {
	if err := n.move(a, "drop", dropped, reason.String(), note, now); err != nil {
		return err
	}
	n.State.DropReason, n.State.ReasonNote, n.State.ClosedTime = reason, note, stamp(now)
	n.Record(NeedDropped{n.State})
	return nil
}

// Open says whether somebody still works on the need.
func (n *TrainingNeed) Open() bool { return !NeedMachine.Terminal(n.State.GetStatus()) }

func (n *TrainingNeed) move(a actor.Actor, action string, to trainingv1.TrainingNeedStatus, reason, note string, now time.Time) error {
	from := n.State.GetStatus()
	if err := NeedMachine.Check(from, action, a); err != nil {
		return err
	}
	if from == to { // another offer: the need is released first
		return NeedMachine.Refuse(from, action)
	}
	n.State.Status, n.State.UpdatedTime = to, stamp(now)
	n.Record(NeedMoved{Need: n.State, From: from, Reason: reason, Note: note})
	return nil
}
