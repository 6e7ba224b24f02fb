// Package store says where the aggregates of recruitment are kept, and how they are listed.
package store

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
)

// RecruitmentNeeds is the table of recruitment needs.
var RecruitmentNeeds = kit.Table[*domain.RecruitmentNeed, *recruitmentv1.RecruitmentNeed]{
	Name: "recruitment_need", Kind: "recruitment_need", Taken: "CASE_NEED_ALREADY_LINKED",
	Columns: []kit.Column[*domain.RecruitmentNeed]{
		{Name: "status", Value: func(n *domain.RecruitmentNeed) any { return n.State.GetStatus().String() }},
		{Name: "shown", Value: func(n *domain.RecruitmentNeed) any { return n.Shown() }},
		{Name: "open_to_all", Value: func(n *domain.RecruitmentNeed) any { return n.OpenToAll() }},
		{Name: "unassigned", Value: func(n *domain.RecruitmentNeed) any { return n.Unassigned() }},
		{Name: "case_id", Value: func(n *domain.RecruitmentNeed) any { return n.State.GetCaseLink().GetCaseId() }},
		{Name: "need_id", Value: func(n *domain.RecruitmentNeed) any { return orNull(n.State.GetCaseLink().GetNeedId()) }},
		{Name: "body_id", Value: func(n *domain.RecruitmentNeed) any { return n.State.GetBodyId() }},
		{Name: "assigned_person_id", Value: func(n *domain.RecruitmentNeed) any { return n.State.GetAssignedPersonId() }},
		{Name: "company_id", Value: func(n *domain.RecruitmentNeed) any { return n.State.GetCompany().GetCompanyId() }},
		{Name: "company_ceased", Value: func(n *domain.RecruitmentNeed) any { return n.State.GetCompany().GetCeased() }},
		{Name: "land_request_id", Value: func(n *domain.RecruitmentNeed) any { return orNull(n.State.GetLandRequestId()) }},
		{Name: "rome_code", Value: func(n *domain.RecruitmentNeed) any { return n.State.GetNeed().GetRomeCode() }},
		{Name: "commune_code", Value: func(n *domain.RecruitmentNeed) any { return n.State.GetNeed().GetCommuneCode() }},
		{Name: "contract_kind", Value: func(n *domain.RecruitmentNeed) any { return n.State.GetNeed().GetContractKind().String() }},
		{Name: "likeness", Value: func(n *domain.RecruitmentNeed) any { return domain.Likeness(n.State) }},
		{Name: "position_count", Value: func(n *domain.RecruitmentNeed) any { return int64(n.State.GetNeed().GetPositionCount()) }},
		{Name: "hired_count", Value: func(n *domain.RecruitmentNeed) any { return int64(n.State.GetHiredCount()) }},
		{Name: "expiry_on", Value: func(n *domain.RecruitmentNeed) any { return n.State.GetExpiryDate() }},
		{Name: "published_us", Value: func(n *domain.RecruitmentNeed) any { return micros(n.State.GetPublishedTime()) }},
		{Name: "closed_us", Value: func(n *domain.RecruitmentNeed) any { return micros(n.State.GetClosedTime()) }},
		{Name: "created_us", Value: func(n *domain.RecruitmentNeed) any { return micros(n.State.GetCreatedTime()) }},
		{Name: "updated_us", Value: func(n *domain.RecruitmentNeed) any { return micros(n.State.GetUpdatedTime()) }},
	},
	Encode: func(n *domain.RecruitmentNeed) *recruitmentv1.RecruitmentNeed { return n.State },
	Decode: func(m *recruitmentv1.RecruitmentNeed) *domain.RecruitmentNeed {
		return &domain.RecruitmentNeed{State: m}
	},
	Project: projectNeed,
}.Open()

// orNull keeps empty values out of a unique index.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// micros is 0 for an instant that is not set.
func micros(t *timestamppb.Timestamp) int64 {
	if t == nil {
		return 0
	}
	return clock.Micros(t.AsTime())
}

const (
	selectOpened = `SELECT count(*) FROM recruitment_need WHERE territory = $1 AND need_id = $2`

	selectDrafted = `SELECT count(*) FROM recruitment_need WHERE territory = $1 AND land_request_id = $2`

	selectOfCase = `SELECT id FROM recruitment_need WHERE territory = $1 AND case_id = $2 ORDER BY id`

	selectOfCompany = `SELECT id FROM recruitment_need WHERE territory = $1 AND company_id = $2 ORDER BY id`

	selectAlike = `SELECT id FROM recruitment_need WHERE territory = $1 AND likeness = $2 AND created_us >= $3
 ORDER BY created_us DESC, id DESC LIMIT 20`
)

// OpenedFor says whether a need of a case has its recruitment need.
func OpenedFor(tx *kit.Tx, needID string) (bool, error) { return exists(tx, selectOpened, needID) }

// DraftedFor says whether a signed land request has its draft.
func DraftedFor(tx *kit.Tx, landRequestID string) (bool, error) {
	return exists(tx, selectDrafted, landRequestID)
}

func exists(tx *kit.Tx, query, id string) (bool, error) {
	var n int
	err := tx.QueryRow(tx.Ctx, query, tx.Actor.Territory, id).Scan(&n)
	return n > 0, err
}

// OfCase are the needs that a case has opened.
func OfCase(tx *kit.Tx, caseID string) ([]string, error) {
	return ids(&tx.View, selectOfCase, tx.Actor.Territory, caseID)
}

// OfCompany are the needs of a company.
func OfCompany(tx *kit.Tx, companyID string) ([]string, error) {
	return ids(&tx.View, selectOfCompany, tx.Actor.Territory, companyID)
}

// Alike are the newest needs that are likely the same as this one, among those created since an instant.
func Alike(tx *kit.Tx, s *recruitmentv1.RecruitmentNeed, since time.Time) ([]string, error) {
	likeness := domain.Likeness(s)
	if likeness == "" {
		return nil, nil
	}
	return ids(&tx.View, selectAlike, tx.Actor.Territory, likeness, clock.Micros(since))
}

func ids(v *kit.View, query string, args ...any) ([]string, error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		found = append(found, id)
	}
	return found, rows.Err()
}
