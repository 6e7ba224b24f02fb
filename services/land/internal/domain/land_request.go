// Package domain holds the aggregates of land, their state machines and their rules: what companies look for, what the
// register offers, and how one is held against the other. The state of an aggregate is its resource message
// (docs/adr/0002): what the API answers is what the domain decides on and what the store keeps.
package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// LandRequest is what a company or a project looks for, and how far the search is.
type LandRequest struct {
	aggregate.Root
	// State is what is known of the request.
	State *landv1.LandRequest
}

// The facts a land request states.
type (
	// RequestReceived: a company looks for something.
	RequestReceived struct{ Request *landv1.LandRequest }
	// RequestQualified: the request is understood.
	RequestQualified struct{ Request *landv1.LandRequest }
	// RequestShortlisted: assets were proposed.
	RequestShortlisted struct {
		Request  *landv1.LandRequest
		AssetIDs []string
	}
	// VisitPlanned: a visit was planned.
	VisitPlanned struct {
		Request *landv1.LandRequest
		Visit   *landv1.LandVisit
	}
	// RequestFailed: nothing was found.
	RequestFailed struct{ Request *landv1.LandRequest }
	// RequestSigned: the request was met.
	RequestSigned struct {
		Request *landv1.LandRequest
		// CommuneCode of the asset, where others may know it.
		CommuneCode string
	}
	// RequestMoved: the request went from one status to another; From is unspecified for a new one.
	RequestMoved struct {
		Request *landv1.LandRequest
		From    landv1.LandRequestStatus
		Reason  string
		Note    string
	}
)

// ReceiveLandRequest makes a request out of what was said. The caller has checked the values.
func ReceiveLandRequest(territory string, said *landv1.LandRequest, now time.Time) (*LandRequest, error) {
	if c := said.GetCompany(); c.GetCompanyId() == "" && c.GetSiret() == "" && c.GetName() == "" {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "company", Reason: "COMPANY_REQUIRED", Params: map[string]string{"kind": "request"}})
	}
	r := &LandRequest{Root: aggregate.Root{Territory: territory, ID: id.New("lrq")}, State: said}
	said.LandRequestId, said.Status = r.ID, received
	if said.GetDraft() {
		said.Status = draft
	}
	said.CreatedTime, said.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	if said.GetNeed() == nil {
		said.Need = &commonv1.LandNeed{}
	}
	if !said.GetDraft() {
		r.Record(RequestReceived{said})
	}
	r.Record(RequestMoved{Request: said})
	return r, nil
}

// Submit sends a draft.
func (r *LandRequest) Submit(a actor.Actor, now time.Time) error {
	if err := r.move(a, "submit", received, "", "", now); err != nil {
		return err
	}
	r.State.Draft = false
	r.Record(RequestReceived{r.State})
	return nil
}

// Change replaces what is looked for; nothing is stated when nothing differs.
func (r *LandRequest) Change(to *landv1.LandRequest, now time.Time) error {
	if !r.Open() {
		return errs.State("REQUEST_CLOSED")
	}
	if fields := changedFields(r.State, to); len(fields) > 0 {
		to.UpdatedTime = timestamppb.New(now)
		r.State = to
		r.Record(RequestUpdated{Request: to, Fields: fields})
	}
	return nil
}

// Open says whether somebody still works on the request, or will.
func (r *LandRequest) Open() bool { return !RequestMachine.Terminal(r.State.GetStatus()) }

// Qualify says that the request is understood; what the advisor found out replaces what the company said.
func (r *LandRequest) Qualify(a actor.Actor, found *landv1.QualifyLandRequestRequest, now time.Time) error {
	if err := r.move(a, "qualify", qualified, "", "", now); err != nil {
		return err
	}
	s := r.State
	if found.GetNeed() != nil {
		s.Need = found.GetNeed()
	}
	if found.GetRequirements() != nil {
		s.Requirements = found.GetRequirements()
	}
	if found.GetUse() != 0 {
		s.Use = found.GetUse()
	}
	if found.GetOrigin() != 0 {
		s.Origin = found.GetOrigin()
	}
	s.AssignedPersonId = found.GetAssignedPersonId()
	if s.AssignedPersonId == "" && a.Kind == actor.Person {
		s.AssignedPersonId = a.ID
	}
	r.Record(RequestQualified{s})
	return nil
}

