package support_test

import (
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/kittest"
	"hup.example/services/support/internal/scan/scantest"
)

const (
	pending    = supportv1.ScanStatus_SCAN_STATUS_PENDING
	clean      = supportv1.ScanStatus_SCAN_STATUS_CLEAN
	infected   = supportv1.ScanStatus_SCAN_STATUS_INFECTED
	notScanned = supportv1.ScanStatus_SCAN_STATUS_NOT_SCANNED
)

func (b *bench) becomes(attachmentID string, status supportv1.ScanStatus) {
	b.t.Helper()
	kittest.Eventually(b.t, func() bool { return b.look(attachmentID).GetScanStatus() == status }, "the scan says ", status)
}

// The scanner is down, then comes back: files wait in quarantine, which nobody opens, and the case goes on.
func TestScan_waitsForTheScanner(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		daemon := scantest.New(t)
		daemon.Stop()
		b, dir := filed(t, url, "clamd-url", daemon.URL)
		b.run("scan of files", "removal of files")
		c := b.opened()
		good := b.file("myriapolis", c.GetCaseId(), "a.pdf", pdf, "partners")
		bad := b.file("cci", c.GetCaseId(), "virus.txt", scantest.Virus, "company")
		for _, who := range []string{"myriapolis", "cci"} {
			if _, err := b.content(b.as(who), good.GetAttachmentId(), 0); good.GetScanStatus() != pending || !errs.Is(err, "ATTACHMENT_PENDING") {
				t.Errorf("%s opens a file in quarantine: %v", who, err)
			}
		}
		b.refer(c.GetCaseId(), "cci") // the case goes on
		daemon.Start()
		b.becomes(good.GetAttachmentId(), clean)
		b.becomes(bad.GetAttachmentId(), infected)
		if text, err := b.content(b.as("cci"), good.GetAttachmentId(), 0); text != pdf || err != nil {
			t.Errorf("%q %v", text, err)
		}
		if _, err := b.content(b.as("cci"), bad.GetAttachmentId(), 0); !errs.Is(err, "ATTACHMENT_INFECTED") {
			t.Errorf("a dangerous file is read: %v", err)
		}
		if b.count("file_infected", "person:per_cci") != 1 || b.count("file_infected", "body:myriapolis") != 1 {
			t.Errorf("told: %v", b.asked())
		}
		kittest.Eventually(t, func() bool { return len(onDisk(t, dir)) == 1 }, "the dangerous content goes")
		if lines, _ := b.lines(c.GetCaseId()); strings.Count(strings.Join(lines, " "), "attachment_scanned") != 2 {
			t.Errorf("the journal says %v", lines)
		}
	})
}

// A scanner that hangs on a file, or refuses one, holds up no other.
func TestScan_oneFileHoldsUpNoOther(t *testing.T) {
	daemon := scantest.New(t)
	daemon.Most = 1 << 10
	b, _ := filed(t, kittest.SQLite(t), "clamd-url", daemon.URL)
	b.run("scan of files")
	c := b.opened()
	large := b.file("myriapolis", c.GetCaseId(), "gros.txt", strings.Repeat("texte\n", 1000), "partners")
	failing := b.file("myriapolis", c.GetCaseId(), "autre.txt", "Can't allocate", "partners")
	good := b.file("myriapolis", c.GetCaseId(), "a.pdf", pdf, "partners")
	b.becomes(good.GetAttachmentId(), clean)
	for _, f := range []*supportv1.Attachment{large, failing} {
		if got := b.look(f.GetAttachmentId()); got.GetScanStatus() != pending {
			t.Errorf("%s was not scanned and is %v", f.GetName(), got.GetScanStatus())
		}
	}
	asked := daemon.Scanned()
	daemon.Most = 25 << 20 // the operator has made room
	next := b.file("myriapolis", c.GetCaseId(), "b.pdf", pdf, "partners")
	b.becomes(next.GetAttachmentId(), clean)
	if n := daemon.Scanned() - asked; n != 1 {
		t.Errorf("%d files were scanned instead of the new one: what was refused is asked again at once", n)
	}
	b.clock.Advance(2 * time.Minute)
	b.file("myriapolis", c.GetCaseId(), "c.pdf", pdf, "partners")
	b.becomes(large.GetAttachmentId(), clean)
}

