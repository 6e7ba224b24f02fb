// Package store says where the aggregates of land are kept, how they are listed, and how candidates for a match are found.
package store

import (
	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// LandRequests is the table of land requests.
var LandRequests = kit.Table[*domain.LandRequest, *landv1.LandRequest]{
	Name: "land_request", Kind: "land_request", Taken: "NEED_ALREADY_OPEN",
	Columns: append([]kit.Column[*domain.LandRequest]{
		{Name: "status", Value: func(r *domain.LandRequest) any { return r.State.GetStatus().String() }},
		{Name: "case_id", Value: func(r *domain.LandRequest) any { return r.State.GetCaseLink().GetCaseId() }},
		{Name: "need_id", Value: func(r *domain.LandRequest) any { return orNull(r.State.GetCaseLink().GetNeedId()) }},
		{Name: "body_id", Value: func(r *domain.LandRequest) any { return r.State.GetBodyId() }},
		{Name: "in_charge_only", Value: func(r *domain.LandRequest) any { return r.InChargeOnly() }},
		{Name: "assigned_person_id", Value: func(r *domain.LandRequest) any { return r.State.GetAssignedPersonId() }},
		{Name: "siret", Value: func(r *domain.LandRequest) any { return r.State.GetCompany().GetSiret() }},
		{Name: "subject_code", Value: func(r *domain.LandRequest) any { return r.State.GetSubjectCode() }},
		{Name: "origin", Value: func(r *domain.LandRequest) any { return r.State.GetOrigin().String() }},
		{Name: "min_area_m2", Value: func(r *domain.LandRequest) any { return int64(r.State.GetNeed().GetMinAreaM2()) }},
		{Name: "fail_reason", Value: func(r *domain.LandRequest) any { return r.State.GetFailReason().String() }},
		{Name: "needed_by_on", Value: func(r *domain.LandRequest) any { return r.State.GetNeed().GetNeededByDate() }},
		{Name: "created_us", Value: func(r *domain.LandRequest) any { return clock.Micros(r.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(r *domain.LandRequest) any { return clock.Micros(r.State.GetUpdatedTime().AsTime()) }},
		{Name: "use_code", Value: func(r *domain.LandRequest) any { return useCode(r.State.GetUse()) }},
		{Name: "zone_id", Value: func(r *domain.LandRequest) any { return onlyZone(r.State.GetZoneIds()) }},
		{Name: "signed_zone_id", Value: func(r *domain.LandRequest) any { return r.State.GetSignedZoneId() }},
		{Name: "signed_m2", Value: func(r *domain.LandRequest) any { return int64(r.State.GetSignedAreaM2()) }},
		{Name: "closed_us", Value: func(r *domain.LandRequest) any { return closedMicros(r.State) }},
	}, companyColumns[*domain.LandRequest]()...),
	Listed:  (*landv1.ListedLandRequest)(nil),
	Encode:  func(r *domain.LandRequest) *landv1.LandRequest { return r.State },
	Decode:  func(m *landv1.LandRequest) *domain.LandRequest { return &domain.LandRequest{State: m} },
	Project: projectRequest,
}.Open()

// LandRequestList is how land requests are listed.
var LandRequestList = &page.List{
	Name: "land_requests", Kind: "land_request", From: "land_request t",
	Fields: companyFields([]page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "caseId", Column: "t.case_id"},
		{Name: "needId", Column: "t.need_id"},
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "assignedPersonId", Column: "t.assigned_person_id", Word: page.Me},
		{Name: "communeCode", Where: tagged("commune")},
		{Name: "subjectCode", Column: "t.subject_code"},
		{Name: "origin", Column: "t.origin", Kind: page.Enum},
		{Name: "externalReference", Where: tagged("reference")},
		{Name: "neededByDate", Column: "t.needed_by_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	}...),
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "neededByDate", Column: "t.needed_by_on"},
	},
	Descending: true,
}

// tagged is the condition of a field that a request has several values of.
func tagged(kind string) string {
	return "t.id IN (SELECT land_request_id FROM land_request_tag WHERE territory = t.territory AND kind = '" + kind + "' AND value = ?)"
}

var tags = kit.Children{Table: "land_request_tag", Owner: "land_request_id", Columns: []string{"kind", "value"}}.Open()

// ResumeTimer is the kind of the timer that takes a paused request back up.
const ResumeTimer = "land_request_resume"

// projectRequest keeps what is derived from a request: its timer, its words, and the values that lists filter by.
func projectRequest(tx *kit.Tx, r *domain.LandRequest) error {
	if err := setResume(tx, r); err != nil {
		return err
	}
	if err := projectWait(tx, r); err != nil {
		return err
	}
	s := r.State
	if err := tx.Index("land_request", r.ID, s.GetCompany().GetName(), s.GetDescription(), s.GetCaseLink().GetCaseNumber()); err != nil {
		return err
	}
	var rows [][]any
	for _, code := range s.GetNeed().GetCommuneCodes() {
		rows = append(rows, []any{"commune", code})
	}
	for _, reference := range s.GetExternalReferences() {
		rows = append(rows, []any{"reference", reference.GetValue()})
	}
	return tags.Set(tx, r.ID, rows)
}

func setResume(tx *kit.Tx, r *domain.LandRequest) error {
	if until, held := r.HeldUntil(); held {
		return schedule.Set(tx, ResumeTimer, r.ID, until)
	}
	return schedule.Clear(tx, ResumeTimer, r.ID)
}

func closedMicros(s *landv1.LandRequest) int64 {
	if s.GetClosedTime() == nil {
		return 0
	}
	return clock.Micros(s.GetClosedTime().AsTime())
}

// useCode is empty for any use.
func useCode(use landv1.LandUse) string {
	if use == 0 {
		return ""
	}
	return use.String()
}

// onlyZone is the zone wanted when there is one; empty for several, and for none.
func onlyZone(zoneIDs []string) string {
	if len(zoneIDs) == 1 {
		return zoneIDs[0]
	}
	return ""
}

// orNull keeps empty values out of a unique index.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
