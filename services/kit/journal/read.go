package journal

import (
	"context"
	"database/sql"
	"errors"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
)

const (
	selectAfter = `SELECT ` + columns + ` FROM journal WHERE pub_seq > $1 ORDER BY pub_seq LIMIT CAST($2 AS bigint)`

	selectContextAfter = `SELECT ` + columns + ` FROM journal WHERE territory = $1 AND context_id = $2 AND pub_seq > $3 ORDER BY pub_seq LIMIT CAST($4 AS bigint)`

	selectContextBefore = `SELECT ` + columns + ` FROM journal WHERE territory = $1 AND context_id = $2 AND pub_seq < $3 ORDER BY pub_seq DESC LIMIT CAST($4 AS bigint)`

	selectSince = `SELECT ` + columns + ` FROM journal WHERE territory = $1 AND aggregate = $2 AND aggregate_id = $3 AND version > $4 ORDER BY version, ordinal LIMIT 200`

	selectHead = `SELECT coalesce(max(pub_seq), 0) FROM journal`

	selectByID = `SELECT ` + columns + ` FROM journal WHERE id = $1`
)

// After answers the numbered lines above a place, in order.
func After(ctx context.Context, q db.Querier, after int64, limit int) ([]*Line, error) {
	return list(ctx, q, selectAfter, after, limit)
}

// Head is the highest pub_seq, 0 for an empty journal.
func Head(ctx context.Context, q db.Querier) (int64, error) {
	var head int64
	err := q.QueryRow(ctx, selectHead).Scan(&head)
	return head, err
}

// OfContext answers the numbered lines of a context above a place, oldest first.
func OfContext(ctx context.Context, q db.Querier, territory, contextID string, after int64, limit int) ([]*Line, error) {
	return list(ctx, q, selectContextAfter, territory, contextID, after, limit)
}

// OfContextBefore answers the numbered lines of a context below a place, newest first.
func OfContextBefore(ctx context.Context, q db.Querier, territory, contextID string, before int64, limit int) ([]*Line, error) {
	return list(ctx, q, selectContextBefore, territory, contextID, before, limit)
}

// touched is the field that every change changes: it tells a stale writer nothing.
const touched = "updatedTime"

// Changes are the fields of an aggregate that changed after a version, for a writer whose version was stale.
func Changes(ctx context.Context, q db.Querier, territory, aggregate, id string, version int64) ([]errs.Change, error) {
	lines, err := list(ctx, q, selectSince, territory, aggregate, id, version)
	if err != nil {
		return nil, err
	}
	var changes []errs.Change
	for _, l := range lines {
		for _, field := range l.fieldNames() {
			if field == touched {
				continue
			}
			changes = append(changes, errs.Change{Field: field, ByBodyID: l.Body, TimeUS: clock.Micros(l.Created)})
		}
	}
	return changes, nil
}

// Get answers one line.
func Get(ctx context.Context, q db.Querier, id string) (*Line, error) {
	l, err := scan(q.QueryRow(ctx, selectByID, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errs.NotFound("event")
	}
	return l, err
}
