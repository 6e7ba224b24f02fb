package store

import (
	"database/sql"
	"errors"

	"hup.example/services/kit/db"
)

const (
	selectClientRequest = `SELECT aggregate_id FROM client_request WHERE territory = $1 AND sender = $2 AND client_request_id = $3`
	insertClientRequest = `INSERT INTO client_request (territory, sender, client_request_id, aggregate_id) VALUES ($1, $2, $3, $4)`
)

// Once answers the aggregate that the sender made with its own request id, however long ago; empty for a new one.
func (t *Tx) Once(clientRequestID string) (aggregateID string, err error) {
	if clientRequestID == "" {
		return "", nil
	}
	err = t.QueryRow(t.Ctx, selectClientRequest, t.Actor.Territory, t.Actor.Ref(), clientRequestID).Scan(&aggregateID)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return aggregateID, err
}

// Made remembers what the sender's request id made.
func (t *Tx) Made(clientRequestID, aggregateID string) error {
	if clientRequestID == "" {
		return nil
	}
	_, err := t.Exec(t.Ctx, insertClientRequest, t.Actor.Territory, t.Actor.Ref(), clientRequestID, aggregateID)
	if db.IsUnique(err) {
		return db.ErrRace
	}
	return err
}
