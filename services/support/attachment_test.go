package support_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
)

// TestAttachment_isReadByWhomItsVisibilityNames asks everybody, for each author and visibility: what is known of the file,
// its content, the lists; before the consent is withdrawn and, at once, after.
func TestAttachment_isReadByWhomItsVisibilityNames(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b, _ := filed(t, url)
		c := b.opened()
		readers := b.everybody(c.GetCompany().GetCompanyId())
		sent := map[string]*supportv1.Attachment{}
		for name := range visibilities {
			sent["myriapolis "+name] = b.file("myriapolis", c.GetCaseId(), name+".pdf", pdf, name)
			sent["cci "+name] = b.file("cci", c.GetCaseId(), name+".pdf", pdf, name)
		}
		read := map[string]string{
			"myriapolis personal": "author", "myriapolis body": "author client colleague coordinator",
			"myriapolis partners": "author cci client colleague coordinator", "myriapolis company": "author cci client colleague company coordinator",
			"cci personal": "cci", "cci body": "cci coordinator",
			"cci partners": "author cci client colleague coordinator", "cci company": "author cci client colleague company coordinator",
		}
		b.readFiles(t, readers, sent, read)
		b.withdraw(c.GetCaseId(), "cci")
		for name, who := range read {
			if name != "cci personal" && name != "cci body" { // a body keeps its own notes
				read[name] = strings.ReplaceAll(who, "cci ", "")
			}
		}
		b.readFiles(t, readers, sent, read)
		if _, err := b.Attachments.ListAttachments(b.as("cci"), &supportv1.ListAttachmentsRequest{CaseId: c.GetCaseId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("the files of a case that is hidden: %v", err)
		}
	})
}

func (b *bench) readFiles(t *testing.T, readers map[string]context.Context, sent map[string]*supportv1.Attachment, read map[string]string) {
	t.Helper()
	for who, ctx := range readers {
		list, err := b.Attachments.ListAttachments(ctx, &supportv1.ListAttachmentsRequest{PageSize: 200})
		if err != nil {
			t.Fatal(err)
		}
		for name, f := range sent {
			may := slices.Contains(strings.Fields(read[name]), strings.ReplaceAll(who, " ", "_"))
			_, known := b.Attachments.GetAttachment(ctx, &supportv1.GetAttachmentRequest{AttachmentId: f.GetAttachmentId()})
			text, got := b.content(ctx, f.GetAttachmentId(), 0)
			listed := slices.ContainsFunc(list.GetAttachments(), func(l *supportv1.Attachment) bool { return l.GetAttachmentId() == f.GetAttachmentId() })
			if may && (known != nil || got != nil || text != pdf || !listed) {
				t.Errorf("%s may read %s: %v, %v, listed %v", who, name, known, got, listed)
			}
			if !may && (!errs.Is(known, "NOT_FOUND") || !errs.Is(got, "NOT_FOUND") || text != "" || listed) {
				t.Errorf("%s may not know of %s: %v, %v, listed %v", who, name, known, got, listed)
			}
			if may && (who == "coordinator" || who == strings.Fields(name)[0] || who == "author" && strings.HasPrefix(name, "myriapolis")) {
				continue // who may take it away
			}
			want := "NOT_FOUND"
			if may {
				want = "NOT_THE_AUTHOR"
			}
			if _, err := b.Attachments.DeleteAttachment(ctx, &supportv1.DeleteAttachmentRequest{AttachmentId: f.GetAttachmentId()}); !errs.Is(err, want) {
				t.Errorf("%s deletes %s: %v", who, name, err)
			}
		}
	}
}

func TestAttachment_whatIsKnownOfIt(t *testing.T) {
	b, _ := filed(t, kittest.SQLite(t))
	c := b.opened()
	company := b.company(c.GetCompany().GetCompanyId())
	name := "C:\\CON\u202efdp." + strings.Repeat("très long ", 30) + ".pdf"
	f, err := b.attach(company, c.GetCaseId(), b.sent(company, name, pdf), "company")
	if err != nil {
		t.Fatal(err)
	}
	if f.GetName() != name || !f.GetFromCompany() || f.GetAuthorBodyId() != "" || f.GetAuthorPersonId() != "per_company" || f.GetMediaType() != "application/pdf" ||
		f.GetScanStatus() != supportv1.ScanStatus_SCAN_STATUS_NOT_SCANNED || !strings.Contains(f.GetScanStatusLabel(), "aucun antivirus") ||
		!slices.Equal(f.GetAllowedActions(), []string{"download", "delete"}) || f.GetEtag() == "" || f.GetVisibilityLabel() == "" {
		t.Errorf("%v", f)
	}
	if _, err := b.attach(company, c.GetCaseId(), b.sent(company, "a.pdf", pdf), "partners"); !errs.Is(err, "VISIBILITY_NOT_ALLOWED") {
		t.Errorf("the company writes for the bodies only: %v", err)
	}
	again := &supportv1.CreateAttachmentRequest{CaseId: c.GetCaseId(), UploadId: b.sent(company, "a.pdf", pdf), Visibility: visibilities["company"], ClientRequestId: "photo-1"}
	first, err := b.Attachments.CreateAttachment(company, again)
	if err != nil {
		t.Fatal(err)
	}
	again.UploadId = b.sent(company, "a.pdf", pdf) // a phone that has sent it once more
	if second, err := b.Attachments.CreateAttachment(company, again); err != nil || second.GetAttachmentId() != first.GetAttachmentId() {
		t.Errorf("sent again: %v %v", second, err)
	}
	lines, _ := b.lines(c.GetCaseId())
	if said := strings.Join(lines, " "); strings.Contains(said, "long") || !strings.Contains(said, "attachment_added") {
		t.Errorf("the journal says %s", said)
	}
}

