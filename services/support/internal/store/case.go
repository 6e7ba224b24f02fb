// Package store says where the aggregates of support are kept, and how they are listed.
package store

import (
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Cases is the table of cases.
var Cases = kit.Table[*domain.Case, *supportv1.Case]{
	Name: "support_case", Kind: "case", Taken: "CASE_NUMBER_TAKEN",
	Columns: []kit.Column[*domain.Case]{
		{Name: "status", Value: func(c *domain.Case) any { return c.State.GetStatus().String() }},
		{Name: "is_open", Value: func(c *domain.Case) any { return c.Open() }},
		{Name: "unanswered", Value: func(c *domain.Case) any { return c.Unanswered() }},
		{Name: "number", Value: func(c *domain.Case) any { return orNull(c.State.GetNumber()) }},
		{Name: "lead_body_id", Value: func(c *domain.Case) any { return c.State.GetLeadBodyId() }},
		{Name: "responsible_body_id", Value: func(c *domain.Case) any { return c.State.GetResponsibleBodyId() }},
		{Name: "assigned_person_id", Value: func(c *domain.Case) any { return c.State.GetAssignedPersonId() }},
		{Name: "company_id", Value: func(c *domain.Case) any { return c.State.GetCompany().GetCompanyId() }},
		{Name: "project_leader_id", Value: func(c *domain.Case) any { return c.State.GetProjectLeaderId() }},
		{Name: "commune_code", Value: func(c *domain.Case) any { return c.State.GetCompany().GetCommuneCode() }},
		{Name: "qpv_code", Value: func(c *domain.Case) any { return c.State.GetQpvCode() }},
		{Name: "origin", Value: func(c *domain.Case) any { return c.State.GetOrigin().String() }},
		{Name: "urgency", Value: func(c *domain.Case) any { return c.State.GetUrgency().String() }},
		{Name: "gap_recorded", Value: func(c *domain.Case) any { return c.State.GetGapRecorded() }},
		{Name: "due_us", Value: func(c *domain.Case) any { return dueOf(c) }},
		{Name: "received_us", Value: func(c *domain.Case) any { return clock.Micros(timeOf(c.State.GetReceivedTime())) }},
		{Name: "created_us", Value: func(c *domain.Case) any { return clock.Micros(timeOf(c.State.GetCreatedTime())) }},
		{Name: "updated_us", Value: func(c *domain.Case) any { return clock.Micros(timeOf(c.State.GetUpdatedTime())) }},
	},
	Listed:  (*supportv1.ListedCase)(nil),
	Encode:  func(c *domain.Case) *supportv1.Case { return c.State },
	Decode:  func(m *supportv1.Case) *domain.Case { return &domain.Case{State: m} },
	Project: projectCase,
}.Open()

func dueOf(c *domain.Case) int64 { return clock.Micros(timeOf(c.State.GetDueTime())) }

// projectCase keeps what lists need of a case: its readers, its keywords and its words.
func projectCase(tx *kit.Tx, c *domain.Case) error {
	if err := setReaders(tx, c); err != nil {
		return err
	}
	if err := setKeywords(tx, c.ID, caseKeywords(c)); err != nil {
		return err
	}
	if err := setSatisfaction(tx, c); err != nil {
		return err
	}
	s := c.State
	people := []string{s.GetAssignedPersonId()}
	for _, f := range s.GetFollowers() {
		people = append(people, f.GetPersonId())
	}
	if err := takePart(tx, c.ID, people...); err != nil {
		return err
	}
	return tx.IndexFor(c.Readers(), "case", c.ID, s.GetCompany().GetName(), s.GetNumber(), s.GetCompany().GetSiret(), s.GetContact().GetName())
}

// The kinds of keywords.
const (
	bodyKeyword     = "body:"
	subjectKeyword  = "subject:"
	externalKeyword = "external:"
	needKeyword     = "need:"
	unitKeyword     = "siren:"
	contactKeyword  = "contact:"
)

func caseKeywords(c *domain.Case) []string {
	words := []string{bodyKeyword + c.State.GetLeadBodyId()}
	for _, r := range c.State.GetReferrals() {
		words = append(words, bodyKeyword+r.GetBodyId())
	}
	for _, n := range c.State.GetNeeds() {
		words = append(words, subjectKeyword+n.GetSubjectCode(), needKeyword+n.GetNeedId())
	}
	for _, e := range c.State.GetExternalReferences() {
		words = append(words, externalKeyword+e.GetValue())
	}
	return append(words, requesterKeywords(c)...)
}

// requesterKeywords are by what cases of the same requester are found.
func requesterKeywords(c *domain.Case) []string {
	contact := c.State.GetContact()
	return []string{
		unitKeyword + c.Siren(), contactKeyword + strings.ToLower(contact.GetEmail()), contactKeyword + contact.GetPhone(),
	}
}

const deleteCase = `DELETE FROM support_case WHERE territory = $1 AND id = $2`

// DeleteCase removes an erased draft, and what lists had of it.
func DeleteCase(tx *kit.Tx, c *domain.Case) error {
	for _, statement := range []string{deleteCase, deleteReaders} {
		if _, err := tx.Exec(tx.Ctx, statement, c.Territory, c.ID); err != nil {
			return err
		}
	}
	if err := deleteFiles(tx, c.ID); err != nil {
		return err
	}
	if err := keywords.Clear(tx, c.ID); err != nil {
		return err
	}
	return tx.Index("case", c.ID)
}
