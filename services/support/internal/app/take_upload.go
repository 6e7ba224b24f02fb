package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
	"hup.example/services/kit/schedule"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/blob"
	"hup.example/services/support/internal/filetype"
	"hup.example/services/support/internal/store"
)

// UploadExpire is the kind of the timer that ends an upload.
const UploadExpire = "upload.expire"

const (
	// MostBytes is the largest file that is taken.
	MostBytes = 20 << 20
	// mostWaiting is how many uploads of a sender may wait to be attached.
	mostWaiting = 50
	// mostPieces is in how many pieces a file may come.
	mostPieces = 2_000
	// atOnce is how many files are looked at at the same time, whole in memory.
	atOnce = 2
)

// TakeUpload takes files in pieces. A piece is in the store of files before its row says so, and the row of an upload is
// there before its first piece: whatever breaks off in between, nothing is kept that nobody can name.
type TakeUpload struct {
	Store *kit.Store
	Blobs blob.Store
	// Wake has removed what is discarded.
	Wake  func()
	slots chan struct{}
}

// NewTakeUpload makes it.
func NewTakeUpload(s *kit.Store, blobs blob.Store, wake func()) *TakeUpload {
	return &TakeUpload{Store: s, Blobs: blobs, Wake: wake, slots: make(chan struct{}, atOnce)}
}

// Create announces a file. It answers the upload made before when the sender's own request id is known.
func (u *TakeUpload) Create(tx *kit.Tx, r *supportv1.CreateUploadRequest) (*supportv1.Upload, error) {
	if known, err := tx.Once(r.GetClientRequestId()); err != nil {
		return nil, err
	} else if known != "" {
		return store.UploadOf(tx, known)
	}
	switch size := r.GetSizeBytes(); {
	case size == 0:
		return nil, errs.Invalid("FILE_EMPTY", errs.Field{Path: "sizeBytes", Reason: "FILE_EMPTY"})
	case size > MostBytes:
		return nil, tooLarge("sizeBytes")
	}
	if n, err := store.UploadsWaiting(tx); err != nil {
		return nil, err
	} else if n >= mostWaiting {
		return nil, errs.State("TOO_MANY_UPLOADS").With("most", strconv.Itoa(mostWaiting))
	}
	up := &supportv1.Upload{
		UploadId: id.New("upl"), Name: r.GetName(), SizeBytes: r.GetSizeBytes(),
		CreatedTime: timestamppb.New(tx.Now), ExpiresTime: timestamppb.New(tx.Now.Add(store.ExpiresAfter)),
	}
	if err := store.AddUpload(tx, up); err != nil {
		return nil, err
	}
	if err := schedule.Set(tx, UploadExpire, up.GetUploadId(), up.GetExpiresTime().AsTime()); err != nil {
		return nil, err
	}
	return up, tx.Made(r.GetClientRequestId(), up.GetUploadId())
}

func tooLarge(field string) error {
	return errs.Invalid("FILE_TOO_LARGE", errs.Field{Path: field, Reason: "FILE_TOO_LARGE"})
}

// Write adds the next piece; with the last one it looks at what has come.
func (u *TakeUpload) Write(ctx context.Context, r *supportv1.WriteUploadRequest) (*supportv1.Upload, error) {
	up, err := store.UploadOf(u.Store.View(ctx), r.GetUploadId())
	if err != nil {
		return nil, err
	}
	from, to := r.GetOffsetBytes(), r.GetOffsetBytes()+int64(len(r.GetData()))
	switch {
	case from != up.GetOffsetBytes() || up.GetComplete():
		return nil, notNext(up)
	case to > up.GetSizeBytes():
		return nil, tooLarge("data")
	}
	if pieces, err := store.Pieces(u.Store.View(ctx), up.GetUploadId()); err != nil {
		return nil, err
	} else if len(pieces) >= mostPieces {
		return nil, errs.State("UPLOAD_PIECES")
	}
	name := u.folder(ctx, store.Part(up.GetUploadId())) + fmt.Sprintf("/%d-%x", from, token())
	if err := u.Blobs.Put(ctx, name, bytes.NewReader(r.GetData()), to-from); err != nil {
		return nil, err
	}
	err = u.Store.Update(ctx, func(tx *kit.Tx) error {
		if mine, err := store.AddPiece(tx, up.GetUploadId(), name, from, to); err != nil || mine {
			return err
		}
		up, err := store.UploadOf(tx, up.GetUploadId())
		if err != nil {
			return err
		}
		return notNext(up)
	})
	if err != nil {
		return nil, err
	}
	if up.OffsetBytes = to; to < up.GetSizeBytes() {
		return up, nil
	}
	return u.Finish(ctx, up)
}

