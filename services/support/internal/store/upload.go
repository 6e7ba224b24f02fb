package store

import (
	"database/sql"
	"errors"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
)

const (
	insertUpload = `INSERT INTO upload (territory, id, owner, name, size_bytes, offset_bytes, complete, media_type, sha256, attachment_id, created_us, expires_us)
 VALUES ($1, $2, $3, $4, $5, 0, FALSE, '', '', '', $6, $7)`
	selectUpload = `SELECT id, name, size_bytes, offset_bytes, complete, media_type, sha256, attachment_id, created_us, expires_us
 FROM upload WHERE territory = $1 AND id = $2 AND owner = $3 AND expires_us > $4`
	countUploads   = `SELECT count(*) FROM upload WHERE territory = $1 AND owner = $2 AND attachment_id = ''`
	advanceUpload  = `UPDATE upload SET offset_bytes = $1 WHERE territory = $2 AND id = $3 AND offset_bytes = $4`
	completeUpload = `UPDATE upload SET complete = TRUE, media_type = $1, sha256 = $2 WHERE territory = $3 AND id = $4`
	attachUpload   = `UPDATE upload SET attachment_id = $1 WHERE territory = $2 AND id = $3 AND attachment_id = ''`
	deleteUpload   = `DELETE FROM upload WHERE territory = $1 AND id = $2`
	selectAttached = `SELECT attachment_id FROM upload WHERE territory = $1 AND id = $2`
	insertPiece    = `INSERT INTO upload_piece (territory, upload_id, from_bytes, name) VALUES ($1, $2, $3, $4)`
	selectPieces   = `SELECT name FROM upload_piece WHERE territory = $1 AND upload_id = $2 ORDER BY from_bytes`
	deletePieces   = `DELETE FROM upload_piece WHERE territory = $1 AND upload_id = $2`
)

// AddUpload announces a file of the actor.
func AddUpload(tx *kit.Tx, up *supportv1.Upload) error {
	_, err := tx.Exec(tx.Ctx, insertUpload, tx.Actor.Territory, up.GetUploadId(), tx.Actor.Ref(), up.GetName(), up.GetSizeBytes(),
		clock.Micros(timeOf(up.GetCreatedTime())), clock.Micros(timeOf(up.GetExpiresTime())))
	return err
}

// UploadOf is an upload of the actor's own that has not expired; nobody learns of others.
func UploadOf(from kit.Source, uploadID string) (*supportv1.Upload, error) {
	v := viewOf(from)
	up := &supportv1.Upload{}
	var created, expires int64
	err := v.QueryRow(v.Ctx, selectUpload, v.Actor.Territory, uploadID, v.Actor.Ref(), clock.Micros(v.Now)).Scan(&up.UploadId, &up.Name, &up.SizeBytes,
		&up.OffsetBytes, &up.Complete, &up.MediaType, &up.Sha256, &up.AttachmentId, &created, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errs.NotFound("upload")
	}
	if err != nil {
		return nil, err
	}
	up.CreatedTime, up.ExpiresTime = timestamppb.New(clock.FromMicros(created)), timestamppb.New(clock.FromMicros(expires))
	return up, nil
}

// UploadsWaiting is how many uploads of the actor are not attached.
func UploadsWaiting(tx *kit.Tx) (n int, err error) {
	err = tx.QueryRow(tx.Ctx, countUploads, tx.Actor.Territory, tx.Actor.Ref()).Scan(&n)
	return n, err
}

// AddPiece keeps that a piece has arrived; false when it is not the next one any more.
func AddPiece(tx *kit.Tx, uploadID, name string, from, to int64) (bool, error) {
	if mine, err := changed(tx.Exec(tx.Ctx, advanceUpload, to, tx.Actor.Territory, uploadID, from)); !mine {
		return false, err
	}
	_, err := tx.Exec(tx.Ctx, insertPiece, tx.Actor.Territory, uploadID, from, name)
	return err == nil, err
}

// Pieces are the names of what has arrived, in order.
func Pieces(v *kit.View, uploadID string) ([]string, error) {
	rows, err := v.Query(v.Ctx, selectPieces, v.Actor.Territory, uploadID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// CompleteUpload keeps that the content is whole in one place, and what it is; false when the upload went meanwhile.
func CompleteUpload(tx *kit.Tx, uploadID, mediaType, sha256 string) (bool, error) {
	there, err := changed(tx.Exec(tx.Ctx, completeUpload, mediaType, sha256, tx.Actor.Territory, uploadID))
	if !there {
		return false, err
	}
	_, err = tx.Exec(tx.Ctx, deletePieces, tx.Actor.Territory, uploadID)
	return err == nil, err
}

// TakeUpload makes an upload the content of an attachment. Of two at once one does; the other is told which has it.
func TakeUpload(tx *kit.Tx, uploadID, attachmentID string) error {
	if mine, err := changed(tx.Exec(tx.Ctx, attachUpload, attachmentID, tx.Actor.Territory, uploadID)); mine || err != nil {
		return err
	}
	var by string
	switch err := tx.QueryRow(tx.Ctx, selectAttached, tx.Actor.Territory, uploadID).Scan(&by); {
	case errors.Is(err, sql.ErrNoRows):
		return errs.NotFound("upload")
	case err != nil:
		return err
	}
	return errs.State("UPLOAD_ATTACHED").With("attachmentId", by)
}

// DropUpload forgets an upload, whose ever it is. Its content goes with it, unless it is that of an attachment.
func DropUpload(tx *kit.Tx, uploadID string) error {
	var by string
	err := tx.QueryRow(tx.Ctx, selectAttached, tx.Actor.Territory, uploadID).Scan(&by)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, statement := range []string{deleteUpload, deletePieces} {
		if _, err := tx.Exec(tx.Ctx, statement, tx.Actor.Territory, uploadID); err != nil {
			return err
		}
	}
	if by != "" {
		return nil
	}
	return Discard(tx, uploadID)
}

// changed says whether a statement has changed a row.
func changed(result sql.Result, err error) (bool, error) {
	if db.IsUnique(err) {
		return false, db.ErrRace
	}
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// ExpiresAfter is how long an upload waits to be attached.
const ExpiresAfter = 24 * time.Hour
