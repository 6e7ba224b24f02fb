package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// ProjectLeaders is the table of project leaders.
var ProjectLeaders = kit.Table[*domain.ProjectLeader, *supportv1.ProjectLeader]{
	Name: "project_leader", Kind: "project_leader", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.ProjectLeader]{
		{Name: "status", Value: func(l *domain.ProjectLeader) any { return l.State.GetStatus().String() }},
		{Name: "kind", Value: func(l *domain.ProjectLeader) any { return l.State.GetKind().String() }},
		{Name: "commune_code", Value: func(l *domain.ProjectLeader) any { return l.State.GetCommuneCode() }},
		{Name: "company_id", Value: func(l *domain.ProjectLeader) any { return l.State.GetCompanyId() }},
		{Name: "created_us", Value: func(l *domain.ProjectLeader) any { return clock.Micros(l.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(l *domain.ProjectLeader) any { return clock.Micros(l.State.GetUpdatedTime().AsTime()) }},
	},
	Encode: func(l *domain.ProjectLeader) *supportv1.ProjectLeader { return l.State },
	Decode: func(m *supportv1.ProjectLeader) *domain.ProjectLeader { return &domain.ProjectLeader{State: m} },
	Project: func(tx *kit.Tx, l *domain.ProjectLeader) error {
		return tx.Index("project_leader", l.ID, l.State.GetContact().GetName(), l.State.GetProject())
	},
}.Open()

// ProjectLeaderList is how project leaders are listed.
var ProjectLeaderList = &page.List{
	Name: "project_leaders", Kind: "project_leader", From: "project_leader t",
	Fields: []page.Field{
		{Name: "text", Kind: page.Search},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "kind", Column: "t.kind", Kind: page.Enum},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "companyId", Column: "t.company_id"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
}
