package store

import (
	"time"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/identity/internal/domain"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
)

// Clients is the table of the partner bodies' systems.
var Clients = kit.Table[*domain.Client, *identityv1.Client]{
	Name: "client", Kind: "client", Taken: "CLIENT_EXISTS",
	Columns: []kit.Column[*domain.Client]{
		{Name: "status", Value: func(c *domain.Client) any { return c.State.GetStatus().String() }},
		{Name: "body_id", Value: func(c *domain.Client) any { return c.State.GetBodyId() }},
		{Name: "expiry_on", Value: func(c *domain.Client) any { return c.State.GetExpiryDate() }},
		{Name: "created_us", Value: func(c *domain.Client) any { return clock.Micros(c.State.GetCreatedTime().AsTime()) }},
		{Name: "updated_us", Value: func(c *domain.Client) any { return clock.Micros(c.State.GetUpdatedTime().AsTime()) }},
	},
	Encode:  func(c *domain.Client) *identityv1.Client { return c.State },
	Decode:  func(m *identityv1.Client) *domain.Client { return &domain.Client{State: m} },
	Project: func(tx *kit.Tx, c *domain.Client) error { return tx.Index("client", c.ID, c.State.GetDisplayName()) },
}.Open()

// ClientList is how clients are listed.
var ClientList = &page.List{
	Name: "clients", Kind: "client", From: "client t",
	Fields: []page.Field{
		{Name: "bodyId", Column: "t.body_id", Word: page.Mine},
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "expiryDate", Column: "t.expiry_on"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "text", Kind: page.Search},
	},
	Orders: []page.Order{
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
		{Name: "updatedTime", Column: "t.updated_us", Kind: page.Time},
		{Name: "expiryDate", Column: "t.expiry_on"},
	},
	Descending: true,
}

// ClientsSeen is the condition of domain.SeesClient for lists of clients.
func ClientsSeen(a actor.Actor) []page.Cond {
	if domain.SeesAll(a) {
		return nil
	}
	return []page.Cond{{SQL: "t.body_id = ?", Args: []any{a.BodyID}}}
}

const (
	insertSecret  = `INSERT INTO client_secret (territory, client_id, hash, retire_us) VALUES ($1, $2, $3, 0)`
	retireSecrets = `UPDATE client_secret SET retire_us = $1 WHERE territory = $2 AND client_id = $3 AND (retire_us = 0 OR retire_us > $1)`
	deleteSecrets = `DELETE FROM client_secret WHERE territory = $1 AND client_id = $2 AND retire_us <> 0 AND retire_us <= $3`
	selectSecrets = `SELECT hash FROM client_secret WHERE territory = $1 AND client_id = $2 AND (retire_us = 0 OR retire_us > $3)`
)

// AddSecret keeps the hash of a client's new secret. Those before stay valid until the instant given, at the latest.
func AddSecret(tx *kit.Tx, c *domain.Client, hash []byte, othersUntil time.Time) error {
	if err := RetireSecrets(tx, c, othersUntil); err != nil {
		return err
	}
	_, err := tx.Exec(tx.Ctx, insertSecret, c.Territory, c.ID, hash)
	return err
}

// RetireSecrets ends all secrets of a client at an instant, and forgets those that have ended.
func RetireSecrets(tx *kit.Tx, c *domain.Client, at time.Time) error {
	if _, err := tx.Exec(tx.Ctx, retireSecrets, clock.Micros(at), c.Territory, c.ID); err != nil {
		return err
	}
	_, err := tx.Exec(tx.Ctx, deleteSecrets, c.Territory, c.ID, clock.Micros(tx.Now))
	return err
}

// SecretHashes are the hashes of a client's valid secrets.
func SecretHashes(v *kit.View, c *domain.Client) ([][]byte, error) {
	rows, err := v.Query(v.Ctx, selectSecrets, c.Territory, c.ID, clock.Micros(v.Now))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var hashes [][]byte
	for rows.Next() {
		var hash []byte
		if err := rows.Scan(&hash); err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
	}
	return hashes, rows.Err()
}
