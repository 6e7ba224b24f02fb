package store

import (
	"database/sql"
	"errors"
	"time"

	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

const (
	insertMailCode = `INSERT INTO mail_code (id, hash, tries, expires_us) VALUES ($1, $2, 0, $3)`
	selectMailCode = `SELECT hash, tries, expires_us FROM mail_code WHERE id = $1`
	tryMailCode    = `UPDATE mail_code SET tries = tries + 1 WHERE id = $1`
	deleteMailCode = `DELETE FROM mail_code WHERE id = $1`
)

// AddMailCode keeps a code that was sent, by its hash.
func AddMailCode(tx *kit.Tx, id string, hash []byte, expires time.Time) error {
	_, err := tx.Exec(tx.Ctx, insertMailCode, id, hash, clock.Micros(expires))
	return err
}

// TryMailCode counts a try and answers what the code's hash is and how many tries there were with this one; nil when the
// code is not there or too old.
func TryMailCode(tx *kit.Tx, id string) (hash []byte, tries int, err error) {
	if _, err := tx.Exec(tx.Ctx, tryMailCode, id); err != nil {
		return nil, 0, err
	}
	var expires int64
	err = tx.QueryRow(tx.Ctx, selectMailCode, id).Scan(&hash, &tries, &expires)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !tx.Now.Before(clock.FromMicros(expires)) {
		return nil, 0, nil
	}
	return hash, tries, err
}

// DropMailCode forgets a code: it is good once.
func DropMailCode(tx *kit.Tx, id string) error {
	_, err := tx.Exec(tx.Ctx, deleteMailCode, id)
	return err
}

const (
	upsertAttempt = `INSERT INTO attempt (kind, key, window_us, count) VALUES ($1, $2, $3, 1)
 ON CONFLICT (kind, key, window_us) DO UPDATE SET count = attempt.count + 1`
	selectAttempt = `SELECT count FROM attempt WHERE kind = $1 AND key = $2 AND window_us = $3`
)

// Attempt counts one more attempt of a key in the present window and answers how many there were.
func Attempt(tx *kit.Tx, kind string, key []byte, window time.Duration) (count int, err error) {
	at := clock.Micros(tx.Now.Truncate(window))
	if _, err := tx.Exec(tx.Ctx, upsertAttempt, kind, key, at); err != nil {
		return 0, err
	}
	err = tx.QueryRow(tx.Ctx, selectAttempt, kind, key, at).Scan(&count)
	return count, err
}

const (
	forgetCodes     = `DELETE FROM grant_code WHERE expires_us < $1`
	forgetTokens    = `DELETE FROM refresh_token WHERE expires_us < $1`
	forgetMailCodes = `DELETE FROM mail_code WHERE expires_us < $1`
	forgetAttempts  = `DELETE FROM attempt WHERE window_us < $1`
)

// Forget drops codes, tokens and counts that have been of no use for a day.
func Forget(tx *kit.Tx) error {
	before := clock.Micros(tx.Now.Add(-24 * time.Hour))
	for _, query := range []string{forgetCodes, forgetTokens, forgetMailCodes, forgetAttempts} {
		if _, err := tx.Exec(tx.Ctx, query, before); err != nil {
			return err
		}
	}
	return nil
}