func TestAttachment_deletedLeavesATrace(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b, dir := filed(t, url)
		b.run("removal of files")
		c := b.opened()
		f := b.file("myriapolis", c.GetCaseId(), "Bilan de M. Untel.pdf", pdf, "partners")
		got, err := b.Attachments.DeleteAttachment(b.as("hup", actor.HupCoordinator), &supportv1.DeleteAttachmentRequest{AttachmentId: f.GetAttachmentId()})
		if err != nil || got.GetName() != "" || got.GetDeletedTime() == nil || got.GetSizeBytes() != int64(len(pdf)) || len(got.GetAllowedActions()) > 0 {
			t.Fatalf("%v %v", got, err)
		}
		if _, err := b.content(b.as("myriapolis"), f.GetAttachmentId(), 0); !errs.Is(err, "ATTACHMENT_DELETED") {
			t.Errorf("read: %v", err)
		}
		if _, err := b.Attachments.DeleteAttachment(b.as("myriapolis"), &supportv1.DeleteAttachmentRequest{AttachmentId: f.GetAttachmentId()}); !errs.Is(err, "ATTACHMENT_DELETED") {
			t.Errorf("deleted twice: %v", err)
		}
		kittest.Eventually(t, func() bool { return len(onDisk(t, dir)) == 0 }, "the content goes")
	})
}

func TestAttachment_ofAMessage(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b, dir := filed(t, url)
		b.run("removal of files")
		c, me := b.opened(), b.as("myriapolis")
		post := &supportv1.PostMessageRequest{
			CaseId: c.GetCaseId(), Visibility: visibilities["company"], Text: "Voici les deux devis.",
			UploadIds: []string{b.sent(me, "un.pdf", pdf), b.sent(me, "deux.pdf", pdf)},
		}
		m, err := b.Messages.PostMessage(me, post)
		if err != nil || len(m.GetAttachments()) != 2 || m.GetAttachments()[0].GetName() != "un.pdf" || m.GetAttachments()[0].GetMessageId() != m.GetMessageId() {
			t.Fatalf("%v %v", m, err)
		}
		company := b.company(c.GetCompany().GetCompanyId())
		list, err := b.Messages.ListMessages(company, &supportv1.ListMessagesRequest{CaseId: c.GetCaseId()})
		if err != nil || len(list.GetMessages()[0].GetAttachments()) != 2 {
			t.Fatalf("%v %v", list, err)
		}
		if text, err := b.content(company, m.GetAttachments()[1].GetAttachmentId(), 0); text != pdf || err != nil {
			t.Errorf("%q %v", text, err)
		}
		post.Text, post.UploadIds = "Encore.", append(post.UploadIds, b.announce(me, "trois.pdf", 9).GetUploadId())
		if _, err := b.Messages.PostMessage(me, post); !errs.Is(err, "UPLOAD_ATTACHED") {
			t.Errorf("files of another message: %v", err)
		}
		if got, _ := b.Messages.ListMessages(me, &supportv1.ListMessagesRequest{CaseId: c.GetCaseId()}); len(got.GetMessages()) != 1 {
			t.Error("a message is written whose files are refused")
		}
		gone, err := b.Messages.DeleteMessage(me, &supportv1.DeleteMessageRequest{MessageId: m.GetMessageId()})
		if err != nil || len(gone.GetAttachments()) != 0 || b.look(m.GetAttachments()[0].GetAttachmentId()).GetDeletedTime() == nil {
			t.Errorf("%v %v", gone, err)
		}
		kittest.Eventually(t, func() bool { return len(onDisk(t, dir)) == 0 }, "the files of a deleted message go")
	})
}

func TestAttachment_readingsByOthersAreKept(t *testing.T) {
	b, _ := filed(t, kittest.SQLite(t))
	c := b.opened()
	f := b.file("myriapolis", c.GetCaseId(), "a.pdf", pdf, "partners")
	readers := func() (bodies []string) {
		got, err := b.Cases.ListAccesses(b.as("myriapolis"), &supportv1.ListAccessesRequest{CaseId: c.GetCaseId()})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range got.GetAccesses() {
			bodies = append(bodies, a.GetBodyId())
		}
		return bodies
	}
	if _, err := b.content(b.as("myriapolis"), f.GetAttachmentId(), 0); err != nil || len(readers()) > 0 {
		t.Errorf("one's own file: %v %v", readers(), err)
	}
	if _, err := b.content(b.as("cci"), f.GetAttachmentId(), 0); err != nil || !slices.Equal(readers(), []string{"cci"}) {
		t.Errorf("%v %v", readers(), err)
	}
}

func TestAttachment_goesWithItsDraft(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b, dir := filed(t, url)
		b.run("removal of files")
		draft, err := b.Cases.CreateCase(b.as("myriapolis"), form())
		if err != nil {
			t.Fatal(err)
		}
		f := b.file("myriapolis", draft.GetCaseId(), "a.pdf", pdf, "partners")
		for range 61 {
			b.clock.Advance(24 * time.Hour)
			b.fire()
		}
		if _, err := b.Attachments.GetAttachment(b.as("myriapolis"), &supportv1.GetAttachmentRequest{AttachmentId: f.GetAttachmentId()}); !errs.Is(err, "NOT_FOUND") {
			t.Errorf("%v", err)
		}
		kittest.Eventually(t, func() bool { return len(onDisk(t, dir)) == 0 }, "the content goes with the draft")
	})
}
