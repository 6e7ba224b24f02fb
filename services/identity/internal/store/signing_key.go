package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
)

// SigningKey is a key that access tokens are signed with, as it is kept: the private part is encrypted.
type SigningKey struct {
	// Generation counts the keys; ID is the key's name in tokens.
	Generation int64
	ID         string
	// Sealed is the private key, encrypted; Public the public one, as a JWK.
	Sealed, Public []byte
	Created        time.Time
}

const (
	selectKeys = `SELECT generation, id, sealed, public, created_us FROM signing_key ORDER BY generation DESC LIMIT 2`
	insertKey  = `INSERT INTO signing_key (generation, id, sealed, public, created_us) VALUES ($1, $2, $3, $4, $5)`
)

// SigningKeys are the two newest keys, newest first: the one that signs, and the one that signed before.
func SigningKeys(ctx context.Context, q db.Querier) ([]SigningKey, error) {
	rows, err := q.Query(ctx, selectKeys)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var keys []SigningKey
	for rows.Next() {
		var k SigningKey
		var created int64
		if err := rows.Scan(&k.Generation, &k.ID, &k.Sealed, &k.Public, &created); err != nil {
			return nil, err
		}
		k.Created = clock.FromMicros(created)
		keys = append(keys, k)
	}
	return keys, rows.Err()
}

// AddSigningKey keeps a key. When another process made the same generation, the unit of work runs again.
func AddSigningKey(tx *kit.Tx, k SigningKey) error {
	_, err := tx.Exec(tx.Ctx, insertKey, k.Generation, k.ID, k.Sealed, k.Public, clock.Micros(k.Created))
	if db.IsUnique(err) {
		return db.ErrRace
	}
	return err
}

const (
	selectFact = `SELECT value FROM installation WHERE name = $1`
	upsertFact = `INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`
)

// IssuerURL is the name that the running server issues tokens under; empty before it ran.
func IssuerURL(ctx context.Context, q db.Querier) (string, error) {
	var value string
	err := q.QueryRow(ctx, selectFact, "issuer").Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// KeepIssuerURL remembers it, for the command that prints tokens beside the server.
func KeepIssuerURL(tx *kit.Tx, url string) error {
	_, err := tx.Exec(tx.Ctx, upsertFact, "issuer", url)
	return err
}
