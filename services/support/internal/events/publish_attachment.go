package events

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// attachmentFact is the journal entry of a fact about a file. Its name is nobody's but its readers'.
func attachmentFact(fact any) (store.Entry, bool) {
	switch f := fact.(type) {
	case domain.AttachmentAdded:
		a := f.Attachment
		return of(a.GetCaseId(), &supporteventv1.AttachmentAdded{
			AttachmentId: a.GetAttachmentId(), CaseId: a.GetCaseId(), Visibility: a.GetVisibility().String(), AuthorBodyId: a.GetAuthorBodyId(),
			MessageId: a.GetMessageId(), MediaType: a.GetMediaType(), SizeBytes: a.GetSizeBytes(), ScanStatus: a.GetScanStatus().String(),
		}), true
	case domain.AttachmentScanned:
		a := f.Attachment
		return of(a.GetCaseId(), &supporteventv1.AttachmentScanned{
			AttachmentId: a.GetAttachmentId(), CaseId: a.GetCaseId(), Visibility: a.GetVisibility().String(), AuthorBodyId: a.GetAuthorBodyId(),
			MessageId: a.GetMessageId(), ScanStatus: a.GetScanStatus().String(),
		}), true
	case domain.AttachmentDeleted:
		a := f.Attachment
		return of(a.GetCaseId(), &supporteventv1.AttachmentDeleted{
			AttachmentId: a.GetAttachmentId(), CaseId: a.GetCaseId(), Visibility: a.GetVisibility().String(), AuthorBodyId: a.GetAuthorBodyId(),
			MessageId: a.GetMessageId(),
		}), true
	}
	return store.Entry{}, false
}
