package domain

import (
	"slices"
	"strings"
	"time"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// TrainingSession is one holding of an offer.
type TrainingSession struct {
	aggregate.Root
	// State is what is known of the session.
	State *trainingv1.TrainingSession
}

// The facts a training session states.
type (
	// SessionUpdated: fields changed, without a move.
	SessionUpdated struct {
		Session *trainingv1.TrainingSession
		Fields  []string
	}
	// SessionMoved: the session went from one status to another; From is unspecified for a new one.
	SessionMoved struct {
		Session *trainingv1.TrainingSession
		From    trainingv1.TrainingSessionStatus
		Reason  string
		Note    string
	}
	// SessionOpened: the session takes registrations.
	SessionOpened struct{ Session *trainingv1.TrainingSession }
	// SessionFull: no seat is left.
	SessionFull struct{ Session *trainingv1.TrainingSession }
	// SessionConfirmed: the session takes place.
	SessionConfirmed struct{ Session *trainingv1.TrainingSession }
	// SessionCompleted: the session ended.
	SessionCompleted struct{ Session *trainingv1.TrainingSession }
	// SessionCancelled: the session does not take place.
	SessionCancelled struct{ Session *trainingv1.TrainingSession }
)

// PlanSession makes a session of an offer.
func PlanSession(offer *TrainingOffer, said *trainingv1.TrainingSession, now time.Time) (*TrainingSession, error) {
	if err := offer.CheckLiving(); err != nil {
		return nil, err
	}
	s := &TrainingSession{Root: aggregate.Root{Territory: offer.Territory, ID: id.New("trs")}}
	s.State = &trainingv1.TrainingSession{
		TrainingSessionId: s.ID, Status: planned, CreatedTime: stamp(now), UpdatedTime: stamp(now),
		TrainingOfferId: offer.ID, TrainingBodyId: said.GetTrainingBodyId(), StartDate: said.GetStartDate(), EndDate: said.GetEndDate(),
		RegistrationEndDate: said.GetRegistrationEndDate(), Place: said.GetPlace(), Modality: said.GetModality(), Capacity: said.GetCapacity(),
		MinimumToConfirm: said.GetMinimumToConfirm(), WaitingListSize: said.GetWaitingListSize(), FundingLines: said.GetFundingLines(),
		RegistrationUrl: said.GetRegistrationUrl(), RegistrationContact: said.GetRegistrationContact(), Schedule: said.GetSchedule(),
		ExternalSessionId: said.GetExternalSessionId(), BodyId: said.GetBodyId(), ClientRequestId: said.GetClientRequestId(),
	}
	if s.State.GetTrainingBodyId() == "" {
		s.State.TrainingBodyId = offer.State.GetTrainingBodyId()
	}
	s.Record(SessionMoved{Session: s.State})
	return s, s.settle(offer)
}

// Complete refuses a session that lacks what one can't be without, all of it at once.
func Complete(said *trainingv1.TrainingSession) error {
	bad := lacking(said)
	if said.GetTrainingOfferId() == "" {
		bad = append(bad, errs.Field{Path: "trainingOfferId", Reason: "required"})
	}
	if len(bad) == 0 {
		return nil
	}
	return errs.Invalid("INVALID_FIELDS", bad...)
}

func lacking(s *trainingv1.TrainingSession) (bad []errs.Field) {
	for _, f := range []struct {
		path  string
		there bool
	}{
		{"startDate", s.GetStartDate() != ""}, {"endDate", s.GetEndDate() != ""}, {"capacity", s.GetCapacity() > 0},
	} {
		if !f.there {
			bad = append(bad, errs.Field{Path: f.path, Reason: "required"})
		}
	}
	return bad
}

// settle takes over what the offer says, and holds the session's own rules.
func (s *TrainingSession) settle(offer *TrainingOffer) error {
	st := s.State
	st.Title, st.Domain = offer.State.GetTitle(), offer.State.GetDomain()
	bad := lacking(st)
	if st.GetEndDate() < st.GetStartDate() {
		bad = append(bad, errs.Field{Path: "endDate", Reason: "SESSION_DATES"})
	}
	if st.GetRegistrationEndDate() > st.GetEndDate() {
		bad = append(bad, errs.Field{Path: "registrationEndDate", Reason: "SESSION_DATES"})
	}
	if st.GetMinimumToConfirm() > st.GetCapacity() {
		bad = append(bad, errs.Field{Path: "minimumToConfirm", Reason: "SESSION_MINIMUM"})
	}
	if len(bad) > 0 {
		slices.SortFunc(bad, func(a, b errs.Field) int { return strings.Compare(a.Path, b.Path) })
		return errs.Invalid("INVALID_FIELDS", bad...)
	}
	if c := offer.State.GetCertification(); c.GetValidFromDate() > st.GetStartDate() || c.GetValidToDate() != "" && c.GetValidToDate() < st.GetEndDate() {
		return errs.State("CERTIFICATION_EXPIRED")
	}
	return nil
}

// Open opens the session to registrations; the offer must be in the lists.
func (s *TrainingSession) Open(a actor.Actor, offer *TrainingOffer, note string, now time.Time) error {
	if err := s.move(a, "open", opened, "", note, now); err != nil {
		return err
	}
	if !offer.Published() {
		return errs.State("OFFER_NOT_PUBLISHED")
	}
	s.Record(SessionOpened{s.State})
	return nil
}

// Confirm says that the session takes place: enough people are confirmed.
func (s *TrainingSession) Confirm(a actor.Actor, note string, now time.Time) error {
	if err := s.move(a, "confirm", confirmed, "", note, now); err != nil {
		return err
	}
	if s.State.GetConfirmedCount() < s.State.GetMinimumToConfirm() {
		return errs.State("TOO_FEW_CONFIRMED")
	}
	s.Record(SessionConfirmed{s.State})
	return nil
}

// Start says that the session has begun.
func (s *TrainingSession) Start(a actor.Actor, note string, now time.Time) error {
	return s.move(a, "start", running, "", note, now)
}

// Complete ends a running session with how many were trained.
func (s *TrainingSession) Complete(a actor.Actor, trained int32, note string, now time.Time) error {
	if err := s.move(a, "complete", completed, "", note, now); err != nil {
		return err
	}
	s.State.TrainedPersonCount, s.State.ClosedTime = trained, stamp(now)
	s.Record(SessionCompleted{s.State})
	return nil
}

// Cancel says that the session does not take place.
func (s *TrainingSession) Cancel(a actor.Actor, reason trainingv1.TrainingSessionCancelReason, note string, now time.Time) error {
	if err := s.move(a, "cancel", cancelled, reason.String(), note, now); err != nil {
		return err
	}
	s.State.CancelReason, s.State.ClosedTime = reason, stamp(now)
	s.Record(SessionCancelled{s.State})
	return nil
}

func (s *TrainingSession) move(a actor.Actor, action string, to trainingv1.TrainingSessionStatus, reason, note string, now time.Time) error {
	from := s.State.GetStatus()
	if err := SessionMachine.Check(from, action, a); err != nil {
		return err
	}
	s.State.Status, s.State.UpdatedTime, s.State.ReasonNote = to, stamp(now), note
	s.Record(SessionMoved{Session: s.State, From: from, Reason: reason, Note: note})
	return nil
}
