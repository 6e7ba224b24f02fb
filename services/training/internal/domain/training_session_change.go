package domain

import (
	"slices"
	"time"

	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
)

// SessionFields are the fields of a training session that people may change.
var SessionFields = []string{
	"training_body_id", "start_date", "end_date", "registration_end_date", "place", "modality", "capacity", "minimum_to_confirm",
	"waiting_list_size", "funding_lines", "registration_url", "registration_contact", "schedule", "external_session_id", "body_id",
}

// MayChange refuses those who do not keep the record.
func (s *TrainingSession) MayChange(a actor.Actor) error { return keeps(a, s.State.GetBodyId()) }

// CheckToCome refuses to change a session that has begun or ended.
func (s *TrainingSession) CheckToCome() error {
	if st := s.State.GetStatus(); st == running || SessionMachine.Terminal(st) {
		return errs.State("SESSION_CLOSED", SessionMachine.Moves(st)...)
	}
	return nil
}

// TakesRegistrations says whether the session can answer a need.
func (s *TrainingSession) TakesRegistrations() bool { return s.State.GetStatus() == opened }

// Pending says whether the session is to come or running.
func (s *TrainingSession) Pending() bool { return !SessionMachine.Terminal(s.State.GetStatus()) }

// Listed says whether the session is shown to all: who is planning keeps it to the people of bodies.
func (s *TrainingSession) Listed() bool {
	return slices.Contains(sessionStatuses{opened, full, confirmed, running}, s.State.GetStatus())
}

// HasSeats says whether somebody may still register.
func (s *TrainingSession) HasSeats() bool {
	return s.State.GetStatus() == opened && s.State.GetTakenCount() < s.State.GetCapacity()
}

// Changed holds the rules on fields that were changed, and states it. Fewer or more seats may make the session full, or
// open it again.
func (s *TrainingSession) Changed(offer *TrainingOffer, fields []string, now time.Time) error {
	if len(fields) == 0 {
		return nil
	}
	if s.State.GetCapacity() < s.State.GetTakenCount() {
		return errs.State("CAPACITY_BELOW_CONFIRMED")
	}
	s.State.UpdatedTime = stamp(now)
	s.Record(SessionUpdated{Session: s.State, Fields: fields})
	if err := s.settle(offer); err != nil {
		return err
	}
	platform := actor.Of(s.Territory, "training")
	switch left := s.State.GetCapacity() - s.State.GetTakenCount(); {
	case s.State.GetStatus() == opened && left == 0:
		s.Record(SessionFull{s.State})
		return s.move(platform, "fill", full, "", "", now)
	case s.State.GetStatus() == full && left > 0:
		return s.move(platform, "free", opened, "", "", now)
	}
	return nil
}

// Answers says that the session answers a need, once.
func (s *TrainingSession) Answers(needID string, now time.Time) {
	if slices.Contains(s.State.GetTrainingNeedIds(), needID) {
		return
	}
	s.State.TrainingNeedIds = append(s.State.TrainingNeedIds, needID)
	s.State.UpdatedTime = stamp(now)
	s.Record(SessionUpdated{Session: s.State, Fields: []string{"trainingNeedIds"}})
}

// FollowOffer takes over what the offer says of itself now.
func (s *TrainingSession) FollowOffer(offer *trainingv1.TrainingOffer, now time.Time) {
	if s.State.GetTitle() == offer.GetTitle() {
		return
	}
	s.State.Title, s.State.Domain, s.State.UpdatedTime = offer.GetTitle(), offer.GetDomain(), stamp(now)
	s.Record(SessionUpdated{Session: s.State, Fields: []string{"title", "domain"}})
}
