package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// caseFields are the filters of the lists; what the orders' indexes hold comes from the table that they are on.
func caseFields(of string) []page.Field {
	return []page.Field{
		{Name: "open", Column: of + ".is_open", Kind: page.Bool, Few: true, First: byDue, Here: true},
		{Name: "status", Column: of + ".status", Kind: page.Enum, Partial: openStatus(of), First: byDue, Here: true},
		{Name: "bodyId", Where: hasKeyword, Word: keyword(bodyKeyword)},
		{Name: "assignedPersonId", Column: "t.assigned_person_id", Word: page.Me, Few: true, First: byDue},
		{Name: "leadBodyId", Column: "t.lead_body_id", Word: page.Mine},
		{Name: "responsibleBodyId", Column: "t.responsible_body_id", Word: page.Mine, Few: true, First: byDue},
		{Name: "subjectCode", Where: hasKeyword, Word: keyword(subjectKeyword)},
		{Name: "communeCode", Column: "t.commune_code", First: byDue},
		{Name: "qpvCode", Column: "t.qpv_code", Few: true, First: byDue},
		{Name: "companyId", Column: "t.company_id", Few: true, First: byReceipt},
		{Name: "projectLeaderId", Column: "t.project_leader_id", Few: true, First: byReceipt},
		{Name: "externalReference", Where: ofKeyword, Word: keyword(externalKeyword), Few: true},
		{Name: "origin", Column: "t.origin", Kind: page.Enum},
		{Name: "urgency", Column: "t.urgency", Kind: page.Enum},
		{Name: "number", Column: "t.number", Few: true},
		{Name: "unanswered", Column: "(" + of + ".is_open AND t.unanswered)", Kind: page.Bool, Few: true, First: byDue, Here: true},
		{Name: "dueTime", Column: of + ".due_us", Kind: page.Time},
		{Name: "receivedTime", Column: of + ".received_us", Kind: page.Time},
		{Name: "createdTime", Column: of + ".created_us", Kind: page.Time},
		{Name: "updatedTime", Column: of + ".updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	}
}

// byDue and byReceipt are the orders that indexes have behind a field.
var byDue, byReceipt = []string{"dueTime"}, []string{"receivedTime"}

// openStatus is what a status of a case that somebody works on implies.
func openStatus(of string) func(string) string {
	return func(status string) string {
		if domain.Ended(supportv1.CaseStatus(supportv1.CaseStatus_value[status])) || status == supportv1.CaseStatus_CASE_STATUS_DRAFT.String() {
			return ""
		}
		return of + ".is_open"
	}
}

func caseOrders(of string) []page.Order {
	return []page.Order{
		{Name: "dueTime", Column: of + ".due_us", Kind: page.Time},
		{Name: "receivedTime", Column: of + ".received_us", Kind: page.Time},
		{Name: "createdTime", Column: of + ".created_us", Kind: page.Time},
		{Name: "updatedTime", Column: of + ".updated_us", Kind: page.Time},
	}
}

// Conditions on a field with several values: hasKeyword looks at each row, ofKeyword finds the few rows of a value.
const (
	hasKeyword = `EXISTS (SELECT 1 FROM keyword k WHERE k.territory = t.territory AND k.value = ? AND k.id = t.id)`
	ofKeyword  = `t.id IN (SELECT k.id FROM keyword k WHERE k.territory = ? AND k.value = ?)`
)

// keyword is the value as the table of keywords keeps it; "mine" is the caller's body.
func keyword(prefix string) func(actor.Actor, string) string {
	return func(a actor.Actor, value string) string {
		if prefix == bodyKeyword {
			value = page.Mine(a, value)
		}
		return prefix + value
	}
}

// allCases is the list of the coordination; readCases that of everybody else, over what they may read, in its order, and
// narrowCases the same over the few cases that a filter leaves, each of which is looked up: no planner turns that around.
// SQLite takes the tables of a CROSS JOIN as they stand.
var (
	allCases = &page.List{
		Name: "cases", Kind: "case", From: "support_case t", Fields: caseFields("t"), Orders: caseOrders("t"),
	}
	readCases = &page.List{
		Name: "cases", Kind: "case", Reader: access.Reader, ID: "r.case_id", From: "case_reader r CROSS JOIN support_case t",
		Fields: caseFields("r"), Orders: caseOrders("r"), Narrow: narrowCases,
		Alone: func(a actor.Actor) (string, []page.Cond) {
			return "case_reader r", []page.Cond{{SQL: "r.territory = ? AND r.reader = ?", Args: []any{a.Territory, access.Reader(a)}}}
		},
		Scope: func(a actor.Actor) page.Cond {
			const read = "r.territory = ? AND r.reader = ? AND t.territory = r.territory AND t.id = r.case_id"
			return page.Cond{SQL: read, Args: []any{a.Territory, access.Reader(a)}}
		},
	}
	narrowCases = &page.List{
		Name: "cases", Kind: "case", Reader: access.Reader, From: "support_case t", Fields: caseFields("t"), Orders: caseOrders("t"),
		Scope: func(a actor.Actor) page.Cond {
			const read = "(SELECT count(*) FROM case_reader r WHERE r.territory = t.territory AND r.case_id = t.id AND r.reader = ?) = 1"
			return page.Cond{SQL: read, Args: []any{access.Reader(a)}}
		},
	}
)

// ListCases answers a page of the cases that the actor may see.
func ListCases(v *kit.View, signer *page.Signer, r page.Request) ([]page.Item[*supportv1.ListedCase], string, error) {
	return page.Summaries[*supportv1.ListedCase](v, casesFor(v.Actor), signer, r)
}

// CountCases counts them.
func CountCases(v *kit.View, filter string) (n int, more bool, err error) {
	return casesFor(v.Actor).Count(v, filter)
}

func casesFor(a actor.Actor) *page.List {
	if a.Has(actor.HupCoordinator) {
		return allCases
	}
	return readCases
}
