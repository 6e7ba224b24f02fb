package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/store"
)

// Uploads answers UploadService. An upload is its sender's alone: others are told that there is none.
type Uploads struct {
	supportv1.UnimplementedUploadServiceServer
	Store *kit.Store
	Take  *app.TakeUpload
}

// CreateUpload announces a file.
func (s *Uploads) CreateUpload(ctx context.Context, r *supportv1.CreateUploadRequest) (*supportv1.Upload, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Upload, error) { return s.Take.Create(tx, r) })
}

// GetUpload says how much of it has arrived.
func (s *Uploads) GetUpload(ctx context.Context, r *supportv1.GetUploadRequest) (*supportv1.Upload, error) {
	return store.UploadOf(s.Store.View(ctx), r.GetUploadId())
}

// WriteUpload adds the next piece.
func (s *Uploads) WriteUpload(ctx context.Context, r *supportv1.WriteUploadRequest) (*supportv1.Upload, error) {
	return s.Take.Write(ctx, r)
}

// DeleteUpload gives it up.
func (s *Uploads) DeleteUpload(ctx context.Context, r *supportv1.DeleteUploadRequest) (*supportv1.DeleteUploadResponse, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.DeleteUploadResponse, error) {
		up, err := store.UploadOf(tx, r.GetUploadId())
		if err != nil {
			return nil, err
		}
		if up.GetAttachmentId() != "" {
			return nil, errs.State("UPLOAD_ATTACHED").With("attachmentId", up.GetAttachmentId())
		}
		return &supportv1.DeleteUploadResponse{}, s.Take.Forget(tx, up.GetUploadId())
	})
}
