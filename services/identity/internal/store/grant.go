package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
)

// Grant is what an authorization code stands for.
type Grant struct {
	// ClientID and RedirectURI must be named again by who redeems the code; Challenge is of the PKCE verifier (S256).
	ClientID, RedirectURI, Challenge string
	// Scope and Nonce were asked for.
	Scope, Nonce string
	// The membership that was signed in for.
	Territory, PersonID, MembershipID string
	// Method says how it was proved, at the time Proved; Device is what signed in, in words.
	Method identityv1.SignInMethod
	Proved time.Time
	Device string
	// SessionID is the session that the code was redeemed for; empty before.
	SessionID string `json:"-"`
	// Expires is when the code stops being valid.
	Expires time.Time `json:"-"`
}

const (
	insertCode = `INSERT INTO grant_code (hash, record, session_id, expires_us) VALUES ($1, $2, '', $3)`
	selectCode = `SELECT record, session_id, expires_us FROM grant_code WHERE hash = $1`
	redeemCode = `UPDATE grant_code SET session_id = $1 WHERE hash = $2 AND session_id = ''`
	deleteCode = `DELETE FROM grant_code WHERE hash = $1`
)

// AddCode keeps an authorization code, by its hash.
func AddCode(tx *kit.Tx, hash []byte, g Grant) error {
	record, err := json.Marshal(g)
	if err != nil {
		return err
	}
	_, err = tx.Exec(tx.Ctx, insertCode, hash, record, clock.Micros(g.Expires))
	return err
}

// Code reads an authorization code; nil when there is none.
func Code(tx *kit.Tx, hash []byte) (*Grant, error) {
	var record []byte
	var g Grant
	var expires int64
	err := tx.QueryRow(tx.Ctx, selectCode, hash).Scan(&record, &g.SessionID, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	g.Expires = clock.FromMicros(expires)
	return &g, json.Unmarshal(record, &g)
}

// RedeemCode marks a code with the session it was redeemed for. It stays, to be known when it comes again.
func RedeemCode(tx *kit.Tx, hash []byte, sessionID string) error {
	return one(tx, redeemCode, sessionID, hash)
}

// DropCode forgets a code.
func DropCode(tx *kit.Tx, hash []byte) error {
	_, err := tx.Exec(tx.Ctx, deleteCode, hash)
	return err
}

// Refresh is a refresh token.
type Refresh struct {
	// The session it refreshes, and who may do so with which scope.
	Territory, SessionID, ClientID, Scope string
	// Used is when it was used; the zero time for never.
	Used time.Time
	// Expires is when it stops being valid.
	Expires time.Time
}

const (
	insertRefresh = `INSERT INTO refresh_token (hash, territory, session_id, client_id, scope, used_us, expires_us) VALUES ($1, $2, $3, $4, $5, 0, $6)`
	selectRefresh = `SELECT territory, session_id, client_id, scope, used_us, expires_us FROM refresh_token WHERE hash = $1`
	useRefresh    = `UPDATE refresh_token SET used_us = $1 WHERE hash = $2 AND used_us = 0`
)

// AddRefresh keeps a refresh token, by its hash.
func AddRefresh(tx *kit.Tx, hash []byte, r Refresh) error {
	_, err := tx.Exec(tx.Ctx, insertRefresh, hash, r.Territory, r.SessionID, r.ClientID, r.Scope, clock.Micros(r.Expires))
	return err
}

// RefreshOf reads a refresh token; nil when there is none.
func RefreshOf(q *kit.View, hash []byte) (*Refresh, error) {
	var r Refresh
	var used, expires int64
	err := q.QueryRow(q.Ctx, selectRefresh, hash).Scan(&r.Territory, &r.SessionID, &r.ClientID, &r.Scope, &used, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	r.Used, r.Expires = clock.FromMicros(used), clock.FromMicros(expires)
	return &r, err
}

// UseRefresh marks a refresh token as used. It stays, to be known when it comes again.
func UseRefresh(tx *kit.Tx, hash []byte) error {
	return one(tx, useRefresh, clock.Micros(tx.Now), hash)
}

// one runs a statement that changes one row; when another transaction was first, the unit of work runs again.
func one(tx *kit.Tx, query string, args ...any) error {
	result, err := tx.Exec(tx.Ctx, query, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(db.ErrRace, err)
	}
	return nil
}