// Hold pauses the request until a day, for a reason.
func (r *LandRequest) Hold(a actor.Actor, until string, reason landv1.LandRequestHoldReason, note string, now time.Time) error {
	day, err := calendar.ParseDay(until)
	if err != nil || !day.After(calendar.DayOf(now)) {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "untilDate", Reason: "DATE_PAST"})
	}
	from := r.State.GetStatus()
	if err := r.move(a, "hold", onHold, reason.String(), note, now); err != nil {
		return err
	}
	r.State.HeldStatus, r.State.HoldUntilDate, r.State.HoldReason, r.State.ReasonNote = from, until, reason, note
	return nil
}

// HeldUntil is the instant a paused request resumes by itself.
func (r *LandRequest) HeldUntil() (at time.Time, held bool) {
	day, err := calendar.ParseDay(r.State.GetHoldUntilDate())
	return day.Start(), err == nil && r.State.GetStatus() == onHold
}

// Resume takes a paused request back to where it came from.
func (r *LandRequest) Resume(a actor.Actor, note string, now time.Time) error {
	if err := r.move(a, "resume", r.State.GetHeldStatus(), "", note, now); err != nil {
		return err
	}
	r.State.HeldStatus, r.State.HoldUntilDate, r.State.HoldReason, r.State.ReasonNote = 0, "", 0, note
	return nil
}

// Fail ends the request with the obstacle that counts as evidence.
func (r *LandRequest) Fail(a actor.Actor, obstacle landv1.LandObstacle, note string, now time.Time) error {
	if obstacle == landv1.LandObstacle_LAND_OBSTACLE_UNSPECIFIED {
		return errs.Invalid("INVALID_FIELDS", errs.Field{Path: "reason", Reason: "REASON_REQUIRED"})
	}
	if err := r.end(a, "fail", failed, obstacle.String(), note, now); err != nil {
		return err
	}
	r.State.FailReason = obstacle
	r.Record(RequestFailed{r.State})
	return nil
}

// Withdraw ends the request because the company, or its case, gives it up.
func (r *LandRequest) Withdraw(a actor.Actor, reason landv1.LandRequestWithdrawReason, note string, now time.Time) error {
	if err := r.end(a, "withdraw", withdrawn, reason.String(), note, now); err != nil {
		return err
	}
	r.State.WithdrawReason = reason
	return nil
}

func (r *LandRequest) end(a actor.Actor, action string, to landv1.LandRequestStatus, reason, note string, now time.Time) error {
	if err := r.move(a, action, to, reason, note, now); err != nil {
		return err
	}
	r.State.ReasonNote, r.State.ClosedTime = note, timestamppb.New(now)
	return nil
}

// move checks the move and makes it. A command that keeps the status, such as a second selection, states no move.
func (r *LandRequest) move(a actor.Actor, action string, to landv1.LandRequestStatus, reason, note string, now time.Time) error {
	from := r.State.GetStatus()
	if err := RequestMachine.Check(from, action, a); err != nil {
		return err
	}
	r.State.Status, r.State.UpdatedTime = to, timestamppb.New(now)
	if from != to {
		r.Record(RequestMoved{Request: r.State, From: from, Reason: reason, Note: note})
	}
	return nil
}

// InChargeOnly says whether only the body in charge and the coordinator may know of the request.
func (r *LandRequest) InChargeOnly() bool {
	return r.State.GetConfidentiality() == landv1.LandRequestConfidentiality_LAND_REQUEST_CONFIDENTIALITY_BODY_IN_CHARGE
}

// MayKnow says whether the actor may know of the request, as far as its confidentiality goes; who may see its case is
// asked of the case's owner.
func (r *LandRequest) MayKnow(a actor.Actor) bool {
	return !r.InChargeOnly() || a.BodyID == r.State.GetBodyId() || a.Has(actor.HupCoordinator, actor.CompanyUser) ||
		a.Kind == actor.System || a.Kind == actor.Service
}
