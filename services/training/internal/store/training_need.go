// Package store says where the aggregates of training are kept, and how they are listed.
package store

import (
	"time"

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
		{Name: "assigned_person_id", Value: func(n *domain.TrainingNeed) any { return n.State.GetAssignedPersonId() }},
		{Name: "company_id", Value: func(n *domain.TrainingNeed) any { return n.State.GetCompany().GetCompanyId() }},
		{Name: "company_ceased", Value: func(n *domain.TrainingNeed) any { return n.State.GetCompany().GetCeased() }},
		{Name: "subject_code", Value: func(n *domain.TrainingNeed) any { return n.State.GetSubjectCode() }},
		{Name: "rome_code", Value: func(n *domain.TrainingNeed) any { return n.State.GetNeed().GetRomeCode() }},
		{Name: "commune_code", Value: func(n *domain.TrainingNeed) any { return n.State.GetNeed().GetCommuneCode() }},
		{Name: "cause", Value: func(n *domain.TrainingNeed) any { return n.State.GetCause().String() }},
		{Name: "grouping_key", Value: func(n *domain.TrainingNeed) any { return n.State.GetGroupingKey() }},
		{Name: "likeness", Value: func(n *domain.TrainingNeed) any { return domain.Likeness(n.State) }},
		{Name: "person_count", Value: func(n *domain.TrainingNeed) any { return int64(n.State.GetNeed().GetPersonCount()) }},
		{Name: "trained_count", Value: func(n *domain.TrainingNeed) any { return int64(n.State.GetTrainedPersonCount()) }},
		{Name: "from_on", Value: func(n *domain.TrainingNeed) any { return n.State.GetNeed().GetFromDate() }},
		{Name: "created_us", Value: func(n *domain.TrainingNeed) any { return micros(n.State.GetCreatedTime()) }},
		{Name: "updated_us", Value: func(n *domain.TrainingNeed) any { return micros(n.State.GetUpdatedTime()) }},
	},
	Encode:  func(n *domain.TrainingNeed) *trainingv1.TrainingNeed { return n.State },
	Decode:  func(m *trainingv1.TrainingNeed) *domain.TrainingNeed { return &domain.TrainingNeed{State: m} },
	Project: projectNeed,
}.Open()

// TrainingNeedList is how training needs are listed.
var TrainingNeedList = &page.List{
	Name: "training_needs", Kind: "training_need", From: "training_need t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "caseId", Column: "t.case_id"},
		{Name: "needId", Column: "t.need_id"},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "assignedPersonId", Column: "t.assigned_person_id", Word: page.Me},
		{Name: "companyId", Column: "t.company_id"},
		{Name: "companyCeased", Column: "t.company_ceased", Kind: page.Bool, Partial: closed},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "subjectCode", Column: "t.subject_code"},
		{Name: "romeCode", Column: "t.rome_code"},
		{Name: "cause", Column: "t.cause", Kind: page.Enum},
		{Name: "groupingKey", Column: "t.grouping_key"},
		{Name: "externalReference", Where: tagged(tagReference)},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "fromDate", Column: "t.from_on"},
	},
	Descending: true,
}

// closed are the needs of companies that have closed; a partial index has them.
func closed(value string) string {
	if value != "true" {
		return ""
	}
	return "t.company_ceased"
}

func projectNeed(tx *kit.Tx, n *domain.TrainingNeed) error {
	s := n.State
	if err := tag(tx, n.ID, map[string][]string{tagReference: references(s.GetExternalReferences())}); err != nil {
		return err
	}
	return tx.Index("training_need", n.ID, s.GetCompany().GetName(), s.GetNeed().GetTopic(), s.GetNeed().GetRomeCode(), s.GetCaseLink().GetCaseNumber())
}

const (
	selectOpened = `SELECT id FROM training_need WHERE territory = $1 AND need_id = $2`

	selectOfCase = `SELECT id FROM training_need WHERE territory = $1 AND case_id = $2 ORDER BY id`

	selectOfCompany = `SELECT id FROM training_need WHERE territory = $1 AND company_id = $2 ORDER BY id`

	selectAlike = `SELECT id FROM training_need WHERE territory = $1 AND likeness = $2 AND created_us >= $3
 ORDER BY created_us DESC, id DESC LIMIT 20`
)

// OpenedFor says whether a need of a case has its training need.
func OpenedFor(tx *kit.Tx, needID string) (bool, error) {
	id, err := first(&tx.View, selectOpened, tx.Actor.Territory, needID)
	return id != "", err
}

// OfCase are the needs that a case has opened.
func OfCase(tx *kit.Tx, caseID string) ([]string, error) {
	return ids(&tx.View, selectOfCase, tx.Actor.Territory, caseID)
}

// OfCompany are the needs of a company.
func OfCompany(tx *kit.Tx, companyID string) ([]string, error) {
	return ids(&tx.View, selectOfCompany, tx.Actor.Territory, companyID)
}

// Alike are the newest needs that are likely the same as this one, among those expressed since an instant.
func Alike(tx *kit.Tx, s *trainingv1.TrainingNeed, since time.Time) ([]string, error) {
	likeness := domain.Likeness(s)
	if likeness == "" {
		return nil, nil
	}
	return ids(&tx.View, selectAlike, tx.Actor.Territory, likeness, clock.Micros(since))
}