// A scanner that is connected later looks at what was sent before; one that is taken away leaves nothing waiting.
func TestScan_connectedLater(t *testing.T) {
	daemon, url, dir := scantest.New(t), kittest.SQLite(t), t.TempDir()
	b := open(t, url, "files-url", "file://"+dir)
	c := b.opened()
	f := b.file("myriapolis", c.GetCaseId(), "a.pdf", pdf, "partners")
	if f.GetScanStatus() != notScanned {
		t.Fatalf("%v", f)
	}
	later := open(t, url, "files-url", "file://"+dir, "clamd-url", daemon.URL)
	later.run("scan of files")
	later.becomes(f.GetAttachmentId(), clean)
	daemon.Stop()
	waiting := later.file("myriapolis", c.GetCaseId(), "b.pdf", pdf, "partners")
	without := open(t, url, "files-url", "file://"+dir)
	without.run("scan of files")
	without.becomes(waiting.GetAttachmentId(), notScanned)
}

// bucket is a bucket of an S3 server, and its server.
func bucket(t *testing.T) (string, *httptest.Server) {
	t.Helper()
	kept := s3mem.New()
	if err := kept.CreateBucket("hup"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(kept).Server())
	t.Cleanup(server.Close)
	return "s3+http://key:secret@" + strings.TrimPrefix(server.URL, "http://") + "/hup", server
}

// The store of files is an S3 server, and goes down: uploads and downloads are refused with 503, all else goes on.
func TestFiles_inABucketThatGoesDown(t *testing.T) {
	address, server := bucket(t)
	daemon := scantest.New(t)
	b := open(t, kittest.SQLite(t), "files-url", address, "clamd-url", daemon.URL)
	b.run("scan of files", "removal of files")
	c, me := b.opened(), b.as("myriapolis")
	f := b.file("myriapolis", c.GetCaseId(), "a.pdf", pdf, "partners")
	b.becomes(f.GetAttachmentId(), clean)
	if text, err := b.content(b.as("cci"), f.GetAttachmentId(), 3); text != pdf[3:] || err != nil {
		t.Errorf("%q %v", text, err)
	}
	up := b.announce(me, "b.pdf", len(pdf))
	if err := b.service.Checks["files"](t.Context()); err != nil {
		t.Error(err)
	}
	server.Close()
	if _, err := b.write(me, up.GetUploadId(), 0, pdf); !errs.Is(err, "FILES_UNAVAILABLE") {
		t.Errorf("a piece: %v", err)
	}
	if _, err := b.content(me, f.GetAttachmentId(), 0); !errs.Is(err, "FILES_UNAVAILABLE") {
		t.Errorf("a download: %v", err)
	}
	if err := b.service.Checks["files"](t.Context()); err == nil {
		t.Error("the operator is told that all is well")
	}
	if got, err := b.Uploads.GetUpload(me, &supportv1.GetUploadRequest{UploadId: up.GetUploadId()}); err != nil || got.GetOffsetBytes() != 0 {
		t.Errorf("the upload waits: %v %v", got, err)
	}
	if _, err := b.Attachments.DeleteAttachment(me, &supportv1.DeleteAttachmentRequest{AttachmentId: f.GetAttachmentId()}); err != nil {
		t.Errorf("deleting needs no store: %v", err)
	}
}

// Two senders write the same piece at once: one does, and what arrives is what it sent.
func TestUpload_samePieceAtOnce(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b, _ := filed(t, url)
		me := b.as("myriapolis")
		up := b.announce(me, "a.txt", 6)
		var all sync.WaitGroup
		results := make(chan error, 8)
		for i := range cap(results) {
			all.Go(func() {
				_, err := b.write(me, up.GetUploadId(), 0, strings.Repeat(string(rune('a'+i)), 3))
				results <- err
			})
		}
		all.Wait()
		close(results)
		good := 0
		for err := range results {
			if err == nil {
				good++
			} else if !errs.Is(err, "UPLOAD_OFFSET") {
				t.Error(err)
			}
		}
		if _, err := b.write(me, up.GetUploadId(), 3, "xyz"); err != nil || good != 1 {
			t.Fatalf("%d of 8 wrote, %v", good, err)
		}
		c := b.opened()
		f, err := b.attach(me, c.GetCaseId(), up.GetUploadId(), "body")
		if err != nil {
			t.Fatal(err)
		}
		if text, err := b.content(me, f.GetAttachmentId(), 0); err != nil || len(text) != 6 || text[0] != text[1] || text[1] != text[2] || text[3:] != "xyz" {
			t.Errorf("%q %v", text, err)
		}
	})
}
