package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/id"
)

// Attachment is a file of a case.
type Attachment struct {
	aggregate.Root
	// State is what is known of the file; its content is in the store of files.
	State *supportv1.Attachment
}

// The facts that an attachment states.
type (
	// AttachmentAdded: somebody attached a file to a case.
	AttachmentAdded struct{ Attachment *supportv1.Attachment }
	// AttachmentScanned: the scan has ended.
	AttachmentScanned struct{ Attachment *supportv1.Attachment }
	// AttachmentDeleted: its content was taken away.
	AttachmentDeleted struct{ Attachment *supportv1.Attachment }
)

// The scan statuses as short names.
const (
	scanPending  = supportv1.ScanStatus_SCAN_STATUS_PENDING
	scanInfected = supportv1.ScanStatus_SCAN_STATUS_INFECTED
	scanNone     = supportv1.ScanStatus_SCAN_STATUS_NOT_SCANNED
)

// MostAttachments is how many files a case may hold.
const MostAttachments = 300

// Attach makes a file of the case of an upload that is whole. It waits in quarantine where there is a scanner, and stays
// readable, said not to be scanned, where there is none. The message is nil for a file of the case itself.
func Attach(a actor.Actor, c *Case, m *Message, v supportv1.MessageVisibility, up *supportv1.Upload, scanner bool, now time.Time) (*Attachment, error) {
	if err := c.mayPost(a, v); err != nil {
		return nil, err
	}
	f := &Attachment{Root: aggregate.Root{Territory: c.Territory, ID: id.New("att")}}
	f.State = &supportv1.Attachment{
		AttachmentId: f.ID, CaseId: c.ID, MessageId: m.idOrNone(), UploadId: up.GetUploadId(), Visibility: v, ScanStatus: scanNone,
		Name: up.GetName(), MediaType: up.GetMediaType(), SizeBytes: up.GetSizeBytes(), Sha256: up.GetSha256(),
		AuthorPersonId: personOf(a), AuthorBodyId: a.BodyID, CreatedTime: timestamppb.New(now), UpdatedTime: timestamppb.New(now),
	}
	if c.Level(a) == AsCompany {
		f.State.FromCompany, f.State.AuthorBodyId = true, ""
	}
	if scanner {
		f.State.ScanStatus = scanPending
	}
	f.Record(AttachmentAdded{f.State})
	if m == nil && v == withCompany && !f.State.GetFromCompany() {
		f.tell(c, noticeAttachment, c.toContact())
	}
	return f, nil
}

func (m *Message) idOrNone() string {
	if m == nil {
		return ""
	}
	return m.ID
}

// Awaiting says whether the content is there and its scan has said nothing.
func (f *Attachment) Awaiting() bool {
	s := f.State.GetScanStatus()
	return f.State.GetDeletedTime() == nil && (s == scanPending || s == scanNone)
}

// Scanned keeps what the scan said. Of a dangerous file the content goes, and who sent it and who has the case are told.
func (f *Attachment) Scanned(c *Case, status supportv1.ScanStatus, now time.Time) {
	f.State.ScanStatus, f.State.UpdatedTime = status, timestamppb.New(now)
	if status != scanNone {
		f.State.ScannedTime = timestamppb.New(now)
	}
	f.Record(AttachmentScanned{f.State})
	if status != scanInfected {
		return
	}
	sender := toPerson(f.State.GetAuthorPersonId(), f.State.GetAuthorBodyId())
	if f.State.GetFromCompany() {
		sender = c.toContact()
	}
	f.tell(c, noticeInfected, sender)
	if lead := toPerson(c.State.GetAssignedPersonId(), c.State.GetLeadBodyId()); lead != sender && f.written().Visibility >= partners {
		f.tell(c, noticeInfected, lead)
	}
}

// Delete takes the name and the content away: by its author, or by the coordination.
func (f *Attachment) Delete(a actor.Actor, now time.Time) error {
	switch {
	case !f.mayDelete(a):
		return errs.Denied("NOT_THE_AUTHOR")
	case f.State.GetDeletedTime() != nil:
		return errs.State("ATTACHMENT_DELETED")
	}
	f.State.Name = ""
	f.State.DeletedTime, f.State.UpdatedTime = timestamppb.New(now), timestamppb.New(now)
	f.Record(AttachmentDeleted{f.State})
	return nil
}

func (f *Attachment) mayDelete(a actor.Actor) bool {
	s := f.State
	if a.Has(actor.HupCoordinator) {
		return true
	}
	return s.GetFromCompany() == a.Has(actor.CompanyUser) && s.GetAuthorPersonId() == personOf(a) && (s.GetFromCompany() || s.GetAuthorBodyId() == a.BodyID)
}

// Readable says why the content can't be read now: nobody opens a file in quarantine, not even who sent it.
func (f *Attachment) Readable() error {
	switch s := f.State.GetScanStatus(); {
	case f.State.GetDeletedTime() != nil:
		return errs.State("ATTACHMENT_DELETED")
	case s == scanPending:
		return errs.State("ATTACHMENT_PENDING")
	case s == scanInfected:
		return errs.State("ATTACHMENT_INFECTED")
	}
	return nil
}

// Actions are what the actor may do with the file now.
func (f *Attachment) Actions(a actor.Actor) []string {
	var actions []string
	if f.Readable() == nil {
		actions = append(actions, "download")
	}
	if f.State.GetDeletedTime() == nil && f.mayDelete(a) {
		actions = append(actions, "delete")
	}
	return actions
}

// Visible says whether the actor may know of the file.
func (f *Attachment) Visible(a actor.Actor, c *Case) bool { return f.written().Legible(a, c) }

func (f *Attachment) written() Written {
	return Written{f.State.GetVisibility(), f.State.GetAuthorPersonId(), f.State.GetAuthorBodyId()}
}

func (f *Attachment) tell(c *Case, template, recipient string) {
	f.Record(Told{
		Template: template, Recipient: recipient, Key: f.ID + ":" + template + ":" + recipient, SubjectID: f.ID, CaseID: c.ID,
		Params: pairs(nil, "caseNumber", c.State.GetNumber(), "bodyId", f.State.GetAuthorBodyId()),
	})
}
