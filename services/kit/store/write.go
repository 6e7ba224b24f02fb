package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/idem"
)

// Write runs fn as one unit of work and answers its message. When the call came with an idempotency key, the key and the
// answer are written with the effect: the same call sent again gets the same answer, and nothing is done twice.
func Write[M proto.Message](ctx context.Context, s *Store, fn func(*Tx) (M, error)) (M, error) {
	var answer M
	request, keyed := idem.From(ctx)
	once := func() error {
		return s.Update(ctx, func(tx *Tx) error {
			if keyed {
				if kept, err := keptAnswer[M](tx, request); err != nil || kept != nil {
					if kept != nil {
						answer = *kept
					}
					return err
				}
			}
			var err error
			if answer, err = fn(tx); err != nil || !keyed {
				return err
			}
			return keepAnswer(tx, request, answer)
		})
	}
	err := once()
	if e, ok := errs.As(err); ok && (keyed || e.Code == codes.AlreadyExists) {
		err = once() // what stands in the way may be this very call, sent twice at once: then its answer is there now
	}
	if err != nil {
		var none M
		return none, err
	}
	return answer, nil
}

const selectAnswer = `SELECT hash, answer, created_us FROM idempotency WHERE territory = $1 AND caller = $2 AND key = $3`

// keptAnswer is nil when the key is new, or so old that it counts as new.
func keptAnswer[M proto.Message](tx *Tx, r idem.Request) (*M, error) {
	var hash, kept []byte
	var created int64
	err := tx.QueryRow(tx.Ctx, selectAnswer, r.Territory, r.Caller, r.Key).Scan(&hash, &kept, &created)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if tx.Now.Sub(clock.FromMicros(created)) > idem.Kept {
		return nil, forgetAnswer(tx, r)
	}
	if !bytes.Equal(hash, r.Hash) {
		return nil, errs.Conflicting("IDEMPOTENCY_KEY_REUSED").With("key", r.Key)
	}
	var m M
	m = m.ProtoReflect().New().Interface().(M)
	return &m, proto.Unmarshal(kept, m)
}

const deleteAnswer = `DELETE FROM idempotency WHERE territory = $1 AND caller = $2 AND key = $3`

func forgetAnswer(tx *Tx, r idem.Request) error {
	_, err := tx.Exec(tx.Ctx, deleteAnswer, r.Territory, r.Caller, r.Key)
	return err
}

const insertAnswer = `INSERT INTO idempotency (territory, caller, key, hash, answer, created_us) VALUES ($1, $2, $3, $4, $5, $6)`

func keepAnswer(tx *Tx, r idem.Request, answer proto.Message) error {
	encoded, err := proto.Marshal(answer)
	if err != nil {
		return err
	}
	_, err = tx.Exec(tx.Ctx, insertAnswer, r.Territory, r.Caller, r.Key, r.Hash, encoded, clock.Micros(tx.Now))
	if db.IsUnique(err) {
		return db.ErrRace // the same call at the same time: its answer is there at the next try
	}
	return err
}

const deleteOldAnswers = `DELETE FROM idempotency WHERE created_us < $1`

// ForgetAnswers drops the answers that are no longer kept; a timer of the process calls it.
func (s *Store) ForgetAnswers(ctx context.Context) error {
	return s.Update(ctx, func(tx *Tx) error {
		_, err := tx.Exec(tx.Ctx, deleteOldAnswers, clock.Micros(tx.Now.Add(-idem.Kept)))
		return err
	})
}
