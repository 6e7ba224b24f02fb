package store

import (
	"database/sql"
	"errors"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Subjects is the table of subjects.
var Subjects = kit.Table[*domain.Subject, *supportv1.Subject]{
	Name: "subject", Kind: "subject", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.Subject]{
		{Name: "status", Value: func(s *domain.Subject) any { return s.State.GetStatus().String() }},
		{Name: "parent_code", Value: func(s *domain.Subject) any { return s.State.GetParentCode() }},
		{Name: "linked_kind", Value: func(s *domain.Subject) any { return s.State.GetLinkedKind().String() }},
		{Name: "position", Value: func(s *domain.Subject) any { return int64(s.State.GetPosition()) }},
		{Name: "created_us", Value: func(s *domain.Subject) any { return clock.Micros(s.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(s *domain.Subject) any { return clock.Micros(s.State.GetUpdatedTime().AsTime()) }},
	},
	Encode: func(s *domain.Subject) *supportv1.Subject { return s.State },
	Decode: func(m *supportv1.Subject) *domain.Subject { return &domain.Subject{State: m} },
	Project: func(tx *kit.Tx, s *domain.Subject) error {
		if err := keepVersion(tx, s); err != nil {
			return err
		}
		if err := stampCatalogue(tx); err != nil {
			return err
		}
		return tx.Index("subject", s.ID, s.ID, s.State.GetLabel(), s.State.GetDescription())
	},
}.Open()

const (
	insertVersion = `INSERT INTO subject_version (territory, subject_code, version, record) VALUES ($1, $2, $3, $4)
 ON CONFLICT (territory, subject_code, version) DO NOTHING`
	selectVersion = `SELECT record FROM subject_version WHERE territory = $1 AND subject_code = $2 AND version = $3`
)

// keepVersion keeps the subject as it is in its version, for ever: cases that were opened with it mean it.
func keepVersion(tx *kit.Tx, s *domain.Subject) error {
	record, err := proto.MarshalOptions{Deterministic: true}.Marshal(s.State)
	if err != nil {
		return err
	}
	_, err = tx.Exec(tx.Ctx, insertVersion, s.Territory, s.ID, s.State.GetVersion(), record)
	return err
}

const selectAsked = `SELECT id FROM subject WHERE territory = $1 AND status = $2 ORDER BY position, id`

// AskedSubjects are the themes and subjects that may be asked, in their order.
func AskedSubjects(v *kit.View) ([]*domain.Subject, error) {
	codes, err := texts(v, selectAsked, v.Actor.Territory, supportv1.SubjectStatus_SUBJECT_STATUS_ACTIVE.String())
	if err != nil {
		return nil, err
	}
	var found []*domain.Subject
	for _, code := range codes {
		s, err := Subjects.Get(v, code)
		if err != nil {
			return nil, err
		}
		found = append(found, s)
	}
	return found, nil
}

// SubjectAt is a subject as it was in a version.
func SubjectAt(from kit.Source, code string, version int32) (*supportv1.Subject, error) {
	v := viewOf(from)
	var record []byte
	err := v.QueryRow(v.Ctx, selectVersion, v.Actor.Territory, code, version).Scan(&record)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errs.NotFound("subject")
	}
	if err != nil {
		return nil, err
	}
	was := &supportv1.Subject{}
	return was, proto.Unmarshal(record, was)
}

// SubjectList is how subjects are listed.
var SubjectList = &page.List{
	Name: "subjects", Kind: "subject", From: "subject t",
	Fields: []page.Field{
		{Name: "text", Kind: page.Search},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "parentCode", Column: "t.parent_code"},
		{Name: "linkedKind", Column: "t.linked_kind", Kind: page.Enum},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "position", Column: "t.position", Kind: page.Number},
		{Name: "subjectCode", Column: "t.id"},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
}
