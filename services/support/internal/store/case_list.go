package store

import (
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// caseFields are the filters of both lists; status and due come from the table that the order's index is on.
func caseFields(status, due string) []page.Field {
	return []page.Field{
		{Name: "status", Column: status, Kind: page.Enum},
		{Name: "bodyId", Where: hasKeyword, Word: keyword(bodyKeyword)},
		{Name: "assignedPersonId", Column: "t.assigned_person_id", Word: page.Me},
		{Name: "leadBodyId", Column: "t.lead_body_id", Word: page.Mine},
		{Name: "responsibleBodyId", Column: "t.responsible_body_id", Word: page.Mine},
		{Name: "subjectCode", Where: hasKeyword, Word: keyword(subjectKeyword)},
		{Name: "communeCode", Column: "t.commune_code"},
		{Name: "qpvCode", Column: "t.qpv_code"},
		{Name: "companyId", Column: "t.company_id"},
		{Name: "projectLeaderId", Column: "t.project_leader_id"},
		{Name: "externalReference", Where: hasKeyword, Word: keyword(externalKeyword)},
		{Name: "origin", Column: "t.origin", Kind: page.Enum},
		{Name: "urgency", Column: "t.urgency", Kind: page.Enum},
		{Name: "number", Column: "t.number"},
		{Name: "unanswered", Column: "t.unanswered", Kind: page.Bool},
		{Name: "dueTime", Column: due, Kind: page.Time},
		{Name: "receivedTime", Column: "t.received_us", Kind: page.Time},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	}
}

func caseOrders(due string) []page.Order {
	return []page.Order{
		{Name: "dueTime", Column: due, Kind: page.Time},
		{Name: "receivedTime", Column: "t.received_us", Kind: page.Time},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
	}
}

// hasKeyword is the condition on a field with several values.
const hasKeyword = `t.id IN (SELECT k.id FROM keyword k WHERE k.territory = t.territory AND k.value = ?)`

// keyword is the value as the table of keywords keeps it; "mine" is the caller's body.
func keyword(prefix string) func(actor.Actor, string) string {
	return func(a actor.Actor, value string) string {
		if prefix == bodyKeyword {
			value = page.Mine(a, value)
		}
		return prefix + value
	}
}

// allCases is the list of the coordination; readCases that of everybody else, over what they may read.
var (
	allCases = &page.List{
		Name: "cases", Kind: "case", From: "support_case t",
		Fields: caseFields("t.status", "t.due_us"), Orders: caseOrders("t.due_us"),
	}
	readCases = &page.List{
		Name: "cases", Kind: "case", ID: "r.case_id",
		From:   "case_reader r JOIN support_case t ON t.territory = r.territory AND t.id = r.case_id",
		Fields: caseFields("r.status", "r.due_us"), Orders: caseOrders("r.due_us"),
	}
)

// ListCases answers a page of the cases that the actor may see.
func ListCases(v *kit.View, signer *page.Signer, r page.Request) ([]*domain.Case, string, error) {
	list, scope := casesFor(v.Actor)
	return page.Of(v, Cases, list, signer, r, scope...)
}

// CountCases counts them.
func CountCases(v *kit.View, filter string) (n int, more bool, err error) {
	list, scope := casesFor(v.Actor)
	return list.Count(v, filter, scope...)
}

func casesFor(a actor.Actor) (*page.List, []page.Cond) {
	if a.Has(actor.HupCoordinator) {
		return allCases, nil
	}
	return readCases, []page.Cond{{SQL: "r.reader = ?", Args: []any{access.Reader(a)}}}
}