// token tells pieces apart that two senders write at once.
func token() []byte {
	b := make([]byte, 4)
	_, _ = rand.Read(b) // documented never to fail
	return b
}

func notNext(up *supportv1.Upload) error {
	return errs.Conflicting("UPLOAD_OFFSET").With("offsetBytes", strconv.FormatInt(up.GetOffsetBytes(), 10))
}

// folder is the name of a folder of the actor's territory in the store of files.
func (u *TakeUpload) folder(ctx context.Context, name string) string {
	return store.Folder{Territory: u.Store.View(ctx).Actor.Territory, Name: name}.Path()
}

// Ready finishes the uploads of the actor that have arrived whole, before they are attached.
func (u *TakeUpload) Ready(ctx context.Context, uploadIDs ...string) error {
	for _, uploadID := range uploadIDs {
		up, err := store.UploadOf(u.Store.View(ctx), uploadID)
		if err != nil {
			return err
		}
		if _, err := u.Finish(ctx, up); err != nil {
			return err
		}
	}
	return nil
}

// Finish looks at a file whose last piece has arrived, and puts it in one place. A file that is refused goes. It is done again
// when a crash came in between.
func (u *TakeUpload) Finish(ctx context.Context, up *supportv1.Upload) (*supportv1.Upload, error) {
	if up.GetComplete() || up.GetOffsetBytes() < up.GetSizeBytes() {
		return up, nil
	}
	select {
	case u.slots <- struct{}{}:
		defer func() { <-u.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	content, err := u.read(ctx, up)
	if err != nil {
		if now, again := store.UploadOf(u.Store.View(ctx), up.GetUploadId()); again == nil && now.GetComplete() {
			return now, nil // somebody else has done it
		}
		return nil, err
	}
	mediaType, refused := filetype.Check(up.GetName(), content)
	if refused != nil {
		return nil, errors.Join(u.Drop(ctx, up.GetUploadId()), refused)
	}
	whole := store.Whole(u.Store.View(ctx).Actor.Territory, up.GetUploadId())
	if err := u.Blobs.Put(ctx, whole, bytes.NewReader(content), int64(len(content))); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	up.Complete, up.MediaType, up.Sha256 = true, mediaType, hex.EncodeToString(sum[:])
	return up, u.complete(ctx, up)
}

func (u *TakeUpload) complete(ctx context.Context, up *supportv1.Upload) error {
	there := true
	err := u.Store.Update(ctx, func(tx *kit.Tx) (err error) {
		tx.AfterCommit(u.Wake)
		if there, err = store.CompleteUpload(tx, up.GetUploadId(), up.GetMediaType(), up.GetSha256()); err != nil {
			return err
		}
		if !there {
			return store.Discard(tx, up.GetUploadId()) // it was given up while its content was put in place
		}
		return store.Discard(tx, store.Part(up.GetUploadId()))
	})
	if err == nil && !there {
		err = errs.NotFound("upload")
	}
	return err
}

// read puts the pieces together.
func (u *TakeUpload) read(ctx context.Context, up *supportv1.Upload) ([]byte, error) {
	names, err := store.Pieces(u.Store.View(ctx), up.GetUploadId())
	if err != nil {
		return nil, err
	}
	content := bytes.NewBuffer(make([]byte, 0, up.GetSizeBytes()+bytes.MinRead))
	for _, name := range names {
		piece, err := u.Blobs.Get(ctx, name, 0)
		if err != nil {
			return nil, err
		}
		_, err = io.Copy(content, piece)
		if err = errors.Join(err, piece.Close()); err != nil {
			return nil, errs.Unavailable("FILES_UNAVAILABLE").Because(err)
		}
	}
	if int64(content.Len()) != up.GetSizeBytes() {
		return nil, errs.Internal(fmt.Errorf("upload %s: its pieces are %d bytes, not %d", up.GetUploadId(), content.Len(), up.GetSizeBytes()))
	}
	return content.Bytes(), nil
}

// Drop forgets an upload of the actor and its content.
func (u *TakeUpload) Drop(ctx context.Context, uploadID string) error {
	return u.Store.Update(ctx, func(tx *kit.Tx) error { return u.Forget(tx, uploadID) })
}

// Forget is Drop in a unit of work; the timer's, too.
func (u *TakeUpload) Forget(tx *kit.Tx, uploadID string) error {
	tx.AfterCommit(u.Wake)
	if err := schedule.Clear(tx, UploadExpire, uploadID); err != nil {
		return err
	}
	return store.DropUpload(tx, uploadID)
}
