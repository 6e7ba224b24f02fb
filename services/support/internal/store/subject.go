package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
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
		return tx.Index("subject", s.ID, s.ID, s.State.GetLabel(), s.State.GetDescription())
	},
}.Open()

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
