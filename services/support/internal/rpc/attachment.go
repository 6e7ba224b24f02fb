package rpc

import (
	"context"
	"errors"
	"io"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/blob"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// Attachments answers AttachmentService.
type Attachments struct {
	supportv1.UnimplementedAttachmentServiceServer
	Store    *kit.Store
	Signer   *page.Signer
	Present  *present.Presenter
	Readings *store.Readings
	Blobs    blob.Store
	Uploads  *app.TakeUpload
	Keep     app.KeepAttachments
}

// CreateAttachment attaches an upload to a case. What was attached by the same request before is answered without it.
func (s *Attachments) CreateAttachment(ctx context.Context, r *supportv1.CreateAttachmentRequest) (*supportv1.Attachment, error) {
	if err := s.Uploads.Ready(ctx, r.GetUploadId()); err != nil && !errs.Is(err, "NOT_FOUND") {
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Attachment, error) {
		f, err := s.Keep.Attach(tx, r)
		if err != nil {
			return nil, err
		}
		return seenFile(ctx, s.Present, &tx.View, f), nil
	})
}

// GetAttachment answers what is known of a file.
func (s *Attachments) GetAttachment(ctx context.Context, r *supportv1.GetAttachmentRequest) (*supportv1.Attachment, error) {
	view := s.Store.View(ctx)
	f, _, err := s.file(view, r.GetAttachmentId())
	if err != nil {
		return nil, err
	}
	return seenFile(ctx, s.Present, view, f), nil
}

// ListAttachments lists the files that the caller may see, of all cases or of one.
func (s *Attachments) ListAttachments(ctx context.Context, r *supportv1.ListAttachmentsRequest) (*supportv1.ListAttachmentsResponse, error) {
	view := s.Store.View(ctx)
	if r.GetCaseId() != "" {
		if _, err := seen(view, r.GetCaseId()); err != nil {
			return nil, err
		}
	}
	found, next, err := store.ListAttachments(view, s.Signer, r, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListAttachmentsResponse{NextPageToken: next}
	for _, f := range found {
		answer.Attachments = append(answer.Attachments, seenFile(ctx, s.Present, view, f))
	}
	return answer, page.Trim(answer.GetAttachments(), r.GetFields())
}

// DeleteAttachment takes the name and the content away.
func (s *Attachments) DeleteAttachment(ctx context.Context, r *supportv1.DeleteAttachmentRequest) (*supportv1.Attachment, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Attachment, error) {
		f, err := s.Keep.Delete(tx, r.GetAttachmentId())
		if err != nil {
			return nil, err
		}
		return seenFile(ctx, s.Present, &tx.View, f), nil
	})
}

// ReadAttachment streams the content. Who reads it is asked of the case as it is now, and a reading by another body is kept.
func (s *Attachments) ReadAttachment(r *supportv1.ReadAttachmentRequest, to grpc.ServerStreamingServer[supportv1.AttachmentContent]) error {
	ctx := to.Context()
	view := s.Store.View(ctx)
	f, c, err := s.file(view, r.GetAttachmentId())
	if err != nil {
		return err
	}
	if err := f.Readable(); err != nil {
		return err
	}
	content, err := s.Blobs.Get(ctx, store.Whole(f.Territory, f.State.GetUploadId()), r.GetOffsetBytes())
	if errors.Is(err, blob.ErrNone) {
		return errs.State("ATTACHMENT_LOST").Because(err)
	}
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	if level := c.Level(view.Actor); level == domain.AsPartner || level == domain.AsCoordinator {
		if err := s.Readings.Saw(ctx, view.Actor, c.ID); err != nil {
			return err
		}
	}
	return send(content, to)
}

// partSize is how much of a content goes in one message.
const partSize = 256 << 10

func send(content io.Reader, to grpc.ServerStreamingServer[supportv1.AttachmentContent]) error {
	for {
		part := make([]byte, partSize) // the transport keeps what it was given
		n, err := io.ReadFull(content, part)
		if n > 0 {
			if err := to.Send(&supportv1.AttachmentContent{Data: part[:n]}); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return errs.Unavailable("FILES_UNAVAILABLE").Because(err)
		}
	}
}

// file is a file that the caller may know of, with its case.
func (s *Attachments) file(v *kit.View, attachmentID string) (*domain.Attachment, *domain.Case, error) {
	f, err := store.Attachments.Get(v, attachmentID)
	if err != nil {
		return nil, nil, err
	}
	c, err := store.Cases.Get(v, f.State.GetCaseId())
	if err == nil && !f.Visible(v.Actor, c) {
		err = errs.NotFound("attachment")
	}
	return f, c, err
}

// seenFile is a file as this caller sees it.
func seenFile(ctx context.Context, words *present.Presenter, v *kit.View, f *domain.Attachment) *supportv1.Attachment {
	seen := present.Resource(ctx, words, f.State, f.Version)
	seen.AllowedActions = f.Actions(v.Actor)
	return seen
}

// withFiles adds the files that came with messages: who reads a message reads them.
func withFiles(ctx context.Context, words *present.Presenter, v *kit.View, messages []*supportv1.Message) error {
	byID := map[string]*supportv1.Message{}
	var ids []string
	for _, m := range messages {
		if m.GetDeletedTime() == nil {
			byID[m.GetMessageId()] = m
			ids = append(ids, m.GetMessageId())
		}
	}
	files, err := store.AttachmentsOf(v, ids...)
	if err != nil {
		return err
	}
	for _, f := range files {
		m := byID[f.State.GetMessageId()]
		m.Attachments = append(m.Attachments, seenFile(ctx, words, v, f))
	}
	return nil
}
