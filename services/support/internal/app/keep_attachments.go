package app

import (
	"strconv"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// KeepAttachments attaches files to cases and takes them away.
type KeepAttachments struct {
	File
	// Scanner says whether files are scanned.
	Scanner bool
	// Wake has what was attached scanned, and removed what was discarded.
	Wake func()
}

// Attach makes an upload of the actor a file of a case. It answers the one made before when the sender's own request id is known.
func (u KeepAttachments) Attach(tx *kit.Tx, r *supportv1.CreateAttachmentRequest) (*domain.Attachment, error) {
	known, err := tx.Once(r.GetClientRequestId())
	if err != nil {
		return nil, err
	}
	if known != "" {
		return store.Attachments.Get(tx, known)
	}
	c, err := u.visible(tx, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	f, err := u.in(tx, c, nil, r.GetVisibility(), r.GetUploadId())
	if err != nil {
		return nil, err
	}
	f.State.ClientRequestId = r.GetClientRequestId()
	if err := store.Attachments.Put(tx, f); err != nil {
		return nil, err
	}
	return f, tx.Made(r.GetClientRequestId(), f.ID)
}

// With attaches uploads to a message that is written in the same unit of work.
func (u KeepAttachments) With(tx *kit.Tx, c *domain.Case, m *domain.Message, uploadIDs []string) error {
	for _, uploadID := range uploadIDs {
		f, err := u.in(tx, c, m, m.State.GetVisibility(), uploadID)
		if err != nil {
			return err
		}
		if err := store.Attachments.Put(tx, f); err != nil {
			return err
		}
	}
	return nil
}

func (u KeepAttachments) in(tx *kit.Tx, c *domain.Case, m *domain.Message, v supportv1.MessageVisibility, uploadID string) (*domain.Attachment, error) {
	up, err := store.UploadOf(tx, uploadID)
	if err != nil {
		return nil, err
	}
	f, err := domain.Attach(tx.Actor, c, m, v, up, u.Scanner, tx.Now)
	switch {
	case err != nil:
		return nil, err
	case !up.GetComplete():
		return nil, errs.State("UPLOAD_UNFINISHED").With("offsetBytes", strconv.FormatInt(up.GetOffsetBytes(), 10))
	}
	if n, err := store.CountAttachments(tx, c.ID); err != nil {
		return nil, err
	} else if n >= domain.MostAttachments {
		return nil, errs.State("TOO_MANY_ATTACHMENTS").With("most", strconv.Itoa(domain.MostAttachments))
	}
	tx.AfterCommit(u.Wake)
	return f, store.TakeUpload(tx, up.GetUploadId(), f.ID)
}

// Delete takes the name and the content of a file away.
func (u KeepAttachments) Delete(tx *kit.Tx, attachmentID string) (*domain.Attachment, error) {
	f, err := store.Attachments.Get(tx, attachmentID)
	if err != nil {
		return nil, err
	}
	c, err := u.Cases.Get(tx, f.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	if !f.Visible(tx.Actor, c) {
		return nil, errs.NotFound("attachment")
	}
	if f, err = store.Attachments.Target(tx, attachmentID); err != nil {
		return nil, err
	}
	return f, u.delete(tx, f)
}

// Of takes the files of a message away that is deleted.
func (u KeepAttachments) Of(tx *kit.Tx, m *domain.Message) error {
	files, err := store.AttachmentsOf(tx, m.ID)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.State.GetDeletedTime() != nil {
			continue
		}
		if err := u.delete(tx, f); err != nil {
			return err
		}
	}
	return nil
}

func (u KeepAttachments) delete(tx *kit.Tx, f *domain.Attachment) error {
	if err := f.Delete(tx.Actor, tx.Now); err != nil {
		return err
	}
	tx.AfterCommit(u.Wake)
	return store.Attachments.Put(tx, f)
}
