package support_test

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/kit/page"
	"hup.example/services/kit/store"
	lists "hup.example/services/support/internal/store"
)

// planned runs queries as they are and keeps the plan of each that reads a page.
type planned struct {
	db.Querier
	plan string
}

func (p *planned) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if strings.Contains(query, " ORDER BY ") && strings.Contains(query, "summary") {
		p.plan = p.explain(ctx, query, args)
	}
	return p.Querier.Query(ctx, query, args...)
}

// explain is SQLite's plan, a line a step.
func (p *planned) explain(ctx context.Context, query string, args []any) string {
	rows, err := p.Querier.Query(ctx, "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = rows.Close() }()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return err.Error()
		}
		plan.WriteString(detail + "\n")
	}
	return plan.String()
}

// sorted are the fields of which one value leaves few rows, which are then sorted: those of a company or a person, those
// that are open. So are those of a range of one time, asked for in the order of another.
var sorted = []string{
	"companyId", "projectLeaderId", "qpvCode", "number", "externalReference", "assignedPersonId", "responsibleBodyId", "caseId", "status", "open", "unanswered",
	"dueTime", "receivedTime", "sentTime", "createdTime", "updatedTime",
}

// TestLists_readAnIndexAndSortNoTable: every filter in every order is answered from an index. SQLite has no statistics: its
// plan is the same for few rows and for millions.
func TestLists_readAnIndexAndSortNoTable(t *testing.T) {
	b := open(t, kittest.SQLite(t))
	for name, list := range map[string]func(*store.View, page.Request) error{
		"cases": func(v *store.View, r page.Request) error {
			_, _, err := lists.ListCases(v, page.NewSigner([]byte("key")), r)
			return err
		},
		"referrals": func(v *store.View, r page.Request) error {
			_, _, err := lists.ListReferrals(v, page.NewSigner([]byte("key")), r, "")
			return err
		},
	} {
		fields := b.known(list, `noSuchField = "x"`, "")
		for _, order := range b.known(list, "", "noSuchOrder") {
			for _, field := range append(fields, "") {
				p := &planned{}
				err := list(b.planning(p), &supportv1.ListCasesRequest{Filter: condition(field), OrderBy: order})
				if err != nil {
					t.Fatalf("%s by %s: %v", name, field, err)
				}
				if field == "text" {
					continue // finds nothing here, and asks the list nothing
				}
				found, beside, _ := strings.Cut(p.plan, "SCAN page\n") // then what stands beside the rows of the page
				if strings.Contains(found+beside, "SCAN ") || found == "" {
					t.Errorf("%s by %q, %s reads a table:\n%s", name, field, order, p.plan)
				}
				if strings.Contains(found, "TEMP B-TREE FOR ORDER BY") && !slices.Contains(sorted, field) {
					t.Errorf("%s by %q, %s sorts:\n%s", name, field, order, p.plan)
				}
			}
		}
	}
}

// planning is a view whose queries are planned.
func (b *bench) planning(p *planned) *store.View {
	v := b.store.View(b.as("myriapolis"))
	p.Querier, v.Querier = v.Querier, p
	return v
}

// known are the names in the refusal of an unknown one.
func (b *bench) known(list func(*store.View, page.Request) error, filter, order string) []string {
	b.t.Helper()
	err := list(b.planning(&planned{}), &supportv1.ListCasesRequest{Filter: filter, OrderBy: order})
	refused, ok := errs.As(err)
	if !ok || len(refused.Fields) == 0 {
		b.t.Fatalf("no names in %v", err)
	}
	_, names, _ := strings.Cut(refused.Fields[0].Message, "connus : ")
	names, _, _ = strings.Cut(names, ".")
	names, _, _ = strings.Cut(names, ", suivis")
	return strings.Split(names, ", ")
}

func condition(field string) string {
	switch {
	case field == "":
		return ""
	case strings.HasSuffix(field, "Time"):
		return field + ` >= "2026-01-01T00:00:00Z"`
	case field == "open" || field == "unanswered" || field == "unread":
		return field + " = true"
	}
	return field + ` : "x"`
}
