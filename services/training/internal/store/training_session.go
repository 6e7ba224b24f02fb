package store

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// TrainingSessions is the table of training sessions.
var TrainingSessions = kit.Table[*domain.TrainingSession, *trainingv1.TrainingSession]{
	Name: "training_session", Kind: "training_session", Taken: "EXTERNAL_ID_TAKEN",
	Columns: []kit.Column[*domain.TrainingSession]{
		{Name: "status", Value: func(s *domain.TrainingSession) any { return s.State.GetStatus().String() }},
		{Name: "pending", Value: func(s *domain.TrainingSession) any { return s.Pending() }},
		{Name: "listed", Value: func(s *domain.TrainingSession) any { return s.Listed() }},
		{Name: "has_seats", Value: func(s *domain.TrainingSession) any { return s.HasSeats() }},
		{Name: "training_offer_id", Value: func(s *domain.TrainingSession) any { return s.State.GetTrainingOfferId() }},
		{Name: "training_body_id", Value: func(s *domain.TrainingSession) any { return s.State.GetTrainingBodyId() }},
		{Name: "external_session_id", Value: func(s *domain.TrainingSession) any { return orNull(s.State.GetExternalSessionId()) }},
		{Name: "commune_code", Value: func(s *domain.TrainingSession) any { return s.State.GetPlace().GetCommuneCode() }},
		{Name: "body_id", Value: func(s *domain.TrainingSession) any { return s.State.GetBodyId() }},
		{Name: "trained_count", Value: func(s *domain.TrainingSession) any { return int64(s.State.GetTrainedPersonCount()) }},
		{Name: "start_on", Value: func(s *domain.TrainingSession) any { return s.State.GetStartDate() }},
		{Name: "end_on", Value: func(s *domain.TrainingSession) any { return s.State.GetEndDate() }},
		{Name: "created_us", Value: func(s *domain.TrainingSession) any { return micros(s.State.GetCreatedTime()) }},
		{Name: "updated_us", Value: func(s *domain.TrainingSession) any { return micros(s.State.GetUpdatedTime()) }},
	},
	Encode:  func(s *domain.TrainingSession) *trainingv1.TrainingSession { return s.State },
	Decode:  func(m *trainingv1.TrainingSession) *domain.TrainingSession { return &domain.TrainingSession{State: m} },
	Project: projectSession,
}.Open()

// TrainingSessionList is how training sessions are listed.
var TrainingSessionList = &page.List{
	Name: "training_sessions", Kind: "training_session", From: "training_session t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "trainingOfferId", Column: "t.training_offer_id"},
		{Name: "trainingBodyId", Column: "t.training_body_id"},
		{Name: "formacode", Where: tagged(tagFormacode)},
		{Name: "romeCode", Where: tagged(tagRome)},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "startDate", Column: "t.start_on"},
		{Name: "endDate", Column: "t.end_on"},
		{Name: "hasSeats", Column: "t.has_seats", Kind: page.Bool},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "externalSessionId", Column: "t.external_session_id"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	},
	Orders: []page.Order{
		{Name: "startDate", Column: "t.start_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}

// ListedSessions is what those see who work for no body: the sessions that one can follow.
var ListedSessions = page.Cond{SQL: "t.listed"}

func projectSession(tx *kit.Tx, s *domain.TrainingSession) error {
	d := s.State.GetDomain()
	if err := tag(tx, s.ID, map[string][]string{tagRome: d.GetRomeCodes(), tagFormacode: d.GetFormacodes()}); err != nil {
		return err
	}
	return tx.Index("training_session", s.ID, s.State.GetTitle(), s.State.GetPlace().GetCommune(), s.State.GetPlace().GetName())
}
