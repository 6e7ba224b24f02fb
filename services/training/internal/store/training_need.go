// Package store says where the aggregates of training are kept, and how they are listed.
package store

import (
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/training/internal/domain"
)

// TrainingNeeds is the table of training needs.
var TrainingNeeds = kit.Table[*domain.TrainingNeed, *trainingv1.TrainingNeed]{
	Name: "training_need", Kind: "training_need", Taken: "NEED_ALREADY_OPEN",
	Columns: []kit.Column[*domain.TrainingNeed]{
		{Name: "status", Value: func(n *domain.TrainingNeed) any { return n.State.GetStatus().String() }},
		{Name: "case_id", Value: func(n *domain.TrainingNeed) any { return n.State.GetCaseLink().GetCaseId() }},
		{Name: "need_id", Value: func(n *domain.TrainingNeed) any { return orNull(n.State.GetCaseLink().GetNeedId()) }},
		{Name: "body_id", Value: func(n *domain.TrainingNeed) any { return n.State.GetBodyId() }},
		{Name: "company_id", Value: func(n *domain.TrainingNeed) any { return n.State.GetCompany().GetCompanyId() }},
		{Name: "rome_code", Value: func(n *domain.TrainingNeed) any { return n.State.GetNeed().GetRomeCode() }},
		{Name: "created_us", Value: func(n *domain.TrainingNeed) any { return clock.Micros(n.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(n *domain.TrainingNeed) any { return clock.Micros(n.State.GetUpdatedTime().AsTime()) }},
	},
	Encode:  func(n *domain.TrainingNeed) *trainingv1.TrainingNeed { return n.State },
	Decode:  func(m *trainingv1.TrainingNeed) *domain.TrainingNeed { return &domain.TrainingNeed{State: m} },
	Project: indexNeed,
}.Open()

// TrainingNeedList is how training needs are listed.
var TrainingNeedList = &page.List{
	Name: "training_needs", Kind: "training_need", From: "training_need t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "caseId", Column: "t.case_id"},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "companyId", Column: "t.company_id"},
		{Name: "romeCode", Column: "t.rome_code"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	},
	Descending: true,
}

func indexNeed(tx *kit.Tx, n *domain.TrainingNeed) error {
	s := n.State
	return tx.Index("training_need", n.ID, s.GetCompany().GetName(), s.GetNeed().GetTopic(), s.GetNeed().GetRomeCode(), s.GetCaseLink().GetCaseNumber())
}

// orNull keeps empty values out of a unique index.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

const selectOpened = `SELECT count(*) FROM training_need WHERE territory = $1 AND need_id = $2`

// OpenedFor says whether a need of a case has its training need.
func OpenedFor(tx *kit.Tx, needID string) (bool, error) {
	var n int
	err := tx.QueryRow(tx.Ctx, selectOpened, tx.Actor.Territory, needID).Scan(&n)
	return n > 0, err
}
