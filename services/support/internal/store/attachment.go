package store

import (
	"strconv"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Attachments is the table of the files of cases.
var Attachments = kit.Table[*domain.Attachment, *supportv1.Attachment]{
	Name: "attachment", Kind: "attachment",
	Columns: []kit.Column[*domain.Attachment]{
		{Name: "case_id", Value: func(f *domain.Attachment) any { return f.State.GetCaseId() }},
		{Name: "message_id", Value: func(f *domain.Attachment) any { return f.State.GetMessageId() }},
		{Name: "upload_id", Value: func(f *domain.Attachment) any { return f.State.GetUploadId() }},
		{Name: "visibility", Value: func(f *domain.Attachment) any { return f.State.GetVisibility().String() }},
		{Name: "scan_status", Value: func(f *domain.Attachment) any { return f.State.GetScanStatus().String() }},
		{Name: "author_body_id", Value: func(f *domain.Attachment) any { return f.State.GetAuthorBodyId() }},
		{Name: "author_person_id", Value: func(f *domain.Attachment) any { return f.State.GetAuthorPersonId() }},
		{Name: "deleted", Value: func(f *domain.Attachment) any { return f.State.GetDeletedTime() != nil }},
		{Name: "created_us", Value: func(f *domain.Attachment) any { return clock.Micros(timeOf(f.State.GetCreatedTime())) }},
	},
	Encode:  func(f *domain.Attachment) *supportv1.Attachment { return f.State },
	Decode:  func(m *supportv1.Attachment) *domain.Attachment { return &domain.Attachment{State: m} },
	Project: discardGone,
}.Open()

var scanInfected = supportv1.ScanStatus_SCAN_STATUS_INFECTED.String()

// discardGone has the content removed of what is deleted or dangerous.
func discardGone(tx *kit.Tx, f *domain.Attachment) error {
	if f.State.GetDeletedTime() == nil && f.State.GetScanStatus().String() != scanInfected {
		return nil
	}
	return Discard(tx, f.State.GetUploadId())
}

var attachmentList = &page.List{
	Name: "attachments", Kind: "attachment", From: "attachment t", Descending: true,
	Fields: []page.Field{
		{Name: "caseId", Column: "t.case_id"},
		{Name: "messageId", Column: "t.message_id"},
		{Name: "visibility", Column: "t.visibility", Kind: page.Enum},
		{Name: "scanStatus", Column: "t.scan_status", Kind: page.Enum},
		{Name: "authorBodyId", Column: "t.author_body_id", Word: page.Mine},
		{Name: "authorPersonId", Column: "t.author_person_id", Word: page.Me},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
	Orders: []page.Order{{Name: "createdTime", Column: "t.created_us", Kind: page.Time}},
}

// ListAttachments answers a page of the files that the actor may see, of all cases or of one that it sees:
// Attachment.Visible as a condition.
func ListAttachments(v *kit.View, signer *page.Signer, r page.Request, caseID string) ([]*domain.Attachment, string, error) {
	scope := []page.Cond{legible(v.Actor)}
	if caseID != "" {
		scope = append(scope, page.Cond{SQL: "t.case_id = ?", Args: []any{caseID}})
	}
	return page.Of(v, Attachments, attachmentList, signer, r, scope...)
}

const (
	countAttachments   = `SELECT count(*) FROM attachment WHERE territory = $1 AND case_id = $2 AND NOT deleted`
	selectOfMessages   = `SELECT id, version, head, record FROM attachment WHERE territory = $1 AND message_id IN (`
	selectFiles        = `SELECT upload_id FROM attachment WHERE territory = $1 AND case_id = $2`
	deleteOfCase       = `DELETE FROM attachment WHERE territory = $1 AND case_id = $2`
	selectAwaitingScan = `SELECT territory, id, upload_id FROM attachment WHERE scan_status = $1 AND NOT deleted ORDER BY created_us LIMIT CAST($2 AS bigint)`
)

// CountAttachments is how many files a case holds.
func CountAttachments(tx *kit.Tx, caseID string) (n int, err error) {
	err = tx.QueryRow(tx.Ctx, countAttachments, tx.Actor.Territory, caseID).Scan(&n)
	return n, err
}

// AttachmentsOf are the files of messages that the actor may read, in the order that they were sent.
func AttachmentsOf(from kit.Source, messageIDs ...string) ([]*domain.Attachment, error) {
	if len(messageIDs) == 0 {
		return nil, nil
	}
	v := viewOf(from)
	args, places := []any{v.Actor.Territory}, make([]string, len(messageIDs))
	for i, id := range messageIDs {
		args, places[i] = append(args, id), "$"+strconv.Itoa(i+2)
	}
	rows, err := v.Query(v.Ctx, selectOfMessages+strings.Join(places, ", ")+") ORDER BY created_us, id", args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []*domain.Attachment
	for rows.Next() {
		var id string
		var version int64
		var head, record []byte
		if err := rows.Scan(&id, &version, &head, &record); err != nil {
			return nil, err
		}
		f, err := Attachments.Restore(v.Actor.Territory, id, version, head, record)
		if err != nil {
			return nil, err
		}
		found = append(found, f)
	}
	return found, rows.Err()
}

// AwaitingScan is a file that was not scanned.
type AwaitingScan struct {
	Territory, AttachmentID string
	// Content is its name in the store of files.
	Content string
}

// AwaitScan are files of all territories in a scan status, the oldest first.
func AwaitScan(v *kit.View, status supportv1.ScanStatus, limit int) ([]AwaitingScan, error) {
	rows, err := v.Query(v.Ctx, selectAwaitingScan, status.String(), limit)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []AwaitingScan
	for rows.Next() {
		var f AwaitingScan
		var upload string
		if err := rows.Scan(&f.Territory, &f.AttachmentID, &upload); err != nil {
			return nil, err
		}
		f.Content = Whole(f.Territory, upload)
		found = append(found, f)
	}
	return found, rows.Err()
}

// Whole is the name in the store of files of the content of an upload, once it is whole.
func Whole(territory, uploadID string) string { return Folder{territory, uploadID}.Path() + "/whole" }

// Part is the folder of what has arrived of it before.
func Part(uploadID string) string { return uploadID + "/pieces" }

// deleteFiles removes the files of a case that is erased.
func deleteFiles(tx *kit.Tx, caseID string) error {
	rows, err := tx.Query(tx.Ctx, selectFiles, tx.Actor.Territory, caseID)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var uploads []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		uploads = append(uploads, id)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, id := range uploads {
		if err := Discard(tx, id); err != nil {
			return err
		}
	}
	_, err = tx.Exec(tx.Ctx, deleteOfCase, tx.Actor.Territory, caseID)
	return err
}
