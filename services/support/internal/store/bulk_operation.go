package store

import (
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// BulkOperations is the table of operations on many cases.
var BulkOperations = kit.Table[*domain.BulkOperation, *supportv1.BulkOperation]{
	Name: "bulk_operation", Kind: "bulk_operation", Taken: "ALREADY_EXISTS",
	Columns: []kit.Column[*domain.BulkOperation]{
		{Name: "status", Value: func(o *domain.BulkOperation) any { return o.State.GetStatus().String() }},
		{Name: "action", Value: func(o *domain.BulkOperation) any { return o.State.GetAction().String() }},
		{Name: "dry_run", Value: func(o *domain.BulkOperation) any { return o.State.GetDryRun() }},
		{Name: "body_id", Value: func(o *domain.BulkOperation) any { return o.State.GetCreatedByBodyId() }},
		{Name: "created_us", Value: func(o *domain.BulkOperation) any { return clock.Micros(o.State.GetCreatedTime().AsTime()) }},
	},
	Encode: func(o *domain.BulkOperation) *supportv1.BulkOperation { return o.State },
	Decode: func(m *supportv1.BulkOperation) *domain.BulkOperation { return &domain.BulkOperation{State: m} },
}.Open()

var bulkList = &page.List{
	Name: "bulk_operations", Kind: "bulk_operation", From: "bulk_operation t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "action", Column: "t.action", Kind: page.Enum},
		{Name: "dryRun", Column: "t.dry_run", Kind: page.Bool},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
	Orders:     []page.Order{{Name: "createdTime", Column: "t.created_us", Kind: page.Time}},
	Descending: true,
}

// ListBulkOperations answers a page of the operations that the actor may see.
func ListBulkOperations(v *kit.View, signer *page.Signer, r page.Request) ([]*domain.BulkOperation, string, error) {
	if v.Actor.Has(actor.HupCoordinator) {
		return page.Of(v, BulkOperations, bulkList, signer, r)
	}
	return page.Of(v, BulkOperations, bulkList, signer, r, page.Cond{SQL: "t.body_id = ?", Args: []any{v.Actor.BodyID}})
}

const insertAuthor = `INSERT INTO bulk_author (territory, operation_id, kind, actor_id, membership_id, body_id, roles, trace) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// KeepAuthor keeps in whose name, and under which trace, the operation works.
func KeepAuthor(tx *kit.Tx, operationID, trace string) error {
	a := tx.Actor
	roles := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		roles[i] = string(r)
	}
	_, err := tx.Exec(tx.Ctx, insertAuthor, a.Territory, operationID, string(a.Kind), a.ID, a.MembershipID, a.BodyID, strings.Join(roles, ","), trace)
	return err
}

const selectAuthor = `SELECT kind, actor_id, membership_id, body_id, roles, trace FROM bulk_author WHERE territory = $1 AND operation_id = $2`

// Author is in whose name, and under which trace, the operation works.
func Author(v *kit.View, territory, operationID string) (a actor.Actor, trace string, err error) {
	a.Territory = territory
	var kind, roles string
	if err := v.QueryRow(v.Ctx, selectAuthor, territory, operationID).Scan(&kind, &a.ID, &a.MembershipID, &a.BodyID, &roles, &trace); err != nil {
		return a, "", err
	}
	a.Kind = actor.Kind(kind)
	for r := range strings.SplitSeq(roles, ",") {
		if r != "" {
			a.Roles = append(a.Roles, actor.Role(r))
		}
	}
	return a, trace, nil
}

const selectRunning = `SELECT territory, id FROM bulk_operation WHERE status = $1 ORDER BY created_us LIMIT 20`

// Running are the operations under way in all territories, the oldest first: territory and id.
func Running(v *kit.View) ([][2]string, error) {
	rows, err := v.Query(v.Ctx, selectRunning, supportv1.BulkStatus_BULK_STATUS_RUNNING.String())
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found [][2]string
	for rows.Next() {
		var o [2]string
		if err := rows.Scan(&o[0], &o[1]); err != nil {
			return nil, err
		}
		found = append(found, o)
	}
	return found, rows.Err()
}
