package store

import (
	"database/sql"
	"errors"
	"time"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
)

const (
	insertPublicRequest = `INSERT INTO public_request (territory, id, record, mail_hash, address_hash, created_us) VALUES ($1, $2, $3, $4, $5, $6)`
	selectPublicRequest = `SELECT record FROM public_request WHERE territory = $1 AND id = $2`
	deletePublicRequest = `DELETE FROM public_request WHERE territory = $1 AND id = $2`
	countByMail         = `SELECT count(*) FROM public_request WHERE territory = $1 AND mail_hash = $2 AND created_us >= $3`
	countByAddress      = `SELECT count(*) FROM public_request WHERE territory = $1 AND address_hash = $2 AND created_us >= $3`
)

// Sender is who sent a public request, by keyed hashes.
type Sender struct{ Mail, Address string }

// AddPublicRequest keeps a request apart until it is confirmed.
func AddPublicRequest(tx *kit.Tx, id string, form *supportv1.RequestForm, by Sender) error {
	record, err := proto.Marshal(form)
	if err != nil {
		return err
	}
	_, err = tx.Exec(tx.Ctx, insertPublicRequest, tx.Actor.Territory, id, record, by.Mail, by.Address, clock.Micros(tx.Now))
	return err
}

// PublicRequest is one that waits; nil when there is none.
func PublicRequest(tx *kit.Tx, id string) (*supportv1.RequestForm, error) {
	var record []byte
	err := tx.QueryRow(tx.Ctx, selectPublicRequest, tx.Actor.Territory, id).Scan(&record)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	form := &supportv1.RequestForm{}
	return form, proto.Unmarshal(record, form)
}

// DropPublicRequest erases one.
func DropPublicRequest(tx *kit.Tx, id string) error {
	_, err := tx.Exec(tx.Ctx, deletePublicRequest, tx.Actor.Territory, id)
	return err
}

// PublicRequestsOf counts those that wait of the same mail address, and of the same network address, since an instant each.
func PublicRequestsOf(tx *kit.Tx, by Sender, mailSince, addressSince time.Time) (mail, address int, err error) {
	if err := tx.QueryRow(tx.Ctx, countByMail, tx.Actor.Territory, by.Mail, clock.Micros(mailSince)).Scan(&mail); err != nil {
		return 0, 0, err
	}
	err = tx.QueryRow(tx.Ctx, countByAddress, tx.Actor.Territory, by.Address, clock.Micros(addressSince)).Scan(&address)
	return mail, address, err
}
